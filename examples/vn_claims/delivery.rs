//! What tests, checks, builds and deploys the claims: on every change, every week, and from the main branch to production.

use hc_cdk_delivery::{image::SonarProject, prelude::*, proof::MayDeployUnder, workflow::Job};

use super::Live;

/// The workflows of the repository.
pub(crate) fn delivery() -> Pipelines<Live> {
    let mut delivery = Pipelines::new("delivery", Repository);
    delivery.add("Ci", changes());
    delivery.add("Cd", deploy());
    delivery.add("SecurityScan", security());
    delivery.add("Quality", SonarProject::new("vn-claims"));
    delivery
}

/// The folder of the job's service.
fn folder() -> Input {
    Input::join(["services/".into(), Input::service()])
}

fn program() -> Program {
    Program::new(script!("cargo run --locked --quiet --example vn_claims --"))
}

/// The tests of one service that is written in Python. The pages are in TypeScript.
fn tests() -> Job {
    let python = Matrix::services_but(&[("pages", "it is written in TypeScript")]);
    jobs::PYTEST.job().matrix(python).env("FOLDER", folder()).env("COVERAGE", "80")
}

/// On every change: the tests, what others find, and what would change in the cluster.
fn changes() -> Workflow {
    let mut workflow = Workflow::on([Trigger::pull_request()]);
    workflow.job("backend", tests());
    workflow.job("frontend", jobs::NPM_TEST.job().env("FOLDER", "services/pages"));
    workflow.job("integration", jobs::CONTRACT.job());
    for (name, preset) in [
        ("sonarqube", jobs::SONARQUBE),
        ("security", jobs::SEMGREP),
        ("migrations", jobs::MIGRATIONS),
        ("accessibility", jobs::ACCESSIBILITY),
        ("lighthouse", jobs::LIGHTHOUSE),
    ] {
        workflow.job(name, preset.job());
    }
    workflow.job("plan", program().plan());
    workflow
}

/// Every week, and whenever somebody asks for it.
fn security() -> Workflow {
    let weekly = Trigger::Schedule(Schedule::Weekly(Weekday::Monday, 3, 0));
    let mut workflow = Workflow::on([weekly, Trigger::manual(&[])]);
    for (name, preset) in [
        ("npm", jobs::NPM_AUDIT),
        ("python", jobs::PIP_AUDIT),
        ("codeql", jobs::CODEQL),
        ("secrets", jobs::TRUFFLEHOG),
        ("containers", jobs::TRIVY_FILES),
    ] {
        workflow.job(name, preset.job());
    }
    workflow.job("compliance", program().check());
    workflow
}

/// From the main branch to production: built, tested, scanned, signed, tried in staging, and approved.
fn deploy() -> Workflow<impl MayDeployUnder<Live>> {
    let registry = Registry::github("ghcr.io/insurance/vn-claims");
    let mut workflow = Workflow::on([Trigger::push(&["main"])]);
    let checked = workflow.job("compliance", program().check());
    let images = workflow.build("images", registry.build());
    let images = workflow.then("tests", images, tests().tests());
    let images = workflow.then("scans", images, registry.scan());
    let images = workflow.then("signatures", images, registry.sign());
    let staging = Deployment::of(&images, &registry, Environment::staging()).after(&checked);
    let production = Deployment::of(&images, &registry, Environment::approved("production")).after(&checked);
    workflow.deploy(rolled_out(staging, false)).deploy(rolled_out(production, true))
}

/// Keeps what there is, applies what the program wrote, waits for the migration and for the pods, tries every address, and takes
/// all back if something of it fails.
fn rolled_out<S, E>(deployment: Deployment<S, E>, is_live: bool) -> Deployment<S, E> {
    let of = Input::variable;
    let (client, tenant, subscription) = (of("AZURE_CLIENT"), of("AZURE_TENANT"), of("AZURE_SUBSCRIPTION"));
    let identity = Identity::Azure { client, tenant, subscription };
    let (zone, chart) = if is_live {
        ("vn-claims-clinical", "cdk.out/k8s/vn-claims.yaml")
    } else {
        ("vn-claims-staging-clinical", "cdk.out/k8s/vn-claims-staging.yaml")
    };
    let run = |title, script| Step::run(title, script).env("ZONE", zone).env("CHART", chart);
    let cluster = script!("az aks get-credentials --resource-group \"$GROUP\" --name \"$CLUSTER\"");
    let cluster = run("Find the cluster", cluster).env("GROUP", of("AZURE_GROUP")).env("CLUSTER", of("AZURE_CLUSTER"));
    let keep = script!("velero backup create \"before-$GITHUB_RUN_ID\" --include-namespaces \"$ZONE\" --wait");
    let migrated = script!("kubectl --namespace \"$ZONE\" wait job --all --for condition=complete --timeout 30m");
    let wait = script!("kubectl --namespace \"$ZONE\" rollout status deployment --timeout 10m");
    let back = script!("kubectl --namespace \"$ZONE\" rollout undo deployment");
    let deployment = deployment.sign_in(&identity).step(Program::written()).step(cluster);
    let deployment = deployment.step(run("Keep", keep));
    let deployment = deployment.step(run("Apply", script!("kubectl apply -f \"$CHART\"")));
    let deployment = deployment.step(run("Wait for the migration", migrated)).step(run("Wait for the pods", wait));
    let deployment = jobs::SMOKE.steps().fold(deployment, Deployment::step).or_else(run("Take back", back));
    jobs::TELL.steps().fold(deployment, Deployment::or_else)
}
