//! What a user's own construct declares is read, too: each thing that our constructs have no words for is found in it.

use hc_cdk::{
    app::App,
    construct::{Construct, Spec},
    data::{AllowedUnder, Synthetic},
    date,
    policy::{Development, Hipaa, Policy, Production},
    resource::{Resource, ResourceType},
    rule::{BY_HAND, Rule},
    stack::Within,
    value::{Json, Object},
    waiver::{Raw, Waiver},
};
use hc_cdk_k8s::{api_object::ApiObject, chart::Kubernetes, prelude::*, rule};

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

/// A construct of a user's own with a type of its own.
struct Typed;

impl Resource for Typed {
    type Id = String;
    type Of = Kubernetes;

    const TYPE: &'static ResourceType = &ResourceType::untyped("v1/Pod");

    fn into_properties(self) -> Json {
        let pod = set(pod(), "hostNetwork", true);
        Object::new().with("metadata", Object::new().with("name", "typed")).with("spec", pod).into()
    }
}

impl Spec for Typed {
    type Handle = ();
    const KIND: &'static str = "Typed";
    const INVARIANTS: &'static [Rule] = &[];
}

impl<P> Construct<P, Kubernetes> for Typed {
    fn declare(self, scope: &mut Within<'_, P, Kubernetes>) {
        scope.resource("", self);
    }
}

