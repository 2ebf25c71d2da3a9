//! Which Loki is asked at an address, and whether it is told to keep the records of API servers for long enough, where it can.
//!
//! It is found by its service and by the pods that this selects, and what it is told by their command: the file that `-config.file` names,
//! in a configuration that is mounted there. A further argument could say otherwise, and a secret or an image cannot be read: then nothing
//! is known. Texts are read line by line, as our constructs write them: one that is written in another way is taken for one that does
//! not say it.

use hc_cdk::{
    rule::Subject,
    value::{Json, Object, Token},
};
use hc_cdk_manifest::read::called_in_app;

use super::{
    floors::labels_of_pods,
    read::{Declared, at, has_members, has_only, inside, items, named, namespace, namespace_name, text},
    watch_ways::{End, Side, is_outside},
};

/// The service that the records of an API server come from, as Loki knows it.
pub(super) const API_SERVER: &str = "kube-apiserver";

/// What makes pods that run on and on.
const MAKERS: [&str; 6] = ["DaemonSet", "Deployment", "Pod", "ReplicaSet", "Rollout", "StatefulSet"];

/// Whether whatever is asked at an address keeps the records of API servers for so many days.
pub(super) fn keeps(asker: &Subject<'_>, address: &str, days: u32) -> bool {
    let host = address.strip_prefix("http://").and_then(|it| it.split([':', '/']).next());
    let Some((name, space)) = host.and_then(|it| it.strip_suffix(".svc")?.split_once('.')) else { return false };
    let is_asked = |it: &Subject<'_>| namespace_name(it).is_none_or(|it| it == space);
    let mut services = called_in_app(asker, name, "Service").filter(is_asked).peekable();
    services.peek().is_some() && services.all(|it| leads_to_one_that_keeps(&it, days))
}

fn leads_to_one_that_keeps(service: &Subject<'_>, days: u32) -> bool {
    let selector = service.property("spec/selector").and_then(Json::as_object).filter(|it| !it.is_empty());
    let (Some(selector), Some(zone)) = (selector, namespace(service)) else { return false };
    let makers = MAKERS.iter().flat_map(|kind| inside(&zone, kind));
    let mut selected = makers.filter(|it| may_have(labels_of_pods(it), selector)).peekable();
    selected.peek().is_some() && selected.all(|it| is_told(&it, days))
}

/// Whether pods with some labels may be selected by others: what cannot be read may be anything.
fn may_have(labels: Option<&Json>, selector: &Object) -> bool {
    labels.is_some_and(|labels| {
        selector.iter().all(|(name, value)| match labels.as_object() {
            Some(all) => all.get(name).is_some_and(|it| it.as_text().is_none() || it == value),
            None => true,
        })
    })
}

/// Whether the pods of something are one Loki that is told to keep them.
fn is_told(maker: &Subject<'_>, days: u32) -> bool {
    let pods = Declared::of(maker).pods;
    let [pod] = pods.as_slice() else { return false };
    let [container] = items(pod, &["containers"]) else { return false };
    let file = told_by(container).and_then(|path| mounted(maker, pod, container, path));
    file.is_some_and(|it| keeps_for(it, days) && is_stored(maker, pod, container, it))
}

/// Whether pods can bring what they keep to where they are told to keep it: on their own disks, or in a bucket to which they have a way and
/// for which they have keys, or the role of an account.
fn is_stored(maker: &Subject<'_>, pod: &Json, container: &Json, file: &str) -> bool {
    if said(file, "object_store").all(|it| it == "filesystem") {
        return true;
    }
    let is_given = |key: &&str| {
        // A reference that names no key of a secret, or one that may be missing, gives nothing.
        let gives = |from: &Json| {
            let is_said = |it: &Json| match it {
                Json::Text(text) => !text.is_empty(),
                Json::Token(token) => matches!(token.as_ref(), Token::Attribute { .. } | Token::Concat(_)),
                _ => false,
            };
            ["key", "name"].iter().all(|it| at(from, &[it]).is_some_and(is_said))
                && at(from, &["optional"]).is_none_or(|it| *it == Json::Bool(false))
        };
        let is_it =
            |it: &Json| text(it, &["name"]) == Some(key) && at(it, &["valueFrom", "secretKeyRef"]).is_some_and(gives);
        items(container, &["env"]).iter().any(is_it)
    };
    let account = named(maker, at(pod, &["serviceAccountName"]), "ServiceAccount");
    let has_role = account.is_some_and(|it| has_members(&it.resource.properties, &["metadata", "annotations"]));
    let is_reached = namespace(maker).zip(labels_of_pods(maker)).is_some_and(|(space, labels)| {
        End::made_with(space, labels)
            .is_some_and(|it| it.ways(Side::Out).any(|way| items(way, &["to"]).iter().any(is_outside)))
    });
    is_reached && (KEYS.iter().all(is_given) || has_role)
}

