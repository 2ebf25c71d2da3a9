//! Texts of Azure that the compiler checks.

mod group;
mod guid;
mod vault;

pub use group::GroupName;
pub use guid::Guid;
pub use vault::{KeyVersion, VaultName};
