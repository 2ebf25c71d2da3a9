//! Karpenter for a cluster: what it may do, what it starts machines by, and who tells it that AWS takes one away.
//!
//! Karpenter itself is installed in the cluster, as the account `karpenter` of `kube-system`, and runs on the cluster's own nodes; charts
//! say by a `NodeClass` and a `NodePool` which machines it starts. By construction
//!
//! - it starts machines in the private subnets and by the security group of its cluster, from images of AWS, and in no other place,
//! - it tags and ends what it has started itself, by the tag of its cluster, and nothing else,
//! - machines are known by one profile, whose role lets them find the cluster and pull images,
//! - messages about machines wait in a queue that is encrypted with the key of the perimeter.
//!
//! Machines that AWS may take back want the role `AWSServiceRoleForEC2Spot`, which an account has once it had one, or by `aws iam
//! create-service-linked-role --aws-service-name spot.amazonaws.com`.
//!
//! Source: `KarpenterControllerPolicy` in "`CloudFormation`" of Karpenter's documentation, version 1.6. It is narrower here: subnets, security
//! group and profile are those of the cluster, images are AWS's own, and it makes no profiles. That asks for `ec2:Owner` of images and
//! snapshots, as "Actions, resources, and condition keys for Amazon EC2" has it.

use hc_cdk::{
    construct::{Construct, Spec},
    machines::{MachineFacts, Machines},
    policy::Policy,
    resource::Made,
    rule::Rule,
    stack::{Scope, Within},
    value::{Json, Object, Value},
};

use super::{
    addons::associate,
    handle::{IsEks, Parts},
    nodes,
};
use crate::{
    actions,
    cfn::{
        eks,
        events::{self, rule::Target},
        iam::{InstanceProfile, Role},
        sqs,
    },
    channel::{self, EVENTS, QueueParts},
    iam::{Statement, aws_role, by_way_of, permit, pod_role},
    position::Deletion,
    pseudo, rule,
    sentences::KarpenterNeedsCluster,
    stack::Aws,
};

hc_cdk::builder! {
    /// Karpenter for a cluster. A stack gives for it what machines are started by, which a `NodeClass` of a chart takes.
    ///
    /// ```
    /// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
    /// use hc_cdk_aws::{cluster::Nodes, prelude::*, region};
    ///
    /// # let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
    /// # let key = stack.add("Key", CustomerKey::builder());
    /// # let trail = stack.add("Audit", AuditTrail::builder().key(&key));
    /// # let vpc = stack.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&key));
    /// # let clinical = stack.add("Clinical", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail));
    /// // The nodes that Karpenter itself runs on.
    /// let wards = EksCluster::builder().perimeter(&clinical).region(region::UsEast1).nodes(Nodes::between(3..=3));
    /// let wards = stack.add("Wards", wards);
    /// let machines = stack.add("Karpenter", Karpenter::builder().cluster(&wards));
    /// # let _ = machines;
    /// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
    /// ```
    pub struct Karpenter;
    /// Karpenter as it is being described.
    pub struct KarpenterBuilder => Karpenter;
    needs {
        /// The cluster.
        cluster(cluster: &(impl IsEks + ?Sized)) -> Parts { cluster.parts().clone() }: KarpenterNeedsCluster;
    }
}

impl Spec for Karpenter {
    type Handle = Machines;
    const KIND: &'static str = "Karpenter";
    const INVARIANTS: &'static [Rule] = &[
        rule::ACTIONS_ARE_NAMED,
        rule::RESOURCES_ARE_NAMED,
        rule::POLICIES_ARE_WRITTEN_HERE,
        rule::CLUSTER_IS_ADMINISTERED_BY_PEOPLE,
    ];
}

impl<P: Policy> Construct<P, Aws> for Karpenter {
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> Machines {
        declare(scope, &self.cluster, Deletion::of::<P>())
    }
}

