//! Clusters on AKS and their nodes. What a sentence says of the nodes of a cluster, it says of each of its pools.

use serde_json::Value;

use super::{flag, meant, parts, referred, zones};
use crate::{
    document::{Thing, value},
    oracle::{Table, operated::text, when},
};

pub(super) const TABLE: Table = &[
    ("AksIsPrivate", |it| {
        const SERVER: &str = "spec/apiServerAccessProfile";
        let open = |(of, pool): &(Thing<'_>, &Value)| {
            flag(pool, "enableNodePublicIP") || meant(*of, value(pool, "vnetSubnetReference")).is_none()
        };
        let public = !it.is(&format!("{SERVER}/enablePrivateCluster"), true)
            || it.is(&format!("{SERVER}/enablePrivateClusterPublicFQDN"), true);
        when(pools(it).iter().any(open), "nodes have addresses of the internet, or are in no network of the app")
            .or_else(|| when(it.kind() == CLUSTER && public, "its API is on the internet"))
    }),
    ("AksKnowsWhoItIs", |it| {
        let by_identity = it.is("spec/aadProfile/managed", true) && it.is("spec/enableRBAC", true);
        let of_workloads = it.is("spec/oidcIssuerProfile/enabled", true)
            && it.is("spec/securityProfile/workloadIdentity/enabled", true);
        when(!it.is("spec/disableLocalAccounts", true), "it has accounts of its own")
            .or_else(|| when(!by_identity, "it knows nobody by an identity"))
            .or_else(|| when(!of_workloads, "its workloads have no identities"))
    }),
    ("AksIsDefended", |it| {
        const DEFENDER: &str = "spec/securityProfile/defender";
        let workspace = referred(it, "Workspace", &format!("{DEFENDER}/logAnalyticsWorkspaceResourceReference"));
        let watched = it.is(&format!("{DEFENDER}/securityMonitoring/enabled"), true);
        when(!watched || workspace.is_none(), "Defender does not watch it")
            .or_else(|| when(!it.is("spec/addonProfiles/azurepolicy/enabled", true), "no policies hold in it"))
            .or_else(|| when(!it.is("spec/securityProfile/imageCleaner/enabled", true), "old images stay"))
    }),
    ("AksKeepsPodsApart", |it| {
        let policy = it.text("spec/networkProfile/networkPolicy");
        when(policy.is_none_or(|it| it == "none"), "network policies are not enforced")
    }),
    ("AksHasZones", |it| {
        let in_one = |(_, pool): &(Thing<'_>, &Value)| pool.get("availabilityZones").is_none_or(|it| zones(it) < 2);
        let few = |(_, pool): &(Thing<'_>, &Value)| pool["minCount"].as_f64().is_none_or(|it| it < 2.0);
        when(pools(it).iter().any(in_one), "nodes are in one zone")
            .or_else(|| when(pools(it).iter().any(few), "it may be left with one node"))
            .or_else(|| when(it.kind() == CLUSTER && it.says("spec/sku/tier", "Free"), "nobody promises that it is up"))
    }),
    ("AksIsRenewed", |it| {
        let said = |name: &str| it.text(&format!("spec/autoUpgradeProfile/{name}"));
        let stays = matches!(said("upgradeChannel"), None | Some("none" | "node-image"));
        let keeps = !matches!(said("nodeOSUpgradeChannel"), Some("NodeImage" | "SecurityPatch"));
        when(stays, "it stays at a version").or_else(|| when(keeps, "its nodes stay at an image"))
    }),
    ("AksNodesAreShielded", |it| {
        let open = |(_, pool): &(Thing<'_>, &Value)| {
            let measured = flag(pool, "securityProfile/enableSecureBoot") && flag(pool, "securityProfile/enableVTPM");
            !measured || text(pool, "osType") == "Windows"
        };
        let pools = pools(it);
        when(pools.is_empty() || pools.iter().any(open), "nodes start from whatever they are given")
    }),
];

const CLUSTER: &str = "ManagedCluster";

/// The pools of a cluster, those of other objects among them, or a pool itself: each with the object that says it.
pub(super) fn pools(it: Thing<'_>) -> Vec<(Thing<'_>, &Value)> {
    if it.kind() != CLUSTER {
        return it.at("spec").into_iter().map(|spec| (it, spec)).collect();
    }
    let beside = parts(it, "ManagedClustersAgentPool").filter_map(|pool| Some((pool, pool.at("spec")?)));
    it.list("spec/agentPoolProfiles").iter().map(|pool| (it, pool)).chain(beside).collect()
}
