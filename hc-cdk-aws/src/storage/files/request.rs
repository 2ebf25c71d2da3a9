//! What a file system is asked to be, with types turned into values, and how it is entered.

use hc_cdk::value::kebab;

use crate::{backup::Backups, keys::Key, network::Network, position::Deletion};

/// How much may be read and written at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Throughput {
    /// As much as is asked for: each byte is paid for.
    #[default]
    Elastic,
    /// More, the more is kept: 50 KiB/s for each GiB, and bursts. It costs nothing beside the storage.
    Bursting,
}

impl Throughput {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Elastic => "elastic",
            Self::Bursting => "bursting",
        }
    }
}

/// For how long a file was not used before it moves to cheaper storage, from which reading costs more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdleFor(pub(super) &'static str);

impl IdleFor {
    /// A week.
    pub const WEEK: Self = Self("AFTER_7_DAYS");
    /// 30 days.
    pub const MONTH: Self = Self("AFTER_30_DAYS");
    /// 90 days.
    pub const QUARTER: Self = Self("AFTER_90_DAYS");
    /// 365 days.
    pub const YEAR: Self = Self("AFTER_365_DAYS");
}

/// The user and the group as which whoever enters reads and writes, whatever it says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PosixUser {
    pub(super) user: u32,
    pub(super) group: u32,
}

impl PosixUser {
    /// By their numbers. 0 is root, which no access point is for.
    pub const fn new(user: u32, group: u32) -> Self {
        Self { user, group }
    }
}

impl Default for PosixUser {
    /// The user of the programs of a `FargateService`.
    fn default() -> Self {
        Self::new(1000, 1000)
    }
}

/// How files are entered: as whom, into which folder of theirs, and where a workload finds that.
#[derive(Debug, Clone, Default)]
pub(super) struct Entry {
    pub(super) user: PosixUser,
    pub(super) root: Option<&'static str>,
    pub(super) folder: Option<&'static str>,
}

impl Entry {
    /// The folder of the file system; by default one with the name of the construct.
    pub(super) fn root(&self, name: &str) -> String {
        self.root.map_or_else(|| format!("/{}", kebab(name)), str::to_owned)
    }

    /// The folder of a workload.
    pub(super) fn folder(&self, name: &str) -> String {
        self.folder.map_or_else(|| format!("/mnt/{}", kebab(name)), str::to_owned)
    }
}

/// A file system as it is asked for.
pub(super) struct Request<'a> {
    pub(super) key: &'a Key,
    pub(super) network: &'a Network,
    pub(super) backups: &'a Backups,
    pub(super) entry: &'a Entry,
    pub(super) throughput: Throughput,
    pub(super) idle: Option<IdleFor>,
    /// Whether less than a day's work may be lost, so that there is a copy.
    pub(super) replicated: bool,
    /// Whether less may be lost than a copy that follows loses.
    pub(super) at_once: bool,
    pub(super) several_regions: bool,
    pub(super) deletion: Deletion,
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "this is not a user and a group of a file system",
        label = "write them as `PosixUser::new(1000, 1000)`"
    )]
    /// A user and a group.
    IsPosixUser: PosixUser;
}
