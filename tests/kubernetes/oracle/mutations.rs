//! The oracle itself: each thing that it is for goes red. One chart has an object of every kind; one member at a time is
//! changed in what was written, and the oracle has to see it.

use hc_cdk::target::File;
use hc_cdk_k8s::assertions::{Manifest, Value, json};

use super::{Asked, example::manifest, wrongs};

const ASKED: Asked = Asked { zones: true, disks_kept: true, log_days: 365, backup_days: 30, tls: "1.2" };

/// The same objects with other members. Reading JSON as YAML gives the same tree.
pub(super) fn read(objects: &[Value]) -> Manifest {
    let texts: Vec<String> = objects.iter().map(|it| serde_json::to_string_pretty(it).unwrap()).collect();
    let text = texts.join("\n---\n");
    Manifest::from_files(&[File { path: "k8s/clinic.yaml".to_owned(), bytes: text.into_bytes() }], "clinic")
}

/// Sets the member at a place, or takes it away if the value is null. A star stands for the only item of a list, `pod` for what
/// a pod is made of, and `container` for its only container.
fn set(json: &mut Value, place: &str, value: Value) {
    let place = place.replace('*', "0");
    let place = match place.split_once('/') {
        Some(("pod", rest)) => format!("/spec/template/spec/{rest}"),
        Some(("container", rest)) => format!("/spec/template/spec/containers/0/{rest}"),
        _ => place,
    };
    let (parent, name) = place.rsplit_once('/').unwrap();
    let name = name.replace("~1", "/");
    let parent = json.pointer_mut(parent).unwrap_or_else(|| panic!("no `{place}`"));
    match parent {
        Value::Object(members) if value.is_null() => {
            assert!(members.shift_remove(&name).is_some(), "no `{place}`");
        }
        Value::Object(members) => drop(members.insert(name, value)),
        Value::Array(items) => items[name.parse::<usize>().unwrap()] = value,
        _ => panic!("`{place}` is no member"),
    }
}

/// The name of an object; of one that has its version in it, the name without.
fn name_of(object: &Value) -> &str {
    let name = object["metadata"]["name"].as_str().unwrap();
    if object["kind"] == "Job" { name.rsplit_once('-').map_or(name, |(name, _)| name) } else { name }
}

/// A change of the written objects that the oracle has to see: kind and name, place, value, and the words that say so.
pub(crate) type Mutation<'a> = (&'a str, &'a str, Value, &'a str);

#[test]
fn nothing_is_wrong_with_what_was_not_changed() {
    let objects: Vec<Value> = manifest().objects().map(|it| it.json().clone()).collect();
    assert_eq!(read(&objects), manifest());
    assert_eq!(wrongs(&read(&objects), ASKED), Vec::<String>::new());
}

/// Changes one member after the other, and asks whether the oracle sees it.
pub(crate) fn all_are_seen(manifest: &Manifest, mutations: Vec<Mutation<'_>>) {
    let objects: Vec<Value> = manifest.objects().map(|it| it.json().clone()).collect();
    for (object, place, value, words) in mutations {
        let (kind, name) = object.split_once(' ').unwrap();
        let mut objects = objects.clone();
        let mut found = objects.iter_mut().filter(|it| it["kind"] == kind && name_of(it) == name);
        let target = found.next().unwrap_or_else(|| panic!("no `{object}`"));
        set(target, place, value.clone());
        let wrongs = wrongs(&read(&objects), ASKED);
        assert!(
            wrongs.iter().any(|it| it.contains(words)),
            "`{object}` {place} = {value}: no `{words}` in {wrongs:#?}"
        );
    }
}

/// What is taken away is missed wherever something else refers to it.
#[test]
fn an_object_that_is_missing_is_missed() {
    let objects: Vec<Value> = manifest().objects().map(|it| it.json().clone()).collect();
    // Nothing else in the file speaks of these.
    let free = [
        "RoleBinding reading",
        "PrometheusRule alerts",
        "AlertmanagerConfig alerts",
        "ConfigMap alerts-runbooks",
        "VerticalPodAutoscaler size",
        "CronJob backup",
        "Job migration",
        "Service collector",
        "NetworkPolicy api-to-partner",
    ];
    for (at, object) in objects.iter().enumerate() {
        let name = format!("{} {}", object["kind"].as_str().unwrap(), name_of(object));
        let mut rest = objects.clone();
        rest.remove(at);
        let missed = !wrongs(&read(&rest), ASKED).is_empty();
        assert_eq!(missed, !free.contains(&name.as_str()), "{name}");
    }
}

