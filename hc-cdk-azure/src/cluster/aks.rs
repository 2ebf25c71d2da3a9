//! A cluster on AKS, private and over three zones.
//!
//! For the workloads of a chart. By construction
//!
//! - neither its nodes nor its control plane have addresses that the internet knows,
//! - the disks of its nodes are encrypted with the key of the perimeter, and what is on its way there by the hosts,
//! - what runs in it is known by identities of the tenant and not by keys, and there are no accounts but those of the tenant,
//! - Defender watches it, and Azure's policies for clusters hold in it,
//! - network policies are enforced, nodes start from what was measured, and mend and renew themselves,
//! - all logs of its control plane are kept as long as the policy asks for.
//!
//! Its secrets are encrypted with a key of Azure's: with one of the customer's only where the control plane is in the network itself, for
//! which the operator's objects have no member.

use std::marker::PhantomData;

use hc_cdk::{
    cluster::Cluster,
    construct::{Construct, Spec},
    data::{Class, DataClass},
    dimension::{
        PolicyFloor,
        availability::{AvailabilityFor, MultiRegion},
    },
    model::Role,
    policy::{Dimension, Policy},
    rule::Rule,
    stack::{Scope, Within},
    target::Region,
    value::{Object, Value},
};
use hc_cdk_manifest::{
    naming::{name_of, once},
    tree,
};

use super::nodes::Nodes;
use crate::{
    grant::{self, Known},
    kinds::{AgentPool, ManagedCluster},
    literal::Guid,
    names::{PRINCIPAL_OF_NODES, role},
    naming::{Thing, owner, part_name, put},
    network::entra,
    perimeter::{Perimeter, PerimeterFor},
    registry::Registry,
    rules::rule,
    sentences::{AksNeedsAdmins, AksNeedsNodes, AksNeedsPerimeter, ClusterIsPrivate},
    stack::Azure,
};

/// A cluster that a stack has taken, for data of class `D`.
#[derive(Debug, Clone)]
pub struct AksHandle<D> {
    name: String,
    pub(crate) thing: Thing,
    /// The config map that says who signs the tokens of its accounts.
    issuer: Object,
    /// The network that it is in.
    network: Value<String>,
    /// The region of its stack.
    region: &'static str,
    class: PhantomData<fn() -> D>,
}

impl<D> AksHandle<D> {
    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The cluster as charts are made for it: `Chart::in_cluster(name, &cluster.in_region(region::EastUs2))`. The region is that of the
    /// stack.
    pub fn in_region<R: Region>(&self, region: R) -> Cluster<R> {
        let cluster = Cluster::new(self.name.clone(), region, self.issuer.clone(), self.network.clone());
        cluster.standing_in(self.region).running(&RUNS).services_in(entra()).labels(TAKES_ON.0, TAKES_ON.1)
    }
}

/// What AKS brings along: the driver of its disks, and what measures pods.
///
/// Source: "Container Storage Interface (CSI) drivers on Azure Kubernetes Service", and "Core concepts" on components of a cluster.
const RUNS: [&str; 2] = ["disk.csi.azure.com", "metrics-server"];

/// The label of pods that take on an identity: without it they get no token.
const TAKES_ON: (&str, &str) = ("azure.workload.identity/use", "true");

/// A cluster for data of class `D`, which its perimeter says. `A` is its availability.
///
/// ```
/// # use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
/// # use hc_cdk_azure::{prelude::*, region};
/// # let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::EastUs2);
/// # let group = ResourceGroup::builder().name(group!("clinic-prod"));
/// # let group = group.subscription(guid!("0b1f6471-1bf0-4dda-aec3-cb9272f09590"));
/// # let group = stack.add("Group", group.tenant(guid!("72f988bf-86f1-41af-91ab-2d7cd011db47")));
/// # let network = stack.add("Network", Network::builder().group(&group).cidr(cidr!("10.50.0.0/16")));
/// # let vault = KeyVault::builder().network(&network).name(vault!("clinic-prod-keys"));
/// # let key = stack.add("Key", vault.key(key!("clinical/6f0c1d2e3a4b5c6d7e8f90a1b2c3d4e5")));
/// # let audit = stack.add("Audit", AuditLogs::builder().key(&key));
/// # let clinical = Perimeter::<Phi>::builder().network(&network).key(&key).audit(&audit);
/// # let clinical = stack.add("Clinical", clinical);
/// let cluster = AksCluster::builder().perimeter(&clinical).nodes(Nodes::of("Standard_D4ds_v5").between(3, 50));
/// let cluster = cluster.admins(guid!("5f0c1d2e-3a4b-4c6d-8e8f-90a1b2c3d4e5"));
/// let cluster = stack.add("Cluster", cluster);
/// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
/// ```
#[derive(Debug, Clone)]
pub struct AksCluster<D: DataClass, A = PolicyFloor> {
    parts: AksParts<D>,
    position: PhantomData<A>,
}

