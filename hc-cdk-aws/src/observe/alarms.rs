//! Alarms for one audience, and the topic that tells it.
//!
//! By construction the topic is encrypted with the customer's key, only this account's alarms can publish to it, and each
//! alarm tells it both that something is wrong and that it is well again. One `Alarms` is one audience: whoever is paged
//! at night has another one than whoever reads mail.

use std::borrow::Cow;

use hc_cdk::{
    construct::{Construct, Spec},
    control::hipaa,
    model::Alerted,
    policy::Policy,
    resource::Made,
    rule::Rule,
    stack::{Scope, Within},
    value::{Attr, Json, Object, Value},
};

use hc_cdk_observe::{Alert, Channel, KeyOf, Severity};

use super::{
    contact::{Contact, IsContact},
    misuse,
    query::{USUAL, queries},
    threats,
    threshold::{IsThreshold, Missing, Threshold},
    together::Together,
};
use crate::{
    actions,
    audit::{IsOwnTrail, Trail},
    cfn::{cloudwatch, sns},
    channel,
    iam::{Statement, service},
    keys::{IsKey, Key},
    kind::TopicArn,
    principal::Principal,
    pseudo, rule,
    sentences::AlarmsNeedKey,
    stack::Aws,
};

hc_cdk::builder! {
    /// Alarms for one audience.
    ///
    /// ```
    /// use hc_cdk::{policy::{Hipaa, Production}, prelude::*};
    /// use hc_cdk_aws::{observe::{Alarms, Contact, preset}, prelude::*, region};
    ///
    /// let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
    /// let key = stack.add("Key", CustomerKey::builder());
    /// let trail = stack.add("Audit", AuditTrail::builder().key(&key));
    /// let compliance = stack.add(
    ///     "Compliance",
    ///     Alarms::builder()
    ///         .key(&key)
    ///         .notify(Contact::email("compliance@example.org"))
    ///         .watch("AuditSilent", preset::audit_silent(&trail)),
    /// );
    /// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
    /// ```
    pub struct Alarms;
    /// Alarms that are being described.
    pub struct AlarmsBuilder => Alarms;
    needs {
        /// The key that encrypts what is told.
        key(key: &(impl IsKey + ?Sized)) -> Key { key.it().clone() }: AlarmsNeedKey;
    }
    may {
        /// Also tells what the alerts of this account's workspaces of Prometheus say: see [`AlarmSet::channel`].
        also_of_prometheus() -> bool { true } = false;
        /// Also tells what GuardDuty finds in this account, from medium severity on: what is high or worse is
        /// [`Severity::Critical`], and the rest [`Severity::High`]. That it looks is a matter of an
        /// [`AccountGuard`](crate::account::AccountGuard).
        also_of_guard() -> bool { true } = false;
    }
    also { contacts: Vec<(Option<Severity>, Contact)>, watched: Vec<(Cow<'static, str>, Threshold)>, untold: Vec<&'static str>, audited: Option<Trail>, together: Vec<Together> }
}

impl<State> AlarmsBuilder<State> {
    /// Tells somebody of everything. May be said several times.
    #[allow(clippy::needless_pass_by_value, reason = "it is given, and what is something else gets a sentence")]
    pub fn notify(mut self, contact: impl IsContact) -> Self {
        self.contacts.push((None, contact.it().clone()));
        self
    }

    /// Tells somebody of what is that bad, and of nothing else. May be said several times.
    #[allow(clippy::needless_pass_by_value, reason = "it is given, and what is something else gets a sentence")]
    pub fn notify_on(mut self, severity: Severity, contact: impl IsContact) -> Self {
        self.contacts.push((Some(severity), contact.it().clone()));
        self
    }

    /// Raises an alarm when a threshold is passed, under a name of letters and digits. May be said several times.
    #[allow(clippy::needless_pass_by_value, reason = "it is given, and what is something else gets a sentence")]
    pub fn watch(mut self, name: impl Into<Cow<'static, str>>, threshold: impl IsThreshold) -> Self {
        self.watched.push((name.into(), threshold.it().clone()));
        self
    }

    /// Raises an alarm as an alert says, on metrics that programs publish in a namespace of CloudWatch. It tells what is wrong and
    /// what to do, and means the same of the same values as it does for Prometheus. May be said several times.
    ///
    /// ```
    /// use hc_cdk_aws::{observe::{Alarms, AlarmsBuilder, model::{Counter, Metric, preset}}, prelude::*};
    ///
    /// const REFUSED: Counter = Counter::named("records_refused_total");
    ///
    /// let refused = REFUSED.everywhere().within_minutes("refused", 5);
    /// let alarms = Alarms::builder().alert("Clinic", &preset::UNCLEARED_READ.of(&refused));
    /// ```
    pub fn alert(mut self, namespace: &'static str, alert: &Alert) -> Self {
        match Threshold::of(alert, namespace) {
            Some(threshold) => self.watched.push((alert.name().into(), threshold)),
            None => self.untold.push(alert.name()),
        }
        self
    }

    /// Raises an alarm while all of these are raised, by the names that they were given: what is told is what they mean together.
    ///
    /// ```
    /// use hc_cdk::{policy::{Hipaa, Production}, prelude::*};
    /// use hc_cdk_aws::{edge::UptimeCheck, observe::{Alarms, Contact, Severity, preset}, prelude::*, region};
    ///
    /// let mut stack = Stack::<(Hipaa, Production)>::new("edge", region::UsEast1);
    /// let key = stack.add("Key", CustomerKey::builder());
    /// let front = stack.add("Front", UptimeCheck::builder().domain("api.example.org"));
    /// let site = stack.add("Site", UptimeCheck::builder().domain("www.example.org"));
    /// let alarms = Alarms::builder().key(&key).notify(Contact::email("oncall@example.org"));
    /// let alarms = alarms.watch("FrontGone", preset::gone(&front)).watch("SiteGone", preset::gone(&site));
    /// stack.add("Alarms", alarms.all_of("Outage", Severity::Critical, ["FrontGone", "SiteGone"]));
    /// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
    /// ```
    pub fn all_of<N: Into<Cow<'static, str>>>(
        self,
        name: impl Into<Cow<'static, str>>,
        severity: Severity,
        of: impl IntoIterator<Item = N>,
    ) -> Self {
        self.together(name.into(), severity, true, of)
    }

    /// The same while any of these is raised, such as for a promise that takes all of them to be kept.
    pub fn any_of<N: Into<Cow<'static, str>>>(
        self,
        name: impl Into<Cow<'static, str>>,
        severity: Severity,
        of: impl IntoIterator<Item = N>,
    ) -> Self {
        self.together(name.into(), severity, false, of)
    }

    fn together<N: Into<Cow<'static, str>>>(
        mut self,
        name: Cow<'static, str>,
        severity: Severity,
        all: bool,
        of: impl IntoIterator<Item = N>,
    ) -> Self {
        self.together.push(Together { name, severity, all, of: of.into_iter().map(Into::into).collect() });
        self
    }

    /// Raises alarms on what an audit trail shows of misuse: data that was refused, or taken without a role; calls and sign-ins that were
    /// refused; a sign-in without a second factor; use of the root; rights, a trail or a bucket that was changed; a key that was
    /// taken away. What touches
    /// data is a matter of [`Severity::Compliance`]; of the others, the worst are [`Severity::Critical`] and the rest [`Severity::High`].
    ///
    /// They are what the CIS AWS Foundations Benchmark asks for of people and records, and what was done to data besides.
    ///
    /// ```
    /// use hc_cdk::{policy::{Hipaa, Production}, prelude::*};
    /// use hc_cdk_aws::{observe::{Alarms, Contact}, prelude::*, region};
    ///
    /// let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
    /// let key = stack.add("Key", CustomerKey::builder());
    /// let trail = stack.add("Audit", AuditTrail::builder().key(&key));
    /// let security = Alarms::builder().key(&key).notify(Contact::email("security@example.org")).misuse(&trail);
    /// stack.add("Security", security);
    /// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
    /// ```
    pub fn misuse(mut self, trail: &(impl IsOwnTrail + ?Sized)) -> Self {
        self.audited = Some(trail.it().clone());
        self
    }
}