#[test]
fn what_is_wrong_with_pods_is_seen() {
    let api = "Deployment api";
    all_are_seen(
        &manifest(),
        vec![
            (api, "pod/securityContext/runAsNonRoot", json!(null), "runAsNonRoot"),
            (api, "pod/securityContext/runAsUser", json!(0), "runAsUser"),
            (api, "pod/securityContext/runAsGroup", json!(0), "runAsGroup"),
            (api, "pod/securityContext/fsGroup", json!(null), "fsGroup"),
            (api, "pod/securityContext/seccompProfile/type", json!("Unconfined"), "a seccomp profile"),
            ("StatefulSet index", "pod/securityContext/fsGroupChangePolicy", json!(null), "given to its user once"),
            (api, "pod/hostNetwork", json!(true), "nothing of [\"hostNetwork\"]"),
            (api, "pod/serviceAccountName", json!("default"), "an account of its own"),
            (api, "pod/serviceAccountName", json!("nobody"), "an account of its own"),
            (api, "pod/automountServiceAccountToken", json!(true), "no token"),
            (api, "pod/enableServiceLinks", json!(null), "no variables of its neighbours"),
            (api, "pod/initContainers", json!([]), "no containers that nobody looked at"),
            (api, "pod/containers", json!([]), "a container"),
            (api, "container/securityContext/allowPrivilegeEscalation", json!(true), "allowPrivilegeEscalation"),
            (api, "container/securityContext/readOnlyRootFilesystem", json!(null), "readOnlyRootFilesystem"),
            (api, "container/securityContext/runAsNonRoot", json!(false), "runAsNonRoot of the container"),
            (api, "container/securityContext/seccompProfile", json!(null), "a seccomp profile of the container"),
            (api, "container/securityContext/capabilities/add", json!(["NET_RAW"]), "no capabilities"),
            (api, "container/securityContext/capabilities/drop", json!(["NET_RAW"]), "no capabilities"),
            (api, "container/securityContext/runAsUser", json!(0), "nothing else"),
            (api, "container/image", json!("registry.example/a:latest"), "an image by digest"),
            (api, "container/resources/limits/memory", json!(null), "requests, and limits"),
            (api, "container/resources/limits/memory", json!("1024m"), "requests, and limits"),
            (api, "container/resources/requests/cpu", json!("2"), "requests, and limits"),
            (api, "container/ports/0/name", json!("a-name-of-17-long"), "a port with a name"),
            (api, "container/ports/0/hostPort", json!(8080), "nothing of [\"hostPort\"]"),
            (api, "container/livenessProbe", json!(null), "livenessProbe"),
            (api, "container/readinessProbe/exec", json!({ "command": ["true"] }), "one way to be asked"),
            (api, "container/startupProbe/httpGet/port", json!("admin"), "a probe of a port"),
            ("Job migration", "container/livenessProbe", json!({ "exec": {} }), "no probe of what ends"),
            (api, "container/env/0/value", json!(9200), "a value that is text"),
            (api, "container/env/0/name", json!("INDEX_HOST"), "variables with names of their own"),
            (api, "container/env/0/name", json!("API_TOKEN"), "no secret as text"),
            (api, "container/env/0/valueFrom", json!({}), "a variable that is one thing"),
            ("ExternalSecret database", "/spec/data/*/secretKey", json!("user"), "a secret that is brought"),
            (api, "container/volumeMounts/0/name", json!("volume-9"), "volumes that are mounted"),
            (api, "container/volumeMounts/0/mountPath", json!("/tmp"), "one thing in one folder"),
            (api, "pod/volumes/2/emptyDir", json!({}), "a folder with a size"),
            (api, "pod/volumes/1/configMap/name", json!("prices"), "a folder with a size, or what exists"),
            (api, "/spec/template/metadata/annotations", json!(null), "a fingerprint of its configuration"),
            (api, "/spec/template/metadata/labels/hc-cdk~1log-retention-days", json!("90"), "logs that are kept"),
            (api, "/spec/template/metadata/labels/hc-cdk~1data-class", json!("Public"), "a class of data"),
            (
                "StatefulSet index",
                "/spec/volumeClaimTemplates/*/spec/storageClassName",
                json!("gp2"),
                "encrypted disks",
            ),
            (
                "StatefulSet index",
                "/spec/volumeClaimTemplates/*/spec/accessModes/0",
                json!("ReadWriteMany"),
                "disks of a size",
            ),
        ],
    );
}

