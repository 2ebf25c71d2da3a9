//! What tests, checks, builds and deploys a hospital's services: workflows whose matrices have every service of the system, and
//! a way to production that no image can leave.

use std::process::ExitCode;

use hc_cdk::{
    data::Phi,
    policy::{Hipaa, Production},
    prelude::*,
};
use hc_cdk_aws::{github::GithubRole, iam::Statement, kind::OidcProviderArn, prelude::*, region};
use hc_cdk_delivery::{
    image::{Dockerfiles, EnvExample, SonarProject},
    prelude::*,
    proof::MayDeployUnder,
    workflow::Job,
};
use hc_cdk_k8s::{network::Certificate, prelude::*};

type Prod = (Hipaa, Production);

const BUILD: Image =
    image!("registry.example/python-dev@sha256:5b2c8f0e7d6a49318c5e1f7a9b3d2046e8f1c0a7b6d5948372615f4e3d2c1b0a");
const RUN: Image =
    image!("registry.example/python@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");

fn main() -> ExitCode {
    let mut access = Stack::<Prod>::new("access", region::UsEast1);
    let deploys = access.add("Deploys", deploys());
    let mut delivery = Pipelines::<Prod>::new("delivery", Repository);
    delivery.add("Test", test());
    delivery.add("Security", security());
    delivery.add("Deploy", deploy(&Identity::aws(&deploys.arn(), "us-east-1")));
    delivery.add("Images", Dockerfiles::python(BUILD, RUN));
    delivery.add("Settings", EnvExample);
    delivery.add("Quality", SonarProject::new("hms"));
    App::new("hms").stack(hospital()).stack(access).stack(delivery).run()
}

/// What is delivered: a handful of the hospital's services. One more of them is in every matrix.
fn hospital() -> Chart<Prod> {
    const IMAGE: Image = image!(
        "111122223333.dkr.ecr.us-east-1.amazonaws.com/lab@sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"
    );
    let mut chart = Chart::<Prod>::new("hms");
    let zone = chart.add("Clinical", Namespace::<Phi>::builder().build());
    for name in ["Auth", "Patient", "Lab", "Pharmacy", "Billing"] {
        let service =
            Workload::builder().perimeter(&zone).image(IMAGE).port(8000).resources(cpu!("250m"), memory!("512Mi"));
        let service = service.probes(Probes::http("/health/live", "/health/ready")).scratch("/tmp", memory!("64Mi"));
        let service = chart.add(name, service.variable(variable!("LOG_LEVEL", "info")).build());
        if name == "Patient" {
            let tls = Certificate::builder().perimeter(&zone).domain(domain!("hms.example.org")).issuer("letsencrypt");
            let tls = chart.add("Tls", tls.build());
            chart.add("Front", HttpsRoute::builder().target(&service).certificate(&tls).build());
        }
    }
    chart
}

/// As whom production is deployed to: a role for the environment `production` of one repository, and for nobody else.
fn deploys() -> GithubRole {
    let github = arn!(OidcProviderArn, "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com");
    let cluster = "arn:aws:eks:us-east-1:111122223333:cluster/hms";
    let role = GithubRole::builder().provider(github).repository("hospital/hms").environment("production");
    role.allow(Statement::allow(actions!["eks:DescribeCluster"], [cluster])).build()
}

fn program() -> Program {
    Program::new(script!("cargo run --locked --quiet --example delivery --"))
}

/// The tests of one service: what runs on every change, and before every deployment.
fn tests() -> Job {
    let folder = Input::join(["services/".into(), Input::service()]);
    jobs::PYTEST.job().matrix(Matrix::services()).env("FOLDER", folder).env("COVERAGE", "85")
}

/// On every change: the tests of each service, and what would change in the cluster.
fn test() -> Workflow {
    let mut workflow = Workflow::on([Trigger::pull_request()]);
    workflow.job("tests", tests());
    workflow.job("migrations", jobs::MIGRATIONS.job());
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

/// From a change on the main branch to production: built, tested, scanned, signed, tried in staging, and approved.
fn deploy(deploys: &Identity) -> Workflow<impl MayDeployUnder<Prod>> {
    let role = |name| Identity::aws(Input::variable(name), "us-east-1");
    let registry = Registry::ecr("111122223333.dkr.ecr.us-east-1.amazonaws.com", &role("PUSH_ROLE"));
    let mut workflow = Workflow::on([Trigger::push(&["main"])]);
    let checked = workflow.job("compliance", program().check());
    let images = workflow.build("images", registry.build());
    let images = workflow.then("tests", images, tests().tests());
    let images = workflow.then("scans", images, registry.scan());
    let images = workflow.then("signatures", images, registry.sign());
    let staging = Deployment::of(&images, &registry, Environment::staging()).after(&checked);
    let production = Deployment::of(&images, &registry, Environment::approved("production")).after(&checked);
    workflow.deploy(rolled_out(staging, &role("STAGING_ROLE"))).deploy(rolled_out(production, deploys))
}

/// Applies what the program wrote, waits until it runs, and takes it back otherwise.
fn rolled_out<S, E>(deployment: Deployment<S, E>, role: &Identity) -> Deployment<S, E> {
    let wait = script!("kubectl --namespace hms-clinical rollout status deployment --timeout 10m");
    let back = script!("kubectl --namespace hms-clinical rollout undo deployment");
    let deployment = deployment.sign_in(role).step(Program::written());
    let deployment = deployment.step(Step::run("Apply", script!("kubectl apply -k cdk.out/k8s")));
    let deployment = jobs::SMOKE.steps().fold(deployment.step(Step::run("Wait", wait)), Deployment::step);
    let deployment = deployment.or_else(Step::run("Take back", back));
    jobs::TELL.steps().fold(deployment, Deployment::or_else)
}
