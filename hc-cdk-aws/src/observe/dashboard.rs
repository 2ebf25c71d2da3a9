//! A dashboard: graphs of metrics and the state of alarms.
//!
//! By construction a graph has one unit, and the board shows the same metrics that alarms watch. It shows numbers about
//! the system, and no data of patients.

use std::borrow::Cow;

use hc_cdk::{
    construct::{Construct, Spec},
    model::{Pictured, PicturedPanel},
    policy::Policy,
    resource::Made,
    rule::Rule,
    stack::Within,
    value::{Json, Object, Value},
};
use hc_cdk_observe::{Amount, InUnitOf};

use super::{
    alarms::AlarmSet,
    json_text,
    metric::{IsMetric, Measure, Metric, Series, Source},
};
use crate::{cfn::cloudwatch, pseudo, rule, rules::is_measured_once, stack::Aws};

hc_cdk::builder! {
    /// A dashboard: its widgets stand in the order in which they are said, two beside each other.
    ///
    /// ```
    /// use hc_cdk::{policy::{Hipaa, Production}, prelude::*};
    /// use hc_cdk_aws::{observe::{Alarms, Contact, Dashboard, preset}, prelude::*, region};
    ///
    /// let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
    /// let key = stack.add("Key", CustomerKey::builder());
    /// let trail = stack.add("Audit", AuditTrail::builder().key(&key));
    /// let alarms = Alarms::builder().key(&key).watch("AuditSilent", preset::audit_silent(&trail));
    /// let alarms = alarms.notify(Contact::email("oncall@example.org"));
    /// let alarms = stack.add("Compliance", alarms);
    /// stack.add("Board", Dashboard::builder().alarms("Compliance", &alarms).graph("Audit", [trail.recorded()]));
    /// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
    /// ```
    pub struct Dashboard;
    /// A dashboard that is being described.
    pub struct DashboardBuilder => Dashboard;
    needs {}
    also { widgets: Vec<Json> }
}

impl DashboardBuilder {
    /// Shows metrics of one unit over time. May be said several times.
    pub fn graph<M: IsMetric>(
        mut self,
        title: impl Into<Cow<'static, str>>,
        metrics: impl IntoIterator<Item = M>,
    ) -> Self {
        self.widgets.push(graph(title.into(), metrics.into_iter().map(IsMetric::it), None));
        self
    }

