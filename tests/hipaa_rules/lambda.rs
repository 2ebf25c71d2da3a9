//! Functions.

use hc_cdk_aws::cfn::lambda::{Function, Permission, function as property};

use super::{Case, alone, parameter, raw};

fn network(groups: Vec<&'static str>) -> Option<property::VpcConfig> {
    Some(property::VpcConfig {
        security_group_ids: Some(groups.into_iter().map(hc_cdk::value::Value::literal).collect()),
        subnet_ids: Some(vec!["subnet-1".into()]),
        ..Default::default()
    })
}

pub(crate) const CASES: &[Case] = &[
    Case {
        rule: "LambdaConcurrency",
        bad: |it| alone(it, "Import", Function::default()),
        good: |it| {
            alone(it, "Import", Function { reserved_concurrent_executions: Some(5.into()), ..Default::default() });
        },
    },
    Case {
        rule: "LambdaDLQ",
        bad: |it| alone(it, "Import", Function::default()),
        good: |it| {
            let failed = property::DeadLetterConfig { target_arn: Some(parameter(it, "Failed")) };
            raw(it, "Import", Function { dead_letter_config: Some(failed), ..Default::default() });
        },
    },
    Case {
        rule: "LambdaFunctionPublicAccessProhibited",
        bad: |it| alone(it, "Caller", Permission { principal: Some("*".into()), ..Default::default() }),
        good: |it| alone(it, "Caller", Permission { principal: Some("s3.amazonaws.com".into()), ..Default::default() }),
    },
    Case {
        rule: "LambdaInsideVPC",
        bad: |it| alone(it, "Import", Function { vpc_config: network(vec![]), ..Default::default() }),
        good: |it| alone(it, "Import", Function { vpc_config: network(vec!["sg-1"]), ..Default::default() }),
    },
];
