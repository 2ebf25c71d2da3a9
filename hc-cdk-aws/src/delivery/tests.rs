//! What is written for pipelines, and what is found in them.

use hc_cdk::{
    app::App,
    data::{Class, Phi},
    image::Image,
    parameter::Parameter,
    policy::{Hipaa, Production},
    proof::{Approved, Cosigned},
    variable,
};
use serde_json::Value;

use super::{Delivery, ImageBuild, Phase, Pipeline, Report, ReportFormat, Source, Trial};
use crate::{
    arn,
    assertions::{Clinic, Template, json},
    compute::{Architecture, FargateService, ImageRepository, Repository, Service},
    keys::{CustomerKey, Key},
    kind::{ConnectionArn, KeyArn, SecretArn},
    region,
    secrets::Secret,
    stack::Stack,
    storage::SecureBucket,
};

type Prod = (Hipaa, Production);

const DIGEST: &str = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

/// A service with a store, and what it takes to deliver it.
struct Walk {
    clinic: Clinic<Prod, Phi>,
    images: Repository,
    api: Service<Phi>,
}

impl Walk {
    fn new() -> Self {
        Self::on(Architecture::default())
    }

    fn on(architecture: Architecture) -> Self {
        let mut clinic = Clinic::<Prod, Phi>::new("clinic", region::UsEast1);
        let images = clinic.stack.add("Images", ImageRepository::builder().key(&clinic.key).build());
        let scans = clinic.stack.add("Scans", SecureBucket::builder().perimeter(&clinic.zone).build());
        let image = images.image(DIGEST).unwrap();
        let api = FargateService::builder().perimeter(&clinic.zone).image(image).port(8080).connect(&scans);
        let api = clinic.stack.add("Api", api.architecture(architecture).build());
        Self { clinic, images, api }
    }

    fn proven(&self) -> ImageBuild<Cosigned, Approved> {
        ImageBuild::to(&self.images).tested("npm test").scanned().signed().approved("Release?")
    }

    fn deliver(&mut self, source: Source, image: ImageBuild) -> Delivery {
        let image = image.tested("npm test").scanned().signed().approved("Release?");
        let pipeline = Pipeline::builder().key(&self.clinic.key).trail(&self.clinic.trail).source(source);
        self.clinic.stack.add("Delivery", pipeline.image(image).deploy(&self.api).build())
    }
}

fn npm() -> (Key, crate::literal::arn::Arn<SecretArn>) {
    let key = CustomerKey::existing(arn!(KeyArn, "arn:aws:kms:us-east-1:111122223333:key/1a2b"));
    (key, arn!(SecretArn, "arn:aws:secretsmanager:us-east-1:111122223333:secret:npm-Ab12Cd"))
}

fn properties(template: &Template, id: &str) -> Value {
    template.json()["Resources"][id]["Properties"].clone()
}

fn statements(template: &Template, id: &str) -> Vec<Value> {
    properties(template, id)["PolicyDocument"]["Statement"].as_array().unwrap().clone()
}

#[test]
fn an_image_is_built_tested_scanned_signed_approved_and_deployed() {
    let mut walk = Walk::on(Architecture::Arm);
    let image = ImageBuild::to(&walk.images).variable(variable!("NODE_ENV", "ci"));
    let image = image.report(Report::new("unit", ReportFormat::JunitXml, "unit.xml"));
    let delivery = walk.deliver(Source::upload("api.zip"), image);
    assert!(delivery.source_bucket().is_some());
    let template = Template::of_stack(walk.clinic.stack);
    let pipeline = properties(&template, "Delivery");
    let stages: Vec<_> = pipeline["Stages"].as_array().unwrap().iter().map(|it| it["Name"].as_str().unwrap()).collect();
    assert_eq!(stages, ["Source", "Build", "Scan", "Sign", "Approve", "Deploy"]);
    assert_eq!((&pipeline["PipelineType"], &pipeline["Name"]), (&json!("V2"), &json!("clinic-Delivery")));
    assert_eq!(pipeline["ArtifactStore"]["EncryptionKey"]["Id"], json!({ "Fn::GetAtt": ["Key", "Arn"] }));
    let deploys = &pipeline["Stages"][5]["Actions"][0];
    assert_eq!(deploys["InputArtifacts"], pipeline["Stages"][2]["Actions"][0]["InputArtifacts"]);
    assert_eq!(deploys["Configuration"]["FileName"], "imagedefinitions.json");

    let (build, scan) = (properties(&template, "DeliveryBuild"), properties(&template, "DeliveryScan"));
    assert_eq!(
        (&build["Environment"]["PrivilegedMode"], &build["Environment"]["Type"]),
        (&json!(true), &json!("ARM_CONTAINER"))
    );
    assert_eq!(
        (&scan["Environment"]["PrivilegedMode"], &scan["Environment"]["EnvironmentVariables"]),
        (&json!(false), &Value::Null)
    );
    assert_eq!(scan["Source"]["BuildSpec"], crate::rules::scan_buildspec());
    let spec: Value = serde_json::from_str(build["Source"]["BuildSpec"].as_str().unwrap()).unwrap();
    assert_eq!(spec["phases"]["pre_build"]["commands"], json!(["npm test"]));
    assert_eq!(spec["artifacts"]["files"], json!(["imagedefinitions.json"]));
    assert_eq!(spec["reports"]["unit"], json!({ "files": ["unit.xml"], "file-format": "JUNITXML" }));
}