hc_cdk::builder! {
    /// What a cluster is made of.
    pub struct AksParts<D: DataClass>;
    /// A cluster that is being described.
    pub struct AksClusterBuilder => AksCluster<D>;
    needs {
        /// The perimeter that it is in.
        perimeter(perimeter: &(impl PerimeterFor<D> + ?Sized)) -> Perimeter<D> { perimeter.it().clone() }: AksNeedsPerimeter;
        /// Its nodes.
        nodes(nodes: Nodes) -> Nodes { nodes }: AksNeedsNodes;
        /// The group of people in the tenant who administer it.
        admins(group: Guid) -> Guid { group }: AksNeedsAdmins;
    }
    also { registries: Vec<(String, Thing)> }
    never { public_endpoint: ClusterIsPrivate }
    positions AksCluster {
        /// What may fail without the cluster failing, instead of what the policy asks for.
        availability: A,
    }
}

impl<D: DataClass, State> AksClusterBuilder<D, State> {
    /// Lets its nodes pull images from a registry. May be said several times.
    pub fn pulls_from(mut self, registry: &Registry) -> Self {
        once(&mut self.registries, (registry.called(), registry.thing.clone()));
        self
    }
}

impl<D: DataClass, A> Spec for AksCluster<D, A> {
    type Handle = AksHandle<D>;
    const KIND: &'static str = "AksCluster";
    const INVARIANTS: &'static [Rule] = &[
        rule::CLUSTER_IS_PRIVATE,
        rule::CLUSTER_KNOWS_WHO_IT_IS,
        rule::CLUSTER_IS_DEFENDED,
        rule::CLUSTER_KEEPS_PODS_APART,
        rule::CLUSTER_HAS_ZONES,
        rule::CLUSTER_IS_RENEWED,
        rule::NODES_HAVE_ENCRYPTED_DISKS,
        rule::NODES_ARE_SHIELDED,
        rule::LOGS_ARE_KEPT,
        rule::IS_WATCHED,
        rule::GRANT_IS_NARROW,
        rule::IN_ITS_REGION,
        rule::IN_ITS_GROUP,
    ];
}

impl<D: DataClass, A: AvailabilityFor<P>, P: Policy> Construct<P, Azure> for AksCluster<D, A> {
    fn declare(self, scope: &mut Within<'_, P, Azure>) -> AksHandle<D> {
        scope.stands_at(Dimension::availability, A::POSITION);
        if A::POSITION >= MultiRegion::POSITION {
            let help = "a cluster survives the loss of a zone: have a second one in another region";
            scope.reject(None, "is in one region, and its position is `MultiRegion`", help);
        }
        let (network, issuer) = (self.parts.perimeter.network.thing.id.clone(), issuer(scope));
        let thing = declare(scope, D::CLASS, self.parts);
        AksHandle { name: name_of(scope), thing, issuer, network, region: scope.region(), class: PhantomData }
    }
}

fn declare<D: DataClass>(scope: &mut Scope<'_>, class: Class, parts: AksParts<D>) -> Thing {
    let AksParts { perimeter: zone, nodes, admins, registries } = parts;
    scope.plays(Role::Other, class);
    judge(scope, &zone, nodes);
    let (home, subnet) = (zone.home(), &zone.network.nodes);
    let identity = grant::identity(scope, home, "Identity", scope.region());
    identity.may(scope, home, "Joins", role::JOINS, subnet);
    if let Some(disks) = &zone.key.disks {
        identity.may(scope, home, "ReadsDisks", role::READS, disks);
    }
    let mut spec = specification(&name_of(scope), scope.region(), &zone, &admins);
    spec.insert("identity", identity.thing.identity());
    let mut pool = nodes.of_the_cluster().pool(subnet, "System");
    pool.insert("name", "system");
    spec.insert("agentPoolProfiles", vec![pool]);
    let known = Known::of(scope, "Kubelet");
    let said = (!registries.is_empty()).then(|| vec![known.expression(PRINCIPAL_OF_NODES)]);
    spec.insert(
        "operatorSpec",
        tree! { configMaps: { oidcIssuerProfile: issuer(scope) }, configMapExpressions?: said },
    );
    let cluster = put(scope, home, "", ManagedCluster(spec));
    for (name, registry) in &registries {
        known.may(scope, home, &format!("Pulls{name}"), role::PULLS, registry);
    }
    pool_of(scope, &zone, &cluster, nodes);
    let thing = Thing::new("containerservice", "ManagedCluster", cluster);
    zone.audit.watches(scope, "Logs", &thing);
    thing
}

