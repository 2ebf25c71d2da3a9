//! A workspace of Amazon Managed Service for Prometheus: where figures of programs are kept, and who is told of alerts on them.
//!
//! By construction it is encrypted with the customer's key, keeps figures as long as the policy asks for, logs which rules and alerts
//! fail, and hands alerts on to topics only. Whoever writes figures there may do that and nothing else.

use hc_cdk::{
    construct::{Construct, Spec},
    control::hipaa,
    literal::variable::Variable,
    policy::Policy,
    resource::Made,
    rule::Rule,
    sentences::NamedByDigest,
    stack::{Scope, Within},
    value::{Json, Value},
};
use hc_cdk_observe::{Kind, Routes, Scraped, write};

use super::json_text;
use crate::{
    actions,
    audit::{Logs, log_group},
    cfn::{
        aps::{self, workspace as property},
        logs::LogGroup,
    },
    compute::Sidecar,
    iam::Statement,
    keys::{IsKey, Key},
    position::days,
    rule,
    rules::BEGINNING,
    sentences::{WorkspaceNeedsKey, WorkspaceNeedsRoutes},
    stack::Aws,
};

hc_cdk::builder! {
    /// A workspace of Prometheus.
    ///
    /// ```
    /// use hc_cdk::{policy::{Hipaa, Production}, prelude::*};
    /// use hc_cdk_aws::{observe::{Prometheus, model::Routes}, prelude::*, region};
    ///
    /// let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
    /// let key = stack.add("Key", CustomerKey::builder());
    /// let team = Alarms::builder().key(&key).also_of_prometheus().notify(Contact::email("oncall@example.org"));
    /// let team = stack.add("Team", team);
    /// let figures = Prometheus::builder().key(&key).routes(Routes::to(&team.channel("Team")));
    /// let figures = stack.add("Figures", figures);
    /// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
    /// ```
    pub struct Prometheus;
    /// A workspace that is being described.
    pub struct PrometheusBuilder => Prometheus;
    needs {
        /// The key that encrypts what is measured.
        key(key: &(impl IsKey + ?Sized)) -> Key { key.it().clone() }: WorkspaceNeedsKey;
        /// Who is told of what: `Routes::to(&alarms.channel("Team"))`.
        routes(routes: Routes) -> Routes { routes }: WorkspaceNeedsRoutes;
    }
    may {
        /// For how many days figures are kept, if that is longer than the policy asks for; 150 if neither says more.
        kept_days(days: u32) -> u32 { days } = 150;
    }
}

/// A workspace that a stack has taken.
#[derive(Debug, Clone)]
pub struct Workspace {
    made: Made<aps::Workspace>,
    region: &'static str,
    routes: Routes,
}

impl Workspace {
    /// Its ARN.
    pub fn arn(&self) -> Value<String> {
        self.made.get(aps::Workspace::ARN)
    }

    /// Who is told of what, for a watch of what is measured here.
    pub fn told(&self) -> Routes {
        self.routes.clone()
    }

    /// A collector that runs beside a program in each of its tasks, by its image: it reads the program's figures, takes what it sends
    /// to `localhost:4317` and `localhost:4318` by OTLP, writes figures here, and hands traces on to X-Ray. It takes a distribution
    /// of the OpenTelemetry Collector that has `prometheusremotewrite`, `sigv4auth`, `awsxray` and `awsecscontainermetrics`, such as that
    /// of AWS.
    pub fn collector(&self, image: impl NamedByDigest, scraped: &Scraped) -> Sidecar {
        let url = self.made.get(aps::Workspace::PROMETHEUS_ENDPOINT);
        let told = write::beside::configuration(scraped).to_string();
        let traces = actions!["xray:PutTelemetryRecords", "xray:PutTraceSegments"];
        let sidecar = Sidecar::of("collector", image)
            .command(&["--config=env:COLLECTOR_CONFIG"])
            .variable(Variable::from_checked("COLLECTOR_CONFIG", told))
            .variable(Variable::from_checked(write::beside::WORKSPACE, url))
            .variable(Variable::from_checked(write::beside::REGION, self.region))
            .allow(Statement::allow(actions!["aps:RemoteWrite"], [Json::from(self.arn())]))
            // X-Ray has nothing that a right to write to it could name.
            .allow(Statement::allow(traces, ["*"]));
        sidecar.reads(scraped)
    }
}

impl Spec for Prometheus {
    type Handle = Workspace;
    const KIND: &'static str = "Prometheus";
    const INVARIANTS: &'static [Rule] = &[
        rule::FIGURES_HAVE_THE_CUSTOMERS_KEY,
        rule::WORKSPACE_KEEPS_FIGURES,
        rule::WORKSPACE_TELLS_SOMEBODY,
        rule::WORKSPACE_LOGS,
        rule::LOG_GROUP_KEEPS,
        rule::CLOUD_WATCH_LOG_GROUP_ENCRYPTED,
        rule::RECORDS_STAY,
    ];
}

impl<P: Policy> Construct<P, Aws> for Prometheus {
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> Workspace {
        let key = self.key.clone();
        declare(self, scope, &Logs::of::<P>(&key), days::<P::MetricRetention>())
    }
}

fn declare(spec: Prometheus, scope: &mut Scope<'_>, logs: &Logs<'_>, least: u32) -> Workspace {
    for channel in spec.routes.channels().into_iter().filter(|it| it.kind != Kind::Topic) {
        scope.reject(
            Some(hipaa::RESPONSE),
            format!("tells `{}`, and Amazon's workspaces tell topics only", channel.name),
            "give a channel of `Alarms`: `alarms.channel(\"Team\")`, whose contacts are pagers and mailboxes",
        );
    }
    for (message, help) in spec.routes.faults() {
        scope.reject(Some(hipaa::RESPONSE), message, help);
    }
    let days = spec.kept_days.max(least);
    if days > MOST_DAYS {
        scope.reject(
            None,
            format!("keeps figures for `{days}` days"),
            format!("keep them for at most {MOST_DAYS} days, as Amazon does"),
        );
    }
    // What services of AWS deliver by themselves goes to groups whose names begin so: else a policy about them gets too long.
    let name = scope.physical_name();
    let lines = log_group(scope, "Failures", logs, Some(name.within("/aws/vendedlogs/prometheus/", "")));
    let made = scope.resource(
        "",
        aps::Workspace {
            alert_manager_definition: Some(definition(&spec.routes)),
            alias: Some(name.into()),
            kms_key_arn: Some(spec.key.arn()),
            logging_configuration: Some(property::LoggingConfiguration {
                log_group_arn: Some(Value::from_json(lines.get(LogGroup::ARN))),
            }),
            workspace_configuration: Some(property::WorkspaceConfiguration {
                retention_period_in_days: Some(days.into()),
                ..Default::default()
            }),
            ..Default::default()
        },
    );
    logs.deletion.apply(scope, &made);
    Workspace { made, region: scope.region(), routes: spec.routes }
}

/// For how many days Amazon keeps figures at most.
///
/// Source: `WorkspaceConfiguration` of `UpdateWorkspaceConfiguration`: three years.
const MOST_DAYS: u32 = 1095;

fn definition(routes: &Routes) -> Value<String> {
    let told = write::alertmanager::configuration(routes, write::alertmanager::Reader::File);
    Value::concat([BEGINNING.into(), json_text::text(&told).into()])
}