/// Alarms that a stack has taken.
#[derive(Debug, Clone)]
pub struct AlarmSet {
    topic: Attr<TopicArn>,
    region: &'static str,
    also_of_prometheus: bool,
    alarms: Vec<Value<String>>,
    /// What each was called, and its name.
    pub(super) names: Vec<(Cow<'static, str>, Value<String>)>,
}

impl AlarmSet {
    /// The topic that the alarms tell, for subscribers that this program does not know.
    pub fn topic(&self) -> Attr<TopicArn> {
        self.topic.clone()
    }

    /// The topic as a channel of alerts of Prometheus, which it has to be told to take: `.also_of_prometheus()`.
    pub fn channel(&self, name: &'static str) -> Channel {
        let channel = Channel::topic(name, self.topic(), self.region);
        Channel { key: KeyOf { is_missing: !self.also_of_prometheus, ..channel.key }, ..channel }
    }

    /// The ARNs of the alarms.
    pub fn arns(&self) -> &[Value<String>] {
        &self.alarms
    }
}

impl Spec for Alarms {
    type Handle = AlarmSet;
    const KIND: &'static str = "Alarms";
    const INVARIANTS: &'static [Rule] = &[
        rule::ALARM_TELLS_SOMEBODY,
        rule::ALARM_CAN_BE_RAISED,
        rule::ALARM_IS_WHERE_IT_IS_MEASURED,
        rule::MISUSE_IS_TOLD,
        rule::FINDINGS_ARE_TOLD,
        rule::CLOUD_WATCH_ALARM_ACTION,
        rule::SNS_ENCRYPTED_KMS,
        rule::POLICY_NAMES_WHO,
        rule::POLICY_STAYS_INSIDE,
    ];
}

