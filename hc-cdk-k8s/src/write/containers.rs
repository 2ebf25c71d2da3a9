//! Containers of a pod that a cluster does not take: their names, mounts, amounts and probes.

use hc_cdk::value::Json;
use hc_cdk_manifest::read::{at, items, text};
use indexmap::IndexSet;

use super::{
    amounts::{LIMITED, read},
    object::Object,
};

/// What is wrong, and what to do.
pub(super) type Wrong = (String, &'static str);

const PROBES: [&str; 3] = ["livenessProbe", "readinessProbe", "startupProbe"];

pub(super) fn check(it: &Object<'_>, pod: &Json, wrong: &mut Vec<Wrong>) {
    let volumes = volumes(it, pod);
    let mut names = IndexSet::new();
    for container in ["initContainers", "containers"].iter().flat_map(|list| items(pod, &[list])) {
        let Some(name) = text(container, &["name"]) else { continue };
        if !names.insert(name) {
            wrong.push((format!("has two containers `{name}` in one pod"), "give each a name of its own"));
        }
        let mounted = items(container, &["volumeMounts"]).iter().filter_map(|it| text(it, &["name"]));
        for volume in mounted.filter(|volume| volumes.as_ref().is_some_and(|all| !all.contains(volume))) {
            let message = format!("lets the container `{name}` mount `{volume}`, and the pod has no such volume");
            wrong.push((message, "name one of its volumes"));
        }
        wrong.extend(takes_more(container, name));
        probes(container, name, wrong);
    }
}

/// The volumes of a pod, and the claims that a stateful set makes for each; nothing if one of them is not known.
fn volumes<'a>(it: &Object<'a>, pod: &'a Json) -> Option<IndexSet<&'a str>> {
    let own = list(pod.get("volumes"))?.iter().map(|it| text(it, &["name"]));
    let claims = list(it.at("spec/volumeClaimTemplates"))?.iter().map(|it| text(it, &["metadata", "name"]));
    own.chain(claims).collect()
}

fn list(value: Option<&Json>) -> Option<&[Json]> {
    value.map_or(Some(&[]), Json::as_list)
}

/// Whether it asks for more than it may take.
fn takes_more(container: &Json, name: &str) -> Option<Wrong> {
    let of = |side: &str, what: &str| read(what, at(container, &["resources", side, what])?);
    let is_more = |what: &&str| of("requests", what).zip(of("limits", what)).is_some_and(|(asks, may)| asks > may);
    let what = LIMITED.iter().map(|(_, _, what)| *what).find(|what| is_more(what))?;
    let message = format!("lets the container `{name}` ask for more {what} than it may take");
    Some((message, "let the limit be no less than the request"))
}

/// A probe that asks at a port of no such name, or wants more than one answer where one counts.
fn probes(container: &Json, name: &str, wrong: &mut Vec<Wrong>) {
    let called =
        list(container.get("ports")).map(|all| all.iter().filter_map(|it| text(it, &["name"])).collect::<Vec<_>>());
    for (kind, probe) in PROBES.iter().filter_map(|kind| Some((kind, container.get(kind)?))) {
        let port = ["httpGet", "tcpSocket"]
            .iter()
            .find_map(|how| text(probe, &[how, "port"]))
            .filter(|it| it.parse::<u16>().is_err());
        if let (Some(port), Some(called)) = (port, &called)
            && !called.contains(&port)
        {
            let message =
                format!("asks the container `{name}` at the port `{port}`, and none of its ports is called so");
            wrong.push((message, "name a port of the container"));
        }
        let successes = at(probe, &["successThreshold"]).and_then(Json::as_int);
        if *kind != "readinessProbe" && successes.is_some_and(|it| it != 1) {
            let message =
                format!("has a `{kind}` of `{name}` whose `successThreshold` is not 1, which a cluster does not take");
            wrong.push((message, "leave it out"));
        }
    }
}