    /// Shows metrics of one unit over time, and a line at what is promised or allowed. May be said several times.
    pub fn graph_to<U: Amount>(
        mut self,
        title: impl Into<Cow<'static, str>>,
        metrics: impl IntoIterator<Item = Metric<U>>,
        limit: (&'static str, impl InUnitOf<U>),
    ) -> Self {
        self.widgets.push(graph(title.into(), metrics, Some((limit.0, limit.1.it().number()))));
        self
    }

    /// Shows which alarms are raised. May be said several times.
    pub fn alarms(mut self, title: impl Into<Cow<'static, str>>, alarms: &AlarmSet) -> Self {
        self.widgets.push(states(title.into(), alarms));
        self
    }
}

/// A dashboard that a stack has taken.
#[derive(Debug, Clone)]
pub struct Board {
    made: Made<cloudwatch::Dashboard>,
}

impl Board {
    /// The dashboard's name.
    pub fn name(&self) -> Value<String> {
        self.made.id()
    }
}

impl Spec for Dashboard {
    type Handle = Board;
    const KIND: &'static str = "Dashboard";
    const INVARIANTS: &'static [Rule] = &[rule::BOARD_SHOWS];
}

impl<P: Policy> Construct<P, Aws> for Dashboard {
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> Board {
        if self.widgets.is_empty() {
            scope.reject(None, "shows nothing", "give it a `.graph(..)` or `.alarms(..)`, or leave it out");
        }
        for widget in self.widgets.iter().filter(|it| is_empty(it)) {
            let title = widget.at("properties/title").and_then(Json::as_text).unwrap_or_default();
            scope.reject(None, format!("shows nothing in `{title}`"), "give it a metric or an alarm, or leave it out");
        }
        let name = scope.name("-").to_lowercase();
        scope.pictures(pictured(&name, &self.widgets));
        let body = json_text::text(&Object::new().with("widgets", self.widgets).into());
        let dashboard = cloudwatch::Dashboard { dashboard_body: Some(body), ..Default::default() };
        Board { made: scope.resource("", dashboard) }
    }
}

/// Whether a widget has neither metrics nor alarms.
fn is_empty(widget: &Json) -> bool {
    let has = |path| widget.at(path).and_then(Json::as_list).is_some_and(|all| !all.is_empty());
    !has("properties/metrics") && !has("properties/alarms")
}

/// The board as a preview draws it: two widgets beside each other.
fn pictured(name: &str, widgets: &[Json]) -> Pictured {
    let said = |it: &Json, path: &str| it.at(path).and_then(Json::as_text).unwrap_or_default().to_owned();
    let panel = |it: &Json| PicturedPanel {
        title: said(it, "properties/title"),
        unit: said(it, "properties/yAxis/left/label"),
        shape: if said(it, "type") == "metric" { "line" } else { "bars" },
        bands: Vec::new(),
    };
    let rows = widgets.chunks(2).map(|row| (String::new(), row.iter().map(panel).collect()));
    Pictured { name: name.to_owned(), title: name.to_owned(), rows: rows.collect() }
}

fn graph<U: Amount>(
    title: Cow<'static, str>,
    metrics: impl IntoIterator<Item = Metric<U>>,
    limit: Option<(&'static str, f64)>,
) -> Json {
    let all = metrics.into_iter().enumerate();
    let lines: Vec<Json> = all.flat_map(|(place, metric)| lines(place, metric.into_series())).collect();
    let axis = Object::new().with("label", U::UNIT.word).with("showUnits", false).with("min", 0);
    let mut properties = Object::new()
        .with("title", title)
        .with("region", pseudo::region())
        .with("view", "timeSeries")
        .with("yAxis", Object::new().with("left", axis))
        .with("metrics", lines);
    if let Some((label, value)) = limit {
        let line = Object::new().with("label", label).with("value", value);
        properties.insert("annotations", Object::new().with("horizontal", vec![line]));
    }
    widget("metric", properties)
}

fn states(title: Cow<'static, str>, alarms: &AlarmSet) -> Json {
    widget("alarm", Object::new().with("title", title).with("alarms", alarms.arns().to_vec()))
}

/// Without a place, CloudWatch puts a widget behind the one before it. A row has 24 columns.
fn widget(kind: &'static str, properties: Object) -> Json {
    Object::new().with("type", kind).with("width", 12).with("height", 6).with("properties", properties).into()
}

/// The lines of a metric in a graph: those that it is computed from are there and hidden.
fn lines(place: usize, series: Series) -> Vec<Json> {
    let Series { label, source, period } = series;
    match source {
        Source::Measured(measure) => vec![line(measure, period, Object::new().with("label", label))],
        Source::Computed(formula) => {
            let prefix = format!("g{place}m");
            let computed = Object::new()
                .with("expression", formula.written(&prefix))
                .with("label", label)
                .with("id", format!("g{place}"))
                .with("period", period);
            let inputs = formula.inputs.into_iter().enumerate().map(|(input, measure)| {
                line(measure, period, Object::new().with("id", format!("{prefix}{input}")).with("visible", false))
            });
            [Json::List(vec![computed.into()])].into_iter().chain(inputs).collect()
        }
    }
}

fn line(measure: Measure, period: u32, options: Object) -> Json {
    // Of what is measured in one region only, a board of another one has to say so.
    let region = is_measured_once(&measure.namespace).then_some("us-east-1");
    let names: [Json; 2] = [measure.namespace.into(), measure.name.into()];
    let dimensions = measure.dimensions.into_iter().flat_map(|(name, value)| [name.into(), value.into()]);
    let mut options = options.with("stat", measure.statistic.name()).with("period", period);
    if let Some(region) = region {
        options.insert("region", region);
    }
    Json::List(names.into_iter().chain(dimensions).chain([options.into()]).collect())
}
