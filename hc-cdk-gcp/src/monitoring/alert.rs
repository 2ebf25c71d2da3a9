//! Telling somebody of something.

use hc_cdk::{
    construct::{Construct, Spec},
    policy::Policy,
    rule::Rule,
    stack::Within,
    value::Object,
};
use hc_cdk_manifest::{naming::name_of, object::Custom, tree};

use super::{
    channel::{ChannelHandle, IsChannel},
    preset::{Cause, Condition},
};
use crate::{
    kinds::AlertSpecification,
    naming::{by_name, meta},
    rules::rule,
    sentences::{AlertNeedsCause, AlertNeedsChannel},
    stack::Gcp,
};

hc_cdk::builder! {
    /// Somebody is told of something, with what to do first and the clause that asks for it.
    ///
    /// ```
    /// # use hc_cdk::{policy::{Hipaa, Production}, prelude::*};
    /// # use hc_cdk_gcp::{monitoring::preset, prelude::*, region};
    /// # let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::Iowa);
    /// # let project = Project::builder().id(project!("clinic-prod")).number(112_233_445_566);
    /// # let project = stack.add("Project", project);
    /// let pager = stack.add("OnCall", NotificationChannel::pager(&project, "pagerduty", "key"));
    /// stack.add("Refused", AlertPolicy::builder().of(preset::ACCESS_REFUSED).tells(&pager));
    /// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
    /// ```
    pub struct AlertPolicy;
    /// An alert policy that is being described.
    pub struct AlertPolicyBuilder => AlertPolicy;
    needs {
        /// What it is about.
        of(cause: Cause) -> Cause { cause }: AlertNeedsCause;
        /// Who is told.
        tells(channel: &(impl IsChannel + ?Sized)) -> ChannelHandle { channel.it().clone() }: AlertNeedsChannel;
    }
    also { others: Vec<ChannelHandle> }
}

impl<State> AlertPolicyBuilder<State> {
    /// Tells one more.
    pub fn and(mut self, channel: &(impl IsChannel + ?Sized)) -> Self {
        self.others.push(channel.it().clone());
        self
    }
}

impl Spec for AlertPolicy {
    type Handle = ();
    const KIND: &'static str = "AlertPolicy";
    const INVARIANTS: &'static [Rule] = &[rule::ALERT_TELLS_SOMEBODY, rule::IN_ITS_PROJECT];
}

impl<P: Policy> Construct<P, Gcp> for AlertPolicy {
    fn declare(self, scope: &mut Within<'_, P, Gcp>) {
        let channels = std::iter::once(&self.tells).chain(&self.others);
        let spec = policy(&self.of, channels.map(|it| by_name(&it.channel)).collect());
        let metadata = meta(name_of(scope), &self.tells.home);
        scope.resource("", Custom { metadata, spec: AlertSpecification(spec) });
    }
}

pub(super) fn policy(cause: &Cause, channels: Vec<hc_cdk::value::Json>) -> Object {
    let condition = of(cause);
    // One message in five minutes is enough of what stands in many lines of a log.
    let limit = matches!(cause.condition, Condition::Logged(_)).then(|| tree! { period: "300s" });
    tree! {
        displayName: cause.summary,
        combiner: "OR",
        enabled: true,
        severity: cause.severity.name(),
        conditions: vec![condition],
        notificationChannels: channels,
        documentation: {
            mimeType: "text/markdown",
            content: format!("First {}. Asked for by {}.", cause.first_step, cause.clause),
        },
        alertStrategy: { autoClose: "86400s", notificationRateLimit?: limit },
    }
}

fn of(cause: &Cause) -> Object {
    let threshold = |filter: &'static str, comparison: &'static str, limit: f64, minutes: u32| {
        let aggregation = tree! { alignmentPeriod: "60s", perSeriesAligner: "ALIGN_MEAN" };
        tree! {
            displayName: cause.summary,
            conditionThreshold: {
                filter: filter,
                comparison: comparison,
                thresholdValue: limit,
                duration: format!("{}s", minutes * 60),
                aggregations: vec![aggregation],
            },
        }
    };
    match cause.condition {
        Condition::Logged(filter) => tree! { displayName: cause.summary, conditionMatchedLog: { filter: filter } },
        Condition::Above(filter, limit, minutes) => threshold(filter, "COMPARISON_GT", limit, minutes),
        Condition::Below(filter, limit, minutes) => threshold(filter, "COMPARISON_LT", limit, minutes),
        Condition::Expression(query, minutes) => {
            tree! {
                displayName: cause.summary,
                conditionPrometheusQueryLanguage: {
                    query: query,
                    duration: format!("{}s", minutes * 60),
                    evaluationInterval: "60s",
                },
            }
        }
    }
}
