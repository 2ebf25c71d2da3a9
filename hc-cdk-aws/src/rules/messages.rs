//! Rules about what hands messages on: queues, topics and, where they are no other than these, buses.

use hc_cdk::{
    control::{gdpr, hipaa, iso27001, soc2},
    dimension::{availability::MultiRegion, tls::Tls13},
    model::Role,
    policy::Dimension,
    rule::{Index, Must, Subject, Verdict, asks, at, one_or_many, real_data},
    value::Json,
};

use super::{
    bus::BUS,
    called::{Saying, is_reference, said_of},
    clauses::CONFIDENTIAL,
    kept::{KEPT, stays},
    read::{Actions, REFERENCE, denies, each, flat, is_inside, is_plain, may_be_of, number},
    told::tells_plainly,
    when::customer_key,
};

const QUEUE: &str = "AWS::SQS::Queue";
const TOPIC: &str = "AWS::SNS::Topic";

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub QUEUE_HAS_THE_CUSTOMERS_KEY = "QueueHasTheCustomersKey" {
        sentence: "messages that wait are encrypted with the customer's key",
        controls: CONFIDENTIAL,
        on: &[QUEUE],
        when: |policy| asks(policy, Dimension::key_custody),
        answers: key_custody,
        must: Must::Hold(|it| customer_key(it, "KmsMasterKeyId")),
        message: "is not encrypted with a customer-managed key",
        help: "set `KmsMasterKeyId` to the ARN of a `CustomerKey`",
    }

    pub TOPIC_HAS_THE_CUSTOMERS_KEY = "TopicHasTheCustomersKey" {
        sentence: "what a topic tells is encrypted with the customer's key",
        controls: CONFIDENTIAL,
        on: &[TOPIC],
        when: |policy| asks(policy, Dimension::key_custody),
        answers: key_custody,
        must: Must::Hold(|it| customer_key(it, "KmsMasterKeyId")),
        message: "is not encrypted with a customer-managed key",
        help: "set `KmsMasterKeyId` to the ARN of a `CustomerKey`",
    }

    pub QUEUE_KEEPS_WHAT_FAILS = "QueueKeepsWhatFails" {
        sentence: "a message that nobody could handle is kept in a queue of its own",
        controls: &[hipaa::INTEGRITY, hipaa::AUDIT_CONTROLS, soc2::MONITORING],
        on: &[QUEUE],
        when: real_data,
        must: Must::Judge(keeps_what_fails),
        message: "tries a message again and again, or loses it, if nobody can handle it",
        help: "name another queue in `RedrivePolicy/deadLetterTargetArn`, or use a `Queue`",
    }

    pub QUEUE_STAYS = "QueueStays" {
        sentence: "where the policy asks for it, a queue stays behind with its messages when it leaves the program",
        controls: KEPT,
        on: &[QUEUE],
        when: |policy| asks(policy, Dimension::deletion),
        must: Must::Judge(|it| of_channel(it, || stays(it, &["Retain"]))),
        message: "is deleted with its stack, and with what waits in it",
        help: "set `DeletionPolicy` and `UpdateReplacePolicy` to `Retain`, or use a `Queue`",
    }

    pub MESSAGES_SPEAK_TLS = "MessagesSpeakTls" {
        sentence: "messages are sent and taken over TLS 1.2 or newer, and nothing comes in without it",
        controls: &[hipaa::ENCRYPTION, hipaa::TRANSMISSION_SECURITY, iso27001::CRYPTOGRAPHY, gdpr::ENCRYPTION],
        on: &[QUEUE, TOPIC, BUS],
        when: |policy| asks(policy, Dimension::tls),
        answers: tls,
        must: Must::Judge(|it| of_channel(it, || {
            (it.is(BUS) || refuses_plain(it) && !tells_plainly(it)) && it.stack.policy.floor(Dimension::tls) < Tls13::POSITION
        })),
        message: "takes messages without TLS, or over an older one than the policy asks for",
        help: "refuse what comes without `aws:SecureTransport` in its policy, or use a `Queue` or a `Topic`; none of them takes TLS 1.3 only",
    }

    pub MESSAGES_HAVE_ZONES = "MessagesHaveZones" {
        sentence: "messages are in the zones of one region, as AWS says of each queue, topic and bus, and the policy asks for no more",
        controls: &[hipaa::CONTINGENCY_PLAN, hipaa::EMERGENCY_MODE, soc2::BACKUP_AND_RECOVERY, iso27001::REDUNDANCY],
        on: &[QUEUE, TOPIC, BUS],
        when: |policy| asks(policy, Dimension::availability),
        answers: availability,
        must: Must::Judge(|it| of_channel(it, || {
            it.stack.policy.floor(Dimension::availability) < MultiRegion::POSITION
        })),
        message: "is in one region where the policy asks for two",
        help: "a queue, a topic or a bus is in one region: declare one in a stack of each",
    }
}

