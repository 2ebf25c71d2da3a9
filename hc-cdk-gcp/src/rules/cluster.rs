//! Clusters on GKE, their nodes and their backups.

use hc_cdk::{
    control::{Control, gdpr, hipaa, iso27001, soc2},
    dimension::availability::{MultiAz, MultiRegion},
    literal::cidr::CidrBlock,
    policy::Dimension,
    rule::{Must, Subject, asks, real_data},
    value::Json,
};

use super::{
    grants::serves_nodes_alone,
    kinds::is_so,
    read::{every, full_name, in_full, names, number, of_app, project, referred, said, text, texts},
};
use crate::names::NO_DEFAULT_POOL;

/// What of a cluster writes logs: its control plane, its own parts and its workloads.
pub(crate) const COMPONENTS: [&str; 5] =
    ["SYSTEM_COMPONENTS", "WORKLOADS", "APISERVER", "CONTROLLER_MANAGER", "SCHEDULER"];

/// The scope that leaves it to the roles of an account what it may do.
const EVERYTHING: &str = "https://www.googleapis.com/auth/cloud-platform";

/// Scopes by which nodes write logs.
const LOGS: [&str; 2] =
    ["https://www.googleapis.com/auth/logging.write", "https://www.googleapis.com/auth/logging.admin"];

/// Scopes by which they write figures.
const FIGURES: [&str; 2] =
    ["https://www.googleapis.com/auth/monitoring", "https://www.googleapis.com/auth/monitoring.write"];

