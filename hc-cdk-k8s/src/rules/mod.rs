//! What no object of a chart may be, whoever declared it: what our constructs have no words for.
//!
//! They meet these rules by construction. A construct of a user's own can declare any object, and the types do not see inside
//! it: what it declares is read here, before anything is written. The rules are those of the restricted Pod Security Standard
//! and the promises of this crate. They hold where there is anything but made-up data.
//!
//! A value that only the deployment knows proves nothing: where a rule wants a literal, it is a finding. What a rule looks for
//! in another object, it finds by reference or by name.

mod admission;
mod audit;
mod backups;
mod decides;
mod disks;
mod finds_pods;
mod floors;
mod gateway;
mod gives;
mod guards;
mod isolation;
mod kinds;
mod loki;
mod machines;
mod mesh;
mod monitors;
mod network;
mod operated;
mod operators;
mod pod;
mod postgres;
mod proxy;
mod read;
mod records;
mod recovery;
mod reports;
mod rights;
mod route;
pub mod rule;
mod scaled;
mod scraped;
mod secrets;
mod shift;
mod stores;
mod told;
mod watch;
mod watch_ways;

use hc_cdk::rule::Reading;

pub(crate) use audit::KEPT_DAYS;
pub(crate) use backups::Backups;
pub(crate) use decides::{DECISION_LOG, MODEL, MODEL_VARIABLE};
pub(crate) use disks::keys_said;
pub(crate) use floors::VELERO;
pub(crate) use gateway::NAME_OF_A_NAMESPACE;
pub(crate) use gives::{gives_more, means};
pub(crate) use machines::{LONGEST_LIFE_HOURS, disks_of, seconds};
pub(crate) use mesh::FRONTS;
pub(crate) use network::ADDRESS;
pub(crate) use operated::Operated;
pub(crate) use operators::{ASKS_MONGO, KEEPS_BACKUPS, SEES_BACKUPS, TELLS_BACKUPS};
pub(crate) use read::{HAS_TEMPLATE, marks};
pub(crate) use recovery::{RESTORE, RESTORE_MONGO, RESTORE_SEARCH};
pub(crate) use route::{SOLVED_ON, SOLVER};
pub(crate) use scaled::Scales;
pub(crate) use secrets::{FEWEST_CHARACTERS, GENERATED, GENERATORS, LOGIN, LOGIN_TYPE};

/// The rules of this target, each with how it is read.
pub(crate) const READINGS: &[&[Reading]] = &[
    kinds::READINGS,
    floors::READINGS,
    gateway::READINGS,
    isolation::READINGS,
    machines::READINGS,
    mesh::READINGS,
    network::READINGS,
    pod::READINGS,
    postgres::READINGS,
    proxy::READINGS,
    guards::READINGS,
    recovery::READINGS,
    reports::READINGS,
    rights::READINGS,
    route::READINGS,
    scaled::READINGS,
    secrets::READINGS,
    disks::READINGS,
    stores::READINGS,
    told::READINGS,
    watch::READINGS,
    watch_ways::READINGS,
    admission::READINGS,
    audit::READINGS,
    records::READINGS,
    shift::READINGS,
    decides::READINGS,
];
