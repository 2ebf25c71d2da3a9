//! expect: `Count` is not an amount in the unit of what is measured

use hc_cdk_observe::{Count, Histogram, Metric, Seconds};

const ANSWERED: Histogram<Seconds> = Histogram::named("http_request_duration_seconds");

fn main() {
    let waiting = ANSWERED.everywhere().p95("waiting");
    let waiting = waiting.worse_above(Seconds(30.0), Count(60.0));
}
