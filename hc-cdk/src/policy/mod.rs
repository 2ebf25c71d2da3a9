//! What is asked: the lattice, its dimensions, classes of data, clauses, and the policies that come with hc-cdk.
//!
//! A policy is a floor (or a ceiling) on each dimension. Policies join by tuple: `type Prod = (Hipaa, UkHealth,
//! Production);` is at least as strict as each of its parts on every dimension. [`policy!`](crate::policy!) declares one.
//!
//! Invariant: nothing here knows a construct, and nothing but `builtin.rs` knows the list of policies.

mod builtin;
mod class;
pub mod control;
mod declare;
pub mod dimension;
mod facts;
mod lattice;
mod point;
mod requirement;
mod residency;
mod table;
#[cfg(test)]
mod tests;

pub(crate) use builtin::regulation;
pub use builtin::{
    Development, FdaPart11, Gdpr, Hipaa, HipaaProposed2025, Iso27001, NhsRecords, Production, Soc2, Staging, UkHealth,
    VnHealth,
};
pub use facts::PolicyFacts;
pub use point::{Policy, Unregulated};
pub use requirement::{Dimension, Requirement};

/// Classes of data, the ceiling that a policy puts on them, and the clearance that it takes to touch them.
pub mod data {
    pub use crate::policy::{
        class::{
            AtMost, Ceiling, Class, ClearedFor, DataClass, HealthRules, Internal, KeptUnder, NotAboutHealth,
            NotPersonal, Phi, Pii, Public, Said, Synthetic, Unsaid, WrittenBy,
        },
        point::AllowedUnder,
    };
}
