//! The rules by name, for waivers and constructs.

pub use super::{action::*, deployment::*, permission::*, secret::*, shell::*};
