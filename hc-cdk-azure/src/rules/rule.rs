//! The rules by name, for waivers and constructs.

pub use super::{endpoint::*, grants::*, group::*, kinds::*, network::*, postgres::*, records::*, vault::*};
