//! The rules by name, for waivers and constructs.

pub use super::{
    admission::*,
    audit::REQUESTS_ARE_RECORDED,
    disks::*,
    floors::{BACKED_UP, DISRUPTED_ONE_BY_ONE, LOGS_SAY_HOW_LONG, RECOVERED_IN_TIME, SURVIVES_ITS_ZONE},
    guards::KEEPS_ITS_GUARDS,
    isolation::*,
    kinds::*,
    mesh::*,
    network::*,
    pod::*,
    postgres::*,
    records::{REQUESTS_ARE_KEPT, REQUESTS_ARE_SENT},
    recovery::*,
    rights::*,
    route::*,
    secrets::*,
    shift::*,
    stores::*,
    told::*,
    watch::*,
};
