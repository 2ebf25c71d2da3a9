//! Whether what tells somebody may publish to a topic, and encrypt what it says there.
//!
//! Source: Amazon SNS, "Managing Amazon SNS encryption keys and costs": services publish to a topic under a key of AWS's own never, and
//! `EventBridge` does not say to the key for which account it acts; and "Using resource-based policies for Amazon `EventBridge`".

use hc_cdk::{
    rule::{Subject, at, one_or_many},
    value::{Json, Object},
};

use super::{
    permission::{hides_statements, statements_in},
    possible::means,
    read::{ACCOUNT, PLACE, REFERENCE, flat, is_plain, text_at},
    when::customer_key,
};

/// A service that publishes for resources of the account.
pub(super) struct Teller {
    service: &'static str,
    /// The ARNs of these resources behind the account, and the service in them.
    resources: (&'static str, &'static str),
    /// Whether a topic that has no policy lets it in.
    by_default: bool,
    /// Whether it says to the key for whom it acts.
    names_itself: bool,
}

pub(super) const ALARMS: Teller = Teller {
    service: "cloudwatch.amazonaws.com",
    resources: ("cloudwatch", "alarm:*"),
    by_default: true,
    names_itself: true,
};

pub(super) const EVENTS: Teller =
    Teller { service: "events.amazonaws.com", resources: ("events", "rule/*"), by_default: false, names_itself: false };

pub(super) const WORKSPACES: Teller =
    Teller { service: "aps.amazonaws.com", resources: ("aps", "workspace/*"), by_default: false, names_itself: true };

/// A statement's conditions that change nothing: their keys, and what these are to be. Few statements have any, for which they are put
/// together.
type Own<'a> = &'a dyn Fn() -> Vec<(&'static str, String)>;

impl Teller {
    /// Whether a topic lets it publish for a resource, and its key lets it encrypt. Of a key that exists already nobody knows, and it is
    /// taken to do so.
    pub(super) fn may_tell(&self, it: &Subject<'_>, topic: &Subject<'_>) -> bool {
        let Self { resources: (service, named), .. } = self;
        let source = || {
            let arn = format!("arn:{PLACE}:{service}:{PLACE}:{ACCOUNT}:{named}");
            vec![("aws:SourceAccount", ACCOUNT.to_string()), ("aws:SourceArn", arn)]
        };
        let of_key = || {
            let topics = format!("arn:{PLACE}:sns:{PLACE}:{ACCOUNT}:*");
            let mut own = if self.names_itself { source() } else { Vec::new() };
            own.push(("kms:EncryptionContext:aws:sns:topicArn", topics));
            own
        };
        let policies: Vec<_> =
            topic.users_of("AWS::SNS::TopicPolicy").filter(|it| topic.is_named_in(it, "Topics")).collect();
        let key = topic.target("KmsMasterKeyId").filter(|it| it.kind().starts_with("AWS::KMS::"));
        let about = |of: &Json| of.as_text() == Some("*") || topic.referred(of).is_some() && topic.is_named_by(of);
        // Of several policies the last counts, and nobody knows which that is.
        let by_each = |policy: &Subject<'_>| {
            self.is_let_in(it, (&[*policy], "PolicyDocument"), &["sns:Publish"], &source, &about)
        };
        (policies.is_empty() && self.by_default || !policies.is_empty() && policies.iter().all(by_each))
            && (topic.lacks("KmsMasterKeyId") || customer_key(topic, "KmsMasterKeyId"))
            && key.is_none_or(|key| {
                let encrypt = ["kms:Decrypt", "kms:GenerateDataKey"];
                self.is_let_in(it, (&[key], "KeyPolicy"), &encrypt, &of_key, &|of| of.as_text() == Some("*"))
            })
    }

    /// Whether policies let it do all of this.
    fn is_let_in(
        &self,
        it: &Subject<'_>,
        (policies, document): (&[Subject<'_>], &str),
        actions: &[&str],
        own: Own<'_>,
        about: &dyn Fn(&Json) -> bool,
    ) -> bool {
        let all = || policies.iter().flat_map(|it| statements_in(it, document));
        let is_meant = |it: &Json| one_or_many(at(it, "Resource")).iter().any(about);
        all().any(|statement| is_meant(statement) && self.lets(it, statement, actions, own))
            && !all().any(|statement| may_refuse(statement, actions))
            && !policies.iter().any(|it| hides_statements(it, document))
    }

    /// Whether a statement lets it do all of this for a resource.
    fn lets(&self, it: &Subject<'_>, statement: &Json, actions: &[&str], own: Own<'_>) -> bool {
        const SAME: [&str; 4] = ["ArnEquals", "ArnLike", "StringEquals", "StringLike"];
        let is_own = |own: &[(&str, String)], (key, value): (&str, &Json)| {
            let value_is = |meant: &str| {
                let is_it = it.is_named_by(value) && flat(value) == Some(REFERENCE.into());
                flat(value).as_deref() == Some(meant) || key.eq_ignore_ascii_case("aws:SourceArn") && is_it
            };
            own.iter().any(|(name, meant)| name.eq_ignore_ascii_case(key) && value_is(meant))
        };
        let changes_nothing = |condition: &Object| {
            let own = own();
            condition.iter().all(|(operator, keys)| {
                SAME.contains(&operator) && keys.as_object().is_some_and(|keys| keys.iter().all(|it| is_own(&own, it)))
            })
        };
        text_at(statement, "Effect") == Some("Allow")
            && one_or_many(at(statement, "Principal/Service")).iter().any(|it| it.as_text() == Some(self.service))
            && actions.iter().all(|action| one_or_many(at(statement, "Action")).iter().any(|it| is_action(it, action)))
            && at(statement, "Condition").is_none_or(|it| it.as_object().is_some_and(changes_nothing))
    }
}

/// Whether a statement may refuse any of this to a service, which comes over TLS.
fn may_refuse(statement: &Json, actions: &[&str]) -> bool {
    let named = one_or_many(at(statement, "Action"));
    let is_another = |it: &Json| it.as_text().is_some() && !actions.iter().any(|action| is_action(it, action));
    text_at(statement, "Effect") != Some("Allow")
        && !at(statement, "Condition").and_then(Json::as_object).is_some_and(is_plain)
        && (named.is_empty() || !named.iter().all(is_another))
}

/// Whether a text of a policy means an action.
fn is_action(named: &Json, action: &str) -> bool {
    named.as_text().is_some_and(|named| means(named, action))
}
