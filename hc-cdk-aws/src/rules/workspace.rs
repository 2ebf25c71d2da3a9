//! Rules about workspaces of Prometheus: how figures are kept, what alerts on them say, and that somebody is told.
//!
//! Texts are read as far as they are JSON, which is what our constructs write. Of what others write as YAML nothing is said.

use std::fmt::Write as _;

use hc_cdk::{
    control::{hipaa, iso27001, soc2},
    policy::Dimension,
    rule::{Must, Subject, Verdict, asks, real_data},
    value::{Json, Object, Token},
};
use hc_cdk_observe::{
    Severity,
    read::{alerts, says_what_to_do},
    write::alertmanager::MESSAGE,
};

use super::{
    alertmanager::{Notice, Told},
    clauses::{CONFIDENTIAL, TOLD},
    logs::keeps,
    publish,
    read::number_at,
    told::{TOPIC, has_a_subscription},
    when::customer_key,
};

const WORKSPACES: &[&str] = &["AWS::APS::Workspace"];
const RULES: &str = "AWS::APS::RuleGroupsNamespace";

/// For how long Amazon keeps figures if nobody says it.
const DEFAULT_DAYS: i64 = 150;

/// How the definition of who is told begins: Amazon wants the configuration of Alertmanager as a text in its own.
pub(crate) const BEGINNING: &str = "alertmanager_config: |\n  ";

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub FIGURES_HAVE_THE_CUSTOMERS_KEY = "FiguresHaveTheCustomersKey" {
        sentence: "what is measured is encrypted with the customer's key",
        controls: CONFIDENTIAL,
        on: WORKSPACES,
        when: |policy| asks(policy, Dimension::key_custody),
        must: Must::Hold(|it| customer_key(it, "KmsKeyArn")),
        message: "is not encrypted with a customer-managed key",
        help: "set `KmsKeyArn` to the ARN of a `CustomerKey`, or use a `Prometheus`",
    }

    pub WORKSPACE_KEEPS_FIGURES = "WorkspaceKeepsFigures" {
        sentence: "what is measured is kept in its workspace as long as the policy asks for",
        controls: &[soc2::MONITORING, iso27001::MONITORING],
        on: WORKSPACES,
        when: |policy| asks(policy, Dimension::metric_retention),
        must: Must::Hold(|it| {
            const DAYS: &str = "WorkspaceConfiguration/RetentionPeriodInDays";
            let days = if it.lacks(DAYS) { Some(DEFAULT_DAYS) } else { number_at(&it.resource.properties, DAYS) };
            days >= Some(i64::from(it.stack.policy.floor(Dimension::metric_retention).days()))
        }),
        message: "deletes what is measured before the policy lets it",
        help: "set `RetentionPeriodInDays` to what the policy asks for, or use a `Prometheus`",
    }

    pub WORKSPACE_TELLS_SOMEBODY = "WorkspaceTellsSomebody" {
        sentence: "whatever its alerts are about, and however bad that is, a topic is told that takes them and that somebody is subscribed to; what is less than critical may wait for quiet times to end, or be told by what is worse",
        controls: TOLD,
        on: WORKSPACES,
        when: real_data,
        must: Must::Judge(tells),
        message: "has alerts of which nobody is told",
        help: "name a topic with a subscription in each receiver of `AlertManagerDefinition`, or use a `Prometheus`",
    }

    pub WORKSPACE_LOGS = "WorkspaceLogs" {
        sentence: "which rules and alerts of a workspace fail is logged, and kept for as long as the policy asks for",
        controls: &[hipaa::AUDIT_CONTROLS, soc2::MONITORING, iso27001::LOGGING],
        on: WORKSPACES,
        when: |policy| asks(policy, Dimension::log_retention),
        must: Must::Hold(|it| it.target("LoggingConfiguration/LogGroupArn").is_some_and(|group| keeps(&group))),
        message: "does not log which of its rules and alerts fail",
        help: "name a log group of the program in `LoggingConfiguration/LogGroupArn`, or use a `Prometheus`",
    }

    pub RULES_SAY_WHAT_TO_DO = "RulesSayWhatToDo" {
        sentence: "every alert in a workspace says how bad it is, what is wrong and where it says what to do",
        controls: &[hipaa::RESPONSE, hipaa::ACTIVITY_REVIEW, soc2::EVALUATION, iso27001::MONITORING],
        on: &[RULES],
        when: real_data,
        must: Must::Judge(|it| match it.text("Data").map(parsed) {
            // What only the deployment knows may have any alert.
            None => Verdict::Broken,
            Some(rules) => match rules.as_ref().and_then(alerts) {
                Some(alerts) if !alerts.is_empty() => Verdict::of(alerts.into_iter().all(says_what_to_do)),
                _ => Verdict::NotApplicable,
            },
        }),
        message: "has an alert that does not say how bad it is, what is wrong and what to do",
        help: "use a `Monitoring`, or set the label `severity`, and the annotations `summary` and `runbook_url`",
    }
}

