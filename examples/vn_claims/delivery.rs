//! What tests, checks, builds and deploys the claims: on every change, every week, and from the main branch to production.

use hc_cdk_delivery::{
    image::SonarProject,
    prelude::*,
    proof::MayDeployUnder,
    workflow::{Due, Job},
};

use super::{
    Live,
    system::{DATABASE, READY, WAYS},
};

/// The workflows of the repository.
pub(crate) fn delivery() -> Pipelines<Live> {
    let mut delivery = Pipelines::new("delivery", Repository);
    delivery.add("Ci", changes());
    delivery.add("Cd", deploy());
    delivery.add("SecurityScan", security());
    delivery.add("Maintenance", Workflow::calendar(CALENDAR));
    delivery.add("Quality", SonarProject::new("vn-claims"));
    delivery
}

/// What comes back. Each time, an issue says what has to be done, and keeps who has done it.
const CALENDAR: &[Due] = &[
    Due {
        name: "weekly",
        at: Schedule::Weekly(Weekday::Monday, 2, 0),
        tasks: &["Read what the security scan has found", "Look at alerts that came more than once", "Update packages"],
    },
    Due {
        name: "monthly",
        at: Schedule::Monthly(1, 2, 0),
        tasks: &["Restore a backup into staging", "Review who may do what", "Compare used and promised capacity"],
    },
    Due {
        name: "quarterly",
        at: Schedule::Quarterly(2, 2, 0),
        tasks: &[
            "Rehearse the loss of the cluster",
            "Replace keys and certificates that are not replaced by themselves",
        ],
    },
    Due {
        name: "annually",
        at: Schedule::Yearly(1, 15, 2, 0),
        tasks: &[
            "Have somebody outside test the system",
            "Review policies and agreements",
            "Delete what was kept for seven years",
        ],
    },
];

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
    let images = workflow.proven(&registry, tests().tests());
    let of = Input::variable;
    let (client, tenant, subscription) = (of("AZURE_CLIENT"), of("AZURE_TENANT"), of("AZURE_SUBSCRIPTION"));
    let deploys = Identity::Azure { client, tenant, subscription };
    let cluster = || Cluster::aks(of("AZURE_GROUP"), of("AZURE_CLUSTER"), &deploys);
    let staging = cluster().chart("vn-claims-staging", "vn-claims-staging-clinical").backed_up().migrates().shifts();
    let live = cluster().chart("vn-claims", "vn-claims-clinical").backed_up().migrates().shifts();
    let rehearsal = Deployment::of(&images, &registry, Environment::staging()).after(&checked);
    let release = Deployment::of(&images, &registry, Environment::approved("production")).after(&checked);
    workflow.deploy(tried(rehearsal.rolled_out(&staging))).deploy(tried(release.rolled_out(&live)))
}

/// What is tried after each deployment: the pages and the interface answer within two seconds, with the headers that browsers ask
/// for, and so does what looks at the database.
fn tried<S, E>(deployment: Deployment<S, E>) -> Deployment<S, E> {
    deployment
        .env("PATHS", paths())
        .env("SLOWEST", "2")
        .env("HEADERS", "strict-transport-security content-security-policy x-content-type-options")
}

/// Where each service says that it is ready, as it is asked through the gateway, and where claims says how its database is.
fn paths() -> String {
    let at = |way: &str, path| format!("{}{path}", way.trim_end_matches("/*"));
    let ready = WAYS.map(|way| at(way, READY));
    [ready.join(" "), at(WAYS[0], DATABASE)].join(" ")
}
