//! A bus of events: what happened is told to whoever wants to hear of such things, and whoever tells it knows none of them.
//!
//! Not for work that one of many has to do, which a `Queue` keeps, and not for what all have to hear, which a `Topic` tells. By
//! construction events are encrypted with the key of the perimeter, what cannot be decrypted or handed over is kept in a queue, nobody of
//! another account tells it anything, and all events are kept for as long as the policy asks backups to be, so that they can be handed over
//! once more.
//!
//! Who is connected tells. Who listens says to what: a function, a queue or a state machine by `.on(&happened.from("appointments"))`.

use std::marker::PhantomData;

use hc_cdk::{
    construct::{Construct, Spec},
    control::iso27001,
    data::{Class, DataClass},
    model::{ConstructRef, Role},
    policy::Policy,
    resource::Made,
    rule::Rule,
    stack::{Scope, Within},
    uses::{Connection, Usable},
    value::{Json, Value},
};

use super::heard::{Hear, Heard, Told};
use crate::{
    actions,
    cfn::{
        events::{self, event_bus::DeadLetterConfig},
        sqs,
    },
    channel::{self, EVENTS, QueueParts},
    iam::Statement,
    keys::Key,
    perimeter::{StorePerimeter, StorePerimeterFor},
    position::{Deletion, days},
    principal::Principal,
    pseudo, rule,
    sentences::BusNeedsPerimeter,
    stack::Aws,
};

hc_cdk::builder! {
    /// A bus for events with data of class `D`, which its perimeter says. It stands in the stack of the perimeter's key, whose policy
    /// lets `EventBridge` use it.
    ///
    /// ```
    /// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
    /// use hc_cdk_aws::{prelude::*, region};
    ///
    /// let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::EuWest2);
    /// let key = stack.add("Key", CustomerKey::builder());
    /// let trail = stack.add("Audit", AuditTrail::builder().key(&key));
    /// let vpc = stack.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&key));
    /// let clinical = stack.add("Clinical", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail));
    ///
    /// let happened = stack.add("Happened", Bus::builder().perimeter(&clinical));
    /// let image = image!(
    ///     "111122223333.dkr.ecr.eu-west-2.amazonaws.com/visits@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
    /// );
    /// let book = Function::builder().perimeter(&clinical).code(image.clone()).command(&["visits.book"]);
    /// stack.add("Book", book.connect(&happened));
    ///
    /// let moved = happened.from("appointments").named("Moved");
    /// let remind = Function::builder().perimeter(&clinical).code(image).command(&["visits.remind"]);
    /// stack.add("Remind", remind.on(&moved));
    /// stack.add("Letters", Queue::builder().perimeter(&clinical).on(&moved));
    /// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
    /// ```
    pub struct Bus<D: DataClass>;
    /// A bus that is being described.
    pub struct BusBuilder => Bus<D>;
    needs {
        /// The perimeter that it is in.
        perimeter(perimeter: &(impl StorePerimeterFor<D> + ?Sized)) -> StorePerimeter<D> { perimeter.it().clone() }: BusNeedsPerimeter;
    }
    may {
        /// For how many days events are kept, so that they can be handed over once more; by default as long as the policy asks backups to be.
        kept_days(days: u32) -> Option<u32> { Some(days) } = None;
    }
}

/// A bus that a stack has taken, for events with data of class `D`.
///
/// A connected workload tells it what happened, and finds its name in a variable, such as `HAPPENED_EVENT_BUS`.
#[derive(Debug, Clone)]
pub struct Events<D> {
    this: ConstructRef,
    /// The construct's path in upper camel case.
    name: String,
    key: Key,
    made: Made<events::EventBus>,
    class: PhantomData<fn() -> D>,
}

impl<D: DataClass> Events<D> {
    /// The bus's ARN.
    pub fn arn(&self) -> Value<String> {
        self.made.get(events::EventBus::ARN)
    }

    /// The bus as a resource.
    pub fn made(&self) -> &Made<events::EventBus> {
        &self.made
    }

    /// What such a source tells, as events have it in `source`: `.on(&happened.from("appointments"))`.
    pub fn from(&self, source: &'static str) -> Heard<D> {
        Heard::of(Hear {
            this: self.this.clone(),
            name: self.name.clone(),
            class: D::CLASS,
            told: Told::Bus { bus: self.made.clone(), key: self.key.clone(), source, kinds: Vec::new() },
        })
    }
}

impl<D: DataClass> Usable for Events<D> {
    type Class = D;
    type Target = Aws;

    /// `EventBridge` itself uses the key, and not who tells it something.
    fn connection(&self) -> Connection {
        Connection::new(self.this.clone(), self.name.clone())
            .writes(Statement::allow(actions!["events:PutEvents"], [Json::from(self.arn())]))
            .variable("EVENT_BUS", self.made.id())
    }
}

impl<D: DataClass> Spec for Bus<D> {
    type Handle = Events<D>;
    const KIND: &'static str = "Bus";
    const INVARIANTS: &'static [Rule] = &[
        rule::BUS_HAS_THE_CUSTOMERS_KEY,
        rule::BUS_KEEPS_WHAT_FAILS,
        rule::BUS_NAMES_WHO,
        rule::EVENTS_ARE_KEPT,
        rule::MESSAGES_SPEAK_TLS,
        rule::MESSAGES_HAVE_ZONES,
        rule::QUEUE_HAS_THE_CUSTOMERS_KEY,
    ];
}

impl<D: DataClass, P: Policy> Construct<P, Aws> for Bus<D> {
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> Events<D> {
        let asked = days::<P::BackupRetention>();
        let kept = self.kept_days.unwrap_or(asked);
        if kept < asked {
            let message = format!("keeps events for {kept} days, where the policy asks for {asked}");
            scope.reject(Some(iso27001::BACKUP), message, format!("say `.kept_days({asked})`, or leave it out"));
        }
        let key = self.perimeter.key;
        let made = declare(scope, D::CLASS, &key, Deletion::of::<P>(), kept);
        Events { this: scope.this(), name: scope.name(""), key, made, class: PhantomData }
    }
}

/// Declares a bus, the queue of what fails, and the archive.
///
/// Source: the guide to `EventBridge`, "Authorizing `EventBridge` to use a customer managed key" and "Encrypting archives".
fn declare(scope: &mut Scope<'_>, class: Class, key: &Key, deletion: Deletion, kept: u32) -> Made<events::EventBus> {
    scope.plays(Role::Channel, class);
    let name = scope.physical_name();
    let this = pseudo::arn_here("events", [name.within("event-bus/", "").into()]);
    let parts = QueueParts { name: None, key, deletion, hidden_seconds: None, failed: None, events: vec![this.into()] };
    let failed = channel::queue(scope, "Failed", &parts);
    let made = scope.resource(
        "",
        events::EventBus {
            dead_letter_config: Some(DeadLetterConfig { arn: Some(failed.get(sqs::Queue::ARN).into()) }),
            kms_key_identifier: Some(key.arn().into()),
            name: Some(name.into()),
            ..Default::default()
        },
    );
    let arn: Value<String> = made.get(events::EventBus::ARN);
    let use_of_key = actions!["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"];
    channel::open_key(scope, key, &[(Principal::Service(EVENTS), use_of_key), channel::queues_of(EVENTS)]);
    let archive = scope.resource(
        "Archive",
        events::Archive {
            kms_key_identifier: Some(key.arn().into()),
            retention_days: Some(kept.into()),
            source_arn: Some(arn),
            ..Default::default()
        },
    );
    deletion.apply(scope, &archive);
    made
}
