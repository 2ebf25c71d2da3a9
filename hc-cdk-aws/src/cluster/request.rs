//! What a cluster is asked to be, with types turned into values.

use crate::{audit::Logs, keys::Key, network::Network, position::Deletion};

/// A cluster as it is asked for.
pub(super) struct Request<'a> {
    /// What the cluster is called.
    pub(super) name: &'a str,
    pub(super) key: &'a Key,
    /// The keys by which the driver of disks encrypts them, among these the one above.
    pub(super) disk_keys: &'a [Key],
    pub(super) network: &'a Network,
    pub(super) logs: Logs<'a>,
    pub(super) deletion: Deletion,
}
