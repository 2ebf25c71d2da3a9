//! `cost`: what a system costs in a month, from what targets read in its files, prices, and the usage that the program says.
//!
//! Nothing is guessed: what has no price, and of what nobody said how much is used, is listed and not counted.

mod estimate;
mod prices;

pub(crate) use estimate::{Cost, Estimate, Line};
pub(crate) use prices::Prices;
