//! What takes the assistant to production: nothing that was not tested, scanned, listed and signed, and nothing that nobody approved.

use hc_cdk_delivery::{prelude::*, proof::MayDeployUnder, workflow::Due};

use super::{Live, SIGNER};

/// How another cloud than AWS gets images, and as whom it is deployed to.
pub(crate) struct Delivery {
    /// The address of its registry.
    pub(crate) images: String,
    pub(crate) pushes: Identity,
    pub(crate) deploys: Identity,
}

/// The workflows of the repository.
pub(crate) fn delivery(deploys: &Identity, google: &Delivery, azure: &Delivery) -> Pipelines<Live> {
    let mut delivery = Pipelines::new("delivery", Repository);
    delivery.add("Gates", gates());
    delivery.add("Deploy", deploy(deploys, google, azure));
    delivery.add("Exercises", Workflow::calendar(EXERCISES));
    delivery
}

/// What people rehearse. That a backup can be read back is tried each month in the cluster, and here somebody reads whether it was.
const EXERCISES: &[Due] = &[
    Due {
        name: "recovery",
        at: Schedule::Monthly(1, 6, 0),
        tasks: &["Read what the restore test of the month said", "Restore a namespace from its copies into staging"],
    },
    Due {
        name: "continuity",
        at: Schedule::Quarterly(8, 6, 0),
        tasks: &[
            "Work for an hour as if the assistant were gone: records and decisions on paper",
            "Deploy the assistant in the other region from its copies, and write down how long it took",
        ],
    },
    Due {
        name: "simulation",
        at: Schedule::Yearly(10, 15, 6, 0),
        tasks: &[
            "Simulate the loss of the region and of everybody's access, with all who would be called",
            "Compare with the times that were promised, and change the plan",
        ],
    },
];

fn program() -> Program {
    Program::new(script!("cargo run --locked --quiet --example medical_ai --"))
}

/// On every change: what scanners find, whether the program still meets its policies, contracts, migrations, and what it bears.
fn gates() -> Workflow {
    let mut workflow = Workflow::on([Trigger::pull_request()]);
    workflow.job("scan", jobs::TRIVY_FILES.job());
    workflow.job("compliance", program().check());
    workflow.job("contract", jobs::CONTRACT.job());
    workflow.job("migrations", jobs::MIGRATIONS.job());
    workflow.job("load", jobs::LOAD.job().env("MILLISECONDS", "2000"));
    workflow
}

/// From the main branch to production, on AWS, on Google Cloud and on Azure, after staging and after somebody's approval. All three run what was
/// tested, scanned and signed once.
fn deploy(deploys: &Identity, google: &Delivery, azure: &Delivery) -> Workflow<impl MayDeployUnder<Live>> {
    let role = |name| Identity::aws(Input::variable(name), "us-east-1");
    let registry = Registry::ecr("registry.example/ai", &role("PUSH_ROLE")).signed_by(SIGNER);
    let folder = Input::join(["services/".into(), Input::service()]);
    let tests = jobs::PYTEST.job().matrix(Matrix::services()).env("FOLDER", folder).env("COVERAGE", "90");
    let mut workflow = Workflow::on([Trigger::push(&["main"])]);
    let checked = workflow.job("compliance", program().check());
    let images = workflow.proven(&registry, tests.tests());
    let place = |role: &Identity| Cluster::eks("medical-ai", role).chart("assistant", "assistant-clinical").shifts();
    let staging = Deployment::of(&images, &registry, Environment::staging()).after(&checked);
    let production = Deployment::of(&images, &registry, Environment::approved("production")).after(&checked);
    let staging = staging.rolled_out(&place(&role("STAGING_ROLE")));

    let there = |it: Registry| it.in_environment("images").signed_by(SIGNER);
    let (on_google, on_azure) = (
        there(Registry::google(google.images.clone(), &google.pushes)),
        there(Registry::azure(azure.images.clone(), &azure.pushes)),
    );
    let copies = workflow.copied("google-images", &images, &registry, &on_google);
    let wards = Cluster::gke("medical-ai-prod", "us-central1", "cluster", &google.deploys);
    let wards = wards.chart("assistant-google", "assistant-google-clinical").answers_at("google");
    let google = Deployment::of(&copies, &on_google, Environment::approved("google")).after(&checked);
    let copies = workflow.copied("azure-images", &images, &registry, &on_azure);
    let ward = Cluster::aks("medical-ai-prod", "cluster", &azure.deploys);
    let ward = ward.chart("assistant-azure", "assistant-azure-clinical").answers_at("azure");
    let azure = Deployment::of(&copies, &on_azure, Environment::approved("azure")).after(&checked);
    let workflow = workflow.deploy(staging).deploy(production.rolled_out(&place(deploys)));
    workflow.deploy(google.rolled_out(&wards)).deploy(azure.rolled_out(&ward))
}
