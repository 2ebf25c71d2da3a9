//! Tables of DynamoDB: what the documentation of DynamoDB and of Application Auto Scaling says of their fields.

use serde_json::Value;

use super::{Table, backup::is_kept_by_a_plan, when};
use crate::document::{Thing, is_on, words};

pub(super) const TABLE: Table = &[
    ("DynamoDBAutoScalingEnabled", |it| {
        if it.kind() != "AWS::DynamoDB::Table" || it.text("BillingMode") == Some("PAY_PER_REQUEST") {
            return None;
        }
        let ways = ["ReadCapacityUnits", "WriteCapacityUnits"];
        ways.iter().find(|way| !is_scaled(it, way)).map(|way| format!("nothing scales its {way}"))
    }),
    ("TableKeepsBackups", |it| {
        let seconds = "PointInTimeRecoverySpecification";
        let own = it.is_on(&format!("{seconds}/PointInTimeRecoveryEnabled"));
        let days = it.number(&format!("{seconds}/RecoveryPeriodInDays")).unwrap_or(35.0);
        when((!own || days < it.asked().backup) && !is_kept_by_a_plan(it), "backups are kept for too few days")
    }),
];

/// Whether a policy follows how much of a table is used.
fn is_scaled(table: Thing<'_>, way: &str) -> bool {
    let targets = table.others("AWS::ApplicationAutoScaling::ScalableTarget").filter(|target| {
        let stopped = ["DynamicScalingInSuspended", "DynamicScalingOutSuspended"];
        let numbers = target.number("MinCapacity").zip(target.number("MaxCapacity"));
        target.at("ResourceId").is_some_and(|id| words(id).starts_with("table/") && target.names(id, table))
            && target.at("ServiceNamespace").is_none_or(|it| it == "dynamodb")
            && target.text("ScalableDimension") == Some(&format!("dynamodb:table:{way}"))
            && numbers.is_some_and(|(least, most)| least < most)
            && !stopped.iter().any(|it| target.at(&format!("SuspendedState/{it}")).is_some_and(is_on))
    });
    let is_of = |policy: &Thing<'_>, target: Thing<'_>| {
        policy.points_at(policy.at("ScalingTargetId"), target)
            && policy.text("PolicyType").is_none_or(|it| it == "TargetTrackingScaling")
            && policy.at("TargetTrackingScalingPolicyConfiguration").is_some_and(Value::is_object)
    };
    targets
        .into_iter()
        .any(|target| target.others("AWS::ApplicationAutoScaling::ScalingPolicy").any(|policy| is_of(&policy, target)))
}
