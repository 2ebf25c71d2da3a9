//! What the token of a job may do, how long a job takes, and what it keeps.

use hc_cdk::{
    control::{hipaa, iso27001, soc2},
    rule::{Must, Verdict, real_data},
    value::Json,
};

use super::{
    foreign::is_checkout,
    read::{WORKFLOW, every_job, steps},
};

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub NAMED_PERMISSIONS = "NamedPermissions" {
        sentence: "the token of a job may do what is named for it and nothing else",
        controls: &[hipaa::ACCESS_AUTHORIZATION, soc2::LEAST_PRIVILEGE, iso27001::PRIVILEGED_ACCESS],
        on: &[WORKFLOW],
        when: real_data,
        must: Must::Judge(|it| {
            // None at all is said by what is empty, which counts as left out elsewhere.
            let whole = it.resource.properties.get("permissions");
            let held = every_job(it, |job| job.get("permissions").or(whole).is_some_and(is_named));
            if whole.is_none_or(is_named) { held } else { Verdict::Broken }
        }),
        message: "leaves it open what the token of a job may do, or lets it do everything",
        help: "name it for each job: `Permissions::none().read(Permission::Contents)`",
    }

    pub TOKEN_IS_NOT_KEPT = "TokenIsNotKept" {
        sentence: "what is checked out keeps no token in its folder",
        controls: &[hipaa::PASSWORDS, iso27001::AUTHENTICATION],
        on: &[WORKFLOW],
        when: real_data,
        must: Must::Judge(|it| every_job(it, |job| steps(job).iter().filter(|it| is_checkout(it)).all(|step| {
            let kept = step.get("with").and_then(|it| it.get("persist-credentials"));
            matches!(kept, Some(Json::Bool(false))) || kept.and_then(Json::as_text) == Some("false")
        }))),
        message: "keeps the token of the job where each later step can take it",
        help: "set `persist-credentials` to false, as `Step::check_out()` does",
    }

    pub JOB_ENDS = "JobEnds" {
        sentence: "a job ends after the minutes that it has",
        controls: &[soc2::MONITORING, iso27001::CAPACITY],
        on: &[WORKFLOW],
        when: real_data,
        must: Must::Judge(|it| every_job(it, |job| {
            job.get("uses").is_some() || matches!(job.get("timeout-minutes"), Some(Json::Int(1..=360)))
        })),
        message: "has a job that may run on and on",
        help: "set its `timeout-minutes`",
    }
}

/// Whether they are named one by one.
fn is_named(permissions: &Json) -> bool {
    permissions
        .as_object()
        .is_some_and(|all| all.iter().all(|(_, access)| matches!(access.as_text(), Some("read" | "write" | "none"))))
}
