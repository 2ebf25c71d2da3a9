//! What a service does to something that has a policy: whether each policy surely lets it, and refuses it nothing. Where one does not, the
//! deployment comes up all the same, and what the service was to write is not there.

use hc_cdk::{
    rule::{Subject, at, one_or_many},
    value::Json,
};

use super::{
    coming::{Coming, is_action, is_service},
    meant::About,
    permission::{hides_statements, statements_in},
    possible::may_be,
    read::text_at,
};

/// What a service does to something that has a policy.
pub(super) struct Delivery<'a> {
    pub(super) action: &'static str,
    /// The property with the document.
    pub(super) document: &'static str,
    pub(super) by: &'a Coming<'a>,
    pub(super) about: About<'a>,
}

impl Delivery<'_> {
    /// Whether a policy lets the service do it, and does not refuse it.
    pub(super) fn is_let_by(&self, policy: &Subject<'_>) -> bool {
        let lets = |statement: &Json| {
            text_at(statement, "Effect") == Some("Allow")
                && one_or_many(at(statement, "Principal/Service")).iter().any(|it| is_service(it, self.by.service))
                && one_or_many(at(statement, "Action")).iter().any(|it| is_action(it, self.action))
                && self.about.is_in(policy, statement)
                && at(statement, "Condition").is_none_or(|it| self.by.meets(it))
        };
        self.statements(policy).iter().any(lets) && self.is_not_refused_by(policy)
    }

    /// Whether a policy can be read, and none of its statements may refuse it.
    pub(super) fn is_not_refused_by(&self, policy: &Subject<'_>) -> bool {
        !hides_statements(policy, self.document)
            && !self.statements(policy).iter().any(|it| self.may_be_refused_by(policy, it))
    }

    fn statements<'b>(&self, policy: &Subject<'b>) -> &'b [Json] {
        statements_in(policy, self.document)
    }

    fn may_be_refused_by(&self, policy: &Subject<'_>, statement: &Json) -> bool {
        let condition = at(statement, "Condition").and_then(Json::as_object);
        may_refuse(statement, self.action)
            && !is_for_somebody_named(statement)
            && !self.is_for_others(statement)
            && self.about.may_be_in(policy, statement)
            && !condition.is_some_and(|it| self.by.is_passed_by(it))
    }

    /// Whether a statement is about services, and this is none of them.
    fn is_for_others(&self, statement: &Json) -> bool {
        let who = at(statement, "Principal").and_then(Json::as_object).filter(|it| it.len() == 1);
        let named = one_or_many(who.and_then(|it| it.get("Service")));
        !named.is_empty() && named.iter().all(|it| it.as_text().is_some_and(|it| it != "*" && it != self.by.service))
    }
}

/// Whether a statement refuses an action to somebody, or may.
pub(super) fn may_refuse(statement: &Json, action: &str) -> bool {
    let (actions, but) = (one_or_many(at(statement, "Action")), one_or_many(at(statement, "NotAction")));
    let is_another = |it: &Json| it.as_text().is_some() && !is_action(it, action);
    text_at(statement, "Effect") != Some("Allow")
        && !but.iter().any(|it| is_action(it, action))
        && (actions.is_empty() || !actions.iter().all(is_another))
}

/// Whether a statement is about accounts, users or roles that are named, and so about no service.
fn is_for_somebody_named(statement: &Json) -> bool {
    let who = at(statement, "Principal").and_then(Json::as_object).filter(|it| it.len() == 1);
    let named = one_or_many(who.and_then(|it| it.get("AWS")));
    !named.is_empty() && named.iter().all(|it| !may_be(it, |it| it.contains('*')))
}
