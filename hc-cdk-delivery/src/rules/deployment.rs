//! What has to be before a deployment.

use hc_cdk::{
    control::{hipaa, iso27001, part11, soc2},
    rule::{Must, Subject, Verdict, real_data},
    value::Json,
};

use super::{
    command::{Command, has_word, may_run, says},
    read::{WORKFLOW, action, before, environment, has_to_go_well, jobs, run, steps},
};
use crate::literal::script::EXPRESSION;

/// Commands that change what runs. So does whatever has the word `deploy`.
const DEPLOYING: &[Command] = &[
    ("cdk", &["destroy", "import", "rollback"]),
    ("cloudformation", &["create-stack", "update-stack", "delete-stack", "execute-change-set"]),
    ("ecs", &["create-service", "update-service", "run-task"]),
    ("lambda", &["create-function", "update-function-code", "update-function-configuration", "update-alias"]),
    (
        "kubectl",
        &[
            "apply",
            "create",
            "delete",
            "edit",
            "patch",
            "replace",
            "run",
            "scale",
            "set",
            "rollout undo",
            "rollout restart",
        ],
    ),
    ("helm", &["upgrade", "install", "rollback", "uninstall"]),
    ("helmfile", &["apply", "sync", "destroy"]),
    ("argocd", &["app create", "app set", "app sync", "app rollback"]),
    ("flux", &["bootstrap", "create", "delete"]),
    ("skaffold", &["run"]),
    ("terraform", &["apply", "destroy", "import"]),
    ("tofu", &["apply", "destroy", "import"]),
    ("terragrunt", &["apply", "destroy", "import"]),
    ("pulumi", &["up", "update", "destroy"]),
    ("docker", &["service create", "service update"]),
    ("gcloud", &["services update", "services replace", "update-traffic"]),
    ("az", &["deployment", "up", "update"]),
];
const DEPLOY: &str = "deploy";

/// Actions that change what runs, and have no such word in their name.
const DEPLOYING_ACTIONS: [&str; 4] =
    ["azure/functions-action", "pulumi/actions", "serverless/github-action", "appleboy/ssh-action"];

/// Environments with nobody's data, in which a deployment is a rehearsal.
pub(crate) const REHEARSALS: [&str; 2] = ["development", "staging"];

/// The variable by which the question for approvers names the environment, and the one that it asks GitHub by.
pub(crate) const ENVIRONMENT: &str = "ENVIRONMENT";
const TOKEN: &str = "GH_TOKEN";

/// The question: ends with an error unless the environment has approvers.
pub(crate) const ASK: &str = "\
reviewers=$(gh api \"repos/$GITHUB_REPOSITORY/environments/$ENVIRONMENT\" \\
  --jq '[.protection_rules[] | select(.type == \"required_reviewers\") | .reviewers[]] | length')
if [ \"$reviewers\" -lt 1 ]; then
  echo \"::error::the environment $ENVIRONMENT names nobody who approves deployments\"
  exit 1
fi
";

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub DEPLOYMENT_IS_APPROVED = "DeploymentIsApproved" {
        sentence: "what is known to deploy does so in an environment for which the repository names approvers, or is a rehearsal",
        controls: &[
            hipaa::ACCESS_AUTHORIZATION,
            soc2::CHANGE_MANAGEMENT,
            iso27001::CHANGE_MANAGEMENT,
            part11::AUTHORITY_CHECKS,
        ],
        on: &[WORKFLOW],
        when: real_data,
        must: Must::Judge(|it| every_deployment(it, |jobs, job| {
            // Which one an expression gives is known only to the run.
            let Some(name) = environment(job).filter(|it| !it.contains(EXPRESSION)) else { return false };
            let asked = |it: &&Json| has_to_go_well(it) && asks_for_approvers(it, name);
            REHEARSALS.contains(&name) || before(jobs, job).iter().any(asked)
        })),
        message: "deploys without the approval of somebody whom the repository names",
        help: "deploy by `workflow.deploy(..)` to `Environment::approved(\"production\")`",
    }
}

/// Held if something holds of every job that deploys; not applicable without one.
pub(super) fn every_deployment<'a>(
    subject: &Subject<'a>,
    holds: impl Fn(&[(&'a str, &'a Json)], &'a Json) -> bool,
) -> Verdict {
    let Some(jobs) = jobs(subject) else { return Verdict::Broken };
    let mut deploying = jobs.iter().filter(|(_, job)| deploys(job) || steps(job).iter().any(deploys)).peekable();
    if deploying.peek().is_none() {
        return Verdict::NotApplicable;
    }
    Verdict::of(deploying.all(|(_, job)| holds(&jobs, job)))
}

/// Whether a step changes what runs, or a job that is another workflow does.
pub(super) fn deploys(it: &Json) -> bool {
    let action = action(it);
    let by_action = has_word(action, DEPLOY) || DEPLOYING_ACTIONS.iter().any(|it| it.eq_ignore_ascii_case(action));
    by_action || says(it, DEPLOY) || may_run(it, DEPLOYING)
}

/// Whether a job fails unless the repository names approvers for the environment: its first step is the question, whole, and
/// nothing is set that would give its words another meaning.
fn asks_for_approvers(job: &Json, name: &str) -> bool {
    let Some(step) = steps(job).first() else { return false };
    let set = ["container", "defaults", "env"].into_iter().any(|it| job.get(it).is_some());
    let env = step.get("env").and_then(Json::as_object);
    let known = env.is_some_and(|all| all.iter().all(|(it, _)| matches!(it, ENVIRONMENT | TOKEN)));
    let asked = env.and_then(|all| all.get(ENVIRONMENT)).and_then(Json::as_text) == Some(name);
    let shell = step.get("shell").and_then(Json::as_text) == Some("bash");
    !set && known && asked && shell && has_to_go_well(step) && run(step).trim_end() == ASK.trim_end()
}
