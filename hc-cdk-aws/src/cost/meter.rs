//! A meter: one thing that is paid for of each resource of a type, and how much of it there is.

use hc_cdk::charge::Amount;

use super::thing::Thing;

/// The hours of a month, as AWS and everybody who estimates takes them.
pub(super) const HOURS: f64 = 730.0;

/// One thing that is paid for.
pub(super) struct Meter {
    pub(super) kind: &'static str,
    service: &'static str,
    item: Item,
    amount: How,
    when: fn(&Thing<'_>) -> bool,
}

enum Item {
    Named(&'static str),
    /// What the text of a property says, such as the class of an instance.
    Says(&'static str),
}

enum How {
    Fixed(f64),
    Read(fn(&Thing<'_>) -> Option<f64>),
    Used(&'static str, fn(&Thing<'_>) -> f64),
}

impl Meter {
    const fn of(kind: &'static str, service: &'static str, item: &'static str, amount: How) -> Self {
        Self { kind, service, item: Item::Named(item), amount, when: |_| true }
    }

    /// One a month.
    pub(super) const fn each(kind: &'static str, service: &'static str, item: &'static str) -> Self {
        Self::of(kind, service, item, How::Fixed(1.0))
    }

    /// Every hour of the month.
    pub(super) const fn hourly(kind: &'static str, service: &'static str, item: &'static str) -> Self {
        Self::of(kind, service, item, How::Fixed(HOURS))
    }

    /// As much as the resource says.
    pub(super) const fn read(
        kind: &'static str,
        service: &'static str,
        item: &'static str,
        read: fn(&Thing<'_>) -> Option<f64>,
    ) -> Self {
        Self::of(kind, service, item, How::Read(read))
    }

    /// As much as is used.
    pub(super) const fn used(
        kind: &'static str,
        service: &'static str,
        item: &'static str,
        measure: &'static str,
    ) -> Self {
        Self::of(kind, service, item, How::Used(measure, |_| 1.0))
    }

    /// So many for each that is used.
    pub(super) const fn times(self, times: fn(&Thing<'_>) -> f64) -> Self {
        let amount = match self.amount {
            How::Used(measure, _) => How::Used(measure, times),
            How::Fixed(amount) => How::Fixed(amount),
            How::Read(read) => How::Read(read),
        };
        Self { kind: self.kind, service: self.service, item: self.item, amount, when: self.when }
    }

    /// Only for some resources of the type.
    pub(super) const fn when(self, when: fn(&Thing<'_>) -> bool) -> Self {
        Self { when, ..self }
    }

    /// The item is what a property says.
    pub(super) const fn by(self, path: &'static str) -> Self {
        Self { item: Item::Says(path), ..self }
    }

    /// Service and item, which is empty if a property says it.
    #[cfg(test)]
    pub(super) fn priced_as(&self) -> (&'static str, &'static str) {
        (self.service, if let Item::Named(item) = self.item { item } else { "" })
    }

    pub(super) fn applies(&self, thing: &Thing<'_>) -> bool {
        (self.when)(thing)
    }

    /// Service and item, and how much.
    pub(super) fn read_in(&self, thing: &Thing<'_>) -> ((String, String), Amount) {
        let (item, is_known) = match self.item {
            Item::Named(item) => (item, true),
            Item::Says(path) => thing.text(path).map_or((path, false), |it| (it, true)),
        };
        let amount = match self.amount {
            _ if !is_known => Amount::Open,
            How::Fixed(amount) => Amount::Known(amount),
            How::Read(read) => read(thing).map_or(Amount::Open, Amount::Known),
            How::Used(measure, times) => Amount::Used(measure, times(thing)),
        };
        ((self.service.to_owned(), item.to_owned()), amount)
    }
}
