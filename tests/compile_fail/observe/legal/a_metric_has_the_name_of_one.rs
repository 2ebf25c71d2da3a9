//! A gauge by its name.

use hc_cdk_observe::*;

const POOL: Gauge<Count> = Gauge::named("pool_used");

fn main() {}
