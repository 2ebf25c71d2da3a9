//! What is said of objects that differ, stay away or are refused, and of what the cluster has to have; not what a path is.

use hc_cdk::{
    app::App,
    cluster::Cluster,
    diff::{Action, Change, Remains},
    need::Sort,
    policy::Development,
    value::{Json, Object},
    waiver::Raw,
};
use hc_cdk_manifest::object::ApiObject;

use super::{DIALECT, needs, notes};
use crate::chart::{Chart, Somewhere};

const QUEUE: &str = "---\n# portal/Queue\napiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  name: queue\nspec:\n  \
                     replicas: 2\n  volumeClaimTemplates:\n  - spec: 8Gi\n";

fn changes(earlier: &str, now: &str) -> Vec<Change> {
    DIALECT.compare("portal", earlier, now)
}

#[test]
fn a_change_is_named_by_its_path_and_a_refused_one_with_what_to_do() {
    assert!(changes(QUEUE, QUEUE).is_empty());
    let scaled = changes(QUEUE, &QUEUE.replace("replicas: 2", "replicas: 3"));
    assert_eq!(scaled[0].action, Action::Changed(vec!["spec.replicas".to_owned()]));
    let larger = changes(QUEUE, &QUEUE.replace("8Gi", "9Gi").replace("replicas: 2", "replicas: 3"));
    let Action::Refused { properties, help } = &larger[0].action else { panic!("{larger:?}") };
    assert_eq!(properties, &["spec.volumeClaimTemplates"]);
    assert!(help.contains("--cascade=orphan"), "{help}");
}

#[test]
fn an_object_of_another_name_or_kind_is_another_object() {
    for (from, to) in [("name: queue", "name: line"), ("kind: StatefulSet", "kind: Deployment")] {
        let changes = changes(QUEUE, &QUEUE.replace(from, to));
        let actions: Vec<_> = changes.iter().map(|it| &it.action).collect();
        assert_eq!(actions, [&Action::Added, &Action::Removed(Remains::Disks)]);
    }
}

#[test]
fn a_stateful_set_leaves_its_disks_and_a_namespace_nothing() {
    let removed = |object: &str| {
        let change = changes(object, "").remove(0);
        (change.action, change.stateful)
    };
    assert_eq!(removed(QUEUE), (Action::Removed(Remains::Disks), true));
    let deletes =
        QUEUE.replace("  replicas", "  persistentVolumeClaimRetentionPolicy:\n    whenDeleted: Delete\n  replicas");
    assert_eq!(removed(&deletes), (Action::Removed(Remains::Nothing), true));
    let namespace = "---\n# portal/Zone\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: zone\n";
    assert_eq!(removed(namespace), (Action::Removed(Remains::Nothing), true));
    assert!(!removed(&namespace.replace("Namespace", "ServiceAccount")).1);
}

#[test]
fn names_that_are_no_labels_are_taken_where_a_cluster_takes_them() {
    let long = "a".repeat(64);
    let named = |kind, name| (DIALECT.is_name)(kind, name);
    for (kind, name) in [
        ("ConfigMap", "pages.clinic.example"),
        ("ConfigMap", long.as_str()),
        ("CustomResourceDefinition", "wards.clinic.example"),
        ("ClusterRole", "system:Reader"),
        ("Namespace", "1st"),
    ] {
        assert!(named(kind, name), "{kind} {name}");
    }
    for (kind, name) in [
        ("ConfigMap", "Pages"),
        ("ConfigMap", "a..b"),
        ("ConfigMap", ""),
        ("ClusterRole", "a/b"),
        ("Namespace", "a.b"),
        ("Namespace", long.as_str()),
        ("Service", "a.b"),
        ("StatefulSet", "a.b"),
    ] {
        assert!(!named(kind, name), "{kind} {name}");
    }
}

#[test]
fn what_the_cluster_has_to_have_is_read_in_its_objects() {
    let mut chart = Chart::<Development>::new("portal");
    let issuer = |kind: &'static str, name: &'static str| Object::new().with("kind", kind).with("name", name);
    let all = [issuer("ClusterIssuer", "public"), issuer("Issuer", "own")]
        .map(|it| Json::from(Object::new().with("issuerRef", it)));
    let spec = Object::new()
        .with("storageClassName", "fast")
        .with("image", "registry.example/lab:1")
        .with("all", all.to_vec());
    chart.add("Lab", Raw(ApiObject::new("example.org/v2", "Lab", "lab").with("spec", spec)));
    chart.add("Rollout", Raw(ApiObject::new("argoproj.io/v1alpha1", "Rollout", "lab")));
    chart.add("Slow", Raw(ApiObject::new("storage.k8s.io/v1", "StorageClass", "slow")));
    let own = Object::new().with("storageClassName", "slow");
    chart.add("Claim", Raw(ApiObject::new("v1", "PersistentVolumeClaim", "own").with("spec", own)));
    let app = App::new("test").stack(chart);
    let checked = app.check().unwrap_or_else(|findings| panic!("{findings}"));
    let told = |sort: Sort| -> Vec<String> {
        needs(&checked).into_iter().filter(|it| it.sort == sort).map(|it| it.what).collect()
    };
    let operators = ["an operator: `Lab` of `example.org/v2`", "Argo Rollouts: `Rollout` of `argoproj.io/v1alpha1`"];
    assert_eq!(told(Sort::Operator), operators);
    let existing =
        ["the storage class `fast`", "the image `registry.example/lab:1`", "the issuer of the cluster `public`"];
    assert_eq!(told(Sort::Existing), existing);
    assert_eq!(told(Sort::Setting).len(), 1);
    assert!(notes(&checked).concat().ends_with("the cluster has to have Argo Rollouts"));
}

