//! How much a table takes at a time, and what makes that more and less.

use std::ops::RangeInclusive;

use hc_cdk::{
    resource::Made,
    stack::Scope,
    value::{Json, Value},
};

use super::key::TableIndex;
use crate::cfn::{
    applicationautoscaling::{ScalableTarget, ScalingPolicy, scaling_policy as property},
    dynamodb,
};

/// The share of units in use, in percent, at which there is neither too little nor too much of them.
const PERCENT: f64 = 70.0;

/// How much a table takes at a time. A unit is one read of 4 KiB or one write of 1 KiB a second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Capacity {
    /// As much as is asked of it; each request is paid for.
    OnDemand,
    /// A number of units that are paid for whether they are used or not, for reading and for writing, of the table and of each
    /// index: more of them where over 70 % are used, and fewer where less are.
    Provisioned {
        /// The fewest units, 1 at least.
        least: u32,
        /// The most units.
        most: u32,
    },
}

impl Capacity {
    /// From 10 to 1000 units: figures of ours, with room for a hundredfold of what a quiet hour takes.
    pub const SCALED: Self = Self::Provisioned { least: 10, most: 1000 };

    /// From as many units to as many.
    pub fn scaled(units: RangeInclusive<u32>) -> Self {
        let (least, most) = units.into_inner();
        Self::Provisioned { least, most }
    }

    /// What `CloudFormation` calls it.
    pub(super) const fn billing_mode(self) -> &'static str {
        match self {
            Self::OnDemand => "PAY_PER_REQUEST",
            Self::Provisioned { .. } => "PROVISIONED",
        }
    }

    /// The units that a table or an index begins with.
    pub(super) fn throughput(self) -> Option<dynamodb::table::ProvisionedThroughput> {
        let Self::Provisioned { least, .. } = self else { return None };
        Some(dynamodb::table::ProvisionedThroughput {
            read_capacity_units: Some(least.into()),
            write_capacity_units: Some(least.into()),
        })
    }

    /// Declares what scales a table and its indexes.
    pub(super) fn declare(self, scope: &mut Scope<'_>, table: &Made<dynamodb::Table>, indexes: &[TableIndex]) {
        let Self::Provisioned { least, most } = self else { return };
        let of_table: [Json; 2] = ["table/".into(), table.id().into()];
        scale(scope, "", "table", &Value::concat(of_table.clone()), (least, most));
        for index in indexes {
            let of_index = of_table.iter().cloned().chain([format!("/index/{}", index.name).into()]);
            scale(scope, &index.resource_name(), "index", &Value::concat(of_index), (least, most));
        }
    }
}

/// Declares what scales a table or an index: a target and a rule for reading, and for writing.
fn scale(scope: &mut Scope<'_>, name: &str, of: &str, id: &Value<String>, (least, most): (u32, u32)) {
    for way in ["Read", "Write"] {
        let target = scope.resource(
            format!("{name}{way}Scaling"),
            ScalableTarget {
                max_capacity: Some(most.into()),
                min_capacity: Some(least.into()),
                resource_id: Some(id.clone()),
                scalable_dimension: Some(format!("dynamodb:{of}:{way}CapacityUnits").into()),
                service_namespace: Some("dynamodb".into()),
                ..Default::default()
            },
        );
        let metric = format!("DynamoDB{way}CapacityUtilization");
        let tracking = property::TargetTrackingScalingPolicyConfiguration {
            predefined_metric_specification: Some(property::PredefinedMetricSpecification {
                predefined_metric_type: Some(metric.into()),
                ..Default::default()
            }),
            target_value: Some(PERCENT.into()),
            ..Default::default()
        };
        let policy_name = format!("{}-{name}{way}Scaling", scope.name("-"));
        scope.resource(
            format!("{name}{way}ScalingRule"),
            ScalingPolicy {
                policy_name: Some(policy_name.into()),
                policy_type: Some("TargetTrackingScaling".into()),
                scaling_target_id: Some(target.id()),
                target_tracking_scaling_policy_configuration: Some(tracking),
                ..Default::default()
            },
        );
    }
}
