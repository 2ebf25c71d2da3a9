//! Where a user pool signs people in: the domain under which Cognito shows the page for that, and gives the app what it asked for.
//!
//! Without a word it is one of Cognito's own, which nobody else in the region may have: it is called after the pool and the account.
//!
//! Source: "Configuring a user pool domain" in the developer guide of Amazon Cognito.

use std::borrow::Cow;

use hc_cdk::{
    control::hipaa,
    resource::Made,
    stack::{PhysicalName, Scope},
    value::Value,
};

use super::{
    certificate::Certificate,
    hosted_zone::{HostedZone, PointsAt},
    protection,
};
use crate::{
    cfn::cognito::{UserPool, UserPoolDomain, user_pool_domain as property},
    pseudo,
};

/// A domain of one's own, with the certificate for it.
pub(super) type Own = (Cow<'static, str>, Certificate);

/// Words that no domain of Cognito may have.
const RESERVED: [&str; 3] = ["amazon", "aws", "cognito"];

/// The longest name before the account, whose number and a hyphen have thirteen signs.
const LONGEST: usize = 63 - 13;

/// Where Cognito has certificates, and the zone of its names, which are those of CloudFront.
const HOME: &str = "us-east-1";
const ZONE: &str = "Z2FDTNDATAQYW2";

/// Where people sign in, without `https://`.
pub(super) fn declare(
    scope: &mut Scope<'_>,
    pool: &Made<UserPool>,
    own: Option<&Own>,
    zone: Option<&HostedZone>,
) -> Value<String> {
    let Some((domain, certificate)) = own else {
        let name = prefix(scope);
        let domain = Value::concat([name.within("", "-").into(), pseudo::account().into()]);
        scope.resource("Domain", described(pool, domain.clone()));
        return Value::concat([domain.into(), format!(".auth.{}.amazoncognito.com", scope.region()).into()]);
    };
    check(scope, domain, certificate);
    let custom = property::CustomDomainConfigType { certificate_arn: Some(certificate.arn()), ..Default::default() };
    let made = UserPoolDomain { custom_domain_config: Some(custom), ..described(pool, domain.clone().into()) };
    let made = scope.resource("Domain", made);
    if let Some(zone) = zone {
        let at = PointsAt {
            name: made.get(UserPoolDomain::CLOUD_FRONT_DISTRIBUTION),
            zone: Value::literal(ZONE),
            only_if_healthy: false,
            answers_to_its_name: false,
            records: &[("Record", "A"), ("Ipv6Record", "AAAA")],
        };
        zone.point(scope, domain, &at);
    }
    domain.clone().into()
}

fn described(pool: &Made<UserPool>, domain: Value<String>) -> UserPoolDomain {
    UserPoolDomain { domain: Some(domain), user_pool_id: Some(pool.id()), ..Default::default() }
}

/// The pool's name, as Cognito takes one: a word that it takes in none is parted.
fn prefix(scope: &mut Scope<'_>) -> PhysicalName {
    let name = scope.physical_name().lower().parted(&RESERVED);
    let fits = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-';
    let reserved = RESERVED.iter().any(|it| name.to_string().contains(it));
    if name.longest() > LONGEST || reserved || !name.start().bytes().all(fits) {
        let message =
            format!("signs people in at a domain that begins with `{name}`, which is too long or none of Cognito's");
        let help = format!(
            "give stack and pool names of {LONGEST} letters, digits and hyphens together at most, and no suffix with `amazon`, `aws` or `cognito`, or say `.domain(..)`"
        );
        scope.reject(None, message, help);
    }
    name
}

fn check(scope: &mut Scope<'_>, domain: &str, certificate: &Certificate) {
    protection::check_name(scope, domain);
    certificate.check_covers(scope, domain);
    if certificate.region() != HOME {
        scope.reject(
            Some(hipaa::TRANSMISSION_ENCRYPTION),
            format!(
                "has the certificate of its domain in `{}`, and Cognito looks in `{HOME}` only",
                certificate.region()
            ),
            "ask for it in a stack in `region::UsEast1`",
        );
    }
}
