//! A cluster on GKE, private and over three zones.
//!
//! For the workloads of a chart. By construction
//!
//! - neither its nodes nor its control plane have addresses that the internet knows,
//! - its secrets and the disks of its nodes are encrypted with the key of the perimeter, and it is backed up as the policy asks for,
//! - what runs in it is known by identities of the project and not by keys, and no image runs that the project's policy does not allow,
//! - network policies are enforced, nodes start from what was measured, and mend and renew themselves,
//! - all logs of its control plane and of its workloads are kept as long as the policy asks for.

use std::marker::PhantomData;

use hc_cdk::{
    cluster::Cluster,
    construct::{Construct, Spec},
    data::{Class, DataClass},
    dimension::{
        Level, PolicyFloor,
        availability::{AvailabilityFor, MultiRegion},
    },
    model::Role,
    policy::{Dimension, Policy},
    rule::Rule,
    stack::{Scope, Within},
    target::Region,
    value::{Object, Value},
};
use hc_cdk_manifest::{naming::name_of, object::Custom, tree};

use super::nodes::{self, Nodes};
use crate::{
    audit,
    kinds::{BackupPlan, ContainerCluster},
    names::{NO_DEFAULT_POOL, OF_A_CLUSTER, RESTRICTED, TOKENS},
    naming::{by_name, meta, staying},
    network::{PODS, SERVICES},
    perimeter::{Perimeter, PerimeterFor, Zone},
    region::zones,
    rules::{COMPONENTS, rule},
    sentences::{ClusterIsPrivate, ClusterNeedsNodes, GkeNeedsPerimeter},
    stack::Gcp,
};

/// A cluster that a stack has taken, for data of class `D`.
#[derive(Debug, Clone)]
pub struct GkeHandle<D> {
    pub(crate) name: String,
    pub(crate) cluster: Value<String>,
    /// The identities of its accounts.
    pub(crate) pool: String,
    /// The network that it is in.
    pub(crate) network: Value<String>,
    /// The region of its stack.
    region: &'static str,
    class: PhantomData<fn() -> D>,
}

impl<D> GkeHandle<D> {
    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its object, as a reference.
    pub fn object(&self) -> &Value<String> {
        &self.cluster
    }

    /// The cluster as charts are made for it: `Chart::in_cluster(name, &cluster.in_region(region::Iowa))`. The region is that of the stack.
    pub fn in_region<R: Region>(&self, region: R) -> Cluster<R> {
        let cluster = Cluster::new(self.name.clone(), region, self.pool.clone(), self.network.clone());
        cluster.standing_in(self.region).running(&RUNS).services_in([RESTRICTED]).tokens_at(TOKENS.0, TOKENS.1)
    }
}

/// What it brings along: the driver of its disks, which is turned on below, and what measures pods.
const RUNS: [&str; 2] = ["pd.csi.storage.gke.io", "metrics-server"];

/// A cluster for data of class `D`, which its perimeter says. `A` is its availability.
///
/// ```
/// # use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
/// # use hc_cdk_gcp::{cluster::Nodes, prelude::*, region};
/// # let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::Iowa);
/// # let project = Project::builder().id(project!("clinic-prod")).number(112_233_445_566);
/// # let project = stack.add("Project", project);
/// # let key = stack.add("Key", CryptoKey::builder().project(&project));
/// # let audit = stack.add("Audit", AuditSink::builder().key(&key));
/// # let network = Network::builder().project(&project).cidr(cidr!("10.40.0.0/16"));
/// # let network = stack.add("Network", network);
/// # let clinical = Perimeter::<Phi>::builder().network(&network).key(&key).audit(&audit);
/// # let clinical = stack.add("Clinical", clinical);
/// let cluster = GkeCluster::builder().perimeter(&clinical).nodes(Nodes::of("n2-standard-4").between(3, 50));
/// let cluster = stack.add("Cluster", cluster);
/// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
/// ```
#[derive(Debug, Clone)]
pub struct GkeCluster<D: DataClass, A = PolicyFloor> {
    parts: ClusterParts<D>,
    position: PhantomData<A>,
}

