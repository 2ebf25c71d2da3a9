//! A hosted zone of Route 53 that exists already: where an endpoint or a website writes its name.

use std::borrow::Cow;

use hc_cdk::{
    stack::Scope,
    value::{Attr, Value},
};

use crate::{
    cfn::{route53, route53::record_set as property},
    kind::AliasTargetHostedZoneId,
};

/// A hosted zone of Route 53.
#[derive(Debug, Clone)]
pub struct HostedZone {
    id: Cow<'static, str>,
    name: Cow<'static, str>,
}

impl HostedZone {
    /// A hosted zone that exists already, by its id, such as `Z0123456789ABCDEFGHIJ`, and its name, such as `example.org`.
    pub fn existing(id: impl Into<Cow<'static, str>>, name: impl Into<Cow<'static, str>>) -> Self {
        Self { id: id.into(), name: name.into() }
    }

    /// The id of the zone, if the domain is one of its names.
    pub(super) fn id_for(&self, scope: &mut Scope<'_>, domain: &str) -> Value<String> {
        self.check(scope, domain);
        self.id.clone().into()
    }

    /// Points a domain of the zone at what takes its requests.
    pub(super) fn point(&self, scope: &mut Scope<'_>, domain: &str, at: &PointsAt) {
        self.check(scope, domain);
        for (name, kind) in at.records {
            scope.resource(
                *name,
                route53::RecordSet {
                    alias_target: Some(property::AliasTarget {
                        dns_name: Some(at.name.clone()),
                        evaluate_target_health: Some(at.only_if_healthy.into()),
                        hosted_zone_id: Some(at.zone.clone()),
                    }),
                    hosted_zone_id: Some(self.id.clone().into()),
                    name: Some(domain.to_owned().into()),
                    r#type: Some((*kind).into()),
                    ..Default::default()
                },
            );
        }
    }

    fn check(&self, scope: &mut Scope<'_>, domain: &str) {
        let Self { id, name } = self;
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

/// What a domain is pointed at: a name of AWS in a zone of AWS.
pub(super) struct PointsAt {
    pub(super) name: Value<String>,
    pub(super) zone: Attr<AliasTargetHostedZoneId>,
    /// Whether the record is taken away while nothing there is fit to answer.
    pub(super) only_if_healthy: bool,
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
