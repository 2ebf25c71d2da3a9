//! What every resource is held to, whoever declared it: the rules that scanners apply to finished templates, those that our
//! constructs state of themselves, and what answers the floors of a policy.
//!
//! Our constructs meet them by construction. A construct of a user's own can declare any resource, and the types do not
//! see inside it: what it declares is read here. A rule of scanners bears the name that it has in their HIPAA pack, so that a
//! finding can be looked up. A waiver exempts what it is scoped to from the rules that it names.
//!
//! A value that only the deployment knows counts as what it may turn out to be: a key given by reference is a key, but a
//! parameter that decides whether a database is public is a finding.

mod account;
mod acting;
mod actions;
mod alertmanager;
mod answered;
mod api;
mod audit;
mod backed_up;
mod balancer;
mod bucket;
mod bucket_kept;
mod build_project;
mod bus;
mod cache;
mod called;
mod canary;
mod classic_balancer;
mod clauses;
mod coming;
mod compute;
mod copied;
mod database;
mod database_access;
mod database_kept;
mod database_users;
mod delivered;
mod distribution;
pub mod explained;
mod file_system;
mod first_user;
mod fleet;
mod function;
mod image;
mod judged;
mod kept;
mod key;
mod kubernetes;
mod lambda;
mod least_privilege;
mod leaving;
mod load_balancer;
mod logs;
mod machine;
mod marks;
mod meant;
mod mesh;
mod messages;
mod misuse;
mod network;
mod node;
mod notebook;
mod other_store;
mod pack;
mod pages;
mod permission;
mod pipeline;
mod place;
pub(crate) mod possible;
mod principal;
mod publish;
mod raised;
mod read;
mod release;
mod rest;
mod roles;
pub mod rule;
mod search_domain;
mod secret;
mod secret_text;
mod served;
mod service;
mod setting;
mod started;
mod table;
mod task;
mod told;
mod told_texts;
mod trail;
mod universal;
mod users;
mod warehouse;
mod when;
mod workflow;
mod workspace;

use hc_cdk::rule::Reading;

pub(crate) use account::SETS_PASSWORDS;
pub(crate) use answered::{CHECKS_TOKENS, CLOSED_DEFAULT_GROUP, EMPTIES_BUCKETS, is_answered_elsewhere, knows_all_of};
pub(crate) use distribution::{directive, lets_run};
pub(crate) use judged::is_judged_type;
pub(crate) use kubernetes::CONTROL_PLANE_LOGS;
pub(crate) use leaving::{INSIDE, answered_by};
pub(crate) use marks::{
    ARN, BEFORE_ROLE, LEAST_TAKEN, LONG, LOOKED_UP, NAME_WITH_HOLE, ROLE as NAMES_ROLE, ZONES, least, marks,
};
pub(crate) use network::LISTS;
pub(crate) use pages::{CHOSEN_BEFORE, CHOSEN_BEHIND};
pub(crate) use pipeline::{SIGNER, scan_buildspec, sign_buildspec};
pub(crate) use place::is_known_elsewhere;
pub(crate) use read::SECRET_ATTRIBUTES;
pub(crate) use told::is_measured_once;
pub(crate) use workflow::ISSUER;
pub(crate) use workspace::BEGINNING;

/// The rules of this target, each with how it is read.
pub(crate) const READINGS: &[&[Reading]] = &[
    account::READINGS,
    actions::READINGS,
    api::READINGS,
    audit::READINGS,
    balancer::READINGS,
    bucket::READINGS,
    bucket_kept::READINGS,
    build_project::READINGS,
    bus::READINGS,
    cache::READINGS,
    canary::READINGS,
    classic_balancer::READINGS,
    compute::READINGS,
    database::READINGS,
    database_access::READINGS,
    database_kept::READINGS,
    database_users::READINGS,
    distribution::READINGS,
    file_system::READINGS,
    fleet::READINGS,
    function::READINGS,
    image::READINGS,
    judged::READINGS,
    kept::READINGS,
    key::READINGS,
    kubernetes::READINGS,
    lambda::READINGS,
    leaving::READINGS,
    least_privilege::READINGS,
    load_balancer::READINGS,
    logs::READINGS,
    machine::READINGS,
    mesh::READINGS,
    messages::READINGS,
    misuse::READINGS,
    network::READINGS,
    node::READINGS,
    notebook::READINGS,
    other_store::READINGS,
    pages::READINGS,
    permission::READINGS,
    pipeline::READINGS,
    place::READINGS,
    principal::READINGS,
    release::READINGS,
    rest::READINGS,
    search_domain::READINGS,
    secret::READINGS,
    served::READINGS,
    service::READINGS,
    setting::READINGS,
    started::READINGS,
    table::READINGS,
    task::READINGS,
    told::READINGS,
    told_texts::READINGS,
    trail::READINGS,
    universal::READINGS,
    users::READINGS,
    warehouse::READINGS,
    workflow::READINGS,
    workspace::READINGS,
];
