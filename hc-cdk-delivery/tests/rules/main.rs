//! Each rule, on a workflow that breaks it and on the nearest that does not.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod deployment;
mod foreign;
#[path = "../raw/mod.rs"]
mod raw;
mod secret;
mod shell;

use hc_cdk::{policy::Development, prelude::*, target::Judge};
use hc_cdk_delivery::{prelude::*, target::GitHub};
use hc_cdk_k8s::prelude::*;

/// A workflow around a job's lines, each of which is indented by four blanks.
fn around(on: &str, job: &str) -> String {
    let job: String = job.lines().flat_map(|line| ["    ", line, "\n"]).collect();
    format!("on: {on}\npermissions: {{}}\njobs:\n  it:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n{job}")
}

const CHECKOUT: &str = "actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683";
const DIGEST: &str = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

/// What a deployment of an image comes after.
const WAY: &str = "  scan:
    timeout-minutes: 5
    steps:
    - {run: docker build .}
    - {run: trivy image it}
    - {run: syft it}
    - {run: cosign sign it}
    - {run: cosign verify it}
  ask:
    timeout-minutes: 5
    steps:
    - shell: bash
      env: {ENVIRONMENT: production}
      run: |
        reviewers=$(gh api \"repos/$GITHUB_REPOSITORY/environments/$ENVIRONMENT\" \\
          --jq '[.protection_rules[] | select(.type == \"required_reviewers\") | .reviewers[]] | length')
        if [ \"$reviewers\" -lt 1 ]; then
          echo \"::error::the environment $ENVIRONMENT names nobody who approves deployments\"
          exit 1
        fi
";

fn deployment(job: &str) -> String {
    format!("{}{WAY}", around("push", job))
}

/// A job on a machine of one's own, by an event that it may be begun by and by one that it may not.
fn own_machine(bad: &str, good: &str) -> (&'static str, String, String) {
    let on = |event: &str| around(event, "steps:\n- run: a").replace("ubuntu-24.04", "[self-hosted, clinic]");
    ("OwnMachineRunsOwnCode", on(bad), on(good))
}

/// A job of one step.
fn step(text: &str) -> String {
    around("push", &format!("steps:\n- {text}"))
}

/// What a shell is given.
fn shell() -> [(&'static str, String, String); 3] {
    [
        (
            "NothingChosenIsHandedOn",
            step("run: echo \"A=$A\" >> $GITHUB_ENV\n  env: {A: '${{ inputs.a }}'}"),
            step("run: echo \"A=$A\" >> $GITHUB_OUTPUT\n  env: {A: '${{ inputs.a }}'}"),
        ),
        (
            "NoExpressionInShell",
            step("run: echo ${{ github.actor }}"),
            step("run: echo \"$A\"\n  env: {A: '${{ github.actor }}'}"),
        ),
        (
            "NoExpressionInShell",
            step(
                "uses: actions/github-script@60a0d83039c74a4aee543508d2ffcb1c3799cdea\n  with: {script: 'f(\"${{ github.actor }}\")'}",
            ),
            step(
                "uses: actions/github-script@60a0d83039c74a4aee543508d2ffcb1c3799cdea\n  with: {script: 'f(process.env.A)'}",
            ),
        ),
    ]
}

/// The rule, what breaks it and nothing else, and what does not.
fn cases() -> Vec<(&'static str, String, String)> {
    let all = vec![
        ("ActionByCommit", step("uses: actions/setup-node@v4"), step(&format!("uses: docker://a.example/b@{DIGEST}"))),
        ("ActionByCommit", around("push", "uses: a/b/.github/workflows/c.yml@main"), around("push", "uses: ./own.yml")),
        (
            "ActionByCommit",
            around("push", "container: python:3"),
            around("push", &format!("container: a.example/python@{DIGEST}")),
        ),
        (
            "ActionByCommit",
            around("push", "services: {db: {image: 'postgres:17'}}"),
            around("push", &format!("services: {{db: {{image: 'a.example/postgres@{DIGEST}'}}}}")),
        ),
        ("NamedPermissions", around("push", "permissions: write-all"), around("push", "permissions: {contents: read}")),
        ("NamedPermissions", step("run: a").replace("permissions: {}", ""), step("run: a")),
        (
            "TokenIsNotKept",
            step(&format!("uses: {CHECKOUT}")),
            step(&format!("uses: {CHECKOUT}\n  with: {{persist-credentials: false}}")),
        ),
        // GitHub finds an action by its name in whatever case.
        (
            "TokenIsNotKept",
            step(&format!("uses: {}", CHECKOUT.replace("actions/c", "Actions/C"))),
            step(&format!(
                "uses: {}\n  with: {{persist-credentials: false}}",
                CHECKOUT.replace("actions/c", "Actions/C")
            )),
        ),
        ("JobEnds", step("run: a").replace("timeout-minutes: 5", ""), step("run: a")),
        ("NoForeignCode", around("pull_request_target", &head()), around("pull_request", &head())),
        (
            "NoForeignCode",
            around("[issue_comment]", "steps:\n- run: gh pr checkout 1"),
            around("[issue_comment]", "steps:\n- run: gh pr list"),
        ),
        own_machine("pull_request", "push"),
        own_machine("[push, pull_request]", "[push, schedule]"),
        own_machine("{merge_group: {}}", "{workflow_dispatch: {}}"),
        (
            "NoLongLivedKey",
            step("run: a\n  env: {A: '${{ secrets.AWS_SECRET_ACCESS_KEY }}'}"),
            step("run: a\n  env: {A: '${{ secrets.SONAR }}'}"),
        ),
        (
            "NoLongLivedKey",
            step("run: a\n  env: {A: \"${{ secrets['GCP_SA_KEY'] }}\"}"),
            step("run: a\n  env: {A: '${{ vars.GCP_SA_KEY }}'}"),
        ),
        (
            "NoLongLivedKey",
            step("run: a\n  env: {A: '${{ toJSON(secrets) }}'}"),
            step("run: a\n  env: {A: '${{ toJSON(vars) }}'}"),
        ),
        (
            "NoLongLivedKey",
            step(
                "uses: google-github-actions/auth@ba79af03959ebeac9769e648f473a284504d9193\n  with: {credentials_json: '${{ secrets.A }}'}",
            ),
            step(
                "uses: google-github-actions/auth@ba79af03959ebeac9769e648f473a284504d9193\n  with: {workload_identity_provider: a}",
            ),
        ),
        (
            "NoSecretInWorkflow",
            step("run: psql\n  env: {PGPASSWORD: hunter2}"),
            step("run: psql\n  env: {PGPASSWORD: '${{ secrets.DB }}'}"),
        ),
        ("NoSecretInWorkflow", step("run: serve --password=hunter2"), step("run: serve --password=\"$PASSWORD\"")),
        (
            "DeploymentIsApproved",
            deployment("needs: scan\nenvironment: production\nsteps:\n- run: kubectl apply -k k8s"),
            deployment("needs: [scan, ask]\nenvironment: {name: production}\nsteps:\n- run: kubectl apply -k k8s"),
        ),
        (
            "DeploymentIsApproved",
            deployment("needs: [scan, ask]\nenvironment: live\nsteps:\n- run: npx cdk  deploy"),
            deployment("needs: scan\nenvironment: staging\nsteps:\n- run: npx cdk  deploy"),
        ),
        (
            "DeploysWhatIsProven",
            deployment("needs: ask\nenvironment: production\nsteps:\n- run: helm upgrade a b"),
            deployment("needs: [ask, scan]\nenvironment: production\nsteps:\n- run: helm upgrade a b"),
        ),
    ];
    shell().into_iter().chain(all).collect()
}

fn head() -> String {
    format!(
        "steps:\n- uses: {CHECKOUT}\n  with: {{persist-credentials: false, ref: '${{{{ github.event.pull_request.head.sha }}}}'}}"
    )
}

#[test]
fn each_rule_is_read() {
    for (code, broken, kept) in cases() {
        assert_eq!(raw::codes(&broken), [code], "{broken}");
        assert!(raw::codes(&kept).is_empty(), "{:?}: {kept}", raw::codes(&kept));
    }
}

#[test]
fn each_rule_has_a_case() {
    let shown: Vec<&str> = cases().into_iter().map(|(code, ..)| code).collect();
    let all = GitHub.readings().iter().copied().flatten().map(|it| it.rule.code);
    // What is written of the graph has no raw form, and is shown in `images.rs`.
    let elsewhere = ["BaseByDigest", "MadeUpDataOnly"];
    let missing: Vec<&str> = all.filter(|it| !shown.contains(it) && !elsewhere.contains(it)).collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn what_cannot_be_read_counts_as_broken() {
    let all = raw::codes("on: push\njobs: all\n");
    assert!(all.len() > 7, "{all:?}");
    let steps = raw::codes(&around("push", "steps: many"));
    assert!(steps.contains(&"ActionByCommit") && steps.contains(&"NoExpressionInShell"), "{steps:?}");
}

#[test]
fn a_step_of_the_way_that_is_left_out_is_found() {
    let job = "needs: [ask, scan]\nenvironment: production\nsteps:\n- run: helm upgrade a b";
    for line in ["trivy image", "syft", "cosign sign", "cosign verify"] {
        let without = deployment(job).replace(line, "echo");
        assert_eq!(raw::codes(&without), ["DeploysWhatIsProven"], "{line}");
    }
    // Of a workflow that builds nothing, nothing is asked.
    let alone = deployment(job).replace("docker build", "echo").replace("trivy image", "echo");
    assert!(raw::codes(&alone).is_empty());
}

#[test]
fn a_waiver_names_what_is_broken() {
    let add = |waiver: Waiver| {
        let mut delivery = Pipelines::<raw::Prod>::new("delivery", Repository);
        delivery.add("Raw", waiver.resource(raw::workflow(&around("push", "steps:\n- uses: actions/setup-node@v4"))));
        App::new("clinic").stack(delivery)
    };
    let signed = |rule| Waiver::new(rule, "the mirror has tags only", "jane.roe", date!("2027-01-31"));
    let app = add(signed(hc_cdk_delivery::rule::ACTION_BY_COMMIT));
    let text = &raw::written(&app)[0].1;
    assert!(text.contains("# waiver: breaks `ActionByCommit` until 2027-01-31"), "{text}");
    assert_eq!(raw::found(add(signed(hc_cdk_delivery::rule::JOB_ENDS))).len(), 2);
}

#[test]
fn made_up_data_is_asked_for_nothing() {
    let mut delivery = Pipelines::<Development>::new("delivery", Repository);
    delivery.add("Raw", Raw(raw::workflow(&around("push", "steps:\n- uses: actions/setup-node@v4"))));
    assert!(raw::found(App::new("clinic").stack(delivery)).is_empty());
}

#[test]
fn a_pipeline_is_not_weaker_than_what_it_delivers() {
    let weak = || App::new("clinic").stack(Pipelines::<Development>::new("delivery", Repository));
    let strong = || Pipelines::<raw::Prod>::new("other", Repository);
    assert_eq!(raw::found(weak().stack(Chart::<raw::Prod>::new("clinic"))), ["WeakerPipeline"]);
    assert!(raw::found(weak().stack(Chart::<Development>::new("clinic"))).is_empty());
    // What another pipeline has to be, it does not deliver.
    assert!(raw::found(weak().stack(strong())).is_empty());
    assert!(raw::found(App::new("clinic").stack(strong()).stack(Chart::<raw::Prod>::new("clinic"))).is_empty());
}
