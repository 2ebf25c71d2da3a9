//! What is found where a quota has less room than the pods of its namespace may take.

use hc_cdk::{
    app::App,
    data::Phi,
    date,
    prelude::*,
    rule::BY_HAND,
    value::{Json, Object},
};
use hc_cdk_k8s::{
    assertions::Ward,
    literal::quantity::{Cpu, Memory},
    prelude::*,
    workload::Scale,
};

use crate::stores::{IMAGE, Prod, found};

const WHAT: &str = "has no room for its pods when there are as many as there may be and all are replaced at once";

/// A namespace with so much room, and what is declared in it.
fn app(quota: (Cpu, Memory), change: impl FnOnce(&mut Chart<Prod>, &Namespace<Phi>)) -> App {
    let mut chart = Chart::<Prod>::new("clinic");
    let zone = chart.add("Clinical", Namespace::<Phi>::builder().quota(quota.0, quota.1).build());
    change(&mut chart, &zone);
    App::new("clinic").stack(chart)
}

fn api(chart: &mut Chart<Prod>, zone: &Namespace<Phi>, scale: impl Into<Scale>) {
    let api = Workload::builder().perimeter(zone).image(IMAGE).port(8080).probes(Probes::tcp());
    chart.add("Api", api.resources(cpu!("500m"), memory!("1Gi")).scale(scale.into()).build());
}

#[test]
fn as_many_pods_as_there_may_be_and_one_more_fit() {
    let quota = || (cpu!("2"), memory!("4Gi"));
    assert_eq!(found(&app(quota(), |chart, zone| api(chart, zone, 2..=3))), "");
    let said = found(&app(quota(), |chart, zone| api(chart, zone, 2..=4)));
    let figures = "they take 2500m of 2 for `requests.cpu`, 5Gi of 4Gi for `requests.memory`, 2500m of 2 for `limits.cpu`, 5Gi of 4Gi for `limits.memory`";
    assert!(said.contains(WHAT) && said.contains(figures), "{said}");
}

#[test]
fn what_is_shifted_stands_twice() {
    let shifting = |chart: &mut Chart<Prod>, zone: &Namespace<Phi>| {
        let api = Workload::builder().perimeter(zone).image(IMAGE).port(8080).probes(Probes::tcp());
        let api = api.resources(cpu!("500m"), memory!("1Gi")).scale(2..=4).build().blue_green();
        let api = chart.add("Api", api);
        let trial = hc_cdk_k8s::workload::Trial::builder().perimeter(zone).image(IMAGE).command(&["try"]);
        chart.add("Trial", trial.of(&api).resources(cpu!("100m"), memory!("128Mi")).build());
    };
    let said = found(&app((cpu!("3"), memory!("64Gi")), shifting));
    assert!(said.contains("they take 4 of 3 for `requests.cpu`, 4 of 3 for `limits.cpu`"), "{said}");
    assert_eq!(found(&app((cpu!("5"), memory!("64Gi")), shifting)), "");
}

#[test]
fn whatever_makes_more_pods_than_there_is_room_for_is_found() {
    let weaker = |object: &'static str, path: &'static str, value: Json| {
        let waiver = Waiver::new(BY_HAND, "to see what is found", "jane.roe", date!("2099-12-31"));
        let Ward { mut chart, zone } = Ward::<Prod, Phi>::new("clinic");
        api(&mut chart, &zone, 2..=4);
        chart.add("Weaker", waiver.property(object, path, value));
        found(&App::new("clinic").stack(chart))
    };
    let one = |name: &'static str, value: Json| Json::from(Object::new().with(name, value));
    for (object, path, value) in [
        ("ApiAutoscaler", "spec/maxReplicas", 400.into()),
        ("Api", "spec/strategy/rollingUpdate/maxSurge", 200.into()),
        ("Api", "spec/strategy/rollingUpdate/maxSurge", "9000%".into()),
        ("Api", "spec/template/spec/containers/0/resources/requests", one("cpu", "40".into())),
    ] {
        let said = weaker(object, path, value);
        assert!(said.contains(WHAT), "nothing is found for `{path}`:\n{said}");
    }
}

/// A proxy takes what Istio gives it, or what pods say of it, beside each of them.
#[test]
fn proxies_of_a_mesh_take_room() {
    let said = |quota: (Cpu, Memory), change: &dyn Fn(&mut Chart<Prod>)| {
        let mut chart = Chart::<Prod>::new("clinic");
        let zone = Namespace::<Phi>::builder().quota(quota.0, quota.1).mesh().build();
        let zone = chart.add("Clinical", zone);
        api(&mut chart, &zone, 2..=3);
        change(&mut chart);
        found(&App::new("clinic").stack(chart))
    };
    let figures = "they take 2400m of 2 for `requests.cpu`, 4608Mi of 4Gi for `requests.memory`, 10 of 2 for `limits.cpu`, 8Gi of 4Gi for `limits.memory`";
    let small = said((cpu!("2"), memory!("4Gi")), &|_| ());
    assert!(small.contains(figures), "{small}");
    assert_eq!(said((cpu!("10"), memory!("8Gi")), &|_| ()), "");
    let weaker = |path: &'static str, value: Json| {
        let waiver = || Waiver::new(BY_HAND, "to see what is found", "jane.roe", date!("2099-12-31"));
        said((cpu!("10"), memory!("8Gi")), &|chart| {
            chart.add("Weaker", waiver().property("Api", path, value.clone()));
        })
    };
    let annotations = |all: &[(&'static str, &'static str)]| {
        Json::from(all.iter().fold(Object::new(), |it, (name, value)| it.with(*name, *value)))
    };
    let noted = "spec/template/metadata/annotations";
    let more =
        weaker(noted, annotations(&[("sidecar.istio.io/proxyCPU", "3"), ("sidecar.istio.io/proxyMemory", "1Gi")]));
    assert!(more.contains("they take 14 of 10 for `requests.cpu`"), "{more}");
    let init = |policy: Option<&'static str>| {
        let requests = Object::new().with("cpu", "9").with("memory", "1Mi");
        let it = Object::new().with("name", "first").with("resources", Object::new().with("requests", requests));
        Json::from(vec![policy.into_iter().fold(it, |it, policy| it.with("restartPolicy", policy))])
    };
    let stays = weaker("spec/template/spec/initContainers", init(Some("Always")));
    assert!(stays.contains("they take 38400m of 10 for `requests.cpu`"), "{stays}");
    let ends = weaker("spec/template/spec/initContainers", init(None));
    assert!(ends.contains("they take 36400m of 10 for `requests.cpu`"), "{ends}");
}
