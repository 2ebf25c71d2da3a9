//! A gauge by its name.

use hc_cdk_observe::{Count, Gauge};

const POOL: Gauge<Count> = Gauge::named("pool_used");

fn main() {}
