//! A Kubernetes cluster on EKS, made in a perimeter, with its nodes.
//!
//! For workloads that are described in charts. Not for a few services, which a `FargateService` runs without machines to look after.
//! By construction
//!
//! - its API has an address in the network, and none on the internet,
//! - secrets are encrypted with the key of the perimeter, and so are the disks of nodes,
//! - all that its control plane logs is kept, encrypted, for as long as the policy asks for records of who did what,
//! - whoever gets in is named by an entry of the program ([`ClusterAccess`](super::ClusterAccess)), and who made the cluster has none,
//! - nodes run an image for containers in every zone of the network, and neither people nor pods get at their credentials,
//! - pods take on roles one account at a time, what every cluster runs has a version, and network policies are kept to.
//!
//! EKS names the log group after the cluster, so that it can only be declared, encrypted and kept if the cluster's name is fixed:
//! `stack-path`, in lower case. Whoever deploys to it has to be in the network, or come through it.
//!
//! The disks of nodes are started by Auto Scaling, which the key lets in: the account has its role
//! (`AWSServiceRoleForAutoScaling`) once it has had a group of machines, or by `aws iam create-service-linked-role
//! --aws-service-name autoscaling.amazonaws.com`. A key of another stack, or one that exists already, has to say so itself. The cluster
//! autoscaler is installed in the cluster like every operator, as the account `cluster-autoscaler` of `kube-system`, and so is the AWS
//! Load Balancer Controller, as `aws-load-balancer-controller`: it fills the target groups of the app, and makes no load balancers.
//! The driver of EBS disks runs as the account `ebs-csi-controller-sa`, with the policy that AWS keeps for it, and may use the keys that
//! the cluster names.

use hc_cdk::{
    cluster::Cluster,
    construct::{Construct, Spec},
    data::DataClass,
    policy::Policy,
    resource::Made,
    rule::Rule,
    stack::{Scope, Within},
    target::Region,
};

use super::{
    addons,
    handle::{Eks, Parts},
    nodes::{self, IsNodes, Nodes},
    request::Request,
    version::KubernetesVersion,
};
use crate::{
    audit::{Logs, log_group},
    cfn::{
        eks::{self, cluster as property},
        iam::{OidcProvider, Role},
    },
    iam::aws_role,
    keys::Key,
    perimeter::{Perimeter, PerimeterFor},
    position::Deletion,
    rule,
    sentences::{ClusterNeedsNodes, ClusterNeedsPerimeter, ClusterNeedsRegion},
    stack::Aws,
};

