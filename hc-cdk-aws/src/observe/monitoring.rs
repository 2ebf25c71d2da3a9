//! What of a system is watched by Prometheus: rules and alerts in a workspace, and as files the boards and the pages of what to do.
//!
//! By construction each alert says how bad it is, what is wrong and where it says what to do, and is about a metric that a program of the
//! app exports. Boards are written for Grafana, beside the templates: `grafana` imports them, with the workspace as the data source
//! `prometheus`.

use std::collections::BTreeSet;

use hc_cdk::{
    construct::{Construct, Spec},
    control::hipaa,
    rule::Rule,
    stack::{Scope, Within},
    value::Value,
};
use hc_cdk_observe::{IsWatch, Scraped, Watch, write};

use super::workspace::Workspace;
use crate::{
    cfn::aps,
    compute::Service,
    rule,
    sentences::{MonitoringNeedsWatch, MonitoringNeedsWorkspace},
    stack::Aws,
};

hc_cdk::builder! {
    /// What of a system is watched.
    ///
    /// ```
    /// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
    /// use hc_cdk_aws::{observe::{Monitoring, Prometheus, model::*}, prelude::*, region};
    ///
    /// const REQUESTS: Counter = Counter::named("http_requests_total");
    ///
    /// let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
    /// let key = stack.add("Key", CustomerKey::builder());
    /// let trail = stack.add("Audit", AuditTrail::builder().key(&key));
    /// let vpc = stack.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&key));
    /// let clinical = stack.add("Clinical", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail));
    /// let team = Alarms::builder().key(&key).also_of_prometheus().notify(Contact::email("oncall@example.org"));
    /// let team = stack.add("Team", team);
    /// let figures = Prometheus::builder().key(&key).routes(Routes::to(&team.channel("Team")));
    /// let figures = stack.add("Figures", figures);
    /// let collector = image!("registry.example/otel@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
    /// let api = FargateService::builder().perimeter(&clinical)
    ///     .image(image!("registry.example/clinic/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"))
    ///     .port(8080).sidecar(figures.collector(collector, &Scraped::new("api", 8080).exports(&REQUESTS)));
    /// let api = stack.add("Api", api);
    ///
    /// let throughput = api.measured(&REQUESTS).per_minute("throughput").worse_below(PerMinute(100.0), PerMinute(50.0));
    /// let watch = Watch::builder().runbooks("https://runbooks.example.org").routes(figures.told())
    ///     .alerts([hc_cdk_aws::observe::model::preset::THROUGHPUT_LOST.of(&throughput)]);
    /// stack.add("Watch", Monitoring::builder().workspace(&figures).watch(watch).of(&api));
    /// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
    /// ```
    pub struct Monitoring;
    /// What is watched, as it is being described.
    pub struct MonitoringBuilder => Monitoring;
    needs {
        /// Where what is measured is kept.
        workspace(workspace: &Workspace) -> Workspace { workspace.clone() }: MonitoringNeedsWorkspace;
        /// What is watched.
        watch(watch: impl IsWatch) -> Watch { watch.it() }: MonitoringNeedsWatch;
    }
    also { exports: BTreeSet<String> }
}

impl<State> MonitoringBuilder<State> {
    /// Knows what a service exports. Say it for each service that is measured.
    pub fn of(mut self, service: &Service<impl Sized>) -> Self {
        let metrics = service.scraped.iter().flat_map(Scraped::metrics);
        self.exports.extend(metrics.map(|it| (*it).to_owned()));
        self
    }
}

impl Spec for Monitoring {
    type Handle = ();
    const KIND: &'static str = "Monitoring";
    const INVARIANTS: &'static [Rule] = &[rule::RULES_SAY_WHAT_TO_DO];
}

impl<P> Construct<P, Aws> for Monitoring {
    fn declare(self, scope: &mut Within<'_, P, Aws>) {
        declare(&self, scope);
    }
}

fn declare(spec: &Monitoring, scope: &mut Scope<'_>) {
    let Monitoring { workspace, watch, exports } = spec;
    for (message, help) in watch.faults(exports) {
        scope.reject(Some(hipaa::RESPONSE), message, help);
    }
    if *watch.told() != workspace.told() {
        scope.reject(
            Some(hipaa::RESPONSE),
            "tells others than its workspace does, which hands on all alerts",
            "take those whom the workspace tells: `.routes(workspace.told())`",
        );
    }
    if let Some(check) = watch.checks().first() {
        scope.reject(
            None,
            format!("asks `{}` by nobody", check.name),
            "use an `UptimeCheck` of `edge`, and an alarm on it",
        );
    }
    // It is called so in its workspace, of which each deployment has one.
    let group = scope.physical_name().lower().start().to_owned();
    let rules = write::pretty(&write::prometheus::rules(watch, &group, None));
    scope.resource(
        "",
        aps::RuleGroupsNamespace {
            data: Some(rules.into()),
            name: Some(group.clone().into()),
            workspace: Some(Value::from_json(workspace.arn())),
            ..Default::default()
        },
    );
    for board in watch.boards() {
        scope.pictures(write::picture::board(board, watch));
        let text = write::pretty(&write::grafana::dashboard(board, watch, &group));
        scope.file(&format!("boards/{}.json", board.name), text);
    }
    for (name, page) in write::runbook::pages(watch) {
        scope.file(&format!("runbooks/{name}"), page);
    }
}
