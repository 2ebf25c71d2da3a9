//! What a node keeps its pods apart with beside users, capabilities and seccomp: pods leave it as it is.

use hc_cdk::{
    rule::{Must, Subject, Verdict, real_data},
    value::Json,
};

use super::{
    operated::Operated,
    pod::{CONFINED, any},
    read::{at, items, pods, text},
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
        must: Must::Judge(|it| {
            let makes_pods = Operated::of(it.kind()).is_some() || pods(it, |_, _| false) != Verdict::NotApplicable;
            if makes_pods { Verdict::of(!has_something_run(&it.resource.properties)) } else { Verdict::NotApplicable }
        }),
        message: "has annotations by which a command is run in its pods, or something is put beside their containers",
        help: "say it in the pod: as a container, or as a command of one",
    }
}

/// By what pods say that they have the proxy of their mesh.
const PROXIED: &str = "sidecar.istio.io/inject";

/// Whose annotations have something run in pods or beside them, by the ends of their domains: hooks of backups and restores, agents for
/// secrets and figures, and the settings of a mesh beside whether a pod is in it.
const RUNNING: [&str; 12] = [
    "consul.hashicorp.com",
    "dapr.io",
    "datadoghq.com",
    "dynatrace.com",
    "hook.backup.velero.io",
    "hook.restore.velero.io",
    "inject.istio.io",
    "linkerd.io",
    "opentelemetry.io",
    "proxy.istio.io",
    "sidecar.istio.io",
    "vault.hashicorp.com",
];

/// Whether an annotation has something run, wherever it stands.
fn has_something_run(json: &Json) -> bool {
    let runs = |name: &str| {
        // That pods have the proxy of their mesh is what another rule asks for.
        let domain = name.split_once('/').map_or("", |(domain, _)| domain);
        name != PROXIED && RUNNING.iter().any(|it| domain.ends_with(it))
    };
    match json {
        Json::Object(members) => members.iter().any(|(name, it)| match it {
            Json::Object(all) if name == "annotations" => all.iter().any(|(name, _)| runs(name)),
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
