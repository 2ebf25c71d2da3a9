//! What is of the account and of no single system: what is spent, what is watched, and who may administer.

mod administrators;
mod budget;
mod guard;
mod passwords;
#[cfg(test)]
mod tests;

pub use administrators::{AdministratorRole, AdministratorRoleBuilder, AdministratorRoleHandle};
pub use budget::{Budget, BudgetBuilder, BudgetHandle, IsDollars};
pub use guard::{AccountGuard, AccountGuardBuilder, GuardHandle};
pub use passwords::Passwords;
