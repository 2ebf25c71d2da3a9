//! Where an API server sends its records, who takes them, and how long they are kept.
//!
//! What collectors are told is the text of a configuration. It is read line by line, as our constructs write it: a text that is written in
//! another way is taken for one that does not say it.

use hc_cdk::{
    control::{Control, hipaa, iso27001, soc2},
    policy::Dimension,
    rule::{Must, Subject, Verdict, asks},
    value::Json,
};
use hc_cdk_manifest::read::called_in_app;

use super::{
    loki::{self, API_SERVER, said},
    read::{at, has_only, items, namespace_name, text},
};

const AUDITED: &[Control] =
    &[hipaa::AUDIT_CONTROLS, hipaa::ACTIVITY_REVIEW, hipaa::TRANSMISSION_SECURITY, soc2::MONITORING, iso27001::LOGGING];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub REQUESTS_ARE_SENT = "RequestsAreSent" {
        sentence: "an API server sends what it records to a service of the app over TLS, knows that by its certificate, and is known by one",
        controls: AUDITED,
        on: &["Config"],
        when: |policy| asks(policy, Dimension::audit_retention),
        must: Must::Judge(|it| {
            let is_one = it.resource.kind() == "v1/Config";
            if is_one { Verdict::of(is_sent(it)) } else { Verdict::NotApplicable }
        }),
        message: "sends records to nobody of the app, without TLS, or without certificates of both ends",
        help: "use an `AuditReceiver`",
    }

    pub REQUESTS_ARE_KEPT = "RequestsAreKept" {
        sentence: "who takes the records of an API server takes them over mutual TLS, and a Loki of the app keeps them for as many days as the policy asks for, on a disk or in a bucket that it has a way to and keys of",
        controls: AUDITED,
        on: &["ConfigMap"],
        when: |policy| asks(policy, Dimension::audit_retention),
        must: Must::Judge(|it| {
            let taking: Vec<&str> = files(&it.resource.properties).filter(|it| it.contains("webhookevent")).collect();
            let kept = |file: &&str| takes_over_tls(file) && says_whose(file) && is_kept(it, file);
            if taking.is_empty() { Verdict::NotApplicable } else { Verdict::of(taking.iter().all(kept)) }
        }),
        message: "takes records of an API server from anybody, or hands them to what does not keep them for long enough",
        help: "use an `AuditReceiver`, and have the Loki that it hands them to begin with `loki -config.file=/etc/loki/loki.yaml` of a `LokiConfig` with `.requests()`, connect to its bucket and have the bucket's keys, `.secrets_in_environment()`, `.secret(\"AWS_ACCESS_KEY_ID\", ..)` and `.secret(\"AWS_SECRET_ACCESS_KEY\", ..)`",
    }
}

/// Whether there is one way that leads to a service of the app, with files for the certificates of both ends.
fn is_sent(config: &Subject<'_>) -> bool {
    const KNOWN: [&str; 7] = ["apiVersion", "clusters", "contexts", "current-context", "kind", "metadata", "users"];
    let json = &config.resource.properties;
    let one = |list: &str, kind: &str| match items(json, &[list]) {
        [it] if has_only(it, &["name", kind]) => Some((text(it, &["name"])?, at(it, &[kind])?)),
        _ => None,
    };
    let (Some((to, cluster)), Some((user, keys)), Some((context, ends))) =
        (one("clusters", "cluster"), one("users", "user"), one("contexts", "context"))
    else {
        return false;
    };
    let files =
        |it: &Json, names: &[&str]| names.iter().all(|name| text(it, &[name]).is_some_and(|it| it.starts_with('/')));
    has_only(json, &KNOWN)
        && text(json, &["current-context"]) == Some(context)
        && has_only(ends, &["cluster", "user"])
        && text(ends, &["cluster"]) == Some(to)
        && text(ends, &["user"]) == Some(user)
        && has_only(cluster, &["certificate-authority", "server", "tls-server-name"])
        && files(cluster, &["certificate-authority"])
        && has_only(keys, &["client-certificate", "client-key"])
        && files(keys, &["client-certificate", "client-key"])
        && is_of_the_app(config, cluster)
}

/// Whether a server is at the address of a service of the app, and is known by the name of that.
fn is_of_the_app(config: &Subject<'_>, cluster: &Json) -> bool {
    let (Some(server), Some(known)) = (text(cluster, &["server"]), text(cluster, &["tls-server-name"])) else {
        return false;
    };
    let Some((place, _)) = server.strip_prefix("https://").and_then(|it| it.split_once('/')) else { return false };
    let Some((name, space)) = known.strip_suffix(".svc").and_then(|it| it.split_once('.')) else { return false };
    let is_there = |it: &Subject<'_>| {
        let port = it.list("spec/ports").first().and_then(|it| it.get("port"));
        it.text("spec/clusterIP").zip(port).is_some_and(|(address, port)| place == format!("{address}:{port}"))
    };
    called_in_app(config, name, "Service").any(|it| namespace_name(&it) == Some(space) && is_there(&it))
}

/// The texts of a configuration.
fn files(json: &Json) -> impl Iterator<Item = &str> {
    at(json, &["data"])
        .and_then(Json::as_object)
        .into_iter()
        .flat_map(hc_cdk::value::Object::iter)
        .filter_map(|(_, it)| it.as_text())
}

/// Whether there is one receiver, which knows who sends by a certificate.
fn takes_over_tls(file: &str) -> bool {
    let receivers = file.lines().filter(|it| it.trim_start().starts_with("webhookevent") && it.ends_with(':'));
    let tls = ["cert_file", "key_file", "client_ca_file"];
    receivers.count() == 1 && tls.iter().all(|it| said(file, it).count() == 1) && said(file, "min_version").eq(["1.3"])
}

/// Whether every way out of it says that records are those of an API server, by which Loki knows them.
fn says_whose(file: &str) -> bool {
    let lines = || file.lines().map(str::trim);
    let ways = lines().filter(|it| it.starts_with("logs/") && it.ends_with(':')).count();
    let steps = lines().filter(|it| *it == "- resource/requests").count();
    ways > 0 && steps == ways && said(file, "key").eq(["service.name"]) && said(file, "value").eq([API_SERVER])
}

/// Whether whoever records are handed to is a Loki of the app that keeps them.
fn is_kept(collector: &Subject<'_>, file: &str) -> bool {
    let floor = collector.stack.policy.floor(Dimension::audit_retention).days();
    let mut sinks = said(file, "endpoint").filter(|it| it.starts_with("http")).peekable();
    sinks.peek().is_some() && sinks.all(|it| loki::keeps(collector, it, floor))
}
