//! The nodes of a cluster: machines that come and go with what is asked of them.

use hc_cdk::{
    stack::Scope,
    value::{Object, Value},
};
use hc_cdk_manifest::{naming::name_of, object::Custom, tree};

use crate::{
    grant,
    kinds::{NodePool, ServiceAccount},
    naming::{by_name, meta},
    perimeter::Zone,
};

/// Which machines, and how many.
#[derive(Debug, Clone, Copy)]
pub struct Nodes {
    machine: &'static str,
    disk_gib: u32,
    least: u32,
    most: u32,
}

impl Nodes {
    /// Machines of a type such as `n2-standard-4`: one in each of three zones, and no more.
    pub const fn of(machine: &'static str) -> Self {
        Self { machine, disk_gib: 100, least: 3, most: 3 }
    }

    /// As many of them as are needed, in all zones together: from so many to so many.
    #[must_use]
    pub const fn between(self, least: u32, most: u32) -> Self {
        Self { least, most, ..self }
    }

    /// With how many GiB of disk each.
    #[must_use]
    pub const fn disk_gib(self, gib: u32) -> Self {
        Self { disk_gib: gib, ..self }
    }
}

/// A series such as `n2d`, a kind such as `standard`, and a size: `n2d-standard-4`, `c3-standard-8-lssd`, `e2-medium`.
fn is_machine(text: &str) -> bool {
    let Some((series, rest)) = text.split_once('-') else { return false };
    let letters = |it: &str| it.bytes().all(|it| it.is_ascii_lowercase());
    let fits = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-';
    let Some((first, number)) = series.split_at_checked(1) else { return false };
    let behind = number.trim_start_matches(|it: char| it.is_ascii_digit());
    letters(first) && behind.len() < number.len() && letters(behind) && !rest.is_empty() && rest.bytes().all(fits)
}

/// Declares the nodes, and the account that they run as: it writes logs and figures, and nothing else.
pub(super) fn declare(scope: &mut Scope<'_>, zone: &Zone, cluster: &Value<String>, nodes: &Nodes) {
    if nodes.least < 3 || nodes.most < nodes.least {
        let message = format!("has from {} to {} nodes", nodes.least, nodes.most);
        scope.reject(None, message, "have at least 3, one in each zone, and as many or more at most");
    }
    if !is_machine(nodes.machine) {
        let message = format!("has nodes of `{}`, which is no type of machine of Google's", nodes.machine);
        scope.reject(None, message, "name a series, a kind and a size: `n2-standard-4`");
    }
    let (name, home) = (format!("{}-nodes", name_of(scope)), zone.home());
    let spec = ServiceAccount(tree! { displayName: format!("nodes of {}", name_of(scope)) });
    let account = scope.resource("Account", Custom { metadata: meta(name.clone(), home), spec }).id();
    grant::on_project(scope, "AccountRole", home, &account, "roles/container.defaultNodeServiceAccount", None);
    zone.key.serves_as(scope, "DiskKeyUse", "compute-system");
    let spec = tree! {
        clusterRef: by_name(cluster),
        location: scope.region(),
        initialNodeCount: 1,
        autoscaling: {
            totalMinNodeCount: i64::from(nodes.least),
            totalMaxNodeCount: i64::from(nodes.most),
            locationPolicy: "BALANCED",
        },
        management: { autoRepair: true, autoUpgrade: true },
        upgradeSettings: { maxSurge: 1, maxUnavailable: 0 },
        networkConfig: { enablePrivateNodes: true },
        nodeConfig: machine(zone, &account, nodes),
    };
    scope.resource("Nodes", Custom { metadata: meta(name, home), spec: NodePool(spec) });
}

fn machine(zone: &Zone, account: &Value<String>, nodes: &Nodes) -> Object {
    let mut machine = tree! {
        machineType: nodes.machine,
        imageType: "COS_CONTAINERD",
        diskType: "pd-balanced",
        diskSizeGb: nodes.disk_gib,
        bootDiskKMSCryptoKeyRef: by_name(&zone.key.id),
        serviceAccountRef: by_name(account),
        oauthScopes: vec!["https://www.googleapis.com/auth/cloud-platform"],
        shieldedInstanceConfig: { enableSecureBoot: true, enableIntegrityMonitoring: true },
        workloadMetadataConfig: { mode: "GKE_METADATA" },
    };
    machine.insert("metadata", Object::new().with("disable-legacy-endpoints", "true"));
    machine
}
