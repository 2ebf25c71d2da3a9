//! Closes the default security group of a VPC.
//!
//! EC2 makes that group with the VPC, and lets its members speak to one another and to the internet. No CloudFormation
//! resource can take the rules away, so a function does, once, during the deployment. It does not watch the group: a rule
//! that somebody adds by hand later is not noticed here.
//!
//! Its own group reaches port 443 of all addresses. It asks EC2, and puts its answer to CloudFormation into S3, and nothing that a template
//! knows are the addresses of S3: this function is who tells them. Outside of every network it would need no group, and a regulated
//! function may not stand there (`LambdaInsideVPC`). The network answers for AWS and for named hosts only, for this function as for all else.
//!
//! It also tells which lists have the addresses of the stores behind the gateways: each region has its own, and CloudFormation tells none.

use hc_cdk::{
    resource::{Attribute, Made, Resource, ResourceType},
    stack::Scope,
    value::{Attr, Json, Object, Value},
};

use super::{SecurityGroup, endpoints::Gateway};
use crate::{
    actions,
    audit::{Logs, log_group},
    cfn::{ec2, iam, lambda, lambda::function as property, logs, sqs},
    channel::KEPT_SECONDS,
    iam::{Statement, permit, service_role},
    kind::{SecurityGroupId, SubnetId, VpcId},
    pseudo::{self, service_name},
    rules::{CLOSED_DEFAULT_GROUP, LISTS},
};

/// How long the function may take, in seconds: longer than all its attempts together.
const FUNCTION_SECONDS: u32 = 240;

/// How long CloudFormation waits for an answer, in seconds: Lambda calls a function that fails again after a while.
const ANSWER_SECONDS: u32 = 900;

/// `Custom::ClosedDefaultSecurityGroup`: a default security group without rules.
struct ClosedDefaultSecurityGroup {
    service_token: Value<String>,
    group_id: Attr<SecurityGroupId>,
}

impl Resource for ClosedDefaultSecurityGroup {
    type Id = String;
    type Of = crate::cfn::CloudFormation;

    const TYPE: &'static ResourceType = &ResourceType {
        required: &["ServiceToken", "GroupId"],
        create_only: &["ServiceToken"],
        ..ResourceType::untyped("Custom::ClosedDefaultSecurityGroup")
    };

    fn into_properties(self) -> Json {
        let mut lists = Object::with_capacity(LISTS.len());
        for (list, service) in LISTS {
            lists.insert(list, service_name(service));
        }
        let mut object = Object::with_capacity(4);
        object.insert("ServiceToken", self.service_token);
        object.insert("ServiceTimeout", ANSWER_SECONDS);
        object.insert("GroupId", self.group_id);
        object.insert("PrefixLists", lists);
        object.into()
    }
}

/// Declares the closed group. `scope` is that of the VPC; `ways` are the names of its resources, and the endpoints, without which the
/// private subnets have no way to EC2 and to CloudFormation. Gives what it finds of the gateways.
pub(super) fn close(
    scope: &mut Scope<'_>,
    vpc: &Made<ec2::Vpc>,
    private: &[Attr<SubnetId>],
    (resources, endpoints): &(Vec<String>, &[Made<ec2::VpcEndpoint>]),
    logs: &Logs<'_>,
) -> Vec<Gateway> {
    let group = vpc.get(ec2::Vpc::DEFAULT_SECURITY_GROUP);
    let mut part = scope.child("DefaultGroup", "DefaultGroup", &[]);
    let (function, permissions) = function(&mut part, &vpc.id(), &group, private, logs);
    let closed = scope.resource(
        "ClosedDefaultGroup",
        ClosedDefaultSecurityGroup { service_token: function.get(lambda::Function::ARN).into(), group_id: group },
    );
    scope.depends_on(&closed, &permissions);
    for name in resources {
        scope.after(&closed, name);
    }
    for endpoint in *endpoints {
        scope.depends_on(&closed, endpoint);
    }
    let gateway = |(name, service): &(&'static str, &'static str)| Gateway {
        name,
        service,
        addresses: closed.get(Attribute::<_, String>::new(name)),
    };
    LISTS.iter().map(gateway).collect()
}

