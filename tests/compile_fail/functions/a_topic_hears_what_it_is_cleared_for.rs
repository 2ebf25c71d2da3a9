//! expect: a workload cleared for `Internal` data must not touch `Phi` data

use hc_cdk::{
    data::{Internal, Phi},
    policy::{Hipaa, Production},
};
use hc_cdk_aws::{prelude::*, storage::Bucket};

fn tell(stack: &mut Stack<(Hipaa, Production)>, zone: &Perimeter<Internal>, scans: &Bucket<Phi>) {
    stack.add("Told", Topic::builder().perimeter(zone).on(&scans.events()).build());
}

fn main() {}
