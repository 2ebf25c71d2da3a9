//! What a sentence means, by the documentation of AWS, Azure, GitHub, Google Cloud and Kubernetes and the words of the sentence: when it
//! is false of what is written. Nothing here knows how the library reads it.

mod access;
mod admission;
mod alerts;
mod azure;
mod backup;
mod builds;
mod caches;
mod canaries;
mod clusters;
mod database;
mod delivery;
mod edge;
mod encryption;
mod files;
mod gateways;
mod google;
mod interface;
mod logs;
mod machines;
mod mesh;
mod messages;
mod monitors;
mod network;
mod objects;
mod operated;
mod permissions;
mod pods;
mod postgres;
mod records;
mod recovery;
mod rights;
mod running;
mod secrets;
mod served;
mod stores;
mod tables;
mod tasks;
mod trials;
mod users;
mod watching;
mod ways;
mod website;
mod workflows;

use crate::document::Thing;

/// Why a sentence is false of a thing; nothing if it is not, or if nobody can tell.
pub(crate) type Oracle = fn(Thing<'_>) -> Option<String>;

/// Which sentences a file reads.
type Table = &'static [(&'static str, Oracle)];

const TABLES: &[Table] = &[
    access::TABLE,
    admission::TABLE,
    alerts::TABLE,
    backup::TABLE,
    builds::TABLE,
    caches::TABLE,
    canaries::TABLE,
    clusters::TABLE,
    database::TABLE,
    delivery::TABLE,
    edge::TABLE,
    encryption::TABLE,
    files::TABLE,
    gateways::TABLE,
    interface::TABLE,
    logs::TABLE,
    machines::TABLE,
    mesh::TABLE,
    messages::TABLE,
    monitors::TABLE,
    network::TABLE,
    objects::TABLE,
    permissions::TABLE,
    pods::TABLE,
    postgres::TABLE,
    records::TABLE,
    recovery::TABLE,
    rights::TABLE,
    running::TABLE,
    secrets::TABLE,
    served::TABLE,
    stores::TABLE,
    tables::TABLE,
    tasks::TABLE,
    trials::TABLE,
    users::TABLE,
    watching::TABLE,
    ways::TABLE,
    website::TABLE,
    workflows::TABLE,
];

/// For how many days the policies of a system ask that things are kept, as `docs/policies.md` has it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked {
    pub(crate) audit: f64,
    pub(crate) log: f64,
    pub(crate) backup: f64,
    pub(crate) figures: f64,
}

impl Asked {
    pub(crate) const HIPAA: Self = Self { audit: 6.0 * 365.0, log: 365.0, backup: 30.0, figures: 0.0 };
    pub(crate) const VN_HEALTH: Self = Self { audit: 7.0 * 365.0, log: 90.0, backup: 30.0, figures: 0.0 };
    pub(crate) const DEVELOPMENT: Self = Self { audit: 0.0, log: 7.0, backup: 0.0, figures: 0.0 };
    /// Of `medical_ai`: its own policy asks for logs of seven years, FDA 21 CFR 11 for the rest.
    pub(crate) const CLINICAL: Self = Self { audit: 7.0 * 365.0, log: 7.0 * 365.0, backup: 35.0, figures: 90.0 };

    /// Of `vn_claims`, by the stage.
    pub(crate) fn vn_claims(stack: &str) -> Self {
        if stack == "vn-claims-staging" {
            return Self { log: 30.0, figures: 30.0, ..Self::VN_HEALTH };
        }
        Self { figures: 90.0, ..Self::VN_HEALTH }
    }

    /// Of `healthhub`: only what everybody may read is not of the United Kingdom's.
    pub(crate) fn healthhub(stack: &str) -> Self {
        let is_shown = ["healthhub-edge", "healthhub-site"].contains(&stack);
        if is_shown { Self::HIPAA } else { Self { audit: 7.0 * 365.0, ..Self::HIPAA } }
    }
}

/// Who reads the sentence of a rule, if somebody does.
pub(crate) fn of(code: &str) -> Option<Oracle> {
    tables().find(|(it, _)| *it == code).map(|(_, oracle)| *oracle)
}

/// Whether a sentence is about the pods that something makes, and not about what makes them.
pub(crate) fn is_of_pods(code: &str) -> bool {
    pods::TABLE.iter().any(|(it, _)| *it == code)
}

/// The codes of all sentences that are read.
pub(crate) fn codes() -> impl Iterator<Item = &'static str> {
    tables().map(|(code, _)| *code)
}

fn tables() -> impl Iterator<Item = &'static (&'static str, Oracle)> {
    TABLES.iter().chain(&azure::TABLES).chain(&google::TABLES).copied().flatten()
}

/// A reason, if something is so.
fn when(is_so: bool, why: impl Into<String>) -> Option<String> {
    is_so.then(|| why.into())
}
