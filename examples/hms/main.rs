//! A hospital management system: 31 services behind one address, in a cluster that they share, over the records that they
//! keep, with a second region that takes over, an interface for partners, and what delivers them. `hms_development` runs the same services on one machine.

mod delivery;
mod partners;
mod system;
mod west;

use std::{error::Error, process::ExitCode};

use hc_cdk::{
    data::Phi,
    policy::{Hipaa, Production},
    prelude::*,
};
use hc_cdk_aws::{prelude::*, region};

/// What the hospital is held to.
type Prod = (Hipaa, Production);

/// Both regions, up to what the command line makes of them.
pub(crate) fn hospital() -> Result<App, Box<dyn Error>> {
    let mut ground = Stack::<Prod>::new("hms-west", region::UsWest2);
    let west = west::ground(&mut ground);
    let (app, hospital) =
        system::hospital(App::new("hms").tag("owner", "hospital-platform").stack(ground), Some(&west.copies))?;
    west::take_over(app.stack(partners::partners(&hospital)?), &west, &hospital.records)
}

/// The system with what delivers it.
pub(crate) fn delivered() -> Result<App, Box<dyn Error>> {
    let (access, delivery) = delivery::delivery();
    Ok(hospital()?.stack(access).stack(delivery))
}

fn main() -> Result<ExitCode, Box<dyn Error>> {
    Ok(delivered()?.run())
}
