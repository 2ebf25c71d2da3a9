//! The stages of a pipeline, as `CodePipeline` reads them.

use hc_cdk::value::{Json, Object, Value};

use super::{project::IMAGES, source::From, stack_change::Change};
use crate::cfn::codepipeline::pipeline as property;

/// What an action does: its category, who provides it, and what it is called.
struct Kind(&'static str, &'static str, &'static str);

/// The source, which everything else is made of.
pub(super) fn source(from: &From, bucket: Option<&Value<String>>) -> property::StageDeclaration {
    let (provider, configuration) = match from {
        // A rule says when there is something new: nothing has to be asked again and again.
        From::Upload { key } => (
            "S3",
            Object::new()
                .with("S3Bucket", bucket.cloned().unwrap_or_else(|| "".into()))
                .with("S3ObjectKey", *key)
                .with("PollForSourceChanges", "false"),
        ),
        From::Connection { arn, repository, branch } => (
            "CodeStarSourceConnection",
            Object::new()
                .with("ConnectionArn", arn.clone())
                .with("FullRepositoryId", *repository)
                .with("BranchName", *branch),
        ),
    };
    stage(action(Kind("Source", provider, "Source"), configuration, None, Some("Source")))
}

pub(super) fn build(project: Value<String>) -> property::StageDeclaration {
    let configuration = Object::new().with("ProjectName", project);
    stage(action(Kind("Build", "CodeBuild", "Build"), configuration, Some("Source"), Some("Image")))
}

/// The stage that stops the pipeline if the scan of the image found too much.
pub(super) fn scan(project: Value<String>) -> property::StageDeclaration {
    let configuration = Object::new().with("ProjectName", project);
    stage(action(Kind("Test", "CodeBuild", "Scan"), configuration, Some("Image"), None))
}

/// The stage that signs the image.
pub(super) fn sign(project: Value<String>) -> property::StageDeclaration {
    let configuration = Object::new().with("ProjectName", project);
    stage(action(Kind("Test", "CodeBuild", "Sign"), configuration, Some("Image"), None))
}

/// The stage that waits until somebody approves.
pub(super) fn approve(question: &'static str) -> property::StageDeclaration {
    stage(action(Kind("Approval", "Manual", "Approve"), Object::new().with("CustomData", question), None, None))
}

/// The stage that deploys, and tries what it deployed: what fails is taken back to what was there before.
pub(super) fn deploy(
    cluster: Value<String>,
    service: Value<String>,
    trial: Option<Value<String>>,
) -> property::StageDeclaration {
    let configuration =
        Object::new().with("ClusterName", cluster).with("ServiceName", service).with("FileName", IMAGES);
    let deploy = action(Kind("Deploy", "ECS", "Deploy"), configuration, Some("Image"), None);
    let Some(trial) = trial else { return stage(deploy) };
    let configuration = Object::new().with("ProjectName", trial);
    let trial = action(Kind("Test", "CodeBuild", "Trial"), configuration, Some("Source"), None);
    let trial = property::ActionDeclaration { run_order: Some(2.into()), ..trial };
    let mut both = stage(property::ActionDeclaration { run_order: Some(1.into()), ..deploy });
    both.actions.get_or_insert_default().push(trial);
    both.on_failure = Some(property::FailureConditions { result: Some("ROLLBACK".into()), ..Default::default() });
    both
}

/// The stage that changes a stack: what changes is made ready and shown, approved if that is asked for, and then made. It is one stage: a
/// run that comes after it waits before it, and cannot put another change in its place.
pub(super) fn change(change: &Change) -> property::StageDeclaration {
    let of = || Object::new().with("StackName", change.stack).with("ChangeSetName", CHANGE_SET);
    let prepared = of()
        .with("ActionMode", "CHANGE_SET_REPLACE")
        .with("Capabilities", "CAPABILITY_NAMED_IAM")
        .with("RoleArn", change.role.clone())
        .with("TemplatePath", format!("Source::{}", change.template));
    let made = of().with("ActionMode", "CHANGE_SET_EXECUTE");
    let ask = |question| {
        action(Kind("Approval", "Manual", "Approve"), Object::new().with("CustomData", question), None, None)
    };
    let actions = [
        Some(action(Kind("Deploy", "CloudFormation", "Prepare"), prepared, Some("Source"), None)),
        change.question.map(ask),
        Some(action(Kind("Deploy", "CloudFormation", "Deploy"), made, None, None)),
    ];
    let ordered = (1_u32..).zip(actions.into_iter().flatten());
    let actions = ordered.map(|(at, it)| property::ActionDeclaration { run_order: Some(at.into()), ..it }).collect();
    property::StageDeclaration { name: Some("Deploy".into()), actions: Some(actions), ..Default::default() }
}

/// What a change is called until it is made.
const CHANGE_SET: &str = "by-pipeline";

fn stage(action: property::ActionDeclaration) -> property::StageDeclaration {
    property::StageDeclaration { name: action.name.clone(), actions: Some(vec![action]), ..Default::default() }
}

fn action(
    Kind(category, provider, name): Kind,
    configuration: Object,
    takes: Option<&'static str>,
    gives: Option<&'static str>,
) -> property::ActionDeclaration {
    property::ActionDeclaration {
        action_type_id: Some(property::ActionTypeId {
            category: Some(category.into()),
            owner: Some("AWS".into()),
            provider: Some(provider.into()),
            version: Some("1".into()),
        }),
        configuration: Some(Json::Object(configuration)),
        input_artifacts: takes.map(|name| vec![property::InputArtifact { name: Some(name.into()) }]),
        name: Some(name.into()),
        output_artifacts: gives
            .map(|name| vec![property::OutputArtifact { name: Some(name.into()), ..Default::default() }]),
        ..Default::default()
    }
}
