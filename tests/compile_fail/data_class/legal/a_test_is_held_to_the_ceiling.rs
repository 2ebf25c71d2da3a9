//! What a test is made of is for a lower class.

use hc_cdk::{
    data::{Internal, Phi},
    policy::{Hipaa, Staging},
};
use hc_cdk_aws::{assertions::Clinic, region};

fn main() {
    let clinic = Clinic::<(Hipaa, Staging), Internal>::new("clinic", region::UsEast1);
}
