//! What tests, checks, builds and deploys the hospital's services: matrices that have every service of the system, and a way to
//! production that no image can leave.

use hc_cdk::prelude::*;
use hc_cdk_aws::{github::GithubRole, iam::Statement, kind::OidcProviderArn, prelude::*, region};
use hc_cdk_delivery::{
    image::{Dockerfiles, EnvExample, SonarProject},
    prelude::*,
    proof::MayDeployUnder,
    workflow::Job,
};

use super::{Prod, system::named::REGISTRY};

const BUILD: Image =
    image!("registry.example/python-dev@sha256:5b2c8f0e7d6a49318c5e1f7a9b3d2046e8f1c0a7b6d5948372615f4e3d2c1b0a");
const RUN: Image =
    image!("registry.example/python@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");

/// By whom CloudFormation makes what is deployed: the role of an account that was bootstrapped for the CDK.
const EXECUTION: &str = "arn:aws:iam::111122223333:role/cdk-hnb659fds-cfn-exec-role-111122223333-us-east-1";

/// Where the hospital stands.
const REGIONS: [&str; 2] = ["us-east-1", "us-west-2"];

/// Who deploys to production, and the files of the repository.
pub(crate) fn delivery() -> (Stack<Prod>, Pipelines<Prod>) {
    let mut access = Stack::<Prod>::new("hms-access", region::UsEast1);
    let deploys = access.add("Deploys", deploys());
    let mut delivery = Pipelines::<Prod>::new("delivery", Repository);
    delivery.add("Test", test());
    delivery.add("Security", security());
    delivery.add("Load", load());
    let deploys = Identity::aws_for_hours(&deploys.arn(), "us-east-1", 4);
    delivery.add("Registry", registry(&deploys));
    delivery.add("Deploy", deploy(&deploys));
    delivery.add("Images", Dockerfiles::python(BUILD, RUN));
    delivery.add("Settings", EnvExample);
    delivery.add("Quality", SonarProject::new("hms"));
    (access, delivery)
}

/// As whom production is deployed to: a role for the environment `production` of one repository, and for nobody else. It changes
/// stacks by another role alone, and gives services back the version before.
fn deploys() -> GithubRole {
    let github = arn!(OidcProviderArn, "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com");
    let changes = actions![
        "cloudformation:CreateChangeSet",
        "cloudformation:DeleteChangeSet",
        "cloudformation:DescribeChangeSet",
        "cloudformation:DescribeStackEvents",
        "cloudformation:DescribeStacks",
        "cloudformation:ExecuteChangeSet",
        "cloudformation:GetTemplate",
        "cloudformation:ListStackResources"
    ];
    let passed = Statement::allow(actions!["iam:PassRole"], [EXECUTION]);
    let passed = passed.when("StringEquals", "iam:PassedToService", "cloudformation.amazonaws.com");
    let templates = REGIONS.map(|it| format!("arn:aws:s3:::cdk-hnb659fds-assets-111122223333-{it}/*"));
    let role = GithubRole::builder().provider(github).repository("hospital/hms").environment("production");
    // Services shift their requests for 45 minutes, in one stack after the other.
    role.for_hours(4)
        .allow(Statement::allow(changes, in_both("cloudformation", "stack/hms-*/*")))
        .allow(Statement::allow(
            actions!["cloudformation:DescribeStacks"],
            in_both("cloudformation", "stack/CDKToolkit/*"),
        ))
        .allow(Statement::allow(actions!["s3:GetObject", "s3:PutObject"], templates))
        .allow(passed)
        .allow(Statement::allow(
            actions!["ecs:DescribeServices", "ecs:UpdateService"],
            in_both("ecs", "service/hms-*/hms-*"),
        ))
        .build()
}

/// The ARNs of things of a service of AWS, in each region of the hospital.
fn in_both(service: &str, named: &str) -> [String; 2] {
    REGIONS.map(|region| format!("arn:aws:{service}:{region}:111122223333:{named}"))
}