#[test]
fn roles_are_for_this_account_and_name_what_they_use() {
    let mut walk = Walk::new();
    let image = ImageBuild::to(&walk.images).report(Report::new("unit", ReportFormat::JunitXml, "unit.xml"));
    walk.deliver(Source::upload("api.zip"), image);
    let template = Template::of_stack(walk.clinic.stack);
    for role in ["DeliveryRole", "DeliveryBuildRole", "DeliveryScanRole", "DeliverySignRole", "DeliveryStarter"] {
        let trust = &properties(&template, role)["AssumeRolePolicyDocument"]["Statement"][0];
        assert_eq!(
            trust["Condition"]["StringEquals"]["aws:SourceAccount"],
            json!({ "Ref": "AWS::AccountId" }),
            "{role}"
        );
        let open: Vec<_> = statements(&template, &format!("{role}Policy"));
        let open: Vec<_> = open.iter().filter(|it| it["Resource"] == "*").map(|it| it["Action"].clone()).collect();
        let free = [json!("ecr:GetAuthorizationToken"), json!("ecs:DescribeTaskDefinition")];
        assert!(open.iter().all(|it| free.contains(it)), "{role}: {open:?}");
    }
    let passes = statements(&template, "DeliveryRolePolicy");
    let passes = passes.iter().find(|it| it["Action"] == "iam:PassRole").unwrap();
    assert_eq!(passes["Condition"]["StringEquals"]["iam:PassedToService"], "ecs-tasks.amazonaws.com");
    assert_eq!(passes["Resource"].as_array().unwrap().len(), 2);
    assert_eq!(properties(&template, "ApiTask")["Family"], "clinic-Api");
    let reports = statements(&template, "DeliveryBuildRolePolicy");
    assert!(reports.iter().any(|it| it["Resource"].to_string().contains("report-group/clinic-Delivery-build-unit")));
}

/// Only the build that signs may have the key sign, and the key is of the pipeline alone.
#[test]
fn an_image_is_signed_with_the_list_of_what_is_in_it() {
    let mut walk = Walk::new();
    let image = ImageBuild::to(&walk.images);
    let delivery = walk.deliver(Source::upload("api.zip"), image);
    assert!(delivery.signing_key().is_some());
    let template = Template::of_stack(walk.clinic.stack);
    let project = properties(&template, "DeliverySign");
    assert_eq!(project["Source"]["BuildSpec"], crate::rules::sign_buildspec());
    let signer = json!({ "Name": "SIGNER", "Type": "PLAINTEXT", "Value": { "Fn::GetAtt": ["DeliverySigner", "Arn"] } });
    assert_eq!(project["Environment"]["EnvironmentVariables"], json!([signer]));
    let key = properties(&template, "DeliverySigner");
    assert_eq!((&key["KeySpec"], &key["KeyUsage"]), (&json!("ECC_NIST_P256"), &json!("SIGN_VERIFY")));
    for (role, signs) in [("DeliverySignRolePolicy", true), ("DeliveryBuildRolePolicy", false)] {
        let may = statements(&template, role);
        assert_eq!(may.iter().any(|it| it["Action"].to_string().contains("kms:Sign")), signs, "{role}");
    }
}

#[test]
fn a_new_version_of_the_source_starts_it() {
    let mut walk = Walk::new();
    let image = ImageBuild::to(&walk.images);
    walk.deliver(Source::upload("api.zip"), image);
    let template = Template::of_stack(walk.clinic.stack);
    let bucket = properties(&template, "DeliverySource");
    assert_eq!(bucket["NotificationConfiguration"]["EventBridgeConfiguration"]["EventBridgeEnabled"], true);
    let rule = properties(&template, "DeliveryUploaded");
    assert_eq!(rule["EventPattern"]["detail"]["object"]["key"], json!(["api.zip"]));
    let source = &properties(&template, "Delivery")["Stages"][0]["Actions"][0]["Configuration"];
    assert_eq!((&source["PollForSourceChanges"], &source["S3ObjectKey"]), (&json!("false"), &json!("api.zip")));
}

