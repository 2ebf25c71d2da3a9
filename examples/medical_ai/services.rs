//! The four services of the assistant in a cluster of any of the clouds, with what may reach what.

use hc_cdk::{
    data::Phi,
    prelude::*,
    route::IsBalancing,
    uses::{LetsIn, Usable},
};
use hc_cdk_aws::{storage::Bucket, user_name};
use hc_cdk_delivery::{ecr, literal::ecr::EcrAddress};
use hc_cdk_k8s::{
    access::{Kind, Rule, Verb},
    chart::Kubernetes,
    literal::digest::Digest,
    monitoring::observe::{Count, PerMinute, Seconds},
    network::Certificate,
    prelude::*,
    secret::Secret,
    workload::{IsFigure, WorkloadBuilder},
};

use super::{
    IMAGES, Live, SIGNER,
    amazon::{Amazon, Records},
    site::{Place, Site},
    stores,
    watch::{self, Watching},
};

/// What the workflow pushes to.
pub(crate) const REGISTRY: EcrAddress = ecr!("111122223333.dkr.ecr.us-east-1.amazonaws.com/ai");

const ASSISTANT: Image = image!(IMAGES, "assistant");
const INFERENCE: Image = image!(IMAGES, "inference");
const RECORDS: Image = image!(IMAGES, "patient-records");
const DECISIONS: Image = image!(IMAGES, "decisions");

/// Which model decides: its digest stands in the record of each decision.
const MODEL: Digest = digest!("sha256:b17ef6d19c7a5b1ee83b907c595526dcb1eb06db8227d650d5dda0a9f4ce8cd9");

/// What a workload of a cluster may use for data of patients.
pub(crate) trait Store: Usable<Class = Phi, Target: LetsIn<Kubernetes>> {}
impl<U: Usable<Class = Phi, Target: LetsIn<Kubernetes>>> Store for U {}

/// What the services use. Where it is kept is the cloud's matter.
pub(crate) struct Uses<'a, R, A, D, S> {
    pub(crate) records: &'a R,
    /// Answers of models that were given before.
    pub(crate) answers: &'a A,
    /// What was decided, by which model, for whom.
    pub(crate) decisions: &'a D,
    /// Who works on which patient.
    pub(crate) sessions: &'a S,
    /// Validated models, where they are in a bucket.
    pub(crate) models: Option<&'a Bucket<Phi>>,
}

/// The namespace of a cluster in which the services are, and who watches them.
pub(crate) struct Ward {
    pub(crate) zone: Namespace<Phi>,
    pub(crate) watching: Watching,
}

/// A namespace with a mesh, into which nothing comes that nobody signed.
pub(crate) fn ward(chart: &mut Chart<Live>, place: &Place) -> Ward {
    let zone = Namespace::<Phi>::builder().mesh().quota(cpu!("1100"), memory!("900Gi"));
    let zone = chart.add("Clinical", if place.at_an_address { zone.balancer() } else { zone });
    chart.add("Signed", SignedImages::builder().perimeter(&zone).signer(SIGNER));
    Ward { watching: watch::prometheus(chart, place), zone }
}

/// Everything in a cluster on AWS: machines, stores of its own, and the services over these and those of the region.
pub(crate) fn on_amazon<R>(chart: &mut Chart<Live>, kept: &Records, amazon: &Amazon<R>, site: &Site) {
    // Beside the three nodes that are always there, 47 of 4 processors and 16 GiB.
    let class = NodeClass::builder().machines(&amazon.machines).image(MachineImage::Bottlerocket("1.44.0"));
    let class = chart.add("Machines", class);
    chart.add("Pool", NodePool::builder().class(&class).limits(cpu!("188"), memory!("752Gi")).cores(&[4]));
    let place = site.place();
    let ward = ward(chart, &place);
    let stores = stores::stores(chart, &ward.zone, site);
    let uses = Uses {
        records: &kept.database.user(user_name!("records")),
        answers: &kept.answers,
        decisions: &stores.decisions,
        sessions: &stores.sessions,
        models: Some(&kept.models),
    };
    let pool = stores.decisions.figure(&figures::POOL_USED);
    let keys = assistant(chart, (&ward, &place), &uses, &pool, &amazon.front);
    stores::watch(chart, &stores, &ward.watching, &keys);
}

