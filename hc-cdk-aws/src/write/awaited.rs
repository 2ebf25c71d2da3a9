//! What has to be there before what, although nothing refers to it.
//!
//! Sources: "`DependsOn` attribute" of CloudFormation (attachments of gateways), `Creating a service` of Amazon ECS ("The target group
//! does not have an associated load balancer"), `FileSystemConfig` of Lambda ("you must also
//! specify a `DependsOn` attribute" for mount targets), "Amazon S3 event notification types and destinations" ("Unable to validate the
//! following destination configurations"), "Amazon S3 bucket policy for CloudTrail" ("Incorrect S3 bucket policy is detected"), "Enable
//! access logs" of Elastic Load Balancing, `AWS::Config::ConfigRule`, `AWS::ApiGateway::Deployment`, `AWS::ApiGateway::Account`,
//! `AWS::ApiGatewayV2::Deployment`, `AWS::Logs::SubscriptionFilter`, "Logging to CloudWatch Logs" of Step Functions, "Configuring
//! permissions" of Lambda for networks and event sources, `AWS::SecretsManager::RotationSchedule`, `CreateUserPoolClient` of Amazon Cognito
//! ("The provider does not exist for User Pool"), and what Amazon `OpenSearch` Service asks of log groups.

use hc_cdk::{
    check::Checked,
    model::ResourceModel,
    value::{Json, Token},
};

use super::found::{all_at, referred};
use crate::rules::possible::means;

/// A type, and where it says what it is about.
pub(super) struct First(pub(super) &'static str, pub(super) &'static str);

/// What waits, and for what.
pub(super) struct Awaited {
    /// The type that waits; `Custom::*` is every custom resource.
    pub(super) kind: &'static str,
    /// Where it says what it is about.
    pub(super) about: &'static [&'static str],
    /// What has to be there.
    pub(super) firsts: &'static [First],
    /// Whether it has to wait for all of these, and not for one.
    pub(super) all: bool,
    /// With which properties it waits.
    pub(super) when: fn(&Checked<'_>, &Json) -> bool,
    /// Of what there is to wait for, what matters to what waits, which is named first.
    pub(super) matters: fn(&Json, &Json) -> bool,
    pub(super) why: &'static str,
    pub(super) help: &'static str,
}

const WAIT: &str = "make it wait: `scope.depends_on(&it, &first)`, or `DependsOn` in a template";
const NO_CIRCLE: &str = "make it wait, by `scope.depends_on(&it, &first)` or `DependsOn`; so that the first does not refer back, say for which account it is and not for which bucket";

const PERMISSION: &[First] = &[First("AWS::Lambda::Permission", "FunctionName")];
const ATTACHMENT: &[First] = &[First("AWS::EC2::VPCGatewayAttachment", "VpcId")];
const BUCKET: &[First] = &[First("AWS::S3::BucketPolicy", "Bucket")];
const ROLE: &[First] = &[First("AWS::IAM::ManagedPolicy", "Roles/*"), First("AWS::IAM::Policy", "Roles/*")];
const LEADS: &[First] = &[
    First("AWS::ElasticLoadBalancingV2::Listener", "DefaultActions/*/ForwardConfig/TargetGroups/*/TargetGroupArn"),
    First("AWS::ElasticLoadBalancingV2::Listener", "DefaultActions/*/TargetGroupArn"),
    First("AWS::ElasticLoadBalancingV2::ListenerRule", "Actions/*/ForwardConfig/TargetGroups/*/TargetGroupArn"),
    First("AWS::ElasticLoadBalancingV2::ListenerRule", "Actions/*/TargetGroupArn"),
];
const MOUNTS: &[First] = &[First("AWS::EFS::MountTarget", "FileSystemId")];
const LOGS: &[First] = &[First("AWS::Logs::ResourcePolicy", "")];

/// What waits for one of these, whatever it says.
const fn one(
    kind: &'static str,
    about: &'static [&'static str],
    firsts: &'static [First],
    why: &'static str,
) -> Awaited {
    Awaited { kind, about, firsts, all: false, when: always, matters: whatever, why, help: WAIT }
}

/// What waits for all of these.
const fn all(
    kind: &'static str,
    about: &'static [&'static str],
    firsts: &'static [First],
    why: &'static str,
) -> Awaited {
    Awaited { all: true, ..one(kind, about, firsts, why) }
}

