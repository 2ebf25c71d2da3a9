//! What a node keeps its pods apart with beside users, capabilities and seccomp: pods leave it as it is.

use hc_cdk::{
    rule::{Must, Subject, Verdict, real_data},
    value::Json,
};
use hc_cdk_manifest::read::called_in_app;

use super::{
    operated::Operated,
    pod::{CONFINED, any},
    read::{IS_ANNOTATED, MAKES_PODS, at, items, namespace_name, pods, text},
};

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub KEEPS_ITS_GUARDS = "KeepsItsGuards" {
        sentence: "a pod weakens no guard of its node: masked `/proc`, profiles of its security modules, settings of its kernel, processes of its host",
        controls: CONFINED,
        on: &[],
        when: real_data,
        must: Must::Judge(|it| match pods(it, |pod, _| weakens(pod)) {
            Verdict::Held if names_profiles(it) => Verdict::Broken,
            verdict => verdict,
        }),
        message: "weakens a guard of its node",
        help: "leave out `procMount`, `appArmorProfile`, `seLinuxOptions`, `windowsOptions` and `sysctls`",
    }

    pub RUNS_NOTHING_BESIDE = "RunsNothingBeside" {
        sentence: "no annotation has a command run in a pod, or something put beside its containers, that the pod does not say itself",
        controls: CONFINED,
        on: &[],
        when: real_data,
        must: Must::Judge(runs_nothing_beside),
        message: "has annotations by which a command is run in its pods, or something is put beside their containers",
        help: "say it in the pod: as a container, or as a command of one",
    }
}

/// A namespace that has something run in its pods is a finding of its own, and nothing is said of these.
fn runs_nothing_beside(it: &Subject<'_>) -> Verdict {
    let is_space = it.is("Namespace");
    let makes_pods = || it.marks().has(MAKES_PODS) || Operated::of(it.kind()).is_some();
    if !is_space && !makes_pods() {
        return Verdict::NotApplicable;
    }
    if it.marks().has(IS_ANNOTATED) && has_something_run(&it.resource.properties) {
        return Verdict::Broken;
    }
    let mut spaces = namespace_name(it).into_iter().flat_map(|name| called_in_app(it, name, "Namespace"));
    let is_run_by = |it: Subject<'_>| has_something_run(&it.resource.properties);
    if is_space || spaces.any(is_run_by) { Verdict::NotApplicable } else { Verdict::Held }
}

/// Whose annotations have something run in pods or beside them, by a domain and all below it or by a name, each with the word that
/// switches it off: hooks of backups and restores, agents for secrets, files and figures, and the settings of a mesh.
const RUNNING: [(&str, Option<&str>); 16] = [
    // The proxy of a workload's identity is there as soon as the annotation is, whatever it says.
    ("azure.workload.identity/inject-proxy-sidecar", None),
    ("consul.hashicorp.com", Some("false")),
    ("dapr.io", Some("false")),
    ("datadoghq.com", Some("false")),
    ("dynatrace.com", Some("false")),
    ("gke-gcsfuse/volumes", Some("false")),
    ("gke-parallelstore/volumes", Some("false")),
    ("hook.backup.velero.io", None),
    ("hook.restore.velero.io", None),
    ("inject.istio.io", None),
    ("linkerd.io", Some("disabled")),
    ("opentelemetry.io", Some("false")),
    ("proxy.istio.io", None),
    ("sidecar.istio.io", Some("false")),
    ("sidecar.jaegertracing.io", Some("false")),
    ("vault.hashicorp.com", Some("false")),
];

/// Settings of proxies by which nothing is run: that there is one, which the rule about meshes asks for, what it takes, what it says,
/// and what goes by it.
const SETTING: [&str; 20] = [
    "config.linkerd.io/proxy-cpu-limit",
    "config.linkerd.io/proxy-cpu-request",
    "config.linkerd.io/proxy-log-format",
    "config.linkerd.io/proxy-log-level",
    "config.linkerd.io/proxy-memory-limit",
    "config.linkerd.io/proxy-memory-request",
    "readiness.status.sidecar.istio.io/",
    "sidecar.istio.io/agentLogLevel",
    "sidecar.istio.io/componentLogLevel",
    "sidecar.istio.io/inject",
    "sidecar.istio.io/logLevel",
    "sidecar.istio.io/proxyCPU",
    "sidecar.istio.io/proxyCPULimit",
    "sidecar.istio.io/proxyMemory",
    "sidecar.istio.io/proxyMemoryLimit",
    "sidecar.istio.io/statsInclusionPrefixes",
    "sidecar.istio.io/statsInclusionRegexps",
    "sidecar.istio.io/statsInclusionSuffixes",
    "status.sidecar.istio.io/",
    "traffic.sidecar.istio.io/",
];

