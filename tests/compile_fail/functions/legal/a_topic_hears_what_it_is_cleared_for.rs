//! The topic is in a perimeter of the same class.

use hc_cdk::{
    data::Phi,
    policy::{Hipaa, Production},
};
use hc_cdk_aws::{prelude::*, storage::Bucket};

fn tell(stack: &mut Stack<(Hipaa, Production)>, zone: &Perimeter<Phi>, scans: &Bucket<Phi>) {
    stack.add("Told", Topic::builder().perimeter(zone).on(&scans.events()).build());
}

fn main() {}
