//! expect: the name of a counter ends in `_total`

use hc_cdk_observe::Counter;

const REQUESTS: Counter = Counter::named("http_requests");

fn main() {}