const ATTACHED: &str = "its network has no gateway to the internet before that";
const MAY: &str = "its role may not do what the service asks of it before that";
const MAY_CALL: &str = "the function may not be called before that";
const MAY_WRITE: &str = "the service may not write to the bucket before that";
const MOUNTED: &str = "the files cannot be mounted before that";

pub(super) const AWAITED: [Awaited; 33] = [
    Awaited { when: leads_out, ..one("AWS::EC2::NatGateway", &["SubnetId>VpcId"], ATTACHMENT, ATTACHED) },
    one(
        "AWS::EC2::Route",
        &["GatewayId"],
        &[
            First("AWS::EC2::VPCGatewayAttachment", "InternetGatewayId"),
            First("AWS::EC2::VPCGatewayAttachment", "VpnGatewayId"),
        ],
        ATTACHED,
    ),
    Awaited {
        when: is_public,
        ..one(
            "AWS::ElasticLoadBalancingV2::LoadBalancer",
            &["SubnetMappings/*/SubnetId>VpcId", "Subnets/*>VpcId"],
            ATTACHMENT,
            ATTACHED,
        )
    },
    one(
        "AWS::ECS::Service",
        &["LoadBalancers/*/TargetGroupArn"],
        LEADS,
        "no balancer leads to its target group before that",
    ),
    Awaited {
        when: breaks_off,
        ..all(
            "AWS::ECS::Service",
            &["TaskDefinition>Volumes/*/EFSVolumeConfiguration/FilesystemId"],
            MOUNTS,
            "the files cannot be mounted before that, and the deployment breaks off",
        )
    },
    all("AWS::Lambda::Function", &["FileSystemConfigs/*/Arn>FileSystemId"], MOUNTS, MOUNTED),
    Awaited { when: is_in_a_network, matters: makes_interfaces, ..all("AWS::Lambda::Function", &["Role"], ROLE, MAY) },
    Awaited { matters: takes_messages, ..all("AWS::Lambda::EventSourceMapping", &["FunctionName>Role"], ROLE, MAY) },
    // In a role that many share, each finds a policy of its own.
    one(
        "Custom::*",
        &["ServiceToken>Role"],
        ROLE,
        "the function is called at once, and when the stack is deleted, and may do nothing without that",
    ),
    Awaited {
        matters: is_of_its_name,
        ..one(
            "AWS::Lambda::Permission",
            &["FunctionName"],
            &[First("AWS::Lambda::Alias", "FunctionName")],
            "the function has no such name before that",
        )
    },
    Awaited {
        help: NO_CIRCLE,
        ..one(
            "AWS::S3::Bucket",
            &["NotificationConfiguration/LambdaConfigurations/*/Function"],
            PERMISSION,
            "S3 asks whether it may tell the function",
        )
    },
    Awaited {
        help: NO_CIRCLE,
        ..one(
            "AWS::S3::Bucket",
            &["NotificationConfiguration/QueueConfigurations/*/Queue"],
            &[First("AWS::SQS::QueuePolicy", "Queues/*")],
            "S3 asks whether it may tell the queue",
        )
    },
    Awaited {
        help: NO_CIRCLE,
        ..one(
            "AWS::S3::Bucket",
            &["NotificationConfiguration/TopicConfigurations/*/Topic"],
            &[First("AWS::SNS::TopicPolicy", "Topics/*")],
            "S3 asks whether it may tell the topic",
        )
    },
    one("AWS::CloudTrail::Trail", &["S3BucketName"], BUCKET, MAY_WRITE),
    Awaited { matters: lets_config, ..one("AWS::Config::DeliveryChannel", &["S3BucketName"], BUCKET, MAY_WRITE) },
    Awaited {
        when: logs_requests,
        ..one("AWS::ElasticLoadBalancingV2::LoadBalancer", &["LoadBalancerAttributes/*/Value"], BUCKET, MAY_WRITE)
    },
    one("AWS::ElasticLoadBalancing::LoadBalancer", &["AccessLoggingPolicy/S3BucketName"], BUCKET, MAY_WRITE),
    one(
        "AWS::Config::ConfigRule",
        &[""],
        &[First("AWS::Config::ConfigurationRecorder", "")],
        "nothing is recorded before that",
    ),
    one("AWS::Config::ConfigRule", &["Source/SourceIdentifier"], PERMISSION, MAY_CALL),
    all(
        "AWS::ApiGateway::Deployment",
        &["RestApiId"],
        &[First("AWS::ApiGateway::Method", "RestApiId")],
        "what is not there yet is not in what is deployed",
    ),
    all(
        "AWS::ApiGatewayV2::Deployment",
        &["ApiId"],
        &[First("AWS::ApiGatewayV2::Route", "ApiId")],
        "what is not there yet is not in what is deployed",
    ),
    Awaited {
        when: is_logged,
        ..one(
            "AWS::ApiGateway::Stage",
            &[""],
            &[First("AWS::ApiGateway::Account", "")],
            "API Gateway has no role to write logs with before that",
        )
    },
    Awaited {
        matters: is_its_stage,
        ..one(
            "AWS::WAFv2::WebACLAssociation",
            &["ResourceArn"],
            &[First("AWS::ApiGateway::Stage", "RestApiId")],
            "there is no such stage before that",
        )
    },
    one("AWS::Logs::SubscriptionFilter", &["DestinationArn"], PERMISSION, MAY_CALL),
    all("AWS::Logs::SubscriptionFilter", &["RoleArn"], ROLE, MAY),
    Awaited {
        when: logs_steps,
        matters: delivers_logs,
        ..all("AWS::StepFunctions::StateMachine", &["RoleArn"], ROLE, MAY)
    },
    all("AWS::Pipes::Pipe", &["RoleArn"], ROLE, MAY),
    one(
        "AWS::SecretsManager::RotationSchedule",
        &["SecretId"],
        &[First("AWS::SecretsManager::SecretTargetAttachment", "SecretId")],
        "the secret does not say where the database is before that",
    ),
    one("AWS::SecretsManager::RotationSchedule", &["RotationLambdaARN"], PERMISSION, MAY_CALL),
    one(
        "AWS::Cognito::UserPoolClient",
        &["SupportedIdentityProviders/*"],
        &[First("AWS::Cognito::UserPoolIdentityProvider", "ProviderName")],
        "the pool does not know the provider before that",
    ),
    Awaited {
        when: publishes_logs,
        ..one("AWS::OpenSearchService::Domain", &[""], LOGS, "it may not write to the log groups before that")
    },
    Awaited {
        when: logs_queries,
        ..one("AWS::Route53::HostedZone", &[""], LOGS, "it may not write to the log group before that")
    },
    one(
        "AWS::ECS::TaskSet",
        &["LoadBalancers/*/TargetGroupArn"],
        LEADS,
        "no balancer leads to its target group before that",
    ),
];

