//! An alarm that is raised while several others are: what is told is what they mean together.

use std::borrow::Cow;

use hc_cdk::{
    control::hipaa,
    model::Alerted,
    resource::Made,
    stack::Scope,
    value::{Attr, Json, Value},
};
use hc_cdk_observe::Severity;

use crate::{cfn::cloudwatch, kind::TopicArn};

/// Several alarms that mean something together.
#[derive(Debug, Clone)]
pub(super) struct Together {
    pub(super) name: Cow<'static, str>,
    pub(super) severity: Severity,
    /// Whether all of them have to be raised, or any.
    pub(super) all: bool,
    pub(super) of: Vec<Cow<'static, str>>,
}

/// The names of alarms, as they were given, and what they are called when they are there.
pub(super) type Names = [(Cow<'static, str>, Value<String>)];

impl Together {
    /// Declares the alarm, if what it waits for is there.
    pub(super) fn declare(
        &self,
        scope: &mut Scope<'_>,
        names: &Names,
        topic: &Attr<TopicArn>,
    ) -> Option<Made<cloudwatch::CompositeAlarm>> {
        let rule = self.rule(scope, names)?;
        let (says, tell) = (self.sentence(), || Some(vec![topic.clone().into()]));
        scope.alerts(Alerted { name: self.name.clone().into_owned(), says: says.clone() });
        let alarm = cloudwatch::CompositeAlarm {
            alarm_actions: tell(),
            alarm_description: Some(says.into()),
            alarm_rule: Some(rule),
            ok_actions: tell(),
            ..Default::default()
        };
        Some(scope.resource(format!("{}Alarm", self.name), alarm))
    }

    /// What has to be raised, in the language of CloudWatch.
    fn rule(&self, scope: &mut Scope<'_>, names: &Names) -> Option<Value<String>> {
        let find = |name: &Cow<'static, str>| names.iter().find(|(it, _)| it == name).map(|(_, id)| id.clone());
        let unknown = self.of.iter().find(|it| find(it).is_none());
        let wrong = match unknown {
            Some(name) => Some((
                format!("raises `{}` by an alarm `{name}` that is not among the alarms", self.name),
                "use names that `.watch(..)` or `.alert(..)` was given",
            )),
            None if self.of.len() < 2 => {
                Some((format!("raises `{}` by fewer than two alarms", self.name), "name two at least, or leave it out"))
            }
            None => None,
        };
        if let Some((message, help)) = wrong {
            scope.reject(Some(hipaa::AUDIT_CONTROLS), message, help);
            return None;
        }
        let word = if self.all { " AND " } else { " OR " };
        let one = |(at, id): (usize, Value<String>)| {
            let before = if at == 0 { "" } else { word };
            [Json::from(format!("{before}ALARM(\"")), id.into(), "\")".into()]
        };
        Some(Value::concat(self.of.iter().filter_map(find).enumerate().flat_map(one)))
    }

    /// How bad it is, and what is so.
    fn sentence(&self) -> String {
        let (names, severity) = (self.of.join(", "), self.severity.name());
        let all = if self.all { "all" } else { "any" };
        format!("{severity}: {all} of these alarms: {names}")
    }
}
