//! What tests, checks, builds and deploys a hospital's services: workflows whose matrices have every service of the system, and
//! a way to production that no image can leave.

use std::process::ExitCode;

use hc_cdk::{
    data::Phi,
    policy::{Hipaa, Production},
    prelude::*,
};
use hc_cdk_delivery::{prelude::*, proof::MayDeployUnder, workflow::Job};
use hc_cdk_k8s::prelude::*;

type Prod = (Hipaa, Production);

fn main() -> ExitCode {
    let mut delivery = Pipelines::<Prod>::new("delivery", Repository);
    delivery.add("Test", test());
    delivery.add("Security", security());
    delivery.add("Deploy", deploy());
    App::new("hms").stack(hospital()).stack(delivery).run()
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
        chart.add(name, service.probes(Probes::http("/health/live", "/health/ready")).build());
    }
    chart
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
fn deploy() -> Workflow<impl MayDeployUnder<Prod>> {
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
    workflow.deploy(rolled_out(staging, &role("DEPLOY_ROLE"))).deploy(rolled_out(production, &role("DEPLOY_ROLE")))
}

/// Applies what the program wrote, waits until it runs, and takes it back otherwise.
fn rolled_out<S, E>(deployment: Deployment<S, E>, role: &Identity) -> Deployment<S, E> {
    let wait = script!("kubectl --namespace hms-clinical rollout status deployment --timeout 10m");
    let back = script!("kubectl --namespace hms-clinical rollout undo deployment");
    let deployment = deployment.sign_in(role).step(Program::written());
    let deployment = deployment.step(Step::run("Apply", script!("kubectl apply -k cdk.out/k8s")));
    let deployment = deployment.step(Step::run("Wait", wait)).or_else(Step::run("Take back", back));
    jobs::TELL.steps().fold(deployment, Deployment::or_else)
}
