//! A queue of messages: work that waits until somebody has time for it.
//!
//! Not for what several have to hear, which a `Topic` tells. By construction its messages are encrypted with the key of the
//! perimeter, each one that is sent or taken is recorded in the audit trail, requests without TLS are refused, and a message that
//! nobody could handle goes to a second queue and is kept there for 14 days.
//!
//! Who is connected sends. Who takes messages says so: a function by `.on(&letters)`, whatever else runs by
//! `.reads(&letters.inbox())`.

use std::marker::PhantomData;

use hc_cdk::{
    construct::{Construct, Spec},
    control::iso27001,
    data::{Class, ClearedFor, DataClass},
    dimension::Level,
    model::{ConstructRef, Role},
    policy::{Dimension, Policy},
    resource::Made,
    rule::Rule,
    stack::{Scope, Within},
    uses::{Connection, Readable, Usable},
    value::{Json, Token, Value},
};

use super::heard::{Hear, IsHeard, Listener};
use crate::{
    cfn::sqs,
    channel::{self, QueueParts, sending, taking},
    keys::Key,
    perimeter::{StorePerimeter, StorePerimeterFor},
    position::Deletion,
    rule,
    sentences::QueueNeedsPerimeter,
    stack::Aws,
};

hc_cdk::builder! {
    /// A queue for data of class `D`, which its perimeter says.
    ///
    /// ```
    /// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
    /// use hc_cdk_aws::{prelude::*, region};
    ///
    /// let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
    /// let key = stack.add("Key", CustomerKey::builder());
    /// let trail = stack.add("Audit", AuditTrail::builder().key(&key));
    /// let vpc = stack.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&key));
    /// let clinical = stack.add("Clinical", Perimeter::<Phi>::builder().vpc(&vpc).key(&key).trail(&trail));
    ///
    /// let letters = stack.add("Letters", Queue::builder().perimeter(&clinical));
    /// let image = image!("registry.example/clinic/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
    /// let api = FargateService::builder().perimeter(&clinical).image(image.clone()).port(8080).connect(&letters);
    /// stack.add("Api", api);
    /// stack.add("Printer", FargateWorker::builder().perimeter(&clinical).image(image).reads(&letters.inbox()));
    /// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
    /// ```
    pub struct Queue<D: DataClass>;
    /// A queue that is being described.
    pub struct QueueBuilder => Queue<D>;
    needs {
        /// The perimeter that it is in.
        perimeter(perimeter: &(impl StorePerimeterFor<D> + ?Sized)) -> StorePerimeter<D> { perimeter.it().clone() }: QueueNeedsPerimeter;
    }
    may {
        /// How many seconds somebody has to handle a message that he has taken, before it is handed to somebody else; by default 180. A
        /// function is asked to be done in a sixth of that.
        handled_within(seconds: u32) -> u32 { seconds } = 180;
        /// How often a message is taken before it counts as one that nobody can handle; by default 5 times.
        attempts(times: u32) -> u32 { times } = 5;
    }
    also { heard: Vec<Hear> }
}

impl<D: DataClass, State> QueueBuilder<D, State> {
    /// Keeps what it hears of a bus, or of the objects of a bucket, until somebody has time for it.
    pub fn on<H>(mut self, heard: &H) -> Self
    where
        H: IsHeard + ?Sized,
        D: ClearedFor<H::Class>,
    {
        self.heard.push(heard.it());
        self
    }
}

/// A queue that a stack has taken, with messages of class `D`.
///
/// A connected workload sends to it, and finds its address in a variable, such as `LETTERS_QUEUE_URL`.
#[derive(Debug, Clone)]
pub struct Messages<D> {
    pub(crate) this: ConstructRef,
    /// The construct's path in upper camel case.
    pub(crate) name: String,
    pub(crate) key: Key,
    pub(crate) made: Made<sqs::Queue>,
    failed: Made<sqs::Queue>,
    /// For how many seconds nobody else sees a message that somebody has taken.
    pub(crate) hidden_seconds: u32,
    class: PhantomData<fn() -> D>,
}

/// The end of a queue at which messages are taken.
///
/// A workload that reads it finds the address in a variable, such as `LETTERS_QUEUE_URL`.
#[derive(Debug, Clone)]
pub struct Inbox<D> {
    of: Messages<D>,
}

impl<D: DataClass> Messages<D> {
    /// The queue's address.
    pub fn url(&self) -> Value<String> {
        self.made.id()
    }

    /// The queue's ARN.
    pub fn arn(&self) -> Value<String> {
        self.made.get(sqs::Queue::ARN).into()
    }

