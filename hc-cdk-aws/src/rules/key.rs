//! Rules about keys.

use hc_cdk::{
    control::{hipaa, iso27001, soc2},
    rule::{Known, Must, Subject, Verdict, real_data},
};

use super::{
    clauses::CONFIDENTIAL,
    principal::{Who, guests},
    read::number,
};

const KEY: &[&str] = &["AWS::KMS::Key"];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub KEY_ROTATES = "KeyRotates" {
        sentence: "the key is the customer's own and rotates every year",
        controls: CONFIDENTIAL,
        on: KEY,
        when: real_data,
        must: Must::Judge(rotates),
        message: "does not rotate every year",
        help: "set `EnableKeyRotation` to true, or use a `CustomerKey`",
    }

    pub KEY_STAYS_INSIDE = "KeyStaysInside" {
        sentence: "the key's policy lets in the account, its roles and services of AWS, and nobody else",
        controls: &[hipaa::ACCESS_CONTROL, soc2::LOGICAL_ACCESS, iso27001::ACCESS_CONTROL],
        on: KEY,
        when: real_data,
        must: Must::Hold(|it| it.property("KeyPolicy").is_some() && guests(it).is_some_and(|who| !who.is_empty() && who.iter().all(|it| *it == Who::Own))),
        message: "may be used from outside of the account, or has a policy that cannot be read",
        help: "name this account, its roles or services in `KeyPolicy`, or use a `CustomerKey`",
    }
}

/// Only symmetric keys for encryption rotate by themselves.
fn rotates(key: &Subject<'_>) -> Verdict {
    let usual = |name: &str, value: &str| key.property(name).is_none_or(|it| it.as_text() == Some(value));
    if key.text("KeySpec").is_some_and(|spec| spec != "SYMMETRIC_DEFAULT") {
        return Verdict::NotApplicable;
    }
    let period = key.property("RotationPeriodInDays").is_none_or(|days| number(days).is_some_and(|days| days <= 366));
    Verdict::of(
        usual("KeySpec", "SYMMETRIC_DEFAULT")
            && usual("Origin", "AWS_KMS")
            && key.flag("EnableKeyRotation") == Known::Is(true)
            && matches!(key.flag("Enabled"), Known::Missing | Known::Is(true))
            && period,
    )
}
