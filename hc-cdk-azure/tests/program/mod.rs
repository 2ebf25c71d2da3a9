//! A program of all constructs.

use hc_cdk::{data::Phi, dimension::availability::MultiAz, policy, policy::Hipaa, prelude::*};
use hc_cdk_azure::{monitoring::preset, prelude::*, region, rule};

policy! {
    /// Several zones beside what the law asks for.
    pub Zoned { availability: MultiAz, .. }
}

/// A stack under the policies of a live system.
pub(crate) type Live = Stack<(Hipaa, Zoned)>;

/// An app of all constructs, and of what is added to them.
pub(crate) fn app(more: impl FnOnce(&mut Live)) -> App {
    let mut stack = Live::new("clinic", region::EastUs2);
    let group = ResourceGroup::builder().name(group!("clinic-prod"));
    let group = group.subscription(guid!("0b1f6471-1bf0-4dda-aec3-cb9272f09590"));
    let group = stack.add("Group", group.tenant(guid!("72f988bf-86f1-41af-91ab-2d7cd011db47")).build());
    let network = Network::builder().group(&group).cidr(cidr!("10.50.0.0/16"));
    let network = stack.add("Network", network.allow_out(cidr!("203.0.113.0/24"), 443).build());
    let vault = KeyVault::builder().network(&network).name(vault!("clinic-prod-keys"));
    let key = stack.add("Key", vault.key(key!("clinical/6f0c1d2e3a4b5c6d7e8f90a1b2c3d4e5")).build());
    let copies = KeyVault::builder().network(&network).name(vault!("clinic-prod-copies"));
    let copies = copies.key(key!("clinical/7a1b2c3d4e5f60718293a4b5c6d7e8f9")).build();
    let copies = stack.add("Copies", copies.in_the_pair(region::CentralUs));
    let audit = stack.add("Audit", AuditLogs::builder().key(&key).build());
    let clinical = Perimeter::<Phi>::builder().network(&network).key(&key).audit(&audit).build();
    let clinical = stack.add("Clinical", clinical);
    let patients = FlexibleServer::builder().perimeter(&clinical).version(PostgresVersion::V16);
    let patients = stack.add("Patients", patients.backups_in_the_pair(&copies).build().availability(MultiAz));
    let sessions = stack.add("Sessions", ManagedRedis::builder().perimeter(&clinical).build());
    let reason = "moved to Managed Redis before Azure retires Premium";
    let old = Waiver::new(rule::CACHE_HAS_THE_CUSTOMERS_KEY, reason, "jane.roe", date!("2027-06-30"));
    stack.add("Old", old.construct(PremiumRedis::builder().perimeter(&clinical).build()));
    let images = stack.add("Images", ContainerRegistry::builder().audit(&audit).build());
    let cluster = AksCluster::builder().perimeter(&clinical).nodes(Nodes::of("Standard_D4ds_v5").between(3, 50));
    let cluster = cluster.admins(guid!("5f0c1d2e-3a4b-4c6d-8e8f-90a1b2c3d4e5")).pulls_from(&images).build();
    let cluster = stack.add("Cluster", cluster);
    let deploys = GithubIdentity::builder().group(&group).workflows(workflows!("clinic/hms", "production"));
    stack.add("Deploys", deploys.deploys_to(&cluster).pushes_to(&images).build());
    let front = ApplicationGateway::builder().perimeter(&clinical).domain(domain!("assistant.example.org"));
    let front = front.certificate("assistant").backend(domain!("assistant.clinic.example.org"), 8443).build();
    let front = stack.add("Front", front);
    let team = ActionGroup::email(&group, "clinical", "clinical-ai@example.org").call("1", "2125550100");
    let team = stack.add("Team", team);
    stack.add("Full", MetricAlert::builder().of(preset::DATABASE_NEARLY_FULL).on(&patients).tells(&team).build());
    stack.add("CacheFull", MetricAlert::builder().of(preset::CACHE_NEARLY_FULL).on(&sessions).tells(&team).build());
    stack.add("Busy", MetricAlert::builder().of(preset::NODES_ARE_BUSY).on(&cluster).tells(&team).build());
    stack.add("Down", MetricAlert::builder().of(preset::PODS_DO_NOT_ANSWER).on(&front).tells(&team).build());
    stack.add("Deleted", LogAlert::builder().of(preset::KEY_IS_DELETED).audit(&audit).tells(&team).build());
    more(&mut stack);
    App::new("clinic").stack(stack)
}
