//! Ways of data in a cluster: each is found however it comes in. That a legal chart has none is shown by every other test here.

use hc_cdk::{
    app::App,
    construct::{Construct, Spec},
    data::{Internal, Phi},
    date,
    rule::{BY_HAND, NOT_CLEARED, Rule},
    stack::Within,
    uses::Usable,
    value::{Json, Object},
    waiver::Waiver,
};
use hc_cdk_aws::database::Database;
use hc_cdk_k8s::{api_object::ApiObject, assertions::Ward, chart::Kubernetes, prelude::*, workload::Service};

use crate::stores::{IMAGE, Prod};

/// A construct of a user's own, which is one object.
pub(crate) struct Own(pub(crate) ApiObject);

impl Spec for Own {
    type Handle = ();
    const KIND: &'static str = "Own";
    const INVARIANTS: &'static [Rule] = &[];
}

impl<P> Construct<P, Kubernetes> for Own {
    fn declare(self, scope: &mut Within<'_, P, Kubernetes>) {
        scope.resource("", self.0);
    }
}

/// A workload with health data and one that is cleared for internal data, each in a namespace of its own.
fn ward() -> Chart<Prod> {
    let Ward { mut chart, zone } = Ward::<Prod, Phi>::new("clinic");
    let records = Workload::builder().perimeter(&zone).image(IMAGE).port(8080).probes(Probes::tcp());
    let _: Service<Phi> = chart.add("Records", records.resources(cpu!("250m"), memory!("256Mi")).build());
    let office = chart.add("Office", Namespace::<Internal>::builder().build());
    let desk = Workload::builder().perimeter(&office).image(IMAGE).port(8080).probes(Probes::tcp());
    chart.add("Desk", desk.resources(cpu!("250m"), memory!("256Mi")).build());
    chart
}

/// What is found on ways: the rule, whose it is, and what it says.
pub(crate) fn found(chart: Chart<Prod>) -> Vec<(&'static str, String, String)> {
    let findings = App::new("clinic").stack(chart).check().map_or_else(|it| it.0, |_| Vec::new());
    let first = findings.iter().find(|it| matches!(it.code, "ImpossibleValue" | "UnknownResource"));
    assert_eq!(first, None);
    let ways = findings.into_iter().filter(|it| matches!(it.code, "NotCleared" | "UndeclaredWay"));
    ways.map(|it| (it.code, it.path, it.message)).collect()
}

#[track_caller]
fn finds(chart: Chart<Prod>, rule: &str, path: &str, words: &str) {
    let found = found(chart);
    let fits = |it: &(&str, String, String)| it.0 == rule && it.1 == path && it.2.contains(words);
    assert!(found.iter().any(fits), "{rule} of {path}, {words}: {found:#?}");
}

fn labels(name: &'static str, value: &'static str) -> Object {
    Object::new().with("matchLabels", Object::new().with(name, value))
}

fn space(name: &'static str) -> Object {
    labels("kubernetes.io/metadata.name", name)
}

fn pods(name: &'static str) -> Object {
    labels("app.kubernetes.io/name", name)
}

/// A policy for all pods of a namespace or for those of that name, with such rules on a side.
fn policy(namespace: &'static str, selector: Object, side: &'static str, rule: Object) -> ApiObject {
    let (rules, kind) = if side == "in" { ("ingress", "Ingress") } else { ("egress", "Egress") };
    let spec = Object::new()
        .with("podSelector", selector)
        .with("policyTypes", vec![Json::from(kind)])
        .with(rules, vec![Json::from(rule)]);
    ApiObject::new("networking.k8s.io/v1", "NetworkPolicy", "own").in_namespace(namespace).with("spec", spec)
}

fn from(peer: Object) -> Object {
    Object::new().with("from", vec![Json::from(peer)])
}

fn to(peer: Object) -> Object {
    Object::new().with("to", vec![Json::from(peer)])
}

#[test]
fn what_is_declared_is_no_finding() {
    assert_eq!(found(ward()), []);
}

#[test]
fn an_open_policy_is_a_way_for_everybody() {
    let block = |cidr: &'static str| Object::new().with("ipBlock", Object::new().with("cidr", cidr));
    let rules = [
        Object::new(),
        from(block("0.0.0.0/0")),
        from(block("10.0.0.0/8")),
        from(Object::new().with("namespaceSelector", Object::new())),
    ];
    for (rule, selector) in rules.into_iter().flat_map(|it| [(it.clone(), Object::new()), (it, pods("records"))]) {
        let mut chart = ward();
        chart.add("Open", Own(policy("clinic-clinical", selector, "in", rule)));
        finds(chart, "NotCleared", "clinic/Open", "read `clinic/Records` by `Open`");
    }
}

