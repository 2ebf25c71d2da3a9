//! The rules that scanners apply to finished templates, applied before anything is written.
//!
//! Our constructs meet them by construction. A construct of a user's own can declare any resource, and the types do not
//! see inside it: what it declares is read here. A rule bears the name that scanners give it in their HIPAA pack, so
//! that a finding can be looked up; a waiver of one of its clauses exempts what it is scoped to.
//!
//! A value that only the deployment knows counts as what it may turn out to be: a key given by reference is a key, but a
//! parameter that decides whether a database is public is a finding.

mod api;
mod audit;
mod balancer;
mod bucket;
mod bucket_kept;
mod build_project;
mod classic_balancer;
mod compute;
mod database;
mod database_access;
mod database_kept;
mod fleet;
mod judged;
mod kept;
mod key;
mod lambda;
mod least_privilege;
mod load_balancer;
mod logs;
mod network;
mod notebook;
mod other_store;
mod permission;
mod principal;
mod read;
mod search_domain;
mod secret;
mod task;
mod told;
mod trail;
mod universal;
mod warehouse;

use hc_cdk::{
    control::{Control, hipaa},
    dimension::{availability::MultiAz, deletion::Protected, key_custody::CustomerManaged, recovery::Hours24},
    policy::{Dimension, PolicyFacts},
    rule::{Must, Reading, Subject},
};

/// The rules of this target, each with how it is read.
pub(crate) const READINGS: &[&[Reading]] = &[
    api::READINGS,
    audit::READINGS,
    balancer::READINGS,
    bucket::READINGS,
    bucket_kept::READINGS,
    build_project::READINGS,
    classic_balancer::READINGS,
    compute::READINGS,
    database::READINGS,
    database_access::READINGS,
    database_kept::READINGS,
    fleet::READINGS,
    judged::READINGS,
    kept::READINGS,
    key::READINGS,
    lambda::READINGS,
    least_privilege::READINGS,
    load_balancer::READINGS,
    logs::READINGS,
    network::READINGS,
    notebook::READINGS,
    other_store::READINGS,
    permission::READINGS,
    principal::READINGS,
    search_domain::READINGS,
    secret::READINGS,
    task::READINGS,
    told::READINGS,
    trail::READINGS,
    universal::READINGS,
    warehouse::READINGS,
];

/// The rules by name, for waivers and constructs.
pub mod rule {
    pub use super::{
        api::*, audit::*, balancer::*, bucket::*, bucket_kept::*, build_project::*, classic_balancer::*, compute::*,
        database::*, database_access::*, database_kept::*, fleet::*, judged::*, kept::*, key::*, lambda::*,
        least_privilege::*, load_balancer::*, logs::*, network::*, notebook::*, other_store::*, permission::*,
        principal::*, search_domain::*, secret::*, task::*, told::*, trail::*, universal::*, warehouse::*,
    };
}

/// Whether a property names a key, and not one of AWS's own.
fn customer_key(subject: &Subject<'_>, path: &str) -> bool {
    subject.property(path).is_some_and(|key| !key.as_text().is_some_and(|key| key.contains("alias/aws/")))
}

/// Under policies that cite the HIPAA Security Rule, whoever declared them.
fn regulated(policy: &PolicyFacts) -> bool {
    let mut cited = policy.requirements.iter().flat_map(|requirement| requirement.controls);
    cited.any(|control| control.framework == hipaa::ACCESS_CONTROL.framework)
}

// What follows narrows rules down that ask for a position on a dimension: there the policy has the last word.

/// Where several zones are asked for, too.
fn in_several_zones(policy: &PolicyFacts) -> bool {
    regulated(policy) && policy.floor(Dimension::availability) >= MultiAz::POSITION
}

/// Where nothing is to be deleted by hand, too.
fn undeletable(policy: &PolicyFacts) -> bool {
    regulated(policy) && policy.floor(Dimension::deletion) >= Protected::POSITION
}

/// Where data has to be back sooner than a day after a disaster, too.
fn recoverable(policy: &PolicyFacts) -> bool {
    regulated(policy) && policy.floor(Dimension::recovery) > Hours24::POSITION
}

/// Where the keys have to be the customer's own, too.
fn under_own_keys(policy: &PolicyFacts) -> bool {
    regulated(policy) && policy.floor(Dimension::key_custody) >= CustomerManaged::POSITION
}

/// Clauses on which several rules rest, in the order in which they are cited.
mod clauses {
    use super::{Control, hipaa};

    pub(super) const AUDITED: &[Control] = &[hipaa::AUDIT_CONTROLS];
    pub(super) const AUTHORIZED_AND_AUDITED: &[Control] = &[hipaa::WORKFORCE_AUTHORIZATION, hipaa::AUDIT_CONTROLS];
    pub(super) const AVAILABLE: &[Control] = &[hipaa::CONTINGENCY_PLAN, hipaa::EMERGENCY_MODE];
    pub(super) const BACKED_UP: &[Control] =
        &[hipaa::CONTINGENCY_PLAN, hipaa::DATA_BACKUP_PLAN, hipaa::DISASTER_RECOVERY];
    pub(super) const ENCRYPTED: &[Control] = &[hipaa::ENCRYPTION, hipaa::TRANSMISSION_ENCRYPTION];
    pub(super) const ENCRYPTED_ON_THE_WAY: &[Control] = &[
        hipaa::ENCRYPTION,
        hipaa::TRANSMISSION_SECURITY,
        hipaa::TRANSMISSION_INTEGRITY,
        hipaa::TRANSMISSION_ENCRYPTION,
    ];
    pub(super) const NOT_PUBLIC: &[Control] = &[
        hipaa::WORKFORCE_SECURITY,
        hipaa::ACCESS_ISOLATION,
        hipaa::ACCESS_MODIFICATION,
        hipaa::ACCESS_CONTROL,
        hipaa::TRANSMISSION_SECURITY,
    ];
}
