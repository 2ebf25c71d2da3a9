//! Clusters on AKS and their nodes.

use hc_cdk::{
    control::{Control, gdpr, hipaa, iso27001, soc2},
    dimension::availability::{MultiAz, MultiRegion},
    literal::cidr::CidrBlock,
    policy::Dimension,
    rule::{Must, Subject, asks, real_data},
    value::Json,
};
use hc_cdk_manifest::read;

use super::{
    endpoint::is_behind_a_front,
    kinds::is_so,
    read::{has_identity, is, is_of_the_tenant, items, meant, owner, parts, referred, text, texts, zones},
    vault::encrypts_disks,
};
use crate::literal::Guid;

const CLUSTER: &str = "ManagedCluster";
const POOL: &str = "ManagedClustersAgentPool";

const CLOSED: &[Control] =
    &[hipaa::ACCESS_CONTROL, soc2::BOUNDARY_PROTECTION, iso27001::NETWORK_SECURITY, iso27001::SEGREGATION];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub CLUSTER_IS_PRIVATE = "AksIsPrivate" {
        sentence: "neither the nodes of a cluster on AKS nor its control plane have addresses that the internet knows",
        controls: CLOSED,
        on: &[CLUSTER, POOL],
        when: real_data,
        must: Must::Hold(|it| with_nodes(it, |it| {
            let is_in = |pool: &&Json| is_in_a_subnet(it, pool) && read::is(pool, &["enableNodePublicIP"], false);
            pools(it).iter().all(is_in) && (it.is(POOL) || is_closed(it))
        })),
        message: "has addresses that the internet knows, goes out by one of its own, or is in no subnet of the app",
        help: "use an `AksCluster`",
    }

    pub CLUSTER_KNOWS_WHO_IT_IS = "AksKnowsWhoItIs" {
        sentence: "who uses a cluster on AKS and what runs in it is known by identities of the tenant, and there are no other accounts",
        controls: &[hipaa::AUTHENTICATION, hipaa::UNIQUE_USER, soc2::LEAST_PRIVILEGE, iso27001::AUTHENTICATION],
        on: &[CLUSTER],
        when: real_data,
        must: Must::Hold(|it| {
            let admins = texts(&it.resource.properties, &["spec", "aadProfile", "adminGroupObjectIDs"]);
            is(it, "spec/disableLocalAccounts", true)
                && is(it, "spec/enableRBAC", true)
                && is(it, "spec/aadProfile/managed", true)
                && is(it, "spec/aadProfile/enableAzureRBAC", true)
                && is_of_the_tenant(it, "spec/aadProfile/tenantID")
                && admins.is_some_and(|it| !it.is_empty() && it.iter().all(|it| Guid::parse(*it).is_ok()))
                && is(it, "spec/oidcIssuerProfile/enabled", true)
                && is(it, "spec/securityProfile/workloadIdentity/enabled", true)
                && has_identity(it)
        }),
        message: "has accounts of its own, or knows its workloads by something else than identities of the tenant",
        help: "use an `AksCluster`",
    }

    pub CLUSTER_IS_DEFENDED = "AksIsDefended" {
        sentence: "a cluster on AKS is watched by Defender, holds Azure's policies for clusters, and forgets images that nobody uses",
        controls: &[hipaa::MALICIOUS_SOFTWARE, soc2::MALICIOUS_SOFTWARE, iso27001::MONITORING, iso27001::CONFIGURATION],
        on: &[CLUSTER],
        when: real_data,
        must: Must::Hold(|it| {
            const DEFENDER: &str = "spec/securityProfile/defender";
            is(it, &format!("{DEFENDER}/securityMonitoring/enabled"), true)
                && referred(it, &format!("{DEFENDER}/logAnalyticsWorkspaceResourceReference"), "Workspace").is_some()
                && is(it, "spec/addonProfiles/azurepolicy/enabled", true)
                && is(it, "spec/securityProfile/imageCleaner/enabled", true)
                && is(it, "spec/azureMonitorProfile/metrics/enabled", true)
                && it.text("spec/nodeResourceGroupProfile/restrictionLevel") == Some("ReadOnly")
        }),
        message: "is not watched by Defender, or lets anything run",
        help: "use an `AksCluster`",
    }

    pub CLUSTER_KEEPS_PODS_APART = "AksKeepsPodsApart" {
        sentence: "a cluster on AKS enforces network policies",
        controls: &[hipaa::ACCESS_ISOLATION, soc2::BOUNDARY_PROTECTION, iso27001::SEGREGATION],
        on: &[CLUSTER],
        when: real_data,
        must: Must::Hold(|it| {
            it.text("spec/networkProfile/networkPlugin") == Some("azure")
                && it.text("spec/networkProfile/networkPolicy") == Some("cilium")
                && it.text("spec/networkProfile/networkDataplane") == Some("cilium")
        }),
        message: "does not enforce network policies",
        help: "use an `AksCluster`",
    }

    pub CLUSTER_HAS_ZONES = "AksHasZones" {
        sentence: "a cluster on AKS and its nodes survive the loss of a zone where the policy asks for that",
        controls: &[hipaa::CONTINGENCY_PLAN, soc2::BACKUP_AND_RECOVERY, iso27001::REDUNDANCY],
        on: &[CLUSTER, POOL],
        when: |policy| asks(policy, Dimension::availability),
        answers: availability,
        must: Must::Hold(|it| with_nodes(it, |it| {
            let floor = it.stack.policy.floor(Dimension::availability);
            let paid = it.is(POOL) || matches!(it.text("spec/sku/tier"), Some("Premium" | "Standard"));
            floor < MultiRegion::POSITION
                && paid
                && (floor < MultiAz::POSITION || pools(it).iter().all(|pool| is_in_zones(pool)))
        })),
        message: "is in one zone, has fewer nodes than zones, nobody promises that it is up, or it would have to be in two regions",
        help: "use an `AksCluster` with 3 nodes at least",
    }

    pub CLUSTER_IS_RENEWED = "AksIsRenewed" {
        sentence: "a cluster on AKS and the images of its nodes are renewed by themselves",
        controls: &[hipaa::UPDATES, soc2::CHANGE_DETECTION, iso27001::CONFIGURATION],
        on: &[CLUSTER],
        when: real_data,
        must: Must::Hold(|it| {
            matches!(it.text("spec/autoUpgradeProfile/upgradeChannel"), Some("patch" | "rapid" | "stable"))
                && matches!(it.text("spec/autoUpgradeProfile/nodeOSUpgradeChannel"), Some("NodeImage" | "SecurityPatch"))
        }),
        message: "stays at a version until somebody looks after it",
        help: "use an `AksCluster`",
    }

    pub NODES_HAVE_ENCRYPTED_DISKS = "AksNodesHaveEncryptedDisks" {
        sentence: "disks of nodes on AKS are encrypted with a key of a vault of the app, and by the hosts on the way there",
        controls: &[hipaa::ENCRYPTION, soc2::CONFIDENTIALITY, iso27001::CRYPTOGRAPHY, gdpr::ENCRYPTION],
        on: &[CLUSTER, POOL],
        when: real_data,
        must: Must::Hold(|it| with_nodes(it, |it| {
            let encrypted = |pool: &&Json| {
                read::is(pool, &["enableEncryptionAtHost"], true) && text(pool, &["osDiskType"]) == Some("Managed")
            };
            let set = |it: &Subject<'_>| {
                let set = referred(it, "spec/diskEncryptionSetReference", "DiskEncryptionSet");
                set.is_some_and(|it| is_so(&it, encrypts_disks))
            };
            pools(it).iter().all(encrypted)
                && if it.is(POOL) { owner(it, CLUSTER).is_some_and(|it| set(&it)) } else { set(it) }
        })),
        message: "has disks that are not encrypted with a key of a vault of the app",
        help: "use an `AksCluster`",
    }

    pub NODES_ARE_SHIELDED = "AksNodesAreShielded" {
        sentence: "nodes of a cluster on AKS start from what was measured, and are of an image that is made for containers",
        controls: &[hipaa::ACCESS_CONTROL, soc2::LOGICAL_ACCESS, iso27001::CONFIGURATION],
        on: &[CLUSTER, POOL],
        when: real_data,
        must: Must::Hold(|it| with_nodes(it, |it| {
            let is_shielded = |pool: &&Json| {
                read::is(pool, &["securityProfile", "enableSecureBoot"], true)
                    && read::is(pool, &["securityProfile", "enableVTPM"], true)
                    && text(pool, &["osType"]) == Some("Linux")
                    && text(pool, &["osSKU"]) == Some("AzureLinux")
                    && text(pool, &["type"]) == Some("VirtualMachineScaleSets")
            };
            let pools = pools(it);
            !pools.is_empty() && pools.iter().all(is_shielded)
        })),
        message: "has nodes that start from whatever they are given",
        help: "use an `AksCluster`",
    }
}