#[test]
fn a_source_may_come_by_a_connection() {
    let mut walk = Walk::new();
    let arn = arn!(ConnectionArn, "arn:aws:codeconnections:us-east-1:111122223333:connection/1a2b");
    let (key, secret) = npm();
    let npm = Secret::existing(secret, &key);
    let image = ImageBuild::to(&walk.images).secret("NPM_TOKEN", &npm.field("token"));
    let delivery = walk.deliver(Source::connection(arn, "clinic/api", "main"), image);
    assert!(delivery.source_bucket().is_none());
    let template = Template::of_stack(walk.clinic.stack);
    let uses = statements(&template, "DeliveryRolePolicy");
    let uses = uses.iter().find(|it| it["Action"] == "codeconnections:UseConnection").unwrap();
    assert_eq!(uses["Resource"], "arn:aws:codeconnections:us-east-1:111122223333:connection/1a2b");
    assert!(properties(&template, "DeliveryUploaded").is_null() && properties(&template, "DeliverySource").is_null());
    let variables = properties(&template, "DeliveryBuild")["Environment"]["EnvironmentVariables"].clone();
    assert_eq!(variables[2]["Type"], "SECRETS_MANAGER");
    assert!(variables[2]["Value"].to_string().contains(":token"), "{variables}");
}

/// Whoever changes what runs gets at what it gets at, and the flows say so.
#[test]
fn a_pipeline_is_for_the_data_of_its_service() {
    let mut walk = Walk::new();
    let image = ImageBuild::to(&walk.images);
    walk.deliver(Source::upload("api.zip"), image);
    let model = walk.clinic.stack.model();
    let of = |name: &str| model.constructs.iter().position(|it| it.path == name).unwrap();
    let flows = model.flows.iter().filter(|it| it.from.index() == of("Delivery"));
    let flows: Vec<_> = flows.map(|it| (it.to.index(), it.class)).collect();
    assert_eq!(flows, [(of("Api"), Class::Phi), (of("Scans"), Class::Phi)]);
    assert!(App::new("test").stack(walk.clinic.stack).check().is_ok());
}

#[test]
fn what_only_values_show_is_found() {
    let mut walk = Walk::new();
    let place = String::from("postgres://app:hunter2@db/clinic");
    let image = ImageBuild::to(&walk.images)
        .command(
            Phase::PreBuild,
            "curl --header 'Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl' x",
        )
        .variable(variable!("PLACE", place))
        .variable(variable!("REPOSITORY", "other"));
    walk.deliver(Source::upload("api.zip"), image);
    let findings = findings(walk.clinic.stack);
    for sentence in [
        "`clinic/Delivery` has a secret in a command of its build",
        "`clinic/Delivery` has the variable `PLACE` in its build: this address has a password in it",
        "`clinic/Delivery` has the variable `REPOSITORY` in its build, which is none or is there already",
    ] {
        assert!(findings.contains(sentence), "{sentence}\n{findings}");
    }
    assert!(!findings.contains("hunter2"));
}

#[test]
fn reports_have_names_of_their_own_and_a_source_is_somewhere() {
    let report = |name| Report::new(name, ReportFormat::JunitXml, "unit.xml");
    let found = |source: Source, image: &dyn Fn(ImageBuild) -> ImageBuild| {
        let mut walk = Walk::new();
        let image = image(ImageBuild::to(&walk.images));
        walk.deliver(source, image);
        App::new("test").stack(walk.clinic.stack).synthesize().err().map(|it| it.to_string()).unwrap_or_default()
    };
    let upload = || Source::upload("api.zip");
    let reports = "in its build, which is none or is there already";
    for names in [["*", "unit"], ["unit", "unit"], ["", "unit"]] {
        let found = found(upload(), &|it| it.report(report(names[0])).report(report(names[1])));
        assert!(found.contains("has the report `") && found.contains(reports), "{names:?}\n{found}");
    }
    assert_eq!(found(upload(), &|it| it.report(report("unit")).report(report("end-to-end"))), "");
    let arn = || arn!(ConnectionArn, "arn:aws:codeconnections:us-east-1:111122223333:connection/1a2b");
    for (source, wrong) in [
        (Source::upload(""), "``"),
        (Source::connection(arn(), "", "main"), "``"),
        (Source::connection(arn(), "api", "main"), "`api`"),
        (Source::connection(arn(), "clinic/api", ""), "``"),
    ] {
        let found = found(source, &|it| it);
        assert!(found.contains(&format!("takes its source from {wrong}")), "{wrong}\n{found}");
    }
}

