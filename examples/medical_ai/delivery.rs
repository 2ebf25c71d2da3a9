//! What takes the assistant to production: nothing that was not tested, scanned, listed and signed, and nothing that nobody approved.

use hc_cdk_aws::github::Delivers;
use hc_cdk_delivery::{prelude::*, proof::MayDeployUnder, release::InCluster, workflow::Due};

use super::{
    Live, SIGNER,
    services::REGISTRY,
    site::{EAST, Site, WEST},
};

/// How another cloud than AWS gets images, and as whom it is deployed to.
pub(crate) struct Delivery {
    /// The address of its registry.
    pub(crate) images: String,
    pub(crate) pushes: Identity,
    pub(crate) deploys: Identity,
}

/// The workflows of the repository.
pub(crate) fn delivery(aws: [&Delivers; 2], google: &Delivery, azure: &Delivery) -> Pipelines<Live> {
    let [east, west] = aws;
    let (east, west) = (Identity::aws(&east.arn(), EAST.region), Identity::aws(&west.arn(), WEST.region));
    let mut delivery = Pipelines::new("delivery", Repository);
    delivery.add("Gates", gates());
    delivery.add("Deploy", deploy([&east, &west], google, azure));
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

/// From the main branch to production, on AWS, on Google Cloud and on Azure, after staging and after somebody's approval. All run what was
/// tested, scanned and signed once.
fn deploy([east, west]: [&Identity; 2], google: &Delivery, azure: &Delivery) -> Workflow<impl MayDeployUnder<Live>> {
    let role = |name| Identity::aws(Input::variable(name), "us-east-1");
    let registry = Registry::ecr(REGISTRY, &role("PUSH_ROLE")).signed_by(SIGNER);
    let folder = Input::join(["services/".into(), Input::service()]);
    let tests = jobs::PYTEST.job().matrix(Matrix::services()).env("FOLDER", folder).env("COVERAGE", "90");
    let mut workflow = Workflow::on([Trigger::push(&["main"])]);
    let checked = workflow.job("compliance", program().check());
    let images = workflow.proven(&registry, tests.tests());
    let staging = Deployment::of(&images, &registry, Environment::staging()).after(&checked);
    let production = Deployment::of(&images, &registry, Environment::approved("production")).after(&checked);
    let other = Deployment::of(&images, &registry, Environment::approved("west")).after(&checked);
    let there = |it: Registry| it.in_environment("images").signed_by(SIGNER);
    let google_images = there(Registry::google(google.images.clone(), &google.pushes));
    let azure_images = there(Registry::azure(azure.images.clone(), &azure.pushes));
    let copies = workflow.copied("google-images", &images, &registry, &google_images);
    let google_release = Deployment::of(&copies, &google_images, Environment::approved("google")).after(&checked);
    let copies = workflow.copied("azure-images", &images, &registry, &azure_images);
    let azure_release = Deployment::of(&copies, &azure_images, Environment::approved("azure")).after(&checked);
    let workflow = workflow.deploy(staging.rolled_out(&region(&EAST, &role("STAGING_ROLE"))));
    let workflow =
        workflow.deploy(production.rolled_out(&region(&EAST, east))).deploy(other.rolled_out(&region(&WEST, west)));
    let wards = Cluster::gke("medical-ai-prod", "us-central1", "cluster", &google.deploys);
    let wards = wards.chart("assistant-google", "assistant-google-clinical").answers_at("google");
    let ward = Cluster::aks("medical-ai-prod", "cluster", &azure.deploys);
    let ward = ward.chart("assistant-azure", "assistant-azure-clinical").answers_at("azure");
    workflow.deploy(google_release.rolled_out(&wards)).deploy(azure_release.rolled_out(&ward))
}

/// The chart of a region on AWS, as a place.
fn region(site: &Site, deploys: &Identity) -> InCluster {
    Cluster::eks(site.cluster, deploys).chart(site.chart, site.namespaces[0]).shifts()
}
