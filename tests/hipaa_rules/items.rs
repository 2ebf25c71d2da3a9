//! Tables of items, with what scales them.

use hc_cdk::{
    resource::Made,
    value::{Json, Value},
};
use hc_cdk_aws::{
    cfn::{
        applicationautoscaling::{ScalableTarget, ScalingPolicy},
        backup::{BackupSelection, backup_selection::BackupSelectionResourceType},
        dynamodb::{Table, table as property},
    },
    stack::Stack,
};

use super::{Case, Prod, alone, parameter, raw};

fn visits() -> Table {
    Table {
        billing_mode: Some("PAY_PER_REQUEST".into()),
        deletion_protection_enabled: Some(true.into()),
        point_in_time_recovery_specification: recovery(true),
        sse_specification: encryption("alias/clinic"),
        ..Default::default()
    }
}

fn recovery(on: bool) -> Option<property::PointInTimeRecoverySpecification> {
    Some(property::PointInTimeRecoverySpecification {
        point_in_time_recovery_enabled: Some(on.into()),
        ..Default::default()
    })
}

fn encryption(key: &'static str) -> Option<property::SseSpecification> {
    Some(property::SseSpecification {
        kms_master_key_id: Some(key.into()),
        sse_enabled: Some(true.into()),
        ..Default::default()
    })
}

fn scaled(
    stack: &mut Stack<Prod>,
    (name, policy): (&'static str, &'static str),
    table: &Made<Table>,
    dimension: &'static str,
) {
    let id: [Json; 2] = ["table/".into(), table.id().into()];
    let (resource_id, scalable_dimension) = (Some(Value::concat(id)), Some(dimension.into()));
    let (min_capacity, max_capacity) = (Some(5.into()), Some(40.into()));
    let service_namespace = Some("dynamodb".into());
    let target = ScalableTarget {
        resource_id,
        scalable_dimension,
        service_namespace,
        min_capacity,
        max_capacity,
        ..Default::default()
    };
    let target = raw(stack, name, target);
    alone(stack, policy, ScalingPolicy { scaling_target_id: Some(target.id()), ..Default::default() });
}

/// A table with a capacity, and scalable targets for these dimensions.
fn provisioned(stack: &mut Stack<Prod>, dimensions: &[&'static str]) {
    let table = raw(stack, "Visits", Table { billing_mode: None, ..visits() });
    for (name, dimension) in [("One", "OneScales"), ("Other", "OtherScales")].into_iter().zip(dimensions) {
        scaled(stack, name, &table, dimension);
    }
}

fn selected(stack: &mut Stack<Prod>, name: Value<String>) {
    let selection = BackupSelectionResourceType { resources: Some(vec![name]), ..Default::default() };
    alone(stack, "Selection", BackupSelection { backup_selection: Some(selection), ..Default::default() });
}

const READ: &str = "dynamodb:table:ReadCapacityUnits";
const WRITE: &str = "dynamodb:table:WriteCapacityUnits";

pub(crate) const CASES: &[Case] = &[
    Case {
        rule: "DynamoDBAutoScalingEnabled",
        bad: |stack| provisioned(stack, &[READ]),
        good: |stack| provisioned(stack, &[READ, WRITE]),
    },
    Case {
        rule: "DynamoDBAutoScalingEnabled",
        bad: |stack| {
            let billing_mode = Some(parameter(stack, "Mode"));
            alone(stack, "Visits", Table { billing_mode, ..visits() });
        },
        good: |stack| alone(stack, "Visits", visits()),
    },
    Case {
        rule: "DynamoDBInBackupPlan",
        bad: |stack| {
            raw(stack, "Visits", visits());
            selected(stack, "arn:aws:dynamodb:us-east-1:111122223333:table/other".into());
        },
        good: |stack| {
            let table = raw(stack, "Visits", visits());
            selected(stack, table.get(Table::ARN));
        },
    },
    Case {
        rule: "DynamoDBPITREnabled",
        bad: |stack| {
            alone(stack, "Visits", Table { point_in_time_recovery_specification: recovery(false), ..visits() });
        },
        good: |stack| alone(stack, "Visits", visits()),
    },
    Case {
        rule: "DynamoDBTableDeletionProtectionEnabled",
        bad: |stack| alone(stack, "Visits", Table { deletion_protection_enabled: None, ..visits() }),
        good: |stack| alone(stack, "Visits", visits()),
    },
    Case {
        rule: "DynamoDBTableEncryptedKMS",
        bad: |stack| alone(stack, "Visits", Table { sse_specification: encryption("alias/aws/dynamodb"), ..visits() }),
        good: |stack| alone(stack, "Visits", visits()),
    },
];
