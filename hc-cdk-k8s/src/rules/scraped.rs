//! What Prometheus reads: which monitors of the app ask something as a job of a namespace, who finds these, and whether there is a way.
//!
//! An alert on figures that nobody asks for is never raised, and what is scaled by them stays as it is.

use hc_cdk::{
    rule::{Index, Subject, Verdict},
    value::{Json, Object, sorted},
};
use hc_cdk_manifest::read::{called_in_app, in_one_cluster, labels};
use hc_cdk_observe::read::{Read, all, selected};

use super::{
    finds_pods::finds_pods,
    gateway::NAME_OF_A_NAMESPACE,
    monitors::watches_by_name,
    operators::KINDS,
    read::{OPERATED, at, has_members, namespace, namespace_name, text},
    watch_ways::{End, PROMETHEUS},
};

/// Who asks for figures.
pub(super) enum Asker<'a> {
    /// A Prometheus of the app.
    OfTheApp(Subject<'a>),
    /// One that somebody else runs. Which monitors it takes, and whose pods it may find, is for them to say.
    OfOthers,
}

/// A job as series name it: what it is called, and its namespace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Job<'a> {
    space: &'a str,
    name: &'a str,
}

/// The monitors: those of services by the first of the labels of what they read, those of pods by the name that they give to these.
static MONITORS: Index = Index::by(|it| {
    let wanted = at(&it.properties, &["spec", "selector", "matchLabels"])?.as_object()?;
    match it.short_kind() {
        "ServiceMonitor" => wanted.iter().next().and_then(|(name, value)| label(name, value)),
        "PodMonitor" => Some(pods(wanted.get(text(&it.properties, &["spec", "jobLabel"])?)?.as_text()?)),
        _ => None,
    }
});

/// The uptime checks by the jobs that they are.
static CHECKS: Index = Index::by(|it| {
    (it.short_kind() == "Probe").then(|| text(&it.properties, &["spec", "jobName"]).map(str::to_owned))?
});

fn pods(job: &str) -> String {
    format!("pods {job}")
}

fn label(name: &str, value: &Json) -> Option<String> {
    Some(format!("{name}={}", value.as_text()?))
}

/// Whether a monitor counts.
type Counts = fn(&Subject<'_>) -> bool;

impl<'a> Job<'a> {
    /// The job of which series are selected, if they are those of one.
    pub(super) fn of(read: &Read<'a>) -> Option<Self> {
        let (space, name) = read.label("namespace").zip(read.label("job"))?;
        Some(Self { space, name })
    }

    /// Whether Prometheus reads its series: by a monitor that it takes, of pods that it may find, over a way that is open.
    pub(super) fn is_read(self, who: &Subject<'_>, asker: &Asker<'_>) -> bool {
        self.is_read_by(who, asker, watches_by_name)
    }

    /// The same by monitors of which something counts.
    fn is_read_by(self, who: &Subject<'_>, asker: &Asker<'_>, counts: Counts) -> bool {
        self.services(who).any(|it| asks_service(&it, asker, counts)) || self.asks_pods(who, asker, counts)
    }

    fn services<'b>(self, who: &Subject<'b>) -> impl Iterator<Item = Subject<'b>> {
        let is_it = move |it: &Subject<'_>| namespace_name(it) == Some(self.space) && in_one_cluster(who, it);
        called_in_app(who, self.name, "Service").filter(is_it)
    }

    /// The pods of stores have no service of ours: their monitors say which label is the name of the job.
    fn asks_pods(self, who: &Subject<'_>, asker: &Asker<'_>, counts: Counts) -> bool {
        who.found_in_app(&MONITORS, &pods(self.name)).any(|it| {
            let pods = || End::made_with(namespace(&it)?, it.property("spec/selector/matchLabels")?);
            let port = |it: &Json| it.get("portNumber").or_else(|| it.get("targetPort")).and_then(number);
            it.is("PodMonitor")
                && counts(&it)
                && namespace_name(&it) == Some(self.space)
                && in_one_cluster(who, &it)
                && asker.takes(&it)
                && pods()
                    .is_some_and(|to| it.list("spec/podMetricsEndpoints").iter().any(|it| asker.reaches(&to, port(it))))
        })
    }

    /// Whether the app has what is called so in a namespace of its own, and tells figures: the pods of a service, or of a store.
    fn is_of_the_app(self, who: &Subject<'_>) -> bool {
        let is_there = |it: &Subject<'_>| namespace_name(it) == Some(self.space) && in_one_cluster(who, it);
        let mut stores = KINDS.iter().flat_map(|it| called_in_app(who, self.name, it.kind));
        self.services(who).any(|it| has_members(&it.resource.properties, &["spec", "selector"]))
            || stores.any(|it| is_there(&it))
    }
}

