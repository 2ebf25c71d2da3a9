//! What no object of a stack may be, whoever declared it.
//!
//! Our constructs meet these rules by construction. A construct of a user's own can declare any object, and the types do not see
//! inside it: what it declares is read here, before anything is written. Where a rule wants a literal, a value that only the
//! deployment knows proves nothing, and is a finding. What a rule looks for in another object, it finds by reference or by name.
//! Of each kind it is said which members rules judge (`kinds/`); one with others needs a signature.

mod cache;
mod cluster;
mod endpoint;
mod front;
mod grants;
mod group;
mod kinds;
mod network;
mod postgres;
mod read;
mod records;
mod registry;
pub mod rule;
mod vault;
mod watch;
mod workflow;

use hc_cdk::rule::Reading;

pub(crate) use cache::sizes;
pub(crate) use endpoint::PRIVATE_NAMES;
pub(crate) use front::{ATTACKS, TLS_POLICY};
pub(crate) use kinds::knows_all_of;
pub(crate) use postgres::{LONGEST, SETTINGS, TLS_SETTING, tier};
pub(crate) use read::{is_owned_by, mentions};
pub(crate) use records::{ACTIVITIES, SEARCHABLE};

/// The rules of this target, each with how it is read.
pub(crate) const READINGS: &[&[Reading]] = &[
    kinds::READINGS,
    group::READINGS,
    grants::READINGS,
    workflow::READINGS,
    vault::READINGS,
    records::READINGS,
    network::READINGS,
    endpoint::READINGS,
    postgres::READINGS,
    cache::READINGS,
    registry::READINGS,
    cluster::READINGS,
    front::READINGS,
    watch::READINGS,
];
