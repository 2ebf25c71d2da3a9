//! What a statement of a policy is about: whether one of its resources surely is all of something, and whether it may be some of it.

use hc_cdk::{
    rule::{Subject, at, one_or_many},
    value::{Json, Token},
};

use super::{
    called::may_be_called,
    possible::means,
    read::{ACCOUNT, REFERENCE, flat},
};

/// What somebody does something to.
#[derive(Clone, Copy)]
pub(super) struct About<'a> {
    /// Whether a resource that a statement of a policy names surely is all of it.
    pub(super) is: &'a dyn Fn(&Subject<'_>, &Json) -> bool,
    /// Whether it may be some of it.
    pub(super) may_be: &'a dyn Fn(&Subject<'_>, &Json) -> bool,
    /// Whether a condition under which a statement of a policy lets somebody surely is met.
    pub(super) when: &'a dyn Fn(&Subject<'_>, &Json) -> bool,
}

impl About<'_> {
    /// Whether a statement surely is about all of it.
    pub(super) fn is_in(&self, policy: &Subject<'_>, statement: &Json) -> bool {
        one_or_many(at(statement, "Resource")).iter().any(|it| (self.is)(policy, it))
    }

    /// Whether a statement may be about some of it. To name what is left out is to mean the rest.
    pub(super) fn may_be_in(&self, policy: &Subject<'_>, statement: &Json) -> bool {
        if let Some(but) = at(statement, "NotResource") {
            return !one_or_many(Some(but)).iter().any(|it| (self.is)(policy, it));
        }
        let named = one_or_many(at(statement, "Resource"));
        named.is_empty() || named.iter().any(|it| (self.may_be)(policy, it))
    }
}

/// What is known by a name that the program gives it: what stands before that in the last part of an ARN, what ends it, and the property.
const NAMED: [(&str, &str, char, &str); 2] =
    [("AWS::Logs::LogGroup", "log-group:", ':', "LogGroupName"), ("AWS::S3::Bucket", "", '/', "BucketName")];

/// Whether a resource of a statement may be something of the program, or be in it, or have it in it. Of what has no name here it is not
/// known how others call it.
pub(super) fn may_be_some_of(policy: &Subject<'_>, named: &Json, it: &Subject<'_>) -> bool {
    if !policy.references_in(named).is_empty() {
        return it.is_named_by(named);
    }
    let Some((_, before, end, property)) = NAMED.iter().find(|(kind, ..)| it.is(kind)) else { return true };
    let Some(arn) = flat(named) else { return true };
    let Some(last) = arn.splitn(6, ':').nth(5) else { return true };
    let head = last.split(['*', '?']).next().unwrap_or_default();
    let Some(name) = head.strip_prefix(before) else { return head.len() < last.len() && before.starts_with(head) };
    match name.split_once(*end) {
        Some((name, _)) => may_be_called(it, property, name),
        None if head.len() == last.len() => may_be_called(it, property, name),
        None if it.lacks(property) => begin_alike(&format!("{}-", it.stack.name().to_ascii_lowercase()), name),
        None => it.property(property).and_then(flat).is_none_or(|own| begin_alike(&own, name)),
    }
}

/// Whether one of two texts begins with the other.
fn begin_alike(one: &str, other: &str) -> bool {
    one.starts_with(other) || other.starts_with(one)
}

/// Objects of a bucket whose keys begin in one way.
pub(super) struct Objects<'a> {
    pub(super) bucket: Subject<'a>,
    /// How the keys begin, up to what stands in each of them; nothing if only the deployment knows.
    pub(super) prefix: Option<String>,
    /// What stands in each behind that.
    pub(super) behind: String,
}

impl Objects<'_> {
    /// Whether a resource of a statement is all of them, by reference or by the name that the program gives the bucket.
    pub(super) fn are(&self, resource: &Json) -> bool {
        let Some(arn) = pattern(resource) else { return false };
        // What only the deployment knows fits a wildcard, and what it knows of a pattern is one.
        let key = format!("{}{}x", self.prefix.as_deref().unwrap_or("\u{fffc}/"), self.behind);
        let name = self.bucket.property("BucketName").and_then(flat).unwrap_or_else(|| REFERENCE.to_string());
        let objects = of_own_account(arn.rsplit(":::").next().unwrap_or_default());
        let by_reference = self.bucket.is_named_by(resource) && means(&objects, &format!("{REFERENCE}/{key}"));
        arn == "*" || by_reference || means(&objects, &format!("{name}/{key}"))
    }

    /// Whether a resource of a statement may be some of them.
    pub(super) fn may_be(&self, policy: &Subject<'_>, resource: &Json) -> bool {
        if !may_be_some_of(policy, resource, &self.bucket) {
            return false;
        }
        let (Some(arn), Some(prefix)) = (flat(resource), &self.prefix) else { return true };
        let objects = of_own_account(arn.rsplit(":::").next().unwrap_or_default());
        let head = objects.split(['*', '?']).next().unwrap_or_default();
        match head.split_once('/') {
            Some((_, head)) => begin_alike(head, &format!("{prefix}{}", self.behind)),
            // Without a key, it is the bucket and none of its objects.
            None => head.len() < objects.len(),
        }
    }
}

/// A text with signs, as `flat` has it, in which a wildcard stands for each part of it that only the deployment knows: a prefix or a name
/// that somebody chooses is one that fits.
pub(super) fn pattern(json: &Json) -> Option<String> {
    let Json::Token(token) = json else { return flat(json) };
    match token.as_ref() {
        Token::Concat(parts) => Some(parts.iter().map(|it| pattern(it).unwrap_or_else(|| "*".into())).collect()),
        _ => flat(json),
    }
}

/// A text in which the sign of the account stands for each number of one, which may be that of the stack.
fn of_own_account(text: &str) -> String {
    let is_one = |part: &str| part.len() == 12 && part.bytes().all(|it| it.is_ascii_digit());
    let account = ACCOUNT.to_string();
    text.split('/').map(|part| if is_one(part) { account.as_str() } else { part }).collect::<Vec<_>>().join("/")
}
