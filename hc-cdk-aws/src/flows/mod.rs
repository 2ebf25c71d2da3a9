//! The ways by which data can go on AWS, read from the finished resources: what roles may do, what the policies of stores
//! allow, the secrets that tasks and functions get, and what security groups open.
//!
//! More is read rather than less. A resource that is not named leads to every store that the actions reach, what an action
//! leaves open is allowed, what is denied counts for nothing, and so does a condition. Who holds a role is asked of the graph, and which store
//! is meant of an index; nothing is compared with everything.

mod begun;
mod called;
mod copied;
mod data;
mod handed_on;
mod harmless;
mod holders;
mod identity;
mod kinds;
mod machines;
mod map;
mod named;
mod network;
mod people;
mod policy;
mod powers;
mod principal;
mod secret;
mod service;
mod statement;
mod stores;
mod unjudged;
mod world;

use hc_cdk::{
    check::Checked,
    target::{NetworkMap, Way},
};

use self::{holders::Holders, stores::Stores, world::World};

/// The ways that the stacks on AWS open.
pub(crate) fn ways(checked: &Checked<'_>, ways: &mut Vec<Way>) {
    let world = World::of(checked);
    let stores = Stores::of(&world);
    let holders = Holders::of(&world);
    for place in world.places() {
        identity::read(&world, &stores, &holders, place, ways);
        policy::read(&world, &stores, &holders, place, ways);
        secret::read(&world, &stores, place, ways);
        network::read(&world, place, ways);
        handed_on::read(&world, &stores, place, ways);
        copied::read(&world, &stores, place, ways);
        called::read(&world, &stores, &holders, place, ways);
        unjudged::read(&world, &stores, place, ways);
    }
}

/// What the networks of the stacks on AWS are made of, and what they let pass.
pub(crate) fn network(checked: &Checked<'_>, map: &mut NetworkMap) {
    map::read(&World::of(checked), map);
}
