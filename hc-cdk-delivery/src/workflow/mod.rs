//! Workflows: when they run, their jobs, and the steps of these.

mod calendar;
mod condition;
mod identity;
mod input;
mod job;
mod matrix;
mod permission;
mod runner;
mod schedule;
mod step;
mod trigger;
mod usual;
mod whole;

pub use self::{
    calendar::Due,
    condition::Condition,
    identity::{Identity, IsIdentity},
    input::{Context, Input},
    job::{Job, JobRef},
    matrix::Matrix,
    permission::{NamesPermissions, NothingMayWriteAll, Permission, Permissions},
    runner::Runner,
    schedule::{Schedule, Weekday},
    step::Step,
    trigger::{NothingRunsForeignCode, Question, Trigger},
    whole::{Images, Workflow},
};

pub(crate) use self::{
    input::{ADDRESSES, STACK},
    matrix::SERVICES,
    permission::reason,
    whole::VERSIONS,
};
