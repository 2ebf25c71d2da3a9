//! Secrets in Secret Manager.

use hc_cdk::{
    control::{gdpr, hipaa, iso27001, soc2},
    rule::{Must, Subject, real_data},
    value::Json,
};

use super::read::{has_only, items, named, text};
use crate::names::SECRET;

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub SECRET_IS_KEPT_HERE = "SecretIsKeptHere" {
        sentence: "a secret on Google Cloud is kept in the region of its stack and nowhere else, encrypted with a key of the app",
        controls: &[
            hipaa::ENCRYPTION,
            hipaa::PASSWORDS,
            soc2::CONFIDENTIALITY,
            iso27001::CRYPTOGRAPHY,
            gdpr::ENCRYPTION,
            gdpr::TRANSFERS,
        ],
        on: &[SECRET],
        when: real_data,
        must: Must::Hold(|it| {
            let copies = items(&it.resource.properties, &["spec", "replication", "userManaged", "replicas"]);
            it.property("spec/replication").is_some_and(|it| has_only(it, &["userManaged"]))
                && !copies.is_empty()
                && copies.iter().all(|copy| is_here(it, copy))
        }),
        message: "is kept in other regions, or is not encrypted with a key of the app",
        help: "connect to what it is for: `.connect(&sessions)`; a `Memorystore` has a secret of its own",
    }
}

/// Whether a copy of a secret is in the region of its stack, and encrypted with a key of the app.
fn is_here(it: &Subject<'_>, copy: &Json) -> bool {
    let key = copy.at("customerManagedEncryption/kmsKeyRef").filter(|it| has_only(it, &["name"]));
    text(copy, &["location"]) == Some(it.stack.region)
        && key.is_some_and(|key| named(it, key.get("name"), "KMSCryptoKey").is_some())
}
