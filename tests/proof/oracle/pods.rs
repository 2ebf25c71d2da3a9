//! Pods: their containers, their accounts and where they run.

use serde_json::Value;

use super::{Table, stores, tasks, when};
use crate::document::{Thing, is_on, list, value, words};

pub(super) const TABLE: Table = &[
    ("ApartFromItsNode", apart),
    ("NoPrivileges", |it| containers(it).find_map(privileges)),
    ("NotRoot", |it| containers(it).find_map(|container| root(it, container))),
    ("ReadOnlyRoot", |it| {
        containers(it).find_map(|it| {
            when(!value(it, "securityContext/readOnlyRootFilesystem").is_some_and(is_on), "it writes to its root")
        })
    }),
    ("SeccompProfile", |it| containers(it).find_map(|container| seccomp(it, container))),
    ("KeepsItsGuards", guards),
    ("RunsNothingBeside", |it| {
        let runs = [
            ".velero.io/command",
            ".velero.io/container-image",
            "vault.hashicorp.com/agent-inject",
            "sidecar.istio.io/userVolume",
            "azure.workload.identity/inject-proxy-sidecar",
        ];
        // What stands at a namespace is for all of its pods.
        let for_all = ["instrumentation.opentelemetry.io/inject-", "linkerd.io/inject"];
        let zone = it.text("metadata/namespace");
        let of_zone = it.others("Namespace").filter(|it| zone.is_some() && it.text("metadata/name") == zone);
        let text = it.written.json.to_string();
        let zones: String = of_zone.map(|it| it.written.json["metadata"]["annotations"].to_string()).collect();
        when(runs.iter().any(|it| text.contains(it)), "an annotation has something run beside it")
            .or_else(|| when(for_all.iter().any(|it| zones.contains(it)), "its namespace has something run beside it"))
    }),
    ("ImageByDigest", |it| {
        if stores::is_one(it) {
            return stores::images(it);
        }
        containers(it).find_map(|it| when(!words(&it["image"]).contains("@sha256:"), "an image has no digest"))
    }),
    ("StatesWhatItTakes", |it| {
        containers(it).find_map(|it| {
            let all = ["resources/requests/cpu", "resources/requests/memory", "resources/limits/memory"];
            // What is limited and not asked for is asked for as much as it is limited.
            let stated =
                |path: &&str| tasks::is_some(it, path) || tasks::is_some(it, &path.replace("requests", "limits"));
            all.iter().find(|path| !stated(path)).map(|path| format!("{path} is not stated"))
        })
    }),
    ("AskedWhetherItLives", |it| {
        let own = list(pod(it).and_then(|it| value(it, "containers"))).iter();
        own.into_iter().find_map(|it| {
            ["livenessProbe", "readinessProbe"].into_iter().find_map(|name| {
                let probe = it.get(name).and_then(Value::as_object);
                let asks = probe.is_some_and(|it| {
                    ["httpGet", "tcpSocket", "exec", "grpc"]
                        .iter()
                        .any(|way| it.get(*way).is_some_and(|it| it.is_object() && !it.as_object().unwrap().is_empty()))
                });
                when(!asks, format!("it has no {name}"))
            })
        })
    }),
    ("AccountOfItsOwn", |it| {
        if stores::is_one(it) {
            return None;
        }
        let name = pod(it).and_then(|it| value(it, "serviceAccountName").or(value(it, "serviceAccount"))).map(words);
        when(name.is_none_or(|it| it == "default"), "it has the default account")
    }),
    ("TokenIsAskedFor", |it| {
        when(
            pod(it).is_some_and(|it| value(it, "automountServiceAccountToken").is_none_or(|it| !it.is_boolean())),
            "it does not say",
        )
        .or_else(|| {
            let pod = pod(it)?;
            let sources = list(value(pod, "volumes")).iter().flat_map(|it| list(it["projected"].get("sources")));
            let has = sources.into_iter().any(|it| it.get("serviceAccountToken").is_some());
            when(
                has && value(pod, "automountServiceAccountToken").is_some_and(|it| *it == false),
                "it says no, and has it",
            )
        })
    }),
    ("KnownVolumes", volumes),
    ("SecretInCommand", |it| {
        containers(it).find_map(|it| {
            let words = ["command", "args"].into_iter().flat_map(|path| list(value(it, path))).map(words);
            when(words.into_iter().any(|it| is_secret(&it)), "a secret stands in its command")
        })
    }),
    ("SecretInVariable", |it| {
        containers(it).find_map(|it| {
            let mut all = list(value(it, "env")).iter().map(|it| words(&it["value"]));
            when(all.any(|it| is_secret(&it)), "a secret stands in a variable")
        })
    }),
    ("ReportsLeavePeopleOut", |it| {
        containers(it).find_map(|it| {
            let mut all = list(value(it, "env")).iter().filter(|it| words(&it["name"]) == "SENTRY_SEND_DEFAULT_PII");
            let off = ["false", "0", "no", "off"];
            when(
                all.any(|it| !off.contains(&words(&it["value"]).to_lowercase().as_str())),
                "reports of errors have personal data in them",
            )
        })
    }),
    ("InAClosedNamespace", |it| {
        let zone = it.text("metadata/namespace");
        let there = zone.is_some_and(|zone| it.others("Namespace").any(|it| it.text("metadata/name") == Some(zone)));
        when(!there, "its namespace is not of the app")
    }),
    ("LogsSayHowLong", |it| {
        if stores::is_one(it) {
            return None;
        }
        let days = template(it).and_then(|it| {
            value(it, "metadata/labels/hc-cdk~1log-retention-days")
                .or_else(|| it["metadata"]["labels"].get("hc-cdk/log-retention-days"))
        });
        let days = days.and_then(crate::document::number);
        when(!days.is_some_and(|days| days >= it.asked().log), "it says too few days")
    }),
];

