//! Workloads of a cluster on GKE, and a cache on Memorystore that they use.

use hc_cdk::{
    data::Phi,
    date, image,
    prelude::*,
    rule::{BY_HAND, NOT_CLEARED, UNDECLARED_WAY},
    value::Object,
};
use hc_cdk_gcp::{cluster::GkeHandle, database::CacheStore, prelude::*, region, rule};
use hc_cdk_k8s::{
    api_object::ApiObject,
    chart::Chart,
    cpu, memory,
    namespace::Namespace,
    workload::{Probes, Workload},
};
use hc_cdk_manifest::tree;

use super::google::{Prod, cluster, codes, files, ground};

/// A stack with a cache and a cluster.
fn stack() -> (Stack<Prod>, CacheStore<Phi>, GkeHandle<Phi>) {
    let (mut stack, zone) = ground("clinic", project!("clinic-prod"), None);
    let sessions = stack.add("Sessions", Memorystore::builder().perimeter(&zone).memory_gib(5));
    let cluster = cluster(&mut stack, &zone);
    (stack, sessions, cluster)
}

/// A chart with a workload that uses the cache, and one that does not.
fn chart(sessions: &CacheStore<Phi>, cluster: &GkeHandle<Phi>) -> Chart<Prod> {
    let mut chart = Chart::<Prod>::in_cluster("wards", &cluster.in_region(region::Iowa));
    let zone = chart.add("Zone", Namespace::<Phi>::builder());
    let image = image!(
        "us-central1-docker.pkg.dev/clinic-prod/images/wards@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
    );
    let workload = || {
        let workload = Workload::builder().perimeter(&zone).image(image.clone()).port(8080).probes(Probes::tcp());
        workload.resources(cpu!("250m"), memory!("256Mi"))
    };
    chart.add("Wards", workload().connect(sessions));
    chart.add("Menus", workload());
    chart
}

#[test]
fn a_workload_reads_how_it_logs_in_to_a_cache() {
    let (stack, sessions, cluster) = stack();
    let chart = chart(&sessions, &cluster);
    let text = files(&App::new("clinic").stack(stack).stack(chart));
    for part in [
        "kind: SecretManagerSecret\nmetadata:\n  name: sessions-login\n",
        "replicas:\n      - location: us-central1\n        customerManagedEncryption:\n          kmsKeyRef:\n            name: key",
        "role: roles/secretmanager.secretAccessor\n  resourceRef:\n    apiVersion: secretmanager.cnrm.cloud.google.com/v1beta1\n    kind: SecretManagerSecret\n    name: sessions-login",
        "member: \"serviceAccount:clinic-prod.svc.id.goog[wards-zone/wards-sessions]\"",
        "iam.gke.io/gcp-service-account: wards-session-",
        "gcpsm:\n      projectID: clinic-prod\n      auth:\n        workloadIdentity:\n          serviceAccountRef:\n            name: wards-sessions",
        "key: sessions-login\n      property: auth",
        "name: SESSIONS_PORT\n          value: \"6378\"",
        "port: 6378",
        "gcloud secrets versions add sessions-login --project clinic-prod --data-file=-",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    for (variable, file) in [("HOST", "host"), ("AUTH", "auth"), ("CA", "ca")] {
        let taken = format!("name: SESSIONS_{variable}_FILE\n          value: /var/run/secrets/sessions/{file}\n");
        assert!(text.contains(&taken), "{variable}\n{text}");
    }
    // One account that reads the secret, and one for the nodes; the workload itself has none.
    assert_eq!(text.matches("kind: IAMServiceAccount\nmetadata").count(), 2);
    assert_eq!(text.matches("roles/secretmanager.secretAccessor").count(), 1);
}

/// The codes of an app with a grant or a secret beside what the program says.
fn beside(kind: &'static str, version: &'static str, spec: Object) -> Vec<String> {
    let (mut stack, sessions, cluster) = stack();
    let chart = chart(&sessions, &cluster);
    let object = ApiObject::new(version, kind, "other").in_namespace("clinic-prod").with("spec", spec);
    let waiver = Waiver::new(BY_HAND, "to see what is found", "jane.roe", date!("2027-01-31"));
    stack.add("Other", waiver.resource(object));
    codes(&App::new("clinic").stack(stack).stack(chart))
}

fn reads(member: &'static str, role: &'static str) -> Vec<String> {
    let on = tree! {
        apiVersion: "secretmanager.cnrm.cloud.google.com/v1beta1", kind: "SecretManagerSecret", name: "sessions-login",
    };
    let spec = tree! { member: member, role: role, resourceRef: on };
    beside("IAMPolicyMember", "iam.cnrm.cloud.google.com/v1beta1", spec)
}

#[test]
fn whoever_reads_the_secret_of_a_cache_has_to_be_known() {
    let somebody = reads("user:somebody@example.org", "roles/secretmanager.secretAccessor");
    assert!(somebody.contains(&NOT_CLEARED.code.to_owned()), "{somebody:?}");
    assert!(somebody.contains(&rule::GRANT_IS_NARROW.code.to_owned()), "{somebody:?}");
    let (stack, sessions, cluster) = stack();
    let chart = chart(&sessions, &cluster);
    let found = codes(&App::new("clinic").stack(stack).stack(chart));
    assert!(!found.iter().any(|it| it == UNDECLARED_WAY.code || it == NOT_CLEARED.code), "{found:?}");
}

#[test]
fn a_secret_is_kept_in_its_region_with_a_key_of_the_app() {
    let code = rule::SECRET_IS_KEPT_HERE.code.to_owned();
    let kept = |place: &'static str, key: Option<&'static str>| {
        let key = key.map(|name| tree! { kmsKeyRef: { name: name } });
        let copy = tree! { location: place, customerManagedEncryption?: key };
        tree! { replication: { userManaged: { replicas: vec![copy] } } }
    };
    let found = |spec| beside("SecretManagerSecret", "secretmanager.cnrm.cloud.google.com/v1beta1", spec);
    let right = found(kept("us-central1", Some("key")));
    assert!(!right.contains(&code), "{right:?}");
    for wrong in [
        kept("us-east1", Some("key")),
        kept("us-central1", None),
        kept("us-central1", Some("elsewhere")),
        tree! { replication: { auto: Object::new() } },
        tree! { replication: { userManaged: { replicas: Vec::<Object>::new() } } },
        Object::new(),
    ] {
        assert!(found(wrong.clone()).contains(&code), "{wrong:?}");
    }
}

#[test]
fn a_cache_is_of_the_network_of_the_cluster() {
    let ((first, sessions, _), (_, _, cluster)) = (stack(), stack());
    let found = App::new("clinic").stack(first).stack(chart(&sessions, &cluster)).check().map(|_| ()).unwrap_err();
    assert!(found.to_string().contains("is in another network than the cluster `cluster`"), "{found}");
}