fn declare(scope: &mut Scope<'_>, cluster: &Parts, deletion: Deletion) -> Machines {
    let policies = ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly"];
    let node = aws_role(scope, "NodeRole", "ec2.amazonaws.com", "is a node that Karpenter starts", &policies);
    let profile = scope.resource("Profile", InstanceProfile { roles: Some(vec![node.id()]), ..Default::default() });
    // What is of this type becomes a node, and may do what a node has to.
    scope.resource(
        "Nodes",
        eks::AccessEntry {
            cluster_name: Some(cluster.made.id()),
            principal_arn: Some(node.get(Role::ARN).into()),
            r#type: Some("EC2_LINUX".into()),
            ..Default::default()
        },
    );
    let queue = interruptions(scope, cluster, deletion);
    let role = pod_role(scope, "Role", cluster.made.get(eks::Cluster::ARN), "starts the nodes of a cluster", &[]);
    permit(scope, "StartingPolicy", &role, starting(cluster));
    permit(scope, "Policy", &role, other(cluster, &node, &profile, &queue));
    associate(scope, &cluster.made, "Association", "karpenter", &role);
    Machines::new(MachineFacts {
        cluster: cluster.name.clone(),
        region: cluster.region,
        profile: profile.id().into(),
        subnets: cluster.network.private().into_iter().map(Into::into).collect(),
        groups: vec![cluster.made.get(eks::Cluster::CLUSTER_SECURITY_GROUP_ID).into()],
        key: cluster.key.arn().into(),
    })
}

/// What AWS tells about machines, as the source of an event and its kind.
const TOLD: [(&str, &str, &str); 4] = [
    ("ScheduledChange", "aws.health", "AWS Health Event"),
    ("SpotInterruption", "aws.ec2", "EC2 Spot Instance Interruption Warning"),
    ("Rebalance", "aws.ec2", "EC2 Instance Rebalance Recommendation"),
    ("StateChange", "aws.ec2", "EC2 Instance State-change Notification"),
];

/// The queue that Karpenter looks into. It has the name of the cluster, by which whoever installs Karpenter names both.
fn interruptions(scope: &mut Scope<'_>, cluster: &Parts, deletion: Deletion) -> Made<sqs::Queue> {
    channel::open_key(scope, &cluster.key, &[channel::queues_of(EVENTS)]);
    let parts = QueueParts {
        name: Some(cluster.name.clone()),
        key: &cluster.key,
        deletion,
        hidden_seconds: None,
        failed: None,
        events: Vec::new(),
    };
    let queue = channel::queue_with_policy(scope, "Interruptions", &parts);
    for (name, source, kind) in TOLD {
        let pattern = Object::new().with("source", vec![source]).with("detail-type", vec![kind]);
        let target = Target {
            arn: Some(queue.made.get(sqs::Queue::ARN).into()),
            id: Some("Interruptions".into()),
            ..Default::default()
        };
        let rule = scope.resource(
            name,
            events::Rule {
                event_pattern: Some(pattern.into()),
                state: Some("ENABLED".into()),
                targets: Some(vec![target]),
                ..Default::default()
            },
        );
        queue.hears(scope, &rule);
    }
    queue.made
}

