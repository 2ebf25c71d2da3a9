//! The assistant on Azure: the same ideas as on AWS, as custom resources that Azure Service Operator makes real, and the same services
//! in the cluster there, which sign in to what they use as identities of their own.

use hc_cdk::{data::Phi, prelude::*};
use hc_cdk_azure::{
    audit::Audit,
    cluster::AksHandle,
    database::{ManagedStore, RedisStore, ServerStore},
    edge::GatewayHandle,
    github::Delivers,
    group::Home,
    monitoring::preset,
    prelude::*,
    region, rule,
    vault::Key,
};
use hc_cdk_delivery::prelude::{Identity, Input};
use hc_cdk_k8s::{chart::Chart, secret::Keeper, storage::EncryptedStorage};

use super::{
    Live,
    delivery::Delivery,
    services::{self, Uses},
    site::{OTHERS, Place},
    watch,
};

/// Everything on Azure.
pub(crate) fn azure() -> (Stack<Live>, Chart<Live>, Delivery) {
    let mut stack = Stack::<Live>::new("azure", region::EastUs2);
    let group = ResourceGroup::builder().name(group!("medical-ai-prod"));
    let group = group.subscription(guid!("0b1f6471-1bf0-4dda-aec3-cb9272f09590"));
    let group = stack.add("Group", group.tenant(guid!("72f988bf-86f1-41af-91ab-2d7cd011db47")));
    let network =
        stack.add("Network", Network::builder().group(&group).cidr(cidr!("10.50.0.0/16")).allow_out(OTHERS, 443));
    let vault = KeyVault::builder().network(&network).name(vault!("medical-ai-keys")).in_hardware();
    let key = stack.add("Key", vault.key(key!("clinical/6f0c1d2e3a4b5c6d7e8f90a1b2c3d4e5")));
    let copies = KeyVault::builder().network(&network).name(vault!("medical-ai-copies")).in_hardware();
    let copies = copies.key(key!("clinical/7a1b2c3d4e5f60718293a4b5c6d7e8f9")).build();
    let copies = stack.add("Copies", copies.in_the_pair(region::CentralUs));
    let audit = stack.add("Audit", AuditLogs::builder().key(&key));
    let zone = Perimeter::<Phi>::builder().network(&network).key(&key).audit(&audit);
    let zone = stack.add("Clinical", zone);

    let ([records, decisions], answers, sessions) = stores(&mut stack, &zone, &copies);
    let images = stack.add("Images", ContainerRegistry::builder().audit(&audit));
    let cluster = AksCluster::builder().perimeter(&zone).nodes(Nodes::of("Standard_D4ds_v5").between(3, 50));
    let cluster = cluster.admins(guid!("5f0c1d2e-3a4b-4c6d-8e8f-90a1b2c3d4e5")).pulls_from(&images);
    let cluster = stack.add("Cluster", cluster);
    let deploys = GithubIdentity::builder().group(&group).workflows(workflows!("hospital/medical-ai", "azure"));
    let deploys = stack.add("Deploys", deploys.deploys_to(&cluster));
    let pushes = GithubIdentity::builder().group(&group).workflows(workflows!("hospital/medical-ai", "images"));
    let pushes = stack.add("Pushes", pushes.pushes_to(&images));
    let front = front(&mut stack, &group, &zone, &audit, (&records, &cluster));
    let known = |number, of: &Delivers| Identity::azure(Input::variable(number), of.tenant(), of.subscription());
    let (pushes, deploys) = (known("AZURE_PUSHES", &pushes), known("AZURE_DEPLOYS", &deploys));
    let mut chart = Chart::<Live>::in_cluster("assistant-azure", &cluster.in_region(region::EastUs2));
    let place = place(images.address());
    let ward = services::ward(&mut chart, &place);
    let uses = Uses { records: &records, answers: &answers, decisions: &decisions, sessions: &sessions, models: None };
    services::assistant(&mut chart, (&ward, &place), &uses, &watch::USED, &front.endpoints());
    (stack, chart, Delivery { images: images.address().to_owned(), pushes, deploys })
}

