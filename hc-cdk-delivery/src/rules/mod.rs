//! What no workflow may be, whoever declared it: what our constructs have no words for.
//!
//! They meet these rules by construction. A raw workflow, or a property that a waiver sets, is read here before anything is
//! written. The rules hold where there is anything but made-up data. What cannot be read counts as broken.

mod action;
mod command;
mod deployment;
mod foreign;
mod image;
mod machine;
mod permission;
mod proven;
mod read;
pub mod rule;
mod secret;
mod shell;
mod text;

use hc_cdk::rule::Reading;

pub(crate) use deployment::{ASK, ENVIRONMENT};
pub(crate) use machine::{OWN, is_hosted};
pub(crate) use read::{action, environment, run};
pub(crate) use text::{named, scalars};

/// The rules of this target, each with how it is read.
pub(crate) const READINGS: &[&[Reading]] = &[
    action::READINGS,
    permission::READINGS,
    shell::READINGS,
    foreign::READINGS,
    machine::READINGS,
    secret::READINGS,
    deployment::READINGS,
    proven::READINGS,
    image::READINGS,
];
