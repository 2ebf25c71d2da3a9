//! Rules about pipelines: under whose key artifacts are, that what is deployed was scanned, signed and approved of, and how stacks are
//! changed.

use hc_cdk::{
    control::{hipaa, iso27001, part11, soc2},
    policy::Dimension,
    rule::{Must, Subject, Verdict, asks, at, one_or_many, real_data},
    value::Json,
};

use super::{
    clauses::CONFIDENTIAL,
    possible::may_be,
    read::{number, text_at},
    when::customer_key,
};

const PIPELINE: &[&str] = &["AWS::CodePipeline::Pipeline"];

/// The one provider of which it is known which images it deploys, and the file in which it finds them if it is told no other.
const DEPLOYS: (&str, &str) = ("ECS", "imagedefinitions.json");

/// Providers that deploy, of whatever category an action says that it is.
const DEPLOY: [&str; 3] = ["CodeDeployToECS", DEPLOYS.0, "EKS"];

/// Stops if the scan of an image that `imagedefinitions.json` names found anything critical or high, if it is not finished, and
/// if there is no such image.
const SCAN: &str = include_str!("scan.sh");

/// Lists what is in the images that `imagedefinitions.json` names, signs them and the lists, and verifies both. Its tools are of their
/// makers' releases, by digest.
const SIGN: &str = include_str!("sign.sh");

/// The variable with the ARN of the key that signs.
pub(crate) const SIGNER: &str = "SIGNER";

/// The build specification of a project that scans and does nothing else.
pub(crate) fn scan_buildspec() -> String {
    buildspec(SCAN)
}

/// The build specification of a project that signs and does nothing else.
pub(crate) fn sign_buildspec() -> String {
    buildspec(SIGN)
}

fn buildspec(command: &str) -> String {
    serde_json::json!({ "version": "0.2", "phases": { "build": { "commands": [command] } } }).to_string()
}

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub PIPELINE_HAS_THE_CUSTOMERS_KEY = "PipelineHasTheCustomersKey" {
        sentence: "what a pipeline hands from stage to stage is encrypted with the customer's key, in a bucket of the program",
        controls: CONFIDENTIAL,
        on: PIPELINE,
        when: |policy| asks(policy, Dimension::key_custody),
        must: Must::Hold(|it| {
            customer_key(it, "ArtifactStore/EncryptionKey/Id")
                && it.target("ArtifactStore/Location").is_some_and(|bucket| bucket.is("AWS::S3::Bucket"))
                && it.property("ArtifactStores").is_none()
        }),
        message: "keeps what it hands on without a customer-managed key, or in a bucket that is not of the program",
        help: "set `EncryptionKey` and `Location` in `ArtifactStore` to a `CustomerKey` and a bucket, or use a `Pipeline`",
    }

    pub PIPELINE_DEPLOYS_WHAT_WAS_SCANNED = "PipelineDeploysWhatWasScanned" {
        sentence: "an action that deploys changes a stack by a change set, or deploys images to ECS, and those only if their scan found nothing critical or high",
        controls: &[hipaa::MALICIOUS_SOFTWARE, soc2::MALICIOUS_SOFTWARE, soc2::CHANGE_MANAGEMENT, iso27001::CHANGE_MANAGEMENT],
        on: PIPELINE,
        when: real_data,
        must: Must::Judge(|it| deploys_what_went_through(it, scans)),
        message: "deploys something of which nobody read what its scan found",
        help: "let a stage before read it, by the project of a `Pipeline`",
    }

    pub PIPELINE_DEPLOYS_WHAT_WAS_SIGNED = "PipelineDeploysWhatWasSigned" {
        sentence: "an image that is deployed was signed before, with the list of what is in it, by a key of the program",
        controls: &[hipaa::MALICIOUS_SOFTWARE, soc2::CHANGE_MANAGEMENT, iso27001::SECURE_DEVELOPMENT, part11::VALIDATION],
        on: PIPELINE,
        when: real_data,
        must: Must::Judge(|it| deploys_what_went_through(it, signs)),
        message: "deploys something that nobody signed, or that was signed by whoever likes",
        help: "let a stage before sign it, by the project of a `Pipeline`",
    }

    pub PIPELINE_CHANGES_WHAT_WAS_SHOWN = "PipelineChangesWhatWasShown" {
        sentence: "a stack is changed as one role, by a change set that nothing takes the place of once it is shown",
        controls: &[soc2::CHANGE_MANAGEMENT, iso27001::CHANGE_MANAGEMENT, part11::AUTHORITY_CHECKS],
        on: PIPELINE,
        when: real_data,
        must: Must::Judge(changes_what_was_shown),
        message: "changes a stack by something else than what is shown before",
        help: "make a change set and execute it in one stage, in this order, with a `RoleArn`, or use a `StackPipeline`",
    }

    pub PIPELINE_ASKS_SOMEBODY = "PipelineAsksSomebody" {
        sentence: "somebody approves before anything is deployed",
        controls: &[soc2::CHANGE_MANAGEMENT, iso27001::CHANGE_MANAGEMENT, part11::AUTHORITY_CHECKS],
        on: PIPELINE,
        when: real_data,
        must: Must::Judge(asks_somebody),
        message: "deploys something that nobody approved of",
        help: "put a stage with an action of the category `Approval` before, or say `.approved(\"Release?\")` of the image of a `Pipeline`",
    }

    pub PIPELINE_TAKES_BACK_WHAT_FAILS = "PipelineTakesBackWhatFails" {
        sentence: "what is tried after it was deployed, and fails, is taken back to what was there before",
        controls: &[soc2::CHANGE_MANAGEMENT, iso27001::CHANGE_MANAGEMENT],
        on: PIPELINE,
        when: real_data,
        must: Must::Judge(takes_back_what_fails),
        message: "tries what it deployed, and lets it be if that fails",
        help: "try it in the stage that deploys it, and set `Result` of `OnFailure` to `ROLLBACK`, or use `.trial(..)` of a `Pipeline`",
    }
}

