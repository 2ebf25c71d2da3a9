//! A queue hears of what becomes of its objects.

use hc_cdk::{
    data::Phi,
    policy::{Hipaa, Production},
};
use hc_cdk_aws::{prelude::*, storage::Bucket};

fn read(stack: &mut Stack<(Hipaa, Production)>, zone: &Perimeter<Phi>, scans: &Bucket<Phi>) {
    stack.add("Read", Queue::builder().perimeter(zone).on(&scans.events()).build());
}

fn main() {}