/// The cluster, as its chart knows it.
fn place(images: &str) -> Place {
    let keys = "/subscriptions/0b1f6471-1bf0-4dda-aec3-cb9272f09590/resourceGroups/medical-ai-prod/providers/Microsoft.Compute/diskEncryptionSets/key-disks";
    Place {
        domain: domain!("assistant-azure.example.org"),
        figures: EncryptedStorage::azure(keys),
        channels: Keeper::Vault { server: domain!("vault.example.org"), path: "azure", role: "channels" },
        api: cidr!("10.50.0.0/18").into(),
        copies: Some(images.to_owned()),
        scales_in: "kube-system",
        at_an_address: true,
    }
}

/// The records of patients, what was decided, and answers and sessions. None of the first two and the cache of before can be all that is asked
/// for, and somebody has signed for each.
fn stores(
    stack: &mut Stack<Live>,
    zone: &Perimeter<Phi>,
    copies: &Key,
) -> ([ServerStore<Phi>; 2], ManagedStore<Phi>, RedisStore<Phi>) {
    let reason = "the operator makes no locks: the platform team has locked the resource group";
    let databases = ["Records", "Decisions"].map(|name| {
        let locked = Waiver::new(rule::STORE_STAYS, reason, "jane.roe", date!("2027-06-30"));
        let store = FlexibleServer::builder().perimeter(zone).version(PostgresVersion::V16).machine("Standard_D4ds_v5");
        stack.add(name, locked.construct(store.backups_in_the_pair(copies)))
    });

    let reason = "Premium has no key of the customer's; moved to Managed Redis before Azure retires it on 2028-09-30";
    let premium = Waiver::new(rule::CACHE_HAS_THE_CUSTOMERS_KEY, reason, "jane.roe", date!("2027-06-30"));
    let sessions = stack.add("Sessions", premium.construct(PremiumRedis::builder().perimeter(zone)));
    let answers = stack.add("Models", ManagedRedis::builder().perimeter(zone).size("Balanced_B10"));
    (databases, answers, sessions)
}

/// The way in, and who is told of what.
fn front(
    stack: &mut Stack<Live>,
    group: &Home,
    zone: &Perimeter<Phi>,
    audit: &Audit,
    (records, cluster): (&ServerStore<Phi>, &AksHandle<Phi>),
) -> GatewayHandle {
    let front = ApplicationGateway::builder().perimeter(zone).domain(domain!("assistant-azure.example.org"));
    let front = front.certificate("assistant").backend(domain!("assistant-azure.example.org"), 443);
    let front = stack.add("Front", front);
    let team = ActionGroup::email(group, "clinical-ai", "clinical-ai@example.org").call("1", "2125550100");
    let team = stack.add("Team", team);
    let figures = [
        ("DatabaseDown", preset::DATABASE_IS_DOWN),
        ("DatabaseFull", preset::DATABASE_NEARLY_FULL),
        ("DatabaseBusy", preset::DATABASE_IS_BUSY),
    ];
    for (name, figure) in figures {
        stack.add(name, MetricAlert::builder().of(figure).on(records).tells(&team));
    }
    stack.add("NodesBusy", MetricAlert::builder().of(preset::NODES_ARE_BUSY).on(cluster).tells(&team));
    stack.add("PodsDown", MetricAlert::builder().of(preset::PODS_DO_NOT_ANSWER).on(&front).tells(&team));
    let records = [
        ("Refused", preset::ACCESS_REFUSED),
        ("Rights", preset::RIGHTS_CHANGED),
        ("KeyDeleted", preset::KEY_IS_DELETED),
        ("RecordsOff", preset::RECORDS_ARE_TURNED_OFF),
    ];
    for (name, record) in records {
        stack.add(name, LogAlert::builder().of(record).audit(audit).tells(&team));
    }
    front
}
