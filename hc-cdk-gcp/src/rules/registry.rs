//! Registries of images.

use hc_cdk::{
    control::{gdpr, hipaa, iso27001, soc2},
    rule::{Must, real_data},
};

use super::read::referred;

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub REGISTRY_HAS_THE_CUSTOMERS_KEY = "RegistryHasTheCustomersKey" {
        sentence: "a registry of images on Google Cloud is encrypted with a key of the app",
        controls: &[hipaa::ENCRYPTION, soc2::CONFIDENTIALITY, iso27001::CRYPTOGRAPHY, gdpr::ENCRYPTION],
        on: &["ArtifactRegistryRepository"],
        when: real_data,
        must: Must::Hold(|it| referred(it, "spec/kmsKeyRef", "KMSCryptoKey").is_some()),
        message: "is not encrypted with a key of the app",
        help: "use an `ArtifactRegistry`",
    }

    pub REGISTRY_TAGS_STAY = "RegistryTagsStay" {
        sentence: "a registry of images on Google Cloud keeps its own, and a tag means one image for ever",
        controls: &[hipaa::INTEGRITY, soc2::CHANGE_MANAGEMENT, iso27001::CHANGE_MANAGEMENT],
        on: &["ArtifactRegistryRepository"],
        when: real_data,
        must: Must::Hold(|it| {
            it.text("spec/format") == Some("DOCKER")
                && it.text("spec/mode") == Some("STANDARD_REPOSITORY")
                && it.flag("spec/dockerConfig/immutableTags") == hc_cdk::rule::Known::Is(true)
        }),
        message: "lets a tag mean another image, or hands out those of somebody else",
        help: "use an `ArtifactRegistry`",
    }
}
