//! Which kinds of objects the rules judge, and which of their members. Any other is in a stack only if somebody signed for it.

use hc_cdk::rule::{Must, Reading, Subject, Verdict};
pub use hc_cdk_manifest::judged::{JUDGED_KIND, JUDGED_MEMBERS};
use hc_cdk_manifest::judged::{Kind, judged_kind, judged_members};

use crate::names::{DELETION, PROJECT};

pub(crate) const READINGS: &[Reading] = &[
    judged_kind(Must::Judge(|it| Verdict::of(Kind::of(&KINDS, it).is_some()))),
    judged_members(Must::Judge(|it| match Kind::of(&KINDS, it) {
        Some(kind) => Verdict::of(kind.knows(&OF_ALL, &it.resource.properties) && is_noted(it)),
        None => Verdict::NotApplicable,
    })),
];

/// The members that objects of every kind may have.
const OF_ALL: [&str; 6] =
    ["apiVersion", "kind", "metadata/name", "metadata/namespace", "metadata/labels/**", "metadata/annotations/**"];

/// Whether what an operator reads in the annotations of an object is what rules judge: others may turn it off, or move it elsewhere.
fn is_noted(it: &Subject<'_>) -> bool {
    let noted = it.property("metadata/annotations").map(hc_cdk::value::Json::as_object);
    let known = |name: &str| {
        let allowed = match it.kind() {
            "Namespace" => [PROJECT].as_slice(),
            "ContainerCluster" => &[DELETION, NO_DEFAULT_POOL],
            _ => &[DELETION],
        };
        !name.contains("cnrm.cloud.google.com/") || allowed.contains(&name)
    };
    noted.is_none_or(|it| it.is_some_and(|it| it.iter().all(|(name, _)| known(name))))
}

/// The annotation by which a cluster has no nodes but those of its pools.
pub(crate) const NO_DEFAULT_POOL: &str = "cnrm.cloud.google.com/remove-default-node-pool";

/// A kind of Config Connector.
const fn of(group: &'static str, name: &'static str, members: &'static [&'static str]) -> Kind {
    Kind { group, name, members }
}

const COMPUTE: &str = "compute.cnrm.cloud.google.com";
const DNS: &str = "dns.cnrm.cloud.google.com";
const IAM: &str = "iam.cnrm.cloud.google.com";
const KMS: &str = "kms.cnrm.cloud.google.com";
const LOGGING: &str = "logging.cnrm.cloud.google.com";
const SQL: &str = "sql.cnrm.cloud.google.com";