#[test]
fn a_way_out_to_everybody_is_one_for_the_data() {
    let mut chart = ward();
    chart.add("Open", Own(policy("clinic-clinical", pods("records"), "out", Object::new())));
    finds(chart, "NotCleared", "clinic/Open", "lets everybody read `clinic/Records`");
}

#[test]
fn a_way_out_to_private_addresses_is_one_to_pods() {
    let with = |cidr: &'static str| {
        let mut chart = ward();
        let block = Object::new().with("ipBlock", Object::new().with("cidr", cidr));
        chart.add("Out", Own(policy("clinic-office", pods("desk"), "out", to(block))));
        let desk = Object::new().with("namespaceSelector", space("clinic-office")).with("podSelector", pods("desk"));
        chart.add("In", Own(policy("clinic-clinical", pods("records"), "in", from(desk))));
        found(chart)
    };
    for range in [
        "10.64.0.0/12",
        "172.20.0.0/16",
        "172.0.0.0/8",
        "172.0.0.0/11",
        "192.128.0.0/9",
        "192.160.0.0/11",
        "192.168.0.0/15",
        "100.64.0.0/10",
        "100.96.0.0/16",
        "198.18.0.0/15",
        "198.16.0.0/12",
        "240.1.0.0/16",
        "fd00::/64",
    ] {
        assert_eq!(with(range).len(), 1, "{range}: {:?}", with(range));
    }
    for range in ["203.0.113.0/24", "172.32.0.0/11", "192.0.0.0/9", "192.169.0.0/16", "100.128.0.0/9", "11.0.0.0/8"] {
        assert_eq!(with(range), [], "{range}");
    }
}

#[test]
fn policies_that_are_open_on_both_sides_are_a_way() {
    let ends = [
        Object::new().with("namespaceSelector", space("clinic-office")).with("podSelector", pods("desk")),
        Object::new().with("namespaceSelector", space("clinic-office")),
        Object::new().with("namespaceSelector", Object::new()).with("podSelector", pods("desk")),
        Object::new().with("namespaceSelector", labels("team", "office")).with("podSelector", pods("desk")),
    ];
    for end in ends {
        let mut chart = ward();
        let there =
            Object::new().with("namespaceSelector", space("clinic-clinical")).with("podSelector", pods("records"));
        chart.add("Out", Own(policy("clinic-office", pods("desk"), "out", to(there))));
        chart.add("In", Own(policy("clinic-clinical", pods("records"), "in", from(end))));
        finds(chart, "NotCleared", "clinic/Desk", "read `clinic/Records` by `In`");
    }
}

#[test]
fn one_side_alone_is_no_way() {
    let mut chart = ward();
    let there = Object::new().with("namespaceSelector", space("clinic-clinical")).with("podSelector", pods("records"));
    chart.add("Out", Own(policy("clinic-office", pods("desk"), "out", to(there))));
    assert_eq!(found(chart), []);
    let mut chart = ward();
    let end = Object::new().with("namespaceSelector", space("clinic-office")).with("podSelector", pods("desk"));
    chart.add("In", Own(policy("clinic-clinical", pods("records"), "in", from(end))));
    assert_eq!(found(chart), []);
}

/// A role of that kind with one rule, and a binding of it.
fn bound(chart: &mut Chart<Prod>, rule: (&'static str, &'static str), subject: Object) {
    let list = |it: &'static str| vec![Json::from(it)];
    let rule = Object::new().with("apiGroups", list("")).with("resources", list(rule.0)).with("verbs", list(rule.1));
    let cluster_role =
        ApiObject::new("rbac.authorization.k8s.io/v1", "ClusterRole", "own").with("rules", vec![Json::from(rule)]);
    chart.add("Role", Own(cluster_role));
    chart.add("Binding", Own(binding("own", subject)));
}

fn binding(role: &'static str, subject: Object) -> ApiObject {
    let role =
        Object::new().with("apiGroup", "rbac.authorization.k8s.io").with("kind", "ClusterRole").with("name", role);
    ApiObject::new("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", "own")
        .with("roleRef", role)
        .with("subjects", vec![Json::from(subject)])
}

fn everybody() -> Object {
    Object::new().with("kind", "Group").with("name", "system:authenticated")
}

#[test]
fn a_role_on_secrets_and_in_pods_is_a_way_to_all_of_them() {
    for rule in [
        ("secrets", "get"),
        ("pods/exec", "create"),
        ("pods/portforward", "create"),
        ("roles", "escalate"),
        ("secrets", "*"),
        ("pods", "*"),
        ("services", "*"),
        ("users", "*"),
        ("*", "get"),
        ("*", "update"),
        ("*/exec", "create"),
    ] {
        let mut chart = ward();
        bound(&mut chart, rule, everybody());
        finds(chart, "NotCleared", "clinic/Binding", "lets `system:authenticated` read `clinic/Records`");
    }
    for rule in [("configmaps", "get"), ("configmaps", "*"), ("*/scale", "update")] {
        let mut chart = ward();
        bound(&mut chart, rule, everybody());
        assert_eq!(found(chart), []);
    }
}

