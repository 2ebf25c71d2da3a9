//! Rules about workspaces of Prometheus: how figures are kept, what alerts on them say, and that somebody is told.
//!
//! Texts are read as far as they are JSON, which is what our constructs write. Of what others write as YAML nothing is said.

use std::fmt::Write as _;

use hc_cdk::{
    control::{gdpr, hipaa, iso27001, soc2},
    policy::Dimension,
    rule::{Must, Subject, Verdict, asks, at, one_or_many, real_data},
    value::{Json, Object, Token},
};
use hc_cdk_observe::{
    Severity,
    read::{alerts, says_what_to_do},
};

use super::{
    clauses::CONFIDENTIAL,
    logs::keeps,
    read::{ACCOUNT, PLACE, flat, number_at, text_at},
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
        sentence: "whatever its alerts are about, and however bad that is, a topic is told that takes them and that somebody is subscribed to",
        controls: &[
            hipaa::AUDIT_CONTROLS,
            hipaa::RESPONSE,
            soc2::MONITORING,
            soc2::EVALUATION,
            iso27001::MONITORING,
            gdpr::BREACH_NOTIFICATION,
        ],
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
        let topics = told.receivers(*severity).into_iter().flat_map(|it| told.topics(it));
        let topics = topics.filter_map(|topic| workspace.referred(hole(topic, &holes)?));
        topics.into_iter().any(|it| it.is(TOPIC) && takes_alerts(&it) && has_a_subscription(&it, &says))
    };
    Verdict::of(Severity::ALL.iter().all(is_told))
}

/// Whether a topic lets workspaces of the account publish, which none does by itself.
fn takes_alerts(topic: &Subject<'_>) -> bool {
    const WHO: &str = "aps.amazonaws.com";
    let own = [
        ("StringEquals", "aws:SourceAccount", ACCOUNT.to_string()),
        ("ArnLike", "aws:SourceArn", format!("arn:{PLACE}:aps:{PLACE}:{ACCOUNT}:workspace/*")),
    ];
    let is_own = |operator: &str, key: &str, value: &Json| {
        own.iter().any(|it| (it.0, it.1) == (operator, key) && flat(value).as_ref() == Some(&it.2))
    };
    let is_narrowed = |operator: &str, keys: &Json| {
        keys.as_object().is_some_and(|it| it.iter().all(|(key, value)| is_own(operator, key, value)))
    };
    let names = |json: Option<&Json>, name: &str| one_or_many(json).iter().any(|it| it.as_text() == Some(name));
    let lets = |it: &Json| {
        let conditions =
            at(it, "Condition").map_or(Some(&[][..]), |it| it.as_object().map(|_| std::slice::from_ref(it)));
        text_at(it, "Effect") == Some("Allow")
            && names(at(it, "Principal/Service"), WHO)
            && names(at(it, "Action"), "sns:Publish")
            && conditions.is_some_and(|all| {
                all.iter().filter_map(Json::as_object).flat_map(Object::iter).all(|(name, it)| is_narrowed(name, it))
            })
    };
    let mut policies = topic.users_of("AWS::SNS::TopicPolicy").filter(|it| topic.is_named_in(it, "Topics"));
    policies.any(|it| one_or_many(it.property("PolicyDocument/Statement")).iter().any(lets))
}

/// Who is told of what, as far as it is said in the words that are known here.
struct Told<'a> {
    first: &'a str,
    routes: &'a [Json],
    receivers: &'a [Json],
}

impl<'a> Told<'a> {
    /// Nothing if it has words that may say something else.
    fn read(told: &'a Json) -> Option<Self> {
        const KNOWN: [&str; 6] = ["receiver", "matchers", "group_by", "group_wait", "continue", "mute_time_intervals"];
        let routes = told.at("route/routes")?.as_list()?;
        let is_known = |it: &Json| it.as_object().is_some_and(|it| it.iter().all(|(name, _)| KNOWN.contains(&name)));
        let first = told.at("route/receiver")?.as_text()?;
        let receivers = told.get("receivers")?.as_list()?;
        routes.iter().all(is_known).then_some(Self { first, routes, receivers })
    }

    /// Whoever is told of a severity: the first route that takes it, and those behind it that it lets be asked.
    fn receivers(&self, severity: Severity) -> Vec<&'a str> {
        let wanted = format!("severity=\"{}\"", severity.name());
        let takes = |it: &Json| match it.get("matchers").and_then(Json::as_list) {
            Some([only]) => only.as_text() == Some(&wanted),
            _ => false,
        };
        let mut told = Vec::new();
        for route in self.routes.iter().filter(|it| takes(it)) {
            told.extend(route.get("receiver").and_then(Json::as_text));
            if route.get("continue") != Some(&Json::Bool(true)) {
                return told;
            }
        }
        if told.is_empty() { vec![self.first] } else { told }
    }

    fn topics(&self, receiver: &str) -> Vec<&'a str> {
        let named = self.receivers.iter().filter(|it| it.get("name").and_then(Json::as_text) == Some(receiver));
        let topics = named.filter_map(|it| it.get("sns_configs").and_then(Json::as_list)).flatten();
        topics.filter_map(|it| it.get("topic_arn").and_then(Json::as_text)).collect()
    }
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
