//! Pipelines that deploy what was scanned, and the scan itself.

use hc_cdk::value::{Json, Object};
use hc_cdk_aws::{
    assertions::Template,
    cfn::{
        codebuild::{Project, project},
        codepipeline::{Pipeline, pipeline as property},
    },
    stack::Stack,
};

use super::{Case, Prod, alone, raw};

/// What is different from a pipeline that scans what it deploys.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Odd {
    Nothing,
    NoScan,
    ScansAfter,
    ScansOther,
    MadeAgain,
    SkipsScan,
    OtherCommands,
    Overridden,
    OtherPath,
    OtherImage,
    OtherFile,
    OtherProvider(&'static str),
    AlsoDeploys,
    UnknownCategory,
    IgnoresFailure,
    OtherFolder,
    UnknownStages,
    UnknownStage,
    UnknownActions,
}

pub(super) const CASES: &[Case] = &[
    case(|stack| pipeline(stack, Odd::NoScan)),
    case(|stack| pipeline(stack, Odd::ScansAfter)),
    case(|stack| pipeline(stack, Odd::ScansOther)),
    case(|stack| pipeline(stack, Odd::MadeAgain)),
    case(|stack| pipeline(stack, Odd::SkipsScan)),
    case(|stack| pipeline(stack, Odd::OtherCommands)),
    case(|stack| pipeline(stack, Odd::Overridden)),
    case(|stack| pipeline(stack, Odd::OtherPath)),
    case(|stack| pipeline(stack, Odd::OtherImage)),
    case(|stack| pipeline(stack, Odd::OtherFile)),
    case(|stack| pipeline(stack, Odd::OtherProvider("CodeDeployToECS"))),
    case(|stack| pipeline(stack, Odd::OtherProvider("EKS"))),
    case(|stack| pipeline(stack, Odd::OtherProvider("CloudFormation"))),
    case(|stack| pipeline(stack, Odd::AlsoDeploys)),
    case(|stack| pipeline(stack, Odd::UnknownCategory)),
    case(|stack| pipeline(stack, Odd::IgnoresFailure)),
    case(|stack| pipeline(stack, Odd::OtherFolder)),
    case(|stack| pipeline(stack, Odd::UnknownStages)),
    case(|stack| pipeline(stack, Odd::UnknownStage)),
    case(|stack| pipeline(stack, Odd::UnknownActions)),
];

const fn case(bad: super::Build) -> Case {
    Case { rule: "PipelineDeploysWhatWasScanned", bad, good: |stack| pipeline(stack, Odd::Nothing) }
}

/// What a project of ours that scans does.
pub(super) fn spec() -> String {
    let template = Template::of_stack(super::constructs::everything());
    template.json()["Resources"]["DeliveryScan"]["Properties"]["Source"]["BuildSpec"]
        .as_str()
        .expect("a text")
        .to_owned()
}

fn pipeline(stack: &mut Stack<Prod>, odd: Odd) {
    let variable = project::EnvironmentVariable { name: Some("PATH".into()), ..Default::default() };
    let image = if odd == Odd::OtherImage { "example.org/other" } else { "aws/codebuild/standard:7.0" };
    let folder =
        project::ProjectFileSystemLocation { mount_point: Some("/usr/local/bin".into()), ..Default::default() };
    let commands = if odd == Odd::OtherCommands { spec().replace("set -eu", "exit 0") } else { spec() };
    let scans = Project {
        environment: Some(project::Environment {
            environment_variables: (odd == Odd::OtherPath).then(|| vec![variable]),
            image: Some(image.into()),
            ..Default::default()
        }),
        file_system_locations: (odd == Odd::OtherFolder).then(|| vec![folder]),
        source: Some(project::Source { build_spec: Some(commands.into()), ..Default::default() }),
        ..Default::default()
    };
    let project = raw(stack, "Scan", scans).id();
    let mut configuration = Object::new().with("ProjectName", project);
    if odd == Odd::Overridden {
        configuration.insert("EnvironmentVariables", "[]");
    }
    let scanned = if odd == Odd::ScansOther { "Source" } else { "Image" };
    let skipped = property::FailureConditions { result: Some("SKIP".into()), ..Default::default() };
    let scan = property::StageDeclaration {
        before_entry: (odd == Odd::SkipsScan).then(skip),
        on_failure: (odd == Odd::IgnoresFailure).then_some(skipped),
        ..stage(BUILD, configuration, Some(scanned), None)
    };
    let build = || stage(BUILD, Object::new().with("ProjectName", "build"), None, Some("Image"));
    let file = if odd == Odd::OtherFile { "other.json" } else { "imagedefinitions.json" };
    let provider = if let Odd::OtherProvider(provider) = odd { provider } else { "ECS" };
    let deploy = stage(("Deploy", provider), Object::new().with("FileName", file), Some("Image"), None);
    let other = stage(("Deploy", "CloudFormation"), Object::new(), Some("Other"), None);
    let stages = match odd {
        Odd::NoScan => vec![build(), deploy],
        Odd::ScansAfter => vec![build(), deploy, scan],
        Odd::MadeAgain => vec![build(), scan, build(), deploy],
        Odd::AlsoDeploys => vec![build(), scan, deploy, other],
        Odd::UnknownCategory => {
            vec![build(), scan, deploy, stage(("", "Other"), Object::new(), Some("Other"), None)]
        }
        _ => vec![build(), scan, deploy],
    };
    alone(stack, "Delivery", Pipeline { stages: Some(stages), ..Default::default() });
    let hidden = match odd {
        Odd::UnknownStages => "Stages",
        Odd::UnknownStage => "Stages/2",
        Odd::UnknownActions => "Stages/2/Actions",
        _ => return,
    };
    let later = Object::new().with("Fn::Select", vec!["0".into(), Json::List(Vec::new())]);
    stack.add("Hidden", super::unrelated().property("Delivery", hidden, later));
}

