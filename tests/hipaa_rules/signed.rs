//! Pipelines that deploy what was signed, and the signing itself.

use hc_cdk::value::Object;
use hc_cdk_aws::{
    assertions::Template,
    cfn::{
        codebuild::{Project, project},
        codepipeline::Pipeline,
        kms::Key,
    },
    stack::Stack,
};

use super::{
    Case, Prod, alone,
    pipeline::{BUILD, stage},
    raw,
};

/// What is different from a pipeline that signs what it deploys.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Odd {
    Nothing,
    SignsNothing,
    SignsAfter,
    OtherCommands,
    OtherVariable,
    MoreVariables,
    SecretVariable,
    KeyOfOthers,
    KeyThatEncrypts,
}

pub(super) const CASES: &[Case] = &[
    case(|stack| pipeline(stack, Odd::SignsNothing)),
    case(|stack| pipeline(stack, Odd::SignsAfter)),
    case(|stack| pipeline(stack, Odd::OtherCommands)),
    case(|stack| pipeline(stack, Odd::OtherVariable)),
    case(|stack| pipeline(stack, Odd::MoreVariables)),
    case(|stack| pipeline(stack, Odd::SecretVariable)),
    case(|stack| pipeline(stack, Odd::KeyOfOthers)),
    case(|stack| pipeline(stack, Odd::KeyThatEncrypts)),
];

const fn case(bad: super::Build) -> Case {
    Case { rule: "PipelineDeploysWhatWasSigned", bad, good: |stack| pipeline(stack, Odd::Nothing) }
}

/// What a project of ours that signs does.
fn spec() -> String {
    let template = Template::of_stack(super::constructs::everything());
    template.json()["Resources"]["DeliverySign"]["Properties"]["Source"]["BuildSpec"]
        .as_str()
        .expect("a text")
        .to_owned()
}

fn pipeline(stack: &mut Stack<Prod>, odd: Odd) {
    let usage = if odd == Odd::KeyThatEncrypts { "ENCRYPT_DECRYPT" } else { "SIGN_VERIFY" };
    let key = raw(stack, "Signer", Key { key_usage: Some(usage.into()), ..Default::default() });
    let key = if odd == Odd::KeyOfOthers {
        "arn:aws:kms:us-east-1:999988887777:key/1a2b".into()
    } else {
        key.get(Key::ARN).into()
    };
    let name = if odd == Odd::OtherVariable { "PATH" } else { "SIGNER" };
    let kind = if odd == Odd::SecretVariable { "SECRETS_MANAGER" } else { "PLAINTEXT" };
    let signer = project::EnvironmentVariable { name: Some(name.into()), r#type: Some(kind.into()), value: Some(key) };
    let path =
        project::EnvironmentVariable { name: Some("PATH".into()), value: Some("/tmp".into()), ..Default::default() };
    let more = (odd == Odd::MoreVariables).then_some(path);
    let commands = if odd == Odd::OtherCommands { spec().replace("set -eu", "exit 0") } else { spec() };
    let signs = Project {
        environment: Some(project::Environment {
            environment_variables: Some([signer].into_iter().chain(more).collect()),
            image: Some("aws/codebuild/standard:7.0".into()),
            ..Default::default()
        }),
        source: Some(project::Source { build_spec: Some(commands.into()), ..Default::default() }),
        ..Default::default()
    };
    let sign = Object::new().with("ProjectName", raw(stack, "Sign", signs).id());
    let sign = stage(BUILD, sign, Some("Image"), None);
    let build = stage(BUILD, Object::new().with("ProjectName", "build"), None, Some("Image"));
    let deploy = stage(("Deploy", "ECS"), Object::new().with("FileName", "imagedefinitions.json"), Some("Image"), None);
    let stages = match odd {
        Odd::SignsNothing => vec![build, deploy],
        Odd::SignsAfter => vec![build, deploy, sign],
        _ => vec![build, sign, deploy],
    };
    alone(stack, "Delivery", Pipeline { stages: Some(stages), ..Default::default() });
}

/// The commands are run with imitations of all that they call: they go on only if each did what it was asked for.
#[cfg(unix)]
#[allow(clippy::disallowed_methods, reason = "commands are run on files")]
mod run {
    use std::{fs, os::unix::fs::PermissionsExt, path::Path, process::Command};

    const IMAGE: &str = "111122223333.dkr.ecr.us-east-1.amazonaws.com/clinic/api@sha256:9f86";

    /// Each notes what it is called with, and fails if it is told to.
    const TOOL: &str = "#!/bin/sh
printf '%s %s\\n' \"${0##*/}\" \"$*\" >> \"$FOLDER/called\"
case \"$*\" in *\"$FAILS\"*) exit 7;; esac
case \"${0##*/} $1\" in
  'cosign login') cat > /dev/null;;
  'curl '*) while [ \"$#\" -gt 1 ]; do test \"$1\" != --output || cp \"$FOLDER/tool\" \"$2\"; shift; done;;
  'tar '*) cp \"$FOLDER/tool\" syft;;
  'jq '*) echo \"$IMAGE\";;
  'sha256sum '*) cat >> \"$FOLDER/called\";;
