//! A rule about every resource: that some rule can judge what it is.

use std::sync::LazyLock;

use indexmap::IndexSet;

use hc_cdk::{
    control::{hipaa, iso27001, soc2},
    rule::{Must, Subject, one_or_many},
    value::{Json, Quick},
};

use super::{
    account::SETS_PASSWORDS,
    network::{CLOSED_GROUP, is_closed},
    read::flat,
    when::regulated,
};

/// Types that keep no data, give nobody a permission and open nothing, each with the reason. Other rules read some of them to
/// judge what they belong to.
const HARMLESS: &[(&str, &str)] = &[
    ("AWS::ACMPCA::CertificateAuthorityActivation", "that an authority signs, which is judged"),
    ("AWS::ApiGateway::Account", "by which role API Gateway writes logs, and that role is judged"),
    ("AWS::ApiGateway::BasePathMapping", "which domain an interface has, and both are judged"),
    ("AWS::ApiGateway::ClientCertificate", "a certificate whose key nobody can read"),
    ("AWS::ApiGateway::Deployment", "what of an interface is deployed; the interface and its stage are judged"),
    ("AWS::ApiGateway::Model", "how a body of an interface looks, which is judged"),
    ("AWS::ApiGateway::RequestValidator", "whether requests to an interface are compared with what it says of them"),
    ("AWS::ApiGateway::UsagePlanKey", "which key has a share of an interface, and both are judged"),
    ("AWS::ApplicationAutoScaling::ScalableTarget", "how many of a thing there are"),
    ("AWS::ApplicationAutoScaling::ScalingPolicy", "when there are more of a thing"),
    ("AWS::AutoScaling::ScalingPolicy", "when there are more machines"),
    ("AWS::Backup::BackupSelection", "what a backup plan is about; the role that it uses is judged"),
    ("AWS::CertificateManager::Certificate", "a certificate whose key nobody can read"),
    ("AWS::CloudFront::OriginAccessControl", "how a distribution signs, which is judged by that"),
    ("AWS::CloudFront::ResponseHeadersPolicy", "what a distribution tells browsers, which is judged by that"),
    ("AWS::CodeDeploy::Application", "under which name something is deployed; how it is is judged"),
    ("AWS::CodeDeploy::DeploymentConfig", "by which steps something is deployed, which is judged by that"),
    ("AWS::Cognito::UserPoolClient", "as what an app signs in people of a pool, which is judged"),
    ("AWS::Cognito::UserPoolDomain", "where people of a pool sign in, which is judged"),
    ("AWS::Cognito::UserPoolGroup", "how people of a pool are marked; a role that they take on is judged"),
    ("AWS::Cognito::UserPoolResourceServer", "by which names an app may ask for what people of a pool may do"),
    ("AWS::Cognito::UserPoolUICustomizationAttachment", "how the page looks on which people of a pool sign in"),
    ("AWS::EC2::EIP", "an address, which reaches nothing by itself"),
    ("AWS::EC2::InternetGateway", "a gateway, which is used by routes only, and those are judged"),
    ("AWS::EC2::NatGateway", "a way out and none in"),
    ("AWS::EC2::RouteTable", "a list of routes, and those are judged"),
    ("AWS::EC2::SubnetRouteTableAssociation", "which routes a subnet has, and those are judged"),
    ("AWS::EC2::VPCEndpoint", "a way to a service of AWS inside of the network, which gives nobody a permission"),
    ("AWS::EC2::VPCGatewayAttachment", "which network a gateway belongs to"),
    ("AWS::EFS::MountTarget", "where files are reached; the group that is let in is judged, and so are the files"),
    ("AWS::EKS::PodIdentityAssociation", "which account of a cluster takes on a role, and that is judged"),
    ("AWS::ElastiCache::SubnetGroup", "where a cache stands, which is judged by that"),
    ("AWS::ElastiCache::User", "as whom a cache is used, which is judged by that"),
    ("AWS::ElastiCache::UserGroup", "as whom a cache is used, which is judged by that"),
    ("AWS::ElasticLoadBalancingV2::ListenerRule", "which service answers a path; its listener is judged"),
    ("AWS::IAM::InstanceProfile", "as which role a machine is known, and that role is judged"),
    ("AWS::IAM::OIDCProvider", "whose tokens the account reads; which of them a role trusts is judged with that"),
    ("AWS::KMS::Alias", "another name of a key"),
    ("AWS::Lambda::Alias", "another name of a version of a function; who may call that is judged"),
    ("AWS::Lambda::EventSourceMapping", "what runs a function; the role by which it takes that is judged"),
    ("AWS::Lambda::Version", "what a function was at a time, and the function is judged"),
    ("AWS::Logs::Delivery", "that logs of a source are delivered; what receives them is judged"),
    ("AWS::Logs::DeliveryDestination", "another name of what of the program receives logs, which is judged"),
    ("AWS::Logs::DeliverySource", "which logs of a resource are delivered"),
    ("AWS::RDS::DBClusterParameterGroup", "settings of a database, which is judged by them"),
    ("AWS::RDS::DBParameterGroup", "settings of a database, which is judged by them"),
    ("AWS::RDS::DBSubnetGroup", "where a database stands, which is judged by that"),
    ("AWS::RDS::OptionGroup", "plugins of a database, which is judged by them"),
    ("AWS::Route53::HostedZone", "a name on the internet"),
    (
        "AWS::Route53Resolver::FirewallDomainList",
        "names for which a network answers; who leaves for them is judged with them",
    ),
    (
        "AWS::Route53Resolver::FirewallRuleGroup",
        "for which names a network answers; who leaves for them is judged with that",
    ),
    (
        "AWS::Route53Resolver::FirewallRuleGroupAssociation",
        "that a network answers for some names; who leaves it is judged with that",
    ),
    ("AWS::S3::BucketPolicy", "who is let in, which rules about every resource judge"),
    ("AWS::SNS::TopicPolicy", "who is let in, which rules about every resource judge"),
    ("AWS::SQS::QueuePolicy", "who is let in, which rules about every resource judge"),
    ("AWS::SecretsManager::SecretTargetAttachment", "which store a secret is for"),
    ("AWS::ServiceDiscovery::HttpNamespace", "names by which services find each other; who reaches them is judged"),
    ("AWS::WAFv2::WebACLAssociation", "what a firewall stands before, which is judged by that"),
];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub JUDGED_TYPE = "JudgedType" {
        sentence: "it is of a type that a rule can judge",
        controls: &[hipaa::ACCESS_CONTROL, soc2::CHANGE_MANAGEMENT, iso27001::CONFIGURATION],
        on: &[],
        when: regulated,
        must: Must::Hold(is_judged),
        message: "is of a type that no rule can judge",
        help: "use types of which rules are known, or have somebody sign for it: `rule::JUDGED_TYPE` in a waiver",
    }
}

