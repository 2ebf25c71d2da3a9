//! What it takes to shift requests from the tasks of one version to those of another.

use hc_cdk::{
    resource::Made,
    stack::Scope,
    value::{Json, Value},
};

use crate::{
    actions,
    cfn::{
        ecs::service::AdvancedConfiguration,
        elasticloadbalancingv2::{ListenerRule, TargetGroup},
        iam::Role,
    },
    iam::{Statement, role},
};

/// Lets ECS shift requests between two groups of targets by that rule, with a role that may change this rule and these groups, and
/// nothing else.
///
/// Source: `AmazonECSInfrastructureRolePolicyForLoadBalancers` in the reference of AWS's own policies, without what is for
/// Network Load Balancers, whose listeners have no rules.
pub(super) fn shifting(
    scope: &mut Scope<'_>,
    rule: &Made<ListenerRule>,
    targets: &Made<TargetGroup>,
    other: &Made<TargetGroup>,
) -> AdvancedConfiguration {
    let arn = |it: &Made<TargetGroup>| it.get(TargetGroup::TARGET_GROUP_ARN);
    let rule: Value<String> = rule.get(ListenerRule::RULE_ARN);
    let look = actions![
        "elasticloadbalancing:DescribeListeners",
        "elasticloadbalancing:DescribeRules",
        "elasticloadbalancing:DescribeTargetGroups",
        "elasticloadbalancing:DescribeTargetHealth",
    ];
    let fill = actions!["elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:RegisterTargets"];
    let statements = vec![
        Statement::allow(look, ["*"]),
        Statement::allow(fill, [arn(targets), arn(other)].map(Json::from)),
        Statement::allow(actions!["elasticloadbalancing:ModifyRule"], [Json::from(rule.clone())]),
    ];
    let shifter = role(scope, "Shifter", "ecs.amazonaws.com", "shifts requests to a new version", statements);
    AdvancedConfiguration {
        alternate_target_group_arn: Some(arn(other)),
        production_listener_rule: Some(rule),
        role_arn: Some(shifter.get(Role::ARN)),
        ..Default::default()
    }
}