fn is_secret(text: &str) -> bool {
    text.contains("password=") || text.contains("AKIA")
}

/// The template of an object's pods, or the pod itself.
pub(super) fn template(it: Thing<'_>) -> Option<&Value> {
    match it.kind() {
        "Pod" => it.at(""),
        "CronJob" => it.at("spec/jobTemplate/spec/template"),
        _ => it.at("spec/template"),
    }
}

/// The specification of an object's pods.
pub(super) fn pod(it: Thing<'_>) -> Option<&Value> {
    template(it).and_then(|it| it.get("spec"))
}

/// Every container of an object's pods.
pub(super) fn containers(it: Thing<'_>) -> impl Iterator<Item = &Value> {
    ["containers", "initContainers", "ephemeralContainers"]
        .into_iter()
        .flat_map(move |name| list(pod(it).and_then(|it| value(it, name))))
}

fn apart(it: Thing<'_>) -> Option<String> {
    let pod = pod(it)?;
    let shared = ["hostNetwork", "hostPID", "hostIPC"].into_iter().find(|name| value(pod, name).is_some_and(is_on));
    let folder = list(value(pod, "volumes"))
        .iter()
        .any(|it| ["csi", "flexVolume", "hostPath"].iter().any(|kind| it.get(kind).is_some()));
    let port = containers(it).any(|it| list(value(it, "ports")).iter().any(|it| tasks::is_some(it, "hostPort")));
    shared
        .map(|it| format!("{it} is on"))
        .or_else(|| when(folder, "it has a folder of its node"))
        .or_else(|| when(port, "it has a port of its node"))
        .or_else(|| containers(it).find_map(|it| asks(it, "livenessProbe").or_else(|| asks(it, "readinessProbe"))))
}

fn asks(container: &Value, probe: &str) -> Option<String> {
    let host = |way| value(container, &format!("{probe}/{way}/host")).is_some_and(|it| *it != "");
    when(host("httpGet") || host("tcpSocket"), "its node asks another host")
}

fn privileges(it: &Value) -> Option<String> {
    let own = |path: &str| value(it, &format!("securityContext/{path}"));
    let dropped = list(own("capabilities/drop")).iter().any(|it| it == "ALL");
    when(own("privileged").is_some_and(is_on), "it is privileged")
        .or_else(|| when(own("allowPrivilegeEscalation").is_none_or(|it| *it != false), "it may get privileges"))
        .or_else(|| when(!list(own("capabilities/add")).is_empty(), "it has added capabilities"))
        .or_else(|| when(!dropped, "it keeps the capabilities of its runtime"))
}

fn root(it: Thing<'_>, container: &Value) -> Option<String> {
    let user = context(it, container, "runAsUser");
    when(!context(it, container, "runAsNonRoot").as_ref().is_some_and(is_on), "it may run as root")
        .or_else(|| when(user.is_some_and(|it| it == 0), "it runs as root"))
}

/// A member of the security context of a container, or of its pod.
fn context(it: Thing<'_>, container: &Value, path: &str) -> Option<Value> {
    let path = format!("securityContext/{path}");
    value(container, &path).or_else(|| value(pod(it)?, &path)).cloned()
}

fn seccomp(it: Thing<'_>, container: &Value) -> Option<String> {
    let profile = context(it, container, "seccompProfile/type");
    let known = profile.as_ref().and_then(Value::as_str).is_some_and(|it| it == "RuntimeDefault" || it == "Localhost");
    when(!known, "no profile confines it")
}

/// What the Pod Security Standards do not allow in security contexts, beside what the other sentences are about.
fn guards(it: Thing<'_>) -> Option<String> {
    let spec = pod(it)?;
    containers(it).chain([spec]).find_map(|it| {
        let own = |path: &str| value(it, &format!("securityContext/{path}"));
        let word = |path: &str| own(path).map(words).unwrap_or_default();
        when(!["", "Default"].contains(&word("procMount").as_str()), "its `/proc` is not masked")
            .or_else(|| when(word("appArmorProfile/type") == "Unconfined", "AppArmor does not confine it"))
            .or_else(|| when(word("seLinuxOptions/type") == "spc_t", "SELinux does not confine it"))
            .or_else(|| when(own("windowsOptions/hostProcess").is_some_and(is_on), "it is a process of its host"))
            .or_else(|| {
                let shared = |it: &Value| words(&it["name"]).starts_with("kernel.msg");
                when(list(own("sysctls")).iter().any(shared), "it sets what the node shares")
            })
    })
}

fn volumes(it: Thing<'_>) -> Option<String> {
    const KNOWN: [&str; 7] =
        ["configMap", "secret", "emptyDir", "projected", "downwardAPI", "persistentVolumeClaim", "ephemeral"];
    let wrong = |it: &Value| {
        it.as_object().is_some_and(|it| it.keys().any(|name| name != "name" && !KNOWN.contains(&name.as_str())))
    };
    when(list(pod(it).and_then(|it| value(it, "volumes"))).iter().any(wrong), "a volume is of another kind")
}
