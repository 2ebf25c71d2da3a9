//! Clusters on GKE, their nodes and their backups. What a sentence says of the nodes of a cluster, it says of each of its pools.

use super::{is_in_full, key_in_full};
use crate::{
    document::Thing,
    oracle::{
        Table,
        operated::{is_inside, items, text},
        when,
    },
};

pub(super) const TABLE: Table = &[
    ("GkeIsPrivate", |it| {
        const PRIVATE: &str = "spec/privateClusterConfig";
        let known = it.list("spec/masterAuthorizedNetworksConfig/cidrBlocks");
        let open = |pool: Thing<'_>| {
            when(!pool.is("spec/networkConfig/enablePrivateNodes", true), "nodes have addresses of the internet")
        };
        pools(it).into_iter().find_map(open).or_else(|| {
            if it.kind() == POOL {
                return None;
            }
            let of_app = it.named("ComputeNetwork", "spec/networkRef/name").is_some()
                && it.named("ComputeSubnetwork", "spec/subnetworkRef/name").is_some();
            when(!it.is(&format!("{PRIVATE}/enablePrivateNodes"), true), "nodes have addresses of the internet")
                .or_else(|| {
                    when(!it.is(&format!("{PRIVATE}/enablePrivateEndpoint"), true), "its API is on the internet")
                })
                .or_else(|| {
                    when(known.iter().any(|it| !is_inside(text(it, "cidrBlock"))), "somebody outside is let in")
                })
                .or_else(|| when(!of_app, "it is in no network of the app"))
        })
    }),
    ("GkeSecretsAreEncrypted", |it| {
        let has_key = key_in_full(it, "spec/databaseEncryption/keyName").is_some();
        let on = it.says("spec/databaseEncryption/state", "ENCRYPTED");
        when(!on || !has_key, "no key of the app encrypts its secrets")
    }),
    ("GkeKnowsItsWorkloads", |it| {
        let by_node = |pool: Thing<'_>| {
            let by_google = pool.says("spec/nodeConfig/workloadMetadataConfig/mode", "GKE_METADATA");
            when(!by_google, "what runs on a node is known as the node")
        };
        pools(it).into_iter().find_map(by_node).or_else(|| {
            if it.kind() == POOL {
                return None;
            }
            let pool = format!("{}.svc.id.goog", super::project(it));
            when(!it.says("spec/workloadIdentityConfig/workloadPool", &pool), "its workloads have no identities")
                .or_else(|| when(it.is("spec/enableLegacyAbac", true), "older rules hold"))
                .or_else(|| {
                    let by_certificate = it.is("spec/masterAuth/clientCertificateConfig/issueClientCertificate", true);
                    when(by_certificate, "somebody is known by a certificate")
                })
        })
    }),
    ("GkeRunsAllowedImages", |it| {
        let mode = it.says("spec/binaryAuthorization/evaluationMode", "PROJECT_SINGLETON_POLICY_ENFORCE");
        let looks = it.text("spec/securityPostureConfig/vulnerabilityMode");
        when(!mode, "whatever image it is given runs").or_else(|| {
            let looks = looks.is_some_and(|it| it.starts_with("VULNERABILITY_") && it != "VULNERABILITY_DISABLED");
            when(!looks, "nobody looks at images")
        })
    }),
    ("GkeKeepsPodsApart", |it| {
        when(!it.says("spec/datapathProvider", "ADVANCED_DATAPATH"), "network policies are not enforced")
            .or_else(|| when(!it.is("spec/enableIntranodeVisibility", true), "what stays on a node is not recorded"))
    }),
    ("GkeLogsEverything", |it| {
        let mute = |pool: Thing<'_>| {
            let scopes = pool.texts("spec/nodeConfig/oauthScopes");
            let has = |part: &str| scopes.iter().any(|it| it.ends_with("cloud-platform") || it.contains(part));
            let may_write = has("/logging") && has("/monitoring");
            when(!scopes.is_empty() && !may_write, "nodes may write no logs or figures")
        };
        pools(it).into_iter().find_map(mute).or_else(|| {
            if it.kind() == POOL {
                return None;
            }
            let parts = ["SYSTEM_COMPONENTS", "WORKLOADS", "APISERVER", "SCHEDULER", "CONTROLLER_MANAGER"];
            let logs = it.texts("spec/loggingConfig/enableComponents");
            let measures = it.texts("spec/monitoringConfig/enableComponents");
            let silent = parts.iter().find(|it| !logs.contains(it));
            silent
                .map(|it| format!("`{it}` writes no logs"))
                .or_else(|| when(!measures.contains(&"SYSTEM_COMPONENTS"), "it is not measured"))
        })
    }),
    ("GkeHasZones", |it| {
        let few = |pool: Thing<'_>| {
            let least = pool.number("spec/autoscaling/totalMinNodeCount");
            when(least.is_none_or(|it| it < 2.0), "it has fewer nodes than zones").or_else(|| is_in_one_zone(pool))
        };
        pools(it).into_iter().find_map(few).or_else(|| is_in_one_zone(it))
    }),
    ("GkeIsRenewed", |it| {
        let stays = |pool: Thing<'_>| {
            let by_itself =
                ["autoRepair", "autoUpgrade"].iter().all(|one| pool.is(&format!("spec/management/{one}"), true));
            when(!by_itself, "nobody mends its nodes")
        };
        pools(it).into_iter().find_map(stays).or_else(|| {
            let channel = it.text("spec/releaseChannel/channel");
            let is_in_one = matches!(channel, Some("EXTENDED" | "RAPID" | "REGULAR" | "STABLE"));
            when(it.kind() != POOL && !is_in_one, "it is in no channel of versions")
        })
    }),
    ("GkeNodesAreShielded", |it| {
        const SHIELDED: &str = "spec/nodeConfig/shieldedInstanceConfig";
        let open = |pool: Thing<'_>| {
            let image = pool.text("spec/nodeConfig/imageType");
            let measured = pool.is(&format!("{SHIELDED}/enableSecureBoot"), true)
                && !pool.is(&format!("{SHIELDED}/enableIntegrityMonitoring"), false);
            when(!measured, "nodes start from whatever they are given")
                .or_else(|| when(image.is_some_and(|it| !it.starts_with("COS")), "nodes are of another image"))
        };
        let of_cluster = when(it.is("spec/enableShieldedNodes", false), "nodes are not measured");
        pools(it).into_iter().find_map(open).or(of_cluster)
    }),
    ("GkeNodesHaveAnAccount", |it| {
        let of_app = it.named("ContainerCluster", "spec/clusterRef/name").is_some();
        let account = it.named("IAMServiceAccount", "spec/nodeConfig/serviceAccountRef/name");
        let why = |account: Thing<'_>| {
            let acted_as = account.parts("IAMPolicyMember", "spec/resourceRef/name");
            let acted_as = acted_as.into_iter().any(|it| it.says("spec/resourceRef/kind", "IAMServiceAccount"));
            let roles = account.parts("IAMPolicyMember", "spec/memberFrom/serviceAccountRef/name");
            let roles: Vec<&str> = roles.filter_map(|it| it.text("spec/role")).collect();
            let allowed = ["roles/artifactregistry.reader", "roles/container.defaultNodeServiceAccount"];
            when(acted_as, "somebody else acts as the account of the nodes")
                .or_else(|| when(!roles.contains(&allowed[1]), "it has not the role of nodes"))
                .or_else(|| when(roles.iter().any(|it| !allowed.contains(it)), "nodes may do more than they need"))
        };
        when(!of_app, "it is of no cluster of the app")
            .or_else(|| when(account.is_none(), "nodes run as no account of the app"))
            .or_else(|| account.and_then(why))
    }),
    ("GkeNodesHaveEncryptedDisks", |it| super::no_key(it, "spec/nodeConfig/bootDiskKMSCryptoKeyRef/name")),
    ("GkeIsBackedUp", |it| {
        if it.kind() != "ContainerCluster" {
            return is_no_backup(it);
        }
        let full = |plan: &Thing<'_>| plan.text("spec/cluster").is_some_and(|full| is_in_full(full, it, "clusters"));
        let mut plans = it.others("GKEBackupBackupPlan").filter(full);
        when(!plans.any(|plan| is_no_backup(plan).is_none()), "no plan backs all of it up")
    }),
];