/// The kinds that were reviewed, and those of their members that rules judge or that open and keep nothing.
const KINDS: [Kind; 19] = [
    of("", "Namespace", &[]),
    of(
        COMPUTE,
        "ComputeAddress",
        &[
            "spec/address",
            "spec/addressType",
            "spec/location",
            "spec/networkRef/name",
            "spec/prefixLength",
            "spec/purpose",
        ],
    ),
    of(
        COMPUTE,
        "ComputeFirewall",
        &[
            "spec/allow/*/ports/*",
            "spec/allow/*/protocol",
            "spec/deny/*/ports/*",
            "spec/deny/*/protocol",
            "spec/destinationRanges/*",
            "spec/direction",
            "spec/logConfig/metadata",
            "spec/networkRef/name",
            "spec/priority",
            "spec/sourceRanges/*",
        ],
    ),
    of(COMPUTE, "ComputeNetwork", &["spec/autoCreateSubnetworks", "spec/routingMode"]),
    of(COMPUTE, "ComputeRouter", &["spec/networkRef/name", "spec/region"]),
    of(
        COMPUTE,
        "ComputeRouterNAT",
        &[
            "spec/logConfig/enable",
            "spec/logConfig/filter",
            "spec/natIpAllocateOption",
            "spec/region",
            "spec/routerRef/name",
            "spec/sourceSubnetworkIpRangesToNat",
        ],
    ),
    of(
        COMPUTE,
        "ComputeSubnetwork",
        &[
            "spec/ipCidrRange",
            "spec/logConfig/aggregationInterval",
            "spec/logConfig/flowSampling",
            "spec/logConfig/metadata",
            "spec/networkRef/name",
            "spec/privateIpGoogleAccess",
            "spec/region",
            "spec/secondaryIpRange/*/ipCidrRange",
            "spec/secondaryIpRange/*/rangeName",
        ],
    ),
    of(
        DNS,
        "DNSManagedZone",
        &["spec/dnsName", "spec/privateVisibilityConfig/networks/*/networkRef/name", "spec/visibility"],
    ),
    of(DNS, "DNSRecordSet", &["spec/managedZoneRef/name", "spec/name", "spec/rrdatas/*", "spec/ttl", "spec/type"]),
    of(
        IAM,
        "IAMAuditConfig",
        &["spec/auditLogConfigs/*/logType", "spec/resourceRef/external", "spec/resourceRef/kind", "spec/service"],
    ),
    of(
        IAM,
        "IAMPolicyMember",
        &[
            "spec/member",
            "spec/memberFrom/logSinkRef/name",
            "spec/memberFrom/serviceAccountRef/name",
            "spec/resourceRef/apiVersion",
            "spec/resourceRef/kind",
            "spec/resourceRef/name",
            "spec/role",
        ],
    ),
    of(
        KMS,
        "KMSCryptoKey",
        &[
            "spec/destroyScheduledDuration",
            "spec/keyRingRef/name",
            "spec/purpose",
            "spec/rotationPeriod",
            "spec/versionTemplate/algorithm",
            "spec/versionTemplate/protectionLevel",
        ],
    ),
    of(KMS, "KMSKeyRing", &["spec/location"]),
    of(
        LOGGING,
        "LoggingLogBucket",
        &["spec/location", "spec/locked", "spec/projectRef/external", "spec/retentionDays"],
    ),
    of(
        LOGGING,
        "LoggingLogSink",
        &[
            "spec/destination/loggingLogBucketRef/external",
            "spec/destination/storageBucketRef/name",
            "spec/filter",
            "spec/projectRef/external",
            "spec/uniqueWriterIdentity",
        ],
    ),
    of(
        "servicenetworking.cnrm.cloud.google.com",
        "ServiceNetworkingConnection",
        &["spec/networkRef/name", "spec/reservedPeeringRanges/*/name", "spec/service"],
    ),
    of(SQL, "SQLDatabase", &["spec/deletionPolicy", "spec/instanceRef/name", "spec/resourceID"]),
    of(
        SQL,
        "SQLInstance",
        &[
            "spec/databaseVersion",
            "spec/encryptionKMSCryptoKeyRef/name",
            "spec/region",
            "spec/settings/availabilityType",
            "spec/settings/backupConfiguration/backupRetentionSettings/retainedBackups",
            "spec/settings/backupConfiguration/backupRetentionSettings/retentionUnit",
            "spec/settings/backupConfiguration/enabled",
            "spec/settings/backupConfiguration/location",
            "spec/settings/backupConfiguration/pointInTimeRecoveryEnabled",
            "spec/settings/backupConfiguration/startTime",
            "spec/settings/backupConfiguration/transactionLogRetentionDays",
            "spec/settings/databaseFlags/*/name",
            "spec/settings/databaseFlags/*/value",
            "spec/settings/deletionProtectionEnabled",
            "spec/settings/diskAutoresize",
            "spec/settings/diskSize",
            "spec/settings/diskType",
            "spec/settings/edition",
            "spec/settings/insightsConfig/queryInsightsEnabled",
            "spec/settings/insightsConfig/recordClientAddress",
            "spec/settings/ipConfiguration/ipv4Enabled",
            "spec/settings/ipConfiguration/privateNetworkRef/name",
            "spec/settings/ipConfiguration/sslMode",
            "spec/settings/tier",
        ],
    ),
    of(
        "storage.cnrm.cloud.google.com",
        "StorageBucket",
        &[
            "spec/encryption/kmsKeyRef/name",
            "spec/location",
            "spec/publicAccessPrevention",
            "spec/resourceID",
            "spec/retentionPolicy/isLocked",
            "spec/retentionPolicy/retentionPeriod",
            "spec/uniformBucketLevelAccess",
        ],
    ),
];