/// The services, the way in, what is recommended for each, and who watches: the same in the clusters of all clouds.
pub(crate) fn assistant<R: Store, A: Store, D: Store, S: Store>(
    chart: &mut Chart<Live>,
    (Ward { zone, watching }, place): (&Ward, &Place),
    uses: &Uses<'_, R, A, D, S>,
    pool: &impl IsFigure<Unit = Count>,
    front: &impl IsBalancing,
) -> Secret {
    let scaler = &watching.scaler;
    let service = |image: Image| {
        let service = Workload::builder().perimeter(zone).image(place.image(&image)).port(8000).metrics(9090);
        // What was copied was built for the cluster that it is copied from.
        let service = if place.copies.is_some() { service.built_elsewhere() } else { service };
        let service = service.probes(Probes::http("/health/live", "/health/ready")).scratch("/tmp", memory!("64Mi"));
        watch::exports(service.resources(cpu!("500m"), memory!("1Gi")).limits(cpu!("2"), memory!("2Gi")))
    };
    let usual = || Scale::between(3..=50).cpu(70).memory(80);

    let scale = usual().measured(scaler, &watch::USED, Count(40.0));
    let records = chart.add("PatientRecords", service(RECORDS).connect(uses.records).scale(scale));
    let scale = usual().measured(scaler, pool, Count(40.0));
    let decisions = chart.add("Decisions", service(DECISIONS).connect(uses.decisions).scale(scale));
    let inference = service(INFERENCE).connect(uses.answers).decides(MODEL, &decisions);
    let inference = uses.models.into_iter().fold(inference, WorkloadBuilder::reads);
    let scale = usual().measured(scaler, &watch::INFERRED, Seconds(0.4));
    let inference = inference.traffic(Traffic::default().answers_within(span!("5s"))).scale(scale);
    let inference = chart.add("Inference", inference);
    let assistant = service(ASSISTANT).connect(&records).connect(&inference).connect(&decisions).connect(uses.sessions);
    let assistant = assistant.traffic(Traffic::default().answers_within(span!("15s")).sticky("patient"));
    let scale = usual().measured(scaler, &watch::REQUESTS, PerMinute(3000.0));
    let scale = scale.measured(scaler, &watch::ANSWERED, Seconds(0.5));
    let scale = scale.measured(scaler, &watch::SESSIONS, Count(100.0));
    let shifting = chart.add("Assistant", assistant.scale(scale).build().blue_green());
    let trial = Trial::builder().perimeter(zone).image(place.image(&ASSISTANT));
    let trial = trial.resources(cpu!("250m"), memory!("256Mi")).built_elsewhere();
    chart.add("AssistantTrial", trial.of(&shifting).command(&["python", "-m", "assistant.trial"]));
    let assistant = shifting.service();

    for (name, service) in [("A", assistant), ("I", &inference), ("R", &records), ("D", &decisions)] {
        chart.add(format!("Size{name}"), Recommendation::builder().target(service));
    }
    let tls = Certificate::builder().perimeter(zone).domain(place.domain.clone()).issuer("letsencrypt");
    let tls = chart.add("Tls", tls);
    chart.add("Front", HttpsRoute::builder().target(assistant).certificate(&tls).balancer(front));
    let operator = chart.add("Operator", ServiceAccount::builder().perimeter(zone));
    let sees = Rule::on(Kind::Pods, &[Verb::Get, Verb::List, Verb::Watch]);
    chart.add("Operating", Role::builder().account(&operator).rule(sees));
    let services = [assistant.clone(), inference, records, decisions];
    watch::watch(chart, watching, place, &services)
}