fn program() -> Program {
    Program::new(script!("cargo run --locked --quiet --example hms --"))
}

/// The tests of one service: what runs on every change, and before every deployment.
fn tests() -> Job {
    let folder = Input::join(["services/".into(), Input::service()]);
    jobs::PYTEST.job().matrix(Matrix::services()).env("FOLDER", folder).env("COVERAGE", "85")
}

/// On every change: the tests of each service, and what would change in the account.
fn test() -> Workflow {
    let mut workflow = Workflow::on([Trigger::pull_request()]);
    workflow.job("tests", tests());
    workflow.job("migrations", jobs::MIGRATIONS.job());
    workflow.job("compliance", program().check());
    workflow.job("plan", program().plan());
    workflow
}

/// On every change and every week: what others look for.
fn security() -> Workflow {
    let weekly = Trigger::Schedule(Schedule::Weekly(Weekday::Monday, 3, 0));
    let mut workflow = Workflow::on([Trigger::pull_request(), weekly, Trigger::manual(&[])]);
    for (name, preset) in [
        ("bandit", jobs::BANDIT),
        ("semgrep", jobs::SEMGREP),
        ("codeql", jobs::CODEQL),
        ("dependencies", jobs::DEPENDENCY_CHECK),
        ("packages", jobs::PIP_AUDIT),
        ("snyk", jobs::SNYK),
        ("gitleaks", jobs::GITLEAKS),
        ("trufflehog", jobs::TRUFFLEHOG),
        ("trivy", jobs::TRIVY_FILES),
        ("sonarqube", jobs::SONARQUBE),
        ("zap", jobs::ZAP),
    ] {
        workflow.job(name, preset.job());
    }
    workflow
}

/// Before each release, by hand: 10,000 patients at the same time, who are served as the hospital's indicators ask.
fn load() -> Workflow {
    let mut workflow = Workflow::on([Trigger::manual(&[])]);
    let crowd = jobs::CROWD.job().matrix(Matrix::over("part", jobs::CROWD_PARTS));
    workflow.job("patients", crowd.env("USERS", "10000").env("PER_MINUTE", "100").env("MILLISECONDS", "30000"));
    workflow
}

/// By hand, before the first image of a service is built: the repositories that it goes to.
fn registry(deploys: &Identity) -> Workflow<impl MayDeployUnder<Prod>> {
    let mut workflow = Workflow::on([Trigger::manual(&[])]);
    let checked = workflow.job("compliance", program().check());
    let first = Deployment::without_images(Environment::approved("production")).after(&checked).sign_in(deploys);
    let stacks = Stacks::of(deploys, EXECUTION);
    let images = ["hms-west-images", "hms-images"].map(|it| stacks.alone(it));
    workflow.deploy(first.step(Program::written()).steps(images))
}

/// From a change on the main branch to production: built, tested, scanned, signed, tried in staging, and approved.
fn deploy(deploys: &Identity) -> Workflow<impl MayDeployUnder<Prod>> {
    let role = |name| Identity::aws(Input::variable(name), "us-east-1");
    let for_hours = |name| Identity::aws_for_hours(Input::variable(name), "us-east-1", 4);
    let registry = Registry::ecr(REGISTRY, &role("PUSH_ROLE"));
    let mut workflow = Workflow::on([Trigger::push(&["main"])]);
    let images = workflow.proven(&registry, tests().tests());
    let checked = workflow.job("compliance", program().check_of(&images, "examples/hms/images.txt"));
    let staging = Stacks::of(&for_hours("STAGING_ROLE"), Input::variable("STAGING_EXECUTION_ROLE"));
    let production = Stacks::of(deploys, EXECUTION);
    let rehearsal = Deployment::of(&images, &registry, Environment::staging()).after(&checked);
    let release = Deployment::of(&images, &registry, Environment::approved("production")).after(&checked);
    workflow.deploy(rehearsal.rolled_out(&staging)).deploy(release.rolled_out(&production))
}
