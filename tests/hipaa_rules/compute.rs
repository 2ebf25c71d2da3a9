//! Machines and containers.

use hc_cdk::value::Value;
use hc_cdk_aws::cfn::{
    backup::{BackupSelection, backup_selection::BackupSelectionResourceType},
    ec2::{Instance, LaunchTemplate, Volume, instance, launch_template},
    ecs::{TaskDefinition, task_definition::ContainerDefinition},
};

use super::{Case, alone, parameter, raw};

fn tokens(state: &'static str) -> Option<instance::MetadataOptions> {
    Some(instance::MetadataOptions { http_tokens: Some(state.into()), ..Default::default() })
}

fn template(state: &'static str) -> LaunchTemplate {
    let options = launch_template::MetadataOptions { http_tokens: Some(state.into()), ..Default::default() };
    let data = launch_template::LaunchTemplateData { metadata_options: Some(options), ..Default::default() };
    LaunchTemplate { launch_template_data: Some(data), ..Default::default() }
}

fn from_template(id: Value<String>) -> Instance {
    let launch_template = Some(instance::LaunchTemplateSpecification {
        launch_template_id: Some(id),
        version: Some("1".into()),
        ..Default::default()
    });
    Instance { launch_template, ..Default::default() }
}

fn interface(public: Option<bool>) -> Instance {
    let interface = instance::NetworkInterface {
        associate_public_ip_address: public.map(Into::into),
        device_index: Some("0".into()),
        subnet_id: Some(Value::literal("subnet-1")),
        ..Default::default()
    };
    Instance { network_interfaces: Some(vec![interface]), ..Default::default() }
}

fn task(mode: &'static str, user: Option<&'static str>, privileged: bool) -> TaskDefinition {
    let container =
        ContainerDefinition { privileged: Some(privileged.into()), user: user.map(Into::into), ..Default::default() };
    TaskDefinition {
        container_definitions: Some(vec![container]),
        network_mode: Some(mode.into()),
        ..Default::default()
    }
}

pub(crate) const CASES: &[Case] = &[
    Case {
        rule: "EC2EBSInBackupPlan",
        bad: |it| alone(it, "Volume", Volume::default()),
        good: |it| {
            let volume = raw(it, "Volume", Volume::default());
            let arn = Value::concat([
                "arn:aws:ec2:us-east-1:111122223333:volume/".into(),
                volume.get(Volume::VOLUME_ID).into(),
            ]);
            let selection = BackupSelectionResourceType { resources: Some(vec![arn]), ..Default::default() };
            raw(it, "Backup", BackupSelection { backup_selection: Some(selection), ..Default::default() });
        },
    },
    Case {
        rule: "EC2EBSOptimizedInstance",
        bad: |it| alone(it, "Machine", Instance { instance_type: Some("m3.xlarge".into()), ..Default::default() }),
        good: |it| alone(it, "Machine", Instance { instance_type: Some("m7g.large".into()), ..Default::default() }),
    },
    Case {
        rule: "EC2EBSOptimizedInstance",
        bad: |it| {
            let kind = Some(parameter(it, "Type"));
            raw(it, "Machine", Instance { instance_type: kind, ..Default::default() });
        },
        good: |it| {
            let kind = Some(parameter(it, "Type"));
            raw(
                it,
                "Machine",
                Instance { instance_type: kind, ebs_optimized: Some(true.into()), ..Default::default() },
            );
        },
    },
    Case {
        rule: "EC2IMDSv2Enabled",
        bad: |it| alone(it, "Machine", Instance { metadata_options: tokens("optional"), ..Default::default() }),
        good: |it| alone(it, "Machine", Instance { metadata_options: tokens("required"), ..Default::default() }),
    },
    Case {
        rule: "EC2IMDSv2Enabled",
        bad: |it| alone(it, "Template", template("optional")),
        good: |it| {
            let template = raw(it, "Template", template("required"));
            raw(it, "Machine", from_template(template.id()));
        },
    },
    Case {
        rule: "EC2InstanceDetailedMonitoringEnabled",
        bad: |it| alone(it, "Machine", Instance::default()),
        good: |it| alone(it, "Machine", Instance { monitoring: Some(true.into()), ..Default::default() }),
    },
    Case {
        rule: "EC2InstanceNoPublicIp",
        bad: |it| alone(it, "Machine", interface(Some(true))),
        good: |it| alone(it, "Machine", interface(Some(false))),
    },
    Case {
        rule: "EC2InstanceProfileAttached",
        bad: |it| alone(it, "Machine", Instance::default()),
        good: |it| {
            alone(it, "Machine", Instance { iam_instance_profile: Some("imports".into()), ..Default::default() });
        },
    },
    Case {
        rule: "EC2InstancesInVPC",
        bad: |it| alone(it, "Machine", Instance::default()),
        good: |it| alone(it, "Machine", interface(None)),
    },
    Case {
        rule: "ECSTaskDefinitionUserForHostMode",
        bad: |it| alone(it, "Task", task("host", None, false)),
        good: |it| alone(it, "Task", task("awsvpc", None, false)),
    },
    Case {
        rule: "ECSTaskDefinitionUserForHostMode",
        bad: |it| alone(it, "Task", task("host", Some("0:0"), false)),
        good: |it| alone(it, "Task", task("host", Some("1000"), false)),
    },
    Case {
        rule: "ECSTaskDefinitionUserForHostMode",
        bad: |it| alone(it, "Task", task("host", Some("{{resolve:ssm:/clinic/user}}"), false)),
        good: |it| alone(it, "Task", task("host", Some("1000"), false)),
    },
    Case {
        rule: "ECSTaskDefinitionUserForHostMode",
        bad: |it| alone(it, "Task", task("host", Some("root"), false)),
        good: |it| alone(it, "Task", task("host", None, true)),
    },
];
