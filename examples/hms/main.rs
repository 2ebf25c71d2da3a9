//! A hospital management system: 31 services behind one address, in a cluster that they share, over the records that they
//! keep, with what delivers them. `hms_development` runs the same services on one machine.

mod delivery;
mod system;

use std::process::ExitCode;

use hc_cdk::{
    data::Phi,
    image::NotAnImage,
    policy::{Hipaa, Production},
};

pub(crate) use system::hospital;

/// What the hospital is held to.
type Prod = (Hipaa, Production);

fn main() -> Result<ExitCode, NotAnImage> {
    let (access, delivery) = delivery::delivery();
    Ok(hospital()?.stack(access).stack(delivery).run())
}
