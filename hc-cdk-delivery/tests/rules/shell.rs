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

#[test]
fn an_expression_is_found_in_a_variable_that_is_run_by_itself() {
    let container = format!("{{image: 'a.example/b@{DIGEST}', env: {{IT}}}}");
    for workflow in [
        step("{run: a, env: {IT}}"),
        around("push", "env: {IT}\nsteps: []"),
        around("push", &format!("container: {container}")),
        step("run: a").replace("jobs:", "env: {IT}\njobs:"),
    ] {
        for name in ["BASH_ENV", "LD_PRELOAD", "NODE_OPTIONS", "_JAVA_OPTIONS", "GIT_CONFIG_VALUE_0", "Path"] {
            let broken = workflow.replace("IT", &format!("{name}: '${{{{ github.head_ref }}}}'"));
            assert_eq!(raw::codes(&broken), ["NoExpressionInShell"], "{broken}");
        }
        for kept in [
            "BASH_ENV: scripts/env",
            "TITLE: '${{ github.head_ref }}'",
            "ENV: '${{ inputs.environment }}'",
            "pager: '${{ inputs.a }}'",
            "PYTHONPATH: '${{ github.workspace }}/src:${{ runner.temp }}/${{ github.sha }}'",
        ] {
            assert!(raw::codes(&workflow.replace("IT", kept)).is_empty(), "{kept}");
        }
    }
    assert_eq!(raw::codes(&step("{run: a, env: '${{ fromJSON(inputs.a) }}'}")), ["NoExpressionInShell"]);
}

#[test]
fn what_somebody_chose_is_not_handed_on() {
    for (env, line) in [
        ("TITLE: '${{ github.event.pull_request.title }}'", "echo \"TITLE=$TITLE\" >> \"$GITHUB_ENV\""),
        ("BRANCH: '${{ github.head_ref }}'", "echo \"$BRANCH\" >> $GITHUB_PATH"),
        ("TAG: '${{ inputs.tag }}'", "echo \"TAG=$TAG\" | tee -a \"${GITHUB_ENV}\""),
        ("ALL: '${{ toJSON(github) }}'", "echo \"$ALL\" >> $GITHUB_ENV"),
        ("T: '${{ GitHub.Event.issue.body }}'", "echo \"T=$T\" >> $GITHUB_ENV"),
        ("T: '${{ steps.a.outputs.sha }}'", "echo \"T=$T\" >> $GITHUB_ENV"),
        ("T: '${{ needs.a.outputs.result }}'", "echo \"T=$T\" >> $GITHUB_ENV"),
        ("T: '${{ github.event.inputs.number }}'", "echo \"T=$T\" >> $GITHUB_ENV"),
        ("A: b", "echo \"$GITHUB_HEAD_REF\" >> $GITHUB_PATH"),
        ("A: b", "jq -r .issue.title $GITHUB_EVENT_PATH >> $GITHUB_ENV"),
        ("T: '${{ inputs.tag }}', LINE: 'echo T=$T >> $GITHUB_ENV'", "bash -c \"$LINE\""),
    ] {
        let broken = step(&format!("{{run: '{line}', env: {{{env}}}}}"));
        assert_eq!(raw::codes(&broken), ["NothingChosenIsHandedOn"], "{broken}");
        let elsewhere = broken.replace("GITHUB_ENV", "GITHUB_OUTPUT").replace("GITHUB_PATH", "GITHUB_OUTPUT");
        assert!(raw::codes(&elsewhere).is_empty(), "{elsewhere}");
    }
    for (env, line) in [
        ("A: '${{ github.sha }}'", "echo \"A=$A\" >> $GITHUB_ENV"),
        ("A: '${{ github.event.pull_request.number }}'", "echo \"A=$A\" >> $GITHUB_ENV"),
        ("A: '${{ github.event.pull_request.head.sha }}'", "echo \"A=$A\" >> $GITHUB_ENV"),
        ("A: '${{ steps.build.outcome }}'", "echo \"A=$A\" >> $GITHUB_ENV"),
        ("A: '${{ github.ref }}'", "echo \"A=$A\" >> $GITHUB_ENV"),
        ("A: b", "echo \"A=${GITHUB_REF_NAME#v}\" >> $GITHUB_ENV"),
    ] {
        let known = step(&format!("{{run: '{line}', env: {{{env}}}}}"));
        assert!(raw::codes(&known).is_empty(), "{:?}: {known}", raw::codes(&known));
    }
    for file in ["env", "path"] {
        let by_file = format!(
            "{{run: 'echo \"T=$T\" >> \"$F\"', env: {{F: '${{{{ github.{file} }}}}', T: '${{{{ inputs.t }}}}'}}}}"
        );
        assert_eq!(raw::codes(&step(&by_file)), ["NothingChosenIsHandedOn"], "{by_file}");
    }
    let inside =
        format!("container: {{image: 'a.example/b@{DIGEST}', env: {{T: '${{{{ github.event.issue.body }}}}'}}}}");
    let inside = around("push", &format!("{inside}\nsteps:\n- run: 'echo \"T=$T\" >> $GITHUB_ENV'"));
    assert_eq!(raw::codes(&inside), ["NothingChosenIsHandedOn"], "{inside}");
    let of_job = around("push", "env: {A: '${{ inputs.a }}'}\nsteps:\n- {run: 'echo \"A=$A\" >> $GITHUB_ENV'}");
    assert_eq!(raw::codes(&of_job), ["NothingChosenIsHandedOn"]);
}
