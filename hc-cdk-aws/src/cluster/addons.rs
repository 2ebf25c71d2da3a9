//! What every cluster runs: the network of its pods, names, the proxy, the agent by which pods take on roles, the driver of disks, and what
//! measures pods; and whoever of the cluster has a role from the beginning.

use hc_cdk::{
    resource::Made,
    stack::Scope,
    value::{Json, Value},
};

use super::{nodes, request::Request, version::KubernetesVersion};
use crate::{
    actions,
    cfn::{
        eks::{self, addon},
        iam::Role,
    },
    iam::{Statement, permit, pod_role},
    pseudo,
};

/// What has the network of pods keep to network policies. Without it they are objects that nobody reads.
const POLICIES: &str = r#"{"enableNetworkPolicy":"true"}"#;

/// Declares what a node needs to be ready, in the order in which it does.
pub(super) fn before_nodes(
    scope: &mut Scope<'_>,
    cluster: &Made<eks::Cluster>,
    version: &KubernetesVersion,
) -> [Made<eks::Addon>; 3] {
    let identity = declare(scope, "PodIdentityAgent", addon(cluster, "eks-pod-identity-agent", version.identity));
    let role = pod_role(
        scope,
        "NetworkRole",
        cluster.get(eks::Cluster::ARN),
        "gives pods their addresses",
        &["AmazonEKS_CNI_Policy"],
    );
    let network = eks::Addon {
        configuration_values: Some(POLICIES.into()),
        ..acting(addon(cluster, "vpc-cni", version.network), "aws-node", &role)
    };
    let network = declare(scope, "PodNetwork", network);
    scope.depends_on(&network, &identity);
    [identity, network, declare(scope, "Proxy", addon(cluster, "kube-proxy", version.proxy))]
}

/// Declares what runs on nodes like any pod.
pub(super) fn on_nodes(
    scope: &mut Scope<'_>,
    request: &Request<'_>,
    cluster: &Made<eks::Cluster>,
    version: &KubernetesVersion,
    nodes: &Made<eks::Nodegroup>,
) {
    let arn = cluster.get(eks::Cluster::ARN);
    let role = pod_role(scope, "DisksRole", arn, "makes disks for pods", &["AmazonEBSCSIDriverPolicyV2"]);
    let permitted =
        permit(scope, "DisksPolicy", &role, request.disk_keys.iter().flat_map(nodes::encrypts_by).collect());
    let disks = acting(addon(cluster, "aws-ebs-csi-driver", version.disks), "ebs-csi-controller-sa", &role);
    let disks = declare(scope, "Disks", disks);
    scope.depends_on(&disks, &permitted);
    let names = declare(scope, "Names", addon(cluster, "coredns", version.names));
    let metrics = declare(scope, "Metrics", addon(cluster, "metrics-server", version.metrics));
    for addon in [&disks, &names, &metrics] {
        scope.depends_on(addon, nodes);
    }
}

/// What a cluster runs of the objects that charts take, by these add-ons.
pub(super) const RUNS: [&str; 2] = ["ebs.csi.aws.com", "metrics-server"];

/// An add-on whose account takes on a role.
fn acting(addon: eks::Addon, account: &'static str, role: &Made<Role>) -> eks::Addon {
    let takes_on = addon::PodIdentityAssociation {
        role_arn: Some(Value::from_json(role.get(Role::ARN))),
        service_account: Some(account.into()),
    };
    eks::Addon { pod_identity_associations: Some(vec![takes_on]), ..addon }
}

fn declare(scope: &mut Scope<'_>, name: &'static str, it: eks::Addon) -> Made<eks::Addon> {
    scope.resource(name, it)
}

fn addon(cluster: &Made<eks::Cluster>, name: &'static str, version: &'static str) -> eks::Addon {
    eks::Addon {
        addon_name: Some(name.into()),
        addon_version: Some(version.into()),
        cluster_name: Some(cluster.id()),
        resolve_conflicts: Some("OVERWRITE".into()),
        ..Default::default()
    }
}

/// Lets the cluster autoscaler, which is installed in the cluster as an operator is, say how many nodes there are: those of
/// this cluster.
pub(super) fn autoscaler(scope: &mut Scope<'_>, cluster: &Made<eks::Cluster>) {
    let role =
        pod_role(scope, "AutoscalerRole", cluster.get(eks::Cluster::ARN), "says how many nodes a cluster has", &[]);
    let looks = actions![
        "autoscaling:DescribeAutoScalingGroups",
        "autoscaling:DescribeAutoScalingInstances",
        "autoscaling:DescribeScalingActivities",
        "autoscaling:DescribeTags",
        "ec2:DescribeImages",
        "ec2:DescribeInstanceTypes",
        "ec2:DescribeLaunchTemplateVersions",
    ];
    let name = cluster.id();
    let group = format!("autoScalingGroup:*:autoScalingGroupName/eks-{}-*", nodes::NAME);
    let groups = pseudo::arn_here("autoscaling", [group.into()]);
    let of_nodes = [cluster_part("nodegroup/", &name, "/*")];
    let scales = actions!["autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"];
    let scales =
        Statement::allow(scales, [groups]).when("StringEquals", "aws:ResourceTag/eks:cluster-name", name.clone());
    let statements =
        vec![Statement::allow(looks, ["*"]), Statement::allow(actions!["eks:DescribeNodegroup"], of_nodes), scales];
    permit(scope, "AutoscalerPolicy", &role, statements);
    associate(scope, cluster, "Autoscaler", "cluster-autoscaler", &role);
}

/// Lets the AWS Load Balancer Controller, which is installed in the cluster as an operator is, look at target groups. Each route to
/// a cluster lets it fill its own, and nothing else: it makes no load balancers.
///
/// Source: AWS Load Balancer Controller, "IAM permissions" for clusters with `TargetGroupBinding` only.
pub(super) fn filler(scope: &mut Scope<'_>, cluster: &Made<eks::Cluster>) -> Made<Role> {
    let role = pod_role(
        scope,
        "FillerRole",
        cluster.get(eks::Cluster::ARN),
        "fills target groups with addresses of pods",
        &[],
    );
    let looks = actions![
        "ec2:DescribeInstances",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeVpcs",
        "elasticloadbalancing:DescribeTargetGroups",
        "elasticloadbalancing:DescribeTargetHealth",
    ];
    permit(scope, "FillerPolicy", &role, vec![Statement::allow(looks, ["*"])]);
    associate(scope, cluster, "Filler", "aws-load-balancer-controller", &role);
    role
}

/// The ARN of something of a cluster.
fn cluster_part(kind: &'static str, cluster: &Value<String>, rest: &'static str) -> Value<String> {
    pseudo::arn_here("eks", [kind.into(), Json::from(cluster.clone()), rest.into()])
}

/// Says that an account of the cluster's own namespace takes on a role.
pub(super) fn associate(
    scope: &mut Scope<'_>,
    cluster: &Made<eks::Cluster>,
    name: &'static str,
    account: &'static str,
    role: &Made<Role>,
) {
    scope.resource(
        name,
        eks::PodIdentityAssociation {
            cluster_name: Some(cluster.id()),
            namespace: Some("kube-system".into()),
            role_arn: Some(Value::from_json(role.get(Role::ARN))),
            service_account: Some(account.into()),
            ..Default::default()
        },
    );
}
