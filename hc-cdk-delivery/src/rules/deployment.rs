//! What has to be before a deployment.

use hc_cdk::{
    control::{hipaa, iso27001, part11, soc2},
    rule::{Must, Subject, Verdict, real_data},
    value::Json,
};

use super::read::{WORKFLOW, before, does, environment, has_to_go_well, jobs, steps};

/// Commands that change what runs.
const DEPLOYING: [&str; 14] = [
    "cdk deploy",
    "cloudformation deploy",
    "cloudformation create-stack",
    "cloudformation update-stack",
    "cloudformation execute-change-set",
    "ecs update-service",
    "lambda update-function-code",
    "kubectl apply",
    "kubectl set image",
    "helm upgrade",
    "helm install",
    "terraform apply",
    "gcloud run deploy",
    "az deployment",
];

/// Environments with nobody's data, in which a deployment is a rehearsal.
pub(crate) const REHEARSALS: [&str; 2] = ["development", "staging"];

/// The variable by which the question for approvers names the environment, and what it asks for.
pub(crate) const ENVIRONMENT: &str = "ENVIRONMENT";
const REVIEWERS: &str = "required_reviewers";

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub DEPLOYMENT_IS_APPROVED = "DeploymentIsApproved" {
        sentence: "a deployment is made in an environment for which the repository names approvers, or is a rehearsal",
        controls: &[
            hipaa::ACCESS_AUTHORIZATION,
            soc2::CHANGE_MANAGEMENT,
            iso27001::CHANGE_MANAGEMENT,
            part11::AUTHORITY_CHECKS,
        ],
        on: &[WORKFLOW],
        when: real_data,
        must: Must::Judge(|it| every_deployment(it, |jobs, job| {
            let Some(name) = environment(job) else { return false };
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
    let mut deploying = jobs.iter().filter(|(_, job)| steps(job).iter().any(deploys)).peekable();
    if deploying.peek().is_none() {
        return Verdict::NotApplicable;
    }
    Verdict::of(deploying.all(|(_, job)| holds(&jobs, job)))
}

/// Whether a step changes what runs.
pub(super) fn deploys(step: &Json) -> bool {
    does(step, &[], &DEPLOYING)
}

/// Whether a job fails unless the repository names approvers for the environment.
fn asks_for_approvers(job: &Json, name: &str) -> bool {
    steps(job).iter().any(|step| {
        let asked = step.get("env").and_then(|env| env.get(ENVIRONMENT)).and_then(Json::as_text);
        asked == Some(name) && has_to_go_well(step) && does(step, &[], &[REVIEWERS])
    })
}
