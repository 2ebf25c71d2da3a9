//! What a table is asked to be, with types turned into values.

use super::{
    capacity::Capacity,
    key::{TableIndex, TableKey},
};
use crate::{backup::Backups, keys::Key, position::Deletion};

/// For how many days a table keeps its own backups: the longest time that there is.
pub(super) const OWN_BACKUP_DAYS: u32 = 35;

/// How often items are used, which decides what storage and requests cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableClass {
    /// Often: what a table is if nothing is said.
    Standard,
    /// Seldom: storage costs less, and requests more.
    InfrequentAccess,
}

impl TableClass {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Standard => "STANDARD",
            Self::InfrequentAccess => "STANDARD_INFREQUENT_ACCESS",
        }
    }
}

/// What the stream of a table says of each change. It keeps that for 24 hours, encrypted with the key of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableStream {
    /// The keys of the item.
    Keys,
    /// The item as it is.
    New,
    /// The item as it was.
    Old,
    /// Both.
    NewAndOld,
}

impl TableStream {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Keys => "KEYS_ONLY",
            Self::New => "NEW_IMAGE",
            Self::Old => "OLD_IMAGE",
            Self::NewAndOld => "NEW_AND_OLD_IMAGES",
        }
    }
}

/// A table as it is asked for.
pub(super) struct Request<'a> {
    pub(super) key: &'a Key,
    pub(super) backups: &'a Backups,
    pub(super) partition: TableKey,
    pub(super) sort: Option<TableKey>,
    pub(super) indexes: &'a [TableIndex],
    pub(super) capacity: Capacity,
    pub(super) class: Option<TableClass>,
    pub(super) time_to_live: Option<&'static str>,
    pub(super) stream: Option<TableStream>,
    pub(super) backup_days: u32,
    pub(super) several_regions: bool,
    pub(super) deletion: Deletion,
}

impl Request<'_> {
    /// The keys of the table and of its indexes; one may come several times.
    pub(super) fn keys(&self) -> impl Iterator<Item = TableKey> {
        let of_indexes = self.indexes.iter().flat_map(|it| [Some(it.partition), it.sort]);
        [Some(self.partition), self.sort].into_iter().chain(of_indexes).flatten()
    }
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "this does not say what the stream of a table tells",
        label = "name one of `TableStream`, such as `TableStream::NewAndOld`"
    )]
    /// A stream.
    IsTableStream: TableStream;
}
