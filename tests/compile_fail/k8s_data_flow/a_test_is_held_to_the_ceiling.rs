//! expect: `Phi` data must not be kept where `(Hipaa, Staging)` applies

use hc_cdk::{data::{Internal, Phi}, policy::{Hipaa, Staging}};
use hc_cdk_k8s::assertions::Ward;

fn main() {
    let ward = Ward::<(Hipaa, Staging), Phi>::new("clinic");
}
