//! expect: `Percent` is not an amount in the unit of what is measured

use hc_cdk_aws::observe::{Count, Metric, Percent};

fn quiet(admitted: Metric<Count>) {
    admitted.below(Percent(1.0));
}

fn main() {}
