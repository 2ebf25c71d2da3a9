//! A service reads the store.

use hc_cdk::{data::Phi, policy::Hipaa};
use hc_cdk_aws::{compute::Service, edge::Endpoint, prelude::*};

fn route(stack: &mut Stack<Hipaa>, front: &Endpoint, records: &Service<Phi>) {
    stack.add("RecordsRoute", front.route("/records/*", records));
}

fn main() {}
