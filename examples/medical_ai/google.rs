//! The assistant on Google Cloud: the same ideas as on AWS, as custom resources that Config Connector makes real, and the same services in the
//! cluster there.

use hc_cdk::data::Phi;
use hc_cdk_delivery::prelude::Identity;
use hc_cdk_gcp::{edge::BalancerHandle, github::Delivers, monitoring::preset, prelude::*, project::Home, region};
use hc_cdk_k8s::{chart::Chart, secret::Keeper, storage::EncryptedStorage};

use super::{
    Live,
    delivery::Delivery,
    services::{self, Uses},
    site::{OTHERS, Place},
    watch,
};

/// Everything on Google Cloud, the chart of its cluster, and who deploys it.
pub(crate) fn google() -> (Stack<Live>, Chart<Live>, Delivery) {
    let mut stack = Stack::<Live>::new("google", region::Iowa);
    let project = Project::builder().id(project!("medical-ai-prod")).number(112_233_445_566);
    let project = stack.add("Project", project);
    let key = stack.add("Key", CryptoKey::builder().project(&project).in_hardware());
    let audit = stack.add("Audit", AuditSink::builder().key(&key));
    let network = Network::builder().project(&project).cidr(cidr!("10.40.0.0/16")).allow_out(OTHERS, 443);
    let network = stack.add("Network", network);
    let zone = Perimeter::<Phi>::builder().network(&network).key(&key).audit(&audit);
    let zone = stack.add("Clinical", zone);
    let images = stack.add("Images", ArtifactRegistry::builder().key(&key));

    let [records, decisions] = ["Records", "Decisions"].map(|name| {
        let store = CloudSql::builder().perimeter(&zone).version(SqlVersion::Postgres17).machine(4, 16);
        stack.add(name, store)
    });
    let sessions = stack.add("Sessions", Memorystore::builder().perimeter(&zone).memory_gib(5));
    let cluster = GkeCluster::builder().perimeter(&zone).nodes(Nodes::of("n2-standard-4").between(3, 50));
    let cluster = stack.add("Cluster", cluster);
    let deploys = GithubAccount::builder().project(&project).workflows(workflows!("hospital/medical-ai", "google"));
    let deploys = stack.add("Deploys", deploys.deploys_to(&cluster));
    let pushes = GithubAccount::builder().project(&project).workflows(workflows!("hospital/medical-ai", "images"));
    let pushes = stack.add("Pushes", pushes.pushes_to(&images));
    let front = front(&mut stack, &project, &zone);

    let mut chart = Chart::<Live>::in_cluster("assistant-google", &cluster.in_region(region::Iowa));
    let place = place(images.address());
    let ward = services::ward(&mut chart, &place);
    let uses = Uses { records: &records, answers: &sessions, decisions: &decisions, sessions: &sessions, models: None };
    services::assistant(&mut chart, (&ward, &place), &uses, &watch::USED, &front.endpoints());
    (stack, chart, Delivery { images: images.address().to_owned(), pushes: known(&pushes), deploys: known(&deploys) })
}

/// The cluster, as its chart knows it.
fn place(images: &str) -> Place {
    let keys = "projects/medical-ai-prod/locations/us-central1/keyRings/key/cryptoKeys/key";
    Place {
        domain: domain!("assistant-google.example.org"),
        figures: EncryptedStorage::google(keys),
        channels: Keeper::Vault { server: domain!("vault.example.org"), path: "google", role: "channels" },
        api: cidr!("10.40.48.0/28").into(),
        copies: Some(images.to_owned()),
        scales_in: "keda",
        at_an_address: false,
    }
}

fn known(account: &Delivers) -> Identity {
    Identity::google(account.provider(), account.account())
}

/// The way in, whether it answers, and who is told of what.
fn front(stack: &mut Stack<Live>, project: &Home, zone: &Perimeter<Phi>) -> BalancerHandle {
    let front = GlobalLoadBalancer::builder().perimeter(zone).endpoints("assistant", 443);
    let front = stack.add("Front", front.domain(domain!("assistant-google.example.org")));
    let pager = stack.add("OnCall", NotificationChannel::pager(project, "pagerduty", "key"));
    let team = stack.add("Team", NotificationChannel::email(project, "clinical-ai@example.org"));
    stack.add("Up", UptimeCheckConfig::builder().front(&front).tells(&pager));
    let now = [
        ("RecordsLost", preset::RECORDS_ARE_LOST),
        ("KeyDestroyed", preset::KEY_IS_DESTROYED),
        ("DatabaseDown", preset::DATABASE_IS_DOWN),
        ("ModelWrong", preset::MODEL_IS_WRONG),
        ("Unrecorded", preset::DECISION_WITHOUT_RECORD),
    ];
    for (name, cause) in now {
        stack.add(name, AlertPolicy::builder().of(cause).tells(&pager).and(&team));
    }
    let today = [
        ("Refused", preset::ACCESS_REFUSED),
        ("Rights", preset::RIGHTS_CHANGED),
        ("DatabaseFull", preset::DATABASE_NEARLY_FULL),
        ("DatabaseBusy", preset::DATABASE_IS_BUSY),
        ("CacheFull", preset::CACHE_NEARLY_FULL),
    ];
    for (name, cause) in today {
        stack.add(name, AlertPolicy::builder().of(cause).tells(&team));
    }
    front
}
