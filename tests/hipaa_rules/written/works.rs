//! What computes.

use super::Change;

pub(super) const CHANGES: &[Change] = &[
    Change {
        rule: "SettingHasNoSecret",
        good: r#"{"C": {"Type": "AWS::Cognito::UserPoolClient", "Properties": {}}, "P": {"Type": "AWS::SSM::Parameter", "Properties": {"Name": "clinic-Client", "Type": "String", "Value": "@C.ClientId"}}}"#,
        bad: &[("@C.ClientId", "@C.ClientSecret")],
    },
    Change {
        rule: "SettingHasNoSecret",
        good: r#"{"P": {"Type": "AWS::SSM::Parameter", "Properties": {"Name": "clinic-Opening", "Type": "String", "Value": "08:00-18:00"}}}"#,
        bad: &[
            ("clinic-Opening", "clinic-LabPassword"),
            ("08:00-18:00", "password=hunter2"),
            (r#""Type": "String""#, r#""Type": "String", "Description": "password=hunter2""#),
            ("08:00-18:00", "{{resolve:secretsmanager:lab:SecretString:password}}"),
            (r#""08:00-18:00""#, r#""$later""#),
            (r#", "Value": "08:00-18:00""#, ""),
            (r#""clinic-Opening""#, r#""$later""#),
        ],
    },
    Change {
        rule: "SettingHasNoSecret",
        good: r#"{"S": {"Type": "AWS::SecretsManager::Secret", "Properties": {}}, "C": {"Type": "AWS::Cognito::UserPoolClient", "Properties": {}}, "P": {"Type": "AWS::SSM::Parameter", "Properties": {"Name": "/clinic/database/password", "Type": "String", "Value": "@S"}}}"#,
        bad: &[
            (r#""Value": "@S""#, r#""Value": "@C.ClientSecret""#),
            (r#""Value": "@S""#, r#""Value": "@S.Value""#),
            (r#""Value": "@S""#, r#""Value": "08:00-18:00""#),
            (r#""Value": "@S""#, r#""Value": "$later""#),
            (r#""Value": "@S""#, r#""Value": {"+": ["hunter2", "@S"]}"#),
        ],
    },
    Change {
        rule: "SettingHasNoSecret",
        good: r#"{"P": {"Type": "AWS::SSM::Parameter", "Properties": {"Name": "clinic-password", "Type": "String", "Value": {"+": ["arn:aws:secretsmanager:us-east-1:", "$account", ":secret:clinic"]}}}}"#,
        bad: &[(r#"{"+": ["arn:aws:secretsmanager:us-east-1:", "$account", ":secret:clinic"]}"#, r#""clinic""#)],
    },
    Change {
        rule: "TaskIsConfined",
        good: r#"{"T": {"Type": "AWS::ECS::TaskDefinition", "Properties": {"NetworkMode": "awsvpc", "ContainerDefinitions": [{"ReadonlyRootFilesystem": true, "User": "1000:1000", "LinuxParameters": {"Capabilities": {"Drop": ["ALL"]}}}]}}}"#,
        bad: &[
            (r#""ReadonlyRootFilesystem": true"#, r#""ReadonlyRootFilesystem": false"#),
            (r#""1000:1000""#, r#""root""#),
            (r#""1000:1000""#, r#""0:0""#),
            (r#""User""#, r#""Privileged": true, "User""#),
            (r#""User""#, r#""DockerSecurityOptions": ["apparmor:unconfined"], "User""#),
            (r#"["ALL"]"#, r#"["SYS_ADMIN"]"#),
            (r#""Drop""#, r#""Add": ["SYS_ADMIN"], "Drop""#),
            (r#""awsvpc""#, r#""host""#),
            (r#""NetworkMode""#, r#""Volumes": [{"Host": {"SourcePath": "/"}}], "NetworkMode""#),
            (r#""NetworkMode""#, r#""PidMode": "host", "NetworkMode""#),
        ],
    },
    Change {
        rule: "TaskHasNoSecretAsText",
        good: r#"{"T": {"Type": "AWS::ECS::TaskDefinition", "Properties": {"ContainerDefinitions": [{"Environment": [{"Name": "LOG_LEVEL", "Value": "info"}], "Command": ["serve", "--port=8080"]}]}}}"#,
        bad: &[
            (r#""LOG_LEVEL", "Value": "info""#, r#""DB_PASSWORD", "Value": "hunter2""#),
            (r#""info""#, r#""postgres://app:hunter2@db/clinic""#),
            (r#""info""#, r#""requirepass hunter2""#),
            (r#""info""#, r#""{{resolve:secretsmanager:clinic/lab:SecretString:key}}""#),
            (r#""info""#, r#"{"+": ["lab:", "{{resolve:ssm-secure:/clinic/lab}}"]}"#),
            // Neither part of the address is one by itself.
            (r#""info""#, r#"{"+": ["postgres://app:hun", "ter2@db/clinic"]}"#),
            (r#""info""#, r#""ZXhwb3J0IEFfVE9LRU49MGYxZTJk""#),
            (r#""LOG_LEVEL", "Value": "info""#, r#""DB_PASSWORD", "Value": {"+": ["hunter2-", "$later"]}"#),
            (r#""LOG_LEVEL", "Value": "info""#, r#""DB_PASSWORD", "Value": "{{resolve:ssm:/clinic/lab}}""#),
            (r#""LOG_LEVEL", "Value": "info""#, r#""DB_PASSWORD", "Value": "$later""#),
            (r#""LOG_LEVEL", "Value": "info""#, r#""DB_PASSWORD", "Value": 482913"#),
            ("--port=8080", "--password=hunter2"),
            (r#""Environment": ["#, r#""EnvironmentFiles": [{"Value": "arn"}], "Environment": ["#),
            (r#"{"Name": "LOG_LEVEL", "Value": "info"}"#, r#""text""#),
        ],
    },
    Change {
        rule: "TaskHasNoSecretAsText",
        good: r#"{"R": {"Type": "AWS::SecretsManager::Secret"}, "T": {"Type": "AWS::ECS::TaskDefinition", "Properties": {"ContainerDefinitions": [{"Environment": [{"Name": "DB_PASSWORD_SECRET", "Value": "@R"}, {"Name": "LAB_TOKEN", "Value": "arn:aws:secretsmanager:eu-west-2:111122223333:secret:lab-AbCdEf"}, {"Name": "CACHE", "Value": {"+": ["rediss://", "@R", ":6379"]}}, {"Name": "MAX_TOKENS", "Value": "4096"}, {"Name": "PASSWORD_FILE", "Value": "/run/secrets/db"}]}]}}}"#,
        bad: &[(r#""rediss://""#, r#""rediss://:hunter2@""#)],
    },
    Change {
        rule: "FunctionHasNoSecretAsText",
        good: r#"{"F": {"Type": "AWS::Lambda::Function", "Properties": {"Environment": {"Variables": {"LOG_LEVEL": "info"}}}}}"#,
        bad: &[
            (r#""LOG_LEVEL": "info""#, r#""API_KEY": "0f1e2d""#),
            (r#"{"LOG_LEVEL": "info"}"#, r#""text""#),
            (r#""info""#, r#""{{resolve:secretsmanager:clinic/lab:SecretString:key}}""#),
        ],
    },
    Change {
        rule: "TaskNamesItsImages",
        good: r#"{"T": {"Type": "AWS::ECS::TaskDefinition", "Properties": {"ContainerDefinitions": [{"Image": "registry.example/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}]}}}"#,
        bad: &[
            ("@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", ":latest"),
            ("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "9f86"),
            (r#""Image""#, r#""NoImage""#),
        ],
    },
    Change {
        rule: "ServiceHasNoPublicAddress",
        good: r#"{"S": {"Type": "AWS::ECS::Service", "Properties": {"NetworkConfiguration": {"AwsvpcConfiguration": {"AssignPublicIp": "DISABLED", "Subnets": ["a", "b"]}}}}}"#,
        bad: &[("DISABLED", "ENABLED"), (r#""AwsvpcConfiguration""#, r#""NoAwsvpcConfiguration""#)],
    },
    Change {
        rule: "ScheduledTaskHasNoPublicAddress",
        good: r#"{"S": {"Type": "AWS::Scheduler::Schedule", "Properties": {"Target": {"EcsParameters": {"NetworkConfiguration": {"AwsvpcConfiguration": {"AssignPublicIp": "DISABLED", "Subnets": ["a", "b"]}}}}}}}"#,
        bad: &[
            ("DISABLED", "ENABLED"),
            (r#""AssignPublicIp": "DISABLED", "#, ""),
            (r#""AwsvpcConfiguration""#, r#""NoAwsvpcConfiguration""#),
        ],
    },
    Change {
        rule: "ScheduledTaskHasNoPublicAddress",
        good: r#"{"S": {"Type": "AWS::Scheduler::Schedule", "Properties": {"Target": {"Arn": "arn:aws:lambda:us-east-1:111122223333:function:a"}}}}"#,
        bad: &[
            ("arn:aws:lambda:us-east-1:111122223333:function:a", "arn:aws:scheduler:::aws-sdk:ecs:runTask"),
            (r#""arn:aws:lambda:us-east-1:111122223333:function:a""#, r#""$later""#),
            (r#"{"Arn": "arn:aws:lambda:us-east-1:111122223333:function:a"}"#, r#""$later""#),
        ],
    },
    Change {
        rule: "ScheduledTaskHasNoPublicAddress",
        good: r#"{"S": {"Type": "AWS::Events::Rule", "Properties": {"Targets": [{"Arn": "a"}, {"EcsParameters": {"NetworkConfiguration": {"AwsVpcConfiguration": {"AssignPublicIp": "DISABLED", "Subnets": ["a", "b"]}}}}]}}}"#,
        bad: &[
            ("DISABLED", "ENABLED"),
            (r#""AssignPublicIp": "DISABLED", "#, ""),
            (r#""AwsVpcConfiguration""#, r#""AwsvpcConfiguration""#),
            (r#"{"Arn": "a"}"#, r#""$later""#),
        ],
    },
    Change {
        rule: "TaskStartsInAnyZone",
        good: r#"{"T": {"Type": "AWS::ECS::TaskDefinition", "Properties": {"RequiresCompatibilities": ["FARGATE"]}}}"#,
        bad: &[
            ("FARGATE", "EC2"),
            (r#""FARGATE""#, r#""FARGATE", "EC2""#),
            (r#""RequiresCompatibilities""#, r#""NoRequiresCompatibilities""#),
        ],
    },
    Change {
        rule: "TaskStartsInAnyZone",
        good: r#"{"T": {"Type": "AWS::ECS::TaskDefinition", "Properties": {"RequiresCompatibilities": ["FARGATE"]}}, "S": {"Type": "AWS::Scheduler::Schedule", "Properties": {"Target": {"EcsParameters": {"TaskDefinitionArn": "@T", "NetworkConfiguration": {"AwsvpcConfiguration": {"Subnets": ["a", "b"]}}}}}}}"#,
        bad: &[
            (r#"["a", "b"]"#, r#"["a"]"#),
            (r#"["a", "b"]"#, r#""$later""#),
            (r#""Subnets""#, r#""NoSubnets""#),
            ("AwsvpcConfiguration", "AwsVpcConfiguration"),
        ],
    },
    Change {
        rule: "TaskStartsInAnyZone",
        good: r#"{"T": {"Type": "AWS::ECS::TaskDefinition", "Properties": {"RequiresCompatibilities": ["FARGATE"]}}, "O": {"Type": "AWS::ECS::TaskDefinition", "Properties": {"RequiresCompatibilities": ["FARGATE"]}}, "R": {"Type": "AWS::Events::Rule", "Properties": {"Targets": [{"Arn": "a"}, {"EcsParameters": {"TaskDefinitionArn": "@T", "NetworkConfiguration": {"AwsVpcConfiguration": {"Subnets": ["a", "b"]}}}}]}}}"#,
        bad: &[(r#"["a", "b"]"#, r#"["a", "a"]"#), (r#"["a", "b"]"#, r#"["@O"]"#)],
    },
    Change {
        rule: "ServiceGoesBack",
        good: r#"{"S": {"Type": "AWS::ECS::Service", "Properties": {"DeploymentConfiguration": {"Strategy": "BLUE_GREEN"}, "LoadBalancers": [{"AdvancedConfiguration": {"AlternateTargetGroupArn": "a", "ProductionListenerRule": "b", "RoleArn": "c"}}]}}}"#,
        bad: &[
            (r#""AlternateTargetGroupArn""#, r#""NoAlternateTargetGroupArn""#),
            (r#""ProductionListenerRule""#, r#""NoProductionListenerRule""#),
            (r#""RoleArn""#, r#""NoRoleArn""#),
            (r#""LoadBalancers""#, r#""NoLoadBalancers""#),
        ],
    },
    Change {
        rule: "TargetsAreAsked",
        good: r#"{"T": {"Type": "AWS::ElasticLoadBalancingV2::TargetGroup", "Properties": {"HealthCheckEnabled": true, "HealthCheckIntervalSeconds": 30, "UnhealthyThresholdCount": 3}}}"#,
        bad: &[
            (r#""HealthCheckEnabled": true"#, r#""HealthCheckEnabled": false"#),
            (r#""HealthCheckIntervalSeconds": 30"#, r#""HealthCheckIntervalSeconds": 31"#),
            (r#""UnhealthyThresholdCount": 3"#, r#""UnhealthyThresholdCount": 4"#),
        ],
    },
    Change {
        rule: "TargetsAreAsked",
        good: r#"{"T": {"Type": "AWS::ElasticLoadBalancingV2::TargetGroup", "Properties": {"TargetType": "ip"}}}"#,
        bad: &[(r#""ip""#, r#""lambda""#), (r#""ip""#, r#""$later""#)],
    },
    Change {
        rule: "TargetsAreAsked",
        good: r#"{"T": {"Type": "AWS::ElasticLoadBalancingV2::TargetGroup", "Properties": {"TargetType": "lambda", "HealthCheckEnabled": true, "HealthCheckIntervalSeconds": 30, "UnhealthyThresholdCount": 3}}}"#,
        bad: &[
            (r#""HealthCheckEnabled": true, "#, ""),
            (r#""HealthCheckIntervalSeconds": 30, "#, ""),
            (r#", "UnhealthyThresholdCount": 3"#, ""),
        ],
    },
    Change {
        rule: "ClusterIsMeasured",
        good: r#"{"C": {"Type": "AWS::ECS::Cluster", "Properties": {"ClusterSettings": [{"Name": "containerInsights", "Value": "enhanced"}], "Configuration": {"ExecuteCommandConfiguration": {"Logging": "OVERRIDE", "LogConfiguration": {"CloudWatchLogGroupName": "lines"}}}}}}"#,
        bad: &[
            ("enhanced", "disabled"),
            ("containerInsights", "other"),
            ("OVERRIDE", "NONE"),
            (r#""CloudWatchLogGroupName""#, r#""NoCloudWatchLogGroupName""#),
            (r#""lines""#, r#""*""#),
        ],
    },
    Change {
        rule: "ClusterIsMeasured",
        good: r#"{"L": {"Type": "AWS::Logs::LogGroup", "Properties": {}}, "C": {"Type": "AWS::ECS::Cluster", "Properties": {"ClusterSettings": [{"Name": "containerInsights", "Value": "enhanced"}], "Configuration": {"ExecuteCommandConfiguration": {"Logging": "OVERRIDE", "LogConfiguration": {"CloudWatchLogGroupName": "@L"}}}}}}"#,
        bad: &[("AWS::Logs::LogGroup", "AWS::S3::Bucket")],
    },
    Change {
        rule: "ServiceRollsBack",
        good: r#"{"S": {"Type": "AWS::ECS::Service", "Properties": {"DeploymentConfiguration": {"DeploymentCircuitBreaker": {"Enable": true, "Rollback": true}}}}}"#,
        bad: &[
            (r#""Enable": true"#, r#""Enable": false"#),
            (r#""Rollback": true"#, r#""Rollback": false"#),
            (
                r#""DeploymentConfiguration""#,
                r#""DeploymentController": {"Type": "EXTERNAL"}, "DeploymentConfiguration""#,
            ),
            (
                r#""DeploymentConfiguration""#,
                r#""DeploymentController": {"Type": "$later"}, "DeploymentConfiguration""#,
            ),
            (r#""DeploymentConfiguration""#, r#""NoDeploymentConfiguration""#),
        ],
    },
    Change {
        rule: "ServiceHasZones",
        good: r#"{"S": {"Type": "AWS::ECS::Service", "Properties": {"DesiredCount": 2, "NetworkConfiguration": {"AwsvpcConfiguration": {"AssignPublicIp": "DISABLED", "Subnets": ["a", "b"]}}}}}"#,
        bad: &[(r#"": 2"#, r#"": 1"#), (r#""a", "b""#, r#""a""#)],
    },
    Change {
        rule: "ServiceHasZones",
        good: r#"{"S": {"Type": "AWS::ECS::Service", "Properties": {"NetworkConfiguration": {"AwsvpcConfiguration": {"AssignPublicIp": "DISABLED", "Subnets": ["a", "b"]}}}}, "T": {"Type": "AWS::ApplicationAutoScaling::ScalableTarget", "Properties": {"ResourceId": {"+": ["service/", "@S.Name"]}, "MinCapacity": 2}}}"#,
        bad: &[
            (r#"": 2"#, r#"": 1"#),
            (r#""@S.Name""#, r#""other""#),
            (
                r#""MinCapacity""#,
                r#""ScheduledActions": [{"ScalableTargetAction": {"MinCapacity": 0}}], "MinCapacity""#,
            ),
            (r#""MinCapacity""#, r#""ScheduledActions": [{"ScalableTargetAction": "$later"}], "MinCapacity""#),
            (r#""MinCapacity""#, r#""ScheduledActions": "$later", "MinCapacity""#),
        ],
    },
];
