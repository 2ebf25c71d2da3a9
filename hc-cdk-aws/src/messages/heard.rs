//! What somebody hears: of a bus, events of a source, by what they are called; of a bucket, what becomes of its objects.

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
    channel::{self, EVENTS, WithPolicy},
    keys::Key,
    kind::RoleArn,
    pseudo,
    storage::BucketEvents,
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
        if let Told::Bus { kinds, .. } = &mut self.it.told {
            kinds.push(kind);
        }
        self
    }
}

/// Something that a queue, a topic or a state machine hears.
#[diagnostic::on_unimplemented(
    message = "this is nothing that is heard",
    label = "give what is heard of a `Bus`, such as `happened.from(\"appointments\")`, or the `.events()` of a bucket"
)]
pub trait IsHeard {
    /// The class of its data.
    type Class: DataClass;
    /// What is given.
    fn it(&self) -> Hear;
}

impl<D: DataClass> IsHeard for Heard<D> {
    type Class = D;

    fn it(&self) -> Hear {
        self.it.clone()
    }
}

impl<D: DataClass> IsHeard for BucketEvents<D> {
    type Class = D;

    fn it(&self) -> Hear {
        let told = Told::Objects { pattern: self.pattern(), below: self.below.unwrap_or_default() };
        Hear { this: self.this.clone(), name: self.name.clone(), class: D::CLASS, told }
    }
}

/// What somebody hears, without the class of its data.
#[derive(Debug, Clone)]
pub struct Hear {
    pub(super) this: ConstructRef,
    /// The path of the bus or the bucket in upper camel case.
    pub(super) name: String,
    pub(super) class: Class,
    pub(super) told: Told,
}

/// Of what it is told.
#[derive(Debug, Clone)]
pub(super) enum Told {
    /// What a source tells a bus, and what that is called.
    Bus { bus: Made<events::EventBus>, key: Key, source: &'static str, kinds: Vec<&'static str> },
    /// What becomes of objects whose names begin so, if the bucket tells that: it tells the account's own bus.
    Objects { pattern: Option<Object>, below: &'static str },
}

/// To whom events are handed.
pub(crate) struct Listener<'a> {
    pub(crate) arn: Json,
    /// The role by which he is started, if it takes one.
    pub(crate) role: Option<Attr<RoleArn>>,
    /// The queue of what he cannot be handed, whose policy lets the bus send there.
    pub(crate) failed: &'a WithPolicy<sqs::Queue, sqs::QueuePolicy>,
}

impl Hear {
    /// What stands for it in the names of resources: the bus, the source and the kinds of events, or the bucket and its folder.
    pub(crate) fn label(&self) -> String {
        let words = match &self.told {
            Told::Bus { source, kinds, .. } => [*source].into_iter().chain(kinds.iter().copied()).collect(),
            Told::Objects { below, .. } => vec![*below],
        };
        let letters = |word: &str| word.chars().filter(char::is_ascii_alphanumeric).collect::<String>();
        let upper = |word: String| match word.split_at_checked(1) {
            Some((first, rest)) => format!("{}{rest}", first.to_ascii_uppercase()),
            None => word,
        };
        words.into_iter().map(letters).map(upper).fold(format!("On{}", self.name), |all, word| all + &word)
    }

    /// The construct of the bus or the bucket, and its path.
    pub(crate) fn construct(&self) -> (&ConstructRef, &str) {
        (&self.this, &self.name)
    }

    /// The ARNs of the rules by which a bus hands on events, as conditions name them. Of the account's own bus, only the rule itself is
    /// meant, which is known as soon as it is declared.
    pub(crate) fn rules(&self) -> Option<Json> {
        let Told::Bus { bus, .. } = &self.told else { return None };
        Some(pseudo::arn_here("events", ["rule/".into(), bus.id().into(), "/*".into()]).into())
    }

    /// Hands the events to a listener, by a rule with a queue for what it cannot hand over, and draws their flow. `EventBridge` may send to
    /// queues under the listener's key; under that of a bus it may do so already. Reports what is not told.
    pub(crate) fn hand_on(&self, scope: &mut Scope<'_>, key: &Key, to: Listener<'_>) -> Made<events::Rule> {
        self.check(scope);
        scope.flow_between(&self.this, self.class, &scope.this());
        let (bus, pattern, opened) = match &self.told {
            Told::Bus { bus, key, source, kinds } => {
                let mut pattern = Object::new().with("source", vec![*source]);
                if !kinds.is_empty() {
                    pattern.insert("detail-type", kinds.iter().map(|it| Json::from(*it)).collect::<Vec<_>>());
                }
                (Some(bus.id()), pattern, Some(key))
            }
            Told::Objects { pattern, .. } => (None, pattern.clone().unwrap_or_default(), None),
        };
        if opened.is_none_or(|opened| key.arn().json() != opened.arn().json()) {
            channel::open_key(scope, key, &[channel::queues_of(EVENTS)]);
        }
        let target = Target {
            arn: Some(Value::from_json(to.arn)),
            dead_letter_config: Some(DeadLetterConfig { arn: Some(to.failed.made.get(sqs::Queue::ARN).into()) }),
            id: Some("Listener".into()),
            role_arn: to.role,
            ..Default::default()
        };
        let is_own = bus.is_none();
        let rule = scope.resource(
            self.label(),
            events::Rule {
                event_bus_name: bus,
                event_pattern: Some(pattern.into()),
                state: Some("ENABLED".into()),
                targets: Some(vec![target]),
                ..Default::default()
            },
        );
        if is_own {
            to.failed.hears(scope, &rule);
        }
        rule
    }

    /// Whether it is told by the account's own bus, of which whoever hears lets each rule in by itself.
    pub(crate) fn is_of_objects(&self) -> bool {
        matches!(self.told, Told::Objects { .. })
    }

    /// Source: `PutEventsRequestEntry`: `Source` of a program does not begin with `aws.`, and has up to 256 characters, `DetailType` 128.
    fn check(&self, scope: &mut Scope<'_>) {
        let fits = |text: &str, most: usize| !text.is_empty() && text.len() <= most;
        match &self.told {
            Told::Bus { source, kinds, .. } => {
                let is_source = fits(source, 256) && !source.starts_with("aws.");
                if !is_source || !kinds.iter().all(|it| fits(it, 128)) {
                    scope.reject(
                        Some(iso27001::CONFIGURATION),
                        format!("hears events of `{source}` that no program can tell"),
                        "name a source as the program that tells writes it, such as `appointments`, and not one of AWS",
                    );
                }
            }
            Told::Objects { pattern: None, .. } => scope.reject(
                Some(iso27001::CONFIGURATION),
                format!("hears what becomes of the objects of `{}`, which tells nobody of them", self.name),
                "let the bucket tell: `.tells_events()`",
            ),
            Told::Objects { .. } => {}
        }
    }
}
