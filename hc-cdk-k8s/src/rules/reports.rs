//! What programs report to others: errors leave out who somebody is.

use hc_cdk::{
    control::{gdpr, iso27001, soc2},
    rule::{Must, Subject, Verdict, real_data},
    value::Json,
};

use super::{
    pod::any,
    read::{Declared, items, pods, text},
};

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub REPORTS_LEAVE_PEOPLE_OUT = "ReportsLeavePeopleOut" {
        sentence: "a program that is told whether reports of errors have personal data in them is told that they have none",
        controls: &[gdpr::BY_DESIGN, iso27001::DATA_LEAKAGE, soc2::CONFIDENTIALITY],
        on: &[],
        when: real_data,
        must: Must::Judge(leaves_people_out),
        message: "has personal data sent along with reports of errors",
        help: "set `SENTRY_SEND_DEFAULT_PII` to `false`, as `Sentry` does",
    }
}

/// The variable by which it is told.
const TOLD: &str = "SENTRY_SEND_DEFAULT_PII";
/// The values by which it is told that there are none.
const OFF: [&str; 4] = ["false", "0", "no", "off"];

fn leaves_people_out(subject: &Subject<'_>) -> Verdict {
    let is_it = |it: &Json| text(it, &["name"]) == Some(TOLD);
    let told = |pod: &&Json| any(pod, |_, container| items(container, &["env"]).iter().any(is_it));
    if !Declared::of(subject).pods.iter().any(told) {
        return Verdict::NotApplicable;
    }
    let is_off = |it: &str| OFF.iter().any(|off| it.eq_ignore_ascii_case(off));
    let is_on = |it: &Json| is_it(it) && !text(it, &["value"]).is_some_and(is_off);
    pods(subject, |pod, _| any(pod, |_, container| items(container, &["env"]).iter().any(is_on)))
}
