//! Names that a service refuses for how they are spelled, where its schema lets them pass.
//!
//! Sources: `Name` of `CreateLoadBalancer` and `CreateTargetGroup`, "General purpose bucket naming rules", `QueueName` of `CreateQueue`,
//! `Name` of `CreateTopic` and `CreateEventBus`, `repositoryName` of `CreateRepository`, `Domain` of `CreateUserPoolDomain`, `name`
//! of `CreateCapacityProvider`, and `logGroupName` of `CreateLogGroup`.

use hc_cdk::{
    check::Checked,
    finding::Finding,
    model::{ResourceModel, StackModel},
    value::{Json, NameSuffix},
};

use super::{found::resources, names::REFUSED};

/// How names of a type are spelled.
struct Spelled {
    kind: &'static str,
    property: &'static str,
    is_name: fn(&str) -> bool,
    help: &'static str,
}

const BALANCED: &str =
    "use up to 32 letters, digits and hyphens, with no hyphen first or last, and none that begins with `internal-`";

#[rustfmt::skip]
const SPELLED: [Spelled; 10] = [
    Spelled { kind: "AWS::Cognito::UserPoolDomain", property: "Domain", is_name: |it| it.contains('.') || !["aws", "amazon", "cognito"].iter().any(|word| it.contains(word)), help: "leave out `aws`, `amazon` and `cognito`" },
    Spelled { kind: "AWS::ECR::Repository", property: "RepositoryName", is_name: |it| it.split('/').all(is_part), help: "use small letters and digits, with one of `._-` between, and `/` between parts" },
    Spelled { kind: "AWS::ECS::CapacityProvider", property: "Name", is_name: |it| !begins(it, &["aws", "ecs", "fargate"]), help: "begin it with something else than `aws`, `ecs` and `fargate`" },
    Spelled { kind: "AWS::ElasticLoadBalancingV2::LoadBalancer", property: "Name", is_name: |it| is_balanced(it) && !begins(it, &["internal-"]), help: BALANCED },
    Spelled { kind: "AWS::ElasticLoadBalancingV2::TargetGroup", property: "Name", is_name: is_balanced, help: BALANCED },
    Spelled { kind: "AWS::Events::EventBus", property: "Name", is_name: |it| it != "default", help: "use another name: each account has a bus of this one" },
    Spelled { kind: "AWS::Logs::LogGroup", property: "LogGroupName", is_name: |it| !it.starts_with("aws/"), help: "begin it with something else than `aws/`" },
    Spelled { kind: "AWS::S3::Bucket", property: "BucketName", is_name: is_bucket, help: "use a name that is no address, has no two dots in a row, and neither begins nor ends as those do that S3 keeps, such as `xn--` and `-s3alias`" },
    Spelled { kind: "AWS::SNS::Topic", property: "TopicName", is_name: |it| is_letters(it.strip_suffix(".fifo").unwrap_or(it)), help: "use letters, digits, hyphens and underscores" },
    Spelled { kind: "AWS::SQS::Queue", property: "QueueName", is_name: |it| it.len() <= 80 && is_letters(it.strip_suffix(".fifo").unwrap_or(it)), help: "use up to 80 letters, digits, hyphens and underscores" },
];

/// What is in order, the switch that says so, and the name, which has to say so too.
const ORDERED: [(&str, &str, &str); 2] =
    [("AWS::SNS::Topic", "FifoTopic", "TopicName"), ("AWS::SQS::Queue", "FifoQueue", "QueueName")];

pub(super) fn check(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    for (stack, resource) in resources(checked) {
        let known = |property: &str| resource.properties.get(property).and_then(NameSuffix::known);
        for Spelled { property, is_name, help, .. } in SPELLED.iter().filter(|it| it.kind == resource.kind()) {
            if let Some(name) = known(property).filter(|it| !is_name(it)) {
                findings.push(finding(stack, resource, &name, help));
            }
        }
        for (_, switch, property) in ORDERED.iter().filter(|(kind, ..)| *kind == resource.kind()) {
            let is_on = match resource.properties.get(switch) {
                None => false,
                Some(Json::Bool(is_on)) => *is_on,
                Some(_) => continue,
            };
            let Some(name) = known(property) else { continue };
            if is_on != name.ends_with(".fifo") {
                findings.push(finding(
                    stack,
                    resource,
                    &name,
                    "end it in `.fifo` where it keeps the order, and nowhere else",
                ));
            }
        }
    }
}

