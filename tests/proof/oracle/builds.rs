//! Repositories of images, builds and pipelines: what the documentation of ECR, `CodeBuild` and `CodePipeline` says of their members.

use serde_json::Value;

use super::{Table, encryption::key, when};
use crate::document::{Thing, is_on, list, value, words};

pub(super) const TABLE: Table = &[
    ("ImagesAreScanned", |it| {
        let every = |rule: &Value| {
            let all = list(rule.get("RepositoryFilters")).iter().any(|it| it["Filter"] == "*");
            all && rule["ScanFrequency"] != "MANUAL"
        };
        let some = it.others("AWS::ECR::RegistryScanningConfiguration").any(|it| !it.list("Rules").iter().any(every));
        when(!it.is_on("ImageScanningConfiguration/ScanOnPush"), "what is pushed is not scanned")
            .or_else(|| when(some, "the registry scans some repositories alone"))
    }),
    ("ImagesAreCopiedIntoRepositories", |it| {
        let named = |region: &str| -> Vec<&str> {
            it.others("AWS::ECR::Repository")
                .filter(|it| it.region() == region)
                .filter_map(|it| it.text("RepositoryName"))
                .collect()
        };
        let own = named(it.region());
        let made = |rule: &Value| {
            let filters = list(rule.get("RepositoryFilters"));
            list(rule.get("Destinations")).iter().any(|to| {
                let there = named(to["Region"].as_str().unwrap_or_default());
                let other = to["RegistryId"]["Ref"] != "AWS::AccountId";
                let lost = |filter: &Value| {
                    let begins = words(&filter["Filter"]);
                    let mut copied = own.iter().filter(|it| it.starts_with(&begins)).peekable();
                    copied.peek().is_none() || copied.any(|it| !there.contains(it))
                };
                other || filters.is_empty() || filters.iter().any(lost)
            })
        };
        when(it.list("ReplicationConfiguration/Rules").iter().any(made), "ECR makes a repository for a copy")
    }),
    ("ImagesStayAsTheyAre", |it| {
        let fixed = it.text("ImageTagMutability") == Some("IMMUTABLE");
        let except = it.at("ImageTagMutabilityExclusionFilters").is_some();
        when(!fixed || except, "a tag goes to another image")
    }),
    ("ImagesHaveTheCustomersKey", |it| {
        let by_s3 = it.text("EncryptionConfiguration/EncryptionType").is_none_or(|it| !it.starts_with("KMS"));
        when(by_s3, "S3's own key encrypts them").or_else(|| key(it, "EncryptionConfiguration/KmsKey"))
    }),
    ("BuildHasTheCustomersKey", |it| {
        let open = |artifacts: &Value| artifacts.get("EncryptionDisabled").is_some_and(|it| words(it) != "false");
        let all = it.list("Artifacts").iter().chain(it.list("SecondaryArtifacts"));
        key(it, "EncryptionKey").or_else(|| when(all.into_iter().any(open), "something is handed on as it is"))
    }),
    ("BuildLogs", |it| {
        let group = it.at("LogsConfig/CloudWatchLogs/GroupName").and_then(|group| it.target(group));
        let written = it.text("LogsConfig/CloudWatchLogs/Status") == Some("ENABLED");
        let elsewhere = it.at("LogsConfig/S3Logs").is_some_and(|to| to["Status"] != "DISABLED");
        when(!written || group.is_none_or(|it| it.kind() != "AWS::Logs::LogGroup"), "its log is not kept in a group")
            .or_else(|| when(elsewhere, "its log goes to a bucket, too"))
    }),
    ("BuildRunsInANamedImage", |it| {
        let image = it.at("Environment/Image").map(words).unwrap_or_default();
        when(
            !image.starts_with("aws/codebuild/") && !image.contains("@sha256:"),
            "its image may be another one tomorrow",
        )
    }),
    ("BuildIsPrivilegedForDocker", |it| {
        let privileged = it.at("Environment/PrivilegedMode").is_some_and(|it| words(it) != "false");
        let builds = it.text("Source/BuildSpec").is_some_and(|it| it.contains("docker build"));
        when(privileged && !builds, "it is privileged and builds no image")
    }),
    ("BuildHasNoSecretAsText", |it| {
        let spec = it.at("Source/BuildSpec").map(words).unwrap_or_default();
        when(variables(it).any(is_secret), "a variable is a secret")
            .or_else(|| when(spec.is_empty() || holds_secret(&spec), "its commands have a secret, or stand elsewhere"))
    }),
    ("CodeBuildProjectEnvVarAwsCred", |it| {
        let of_key = |it: &Value| {
            words(&it["Name"]).to_uppercase().starts_with("AWS_") && words(&it["Name"]).contains("ACCESS_KEY")
        };
        when(variables(it).any(|it| is_plain(it) && of_key(it)), "a variable is an access key")
    }),
    ("CodeBuildProjectSourceRepoUrl", |it| {
        let by_password = |source: &Value| {
            let from = words(&source["Type"]);
            let hosted = ["GITHUB", "GITHUB_ENTERPRISE", "BITBUCKET", "GITLAB", "GITLAB_SELF_MANAGED"];
            let named = words(&source["Location"]);
            named.contains("//") && named.contains('@')
                || hosted.contains(&from.as_str()) && words(&source["Auth"]["Type"]) != "OAUTH"
        };
        let sources = list(it.at("Source")).iter().chain(it.list("SecondarySources"));
        when(sources.into_iter().any(by_password), "it takes its source by a password")
    }),
    ("PipelineHasTheCustomersKey", |it| {
        let bucket = it.at("ArtifactStore/Location").and_then(|bucket| it.target(bucket));
        when(bucket.is_none_or(|it| it.kind() != "AWS::S3::Bucket"), "what it hands on is in a bucket of others")
            .or_else(|| when(it.at("ArtifactStores").is_some(), "it has a store for each region, too"))
            .or_else(|| key(it, "ArtifactStore/EncryptionKey/Id"))
    }),
    ("PipelineDeploysWhatWasScanned", |it| unproven(it, scans, "read the scan of")),
    ("PipelineDeploysWhatWasSigned", |it| unproven(it, signs, "signed")),
    ("PipelineAsksSomebody", unasked),
    ("PipelineChangesWhatWasShown", unseen),
];

