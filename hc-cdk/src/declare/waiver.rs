//! Waivers: the one way in for what no construct makes. Somebody signs, with a reason and an end.

use std::panic::Location;

pub use crate::model::waiver::{Override, WaiverRecord};

use super::{
    construct::{Construct, Spec, Within},
    depth,
    region::{Target, WrittenFor},
    sentences::{IsDate, IsRule},
};
use crate::{
    model::{
        resource::{Made, Resource},
        rule::Rule,
    },
    policy::Unregulated,
    value::{Json, date::Date},
};

/// A signature for rules that something breaks.
#[derive(Debug, Clone)]
#[must_use = "a waiver does nothing until it lets something in: `.resource(..)` or `.property(..)`"]
pub struct Waiver {
    rules: Vec<Rule>,
    reason: &'static str,
    approver: &'static str,
    end: Date,
}

impl Waiver {
    /// A waiver of one rule: why, who approved it, and the last day on which it holds.
    ///
    /// The constants of rules are in the crate of each target (`hc_cdk_aws::rule`), and findings name them. What breaks no rule,
    /// and only comes from no construct, is signed for by [`BY_HAND`](crate::rule::BY_HAND). A rule that is broken and not named
    /// is a finding, and so is one that is named and not broken, but for `BY_HAND`, which is not read.
    ///
    /// ```
    /// use hc_cdk::{date, rule, waiver::Waiver};
    ///
    /// let waiver = Waiver::new(rule::BY_HAND, "paging is tested by hand each month", "jane.roe", date!("2027-01-31"));
    /// ```
    pub fn new(
        rule: impl IsRule + Copy,
        reason: &'static str,
        approver: &'static str,
        end: impl IsDate + Copy,
    ) -> Self {
        Self { rules: vec![*rule.it()], reason, approver, end: *end.it() }
    }

    /// The same for one more rule.
    pub fn and(mut self, rule: impl IsRule + Copy) -> Self {
        self.rules.push(*rule.it());
        self
    }

    /// Lets a raw resource into a stack under this waiver. The compiler warns if no stack takes it.
    pub fn resource<R: Resource>(self, resource: R) -> Waived<R> {
        Waived { waiver: self, resource }
    }

    /// Sets a property of a resource that a construct of the stack made before, by the resource's name in the template and
    /// the property's path, such as `VersioningConfiguration/Status`. The waiver is scoped to that construct.
    ///
    /// ```
    /// # use hc_cdk::{date, rule, waiver::Waiver};
    /// let waiver = Waiver::new(rule::BY_HAND, "the ward's monitors are quiet at night", "jane.roe", date!("2027-01-31"))
    ///     .property("Records", "MonitoringInterval", 60);
    /// ```
    ///
    /// The compiler warns of one that no stack takes:
    ///
    /// ```compile_fail
    /// #![deny(unused_must_use)]
    /// # use hc_cdk::{date, rule, waiver::Waiver};
    /// Waiver::new(rule::BY_HAND, "the ward's monitors are quiet at night", "jane.roe", date!("2027-01-31"))
    ///     .property("Records", "MonitoringInterval", 60);
    /// ```
    pub fn property(self, resource: &'static str, path: &'static str, value: impl Into<Json>) -> Overridden {
        Overridden { waiver: self, resource, path, value: value.into() }
    }

    /// Lets a construct into a stack under this waiver: what it declares may break these rules and no others.
    ///
    /// ```
    /// # use hc_cdk::{date, policy::Dimension, rule, waiver::Waiver};
    /// let reason = "what waits longer than four days is sent again";
    /// let waiver = Waiver::new(rule::answered(Dimension::backup_retention), reason, "jane.roe", date!("2027-01-31"));
    /// // stack.add("Letters", waiver.construct(Queue::inside(&zone)));
    /// ```
    pub fn construct<C: Spec>(self, construct: C) -> Signed<C> {
        Signed { waiver: self, construct }
    }

