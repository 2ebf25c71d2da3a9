//! What is there after a disaster: copies of what a namespace has, in another region, and tests that read backups back.

pub mod copies;
pub mod location;
pub mod restore;

pub use copies::{NamespaceCopies, NamespaceCopiesBuilder};
pub use location::{BackupLocation, BackupLocationBuilder, IsLocation};
pub use restore::{RestoreTest, RestoreTestBuilder};
