//! A hospital management system: 31 services behind one address, in a cluster that they share, over the records that they
//! keep, with a second region that takes over, an interface for partners, and what delivers them. `hms_development` runs the same services on one machine.

mod delivery;
mod partners;
mod system;
mod west;

use std::process::ExitCode;

use hc_cdk::{
    data::Phi,
    image::NotAnImage,
    policy::{Hipaa, Production},
    prelude::*,
};
use hc_cdk_aws::{prelude::*, region};

/// What the hospital is held to.
type Prod = (Hipaa, Production);

/// Both regions, up to what the command line makes of them.
pub(crate) fn hospital() -> Result<App, NotAnImage> {
    let mut base = Stack::<Prod>::new("hms-west-base", region::UsWest2);
    let west = west::ground(&mut base);
    let (app, hospital) = system::hospital(Some(&west.copies))?;
    let app = app.stack(base).stack(partners::partners(&hospital));
    west::take_over(app, &west, &hospital.records)
}

fn main() -> Result<ExitCode, NotAnImage> {
    let (access, delivery) = delivery::delivery();
    Ok(hospital()?.stack(access).stack(delivery).run())
}
