//! The party gets what the workload knows.

use hc_cdk::{data::{Internal, Phi}, policy::{Hipaa, Production}, prelude::*};
use hc_cdk_aws::{outside::ThirdParty, prelude::*};

fn call(stack: &mut Stack<(Hipaa, Production)>, zone: &Perimeter<Phi>, image: Image, party: &ThirdParty<Phi>) {
    stack.add("Api", FargateService::builder().perimeter(zone).image(image).port(8080).connect(party).build());
}

fn main() {}
