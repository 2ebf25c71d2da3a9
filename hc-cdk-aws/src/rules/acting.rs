//! What a service does by a role, or by the policy of what it does it to: whether the role trusts the service and surely lets it, and the
//! policy does. Where they do not, the deployment comes up all the same, and what the service was to write, copy or keep is not there.
//!
//! Sources: Amazon VPC, "Publish flow logs to CloudWatch Logs"; AWS `CloudTrail`, "Role policy document for CloudTrail to use CloudWatch
//! Logs for monitoring"; Amazon S3, "Setting up permissions for live replication"; AWS Backup, "IAM service roles".

use hc_cdk::{
    rule::{Subject, at, one_or_many},
    value::Json,
};

use super::{
    permission::{allowed, denied, hides_statements, is_written_out, statements_in},
    possible::{may_be, means},
    read::{flat, text_at},
    roles::{policies_of, surely_of},
};

const ROLE: &str = "AWS::IAM::Role";

/// What it takes to write log lines.
pub(super) const LINES: [&str; 2] = ["logs:CreateLogStream", "logs:PutLogEvents"];

/// What a service does by a role.
pub(super) struct Work {
    pub(super) service: &'static str,
    /// The actions, all of which it takes.
    pub(super) actions: &'static [&'static str],
    /// Policies of AWS that let it do so, by the ends of their ARNs.
    pub(super) by_aws: &'static [&'static str],
}

