//! What is found where something is watched and a way is closed: to the API server, to a prober, from there, or to whoever is told.

use hc_cdk::{
    date,
    prelude::*,
    rule::{BY_HAND, Rule},
    value::{Json, Object},
};
use hc_cdk_k8s::rule;

use crate::{oracle::watched::chart, stores::found};

fn app(change: Option<(&'static str, &'static str, Json)>) -> App {
    let mut chart = chart();
    if let Some((object, path, value)) = change {
        let waiver = Waiver::new(BY_HAND, "to see what is found", "jane.roe", date!("2099-12-31"));
        chart.add("Weaker", waiver.property(object, path, value));
    }
    App::new("clinic").stack(chart)
}

#[test]
fn what_has_its_ways_is_attested() {
    let app = app(None);
    assert_eq!(found(&app), "");
    let checked = app.check().unwrap();
    let held = |rule: &Rule| checked.verdicts().of(rule).held;
    assert_eq!([&rule::TARGETS_ARE_FOUND, &rule::CHECKS_ARE_ASKED, &rule::CHANNELS_ARE_REACHED].map(held), [1, 1, 1]);
}

#[test]
fn a_way_that_is_closed_is_found() {
    let finds = "has no way to the API server, so that it finds nothing to ask";
    let asks = "is never answered: a way is closed from Prometheus to its prober";
    let tells = "tells somebody through a channel to which Alertmanager has no way";
    let none = || Json::List(Vec::new());
    let others = || Json::from(Object::new().with("app.kubernetes.io/name", "others"));
    let out = "spec/egress/0/ports/0/port";
    let label = "spec/podSelector/matchLabels";
    for (object, path, value, message) in [
        ("PrometheusToApiServer", "spec/egress", none(), finds),
        ("PrometheusToApiServer", label, others(), finds),
        ("PrometheusToApiServer", "spec/policyTypes", vec!["Ingress"].into(), finds),
        ("ToldToClinicWatchingProber", out, 9116.into(), asks),
        ("ToldToClinicWatchingProber", "spec/egress/0/to/0/podSelector/matchLabels", others(), asks),
        ("ToldFromClinicWatchingProber", "spec/ingress", none(), asks),
        ("ProberToClinicClinicalApi", out, 9090.into(), asks),
        ("ProberFromClinicClinicalApi", label, others(), asks),
        ("ToldAsksApi", "spec/targets/staticConfig/static", vec!["https://claims.example.org"].into(), asks),
        ("PrometheusToMail", out, 465.into(), tells),
        ("PrometheusToChat", out, 80.into(), tells),
        ("PrometheusToPager", "spec/egress", none(), tells),
        ("PrometheusToPager", "spec/egress/0/to/0/ipBlock", Object::new().into(), tells),
    ] {
        let said = found(&app(Some((object, path, value))));
        assert!(said.contains(message), "nothing is found for `{path}` of `{object}`:\n{said}");
    }
}

#[test]
fn an_address_outside_is_asked_where_the_prober_may_go() {
    let out = vec!["https://claims.example.org"];
    let mut chart = chart();
    let waiver = || Waiver::new(BY_HAND, "to see what is found", "jane.roe", date!("2099-12-31"));
    chart.add("Asked", waiver().property("ToldAsksApi", "spec/targets/staticConfig/static", out));
    let ports = vec![Object::new().with("port", 443).with("protocol", "TCP")];
    let network = Object::new().with("ipBlock", Object::new().with("cidr", "203.0.113.0/26"));
    let way = Object::new().with("ports", ports).with("to", vec![network]);
    chart.add("Way", waiver().property("ProberToClinicClinicalApi", "spec/egress", vec![way]));
    assert!(!found(&App::new("clinic").stack(chart)).contains("is never answered"));
}

/// What nobody here knows is neither found nor attested.
#[test]
fn what_is_asked_somewhere_unknown_is_not_attested() {
    let held = |value: Vec<&'static str>| {
        let app = app(Some(("ToldAsksApi", "spec/targets/staticConfig/static", value.into())));
        assert_eq!(found(&app), "");
        app.check().unwrap().verdicts().of(&rule::CHECKS_ARE_ASKED).held
    };
    assert_eq!(held(vec!["http://other.elsewhere.svc:80"]), 0);
}
