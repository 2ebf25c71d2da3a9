//! Who gives out certificates: what is written, and what is found in an issuer that is weakened.

use hc_cdk::{
    app::App,
    data::Phi,
    date,
    policy::{Hipaa, Production},
    prelude::*,
    rule::BY_HAND,
    value::{Json, Object},
};
use hc_cdk_k8s::{
    assertions::Ward,
    network::{AcmeIssuer, Certificate, Proof},
    prelude::*,
};

type Prod = (Hipaa, Production);

const PROOF: Proof = Proof::CloudDns { project: "clinic", zone: "clinic-names" };

fn clinic(mail: &'static str, proof: Proof) -> Chart<Prod> {
    let Ward { mut chart, zone } = Ward::<Prod, Phi>::new("clinic");
    let issuer = chart.add("Issuer", AcmeIssuer::builder().perimeter(&zone).mail(mail).proof(proof).build());
    let tls = Certificate::builder().perimeter(&zone).domain(domain!("claims.example.org")).issuer(&issuer).build();
    chart.add("Tls", tls);
    chart
}

fn found(chart: Chart<Prod>) -> String {
    App::new("clinic").stack(chart).synthesize().map_or_else(|findings| findings.to_string(), |_| String::new())
}

#[test]
fn a_certificate_is_given_out_by_an_issuer_of_the_app() {
    let azure = Proof::AzureDns { subscription: "0a1b", group: "names", zone: "example.org" };
    for (proof, line) in [
        (PROOF, "cloudDNS:\n          project: clinic\n          hostedZoneName: clinic-names\n"),
        (Proof::Route53 { region: "us-east-1", zone: "Z0A1" }, "route53:\n          region: us-east-1\n"),
        (azure, "azureDNS:\n          subscriptionID: "),
    ] {
        let files = App::new("clinic").stack(clinic("a@example.org", proof)).synthesize().unwrap();
        let text = String::from_utf8(files[0].bytes.clone()).unwrap();
        for line in
            [line, "kind: Issuer\n    name: issuer\n", "server: https://acme-v02.api.letsencrypt.org/directory\n"]
        {
            assert!(text.contains(line), "no `{line}` in:\n{text}");
        }
    }
}

#[test]
fn an_issuer_is_of_the_namespace_of_its_certificates() {
    let Ward { mut chart, zone } = Ward::<Prod, Phi>::new("clinic");
    let issuer = AcmeIssuer::builder().perimeter(&zone).mail("a@example.org").proof(PROOF).build();
    let issuer = chart.add("Issuer", issuer);
    let other = chart.add("Other", Namespace::<Phi>::builder().build());
    let tls = Certificate::builder().perimeter(&other).domain(domain!("claims.example.org")).issuer(&issuer).build();
    chart.add("Tls", tls);
    let there = found(chart);
    assert!(there.contains("is given out by an issuer of the namespace `"), "{there}");
    let nobody = found(clinic("nobody", PROOF));
    assert!(nobody.contains("tells `nobody`, which is no address"), "{nobody}");
}

#[test]
fn whatever_weakens_an_issuer_is_found() {
    assert_eq!(found(clinic("a@example.org", PROOF)), "");
    let message = "asks who gives out certificates without TLS, or by other proofs than records of names";
    let ingress = || Object::new().with("ingress", Object::new().with("class", "nginx"));
    for (path, value) in [
        ("spec/acme/server", "http://acme.example.org".into()),
        ("spec/acme/skipTLSVerify", true.into()),
        ("spec/acme/solvers", Json::Null),
        ("spec/acme/solvers/0/http01", ingress().into()),
        ("spec/acme/solvers/0/dns01/webhook", Object::new().with("groupName", "others").into()),
        ("spec/acme/solvers/0/dns01/cloudDNS/serviceAccountSecretRef", Object::new().with("name", "others").into()),
        ("spec/selfSigned", Object::new().into()),
        ("spec/acme", Json::Null),
    ] {
        let mut chart = clinic("a@example.org", PROOF);
        let waiver = Waiver::new(BY_HAND, "to see what is found", "jane.roe", date!("2099-12-31"));
        chart.add("Weaker", waiver.property("Issuer", path, value.clone()));
        let found = found(chart);
        assert!(found.contains(message), "{path} = {value:?}: {found}");
    }
}