/// The types that a rule is about, or that are known to be harmless.
static KNOWN: LazyLock<IndexSet<&str, Quick>> = LazyLock::new(|| {
    let judged = super::READINGS.iter().copied().flatten().flat_map(|reading| reading.on);
    judged.copied().chain(HARMLESS.iter().map(|(kind, _)| *kind)).collect()
});

/// Whether a rule is about the type, or it is known to be harmless.
pub(crate) fn is_judged_type(kind: &str) -> bool {
    KNOWN.contains(kind)
}

/// What closes the default group of a network is judged with that. Of some types there are forms that are none of what others judge.
fn is_judged(subject: &Subject<'_>) -> bool {
    let is_one = match subject.kind() {
        "AWS::ApiGateway::Deployment" => ["StageDescription", "StageName"].iter().all(|it| subject.lacks(it)),
        "AWS::Config::RemediationConfiguration" => subject.text("TargetId") == Some(SETS_PASSWORDS),
        "AWS::EC2::VPCEndpoint" => leads_to_aws(subject),
        "AWS::IAM::InstanceProfile" => is_known_by_reference(subject),
        "AWS::Logs::DeliveryDestination" => stays_here(subject),
        _ => true,
    };
    is_judged_type(subject.kind()) && is_one || subject.is(CLOSED_GROUP) && is_closed(subject)
}

/// Whether a profile says by reference which role it gives, and whoever bears it says so by reference, too: by names, nobody knows.
fn is_known_by_reference(profile: &Subject<'_>) -> bool {
    let roles = one_or_many(profile.property("Roles"));
    profile.lacks("InstanceProfileName")
        && roles.iter().all(|it| profile.referred(it).is_some_and(|it| it.is("AWS::IAM::Role")))
}

/// Whether an endpoint leads to a service of AWS. Another one leads to whoever offers it.
fn leads_to_aws(endpoint: &Subject<'_>) -> bool {
    const BY: [&str; 2] = ["Gateway", "Interface"];
    let is_by = |it: &Json| it.as_text().is_some_and(|it| BY.contains(&it));
    let service = endpoint.property("ServiceName").and_then(flat);
    endpoint.property("VpcEndpointType").is_none_or(is_by)
        && service
            .is_some_and(|it| !it.contains(".vpce.") && (it.starts_with("com.amazonaws.") || it.starts_with("aws.")))
}

/// Whether logs are delivered to something of the program, or to the traces of the account.
fn stays_here(destination: &Subject<'_>) -> bool {
    let to = "DestinationResourceArn";
    destination.lacks(to) || destination.property(to).is_some_and(|it| !destination.references_in(it).is_empty())
}

#[cfg(test)]
mod tests {
    use super::HARMLESS;

    #[test]
    fn harmless_types_stand_once_in_order_and_with_a_reason() {
        assert!(HARMLESS.is_sorted_by(|one, next| one.0 < next.0));
        assert!(HARMLESS.iter().all(|(_, reason)| reason.len() > 8));
    }
}
