//! How images are built, and where what a developer runs belongs.

use hc_cdk::{
    control::{hipaa, iso27001, part11, soc2},
    image::Image,
    rule::{Must, real_data},
};

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub BASE_BY_DIGEST = "BaseByDigest" {
        sentence: "an image is built on others that are named by their digest",
        controls: &[soc2::CHANGE_MANAGEMENT, iso27001::CONFIGURATION, part11::VALIDATION],
        on: &["Delivery::Images"],
        when: real_data,
        must: Must::Hold(|it| ["build", "run"].iter().all(|stage| it.text(stage).is_some_and(|it| Image::parse(it).is_ok()))),
        message: "builds images on one that can be moved to other contents",
        help: "name it by its digest: `image!(\"registry/name@sha256:..\")`",
    }

    pub MADE_UP_DATA_ONLY = "MadeUpDataOnly" {
        sentence: "what a developer runs is for made-up data",
        controls: &[hipaa::ACCESS_MANAGEMENT, iso27001::SEPARATION],
        on: &["Delivery::Compose"],
        // It is written where nothing else is allowed, so it is broken wherever it is read.
        when: real_data,
        must: Must::Hold(|_| false),
        message: "runs what may hold more than made-up data on a developer's machine",
        help: "write it for the system under `Development`",
    }
}