#[test]
fn a_role_of_the_cluster_gives_what_it_may_give() {
    for role in ["admin", "cluster-admin", "edit", "of-some-operator"] {
        let mut chart = ward();
        chart.add("Binding", Own(binding(role, everybody())));
        finds(chart, "NotCleared", "clinic/Binding", "read `clinic/Records`");
    }
    let mut chart = ward();
    chart.add("Binding", Own(binding("view", everybody())));
    assert_eq!(found(chart), []);
}

#[test]
fn an_account_is_what_runs_as_it() {
    let mut chart = ward();
    let desk = Object::new().with("kind", "ServiceAccount").with("name", "desk").with("namespace", "clinic-office");
    bound(&mut chart, ("pods/exec", "create"), desk);
    finds(chart, "NotCleared", "clinic/Desk", "read `clinic/Records` by `Binding`");
}

/// A pod of a user's own with a variable that is read from a secret.
fn thief(from: impl Into<Json>) -> ApiObject {
    let from = Object::new().with("secretKeyRef", from.into());
    let variable = Object::new().with("name", "PASSWORD").with("valueFrom", from);
    let container = Object::new().with("name", "app").with("env", vec![Json::from(variable)]);
    let spec = Object::new().with("containers", vec![Json::from(container)]);
    ApiObject::new("v1", "Pod", "thief").in_namespace("clinic-clinical").with("spec", spec)
}

/// A secret of a user's own that is read with that key.
fn copied(name: &'static str, key: Json) -> ApiObject {
    let data = Object::new().with("remoteRef", Object::new().with("key", key));
    let secret = ApiObject::new("external-secrets.io/v1", "ExternalSecret", name).in_namespace("clinic-clinical");
    secret.with("spec", Object::new().with("data", vec![Json::from(data)]))
}

/// A secret with the credentials of a database, and a pod that has it by reference.
struct Copying(Json);

impl Spec for Copying {
    type Handle = ();
    const KIND: &'static str = "Copying";
    const INVARIANTS: &'static [Rule] = &[];
}

impl<P> Construct<P, Kubernetes> for Copying {
    fn declare(self, scope: &mut Within<'_, P, Kubernetes>) {
        let name = scope.resource("Copy", copied("copied", self.0)).id();
        scope.resource("", thief(Object::new().with("name", name).with("key", "password")));
    }
}

/// What is found on who is not cleared beside workloads that use a database.
fn found_beside(add: impl FnOnce(&mut Chart<Prod>, &Database<Phi>)) -> Vec<String> {
    let (stack, records) = crate::stores::data(None);
    let mut chart = Chart::<Prod>::in_cluster("clinic", &crate::stores::cluster());
    crate::stores::claims(&mut chart, &records);
    add(&mut chart, &records);
    // Another cluster has a secret of the same name, which has nothing to do with the database.
    let mut other = Chart::<Prod>::in_cluster("branch", &crate::clusters::cluster("south", "sg-2"));
    other.add("Own", Own(copied("claims-patient-records", "own".into())));
    let app = App::new("clinic").stack(stack).stack(chart).stack(other);
    let findings = app.check().map_or_else(|it| it.0, |_| Vec::new());
    findings.into_iter().filter(|it| it.code == "NotCleared").map(|it| it.message).collect()
}

#[test]
fn the_credentials_of_a_database_are_for_the_workload_that_uses_it() {
    assert_eq!(found_beside(|_, _| {}), [""; 0]);
    let name = Object::new().with("name", "claims-patient-records").with("key", "password");
    for from in [Json::from(name), "hidden".into()] {
        let found = found_beside(|chart, _| chart.add("Thief", Own(thief(from))));
        let read = "can read `clinic-data/PatientRecords` by `Thief` (`v1/Pod`)";
        assert!(found.iter().any(|it| it.contains(read)), "{found:#?}");
    }
    let operated = Object::new().with("secrets", vec![Json::from("claims-patient-records")]);
    let operated = ApiObject::new("monitoring.coreos.com/v1", "Prometheus", "own").with("spec", operated);
    let found = found_beside(|chart, _| chart.add("Operated", Own(operated.in_namespace("clinic-clinical"))));
    assert!(found.iter().any(|it| it.contains("can read `clinic-data/PatientRecords` by `Operated`")), "{found:#?}");
    let found = found_beside(|chart, records| {
        let key = records.administrator().connection().credentials.unwrap().id;
        chart.add("Thief", Copying(key.into()));
    });
    let read = "can read `clinic-data/PatientRecords` by `Thief` (`v1/Pod`)";
    assert!(found.iter().any(|it| it.contains(read)), "{found:#?}");
}

