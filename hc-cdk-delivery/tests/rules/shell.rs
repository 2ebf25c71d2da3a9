//! Where an expression is run.

use crate::{DIGEST, around, raw};

fn step(text: &str) -> String {
    around("push", &format!("steps:\n- {text}"))
}

fn docker(given: &str) -> String {
    step(&format!("{{uses: 'docker://a.example/b@{DIGEST}', with: {{{given}}}}}"))
}

#[test]
fn an_expression_is_found_in_whatever_is_run() {
    let container = format!("{{image: 'a.example/b@{DIGEST}', options: IT}}");
    for workflow in [
        step("{run: a, shell: IT}"),
        around("push", "defaults: {run: {shell: IT}}\nsteps: []"),
        step("run: a").replace("jobs:", "defaults: {run: {shell: IT}}\njobs:"),
        docker("args: IT"),
        docker("entrypoint: IT"),
        docker("inlineScript: IT"),
        docker("Script: IT"),
        around("push", &format!("container: {container}")),
        around("push", &format!("services: {{a: {container}}}")),
    ] {
        let broken = workflow.replace("IT", "'a ${{ github.head_ref }}'");
        assert_eq!(raw::codes(&broken), ["NoExpressionInShell"], "{broken}");
        let kept = workflow.replace("IT", "a");
        assert!(raw::codes(&kept).is_empty(), "{:?}: {kept}", raw::codes(&kept));
    }
    assert!(raw::codes(&docker("ref: '${{ github.sha }}', args: 5")).is_empty());
    assert_eq!(raw::codes(&docker("args: {a: b}")), ["NoExpressionInShell"]);
}