    /// The queue's name, as metrics have it: the end of its ARN.
    pub fn queue_name(&self) -> Value<String> {
        name(&self.made)
    }

    /// The name of the queue of what nobody could handle.
    pub fn failed_name(&self) -> Value<String> {
        name(&self.failed)
    }

    /// The queue as a resource.
    pub fn made(&self) -> &Made<sqs::Queue> {
        &self.made
    }

    /// The queue of what nobody could handle.
    pub fn failed(&self) -> &Made<sqs::Queue> {
        &self.failed
    }

    /// Where messages are taken: `.reads(&letters.inbox())`. Whoever takes one says that it was handled by deleting it.
    pub fn inbox(&self) -> Inbox<D> {
        Inbox { of: self.clone() }
    }

    fn connected(&self) -> Connection {
        Connection::new(self.this.clone(), self.name.clone()).variable("QUEUE_URL", self.url())
    }
}

impl<D: DataClass> Usable for Messages<D> {
    type Class = D;
    type Target = Aws;

    fn connection(&self) -> Connection {
        sending(&self.made, &self.key).into_iter().fold(self.connected(), Connection::writes)
    }
}

impl<D: DataClass> Usable for Inbox<D> {
    type Class = D;
    type Target = Aws;

    fn connection(&self) -> Connection {
        taking(&self.of.made, self.of.key.arn()).into_iter().fold(self.of.connected(), Connection::reads)
    }
}

/// Whoever takes messages puts none in: to delete one says nothing but that it was handled.
impl<D: DataClass> Readable for Inbox<D> {}

impl<D: DataClass> Spec for Queue<D> {
    type Handle = Messages<D>;
    const KIND: &'static str = "Queue";
    const INVARIANTS: &'static [Rule] = &[
        rule::QUEUE_HAS_THE_CUSTOMERS_KEY,
        rule::QUEUE_KEEPS_WHAT_FAILS,
        rule::QUEUE_STAYS,
        rule::MESSAGES_SPEAK_TLS,
        rule::MESSAGES_HAVE_ZONES,
    ];
}

impl<D: DataClass, P: Policy> Construct<P, Aws> for Queue<D> {
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> Messages<D> {
        scope.stands_at(Dimension::deletion, <P::Deletion as Level>::POSITION);
        let Self { perimeter, handled_within, attempts, .. } = self;
        let (key, heard) = (perimeter.key, self.heard);
        let (made, failed) = declare(scope, D::CLASS, &key, Deletion::of::<P>(), (handled_within, attempts), &heard);
        let (this, name) = (scope.this(), scope.name(""));
        Messages { this, name, key, made, failed, hidden_seconds: handled_within, class: PhantomData }
    }
}

fn name(queue: &Made<sqs::Queue>) -> Value<String> {
    let parts = Json::List(vec![":".into(), queue.get(sqs::Queue::ARN).into()]);
    let parts = Json::Token(Box::new(Token::Function { name: "Fn::Split", arguments: parts }));
    Value::token(Token::Function { name: "Fn::Select", arguments: Json::List(vec![5.into(), parts]) })
}

/// Declares a queue and that of what nobody could handle.
fn declare(
    scope: &mut Scope<'_>,
    class: Class,
    key: &Key,
    deletion: Deletion,
    (hidden_seconds, attempts): (u32, u32),
    heard: &[Hear],
) -> (Made<sqs::Queue>, Made<sqs::Queue>) {
    scope.plays(Role::Channel, class);
    // Source: `VisibilityTimeout` and `RedrivePolicy` in the reference of Amazon SQS.
    for (number, most, what) in [(hidden_seconds, 43_200, "seconds to handle a message"), (attempts, 1_000, "attempts")]
    {
        if number == 0 || number > most {
            scope.reject(
                Some(iso27001::CONFIGURATION),
                format!("gives `{number}` {what}"),
                format!("give at least 1 and at most {most}"),
            );
        }
    }
    let events = heard.iter().filter_map(Hear::rules).collect();
    let parts = QueueParts { name: None, key, deletion, hidden_seconds: None, failed: None, events };
    let failed = channel::queue_with_policy(scope, "Failed", &parts);
    let parts = QueueParts { hidden_seconds: Some(hidden_seconds), failed: Some((&failed.made, attempts)), ..parts };
    let made = channel::queue_with_policy(scope, "", &parts);
    for it in heard {
        let arn = made.made.get(sqs::Queue::ARN).into();
        let rule = it.hand_on(scope, key, Listener { arn, role: None, failed: &failed });
        if it.is_of_objects() {
            made.hears(scope, &rule);
        }
    }
    (made.made, failed.made)
}
