//! Pods that an Application Gateway of Azure asks at an address of the network: who they are to it, and who else may ask them.

use hc_cdk::{
    data::Phi,
    date,
    literal::cidr::Cidr,
    prelude::*,
    rule::{BY_HAND, NOT_CLEARED},
    target::Writer,
    value::{Json, Object},
};
use hc_cdk_azure::{edge::GatewayHandle, prelude::*, region, sentences::GatewayIsAtAnAddress, stack::Azure};
use hc_cdk_k8s::{
    assertions::{Manifest, json},
    chart::Chart,
    cpu,
    edge::{BalancedPods, HttpsRoute},
    memory,
    namespace::Namespace,
    network::Certificate,
    workload::{Probes, Service, Workload},
};

use super::azure::{Prod, codes};

const IMAGE: Image =
    image!("clinicprodimages.azurecr.io/wards@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");

/// What is added to a chart with a workload.
type Adds<'a> = &'a dyn Fn(&mut Chart<Prod>, &Namespace<Phi>, &Service<Phi>, &GatewayHandle);

/// A program with a gateway that asks pods at an address, and with the namespace of these.
fn app<A: GatewayIsAtAnAddress>(at: Option<A>, port: u16, kind: (bool, bool), add: Adds<'_>) -> App {
    in_a_network(|_| (), at, port, kind, add)
}

/// The same with a change of the stack.
fn in_a_network<A: GatewayIsAtAnAddress>(
    change: impl Fn(&mut Stack<Prod>),
    at: Option<A>,
    port: u16,
    (mesh, balancer): (bool, bool),
    add: Adds<'_>,
) -> App {
    let mut stack = Stack::<Prod>::new("clinic", region::EastUs2);
    let group = ResourceGroup::builder().name(group!("clinic-prod"));
    let group = group.subscription(guid!("0b1f6471-1bf0-4dda-aec3-cb9272f09590"));
    let group = stack.add("Group", group.tenant(guid!("72f988bf-86f1-41af-91ab-2d7cd011db47")));
    let network = stack.add("Network", Network::builder().group(&group).cidr(cidr!("10.50.0.0/16")));
    let vault = KeyVault::builder().network(&network).name(vault!("clinic-prod-keys"));
    let key = stack.add("Key", vault.key(key!("clinical/6f0c1d2e3a4b5c6d7e8f90a1b2c3d4e5")));
    let audit = stack.add("Audit", AuditLogs::builder().key(&key));
    let zone = Perimeter::<Phi>::builder().network(&network).key(&key).audit(&audit);
    let zone = stack.add("Clinical", zone);
    let images = stack.add("Images", ContainerRegistry::builder().audit(&audit));
    let cluster = AksCluster::builder().perimeter(&zone).nodes(Nodes::of("Standard_D4ds_v5").between(3, 50));
    let cluster = cluster.pulls_from(&images);
    let cluster = stack.add("Cluster", cluster.admins(guid!("5f0c1d2e-3a4b-4c6d-8e8f-90a1b2c3d4e5")));
    let front = ApplicationGateway::builder().perimeter(&zone).domain(domain!("wards.example.org"));
    let front = front.certificate("wards").backend(domain!("wards.example.org"), port);
    let front = match at {
        Some(at) => front.at(at),
        None => front,
    };
    let front = stack.add("Front", front);
    change(&mut stack);
    let mut chart = Chart::<Prod>::in_cluster("wards", &cluster.in_region(region::EastUs2));
    let space = Namespace::<Phi>::builder();
    let space = if mesh { space.mesh() } else { space };
    let space = chart.add("Zone", if balancer { space.balancer() } else { space });
    let wards = Workload::builder().perimeter(&space).image(IMAGE).port(8443);
    let wards = wards.probes(Probes::https("/live", "/ready")).resources(cpu!("250m"), memory!("256Mi"));
    let wards = chart.add("Wards", wards);
    add(&mut chart, &space, &wards, &front);
    App::new("clinic").stack(stack).stack(chart)
}

/// One without a mesh, and what is added to its chart.
fn plain(add: Adds<'_>) -> App {
    app(NOWHERE, 8443, (false, true), add)
}

const NOWHERE: Option<Cidr<32, true>> = None;

fn balanced(chart: &mut Chart<Prod>, _: &Namespace<Phi>, wards: &Service<Phi>, front: &GatewayHandle) {
    chart.add("Front", BalancedPods::of(wards, &front.endpoints()));
}

