//! Telling somebody of something.

use hc_cdk::{
    construct::{Construct, Spec},
    policy::Policy,
    rule::Rule,
    stack::{Scope, Within},
    value::{Object, Value},
};
use hc_cdk_manifest::tree;

use super::{
    action::{ActionHandle, IsTold},
    preset::{self, Beyond, Words},
};
use crate::{
    audit::{Audit, IsAudit},
    cluster::AksHandle,
    database::{ManagedStore, RedisStore, ServerStore},
    edge::GatewayHandle,
    kinds::{Figure, Query},
    naming::{Thing, owner, put},
    rules::rule,
    sentences::{
        LogAlertNeedsCause, LogAlertNeedsRecords, LogAlertNeedsSomebody, MetricAlertNeedsCause,
        MetricAlertNeedsSomebody, MetricAlertNeedsThing,
    },
    stack::Azure,
};

/// What Azure measures, of what a stack has taken.
#[derive(Debug, Clone)]
pub struct Gauge {
    pub(crate) thing: Thing,
}

/// Something that Azure measures.
#[diagnostic::on_unimplemented(
    message = "this is nothing that Azure measures",
    label = "give what `stack.add` returned for a store, a cluster or a gateway"
)]
pub trait Measured {
    /// It, as alerts name it.
    fn measured(&self) -> Gauge;
}

macro_rules! measured {
    ($($name:ident $(<$class:ident>)?;)+) => {$(
        impl$(<$class>)? Measured for $name$(<$class>)? {
            fn measured(&self) -> Gauge {
                Gauge { thing: self.thing.clone() }
            }
        }
    )+};
}

measured! {
    AksHandle<D>;
    GatewayHandle;
    ManagedStore<D>;
    RedisStore<D>;
    ServerStore<D>;
}

hc_cdk::builder! {
    /// Somebody is told of a figure that is beyond a limit, with what to do first and the clause that asks for it.
    pub struct MetricAlert;
    /// An alert that is being described.
    pub struct MetricAlertBuilder => MetricAlert;
    needs {
        /// What it is about.
        of(figure: preset::Figure) -> preset::Figure { figure }: MetricAlertNeedsCause;
        /// What is measured.
        on(what: &(impl Measured + ?Sized)) -> Gauge { what.measured() }: MetricAlertNeedsThing;
        /// Who is told.
        tells(somebody: &(impl IsTold + ?Sized)) -> ActionHandle { somebody.it().clone() }: MetricAlertNeedsSomebody;
    }
}

hc_cdk::builder! {
    /// Somebody is told of a record among the logs, with what to do first and the clause that asks for it.
    pub struct LogAlert;
    /// An alert that is being described.
    pub struct LogAlertBuilder => LogAlert;
    needs {
        /// What it is about.
        of(record: preset::Record) -> preset::Record { record }: LogAlertNeedsCause;
        /// The logs that are searched.
        audit(audit: &(impl IsAudit + ?Sized)) -> Audit { audit.it().clone() }: LogAlertNeedsRecords;
        /// Who is told.
        tells(somebody: &(impl IsTold + ?Sized)) -> ActionHandle { somebody.it().clone() }: LogAlertNeedsSomebody;
    }
}

const INVARIANTS: &[Rule] = &[rule::ALERT_TELLS_SOMEBODY, rule::IN_ITS_REGION, rule::IN_ITS_GROUP];

impl Spec for MetricAlert {
    type Handle = ();
    const KIND: &'static str = "MetricAlert";
    const INVARIANTS: &'static [Rule] = INVARIANTS;
}

impl Spec for LogAlert {
    type Handle = ();
    const KIND: &'static str = "LogAlert";
    const INVARIANTS: &'static [Rule] = INVARIANTS;
}

impl<P: Policy> Construct<P, Azure> for MetricAlert {
    fn declare(self, scope: &mut Within<'_, P, Azure>) {
        measure(scope, &self);
    }
}

impl<P: Policy> Construct<P, Azure> for LogAlert {
    fn declare(self, scope: &mut Within<'_, P, Azure>) {
        search(scope, &self);
    }
}

fn measure(scope: &mut Scope<'_>, alert: &MetricAlert) {
    let (figure, home) = (alert.of, &alert.tells.home);
    let (kind, namespace) = figure.of;
    if alert.on.thing.kind != kind {
        let message = format!("is about a figure of a `{kind}`, and measures a `{}`", alert.on.thing.kind);
        scope.reject(None, message, "take a preset that is about it");
    }
    let criterion = tree! {
        criterionType: "StaticThresholdCriterion",
        name: "beyond",
        metricName: figure.metric,
        metricNamespace: namespace,
        operator: match figure.beyond { Beyond::Above => "GreaterThan", Beyond::Below => "LessThan" },
        threshold: figure.limit,
        timeAggregation: "Average",
    };
    let criteria = Object::new()
        .with("odata.type", "Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria")
        .with("allOf", vec![criterion]);
    let before = home.path("Microsoft.Insights/actionGroups/");
    let action = Value::<String>::concat([before.into(), alert.tells.thing.id.clone().into()]);
    let mut spec = told(&figure.words);
    spec.insert("location", "global");
    spec.insert("owner", owner(&home.id));
    spec.insert("scopesReferences", vec![alert.on.thing.named()]);
    spec.insert("evaluationFrequency", "PT1M");
    spec.insert("criteria", tree! { microsoftAzureMonitorSingleResourceMultipleMetricCriteria: criteria });
    spec.insert("actions", vec![tree! { actionGroupId: action }]);
    put(scope, home, "", Figure(spec));
}

fn search(scope: &mut Scope<'_>, alert: &LogAlert) {
    let home = &alert.tells.home;
    let criterion = tree! {
        query: alert.of.query,
        timeAggregation: "Count",
        operator: "GreaterThan",
        threshold: 0,
        failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 },
    };
    let mut spec = told(&alert.of.words);
    spec.insert("location", scope.region());
    spec.insert("owner", owner(&home.id));
    spec.insert("kind", "LogAlert");
    spec.insert("scopesReferences", vec![alert.audit.workspace.named()]);
    spec.insert("evaluationFrequency", "PT5M");
    spec.insert("criteria", tree! { allOf: vec![criterion] });
    spec.insert("actions", tree! { actionGroupsReferences: vec![alert.tells.thing.named()] });
    put(scope, home, "", Query(spec));
}

/// What is said of every alert.
fn told(words: &Words) -> Object {
    tree! {
        enabled: true,
        severity: i64::from(words.severity),
        description: format!("{}: first {}. Asked for by {}.", words.summary, words.first_step, words.clause),
        windowSize: "PT5M",
        autoMitigate: true,
    }
}
