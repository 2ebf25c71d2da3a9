//! The machines of a cluster: managed node groups, each by a launch template that says how they are started.
//!
//! By construction they run an image that is made for containers and nothing else, nobody signs in to them, their disks are encrypted
//! with the key of the perimeter, and their metadata answers to whoever has a token and to no pod.

use std::ops::RangeInclusive;

use hc_cdk::{
    control::hipaa,
    resource::Made,
    stack::Scope,
    value::{Value, pascal},
};

use super::request::Request;
use crate::{
    actions,
    cfn::{
        ec2::{self, launch_template as template},
        eks::{self, nodegroup},
        iam::Role,
    },
    iam::{Statement, aws_role, by_way_of},
    keys::Key,
    principal::Principal,
    pseudo,
};

/// A size of machines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Machine {
    name: &'static str,
    arm: bool,
}

impl Machine {
    /// 2 processors of Intel, 8 GiB.
    pub const M7I_LARGE: Self = Self { name: "m7i.large", arm: false };
    /// 4 processors of Intel, 16 GiB.
    pub const M7I_XLARGE: Self = Self { name: "m7i.xlarge", arm: false };
    /// 8 processors of Intel, 32 GiB.
    pub const M7I_2XLARGE: Self = Self { name: "m7i.2xlarge", arm: false };
    /// 2 processors of ARM, 8 GiB.
    pub const M7G_LARGE: Self = Self { name: "m7g.large", arm: true };
    /// 4 processors of ARM, 16 GiB.
    pub const M7G_XLARGE: Self = Self { name: "m7g.xlarge", arm: true };
    /// 8 processors of ARM, 32 GiB.
    pub const M7G_2XLARGE: Self = Self { name: "m7g.2xlarge", arm: true };
}

/// The image that machines run: one of those without a shell to sign in to, or with little beside containers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NodeImage {
    /// Bottlerocket: its root file system cannot be written, and is checked at each start.
    #[default]
    Bottlerocket,
    /// Amazon Linux 2023.
    AmazonLinux,
}

impl NodeImage {
    /// What EKS calls it.
    const fn kind(self, arm: bool) -> &'static str {
        match (self, arm) {
            (Self::Bottlerocket, false) => "BOTTLEROCKET_x86_64",
            (Self::Bottlerocket, true) => "BOTTLEROCKET_ARM_64",
            (Self::AmazonLinux, false) => "AL2023_x86_64_STANDARD",
            (Self::AmazonLinux, true) => "AL2023_ARM_64_STANDARD",
        }
    }

    /// Its disks: Bottlerocket has the system on one, and containers on another.
    const fn disks(self) -> &'static [(&'static str, Option<u32>)] {
        match self {
            Self::Bottlerocket => &[("/dev/xvda", Some(4)), ("/dev/xvdb", None)],
            Self::AmazonLinux => &[("/dev/xvda", None)],
        }
    }
}

/// How many machines a cluster has, and which.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nodes {
    least: u32,
    most: u32,
    machine: Machine,
    image: NodeImage,
    disk_gib: u32,
}

impl Nodes {
    /// At least and at most so many, of 4 processors of Intel with 100 GiB. How many there are is said by the cluster
    /// autoscaler. Where both are the same, it has nothing to say and no role: a [`Karpenter`](super::Karpenter) starts other machines.
    #[must_use]
    pub fn between(count: RangeInclusive<u32>) -> Self {
        let (least, most) = count.into_inner();
        Self { least, most, machine: Machine::M7I_XLARGE, image: NodeImage::default(), disk_gib: 100 }
    }

    /// The size of each.
    #[must_use]
    pub fn machine(self, machine: Machine) -> Self {
        Self { machine, ..self }
    }

    /// The image that they run.
    #[must_use]
    pub fn image(self, image: NodeImage) -> Self {
        Self { image, ..self }
    }

    /// How many GiB each has for containers.
    #[must_use]
    pub fn disk_gib(self, gib: u32) -> Self {
        Self { disk_gib: gib, ..self }
    }

    /// Whether there are not always as many, so that somebody has to say how many there are.
    pub(super) fn vary(&self) -> bool {
        self.least != self.most
    }

    fn judge(&self, scope: &mut Scope<'_>, zones: usize) {
        if self.least > self.most || self.most == 0 {
            scope.reject(
                None,
                format!("has from {} to {} nodes", self.least, self.most),
                "say the least first, and at least one at most, as in `Nodes::between(3..=50)`",
            );
        }
        if usize::try_from(self.least).is_ok_and(|least| least < zones) {
            let message = format!("may have {} nodes, in {zones} zones", self.least);
            scope.reject(Some(hipaa::CONTINGENCY_PLAN), message, "have at least one in each zone");
        }
    }
}

/// What somebody may do that makes disks which a key encrypts, or machines with such disks.
pub(super) fn encrypts_by(key: &Key) -> [Statement; 2] {
    let encrypts = actions!["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKeyWithoutPlaintext"];
    // A disk that is there goes on using the key.
    let goes_on = by_way_of("ec2", key.arn(), actions!["kms:CreateGrant"]);
    [by_way_of("ec2", key.arn(), encrypts), goes_on.when("Bool", "kms:GrantIsForAWSResource", "true")]
}

/// What the services that start machines do with the key of their disks.
const STARTING: &[crate::literal::action::Action] =
    actions!["kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKeyWithoutPlaintext"];

/// The name of the first node group, with which those of the others begin. Groups of machines are named after it, too.
pub(super) const NAME: &str = "nodes";