#[test]
fn what_is_wrong_with_places_and_ways_is_seen() {
    let policy = "NetworkPolicy api-to-index";
    all_are_seen(
        &manifest(),
        vec![
            ("ConfigMap rates", "/metadata/name", json!("Rates"), "a name that is a label of DNS"),
            ("ConfigMap rates", "/metadata/namespace", json!(null), "a namespace, if its kind has one"),
            ("ConfigMap rates", "/metadata/namespace", json!("elsewhere"), "a namespace that is there before it"),
            ("ConfigMap rates", "/kind", json!("Secret"), "a kind that may be"),
            ("ConfigMap rates", "/metadata/labels/app.kubernetes.io~1part-of", json!(null), "labels that say whose"),
            ("ConfigMap rates", "/metadata/labels/app.kubernetes.io~1part-of", json!("a b"), "values of labels"),
            ("ServiceAccount reader", "/metadata/name", json!("api"), "a name of its own"),
            (
                "Namespace clinic-clinical",
                "/metadata/labels/pod-security.kubernetes.io~1warn",
                json!("baseline"),
                "the restricted standard",
            ),
            ("Namespace clinic-clinical", "/metadata/labels/hc-cdk~1data-class", json!(null), "a class of data"),
            ("ServiceAccount reader", "/automountServiceAccountToken", json!(true), "no token that nobody asked for"),
            ("ServiceAccount default", "/automountServiceAccountToken", json!(null), "no token that nobody asked for"),
            ("ResourceQuota quota", "/spec/hard/limits.memory", json!(null), "a quota"),
            ("ResourceQuota quota", "/spec/hard/services.nodeports", json!("1"), "no ports of nodes"),
            ("LimitRange limits", "/spec/limits/*/default", json!(null), "limits for whoever states none"),
            ("NetworkPolicy closed", "/spec/ingress", json!([{}]), "closed both ways"),
            ("NetworkPolicy closed", "/spec/policyTypes", json!(["Ingress"]), "closed both ways"),
            ("NetworkPolicy names", "/spec/egress/*/to", json!(null), "the name server, and nothing else"),
            ("StorageClass clinic-disks", "/parameters/encrypted", json!("false"), "encrypted disks"),
            ("StorageClass clinic-disks", "/parameters/kmsKeyId", json!(null), "a key of the customer's"),
            ("StorageClass clinic-disks", "/reclaimPolicy", json!("Delete"), "disks that stay"),
            (policy, "/spec/podSelector", json!({}), "the pods of one workload"),
            (policy, "/spec/policyTypes", json!(["Egress", "Ingress"]), "one way"),
            (policy, "/spec/egress/*/ports", json!(null), "one port"),
            (policy, "/spec/egress/*/ports/*/endPort", json!(65535), "one port"),
            (policy, "/spec/egress/*/ports/*/port", json!(9201), "open at its beginning only"),
            (policy, "/spec/egress/*/to", json!(null), "one peer"),
            (policy, "/spec/egress/*/to/*/podSelector", json!(null), "guests that something of the chart lets in"),
            (
                "NetworkPolicy api-to-partner",
                "/spec/egress/*/to/*/ipBlock/cidr",
                json!("0.0.0.0/0"),
                "a network that is named",
            ),
            (
                "NetworkPolicy index-from-clinic-clinical-api",
                "/spec/ingress/*/ports/*/port",
                json!(22),
                "a port that the pods listen on",
            ),
            ("NetworkPolicy index-from-clinic-clinical-api", "/spec/ingress/*/from", json!([{}]), "one peer"),
            (
                "NetworkPolicy side-in-index",
                "/spec/podSelector/matchLabels/app.kubernetes.io~1name",
                json!("api"),
                "Ingress clinic-clinical/side: a way in for whom it invites",
            ),
            (
                "NetworkPolicy back-in-index",
                "/spec/ingress/*/from/*/namespaceSelector/matchLabels/kubernetes.io~1metadata.name",
                json!("monitoring"),
                "HTTPRoute clinic-clinical/back: a way in for whom it invites",
            ),
            (
                "NetworkPolicy figures-in",
                "/spec/podSelector/matchLabels/app.kubernetes.io~1name",
                json!("index"),
                "guests that",
            ),
            (
                "NetworkPolicy index-to-index",
                "/spec/egress/*/ports/*/port",
                json!(9200),
                "members that reach each other",
            ),
            (
                "NetworkPolicy index-from-clinic-clinical-index",
                "/spec/ingress/*/ports/*/port",
                json!(9200),
                "open at its beginning only",
            ),
            ("Service index", "/spec/ports/*/port", json!(9201), "a way to the host that it is told of"),
            ("Deployment api", "/spec/template/spec/containers/*/env/2/value", json!("9201"), "a way to the host"),
            (
                "Deployment api",
                "/spec/template/spec/containers/*/env/2/name",
                json!("INDEX_GATE"),
                "a port of the host",
            ),
        ],
    );
}

