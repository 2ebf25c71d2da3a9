//! What an image has to have gone through before a deployment.

use hc_cdk::{
    control::{hipaa, iso27001, part11, soc2},
    rule::{Must, Subject, Verdict, real_data},
    value::Json,
};

use super::{
    command::{Command, may_run, surely_runs},
    deployment::{deploys, every_deployment},
    read::{WORKFLOW, action, before, begins_anyway, has_to_go_well, jobs, steps},
};

/// What does one thing: actions, each with the input by which it takes an image, and commands.
type Done = (&'static [(&'static str, &'static str)], &'static [Command]);

/// What builds images, whatever they are taken by.
const BUILDING_ACTIONS: [&str; 2] = ["docker/build-push-action", "docker/bake-action"];
const BUILDING: &[Command] = &[
    ("docker", &["build", "bake", "push"]),
    ("docker-compose", &["build", "push"]),
    ("podman", &["build", "push"]),
    ("nerdctl", &["build", "push"]),
    ("buildah", &[]),
    ("pack", &["build"]),
];

/// What scans, lists and signs images, and verifies who signed them.
const SCANNING: Done = (
    &[("aquasecurity/trivy-action", "image-ref"), ("anchore/scan-action", "image")],
    &[("trivy", &["image"]), ("grype", &[])],
);
const LISTING: Done = (
    &[("anchore/sbom-action", "image")],
    &[("syft", &[]), ("trivy", &["image cyclonedx", "image spdx", "image spdx-json"])],
);
const SIGNING: Done = (&[], &[("cosign", &["sign"])]);
const VERIFYING: Done = (&[], &[("cosign", &["verify"])]);

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub DEPLOYS_WHAT_IS_PROVEN = "DeploysWhatIsProven" {
        sentence: "an image that a workflow builds and deploys was scanned, listed and signed before, and its signature verified",
        controls: &[
            hipaa::EVALUATION,
            hipaa::MALICIOUS_SOFTWARE,
            soc2::MALICIOUS_SOFTWARE,
            iso27001::SECURE_DEVELOPMENT,
            part11::VALIDATION,
        ],
        on: &[WORKFLOW],
        when: real_data,
        must: Must::Judge(judged),
        message: "deploys an image that was not scanned, listed, signed and verified before",
        help: "let the image go through `.then(..)` up to `Cosigned`, and deploy by `workflow.deploy(..)`",
    }
}

fn judged(subject: &Subject<'_>) -> Verdict {
    match jobs(subject) {
        None => Verdict::Broken,
        Some(jobs) if !jobs.iter().any(|(_, job)| builds(job)) => Verdict::NotApplicable,
        Some(_) => every_deployment(subject, is_proven),
    }
}

/// Whether all that is built on the way to a deployment is proven. Nothing is proven of what is built elsewhere.
fn is_proven<'a>(jobs: &[(&'a str, &'a Json)], job: &'a Json) -> bool {
    let all = before(jobs, job);
    let sure: Vec<&Json> = all.iter().copied().filter(|it| has_to_go_well(it)).collect();
    let built: Vec<&Json> = all.iter().copied().chain([job]).filter(|it| builds(it)).collect();
    let done = |built, what| sure.iter().any(|it| is_done(jobs, it, built, what));
    let proven = built.iter().all(|built| [SCANNING, LISTING, SIGNING].into_iter().all(|what| done(*built, what)));
    let verified = sure.iter().any(|it| proves(steps(it), VERIFYING)) || is_verified_here(job);
    !built.is_empty() && proven && verified
}

/// Whether a job does something to what another one builds before it, for all that this one builds, or to what it builds itself.
fn is_done<'a>(jobs: &[(&'a str, &'a Json)], job: &'a Json, built: &'a Json, what: Done) -> bool {
    let own = steps(job);
    if job == built {
        let first = own.iter().position(is_build).unwrap_or_default();
        return proves(own.get(first..).unwrap_or_default(), what);
    }
    job.at(MATRIX) == built.at(MATRIX) && proves(own, what) && before(jobs, job).contains(&built)
}

const MATRIX: &str = "strategy/matrix";

/// Whether a job verifies before it deploys, and deploys nothing if that fails.
fn is_verified_here(job: &Json) -> bool {
    let deploying = steps(job).iter().position(deploys);
    let first = deploying.and_then(|at| steps(job).get(..at)).unwrap_or_default();
    proves(first, VERIFYING) && !steps(job).iter().any(|it| deploys(it) && begins_anyway(it))
}

fn builds(job: &Json) -> bool {
    steps(job).iter().any(is_build)
}

fn is_build(step: &Json) -> bool {
    BUILDING_ACTIONS.iter().any(|it| it.eq_ignore_ascii_case(action(step))) || may_run(step, BUILDING)
}

fn proves(steps: &[Json], (actions, commands): Done) -> bool {
    let by_action =
        |step: &Json| actions.iter().any(|(name, input)| name.eq_ignore_ascii_case(action(step)) && takes(step, input));
    steps.iter().any(|step| has_to_go_well(step) && (by_action(step) || surely_runs(step, commands)))
}

/// Whether an action is given an image, and not told to look at something else.
fn takes(step: &Json, input: &str) -> bool {
    let given = |name| step.get("with").and_then(|with| with.get(name));
    given(input).is_some() && given("scan-type").is_none_or(|it| it.as_text() == Some("image"))
}
