//! Where nodes of a cluster pull images from: what their network lets them out to, and registries of the app.

use hc_cdk::{
    date,
    prelude::*,
    rule::BY_HAND,
    value::{Json, Object},
    waiver::Overridden,
};
use hc_cdk_gcp::{project, stack::Stack};
use hc_cdk_k8s::api_object::ApiObject;
use hc_cdk_manifest::tree;

use super::{azure, google};

/// A change of a resource: its name, the path of a property, and what is there.
type Change = (&'static str, &'static str, Json);

fn signed((resource, path, value): Change) -> Overridden {
    Waiver::new(BY_HAND, "to see what is found", "nobody", date!("2027-01-31")).property(resource, path, value)
}

fn is_out_of_reach(found: &[String]) -> bool {
    found.iter().any(|it| it == "ImageOutOfReach")
}

/// Whether nodes on Azure cannot pull images of a registry, by a network with a way out to a port of another one, and with changes.
fn on_azure(registry: &str, out: Option<u16>, changes: Vec<Change>) -> bool {
    let (mut stack, patients, _, cluster) = azure::with_way_out(out);
    for (number, change) in changes.into_iter().enumerate() {
        stack.add(format!("Change{number}"), signed(change));
    }
    let chart = azure::chart_of(registry, &patients, &cluster);
    is_out_of_reach(&azure::codes(&App::new("clinic").stack(stack).stack(chart)))
}

/// The same on Google Cloud.
fn on_google(registry: &str, out: Option<u16>, changes: Vec<Change>) -> bool {
    let (mut stack, patients, cluster) = google::with_way_out("clinic", project!("clinic-prod"), out);
    for (number, change) in changes.into_iter().enumerate() {
        stack.add(format!("Change{number}"), signed(change));
    }
    let chart = google::chart_of("wards", registry, &patients, &cluster);
    is_out_of_reach(&google::codes(&App::new("clinic").stack(stack).stack(chart)))
}

#[test]
fn nodes_pull_images_where_the_network_lets_them_out() {
    for found in [on_azure, on_google] {
        assert!(found("quay.io", None, Vec::new()));
        assert!(found("quay.io", Some(5432), Vec::new()));
        assert!(!found("quay.io", Some(443), Vec::new()));
    }
}

#[test]
fn registries_of_a_cloud_are_told_from_others() {
    let google = |registry: &str| on_google(registry, None, Vec::new());
    for registry in ["gcr.io", "us.gcr.io/clinic", "us-central1-docker.pkg.dev/clinic-prod/images"] {
        assert!(!google(registry), "{registry}");
    }
    for registry in ["notpkg.dev", "notgcr.io", "gcr.io.example.org"] {
        assert!(google(registry), "{registry}");
    }
    let azure = |registry: &str| on_azure(registry, None, Vec::new());
    for registry in ["clinicprodimages.azurecr.io", "mcr.microsoft.com"] {
        assert!(!azure(registry), "{registry}");
    }
    for registry in ["partner.azurecr.io", "azurecr.io"] {
        assert!(azure(registry), "{registry}");
    }
    // A rule may let nodes out to the registries of others on Azure, or not to those of Microsoft.
    let images = |registry: &str, tag: &'static str| {
        on_azure(registry, None, vec![("NetworkAllowImagesOut", "spec/destinationAddressPrefix", tag.into())])
    };
    assert!(!images("partner.azurecr.io", "AzureContainerRegistry"));
    assert!(!images("partner.azurecr.io", "AzureContainerRegistry.EastUS2"));
    assert!(!images("partner.azurecr.io", "AzureCloud"));
    assert!(images("quay.io", "AzureCloud"));
    assert!(images("mcr.microsoft.com", "AzureContainerRegistry"));
}

#[test]
fn a_way_out_of_azure_is_read_by_its_ports() {
    const WAY: &str = "NetworkAllowOut203x0x113x0x24Port5432";
    const PORT: &str = "spec/destinationPortRange";
    let found = |changes: Vec<(&'static str, Json)>| {
        let changes = changes.into_iter().map(|(path, value)| (WAY, path, value)).collect();
        on_azure("quay.io", Some(5432), changes)
    };
    for port in ["443", "*", "400-500", "443-443"] {
        assert!(!found(vec![(PORT, port.into())]), "{port}");
    }
    for port in ["444", "1-442", "444-65535"] {
        assert!(found(vec![(PORT, port.into())]), "{port}");
    }
    let several = |ports: &[&'static str]| {
        let ports: Vec<Json> = ports.iter().map(|it| Json::from(*it)).collect();
        found(vec![(PORT, Json::Null), ("spec/destinationPortRanges", ports.into())])
    };
    assert!(!several(&["80", "443"]));
    assert!(several(&["80", "8443"]));
    assert!(found(vec![(PORT, "443".into()), ("spec/protocol", "Udp".into())]));
    assert!(!found(vec![(PORT, "443".into()), ("spec/protocol", "*".into())]));
    assert!(found(vec![(PORT, "443".into()), ("spec/access", "Deny".into())]));
    // What is let out to the network itself reaches no registry, and what is refused before is refused.
    assert!(found(vec![
        (PORT, "443".into()),
        ("spec/destinationAddressPrefixes", vec![Json::from("10.50.0.0/20")].into())
    ]));
    let denied = ("NetworkDenyOut", "spec/priority", Json::Int(100));
    assert!(on_azure("quay.io", Some(443), vec![denied]));
}

