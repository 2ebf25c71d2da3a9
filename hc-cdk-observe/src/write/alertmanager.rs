//! The configuration of Alertmanager: who is told of what. As a file of its own, and as the operator's `AlertmanagerConfig`.

use hc_cdk::value::{Json, Object};

use crate::{
    alert::Severity,
    channel::{Channel, Kind},
    route::Routes,
};

/// Who reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// Alertmanager itself. Keys are files in `/etc/alertmanager/secrets`, in a folder for each channel.
    File,
    /// The operator. Keys are keys of secrets beside the object.
    Operator,
}

/// The name of the times in which little is told.
const QUIET: &str = "quiet";

/// What is told: what is wrong, and what to do.
const TITLE: &str = "[{{ .Status }}] {{ .CommonLabels.severity }}: {{ .CommonLabels.alertname }}";
const TEXT: &str = "{{ range .Alerts }}{{ .Annotations.summary }} ({{ .Annotations.description }}) {{ .Annotations.runbook_url }}\n{{ end }}";

/// How bad it is, in the words of pagers, which have no others.
const RANK: &str = "{{ if eq .CommonLabels.severity \"critical\" }}critical{{ else if eq .CommonLabels.severity \"high\" }}error\
    {{ else if eq .CommonLabels.severity \"compliance\" }}error{{ else }}warning{{ end }}";

/// What is told by a topic: JSON, of which the member `AlarmDescription` begins with how bad it is, as that of an alarm of CloudWatch
/// does. So one filter of a subscription is for both. Names and addresses have no letters that JSON has other words for.
pub const MESSAGE: &str = "{\"AlarmDescription\":\"{{ .CommonLabels.severity }}: {{ .CommonLabels.alertname }}\",\
    \"State\":\"{{ .Status }}\",\"Runbook\":\"{{ .CommonAnnotations.runbook_url }}\"}";

/// The configuration, or the specification of an `AlertmanagerConfig`.
pub fn configuration(routes: &Routes, reader: Reader) -> Json {
    let quiet = !routes.quiet_times().is_empty();
    let mut all = Object::new().with("route", root(routes, reader, quiet));
    all.insert(reader.name("inhibit_rules", "inhibitRules"), muted(reader));
    if quiet {
        let times = Object::new()
            .with("name", QUIET)
            .with(reader.name("time_intervals", "timeIntervals"), times(routes, reader));
        all.insert(reader.name("time_intervals", "muteTimeIntervals"), vec![times]);
    }
    all.with("receivers", routes.channels().into_iter().map(|it| receiver(it, reader)).collect::<Vec<_>>()).into()
}

impl Reader {
    /// A name as its reader spells it.
    fn name(self, file: &'static str, operator: &'static str) -> &'static str {
        if self == Self::File { file } else { operator }
    }

    fn matchers(self, severity: Severity) -> Json {
        match self {
            Self::File => Json::List(vec![format!("severity=\"{}\"", severity.name()).into()]),
            Self::Operator => {
                let it = Object::new().with("name", "severity").with("value", severity.name());
                vec![it.with("matchType", "=")].into()
            }
        }
    }
}

/// Each severity has routes of its own. Whoever is told next is asked first and lets others be asked: what is well again before
/// its time is up is never told there.
fn root(routes: &Routes, reader: Reader, quiet: bool) -> Object {
    let mut below: Vec<Object> = Vec::new();
    for severity in Severity::ALL {
        let route = |channel: &Channel| {
            let route = Object::new().with("receiver", channel.name).with("matchers", reader.matchers(severity));
            let is_kept = quiet && !matches!(severity, Severity::Critical | Severity::Compliance);
            let muted = reader.name("mute_time_intervals", "muteTimeIntervals");
            if is_kept { route.with(muted, vec![QUIET]) } else { route }
        };
        for (minutes, channel) in routes.told_next(severity) {
            // Each alert waits by itself: one that is new in a group would be told at once.
            let alone = route(channel).with(reader.name("group_by", "groupBy"), vec!["..."]);
            let wait = reader.name("group_wait", "groupWait");
            below.push(alone.with(wait, format!("{minutes}m")).with("continue", true));
        }
        let told = routes.told(severity);
        for (at, channel) in told.iter().enumerate() {
            let route = route(channel);
            below.push(if at + 1 < told.len() { route.with("continue", true) } else { route });
        }
    }
    Object::new()
        .with("receiver", routes.default_channel().name)
        .with(reader.name("group_by", "groupBy"), vec!["alertname", "namespace"])
        .with(reader.name("group_wait", "groupWait"), "30s")
        .with(reader.name("group_interval", "groupInterval"), "5m")
        .with(reader.name("repeat_interval", "repeatInterval"), "4h")
        .with("routes", below)
}

