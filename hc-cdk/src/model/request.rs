//! What a workload of one target asks of something of another, as plain data.

use std::sync::Arc;

use super::{
    cluster::ClusterFacts,
    uses::{Asked, Use},
};
use crate::value::Json;

/// A workload that asks to be let in by something of another target.
#[derive(Debug, Clone)]
pub struct Request {
    /// The construct that asks, by its place in its stack.
    pub(crate) from: u32,
    /// What it uses.
    pub using: Use,
    /// What it asks for.
    pub asked: Asked,
    /// The cluster that it runs in.
    pub cluster: Arc<ClusterFacts>,
    /// The account that is to be let in: what its tokens say of it, such as `system:serviceaccount:clinic:claims-records`.
    pub subject: String,
    /// What the asking target has to know again when the account was let in, in its own spelling.
    pub here: Json,
}
