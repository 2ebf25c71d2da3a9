//! On which machines a workflow runs what.

use hc_cdk::{
    control::{hipaa, iso27001, soc2},
    rule::{Must, Verdict, one_or_many, real_data},
    value::Json,
};

use super::read::{WORKFLOW, every_job};

/// The label of all machines that are not GitHub's.
pub(crate) const OWN: &str = "self-hosted";

/// Events that only somebody of the repository begins, with code that is in it already.
const OF_THE_REPOSITORY: [&str; 4] = ["push", "schedule", "workflow_dispatch", "release"];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub OWN_MACHINE_RUNS_OWN_CODE = "OwnMachineRunsOwnCode" {
        sentence: "a machine that is not made anew for each job by GitHub runs only what somebody of the repository pushed or began",
        controls: &[hipaa::MALICIOUS_SOFTWARE, soc2::MALICIOUS_SOFTWARE, iso27001::SECURE_DEVELOPMENT],
        on: &[WORKFLOW],
        when: real_data,
        must: Must::Judge(|it| {
            let Some(on) = it.property("on") else { return Verdict::Broken };
            every_job(it, |job| is_githubs(job) || is_of_the_repository(on))
        }),
        message: "runs what somebody asks to be merged on a machine of one's own, which may remember it",
        help: "run it on a machine of GitHub's, or on `push`, `schedule` and `workflow_dispatch` alone",
    }
}

/// Whether a job runs on a machine of GitHub's. What only the run knows may be another one, and so may those of another workflow that a
/// job is.
fn is_githubs(job: &Json) -> bool {
    let labels = one_or_many(job.get("runs-on"));
    !labels.is_empty() && labels.iter().all(|it| it.as_text().is_some_and(is_hosted))
}

/// Whether a label is that of a machine of GitHub's, which is made anew for each job.
pub(crate) fn is_hosted(label: &str) -> bool {
    let (system, release) = label.split_once('-').unwrap_or_default();
    let is_release = |it: &str| it == "latest" || it.starts_with(|it: char| it.is_ascii_digit());
    matches!(system, "ubuntu" | "windows" | "macos") && is_release(release)
}

fn is_of_the_repository(on: &Json) -> bool {
    match on {
        Json::Text(event) => OF_THE_REPOSITORY.contains(&event.as_ref()),
        Json::List(events) => events.iter().all(is_of_the_repository),
        Json::Object(events) => events.iter().all(|(event, _)| OF_THE_REPOSITORY.contains(&event)),
        _ => false,
    }
}