fn always(_: &Checked<'_>, _: &Json) -> bool {
    true
}

fn whatever(_: &Json, _: &Json) -> bool {
    true
}

fn text_at<'a>(tree: &'a Json, path: &str) -> Option<&'a str> {
    tree.at(path).and_then(Json::as_text)
}

/// A gateway that leads to other networks needs none to the internet.
fn leads_out(_: &Checked<'_>, gateway: &Json) -> bool {
    text_at(gateway, "ConnectivityType") != Some("private")
}

fn is_public(_: &Checked<'_>, balancer: &Json) -> bool {
    text_at(balancer, "Scheme") == Some("internet-facing")
}

fn logs_requests(_: &Checked<'_>, balancer: &Json) -> bool {
    let is_on = |it: &&Json| {
        text_at(it, "Key").is_some_and(|it| it.ends_with("logs.s3.enabled")) && text_at(it, "Value") == Some("true")
    };
    all_at(balancer, "LoadBalancerAttributes/*").iter().any(is_on)
}

/// Whether a deployment that does not come up is given up, and not tried for hours.
fn breaks_off(_: &Checked<'_>, service: &Json) -> bool {
    service.at("DeploymentConfiguration/DeploymentCircuitBreaker/Enable") == Some(&Json::Bool(true))
}

fn is_in_a_network(_: &Checked<'_>, function: &Json) -> bool {
    !all_at(function, "VpcConfig/SubnetIds/*").is_empty()
}