    fn record(self, path: String, written_at: &'static Location<'static>, change: Option<Override>) -> WaiverRecord {
        let Self { rules, reason, approver, end } = self;
        WaiverRecord { path, rules, reason, approver, end, written_at, change }
    }
}

/// A raw resource under a waiver.
#[derive(Debug)]
#[must_use = "a waiver does nothing until a stack takes what it lets in: `stack.add(\"Name\", ..)`"]
pub struct Waived<R> {
    waiver: Waiver,
    resource: R,
}

impl<R: Resource> Spec for Waived<R> {
    type Handle = Made<R>;
    const KIND: &'static str = "Waiver";
    const INVARIANTS: &'static [Rule] = &[];
}

impl<R: WrittenFor<T>, P, T: Target> Construct<P, T> for Waived<R> {
    fn declare(self, scope: &mut Within<'_, P, T>) -> Made<R> {
        let record = self.waiver.record(scope.called().to_owned(), scope.written_at(), None);
        scope.waive(record);
        scope.resource("", self.resource)
    }
}

/// A construct under a waiver.
#[derive(Debug)]
pub struct Signed<C> {
    waiver: Waiver,
    construct: C,
}

impl<C: Spec> Spec for Signed<C> {
    type Handle = C::Handle;
    const KIND: &'static str = C::KIND;
    const INVARIANTS: &'static [Rule] = C::INVARIANTS;
}

impl<C: Construct<P, T>, P, T: Target> Construct<P, T> for Signed<C> {
    fn declare(self, scope: &mut Within<'_, P, T>) -> C::Handle {
        let record = self.waiver.record(scope.called().to_owned(), scope.written_at(), None);
        scope.waive(record);
        self.construct.declare(scope)
    }
}

/// A property that somebody signed for.
#[derive(Debug)]
#[must_use = "a waiver does nothing until a stack takes what it lets in: `stack.add(\"Name\", ..)`"]
pub struct Overridden {
    waiver: Waiver,
    resource: &'static str,
    path: &'static str,
    value: Json,
}

impl Spec for Overridden {
    type Handle = ();
    const KIND: &'static str = "Waiver";
    const INVARIANTS: &'static [Rule] = &[];
}

impl<P, T> Construct<P, T> for Overridden {
    fn declare(self, scope: &mut Within<'_, P, T>) {
        let Self { waiver, resource, path, mut value } = self;
        if path.split('/').count() > depth::LEVELS || !depth::cut(&mut value).is_empty() {
            scope.reject(None, format!("sets `{path}` of `{resource}` to what is {}", depth::TOO_DEEP), depth::HELP);
            return;
        }
        let Some((construct, old)) = scope.set_property(resource, path, value.clone()) else {
            scope.reject(
                waiver.rules.first().and_then(|rule| rule.controls.first()).copied(),
                format!("sets `{path}` of `{resource}`, and nothing before it in the stack has that"),
                "use names from the template, and add the waiver after the construct that makes the resource",
            );
            return;
        };
        let change = Override { resource: resource.to_owned(), property: path, old, new: value };
        let record = waiver.record(construct, scope.written_at(), Some(change));
        scope.waive(record);
    }
}

/// A raw resource as it is, for stacks whose policy is [`Unregulated`].
#[derive(Debug)]
#[must_use = "a resource is not there until a stack takes it: `stack.add(\"Name\", ..)`"]
pub struct Raw<R>(pub R);

impl<R: Resource> Spec for Raw<R> {
    type Handle = Made<R>;
    const KIND: &'static str = "Raw";
    const INVARIANTS: &'static [Rule] = &[];
}

impl<R: WrittenFor<T>, P: Unregulated, T: Target> Construct<P, T> for Raw<R> {
    fn declare(self, scope: &mut Within<'_, P, T>) -> Made<R> {
        scope.resource("", self.0)
    }
}
