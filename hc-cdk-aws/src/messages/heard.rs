//! What somebody hears of a bus: events of a source, by what they are called.

use std::marker::PhantomData;

use hc_cdk::{
    control::iso27001,
    data::{Class, DataClass},
    model::ConstructRef,
    resource::Made,
    stack::Scope,
    value::{Attr, Json, Object, Value},
};

use crate::{
    cfn::{
        events::{
            self,
            rule::{DeadLetterConfig, Target},
        },
        sqs,
    },
    channel::{self, EVENTS},
    keys::Key,
    kind::RoleArn,
    pseudo,
};

/// Events of one source, with data of class `D`.
#[derive(Debug, Clone)]
pub struct Heard<D> {
    it: Hear,
    class: PhantomData<fn() -> D>,
}

impl<D: DataClass> Heard<D> {
    pub(super) fn of(it: Hear) -> Self {
        Self { it, class: PhantomData }
    }

    /// Those of them that are called so, as events have it in `detail-type`; all of them if nothing is said. May be said several times.
    #[must_use]
    pub fn named(mut self, kind: &'static str) -> Self {
        self.it.kinds.push(kind);
        self
    }

    /// What is heard, without the class of its data.
    pub(crate) fn it(&self) -> &Hear {
        &self.it
    }
}

/// What somebody hears, without the class of its data.
#[derive(Debug, Clone)]
pub(crate) struct Hear {
    pub(super) this: ConstructRef,
    /// The path of the bus in upper camel case.
    pub(super) name: String,
    pub(super) class: Class,
    pub(super) bus: Made<events::EventBus>,
    pub(super) key: Key,
    pub(super) source: &'static str,
    pub(super) kinds: Vec<&'static str>,
}

/// To whom events are handed.
pub(crate) struct Listener<'a> {
    pub(crate) arn: Json,
    /// The role by which he is started, if it takes one.
    pub(crate) role: Option<Attr<RoleArn>>,
    /// The queue of what he cannot be handed, whose policy lets the bus send there.
    pub(crate) failed: &'a Made<sqs::Queue>,
}

impl Hear {
    /// What stands for it in the names of resources: the bus, the source and the kinds of events.
    pub(crate) fn label(&self) -> String {
        let words = [self.source].into_iter().chain(self.kinds.iter().copied());
        let letters = |word: &str| word.chars().filter(char::is_ascii_alphanumeric).collect::<String>();
        let upper = |word: String| match word.split_at_checked(1) {
            Some((first, rest)) => format!("{}{rest}", first.to_ascii_uppercase()),
            None => word,
        };
        words.map(letters).map(upper).fold(format!("On{}", self.name), |all, word| all + &word)
    }

    /// The construct of the bus, and its path.
    pub(crate) fn construct(&self) -> (&ConstructRef, &str) {
        (&self.this, &self.name)
    }

    /// The ARNs of the rules by which a bus hands on events, as conditions name them.
    pub(crate) fn rules(&self) -> Json {
        pseudo::arn_here("events", ["rule/".into(), self.bus.id().into(), "/*".into()]).into()
    }

    /// Hands the events to a listener, by a rule with a queue for what it cannot hand over, and draws their flow. The bus may send to queues
    /// under the listener's key; under its own it may do so already. Reports what no event is called.
    pub(crate) fn hand_on(&self, scope: &mut Scope<'_>, key: &Key, to: Listener<'_>) -> Made<events::Rule> {
        self.check(scope);
        scope.flow_between(&self.this, self.class, &scope.this());
        if key.arn().json() != self.key.arn().json() {
            channel::open_key(scope, key, &[channel::queues_of(EVENTS)]);
        }
        let mut pattern = Object::new().with("source", vec![self.source]);
        if !self.kinds.is_empty() {
            pattern.insert("detail-type", self.kinds.iter().map(|it| Json::from(*it)).collect::<Vec<_>>());
        }
        let target = Target {
            arn: Some(Value::from_json(to.arn)),
            dead_letter_config: Some(DeadLetterConfig { arn: Some(to.failed.get(sqs::Queue::ARN).into()) }),
            id: Some("Listener".into()),
            role_arn: to.role,
            ..Default::default()
        };
        scope.resource(
            self.label(),
            events::Rule {
                event_bus_name: Some(self.bus.id()),
                event_pattern: Some(pattern.into()),
                state: Some("ENABLED".into()),
                targets: Some(vec![target]),
                ..Default::default()
            },
        )
    }

    /// Source: `PutEventsRequestEntry`: `Source` of a program does not begin with `aws.`, and has up to 256 characters, `DetailType` 128.
    fn check(&self, scope: &mut Scope<'_>) {
        let fits = |text: &str, most: usize| !text.is_empty() && text.len() <= most;
        let is_source = fits(self.source, 256) && !self.source.starts_with("aws.");
        if !is_source || !self.kinds.iter().all(|it| fits(it, 128)) {
            scope.reject(
                Some(iso27001::CONFIGURATION),
                format!("hears events of `{}` that no program can tell", self.source),
                "name a source as the program that tells writes it, such as `appointments`, and not one of AWS",
            );
        }
    }
}
