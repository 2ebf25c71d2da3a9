//! A counter by its name.

use hc_cdk_observe::Counter;

const REQUESTS: Counter = Counter::named("http_requests_total");

fn main() {}
