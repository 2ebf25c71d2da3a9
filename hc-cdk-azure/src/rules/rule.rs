//! The rules by name, for waivers and constructs.

pub use super::{
    cache::*, cluster::*, endpoint::*, front::*, grants::*, group::*, kinds::*, network::*, postgres::*, records::*,
    registry::*, vault::*, watch::*, workflow::*,
};
