//! What no object of a stack may be, whoever declared it.
//!
//! Our constructs meet these rules by construction. A construct of a user's own can declare any object, and the types do not see
//! inside it: what it declares is read here, before anything is written. Where a rule wants a literal, a value that only the
//! deployment knows proves nothing, and is a finding. What a rule looks for in another object, it finds by reference or by name.
//! Of each kind it is said which members rules judge (`kinds.rs`); one with others needs a signature.

mod cache;
mod cluster;
mod front;
mod grants;
mod keys;
mod kinds;
mod network;
mod project;
mod read;
mod records;
mod registry;
pub mod rule;
mod secret;
mod sql;
mod watch;
mod workflow;

use hc_cdk::rule::Reading;

pub(crate) use cluster::COMPONENTS;
pub(crate) use front::ATTACKS;
pub(crate) use grants::{FINDS_CLUSTERS, PUSHES};
pub(crate) use keys::{REGRET, ROTATION};
pub(crate) use kinds::knows_all_of;
pub(crate) use read::names;
pub(crate) use sql::{FLAGS, VERSIONS};
pub(crate) use workflow::condition;

/// The rules of this target, each with how it is read.
pub(crate) const READINGS: &[&[Reading]] = &[
    kinds::READINGS,
    project::READINGS,
    grants::READINGS,
    workflow::READINGS,
    keys::READINGS,
    records::READINGS,
    network::READINGS,
    sql::READINGS,
    cache::READINGS,
    secret::READINGS,
    cluster::READINGS,
    front::READINGS,
    registry::READINGS,
    watch::READINGS,
];
