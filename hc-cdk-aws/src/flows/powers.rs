//! What gives somebody more than it says: every right, those of a role, or those of what he has run something.
//!
//! The actions are those of the Service Authorization Reference (docs.aws.amazon.com/service-authorization, read in November 2026).

/// Actions by which somebody can give himself any right, open any network, run what he likes inside of one, or have what runs already do
/// what he says. Who may do one of them may do all.
pub(super) const ALL_POWERFUL: &[(&str, &[&str])] = &[
    (
        "iam",
        &[
            "AddUserToGroup",
            "AttachGroupPolicy",
            "AttachRolePolicy",
            "AttachUserPolicy",
            "CreateAccessKey",
            "CreateLoginProfile",
            "CreatePolicyVersion",
            "CreateServiceSpecificCredential",
            "CreateUser",
            "PutGroupPolicy",
            "PutRolePolicy",
            "PutUserPolicy",
            "ResetServiceSpecificCredential",
            "SetDefaultPolicyVersion",
            "UpdateAssumeRolePolicy",
            "UpdateLoginProfile",
            "UpdateOpenIDConnectProviderThumbprint",
            "UpdateSAMLProvider",
        ],
    ),
    (
        "sso",
        &[
            "AttachCustomerManagedPolicyReferenceToPermissionSet",
            "AttachManagedPolicyToPermissionSet",
            "CreateAccountAssignment",
            "PutInlinePolicyToPermissionSet",
        ],
    ),
    ("identitystore", &["CreateGroupMembership", "CreateUser", "UpdateUser"]),
    (
        "ec2",
        &[
            "AttachNetworkInterface",
            "AttachVolume",
            "AuthorizeSecurityGroupIngress",
            "CreateFleet",
            "CreateInstanceExportTask",
            "CreateLaunchTemplateVersion",
            "CreateNetworkInterfacePermission",
            "CreateReplaceRootVolumeTask",
            "CreateStoreImageTask",
            "CreateTrafficMirrorSession",
            "ExportImage",
            "GetPasswordData",
            "ModifyImageAttribute",
            "ModifyInstanceAttribute",
            "ModifyLaunchTemplate",
            "ModifyNetworkInterfaceAttribute",
            "ModifySecurityGroupRules",
            "ModifySnapshotAttribute",
            "RequestSpotFleet",
            "RequestSpotInstances",
            "RunInstances",
        ],
    ),
    ("ec2-instance-connect", &["OpenTunnel", "SendSSHPublicKey", "SendSerialConsoleSSHPublicKey"]),
    ("appsync", &["CreateFunction", "CreateResolver", "UpdateFunction", "UpdateResolver"]),
    (
        "backup",
        &[
            "CopyFromBackupVault",
            "CreateBackupPlan",
            "CreateRestoreAccessBackupVault",
            "PutBackupVaultAccessPolicy",
            "PutBackupVaultSharingPolicy",
            "StartCopyJob",
            "StartRestoreJob",
            "UpdateBackupPlan",
        ],
    ),
    ("cloud9", &["CreateEnvironmentMembership", "CreateEnvironmentToken", "UpdateEnvironmentMembership"]),
    ("datapipeline", &["PutPipelineDefinition"]),
    ("dms", &["CreateReplicationConfig", "CreateReplicationTask", "ModifyEndpoint", "ModifyReplicationTask"]),
    // What is made may have any task that there is, among what is in any network.
    ("ecs", &["CreateExpressGatewayService", "CreateService", "CreateTaskSet", "ExecuteCommand"]),
    ("eks", &["AssociateAccessPolicy", "AssociateIdentityProviderConfig", "CreateAccessEntry", "UpdateAccessEntry"]),
    ("elasticache", &["ModifyUser", "ModifyUserGroup"]),
    // Whoever starts a job on a cluster of EKS says as which role, and passes none.
    ("emr-containers", &["CreateManagedEndpoint", "GetManagedEndpointSessionCredentials", "StartJobRun"]),
    ("gamelift", &["GetComputeAccess", "GetInstanceAccess"]),
    ("glue", &["CreateTrigger", "RunStatement", "UpdateTrigger"]),
    ("imagebuilder", &["CreateImage", "CreateImagePipeline", "UpdateImagePipeline"]),
    ("lambda", &["UpdateFunctionCode", "UpdateFunctionConfiguration"]),
    ("memorydb", &["UpdateAcl", "UpdateUser"]),
    ("oam", &["CreateLink", "UpdateLink"]),
    ("ram", &["AssociateResourceShare", "CreateResourceShare"]),
    ("rolesanywhere", &["CreateTrustAnchor", "UpdateTrustAnchor"]),
    (
        "sagemaker",
        &[
            "CreateApp",
            "CreatePartnerAppPresignedUrl",
            "CreatePresignedDomainUrl",
            "CreatePresignedMlflowAppUrl",
            "CreatePresignedMlflowTrackingServerUrl",
            "CreatePresignedNotebookInstanceUrl",
            "StartSession",
            "UpdateDomain",
            "UpdateNotebookInstance",
            "UpdateNotebookInstanceLifecycleConfig",
            "UpdatePipeline",
            "UpdateSpace",
            "UpdateUserProfile",
        ],
    ),
    ("servicecatalog", &["CreateProvisioningArtifact"]),
    (
        "ssm",
        &[
            "CreateAssociation",
            "CreateAssociationBatch",
            "GetAccessToken",
            "RegisterTaskWithMaintenanceWindow",
            "ResumeSession",
            "SendCommand",
            "StartAutomationExecution",
            "StartChangeRequestExecution",
            "StartSession",
            "UpdateAssociation",
            "UpdateDocument",
            "UpdateMaintenanceWindowTask",
        ],
    ),
    ("ssm-guiconnect", &["StartConnection"]),
    ("sts", &["AssumeRoot"]),
    ("transfer", &["ImportSshPublicKey", "UpdateServer", "UpdateUser"]),
];

