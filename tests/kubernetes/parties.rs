//! Whoever is outside: what goes to whom, under what, and what pods are told of it.

use hc_cdk::{
    app::App,
    data::{AllowedUnder, DataClass, Internal, Phi},
    image,
    image::Image,
    party::Agreement,
    policy::{Hipaa, Production},
    value::{Json, Object},
};
use hc_cdk_k8s::{
    assertions::{Manifest, Ward, json},
    network::{Declassified, SentryLocation, ThirdParty},
    prelude::*,
    secret::Secret,
};

use crate::rules::{KINDS, Own, Prod, found, makes, object, pod, set};

const IMAGE: Image =
    image!("registry.example/a@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");

fn findings<D: DataClass + AllowedUnder<(Hipaa, Production)>>(
    build: impl FnOnce(&mut Ward<(Hipaa, Production), D>),
) -> String {
    let mut ward = Ward::<(Hipaa, Production), D>::new("clinic");
    build(&mut ward);
    App::new("clinic").stack(ward.chart).check().err().map(|it| it.to_string()).unwrap_or_default()
}

#[test]
fn personal_data_on_the_internet_is_somebody_elses() {
    let said = findings::<Phi>(|ward| {
        ward.chart.add("Bank", Outside::<Phi>::builder().network(cidr!("198.51.100.0/24")).port(443));
    });
    assert!(said.contains("gets personal data at 198.51.100.0/24") && said.contains("1 finding"), "{said}");
    let said = findings::<Phi>(|ward| {
        ward.chart.add("Records", Outside::<Phi>::builder().network(cidr!("10.20.128.0/20")).port(5432));
        ward.chart.add("Pods", Outside::<Phi>::builder().network(cidr!("100.64.0.0/16")).port(5432));
        ward.chart.add("Rates", Outside::<Internal>::builder().network(cidr!("198.51.100.0/24")).port(443));
    });
    assert_eq!(said, "");
}

#[test]
fn an_agreement_and_an_approval_say_something() {
    for agreement in [Agreement::of(" ", "jane.roe"), Agreement::of("BAA 2026-014", "")] {
        let said = findings::<Phi>(|ward| {
            let bank = ThirdParty::<Phi>::builder().network(cidr!("198.51.100.0/24")).port(443);
            ward.chart.add("Bank", bank.host(domain!("bank.example.org")).build().agreement(agreement));
        });
        assert!(said.contains("under an agreement without a name, or that nobody signed"), "{said}");
    }
    for (method, by) in [("", "dpo@example.org"), ("bodies are cut", " ")] {
        let said = findings::<Phi>(|ward| {
            let rates = ThirdParty::<Internal>::builder().network(cidr!("198.51.100.0/24")).port(443);
            let rates = ward.chart.add("Rates", rates.host(domain!("rates.example.org")));
            ward.chart.add("Told", Declassified::<Phi>::builder().to(&rates).method(method).approved_by(by));
        });
        assert!(said.contains("without saying how, or who approved of it"), "{said}");
    }
}

#[test]
fn a_party_in_several_networks_is_reached_in_each() {
    let Ward { mut chart, zone } = Ward::<(Hipaa, Production), Phi>::new("clinic");
    let bank = ThirdParty::<Phi>::builder().network(cidr!("198.51.100.0/24")).or_in(cidr!("203.0.113.0/24")).port(443);
    let bank = bank.host(domain!("bank.example.org")).build().agreement(Agreement::of("BAA 2026-014", "jane.roe"));
    let bank = chart.add("Bank", bank);
    let api = Workload::builder().perimeter(&zone).image(IMAGE).port(8080).probes(Probes::tcp());
    chart.add("Api", api.resources(cpu!("250m"), memory!("256Mi")).connect(&bank));
    let manifest = Manifest::of_chart(chart);
    let to = |cidr: &str| json!({ "ipBlock": { "cidr": cidr } });
    let egress = json!([{ "to": [to("198.51.100.0/24"), to("203.0.113.0/24")], "ports": [{ "port": 443 }] }]);
    manifest
        .has_object("NetworkPolicy", json!({ "metadata": { "name": "api-to-bank" }, "spec": { "egress": egress } }));
}

