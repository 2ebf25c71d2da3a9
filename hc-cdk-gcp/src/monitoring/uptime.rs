//! Asking from outside whether it answers.

use hc_cdk::{
    construct::{Construct, Spec},
    policy::Policy,
    rule::Rule,
    stack::{Scope, Within},
    value::Object,
};
use hc_cdk_manifest::{naming::name_of, object::Custom, tree};

use super::channel::{ChannelHandle, IsChannel};
use crate::{
    edge::{BalancerHandle, IsBalancer},
    kinds::{AlertSpecification, UptimeSpecification},
    naming::{by_name, meta},
    rules::rule,
    sentences::{CheckNeedsChannel, CheckNeedsFront},
    stack::Gcp,
};

hc_cdk::builder! {
    /// Asks a load balancer over TLS from all over the world, once a minute, and tells somebody when it does not answer.
    ///
    /// ```
    /// # use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
    /// # use hc_cdk_gcp::{prelude::*, region};
    /// # let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::Iowa);
    /// # let project = Project::builder().id(project!("clinic-prod")).number(112_233_445_566);
    /// # let project = stack.add("Project", project);
    /// # let key = stack.add("Key", CryptoKey::builder().project(&project));
    /// # let audit = stack.add("Audit", AuditSink::builder().key(&key));
    /// # let network = Network::builder().project(&project).cidr(cidr!("10.40.0.0/16"));
    /// # let network = stack.add("Network", network);
    /// # let clinical = Perimeter::<Phi>::builder().network(&network).key(&key).audit(&audit);
    /// # let clinical = stack.add("Clinical", clinical);
    /// # let front = GlobalLoadBalancer::builder().perimeter(&clinical).endpoints("assistant", 8443);
    /// # let front = stack.add("Front", front.domain(domain!("assistant.example.org")));
    /// let pager = stack.add("OnCall", NotificationChannel::pager(&project, "pagerduty", "key"));
    /// stack.add("Up", UptimeCheckConfig::builder().front(&front).tells(&pager));
    /// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
    /// ```
    pub struct UptimeCheckConfig;
    /// A check that is being described.
    pub struct UptimeCheckConfigBuilder => UptimeCheckConfig;
    needs {
        /// What is asked.
        front(front: &(impl IsBalancer + ?Sized)) -> BalancerHandle { front.it().clone() }: CheckNeedsFront;
        /// Who is told.
        tells(channel: &(impl IsChannel + ?Sized)) -> ChannelHandle { channel.it().clone() }: CheckNeedsChannel;
    }
    may {
        /// The path that is asked for.
        path(path: &'static str) -> &'static str { path } = "/health/ready";
    }
}

impl Spec for UptimeCheckConfig {
    type Handle = ();
    const KIND: &'static str = "UptimeCheckConfig";
    const INVARIANTS: &'static [Rule] = &[rule::CHECK_ASKS_OVER_TLS, rule::ALERT_TELLS_SOMEBODY, rule::IN_ITS_PROJECT];
}

impl<P: Policy> Construct<P, Gcp> for UptimeCheckConfig {
    fn declare(self, scope: &mut Within<'_, P, Gcp>) {
        declare(scope, &self);
    }
}

fn declare(scope: &mut Scope<'_>, check: &UptimeCheckConfig) {
    let (name, home, domain) = (name_of(scope), &check.front.home, check.front.domain());
    let spec = tree! {
        projectRef: { external: format!("projects/{}", home.id()) },
        displayName: format!("{domain} answers"),
        period: "60s",
        timeout: "10s",
        monitoredResource: { type: "uptime_url", filterLabels: { host: domain.to_owned(), project_id: home.id().to_owned() } },
        httpCheck: { path: check.path, port: 443, requestMethod: "GET", useSsl: true, validateSsl: true },
    };
    scope.resource("", Custom { metadata: meta(name.clone(), home), spec: UptimeSpecification(spec) });
    let condition = does_not_answer(domain);
    let spec = tree! {
        displayName: format!("{domain} does not answer"),
        combiner: "OR",
        enabled: true,
        severity: "CRITICAL",
        conditions: vec![condition],
        notificationChannels: vec![by_name(&check.tells.channel)],
        documentation: { mimeType: "text/markdown", content: "First see whether its pods are ready." },
        alertStrategy: { autoClose: "86400s" },
    };
    scope.resource("Alert", Custom { metadata: meta(name, home), spec: AlertSpecification(spec) });
}

/// That a domain does not answer where it is asked from two places at least.
fn does_not_answer(domain: &str) -> Object {
    let checks = "metric.type=\"monitoring.googleapis.com/uptime_check/check_passed\" AND resource.type=\"uptime_url\"";
    let aggregation = tree! {
        alignmentPeriod: "1200s",
        perSeriesAligner: "ALIGN_NEXT_OLDER",
        crossSeriesReducer: "REDUCE_COUNT_FALSE",
        groupByFields: vec!["resource.label.*"],
    };
    tree! {
        displayName: "asked from two places, it does not answer",
        conditionThreshold: {
            filter: format!("{checks} AND resource.label.host=\"{domain}\""),
            comparison: "COMPARISON_GT",
            thresholdValue: 1.0,
            duration: "60s",
            aggregations: vec![aggregation],
        },
    }
}