#[test]
fn a_policy_of_indices_takes_a_licence() {
    let settings = |version: &'static str, kind: &'static str| {
        let mut chart = Chart::<Development>::new("portal");
        chart.add("Own", Raw(ApiObject::new(version, kind, "own")));
        let app = App::new("test").stack(chart);
        let checked = app.check().unwrap_or_else(|findings| panic!("{findings}"));
        let settings = needs(&checked).into_iter().filter(|it| it.sort == Sort::Setting);
        settings.map(|it| it.what).collect::<Vec<_>>().concat()
    };
    assert!(settings("stackconfigpolicy.k8s.elastic.co/v1alpha1", "StackConfigPolicy").contains("Enterprise licence"));
    assert!(!settings("elasticsearch.k8s.elastic.co/v1", "Elasticsearch").contains("licence"));
}

#[test]
fn a_controller_that_gets_no_updates_is_told() {
    let told = |kind: &'static str, member: &'static str, value: Object| {
        let mut chart = Chart::<Development>::new("portal");
        chart.add("Own", Raw(ApiObject::new("networking.k8s.io/v1", kind, "own").with(member, value)));
        let app = App::new("test").stack(chart);
        let checked = app.check().unwrap_or_else(|findings| panic!("{findings}"));
        notes(&checked).concat()
    };
    let retired = "`ingress-nginx` was retired in March 2026";
    let noted = |name: &'static str| {
        let annotations = Object::new().with(name, "true");
        told("Ingress", "metadata", Object::new().with("name", "own").with("annotations", annotations))
    };
    assert!(noted("nginx.ingress.kubernetes.io/force-ssl-redirect").contains(retired));
    assert!(!noted("nginx.org/redirect-to-https").contains(retired));
    let from = |space: &'static str| {
        let labels = Object::new().with("kubernetes.io/metadata.name", space);
        let peer = Object::new().with("namespaceSelector", Object::new().with("matchLabels", labels));
        told("NetworkPolicy", "spec", Object::new().with("ingress", vec![Object::new().with("from", vec![peer])]))
    };
    assert!(from("ingress-nginx").contains(retired));
    assert!(!from("nginx-gateway").contains(retired));
    // The class is that of other controllers, too.
    assert!(!told("Ingress", "spec", Object::new().with("ingressClassName", "nginx")).contains(retired));
}

#[test]
fn drivers_of_disks_and_what_measures_pods_are_told_where_the_cluster_does_not_bring_them() {
    let told = |runs: &[&'static str]| {
        let cluster = Cluster::new("clinic", Somewhere, "issuer", "hosts").running(runs);
        let mut chart = Chart::<Development>::in_cluster("portal", &cluster);
        let by = |kind: &'static str| vec![Json::from(Object::new().with("type", kind))];
        let disks = |name, driver: &'static str| {
            Raw(ApiObject::new("storage.k8s.io/v1", "StorageClass", name).with("provisioner", driver))
        };
        chart.add("Disks", disks("disks", "ebs.csi.aws.com"));
        chart.add("Others", disks("others", "csi.example.org"));
        let scaler = ApiObject::new("autoscaling/v2", "HorizontalPodAutoscaler", "api");
        chart.add("Scaler", Raw(scaler.with("spec", Object::new().with("metrics", by("Resource")))));
        let asking = ApiObject::new("keda.sh/v1alpha1", "ScaledObject", "asking");
        chart.add("Asking", Raw(asking.with("spec", Object::new().with("triggers", by("prometheus")))));
        let policy = ApiObject::new("stackconfigpolicy.k8s.elastic.co/v1alpha1", "StackConfigPolicy", "own");
        chart.add("Snapshots", Raw(policy));
        let app = App::new("test").stack(chart);
        let checked = app.check().unwrap_or_else(|findings| panic!("{findings}"));
        let note = notes(&checked).into_iter().find(|it| it.starts_with("the cluster has to have")).unwrap();
        let how: Vec<_> = needs(&checked).into_iter().filter_map(|it| it.how).collect();
        (note, how.len())
    };
    let all = "the cluster has to have the EBS CSI driver, the driver `csi.example.org`, the metrics server, KEDA, Elastic's operator (ECK)";
    assert_eq!(told(&[]), (all.to_owned(), 1));
    let less = "the cluster has to have KEDA, Elastic's operator (ECK)";
    assert_eq!(told(&["ebs.csi.aws.com", "csi.example.org", "metrics-server"]), (less.to_owned(), 0));
}