/// The config map in which the operator writes who signs the tokens of the cluster's accounts.
fn issuer(scope: &Scope<'_>) -> Object {
    tree! { name: part_name(scope, "Issuer"), key: "issuer" }
}

/// What only values show to be wrong.
fn judge<D: DataClass>(scope: &mut Scope<'_>, zone: &Perimeter<D>, nodes: Nodes) {
    if nodes.least < 3 || nodes.most < nodes.least {
        let message = format!("has from {} to {} nodes", nodes.least, nodes.most);
        scope.reject(None, message, "have at least 3, one in each zone, and as many or more at most");
    }
    let (asked, most) = (nodes.most + nodes.of_the_cluster().most, zone.network.plan.most_nodes());
    if asked > most {
        let message = format!("has up to {asked} nodes, and its network has addresses for the pods of {most}");
        scope.reject(None, message, "give the network more addresses, such as a `/16`, or have fewer nodes");
    }
}

fn pool_of<D: DataClass>(scope: &mut Scope<'_>, zone: &Perimeter<D>, cluster: &Value<String>, nodes: Nodes) {
    let mut pool = nodes.pool(&zone.network.nodes, "User");
    pool.insert("azureName", "nodes");
    pool.insert("owner", owner(cluster));
    put(scope, zone.home(), "Nodes", AgentPool(pool));
}

fn specification<D: DataClass>(name: &str, region: &'static str, zone: &Perimeter<D>, admins: &Guid) -> Object {
    let (home, plan) = (zone.home(), zone.network.plan);
    tree! {
        location: region,
        owner: owner(&home.id),
        sku: { name: "Base", tier: "Standard" },
        dnsPrefix: name.to_owned(),
        disableLocalAccounts: true,
        enableRBAC: true,
        aadProfile: {
            managed: true,
            enableAzureRBAC: true,
            tenantID: home.tenant.as_str().to_owned(),
            adminGroupObjectIDs: vec![admins.as_str().to_owned()],
        },
        publicNetworkAccess: "Disabled",
        apiServerAccessProfile: {
            enablePrivateCluster: true,
            enablePrivateClusterPublicFQDN: false,
            privateDNSZone: "system",
            disableRunCommand: true,
        },
        networkProfile: {
            networkPlugin: "azure",
            networkPluginMode: "overlay",
            networkDataplane: "cilium",
            networkPolicy: "cilium",
            podCidr: plan.pods.to_string(),
            serviceCidr: plan.services.to_string(),
            dnsServiceIP: plan.names(),
            outboundType: "userAssignedNATGateway",
            loadBalancerSku: "standard",
        },
        oidcIssuerProfile: { enabled: true },
        securityProfile: {
            workloadIdentity: { enabled: true },
            defender: {
                logAnalyticsWorkspaceResourceReference: zone.audit.workspace.named(),
                securityMonitoring: { enabled: true },
            },
            imageCleaner: { enabled: true, intervalHours: 24 },
        },
        addonProfiles: {
            azurepolicy: { enabled: true },
            azureKeyvaultSecretsProvider: { enabled: true, config: { enableSecretRotation: "true" } },
        },
        diskEncryptionSetReference?: zone.key.disks.as_ref().map(Thing::named),
        autoUpgradeProfile: { upgradeChannel: "stable", nodeOSUpgradeChannel: "NodeImage" },
        azureMonitorProfile: { metrics: { enabled: true } },
        workloadAutoScalerProfile: { keda: { enabled: true }, verticalPodAutoscaler: { enabled: true } },
        nodeResourceGroupProfile: { restrictionLevel: "ReadOnly" },
    }
}