#[test]
fn pods_whose_labels_are_not_known_are_selected_by_any() {
    let end = Object::new().with("namespaceSelector", space("clinic-office")).with("podSelector", pods("ghost"));
    for labels in [Json::from("hidden"), Object::new().with("app.kubernetes.io/name", 1).into()] {
        let mut chart = ward();
        let container = Object::new().with("name", "app");
        let metadata = Object::new().with("name", "own").with("namespace", "clinic-office").with("labels", labels);
        let pod = ApiObject::new("v1", "Pod", "own").with("metadata", metadata);
        chart.add("Ghost", Own(pod.with("spec", Object::new().with("containers", vec![Json::from(container)]))));
        let there =
            Object::new().with("namespaceSelector", space("clinic-clinical")).with("podSelector", pods("records"));
        chart.add("Out", Own(policy("clinic-office", pods("ghost"), "out", to(there))));
        chart.add("In", Own(policy("clinic-clinical", pods("records"), "in", from(end.clone()))));
        finds(chart, "NotCleared", "clinic/Ghost", "read `clinic/Records` by `In`");
    }
}

/// What the operator of Prometheus makes pods of.
fn operated(kind: &'static str) -> ApiObject {
    let spec = Object::new().with("serviceAccountName", "watcher");
    ApiObject::new("monitoring.coreos.com/v1", kind, "own").in_namespace("clinic-office").with("spec", spec)
}

#[test]
fn what_an_operator_runs_goes_the_ways_of_its_pods() {
    let by = [
        ("app.kubernetes.io/managed-by", "prometheus-operator"),
        ("app.kubernetes.io/instance", "own"),
        ("operator.prometheus.io/name", "own"),
        ("operator.prometheus.io/shard", "0"),
    ];
    let of = |kind| if kind == "Prometheus" { "prometheus" } else { "alertmanager" };
    for kind in ["Prometheus", "Alertmanager"] {
        for (label, value) in by.into_iter().chain([("app.kubernetes.io/name", of(kind)), (of(kind), "own")]) {
            let mut chart = ward();
            let selected = || labels(label, value);
            let end = Object::new().with("namespaceSelector", space("clinic-office")).with("podSelector", selected());
            let there =
                Object::new().with("namespaceSelector", space("clinic-clinical")).with("podSelector", pods("records"));
            chart.add("Operated", Own(operated(kind)));
            chart.add("Out", Own(policy("clinic-office", selected(), "out", to(there))));
            chart.add("In", Own(policy("clinic-clinical", pods("records"), "in", from(end))));
            finds(chart, "NotCleared", "clinic/Operated", "read `clinic/Records` by `In`");
        }
        let mut chart = ward();
        chart.add("Operated", Own(operated(kind)));
        let account = Object::new().with("kind", "ServiceAccount").with("name", "watcher");
        bound(&mut chart, ("pods/exec", "create"), account.with("namespace", "clinic-office"));
        finds(chart, "NotCleared", "clinic/Operated", "read `clinic/Records` by `Binding`");
    }
}

#[test]
fn pods_that_the_app_does_not_declare_are_somebody_elses() {
    let office = || space("clinic-office");
    for selector in [office(), labels("team", "office")] {
        let mut chart = ward();
        let end = Object::new().with("namespaceSelector", selector).with("podSelector", pods("nobody"));
        chart.add("In", Own(policy("clinic-clinical", pods("records"), "in", from(end))));
        finds(chart, "NotCleared", "clinic/In", "that the app does not declare read `clinic/Records`");
    }
    let mut chart = ward();
    let end = Object::new().with("namespaceSelector", office()).with("podSelector", pods("nobody"));
    chart.add("Out", Own(policy("clinic-clinical", pods("records"), "out", to(end))));
    finds(chart, "NotCleared", "clinic/Out", "that the app does not declare read `clinic/Records`");
    // What is in a namespace of somebody else is said by his own charts.
    let mut chart = ward();
    let end = Object::new().with("namespaceSelector", space("ingress")).with("podSelector", pods("nobody"));
    chart.add("In", Own(policy("clinic-clinical", pods("records"), "in", from(end))));
    assert_eq!(found(chart), []);
}

#[test]
fn who_signs_for_the_rule_signs_for_the_way() {
    let open = |rule| {
        let mut chart = ward();
        let policy = policy("clinic-clinical", Object::new(), "in", Object::new());
        chart
            .add("Open", Waiver::new(rule, "agreed with the office", "jane.roe", date!("2099-12-31")).resource(policy));
        found(chart)
    };
    assert!(!open(BY_HAND).is_empty());
    assert_eq!(open(NOT_CLEARED), []);
}