/// Whether what is deployed went through something in a stage before, as `proves` reads of an action.
fn deploys_what_went_through(pipeline: &Subject<'_>, proves: fn(&Subject<'_>, &Json) -> bool) -> Verdict {
    let stages = pipeline.property("Stages").and_then(Json::as_list).and_then(|all| all.iter().map(actions).collect());
    let Some(stages): Option<Vec<&[Json]>> = stages else { return Verdict::Broken };
    let mut went: Vec<&str> = Vec::new();
    let mut verdict = Verdict::NotApplicable;
    for (stage, actions) in pipeline.list("Stages").iter().zip(stages) {
        for action in actions.iter().filter(|it| deploys(it) && set_of(it).is_none()) {
            if !deploys_some_of(action, &went) {
                return Verdict::Broken;
            }
            verdict = Verdict::Held;
        }
        // What is handed on under the same name later is something else.
        let made: Option<Vec<Vec<&str>>> = actions.iter().map(|it| artifacts(it, "OutputArtifacts")).collect();
        let made = made.map(|made| made.concat());
        went.retain(|it| made.as_ref().is_some_and(|made| !made.contains(it)));
        if holds_back(stage) {
            let proofs = actions.iter().filter(|it| proves(pipeline, it));
            went.extend(proofs.filter_map(|it| artifacts(it, "InputArtifacts")).flatten());
        }
    }
    verdict
}

/// Whether somebody is asked before anything is deployed: in a stage before, or before it in its stage. To make a change set ready
/// deploys nothing yet.
fn asks_somebody(pipeline: &Subject<'_>) -> Verdict {
    let stages = pipeline.property("Stages").and_then(Json::as_list).and_then(|all| all.iter().map(actions).collect());
    let Some(stages): Option<Vec<&[Json]>> = stages else { return Verdict::Broken };
    let asks = |it: &Json| {
        let is = |path, text| text_at(it, path) == Some(text);
        is("ActionTypeId/Category", "Approval") && is("ActionTypeId/Provider", "Manual")
    };
    let mut verdict = Verdict::NotApplicable;
    let mut is_asked = false;
    for (stage, actions) in pipeline.list("Stages").iter().zip(stages) {
        let made = actions.iter().filter(|it| deploys(it) && set_of(it).is_none_or(|it| it.is_made));
        for action in made {
            let before = |it: &&Json| asks(it) && order(it).zip(order(action)).is_some_and(|(it, made)| it < made);
            if !is_asked && !actions.iter().any(|it| before(&it)) {
                return Verdict::Broken;
            }
            verdict = Verdict::Held;
        }
        is_asked |= holds_back(stage) && actions.iter().any(asks);
    }
    verdict
}

