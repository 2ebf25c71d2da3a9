//! A hospital management system: 31 services behind one address, in a cluster that they share, over the records that they
//! keep, with copies in a second region, an interface for partners, and what delivers them. `hms_development` runs the same services on one machine.

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
    let mut west = Stack::<Prod>::new("hms-west", region::UsWest2);
    let copies = west::copies(&mut west);
    let (app, hospital) = system::hospital(App::new("hms").stack(west), Some(&copies))?;
    Ok(app.stack(partners::partners(&hospital)))
}

fn main() -> Result<ExitCode, NotAnImage> {
    let (access, delivery) = delivery::delivery();
    Ok(hospital()?.stack(access).stack(delivery).run())
}