esac
";

    /// Whether the commands succeed if what is called with such words fails, and what was called.
    fn called(fails: &str) -> (bool, String) {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sign");
        let _old = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder");
        for name in ["tool", "aws", "curl", "tar", "jq", "sha256sum"] {
            fs::write(folder.join(name), TOOL).expect("written");
            fs::set_permissions(folder.join(name), fs::Permissions::from_mode(0o755)).expect("a mode");
        }
        let spec: serde_json::Value = serde_json::from_str(&super::spec()).expect("JSON");
        let commands = spec["phases"]["build"]["commands"][0].as_str().expect("a text").to_owned();
        let path = format!("PATH={}:$PATH\n{commands}", folder.display());
        let mut shell = Command::new("sh");
        shell.args(["-c", &path]).current_dir(&folder).env("FOLDER", &folder).env("FAILS", fails);
        let well = shell.env("IMAGE", IMAGE).env("SIGNER", "arn:key").output().expect("a shell").status.success();
        (well, fs::read_to_string(folder.join("called")).unwrap_or_default())
    }

    #[test]
    fn what_is_signed_is_listed_and_verified() {
        let (well, all) = called("nothing fails");
        assert!(well, "{all}");
        for line in [
            "46dbdcb5467a3dfec2526923d0b3365e40c8d9dc00ec23d5aca3437449e8cbfd  cosign",
            "caeedb81fb0491615f1ebd1761e4145d41ee86dd2cc7bf80669f9f5ad9d6133d  syft.tar.gz",
            "cosign login 111122223333.dkr.ecr.us-east-1.amazonaws.com --username AWS --password-stdin",
            &format!("syft scan registry:{IMAGE} --output spdx-json=list.spdx.json"),
            &format!("cosign sign --yes --key awskms:///arn:key {IMAGE}"),
            &format!("cosign attest --yes --key awskms:///arn:key --type spdxjson --predicate list.spdx.json {IMAGE}"),
            &format!("cosign verify --key awskms:///arn:key {IMAGE}"),
            &format!("cosign verify-attestation --key awskms:///arn:key --type spdxjson {IMAGE}"),
        ] {
            assert!(all.lines().any(|it| it == line), "{line}\n{all}");
        }
    }

    #[test]
    fn whatever_fails_stops_the_pipeline() {
        for fails in [
            "cosign-linux",
            "syft_",
            "--check",
            "imagedefinitions",
            "login",
            "scan",
            "sign --",
            "attest",
            "verify --",
            "attestation",
        ] {
            let (well, all) = called(fails);
            assert!(!well && all.contains(fails), "{fails}\n{all}");
        }
    }
}
