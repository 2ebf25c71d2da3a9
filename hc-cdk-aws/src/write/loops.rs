//! What makes more of itself: each record of a thing makes another one, for as long as somebody pays for it.
//!
//! Sources: "Enabling Amazon S3 server access logging" ("an infinite loop of logs"), "Log recursion prevention" of CloudWatch Logs,
//! "Creating rules that react to events" of `EventBridge` ("infinite loops"), and "Using dead-letter queues" of Amazon SQS.

use hc_cdk::{
    check::Checked,
    finding::Finding,
    model::ResourceModel,
    value::{Json, Token},
};
use indexmap::{IndexMap, IndexSet};

use super::found::{all_at, name, named, referred, resources, with_places};

/// What feeds itself is called this in findings.
const ITSELF: &str = "FeedsItself";

pub(super) fn check(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    let mut sources: IndexMap<String, IndexSet<String>> = IndexMap::new();
    for (_, mapping) in resources(checked).filter(|(_, it)| it.kind() == "AWS::Lambda::EventSourceMapping") {
        let of = |name| mapping.properties.get(name).map(named);
        if let Some((function, source)) = of("FunctionName").zip(of("EventSourceArn")) {
            sources.entry(function).or_default().insert(source);
        }
    }
    for ((_, at), stack, resource) in with_places(checked) {
        let own = name(stack.name(), at);
        let found = match resource.kind() {
            "AWS::S3::Bucket" if logs_itself(resource, &own) => LOGS,
            "AWS::Events::Rule" if tells_its_bus(resource) => EVENTS,
            "AWS::Logs::SubscriptionFilter" if hears_itself(checked, resource) => HEARS,
            "AWS::Lambda::Function" if fails_into_its_source(resource, sources.get(&own)) => FAILS,
            "AWS::SQS::Queue" if is_its_own_end(resource) => ENDS,
            _ => continue,
        };
        findings.push(stack.finding(ITSELF, resource.construct, found.0, found.1));
    }
}

type Found = (&'static str, &'static str);

const LOGS: Found = (
    "has a bucket that records who reads it in itself, and each record is written to it, which is recorded",
    "let it write its records to another bucket",
);
const EVENTS: Found = (
    "has a rule that hands what comes to a bus to the same bus, where it comes again",
    "hand it to another bus, or to whoever is to hear of it",
);
const HEARS: Found = (
    "hands what a function writes to its log to the same function, which writes to its log that it got it",
    "hand it to another function",
);
const FAILS: Found = (
    "has a function that keeps what it fails on in the queue that it takes messages from, and gets it again",
    "keep it in a queue of its own",
);
const ENDS: Found = ("has a queue that keeps what fails in itself", "keep it in a queue of its own");

fn logs_itself(bucket: &ResourceModel, own: &str) -> bool {
    let Some(logging) = bucket.properties.get("LoggingConfiguration").filter(|it| it.as_object().is_some()) else {
        return false;
    };
    match logging.get("DestinationBucketName") {
        None => true,
        Some(to) => {
            named(to) == own
                || to
                    .as_text()
                    .is_some_and(|to| bucket.properties.get("BucketName").and_then(Json::as_text) == Some(to))
        }
    }
}

fn tells_its_bus(rule: &ResourceModel) -> bool {
    let Some(bus) = rule.properties.get("EventBusName") else { return false };
    // A text may be the name of a bus or its ARN, and two things that are known by texts alone are not compared.
    is_reference(bus) && all_at(&rule.properties, "Targets/*/Arn").into_iter().any(|it| named(it) == named(bus))
}

fn is_reference(value: &Json) -> bool {
    matches!(value, Json::Token(it) if matches!(it.as_ref(), Token::Attribute { .. }))
}

/// Whether a function gets the log that it writes, which is one that it names, or is called after it.
fn hears_itself(checked: &Checked<'_>, filter: &ResourceModel) -> bool {
    let function =
        referred(checked, filter.properties.get("DestinationArn")).filter(|it| it.kind() == "AWS::Lambda::Function");
    let (Some(function), Some(log)) = (function, filter.properties.get("LogGroupName")) else { return false };
    if let Some(own) = function.properties.at("LoggingConfig/LogGroup") {
        return named(own) == named(log);
    }
    let group = referred(checked, Some(log)).and_then(|it| it.properties.get("LogGroupName")).unwrap_or(log);
    let is_it = |it: &Json| referred(checked, Some(it)).is_some_and(|it| std::ptr::eq(it, function));
    match group {
        Json::Text(text) => {
            let called = function.properties.get("FunctionName").and_then(Json::as_text);
            text.strip_prefix("/aws/lambda/").is_some_and(|it| Some(it) == called)
        }
        Json::Token(token) => match token.as_ref() {
            Token::Concat(parts) => {
                matches!(parts.as_slice(), [begin, function] if begin.as_text() == Some("/aws/lambda/") && is_it(function))
            }
            _ => false,
        },
        _ => false,
    }
}

fn fails_into_its_source(function: &ResourceModel, sources: Option<&IndexSet<String>>) -> bool {
    let kept = function.properties.at("DeadLetterConfig/TargetArn");
    sources.zip(kept).is_some_and(|(sources, kept)| is_reference(kept) && sources.contains(&named(kept)))
}

