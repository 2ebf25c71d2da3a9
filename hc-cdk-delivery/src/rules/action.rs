//! Whose code a workflow runs.

use hc_cdk::{
    control::{iso27001, part11, soc2},
    rule::{Must, real_data},
    value::Json,
};

use super::read::{WORKFLOW, every_job, steps};
use crate::literal::action::is_pinned;

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub ACTION_BY_COMMIT = "ActionByCommit" {
        sentence: "whatever a workflow runs of others is named by its commit or digest",
        controls: &[soc2::CHANGE_MANAGEMENT, iso27001::SECURE_DEVELOPMENT, iso27001::CONFIGURATION, part11::VALIDATION],
        on: &[WORKFLOW],
        when: real_data,
        must: Must::Judge(|it| every_job(it, |job| {
            let used = steps(job).iter().chain([job]).filter_map(|it| it.get("uses"));
            let images = job.get("container").into_iter().chain(services(job));
            used.into_iter().all(is_named) && images.into_iter().all(is_image)
        })),
        message: "runs code of others that can be moved to another commit",
        help: "name each action by its commit: `action!(\"owner/name@..\", \"v1.2.3\")`",
    }
}

/// The containers that run beside a job.
fn services(job: &Json) -> impl Iterator<Item = &Json> {
    job.get("services").and_then(Json::as_object).into_iter().flat_map(|all| all.iter().map(|(_, it)| it))
}

/// Whether it is an action by its commit, a folder of the repository, or an image by its digest.
fn is_named(uses: &Json) -> bool {
    let Some(uses) = uses.as_text() else { return false };
    match uses.strip_prefix("docker://") {
        Some(image) => is_digest(image),
        None => uses.starts_with("./") || is_pinned(uses),
    }
}

fn is_image(container: &Json) -> bool {
    let image = container.get("image").unwrap_or(container);
    image.as_text().is_some_and(is_digest)
}

fn is_digest(image: &str) -> bool {
    hc_cdk::image::Image::parse(image).is_ok()
}
