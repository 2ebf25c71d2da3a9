//! The whole of it: which alerts and boards there are, who is told, and what is exported.

use std::collections::{BTreeMap, BTreeSet};

use hc_cdk::builder::Complete;

use crate::{
    alert::Alert,
    board::Board,
    indicator::Measured,
    route::Routes,
    sentences::{WatchNeedsRoutes, WatchNeedsRunbooks},
    series::Metrics,
    uptime::UptimeCheck,
    words::Language,
};

hc_cdk::builder! {
    /// What of a system is watched.
    pub struct Watch;
    /// A watch that is being described.
    pub struct WatchBuilder => Watch;
    needs {
        /// Where the pages of the runbooks are read: an address that begins with `https://`.
        runbooks(address: &'static str) -> &'static str { address.trim_end_matches('/') }: WatchNeedsRunbooks;
        /// Who is told of what.
        routes(routes: Routes) -> Routes { routes }: WatchNeedsRoutes;
    }
    may {
        /// The language that is told first; English by default.
        language(language: Language) -> Language { language } = Language::English;
    }
    also { alerts: Vec<Alert>, boards: Vec<Board>, uptime: Vec<UptimeCheck>, exported: BTreeSet<String> }
}

impl<State> WatchBuilder<State> {
    /// Adds alerts: an array of them, or whatever else gives some.
    pub fn alerts(mut self, alerts: impl IntoIterator<Item = Alert>) -> Self {
        self.alerts.extend(alerts);
        self
    }

    /// Adds boards.
    pub fn boards(mut self, boards: impl IntoIterator<Item = Board>) -> Self {
        self.boards.extend(boards);
        self
    }

    /// Adds uptime checks.
    pub fn uptimes(mut self, checks: impl IntoIterator<Item = UptimeCheck>) -> Self {
        self.uptime.extend(checks);
        self
    }

    /// Says that something exports metrics, which is no workload of the program: an exporter of the cluster, for example.
    pub fn exported(mut self, metrics: impl Metrics) -> Self {
        self.exported.extend(metrics.names().into_iter().map(str::to_owned));
        self
    }
}

/// What of a system is watched: a [`Watch`], or its description with all that it needs.
#[diagnostic::on_unimplemented(
    message = "this does not say what is watched",
    label = "give a watch: `Watch::builder().runbooks(..).routes(..).alerts(..)`",
    note = "HIPAA 45 CFR 164.308(a)(1)(ii)(D): activity review; SOC 2 CC7.2: monitoring"
)]
pub trait IsWatch {
    /// What is given.
    fn it(self) -> Watch;
}

#[diagnostic::do_not_recommend]
impl IsWatch for Watch {
    fn it(self) -> Watch {
        self
    }
}

impl<State> IsWatch for WatchBuilder<State>
where
    Self: Complete<Construct = Watch>,
{
    fn it(self) -> Watch {
        self.complete()
    }
}

/// What is wrong, and what to do.
pub type Fault = (String, &'static str);

/// What Prometheus and the prober say by themselves of whatever they ask.
const OWN: [&str; 4] = ["up", "probe_success", "probe_duration_seconds", "probe_ssl_earliest_cert_expiry"];

impl Watch {
    /// The alerts.
    pub fn alerts(&self) -> &[Alert] {
        &self.alerts
    }

    /// The boards.
    pub fn boards(&self) -> &[Board] {
        &self.boards
    }

    /// The uptime checks.
    pub fn checks(&self) -> &[UptimeCheck] {
        &self.uptime
    }

    /// Who is told of what.
    pub fn told(&self) -> &Routes {
        &self.routes
    }

    /// The language that is told first.
    pub fn first_language(&self) -> Language {
        self.language
    }

    /// The address of the page that says what to do.
    pub fn page_of(&self, alert: &Alert) -> String {
        format!("{}/{}.md", self.runbooks, alert.name())
    }

    /// The indicators of alerts and boards, each once.
    pub fn measured(&self) -> Vec<&Measured> {
        let mut names = BTreeSet::new();
        self.said().filter(|it| names.insert(it.name)).collect()
    }

    /// The indicators of alerts and boards, each as often as it is said.
    fn said(&self) -> impl Iterator<Item = &Measured> {
        self.alerts.iter().map(|it| &it.condition().measured).chain(self.boards.iter().flat_map(Board::measured))
    }

    /// All that is wrong with it. `exports` are the metrics that workloads say that they export.
    pub fn faults(&self, exports: &BTreeSet<String>) -> Vec<Fault> {
        let mut faults: Vec<Fault> = self.alerts.iter().filter_map(Alert::fault).collect();
        faults.extend(self.measured().into_iter().filter_map(Measured::fault));
        faults.extend(self.routes.faults());
        faults.extend(self.uptime.iter().filter_map(UptimeCheck::fault));
        if !self.runbooks.starts_with("https://") {
            let what = format!("has its runbooks at `{}`, which is no address", self.runbooks);
            faults.push((what, "give an address that begins with `https://`"));
        }
        self.names_twice(&mut faults);
        self.untold(&mut faults);
        self.unmeasured(exports, &mut faults);
        faults
    }

    /// Names that two things have: each has a file or a series of its own.
    fn names_twice(&self, faults: &mut Vec<Fault>) {
        let mut seen = BTreeSet::new();
        let alerts = self.alerts.iter().map(|it| ("alerts", it.name()));
        let boards = self.boards.iter().map(|it| ("boards", it.name));
        let checks = self.uptime.iter().map(|it| ("uptime checks", it.name));
        for (kind, name) in alerts.chain(boards).chain(checks) {
            if !seen.insert((kind, name)) {
                faults.push((format!("has two {kind} called `{name}`"), "give one of them another name"));
            }
        }
        let (mut firsts, mut twice) = (BTreeMap::new(), BTreeSet::new());
        for other in self.said() {
            let it: &Measured = firsts.entry(other.name).or_insert(other);
            let is_other = it.reading != other.reading || it.period != other.period || it.by != other.by;
            if is_other && twice.insert(other.name) {
                let what = format!("has two indicators called `{}`", other.name);
                faults.push((what, "give one of them another name"));
            }
        }
    }

    /// What is not said in the language that is told first.
    fn untold(&self, faults: &mut Vec<Fault>) {
        for alert in self.alerts.iter().filter(|it| it.summary().text(self.language).is_none()) {
            let what =
                format!("has an alert `{}` that says nothing in the language `{}`", alert.name(), self.language.code());
            faults.push((what, "say it with `Words::from(..).and(..)`, or tell in another language"));
        }
        for board in self.boards.iter().filter(|it| it.measured().next().is_none()) {
            faults.push((format!("has a board `{}` that shows nothing", board.name), "give it a `.row(..)`"));
        }
    }

    /// Series that nobody exports: they are never raised, and look like everything is well.
    fn unmeasured(&self, exports: &BTreeSet<String>, faults: &mut Vec<Fault>) {
        let mut seen = BTreeSet::new();
        for measured in self.measured() {
            for series in measured.reading.series() {
                let name = series.name.as_ref();
                let known = OWN.contains(&name) || exports.contains(name) || self.exported.contains(name);
                let who = series.not_exported_by.as_deref();
                if (!known || who.is_some()) && seen.insert((name, who)) {
                    let by = who.map_or("nobody exports".to_owned(), |who| format!("`{who}` does not export"));
                    let what = format!("measures `{}` by `{name}`, which {by}", measured.name);
                    faults.push((what, "say that the workload exports it: `.exports(&METRIC)`"));
                }
            }
        }
    }
}
