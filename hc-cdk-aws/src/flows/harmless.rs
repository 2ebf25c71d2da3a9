//! Who is let to a store and hands what he reads to nobody: services of AWS, and policies that AWS keeps.

/// Services of AWS that may read a store by its policy and hand what they read to nobody, each with the reason.
pub(super) const KEEPS_TO_ITSELF: &[(&str, &str)] = &[
    ("backup.amazonaws.com", "it copies into vaults, which have policies of their own"),
    ("cloudtrail.amazonaws.com", "it reads the list of access of the bucket that it delivers to, and no object"),
    ("config.amazonaws.com", "it looks for the bucket that it delivers to, and reads no object"),
    ("delivery.logs.amazonaws.com", "it looks for the bucket that it delivers flow logs to, and reads no object"),
    (
        "replication.s3.amazonaws.com",
        "it copies into the buckets that the replication names, as the role of the bucket",
    ),
    ("monitoring.rds.amazonaws.com", "it writes measurements of the operating system"),
];

/// Policies of AWS that give nobody data of a store, each with the reason. Every other one counts as all that there is.
pub(super) const HARMLESS: &[(&str, &str)] = &[
    ("service-role/AWSBackupServiceRolePolicyForBackup", "AWS Backup copies into vaults of the account"),
    ("service-role/AWSBackupServiceRolePolicyForRestores", "AWS Backup restores what somebody asks for who may"),
    ("AWSBackupServiceRolePolicyForS3Backup", "AWS Backup copies into vaults of the account"),
    ("AWSBackupServiceRolePolicyForS3Restore", "AWS Backup restores what somebody asks for who may"),
    ("service-role/AWSCodeDeployRoleForLambdaLimited", "CodeDeploy moves aliases between versions of a function"),
    ("service-role/AmazonAPIGatewayPushToCloudWatchLogs", "API Gateway writes log lines, and hands none to anybody"),
    ("service-role/AWS_ConfigRole", "AWS Config reads settings, and delivers them where its role may write"),
    ("service-role/AmazonRDSEnhancedMonitoringRole", "it writes measurements to a log group of RDS"),
    ("service-role/AWSLambdaENIManagementAccess", "it makes network interfaces"),
    ("service-role/AWSLambdaVPCAccessExecutionRole", "it makes network interfaces, and writes log lines"),
    ("service-role/AWSLambdaBasicExecutionRole", "it writes log lines"),
    ("service-role/AmazonECSTaskExecutionRolePolicy", "it pulls images, and writes log lines"),
    (
        "service-role/AmazonECSInfrastructureRolePolicyForServiceConnectTransportLayerSecurity",
        "it asks for certificates, and keeps their keys as secrets of ECS's own",
    ),
    ("AWSXRayDaemonWriteAccess", "it writes traces"),
    ("AmazonEKSClusterPolicy", "EKS looks after machines, their addresses and balancers, and hands on no data"),
    ("AmazonEKSWorkerNodePolicy", "a node finds its cluster, and asks for what its pods may do by roles of their own"),
    ("AmazonEKS_CNI_Policy", "it gives pods addresses"),
    ("AmazonEBSCSIDriverPolicyV2", "it makes and attaches disks and copies that bear its tag, and reads none"),
    ("AmazonEC2ContainerRegistryPullOnly", "it pulls images"),
    ("CloudWatchAgentServerPolicy", "it writes measurements and log lines"),
];

/// Roles of services of AWS, which nobody but the service takes on, that may use a key and hand on no data; each with the reason.
pub(super) const ROLES_OF_SERVICES: &[(&str, &str)] =
    &[("autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling", "it starts machines whose disks the key encrypts")];