/// What an image is built of is tried when it was deployed, and the stage goes back to what it deployed before.
#[test]
fn what_was_deployed_is_tried_and_taken_back() {
    let mut walk = Walk::new();
    let (key, trail) = (&walk.clinic.key, &walk.clinic.trail);
    let trial = Trial::at("https://api.clinic.example").command("npm run smoke");
    let trial = trial.report(Report::new("smoke", ReportFormat::JunitXml, "smoke.xml"));
    let pipeline = Pipeline::builder().key(key).trail(trail).source(Source::upload("api.zip"));
    let pipeline = pipeline.image(walk.proven()).deploy(&walk.api).trial(trial);
    walk.clinic.stack.add("Delivery", pipeline.build());
    let template = Template::of_stack(walk.clinic.stack);
    let stage = properties(&template, "Delivery")["Stages"][5].clone();
    assert_eq!((&stage["Name"], &stage["OnFailure"]["Result"]), (&json!("Deploy"), &json!("ROLLBACK")));
    let order: Vec<_> = stage["Actions"].as_array().unwrap().iter().map(|it| (&it["Name"], &it["RunOrder"])).collect();
    assert_eq!(order, [(&json!("Deploy"), &json!(1)), (&json!("Trial"), &json!(2))]);
    assert_eq!(stage["Actions"][1]["InputArtifacts"][0]["Name"], "Source");
    let project = properties(&template, "DeliveryTrial");
    let address = &project["Environment"]["EnvironmentVariables"][0];
    assert_eq!((&address["Name"], &address["Value"]), (&json!("ADDRESS"), &json!("https://api.clinic.example")));
    let spec: Value = serde_json::from_str(project["Source"]["BuildSpec"].as_str().unwrap()).unwrap();
    assert_eq!((&spec["phases"]["build"]["commands"], &spec["artifacts"]), (&json!(["npm run smoke"]), &Value::Null));
    let role = statements(&template, "DeliveryTrialRolePolicy");
    assert!(role.iter().any(|it| it["Resource"].to_string().contains("report-group/clinic-Delivery-trial-smoke")));
    let starts = statements(&template, "DeliveryRolePolicy");
    assert!(starts.iter().any(|it| it["Resource"].to_string().contains("DeliveryTrial")), "{starts:?}");
}

#[test]
fn a_trial_tries_something_and_has_no_secret() {
    for (command, expected) in [
        (None, "`clinic/Delivery` has a trial of what it deploys that tries nothing"),
        (Some("psql postgres://app:hunter2@db/clinic"), "`clinic/Delivery` has a secret in a command of its trial"),
    ] {
        let mut walk = Walk::new();
        let trial = Trial::at("https://api.clinic.example");
        let trial = command.map_or(trial.clone(), |it| trial.command(it));
        let pipeline = Pipeline::builder().key(&walk.clinic.key).trail(&walk.clinic.trail);
        let pipeline = pipeline.source(Source::upload("api.zip")).image(walk.proven());
        walk.clinic.stack.add("Delivery", pipeline.deploy(&walk.api).trial(trial).build());
        let findings = findings(walk.clinic.stack);
        assert!(findings.contains(expected) && !findings.contains("hunter2"), "{findings}");
    }
}

/// Its first image is whatever the deployment gives, and the later ones are those of the pipeline.
#[test]
fn releases_may_be_in_another_repository_than_the_first_image() {
    let mut walk = Walk::new();
    let releases = walk.clinic.stack.add("Releases", ImageRepository::builder().key(&walk.clinic.key).build());
    let image = walk.clinic.stack.parameter("Image", Parameter::<Image>::new("the first image"));
    let api = FargateService::builder().perimeter(&walk.clinic.zone).image(image).port(8080).releases(&releases);
    walk.api = walk.clinic.stack.add("Released", api.build());
    walk.deliver(Source::upload("api.zip"), ImageBuild::to(&releases));
    let template = Template::of_stack(walk.clinic.stack);
    let pulls = statements(&template, "ReleasedExecutionRolePolicy");
    let pulls: Vec<_> = pulls.iter().filter(|it| it["Action"].to_string().contains("BatchGetImage")).collect();
    assert_eq!(pulls.len(), 1);
    assert_eq!(pulls[0]["Resource"], json!({ "Fn::GetAtt": ["Releases", "Arn"] }));
}

#[test]
fn a_service_may_pull_what_is_built() {
    let mut walk = Walk::new();
    let other = walk.clinic.stack.add("Other", ImageRepository::builder().key(&walk.clinic.key).build());
    walk.deliver(Source::upload("api.zip"), ImageBuild::to(&other));
    let expected = "`clinic/Delivery` pushes its image to another repository than that which its service may pull from";
    let findings = findings(walk.clinic.stack);
    assert!(findings.contains(expected), "{findings}");
}

fn findings(stack: Stack<Prod>) -> String {
    App::new("test").stack(stack).synthesize().unwrap_err().to_string()
}
