//! What the roles of a pipeline may do: exact actions on exact resources.

use hc_cdk::{
    resource::Made,
    stack::Scope,
    value::{Attr, Json, Value},
};

use super::stack_change::Change;
use crate::{
    actions,
    bucket::objects,
    cfn::iam::ManagedPolicy,
    compute::{Deployed, Repository},
    emptied::EmptiedBucket,
    iam::Statement,
    keys::Key,
    kind::KeyArn,
    pseudo,
};

/// Where a pipeline keeps what it hands from stage to stage.
pub(super) struct Store<'a> {
    pub(super) bucket: &'a Value<String>,
    pub(super) key: &'a Key,
    /// What stands for its being emptied, if it is.
    pub(super) emptied: Option<&'a Made<EmptiedBucket>>,
}

impl Store<'_> {
    /// Has a permission to write to it be gone before it is emptied.
    pub(super) fn outlives(&self, scope: &mut Scope<'_>, policy: &Made<ManagedPolicy>) {
        if let Some(emptied) = self.emptied {
            scope.depends_on(policy, emptied);
        }
    }
}

/// Reads and writes what is in a bucket, by its key.
pub(super) fn handing_on(store: &Store<'_>) -> Vec<Statement> {
    let s3 = Value::concat(["s3.".into(), pseudo::region().into(), ".amazonaws.com".into()]);
    vec![
        Statement::allow(
            actions!["s3:GetBucketAcl", "s3:GetBucketLocation", "s3:GetBucketVersioning"],
            [store.bucket.clone()],
        ),
        Statement::allow(actions!["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"], [objects(store.bucket)]),
        Statement::allow(
            actions!["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey"],
            [store.key.arn()],
        )
        .when("StringEquals", "kms:ViaService", s3),
    ]
}

/// What every build does: it writes its log, and takes and hands on artifacts.
pub(super) fn building(lines: &Value<String>, store: &Store<'_>) -> Vec<Statement> {
    let mut statements =
        vec![Statement::allow(actions!["logs:CreateLogStream", "logs:PutLogEvents"], [Json::from(lines.clone())])];
    statements.extend(handing_on(store));
    statements
}

/// Pushes images to a repository, and no others.
pub(super) fn pushing(repository: &Repository) -> Vec<Statement> {
    let push = actions![
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchGetImage",
        "ecr:CompleteLayerUpload",
        "ecr:DescribeImages",
        "ecr:GetDownloadUrlForLayer",
        "ecr:InitiateLayerUpload",
        "ecr:PutImage",
        "ecr:UploadLayerPart",
    ];
    vec![
        Statement::allow(push, [repository.arn()]),
        // The token is for the whole registry: this action supports no resource but `*`.
        Statement::allow(actions!["ecr:GetAuthorizationToken"], ["*"]),
    ]
}

/// Reads what scans found in the images of a repository.
pub(super) fn scanning(repository: &Repository) -> Vec<Statement> {
    vec![Statement::allow(actions!["ecr:DescribeImageScanFindings"], [repository.arn()])]
}

/// Signs images of a repository with a key, and writes the signatures beside them.
pub(super) fn signing(repository: &Repository, key: Attr<KeyArn>) -> Vec<Statement> {
    let mut statements = pushing(repository);
    statements.push(Statement::allow(actions!["kms:DescribeKey", "kms:GetPublicKey", "kms:Sign"], [key]));
    statements
}

/// Keeps reports, which are called after the project.
pub(super) fn reporting(groups: impl Iterator<Item = Value<String>>) -> Option<Statement> {
    let groups = groups.map(|it| pseudo::arn_here("codebuild", ["report-group/".into(), it.into()]));
    let groups: Vec<Value<String>> = groups.collect();
    let report = actions![
        "codebuild:BatchPutCodeCoverages",
        "codebuild:BatchPutTestCases",
        "codebuild:CreateReport",
        "codebuild:CreateReportGroup",
        "codebuild:UpdateReport",
    ];
    (!groups.is_empty()).then(|| Statement::allow(report, groups))
}

/// Starts builds.
pub(super) fn starting(projects: Vec<Value<String>>) -> Statement {
    Statement::allow(actions!["codebuild:BatchGetBuilds", "codebuild:StartBuild"], projects)
}

/// Deploys a service: a task definition of its family with another image, under the roles that it has.
pub(super) fn deploying(to: &Deployed) -> Vec<Statement> {
    let family = pseudo::arn_here("ecs", [to.family.within("task-definition/", ":*").into()]);
    vec![
        Statement::allow(actions!["ecs:DescribeServices", "ecs:UpdateService"], [to.service.clone()]),
        Statement::allow(actions!["ecs:RegisterTaskDefinition"], [family.clone()]),
        Statement::allow(actions!["ecs:TagResource"], [family]).when(
            "StringEquals",
            "ecs:CreateAction",
            "RegisterTaskDefinition",
        ),
        // This action supports no resource but `*`.
        Statement::allow(actions!["ecs:DescribeTaskDefinition"], ["*"]),
        Statement::allow(actions!["iam:PassRole"], to.roles.clone()).when(
            "StringEquals",
            "iam:PassedToService",
            "ecs-tasks.amazonaws.com",
        ),
    ]
}

/// Changes one stack by change sets, and has CloudFormation make it as one role.
///
/// Source: the guide to `CodePipeline`, "Manage the `CodePipeline` service role"; the change set is of the stack's ARN.
pub(super) fn changing(change: &Change) -> Vec<Statement> {
    let stack = pseudo::arn_here("cloudformation", [format!("stack/{}/*", change.stack).into()]);
    let by_sets = actions![
        "cloudformation:CreateChangeSet",
        "cloudformation:DeleteChangeSet",
        "cloudformation:DescribeChangeSet",
        "cloudformation:DescribeStacks",
        "cloudformation:ExecuteChangeSet",
    ];
    vec![
        Statement::allow(by_sets, [stack]),
        Statement::allow(actions!["iam:PassRole"], [change.role.clone()]).when(
            "StringEquals",
            "iam:PassedToService",
            "cloudformation.amazonaws.com",
        ),
    ]
}
