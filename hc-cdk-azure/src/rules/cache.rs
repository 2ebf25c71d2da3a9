//! Caches: Managed Redis, and Azure Cache for Redis.

use hc_cdk::{
    control::{gdpr, hipaa, iso27001, soc2},
    dimension::{
        availability::{MultiAz, MultiRegion},
        tls::Tls12,
    },
    policy::Dimension,
    rule::{Must, Subject, asks, real_data},
};

use super::{
    kinds::is_so,
    read::{has_identity, is, key_vault, number, owner, parts, referred, zones},
};

/// Whether a text is a size of Managed Redis. The older ones of Redis Enterprise are retired on 2027-03-31.
pub(crate) fn sizes(size: &str) -> bool {
    ["Balanced_B", "ComputeOptimized_X", "MemoryOptimized_M"]
        .iter()
        .any(|it| size.strip_prefix(it).is_some_and(|number| number.parse::<u16>().is_ok()))
}

const CACHES: &[&str] = &["Redis", MANAGED];
const MANAGED: &str = "RedisEnterprise";
const DATABASE: &str = "RedisEnterpriseDatabase";

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub CACHE_HAS_THE_CUSTOMERS_KEY = "AzureCacheHasTheCustomersKey" {
        sentence: "a cache on Azure is encrypted with a key of a vault of the app",
        controls: &[hipaa::ENCRYPTION, soc2::CONFIDENTIALITY, iso27001::CRYPTOGRAPHY, gdpr::ENCRYPTION],
        on: CACHES,
        when: |policy| asks(policy, Dimension::key_custody) || real_data(policy),
        answers: key_custody,
        must: Must::Hold(|it| {
            const KEY: &str = "spec/encryption/customerManagedKeyEncryption";
            const IDENTITY: &str = "userAssignedIdentityResourceReference";
            it.is(MANAGED)
                && key_vault(it, &format!("{KEY}/keyEncryptionKeyUrl")).is_some()
                && it.text(&format!("{KEY}/keyEncryptionKeyIdentity/identityType")) == Some("userAssignedIdentity")
                && referred(it, &format!("{KEY}/keyEncryptionKeyIdentity/{IDENTITY}"), "UserAssignedIdentity").is_some()
                && has_identity(it)
        }),
        message: "is not encrypted with a key of a vault of the app",
        help: "use a `ManagedRedis`, which has the key of its perimeter; a `PremiumRedis` cannot have it",
    }

    pub CACHE_SPEAKS_TLS = "AzureCacheSpeaksTls" {
        sentence: "a cache on Azure takes no connection that is not encrypted",
        controls: &[
            hipaa::TRANSMISSION_SECURITY,
            hipaa::TRANSMISSION_ENCRYPTION,
            soc2::TRANSMISSION,
            iso27001::NETWORK_SERVICES,
        ],
        on: CACHES,
        when: |policy| asks(policy, Dimension::tls) || real_data(policy),
        answers: tls,
        // Nothing newer than 1.2 can be asked for.
        must: Must::Hold(|it| {
            it.stack.policy.floor(Dimension::tls) <= Tls12::POSITION
                && it.text("spec/minimumTlsVersion") == Some("1.2")
                && if it.is(MANAGED) {
                    databases(it, |it| it.text("spec/clientProtocol") == Some("Encrypted"))
                } else {
                    is(it, "spec/enableNonSslPort", false)
                }
        }),
        message: "takes connections that are not encrypted, or the policy asks for a newer TLS than can be asked for",
        help: "use a `ManagedRedis`",
    }

    pub CACHE_ASKS_WHO = "AzureCacheAsksWho" {
        sentence: "a cache on Azure lets in identities of the tenant, and nobody by a key",
        controls: &[hipaa::AUTHENTICATION, hipaa::PASSWORDS, soc2::LOGICAL_ACCESS, iso27001::AUTHENTICATION],
        on: &["Redis", MANAGED, DATABASE],
        when: real_data,
        must: Must::Hold(|it| match it.kind() {
            DATABASE => has_no_keys(it) && owner(it, MANAGED).is_some(),
            MANAGED => databases(it, has_no_keys),
            _ => {
                is(it, "spec/disableAccessKeyAuthentication", true)
                    && it.text("spec/redisConfiguration/aad-enabled") == Some("true")
            }
        }),
        message: "lets in whoever has a key of it",
        help: "use a `ManagedRedis`",
    }

    pub CACHE_HAS_ZONES = "AzureCacheHasZones" {
        sentence: "a cache on Azure survives the loss of a zone where the policy asks for that",
        controls: &[hipaa::CONTINGENCY_PLAN, soc2::BACKUP_AND_RECOVERY, iso27001::REDUNDANCY],
        on: CACHES,
        when: |policy| asks(policy, Dimension::availability),
        answers: availability,
        must: Must::Hold(|it| {
            let floor = it.stack.policy.floor(Dimension::availability);
            let several = if it.is(MANAGED) {
                it.text("spec/highAvailability") == Some("Enabled") && it.text("spec/sku/name").is_some_and(sizes)
            } else {
                it.text("spec/sku/name") == Some("Premium")
                    && it.text("spec/sku/family") == Some("P")
                    && number(it, "spec/replicasPerPrimary").is_some_and(|it| it >= 1)
                    && zones(&it.resource.properties, &["spec", "zones"]) >= Some(2)
            };
            floor < MultiRegion::POSITION && (floor < MultiAz::POSITION || several)
        }),
        message: "is in one zone, of a size that is retired, or would have to be in two regions",
        help: "leave its availability to the policy; for two regions have two caches",
    }
}

fn has_no_keys(it: &Subject<'_>) -> bool {
    it.text("spec/accessKeysAuthentication") == Some("Disabled")
}

/// Whether something holds for each database of a cache, which has one.
fn databases(it: &Subject<'_>, holds: impl Fn(&Subject<'_>) -> bool) -> bool {
    let all = parts(it, DATABASE);
    !all.is_empty() && all.iter().all(|it| is_so(it, &holds))
}
