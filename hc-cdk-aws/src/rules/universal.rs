//! Rules of our own that hold under every policy: what no environment has to do.

use hc_cdk::{
    control::{hipaa, iso27001, soc2},
    model::Role,
    rule::{Must, Subject, Verdict, at},
    value::Json,
};

use super::{
    network::{INGRESS, ingress, is_for_everybody},
    permission::{HOLDERS, allowed, is_administrator, is_everything, is_written_out},
    read::{is_inside, number_at},
};

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub OPEN_INGRESS = "OpenIngress" {
        sentence: "the internet gets in where there is TLS, or the way to it",
        controls: &[
            soc2::BOUNDARY_PROTECTION,
            iso27001::NETWORK_SECURITY,
            hipaa::ACCESS_ISOLATION,
            hipaa::TRANSMISSION_SECURITY,
        ],
        on: INGRESS,
        must: Must::Hold(|it| {
            ingress(it).iter().all(|rule| !is_for_everybody(it, rule) || is_web(rule) && is_inside(it, Role::Endpoint))
        }),
        message: "lets the whole internet in",
        help: "name the addresses or the security group that may connect, or put an `HttpsEndpoint` in front",
    }

    pub ALLOW_EVERYTHING = "AllowEverything" {
        sentence: "nobody may do everything, on whatever",
        controls: &[
            soc2::LEAST_PRIVILEGE,
            iso27001::PRIVILEGED_ACCESS,
            hipaa::ACCESS_AUTHORIZATION,
            hipaa::ACCESS_CONTROL,
        ],
        on: &[],
        must: Must::Judge(allows_no_everything),
        message: "allows every action, or has a policy that cannot be read",
        help: "name the actions",
    }
}

fn allows_no_everything(subject: &Subject<'_>) -> Verdict {
    let (allowed, holds_policies) = (allowed(subject), HOLDERS.contains(&subject.kind()));
    if allowed.is_empty() && !holds_policies {
        return Verdict::NotApplicable;
    }
    let readable = !holds_policies || is_written_out(subject);
    Verdict::of(readable && !is_administrator(subject) && !allowed.into_iter().any(is_everything))
}

/// Whether a rule is for port 443, or for port 80 and so for being redirected.
fn is_web(rule: &Json) -> bool {
    let port = |name| number_at(rule, name);
    at(rule, "IpProtocol").and_then(Json::as_text) == Some("tcp")
        && port("FromPort") == port("ToPort")
        && matches!(port("FromPort"), Some(80 | 443))
}
