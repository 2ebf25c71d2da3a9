//! Where an expression is run.

use crate::{DIGEST, around, raw};

#[test]
fn an_expression_is_found_in_whatever_is_run() {
    let step = |text: &str| around("push", &format!("steps:\n- {text}"));
    let docker = |given: &str| step(&format!("{{uses: 'docker://a.example/b@{DIGEST}', with: {{{given}}}}}"));
    let container = |given: &str| format!("{{image: 'a.example/b@{DIGEST}', {given}}}");
    let whole = |shell: &str| step("run: a").replace("jobs:", &format!("defaults: {{run: {{shell: {shell}}}}}\njobs:"));
    let cases: [(&dyn Fn(&str) -> String, &str); 9] = [
        (&|it| step(&format!("{{run: a, shell: {it}}}")), "shell of a step"),
        (&|it| around("push", &format!("defaults: {{run: {{shell: {it}}}}}\nsteps: []")), "shell of a job"),
        (&whole, "shell of all"),
        (&|it| docker(&format!("args: {it}")), "arguments"),
        (&|it| docker(&format!("entrypoint: {it}")), "entrypoint"),
        (&|it| docker(&format!("inlineScript: {it}")), "script"),
        (&|it| docker(&format!("Script: {it}")), "input in capitals"),
        (&|it| around("push", &format!("container: {}", container(&format!("options: {it}")))), "container"),
        (&|it| around("push", &format!("services: {{a: {}}}", container(&format!("options: {it}")))), "service"),
    ];
    for (with, place) in cases {
        assert_eq!(raw::codes(&with("'a ${{ github.head_ref }}'")), ["NoExpressionInShell"], "{place}");
        assert!(raw::codes(&with("a")).is_empty(), "{place}: {:?}", raw::codes(&with("a")));
    }
    assert!(raw::codes(&docker("ref: '${{ github.sha }}', args: 5")).is_empty());
    assert_eq!(raw::codes(&docker("args: {a: b}")), ["NoExpressionInShell"]);
}
