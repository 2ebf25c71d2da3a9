//! The rules that scanners apply to finished templates, applied before anything is written.
//!
//! Our constructs meet them by construction. A construct of a user's own can declare any resource, and the types do not
//! see inside it: what it declares is read here. A rule bears the name that scanners give it in their HIPAA pack, so
//! that a finding can be looked up; a waiver of one of its clauses exempts what it is scoped to.
//!
//! A value that only the deployment knows counts as what it may turn out to be: a key given by reference is a key, but a
//! parameter that decides whether a database is public is a finding.

mod audit;
mod bucket;
mod clauses;
mod compute;
mod database;
mod lambda;
mod load_balancer;
mod network;
mod permission;
mod secret;
mod table;
mod universal;
mod when;

pub use self::{
    audit::*, bucket::*, compute::*, database::*, lambda::*, load_balancer::*, network::*, permission::*, secret::*,
    table::*, universal::*,
};

use hc_cdk::rule::Reading;

/// The rules of this target, each with how it is read.
pub(crate) const READINGS: &[&[Reading]] = &[
    audit::READINGS,
    bucket::READINGS,
    compute::READINGS,
    database::READINGS,
    lambda::READINGS,
    load_balancer::READINGS,
    network::READINGS,
    permission::READINGS,
    secret::READINGS,
    table::READINGS,
    universal::READINGS,
];
