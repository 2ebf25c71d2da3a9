//! expect: the name of a metric has lower-case letters, digits and `_`

use hc_cdk_observe::{Count, Gauge};

const POOL: Gauge<Count> = Gauge::named("pool-used");

fn main() {}