#[test]
fn a_network_that_refuses_nothing_lets_everybody_out() {
    for (path, value) in [
        ("spec/access", "Allow"),
        ("spec/direction", "Inbound"),
        ("spec/protocol", "Udp"),
        ("spec/destinationPortRange", "80"),
        ("spec/destinationAddressPrefix", "10.50.0.0/16"),
        ("spec/sourceAddressPrefix", "10.50.0.0/28"),
    ] {
        assert!(!on_azure("quay.io", None, vec![("NetworkDenyOut", path, value.into())]), "{path}");
    }
    let some = |it: &'static str| Json::from(vec![Json::from(it)]);
    let udp: Object = tree! { protocol: "udp" };
    for (path, value) in [
        ("spec/disabled", Json::Bool(true)),
        ("spec/direction", "INGRESS".into()),
        ("spec/destinationRanges", some("10.40.0.0/16")),
        ("spec/targetTags", some("front")),
        ("spec/deny", vec![udp].into()),
    ] {
        assert!(!on_google("quay.io", None, vec![("NetworkDenyOut", path, value)]), "{path}");
    }
}

#[test]
fn a_way_out_of_google_cloud_is_read_by_its_ports() {
    const WAY: &str = "NetworkAllowOut203x0x113x0x24Port5432";
    let found = |changes: Vec<(&'static str, Json)>| {
        let changes = changes.into_iter().map(|(path, value)| (WAY, path, value)).collect();
        on_google("quay.io", Some(5432), changes)
    };
    let at = |protocol: &'static str, ports: &[&'static str]| {
        let ports: Vec<Json> = ports.iter().map(|it| Json::from(*it)).collect();
        ("spec/allow", Json::from(vec![tree! { protocol: protocol, ports: ports }]))
    };
    for open in [at("all", &[]), at("tcp", &[]), at("tcp", &["400-500"]), at("TCP", &["80", "443"]), at("6", &["443"])]
    {
        assert!(!found(vec![open.clone()]), "{open:?}");
    }
    for closed in [at("udp", &["443"]), at("tcp", &["444-500"]), at("icmp", &[])] {
        assert!(found(vec![closed.clone()]), "{closed:?}");
    }
    let https = || at("tcp", &["443"]);
    assert!(found(vec![https(), ("spec/disabled", true.into())]));
    assert!(!found(vec![https(), ("spec/disabled", false.into())]));
    assert!(found(vec![https(), ("spec/priority", Json::Int(65534))]));
    assert!(found(vec![https(), ("spec/direction", "INGRESS".into())]));
    // Services of Google and the network itself are no registries of others.
    for to in ["199.36.153.8/30", "10.40.0.0/16", "10.40.0.0/20"] {
        assert!(found(vec![https(), ("spec/destinationRanges", vec![Json::from(to)].into())]), "{to}");
    }
    for to in ["0.0.0.0/0", "10.90.0.0/16", "10.0.0.0/8"] {
        assert!(!found(vec![https(), ("spec/destinationRanges", vec![Json::from(to)].into())]), "{to}");
    }
}

#[test]
fn a_firewall_of_another_stack_is_one_of_the_network() {
    let found = |network: Object| {
        let (stack, patients, cluster) = google::stack();
        let mut other = Stack::<google::Prod>::new("firewalls", hc_cdk_gcp::region::Iowa);
        let spec = tree! {
            networkRef: network,
            direction: "EGRESS",
            destinationRanges: vec!["203.0.113.0/24"],
            allow: vec![tree! { protocol: "tcp", ports: vec!["443"] }],
        };
        let rule = ApiObject::new("compute.cnrm.cloud.google.com/v1beta1", "ComputeFirewall", "out");
        let rule = rule.in_namespace("clinic-prod").with("spec", spec);
        let waiver = Waiver::new(BY_HAND, "to see what is found", "nobody", date!("2027-01-31"));
        other.add("Out", waiver.resource(rule));
        let chart = google::chart_of("wards", "quay.io", &patients, &cluster);
        is_out_of_reach(&google::codes(&App::new("clinic").stack(stack).stack(other).stack(chart)))
    };
    assert!(!found(tree! { name: "network" }));
    assert!(!found(tree! { external: "projects/clinic-prod/global/networks/network" }));
    assert!(found(tree! { name: "other" }));
    assert!(found(tree! { external: "projects/clinic-prod/global/networks/other" }));
}
