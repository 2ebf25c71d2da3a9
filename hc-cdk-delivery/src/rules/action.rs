//! Whose code a workflow runs.

use hc_cdk::{
    control::{iso27001, part11, soc2},
    rule::{Must, real_data},
    value::Json,
};

use super::{
    foreign::stays_its_own,
    read::{WORKFLOW, containers, every_job, steps},
};
use crate::literal::action::is_pinned;

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub ACTION_BY_COMMIT = "ActionByCommit" {
        sentence: "actions, workflows and containers of others that a workflow names are named by their commit or digest",
        controls: &[soc2::CHANGE_MANAGEMENT, iso27001::SECURE_DEVELOPMENT, iso27001::CONFIGURATION, part11::VALIDATION],
        on: &[WORKFLOW],
        when: real_data,
        must: Must::Judge(|it| every_job(it, |job| {
            let services = job.get("services").is_none_or(|it| it.as_object().is_some());
            // A folder is of others if what is in it is.
            let folders = !steps(job).iter().filter_map(|it| it.get("uses")).any(is_folder) || stays_its_own(job);
            let mut used = steps(job).iter().chain([job]).filter_map(|it| it.get("uses"));
            services && folders && used.all(is_named) && containers(job).all(is_image)
        })),
        message: "runs code of others that can be moved to another commit",
        help: "name each action by its commit: `action!(\"owner/name@..\", \"v1.2.3\")`",
    }
}

/// Whether it is an action by its commit, a folder of the repository, or an image by its digest.
fn is_named(uses: &Json) -> bool {
    let Some(uses) = uses.as_text() else { return false };
    match uses.strip_prefix("docker://") {
        Some(image) => is_digest(image),
        None => uses.starts_with(FOLDER) && !uses.contains("..") || is_pinned(uses),
    }
}

/// How a folder of the repository begins.
const FOLDER: &str = "./";

fn is_folder(uses: &Json) -> bool {
    uses.as_text().is_some_and(|it| it.starts_with(FOLDER))
}

fn is_image(container: &Json) -> bool {
    let image = container.get("image").unwrap_or(container);
    image.as_text().is_some_and(is_digest)
}

fn is_digest(image: &str) -> bool {
    hc_cdk::image::Image::parse(image).is_ok()
}
