//! It is in one.

use hc_cdk::{data::Phi, policy::{Hipaa, Production}};
use hc_cdk_aws::{outside::{CloudService, Offer}, prelude::*};

fn speak(stack: &mut Stack<(Hipaa, Production)>, zone: &Perimeter<Phi>) {
    stack.add("Polly", CloudService::<Phi>::builder().perimeter(zone).offer(Offer::Polly).build());
}

fn main() {}
