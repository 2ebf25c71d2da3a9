//! Keys of Cloud KMS.

use hc_cdk::{
    control::{hipaa, iso27001, soc2},
    rule::{Must, real_data},
};

use super::read::{annotation, referred, seconds};
use crate::names::{ABANDON, DELETION};

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub KEY_ROTATES = "CryptoKeyRotates" {
        sentence: "a key of Cloud KMS encrypts, is in a ring of the app, and gets new material every 90 days at most",
        controls: &[hipaa::ENCRYPTION, iso27001::CRYPTOGRAPHY, soc2::CONFIDENTIALITY],
        on: &["KMSCryptoKey"],
        when: real_data,
        must: Must::Hold(|it| {
            referred(it, "spec/keyRingRef", "KMSKeyRing").is_some()
                && it.text("spec/purpose") == Some("ENCRYPT_DECRYPT")
                && it.text("spec/versionTemplate/algorithm") == Some("GOOGLE_SYMMETRIC_ENCRYPTION")
                && matches!(it.text("spec/versionTemplate/protectionLevel"), Some("SOFTWARE" | "HSM"))
                && seconds(it, "spec/rotationPeriod").is_some_and(|period| period <= ROTATION)
        }),
        message: "does not encrypt, is in no ring of the app, or keeps its material for more than 90 days",
        help: "use a `CryptoKey`",
    }

    pub KEY_STAYS = "KeyStays" {
        sentence: "a key of Cloud KMS stays when it leaves the program, and can be had back for 30 days when it is destroyed",
        controls: &[hipaa::INTEGRITY, iso27001::CRYPTOGRAPHY, soc2::CONFIDENTIALITY],
        on: &["KMSCryptoKey"],
        when: real_data,
        must: Must::Hold(|it| {
            annotation(it, DELETION) == Some(ABANDON)
                && seconds(it, "spec/destroyScheduledDuration").is_some_and(|span| span >= REGRET)
        }),
        message: "is destroyed with the program, or is gone sooner than 30 days after somebody destroyed it",
        help: "use a `CryptoKey`",
    }
}

/// How long material of a key is used at most: 90 days, in seconds, as the CIS benchmark for Google Cloud has it (1.10).
pub(crate) const ROTATION: u64 = 90 * 24 * 60 * 60;
/// How long what is destroyed can be had back: 30 days, in seconds.
pub(crate) const REGRET: u64 = 30 * 24 * 60 * 60;