/// Source: "Amazon `EventBridge` endpoints and quotas": `EventBridge` has no endpoint without TLS, so that no bus has to refuse such requests.
///
/// Of what hands on no data of a perimeter, such as the topic of an alarm, nothing is said here.
fn of_channel(it: &Subject<'_>, holds: impl FnOnce() -> bool) -> Verdict {
    if is_inside(it, Role::Channel) { Verdict::of(holds()) } else { Verdict::NotApplicable }
}

/// A queue to which others give what fails is the end of the way, be they queues, a bus or a rule.
fn keeps_what_fails(queue: &Subject<'_>) -> Verdict {
    let is_given = |kind, place| queue.users_of(kind).any(|it| queue.is_named_in(&it, place));
    let is_lost = |target: &Json| at(target, "DeadLetterConfig/Arn").is_some_and(|it| queue.is_named_by(it));
    let by_rule = || queue.users_of("AWS::Events::Rule").any(|rule| rule.list("Targets").iter().any(is_lost));
    let is_the_end = || is_given(QUEUE, "RedrivePolicy") || is_given(BUS, "DeadLetterConfig") || by_rule();
    if !is_inside(queue, Role::Channel) || is_the_end() {
        return Verdict::NotApplicable;
    }
    let target = queue.property("RedrivePolicy/deadLetterTargetArn");
    Verdict::of(target.is_some_and(|to| {
        let end = queue.referred(to);
        may_be_of(queue, to, &[QUEUE])
            && waits(queue) >= Some(DAYS_4)
            && end.is_none_or(|end| outlasts(&end, queue) && takes_from(&end, queue))
    }))
}

/// Whether a queue takes what fails in another one: it may say from which queues it does.
///
/// Source: Amazon SQS API, `SetQueueAttributes`, `RedriveAllowPolicy`.
fn takes_from(end: &Subject<'_>, queue: &Subject<'_>) -> bool {
    const ALLOWS: &str = "RedriveAllowPolicy";
    end.lacks(ALLOWS)
        || match end.text(&format!("{ALLOWS}/redrivePermission")) {
            Some("allowAll") => true,
            Some("byQueue") => {
                let of = one_or_many(end.property(&format!("{ALLOWS}/sourceQueueArns")));
                // By reference it would wait for what waits for it, so that it is named by its ARN.
                of.iter().any(|it| queue.is_named_by(it) || end.references_in(it).is_empty())
            }
            _ => false,
        }
}

/// What a queue without a word keeps messages for, in seconds.
const DAYS_4: i64 = 4 * 24 * 60 * 60;

/// For how many seconds a queue keeps what nobody takes.
fn waits(queue: &Subject<'_>) -> Option<i64> {
    queue.property("MessageRetentionPeriod").map_or(Some(DAYS_4), number)
}

/// Whether what failed in one queue is there for a while in another. A message is as old as when it came to the first.
///
/// Source: Amazon SQS, "Using dead-letter queues": the retention period of a dead-letter queue is to be longer than that of the original.
fn outlasts(end: &Subject<'_>, queue: &Subject<'_>) -> bool {
    let longest = 14 * 24 * 60 * 60;
    waits(end) == Some(longest) || waits(end) > waits(queue)
}

const QUEUE_POLICY: Saying =
    Saying { kind: "AWS::SQS::QueuePolicy", place: "Queues", name: "QueueName", by_text: &NAMES_A_QUEUE };
const TOPIC_POLICY: Saying =
    Saying { kind: "AWS::SNS::TopicPolicy", place: "Topics", name: "TopicName", by_text: &NAMES_A_TOPIC };

static NAMES_A_QUEUE: Index = Index::by(|it| names_by_text(&QUEUE_POLICY, it.kind(), &it.properties));
static NAMES_A_TOPIC: Index = Index::by(|it| names_by_text(&TOPIC_POLICY, it.kind(), &it.properties));

fn names_by_text(policy: &Saying, kind: &str, properties: &Json) -> Option<String> {
    let named = one_or_many(properties.get(policy.place));
    (kind == policy.kind && !named.iter().all(is_reference)).then(String::new)
}

/// Whether a policy of a queue or topic refuses everybody who comes without TLS everything that touches messages.
fn refuses_plain(it: &Subject<'_>) -> bool {
    let policy = if it.is(QUEUE) { &QUEUE_POLICY } else { &TOPIC_POLICY };
    let actions = if it.is(QUEUE) {
        Actions { service: "sqs", named: &[] }
    } else {
        Actions { service: "sns", named: &["sns:Publish"] }
    };
    let refuses = |statement: &Json| {
        let of = at(statement, "Resource");
        let is_it = |of: &Json| of.as_text() == Some("*") || it.is_named_by(of) && flat(of) == Some(REFERENCE.into());
        let about = one_or_many(of).iter().any(is_it);
        about && denies(statement, &actions, &|it| it.is_some_and(is_plain))
    };
    // What stands in a policy of its own kind for one alone is put in its place.
    let inline = it.users().any(|by| by.kind().ends_with("InlinePolicy"));
    let refuses_it = |by: &Subject<'_>| {
        it.is_meant_in(by, policy.place) && one_or_many(by.property("PolicyDocument/Statement")).iter().any(refuses)
    };
    !inline && each(said_of(it, policy), refuses_it)
}
