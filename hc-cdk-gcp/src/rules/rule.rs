//! The rules by name, for waivers and constructs.

pub use super::{
    cache::*, cluster::*, front::*, grants::*, keys::*, kinds::*, network::*, project::*, records::*, registry::*,
    secret::*, sql::*, watch::*, workflow::*,
};