/// Whether the ARN of where messages go that fail ends in the name of the queue. In the same account and region it is that queue.
fn is_its_own_end(queue: &ResourceModel) -> bool {
    let own = queue.properties.get("QueueName").and_then(Json::as_text);
    let last = match queue.properties.at("RedrivePolicy/deadLetterTargetArn") {
        Some(Json::Token(token)) => match token.as_ref() {
            Token::Concat(parts) => parts.last().and_then(Json::as_text),
            _ => None,
        },
        _ => None,
    };
    own.zip(last.and_then(|it| it.rsplit(':').next())).is_some_and(|(own, last)| own == last)
}

#[cfg(test)]
mod tests {
    use hc_cdk::{
        app::App,
        policy::Development,
        value::{Json, Object, Value},
        waiver::Raw,
    };

    use super::{
        super::found::{Plain, messages},
        ITSELF,
    };
    use crate::{prelude::*, region};

    fn of(declare: impl FnOnce(&mut Stack<Development>)) -> usize {
        let mut stack = Stack::<Development>::new("clinic", region::UsEast1);
        declare(&mut stack);
        messages(&App::new("test").stack(stack), &[ITSELF]).len()
    }

    fn inside(names: [&'static str; 2], value: impl Into<Json>) -> Object {
        Object::new().with(names[0], Object::new().with(names[1], value))
    }

    #[test]
    fn a_bucket_records_in_another_one() {
        let of = |to: Option<&'static str>| {
            let logging = to.map_or_else(Object::new, |to| Object::new().with("DestinationBucketName", to));
            let tree = Object::new().with("BucketName", "clinic-scans").with("LoggingConfiguration", logging);
            of(|stack| drop(stack.add("It", Raw(Plain("AWS::S3::Bucket", tree)))))
        };
        assert_eq!([of(None), of(Some("clinic-scans")), of(Some("clinic-logs"))], [1, 1, 0]);
    }

    #[test]
    fn a_rule_hands_events_to_another_bus() {
        let of = |to_itself: bool| {
            of(|stack| {
                let [one, other] =
                    ["One", "Other"].map(|it| stack.add(it, Raw(Plain("AWS::Events::EventBus", Object::new()))));
                let target = Object::new().with("Arn", if to_itself { one.id() } else { other.id() });
                let tree = Object::new().with("EventBusName", one.id()).with("Targets", vec![Json::from(target)]);
                stack.add("Rule", Raw(Plain("AWS::Events::Rule", tree)));
            })
        };
        assert_eq!([of(true), of(false)], [1, 0]);
    }

    #[test]
    fn a_function_does_not_hear_its_own_log() {
        let of = |named: bool, own: bool| {
            of(|stack| {
                let group = Raw(Plain("AWS::Logs::LogGroup", Object::new()));
                let [one, other] = [("One", group), ("Other", Raw(Plain("AWS::Logs::LogGroup", Object::new())))]
                    .map(|(name, it)| stack.add(name, it));
                let function = if named { inside(["LoggingConfig", "LogGroup"], one.id()) } else { Object::new() };
                let function = stack.add("Function", Raw(Plain("AWS::Lambda::Function", function)));
                let usual = Value::<String>::concat(["/aws/lambda/".into(), Json::from(function.id())]).json().clone();
                let log = match (named, own) {
                    (true, true) => one.id().into(),
                    (false, true) => usual,
                    (_, false) => Json::from(other.id()),
                };
                let tree = Object::new().with("DestinationArn", function.id()).with("LogGroupName", log);
                stack.add("Filter", Raw(Plain("AWS::Logs::SubscriptionFilter", tree)));
            })
        };
        assert_eq!([of(true, true), of(false, true), of(true, false), of(false, false)], [1, 1, 0, 0]);
    }

    #[test]
    fn what_fails_goes_somewhere_else() {
        let function = |same: bool| {
            of(|stack| {
                let [one, other] =
                    ["One", "Other"].map(|it| stack.add(it, Raw(Plain("AWS::SQS::Queue", Object::new()))));
                let kept = if same { one.id() } else { other.id() };
                let function = Plain("AWS::Lambda::Function", inside(["DeadLetterConfig", "TargetArn"], kept));
                let function = stack.add("Function", Raw(function));
                let tree = Object::new().with("EventSourceArn", one.id()).with("FunctionName", function.id());
                stack.add("Hands", Raw(Plain("AWS::Lambda::EventSourceMapping", tree)));
            })
        };
        assert_eq!([function(true), function(false)], [1, 0]);
        let queue = |end: &'static str| {
            let arn = Value::<String>::concat([
                "arn:aws:sqs:us-east-1:".into(),
                crate::pseudo::account().json().clone(),
                end.into(),
            ]);
            let tree = inside(["RedrivePolicy", "deadLetterTargetArn"], arn.json().clone()).with("QueueName", "calls");
            of(|stack| drop(stack.add("It", Raw(Plain("AWS::SQS::Queue", tree)))))
        };
        assert_eq!([queue(":calls"), queue(":calls-failed")], [1, 0]);
    }
}