fn keys(ward: &mut Ward<(Hipaa, Production), Phi>) -> Secret {
    let keeper = Keeper::Vault { server: domain!("vault.example.org"), path: "clinic", role: "reader" };
    let vault = ward.chart.add("Vault", SecretStore::builder().perimeter(&ward.zone).keeper(keeper));
    ward.chart.add("Keys", ExternalSecret::builder().store(&vault).key("dsn", "sentry", "dsn"))
}

fn errors(ward: &mut Ward<(Hipaa, Production), Phi>) -> Declassified<Phi> {
    let keys = keys(ward);
    let sentry =
        Sentry::<Internal>::builder().organization(12, SentryLocation::Germany).dsn(&keys, "dsn").environment("live");
    let sentry = ward.chart.add("Reports", sentry.traces(0.25));
    let told = Declassified::<Phi>::builder().to(&sentry).method("bodies are cut").approved_by("dpo@example.org");
    ward.chart.add("Errors", told)
}

#[test]
fn who_reports_errors_is_told_to_leave_people_out() {
    let mut ward = Ward::<(Hipaa, Production), Phi>::new("clinic");
    let errors = errors(&mut ward);
    let api = Workload::builder().perimeter(&ward.zone).image(IMAGE).port(8080).probes(Probes::tcp());
    ward.chart.add("Api", api.resources(cpu!("250m"), memory!("256Mi")).connect(&errors));
    let manifest = ward.manifest();
    let env = manifest.object("Deployment", "api").pods().unwrap()["spec"]["containers"][0]["env"].clone();
    for (name, value) in [
        ("SENTRY_HOST", "o12.ingest.de.sentry.io"),
        ("SENTRY_SEND_DEFAULT_PII", "false"),
        ("SENTRY_TRACES_SAMPLE_RATE", "0.25"),
        ("SENTRY_ENVIRONMENT", "live"),
        ("SENTRY_DSN_FILE", "/var/run/secrets/sentry/dsn"),
    ] {
        assert!(env.as_array().unwrap().contains(&json!({ "name": name, "value": value })), "{name}: {env}");
    }
    let way = manifest.object("NetworkPolicy", "api-to-sentry").json()["spec"]["egress"][0]["to"].to_string();
    assert!(way.contains("34.120.62.213/32") && way.contains("34.160.81.0/32") && !way.contains("/24"), "{way}");
}

#[test]
fn sentry_is_reported_to_from_the_namespace_of_its_dsn() {
    let said = findings::<Phi>(|ward| {
        let errors = errors(ward);
        let other = ward.chart.add("Other", Namespace::<Phi>::builder());
        let api = Workload::builder().perimeter(&other).image(IMAGE).port(8080).probes(Probes::tcp());
        ward.chart.add("Api", api.resources(cpu!("250m"), memory!("256Mi")).connect(&errors));
    });
    assert!(said.contains("secret of the namespace `clinic-clinical`"), "{said}");
}

#[test]
fn sentry_has_a_share_of_traces_and_a_key_that_there_is() {
    let said = findings::<Phi>(|ward| {
        let keys = keys(ward);
        let sentry = Sentry::<Internal>::builder()
            .organization(12, SentryLocation::UnitedStates)
            .dsn(&keys, "other")
            .traces(1.5);
        ward.chart.add("Sentry", sentry);
    });
    assert!(said.contains("a share of traces that is none"), "{said}");
    assert!(said.contains("from the key `other`, which the secret `keys` does not have"), "{said}");
}

#[test]
fn reports_of_errors_with_personal_data_are_found_in_pods() {
    let told = |value: Json| {
        let variable = Object::new().with("name", "SENTRY_SEND_DEFAULT_PII").with("value", value);
        found::<Prod>(Own(makes(&set(pod(), "containers/0/env", vec![variable]), KINDS[1])))
    };
    let said = "has personal data sent along with reports of errors";
    assert!(told("true".into()).contains(said), "{}", told("true".into()));
    for off in ["false", "False", "FALSE", "0"] {
        assert_eq!(told(off.into()), "", "{off}");
    }
    let elsewhere = object(&[("name", "SENTRY_SEND_DEFAULT_PII".into()), ("valueFrom", object(&[]).into())]);
    let found = found::<Prod>(Own(makes(&set(pod(), "containers/0/env", vec![elsewhere]), KINDS[1])));
    assert!(found.contains(said), "what only the deployment knows: {found}");
}
