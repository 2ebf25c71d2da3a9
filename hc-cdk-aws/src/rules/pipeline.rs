//! Rules about pipelines: under whose key artifacts are, and that what is deployed was scanned.

use hc_cdk::{
    control::{hipaa, iso27001, soc2},
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

/// The build specification of a project that scans and does nothing else.
pub(crate) fn scan_buildspec() -> String {
    serde_json::json!({ "version": "0.2", "phases": { "build": { "commands": [SCAN] } } }).to_string()
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
        sentence: "an action that deploys deploys images to ECS, and only if their scan found nothing critical or high",
        controls: &[hipaa::MALICIOUS_SOFTWARE, soc2::MALICIOUS_SOFTWARE, soc2::CHANGE_MANAGEMENT, iso27001::CHANGE_MANAGEMENT],
        on: PIPELINE,
        when: real_data,
        must: Must::Judge(deploys_what_was_scanned),
        message: "deploys something of which nobody read what its scan found",
        help: "let a stage before read it, by the project of a `Pipeline`",
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

fn deploys_what_was_scanned(pipeline: &Subject<'_>) -> Verdict {
    let stages = pipeline.property("Stages").and_then(Json::as_list).and_then(|all| all.iter().map(actions).collect());
    let Some(stages): Option<Vec<&[Json]>> = stages else { return Verdict::Broken };
    let mut scanned: Vec<&str> = Vec::new();
    let mut verdict = Verdict::NotApplicable;
    for (stage, actions) in pipeline.list("Stages").iter().zip(stages) {
        for action in actions.iter().filter(|it| deploys(it)) {
            if !deploys_some_of(action, &scanned) {
                return Verdict::Broken;
            }
            verdict = Verdict::Held;
        }
        // What is handed on under the same name later is something else.
        let made: Option<Vec<Vec<&str>>> = actions.iter().map(|it| artifacts(it, "OutputArtifacts")).collect();
        let made = made.map(|made| made.concat());
        scanned.retain(|it| made.as_ref().is_some_and(|made| !made.contains(it)));
        if ["BeforeEntry", "OnFailure"].iter().all(|way| at(stage, way).is_none()) {
            let scans = actions.iter().filter(|it| scans(pipeline, it));
            scanned.extend(scans.filter_map(|it| artifacts(it, "InputArtifacts")).flatten());
        }
    }
    verdict
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

/// Whether an action is a build that scans, and can do nothing else: neither the pipeline nor the project gives its commands
/// or its files another meaning.
fn scans(pipeline: &Subject<'_>, action: &Json) -> bool {
    let configured = at(action, "Configuration").and_then(Json::as_object);
    let project = configured.filter(|all| all.len() == 1).and_then(|all| all.get("ProjectName"));
    let project = project.and_then(|it| pipeline.referred(it)).filter(|it| it.is("AWS::CodeBuild::Project"));
    text_at(action, "ActionTypeId/Provider") == Some("CodeBuild")
        && one_or_many(at(action, "InputArtifacts")).len() == 1
        && project.is_some_and(|it| {
            it.text("Source/BuildSpec") == Some(&scan_buildspec())
                && ["Environment/EnvironmentVariables", "FileSystemLocations", "Cache"]
                    .iter()
                    .all(|path| it.property(path).is_none())
                && it.text("Environment/Image").is_some_and(|image| image.starts_with("aws/codebuild/"))
        })
}
