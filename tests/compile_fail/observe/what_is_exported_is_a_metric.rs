//! expect: this is not what something exports

use hc_cdk_k8s::{monitoring::prelude::*, prelude::*};

const REQUESTS: Counter = Counter::named("http_requests_total");
const ERRORS: Counter = Counter::named("http_errors_total");

fn claims(zone: &Namespace<hc_cdk::data::Phi>) {
    let _ = Workload::builder().perimeter(zone).exports((&REQUESTS, "http_errors_total"));
}

fn main() {}
