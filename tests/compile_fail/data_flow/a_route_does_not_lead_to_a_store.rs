//! expect: is not a service that an endpoint can serve

use hc_cdk::{data::Phi, policy::Hipaa};
use hc_cdk_aws::{edge::Endpoint, database::Database, prelude::*};

fn route(stack: &mut Stack<Hipaa>, front: &Endpoint, records: &Database<Phi>) {
    stack.add("RecordsRoute", front.route("/records/*", records));
}

fn main() {}
