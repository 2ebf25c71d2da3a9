//! What a test is made of is for a lower class.

use hc_cdk::{
    data::{Internal, Phi},
    policy::{Hipaa, Staging},
};
use hc_cdk_k8s::assertions::Ward;

fn main() {
    let ward = Ward::<(Hipaa, Staging), Internal>::new("clinic");
}
