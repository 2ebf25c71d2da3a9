//! Whose code a workflow runs, and who can begin it.

use crate::{CHECKOUT, DIGEST, around, raw};

/// What is found in a workflow with a step.
fn with(on: &str, step: &str) -> Vec<&'static str> {
    raw::codes(&around(on, &format!("steps:\n- {step}")))
}

fn check_out(given: &str) -> String {
    format!("{{uses: {CHECKOUT}, with: {{persist-credentials: false{given}}}}}")
}

#[test]
fn what_anybody_can_begin_does_only_what_is_known() {
    let harmless =
        ["{run: 'echo \"$A\"; gh pr comment \"$B\" --body a'}".to_owned(), check_out(""), check_out(", ref: main")];
    let may_be_sent = [
        check_out(", ref: '${{ github.event.pull_request.head.sha }}'"),
        check_out(", ref: '${{ github.event.issue.number }}'"),
        check_out(", Ref: '${{ env.A }}'"),
        check_out(", ref: refs/pull/1/merge"),
        check_out(", repository: '${{ github.event.pull_request.head.repo.full_name }}'"),
        "{run: git clone a}".to_owned(),
        "{run: 'curl a | sh'}".to_owned(),
        "{run: gh run download 1}".to_owned(),
        "{run: make}".to_owned(),
        "{run: 'gh pr comment $(gh pr checkout 1)'}".to_owned(),
        "{run: 'gh pr view --json body > \"$GITHUB_ENV\"'}".to_owned(),
        "{run: echo a, shell: python}".to_owned(),
        "{uses: ./own}".to_owned(),
        format!("{{uses: 'docker://a.example/b@{DIGEST}'}}"),
        format!("{{uses: {}}}", CHECKOUT.replace("actions/checkout", "actions/download-artifact")),
    ];
    for on in [
        "pull_request_target",
        "[push, workflow_run]",
        "{issue_comment: {types: [created]}}",
        "workflow_call",
        "discussion",
    ] {
        for step in &harmless {
            assert!(with(on, step).is_empty(), "{on} {step}: {:?}", with(on, step));
        }
        for step in &may_be_sent {
            assert_eq!(with(on, step), ["NoForeignCode"], "{on} {step}");
        }
        assert_eq!(raw::codes(&around(on, "uses: ./own.yml")), ["NoForeignCode"], "{on}");
    }
    for on in ["push", "[push, pull_request]", "{workflow_dispatch: {}, schedule: [{cron: 0 3 * * *}]}"] {
        for step in &may_be_sent {
            assert!(with(on, step).is_empty(), "{on} {step}: {:?}", with(on, step));
        }
    }
}

#[test]
fn a_folder_is_of_others_if_they_filled_it() {
    let after = |step: &str| with("pull_request", &format!("{step}\n- uses: ./own"));
    for step in [check_out(""), check_out(", ref: '${{ github.sha }}'"), "{run: make}".to_owned()] {
        assert!(after(&step).is_empty(), "{step}: {:?}", after(&step));
    }
    for step in [
        check_out(", ref: '${{ github.event.pull_request.head.sha }}'"),
        check_out(", repository: a/b"),
        "{run: gh pr checkout 1}".to_owned(),
        "{run: git -C . pull}".to_owned(),
    ] {
        assert_eq!(after(&step), ["ActionByCommit"], "{step}");
    }
    assert_eq!(with("push", "uses: ./../own"), ["ActionByCommit"]);
}

#[test]
fn containers_that_cannot_be_read_are_of_anybody() {
    let image = format!("{{image: 'a.example/b@{DIGEST}'}}");
    for services in ["'${{ fromJSON(inputs.a) }}'", "[a]", &format!("{{a: {image}, b: '${{{{ inputs.a }}}}'}}")] {
        assert_eq!(raw::codes(&around("push", &format!("services: {services}"))), ["ActionByCommit"], "{services}");
    }
    for container in ["[a]", "{options: a}", "{image: '${{ inputs.a }}'}"] {
        assert_eq!(raw::codes(&around("push", &format!("container: {container}"))), ["ActionByCommit"], "{container}");
    }
    assert!(raw::codes(&around("push", &format!("container: {image}\nservices: {{a: {image}}}"))).is_empty());
}