fn routed(chart: &mut Chart<Prod>, space: &Namespace<Phi>, wards: &Service<Phi>, front: &GatewayHandle) {
    let tls = Certificate::builder().perimeter(space).domain(domain!("wards.example.org")).issuer("letsencrypt");
    let tls = chart.add("Tls", tls);
    chart.add("Front", HttpsRoute::builder().target(wards).certificate(&tls).balancer(&front.endpoints()));
}

/// The same with a change of what is written in the chart.
fn changed(resource: &'static str, path: &'static str, value: impl Into<Json>) -> Vec<String> {
    let value = value.into();
    codes(&plain(&|chart, space, wards, front| {
        balanced(chart, space, wards, front);
        let waiver = Waiver::new(BY_HAND, "to see what is found", "nobody", date!("2027-01-31"));
        chart.add("Change", waiver.property(resource, path, value.clone()));
    }))
}

fn notes(app: &App) -> String {
    Azure.notes(&app.check().unwrap(), &[]).join("\n")
}

const NONE: [&str; 0] = [];

#[test]
fn a_gateway_leads_to_pods_of_a_chart() {
    let led = plain(&balanced);
    assert_eq!(codes(&led), NONE);
    assert!(!notes(&led).contains("leads to"));
    // The pods may be another program's, which nobody knows: a note says so.
    let none = app(NOWHERE, 8443, (false, false), &|_, _, _, _| ());
    assert!(notes(&none).contains("`clinic/Front` leads to 10.50.63.254, which no service of the app's charts has"));
    let written = Manifest::of(&led, "wards");
    written.has_object(
        "Service",
        json!({
            "metadata": { "annotations": {
                "service.beta.kubernetes.io/azure-load-balancer-internal": "true",
                "service.beta.kubernetes.io/azure-load-balancer-ipv4": "10.50.63.254",
            } },
            "spec": {
                "type": "LoadBalancer",
                "allocateLoadBalancerNodePorts": false,
                "externalTrafficPolicy": "Local",
                "loadBalancerSourceRanges": ["10.50.80.0/20"],
            },
        }),
    );
    written.has_object("ResourceQuota", json!({ "spec": { "hard": { "services.loadbalancers": "1" } } }));
}

#[test]
fn a_gateway_leads_to_one_of_a_mesh() {
    assert_eq!(codes(&app(NOWHERE, 443, (true, true), &routed)), NONE);
    assert_eq!(codes(&app(NOWHERE, 8443, (true, true), &routed)), ["ImpossibleValue"]);
    assert_eq!(codes(&app(NOWHERE, 8443, (true, true), &balanced)), ["ImpossibleValue"]);
}

#[test]
fn an_address_is_one_of_the_subnet_of_nodes() {
    let at = |at| codes(&app(Some(at), 8443, (false, true), &balanced));
    assert_eq!(at(cidr!("10.50.63.250/32")), NONE);
    assert_eq!(at(cidr!("10.50.0.4/32")), NONE);
    // Azure keeps the first four, and the last.
    for kept in [cidr!("10.50.0.3/32"), cidr!("10.50.63.255/32")] {
        assert_eq!(at(kept), ["ImpossibleValue"]);
    }
    // Of the subnet of endpoints, and of no subnet.
    assert_eq!(at(cidr!("10.50.64.9/32")), ["ImpossibleValue"]);
    assert_eq!(at(cidr!("10.60.0.9/32")), ["ImpossibleValue"]);
}

#[test]
fn a_namespace_has_a_load_balancer_only_if_it_says_so() {
    assert_eq!(codes(&app(NOWHERE, 8443, (false, false), &balanced)), ["ImpossibleValue"]);
    // One that it has no service for is anybody's.
    assert_eq!(codes(&plain(&|_, _, _, _| ())), ["NoPortsOfNodes"]);
    let quota = |most: &'static str| changed("ZoneQuota", "spec/hard/services.loadbalancers", most);
    assert!(quota("2").iter().any(|it| it == "NoPortsOfNodes"));
}