const CONFIGURED: &[Control] = &[hipaa::ACCESS_CONTROL, soc2::LOGICAL_ACCESS, iso27001::CONFIGURATION];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub CLUSTER_IS_PRIVATE = "GkeIsPrivate" {
        sentence: "neither the nodes of a cluster on GKE nor its control plane have addresses that the internet knows",
        controls: &[hipaa::ACCESS_CONTROL, soc2::BOUNDARY_PROTECTION, iso27001::NETWORK_SECURITY, iso27001::SEGREGATION],
        on: &["ContainerCluster", POOL],
        when: real_data,
        must: Must::Hold(|it| with_nodes(it, is_private)),
        message: "has addresses that the internet knows, lets in networks that are not its own, or is in no network of the app",
        help: "use a `GkeCluster`",
    }

    pub CLUSTER_SECRETS_ARE_ENCRYPTED = "GkeSecretsAreEncrypted" {
        sentence: "secrets of a cluster on GKE are encrypted with a key of the app",
        controls: &[hipaa::ENCRYPTION, soc2::CONFIDENTIALITY, iso27001::CRYPTOGRAPHY, gdpr::ENCRYPTION],
        on: &["ContainerCluster"],
        when: real_data,
        must: Must::Hold(|it| {
            it.text("spec/databaseEncryption/state") == Some("ENCRYPTED") && has_key(it, "spec/databaseEncryption/keyName")
        }),
        message: "does not encrypt its secrets with a key of the app",
        help: "use a `GkeCluster`",
    }

    pub CLUSTER_KNOWS_ITS_WORKLOADS = "GkeKnowsItsWorkloads" {
        sentence: "what runs in a cluster on GKE is known by identities of its project, and nobody by a certificate or by older rules",
        controls: &[hipaa::AUTHENTICATION, hipaa::UNIQUE_USER, soc2::LEAST_PRIVILEGE, iso27001::AUTHENTICATION],
        on: &["ContainerCluster", POOL],
        when: real_data,
        must: Must::Hold(|it| with_nodes(it, knows_workloads)),
        message: "knows its workloads or somebody by something else than an identity of its project",
        help: "use a `GkeCluster`",
    }

    pub CLUSTER_RUNS_ALLOWED_IMAGES = "GkeRunsAllowedImages" {
        sentence: "a cluster on GKE runs images that the policy of its project allows and no others, and looks for what is known to be wrong with them",
        controls: &[hipaa::MALICIOUS_SOFTWARE, soc2::MALICIOUS_SOFTWARE, iso27001::SECURE_DEVELOPMENT],
        on: &["ContainerCluster"],
        when: real_data,
        must: Must::Hold(|it| {
            it.text("spec/binaryAuthorization/evaluationMode") == Some("PROJECT_SINGLETON_POLICY_ENFORCE")
                && matches!(it.text("spec/securityPostureConfig/mode"), Some("BASIC" | "ENTERPRISE"))
                && matches!(
                    it.text("spec/securityPostureConfig/vulnerabilityMode"),
                    Some("VULNERABILITY_BASIC" | "VULNERABILITY_ENTERPRISE")
                )
        }),
        message: "runs whatever image it is given, or looks at none",
        help: "use a `GkeCluster`",
    }

    pub CLUSTER_KEEPS_PODS_APART = "GkeKeepsPodsApart" {
        sentence: "a cluster on GKE enforces network policies, and records what goes from pod to pod",
        controls: &[hipaa::ACCESS_ISOLATION, soc2::BOUNDARY_PROTECTION, iso27001::SEGREGATION],
        on: &["ContainerCluster"],
        when: real_data,
        must: Must::Hold(|it| {
            it.text("spec/datapathProvider") == Some("ADVANCED_DATAPATH") && is(it, "spec/enableIntranodeVisibility", true)
        }),
        message: "does not enforce network policies",
        help: "use a `GkeCluster`",
    }

    pub CLUSTER_LOGS_EVERYTHING = "GkeLogsEverything" {
        sentence: "all parts of a cluster on GKE write logs, its control plane too, and figures are measured",
        controls: &[hipaa::AUDIT_CONTROLS, soc2::MONITORING, iso27001::LOGGING, iso27001::MONITORING],
        on: &["ContainerCluster", POOL],
        when: real_data,
        must: Must::Hold(|it| with_nodes(it, logs_everything)),
        message: "has parts that write no logs or are not measured",
        help: "use a `GkeCluster`",
    }

    pub CLUSTER_HAS_ZONES = "GkeHasZones" {
        sentence: "a cluster on GKE and its nodes survive the loss of a zone where the policy asks for that",
        controls: &[hipaa::CONTINGENCY_PLAN, soc2::BACKUP_AND_RECOVERY, iso27001::REDUNDANCY],
        on: &["ContainerCluster", POOL],
        when: |policy| asks(policy, Dimension::availability),
        answers: availability,
        must: Must::Hold(|it| with_nodes(it, has_zones)),
        message: "is in one zone, has fewer nodes than zones, or would have to be in two regions",
        help: "use a `GkeCluster` with 3 nodes at least",
    }

    pub CLUSTER_IS_RENEWED = "GkeIsRenewed" {
        sentence: "a cluster on GKE and its nodes are mended and renewed by themselves, by a channel of versions",
        controls: &[hipaa::UPDATES, soc2::CHANGE_DETECTION, iso27001::CONFIGURATION],
        on: &["ContainerCluster", POOL],
        when: real_data,
        must: Must::Hold(|it| with_nodes(it, is_renewed)),
        message: "stays at a version until somebody looks after it",
        help: "use a `GkeCluster`",
    }

    pub NODES_ARE_SHIELDED = "GkeNodesAreShielded" {
        sentence: "nodes of a cluster on GKE start from what was measured, and are of an image that is made for containers",
        controls: CONFIGURED,
        on: &["ContainerCluster", POOL],
        when: real_data,
        must: Must::Hold(|it| with_nodes(it, is_shielded)),
        message: "has nodes that start from whatever they are given",
        help: "use a `GkeCluster`",
    }

    pub NODES_HAVE_AN_ACCOUNT = "GkeNodesHaveAnAccount" {
        sentence: "nodes of a cluster on GKE are of a cluster of the app, and run as an account of the app that has their role and is nobody else's",
        controls: &[hipaa::ACCESS_AUTHORIZATION, soc2::LEAST_PRIVILEGE, iso27001::PRIVILEGED_ACCESS],
        on: &[POOL],
        when: real_data,
        must: Must::Hold(|it| {
            referred(it, "spec/clusterRef", "ContainerCluster").is_some()
                && referred(it, "spec/nodeConfig/serviceAccountRef", "IAMServiceAccount")
                    .is_some_and(|account| serves_nodes_alone(&account))
        }),
        message: "runs as the default account of the project or as one that may do more than nodes need, or is of no cluster of the app",
        help: "use a `GkeCluster`",
    }

    pub NODES_HAVE_ENCRYPTED_DISKS = "GkeNodesHaveEncryptedDisks" {
        sentence: "disks of nodes on GKE are encrypted with a key of the app",
        controls: &[hipaa::ENCRYPTION, soc2::CONFIDENTIALITY, iso27001::CRYPTOGRAPHY, gdpr::ENCRYPTION],
        on: &[POOL],
        when: real_data,
        must: Must::Hold(|it| referred(it, "spec/nodeConfig/bootDiskKMSCryptoKeyRef", "KMSCryptoKey").is_some()),
        message: "has disks that are not encrypted with a key of the app",
        help: "use a `GkeCluster`",
    }

    pub CLUSTER_IS_BACKED_UP = "GkeIsBackedUp" {
        sentence: "a cluster on GKE is backed up every day with its disks, encrypted with a key of the app, as long as the policy asks for",
        controls: &[hipaa::DATA_BACKUP_PLAN, soc2::BACKUP_AND_RECOVERY, iso27001::BACKUP, gdpr::RESTORE],
        on: &["ContainerCluster", "GKEBackupBackupPlan"],
        when: |policy| asks(policy, Dimension::backup_retention),
        must: Must::Hold(is_backed_up),
        message: "leaves a part of the cluster out, is not encrypted with a key of the app, or deletes backups too early",
        help: "use a `GkeCluster`, which has one",
    }
}

