//! What has to be there before what, although nothing refers to it.
//!
//! Sources: "`DependsOn` attribute" of CloudFormation (attachments of gateways), `Creating a service` of Amazon ECS ("The target group
//! does not have an associated load balancer"), aws-cdk#21348 (a way out before tasks), `FileSystemConfig` of Lambda ("you must also
//! specify a `DependsOn` attribute" for mount targets), "Amazon S3 event notification types and destinations" ("Unable to validate the
//! following destination configurations"), "Amazon S3 bucket policy for CloudTrail" ("Incorrect S3 bucket policy is detected"), "Enable
//! access logs" of Elastic Load Balancing, `AWS::Config::ConfigRule`, `AWS::ApiGateway::Deployment`, `AWS::ApiGateway::Account`,
//! `AWS::ApiGatewayV2::Deployment`, `AWS::Logs::SubscriptionFilter`, "Logging to CloudWatch Logs" of Step Functions, "Configuring
//! permissions" of Lambda for networks and event sources, `AWS::SecretsManager::RotationSchedule`, `CreateUserPoolClient` of Amazon Cognito
//! ("The provider does not exist for User Pool"), "Capacity providers" of Amazon ECS, and what Amazon `OpenSearch` Service asks of log groups.

use hc_cdk::value::Json;

use super::found::all_at;

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
    pub(super) when: fn(&Json) -> bool,
    /// Of what there is to wait for, what matters to it.
    pub(super) matters: fn(&Json) -> bool,
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
    Awaited { kind, about, firsts, all: false, when: always, matters: always, why, help: WAIT }
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

pub(super) const AWAITED: [Awaited; 36] = [
    one("AWS::EC2::NatGateway", &["SubnetId>VpcId"], ATTACHMENT, ATTACHED),
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
            &["NetworkConfiguration/AwsvpcConfiguration/Subnets/*"],
            &[First("AWS::EC2::SubnetRouteTableAssociation", "SubnetId")],
            "its tasks have no way out before that, and the deployment breaks off",
        )
    },
    Awaited { when: breaks_off, ..all("AWS::ECS::Service", &["TaskDefinition>ExecutionRoleArn"], ROLE, MAY) },
    Awaited {
        when: has_strategy,
        ..one(
            "AWS::ECS::Service",
            &["Cluster"],
            &[First("AWS::ECS::ClusterCapacityProviderAssociations", "Cluster")],
            "its cluster has none of the providers before that",
        )
    },
    all("AWS::ECS::Service", &["TaskDefinition>Volumes/*/EFSVolumeConfiguration/FilesystemId"], MOUNTS, MOUNTED),
    all("AWS::Lambda::Function", &["FileSystemConfigs/*/Arn>FileSystemId"], MOUNTS, MOUNTED),
    Awaited { when: is_in_a_network, matters: makes_interfaces, ..all("AWS::Lambda::Function", &["Role"], ROLE, MAY) },
    Awaited { matters: takes_messages, ..all("AWS::Lambda::EventSourceMapping", &["FunctionName>Role"], ROLE, MAY) },
    all(
        "Custom::*",
        &["ServiceToken>Role"],
        ROLE,
        "the function is called at once, and when the stack is deleted, and may do nothing without that",
    ),
    Awaited {
        when: is_composed,
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
    one("AWS::Config::DeliveryChannel", &["S3BucketName"], BUCKET, MAY_WRITE),
    one("AWS::ElasticLoadBalancingV2::LoadBalancer", &["LoadBalancerAttributes/*/Value"], BUCKET, MAY_WRITE),
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
        when: is_composed_arn,
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

fn always(_: &Json) -> bool {
    true
}

fn is_public(balancer: &Json) -> bool {
    balancer.get("Scheme").and_then(Json::as_text) == Some("internet-facing")
}

/// Whether a deployment that does not come up is given up, and not tried for hours.
fn breaks_off(service: &Json) -> bool {
    service.at("DeploymentConfiguration/DeploymentCircuitBreaker/Enable") == Some(&Json::Bool(true))
}

fn has_strategy(service: &Json) -> bool {
    !all_at(service, "CapacityProviderStrategy/*").is_empty()
}

fn is_in_a_network(function: &Json) -> bool {
    !all_at(function, "VpcConfig/SubnetIds/*").is_empty()
}

fn is_logged(stage: &Json) -> bool {
    let level = |it: &&Json| it.as_text().is_some_and(|it| it != "OFF");
    stage.get("AccessLogSetting").is_some() || all_at(stage, "MethodSettings/*/LoggingLevel").iter().any(level)
}

fn logs_steps(machine: &Json) -> bool {
    machine.at("LoggingConfiguration/Level").and_then(Json::as_text).is_some_and(|it| it != "OFF")
}

fn publishes_logs(domain: &Json) -> bool {
    domain.get("LogPublishingOptions").is_some()
}

fn logs_queries(zone: &Json) -> bool {
    zone.get("QueryLoggingConfig").is_some()
}

/// Whether a permission is for a name of a function that is behind a reference to it, such as `${Function}:live`.
fn is_composed(permission: &Json) -> bool {
    permission.get("FunctionName").is_some_and(is_put_together)
}

fn is_composed_arn(association: &Json) -> bool {
    association.get("ResourceArn").is_some_and(is_put_together)
}

fn is_put_together(value: &Json) -> bool {
    matches!(value, Json::Token(token) if matches!(token.as_ref(), hc_cdk::value::Token::Concat(_)))
}

/// What Lambda does in the name of a function before that runs for the first time.
fn makes_interfaces(policy: &Json) -> bool {
    allows(policy, &["ec2:"])
}

fn takes_messages(policy: &Json) -> bool {
    allows(policy, &["dynamodb:Describe", "dynamodb:Get", "dynamodb:List", "kafka", "kinesis:", "mq:", "sqs:"])
}

fn delivers_logs(policy: &Json) -> bool {
    allows(policy, &["logs:"])
}

/// Whether a policy names an action that begins so. A role has other policies, too, of which nothing is asked before the first call.
fn allows(policy: &Json, beginnings: &[&str]) -> bool {
    let paths = ["Statement/*/Action", "Statement/*/Action/*", "Statement/Action", "Statement/Action/*"];
    let document = policy.get("PolicyDocument");
    let actions = document.iter().flat_map(|it| paths.iter().flat_map(|path| all_at(it, path)));
    let begins = |it: &str| it == "*" || beginnings.iter().any(|begin| it.starts_with(begin));
    actions.filter_map(Json::as_text).any(begins)
}
