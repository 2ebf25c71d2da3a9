//! Waivers: the one way in for what no construct makes. Somebody signs, with a reason and an end.

use std::panic::Location;

use crate::{
    construct::{Construct, Invariant, Spec},
    control::Control,
    date::Date,
    policy::Unregulated,
    resource::{Made, Resource},
    stack::Scope,
    value::Json,
};

/// A signature for something that the types would not allow. It is of a clause, `C`, and only a [`Control`] is one.
#[derive(Debug, Clone, Copy)]
pub struct Waiver<C = Control> {
    control: C,
    reason: &'static str,
    approver: &'static str,
    end: Date,
}

impl<C: crate::sentences::IsClause> Waiver<C> {
    /// A waiver of one clause: why, who approved it, and the last day on which it holds.
    ///
    /// ```
    /// use hc_cdk::{control::hipaa, date, waiver::Waiver};
    ///
    /// let waiver = Waiver::new(hipaa::DATA_BACKUP_PLAN, "rebuilt nightly from the source system", "jane.roe", date!("2027-01-31"));
    /// ```
    pub const fn new(control: C, reason: &'static str, approver: &'static str, end: Date) -> Self {
        Self { control, reason, approver, end }
    }
}

impl Waiver {
    /// Lets a raw resource into a stack under this waiver.
    pub fn resource<R: Resource>(self, resource: R) -> Waived<R> {
        Waived { waiver: self, resource }
    }

    /// Sets a property of a resource that a construct of the stack made before, by the resource's name in the template and
    /// the property's path, such as `VersioningConfiguration/Status`. The waiver is scoped to that construct.
    ///
    /// ```
    /// # use hc_cdk::{control::hipaa, date, waiver::Waiver};
    /// let waiver = Waiver::new(hipaa::AUDIT_CONTROLS, "the ward's monitors are quiet at night", "jane.roe", date!("2027-01-31"))
    ///     .property("Records", "MonitoringInterval", 60);
    /// ```
    pub fn property(self, resource: &'static str, path: &'static str, value: impl Into<Json>) -> Overridden {
        Overridden { waiver: self, resource, path, value: value.into() }
    }

    fn record(self, path: String, written_at: &'static Location<'static>) -> WaiverRecord {
        let Self { control, reason, approver, end } = self;
        WaiverRecord { path, control, reason, approver, end, written_at }
    }
}

/// A waiver as it stands in the stack.
#[derive(Debug, Clone)]
pub struct WaiverRecord {
    /// The construct that it is scoped to: its path without the stack's name.
    pub path: String,
    /// The clause that is waived.
    pub control: Control,
    /// Why.
    pub reason: &'static str,
    /// Who approved it.
    pub approver: &'static str,
    /// The last day on which it holds.
    pub end: Date,
    /// The user's line.
    pub written_at: &'static Location<'static>,
}

/// A raw resource under a waiver.
#[derive(Debug)]
pub struct Waived<R> {
    waiver: Waiver,
    resource: R,
}

impl<R: Resource> Spec for Waived<R> {
    type Handle = Made<R>;
    const KIND: &'static str = "Waiver";
    const INVARIANTS: &'static [Invariant] = &[];
}

impl<R: Resource, P> Construct<P> for Waived<R> {
    fn declare(self, scope: &mut Scope<'_>) -> Made<R> {
        scope.waive(self.waiver.record(scope.path().to_owned(), scope.written_at()));
        scope.resource("", self.resource)
    }
}

/// A property that somebody signed for.
#[derive(Debug)]
pub struct Overridden {
    waiver: Waiver,
    resource: &'static str,
    path: &'static str,
    value: Json,
}

impl Spec for Overridden {
    type Handle = ();
    const KIND: &'static str = "Waiver";
    const INVARIANTS: &'static [Invariant] = &[];
}

impl<P> Construct<P> for Overridden {
    fn declare(self, scope: &mut Scope<'_>) {
        match scope.set_property(self.resource, self.path, self.value) {
            Some(construct) => scope.waive(self.waiver.record(construct, scope.written_at())),
            None => scope.reject(
                Some(self.waiver.control),
                format!("sets `{}` of `{}`, and nothing before it in the stack has that", self.path, self.resource),
                "use names from the template, and add the waiver after the construct that makes the resource",
            ),
        }
    }
}

/// A raw resource as it is, for stacks whose policy is [`Unregulated`].
#[derive(Debug)]
pub struct Raw<R>(pub R);

impl<R: Resource> Spec for Raw<R> {
    type Handle = Made<R>;
    const KIND: &'static str = "Raw";
    const INVARIANTS: &'static [Invariant] = &[];
}

impl<R: Resource, P: Unregulated> Construct<P> for Raw<R> {
    fn declare(self, scope: &mut Scope<'_>) -> Made<R> {
        scope.resource("", self.0)
    }
}