/// Whether a monitor asks the pods of a service by the name of this.
fn asks_service(service: &Subject<'_>, asker: &Asker<'_>, counts: Counts) -> bool {
    let labels = labels(service);
    let texts = labels.iter().filter_map(|(name, value)| label(name, value));
    let mut monitors = texts.flat_map(|it| service.found_in_app(&MONITORS, &it));
    monitors.any(|it| {
        it.is("ServiceMonitor")
            && counts(&it)
            && namespace_name(&it) == namespace_name(service)
            && in_one_cluster(service, &it)
            && !is_called_otherwise(&it, service, &labels)
            && it.property("spec/selector").is_some_and(|it| selects(it, &labels, None))
            && asker.takes(&it)
            && End::of(service).is_some_and(|to| {
                let ports = it.list("spec/endpoints").iter().filter_map(|it| port_of(service, it));
                ports.into_iter().any(|port| asker.reaches(&to, number(port)))
            })
    })
}

/// Whether the job of a monitor is called as a label of the service says, and not by its name.
fn is_called_otherwise(monitor: &Subject<'_>, service: &Subject<'_>, labels: &Object) -> bool {
    let Some(label) = monitor.property("spec/jobLabel") else { return false };
    let is_another = |it: &Json| it.as_text().is_none_or(|it| service.text("metadata/name") != Some(it));
    label.as_text().is_none_or(|it| labels.get(it).is_some_and(is_another))
}

/// The port of pods that an endpoint of a monitor leads to, by its number or its name; nothing if the service has no such port.
fn port_of<'a>(service: &Subject<'a>, endpoint: &'a Json) -> Option<&'a Json> {
    if let Some(port) = endpoint.get("targetPort") {
        return Some(port);
    }
    let name = text(endpoint, &["port"])?;
    let port = service.list("spec/ports").iter().find(|it| text(it, &["name"]) == Some(name))?;
    port.get("targetPort").or_else(|| port.get("port"))
}

fn number(port: &Json) -> Option<u16> {
    port.as_int()?.try_into().ok()
}

impl Asker<'_> {
    /// Whether it takes a monitor, and may find the pods that this is for.
    fn takes(&self, monitor: &Subject<'_>) -> bool {
        let Self::OfTheApp(prometheus) = self else { return true };
        let kind = match monitor.resource.short_kind() {
            "PodMonitor" => "podMonitor",
            "Probe" => "probe",
            _ => "serviceMonitor",
        };
        // One without members takes all, and one that is left out none, or those beside it.
        let selector = |end: &str| at(&prometheus.resource.properties, &["spec", &format!("{kind}{end}")]);
        let is_taken = selector("Selector").is_some_and(|it| selects(it, &labels(monitor), None));
        let zone = namespace(monitor);
        let is_near = match selector("NamespaceSelector") {
            Some(it) => zone.as_ref().is_some_and(|zone| selects(it, &labels(zone), namespace_name(monitor))),
            None => namespace_name(prometheus) == namespace_name(monitor),
        };
        // Who asks a prober looks for no pods.
        is_taken && is_near && (kind == "probe" || zone.is_some_and(|zone| finds_pods(prometheus, &zone, monitor)))
    }

    /// Whether there is a way to pods, on that port if it is known.
    fn reaches(&self, pods: &End<'_>, port: Option<u16>) -> bool {
        match self {
            Self::OfTheApp(it) => End::operated(it, PROMETHEUS).is_some_and(|it| it.reaches(pods, port)),
            Self::OfOthers => pods.lets_in(port),
        }
    }
}

