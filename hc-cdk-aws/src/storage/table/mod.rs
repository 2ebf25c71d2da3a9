//! Tables of items.

mod capacity;
mod encrypted_table;
mod handle;
mod judge;
mod key;
mod request;
#[cfg(test)]
mod tests;

pub use capacity::Capacity;
pub use encrypted_table::{EncryptedTable, EncryptedTableBuilder};
pub use handle::Table;
pub use key::{IsTableKey, TableIndex, TableKey};
pub use request::{IsTableStream, TableClass, TableStream};