/// Those among them that start machines, which gives no more than the place does that these are in.
pub(super) const STARTS_MACHINES: [&str; 2] = ["CreateFleet", "RunInstances"];

/// Actions that change to what an API hands requests on, or whom it lets in, but for what is about `OF_CALLERS` alone. Who may do one of
/// them may do all.
pub(super) const CHANGES_APIS: &[(&str, &[&str])] = &[("apigateway", &["PATCH", "POST", "PUT", "UpdateRestApiPolicy"])];

/// What of an API Gateway says no more than how often a caller may ask, or what something is called, as ARNs have it.
pub(super) const OF_CALLERS: &[&str] = &[":/apikeys", ":/tags", ":/usageplans"];

/// Actions that change what stacks are, by the roles that these have. Who may do one of them may do all; of the pipeline of a repository,
/// which is where the program comes from, that is what it is for.
pub(super) const CHANGES_STACKS: &[(&str, &[&str])] = &[
    (
        "cloudformation",
        &["CreateStackInstances", "ExecuteChangeSet", "UpdateStack", "UpdateStackInstances", "UpdateStackSet"],
    ),
    // A service runs whatever task definition it is told, in whichever groups.
    ("ecs", &["UpdateService"]),
];

/// Actions that let somebody use a key who could not, and with it all that it encrypts.
pub(super) const OPENS_KEYS: &[(&str, &[&str])] = &[("kms", &["CreateGrant", "PutKeyPolicy", "ReplicateKey"])];

/// Actions that take on a role, or give it to something: whoever may do one of them may do what the role may.
pub(super) const TAKES_ROLES: &[(&str, &[&str])] =
    &[("sts", &["AssumeRole", "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity"]), ("iam", &["PassRole"])];

/// Actions of a service that have something else run what one says: whoever may do one of them may do what the role of that may.
pub(super) struct Runs {
    pub(super) service: &'static str,
    pub(super) actions: &'static [&'static str],
    /// The kind of what the statement names.
    pub(super) kind: &'static str,
    /// The property with its role.
    pub(super) role: &'static str,
    /// The property with its name.
    pub(super) name: &'static str,
}

