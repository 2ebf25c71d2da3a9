//! expect: a workload cleared for `Phi` data must not write to where `Internal` data is kept

use hc_cdk::{data::{Internal, Phi}, policy::{Hipaa, Production}, prelude::*};
use hc_cdk_aws::{outside::ThirdParty, prelude::*};

fn call(stack: &mut Stack<(Hipaa, Production)>, zone: &Perimeter<Phi>, image: Image, party: &ThirdParty<Internal>) {
    stack.add("Api", FargateService::builder().perimeter(zone).image(image).port(8080).connect(party).build());
}

fn main() {}