#[test]
fn what_refers_to_nothing_is_seen() {
    all_are_seen(
        &manifest(),
        vec![
            ("Service api", "/spec/selector/app.kubernetes.io~1name", json!("apu"), "the pods of one workload"),
            ("Service api", "/spec/ports/0/targetPort", json!("metrics"), "ports that the container has"),
            ("Service api", "/spec/type", json!("NodePort"), "no way in from outside"),
            ("Role reading", "/rules/*/verbs", json!(["*"]), "verbs by name"),
            ("Role reading", "/rules/*/resources", json!(["secrets"]), "no secrets"),
            ("Role reading", "/rules", json!([]), "rights"),
            ("RoleBinding reading", "/roleRef/name", json!("admin"), "a role that exists"),
            ("RoleBinding reading", "/roleRef/kind", json!("ClusterRole"), "a role that exists"),
            ("RoleBinding reading", "/subjects/*/name", json!("default"), "an account that exists"),
            ("SecretStore store", "/spec/provider/vault/server", json!("http://vault.example.org"), "speaks TLS"),
            ("SecretStore store", "/spec/provider/vault/auth", json!(null), "an account that exists"),
            ("ServiceAccount cloud-reader", "/metadata/annotations", json!(null), "an account that takes a role"),
            ("SecretStore cloud-store", "/spec/provider/aws/auth", json!(null), "an account that exists"),
            ("ExternalSecret database", "/spec/secretStoreRef/name", json!("vault"), "a store that exists"),
            ("ExternalSecret database", "/spec/data/*/remoteRef", json!(null), "keys that are elsewhere"),
            ("Ingress front", "/spec/tls", json!(null), "TLS for its domain"),
            ("Ingress front", "/spec/tls/*/secretName", json!("other"), "a certificate for its domain"),
            ("Ingress front", "/spec/rules/*/http/paths/*/backend/service/port/name", json!("admin"), "and its port"),
            ("Ingress front", "/spec/rules/*/http/paths/1/backend/service/port/name", json!("admin"), "and its port"),
            ("Ingress front", "/spec/rules/*/http/paths/0/path", json!("/index/*"), "paths that a cluster compares"),
            (
                "Ingress front",
                "/spec/rules/*/http/paths/0/pathType",
                json!("PathPrefix"),
                "paths that a cluster compares",
            ),
            ("Ingress front", "/spec/rules/*/http/paths/0/path", json!("/"), "one service for a path"),
            ("Ingress front", "/spec/rules/*/http/paths/1/pathType", json!("Exact"), "all other requests"),
            ("Ingress front", "/metadata/annotations", json!(null), "plain HTTP that is redirected"),
            ("Ingress front", "/spec/ingressClassName", json!(null), "who takes the requests"),
            (
                "Ingress side",
                "/metadata/annotations/projectcontour.io~1tls-minimum-protocol-version",
                json!("1.1"),
                "TLS that is new enough",
            ),
            ("Certificate front-tls", "/spec/privateKey/rotationPolicy", json!("Never"), "a new key"),
            ("Certificate front-tls", "/spec/renewBefore", json!("9000h"), "a renewal before its end"),
            ("ServiceMonitor figures", "/spec/endpoints/*/port", json!("figures"), "a service that tells figures"),
            ("PrometheusRule alerts", "/spec/groups/*/rules/1/labels", json!({}), "an alert that says"),
        ],
    );
}

/// A budget of the pods of the API, of which so many stay: there are two of them at least.
fn all_stay(amount: &str) -> Value {
    let amount = amount.parse::<i64>().map_or_else(|_| json!(amount), |it| json!(it));
    json!({ "minAvailable": amount, "selector": { "matchLabels": { "app.kubernetes.io/name": "api" } } })
}