/// A change set of a stack, as an action has it.
struct Set<'a> {
    stack: &'a str,
    name: &'a str,
    /// Whether the action executes it; else it makes it ready.
    is_made: bool,
}

/// The change set that an action makes ready or executes; nothing if it does something else, or if that cannot be read.
fn set_of(action: &Json) -> Option<Set<'_>> {
    let is_made = match text_at(action, "Configuration/ActionMode")? {
        "CHANGE_SET_REPLACE" => false,
        "CHANGE_SET_EXECUTE" => true,
        _ => return None,
    };
    let by = text_at(action, "ActionTypeId/Provider") == Some("CloudFormation");
    let (stack, name) = (text_at(action, "Configuration/StackName")?, text_at(action, "Configuration/ChangeSetName")?);
    by.then_some(Set { stack, name, is_made })
}

/// Whether each change set that is executed was made ready before in the same stage, as a role, and nowhere else. Of what changes no stack
/// nothing is said.
fn changes_what_was_shown(pipeline: &Subject<'_>) -> Verdict {
    let stages = pipeline.property("Stages").and_then(Json::as_list).and_then(|all| all.iter().map(actions).collect());
    let Some(stages): Option<Vec<&[Json]>> = stages else { return Verdict::Broken };
    // What only the deployment knows may be that.
    let is_meant = |it: &str| it == "CloudFormation";
    let is_one = |it: &Json| at(it, "ActionTypeId/Provider").is_none_or(|it| may_be(it, is_meant));
    let mut verdict = Verdict::NotApplicable;
    for actions in &stages {
        for action in actions.iter().filter(|it| is_one(it)) {
            let Some(set) = set_of(action) else { return Verdict::Broken };
            let is_same = |it: &Set<'_>| it.stack == set.stack && it.name == set.name && !it.is_made;
            let ready = || actions.iter().filter(|it| set_of(it).is_some_and(|it| is_same(&it)));
            let anywhere =
                stages.iter().flat_map(|it| it.iter()).filter(|it| set_of(it).is_some_and(|it| is_same(&it)));
            let is_first = |it: &Json| order(it).zip(order(action)).is_some_and(|(it, made)| it < made);
            let has_role = ready().all(|it| at(it, "Configuration/RoleArn").is_some());
            if !has_role || anywhere.count() != 1 || set.is_made && !ready().any(is_first) {
                return Verdict::Broken;
            }
            verdict = Verdict::Held;
        }
    }
    verdict
}

/// Whether a stage that fails ends it all: none that goes on, or is left out under a condition.
fn holds_back(stage: &Json) -> bool {
    ["BeforeEntry", "OnFailure"].iter().all(|way| at(stage, way).is_none())
}

/// Only the stage that deployed can take that back, and only what was deployed there.
fn takes_back_what_fails(pipeline: &Subject<'_>) -> Verdict {
    let stages = pipeline.property("Stages").and_then(Json::as_list).and_then(|all| all.iter().map(actions).collect());
    let Some(stages): Option<Vec<&[Json]>> = stages else { return Verdict::Broken };
    let mut is_deployed = false;
    let mut verdict = Verdict::NotApplicable;
    for (stage, actions) in pipeline.list("Stages").iter().zip(stages) {
        let here = actions.iter().any(deploys);
        if (is_deployed || here) && actions.iter().any(tries) {
            let deploys = actions.iter().filter(|it| text_at(it, "ActionTypeId/Category") == Some("Deploy"));
            let turns: Option<Vec<i64>> = deploys.map(order).collect();
            let last = turns.and_then(|all| all.into_iter().max());
            let behind = |it: &Json| order(it).zip(last).is_some_and(|(it, last)| it > last);
            let is_alone = !is_deployed && actions.iter().filter(|it| tries(it)).all(behind);
            if !is_alone || text_at(stage, "OnFailure/Result") != Some("ROLLBACK") {
                return Verdict::Broken;
            }
            verdict = Verdict::Held;
        }
        is_deployed |= here;
    }
    verdict
}

