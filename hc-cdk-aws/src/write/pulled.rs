//! Images that the nodes of a cluster cannot pull, since their network answers for no name of the registry. For images of a
//! `FargateService` a network answers by itself; what charts run is known once the app has both.

use hc_cdk::{
    check::Checked,
    finding::Finding,
    rule::Subject,
    value::{Json, Token},
};

use crate::{network::is_registry_of, rules::answered_by};

/// What leads out of a network, be it to another one in which there may be a registry.
const WAYS_OUT: [&str; 6] = [
    "AWS::EC2::EgressOnlyInternetGateway",
    "AWS::EC2::TransitGatewayAttachment",
    "AWS::EC2::TransitGatewayVpcAttachment",
    "AWS::EC2::VPCGatewayAttachment",
    "AWS::EC2::VPCPeeringConnection",
    "AWS::NetworkManager::VpcAttachment",
];

pub(super) fn check(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    for pulls in checked.pulls() {
        let Some(network) = network(&pulls.hosts) else { continue };
        let is_closed =
            WAYS_OUT.iter().all(|kind| network.users_of(kind).next().is_none()) && !reaches_others(&network);
        let names = answered_by(&network);
        let is_answered = |host: &str| match &names {
            // Without a way out, nothing but the registry of the region is reached, and that by its endpoints.
            _ if is_closed => is_registry_of(host, network.stack.region),
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

/// Whether a network has an endpoint of a service that is not of AWS, or of one that cannot be read: a registry may be behind it.
fn reaches_others(network: &Subject<'_>) -> bool {
    let is_of_aws =
        |it: &str| it.starts_with("aws.") || it.starts_with("com.amazonaws.") && !it.starts_with("com.amazonaws.vpce.");
    let name = |it: &Json| match it {
        Json::Token(token) => match token.as_ref() {
            Token::Concat(parts) => parts.first().and_then(Json::as_text).map(str::to_owned),
            _ => None,
        },
        it => it.as_text().map(str::to_owned),
    };
    network.users_of("AWS::EC2::VPCEndpoint").any(|it| {
        let service = it.property("ServiceName").and_then(name);
        service.is_none_or(|it| !is_of_aws(&it))
    })
}

/// The network of a cluster of the app, if that is of the app, too.
fn network<'a>(cluster: &Subject<'a>) -> Option<Subject<'a>> {
    let subnets = cluster.list("ResourcesVpcConfig/SubnetIds");
    cluster.referred(subnets.first()?)?.target("VpcId")
}
