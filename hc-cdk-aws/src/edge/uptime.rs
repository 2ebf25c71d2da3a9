//! Whether something is there, as it is asked from outside every half minute.
//!
//! By construction it is asked over TLS, by its name, and from three places of the world that ask on their own. An endpoint whose
//! firewall lets in from some countries only lets in from those places as well: they are in Ireland and in the United States,
//! unless others are named.

use std::borrow::Cow;

use hc_cdk::{
    construct::{Construct, Spec},
    literal::domain::is_domain,
    policy::Policy,
    resource::Made,
    rule::Rule,
    stack::{Scope, Within},
    value::Value,
};

use crate::{
    cfn::route53::{self, health_check::HealthCheckConfig},
    rule,
    sentences::UptimeNeedsDomain,
    stack::Aws,
};

/// How often it fails, one time after the other, before a place says that it is not there.
const FAILURES: u32 = 3;

/// The seconds between two times at which one place asks.
const SECONDS: u32 = 30;

/// Where it is asked from, if the program does not say.
pub(super) const ASKED_FROM: [&str; 3] = ["eu-west-1", "us-east-1", "us-west-2"];

/// Where Route 53 asks from.
///
/// Source: `Regions` of `HealthCheckConfig` of `AWS::Route53::HealthCheck`.
const PLACES: [&str; 8] = [
    "ap-northeast-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "eu-west-1",
    "sa-east-1",
    "us-east-1",
    "us-west-1",
    "us-west-2",
];

hc_cdk::builder! {
    /// Asks a domain whether it is there.
    ///
    /// ```
    /// use hc_cdk::{policy::{Hipaa, Production}, prelude::*};
    /// use hc_cdk_aws::{edge::UptimeCheck, observe::preset, prelude::*, region};
    ///
    /// let mut stack = Stack::<(Hipaa, Production)>::new("edge", region::UsEast1);
    /// let key = stack.add("Key", CustomerKey::builder());
    /// let up = stack.add("Up", UptimeCheck::builder().domain("api.example.org").path("/health"));
    /// let alarms = Alarms::builder().key(&key).notify(Contact::email("oncall@example.org"));
    /// stack.add("Critical", alarms.watch("Gone", preset::gone(&up)));
    /// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
    /// ```
    pub struct UptimeCheck;
    /// A check that is being described.
    pub struct UptimeCheckBuilder => UptimeCheck;
    needs {
        /// The name that is asked, such as `api.example.org`.
        domain(domain: impl Into<Cow<'static, str>>) -> Cow<'static, str> { domain.into() }: UptimeNeedsDomain;
    }
    may {
        /// The path that answers if all is well: by default `/`.
        path(path: &'static str) -> &'static str { path } = "/";
        /// The regions that it is asked from, three at least.
        asked_from(regions: &'static [&'static str]) -> &'static [&'static str] { regions } = &ASKED_FROM;
    }
}

/// A check that a stack has taken. Its figures are in `us-east-1`, and so are alarms on it.
#[derive(Debug, Clone)]
pub struct Uptime {
    made: Made<route53::HealthCheck>,
}

impl Uptime {
    /// The check's id, by which metrics know it.
    pub fn id(&self) -> Value<String> {
        self.made.get(route53::HealthCheck::HEALTH_CHECK_ID)
    }
}

impl Spec for UptimeCheck {
    type Handle = Uptime;
    const KIND: &'static str = "UptimeCheck";
    const INVARIANTS: &'static [Rule] = &[rule::UPTIME_IS_ASKED_OVER_TLS];
}

impl<P: Policy> Construct<P, Aws> for UptimeCheck {
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> Uptime {
        declare(self, scope)
    }
}

fn declare(spec: UptimeCheck, scope: &mut Scope<'_>) -> Uptime {
    check(&spec, scope);
    let made = scope.resource("", health_check(spec.domain.into(), spec.path, spec.asked_from));
    Uptime { made }
}

/// What asks a host for a path, over TLS and by its name.
pub(super) fn health_check(
    host: Value<String>,
    path: &'static str,
    asked_from: &[&'static str],
) -> route53::HealthCheck {
    route53::HealthCheck {
        health_check_config: Some(HealthCheckConfig {
            enable_sni: Some(true.into()),
            failure_threshold: Some(FAILURES.into()),
            fully_qualified_domain_name: Some(host),
            measure_latency: Some(true.into()),
            port: Some(443.into()),
            regions: Some(asked_from.iter().map(|region| (*region).into()).collect()),
            request_interval: Some(SECONDS.into()),
            resource_path: Some(path.into()),
            r#type: Some("HTTPS".into()),
            ..Default::default()
        }),
        ..Default::default()
    }
}

/// What only the values show.
fn check(spec: &UptimeCheck, scope: &mut Scope<'_>) {
    if !is_domain(&spec.domain) {
        scope.reject(
            None,
            format!("asks `{}`, which is not a domain name", spec.domain),
            "write the name alone, in small letters, such as `api.example.org`",
        );
    }
    if !spec.path.starts_with('/') {
        scope.reject(None, format!("asks for `{}`, which is no path", spec.path), "begin it with `/`: `/health`");
    }
    for region in spec.asked_from.iter().filter(|it| !PLACES.contains(it)) {
        let message = format!("is asked from `{region}`, where nobody asks");
        scope.reject(None, message, format!("name some of these: {}", PLACES.join(", ")));
    }
    if spec.asked_from.len() < 3 {
        scope.reject(None, "is asked from fewer than three regions", "name three at least, or leave them out");
    }
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "this is not a check of uptime",
        label = "give what `stack.add` returned for an `UptimeCheck`"
    )]
    /// A check of uptime.
    IsUptime: Uptime;
}