/// What is worse mutes what is less bad about the same value of the same indicator, so that one fault is told once. Which value it is
/// stands in the label `indicator`: the rules of one watch are for the alerts of all.
fn muted(reader: Reader) -> Vec<Object> {
    let (source, target) =
        (reader.name("source_matchers", "sourceMatch"), reader.name("target_matchers", "targetMatch"));
    let ranks = [Severity::Critical, Severity::High, Severity::Medium, Severity::Low];
    let pairs = ranks.iter().enumerate().flat_map(|(at, worse)| ranks.iter().skip(at + 1).map(move |it| (*worse, *it)));
    pairs
        .map(|(worse, it)| {
            let rule = Object::new().with(source, reader.matchers(worse)).with(target, reader.matchers(it));
            rule.with("equal", vec!["indicator", "namespace"])
        })
        .collect()
}

fn times(routes: &Routes, reader: Reader) -> Vec<Object> {
    let hour = |it: u8| format!("{it:02}:00");
    let (start, end) = (reader.name("start_time", "startTime"), reader.name("end_time", "endTime"));
    let each = routes.quiet_times().iter().map(|it| {
        let time = Object::new().with(start, hour(it.from)).with(end, hour(it.to));
        Object::new().with("weekdays", vec![it.day.name()]).with("times", vec![time])
    });
    each.collect()
}

fn receiver(channel: &Channel, reader: Reader) -> Object {
    let key = match reader {
        Reader::File => Json::from(format!("/etc/alertmanager/secrets/{}/{}", channel.name, channel.key.key)),
        Reader::Operator => Object::new().with("name", channel.key.secret.clone()).with("key", channel.key.key).into(),
    };
    let said = || Object::new().with(reader.name("send_resolved", "sendResolved"), true);
    let told = || said().with("title", TITLE).with("text", TEXT);
    let (list, settings) = match channel.kind {
        Kind::Pager => (
            ("pagerduty_configs", "pagerdutyConfigs"),
            said()
                .with(reader.name("routing_key_file", "routingKey"), key)
                .with("description", TITLE)
                .with("severity", RANK),
        ),
        Kind::Mail { to, from, server } => {
            let mail = said().with("to", to).with("from", from).with("smarthost", server).with("text", TEXT);
            let mail = mail.with(reader.name("auth_username", "authUsername"), from);
            let mail = mail.with(reader.name("auth_password_file", "authPassword"), key);
            (("email_configs", "emailConfigs"), mail.with(reader.name("require_tls", "requireTLS"), true))
        }
        Kind::Slack { room } => (
            ("slack_configs", "slackConfigs"),
            told().with("channel", room).with(reader.name("api_url_file", "apiURL"), key),
        ),
        Kind::Teams => {
            (("msteamsv2_configs", "msteamsv2Configs"), told().with(reader.name("webhook_url_file", "webhookURL"), key))
        }
        Kind::Topic => {
            let signed = Object::new().with("region", channel.key.place.clone());
            let topic = said().with(reader.name("topic_arn", "topicARN"), channel.key.secret.clone());
            (("sns_configs", "snsConfigs"), topic.with("sigv4", signed).with("subject", TITLE).with("message", MESSAGE))
        }
        Kind::Webhook => {
            (("webhook_configs", "webhookConfigs"), said().with(reader.name("url_file", "urlSecret"), key))
        }
    };
    Object::new().with("name", channel.name).with(reader.name(list.0, list.1), vec![settings])
}
