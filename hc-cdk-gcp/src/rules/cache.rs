//! Caches on Memorystore.

use hc_cdk::{
    control::{gdpr, hipaa, iso27001, soc2},
    dimension::{
        availability::{MultiAz, MultiRegion},
        tls::Tls12,
    },
    policy::Dimension,
    rule::{Must, asks, real_data},
};

use super::read::referred;

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub CACHE_HAS_THE_CUSTOMERS_KEY = "MemorystoreHasTheCustomersKey" {
        sentence: "a cache on Memorystore is encrypted with a key of the app",
        controls: &[hipaa::ENCRYPTION, soc2::CONFIDENTIALITY, iso27001::CRYPTOGRAPHY, gdpr::ENCRYPTION],
        on: &["RedisInstance"],
        when: |policy| asks(policy, Dimension::key_custody) || real_data(policy),
        answers: key_custody,
        must: Must::Hold(|it| referred(it, "spec/customerManagedKeyRef", "KMSCryptoKey").is_some()),
        message: "is not encrypted with a key of the app",
        help: "use a `Memorystore`, which has the key of its perimeter",
    }

    pub CACHE_IS_PRIVATE = "MemorystoreIsPrivate" {
        sentence: "a cache on Memorystore has an address in a network of the app",
        controls: &[hipaa::ACCESS_CONTROL, soc2::BOUNDARY_PROTECTION, iso27001::SEGREGATION],
        on: &["RedisInstance"],
        when: real_data,
        must: Must::Hold(|it| {
            it.text("spec/connectMode") == Some("PRIVATE_SERVICE_ACCESS")
                && referred(it, "spec/authorizedNetworkRef", "ComputeNetwork").is_some()
        }),
        message: "is in no network of the app",
        help: "use a `Memorystore`, which is in the network of its perimeter",
    }

    pub CACHE_SPEAKS_TLS = "MemorystoreSpeaksTls" {
        sentence: "a cache on Memorystore takes no connection that is not encrypted",
        controls: &[
            hipaa::TRANSMISSION_SECURITY,
            hipaa::TRANSMISSION_ENCRYPTION,
            soc2::TRANSMISSION,
            iso27001::NETWORK_SERVICES,
        ],
        on: &["RedisInstance"],
        when: |policy| asks(policy, Dimension::tls) || real_data(policy),
        answers: tls,
        // Which version of TLS is spoken cannot be said, and clients may choose 1.2.
        must: Must::Hold(|it| {
            it.stack.policy.floor(Dimension::tls) <= Tls12::POSITION
                && it.text("spec/transitEncryptionMode") == Some("SERVER_AUTHENTICATION")
        }),
        message: "takes connections that are not encrypted, or the policy asks for a newer TLS than can be asked for",
        help: "use a `Memorystore`",
    }

    pub CACHE_ASKS_WHO = "MemorystoreAsksWho" {
        sentence: "a cache on Memorystore asks everybody for a password",
        controls: &[hipaa::AUTHENTICATION, hipaa::PASSWORDS, soc2::LOGICAL_ACCESS, iso27001::AUTHENTICATION],
        on: &["RedisInstance"],
        when: real_data,
        must: Must::True("spec/authEnabled"),
        message: "lets in whoever reaches it",
        help: "use a `Memorystore`",
    }

    pub CACHE_HAS_ZONES = "MemorystoreHasZones" {
        sentence: "a cache on Memorystore survives the loss of a zone where the policy asks for that",
        controls: &[hipaa::CONTINGENCY_PLAN, soc2::BACKUP_AND_RECOVERY, iso27001::REDUNDANCY],
        on: &["RedisInstance"],
        when: |policy| asks(policy, Dimension::availability),
        answers: availability,
        must: Must::Hold(|it| {
            let floor = it.stack.policy.floor(Dimension::availability);
            floor < MultiRegion::POSITION && (floor < MultiAz::POSITION || it.text("spec/tier") == Some("STANDARD_HA"))
        }),
        message: "is in one zone, or would have to be in two regions",
        help: "leave its availability to the policy; for two regions have two caches",
    }
}