/// The turn of an action in its stage: the first, if nothing is said. Nothing if only the deployment knows it.
fn order(action: &Json) -> Option<i64> {
    at(action, "RunOrder").map_or(Some(1), number)
}

/// Whether an action tries something, behind what was deployed. What only the deployment knows may be that.
fn tries(action: &Json) -> bool {
    let is_meant = |it: &str| ["Build", "Invoke", "Test"].contains(&it);
    at(action, "ActionTypeId/Category").is_none_or(|it| may_be(it, is_meant))
}

/// The actions of a stage; nothing if they cannot be read.
fn actions(stage: &Json) -> Option<&[Json]> {
    at(stage, "Actions")?.as_list().filter(|all| all.iter().all(|it| it.as_object().is_some()))
}

/// The names of what an action takes or hands on; nothing if they cannot be read.
fn artifacts<'a>(action: &'a Json, way: &str) -> Option<Vec<&'a str>> {
    one_or_many(at(action, way)).iter().map(|it| text_at(it, "Name")).collect()
}

/// Whether an action deploys. What only the deployment knows may be that.
fn deploys(action: &Json) -> bool {
    let may = |path: &str, is_meant: &dyn Fn(&str) -> bool| at(action, path).is_none_or(|it| may_be(it, is_meant));
    may("ActionTypeId/Category", &|it| it == "Deploy") || may("ActionTypeId/Provider", &|it| DEPLOY.contains(&it))
}

/// Whether an action deploys the images of what was scanned, and nothing else.
fn deploys_some_of(action: &Json, scanned: &[&str]) -> bool {
    let (provider, file) = DEPLOYS;
    let named = at(action, "Configuration").and_then(Json::as_object).map(|all| all.get("FileName").map(Json::as_text));
    let taken = artifacts(action, "InputArtifacts");
    text_at(action, "ActionTypeId/Provider") == Some(provider)
        && named.is_some_and(|name| name.is_none_or(|name| name == Some(file)))
        && taken.is_some_and(|all| !all.is_empty() && all.iter().all(|it| scanned.contains(it)))
}

/// Whether an action is a build that scans, and can do nothing else.
fn scans(pipeline: &Subject<'_>, action: &Json) -> bool {
    runs(pipeline, action, &scan_buildspec(), |project| project.property("Environment/EnvironmentVariables").is_none())
}

/// Whether an action is a build that signs with a key of the program, and can do nothing else.
fn signs(pipeline: &Subject<'_>, action: &Json) -> bool {
    runs(pipeline, action, &sign_buildspec(), |project| {
        let [signer] = project.list("Environment/EnvironmentVariables") else { return false };
        let key = at(signer, "Value").and_then(|it| project.referred(it));
        text_at(signer, "Name") == Some(SIGNER)
            && signer.get("Type").is_none_or(|it| it.as_text() == Some("PLAINTEXT"))
            && key.is_some_and(|it| it.is("AWS::KMS::Key") && it.text("KeyUsage") == Some("SIGN_VERIFY"))
    })
}

/// Whether an action is a build with such a specification: neither the pipeline nor the project gives its commands or its files another
/// meaning.
fn runs(pipeline: &Subject<'_>, action: &Json, spec: &str, knows: impl Fn(&Subject<'_>) -> bool) -> bool {
    let configured = at(action, "Configuration").and_then(Json::as_object);
    let project = configured.filter(|all| all.len() == 1).and_then(|all| all.get("ProjectName"));
    let project = project.and_then(|it| pipeline.referred(it)).filter(|it| it.is("AWS::CodeBuild::Project"));
    text_at(action, "ActionTypeId/Provider") == Some("CodeBuild")
        && one_or_many(at(action, "InputArtifacts")).len() == 1
        && project.is_some_and(|it| {
            it.text("Source/BuildSpec") == Some(spec)
                && knows(&it)
                && ["FileSystemLocations", "Cache"].iter().all(|path| it.property(path).is_none())
                && it.text("Environment/Image").is_some_and(|image| image.starts_with("aws/codebuild/"))
        })
}