/// The most characters of the name of a further group: EKS takes 63 of a whole name.
const LONGEST: usize = 40;

/// Declares the nodes of a cluster, each group by its name; that of the first is empty.
pub(super) fn declare(
    scope: &mut Scope<'_>,
    request: &Request<'_>,
    cluster: &Made<eks::Cluster>,
    groups: &[(&'static str, Nodes)],
) -> Vec<Made<eks::Nodegroup>> {
    let role = role(scope, request);
    let mut names = Vec::new();
    let mut made = Vec::new();
    for (name, nodes) in groups {
        nodes.judge(scope, request.network.private().len());
        if made.is_empty() || judge_name(scope, &mut names, name) {
            made.push(group(scope, request, (cluster, &role), name, nodes));
        }
    }
    made
}

/// Whether a further group can be called that.
fn judge_name(scope: &mut Scope<'_>, names: &mut Vec<String>, name: &'static str) -> bool {
    let is_plain = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-';
    if name.len() > LONGEST || !name.starts_with(|it: char| it.is_ascii_lowercase()) || !name.bytes().all(is_plain) {
        let message = format!("calls a group of nodes `{name}`");
        scope.reject(None, message, "begin with a letter, and take small letters, digits and dashes, as in `models`");
        return false;
    }
    // Names of resources have no dashes.
    let id = pascal(name);
    if names.contains(&id) {
        let message = format!("has two groups of nodes that are called `{name}`, or differ in dashes alone");
        scope.reject(None, message, "give each a name of its own");
        return false;
    }
    names.push(id);
    true
}

/// The role of all nodes, which the services that start machines may encrypt disks for.
fn role(scope: &mut Scope<'_>, request: &Request<'_>) -> Made<Role> {
    let policies = ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly"];
    let role = aws_role(scope, "NodeRole", "ec2.amazonaws.com", "is a node of a cluster", &policies);
    if request.key.made().is_some() {
        let role = "role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling";
        let starts = pseudo::arn_global(["iam::".into(), pseudo::account().into(), format!(":{role}").into()]);
        request.key.let_in(scope, &Principal::Role(Value::from_json(starts)), STARTING);
    }
    role
}

fn group(
    scope: &mut Scope<'_>,
    request: &Request<'_>,
    (cluster, role): (&Made<eks::Cluster>, &Made<Role>),
    name: &'static str,
    nodes: &Nodes,
) -> Made<eks::Nodegroup> {
    let id = pascal(name);
    let called = if name.is_empty() { NAME.to_owned() } else { format!("{NAME}-{name}") };
    let started = scope.resource(format!("{id}NodeTemplate"), started(request, nodes));
    let group = scope.resource(
        format!("{id}Nodes"),
        eks::Nodegroup {
            ami_type: Some(nodes.image.kind(nodes.machine.arm).into()),
            cluster_name: Some(cluster.id()),
            instance_types: Some(vec![nodes.machine.name.into()]),
            launch_template: Some(nodegroup::LaunchTemplateSpecification {
                id: Some(started.get(ec2::LaunchTemplate::LAUNCH_TEMPLATE_ID)),
                version: Some(started.get(ec2::LaunchTemplate::LATEST_VERSION_NUMBER)),
                ..Default::default()
            }),
            node_repair_config: Some(nodegroup::NodeRepairConfig { enabled: Some(true.into()), ..Default::default() }),
            node_role: Some(role.get(Role::ARN).into()),
            nodegroup_name: Some(called.into()),
            scaling_config: Some(nodegroup::ScalingConfig {
                // It is where it begins: from then on the autoscaler says how many there are.
                desired_size: Some(nodes.least.into()),
                max_size: Some(nodes.most.into()),
                min_size: Some(nodes.least.into()),
            }),
            subnets: Some(request.network.private()),
            update_config: Some(nodegroup::UpdateConfig { max_unavailable: Some(1.0.into()), ..Default::default() }),
            ..Default::default()
        },
    );
    request.network.is_left_by(scope, &group);
    group
}

/// How machines are started.
fn started(request: &Request<'_>, nodes: &Nodes) -> ec2::LaunchTemplate {
    let disk = |(name, gib): &(&'static str, Option<u32>)| template::BlockDeviceMapping {
        device_name: Some((*name).into()),
        ebs: Some(template::Ebs {
            delete_on_termination: Some(true.into()),
            encrypted: Some(true.into()),
            kms_key_id: Some(request.key.arn().into()),
            volume_size: Some(gib.unwrap_or(nodes.disk_gib).into()),
            volume_type: Some("gp3".into()),
            ..Default::default()
        }),
        ..Default::default()
    };
    ec2::LaunchTemplate {
        launch_template_data: Some(template::LaunchTemplateData {
            block_device_mappings: Some(nodes.image.disks().iter().map(disk).collect()),
            metadata_options: Some(template::MetadataOptions {
                http_endpoint: Some("enabled".into()),
                // An answer that may go one hop reaches the machine, and no pod with a network of its own.
                http_put_response_hop_limit: Some(1.into()),
                http_tokens: Some("required".into()),
                ..Default::default()
            }),
            monitoring: Some(template::Monitoring { enabled: Some(true.into()) }),
            ..Default::default()
        }),
        ..Default::default()
    }
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "this does not say which nodes a cluster has",
        label = "write it as `Nodes::between(3..=50)`: the least and the most"
    )]
    /// Nodes.
    IsNodes: Nodes;
}
