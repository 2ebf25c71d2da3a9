//! What sentences about workflows mean, by the documentation of GitHub Actions.

use serde_json::Value;

use super::{
    Table,
    operated::{items, text},
    when,
};
use crate::document::{Thing, list, value};

pub(super) const TABLE: Table = &[
    ("ActionByCommit", |it| {
        let steps = steps(it).filter_map(|step| value(step, "uses"));
        let called = jobs(it).filter_map(|job| value(job, "uses"));
        let moved = steps.chain(called).find(|it| !is_fixed(it.as_str().unwrap_or_default()));
        let images = jobs(it).flat_map(|job| {
            let services = value(job, "services").and_then(Value::as_object).into_iter().flat_map(|it| it.values());
            services.chain(value(job, "container")).map(|it| it.as_str().or(it["image"].as_str()).unwrap_or_default())
        });
        moved.map(|it| format!("{it} may be another one")).or_else(|| {
            images.into_iter().find(|it| !it.contains("@sha256:")).map(|it| format!("`{it}` may be another one"))
        })
    }),
    ("NamedPermissions", |it| {
        // A job without a word has what the workflow says, and that without a word what the repository does.
        let of_all = it.written.json.get("permissions");
        let wide = |job: &Value| job.get("permissions").or(of_all).is_none_or(|it| !it.is_object());
        when(jobs(it).any(wide), "a job has whatever the repository gives it")
    }),
    ("TokenIsNotKept", |it| {
        let keeps = |step: &&Value| {
            text(step, "uses").to_lowercase().starts_with("actions/checkout@")
                && !matches!(value(step, "with/persist-credentials"), Some(it) if *it == false || *it == "false")
        };
        when(steps(it).find(keeps).is_some(), "a token is kept in the folder")
    }),
    ("JobEnds", |it| {
        let runs = |job: &Value| value(job, "uses").is_none() && value(job, "timeout-minutes").is_none();
        when(jobs(it).any(runs), "a job runs for six hours")
    }),
    ("NoExpressionInShell", |it| {
        const SHELL: &str = "defaults/run/shell";
        let shells = jobs(it).map(|job| text(job, SHELL)).chain([text(&it.written.json, SHELL)]);
        let lines = steps(it).flat_map(|step| [text(step, "run"), text(step, "shell")]).chain(shells);
        let known = ["runner.", "github.workspace", "github.sha", "github.action_path"];
        let chosen = |line: &&str| {
            line.split("${{").skip(1).any(|it| !known.iter().any(|known| it.trim_start().starts_with(known)))
        };
        lines.into_iter().find(chosen).map(|it| format!("`{it}` has an expression in it"))
    }),
    ("NothingChosenIsHandedOn", |it| {
        let hands_on = |step: &&Value| {
            let lines = text(step, "run");
            let told = step.get("env").map(Value::to_string).unwrap_or_default() + lines;
            let is_chosen = ["github.event.", "inputs.", ".outputs."].iter().any(|it| told.contains(it));
            is_chosen && (told.contains("GITHUB_ENV") || told.contains("GITHUB_PATH"))
        };
        when(steps(it).find(hands_on).is_some(), "what somebody chose is handed on to later steps")
    }),
    ("OwnMachineRunsOwnCode", |it| {
        let hosted = |label: &Value| {
            let label = label.as_str().unwrap_or_default();
            ["macos-", "ubuntu-", "windows-"].iter().any(|system| label.starts_with(system))
        };
        let own = |job: &Value| {
            let labels = list(job.get("runs-on"));
            labels.is_empty() || !labels.iter().all(hosted)
        };
        let of_the_repository = ["push", "release", "schedule", "workflow_dispatch"];
        let others = events(it).into_iter().find(|it| !of_the_repository.contains(&it.as_str()));
        others.filter(|_| jobs(it).any(own)).map(|event| format!("`{event}` runs on a machine that remembers it"))
    }),
    ("NoForeignCode", |it| {
        let with_secrets = ["issue_comment", "pull_request_target", "workflow_run"];
        let sent = |step: &&Value| {
            let from = step["with"].to_string();
            text(step, "uses").starts_with("actions/checkout@") && from.contains("head")
        };
        let begun = events(it).iter().any(|it| with_secrets.contains(&it.as_str()));
        when(begun && steps(it).find(sent).is_some(), "what was sent runs with the secrets")
    }),
    ("NoLongLivedKey", |it| {
        let whole = it.written.json.to_string();
        let keys = ["secrets.AWS_ACCESS_KEY_ID", "secrets.AWS_SECRET_ACCESS_KEY", "\"credentials_json\""];
        when(keys.iter().any(|it| whole.contains(it)), "a key of a cloud is taken that nobody replaces")
    }),
    ("NoSecretInWorkflow", |it| {
        let whole = it.written.json.to_string();
        when(whole.contains("hunter2") || whole.contains("AKIA"), "a secret is written out")
    }),
    ("DeploysWhatIsProven", |it| {
        let all: Vec<(&str, &Value)> = named_jobs(it).collect();
        let builds = |job: &Value| items(job, "steps").iter().any(is_build);
        let deploying = || all.iter().filter(|(_, job)| items(job, "steps").iter().any(is_deployment));
        let unproven = |job: &&(&str, &Value)| {
            let before = needed(&all, job.1);
            let built = before.iter().chain([&job.1]).any(|it| builds(it));
            !built || !PROOFS.iter().all(|words| is_done(&before, job.1, words))
        };
        let any = all.iter().any(|(_, job)| builds(job));
        let found = deploying().find(unproven).filter(|_| any);
        found.map(|(name, _)| format!("`{name}` deploys what was not scanned, listed, signed or verified"))
    }),
    // A machine of a developer has no less than what somebody puts there.
    ("MadeUpDataOnly", |it| when(it.asked().audit > 0.0, "it runs where data is real")),
    ("DeploymentIsApproved", |it| {
        let deploys = |job: &Value| {
            let does = |step: &Value| ["cdk deploy", "kubectl apply"].iter().any(|it| text(step, "run").contains(it));
            items(job, "steps").iter().any(does) && value(job, "environment").is_none()
        };
        when(jobs(it).any(deploys), "nobody is asked before it deploys")
    }),
];