/// All of them.
pub(super) const RUNS: &[Runs] = &[
    Runs {
        service: "airflow",
        actions: &["CreateCliToken", "CreateWebLoginToken", "InvokeRestApi", "UpdateEnvironment"],
        kind: "AWS::MWAA::Environment",
        role: "ExecutionRoleArn",
        name: "Name",
    },
    Runs {
        service: "amplify",
        actions: &["UpdateApp", "UpdateBranch"],
        kind: "AWS::Amplify::App",
        role: "IAMServiceRole",
        name: "Name",
    },
    Runs {
        service: "apprunner",
        actions: &["UpdateService"],
        kind: "AWS::AppRunner::Service",
        role: "InstanceConfiguration/InstanceRoleArn",
        name: "ServiceName",
    },
    Runs {
        service: "athena",
        actions: &["CreatePresignedNotebookUrl", "StartCalculationExecution", "StartSession", "UpdateNotebook"],
        kind: "AWS::Athena::WorkGroup",
        role: "WorkGroupConfiguration/ExecutionRole",
        name: "Name",
    },
    Runs {
        service: "batch",
        actions: &["RegisterJobDefinition", "SubmitJob"],
        kind: "AWS::Batch::JobDefinition",
        role: "ContainerProperties/JobRoleArn",
        name: "JobDefinitionName",
    },
    Runs {
        service: "bedrock-agentcore",
        actions: &["InvokeAgentRuntimeCommand"],
        kind: "AWS::BedrockAgentCore::Runtime",
        role: "RoleArn",
        name: "AgentRuntimeName",
    },
    Runs {
        service: "bedrock-agentcore",
        actions: &["InvokeCodeInterpreter", "StartCodeInterpreterSession"],
        kind: "AWS::BedrockAgentCore::CodeInterpreterCustom",
        role: "ExecutionRoleArn",
        name: "Name",
    },
    Runs {
        service: "codebuild",
        actions: &[
            "CreateWebhook",
            "RetryBuild",
            "RetryBuildBatch",
            "StartBuild",
            "StartBuildBatch",
            "StartCommandExecution",
            "StartSandbox",
            "StartSandboxConnection",
            "UpdateProject",
            "UpdateWebhook",
        ],
        kind: "AWS::CodeBuild::Project",
        role: "ServiceRole",
        name: "Name",
    },
    Runs {
        service: "codedeploy",
        actions: &["CreateDeployment", "UpdateDeploymentGroup"],
        kind: "AWS::CodeDeploy::DeploymentGroup",
        role: "ServiceRoleArn",
        name: "DeploymentGroupName",
    },
    Runs {
        service: "codepipeline",
        actions: &["UpdatePipeline"],
        kind: "AWS::CodePipeline::Pipeline",
        role: "RoleArn",
        name: "Name",
    },
    Runs {
        service: "ecs",
        actions: &["RegisterTaskDefinition", "RunTask", "StartTask"],
        kind: "AWS::ECS::TaskDefinition",
        role: "TaskRoleArn",
        name: "Family",
    },
    Runs {
        service: "ecs",
        actions: &["UpdateExpressGatewayService"],
        kind: "AWS::ECS::ExpressGatewayService",
        role: "TaskRoleArn",
        name: "ServiceName",
    },
    Runs {
        service: "elasticmapreduce",
        actions: &["AddJobFlowSteps", "AttachEditor", "GetClusterSessionCredentials"],
        kind: "AWS::EMR::Cluster",
        role: "JobFlowRole",
        name: "",
    },
    Runs {
        service: "glue",
        actions: &["StartJobRun", "UpdateJob", "UpdateJobFromSourceControl"],
        kind: "AWS::Glue::Job",
        role: "Role",
        name: "Name",
    },
    Runs {
        service: "glue",
        actions: &["UpdateDevEndpoint"],
        kind: "AWS::Glue::DevEndpoint",
        role: "RoleArn",
        name: "EndpointName",
    },
    Runs {
        service: "kinesisanalytics",
        actions: &["AddApplicationOutput", "CreateApplicationPresignedUrl", "UpdateApplication"],
        kind: "AWS::KinesisAnalyticsV2::Application",
        role: "ServiceExecutionRole",
        name: "ApplicationName",
    },
    Runs {
        service: "states",
        actions: &["UpdateStateMachine"],
        kind: "AWS::StepFunctions::StateMachine",
        role: "RoleArn",
        name: "StateMachineName",
    },
    Runs {
        service: "synthetics",
        actions: &["StartCanaryDryRun", "UpdateCanary"],
        kind: "AWS::Synthetics::Canary",
        role: "ExecutionRoleArn",
        name: "Name",
    },
];