/// Whether something holds for a cluster and for each pool beside it, of which sentences about it speak, or for a pool.
fn with_nodes(it: &Subject<'_>, holds: fn(&Subject<'_>) -> bool) -> bool {
    holds(it) && (it.is(POOL) || parts(it, POOL).iter().all(|pool| is_so(pool, holds)))
}

/// The pools of a cluster that it has itself, or a pool beside it.
fn pools<'a>(it: &Subject<'a>) -> Vec<&'a Json> {
    if it.is(POOL) {
        return it.resource.properties.get("spec").into_iter().collect();
    }
    items(&it.resource.properties, &["spec", "agentPoolProfiles"]).iter().collect()
}

/// Whether the control plane is reached from the network alone, and the way out is that of the network.
fn is_closed(it: &Subject<'_>) -> bool {
    const SERVER: &str = "spec/apiServerAccessProfile";
    let inside = |path: &str| it.text(path).is_some_and(|it| CidrBlock::parse(it).is_ok_and(CidrBlock::is_private));
    it.text("spec/publicNetworkAccess") == Some("Disabled")
        && is(it, &format!("{SERVER}/enablePrivateCluster"), true)
        && is(it, &format!("{SERVER}/enablePrivateClusterPublicFQDN"), false)
        && is(it, &format!("{SERVER}/disableRunCommand"), true)
        && it.text(&format!("{SERVER}/privateDNSZone")) == Some("system")
        && it.text("spec/networkProfile/outboundType") == Some("userAssignedNATGateway")
        && inside("spec/networkProfile/podCidr")
        && inside("spec/networkProfile/serviceCidr")
}

fn is_in_a_subnet(it: &Subject<'_>, pool: &Json) -> bool {
    let subnet = pool.get("vnetSubnetReference").and_then(|subnet| meant(it, subnet, "VirtualNetworksSubnet"));
    subnet
        .is_some_and(|it| !is_behind_a_front(&it) && referred(&it, "spec/natGateway/reference", "NatGateway").is_some())
}

/// Whether a pool has a node in each of three zones, and does not lose the last ones.
fn is_in_zones(pool: &Json) -> bool {
    let count = |name: &str| pool.get(name).and_then(Json::as_int);
    zones(pool, &["availabilityZones"]) == Some(3)
        && read::is(pool, &["enableAutoScaling"], true)
        && count("minCount").is_some_and(|least| least >= 3 && count("maxCount").is_some_and(|most| most >= least))
        && count("count").is_some_and(|it| it >= 3)
}
