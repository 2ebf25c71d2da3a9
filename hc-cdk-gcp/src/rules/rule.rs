//! The rules by name, for waivers and constructs.

pub use super::{grants::*, keys::*, kinds::*, network::*, project::*, records::*, sql::*};
