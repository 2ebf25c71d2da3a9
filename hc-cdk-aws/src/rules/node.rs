//! Rules about the nodes of clusters on EKS, as their launch templates start them.

use hc_cdk::{
    control::{hipaa, iso27001, soc2},
    dimension::availability::MultiAz,
    policy::Dimension,
    rule::{Known, Must, Subject, asks, at, known, real_data},
    value::{Json, Token},
};

use super::{
    clauses::{AVAILABLE, CONFIDENTIAL},
    kubernetes::has_zones,
    read::{number, text_at},
    when::is_customer_key,
};

const NODES: &[&str] = &["AWS::EKS::Nodegroup"];

/// Images that are made for containers: how their names begin, and the disks that they have.
///
/// Source: "Customize managed nodes with launch templates" in the user guide of EKS, and Bottlerocket's documentation.
const IMAGES: [(&str, &[&str]); 2] = [("AL2023_", &["/dev/xvda"]), ("BOTTLEROCKET_", &["/dev/xvda", "/dev/xvdb"])];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub NODES_RUN_AN_IMAGE_FOR_CONTAINERS = "NodesRunAnImageForContainers" {
        sentence: "nodes run an image that AWS keeps for containers, and take no keys to sign in by",
        controls: &[hipaa::ACCESS_CONTROL, soc2::LOGICAL_ACCESS, iso27001::CONFIGURATION],
        on: NODES,
        when: real_data,
        must: Must::Hold(runs_an_image),
        message: "runs an image of one's own or an old one, what its launch template says at the start, or takes keys to sign in by",
        help: "set `AmiType` to one of Bottlerocket or Amazon Linux 2023, and leave out `RemoteAccess`, or use an `EksCluster`",
    }

    pub NODES_KEEP_THEIR_CREDENTIALS = "NodesKeepTheirCredentials" {
        sentence: "the credentials of a node are given to whoever has a token of it, and to no pod with a network of its own",
        controls: &[hipaa::ACCESS_ISOLATION, hipaa::ACCESS_CONTROL, soc2::LEAST_PRIVILEGE],
        on: NODES,
        when: real_data,
        must: Must::Hold(keeps_credentials),
        message: "gives its credentials to pods",
        help: "set `HttpTokens` to `required` and `HttpPutResponseHopLimit` to 1 in its launch template, or use an `EksCluster`",
    }

    pub NODES_HAVE_THE_CUSTOMERS_KEY = "NodesHaveTheCustomersKey" {
        sentence: "every volume of a node is encrypted with the customer's key",
        controls: CONFIDENTIAL,
        on: NODES,
        when: |policy| asks(policy, Dimension::key_custody),
        must: Must::Hold(has_the_customers_key),
        message: "has a disk that is not encrypted with a customer-managed key",
        help: "set `Encrypted` and `KmsKeyId` of each disk of the image in its launch template, or use an `EksCluster`",
    }

    pub NODES_HAVE_ZONES = "NodesHaveZones" {
        sentence: "nodes are in as many zones as the policy asks for",
        controls: AVAILABLE,
        on: NODES,
        when: |policy| asks(policy, Dimension::availability),
        must: Must::Hold(|it| has_zones(it, "Subnets") && has_several(it)),
        message: "is in too few zones for what the policy asks for",
        help: "name subnets of several zones, and have at least two nodes, or use an `EksCluster`",
    }
}

/// The launch template of a node group, if its nodes start by the newest version of it, which is the one that the program says.
fn template<'a>(nodes: &Subject<'a>) -> Option<Subject<'a>> {
    let Json::Token(version) = nodes.property("LaunchTemplate/Version")? else { return None };
    let is_newest = matches!(version.as_ref(), Token::Attribute { name: Some("LatestVersionNumber"), .. });
    let template = nodes.target("LaunchTemplate/Id").filter(|it| it.is("AWS::EC2::LaunchTemplate"))?;
    (is_newest && template.is_named_in(nodes, "LaunchTemplate/Version")).then_some(template)
}

/// Whether there are enough nodes for several zones, where the policy asks for them.
fn has_several(nodes: &Subject<'_>) -> bool {
    let several = |name: &str| nodes.property(name).and_then(number).is_some_and(|it| it > 1);
    let desired = "ScalingConfig/DesiredSize";
    nodes.stack.policy.floor(Dimension::availability) < MultiAz::POSITION
        || several("ScalingConfig/MinSize") && (nodes.lacks(desired) || several(desired))
}

/// The disks of the image, if it is one for containers.
fn image(nodes: &Subject<'_>) -> Option<&'static [&'static str]> {
    let kind = nodes.text("AmiType")?;
    IMAGES.iter().find(|(begin, _)| kind.starts_with(begin)).map(|(_, disks)| *disks)
}

fn runs_an_image(nodes: &Subject<'_>) -> bool {
    let own = ["ImageId", "KeyName", "UserData"];
    image(nodes).is_some()
        && nodes.lacks("RemoteAccess")
        && template(nodes).is_some_and(|it| own.iter().all(|name| it.lacks(&format!("LaunchTemplateData/{name}"))))
}

fn keeps_credentials(nodes: &Subject<'_>) -> bool {
    template(nodes).is_some_and(|it| {
        it.text("LaunchTemplateData/MetadataOptions/HttpTokens") == Some("required")
            && it.property("LaunchTemplateData/MetadataOptions/HttpPutResponseHopLimit").and_then(number) == Some(1)
    })
}

fn has_the_customers_key(nodes: &Subject<'_>) -> bool {
    let Some((template, image)) = template(nodes).zip(image(nodes)) else { return false };
    let disks = template.list("LaunchTemplateData/BlockDeviceMappings");
    let encrypted = |disk: &Json| {
        at(disk, "Ebs/Encrypted").map(known) == Some(Known::Is(true))
            && at(disk, "Ebs/KmsKeyId").is_some_and(|key| is_customer_key(&template, key))
    };
    disks.iter().all(encrypted)
        && image.iter().all(|name| disks.iter().any(|disk| text_at(disk, "DeviceName") == Some(name)))
}