/// Whether a stage writes to log groups: to a stream of Firehose it does so without the role.
fn is_logged(checked: &Checked<'_>, stage: &Json) -> bool {
    let level = |it: &&Json| it.as_text().is_some_and(|it| it != "OFF");
    let to = stage.at("AccessLogSetting/DestinationArn");
    let is_stream = |to: &Json| {
        let kind = referred(checked, Some(to)).map(ResourceModel::kind);
        kind == Some("AWS::KinesisFirehose::DeliveryStream") || texts(to).any(|it| it.contains(":firehose:"))
    };
    to.is_some_and(|to| !is_stream(to)) || all_at(stage, "MethodSettings/*/LoggingLevel").iter().any(level)
}

fn logs_steps(_: &Checked<'_>, machine: &Json) -> bool {
    text_at(machine, "LoggingConfiguration/Level").is_some_and(|it| it != "OFF")
}

fn publishes_logs(_: &Checked<'_>, domain: &Json) -> bool {
    domain.get("LogPublishingOptions").is_some()
}

fn logs_queries(_: &Checked<'_>, zone: &Json) -> bool {
    zone.get("QueryLoggingConfig").is_some()
}

/// Whether a permission is for the name of an alias that is behind a reference to its function, such as `${Function}:live`.
fn is_of_its_name(permission: &Json, alias: &Json) -> bool {
    ends_in(permission.get("FunctionName"), ":", alias.get("Name"))
}

fn is_its_stage(association: &Json, stage: &Json) -> bool {
    ends_in(association.get("ResourceArn"), "/stages/", stage.get("StageName"))
}

/// Whether a text of parts ends in a name, and in what stands before that.
fn ends_in(value: Option<&Json>, before: &str, name: Option<&Json>) -> bool {
    let Some(Json::Token(token)) = value else { return false };
    let Token::Concat(parts) = token.as_ref() else { return false };
    let last = parts.last().and_then(Json::as_text);
    last.zip(name.and_then(Json::as_text)).is_some_and(|(last, name)| last == format!("{before}{name}"))
}

/// What is known of a text.
fn texts(value: &Json) -> impl Iterator<Item = &str> {
    let parts = match value {
        Json::Token(token) => match token.as_ref() {
            Token::Concat(parts) => parts.as_slice(),
            _ => &[],
        },
        other => std::slice::from_ref(other),
    };
    parts.iter().filter_map(Json::as_text)
}

/// In its own account, Config writes by the role of its recorder, and a policy may be about something else.
fn lets_config(_: &Json, policy: &Json) -> bool {
    let services = ["Principal/Service", "Principal/Service/*"];
    let names = allowed(policy).flat_map(|it| services.iter().flat_map(move |path| all_at(it, path)));
    names.flat_map(texts).any(|it| it.starts_with("config."))
}

/// What Lambda does in the name of a function before that runs for the first time.
fn makes_interfaces(_: &Json, policy: &Json) -> bool {
    allows(policy, &["ec2:CreateNetworkInterface"])
}

/// What Lambda does to take messages for a function.
fn takes_messages(_: &Json, policy: &Json) -> bool {
    let actions = ["dynamodb:GetRecords", "kafka:GetBootstrapBrokers", "kinesis:GetRecords", "mq:DescribeBroker"];
    allows(policy, &actions) || allows(policy, &["sqs:ReceiveMessage"])
}

fn delivers_logs(_: &Json, policy: &Json) -> bool {
    allows(policy, &["logs:CreateLogDelivery"])
}

/// Whether a policy allows one of these. A role has other policies, too, of which nothing is asked before the first call.
fn allows(policy: &Json, actions: &[&str]) -> bool {
    let named = allowed(policy).flat_map(|it| ["Action", "Action/*"].iter().flat_map(move |path| all_at(it, path)));
    named.filter_map(Json::as_text).any(|it| actions.iter().any(|action| means(it, action)))
}

/// The statements of a policy that allow something.
fn allowed(policy: &Json) -> impl Iterator<Item = &Json> {
    let all = ["PolicyDocument/Statement", "PolicyDocument/Statement/*"].iter().flat_map(|path| all_at(policy, path));
    all.filter(|it| text_at(it, "Effect") == Some("Allow"))
}