/// The variables of a build.
fn variables(build: Thing<'_>) -> impl Iterator<Item = &Value> {
    build.list("Environment/EnvironmentVariables").iter()
}

/// Whether the value of a variable is its own, and not the name of what holds it.
fn is_plain(variable: &Value) -> bool {
    variable.get("Type").is_none_or(|it| words(it) == "PLAINTEXT")
}

fn is_secret(variable: &Value) -> bool {
    let name = words(&variable["Name"]).to_lowercase();
    let named = ["password", "passwd", "secret", "token"].iter().any(|it| name.ends_with(it));
    is_plain(variable) && (named || holds_secret(&words(&variable["Value"])))
}

/// The shapes of secrets that nobody takes for something else.
fn holds_secret(text: &str) -> bool {
    ["AKIA", "ghp_", "sk_live_", "-----BEGIN", "password=", "PASSWORD="].iter().any(|it| text.contains(it))
}

/// Why something is deployed of which a stage before did not do something.
fn unproven(pipeline: Thing<'_>, proves: fn(Thing<'_>, &Value) -> bool, what: &str) -> Option<String> {
    let mut read: Vec<String> = Vec::new();
    for stage in pipeline.list("Stages") {
        let actions = list(value(stage, "Actions"));
        for action in actions.iter().filter(|it| words(&it["ActionTypeId"]["Category"]) == "Deploy") {
            let provider = words(&action["ActionTypeId"]["Provider"]);
            let taken = names(action, "InputArtifacts");
            if provider == "CloudFormation" && mode(action).starts_with("CHANGE_SET_") {
                continue;
            }
            if provider != "ECS" || taken.is_empty() || !taken.iter().all(|it| read.contains(it)) {
                return Some(format!("{provider} deploys what nobody {what}"));
            }
        }
        let made: Vec<String> = actions.iter().flat_map(|it| names(it, "OutputArtifacts")).collect();
        read.retain(|it| !made.contains(it));
        let proofs = actions.iter().filter(|it| holds(stage) && proves(pipeline, it));
        read.extend(proofs.flat_map(|it| names(it, "InputArtifacts")));
    }
    None
}

/// A stage that goes on after a failure, or is left out by a condition, holds nothing back.
fn holds(stage: &Value) -> bool {
    stage.get("OnFailure").is_none() && stage.get("BeforeEntry").is_none()
}

/// How an action of `CloudFormation` changes a stack.
fn mode(action: &Value) -> String {
    value(action, "Configuration/ActionMode").map(words).unwrap_or_default()
}

/// When an action of a stage is done.
fn turn(action: &Value) -> f64 {
    action.get("RunOrder").map_or(Some(1.0), Value::as_f64).unwrap_or(f64::NAN)
}

