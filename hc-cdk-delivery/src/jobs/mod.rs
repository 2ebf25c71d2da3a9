//! Jobs that most systems have, as data: `workflow.job("bandit", jobs::BANDIT.job())`.
//!
//! A variable that a preset has (`COVERAGE`, `TARGET`) gets another value by `.env(..)` of the job. Versions of tools are as of
//! November 2026.

mod checks;
mod runs;
mod table;

pub use self::{checks::*, runs::*, table::Preset};