impl<P: Policy> Construct<P, Aws> for Alarms {
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> AlarmSet {
        declare(self, scope)
    }
}

fn declare(spec: Alarms, scope: &mut Scope<'_>) -> AlarmSet {
    let topic = topic(scope, &spec.key, spec.also_of_prometheus, spec.also_of_guard);
    let region = scope.region();
    let mut told: Vec<(String, Contact)> = Vec::new();
    for (severity, contact) in spec.contacts {
        if let Some((message, help)) = contact.fault() {
            scope.reject(Some(hipaa::RESPONSE), message, help);
        }
        if told.iter().any(|(_, it)| *it == contact) {
            let message = "tells one address twice, and SNS keeps the first of both alone";
            scope.reject(
                Some(hipaa::RESPONSE),
                message,
                "name it once, by `.notify(..)` if it is told of several severities",
            );
            continue;
        }
        let name = contact.name();
        // Fields of two secrets that are called alike are one text before the deployment.
        let alike = told.iter().filter(|(it, _)| *it == name).count();
        let part = if alike == 0 { name.clone() } else { format!("{name}x{alike}") };
        told.push((name, contact.clone()));
        scope.resource(
            part,
            sns::Subscription {
                endpoint: Some(contact.endpoint),
                filter_policy: severity.map(only),
                filter_policy_scope: severity.map(|_| "MessageBody".into()),
                protocol: Some(contact.protocol.into()),
                topic_arn: Some(topic.clone()),
                ..Default::default()
            },
        );
    }
    if spec.also_of_guard {
        threats::told(scope, &topic);
    }
    for name in spec.untold {
        scope.reject(
            Some(hipaa::AUDIT_CONTROLS),
            format!("raises `{name}`, of which CloudWatch cannot tell"),
            "measure without a promise, a moment, an expression for labels and a value for each of a label, or watch it by `Prometheus`",
        );
    }
    let misuse = spec.audited.map(|trail| misuse::watched(scope, &trail.log_group())).unwrap_or_default();
    let misuse = misuse.into_iter().map(|(name, threshold)| (name.into(), threshold));
    let (mut alarms, mut names) = (Vec::new(), Vec::new());
    for (name, threshold) in spec.watched.into_iter().chain(misuse) {
        let made = alarm(scope, &name, threshold, &topic);
        alarms.push(made.get(cloudwatch::Alarm::ARN));
        names.push((name, made.id()));
    }
    for it in spec.together {
        let made = it.declare(scope, &names, &topic);
        alarms.extend(made.map(|made| made.get(cloudwatch::CompositeAlarm::ARN)));
    }
    AlarmSet { topic, region, also_of_prometheus: spec.also_of_prometheus, alarms, names }
}

