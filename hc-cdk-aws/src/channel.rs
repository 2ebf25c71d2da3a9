//! The queues and topics that constructs make: encrypted with the customer's key, and spoken to over TLS only.

use hc_cdk::{
    resource::{Made, Resource},
    stack::Scope,
    value::{Attr, Json, Object},
};

use crate::{
    actions,
    cfn::{events, sns, sqs},
    iam::{Statement, by_way_of, document, service, tls_only},
    keys::Key,
    kind::{KeyArn, TopicArn},
    literal::action::Action,
    position::Deletion,
    principal::Principal,
    pseudo,
};

/// The service that hands on events of a bus.
pub(crate) const EVENTS: &str = "events.amazonaws.com";

/// How long a message waits at most, in seconds: 14 days, the longest that there is.
pub(crate) const KEPT_SECONDS: u32 = 14 * 24 * 60 * 60;

/// What a queue is made of.
pub(crate) struct QueueParts<'a> {
    /// What it is called, if somebody has to know it by name.
    pub(crate) name: Option<String>,
    /// The key that encrypts its messages.
    pub(crate) key: &'a Key,
    /// What happens to it when it leaves the program.
    pub(crate) deletion: Deletion,
    /// For how many seconds nobody else sees a message that somebody has taken, if it is said.
    pub(crate) hidden_seconds: Option<u32>,
    /// Where a message goes that was taken so many times and never handled.
    pub(crate) failed: Option<(&'a Made<sqs::Queue>, u32)>,
    /// For whom events are sent to it: the ARNs of buses and of their rules.
    pub(crate) events: Vec<Json>,
}

/// Declares a queue and its policy.
pub(crate) fn queue(scope: &mut Scope<'_>, name: &'static str, parts: &QueueParts<'_>) -> Made<sqs::Queue> {
    queue_with_policy(scope, name, parts).made
}

/// A queue or a topic, and its policy.
pub(crate) struct WithPolicy<R, P> {
    pub(crate) made: Made<R>,
    policy: Made<P>,
}

impl WithPolicy<sqs::Queue, sqs::QueuePolicy> {
    /// Lets events come in by a rule of the account's own bus.
    pub(crate) fn hears(&self, scope: &mut Scope<'_>, rule: &Made<events::Rule>) {
        let statement = lets_events_in(&self.made, vec![rule.get(events::Rule::ARN).into()]);
        add(scope, &self.policy, statement);
    }
}

impl WithPolicy<sns::Topic, sns::TopicPolicy> {
    /// Lets what a rule hands on be told.
    pub(crate) fn hears(&self, scope: &mut Scope<'_>, rule: &Made<events::Rule>) {
        let statement = Statement::allow(actions!["sns:Publish"], [Json::from(self.made.get(sns::Topic::TOPIC_ARN))])
            .when("StringEquals", "aws:SourceAccount", pseudo::account())
            .when("ArnEquals", "aws:SourceArn", rule.get(events::Rule::ARN))
            .for_principal(service(EVENTS));
        add(scope, &self.policy, statement);
    }
}

/// Adds a statement to a policy of the scope's stack.
fn add<P: Resource>(scope: &mut Scope<'_>, policy: &Made<P>, statement: Json) {
    let _of_this_stack = scope.amend(policy, |properties| {
        if let Some(Json::Object(document)) = properties.get_mut("PolicyDocument")
            && let Some(Json::List(all)) = document.get_mut("Statement")
        {
            all.push(statement);
        }
    });
}