pub(crate) fn object(members: &[(&'static str, Json)]) -> Object {
    members.iter().fold(Object::new(), |object, (name, value)| object.with(*name, value.clone()))
}

/// A pod that nothing is wrong with.
pub(crate) fn pod() -> Json {
    let amounts = object(&[("cpu", "1".into()), ("memory", "1Gi".into())]);
    let security = object(&[
        ("allowPrivilegeEscalation", false.into()),
        ("capabilities", object(&[("drop", vec!["ALL"].into())]).into()),
        ("readOnlyRootFilesystem", true.into()),
    ]);
    let probe = object(&[("tcpSocket", object(&[("port", 8080.into())]).into())]);
    let container = object(&[
        ("name", "own".into()),
        ("image", "registry.example/a@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into()),
        ("resources", object(&[("requests", amounts.clone().into()), ("limits", amounts.into())]).into()),
        ("securityContext", security.into()),
        ("livenessProbe", probe.clone().into()),
        ("readinessProbe", probe.into()),
        ("env", vec![object(&[("name", "LOG_LEVEL".into()), ("value", "info".into())])].into()),
    ]);
    let labels = object(&[("matchLabels", object(&[("app", "own".into())]).into())]);
    let spread = object(&[
        ("topologyKey", "topology.kubernetes.io/zone".into()),
        ("whenUnsatisfiable", "DoNotSchedule".into()),
        ("maxSkew", 1.into()),
        ("minDomains", 2.into()),
        ("labelSelector", labels.into()),
    ]);
    let security = object(&[
        ("runAsNonRoot", true.into()),
        ("runAsUser", 1000.into()),
        ("seccompProfile", object(&[("type", "RuntimeDefault".into())]).into()),
    ]);
    let volume = object(&[("name", "tmp".into()), ("emptyDir", object(&[("sizeLimit", "1Mi".into())]).into())]);
    object(&[
        ("serviceAccountName", "own".into()),
        ("automountServiceAccountToken", false.into()),
        ("topologySpreadConstraints", vec![spread].into()),
        ("securityContext", security.into()),
        ("containers", vec![container].into()),
        ("volumes", vec![volume].into()),
    ])
    .into()
}

/// The tree with another member at a path of names and places; null takes it away.
pub(crate) fn set(mut json: Json, path: &str, value: impl Into<Json>) -> Json {
    let (first, rest) = path.split_once('/').map_or((path, None), |(first, rest)| (first, Some(rest)));
    match &mut json {
        Json::List(items) => {
            let place = &mut items[first.parse::<usize>().unwrap()];
            *place = match rest {
                Some(rest) => set(std::mem::take(place), rest, value),
                None => value.into(),
            };
            json
        }
        Json::Object(members) => {
            let old = members.get(first).cloned();
            let new = match rest {
                Some(rest) => set(old.unwrap_or_else(|| Object::new().into()), rest, value),
                None => value.into(),
            };
            let kept = members.iter().filter(|(name, _)| *name != first);
            let kept = kept.fold(Object::new(), |all, (name, value)| all.with(name.to_owned(), value.clone()));
            if new == Json::Null { kept.into() } else { kept.with(first.to_owned(), new).into() }
        }
        other => panic!("no `{path}` in {other:?}"),
    }
}

/// What is found in an object under a policy.
pub(crate) fn found<P: Policy>(construct: impl Construct<P, Kubernetes>) -> String
where
    Synthetic: AllowedUnder<P>,
    hc_cdk_k8s::chart::Somewhere: hc_cdk::dimension::residency::ResidencyFor<P>,
{
    let mut chart = Chart::<P>::new("clinic");
    chart.add("Clinical", Namespace::<Synthetic>::builder().build());
    chart.add("Own", construct);
    App::new("clinic").stack(chart).synthesize().map_or_else(|findings| findings.to_string(), |_| String::new())
}

pub(crate) type Prod = (Hipaa, Production);

pub(crate) fn is_seen(object: &ApiObject, message: &str) {
    let found = found::<Prod>(Own(object.clone()));
    assert!(found.contains(message), "no `{message}` in `{found}` for {object:?}");
    assert!(found.contains("1 finding, nothing was written"), "{found}");
    assert!(found.contains("kubernetes/rules.rs:"), "{found}");
}

/// The kinds that make pods, and where they say what these are made of.
pub(crate) const KINDS: [(&str, &str, &str); 4] = [
    ("v1", "Pod", ""),
    ("apps/v1", "Deployment", "template/spec"),
    ("argoproj.io/v1alpha1", "Rollout", "template/spec"),
    ("batch/v1", "CronJob", "jobTemplate/spec/template/spec"),
];

/// An object in the chart's namespace.
pub(crate) fn here(version: &str, kind: &str) -> ApiObject {
    ApiObject::new(version, kind, "own").in_namespace("clinic-clinical")
}

pub(crate) fn makes(pod: &Json, (version, kind, place): (&str, &str, &str)) -> ApiObject {
    let spec = if place.is_empty() { pod.clone() } else { made_at(place, pod.clone()) };
    let spec = if matches!(kind, "Deployment" | "Rollout") { set(spec, "replicas", 2) } else { spec };
    let spec = if kind == "CronJob" { set(spec, &format!("{place}/restartPolicy"), "OnFailure") } else { spec };
    here(version, kind).with("spec", spec)
}

/// What makes pods there, with the label by which they are spread.
pub(crate) fn made_at(place: &str, pod: Json) -> Json {
    let labels = place.replace("/spec", "/metadata/labels");
    let labels =
        if place == "jobTemplate/spec/template/spec" { "jobTemplate/spec/template/metadata/labels" } else { &labels };
    set(set(Object::new().into(), place, pod), labels, object(&[("app", "own".into())]))
}

#[test]
fn nothing_is_found_in_a_pod_that_is_right() {
    for kind in KINDS {
        assert_eq!(found::<Prod>(Own(makes(&pod(), kind))), "");
        let setting = object(&[("name", "net.ipv4.tcp_syncookies".into()), ("value", "1".into())]);
        let pod = set(pod(), "securityContext/sysctls", vec![setting]);
        let pod = set(pod, "securityContext/seLinuxOptions/type", "container_t");
        let pod = set(pod, "containers/0/securityContext/appArmorProfile/type", "RuntimeDefault");
        assert_eq!(found::<Prod>(Own(makes(&pod, kind))), "");
    }
}

const NODE: &str = "shares the network, processes, folders or ports of its node";
const PRIVILEGED: &str = "has privileges, added capabilities, or a way to get them";
const IMAGE: &str = "has an image that is not named by digest";
const TAKES: &str = "does not state what it takes of a node";

#[test]
fn what_our_constructs_have_no_words_for_is_found_in_pods() {
    let name = |name: &'static str| Json::from(vec![object(&[("name", name.into())])]);
    let container = "containers/0";
    let security = "containers/0/securityContext";
    let (node, privileged, image, takes) = (NODE, PRIVILEGED, IMAGE, TAKES);
    let (root, guard) = ("may run as root", "weakens a guard of its node");
    let (command, variable) = ("has a secret as text in its command", "has a secret as text in a variable");
    let cases: Vec<(String, Json, &str)> = vec![
        ("hostNetwork".into(), true.into(), node),
        ("hostPID".into(), true.into(), node),
        ("hostIPC".into(), true.into(), node),
        (format!("{container}/ports"), vec![object(&[("hostPort", 80.into())])].into(), node),
        ("volumes/0/hostPath".into(), object(&[("path", "/".into())]).into(), node),
        (format!("{security}/privileged"), true.into(), privileged),
        (format!("{security}/allowPrivilegeEscalation"), Json::Null, privileged),
        (format!("{security}/capabilities/add"), vec!["NET_ADMIN"].into(), privileged),
        (format!("{security}/capabilities/drop"), vec!["KILL"].into(), privileged),
        ("securityContext/runAsUser".into(), 0.into(), root),
        ("securityContext/runAsUser".into(), Json::Null, root),
        ("securityContext/runAsNonRoot".into(), false.into(), root),
        (format!("{security}/runAsUser"), 0.into(), root),
        (format!("{security}/readOnlyRootFilesystem"), Json::Null, "can write to its root file system"),
        ("securityContext/seccompProfile".into(), Json::Null, "has no seccomp profile"),
        (format!("{security}/seccompProfile/type"), "Unconfined".into(), "has no seccomp profile"),
        (format!("{security}/procMount"), "Unmasked".into(), guard),
        ("securityContext/appArmorProfile/type".into(), "Unconfined".into(), guard),
        (format!("{security}/appArmorProfile/type"), "Unconfined".into(), guard),
        (format!("{security}/appArmorProfile"), "Unconfined".into(), guard),
        ("securityContext/seLinuxOptions/type".into(), "spc_t".into(), guard),
        (format!("{security}/seLinuxOptions/user"), "system_u".into(), guard),
        (format!("{security}/seLinuxOptions/role"), "system_r".into(), guard),
        ("securityContext/windowsOptions/hostProcess".into(), true.into(), guard),
        (format!("{security}/windowsOptions/hostProcess"), true.into(), guard),
        ("securityContext/sysctls".into(), name("kernel.msgmax"), guard),
        ("securityContext/sysctls".into(), "*".into(), guard),
        (
            "metadata/annotations".into(),
            object(&[("container.apparmor.security.beta.kubernetes.io/own", "unconfined".into())]).into(),
            guard,
        ),
        (format!("{container}/image"), "registry.example/a:latest".into(), image),
        (format!("{container}/resources/limits/memory"), Json::Null, takes),
        (format!("{container}/resources/requests/cpu"), Json::Null, takes),
        ("volumes/0/emptyDir/sizeLimit".into(), Json::Null, takes),
        (format!("{container}/env/0/name"), "API_TOKEN".into(), variable),
        (format!("{container}/env/0/value"), "postgres://app:hunter2@db/clinic".into(), variable),
        (format!("{container}/command"), vec!["sh", "PASSWORD=hunter2 run"].into(), command),
        (format!("{container}/args"), vec!["--api-key", "0f1e2d"].into(), command),
        ("serviceAccountName".into(), "default".into(), "runs as the default account of its namespace"),
        ("automountServiceAccountToken".into(), Json::Null, "leaves it open whether it has the token of its account"),
        (
            "volumes/0/projected".into(),
            object(&[(
                "sources",
                vec![object(&[("serviceAccountToken", object(&[("path", "token".into())]).into())])].into(),
            )])
            .into(),
            "leaves it open whether it has the token of its account",
        ),
        ("volumes/0/nfs".into(), object(&[("server", "a.example".into())]).into(), "has volumes that no rule judges"),
        ("serviceAccountName".into(), Json::Null, "runs as the default account of its namespace"),
        ("serviceAccountName".into(), "".into(), "runs as the default account of its namespace"),
        (format!("{container}/env/0/name"), "db.password".into(), variable),
        (
            format!("{container}/livenessProbe/exec"),
            object(&[("command", vec!["sh", "PASSWORD=hunter2 run"].into())]).into(),
            command,
        ),
        (format!("{container}/resources/limits/memory"), "0".into(), takes),
        ("volumes/0/emptyDir/sizeLimit".into(), "0".into(), takes),
        ("metadata".into(), object(&[("x", "AKIAIOSFODNN7EXAMPLE".into())]).into(), "has a key or token as text"),
    ];
    for (path, value, message) in cases {
        let wrong = set(pod(), &path, value);
        for kind in KINDS {
            is_seen(&makes(&wrong, kind), message);
        }
    }
}

#[test]
fn a_container_is_asked_and_no_list_of_containers_is_hidden() {
    let name = |name: &'static str| Json::from(vec![object(&[("name", name.into())])]);
    let container = "containers/0";
    for probe in ["livenessProbe", "readinessProbe"] {
        let wrong = set(pod(), &format!("{container}/{probe}"), Json::Null);
        is_seen(&makes(&wrong, KINDS[1]), "is not asked whether it lives and is ready");
        assert_eq!(found::<Prod>(Own(makes(&wrong, KINDS[3]))), "", "work that ends is not asked");
        let asks_nothing = set(pod(), &format!("{container}/{probe}"), object(&[("periodSeconds", 5.into())]));
        is_seen(&makes(&asks_nothing, KINDS[1]), "is not asked whether it lives and is ready");
    }
    for list in ["containers", "initContainers", "ephemeralContainers"] {
        for hidden in [Json::from("*"), vec![Json::from("*")].into()] {
            let found = found::<Prod>(Own(makes(&set(pod(), list, hidden), KINDS[0])));
            assert!(found.contains(PRIVILEGED), "{list}: {found}");
        }
    }
    for list in ["initContainers", "ephemeralContainers"] {
        let found = found::<Prod>(Own(makes(&set(pod(), list, name("other")), KINDS[0])));
        assert!(found.contains(PRIVILEGED) && found.contains(IMAGE) && found.contains(TAKES), "{found}");
    }
}

#[test]
fn volumes_that_may_be_folders_or_images_of_anybody_are_found() {
    for (kind, of_it, message) in [
        ("csi", object(&[("driver", "hostpath.csi.k8s.io".into())]), NODE),
        ("flexVolume", object(&[("driver", "example/any".into())]), NODE),
        ("another", object(&[("path", "/".into())]), NODE),
        ("image", object(&[("reference", "x.example/files:1".into())]), IMAGE),
    ] {
        let found = found::<Prod>(Own(makes(&set(pod(), &format!("volumes/0/{kind}"), of_it), KINDS[0])));
        assert!(found.contains(message) && found.contains("has volumes that no rule judges"), "{kind}: {found}");
    }
}

#[test]
fn a_resource_of_a_users_own_type_is_read() {
    assert!(found::<Prod>(Typed).contains("(`Pod`), which shares the network"));
}

#[test]
fn a_waiver_exempts_from_the_rules_that_it_names() {
    let object = || makes(&set(pod(), "hostNetwork", true), KINDS[0]);
    let waived = |rule| Waiver::new(rule, "it watches its node", "jane.roe", date!("2099-12-31")).resource(object());
    assert_eq!(found::<Prod>(waived(rule::APART_FROM_ITS_NODE)), "");
    assert!(found::<Prod>(waived(BY_HAND)).contains("shares the network"));
}

#[test]
fn a_namespace_says_what_each_container_takes() {
    let less = "or no limits of what a container takes";
    for path in ["spec/limits/0/default", "spec/limits/0/defaultRequest/cpu", "spec/limits/0/type", "spec/limits"] {
        let mut chart = Chart::<Prod>::new("clinic");
        chart.add("Clinical", Namespace::<Synthetic>::builder().build());
        let waiver = Waiver::new(BY_HAND, "to see what is found", "jane.roe", date!("2099-12-31"));
        chart.add("Less", waiver.property("ClinicalLimits", path, Json::Null));
        let found = App::new("clinic").stack(chart).check().map_or_else(|found| found.to_string(), |_| String::new());
        assert!(found.contains(less), "{path}: {found}");
    }
}

#[test]
fn a_waiver_stands_on_the_object_that_it_is_for() {
    let object = || makes(&set(pod(), "hostNetwork", true), KINDS[0]);
    let reason = "it watches its node: # kind: Pod";
    let waiver = || Waiver::new(rule::APART_FROM_ITS_NODE, reason, "jane.roe", date!("2099-12-31"));
    let mut chart = Chart::<Prod>::new("clinic");
    chart.add("Clinical", Namespace::<Synthetic>::builder().build());
    chart.add("Own", waiver().resource(object()));
    let quota = Waiver::new(BY_HAND, "the ward is small", "jane.roe", date!("2099-12-31"));
    chart.add("Less", quota.property("ClinicalQuota", "spec/hard/limits.cpu", "8"));
    let manifest = hc_cdk_k8s::assertions::Manifest::of_chart(chart);
    let said = |kind: &str| {
        let found = manifest.objects().find(|it| it.kind() == kind).unwrap();
        found.json().pointer("/metadata/annotations/hc-cdk~1waiver").and_then(|it| it.as_str()).map(str::to_owned)
    };
    let own = said("Pod").unwrap();
    assert!(own.starts_with(&format!("breaks `ApartFromItsNode` until 2099-12-31: {reason}")), "{own}");
    assert!(
        said("ResourceQuota").unwrap().ends_with("`spec/hard/limits.cpu` of `ClinicalQuota` was \"64\" and is \"8\"")
    );
    assert_eq!(said("Namespace"), None);
    manifest.object_count("Pod", 1);
}

#[test]
fn nothing_breaks_out_of_the_line_that_names_an_object() {
    let out = "x\n---\napiVersion: v1\nkind: Pod";
    let named = |chart: &str, name: &'static str| {
        let mut chart = Chart::<Prod>::new(chart);
        chart.add(name, Namespace::<Synthetic>::builder().build());
        App::new("clinic").stack(chart).synthesize().is_ok()
    };
    assert!(named("clinic", "Own"));
    for wrong in [out, "x/ok", "x\r", "x\u{2028}", "x\u{85}"] {
        assert!(!named("clinic", wrong) && !named(wrong, "Own"), "{wrong:?}");
    }
    let part = found::<Prod>(Parts(out));
    assert!(part.contains("makes a resource that would be called"), "{part}");
}

/// A construct of a user's own whose object has a name of its own in it.
struct Parts(&'static str);

impl Spec for Parts {
    type Handle = ();
    const KIND: &'static str = "Parts";
    const INVARIANTS: &'static [Rule] = &[];
}

impl<P> Construct<P, Kubernetes> for Parts {
    fn declare(self, scope: &mut Within<'_, P, Kubernetes>) {
        scope.resource(self.0, makes(&pod(), KINDS[0]));
    }
}

#[test]
fn made_up_data_needs_no_rules() {
    assert_eq!(found::<Development>(Raw(makes(&set(pod(), "hostNetwork", true), KINDS[0]))), "");
}
