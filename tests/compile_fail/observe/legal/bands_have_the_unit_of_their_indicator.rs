//! Bands are in the unit of what they are of.

use hc_cdk_observe::{Histogram, Metric, Seconds};

const ANSWERED: Histogram<Seconds> = Histogram::named("http_request_duration_seconds");

fn main() {
    let waiting = ANSWERED.everywhere().p95("waiting");
    let waiting = waiting.worse_above(Seconds(30.0), Seconds(60.0));
}