#[test]
fn a_namespace_has_as_many_balancers_as_its_quota_lets_it() {
    let two = plain(&|chart, space, wards, front| {
        balanced(chart, space, wards, front);
        chart.add("Again", BalancedPods::of(wards, &front.endpoints()));
    });
    assert_eq!(codes(&two), ["QuotaTooSmall", "AddressTaken"]);
    // In another namespace there may be one more, and not where the first one is.
    let apart = plain(&|chart, space, wards, front| {
        balanced(chart, space, wards, front);
        let other = chart.add("Other", Namespace::<Phi>::builder().balancer());
        let more = Workload::builder().perimeter(&other).image(IMAGE).port(8443);
        let more = more.probes(Probes::https("/live", "/ready")).resources(cpu!("250m"), memory!("256Mi"));
        let more = chart.add("More", more);
        chart.add("MoreFront", BalancedPods::of(&more, &front.endpoints()));
    });
    assert_eq!(codes(&apart), ["AddressTaken"]);
}

#[test]
fn a_subnet_says_its_ranges_in_either_way() {
    let said = |nodes: &'static str, front: &'static str| {
        let change = |stack: &mut Stack<Prod>| {
            let mut change = |subnet: &'static str, member: &'static str, value: Json| {
                let waiver = Waiver::new(BY_HAND, "to see what is found", "nobody", date!("2027-01-31"));
                stack.add(format!("{subnet}{}", member.len()), waiver.property(subnet, member, value));
            };
            for (subnet, range) in [("NetworkNodes", nodes), ("NetworkFront", front)] {
                change(subnet, "spec/addressPrefix", Json::Null);
                change(subnet, "spec/addressPrefixes", vec![Json::from("10.50.240.0/28"), Json::from(range)].into());
            }
        };
        let said = codes(&in_a_network(change, NOWHERE, 8443, (false, true), &balanced));
        ["GatewayAsksItsNetwork", NOT_CLEARED.code].map(|code| said.iter().any(|it| it == code))
    };
    assert_eq!(said("10.50.0.0/18", "10.50.80.0/20"), [false, false]);
    assert_eq!(said("10.50.128.0/18", "10.50.80.0/20"), [true, false]);
    assert_eq!(said("10.50.0.0/18", "10.50.128.0/20"), [false, true]);
}

#[test]
fn a_service_is_asked_at_an_address_of_private_networks_alone() {
    let is_seen = |path, value: Json| {
        let said = changed("Front", path, value);
        assert!(said.iter().any(|it| it == "ClosedService"), "{path}: {said:?}");
    };
    let noted = |name: &'static str, value: &'static str| {
        let inside = Object::new().with("service.beta.kubernetes.io/azure-load-balancer-internal", "true");
        let at = inside.with("service.beta.kubernetes.io/azure-load-balancer-ipv4", "10.50.63.254");
        Json::from(at.with(name, value))
    };
    is_seen("spec/type", "NodePort".into());
    is_seen("spec/externalTrafficPolicy", "Cluster".into());
    is_seen("spec/allocateLoadBalancerNodePorts", true.into());
    is_seen("spec/loadBalancerSourceRanges", Json::from(vec![Json::from("0.0.0.0/0")]));
    is_seen("spec/loadBalancerSourceRanges", Json::from(Vec::<Json>::new()));
    is_seen("spec/loadBalancerIP", "20.1.2.3".into());
    is_seen("metadata/annotations", noted("service.beta.kubernetes.io/azure-load-balancer-internal", "false"));
    is_seen("metadata/annotations", noted("service.beta.kubernetes.io/azure-load-balancer-ipv4", "20.1.2.3"));
    is_seen("metadata/annotations", noted("service.beta.kubernetes.io/azure-pls-create", "true"));
    let said = changed("Front", "metadata/annotations", noted("example.org/team", "wards"));
    assert!(!said.iter().any(|it| it == "ClosedService"), "{said:?}");
}

#[test]
fn nobody_else_is_let_in_with_it() {
    const POLICY: &str = "FrontFromNetworks8443";
    let is_let_in = |said: Vec<String>| said.iter().any(|it| it == NOT_CLEARED.code);
    for range in ["10.50.80.0/19", "10.50.0.0/16", "203.0.113.0/24", "0.0.0.0/0"] {
        assert!(is_let_in(changed(POLICY, "spec/ingress/0/from/0/ipBlock/cidr", range)), "{range}");
    }
    assert!(is_let_in(changed(POLICY, "spec/ingress/0/ports/0/port", 9443)));
    let others = Object::new().with("app.kubernetes.io/name", "menus");
    assert!(is_let_in(changed("Front", "spec/selector", others)));
}