/// Things of EC2 of this account, by their kinds.
fn of_account<const N: usize>(kinds: [&'static str; N]) -> [Value<String>; N] {
    kinds.map(|kind| pseudo::arn_here("ec2", [format!("{kind}/*").into()]))
}

/// Whether a statement is about what bears the tag of the cluster: what is asked for, or what there is.
fn tagged(statement: Statement, of: &'static str, cluster: &str) -> Statement {
    statement.when("StringEquals", format!("aws:{of}Tag/kubernetes.io/cluster/{cluster}"), "owned").when(
        "StringLike",
        format!("aws:{of}Tag/karpenter.sh/nodepool"),
        "*",
    )
}

/// What it takes to start machines.
fn starting(cluster: &Parts) -> Vec<Statement> {
    let name = cluster.name.as_str();
    let run = actions!["ec2:CreateFleet", "ec2:RunInstances"];
    let part = |kind: &'static str, id: Json| pseudo::arn_here("ec2", [kind.into(), id]);
    let group = cluster.made.get(eks::Cluster::CLUSTER_SECURITY_GROUP_ID);
    let places = cluster.network.private().into_iter().map(|it| part("subnet/", it.into()));
    let places = places.chain([part("security-group/", group.into())]);
    let of_aws = |kind: &str| pseudo::arn_of_no_account("ec2", [format!("{kind}/*").into()]);
    let made = ["fleet", "instance", "launch-template", "network-interface", "spot-instances-request", "volume"];
    let creation = Json::List(["RunInstances", "CreateFleet", "CreateLaunchTemplate"].map(Json::from).into());
    let names = Json::List(["eks:eks-cluster-name", "karpenter.sh/nodeclaim", "Name"].map(Json::from).into());
    let create = actions!["ec2:CreateFleet", "ec2:CreateLaunchTemplate", "ec2:RunInstances"];
    let end = actions!["ec2:DeleteLaunchTemplate", "ec2:TerminateInstances"];
    let tag = || actions!["ec2:CreateTags"];
    let of_cluster = |it: Statement| it.when("StringEquals", "aws:RequestTag/eks:eks-cluster-name", name.to_owned());
    vec![
        Statement::allow(run, places),
        Statement::allow(run, ["image", "snapshot"].map(of_aws)).when("StringEquals", "ec2:Owner", "amazon"),
        tagged(Statement::allow(run, of_account(["launch-template"])), "Resource", name),
        of_cluster(tagged(Statement::allow(create, of_account(made)), "Request", name)),
        of_cluster(tagged(Statement::allow(tag(), of_account(made)), "Request", name)).when(
            "StringEquals",
            "ec2:CreateAction",
            creation,
        ),
        tagged(Statement::allow(tag(), of_account(["instance"])), "Resource", name)
            .when("StringEqualsIfExists", "aws:RequestTag/eks:eks-cluster-name", name.to_owned())
            .when("ForAllValues:StringEquals", "aws:TagKeys", names),
        tagged(Statement::allow(end, of_account(["instance", "launch-template"])), "Resource", name),
    ]
}

/// What else it takes: to look at what there is, to hand on the role of machines, to hear of them, and to encrypt their disks.
fn other(
    cluster: &Parts,
    node: &Made<Role>,
    profile: &Made<InstanceProfile>,
    queue: &Made<sqs::Queue>,
) -> Vec<Statement> {
    let looks = actions![
        "ec2:DescribeCapacityReservations",
        "ec2:DescribeImages",
        "ec2:DescribeInstanceTypeOfferings",
        "ec2:DescribeInstanceTypes",
        "ec2:DescribeInstances",
        "ec2:DescribeLaunchTemplates",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSpotPriceHistory",
        "ec2:DescribeSubnets",
    ];
    let public = pseudo::arn_of_no_account("ssm", ["parameter/aws/service/*".into()]);
    let hears = actions!["sqs:DeleteMessage", "sqs:GetQueueUrl", "sqs:ReceiveMessage"];
    let mut statements = vec![
        Statement::allow(looks, ["*"]).when("StringEquals", "aws:RequestedRegion", pseudo::region()),
        Statement::allow(actions!["pricing:GetProducts"], ["*"]),
        Statement::allow(actions!["ssm:GetParameter"], [public]),
        Statement::allow(actions!["iam:PassRole"], [node.get(Role::ARN)]).when(
            "StringEquals",
            "iam:PassedToService",
            "ec2.amazonaws.com",
        ),
        Statement::allow(actions!["iam:GetInstanceProfile"], [profile.get(InstanceProfile::ARN)]),
        Statement::allow(actions!["eks:DescribeCluster"], [cluster.made.get(eks::Cluster::ARN)]),
        Statement::allow(hears, [queue.get(sqs::Queue::ARN)]),
        by_way_of("sqs", cluster.key.arn(), actions!["kms:Decrypt"]),
    ];
    statements.extend(nodes::encrypts_by(&cluster.key));
    statements
}
