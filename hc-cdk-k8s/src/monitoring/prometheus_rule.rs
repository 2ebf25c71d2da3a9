//! Alerts: an expression that must not hold, for how long, how bad it is, and what to do then.

use std::collections::BTreeSet;

use hc_cdk::{
    construct::{Construct, Spec},
    data::DataClass,
    resource::ResourceType,
    rule::Rule,
    stack::Within,
    value::{Json, Object, Value},
};
use hc_cdk_manifest::{
    naming::name_of,
    object::{Custom, Specification},
};

use crate::{
    chart::Kubernetes,
    literal::duration::{IsSpan, Span},
    namespace::{Namespace, NamespaceFor},
    naming::meta,
    rules::rule,
    sentences::{
        AlertNeedsExpression, AlertNeedsName, AlertNeedsRunbook, AlertNeedsSeverity, AlertNeedsSpan, AlertNeedsSummary,
        ObjectNeedsNamespace,
    },
};

hc_cdk::builder! {
    /// Alerts that are raised by Prometheus.
    ///
    /// ```
    /// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
    /// use hc_cdk_k8s::{monitoring::{Alert, PrometheusRule, Severity}, prelude::*};
    ///
    /// let mut chart = Chart::<(Hipaa, Production)>::new("clinic");
    /// let zone = chart.add("Clinical", Namespace::<Phi>::builder().build());
    /// let slow = Alert::builder().name("ClaimsSlow").expression("claims_latency_seconds > 5").lasting(span!("5m"))
    ///     .severity(Severity::Critical).summary("claims take more than five seconds").runbook("https://runbooks.example/slow").build();
    /// chart.add("Alerts", PrometheusRule::builder().perimeter(&zone).alert(slow).build());
    /// # assert!(App::new("clinic").stack(chart).synthesize().is_ok());
    /// ```
    pub struct PrometheusRule<D: DataClass>;
    /// Alerts that are being described.
    pub struct PrometheusRuleBuilder => PrometheusRule<D>;
    needs {
        /// The namespace that it is in.
        perimeter(perimeter: &impl NamespaceFor<D>) -> Namespace<D> { perimeter.it().clone() }: ObjectNeedsNamespace;
    }
    also { alerts: Vec<Alert> }
}

impl<D: DataClass, State> PrometheusRuleBuilder<D, State> {
    /// Adds an alert.
    pub fn alert(mut self, alert: Alert) -> Self {
        self.alerts.push(alert);
        self
    }
}

hc_cdk::builder! {
    /// An alert. Whoever is woken by it learns what is wrong and what to do.
    pub struct Alert;
    /// An alert that is being described.
    pub struct AlertBuilder => Alert;
    needs {
        /// Its name, such as `ClaimsSlow`.
        name(name: &'static str) -> &'static str { name }: AlertNeedsName;
        /// What must not hold, in Prometheus' language.
        expression(expression: &'static str) -> &'static str { expression }: AlertNeedsExpression;
        /// For how long it holds before the alert is raised.
        lasting(span: impl IsSpan) -> Span { span.it().clone() }: AlertNeedsSpan;
        /// How bad it is.
        severity(severity: impl IsSeverity) -> Severity { *severity.it() }: AlertNeedsSeverity;
        /// What is wrong, in a sentence.
        summary(sentence: &'static str) -> &'static str { sentence }: AlertNeedsSummary;
        /// Where it says what to do.
        runbook(address: &'static str) -> &'static str { address }: AlertNeedsRunbook;
    }
}

/// How bad something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// To be looked at some day.
    Low,
    /// To be looked at soon.
    Medium,
    /// To be looked at today.
    High,
    /// Somebody is woken.
    Critical,
}

impl Severity {
    const fn name(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}

impl<D: DataClass> Spec for PrometheusRule<D> {
    type Handle = ();
    const KIND: &'static str = "PrometheusRule";
    const INVARIANTS: &'static [Rule] = &[rule::ALERTS_SAY_WHAT_TO_DO];
}

impl<D: DataClass, P> Construct<P, Kubernetes> for PrometheusRule<D> {
    fn declare(self, scope: &mut Within<'_, P, Kubernetes>) {
        if self.alerts.is_empty() {
            scope.reject(None, "raises no alert", "give it an `.alert(..)`, or leave it out");
        }
        let mut names = BTreeSet::new();
        for alert in &self.alerts {
            if !names.insert(alert.name) {
                scope.reject(
                    None,
                    format!("has two alerts called `{}`", alert.name),
                    "give one of them another name, by which it is known to whom it wakes",
                );
            }
            if [alert.name, alert.expression, alert.summary].iter().any(|text| text.trim().is_empty()) {
                scope.reject(
                    None,
                    format!("has an alert `{}` that says too little", alert.name),
                    "give its name, its expression and its summary",
                );
            }
            if !alert.runbook.starts_with("https://") {
                scope.reject(
                    None,
                    format!("has an alert `{}` whose runbook is no address", alert.name),
                    "give an address that begins with `https://`",
                );
            }
        }
        let name = name_of(scope);
        let metadata = meta(name.clone(), &self.perimeter.scoped);
        scope.resource("", Custom { metadata, spec: RuleSpecification { name, alerts: self.alerts } });
    }
}

struct RuleSpecification {
    name: String,
    alerts: Vec<Alert>,
}

impl Specification for RuleSpecification {
    const TYPE: &'static ResourceType = &ResourceType::untyped("monitoring.coreos.com/v1/PrometheusRule");
}

impl From<RuleSpecification> for Json {
    fn from(it: RuleSpecification) -> Self {
        let rules: Vec<Object> = it.alerts.into_iter().map(rule).collect();
        Object::new().with("groups", vec![Object::new().with("name", it.name).with("rules", rules)]).into()
    }
}

fn rule(alert: Alert) -> Object {
    Object::new()
        .with("alert", alert.name)
        .with("expr", alert.expression)
        .with("for", Value::<String>::from(alert.lasting))
        .with("labels", Object::new().with("severity", alert.severity.name()))
        .with("annotations", Object::new().with("summary", alert.summary).with("runbook_url", alert.runbook))
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "this does not say how bad it is",
        label = "name one of `Severity`, such as `Severity::High`"
    )]
    /// How bad something is.
    IsSeverity: Severity;
}
