//! What a service does by a role: whether the role trusts the service and surely lets it. Where it does not, the deployment comes up all the
//! same, and what the service was to write, copy or keep is not there.
//!
//! Sources: Amazon VPC, "Publish flow logs to CloudWatch Logs"; AWS `CloudTrail`, "Role policy document for CloudTrail to use CloudWatch
//! Logs for monitoring"; Amazon S3, "Setting up permissions for live replication"; AWS Backup, "IAM service roles".

use hc_cdk::{
    rule::{Known, Subject, at, known, one_or_many},
    value::Json,
};

use super::{
    coming::{Coming, is_action, is_service},
    meant::About,
    permission::{allowed, denied, is_written_out},
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

impl Work {
    /// Whether it can be done by the role that a property names. For a role that exists already, and for a boundary of one, its owner
    /// answers.
    pub(super) fn is_done_by(&self, it: &Subject<'_>, path: &str, about: About<'_>) -> bool {
        let named = it.property(path).map(|role| it.references_in(role)).unwrap_or_default();
        named.iter().filter(|it| it.is(ROLE)).all(|role| self.may_be_done_by(it, role, about))
    }

    fn may_be_done_by(&self, it: &Subject<'_>, role: &Subject<'_>, about: About<'_>) -> bool {
        let boundary = boundary_of(role);
        self.is_trusted_by(it, role)
            && (is_given(role, self.by_aws) || self.is_let(&surely_of(role), about))
            && boundary.is_none_or(|it| self.is_let(&[it], about))
            && !may_be_refused(role, self.actions, about)
    }

    fn is_trusted_by(&self, it: &Subject<'_>, role: &Subject<'_>) -> bool {
        let coming = Coming { service: self.service, source: *it, algorithm: None, key: None };
        let trusts = |statement: &Json| {
            text_at(statement, "Effect") == Some("Allow")
                && one_or_many(at(statement, "Action")).iter().any(|it| is_action(it, "sts:AssumeRole"))
                && one_or_many(at(statement, "Principal/Service")).iter().any(|it| is_service(it, self.service))
                && at(statement, "Condition").is_none_or(|it| coming.meets(it))
        };
        one_or_many(role.property("AssumeRolePolicyDocument/Statement")).iter().any(trusts)
    }

    fn is_let(&self, policies: &[Subject<'_>], about: About<'_>) -> bool {
        let lets =
            |policy: &Subject<'_>, action| allowed(policy).into_iter().any(|it| lets(policy, it, action, &about));
        self.actions.iter().all(|action| policies.iter().any(|policy| lets(policy, action)))
    }
}

/// Whether a role has one of these policies of AWS.
pub(super) fn is_given(role: &Subject<'_>, by_aws: &[&str]) -> bool {
    let mut given = one_or_many(role.property("ManagedPolicyArns")).iter().filter_map(flat);
    given.any(|arn| by_aws.iter().any(|it| arn.ends_with(it)))
}

/// What bounds what a role may do, if the program declares it.
fn boundary_of<'a>(role: &Subject<'a>) -> Option<Subject<'a>> {
    role.property("PermissionsBoundary").and_then(|it| role.referred(it))
}

/// Whether a statement surely lets somebody do something with what it is about.
pub(super) fn lets(policy: &Subject<'_>, statement: &Json, action: &str, about: &About<'_>) -> bool {
    text_at(statement, "Effect") == Some("Allow")
        && at(statement, "Condition").is_none_or(|it| (about.when)(policy, it))
        && one_or_many(at(statement, "Action")).iter().any(|it| is_action(it, action))
        && about.is_in(policy, statement)
}

/// Whether a condition asks no more than how objects are encrypted, where that is said.
pub(super) fn is_of_encryption(_: &Subject<'_>, condition: &Json) -> bool {
    let is_it = |key: &str| key.to_ascii_lowercase().starts_with("s3:x-amz-server-side-encryption");
    condition.as_object().is_some_and(|it| {
        it.iter().all(|(operator, keys)| {
            operator.ends_with("IfExists") && keys.as_object().is_some_and(|it| it.iter().all(|(key, _)| is_it(key)))
        })
    })
}

/// Whether a policy of a role, or what bounds it, may keep it from one of these actions on what they are about, or cannot be read.
pub(super) fn may_be_refused(role: &Subject<'_>, actions: &[&str], about: About<'_>) -> bool {
    let is_one = |action: &Json| actions.iter().any(|it| may_be(action, |action| means(action, it)));
    let is_but = |it: &Json| actions.iter().all(|action| one_or_many(Some(it)).iter().any(|it| is_action(it, action)));
    let is_of_them = |it: &Json| {
        at(it, "NotAction").is_some_and(|it| !is_but(it)) || one_or_many(at(it, "Action")).iter().any(&is_one)
    };
    let refuses = |policy: &Subject<'_>, it: &Json| {
        is_of_them(it) && about.may_be_in(policy, it) && !at(it, "Condition").is_some_and(is_about_plain)
    };
    policies_of(role)
        .iter()
        .chain(&boundary_of(role))
        .any(|policy| !is_written_out(policy) || denied(policy).into_iter().any(|it| refuses(policy, it)))
}

/// Whether one of the conditions of a denial, of which all have to be met, is that somebody comes without TLS. AWS's services do not.
fn is_about_plain(condition: &Json) -> bool {
    let is_it =
        |key: &str, value: &Json| key.eq_ignore_ascii_case("aws:SecureTransport") && known(value) == Known::Is(false);
    condition.as_object().is_some_and(|it| {
        it.iter().any(|(operator, keys)| {
            operator.starts_with("Bool")
                && keys.as_object().is_some_and(|it| it.iter().any(|(key, value)| is_it(key, value)))
        })
    })
}
