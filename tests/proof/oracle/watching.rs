//! Whether network policies let pass what watching asks for. A namespace is closed: what no policy opens is closed.

use serde_json::Value;

use super::{Table, running::is_asked_for, when};
use crate::document::{Thing, list, value};

pub(super) const TABLE: Table = &[
    ("TargetsAreFound", |it| {
        let zone = it.text("metadata/namespace")?;
        when(outside(it, zone, "prometheus").is_empty(), "no policy lets Prometheus out to the API server")
    }),
    ("ChecksAreAsked", |it| {
        let (name, zone, port) = place(it.text("spec/prober/url")?)?;
        let prober = pods(it, name, zone)?;
        let lets_in = rules(it, zone, &prober, "Ingress").iter().any(|rule| is_of(rule, port));
        let asked = list(it.at("spec/targets/staticConfig/static")).iter().filter_map(Value::as_str);
        let closed = |address: &str| {
            let (_, rest) = address.split_once("://").unwrap_or_default();
            let Some((name, zone, port)) = place(rest.split('/').next().unwrap_or_default()) else { return false };
            let Some(there) = pods(it, name, zone) else { return false };
            !rules(it, zone, &there, "Ingress").iter().any(|rule| is_of(rule, port))
        };
        when(!lets_in, "no policy lets anybody in to the prober")
            .or_else(|| when(asked.into_iter().any(closed), "nobody is let in to what the prober asks"))
    }),
    ("AlertsReadWhatIsAsked", |it| {
        let groups = it.list("spec/groups").iter().flat_map(|it| list(value(it, "rules")));
        let expressions: Vec<&str> = groups.filter_map(|it| it["expr"].as_str()).collect();
        let label =
            |text: &str, name: &str| Some(text.split_once(&format!("{name}=\""))?.1.split('"').next()?.to_owned());
        let selected = expressions.iter().flat_map(|it| it.split('{').skip(1)).filter_map(|it| it.split('}').next());
        let mut jobs = selected.filter_map(|it| label(it, "namespace").zip(label(it, "job")));
        // Without a way in, it is asked in vain; by which name the pods of a store are known, its operator says.
        let is_closed = |space: &str, job: &str| {
            pods(it, job, space).is_some_and(|pods| rules(it, space, &pods, "Ingress").is_empty())
        };
        let takes = |it: Thing<'_>| it.at("spec/serviceMonitorSelector").is_some_and(Value::is_object);
        let asks = |it: Thing<'_>| it.at("spec/probeSelector").is_some_and(Value::is_object);
        let checks = expressions.iter().any(|it| it.contains("probe_"));
        let nobody = |takes: fn(Thing<'_>) -> bool| !it.others("Prometheus").any(takes);
        let unheard = when(checks && nobody(asks), "no Prometheus takes an uptime check");
        when(nobody(takes), "no Prometheus takes a monitor").or(unheard).or_else(|| {
            jobs.find(|(space, job)| !is_asked_for(it, space, job) || is_closed(space, job))
                .map(|(space, job)| format!("nobody asks for the figures of `{job}` in `{space}`"))
        })
    }),
    ("ChannelsAreReached", |it| {
        let servers = it.list("spec/receivers").iter().flat_map(|it| list(value(it, "emailConfigs")));
        let ports: Vec<&str> = servers.filter_map(|it| Some(it["smarthost"].as_str()?.rsplit_once(':')?.1)).collect();
        let is_closed = |teller: Thing<'_>| {
            let zone = teller.text("metadata/namespace").unwrap_or_default();
            let out = outside(it, zone, "alertmanager");
            !ports.iter().all(|port| out.iter().any(|rule| is_of(rule, port)))
        };
        // Where there is one for each of several namespaces, that of its own namespace tells.
        let own = it.text("metadata/namespace");
        let is_near = |teller: &Thing<'_>| teller.text("metadata/namespace") == own;
        let all = !it.others("Alertmanager").any(|it| is_near(&it));
        let mut tellers = it.others("Alertmanager").filter(|it| all || is_near(it));
        when(tellers.any(is_closed), "no policy lets Alertmanager out to a server of mail")
    }),
];

/// The name, the namespace and the port of an address in the cluster.
fn place(address: &str) -> Option<(&str, &str, &str)> {
    let (host, port) = address.split_once(':')?;
    let (name, zone) = host.strip_suffix(".svc")?.split_once('.')?;
    Some((name, zone, port))
}

/// By which name the pods of a service are known.
fn pods(it: Thing<'_>, name: &str, zone: &str) -> Option<String> {
    let is_it = |it: &Thing<'_>| it.text("metadata/name") == Some(name) && it.text("metadata/namespace") == Some(zone);
    let service = it.others("Service").find(is_it)?;
    Some(service.at("spec/selector")?.get("app.kubernetes.io/name")?.as_str()?.to_owned())
}

/// What policies of a namespace let pass on a side of the pods of that name.
fn rules<'a>(it: Thing<'a>, zone: &str, pods: &str, side: &str) -> Vec<&'a Value> {
    let is_about = |policy: &Thing<'_>| {
        let types = policy.list("spec/policyTypes");
        let labels = policy.at("spec/podSelector/matchLabels").and_then(Value::as_object);
        policy.text("metadata/namespace") == Some(zone)
            && (types.is_empty() || types.iter().any(|it| it == side))
            // A selector that is empty, or that is left out, is for all pods.
            && labels.is_none_or(|it| it.get("app.kubernetes.io/name").is_none_or(|it| it == pods))
    };
    let path = format!("spec/{}", side.to_lowercase());
    it.others("NetworkPolicy").filter(is_about).flat_map(|it| it.list(&path)).collect()
}

/// The same of those that lead out of the cluster.
fn outside<'a>(it: Thing<'a>, zone: &str, pods: &str) -> Vec<&'a Value> {
    let leads_out = |rule: &&Value| list(value(rule, "to")).iter().any(|it| value(it, "ipBlock/cidr").is_some());
    rules(it, zone, pods, "Egress").into_iter().filter(leads_out).collect()
}

fn is_of(rule: &Value, port: &str) -> bool {
    list(value(rule, "ports")).iter().any(|it| port.parse().is_ok_and(|port: u64| it["port"] == port))
}
