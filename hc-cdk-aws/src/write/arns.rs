//! ARNs of things that exist elsewhere than where a service takes them from, and those that say too little.
//!
//! What the account of a stack is, no program knows; which region it is for, every stack says. Sources: "SSL certificates for your
//! Application Load Balancer" (of its region), "Requirements for using SSL/TLS certificates with CloudFront" (of us-east-1), "Setting up
//! custom domain names" of API Gateway and Amazon Cognito, `PutMetricAlarm` (topics of the alarm's region), `RotateSecret`, "Adding layers
//! to functions", "Amazon S3 event notification types and destinations" (of the bucket's region), `PutTargets` of `EventBridge` (only
//! buses elsewhere), `AssociateWebACL`, the `KmsKeyId` of each service (keys of its region), and "What's in a Secrets Manager secret" (six characters behind the name).

use hc_cdk::{
    check::Checked,
    finding::Finding,
    model::{ResourceModel, StackModel},
    value::Json,
};

use super::found::{all_at, marked};
use crate::{literal::arn::is_whole, rules::ARN};

/// What is elsewhere than it has to be is called this in findings.
const ELSEWHERE: &str = "ArnElsewhere";
/// What says too little, this.
const PARTIAL: &str = "ArnIncomplete";

/// Where CloudFront, and what stands in front of it, takes things from.
const EVERYWHERE: &str = "us-east-1";

/// What is taken from the region of the stack.
const HERE: [(&str, &str); 30] = [
    ("AWS::ApiGateway::DomainName", "RegionalCertificateArn"),
    ("AWS::ApiGatewayV2::DomainName", "DomainNameConfigurations/*/CertificateArn"),
    ("AWS::Backup::BackupSelection", "BackupSelection/Resources/*"),
    ("AWS::Backup::BackupVault", "EncryptionKeyArn"),
    ("AWS::CloudTrail::Trail", "CloudWatchLogsLogGroupArn"),
    ("AWS::CloudWatch::Alarm", "AlarmActions/*"),
    ("AWS::CloudWatch::Alarm", "InsufficientDataActions/*"),
    ("AWS::CloudWatch::Alarm", "OKActions/*"),
    ("AWS::CloudWatch::CompositeAlarm", "AlarmActions/*"),
    ("AWS::CloudWatch::CompositeAlarm", "InsufficientDataActions/*"),
    ("AWS::CloudWatch::CompositeAlarm", "OKActions/*"),
    ("AWS::EC2::FlowLog", "LogDestination"),
    ("AWS::ECS::Service", "LoadBalancers/*/TargetGroupArn"),
    ("AWS::ECS::Service", "TaskDefinition"),
    ("AWS::ElasticLoadBalancingV2::Listener", "Certificates/*/CertificateArn"),
    ("AWS::ElasticLoadBalancingV2::ListenerCertificate", "Certificates/*/CertificateArn"),
    ("AWS::Events::Rule", "Targets/*/Arn"),
    ("AWS::Events::Rule", "Targets/*/DeadLetterConfig/Arn"),
    ("AWS::Lambda::EventSourceMapping", "EventSourceArn"),
    ("AWS::Lambda::EventSourceMapping", "FunctionName"),
    ("AWS::Lambda::Function", "DeadLetterConfig/TargetArn"),
    ("AWS::Lambda::Function", "FileSystemConfigs/*/Arn"),
    ("AWS::Lambda::Function", "Layers/*"),
    ("AWS::S3::Bucket", "NotificationConfiguration/LambdaConfigurations/*/Function"),
    ("AWS::S3::Bucket", "NotificationConfiguration/QueueConfigurations/*/Queue"),
    ("AWS::S3::Bucket", "NotificationConfiguration/TopicConfigurations/*/Topic"),
    ("AWS::SecretsManager::RotationSchedule", "RotationLambdaARN"),
    ("AWS::SecretsManager::RotationSchedule", "SecretId"),
    ("AWS::WAFv2::WebACLAssociation", "ResourceArn"),
    ("AWS::WAFv2::WebACLAssociation", "WebACLArn"),
];

/// What is taken from `us-east-1`, wherever the stack is.
const ONE_REGION: [(&str, &str); 4] = [
    ("AWS::ApiGateway::DomainName", "CertificateArn"),
    ("AWS::CloudFront::Distribution", "DistributionConfig/ViewerCertificate/AcmCertificateArn"),
    ("AWS::CloudFront::Distribution", "DistributionConfig/WebACLId"),
    ("AWS::Cognito::UserPoolDomain", "CustomDomainConfig/CertificateArn"),
];

/// Where policies of identities name what they allow.
const ALLOWED: [&str; 4] = [
    "PolicyDocument/Statement/*/Resource",
    "PolicyDocument/Statement/*/Resource/*",
    "Policies/*/PolicyDocument/Statement/*/Resource",
    "Policies/*/PolicyDocument/Statement/*/Resource/*",
];