/// Whether an annotation has something run.
fn runs((name, value): (&str, &Json)) -> bool {
    let domain = name.split_once('/').map_or("", |(domain, _)| domain);
    let is_of =
        |whose: &str| name == whose || domain.strip_suffix(whose).is_some_and(|it| it.is_empty() || it.ends_with('.'));
    let is_setting = |it: &&str| *it == name || it.ends_with('/') && name.starts_with(*it);
    let runs = |(whose, off): &(&str, Option<&str>)| is_of(whose) && (off.is_none() || value.as_text() != *off);
    !SETTING.iter().any(is_setting) && RUNNING.iter().any(runs)
}

/// Whether an annotation has something run, wherever it stands.
fn has_something_run(json: &Json) -> bool {
    match json {
        Json::Object(members) => members.iter().any(|(name, it)| match it {
            Json::Object(all) if name == "annotations" => all.iter().any(runs),
            it => has_something_run(it),
        }),
        Json::List(items) => items.iter().any(has_something_run),
        _ => false,
    }
}

/// What stands for a guard in a security context, and which words leave it as it is. Of each, the Pod Security Standards say so.
const GUARDS: [(&[&str], &[&str]); 5] = [
    (&["procMount"], &["Default"]),
    (&["appArmorProfile", "type"], &["RuntimeDefault", "Localhost"]),
    (&["seLinuxOptions", "type"], &["", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"]),
    (&["seLinuxOptions", "user"], &[""]),
    (&["seLinuxOptions", "role"], &[""]),
];

/// The settings of a kernel that each pod has for itself and that harm no other.
const SAFE: [&str; 10] = [
    "kernel.shm_rmid_forced",
    "net.ipv4.ip_local_port_range",
    "net.ipv4.ip_local_reserved_ports",
    "net.ipv4.ip_unprivileged_port_start",
    "net.ipv4.ping_group_range",
    "net.ipv4.tcp_fin_timeout",
    "net.ipv4.tcp_keepalive_intvl",
    "net.ipv4.tcp_keepalive_probes",
    "net.ipv4.tcp_keepalive_time",
    "net.ipv4.tcp_syncookies",
];

/// Where profiles of `AppArmor` were named before pods had a member for them.
const PROFILES: &str = "container.apparmor.security.beta.kubernetes.io/";

fn weakens(pod: &Json) -> bool {
    of_context(pod) || any(pod, |_, container| of_context(container)) || has_unsafe_settings(pod)
}

/// Whether the security context of a pod or a container weakens a guard.
fn of_context(it: &Json) -> bool {
    let Some(context) = at(it, &["securityContext"]) else { return false };
    let differs = |(path, usual): &(&[&str], &[&str])| {
        let [guard, rest @ ..] = *path else { return false };
        let Some(guard) = at(context, &[guard]) else { return false };
        let says = |it: &Json| it.as_text().is_none_or(|it| !usual.contains(&it));
        // What cannot be read inside of can say anything.
        if rest.is_empty() { says(guard) } else { guard.as_object().is_none() || at(guard, rest).is_some_and(says) }
    };
    let windows = at(context, &["windowsOptions"]);
    let in_host = windows.is_some_and(|it| {
        it.as_object().is_none() || at(it, &["hostProcess"]).is_some_and(|it| *it != Json::Bool(false))
    });
    context.as_object().is_none() || in_host || GUARDS.iter().any(differs)
}

fn has_unsafe_settings(pod: &Json) -> bool {
    let settings = at(pod, &["securityContext", "sysctls"]);
    let is_unsafe = |it: &Json| text(it, &["name"]).is_none_or(|name| !SAFE.contains(&name));
    settings.is_some_and(|it| it.as_list().is_none())
        || items(pod, &["securityContext", "sysctls"]).iter().any(is_unsafe)
}

/// Whether an annotation, wherever it stands, names another profile of `AppArmor` than the usual ones.
fn names_profiles(subject: &Subject<'_>) -> bool {
    fn inside(json: &Json) -> bool {
        let usual = |it: &str| it == "runtime/default" || it.starts_with("localhost/");
        match json {
            Json::Object(members) => members
                .iter()
                .any(|(name, it)| name.starts_with(PROFILES) && it.as_text().is_none_or(|it| !usual(it)) || inside(it)),
            Json::List(items) => items.iter().any(inside),
            _ => false,
        }
    }
    inside(&subject.resource.properties)
}
