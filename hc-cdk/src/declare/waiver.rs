//! Waivers: the one way in for what no construct makes. Somebody signs, with a reason and an end.

use std::panic::Location;

pub use crate::model::waiver::WaiverRecord;

use super::{
    construct::{Construct, Spec, Within},
    region::{Target, WrittenFor},
    sentences::IsClause,
};
use crate::{
    model::{
        resource::{Made, Resource},
        rule::Invariant,
    },
    policy::{Unregulated, control::Control},
    value::{Json, date::Date},
};

/// A signature for something that the types would not allow.
#[derive(Debug, Clone, Copy)]
pub struct Waiver {
    control: Control,
    reason: &'static str,
    approver: &'static str,
    end: Date,
}

impl Waiver {
    /// A waiver of one clause: why, who approved it, and the last day on which it holds.
    ///
    /// ```
    /// use hc_cdk::{control::hipaa, date, waiver::Waiver};
    ///
    /// let waiver = Waiver::new(hipaa::DATA_BACKUP_PLAN, "rebuilt nightly from the source system", "jane.roe", date!("2027-01-31"));
    /// ```
    pub fn new(control: impl IsClause + Copy, reason: &'static str, approver: &'static str, end: Date) -> Self {
        Self { control: *control.it(), reason, approver, end }
    }

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

impl<R: WrittenFor<T>, P, T: Target> Construct<P, T> for Waived<R> {
    fn declare(self, scope: &mut Within<'_, P, T>) -> Made<R> {
        let record = self.waiver.record(scope.path().to_owned(), scope.written_at());
        scope.waive(record);
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

impl<P, T> Construct<P, T> for Overridden {
    fn declare(self, scope: &mut Within<'_, P, T>) {
        match scope.set_property(self.resource, self.path, self.value) {
            Some(construct) => {
                let record = self.waiver.record(construct, scope.written_at());
                scope.waive(record);
            }
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

impl<R: WrittenFor<T>, P: Unregulated, T: Target> Construct<P, T> for Raw<R> {
    fn declare(self, scope: &mut Within<'_, P, T>) -> Made<R> {
        scope.resource("", self.0)
    }
}