#[test]
fn what_is_wrong_with_numbers_of_pods_is_seen() {
    let zones = "/spec/template/spec/topologySpreadConstraints/0/whenUnsatisfiable";
    let least = "/spec/template/spec/topologySpreadConstraints/0/minDomains";
    let new = "/spec/template/spec/topologySpreadConstraints/0/matchLabelKeys";
    all_are_seen(
        &manifest(),
        vec![
            (
                "Deployment api",
                "/spec/selector/matchLabels/app.kubernetes.io~1name",
                json!("apu"),
                "a selector of its own pods",
            ),
            ("Deployment api", "/spec/replicas", json!(2), "a number of pods that one object decides"),
            ("StatefulSet index", "/spec/replicas", json!(3), "a number of pods that one object decides"),
            (
                "HorizontalPodAutoscaler index",
                "/spec/scaleTargetRef/kind",
                json!("Deployment"),
                "a number of pods that one object decides",
            ),
            ("HorizontalPodAutoscaler index", "/spec/minReplicas", json!(1), "as many pods as the policy asks for"),
            ("StatefulSet index", "/spec/serviceName", json!("other"), "a service that knows each pod"),
            ("Service index", "/spec/publishNotReadyAddresses", json!(null), "find each other before they are ready"),
            ("Deployment api", zones, json!("ScheduleAnyway"), "pods in several zones"),
            ("Deployment api", least, json!(null), "pods in several zones"),
            ("StatefulSet index", least, json!(1), "pods in several zones"),
            ("Deployment api", new, json!(null), "new pods in several zones"),
            (
                "Deployment api",
                "/spec/template/spec/topologySpreadConstraints/1/maxSkew",
                json!(9),
                "pods on several nodes",
            ),
            ("Deployment api", "/spec/strategy/type", json!("Recreate"), "pods that are replaced one by one"),
            ("Deployment api", "/spec/template/spec/restartPolicy", json!("Never"), "pods that are started again"),
            ("DaemonSet collector", "/spec/replicas", json!(2), "one pod on every node"),
            ("HorizontalPodAutoscaler api", "/spec/minReplicas", json!(1), "as many pods as the policy asks for"),
            ("HorizontalPodAutoscaler api", "/spec/minReplicas", json!(5), "a range of pods"),
            (
                "HorizontalPodAutoscaler api",
                "/spec/scaleTargetRef/apiVersion",
                json!("apps/v2"),
                "a workload that exists",
            ),
            ("HorizontalPodAutoscaler api", "/spec/metrics", json!([]), "something to go by"),
            ("HorizontalPodAutoscaler api", "/spec/metrics/*/pods", json!({}), "one figure, and its aim"),
            (
                "HorizontalPodAutoscaler api",
                "/spec/metrics/*/resource/target/averageValue",
                json!("1"),
                "one figure, and its aim",
            ),
            ("PodDisruptionBudget api", "/spec/minAvailable", json!(1), "one of the two fields"),
            ("PodDisruptionBudget api", "/spec/maxUnavailable", json!(0), "a pod that may go"),
            ("PodDisruptionBudget api", "/spec/maxUnavailable", json!("0%"), "a pod that may go"),
            ("PodDisruptionBudget api", "/spec", all_stay("2"), "a pod that may go"),
            ("PodDisruptionBudget api", "/spec", all_stay("51%"), "a pod that may go"),
            (
                "PodDisruptionBudget api",
                "/spec/selector/matchLabels/app.kubernetes.io~1name",
                json!("index"),
                "a budget, if",
            ),
            ("VerticalPodAutoscaler size", "/spec/updatePolicy/updateMode", json!("Auto"), "recommendations only"),
            ("VerticalPodAutoscaler size", "/spec/targetRef/name", json!("apu"), "a workload that exists"),
            ("Job migration", "/spec/activeDeadlineSeconds", json!(null), "an end"),
            ("Job migration", "/spec/ttlSecondsAfterFinished", json!(60), "an object that stays"),
            ("Job migration", "/metadata/name", json!("migration"), "a name for each version"),
            (
                "Job migration",
                "/spec/template/spec/restartPolicy",
                json!("OnFailure"),
                "pods that are not started again",
            ),
            ("CronJob backup", "/spec/concurrencyPolicy", json!("Allow"), "one at a time"),
            ("CronJob backup", "/spec/schedule", json!("@daily"), "a schedule"),
            ("CronJob backup", "/spec/timeZone", json!(null), "a clock"),
        ],
    );
}
