//! expect: a service of the cloud needs a perimeter

use hc_cdk::{data::Phi, policy::{Hipaa, Production}};
use hc_cdk_aws::{outside::{CloudService, Offer}, prelude::*};

fn speak(stack: &mut Stack<(Hipaa, Production)>, zone: &Perimeter<Phi>) {
    stack.add("Polly", CloudService::<Phi>::builder().offer(Offer::Polly).build());
}

fn main() {}
