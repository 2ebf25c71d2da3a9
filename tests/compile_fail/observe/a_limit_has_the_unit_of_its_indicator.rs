//! expect: `Percent` is not an amount in the unit of what is measured

use hc_cdk_observe::{Histogram, Metric, Percent, Seconds};

const ANSWERED: Histogram<Seconds> = Histogram::named("http_request_duration_seconds");

fn main() {
    let waiting = ANSWERED.everywhere().p95("waiting");
    let slow = waiting.above(Percent(5.0));
}
