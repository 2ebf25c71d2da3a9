//! What is measured in seconds has a limit in seconds.

use hc_cdk_observe::{Histogram, Metric, Seconds};

const ANSWERED: Histogram<Seconds> = Histogram::named("http_request_duration_seconds");

fn main() {
    let waiting = ANSWERED.everywhere().p95("waiting");
    let slow = waiting.above(Seconds(5.0));
}
