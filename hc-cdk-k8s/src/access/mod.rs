//! Who may do what in a cluster: accounts, and roles without wildcards.

pub mod role;
pub mod service_account;

pub use role::{IsGranted, IsNamed, Kind, Role, RoleBuilder, Rule, Verb};
pub use service_account::{Account, ApiServer, ServiceAccount, ServiceAccountBuilder};