/// Declares a queue, and gives its policy as well.
pub(crate) fn queue_with_policy(
    scope: &mut Scope<'_>,
    name: &'static str,
    parts: &QueueParts<'_>,
) -> WithPolicy<sqs::Queue, sqs::QueuePolicy> {
    let redrive = parts.failed.map(|(failed, attempts)| {
        let to = failed.get(sqs::Queue::ARN);
        Object::new().with("deadLetterTargetArn", to).with("maxReceiveCount", attempts).into()
    });
    let made = scope.resource(
        name,
        sqs::Queue {
            kms_master_key_id: Some(parts.key.arn().into()),
            message_retention_period: Some(KEPT_SECONDS.into()),
            queue_name: parts.name.clone().map(Into::into),
            redrive_policy: redrive,
            visibility_timeout: parts.hidden_seconds.map(Into::into),
            ..Default::default()
        },
    );
    parts.deletion.apply(scope, &made);
    let events = (!parts.events.is_empty()).then(|| lets_events_in(&made, parts.events.clone()));
    let policy = scope.resource(
        format!("{name}Policy"),
        sqs::QueuePolicy {
            policy_document: Some(document([tls_only("sqs:*", made.get(sqs::Queue::ARN))].into_iter().chain(events))),
            queues: Some(vec![made.id()]),
        },
    );
    WithPolicy { made, policy }
}

/// The statement that lets the service which hands on events send to a queue, for those who stand in `sources`.
fn lets_events_in(queue: &Made<sqs::Queue>, sources: Vec<Json>) -> Json {
    Statement::allow(actions!["sqs:SendMessage"], [Json::from(queue.get(sqs::Queue::ARN))])
        .when("StringEquals", "aws:SourceAccount", pseudo::account())
        .when("ArnLike", "aws:SourceArn", sources)
        .for_principal(service(EVENTS))
}

/// What it takes of a key to send to queues that it encrypts.
pub(crate) fn queues_of(service: &'static str) -> (Principal, &'static [Action]) {
    (Principal::Sender(service), actions!["kms:Decrypt", "kms:GenerateDataKey"])
}

/// What it takes of a key to publish to topics that it encrypts.
pub(crate) fn topics_of(service: &'static str) -> (Principal, &'static [Action]) {
    (Principal::Publisher(service), actions!["kms:Decrypt", "kms:GenerateDataKey"])
}

/// Lets services use a key that is of the scope's stack. Of one that exists already its owner has said it.
pub(crate) fn open_key(scope: &mut Scope<'_>, key: &Key, who: &[(Principal, &'static [Action])]) {
    match key.made().map(|made| made.reference().stack()) {
        Some(stack) if stack != scope.stack() => {
            let message = format!("hands on events under a key of the stack `{}`", stack.name());
            scope.reject(
                None,
                message,
                "declare it in the stack of its key, whose policy has to let `EventBridge` use it",
            );
        }
        Some(_) => who.iter().for_each(|(who, actions)| key.let_in(scope, who, actions)),
        None => {}
    }
}

/// What it takes to send messages to a queue that a key encrypts.
pub(crate) fn sending(queue: &Made<sqs::Queue>, key: &Key) -> [Statement; 2] {
    [
        Statement::allow(actions!["sqs:SendMessage"], [Json::from(queue.get(sqs::Queue::ARN))]),
        by_way_of("sqs", key.arn(), actions!["kms:Decrypt", "kms:GenerateDataKey"]),
    ]
}

/// What it takes to take messages from a queue, and to say that they were handled.
pub(crate) fn taking(queue: &Made<sqs::Queue>, key: Attr<KeyArn>) -> [Statement; 2] {
    let take =
        actions!["sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage",];
    [Statement::allow(take, [Json::from(queue.get(sqs::Queue::ARN))]), by_way_of("sqs", key, actions!["kms:Decrypt"])]
}

/// Declares a topic as the main resource of the scope, and its policy, with what else that says of the topic.
pub(crate) fn topic(
    scope: &mut Scope<'_>,
    key: &Key,
    statements: &dyn Fn(&Attr<TopicArn>) -> Vec<Json>,
) -> WithPolicy<sns::Topic, sns::TopicPolicy> {
    let made: Made<sns::Topic> =
        scope.resource("", sns::Topic { kms_master_key_id: Some(key.arn().into()), ..Default::default() });
    let arn = made.get(sns::Topic::TOPIC_ARN);
    let all = [tls_only("sns:Publish", arn.clone())].into_iter().chain(statements(&arn));
    let policy = scope.resource(
        "Policy",
        sns::TopicPolicy { policy_document: Some(document(all)), topics: Some(vec![arn.clone().into()]) },
    );
    WithPolicy { made, policy }
}