/// Whether something holds for a cluster and for each pool of its nodes, of which sentences about it speak, or for a pool.
fn with_nodes(it: &Subject<'_>, holds: fn(&Subject<'_>) -> bool) -> bool {
    let is_of_it = |pool: &Subject<'_>| names(pool, it, pool.property("spec/clusterRef/name"));
    holds(it) && (it.is(POOL) || of_app(it, POOL).filter(is_of_it).all(|pool| is_so(&pool, holds)))
}

const POOL: &str = "ContainerNodePool";

fn knows_workloads(it: &Subject<'_>) -> bool {
    if it.is(POOL) {
        return it.text("spec/nodeConfig/workloadMetadataConfig/mode") == Some("GKE_METADATA")
            && it.text("spec/nodeConfig/metadata/disable-legacy-endpoints") == Some("true");
    }
    let pool = it.text("spec/workloadIdentityConfig/workloadPool").and_then(|it| it.strip_suffix(".svc.id.goog"));
    pool.is_some()
        && pool == project(it)
        && is(it, "spec/enableLegacyAbac", false)
        && is(it, "spec/masterAuth/clientCertificateConfig/issueClientCertificate", false)
}

fn logs_everything(it: &Subject<'_>) -> bool {
    if it.is(POOL) {
        // What an account may do, nodes do only within these; without a word, logs and figures are among them.
        let scopes = texts(&it.resource.properties, &["spec", "nodeConfig", "oauthScopes"]);
        let has = |scopes: &[&str], any: &[&str]| any.iter().any(|it| scopes.contains(it));
        return scopes
            .is_some_and(|it| it.is_empty() || it.contains(&EVERYTHING) || has(&it, &LOGS) && has(&it, &FIGURES));
    }
    let has = |path: &[&str], all: &[&str]| {
        texts(&it.resource.properties, path).is_some_and(|found| all.iter().all(|it| found.contains(it)))
    };
    has(&["spec", "loggingConfig", "enableComponents"], &COMPONENTS)
        && has(&["spec", "monitoringConfig", "enableComponents"], &["SYSTEM_COMPONENTS"])
        && is(it, "spec/monitoringConfig/managedPrometheus/enabled", true)
}

fn is_renewed(it: &Subject<'_>) -> bool {
    if it.is(POOL) {
        return is(it, "spec/management/autoRepair", true) && is(it, "spec/management/autoUpgrade", true);
    }
    matches!(it.text("spec/releaseChannel/channel"), Some("RAPID" | "REGULAR" | "STABLE" | "EXTENDED"))
}

fn is_shielded(it: &Subject<'_>) -> bool {
    if it.is("ContainerCluster") {
        let annotation = super::read::annotation(it, NO_DEFAULT_POOL);
        return is(it, "spec/enableShieldedNodes", true) && annotation == Some("true");
    }
    is(it, "spec/nodeConfig/shieldedInstanceConfig/enableSecureBoot", true)
        && is(it, "spec/nodeConfig/shieldedInstanceConfig/enableIntegrityMonitoring", true)
        && it.text("spec/nodeConfig/imageType") == Some("COS_CONTAINERD")
}

/// Whether a flag is known to be that.
fn is(it: &Subject<'_>, path: &str, value: bool) -> bool {
    it.property(path) == Some(&Json::Bool(value))
}

