//! A network without a way out: what is written, and what is found of whoever calls what is not inside.

use hc_cdk::{
    app::App,
    data::Phi,
    image,
    image::Image,
    policy::{Hipaa, Production},
};
use serde_json::json;

use crate::{
    assertions::{Clinic, Template},
    cluster::Nodes,
    edge::Certificate,
    kind::CertificateArn,
    perimeter::Perimeter,
    prelude::*,
    region,
};

type Prod = (Hipaa, Production);

const OWN: Image = image!(
    "111122223333.dkr.ecr.us-east-1.amazonaws.com/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
);
const OTHERS: Image =
    image!("registry.example/clinic/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");

/// A stack with a network without a way out, which has these endpoints beside the usual ones.
fn stack(more: &[InterfaceEndpoint], make: impl FnOnce(&mut Stack<Prod>, &Perimeter<Phi>)) -> Stack<Prod> {
    let endpoints = [&InterfaceEndpoint::USUAL[..], more].concat();
    let network = |key: &crate::keys::Key| {
        let network = Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(key).without_way_out();
        network.interface_endpoints(endpoints).build()
    };
    let Clinic { mut stack, zone, .. } = Clinic::<Prod, Phi>::in_network("clinic", region::UsEast1, network);
    make(&mut stack, &zone);
    stack
}

fn found(more: &[InterfaceEndpoint], make: impl FnOnce(&mut Stack<Prod>, &Perimeter<Phi>)) -> Vec<(String, String)> {
    let findings = App::new("clinic").stack(stack(more, make)).synthesize().map_or_else(|it| it.0, |_| Vec::new());
    findings.into_iter().map(|it| (it.message, it.help)).collect()
}

#[test]
fn nothing_leads_to_the_internet() {
    let api = |stack: &mut Stack<Prod>, zone: &Perimeter<Phi>| {
        stack.add("Api", FargateService::builder().perimeter(zone).image(OWN).port(8080));
    };
    let template = Template::of_stack(stack(&[], api));
    for kind in ["InternetGateway", "NatGateway", "Route", "EIP", "VPCGatewayAttachment"] {
        assert!(template.find_resources(&format!("AWS::EC2::{kind}"), json!({})).is_empty(), "{kind}");
    }
    let resources = &template.json()["Resources"];
    assert!(resources.get("NetworkPublicSubnet1").is_none() && resources.get("NetworkIsolatedSubnet1").is_some());
    assert!(resources.get("ApiHttpsEgress").is_none() && resources.get("ApiEndpointsEgress").is_some());
    let first = resources["NetworkClosedDefaultGroup"]["DependsOn"].to_string();
    for name in ["NetworkEndpointsEc2", "NetworkS3Endpoint", "NetworkPrivateAssociation1"] {
        assert!(first.contains(&format!("\"{name}\"")), "{first}");
    }
}

#[test]
fn a_service_without_an_endpoint_is_found_with_what_to_write() {
    let queued = |stack: &mut Stack<Prod>, zone: &Perimeter<Phi>| {
        let queue = stack.add("Visits", Queue::builder().perimeter(zone));
        stack.add("Api", FargateService::builder().perimeter(zone).image(OWN).port(8080).connect(&queue));
    };
    let missing = found(&[], queued);
    assert_eq!(missing.len(), 1, "{missing:?}");
    assert!(missing[0].0.ends_with("the network has no way out: `InterfaceEndpoint::Sqs`"), "{missing:?}");
    assert!(missing[0].1.contains("write `InterfaceEndpoint::Sqs` into the list"), "{missing:?}");
    assert!(found(&[InterfaceEndpoint::Sqs], queued).is_empty());
}

#[test]
fn what_is_outside_is_found() {
    let elsewhere = |stack: &mut Stack<Prod>, zone: &Perimeter<Phi>| {
        stack.add("Api", FargateService::builder().perimeter(zone).image(OTHERS).port(8080));
    };
    let of = found(&[], elsewhere);
    assert!(of.len() == 1 && of[0].0.contains("calls `registry.example`, and its network has no way out"), "{of:?}");
}

#[test]
fn nobody_comes_in_from_the_internet() {
    let front = |stack: &mut Stack<Prod>, zone: &Perimeter<Phi>| {
        let api = stack.add("Api", FargateService::builder().perimeter(zone).image(OWN).port(8080));
        let certificate = arn!(CertificateArn, "arn:aws:acm:us-east-1:111122223333:certificate/1a2b");
        let front = HttpsEndpoint::builder().target(&api).domain("api.example.org");
        stack.add("Front", front.certificate(&Certificate::existing(certificate)));
    };
    let of = found(&[], front);
    assert!(of.iter().any(|(it, _)| it.contains("its network has no gateway to that")), "{of:?}");
}

#[test]
fn nodes_of_a_cluster_call_more() {
    use InterfaceEndpoint::{Eks, EksAuth, Sts};

    let cluster = |stack: &mut Stack<Prod>, zone: &Perimeter<Phi>| {
        let nodes = Nodes::between(3..=3);
        stack.add("Wards", EksCluster::builder().perimeter(zone).region(region::UsEast1).nodes(nodes));
    };
    let of = found(&[], cluster);
    assert!(
        of.len() == 1
            && of[0].1.contains("`InterfaceEndpoint::Eks`, `InterfaceEndpoint::EksAuth`, `InterfaceEndpoint::Sts`"),
        "{of:?}"
    );
    assert!(found(&[Eks, EksAuth, Sts], cluster).is_empty());
}