const POOL: &str = "ContainerNodePool";

/// The pools of a cluster, or a pool itself.
fn pools(it: Thing<'_>) -> Vec<Thing<'_>> {
    if it.kind() == POOL { vec![it] } else { it.parts(POOL, "spec/clusterRef/name").collect() }
}

/// A region has three zones, and a zone has a hyphen more in its name than a region.
fn is_in_one_zone(it: Thing<'_>) -> Option<String> {
    let place = it.text("spec/location").unwrap_or_default();
    let zones = it.texts("spec/nodeLocations");
    when(place.matches('-').count() != 1, format!("`{place}` is no region")).or_else(|| {
        when(zones.first().is_some_and(|first| zones.iter().all(|it| it == first)), "nodes are in one zone")
    })
}

/// Why a plan is no backup of all of a cluster.
fn is_no_backup(plan: Thing<'_>) -> Option<String> {
    let full = plan.text("spec/cluster").unwrap_or_default();
    let cluster = plan.others("ContainerCluster").find(|it| is_in_full(full, *it, "clusters"));
    let backs_up = cluster.is_some_and(|it| it.is("spec/addonsConfig/gkeBackupAgentConfig/enabled", true));
    let whole =
        ["allNamespaces", "includeVolumeData"].iter().all(|it| plan.is(&format!("spec/backupConfig/{it}"), true));
    let key = key_in_full(plan, "spec/backupConfig/encryptionKey/gcpKmsEncryptionKey");
    let days = plan.number("spec/retentionPolicy/backupRetainDays");
    let schedule = plan.text("spec/backupSchedule/cronSchedule").unwrap_or_default();
    when(cluster.is_none(), "it is of no cluster of the app")
        .or_else(|| when(!backs_up, "the agent that makes backups is off"))
        .or_else(|| when(!whole, "a part is left out"))
        .or_else(|| when(key.is_none(), "no key of the app encrypts it"))
        .or_else(|| when(days.is_none_or(|it| it < plan.asked().backup), "it is deleted too early"))
        .or_else(|| when(!schedule.ends_with(" * * *") || schedule.split(' ').count() != 5, "it is not made every day"))
        .or_else(|| {
            when(plan.is("spec/deactivated", true) || items(&plan.written.json, "spec").is_empty(), "it is off")
        })
}
