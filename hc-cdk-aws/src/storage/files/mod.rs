//! Files that several workloads share.

mod access_point;
mod file_system;
mod handle;
mod judge;
mod request;
#[cfg(test)]
mod tests;

pub use access_point::{AccessPoint, AccessPointBuilder};
pub use file_system::{FileSystem, FileSystemBuilder};
pub(crate) use handle::KEEPER;
pub use handle::{Files, IsFiles};
pub use request::{IdleFor, IsPosixUser, PosixUser, Throughput};