fn is_private(it: &Subject<'_>) -> bool {
    if it.is(POOL) {
        return is(it, "spec/networkConfig/enablePrivateNodes", true);
    }
    let object = &it.resource.properties;
    let inside = |range: Option<&str>| range.is_some_and(|it| CidrBlock::parse(it).is_ok_and(CidrBlock::is_private));
    referred(it, "spec/networkRef", "ComputeNetwork").is_some()
        && referred(it, "spec/subnetworkRef", "ComputeSubnetwork").is_some()
        && it.text("spec/networkingMode") == Some("VPC_NATIVE")
        && is(it, "spec/privateClusterConfig/enablePrivateNodes", true)
        && is(it, "spec/privateClusterConfig/enablePrivateEndpoint", true)
        && is(it, "spec/privateClusterConfig/masterGlobalAccessConfig/enabled", false)
        && is(it, "spec/masterAuthorizedNetworksConfig/gcpPublicCidrsAccessEnabled", false)
        && inside(it.text("spec/privateClusterConfig/masterIpv4CidrBlock"))
        && every(object, &["spec", "masterAuthorizedNetworksConfig", "cidrBlocks"], |it| {
            inside(text(it, &["cidrBlock"]))
        })
}

/// Which place a cluster is in, the rule about regions says: one in a region is in several of its zones.
fn has_zones(it: &Subject<'_>) -> bool {
    let floor = it.stack.policy.floor(Dimension::availability);
    let zones = texts(&it.resource.properties, &["spec", "nodeLocations"]);
    let region = it.stack.region;
    let regional = it.text("spec/location") == Some(region);
    let enough = if it.is("ContainerCluster") {
        // Without a word about it, a region's cluster is in three of its zones.
        regional && zones.is_some_and(|it| it.is_empty() || are_zones(it, region))
    } else {
        let most = number(it, "spec/autoscaling/totalMaxNodeCount");
        let least = number(it, "spec/autoscaling/totalMinNodeCount");
        regional && least.is_some_and(|least| least >= 3 && most.is_some_and(|most| most >= least))
    };
    floor < MultiRegion::POSITION && (floor < MultiAz::POSITION || enough)
}

/// Whether these are two zones of a region at least, each once.
fn are_zones(mut zones: Vec<&str>, region: &str) -> bool {
    let all = zones.len();
    zones.sort_unstable();
    zones.dedup();
    let of_region = |zone: &&str| zone.strip_prefix(region).is_some_and(|it| it.len() == 2 && it.starts_with('-'));
    zones.len() == all && all >= 2 && zones.iter().all(of_region)
}

/// Whether a key of the app stands at a path by its full name.
fn has_key(it: &Subject<'_>, path: &str) -> bool {
    in_full(it, path, "KMSCryptoKey").is_some()
}

fn is_backed_up(it: &Subject<'_>) -> bool {
    let days = i64::from(it.stack.policy.floor(Dimension::backup_retention).days());
    let kept = |path: &str, least: i64| number(it, path).is_some_and(|it| it >= least);
    if it.is("ContainerCluster") {
        let name = full_name(it);
        let backs_up = |plan: &Subject<'_>| said(plan, plan.property("spec/cluster")?);
        let mut plans = it.of_stack().filter(|it| it.is("GKEBackupBackupPlan"));
        return name.is_some() && plans.any(|plan| backs_up(&plan) == name && is_so(&plan, is_backed_up));
    }
    in_full(it, "spec/cluster", "ContainerCluster").is_some_and(|it| has_agent(&it))
        && is(it, "spec/backupConfig/allNamespaces", true)
        && is(it, "spec/backupConfig/includeVolumeData", true)
        && has_key(it, "spec/backupConfig/encryptionKey/gcpKmsEncryptionKey")
        && is_daily(it.text("spec/backupSchedule/cronSchedule"))
        && kept("spec/retentionPolicy/backupRetainDays", days)
        && kept("spec/retentionPolicy/backupDeleteLockDays", days.min(90))
        && is(it, "spec/retentionPolicy/locked", true)
}

/// Whether what makes backups is in a cluster.
fn has_agent(cluster: &Subject<'_>) -> bool {
    is(cluster, "spec/addonsConfig/gkeBackupAgentConfig/enabled", true)
}

/// Whether a schedule names a minute and an hour of every day, such as `0 2 * * *`.
fn is_daily(schedule: Option<&str>) -> bool {
    let parts: Vec<&str> = schedule.unwrap_or_default().split(' ').collect();
    let is_below = |text: &str, end: u8| text.parse::<u8>().is_ok_and(|it| it < end);
    matches!(parts.as_slice(), [minute, hour, "*", "*", "*"] if is_below(minute, 60) && is_below(hour, 24))
}
