//! expect: `{float}` is not an amount in the unit of what is measured

use hc_cdk_observe::{Histogram, Metric, Seconds};

const ANSWERED: Histogram<Seconds> = Histogram::named("http_request_duration_seconds");

fn main() {
    let waiting = ANSWERED.everywhere().p95("waiting");
    let slow = waiting.above(5.0);
}
