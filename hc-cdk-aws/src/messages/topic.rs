//! A topic: what happened is told to everybody who listens.
//!
//! Not for work that one of many has to do, which a `Queue` keeps, and not for alarms, which have a topic of their own. By
//! construction what is told is encrypted with the key of the perimeter, each publication is recorded in the audit trail, and
//! requests without TLS are refused. Nobody listens but functions of the program, by `.on(&admissions)`.

use std::marker::PhantomData;

use hc_cdk::{
    construct::{Construct, Spec},
    data::{ClearedFor, DataClass},
    model::{ConstructRef, Role},
    policy::Policy,
    resource::Made,
    rule::Rule,
    stack::{Scope, Within},
    uses::{Connection, Usable},
    value::{Attr, Json},
};

use super::heard::{Hear, IsHeard, Listener};
use crate::{
    actions,
    cfn::sns,
    channel::{self, EVENTS, QueueParts, WithPolicy},
    iam::{Statement, by_way_of},
    keys::Key,
    kind::TopicArn,
    perimeter::{StorePerimeter, StorePerimeterFor},
    position::Deletion,
    rule,
    sentences::TopicNeedsPerimeter,
    stack::Aws,
};

hc_cdk::builder! {
    /// A topic for data of class `D`, which its perimeter says.
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
    /// let admissions = stack.add("Admissions", Topic::builder().perimeter(&clinical));
    /// let image = image!("registry.example/clinic/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
    /// let api = FargateService::builder().perimeter(&clinical).image(image).port(8080).connect(&admissions);
    /// stack.add("Api", api);
    /// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
    /// ```
    pub struct Topic<D: DataClass>;
    /// A topic that is being described.
    pub struct TopicBuilder => Topic<D>;
    needs {
        /// The perimeter that it is in.
        perimeter(perimeter: &(impl StorePerimeterFor<D> + ?Sized)) -> StorePerimeter<D> { perimeter.it().clone() }: TopicNeedsPerimeter;
    }
    also { heard: Vec<Hear> }
}

impl<D: DataClass, State> TopicBuilder<D, State> {
    /// Tells everybody what it hears of a bus, or of the objects of a bucket.
    pub fn on<H>(mut self, heard: &H) -> Self
    where
        H: IsHeard + ?Sized,
        D: ClearedFor<H::Class>,
    {
        self.heard.push(heard.it());
        self
    }
}

/// A topic that a stack has taken, which tells data of class `D`.
///
/// A connected workload publishes to it, and finds its ARN in a variable, such as `ADMISSIONS_TOPIC_ARN`.
#[derive(Debug, Clone)]
pub struct Notices<D> {
    pub(crate) this: ConstructRef,
    /// The construct's path in upper camel case.
    pub(crate) name: String,
    key: Key,
    made: Made<sns::Topic>,
    class: PhantomData<fn() -> D>,
}

impl<D: DataClass> Notices<D> {
    /// The topic's ARN.
    pub fn arn(&self) -> Attr<TopicArn> {
        self.made.get(sns::Topic::TOPIC_ARN)
    }

    /// The topic as a resource.
    pub fn made(&self) -> &Made<sns::Topic> {
        &self.made
    }
}

impl<D: DataClass> Usable for Notices<D> {
    type Class = D;
    type Target = Aws;

    fn connection(&self) -> Connection {
        Connection::new(self.this.clone(), self.name.clone())
            .writes(Statement::allow(actions!["sns:Publish"], [Json::from(self.arn())]))
            .writes(by_way_of("sns", self.key.arn(), actions!["kms:Decrypt", "kms:GenerateDataKey"]))
            .variable("TOPIC_ARN", self.arn())
    }
}

impl<D: DataClass> Spec for Topic<D> {
    type Handle = Notices<D>;
    const KIND: &'static str = "Topic";
    const INVARIANTS: &'static [Rule] =
        &[rule::TOPIC_HAS_THE_CUSTOMERS_KEY, rule::MESSAGES_SPEAK_TLS, rule::MESSAGES_HAVE_ZONES];
}

impl<D: DataClass, P: Policy> Construct<P, Aws> for Topic<D> {
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> Notices<D> {
        scope.plays(Role::Channel, D::CLASS);
        let (key, heard) = (self.perimeter.key, self.heard);
        let made = channel::topic(scope, &key, &|_| Vec::new());
        if !heard.is_empty() {
            listen(scope, &made, &heard, &key, Deletion::of::<P>());
        }
        let made = made.made;
        Notices { this: scope.this(), name: scope.name(""), key, made, class: PhantomData }
    }
}

/// Declares what hands on to it what happened, with a queue for what it could not be told.
fn listen(
    scope: &mut Scope<'_>,
    made: &WithPolicy<sns::Topic, sns::TopicPolicy>,
    heard: &[Hear],
    key: &Key,
    deletion: Deletion,
) {
    channel::open_key(scope, key, &[channel::topics_of(EVENTS)]);
    let events = heard.iter().filter_map(Hear::rules).collect();
    let parts = QueueParts { name: None, key, deletion, hidden_seconds: None, failed: None, events };
    let failed = channel::queue_with_policy(scope, "Failed", &parts);
    for it in heard {
        let arn = made.made.get(sns::Topic::TOPIC_ARN).into();
        let rule = it.hand_on(scope, key, Listener { arn, role: None, failed: &failed });
        made.hears(scope, &rule);
    }
}