/// Why something is deployed before anybody was asked.
fn unasked(pipeline: Thing<'_>) -> Option<String> {
    let is = |it: &Value, category: &str| words(&it["ActionTypeId"]["Category"]) == category;
    let mut asked = false;
    for stage in pipeline.list("Stages") {
        let actions = list(value(stage, "Actions"));
        let made = actions.iter().filter(|it| is(it, "Deploy") && mode(it) != "CHANGE_SET_REPLACE");
        for action in made {
            if !asked && !actions.iter().any(|it| is(it, "Approval") && turn(it) < turn(action)) {
                return Some("nobody is asked before something is deployed".to_owned());
            }
        }
        asked |= holds(stage) && actions.iter().any(|it| is(it, "Approval"));
    }
    None
}

/// Why a stack is changed by something that nobody was shown.
fn unseen(pipeline: Thing<'_>) -> Option<String> {
    let of = |it: &Value, path: &str| value(it, path).map(words).unwrap_or_default();
    let stages: Vec<&[Value]> = pipeline.list("Stages").iter().map(|it| list(value(it, "Actions"))).collect();
    let mut ready: Vec<(String, String)> = Vec::new();
    for actions in stages {
        let of_stacks = || actions.iter().filter(|it| of(it, "ActionTypeId/Provider") == "CloudFormation");
        let set = |it: &Value| (of(it, "Configuration/StackName"), of(it, "Configuration/ChangeSetName"));
        for action in of_stacks() {
            let here =
                |it: &&Value| set(it) == set(action) && mode(it) == "CHANGE_SET_REPLACE" && turn(it) < turn(action);
            match mode(action).as_str() {
                "CHANGE_SET_REPLACE" if ready.contains(&set(action)) => {
                    return Some("one is made ready twice".to_owned());
                }
                "CHANGE_SET_REPLACE" if of(action, "Configuration/RoleArn").is_empty() => {
                    return Some("it is made as the pipeline itself".to_owned());
                }
                "CHANGE_SET_REPLACE" => ready.push(set(action)),
                "CHANGE_SET_EXECUTE" if of_stacks().any(|it| here(&it)) => {}
                _ => return Some("a stack is changed by what was not made ready before".to_owned()),
            }
        }
    }
    None
}

fn names(action: &Value, way: &str) -> Vec<String> {
    list(action.get(way)).iter().map(|it| words(&it["Name"])).collect()
}

/// Whether an action is a build whose commands fail where a scan found something.
fn scans(pipeline: Thing<'_>, action: &Value) -> bool {
    let reads = |it: Thing<'_>| it.list("Environment/EnvironmentVariables").is_empty();
    runs(pipeline, action, &["describe-image-scan-findings"]).is_some_and(reads)
}

/// Whether an action is a build that signs by a key for signing and verifies that, and the list of what is in an image, too.
fn signs(pipeline: Thing<'_>, action: &Value) -> bool {
    let commands =
        ["cosign sign ", "cosign attest ", "cosign verify ", "cosign verify-attestation ", "sha256sum --check"];
    let by_own_key = |it: Thing<'_>| {
        let variables = it.list("Environment/EnvironmentVariables");
        let key = variables.first().and_then(|it| it.get("Value")).and_then(|key| it.target(key));
        let signs = |key: Thing<'_>| key.kind() == "AWS::KMS::Key" && key.text("KeyUsage") == Some("SIGN_VERIFY");
        variables.len() == 1
            && is_plain(&variables[0])
            && words(&variables[0]["Name"]) == "SIGNER"
            && key.is_some_and(signs)
    };
    runs(pipeline, action, &commands).is_some_and(by_own_key)
}

/// The project of an action whose commands are such and fail where one of them does.
fn runs<'a>(pipeline: Thing<'a>, action: &'a Value, commands: &[&str]) -> Option<Thing<'a>> {
    let project = value(action, "Configuration/ProjectName").and_then(|it| pipeline.target(it))?;
    let spec = project.text("Source/BuildSpec").unwrap_or_default();
    let fails = !spec.contains("|| true") && !spec.contains("on-failure") && spec.contains("set -eu");
    let changed =
        value(action, "Configuration/BuildspecOverride").or(value(action, "Configuration/EnvironmentVariables"));
    let is_it = fails && commands.iter().all(|it| spec.contains(it)) && changed.is_none();
    (is_it && !is_on(&action["Configuration"]["BatchEnabled"])).then_some(project)
}