/// Who keeps no alerts tells nobody of them, which is well.
fn tells(workspace: &Subject<'_>) -> Verdict {
    let Some(definition) = workspace.property("AlertManagerDefinition") else {
        let has_rules = workspace.users_of(RULES).any(|it| workspace.may_be_named_in(&it, "Workspace"));
        return if has_rules { Verdict::Broken } else { Verdict::NotApplicable };
    };
    if !is_written(definition) {
        return Verdict::Broken;
    }
    let (text, holes) = with_holes(definition);
    let told = text.strip_prefix(BEGINNING).filter(|it| !it.contains('\n')).and_then(parsed);
    let Some(told) = told.as_ref().and_then(Told::read) else { return Verdict::NotApplicable };
    let is_told = |severity: &Severity| {
        let says = format!("{}: ", severity.name());
        let hears = |it: &Notice<'_>| {
            let topic = hole(it.topic, &holes).and_then(|topic| workspace.referred(topic));
            // A filter reads our words alone.
            let says = if it.message == Some(MESSAGE) { says.as_str() } else { "" };
            topic.is_some_and(|topic| {
                topic.is(TOPIC) && publish::WORKSPACES.may_tell(workspace, &topic) && has_a_subscription(&topic, says)
            })
        };
        told.receivers(*severity).into_iter().flat_map(|it| told.notices(it)).any(|it| hears(&it))
    };
    Verdict::of(told.holds_nothing_back() && Severity::ALL.iter().all(is_told))
}

/// Whether a text, or its beginning, stands in the program.
fn is_written(text: &Json) -> bool {
    match text {
        Json::Token(token) => matches!(token.as_ref(), Token::Concat(parts) if parts.first().is_some_and(is_written)),
        other => other.as_text().is_some(),
    }
}

/// A text in which each hole is a number between two marks, and the holes.
fn with_holes(text: &Json) -> (String, Vec<&Json>) {
    let parts = match text {
        Json::Token(token) => match token.as_ref() {
            Token::Concat(parts) => parts.as_slice(),
            _ => std::slice::from_ref(text),
        },
        _ => std::slice::from_ref(text),
    };
    let mut holes = Vec::new();
    let mut flat = String::new();
    for part in parts {
        if let Some(text) = part.as_text() {
            flat.push_str(text);
        } else {
            let _ = write!(flat, "{MARK}{}{MARK}", holes.len());
            holes.push(part);
        }
    }
    (flat, holes)
}

/// What no text of a configuration has.
const MARK: char = '\u{1a}';

fn hole<'a>(text: &str, holes: &[&'a Json]) -> Option<&'a Json> {
    let number: usize = text.strip_prefix(MARK)?.strip_suffix(MARK)?.parse().ok()?;
    holes.get(number).copied()
}

/// A text as the tree that it is, if it is JSON.
fn parsed(text: &str) -> Option<Json> {
    // No text of JSON has such a letter as it is.
    let text = text.replace(MARK, "\\u001a");
    serde_json::from_str(&text).ok().map(tree)
}

fn tree(value: serde_json::Value) -> Json {
    match value {
        serde_json::Value::Null => Json::Null,
        serde_json::Value::Bool(it) => it.into(),
        serde_json::Value::Number(it) => it.as_i64().map_or_else(|| it.as_f64().unwrap_or_default().into(), Json::from),
        serde_json::Value::String(it) => it.into(),
        serde_json::Value::Array(items) => Json::List(items.into_iter().map(tree).collect()),
        serde_json::Value::Object(members) => {
            members.into_iter().fold(Object::new(), |all, (name, it)| all.with(name, tree(it))).into()
        }
    }
}