/// By which words of a step it is known that an image is scanned, listed, signed, and the signature verified, as the documentation of
/// Trivy, Grype, Syft and cosign has them.
const PROOFS: [&[&str]; 4] = [
    &["aquasecurity/trivy-action", "anchore/scan-action", "trivy image", "grype "],
    &["anchore/sbom-action", "syft ", "cyclonedx", "spdx"],
    &["cosign sign "],
    &["cosign verify "],
];

fn is_build(step: &Value) -> bool {
    let (uses, run) = (text(step, "uses"), text(step, "run"));
    let builds = ["docker build ", "docker push ", "docker buildx build ", "docker buildx bake "];
    uses.starts_with("docker/build-push-action@")
        || uses.starts_with("docker/bake-action@")
        || builds.iter().any(|it| run.contains(it))
}

/// Whether a step is one of those by which the systems deploy.
fn is_deployment(step: &Value) -> bool {
    let run = text(step, "run");
    ["kubectl apply", "cdk deploy", "aws ecs update-service", "helm upgrade"].iter().any(|it| run.contains(it))
        || run.contains("aws-cdk@") && run.contains(" deploy ")
}

/// The jobs without which another one does not begin, by `needs`, however far before it.
fn needed<'a>(all: &[(&'a str, &'a Value)], job: &'a Value) -> Vec<&'a Value> {
    let (mut found, mut open) = (Vec::<&Value>::new(), vec![job]);
    while let Some(job) = open.pop() {
        for name in list(value(job, "needs")).iter().filter_map(Value::as_str) {
            let before = all.iter().filter(|(it, _)| *it == name).map(|(_, job)| *job);
            for job in before {
                if !found.iter().any(|it| std::ptr::eq(*it, job)) {
                    found.push(job);
                    open.push(job);
                }
            }
        }
    }
    found
}

/// Whether a step before a deployment has one of some words: in a job that has to end well before it, or in its own before it. What is under
/// a condition, or may fail, is not done for sure.
fn is_done(before: &[&Value], job: &Value, words: &[&str]) -> bool {
    let sure = |it: &Value| {
        value(it, "if").is_none() && value(it, "continue-on-error").is_none_or(|it| *it == false || *it == "false")
    };
    let says = |step: &Value| {
        let told = format!("{} {}", text(step, "uses"), text(step, "run"));
        sure(step) && words.iter().any(|it| told.contains(it))
    };
    let own = items(job, "steps").iter().take_while(|it| !is_deployment(it));
    before.iter().filter(|it| sure(it)).any(|it| items(it, "steps").iter().any(says)) || own.into_iter().any(says)
}

fn named_jobs(it: Thing<'_>) -> impl Iterator<Item = (&str, &Value)> {
    it.at("jobs").and_then(Value::as_object).into_iter().flatten().map(|(name, job)| (name.as_str(), job))
}

/// The jobs of a workflow.
fn jobs(it: Thing<'_>) -> impl Iterator<Item = &Value> {
    it.at("jobs").and_then(Value::as_object).into_iter().flat_map(|it| it.values())
}

fn steps(it: Thing<'_>) -> impl Iterator<Item = &Value> {
    jobs(it).flat_map(|job| items(job, "steps"))
}

/// The events that begin a workflow, as a text, a list or an object.
fn events(it: Thing<'_>) -> Vec<String> {
    match it.at("on") {
        Some(Value::Object(events)) => events.keys().cloned().collect(),
        other => list(other).iter().map(|it| it.as_str().unwrap_or_default().to_owned()).collect(),
    }
}

/// Whether what a step or a job names is fixed: by a commit, by a digest, or in the repository itself.
fn is_fixed(uses: &str) -> bool {
    let commit = uses.rsplit_once('@').map(|(_, it)| it).unwrap_or_default();
    let is_commit = commit.len() == 40 && commit.chars().all(|it| it.is_ascii_hexdigit());
    uses.starts_with("./") || is_commit || uses.starts_with("docker://") && uses.contains("@sha256:")
}
