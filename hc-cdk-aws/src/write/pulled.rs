//! Images that the nodes of a cluster cannot pull, since their network answers for no name of the registry. For images of a
//! `FargateService` a network answers by itself; what charts run is known once the app has both.

use hc_cdk::{check::Checked, finding::Finding, rule::Subject};

use crate::rules::answered_by;

/// What leads out of a network.
const WAYS_OUT: [&str; 5] = [
    "AWS::EC2::EgressOnlyInternetGateway",
    "AWS::EC2::TransitGatewayAttachment",
    "AWS::EC2::TransitGatewayVpcAttachment",
    "AWS::EC2::VPCGatewayAttachment",
    "AWS::NetworkManager::VpcAttachment",
];

pub(super) fn check(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    for pulls in checked.pulls() {
        let Some(network) = network(&pulls.hosts) else { continue };
        let is_closed = WAYS_OUT.iter().all(|kind| network.users_of(kind).next().is_none());
        let names = answered_by(&network);
        let is_answered = |host: &str| match &names {
            // Without a way out, nothing but the registry of the region is reached, and that by its endpoints.
            _ if is_closed => host.ends_with(&format!(".dkr.ecr.{}.amazonaws.com", network.stack.region)),
            Some(names) => {
                names.iter().any(|it| *it == host || it.strip_prefix('*').is_some_and(|end| host.ends_with(end)))
            }
            None => true,
        };
        let missing = pulls.but(is_answered);
        if missing.is_empty() {
            continue;
        }
        let listed = |left: &str, right: &str| {
            let each: Vec<String> = missing.iter().map(|it| format!("{left}{it}{right}")).collect();
            each.join(", ")
        };
        let lacks = if is_closed { "has no way out to" } else { "answers for no" };
        let message =
            format!("{lacks} {}, where nodes of a cluster pull what {} runs", listed("`", "`"), pulls.run_by(&missing));
        let help = if is_closed {
            "copy the images into repositories of ECR in its region".to_owned()
        } else {
            format!("have it answer: `.answers_for([{}])`", listed("domain!(\"", "\")"))
        };
        let (stack, it) = (network.stack, network.resource);
        findings.push(stack.finding("ImageOutOfReach", it.construct, message, help));
    }
}

/// The network of a cluster of the app, if that is of the app, too.
fn network<'a>(cluster: &Subject<'a>) -> Option<Subject<'a>> {
    let subnets = cluster.list("ResourcesVpcConfig/SubnetIds");
    cluster.referred(subnets.first()?)?.target("VpcId")
}
