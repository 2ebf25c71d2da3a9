//! Rules about pipelines: under whose key artifacts are, and that what is deployed was scanned.

use hc_cdk::{
    control::{gdpr, hipaa, iso27001, soc2},
    policy::Dimension,
    rule::{Must, Subject, Verdict, asks, at, one_or_many, real_data},
    value::Json,
};

use super::{read::text_at, when::customer_key};

const PIPELINE: &[&str] = &["AWS::CodePipeline::Pipeline"];

/// What deploys containers.
const DEPLOYS: [&str; 3] = ["CodeDeployToECS", "ECS", "EKS"];

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
        controls: &[hipaa::ENCRYPTION, iso27001::CRYPTOGRAPHY, gdpr::ENCRYPTION, soc2::CONFIDENTIALITY],
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
        sentence: "an image is deployed only if its scan found nothing critical or high",
        controls: &[hipaa::MALICIOUS_SOFTWARE, soc2::MALICIOUS_SOFTWARE, soc2::CHANGE_MANAGEMENT, iso27001::CHANGE_MANAGEMENT],
        on: PIPELINE,
        when: real_data,
        must: Must::Judge(deploys_what_was_scanned),
        message: "deploys an image of which nobody read what its scan found",
        help: "let a stage before read it, by the project of a `Pipeline`",
    }
}

fn deploys_what_was_scanned(pipeline: &Subject<'_>) -> Verdict {
    let mut scanned: Vec<&Json> = Vec::new();
    let mut verdict = Verdict::NotApplicable;
    for stage in pipeline.list("Stages") {
        let actions = one_or_many(at(stage, "Actions"));
        for deploys in actions.iter().filter(|it| deploys(it)) {
            let images: Vec<&Json> = artifacts(deploys, "InputArtifacts").collect();
            if images.is_empty() || !images.iter().all(|it| scanned.contains(it)) {
                return Verdict::Broken;
            }
            verdict = Verdict::Held;
        }
        // What is handed on under the same name later is something else.
        let made = actions.iter().flat_map(|it| artifacts(it, "OutputArtifacts"));
        let made: Vec<&Json> = made.collect();
        scanned.retain(|it| !made.contains(it));
        if at(stage, "BeforeEntry").is_none() {
            scanned
                .extend(actions.iter().filter(|it| scans(pipeline, it)).flat_map(|it| artifacts(it, "InputArtifacts")));
        }
    }
    verdict
}

fn artifacts<'a>(action: &'a Json, way: &str) -> impl Iterator<Item = &'a Json> {
    one_or_many(at(action, way)).iter().filter_map(|it| at(it, "Name"))
}

/// Whether an action deploys containers. What only the deployment knows may be that.
fn deploys(action: &Json) -> bool {
    at(action, "ActionTypeId/Provider").is_none_or(|it| it.as_text().is_none_or(|it| DEPLOYS.contains(&it)))
}

/// Whether an action is a build that scans, and can do nothing else: neither the pipeline nor the project gives its commands
/// another meaning.
fn scans(pipeline: &Subject<'_>, action: &Json) -> bool {
    let configured = at(action, "Configuration").and_then(Json::as_object);
    let project = configured.filter(|all| all.len() == 1).and_then(|all| all.get("ProjectName"));
    let project = project.and_then(|it| pipeline.referred(it)).filter(|it| it.is("AWS::CodeBuild::Project"));
    text_at(action, "ActionTypeId/Provider") == Some("CodeBuild")
        && one_or_many(at(action, "InputArtifacts")).len() == 1
        && project.is_some_and(|it| {
            it.text("Source/BuildSpec") == Some(&scan_buildspec())
                && it.property("Environment/EnvironmentVariables").is_none()
                && it.text("Environment/Image").is_some_and(|image| image.starts_with("aws/codebuild/"))
        })
}