pub(super) fn check(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    for (stack, resource) in marked(checked, ARN) {
        let own = resource.kind();
        let of_kind = |(kind, path): &(&str, &'static str)| (*kind == own).then_some(*path);
        let here = HERE.iter().filter_map(of_kind).map(|path| (path, stack.region));
        let places = here.chain(ONE_REGION.iter().filter_map(of_kind).map(|path| (path, EVERYWHERE)));
        for (path, region) in places {
            for value in all_at(&resource.properties, path) {
                let name = path.rsplit('/').find(|it| *it != "*").unwrap_or(path);
                place((stack, resource), name, value, region, findings);
            }
        }
        keys((stack, resource), &resource.properties, findings);
        if resource.kind().starts_with("AWS::IAM::") {
            let named = ALLOWED.iter().flat_map(|path| all_at(&resource.properties, path));
            named.filter_map(Json::as_text).for_each(|it| secret((stack, resource), it, findings));
        }
    }
}

/// The keys that anything is encrypted with, wherever it says so. What is copied to another region is encrypted by a key there, and the
/// bucket that AWS Config writes to may be anywhere.
fn keys(of: (&StackModel, &ResourceModel), tree: &Json, findings: &mut Vec<Finding>) {
    match tree {
        Json::List(items) => items.iter().for_each(|item| keys(of, item, findings)),
        Json::Object(members) => {
            // Few values are a key or have one in them, so it is they that are looked at first.
            for (name, value) in members.iter() {
                let is_here = || !name.contains("Replica") && name != "S3KmsKeyArn";
                let is_of_kms = || name.to_ascii_lowercase().contains("kms");
                match value {
                    Json::Text(text) if service(text) == Some("kms") && is_here() && is_of_kms() => {
                        place(of, name, value, of.0.region, findings);
                    }
                    Json::List(_) | Json::Object(_) if is_here() => keys(of, value, findings),
                    _ => {}
                }
            }
        }
        _ => {}
    }
}

/// The parts of an ARN: partition, service, region, account and resource.
fn parts(text: &str) -> Option<[&str; 5]> {
    let mut parts = text.strip_prefix("arn:")?.splitn(5, ':');
    Some([parts.next()?, parts.next()?, parts.next()?, parts.next()?, parts.next()?])
}

fn service(text: &str) -> Option<&str> {
    parts(text).map(|[_, service, ..]| service)
}

/// Reports an ARN that is known and is of another region, or says none. Buckets have none, and buses of events are let in anywhere.
fn place(
    (stack, resource): (&StackModel, &ResourceModel),
    name: &str,
    value: &Json,
    region: &str,
    findings: &mut Vec<Finding>,
) {
    let Some(text) = value.as_text().filter(|it| it.starts_with("arn:")) else { return };
    let kind = resource.kind();
    let Some([_, service, own, account, _]) = parts(text) else {
        let message = format!("has an `{kind}` whose `{name}` is `{text}`, which is no whole ARN");
        let help = "write `arn:partition:service:region:account:resource`, as AWS shows it";
        return findings.push(stack.finding(PARTIAL, resource.construct, message, help));
    };
    if matches!(service, "events" | "iam" | "s3") || text.contains(['*', '?']) {
        return;
    }
    if own.is_empty() || account.is_empty() {
        let what = if own.is_empty() { "region" } else { "account" };
        let message = format!("has an `{kind}` whose `{name}` is `{text}`, which says no {what}");
        let help = "write `arn:partition:service:region:account:resource`, as AWS shows it";
        findings.push(stack.finding(PARTIAL, resource.construct, message, help));
    } else if own != region {
        let message = format!("has an `{kind}` whose `{name}` is in `{own}`, and it is taken from `{region}` only");
        let help = format!("name one of `{region}`, made or copied there first");
        findings.push(stack.finding(ELSEWHERE, resource.construct, message, help));
    }
}

/// Reports the ARN of a secret without the six characters that Secrets Manager adds to its name: IAM compares whole ARNs, so that it is
/// no secret's.
fn secret((stack, resource): (&StackModel, &ResourceModel), text: &str, findings: &mut Vec<Finding>) {
    let Some([_, "secretsmanager", _, _, name]) = parts(text) else { return };
    if !name.contains(['*', '?', '$']) && !is_whole(name) {
        let message =
            format!("lets somebody at the secret `{text}`, which is none: its ARN ends in six characters more");
        let help = "write the whole ARN, as AWS shows it, such as `..:secret:lab-AbCdEf`";
        findings.push(stack.finding(PARTIAL, resource.construct, message, help));
    }
}

#[cfg(test)]
mod tests {
    use hc_cdk::{
        app::App,
        policy::Development,
        value::{Json, Object},
        waiver::Raw,
    };

    use super::{
        super::found::{Plain, messages},
        ELSEWHERE, HERE, ONE_REGION, PARTIAL,
    };
    use crate::{prelude::*, region};

    fn of(kind: &'static str, properties: Object) -> Vec<String> {
        let mut stack = Stack::<Development>::new("data", region::EuWest2);
        stack.add("It", Raw(Plain(kind, properties)));
        messages(&App::new("test").stack(stack), &[ELSEWHERE, PARTIAL])
    }

    /// Properties with a text at a path, a list of one at each `*`.
    fn at(path: &'static str, text: &str) -> Object {
        let names: Vec<&'static str> = path.split('/').rev().collect();
        let tree = names.into_iter().fold(Json::from(text.to_owned()), |inside, name| match name {
            "*" => vec![inside].into(),
            name => Object::new().with(name, inside).into(),
        });
        tree.as_object().unwrap().clone()
    }

    #[test]
    fn what_is_named_is_where_the_service_takes_it_from() {
        let all = HERE.map(|it| (it, "eu-west-2")).into_iter().chain(ONE_REGION.map(|it| (it, "us-east-1")));
        for ((kind, path), region) in all {
            let named =
                |region: &str| of(kind, at(path, &format!("arn:aws:acm:{region}:111122223333:certificate/1a2b")));
            assert_eq!(named(region), Vec::<String>::new(), "{kind} {path}");
            let found = named("eu-west-1").concat();
            assert!(
                found.contains(&format!("is in `eu-west-1`, and it is taken from `{region}` only")),
                "{kind}: {found}"
            );
        }
    }

    #[test]
    fn what_has_no_region_or_may_be_anywhere_is_not_asked_for_one() {
        let rule = |arn: &str| of("AWS::Events::Rule", at("Targets/*/Arn", arn));
        assert_eq!(rule("arn:aws:events:eu-west-1:111122223333:event-bus/all"), Vec::<String>::new());
        assert_eq!(rule("arn:aws:lambda:eu-west-1:111122223333:function:f").len(), 1);
        assert_eq!(of("AWS::EC2::FlowLog", at("LogDestination", "arn:aws:s3:::logs")), Vec::<String>::new());
        let selected = |arn: &str| of("AWS::Backup::BackupSelection", at("BackupSelection/Resources/*", arn));
        assert_eq!(selected("arn:aws:rds:*:*:db:*"), Vec::<String>::new());
    }

    #[test]
    fn an_arn_says_region_and_account() {
        let schedule = |arn: &str| of("AWS::SecretsManager::RotationSchedule", at("RotationLambdaARN", arn)).concat();
        assert!(schedule("arn:aws:lambda:eu-west-2::function:rotate").contains("says no account"));
        assert!(schedule("arn:aws:lambda::111122223333:function:rotate").contains("says no region"));
        assert!(schedule("arn:aws:lambda:rotate").contains("is no whole ARN"));
        assert_eq!(schedule("arn:aws:lambda:eu-west-2:111122223333:function:rotate"), "");
    }

    #[test]
    fn a_key_is_of_the_region_of_what_it_encrypts_and_that_of_a_copy_is_not() {
        let of = |kind, path| of(kind, at(path, "arn:aws:kms:eu-west-1:111122223333:key/1a2b"));
        assert!(of("AWS::RDS::DBInstance", "KmsKeyId").concat().contains("whose `KmsKeyId` is in `eu-west-1`"));
        assert_eq!(of("AWS::S3::Bucket", "BucketEncryption/Rules/*/KMSMasterKeyID").len(), 1);
        assert_eq!(of("AWS::Synthetics::Canary", "ArtifactConfig/S3Encryption/KmsKeyArn").len(), 1);
        assert_eq!(of("AWS::SecretsManager::Secret", "ReplicaRegions/*/KmsKeyId"), Vec::<String>::new());
        assert_eq!(of("AWS::Config::DeliveryChannel", "S3KmsKeyArn"), Vec::<String>::new());
        assert_eq!(of("AWS::IAM::ManagedPolicy", "PolicyDocument/Resource/*"), Vec::<String>::new());
    }

    #[test]
    fn a_secret_that_somebody_is_let_at_is_named_whole() {
        let secret = |name: &str| {
            let arn = format!("arn:aws:secretsmanager:eu-west-2:111122223333:secret:{name}");
            of("AWS::IAM::ManagedPolicy", at("PolicyDocument/Statement/*/Resource/*", &arn)).len()
        };
        assert_eq!(["lab-AbCdEf", "lab-??????", "lab-*", "lab", "open-ai"].map(secret), [0, 0, 0, 1, 1]);
    }
}
