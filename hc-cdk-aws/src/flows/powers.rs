//! What gives somebody more than it says: every right, those of a role, or those of what he has run something.
//!
//! The actions are those of the Service Authorization Reference (docs.aws.amazon.com/service-authorization, read in November 2026).

/// Actions by which somebody can give himself any right, open any network, or have what runs already do what he says. Who may do one
/// of them may do all.
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
            "CreateUser",
            "PutGroupPolicy",
            "PutRolePolicy",
            "PutUserPolicy",
            "SetDefaultPolicyVersion",
            "UpdateAssumeRolePolicy",
            "UpdateLoginProfile",
            "UpdateSAMLProvider",
        ],
    ),
    (
        "ec2",
        &[
            "AuthorizeSecurityGroupIngress",
            "ModifyInstanceAttribute",
            "ModifyNetworkInterfaceAttribute",
            "ModifySecurityGroupRules",
            "ModifySnapshotAttribute",
        ],
    ),
    ("ec2-instance-connect", &["OpenTunnel", "SendSSHPublicKey", "SendSerialConsoleSSHPublicKey"]),
    ("backup", &["PutBackupVaultAccessPolicy", "StartCopyJob", "StartRestoreJob"]),
    ("ecs", &["ExecuteCommand"]),
    ("eks", &["AssociateAccessPolicy", "CreateAccessEntry", "UpdateAccessEntry"]),
    ("elasticache", &["ModifyUser", "ModifyUserGroup"]),
    ("lambda", &["UpdateFunctionCode", "UpdateFunctionConfiguration"]),
    ("ram", &["AssociateResourceShare", "CreateResourceShare"]),
    ("sagemaker", &["CreatePresignedDomainUrl", "CreatePresignedNotebookInstanceUrl"]),
    (
        "ssm",
        &[
            "CreateAssociation",
            "ResumeSession",
            "SendCommand",
            "StartAutomationExecution",
            "StartSession",
            "UpdateAssociation",
            "UpdateDocument",
        ],
    ),
];

/// Actions that take on a role, or give it to something: whoever may do one of them may do what the role may.
pub(super) const TAKES_ROLES: &[(&str, &[&str])] =
    &[("sts", &["AssumeRole", "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity"]), ("iam", &["PassRole"])];

/// Actions that have something else run what one says: whoever may do one of them may do what the role of that may. With the kind of
/// what the statement names, and the property with its role.
pub(super) const RUNS: &[(&str, &[&str], &str, &str)] = &[
    (
        "codebuild",
        &["RetryBuild", "RetryBuildBatch", "StartBuild", "StartBuildBatch", "UpdateProject"],
        "AWS::CodeBuild::Project",
        "ServiceRole",
    ),
    ("ecs", &["RunTask", "StartTask"], "AWS::ECS::TaskDefinition", "TaskRoleArn"),
    ("states", &["UpdateStateMachine"], "AWS::StepFunctions::StateMachine", "RoleArn"),
];
