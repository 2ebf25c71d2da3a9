//! What watching asks for has its way: each scrape, each probe and each channel. A namespace is closed, so that whatever has no pair of
//! policies, or no way out, is asked for in vain.

use hc_cdk::{
    data::Phi,
    image,
    image::Image,
    party::Agreement,
    policy::{Hipaa, Production},
    target::File,
};
use hc_cdk_k8s::{
    assertions::{Manifest, Ward, json},
    monitoring::{
        Monitoring, Prometheus,
        observe::{Channel, Gauge, Routes, Seconds, Severity, Watch, preset},
    },
    network::ThirdParty,
    prelude::*,
    secret::{Keeper, SecretStore},
    storage::EncryptedStorage,
};

use super::{
    Asked, Object, Value, World, items,
    mutations::{all_are_seen, read},
    only,
    reach::ways,
    wrongs,
};

/// The ports that pods of an operator listen on, by the names that it gives them.
const OPERATED: [(&str, &str, &[i64]); 2] =
    [("Prometheus", "prometheus", &[9090]), ("Alertmanager", "alertmanager", &[9093, 9094])];

/// What pods listen on that the operator of Prometheus makes in the namespace of an object and that have those labels.
pub(super) fn listen(world: &World<'_>, object: &Object, labels: &Value) -> Option<&'static [i64]> {
    let (kind, _, ports) = OPERATED.iter().find(|(_, name, _)| labels["app.kubernetes.io/name"] == *name)?;
    let made = world.objects.iter().any(|it| it.kind() == *kind && it.namespace() == object.namespace());
    made.then_some(ports)
}

pub(super) fn check(world: &mut World<'_>, object: &Object) {
    match object.kind() {
        "Prometheus" => {
            let finds = !outside(world, object, "prometheus").is_empty();
            world.must(object, finds, "a way to the API server");
        }
        "ServiceMonitor" => {
            let labels = &object.json()["spec"]["selector"]["matchLabels"];
            let port = &only(&object.json()["spec"]["endpoints"])["port"];
            let service = world.objects.iter().find(|it| {
                it.kind() == "Service"
                    && it.namespace() == object.namespace()
                    && super::matches(labels, &it.json()["metadata"]["labels"])
            });
            let spec = service.map_or(&Value::Null, |it| &it.json()["spec"]);
            let port =
                items(&spec["ports"]).iter().find(|it| it["name"] == *port).map_or(&Value::Null, |it| &it["port"]);
            let to = format!("{}:{port}", end(object.namespace(), spec));
            let asked = askers(world).iter().all(|it| is_open(world, it, &to));
            world.must(object, asked, "a way for whoever scrapes");
        }
        "Probe" => {
            let spec = &object.json()["spec"];
            let prober = asked(world, spec["prober"]["url"].as_str().unwrap_or_default());
            let reached = prober.as_ref().is_some_and(|to| askers(world).iter().all(|it| is_open(world, it, to)));
            world.must(object, reached, "a way to the prober");
            let from = prober.as_ref().and_then(|it| it.rsplit_once(':')).map_or("", |(it, _)| it);
            for address in items(&spec["targets"]["staticConfig"]["static"]) {
                let address = address.as_str().and_then(|it| it.split_once("://")).map_or("", |(_, it)| it);
                let to = asked(world, address.split('/').next().unwrap_or_default());
                let open = to.is_some_and(|to| is_open(world, from, &to));
                world.must(object, open, "a way from the prober to what it asks");
            }
        }
        "AlertmanagerConfig" => channels(world, object),
        _ => {}
    }
}

/// Each kind of channel leads elsewhere, and a server of mail is named with its port.
fn channels(world: &mut World<'_>, object: &Object) {
    let tellers = world.objects.iter().filter(|it| it.kind() == "Alertmanager").copied().collect::<Vec<_>>();
    let receivers = items(&object.json()["spec"]["receivers"]);
    let has = |kind: &str| receivers.iter().any(|it| it.get(kind).is_some());
    let kinds = ["pagerdutyConfigs", "slackConfigs", "msteamsConfigs", "msteamsv2Configs", "webhookConfigs"];
    let secured = kinds.iter().filter(|it| has(it)).count();
    let servers = receivers.iter().flat_map(|it| items(&it["emailConfigs"]));
    let ports: Vec<i64> = servers.filter_map(|it| it["smarthost"].as_str()?.rsplit_once(':')?.1.parse().ok()).collect();
    for teller in tellers {
        let ways = outside(world, teller, "alertmanager");
        let told = ways.iter().filter(|port| **port == 443).count() >= secured;
        world.must(object, told && ports.iter().all(|it| ways.contains(it)), "a way to each channel");
    }
}

/// The ports of the ways out of the cluster that an operator's pods have, beside an object.
fn outside(world: &World<'_>, object: &Object, pods: &str) -> Vec<i64> {
    let policies = world.objects.iter().filter(|it| {
        it.kind() == "NetworkPolicy"
            && it.namespace() == object.namespace()
            && it.json()["spec"]["podSelector"]["matchLabels"]["app.kubernetes.io/name"] == pods
    });
    let rules = policies.flat_map(|it| items(&it.json()["spec"]["egress"]));
    let out = rules.filter(|it| items(&it["to"]).iter().any(|it| it["ipBlock"]["cidr"].is_string()));
    out.filter_map(|it| only(&it["ports"])["port"].as_i64()).collect()
}

/// Whoever asks for figures, as ways name it.
fn askers(world: &World<'_>) -> Vec<String> {
    let all = world.objects.iter().filter(|it| it.kind() == "Prometheus");
    all.map(|it| format!("{}/prometheus", it.namespace().unwrap_or_default())).collect()
}

/// The pods of a service, as ways name them.
fn end(zone: Option<&str>, service: &Value) -> String {
    let name = service["selector"]["app.kubernetes.io/name"].as_str().unwrap_or_default();
    format!("{}/{name}", zone.unwrap_or_default())
}

/// Where an address such as `name.zone.svc:80` leads, as ways name it.
fn asked(world: &World<'_>, address: &str) -> Option<String> {
    let (host, port) = address.split_once(':')?;
    let (name, zone) = host.strip_suffix(".svc")?.split_once('.')?;
    let spec = &world.find("Service", Some(zone), name)?.json()["spec"];
    items(&spec["ports"])
        .iter()
        .any(|it| port.parse().is_ok_and(|port: u64| it["port"] == port))
        .then(|| format!("{}:{port}", end(Some(zone), spec)))
}

fn is_open(world: &World<'_>, from: &str, to: &str) -> bool {
    let way = format!("{from} -> {to}");
    world.out.contains(&way) && world.into.contains(&way)
}

const ASKED: Asked = Asked { zones: true, disks_kept: true, log_days: 365, backup_days: 30, tls: "1.2" };
const IMAGE: Image =
    image!("registry.example/a@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");

const BEHIND: Gauge<Seconds> = Gauge::named("seconds_behind");

/// A chart that is watched by a Prometheus of its own, from another namespace, and that nothing is wrong with.
pub(crate) fn chart() -> Chart<(Hipaa, Production)> {
    let Ward { mut chart, zone } = Ward::<(Hipaa, Production), Phi>::new("clinic");
    let watch = chart.add("Watching", Namespace::<Phi>::builder().build());
    let disks = chart.add("Disks", EncryptedStorage::ebs().key("arn:aws:kms:us-east-1:111122223333:key/1a2b"));
    let prometheus = Prometheus::builder().perimeter(&watch).images(IMAGE, IMAGE).disks(memory!("9Gi"), &disks);
    let mut prometheus = prometheus.api_server([cidr!("10.20.64.0/20")], 443);
    for (name, network, port) in [
        ("Pager", cidr!("203.0.113.0/26"), 443),
        ("Chat", cidr!("203.0.113.64/26"), 443),
        ("Mail", cidr!("203.0.113.128/26"), 587),
    ] {
        let way = ThirdParty::<Phi>::builder().network(network).port(port).host(domain!("told.example.org")).build();
        let way = chart.add(name, way.agreement(Agreement::of("BAA 2026-014", "jane.roe")));
        prometheus = prometheus.tells_through(&way);
    }
    let prometheus = chart.add("Prometheus", prometheus.build());
    let api =
        Workload::builder().perimeter(&zone).image(IMAGE).port(8080).metrics(9090).probes(Probes::http("/", "/up"));
    let api = api.exports(&BEHIND);
    let api = chart.add("Api", api.resources(cpu!("100m"), memory!("64Mi")).build());
    chart.add("Figures", ServiceMonitor::builder().target(&api).watcher(&prometheus).build());
    let prober = Workload::builder().perimeter(&watch).image(IMAGE).port(9115).probes(Probes::tcp()).connect(&api);
    let prober = chart.add("Prober", prober.resources(cpu!("100m"), memory!("64Mi")).build());
    let reader = chart.add("Reader", ServiceAccount::builder().perimeter(&watch).build());
    let keeper = Keeper::Vault { server: domain!("vault.example.org"), path: "clinic", role: "reader" };
    let store = chart.add("Store", SecretStore::builder().account(&reader).keeper(keeper).build());
    let keys = ExternalSecret::builder().store(&store).key("pager", "a", "b").key("mail", "a", "c");
    let keys = chart.add("Keys", keys.key("chat", "a", "d").build());
    let mail =
        Channel::mail("Officer", "dpo@example.org", "a@example.org", "mail.example.org:587", &keys.field("mail"));
    let routes = Routes::to(&Channel::pager("OnCall", &keys.field("pager")));
    let routes =
        routes.on(Severity::Low, &Channel::slack("Team", "#team", &keys.field("chat"))).on(Severity::Compliance, &mail);
    let behind =
        preset::REPLICATION_LAG.of(&api.measured(&BEHIND).highest("behind").worse_above(Seconds(9.0), Seconds(60.0)));
    let told = Watch::builder().runbooks("https://runbooks.example").routes(routes).alerts([behind]);
    let told = told.uptimes([api.uptime("api", 60)]);
    let told = Monitoring::builder().perimeter(&watch).watch(told).of(&api).prober(&prober).watcher(&prometheus);
    chart.add("Told", told.build());
    chart
}

fn manifest() -> Manifest {
    Manifest::of_chart(chart())
}

/// What the examples watch, as it is committed.
#[test]
fn what_the_examples_watch_has_its_ways() {
    for (example, chart) in [
        ("vn_claims", "vn-claims"),
        ("vn_claims", "vn-claims-staging"),
        ("medical_ai", "assistant"),
        ("medical_ai", "assistant-west"),
        ("development", "vn-claims-development"),
    ] {
        let bytes = std::fs::read(format!("../examples/output/{example}/k8s/{chart}.yaml")).unwrap();
        let manifest = Manifest::from_files(&[File { path: format!("k8s/{chart}.yaml"), bytes }], chart);
        let objects: Vec<&Object> = manifest.objects().collect();
        let (out, into) = (ways(&objects, "egress", "to"), ways(&objects, "ingress", "from"));
        let mut world = World { objects, out, into, asked: ASKED, wrongs: Vec::new() };
        let all = world.objects.clone();
        let kinds = ["AlertmanagerConfig", "Probe", "Prometheus", "ServiceMonitor"];
        assert!(kinds.iter().all(|kind| all.iter().any(|it| it.kind() == *kind)), "{chart}");
        for it in all {
            check(&mut world, it);
        }
        assert_eq!(world.wrongs, Vec::<String>::new(), "{chart}");
    }
}

#[test]
fn nothing_is_wrong_with_what_is_watched() {
    assert_eq!(wrongs(&manifest(), ASKED), Vec::<String>::new());
}

#[test]
fn no_way_is_there_that_is_not_missed() {
    let objects: Vec<Value> = manifest().objects().map(|it| it.json().clone()).collect();
    let mut ways = 0;
    for (at, object) in objects.iter().enumerate().filter(|(_, it)| it["kind"] == "NetworkPolicy") {
        let mut rest = objects.clone();
        rest.remove(at);
        ways += 1;
        assert!(!wrongs(&read(&rest), ASKED).is_empty(), "{}", object["metadata"]["name"]);
    }
    assert!(ways > 12, "{ways}");
}

#[test]
fn what_leads_elsewhere_is_seen() {
    let probe = "Probe told-api";
    let out = "/spec/egress/*/ports/*/port";
    all_are_seen(
        &manifest(),
        vec![
            ("NetworkPolicy prometheus-to-api-server", "/spec/egress", json!(null), "a way to the API server"),
            ("NetworkPolicy prometheus-to-prober", out, json!(9116), "a way to the prober"),
            ("NetworkPolicy prometheus-to-clinic-clinical-api", out, json!(8080), "a way for whoever scrapes"),
            ("NetworkPolicy prober-to-clinic-clinical-api", out, json!(9090), "a way from the prober to what it asks"),
            ("NetworkPolicy alertmanager-to-mail", out, json!(465), "a way to each channel"),
            ("NetworkPolicy alertmanager-to-chat", out, json!(80), "a way to each channel"),
            (probe, "/spec/prober/url", json!("prober.clinic-clinical.svc:9115"), "a way to the prober"),
            (
                probe,
                "/spec/targets/staticConfig/static/*",
                json!("http://api.clinic-clinical.svc:9090/up"),
                "a way from the prober to what it asks",
            ),
        ],
    );
}