/// Whether a selector takes what has such labels; of a namespace, also that by which the cluster itself says its name.
fn selects(selector: &Json, labels: &Object, space: Option<&str>) -> bool {
    let has = |name: &str, value: &Json| {
        labels.get(name) == Some(value) || (name == NAME_OF_A_NAMESPACE && space.is_some() && value.as_text() == space)
    };
    let wanted = at(selector, &["matchLabels"]).and_then(Json::as_object);
    !has_members(selector, &["matchExpressions"])
        && wanted.is_none_or(|it| it.iter().all(|(name, value)| has(name, value)))
}

/// The Prometheus of the app by which an object is read: that of its own namespace, or else all; one that somebody else runs if there
/// is none.
fn askers<'a>(it: &Subject<'a>) -> Vec<Asker<'a>> {
    let all = it.found_in_app(&OPERATED, "Prometheus").filter(|other| in_one_cluster(it, other));
    let (near, far): (Vec<_>, Vec<_>) = all.partition(|other| namespace_name(other) == namespace_name(it));
    let found = if near.is_empty() { far } else { near };
    if found.is_empty() { vec![Asker::OfOthers] } else { found.into_iter().map(Asker::OfTheApp).collect() }
}

/// Whether all that alerts read of the app is asked for. What others tell, such as the cluster itself, is not known here.
pub(super) fn alerts_are_told(rules: &Subject<'_>) -> Verdict {
    let Some(all) = rules.property("spec").and_then(all) else { return Verdict::NotApplicable };
    let expressions: Option<Vec<_>> = all.iter().filter_map(|it| text(it, &["expr"])).map(selected).collect();
    let Some(read) = expressions else { return Verdict::NotApplicable };
    let recorded: Vec<&str> = all.iter().filter_map(|it| text(it, &["record"])).collect();
    let read: Vec<Read<'_>> = read.into_iter().flatten().filter(|it| !recorded.contains(&it.metric)).collect();
    let (checks, series): (Vec<_>, Vec<_>) = read.iter().partition(|it| it.metric.starts_with("probe_"));
    let jobs = sorted(series.into_iter().map(Job::of));
    let askers = askers(rules);
    let told = jobs.into_iter().map(|it| told(rules, &askers, it?));
    let told = told.chain(checks.into_iter().map(|it| is_checked(rules, &askers, it)));
    let told: Vec<Option<bool>> = told.collect();
    if told.contains(&Some(false)) {
        Verdict::Broken
    } else if told.is_empty() || told.contains(&None) {
        Verdict::NotApplicable
    } else {
        Verdict::Held
    }
}

/// Whether a Prometheus of the app asks for a job of the app; nothing if it is no such job, or if who asks is somebody else's.
fn told(rules: &Subject<'_>, askers: &[Asker<'_>], job: Job<'_>) -> Option<bool> {
    match askers.iter().find(|it| job.is_read(rules, it)) {
        Some(Asker::OfTheApp(_)) => Some(true),
        Some(Asker::OfOthers) => None,
        // Where the app has neither, somebody else may ask for all of it.
        None if is_asked_by_others(rules, askers) => None,
        // What somebody signed for that it says besides, may ask others, or drop what they tell.
        None if askers.iter().any(|it| job.is_read_by(rules, it, |_| true)) => None,
        None => job.is_of_the_app(rules).then_some(false),
    }
}

/// Whether the app has no Prometheus and no monitor.
fn is_asked_by_others(rules: &Subject<'_>, askers: &[Asker<'_>]) -> bool {
    let is_ours = |it: &Asker<'_>| matches!(it, Asker::OfTheApp(_));
    let has = |kind| rules.found_in_app(&OPERATED, kind).any(|it| in_one_cluster(rules, &it));
    !askers.iter().any(is_ours) && !["PodMonitor", "ServiceMonitor"].into_iter().any(has)
}

/// Whether a Prometheus of the app takes the uptime check of which series are; nothing if it is no check of the app, or if who asks is
/// somebody else's.
fn is_checked(rules: &Subject<'_>, askers: &[Asker<'_>], series: &Read<'_>) -> Option<bool> {
    let is_here = |it: &Subject<'_>| in_one_cluster(rules, it);
    let checks: Vec<_> = rules.found_in_app(&CHECKS, series.label("job")?).filter(is_here).collect();
    match askers.iter().find(|asker| checks.iter().any(|it| asker.takes(it))) {
        Some(Asker::OfTheApp(_)) => Some(true),
        Some(Asker::OfOthers) => None,
        None => (!checks.is_empty()).then_some(false),
    }
}
