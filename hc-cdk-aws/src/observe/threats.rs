//! What GuardDuty finds in the account, told to the topic of an audience: by a rule for what is bad and one for what is worse, since what
//! is told begins with its severity as an alarm does.
//!
//! Source: "Severity levels of GuardDuty findings" (low from 1.0, medium from 4.0, high from 7.0, critical from 9.0), and "Amazon
//! `EventBridge` event schema for GuardDuty". What is low may be a person's everyday work, and is seen in GuardDuty alone.

use hc_cdk::{
    stack::Scope,
    value::{Attr, Json, Object},
};
use hc_cdk_observe::Severity;

use crate::{
    cfn::events::{
        self,
        rule::{InputTransformer, Target},
    },
    kind::TopicArn,
};

/// Rules by what they are called: from which figure on, below which one, and how bad that is.
const FOUND: [(&str, i64, Option<i64>, Severity); 2] =
    [("Threats", 7, None, Severity::Critical), ("Suspicions", 4, Some(7), Severity::High)];

/// Parts of what is found that are told, by where they stand in the event.
const TOLD: [(&str, &str); 3] = [("type", "$.detail.type"), ("place", "$.region"), ("finding", "$.detail.id")];

/// Declares the rules.
pub(super) fn told(scope: &mut Scope<'_>, topic: &Attr<TopicArn>) {
    for (name, from, below, severity) in FOUND {
        let figures = [Some((">=", from)), below.map(|it| ("<", it))];
        let numeric = figures.into_iter().flatten().flat_map(|(is, it)| [Json::from(is), it.into()]);
        let numeric = Object::new().with("numeric", numeric.collect::<Vec<_>>());
        let pattern = Object::new()
            .with("source", vec!["aws.guardduty"])
            .with("detail-type", vec!["GuardDuty Finding"])
            .with("detail", Object::new().with("severity", vec![numeric]));
        let severity = severity.name();
        let says = format!(
            r#"{{"AlarmDescription": "{severity}: GuardDuty has found <type> in <place>. 1. look at the finding <finding> 2. take away what it came in by"}}"#
        );
        let told = InputTransformer {
            input_paths_map: Some(TOLD.iter().map(|(name, path)| ((*name).to_owned(), (*path).into())).collect()),
            input_template: Some(says.into()),
        };
        let target = Target {
            arn: Some(topic.clone().into()),
            id: Some("Topic".into()),
            input_transformer: Some(told),
            ..Default::default()
        };
        let rule = events::Rule {
            event_pattern: Some(pattern.into()),
            state: Some("ENABLED".into()),
            targets: Some(vec![target]),
            ..Default::default()
        };
        scope.resource(name, rule);
    }
}
