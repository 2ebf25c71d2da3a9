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
    ("dms", &["CreateReplicationConfig", "CreateReplicationTask", "ModifyEndpoint", "ModifyReplicationTask"]),
    ("ecs", &["ExecuteCommand"]),
    ("eks", &["AssociateAccessPolicy", "CreateAccessEntry", "UpdateAccessEntry"]),
    ("elasticache", &["ModifyUser", "ModifyUserGroup"]),
    ("lambda", &["UpdateFunctionCode", "UpdateFunctionConfiguration"]),
    ("oam", &["CreateLink", "UpdateLink"]),
    ("ram", &["AssociateResourceShare", "CreateResourceShare"]),
    (
        "sagemaker",
        &[
            "CreatePresignedDomainUrl",
            "CreatePresignedNotebookInstanceUrl",
            "StartSession",
            "UpdateNotebookInstanceLifecycleConfig",
        ],
    ),
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
];

/// Those among them that start machines, which gives no more than the place does that these are in.
pub(super) const STARTS_MACHINES: [&str; 2] = ["CreateFleet", "RunInstances"];

/// Actions that change what stacks are, by the roles that these have. Who may do one of them may do all; of the pipeline of a repository,
/// which is where the program comes from, that is what it is for.
pub(super) const CHANGES_STACKS: &[(&str, &[&str])] =
    &[("cloudformation", &["ExecuteChangeSet", "UpdateStack", "UpdateStackInstances", "UpdateStackSet"])];

/// Actions that let somebody use a key who could not, and with it all that it encrypts.
pub(super) const OPENS_KEYS: &[(&str, &[&str])] = &[("kms", &["CreateGrant", "PutKeyPolicy"])];

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
        service: "apprunner",
        actions: &["UpdateService"],
        kind: "AWS::AppRunner::Service",
        role: "InstanceConfiguration/InstanceRoleArn",
        name: "ServiceName",
    },
    Runs {
        service: "batch",
        actions: &["SubmitJob"],
        kind: "AWS::Batch::JobDefinition",
        role: "ContainerProperties/JobRoleArn",
        name: "JobDefinitionName",
    },
    Runs {
        service: "codebuild",
        actions: &[
            "RetryBuild",
            "RetryBuildBatch",
            "StartBuild",
            "StartBuildBatch",
            "StartCommandExecution",
            "StartSandbox",
            "StartSandboxConnection",
            "UpdateProject",
        ],
        kind: "AWS::CodeBuild::Project",
        role: "ServiceRole",
        name: "Name",
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
        actions: &["RunTask", "StartTask"],
        kind: "AWS::ECS::TaskDefinition",
        role: "TaskRoleArn",
        name: "Family",
    },
    Runs {
        service: "elasticmapreduce",
        actions: &["AddJobFlowSteps"],
        kind: "AWS::EMR::Cluster",
        role: "JobFlowRole",
        name: "",
    },
    Runs {
        service: "glue",
        actions: &["StartJobRun", "UpdateJob"],
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
        service: "states",
        actions: &["UpdateStateMachine"],
        kind: "AWS::StepFunctions::StateMachine",
        role: "RoleArn",
        name: "StateMachineName",
    },
];
