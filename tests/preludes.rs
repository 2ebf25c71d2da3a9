//! The preludes of all targets side by side: a program with an AWS stack and a Kubernetes chart renames no import.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

use std::{collections::BTreeSet, fs, path::PathBuf};

use hc_cdk::{
    data::Phi,
    image::Image,
    literal::cidr::CidrBlock,
    policy::{Hipaa, Production},
    prelude::*,
};
use hc_cdk_aws::{kind::CertificateArn, prelude::*, region};
use hc_cdk_k8s::{network, prelude::*};

type Prod = (Hipaa, Production);

const IMAGE: Image =
    image!("registry.example/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");

/// A service behind an endpoint, in a network of its own.
fn stack() -> Stack<Prod> {
    let mut stack = Stack::<Prod>::new("clinic", region::UsEast1);
    let key = stack.add("Key", CustomerKey::builder().build());
    let trail = stack.add("Audit", AuditTrail::builder().key(&key).build());
    let vpc = stack.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&key).build());
    let zone = stack.add("Clinical", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail).build());
    let api = FargateService::builder().perimeter(&zone).image(IMAGE).port(8080);
    let api = stack.add("Api", api.variable(variable!("LOG_LEVEL", "info")).build());
    let certificate =
        Certificate::existing(arn!(CertificateArn, "arn:aws:acm:us-east-1:111122223333:certificate/1a2b"));
    let front = HttpsEndpoint::builder().target(&api).domain(domain!("api.example.org")).certificate(&certificate);
    stack.add("Front", front.build());
    stack
}

/// A workload behind a route, connected to a database and a partner.
fn chart() -> Chart<Prod> {
    let mut chart = Chart::<Prod>::new("cluster");
    let zone = chart.add("Clinical", Namespace::<Phi>::builder().build());
    let records = chart.add("Records", Outside::<Phi>::builder().network(cidr!("10.20.128.0/20")).port(5432).build());
    let partner = CidrBlock::parse("203.0.113.0/24").unwrap();
    let partner = network::ThirdParty::<Phi>::builder().network(partner).port(443).host(domain!("bank.example.org"));
    let partner = chart.add("Partner", partner.build().agreement(Agreement::of("Contract 2026-014", "jane.roe")));
    let claims = Workload::builder().perimeter(&zone).image(IMAGE).port(port!(8080)).probes(Probes::tcp());
    let claims = claims.resources(cpu!("250m"), memory!("256Mi")).connect(&records).connect(&partner);
    let claims = chart.add("Claims", claims.variable(variable!("LOG_LEVEL", "info")).build());
    let tls = network::Certificate::builder().perimeter(&zone).domain(domain!("claims.example.org"));
    let tls = chart.add("Tls", tls.issuer("letsencrypt").build());
    chart.add("Front", HttpsRoute::builder().target(&claims).certificate(&tls).controller(Controller::Contour).build());
    chart
}

#[test]
fn a_program_uses_the_preludes_of_both_targets() {
    let files = App::new("clinic").stack(stack()).stack(chart()).synthesize().unwrap();
    let all: String = files.iter().map(|file| String::from_utf8_lossy(&file.bytes)).collect();
    for text in ["10.20.0.0/16", "10.20.128.0/20", "203.0.113.0/24", "api.example.org", "claims.example.org"] {
        assert!(all.contains(text), "{text}");
    }
}

#[test]
fn no_two_preludes_have_names_of_their_own_in_common() {
    let all = ["hc-cdk", "hc-cdk-aws", "hc-cdk-k8s", "hc-cdk-delivery"].map(own_names);
    for (names, own) in all.iter().zip(["App", "Stack", "Workload", "Workflow"]) {
        assert!(names.contains(own), "{names:?}");
    }
    for (at, one) in all.iter().enumerate() {
        for other in all.iter().skip(at + 1) {
            let both: Vec<_> = one.intersection(other).collect();
            assert!(both.is_empty(), "in two preludes: {both:?}");
        }
    }
}

/// Constructs that stand in no prelude, and why.
const OUTSIDE: &[(&str, &str, &str)] = &[
    ("hc-cdk-aws", "ClusterRoute", GIVEN),
    ("hc-cdk-aws", "Monitoring", ALIKE),
    ("hc-cdk-aws", "Prometheus", ALIKE),
    ("hc-cdk-aws", "RollBack", GIVEN),
    ("hc-cdk-aws", "ServiceRoute", GIVEN),
    ("hc-cdk-aws", "WebsiteFiles", GIVEN),
    ("hc-cdk-k8s", "BlueGreen", GIVEN),
    ("hc-cdk-k8s", "Certificate", ALIKE),
    ("hc-cdk-k8s", "Monitoring", ALIKE),
    ("hc-cdk-k8s", "Prometheus", ALIKE),
    ("hc-cdk-k8s", "ThirdParty", ALIKE),
];
const GIVEN: &str = "a handle or a builder gives it";
const ALIKE: &str = "two targets have one of that name";

#[test]
fn a_prelude_has_each_construct_that_a_program_begins_by_its_name() {
    let mut unused: BTreeSet<_> = OUTSIDE.iter().map(|(of, name, _)| (*of, (*name).to_owned())).collect();
    for of in ["hc-cdk-aws", "hc-cdk-azure", "hc-cdk-delivery", "hc-cdk-gcp", "hc-cdk-k8s"] {
        let (constructs, named) = (constructs(of), own_names(of));
        assert!(constructs.len() > 2, "{of}: {constructs:?}");
        let missing = constructs.into_iter().filter(|it| !named.contains(it) && !unused.remove(&(of, it.clone())));
        let missing: Vec<_> = missing.collect();
        assert!(missing.is_empty(), "{of}: constructs that its prelude lacks: {missing:?}");
    }
    assert!(unused.is_empty(), "are in the prelude, or no constructs: {unused:?}");
}

/// The constructs of a crate: what has a name in reports. What a program begins by another name has that before `Spec`.
fn constructs(name: &str) -> BTreeSet<String> {
    let mut folders = vec![PathBuf::from(format!("../{name}/src"))];
    let mut all = BTreeSet::new();
    while let Some(folder) = folders.pop() {
        for file in fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()) {
            if file.is_dir() {
                folders.push(file);
                continue;
            }
            let is_test = file.file_stem().is_some_and(|it| it.to_string_lossy().contains("tests"));
            let text = fs::read_to_string(&file).unwrap_or_default();
            let text = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default().to_owned();
            let specs = text.split(" Spec for ").skip(1).filter(|_| !is_test);
            all.extend(specs.map(|it| it.chars().take_while(char::is_ascii_alphanumeric).collect::<String>()));
        }
    }
    // A macro that writes the constructs of a crate names none.
    all.remove("");
    all.into_iter().map(|it| it.strip_suffix("Spec").unwrap_or(&it).to_owned()).collect()
}

/// What the prelude of a crate takes from the crate itself.
fn own_names(name: &str) -> BTreeSet<String> {
    let text = fs::read_to_string(format!("../{name}/src/lib.rs")).unwrap();
    let (_, prelude) = text.split_once("pub mod prelude {").unwrap();
    let (_, own) = prelude.split_once("pub use crate::{").unwrap();
    let (own, _) = own.split_once("};").unwrap();
    let parts = own.replace("::", ":").replace(['{', '}', ',', '\n'], " ");
    let names = parts.split(' ').map(|part| part.rsplit(':').next().unwrap_or_default());
    names.filter(|it| !it.is_empty()).map(str::to_owned).collect()
}