/// Lets through what alarms of a severity say: the description begins with its name.
fn only(severity: Severity) -> Json {
    let prefix = Object::new().with("prefix", format!("{}:", severity.name()));
    Object::new().with("AlarmDescription", vec![Json::from(prefix)]).into()
}

/// What of this account may publish there: alarms, and if it is told so, alerts of Prometheus and findings of GuardDuty. By Prometheus
/// the topic is looked at first.
fn topic(scope: &mut Scope<'_>, key: &Key, of_prometheus: bool, of_guard: bool) -> Attr<TopicArn> {
    let alarms = (actions!["sns:Publish"], "cloudwatch", "alarm:*", "cloudwatch.amazonaws.com");
    let alerts = (actions!["sns:GetTopicAttributes", "sns:Publish"], "aps", "workspace/*", "aps.amazonaws.com");
    let findings = (actions!["sns:Publish"], "events", "rule/*", "events.amazonaws.com");
    let more = [
        (of_prometheus, &alerts, Principal::Service as fn(&'static str) -> Principal),
        (of_guard, &findings, Principal::Publisher as fn(&'static str) -> Principal),
    ];
    let more = || more.into_iter().filter_map(|(is_told, it, of)| is_told.then_some((it, of)));
    let made = channel::topic(scope, key, &|topic| {
        let tellers = std::iter::once(&alarms).chain(more().map(|(it, _)| it));
        let publish = tellers.map(|(actions, of, source, who)| {
            Statement::allow(actions, [topic.clone()])
                .when("StringEquals", "aws:SourceAccount", pseudo::account())
                .when("ArnLike", "aws:SourceArn", pseudo::arn_here(of, [(*source).into()]))
                .for_principal(service(who))
        });
        publish.collect()
    });
    for ((.., who), of) in more().filter(|_| key.made().is_some()) {
        key.let_in(scope, &of(who), actions!["kms:Decrypt", "kms:GenerateDataKey"]);
    }
    made.made.get(sns::Topic::TOPIC_ARN)
}

/// Declares an alarm.
fn alarm(scope: &mut Scope<'_>, name: &str, threshold: Threshold, topic: &Attr<TopicArn>) -> Made<cloudwatch::Alarm> {
    if let Some((message, help)) = threshold.fault() {
        scope.reject(Some(hipaa::AUDIT_CONTROLS), format!("raises `{name}`, which {message}"), help);
    }
    let tell = || Some(vec![topic.clone().into()]);
    scope.alerts(Alerted { name: name.to_owned(), says: threshold.sentence() });
    scope.resource(
        format!("{name}Alarm"),
        cloudwatch::Alarm {
            alarm_actions: tell(),
            alarm_description: Some(threshold.sentence().into()),
            comparison_operator: Some(threshold.compared.operator().into()),
            datapoints_to_alarm: Some(threshold.datapoints.unwrap_or(threshold.periods).into()),
            evaluation_periods: Some(threshold.periods.into()),
            ok_actions: tell(),
            threshold: (!threshold.compared.is_usual()).then(|| threshold.limit.into()),
            threshold_metric_id: threshold.compared.is_usual().then(|| USUAL.into()),
            treat_missing_data: Some(
                match threshold.missing {
                    Missing::Beyond => "breaching",
                    Missing::Within => "notBreaching",
                    Missing::Ignored => "ignore",
                }
                .into(),
            ),
            metrics: Some(queries(threshold)),
            ..Default::default()
        },
    )
}
