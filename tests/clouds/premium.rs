//! Workloads of a cluster on AKS, and a cache on Premium that they use.

use hc_cdk::{
    data::Phi,
    date, image,
    prelude::*,
    rule::{BY_HAND, NOT_CLEARED, UNDECLARED_WAY},
    value::Object,
};
use hc_cdk_azure::{cluster::AksHandle, database::RedisStore, prelude::*, region, rule};
use hc_cdk_k8s::{
    api_object::ApiObject,
    chart::Chart,
    cpu, memory,
    namespace::Namespace,
    workload::{Probes, Workload},
};
use hc_cdk_manifest::tree;

use super::azure::{Prod, cluster, codes, file, ground};

/// A stack with a cache on Premium and a cluster.
fn stack() -> (Stack<Prod>, RedisStore<Phi>, AksHandle<Phi>) {
    let (mut stack, zone, audit) = ground(None);
    stack.add("Images", ContainerRegistry::builder().audit(&audit));
    let reason = "moved to Managed Redis before Azure retires Premium";
    let waiver = Waiver::new(rule::CACHE_HAS_THE_CUSTOMERS_KEY, reason, "jane.roe", date!("2027-01-31"));
    let sessions = stack.add("Sessions", waiver.construct(PremiumRedis::builder().perimeter(&zone).build()));
    let cluster = cluster(&mut stack, &zone);
    (stack, sessions, cluster)
}

/// A chart with a workload that uses the cache, and one that does not.
fn chart(sessions: &RedisStore<Phi>, cluster: &AksHandle<Phi>) -> Chart<Prod> {
    let mut chart = Chart::<Prod>::in_cluster("wards", &cluster.in_region(region::EastUs2));
    let zone = chart.add("Zone", Namespace::<Phi>::builder());
    let image = image!(
        "clinicprodimages.azurecr.io/wards@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
    );
    let workload = || {
        let workload = Workload::builder().perimeter(&zone).image(image.clone()).port(8080).probes(Probes::tcp());
        workload.resources(cpu!("250m"), memory!("256Mi"))
    };
    chart.add("Wards", workload().connect(sessions));
    chart.add("Menus", workload());
    chart
}

#[test]
fn a_workload_uses_a_cache_on_premium_as_an_identity_of_its_own() {
    let (stack, sessions, cluster) = stack();
    let chart = chart(&sessions, &cluster);
    let app = App::new("clinic").stack(stack).stack(chart);
    let (cloud, pods) = (file(&app, "azure/clinic.yaml"), file(&app, "k8s/wards.yaml"));
    for part in [
        "kind: RedisAccessPolicyAssignment",
        "azureName: wards-wards\n  owner:\n    name: sessions\n",
        "accessPolicyName: \"Data Contributor\"",
        "objectIdFromConfig:\n    name: wards-wards\n    key: principal",
        "objectIdAlias: wards_wards",
    ] {
        assert!(cloud.contains(part), "{part}\n{cloud}");
    }
    assert_eq!(cloud.matches("kind: RedisAccessPolicyAssignment").count(), 1);
    for part in [
        "name: SESSIONS_HOST\n          value: clinic-prod-sessions.redis.cache.windows.net",
        "name: SESSIONS_PORT\n          value: \"6380\"",
        "name: SESSIONS_IDENTITY\n          value: wards_wards",
        "port: 6380",
        "azure.workload.identity/client-id",
    ] {
        assert!(pods.contains(part), "{part}\n{pods}");
    }
    assert_eq!(pods.matches("azure.workload.identity/use: \"true\"").count(), 1);
}

/// The codes of an app in which somebody is let into the cache by hand.
fn let_in(spec: Object) -> Vec<String> {
    let (mut stack, sessions, cluster) = stack();
    let chart = chart(&sessions, &cluster);
    let object = ApiObject::new("cache.azure.com/v1api20241101", "RedisAccessPolicyAssignment", "somebody");
    let waiver = Waiver::new(BY_HAND, "to see what is found", "jane.roe", date!("2027-01-31"));
    stack.add("Somebody", waiver.resource(object.in_namespace("clinic-prod").with("spec", spec)));
    codes(&App::new("clinic").stack(stack).stack(chart))
}

fn somebody(policy: &'static str, map: &'static str, key: &'static str) -> Object {
    tree! {
        azureName: "somebody",
        owner: { name: "sessions" },
        accessPolicyName: policy,
        objectIdFromConfig: { name: map, key: key },
        objectIdAlias: "somebody",
    }
}

#[test]
fn nobody_else_is_let_into_a_cache_on_premium() {
    let code = rule::CACHE_IS_FOR_ONE_WORKLOAD.code.to_owned();
    let right = let_in(somebody("Data Contributor", "wards-wards", "principal"));
    assert!(!right.contains(&code), "{right:?}");
    for wrong in [
        somebody("Data Owner", "wards-wards", "principal"),
        somebody("Data Contributor", "cluster-identity", "principal"),
        somebody("Data Contributor", "somebody", "principal"),
        somebody("Data Contributor", "wards-wards", "number"),
        somebody("Data Contributor", "wards-wards", "principal")
            .with("objectId", "11111111-2222-4333-8444-555555555555"),
        somebody("Data Contributor", "wards-wards", "principal").with("owner", tree! { name: "elsewhere" }),
    ] {
        assert!(let_in(wrong.clone()).contains(&code), "{wrong:?}");
    }
    let by_number = tree! { owner: { name: "sessions" }, objectId: "11111111-2222-4333-8444-555555555555" };
    assert!(let_in(by_number).iter().any(|it| it == NOT_CLEARED.code || it == UNDECLARED_WAY.code));
    assert!(!right.iter().any(|it| it == NOT_CLEARED.code || it == UNDECLARED_WAY.code), "{right:?}");
}

#[test]
fn a_cache_on_premium_is_of_the_network_of_the_cluster() {
    let ((first, sessions, _), (_, _, cluster)) = (stack(), stack());
    let found = App::new("clinic").stack(first).stack(chart(&sessions, &cluster)).check().map(|_| ()).unwrap_err();
    assert!(found.to_string().contains("is in another network than the cluster `cluster`"), "{found}");
}