hc_cdk::builder! {
    /// A cluster on EKS, in the perimeter of a class of data, in the region `R` of its stack.
    ///
    /// ```
    /// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
    /// use hc_cdk_aws::{account::AdministratorRole, cluster::{ClusterAccess, Nodes}, iam::Statement, prelude::*, region};
    ///
    /// let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
    /// let key = stack.add("Key", CustomerKey::builder());
    /// let trail = stack.add("Audit", AuditTrail::builder().key(&key));
    /// let vpc = stack.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&key).zones(Zones::Three));
    /// let clinical = stack.add("Clinical", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail));
    ///
    /// let wards = EksCluster::builder().perimeter(&clinical).region(region::UsEast1).nodes(Nodes::between(3..=50));
    /// let wards = stack.add("Wards", wards);
    ///
    /// let looks = Statement::allow(actions!["eks:AccessKubernetesApi", "eks:DescribeCluster"], [wards.arn()]);
    /// let people = AdministratorRole::builder().purpose("administers the cluster").allow(&looks);
    /// let people = stack.add("People", people);
    /// stack.add("Access", ClusterAccess::builder().cluster(&wards).role(people.arn()));
    /// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
    /// ```
    ///
    /// `Chart::in_cluster("wards", &wards)` is a chart for it, of the crate `hc-cdk-k8s`.
    pub struct EksCluster<D: DataClass, R: Region<Target = Aws>>;
    /// A cluster that is being described.
    pub struct EksClusterBuilder => EksCluster<D, R>;
    needs {
        /// The perimeter that it is in.
        perimeter(perimeter: &(impl PerimeterFor<D> + ?Sized)) -> Perimeter<D> { perimeter.it().clone() }: ClusterNeedsPerimeter;
        /// The region of its stack, by which the compiler knows where the data of its charts resides.
        region(region: R) -> R { region }: ClusterNeedsRegion;
        /// Its nodes.
        nodes(nodes: impl IsNodes) -> Nodes { nodes.it().clone() }: ClusterNeedsNodes;
    }
    may {
        /// The version of Kubernetes, and those of what every cluster runs.
        version(version: KubernetesVersion) -> KubernetesVersion { version } = KubernetesVersion::V1_35;
        /// Other keys than the perimeter's by which disks of its charts are encrypted: those of each
        /// `EncryptedStorage::ebs().key(..)`. A class with a key that is none of these is a finding.
        disk_keys(keys: impl DiskKeys) -> Vec<Key> { keys.all() } = Vec::new();
    }
    also { more: Vec<(&'static str, Nodes)> }
}

impl<D: DataClass, R: Region<Target = Aws>, State> EksClusterBuilder<D, R, State> {
    /// More nodes, of other machines: a group of that name beside the first, such as `models`, of which one is in each zone, too. Their
    /// label `eks.amazonaws.com/nodegroup` is `nodes-models`.
    #[expect(clippy::needless_pass_by_value, reason = "it is handed over, as to `nodes`")]
    pub fn more_nodes(mut self, name: &'static str, nodes: impl IsNodes) -> Self {
        self.more.push((name, nodes.it().clone()));
        self
    }
}

impl<D: DataClass, R: Region<Target = Aws>> Spec for EksCluster<D, R> {
    type Handle = Eks<R>;
    const KIND: &'static str = "EksCluster";
    const INVARIANTS: &'static [Rule] = &[
        rule::CLUSTER_IS_PRIVATE,
        rule::CLUSTER_ENCRYPTS_SECRETS,
        rule::CLUSTER_LOGS_ALL,
        rule::CLUSTER_LOGS_HAVE_A_GROUP,
        rule::CLUSTER_LETS_IN_BY_ENTRIES,
        rule::CLUSTER_HAS_ZONES,
        rule::NODES_RUN_AN_IMAGE_FOR_CONTAINERS,
        rule::NODES_KEEP_THEIR_CREDENTIALS,
        rule::NODES_HAVE_THE_CUSTOMERS_KEY,
        rule::NODES_HAVE_ZONES,
        rule::ADDONS_HAVE_A_VERSION,
        rule::PODS_KEEP_TO_POLICIES,
        rule::LOG_GROUP_KEEPS,
        rule::CLOUD_WATCH_LOG_GROUP_ENCRYPTED,
        rule::RECORDS_STAY,
    ];
}

impl<D, R, P> Construct<P, Aws> for EksCluster<D, R>
where
    D: DataClass,
    R: Region<Target = Aws>,
    P: Policy,
{
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> Eks<R> {
        let Self { perimeter, region, nodes, version, mut disk_keys, more } = self;
        let groups: Vec<_> = std::iter::once(("", nodes)).chain(more).collect();
        let name = name(scope);
        if disk_keys.iter().all(|it| it.arn().json() != perimeter.key.arn().json()) {
            disk_keys.push(perimeter.key.clone());
        }
        let request = Request {
            name: &name,
            key: &perimeter.key,
            disk_keys: &disk_keys,
            network: &perimeter.network,
            logs: Logs::of_audit::<P>(&perimeter.key),
            deletion: Deletion::of::<P>(),
        };
        let (made, provider, filler) = declare(scope, &request, R::NAME, &groups, &version);
        let hosts = made.get(eks::Cluster::CLUSTER_SECURITY_GROUP_ID);
        let cluster = Cluster::new(name.clone(), region, provider.get(OidcProvider::ARN), hosts);
        let cluster = cluster.services_in(perimeter.network.private_networks().iter().copied()).running(&addons::RUNS);
        let cluster = cluster.encrypting_by(disk_keys.iter().map(|it| it.arn().json().clone()));
        let (key, network) = (perimeter.key.clone(), perimeter.network);
        Eks { cluster, parts: Parts { made, name, region: R::NAME, filler, network, key } }
    }
}

/// The name of the cluster. Charts have to know it when the program runs, so it is reported if it does not.
fn name(scope: &mut Scope<'_>) -> String {
    let name = scope.physical_name().lower();
    name.known().unwrap_or_else(|| {
        let message = format!("would be called `{name}`, and charts name their cluster before it is deployed");
        scope.reject(None, message, "put the cluster into a stack without a suffix that is a parameter");
        name.to_string()
    })
}

fn declare(
    scope: &mut Scope<'_>,
    request: &Request<'_>,
    region: &'static str,
    groups: &[(&'static str, Nodes)],
    version: &KubernetesVersion,
) -> (Made<eks::Cluster>, Made<OidcProvider>, Made<Role>) {
    if region != scope.region() {
        let message = format!("is said to be in {region}, and its stack is in {}", scope.region());
        scope.reject(None, message, "name the region of the stack");
    }
    request.network.reaches(scope, &NODES_CALL);
    let group = format!("/aws/eks/{}/cluster", request.name).into();
    let logs = log_group(scope, "Logs", &request.logs, Some(group));
    let role = aws_role(scope, "Role", "eks.amazonaws.com", "runs the cluster", &["AmazonEKSClusterPolicy"]);
    let made = scope.resource("", cluster(request, &role, version));
    // EKS makes a log group that is not there, unencrypted and for ever, so ours comes first.
    scope.depends_on(&made, &logs);
    let provider = scope.resource(
        "Provider",
        OidcProvider {
            client_id_list: Some(vec!["sts.amazonaws.com".into()]),
            url: Some(made.get(eks::Cluster::OPEN_ID_CONNECT_ISSUER_URL)),
            ..Default::default()
        },
    );
    let first = addons::before_nodes(scope, &made, version);
    let nodes = nodes::declare(scope, request, &made, groups);
    for (group, addon) in nodes.iter().flat_map(|group| first.iter().map(move |addon| (group, addon))) {
        scope.depends_on(group, addon);
    }
    if let Some(nodes) = nodes.first() {
        addons::on_nodes(scope, request, &made, version, nodes);
    }
    if groups.iter().any(|(_, it)| it.vary()) {
        addons::autoscaler(scope, &made);
    }
    let filler = addons::filler(scope, &made);
    (made, provider, filler)
}

/// The services that nodes and what runs on them from the beginning call.
///
/// Source: "Deploy private clusters with limited internet access" in the user guide of EKS.
const NODES_CALL: [&str; 6] = ["ec2", "ecr", "eks", "eks-auth", "s3", "sts"];

fn cluster(request: &Request<'_>, role: &Made<Role>, version: &KubernetesVersion) -> eks::Cluster {
    let log = |kind: &&'static str| property::LoggingTypeConfig { r#type: Some((*kind).into()) };
    eks::Cluster {
        access_config: Some(property::AccessConfig {
            authentication_mode: Some("API".into()),
            bootstrap_cluster_creator_admin_permissions: Some(false.into()),
        }),
        bootstrap_self_managed_addons: Some(false.into()),
        deletion_protection: Some(request.deletion.is_protected().into()),
        encryption_config: Some(vec![property::EncryptionConfig {
            provider: Some(property::Provider { key_arn: Some(request.key.arn().into()) }),
            resources: Some(vec!["secrets".into()]),
        }]),
        logging: Some(property::Logging {
            cluster_logging: Some(property::ClusterLogging {
                enabled_types: Some(crate::rules::CONTROL_PLANE_LOGS.iter().map(log).collect()),
            }),
        }),
        name: Some(request.name.to_owned().into()),
        resources_vpc_config: Some(property::ResourcesVpcConfig {
            endpoint_private_access: Some(true.into()),
            endpoint_public_access: Some(false.into()),
            subnet_ids: Some(request.network.private().into_iter().map(Into::into).collect()),
            ..Default::default()
        }),
        role_arn: Some(role.get(Role::ARN)),
        version: Some(version.kubernetes.into()),
        ..Default::default()
    }
}

hc_cdk::lists! {
    #[diagnostic::on_unimplemented(
        message = "these are not keys that encrypt disks",
        label = "give them as a list: `[CustomerKey::existing(arn!(KeyArn, \"arn:aws:kms:..\"))]`",
        note = "HIPAA 45 CFR 164.312(a)(2)(iv): encryption and decryption"
    )]
    /// Keys of disks.
    DiskKeys: Key;
}
