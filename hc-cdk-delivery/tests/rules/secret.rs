//! How a key or a secret may be named in a workflow, and where it may stand.

use hc_cdk::prelude::*;
use hc_cdk_delivery::{prelude::*, workflow::Job};

use crate::{around, raw};

fn step(text: &str) -> Vec<&'static str> {
    raw::codes(&around("push", &format!("steps:\n- {text}")))
}

#[test]
fn a_key_is_known_however_it_is_taken() {
    for taken in [
        "secrets[format('AWS_{0}', 'ACCESS_KEY_ID')]",
        "secrets[ inputs.name ]",
        "secrets.*",
        "SECRETS.AWS_ACCESS_KEY_ID",
        "Secrets [ 'aws_access_key_id' ]",
        "toJson( Secrets )",
        "fromJSON(toJSON(secrets)).A",
        "secrets",
    ] {
        assert_eq!(step(&format!("run: a\n  env: {{A: \"${{{{ {taken} }}}}\"}}")), ["NoLongLivedKey"], "{taken}");
    }
    for text in [
        "run: python secrets.py",
        "run: cat secrets/AWS_ACCESS_KEY_ID",
        "run: a\n  env: {A: \"${{ inputs.secrets }}\"}",
    ] {
        assert!(step(text).is_empty(), "{text}: {:?}", step(text));
    }
}

#[test]
fn a_key_is_known_by_whatever_it_is_handed_to() {
    assert_eq!(step("run: a\n  env: {AWS_SECRET_ACCESS_KEY: '${{ secrets.A }}'}"), ["NoLongLivedKey"]);
    let login = "uses: azure/login@a457da9ea143d694b1b9c7c869ebb04ebe844ef5\n  with: {CREDS: '${{ secrets.A }}'}";
    assert_eq!(step(login), ["NoLongLivedKey"]);
    let called = |secrets: &str| raw::codes(&around("push", &format!("uses: ./own.yml\nsecrets: {secrets}")));
    assert_eq!(called("{aws_access_key_id: '${{ secrets.A }}'}"), ["NoLongLivedKey"]);
    assert_eq!(called("inherit"), ["NoLongLivedKey"]);
    assert!(called("{a: '${{ secrets.A }}'}").is_empty());
    let whole = around("push", "steps: []").replace("jobs:", "env: {KUBECONFIG: '${{ secrets.A }}'}\njobs:");
    assert_eq!(raw::codes(&whole), ["NoLongLivedKey"]);
}

#[test]
fn the_page_says_what_the_repository_has_to_have() {
    let lines = "python secrets.py\ncat vars.txt\n";
    let steps = format!(
        "environment: {{name: live}}\nsteps:\n- run: |\n    {}\n  env:\n    A: \"${{{{ Secrets['ONE'] }}}}\"\n    B: \"${{{{ vars.TWO }}}}\"",
        lines.replace('\n', "\n    ")
    );
    let mut delivery = Pipelines::<hc_cdk::policy::Development>::new("delivery", Repository);
    delivery.add("Raw", Raw(raw::workflow(&around("push", &steps))));
    let page = &raw::written(&App::new("clinic").stack(delivery))[1].1;
    for line in [
        "Environments of the repository that it takes: `live`.",
        "Secrets that it takes: `ONE`.",
        "Variables that it takes: `TWO`.",
    ] {
        assert!(page.lines().any(|it| it == line), "{line}: {page}");
    }
    let mut workflow = Workflow::on([Trigger::push(&["main"])]);
    workflow.job("it", Job::new(Permissions::none()).step(Step::run("Run", script!("python secrets.py"))));
    let page = &raw::written(&raw::alone::<raw::Prod>(workflow))[1].1;
    assert!(!page.contains("Secrets that it takes"), "{page}");
}

#[test]
fn a_secret_as_text_is_found_wherever_it_stands() {
    let job = |lines: &str| around("push", lines);
    let whole = |lines: &str| around("push", "steps: []").replace("jobs:", &format!("{lines}\njobs:"));
    for text in [
        whole("env: {DB_PASSWORD: hunter2}"),
        whole("env: {DB_PASSWORD: 12345678}"),
        job(
            "services: {db: {image: 'a.example/b@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08', env: {POSTGRES_PASSWORD: hunter2}}}",
        ),
        job(
            "container: {image: 'a.example/b@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08', credentials: {username: a, password: hunter2}}",
        ),
        job("strategy: {matrix: {api-key: [hunter2]}}"),
        job("strategy: {matrix: {include: [{token: hunter2}]}}"),
        job("steps:\n- run: a\n  env: {PGPASSWORD: \"hunter2${{ '' }}\"}"),
        job("steps:\n- run: a\n  env: {ARGUMENTS: '--host a\n\n    --password=hunter2'}"),
        job("defaults: {run: {shell: 'env TOKEN=hunter2 bash {0}'}}"),
        job("steps:\n- run: a\n  env: {AKIAIOSFODNN7EXAMPLE: a}"),
    ] {
        assert_eq!(raw::codes(&text), ["NoSecretInWorkflow"], "{text}");
    }
    for text in [
        whole("env: {DB_PASSWORD: '${{ secrets.A }}'}"),
        job("permissions: {id-token: write}"),
        job("steps:\n- run: a\n  if: env.TOKEN == 'a'"),
        job("steps:\n- run: serve --password=\"$PASSWORD\""),
        job("strategy: {matrix: {token: ['${{ inputs.a }}']}}"),
    ] {
        assert!(raw::codes(&text).is_empty(), "{text}: {:?}", raw::codes(&text));
    }
}
