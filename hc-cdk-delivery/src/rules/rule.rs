//! The rules by name, for waivers and constructs.

pub use super::{
    action::*, deployment::*, foreign::*, image::*, machine::*, permission::*, proven::*, secret::*, shell::*,
};