fn finding(stack: &StackModel, resource: &ResourceModel, name: &str, help: &'static str) -> Finding {
    let message = format!("has an `{}` of the name `{name}`, which its service refuses", resource.kind());
    stack.finding(REFUSED, resource.construct, message, help)
}

fn begins(name: &str, with: &[&str]) -> bool {
    let name = name.to_ascii_lowercase();
    with.iter().any(|it| name.starts_with(it))
}

fn is_letters(name: &str) -> bool {
    name.chars().all(|it| it.is_ascii_alphanumeric() || matches!(it, '-' | '_'))
}

fn is_balanced(name: &str) -> bool {
    name.len() <= 32 && is_letters(name) && !name.contains('_') && !name.starts_with('-') && !name.ends_with('-')
}

/// Whether it is small letters and digits, with a dot, hyphen or underscore, or two underscores or several hyphens, between.
fn is_part(part: &str) -> bool {
    let is_sign = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit();
    let between = part
        .split(is_sign)
        .filter(|it| !it.is_empty())
        .all(|it| matches!(it, "." | "_" | "__") || it.chars().all(|it| it == '-'));
    between && part.starts_with(is_sign) && part.ends_with(is_sign)
}

fn is_bucket(name: &str) -> bool {
    let ends = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"];
    name.parse::<std::net::Ipv4Addr>().is_err()
        && !name.contains("..")
        && !begins(name, &["xn--", "sthree-", "amzn-s3-demo-"])
        && !ends.iter().any(|it| name.ends_with(it))
}

#[cfg(test)]
mod tests {
    use hc_cdk::{app::App, policy::Development, value::Object, waiver::Raw};

    use super::{
        super::found::{Plain, messages},
        REFUSED, SPELLED,
    };
    use crate::{prelude::*, region};

    #[test]
    fn names_are_spelled_as_their_service_takes_them() {
        for (kind, right, wrong) in [
            ("AWS::Cognito::UserPoolDomain", &["clinic", "paws.example.org"][..], &["my-aws", "cognito-x"][..]),
            (
                "AWS::ECR::Repository",
                &["clinic/api", "a.b-c__d/e2", "a--b"],
                &["Clinic", "a//b", "a/", "a..b", "-a", "a_.b"],
            ),
            ("AWS::ECS::CapacityProvider", &["spot"], &["aws-x", "FargateX"]),
            ("AWS::ElasticLoadBalancingV2::LoadBalancer", &["api", "Api-2"], &["internal-api", "api-", "-a", "a_b"]),
            (
                "AWS::ElasticLoadBalancingV2::TargetGroup",
                &["internal-api"],
                &["a.b", "-a", "0123456789012345678901234567890123"],
            ),
            ("AWS::Events::EventBus", &["clinic", "aws.partner/x"], &["default"]),
            ("AWS::Logs::LogGroup", &["/aws/lambda/x", "clinic"], &["aws/x"]),
            ("AWS::S3::Bucket", &["clinic.records-1"], &["a..b", "xn--a", "192.168.5.4", "a-s3alias", "a--ol-s3"]),
            ("AWS::SNS::Topic", &["a_b-1", "a.fifo"], &["a b", "a.b"]),
            ("AWS::SQS::Queue", &["a_b-1", "a.fifo"], &["a/b", "fifo.x"]),
        ] {
            let spelled = SPELLED.iter().find(|it| it.kind == kind).unwrap();
            for name in right {
                assert!((spelled.is_name)(name), "{kind} {name}");
            }
            for name in wrong {
                assert!(!(spelled.is_name)(name), "{kind} {name}");
            }
        }
    }

    #[test]
    fn what_keeps_the_order_says_so_in_its_name() {
        let found = |name: Option<&'static str>, is_on: bool| {
            let mut stack = Stack::<Development>::new("clinic", region::UsEast1);
            let queue = Object::new().with("FifoQueue", is_on);
            let queue = name.into_iter().fold(queue, |it, name| it.with("QueueName", name));
            stack.add("It", Raw(Plain("AWS::SQS::Queue", queue)));
            messages(&App::new("test").stack(stack), &[REFUSED])
        };
        assert!(
            found(Some("a.fifo"), true).is_empty()
                && found(Some("a"), false).is_empty()
                && found(None, true).is_empty()
        );
        assert_eq!(found(Some("a"), true), ["has an `AWS::SQS::Queue` of the name `a`, which its service refuses"]);
        assert_eq!(found(Some("a.fifo"), false).len(), 1);
    }
}