/// The variables by which whatever speaks to a bucket knows its keys.
const KEYS: [&str; 2] = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];

/// The file that a container is told by, if its command says nothing else.
fn told_by(container: &Json) -> Option<&str> {
    let command = items(container, &["command"]).iter().map(Json::as_text).collect::<Option<Vec<_>>>()?;
    let arguments = items(container, &["args"]).iter().map(Json::as_text).collect::<Option<Vec<_>>>()?;
    let (program, first) = command.split_first()?;
    let [one] = *[first, arguments.as_slice()].concat() else { return None };
    let is_loki = program.rsplit('/').next() == Some("loki");
    one.strip_prefix('-').map(|it| it.trim_start_matches('-'))?.strip_prefix("config.file=").filter(|_| is_loki)
}

/// The text of a file of a container, if it is one of a configuration that is mounted there as a whole.
fn mounted<'a>(maker: &Subject<'a>, pod: &Json, container: &Json, path: &str) -> Option<&'a str> {
    let (folder, name) = path.rsplit_once('/')?;
    let mounts = items(container, &["volumeMounts"]);
    // What is mounted below or above it may hide it.
    let is_over = |it: &&Json| {
        text(it, &["mountPath"]).is_none_or(|it| {
            let it = it.trim_end_matches('/');
            it == path || path.strip_prefix(it).is_some_and(|rest| rest.starts_with('/'))
        })
    };
    let over: Vec<&Json> = mounts.iter().filter(is_over).collect();
    let [mount] = over.as_slice() else { return None };
    let is_folder = text(mount, &["mountPath"]).is_some_and(|it| it.trim_end_matches('/') == folder);
    let volume = text(mount, &["name"]).filter(|_| is_folder && has_only(mount, &["mountPath", "name", "readOnly"]))?;
    let volumes = items(pod, &["volumes"]);
    let source = volumes.iter().find(|it| text(it, &["name"]) == Some(volume))?;
    let configuration = at(source, &["configMap"]).filter(|it| has_only(it, &["defaultMode", "name"]))?;
    let configuration = named(maker, configuration.get("name"), "ConfigMap")?;
    let properties = &configuration.resource.properties;
    at(properties, &["data"])?.as_object()?.get(name)?.as_text()
}

/// What a member is said to be, each time that a text says it.
pub(super) fn said<'a>(text: &'a str, member: &'a str) -> impl Iterator<Item = &'a str> {
    let value = move |line: &'a str| {
        let line = line.trim_start().trim_start_matches("- ");
        line.strip_prefix(member)?.strip_prefix(": ").map(|it| it.trim_matches(['"', '\'']))
    };
    text.lines().filter_map(value)
}

/// Whether Loki keeps the records of API servers for as many days, and has no other rule that they could fall under.
fn keeps_for(loki: &str, floor: u32) -> bool {
    let selector = format!("{{service_name=\\\"{API_SERVER}\\\"}}");
    let hours = |it: &str| it.strip_suffix('h').and_then(|it| it.parse::<u32>().ok());
    let streams = loki.split_once("retention_stream:").map_or("", |(_, it)| it);
    said(loki, "selector").eq([selector.as_str()])
        && said(streams, "period").next().and_then(hours).is_some_and(|it| it >= floor * 24)
}
