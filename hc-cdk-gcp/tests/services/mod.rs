//! When sentences are false of clusters, caches, buckets, records, balancers and alerts: from the reference of GKE, Memorystore, Cloud
//! Storage, Cloud Logging, Cloud Load Balancing and Cloud Monitoring.

pub(crate) mod places;

use yaml_rust2::Yaml;

use crate::weakened::oracle::{Readers, at, is_empty, is_private, is_there, items, of_kind};

fn is(it: &Yaml, path: &str, value: bool) -> bool {
    at(it, path).as_bool() == Some(value)
}

fn says(it: &Yaml, path: &str, text: &str) -> bool {
    at(it, path).as_str() == Some(text)
}

/// The object of a kind that has that name.
fn named<'a>(all: &'a [Yaml], kind: &'a str, name: &Yaml) -> Option<&'a Yaml> {
    of_kind(all, kind).find(|it| it["metadata"]["name"] == *name)
}

/// Whether the last part of a full name is that of an object.
fn ends_in(all: &[Yaml], kind: &str, full: &Yaml) -> bool {
    let name = full.as_str().and_then(|it| it.rsplit('/').next()).unwrap_or_default();
    of_kind(all, kind).any(|it| it["metadata"]["name"].as_str() == Some(name))
}

/// Whether TLS is 1.2 at least. What a policy leaves out is 1.0.
fn is_new_enough(policy: &Yaml) -> bool {
    says(policy, "spec/minTlsVersion", "TLS_1_2")
}

/// Whether somebody is told on a channel, which is on unless it says otherwise.
fn tells(all: &[Yaml], channel: &Yaml) -> bool {
    named(all, "MonitoringNotificationChannel", &channel["name"]).is_some_and(|it| !is(it, "spec/enabled", false))
}

/// Whether a policy of Cloud Armor has a rule that denies a set of attacks.
fn denies(policy: &Yaml, attack: &str) -> bool {
    items(at(policy, "spec/rule")).iter().any(|rule| {
        let asked = at(rule, "match/expr/expression").as_str().unwrap_or_default();
        rule["action"].as_str().is_some_and(|it| it.starts_with("deny")) && asked.contains(attack)
    })
}

fn turns_attacks_away(policy: &Yaml) -> bool {
    ["sqli", "xss", "lfi", "rce"].iter().all(|it| denies(policy, it))
        && items(at(policy, "spec/rule")).iter().any(|rule| rule["action"].as_str() == Some("throttle"))
}

const YEAR: i64 = 365 * 24 * 60 * 60;