/// The function, in the private subnets, with what it may do.
fn function(
    scope: &mut Scope<'_>,
    vpc: &Attr<VpcId>,
    default_group: &Attr<SecurityGroupId>,
    private: &[Attr<SubnetId>],
    logs: &Logs<'_>,
) -> (Made<lambda::Function>, Made<iam::ManagedPolicy>) {
    let own_group = SecurityGroup::closed(scope, vpc);
    own_group.reach(scope, "Aws", "0.0.0.0/0".into(), 443);
    let log = log_group(scope, "Logs", logs, None);
    let failed = scope.resource(
        "Failed",
        sqs::Queue {
            kms_master_key_id: Some(logs.key.arn().into()),
            message_retention_period: Some(KEPT_SECONDS.into()),
            ..Default::default()
        },
    );
    let (role, permissions) = rights(scope, default_group, &log, &failed, logs);
    let function = scope.resource(
        "",
        lambda::Function {
            code: Some(property::Code { zip_file: Some(CLOSED_DEFAULT_GROUP.into()), ..Default::default() }),
            dead_letter_config: Some(property::DeadLetterConfig {
                target_arn: Some(failed.get(sqs::Queue::ARN).into()),
            }),
            description: Some("closes the default security group".into()),
            handler: Some("index.handler".into()),
            logging_config: Some(property::LoggingConfig { log_group: Some(log.id().into()), ..Default::default() }),
            reserved_concurrent_executions: Some(1.into()),
            role: Some(role.get(iam::Role::ARN).into()),
            runtime: Some("python3.14".into()),
            timeout: Some(FUNCTION_SECONDS.into()),
            vpc_config: Some(property::VpcConfig {
                security_group_ids: Some(vec![own_group.id()]),
                subnet_ids: Some(private.iter().cloned().map(Into::into).collect()),
                ..Default::default()
            }),
            ..Default::default()
        },
    );
    // Lambda tries the queue when the function is made, and without the rule no answer gets out.
    scope.depends_on(&function, &permissions);
    scope.after(&function, "AwsEgress");
    (function, permissions)
}

/// The role of the function, with exactly what closing the group takes.
fn rights(
    scope: &mut Scope<'_>,
    default_group: &Attr<SecurityGroupId>,
    log: &Made<logs::LogGroup>,
    failed: &Made<sqs::Queue>,
    logs: &Logs<'_>,
) -> (Made<iam::Role>, Made<iam::ManagedPolicy>) {
    let role = service_role(
        scope,
        "Role",
        "lambda.amazonaws.com",
        "closes the default security group",
        // To be in a network, it needs actions on interfaces that name no resource.
        &["AWSLambdaENIManagementAccess"],
    );
    let default_group_arn = pseudo::arn_here("ec2", ["security-group/".into(), Json::from(default_group.clone())]);
    let permissions = permit(
        scope,
        "RolePolicy",
        &role,
        vec![
            Statement::allow(
                actions!["ec2:RevokeSecurityGroupEgress", "ec2:RevokeSecurityGroupIngress"],
                [default_group_arn],
            ),
            // This action supports no resource but `*`.
            Statement::allow(actions!["ec2:DescribeManagedPrefixLists"], ["*"]),
            Statement::allow(
                actions!["logs:CreateLogStream", "logs:PutLogEvents"],
                [Json::from(log.get(logs::LogGroup::ARN))],
            ),
            Statement::allow(actions!["sqs:SendMessage"], [Json::from(failed.get(sqs::Queue::ARN))]),
            Statement::allow(actions!["kms:Decrypt", "kms:GenerateDataKey"], [logs.key.arn()]),
        ],
    );
    (role, permissions)
}