pub(super) const BUILD: (&str, &str) = ("Build", "CodeBuild");

/// Skips a stage under some condition.
fn skip() -> property::BeforeEntryConditions {
    let condition = property::Condition { result: Some("SKIP".into()), ..Default::default() };
    property::BeforeEntryConditions { conditions: Some(vec![condition]) }
}

pub(super) fn stage(
    (category, provider): (&'static str, &'static str),
    configuration: Object,
    takes: Option<&'static str>,
    gives: Option<&'static str>,
) -> property::StageDeclaration {
    let input = |name: &'static str| vec![property::InputArtifact { name: Some(name.into()) }];
    let output = |name: &'static str| vec![property::OutputArtifact { name: Some(name.into()), ..Default::default() }];
    let kind = property::ActionTypeId {
        category: Some(category.into()).filter(|_| !category.is_empty()),
        provider: Some(provider.into()),
        ..Default::default()
    };
    let action = property::ActionDeclaration {
        action_type_id: Some(kind),
        configuration: Some(Json::Object(configuration)),
        input_artifacts: takes.map(input),
        output_artifacts: gives.map(output),
        ..Default::default()
    };
    property::StageDeclaration { actions: Some(vec![action]), ..Default::default() }
}

/// The commands are run with an imitation of `aws`: they go on only if there is nothing critical or high.
#[cfg(unix)]
#[allow(clippy::disallowed_methods, reason = "commands are run on files")]
mod run {
    use std::{fs, os::unix::fs::PermissionsExt, path::Path, process::Command};

    const IMAGE: &str =
        r#"[{"name":"app","imageUri":"111122223333.dkr.ecr.us-east-1.amazonaws.com/clinic/api@sha256:9f86"}]"#;
    const ASKED: &str = "--repository-name clinic/api --image-id imageDigest=sha256:9f86";

    /// What `jq -er .[].imageUri` says of a file, as a command that says just that.
    fn jq(images: &str) -> String {
        let all: serde_json::Value = serde_json::from_str(images).expect("JSON");
        let named: Vec<&str> =
            all.as_array().expect("a list").iter().filter_map(|it| it["imageUri"].as_str()).collect();
        let said = if named.is_empty() { "exit 4".to_owned() } else { format!("printf '%s\\n' {}", named.join(" ")) };
        format!("#!/bin/sh\ntest \"$*\" = '-er .[].imageUri imagedefinitions.json' || exit 9\n{said}\n")
    }

    /// Whether the commands succeed if these images were built, and `aws` says and returns this.
    fn passes(folder: &Path, images: &str, found: &str, waited: u8) -> bool {
        fs::create_dir_all(folder).expect("a folder");
        fs::write(folder.join("imagedefinitions.json"), images).expect("written");
        fs::write(folder.join("jq"), jq(images)).expect("written");
        fs::set_permissions(folder.join("jq"), fs::Permissions::from_mode(0o755)).expect("a mode");
        let aws = format!(
            "#!/bin/sh\necho \"$*\" | grep -q -e '{ASKED}' || exit 9\ncase \"$2\" in wait) exit {waited};; *) printf '{found}\\n';; esac\n"
        );
        fs::write(folder.join("aws"), aws).expect("written");
        fs::set_permissions(folder.join("aws"), fs::Permissions::from_mode(0o755)).expect("a mode");
        let spec: serde_json::Value = serde_json::from_str(&super::spec()).expect("JSON");
        let commands = spec["phases"]["build"]["commands"][0].as_str().expect("a text").to_owned();
        let path = format!("PATH={}:$PATH\n{commands}", folder.display());
        Command::new("sh").args(["-c", &path]).current_dir(folder).output().expect("a shell").status.success()
    }

    #[test]
    fn a_scan_stops_at_what_is_critical_or_high() {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("scan");
        assert!(passes(&folder, IMAGE, "0\\t0", 0));
        let two = r#"[{"imageUri" : "111122223333.dkr.ecr.us-east-1.amazonaws.com/clinic/other@sha256:1b4f"},"#;
        assert!(!passes(&folder, &IMAGE.replacen('[', two, 1), "0\\t0", 0), "one that is written in another way");
        for (images, found, waited) in
            [(IMAGE, "0\\t1", 0), (IMAGE, "1\\t0", 0), (IMAGE, "None", 0), (IMAGE, "0\\t0", 1), ("[]", "0\\t0", 0)]
        {
            assert!(!passes(&folder, images, found, waited), "{images} {found} {waited}");
        }
    }
}