/// Under HIPAA and production: records of six years, logs of one, backups of 30 days, and several zones.
pub(crate) const READERS: Readers = &[
    ("MemorystoreHasTheCustomersKey", |it, all| {
        !is_there(all, "KMSCryptoKey", at(it, "spec/customerManagedKeyRef/name"))
    }),
    ("MemorystoreIsPrivate", |it, all| !is_there(all, "ComputeNetwork", at(it, "spec/authorizedNetworkRef/name"))),
    ("MemorystoreSpeaksTls", |it, _| !says(it, "spec/transitEncryptionMode", "SERVER_AUTHENTICATION")),
    ("MemorystoreAsksWho", |it, _| !is(it, "spec/authEnabled", true)),
    ("MemorystoreHasZones", |it, _| !says(it, "spec/tier", "STANDARD_HA")),
    ("SecretIsKeptHere", |it, all| {
        let copies = items(at(it, "spec/replication/userManaged/replicas"));
        let is_here = |copy: &Yaml| {
            copy["location"].as_str() == Some("us-central1")
                && is_there(all, "KMSCryptoKey", at(copy, "customerManagedEncryption/kmsKeyRef/name"))
        };
        copies.is_empty() || !copies.iter().all(is_here) || !is_empty(at(it, "spec/replication/auto"))
    }),
    ("RegistryHasTheCustomersKey", |it, all| !is_there(all, "KMSCryptoKey", at(it, "spec/kmsKeyRef/name"))),
    ("RegistryTagsStay", |it, _| {
        !is(it, "spec/dockerConfig/immutableTags", true) || !says(it, "spec/mode", "STANDARD_REPOSITORY")
    }),
    ("BucketIsPrivate", |it, _| {
        !says(it, "spec/publicAccessPrevention", "enforced") || !is(it, "spec/uniformBucketLevelAccess", true)
    }),
    ("CloudStorageHasTheCustomersKey", |it, all| {
        !is_there(all, "KMSCryptoKey", at(it, "spec/encryption/kmsKeyRef/name"))
    }),
    ("RecordsAreLocked", |it, all| {
        let kept = at(it, "spec/retentionPolicy");
        let sent = of_kind(all, "LoggingLogSink")
            .any(|sink| at(sink, "spec/destination/storageBucketRef/name") == at(it, "metadata/name"));
        !sent
            || of_kind(all, "IAMAuditConfig").next().is_none()
            || !is(kept, "isLocked", true)
            || kept["retentionPeriod"].as_i64().is_none_or(|it| it < 6 * YEAR)
    }),
    ("LogsAreKept", |it, _| {
        !is(it, "spec/locked", true) || at(it, "spec/retentionDays").as_i64().is_none_or(|it| it < 365)
    }),
    ("AuditSinkExportsAll", |it, all| {
        let to = at(it, "spec/destination");
        let is_of_the_app = is_there(all, "StorageBucket", at(to, "storageBucketRef/name"))
            || ends_in(all, "LoggingLogBucket", at(to, "loggingLogBucketRef/external"));
        // A sink writes as an account of its own, which may write nowhere until it has a role there.
        let may_write = of_kind(all, "IAMPolicyMember").any(|grant| {
            at(grant, "spec/memberFrom/logSinkRef/name") == at(it, "metadata/name")
                && at(grant, "spec/resourceRef/name") == at(to, "storageBucketRef/name")
        });
        let cluster = at(it, "spec/filter").as_str().and_then(|it| it.strip_prefix("resource.labels.cluster_name="));
        let of_none = |name: &str| {
            !of_kind(all, "ContainerCluster").any(|it| at(it, "metadata/name").as_str() == Some(name.trim_matches('"')))
        };
        let is_part = cluster.is_some_and(of_none);
        !is_of_the_app
            || !is_empty(at(to, "storageBucketRef")) && !may_write
            || is_part
            || is(it, "spec/disabled", true)
            || !is_empty(at(it, "spec/exclusions"))
    }),
    ("GkeIsPrivate", |it, all| {
        if it["kind"].as_str() == Some("ContainerNodePool") {
            return !is(it, "spec/networkConfig/enablePrivateNodes", true);
        }
        let private = at(it, "spec/privateClusterConfig");
        let known = items(at(it, "spec/masterAuthorizedNetworksConfig/cidrBlocks"));
        !is(private, "enablePrivateNodes", true)
            || !is(private, "enablePrivateEndpoint", true)
            || !known.iter().all(|it| is_private(&it["cidrBlock"]))
            || !is_there(all, "ComputeNetwork", at(it, "spec/networkRef/name"))
    }),
    ("GkeSecretsAreEncrypted", |it, all| {
        let how = at(it, "spec/databaseEncryption");
        !says(how, "state", "ENCRYPTED") || !ends_in(all, "KMSCryptoKey", &how["keyName"])
    }),
    ("GkeKeepsPodsApart", |it, _| !says(it, "spec/datapathProvider", "ADVANCED_DATAPATH")),
    ("GkeNodesHaveEncryptedDisks", |it, all| {
        !is_there(all, "KMSCryptoKey", at(it, "spec/nodeConfig/bootDiskKMSCryptoKeyRef/name"))
    }),
    ("GkeNodesHaveAnAccount", |it, all| {
        let account = at(it, "spec/nodeConfig/serviceAccountRef/name");
        let acted_as = of_kind(all, "IAMPolicyMember").any(|grant| {
            at(grant, "spec/resourceRef/kind").as_str() == Some("IAMServiceAccount")
                && at(grant, "spec/resourceRef/name") == account
        });
        acted_as
            || !is_there(all, "IAMServiceAccount", account)
            || !is_there(all, "ContainerCluster", at(it, "spec/clusterRef/name"))
    }),
    ("GkeHasZones", |it, _| {
        // A region has three zones, and a zone has a hyphen more in its name than a region.
        let place = at(it, "spec/location").as_str().unwrap_or_default();
        let zones = at(it, "spec/nodeLocations");
        let least = at(it, "spec/autoscaling/totalMinNodeCount").as_i64();
        place.matches('-').count() != 1
            || zones.as_vec().is_some_and(|it| it.len() < 2)
            || it["kind"].as_str() == Some("ContainerNodePool") && least.is_none_or(|it| it < 2)
    }),
    ("GkeIsBackedUp", |it, all| {
        let is_a_backup = |plan: &Yaml| {
            let config = at(plan, "spec/backupConfig");
            is(config, "allNamespaces", true)
                && is(config, "includeVolumeData", true)
                && ends_in(all, "KMSCryptoKey", at(config, "encryptionKey/gcpKmsEncryptionKey"))
                && at(plan, "spec/retentionPolicy/backupRetainDays").as_i64().is_some_and(|it| it >= 30)
                && at(plan, "spec/backupSchedule/cronSchedule").as_str().is_some_and(|it| it.ends_with(" * * *"))
        };
        if it["kind"].as_str() != Some("ContainerCluster") {
            return !is_a_backup(it) || !ends_in(all, "ContainerCluster", at(it, "spec/cluster"));
        }
        let name = it["metadata"]["name"].as_str().unwrap_or_default();
        let is_of_it =
            |plan: &&Yaml| at(plan, "spec/cluster").as_str().is_some_and(|it| it.ends_with(&format!("/{name}")));
        !of_kind(all, "GKEBackupBackupPlan").filter(is_of_it).any(is_a_backup)
            || !is(it, "spec/addonsConfig/gkeBackupAgentConfig/enabled", true)
    }),
    ("BalancerSpeaksTls", |it, all| {
        if it["kind"].as_str() == Some("ComputeSSLPolicy") {
            return !is_new_enough(it);
        }
        !named(all, "ComputeSSLPolicy", at(it, "spec/sslPolicyRef/name")).is_some_and(is_new_enough)
    }),
    ("BalancerListensOnHttps", |it, all| {
        !matches!(at(it, "spec/portRange").as_str(), Some("443" | "443-443"))
            || !is_there(all, "ComputeTargetHTTPSProxy", at(it, "spec/target/targetHTTPSProxyRef/name"))
    }),
    ("BalancerTurnsAttacksAway", |it, _| !turns_attacks_away(it)),
    ("BalancerIsBehindAFirewall", |it, all| {
        let is_behind = |service: &Yaml| {
            is_there(all, "ComputeSecurityPolicy", at(service, "spec/securityPolicyRef/name"))
                && matches!(at(service, "spec/protocol").as_str(), Some("HTTPS" | "HTTP2"))
        };
        if it["kind"].as_str() == Some("ComputeBackendService") {
            return !is_behind(it);
        }
        !named(all, "ComputeBackendService", at(it, "spec/defaultService/backendServiceRef/name"))
            .is_some_and(is_behind)
    }),
    ("BalancerRecordsRequests", |it, _| !is(it, "spec/logConfig/enable", true)),
    ("AlertTellsSomebody", |it, all| {
        !is(it, "spec/enabled", true) || !items(at(it, "spec/notificationChannels")).iter().any(|to| tells(all, to))
    }),
    ("CheckAsksOverTls", |it, _| !is(it, "spec/httpCheck/useSsl", true) || !is(it, "spec/httpCheck/validateSsl", true)),
];
