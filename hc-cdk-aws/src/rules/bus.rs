//! Rules about buses of events: with which key, what becomes of what fails, and who tells them something.

use hc_cdk::{
    control::{hipaa, iso27001, soc2},
    model::Role,
    policy::Dimension,
    rule::{Index, Must, Subject, Verdict, asks, at, real_data},
    value::Json,
};

use super::{
    clauses::CONFIDENTIAL,
    principal::LET_IN,
    read::{is_inside, is_readable, may_be_of, number},
    when::customer_key,
};

pub(super) const BUS: &str = "AWS::Events::EventBus";
const ARCHIVE: &str = "AWS::Events::Archive";
const POLICY: &str = "AWS::Events::EventBusPolicy";
const RULE: &str = "AWS::Events::Rule";
const QUEUE: &[&str] = &["AWS::SQS::Queue"];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub BUS_HAS_THE_CUSTOMERS_KEY = "BusHasTheCustomersKey" {
        sentence: "events of a bus, and those that are kept of it, are encrypted with the customer's key",
        controls: CONFIDENTIAL,
        on: &[BUS, ARCHIVE],
        when: |policy| asks(policy, Dimension::key_custody),
        answers: key_custody,
        must: Must::Hold(|it| customer_key(it, "KmsKeyIdentifier")),
        message: "is not encrypted with a customer-managed key",
        help: "set `KmsKeyIdentifier` to the ARN of a `CustomerKey`, or use a `Bus`",
    }

    pub BUS_KEEPS_WHAT_FAILS = "BusKeepsWhatFails" {
        sentence: "an event that cannot be decrypted or handed over is kept in a queue",
        controls: &[hipaa::INTEGRITY, hipaa::AUDIT_CONTROLS, soc2::MONITORING],
        on: &[BUS, RULE],
        when: real_data,
        must: Must::Judge(keeps_what_fails),
        message: "loses an event that it cannot hand over",
        help: "name a queue in `DeadLetterConfig/Arn` of the bus and of each target, or use `.on(&happened.from(..))`",
    }

    pub BUS_NAMES_WHO = "BusNamesWho" {
        sentence: "who else tells a bus something stands in statements of its policy",
        controls: LET_IN,
        on: &[BUS, POLICY],
        when: real_data,
        must: Must::Hold(names_who),
        message: "lets in an account or an organization in a way in which nobody reads it, or has a policy that cannot be read",
        help: "write `Statement` as an object, and leave out `Principal`, `Action` and `Condition` beside it",
    }

    pub EVENTS_ARE_KEPT = "EventsAreKept" {
        sentence: "all events of a bus are kept for as long as the policy asks backups to be, and can be handed over once more",
        controls: &[hipaa::DATA_BACKUP_PLAN, soc2::BACKUP_AND_RECOVERY, iso27001::BACKUP],
        on: &[BUS],
        when: |policy| asks(policy, Dimension::backup_retention),
        must: Must::Judge(|it| {
            let keeps = |archive: Subject<'_>| it.is_meant_in(&archive, "SourceArn") && keeps_all(&archive);
            of_bus(it, || it.users_of(ARCHIVE).any(keeps))
        }),
        message: "has no archive of all of its events, or not for as long as the policy asks for",
        help: "declare an `AWS::Events::Archive` of it without `EventPattern`, or use a `Bus`",
    }
}

/// Of what hands on no data of a perimeter nothing is said here.
fn of_bus(bus: &Subject<'_>, holds: impl FnOnce() -> bool) -> Verdict {
    if is_inside(bus, Role::Channel) { Verdict::of(holds()) } else { Verdict::NotApplicable }
}

/// Of rules on the bus of the account, which events of AWS come by, nothing is asked, nor of those by the clock.
fn keeps_what_fails(it: &Subject<'_>) -> Verdict {
    let is_kept = |to: Option<&Json>| to.is_some_and(|to| may_be_of(it, to, QUEUE));
    if it.is(BUS) {
        return of_bus(it, || is_kept(it.property("DeadLetterConfig/Arn")));
    }
    if !is_of_a_channel(it) {
        return Verdict::NotApplicable;
    }
    let targets = it.property("Targets").and_then(Json::as_list);
    let all_kept = |all: &[Json]| all.iter().all(|target| is_kept(at(target, "DeadLetterConfig/Arn")));
    Verdict::of(targets.is_some_and(all_kept))
}

/// Whether a rule is on a bus that hands on data, or may be: by reference, by the name that the program gives it or an ARN with that.
fn is_of_a_channel(rule: &Subject<'_>) -> bool {
    let Some(name) = rule.property("EventBusName") else { return false };
    let is_one = |bus: Subject<'_>| is_inside(&bus, Role::Channel);
    match (rule.referred(name).filter(|it| it.is(BUS)), name.as_text()) {
        (Some(bus), _) => is_one(bus),
        (None, Some(text)) => rule.found_in_app(&CALLED, text.rsplit('/').next().unwrap_or(text)).any(is_one),
        (None, None) => true,
    }
}

/// Buses by the names that the program gives them.
static CALLED: Index = Index::by(|it| {
    let name = it.properties.get("Name").filter(|_| it.kind() == BUS)?;
    name.as_text().map(str::to_owned)
});

fn names_who(it: &Subject<'_>) -> bool {
    if it.is(BUS) {
        return it.lacks("Policy") || it.property("Policy").is_some_and(is_readable);
    }
    is_readable(&it.resource.properties) && ["Principal", "Action", "Condition"].iter().all(|name| it.lacks(name))
}

/// Whether an archive leaves nothing out, and keeps it for long enough. Without a word it does so for ever.
fn keeps_all(archive: &Subject<'_>) -> bool {
    let floor = i64::from(archive.stack.policy.floor(Dimension::backup_retention).days());
    let days = archive.property("RetentionDays").map_or(Some(0), number);
    let is_long = archive.lacks("RetentionDays") || days == Some(0) || days >= Some(floor);
    archive.lacks("EventPattern") && is_long
}