hc_cdk::builder! {
    /// What a cluster is made of.
    pub struct ClusterParts<D: DataClass>;
    /// A cluster that is being described.
    pub struct GkeClusterBuilder => GkeCluster<D>;
    needs {
        /// The perimeter that it is in.
        perimeter(perimeter: &(impl PerimeterFor<D> + ?Sized)) -> Perimeter<D> { perimeter.it().clone() }: GkeNeedsPerimeter;
        /// Its nodes.
        nodes(nodes: Nodes) -> Nodes { nodes }: ClusterNeedsNodes;
    }
    never { public_endpoint: ClusterIsPrivate }
    positions GkeCluster {
        /// What may fail without the cluster failing, instead of what the policy asks for.
        availability: A,
    }
}

impl<D: DataClass, A> Spec for GkeCluster<D, A> {
    type Handle = GkeHandle<D>;
    const KIND: &'static str = "GkeCluster";
    const INVARIANTS: &'static [Rule] = &[
        rule::CLUSTER_IS_PRIVATE,
        rule::CLUSTER_SECRETS_ARE_ENCRYPTED,
        rule::CLUSTER_KNOWS_ITS_WORKLOADS,
        rule::CLUSTER_RUNS_ALLOWED_IMAGES,
        rule::CLUSTER_KEEPS_PODS_APART,
        rule::CLUSTER_LOGS_EVERYTHING,
        rule::CLUSTER_HAS_ZONES,
        rule::CLUSTER_IS_RENEWED,
        rule::NODES_ARE_SHIELDED,
        rule::NODES_HAVE_AN_ACCOUNT,
        rule::NODES_HAVE_ENCRYPTED_DISKS,
        rule::CLUSTER_IS_BACKED_UP,
        rule::GRANT_IS_NARROW,
        rule::LOGS_ARE_KEPT,
        rule::IN_ITS_REGION,
        rule::IN_ITS_PROJECT,
    ];
}

impl<D: DataClass, A: AvailabilityFor<P>, P: Policy> Construct<P, Gcp> for GkeCluster<D, A> {
    fn declare(self, scope: &mut Within<'_, P, Gcp>) -> GkeHandle<D> {
        scope.stands_at(Dimension::availability, A::POSITION);
        if A::POSITION >= MultiRegion::POSITION {
            let help = "a cluster survives the loss of a zone: have a second one in another region";
            scope.reject(None, "is in one region, and its position is `MultiRegion`", help);
        }
        let kept = Kept {
            logs: <P::LogRetention as Level>::POSITION.days(),
            backups: <P::BackupRetention as Level>::POSITION.days(),
        };
        let ClusterParts { perimeter, nodes } = self.parts;
        let cluster = declare(scope, D::CLASS, &perimeter.zone, &nodes, kept);
        let pool = format!("{}.svc.id.goog", perimeter.zone.home().id());
        GkeHandle {
            name: name_of(scope),
            cluster,
            pool,
            network: perimeter.zone.network.id,
            region: scope.region(),
            class: PhantomData,
        }
    }
}

/// For how many days what is of the cluster is kept.
#[derive(Debug, Clone, Copy)]
struct Kept {
    logs: u32,
    backups: u32,
}

fn declare(scope: &mut Scope<'_>, class: Class, zone: &Zone, nodes: &Nodes, kept: Kept) -> Value<String> {
    scope.plays(Role::Other, class);
    let (name, home) = (name_of(scope), zone.home());
    zone.key.serves(scope, "container-engine-robot");
    let mut metadata = staying(name.clone(), home);
    if let Some(annotations) = &mut metadata.annotations {
        annotations.insert(NO_DEFAULT_POOL, "true");
    }
    let spec = specification(scope.region(), zone);
    let made = scope.resource("", Custom { metadata, spec: ContainerCluster(spec) });
    scope.after(&made, "KeyUse");
    nodes::declare(scope, zone, &made.id(), nodes);
    audit::logs(scope, &zone.key, &format!("{OF_A_CLUSTER}\"{name}\""), kept.logs);
    zone.key.serves_as(scope, "BackupKeyUse", "gcp-sa-gkebackup");
    backups(scope, zone, &made.id(), kept.backups);
    made.id()
}

