//! A hosted zone of Route 53 that exists already: where an endpoint or a website writes its name.

use std::borrow::Cow;

use hc_cdk::{
    resource::Made,
    stack::Scope,
    value::{Attr, Value},
};

use super::uptime;
use crate::{
    cfn::{route53, route53::record_set as property},
    kind::AliasTargetHostedZoneId,
};

/// A hosted zone of Route 53.
///
/// Where two endpoints of different regions answer to one name, one zone is given to the first, and one to the second:
///
/// ```
/// use hc_cdk_aws::edge::HostedZone;
///
/// let zone = HostedZone::existing("Z0123456789ABCDEFGHIJ", "example.org");
/// let (here, there) = (zone.first("/health"), zone.second());
/// ```
#[derive(Debug, Clone)]
pub struct HostedZone {
    id: Cow<'static, str>,
    name: Cow<'static, str>,
    turn: Turn,
}

/// Who answers to a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    /// Nobody else.
    Alone,
    /// The first of two, as long as it answers at that path.
    First(&'static str),
    /// Who takes over.
    Second,
}

impl HostedZone {
    /// A hosted zone that exists already, by its id, such as `Z0123456789ABCDEFGHIJ`, and its name, such as `example.org`.
    pub fn existing(id: impl Into<Cow<'static, str>>, name: impl Into<Cow<'static, str>>) -> Self {
        Self { id: id.into(), name: name.into(), turn: Turn::Alone }
    }

    /// The same zone, for the first of two that answer to a name: it is asked at a path every half minute, over TLS, from outside, and
    /// has the requests as long as it answers. For an `HttpsEndpoint`: nothing else answers to its own name as well.
    #[must_use]
    pub fn first(&self, path: &'static str) -> Self {
        Self { turn: Turn::First(path), ..self.clone() }
    }

    /// The same zone, for the second, which has the requests when the first does not answer.
    #[must_use]
    pub fn second(&self) -> Self {
        Self { turn: Turn::Second, ..self.clone() }
    }

    /// The id of the zone, if the domain is one of its names.
    pub(super) fn id_for(&self, scope: &mut Scope<'_>, domain: &str) -> Value<String> {
        self.check(scope, domain);
        self.id.clone().into()
    }

    /// Points a domain of the zone at what takes its requests.
    pub(super) fn point(&self, scope: &mut Scope<'_>, domain: &str, at: &PointsAt) {
        self.check(scope, domain);
        if self.turn != Turn::Alone && !at.answers_to_its_name {
            let help = "let an `HttpsEndpoint` be the first or the second, and give this one the zone alone";
            scope.reject(None, "takes turns with another one, and does not answer to its own name", help);
        }
        let (failover, health) = match self.turn {
            Turn::Alone => (None, None),
            Turn::First(path) => (Some("PRIMARY"), Some(asked(scope, at.name.clone(), path))),
            Turn::Second => (Some("SECONDARY"), None),
        };
        let scope_name = scope.physical_name();
        for (name, kind) in at.records {
            scope.resource(
                *name,
                route53::RecordSet {
                    alias_target: Some(property::AliasTarget {
                        dns_name: Some(at.name.clone()),
                        evaluate_target_health: Some(at.only_if_healthy.into()),
                        hosted_zone_id: Some(at.zone.clone()),
                    }),
                    failover: failover.map(Into::into),
                    health_check_id: health.as_ref().map(|it| it.get(route53::HealthCheck::HEALTH_CHECK_ID)),
                    hosted_zone_id: Some(self.id.clone().into()),
                    name: Some(domain.to_owned().into()),
                    set_identifier: failover.map(|_| (&scope_name).into()),
                    r#type: Some((*kind).into()),
                    ..Default::default()
                },
            );
        }
    }

    fn check(&self, scope: &mut Scope<'_>, domain: &str) {
        let Self { id, name, .. } = self;
        if !is_zone_id(id) {
            scope.reject(
                None,
                format!("writes its name into `{id}`, which is not the id of a hosted zone"),
                "a zone's id is a `Z` with capital letters and digits behind it, 32 characters at most",
            );
        }
        let inside = domain.strip_suffix(name.as_ref()).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
        if !inside {
            scope.reject(
                None,
                format!("answers to `{domain}`, which is no name of the zone `{name}`"),
                "name the zone that holds the domain",
            );
        }
    }
}

/// Asks the first of two by its own name, whatever its domain is pointed at. Route 53 asks load balancers over TLS without a look at
/// whom the certificate is for.
fn asked(scope: &mut Scope<'_>, name: Value<String>, path: &'static str) -> Made<route53::HealthCheck> {
    if !path.starts_with('/') {
        scope.reject(
            None,
            format!("is asked for `{path}`, which is no path"),
            "begin it with `/`: `.first(\"/health\")`",
        );
    }
    scope.resource("Health", uptime::health_check(name, path, &uptime::ASKED_FROM))
}

/// What a domain is pointed at: a name of AWS in a zone of AWS.
pub(super) struct PointsAt {
    pub(super) name: Value<String>,
    pub(super) zone: Attr<AliasTargetHostedZoneId>,
    /// Whether the record is taken away while nothing there is fit to answer.
    pub(super) only_if_healthy: bool,
    /// Whether it answers over TLS by that name, too.
    pub(super) answers_to_its_name: bool,
    /// The records that are written, by the names of the resources.
    pub(super) records: &'static [(&'static str, &'static str)],
}

fn is_zone_id(id: &str) -> bool {
    id.len() <= 32
        && id.strip_prefix('Z').is_some_and(|rest| {
            !rest.is_empty() && rest.chars().all(|it| it.is_ascii_uppercase() || it.is_ascii_digit())
        })
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "this is not a zone of the name service",
        label = "give what `HostedZone::existing(\"Z0123456789\", \"example.org\")` does"
    )]
    /// A hosted zone.
    IsHostedZone: HostedZone;
}
