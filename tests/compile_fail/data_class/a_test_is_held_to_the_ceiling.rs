//! expect: `Phi` data must not be kept where `(Hipaa, Staging)` applies

use hc_cdk::{data::{Internal, Phi}, policy::{Hipaa, Staging}};
use hc_cdk_aws::{assertions::Clinic, region};

fn main() {
    let clinic = Clinic::<(Hipaa, Staging), Phi>::new("clinic", region::UsEast1);
}
