//! The four services of the assistant in their cluster, with what may reach what.

use hc_cdk::{
    data::Phi,
    prelude::*,
    uses::{LetsIn, Usable},
};
use hc_cdk_aws::user_name;
use hc_cdk_delivery::{ecr, literal::ecr::EcrAddress};
use hc_cdk_k8s::{
    access::{Kind, Rule, Verb},
    chart::Kubernetes,
    monitoring::observe::{Count, PerMinute, Seconds},
    network::Certificate,
    prelude::*,
    workload::WorkloadBuilder,
};

use super::{
    Live, SIGNER,
    amazon::{Amazon, Records},
    site::Site,
    stores, watch,
};

/// What the workflow pushes to.
pub(crate) const REGISTRY: EcrAddress = ecr!("111122223333.dkr.ecr.us-east-1.amazonaws.com/ai");

const ASSISTANT: Image = image!(
    "111122223333.dkr.ecr.us-east-1.amazonaws.com/ai/assistant@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
);
const INFERENCE: Image = image!(
    "111122223333.dkr.ecr.us-east-1.amazonaws.com/ai/inference@sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"
);
const RECORDS: Image = image!(
    "111122223333.dkr.ecr.us-east-1.amazonaws.com/ai/patient-records@sha256:fd61a03af4f77d870fc21e05e7e80678095c92d808cfb3b5c279ee04c74aca13"
);
const DECISIONS: Image = image!(
    "111122223333.dkr.ecr.us-east-1.amazonaws.com/ai/decisions@sha256:a4e624d686e03ed2767c0abd85c14426b0b1157d2ce81d27bb4fe4f6f01d688a"
);

/// Which model decides: its version stands in the record of each decision.
const MODEL: &str = "sha256:b17ef6d19c7a5b1ee83b907c595526dcb1eb06db8227d650d5dda0a9f4ce8cd9";

/// The services, the way in, what is recommended for each, and who watches.
pub(crate) fn assistant<R>(chart: &mut Chart<Live>, kept: &Records, amazon: &Amazon<R>, site: &Site) {
    // Beside the three nodes that are always there, 47 of 4 processors and 16 GiB.
    let class = NodeClass::builder().machines(&amazon.machines).image(MachineImage::Bottlerocket("1.44.0"));
    let class = chart.add("Machines", class);
    chart.add("Pool", NodePool::builder().class(&class).limits(cpu!("188"), memory!("752Gi")).cores(&[4]));
    let zone = chart.add("Clinical", Namespace::<Phi>::builder().mesh().quota(cpu!("1100"), memory!("900Gi")));
    chart.add("Signed", SignedImages::builder().perimeter(&zone).signer(SIGNER));
    let watching = watch::prometheus(chart, site);
    let scaler = &watching.scaler;
    let service = |image| {
        let service = Workload::builder().perimeter(&zone).image(image).port(8000).metrics(9090);
        let service = service.probes(Probes::http("/health/live", "/health/ready")).scratch("/tmp", memory!("64Mi"));
        watch::exports(service.resources(cpu!("500m"), memory!("1Gi")).limits(cpu!("2"), memory!("2Gi")))
    };
    let stores = stores::stores(chart, &zone, site);
    let pool = stores.decisions.figure(&figures::POOL_USED);
    let usual = || Scale::between(3..=50).cpu(70).memory(80);

    let scale = usual().measured(scaler, &watch::USED, Count(40.0));
    let records = service(RECORDS).connect(&kept.database.user(user_name!("records"))).scale(scale);
    let records = chart.add("PatientRecords", records);
    let scale = usual().measured(scaler, &pool, Count(40.0));
    let decisions = chart.add("Decisions", service(DECISIONS).connect(&stores.decisions).scale(scale));
    let inference = service(INFERENCE)
        .connect(&kept.answers)
        .reads(&kept.models)
        .connect(&decisions)
        .variable(variable!("MODEL", MODEL));
    let scale = usual().measured(scaler, &watch::INFERRED, Seconds(0.4));
    let inference = inference.traffic(Traffic::default().answers_within(span!("5s"))).scale(scale);
    let inference = chart.add("Inference", inference);
    let assistant =
        service(ASSISTANT).connect(&records).connect(&inference).connect(&decisions).connect(&stores.sessions);
    let assistant = assistant.traffic(Traffic::default().answers_within(span!("15s")).sticky("patient"));
    let scale = usual().measured(scaler, &watch::REQUESTS, PerMinute(3000.0));
    let scale = scale.measured(scaler, &watch::ANSWERED, Seconds(0.5));
    let scale = scale.measured(scaler, &watch::SESSIONS, Count(100.0));
    let assistant = assistant.scale(scale).build().blue_green();
    let shifting = chart.add("Assistant", assistant);
    let trial = Trial::builder().perimeter(&zone).image(ASSISTANT).resources(cpu!("250m"), memory!("256Mi"));
    let trial = trial.built_elsewhere();
    chart.add("AssistantTrial", trial.of(&shifting).command(&["python", "-m", "assistant.trial"]));
    let assistant = shifting.service();

    for (name, service) in [("A", assistant), ("I", &inference), ("R", &records), ("D", &decisions)] {
        chart.add(format!("Size{name}"), Recommendation::builder().target(service));
    }
    front(chart, &zone, assistant, &amazon.front);
    let operator = chart.add("Operator", ServiceAccount::builder().perimeter(&zone));
    let sees = Rule::on(Kind::Pods, &[Verb::Get, Verb::List, Verb::Watch]);
    chart.add("Operating", Role::builder().account(&operator).rule(sees));
    let services = [("assistant", assistant.clone()), ("inference", inference), ("records", records)];
    let keys = watch::watch(chart, &watching, site, &services);
    stores::watch(chart, &stores, &watching, &keys);
}

fn front(chart: &mut Chart<Live>, zone: &Namespace<Phi>, assistant: &Service<Phi>, balancer: &TargetGroup) {
    let tls = Certificate::builder().perimeter(zone).domain(domain!("assistant.example.org")).issuer("letsencrypt");
    let tls = chart.add("Tls", tls);
    let way = HttpsRoute::builder().target(assistant).certificate(&tls).balancer(balancer);
    chart.add("Front", way);
}

/// One service in the cluster of another cloud, over what that cloud keeps for it.
pub(crate) fn elsewhere<U, V>(
    chart: &mut Chart<Live>,
    name: &'static str,
    image: Image,
    records: &U,
    answers: Option<&V>,
) -> Service<Phi>
where
    U: Usable<Class = Phi, Target: LetsIn<Kubernetes>>,
    V: Usable<Class = Phi, Target: LetsIn<Kubernetes>>,
{
    let zone = chart.add("Clinical", Namespace::<Phi>::builder());
    let service = Workload::builder().perimeter(&zone).image(image).built_elsewhere().port(8443);
    let service = service.probes(Probes::https("/health/live", "/health/ready")).scratch("/tmp", memory!("64Mi"));
    let service = service.resources(cpu!("500m"), memory!("1Gi")).connect(records);
    let service = answers.into_iter().fold(service, WorkloadBuilder::connect);
    chart.add(name, service.scale(Scale::between(3..=50).cpu(70).memory(80)))
}