fn specification(region: &'static str, zone: &Zone) -> Object {
    let (network, plan, project) = (&zone.network, zone.network.plan, zone.home().id());
    let closed = tree! {
        enablePrivateNodes: true,
        enablePrivateEndpoint: true,
        masterIpv4CidrBlock: plan.control.to_string(),
        masterGlobalAccessConfig: { enabled: false },
    };
    let own = tree! { cidrBlock: plan.whole.to_string(), displayName: "network" };
    let place = tree! {
        location: region,
        nodeLocations: zones(region).to_vec(),
        initialNodeCount: 1,
        networkRef: by_name(&network.id),
        subnetworkRef: by_name(&network.subnetwork),
        networkingMode: "VPC_NATIVE",
        ipAllocationPolicy: { clusterSecondaryRangeName: PODS, servicesSecondaryRangeName: SERVICES },
        privateClusterConfig: closed,
        masterAuthorizedNetworksConfig: { cidrBlocks: vec![own], gcpPublicCidrsAccessEnabled: false },
        masterAuth: { clientCertificateConfig: { issueClientCertificate: false } },
    };
    guarded(zone, project).iter().fold(place, |all, (name, value)| all.with(name.to_owned(), value.clone()))
}

/// What a cluster is guarded by, beside where it is.
fn guarded(zone: &Zone, project: &str) -> Object {
    tree! {
        databaseEncryption: { state: "ENCRYPTED", keyName: zone.key.path.clone() },
        workloadIdentityConfig: { workloadPool: format!("{project}.svc.id.goog") },
        binaryAuthorization: { evaluationMode: "PROJECT_SINGLETON_POLICY_ENFORCE" },
        securityPostureConfig: { mode: "BASIC", vulnerabilityMode: "VULNERABILITY_BASIC" },
        releaseChannel: { channel: "REGULAR" },
        enableShieldedNodes: true,
        enableLegacyAbac: false,
        enableIntranodeVisibility: true,
        datapathProvider: "ADVANCED_DATAPATH",
        loggingConfig: { enableComponents: COMPONENTS.to_vec() },
        monitoringConfig: { enableComponents: vec!["SYSTEM_COMPONENTS"], managedPrometheus: { enabled: true } },
        addonsConfig: {
            gcePersistentDiskCsiDriverConfig: { enabled: true },
            gkeBackupAgentConfig: { enabled: true },
            horizontalPodAutoscaling: { disabled: false },
            httpLoadBalancing: { disabled: false },
        },
        verticalPodAutoscaling: { enabled: true },
    }
}

/// Every night the state of the cluster, its secrets and its disks, as long as the policy asks for backups.
fn backups(scope: &mut Scope<'_>, zone: &Zone, cluster: &Value<String>, days: u32) {
    let (name, home, region) = (name_of(scope), zone.home(), scope.region());
    if days > 365 {
        let message = format!("keeps backups for {days} days, and Backup for GKE keeps them for 365 at most");
        scope.reject(
            None,
            message,
            "sign for the rest, and have what must stay longer copied to a bucket that keeps it",
        );
    }
    let before = format!("projects/{}/locations/{region}/clusters/", home.id());
    let spec = tree! {
        projectRef: { external: home.id().to_owned() },
        location: region,
        cluster: Value::concat([before.into(), cluster.clone().into()]),
        backupConfig: {
            allNamespaces: true,
            includeVolumeData: true,
            includeSecrets: true,
            encryptionKey: { gcpKmsEncryptionKey: zone.key.path.clone() },
        },
        backupSchedule: { cronSchedule: "0 2 * * *" },
        retentionPolicy: { backupRetainDays: i64::from(days), backupDeleteLockDays: i64::from(days.min(90)), locked: true },
    };
    scope.resource("Backups", Custom { metadata: meta(name, home), spec: BackupPlan(spec) });
}
