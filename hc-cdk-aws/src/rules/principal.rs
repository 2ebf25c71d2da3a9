//! Rules about who is let in: principals of resources' own policies and of what roles trust.

use hc_cdk::{
    control::{Control, hipaa, iso27001, soc2},
    rule::{Must, Subject, Verdict, at, one_or_many, real_data},
    value::{Json, Object, Token},
};

use super::{
    permission::{allowed, is_open},
    read::{ACCOUNT, REFERENCE, flat},
};

pub(super) const LET_IN: &[Control] =
    &[hipaa::ACCESS_CONTROL, hipaa::ACCESS_AUTHORIZATION, soc2::LOGICAL_ACCESS, iso27001::ACCESS_CONTROL];

/// What guards a way inside of a network, and lets nobody into anything by itself.
const WAY: &str = "AWS::EC2::VPCEndpoint";

const PERMISSION: &str = "AWS::Lambda::Permission";

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub POLICY_NAMES_WHO = "PolicyNamesWho" {
        sentence: "its policy lets in nobody who is not named, by himself or by his organization",
        controls: LET_IN,
        on: &[],
        when: real_data,
        must: Must::Judge(names_who),
        message: "lets everybody in, or has a policy that cannot be read",
        help: "name in `Principal` who is let in, as an object in the program, or an organization by `StringEquals` of `aws:PrincipalOrgID`",
    }

    pub POLICY_STAYS_INSIDE = "PolicyStaysInside" {
        sentence: "its policy lets in this account, what is in the program, services of AWS, and who has a token of one subject",
        controls: LET_IN,
        on: &[],
        when: real_data,
        must: Must::Judge(stays_inside),
        message: "lets somebody in from another account",
        help: "name this account by `pseudo::account()` or a role of the program; for another account somebody signs: `Waiver::new(rule::POLICY_STAYS_INSIDE, \"why\", \"who\", date!(\"2027-01-31\")).construct(..)`",
    }
}

/// Who is let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    /// The account, somebody of the program, or a service of AWS.
    Own,
    /// Who has a token of one subject.
    Holder,
    /// Somebody else.
    Foreign,
    /// Everybody, or nobody knows.
    Everybody,
}

fn names_who(subject: &Subject<'_>) -> Verdict {
    match let_in(subject) {
        guests if guests.is_empty() => Verdict::NotApplicable,
        guests => Verdict::of(!guests.contains(&Who::Everybody)),
    }
}

/// Where everybody is let in, the rule before this one says so, and nobody says that they are of this account.
fn stays_inside(subject: &Subject<'_>) -> Verdict {
    match let_in(subject) {
        guests if guests.contains(&Who::Foreign) => Verdict::Broken,
        guests if guests.is_empty() || guests.contains(&Who::Everybody) => Verdict::NotApplicable,
        _ => Verdict::Held,
    }
}

/// Who is let in into a resource: everybody, if that cannot be read.
fn let_in(subject: &Subject<'_>) -> Vec<Who> {
    if subject.is(WAY) { Vec::new() } else { guests(subject).unwrap_or_else(|| vec![Who::Everybody]) }
}

/// Who is let in by the policies of a resource; nothing if one of them cannot be read.
pub(super) fn guests(subject: &Subject<'_>) -> Option<Vec<Who>> {
    if !is_open(subject) {
        return None;
    }
    let mut guests = Vec::new();
    for statement in allowed(subject) {
        of_statement(statement, &mut guests);
    }
    if subject.is(PERMISSION) {
        guests.push(subject.property("Principal").map_or(Who::Everybody, called_by));
    }
    Some(guests)
}

fn of_statement(statement: &Json, guests: &mut Vec<Who>) {
    if at(statement, "NotPrincipal").is_some() {
        guests.push(Who::Everybody);
        return;
    }
    match at(statement, "Principal") {
        None => {}
        Some(Json::Object(kinds)) => {
            for (kind, names) in kinds.iter() {
                guests.extend(one_or_many(Some(names)).iter().map(|name| of_kind(kind, name, statement)));
            }
        }
        Some(other) if flat(other).is_some_and(|it| it == "*") => guests.push(of_all(statement)),
        Some(_) => guests.push(Who::Everybody),
    }
}

/// Everybody, unless a condition names the organization that he has to be of: every account of that is somebody else.
fn of_all(statement: &Json) -> Who {
    if is_for_an_organization(statement) { Who::Foreign } else { Who::Everybody }
}

/// Whether a statement is for who is of an organization that it names. `StringEquals` is false of whoever has none; with `IfExists` or
/// `ForAllValues` before it that would be true, and `StringLike` takes patterns.
fn is_for_an_organization(statement: &Json) -> bool {
    let conditions = at(statement, "Condition/StringEquals").and_then(Json::as_object);
    conditions.into_iter().flat_map(Object::iter).any(|(key, value)| {
        let ids = one_or_many(Some(value));
        key.eq_ignore_ascii_case("aws:PrincipalOrgID") && !ids.is_empty() && ids.iter().all(is_an_organization)
    })
}

/// Whether that is the id of an organization.
///
/// Source: `Organization` in the API reference of AWS Organizations.
fn is_an_organization(id: &Json) -> bool {
    let fits = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit();
    let rest = id.as_text().and_then(|it| it.strip_prefix("o-"));
    rest.is_some_and(|it| (10..=32).contains(&it.len()) && it.bytes().all(fits))
}

fn of_kind(kind: &str, of: &Json, statement: &Json) -> Who {
    let Some(name) = flat(of) else { return Who::Everybody };
    match kind {
        "AWS" if name == "*" => of_all(statement),
        _ if name == "*" => Who::Everybody,
        "Service" => {
            if is_service(&name) {
                Who::Own
            } else {
                Who::Everybody
            }
        }
        "AWS" if !is_a_name(of) && is_of_the_account(&name) => Who::Own,
        // Who signs tokens signs them for many: which of them is meant is said by a condition.
        "Federated" if is_for_one(statement) => Who::Holder,
        "Federated" => Who::Everybody,
        _ => Who::Foreign,
    }
}

fn is_service(name: &str) -> bool {
    !name.contains(['*', '?']) && (name.ends_with(".amazonaws.com") || name.ends_with(".amazonaws.com.cn"))
}

fn is_of_the_account(name: &str) -> bool {
    let is = |text: &str, sign: char| text.strip_prefix(sign) == Some("");
    is(name, REFERENCE) || is(name, ACCOUNT) || name.split(':').nth(4).is_some_and(|of| is(of, ACCOUNT))
}

/// Whether a principal is the id of a resource and no ARN: that is a name, and one of twelve digits is somebody's account.
fn is_a_name(principal: &Json) -> bool {
    match principal {
        Json::Token(token) => match token.as_ref() {
            Token::Attribute { name, .. } => name.is_none(),
            Token::Concat(parts) => matches!(parts.as_slice(), [one] if is_a_name(one)),
            _ => false,
        },
        _ => false,
    }
}

fn is_for_one(statement: &Json) -> bool {
    let conditions = at(statement, "Condition/StringEquals").and_then(Json::as_object);
    conditions
        .is_some_and(|conditions| conditions.iter().any(|(key, value)| key.ends_with(":sub") && flat(value).is_some()))
}

/// Who calls a function: a service, an account, or somebody by an ARN.
fn called_by(principal: &Json) -> Who {
    match flat(principal) {
        Some(name) if is_service(&name) || !is_a_name(principal) && is_of_the_account(&name) => Who::Own,
        Some(name) if name != "*" => Who::Foreign,
        _ => Who::Everybody,
    }
}
