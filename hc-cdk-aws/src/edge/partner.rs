//! Partners of an API: each has a share of it, by a key that API Gateway makes.
//!
//! A key says whose share a request counts to. It says of nobody who calls: the authorizer does, and is asked for each request as well. No
//! template has a key; whoever may do so looks it up by its id, and hands it over.

use hc_cdk::{
    control::iso27001,
    resource::Made,
    stack::PhysicalName,
    stack::Scope,
    value::{Value, pascal},
};

use crate::cfn::apigateway::{self, usage_plan as property};

/// A partner, who has a share of an API.
///
/// ```
/// # use hc_cdk::data::Phi;
/// # use hc_cdk_aws::{compute::Lambda, edge::{Certificate, Users}};
/// use hc_cdk_aws::{edge::Partner, prelude::*};
///
/// # fn program(clinical: &Perimeter<Phi>, certificate: &Certificate, users: &Users<Phi>, visits: &Lambda<Phi>) {
/// let api = RestApi::builder().perimeter(clinical).domain("api.example.org").certificate(certificate);
/// let api = api.authorizer(users).route("/visits/*", visits);
/// let api = api.partner(Partner::called("lab-west", 20, 50_000)).partner(Partner::called("pharmacy", 5, 2_000)).build();
/// # }
/// ```
#[derive(Debug, Clone)]
#[must_use = "nobody has a share of an API until it is told of him: `.partner(..)`"]
pub struct Partner {
    name: &'static str,
    each_second: u32,
    each_day: u32,
}

impl Partner {
    /// A partner by his name, of letters, digits and hyphens: how many requests of his are let through in a second, and twice as many for a
    /// moment, and how many in a day.
    pub fn called(name: &'static str, each_second: u32, each_day: u32) -> Self {
        Self { name, each_second, each_day }
    }

    /// His name in upper camel case, as resources are called.
    fn camel(&self) -> String {
        pascal(self.name)
    }
}

/// A key that was made for a partner.
#[derive(Debug, Clone)]
pub(super) struct MadeKey {
    name: &'static str,
    made: Made<apigateway::ApiKey>,
}

/// The id of the key of the partner of that name.
pub(super) fn id(keys: &[MadeKey], name: &str) -> Option<Value<String>> {
    Some(keys.iter().find(|it| it.name == name)?.made.get(apigateway::ApiKey::API_KEY_ID))
}

/// Declares the keys and shares of all partners in a stage of an API.
pub(super) fn declare(
    scope: &mut Scope<'_>,
    partners: &[Partner],
    (name, api, stage): (&PhysicalName, &Made<apigateway::RestApi>, &Made<apigateway::Stage>),
) -> Vec<MadeKey> {
    check(scope, partners);
    let each = |partner: &Partner| {
        let (camel, called) = (partner.camel(), name.within("", &format!("-{}", partner.name)));
        let made = scope.resource(
            format!("{camel}Key"),
            apigateway::ApiKey { enabled: Some(true.into()), name: Some(called.clone()), ..Default::default() },
        );
        let plan = scope.resource(
            format!("{camel}Share"),
            apigateway::UsagePlan {
                api_stages: Some(vec![property::ApiStage {
                    api_id: Some(api.id()),
                    stage: Some(stage.id()),
                    ..Default::default()
                }]),
                quota: Some(property::QuotaSettings {
                    limit: Some(partner.each_day.into()),
                    period: Some("DAY".into()),
                    ..Default::default()
                }),
                throttle: Some(property::ThrottleSettings {
                    burst_limit: Some((2 * i64::from(partner.each_second)).into()),
                    rate_limit: Some(f64::from(partner.each_second).into()),
                }),
                usage_plan_name: Some(called),
                ..Default::default()
            },
        );
        scope.resource(
            format!("{camel}ShareKey"),
            apigateway::UsagePlanKey {
                key_id: Some(made.get(apigateway::ApiKey::API_KEY_ID)),
                key_type: Some("API_KEY".into()),
                usage_plan_id: Some(plan.id()),
            },
        );
        MadeKey { name: partner.name, made }
    };
    partners.iter().map(each).collect()
}

/// Reports partners of whom more is let through in a second than of all callers together.
pub(super) fn check_within(scope: &mut Scope<'_>, partners: &[Partner], together: u32) {
    for partner in partners.iter().filter(|it| it.each_second > together) {
        let (name, each) = (partner.name, partner.each_second);
        scope.reject(
            Some(iso27001::CAPACITY),
            format!("lets `{name}` ask `{each}` times in a second, and all callers together `{together}` times"),
            "let all together ask more often, `.requests_per_second(..)`, or give the partner less",
        );
    }
}

/// What only the values show.
fn check(scope: &mut Scope<'_>, partners: &[Partner]) {
    for (at, partner) in partners.iter().enumerate() {
        let letters = |it: char| it.is_ascii_alphanumeric() || it == '-';
        let starts = partner.name.starts_with(|it: char| it.is_ascii_alphabetic());
        if !starts || !partner.name.chars().all(letters) {
            let message = format!("has a partner called `{}`", partner.name);
            scope.reject(None, message, "use letters, digits and hyphens, such as `lab-west`");
        }
        if partners.iter().take(at).any(|it| it.camel() == partner.camel()) {
            let message = format!("has two partners called `{}`", partner.name);
            scope.reject(None, message, "give each partner a name of his own");
        }
        if partner.each_second == 0 || partner.each_day == 0 {
            let message = format!("lets no request of `{}` through", partner.name);
            scope.reject(
                Some(iso27001::CAPACITY),
                message,
                "let some through in a second and in a day, or leave him out",
            );
        }
    }
}