/// Whether a resource that a statement of a policy names is what the work is about.
pub(super) type About<'a> = &'a dyn Fn(&Subject<'_>, &Json) -> bool;

impl Work {
    /// Whether it can be done by the role that a property names. For a role that exists already, and for a boundary of one, its owner
    /// answers.
    pub(super) fn is_done_by(&self, it: &Subject<'_>, path: &str, about: About<'_>) -> bool {
        let named = it.property(path).map(|role| it.references_in(role)).unwrap_or_default();
        named.iter().filter(|it| it.is(ROLE)).all(|role| self.may_be_done_by(role, about))
    }

    fn may_be_done_by(&self, role: &Subject<'_>, about: About<'_>) -> bool {
        let boundary = role.property("PermissionsBoundary").and_then(|it| role.referred(it));
        self.is_trusted_by(role)
            && (is_given(role, self.by_aws) || self.is_let(&surely_of(role), about))
            && boundary.is_none_or(|it| self.is_let(&[it], about))
            && !may_be_refused(role, self.actions)
    }

    fn is_trusted_by(&self, role: &Subject<'_>) -> bool {
        let trusts = |statement: &Json| {
            text_at(statement, "Effect") == Some("Allow")
                && one_or_many(at(statement, "Action")).iter().any(|it| is_action(it, "sts:AssumeRole"))
                && one_or_many(at(statement, "Principal/Service")).iter().any(|it| is_service(it, self.service))
                && at(statement, "Condition").is_none_or(is_of_the_account)
        };
        one_or_many(role.property("AssumeRolePolicyDocument/Statement")).iter().any(trusts)
    }

    fn is_let(&self, policies: &[Subject<'_>], about: About<'_>) -> bool {
        let lets = |policy: &Subject<'_>, action| allowed(policy).into_iter().any(|it| lets(policy, it, action, about));
        self.actions.iter().all(|action| policies.iter().any(|policy| lets(policy, action)))
    }
}

/// Whether a role has one of these policies of AWS.
pub(super) fn is_given(role: &Subject<'_>, by_aws: &[&str]) -> bool {
    let mut given = one_or_many(role.property("ManagedPolicyArns")).iter().filter_map(flat);
    given.any(|arn| by_aws.iter().any(|it| arn.ends_with(it)))
}

/// Whether a statement surely lets somebody do something with what it is about.
pub(super) fn lets(policy: &Subject<'_>, statement: &Json, action: &str, about: About<'_>) -> bool {
    text_at(statement, "Effect") == Some("Allow")
        && at(statement, "Condition").is_none_or(is_of_encryption)
        && one_or_many(at(statement, "Action")).iter().any(|it| is_action(it, action))
        && one_or_many(at(statement, "Resource")).iter().any(|it| about(policy, it))
}

/// Whether a condition asks no more than how objects are encrypted, where that is said.
fn is_of_encryption(condition: &Json) -> bool {
    let is_it = |key: &str| key.to_ascii_lowercase().starts_with("s3:x-amz-server-side-encryption");
    condition.as_object().is_some_and(|it| {
        it.iter().all(|(operator, keys)| {
            operator.ends_with("IfExists") && keys.as_object().is_some_and(|it| it.iter().all(|(key, _)| is_it(key)))
        })
    })
}

/// Whether a policy of a role may keep it from one of these actions, or cannot be read.
pub(super) fn may_be_refused(role: &Subject<'_>, actions: &[&str]) -> bool {
    let is_one = |action: &Json| actions.iter().any(|it| may_be(action, |action| means(action, it)));
    let is_but = |it: &Json| actions.iter().all(|action| one_or_many(Some(it)).iter().any(|it| is_action(it, action)));
    let refuses = |it: &Json| {
        at(it, "NotAction").is_some_and(|it| !is_but(it)) || one_or_many(at(it, "Action")).iter().any(&is_one)
    };
    policies_of(role).iter().any(|policy| !is_written_out(policy) || denied(policy).into_iter().any(refuses))
}

/// Whether a text of a policy means an action.
fn is_action(named: &Json, action: &str) -> bool {
    named.as_text().is_some_and(|named| means(named, action))
}

/// Whether a principal is a service, whose name may end in that of the partition.
fn is_service(principal: &Json, service: &str) -> bool {
    let is_it = |text: &str| {
        let before = text.strip_suffix('\u{fffc}').filter(|it| it.ends_with('.'));
        text == service || before.is_some_and(|it| service.starts_with(it))
    };
    may_be(principal, is_it) && !may_be(principal, |_| false)
}

/// Whether a condition says for which account or resource a service acts, and no more.
fn is_of_the_account(condition: &Json) -> bool {
    const KEYS: [&str; 2] = ["aws:SourceAccount", "aws:SourceArn"];
    const SAME: [&str; 4] = ["ArnEquals", "ArnLike", "StringEquals", "StringLike"];
    let is_known = |keys: &Json| {
        let keys = keys.as_object();
        keys.is_some_and(|it| it.iter().all(|(key, _)| KEYS.iter().any(|known| known.eq_ignore_ascii_case(key))))
    };
    condition.as_object().is_some_and(|it| it.iter().all(|(operator, keys)| SAME.contains(&operator) && is_known(keys)))
}

/// What a service does to something that has a policy.
pub(super) struct Delivery {
    pub(super) service: &'static str,
    pub(super) action: &'static str,
    /// The property with the document.
    pub(super) document: &'static str,
}

impl Delivery {
    /// Whether a policy lets the service do it, and does not refuse it.
    pub(super) fn is_let_by(&self, policy: &Subject<'_>) -> bool {
        let lets = |statement: &Json| {
            text_at(statement, "Effect") == Some("Allow")
                && one_or_many(at(statement, "Principal/Service")).iter().any(|it| is_service(it, self.service))
                && one_or_many(at(statement, "Action")).iter().any(|it| is_action(it, self.action))
        };
        statements_in(policy, self.document).iter().any(lets) && self.is_not_refused_by(policy)
    }

    /// Whether a policy can be read, and none of its statements may refuse it.
    pub(super) fn is_not_refused_by(&self, policy: &Subject<'_>) -> bool {
        let mut statements = statements_in(policy, self.document).iter();
        !hides_statements(policy, self.document) && !statements.any(|it| self.may_be_refused_by(it))
    }

    fn may_be_refused_by(&self, statement: &Json) -> bool {
        let (actions, but) = (one_or_many(at(statement, "Action")), one_or_many(at(statement, "NotAction")));
        let is_another = |it: &Json| it.as_text().is_some() && !is_action(it, self.action);
        let is_left_out = but.iter().any(|it| is_action(it, self.action));
        let condition = at(statement, "Condition").and_then(Json::as_object);
        let is_passed = |(operator, keys): (&str, &Json)| {
            keys.as_object().is_some_and(|it| it.iter().any(|(key, values)| passes(operator, key, values)))
        };
        text_at(statement, "Effect") != Some("Allow")
            && !is_for_somebody_named(statement)
            && !self.is_for_others(statement)
            && !is_left_out
            && (actions.is_empty() || !actions.iter().all(is_another))
            && !condition.is_some_and(|it| it.iter().any(is_passed))
    }

    /// Whether a statement is about services, and this is none of them.
    fn is_for_others(&self, statement: &Json) -> bool {
        let who = at(statement, "Principal").and_then(Json::as_object).filter(|it| it.len() == 1);
        let named = one_or_many(who.and_then(|it| it.get("Service")));
        !named.is_empty() && named.iter().all(|it| it.as_text().is_some_and(|it| it != "*" && it != self.service))
    }
}

/// Whether a statement is about accounts, users or roles that are named, and so about no service.
fn is_for_somebody_named(statement: &Json) -> bool {
    let who = at(statement, "Principal").and_then(Json::as_object).filter(|it| it.len() == 1);
    let named = one_or_many(who.and_then(|it| it.get("AWS")));
    !named.is_empty() && named.iter().all(|it| !may_be(it, |it| it.contains('*')))
}

/// Whether a denial passes over a service of AWS by one of its conditions, of which all have to be met: the service comes over TLS and as a
/// service, acts for a resource of the account, and says how objects are encrypted and whose they are.
fn passes(operator: &str, key: &str, values: &Json) -> bool {
    let is = |known: &str| known.eq_ignore_ascii_case(key);
    let operator = operator.to_ascii_lowercase();
    let is_false = |it: &Json| *it == Json::Bool(false) || it.as_text() == Some("false");
    let is_true = |it: &Json| *it == Json::Bool(true) || it.as_text() == Some("true");
    let is_not = operator.starts_with("stringnot") || operator.starts_with("arnnot");
    if operator.starts_with("bool") {
        let is_met = is("aws:SecureTransport") || is("aws:PrincipalIsAWSService");
        return is_met && one_or_many(Some(values)).iter().all(is_false);
    }
    let values = one_or_many(Some(values));
    let has = |known: &str| values.iter().any(|it| it.as_text() == Some(known));
    let is_encryption = key.to_ascii_lowercase().starts_with("s3:x-amz-server-side-encryption");
    let is_owner = is("s3:x-amz-acl") && has("bucket-owner-full-control");
    let is_source = ["aws:SourceAccount", "aws:SourceArn", "aws:SourceOrgID"].into_iter().any(is);
    let is_said = is_encryption || is("s3:x-amz-acl");
    (is("s3:TlsVersion") && operator.starts_with("numericless"))
        || (is_not && (is_encryption || is_owner || is_source))
        || (operator == "null" && is_said && !values.is_empty() && values.iter().all(is_true))
}
