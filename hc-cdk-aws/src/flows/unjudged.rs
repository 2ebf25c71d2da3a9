//! Resources of types that no rule judges. Somebody signs for what they are; what they may do with the stores that they refer to is read
//! here: everything.

use indexmap::IndexSet;

use hc_cdk::target::{Place, To, Way, Who};

use super::{kinds::is_policy, stores::Stores, world::World};
use crate::rules::{is_answered_elsewhere, is_judged_type};

/// Reads what a resource that nobody judges refers to.
pub(super) fn read(world: &World<'_>, stores: &Stores, place: Place, ways: &mut Vec<Way>) {
    let kind = world.kind(place);
    if is_judged_type(kind) || is_policy(kind) || is_answered_elsewhere(kind) || stores.store_of(world, place).is_some()
    {
        return;
    }
    let referred: IndexSet<Place> =
        world.references(place).into_iter().filter_map(|it| stores.store_of(world, it)).collect();
    let has_data = |store: &Place| {
        world.stack(*store).zip(world.resource(*store)).is_some_and(|(stack, it)| stack.class_of(it).is_some())
    };
    for store in referred.into_iter().filter(has_data) {
        let (who, to) = (Who::OfApp(place), To::OneStore(store));
        ways.push(Way { who, to, by: place, reads: true, writes: true, is_said: false });
    }
}
