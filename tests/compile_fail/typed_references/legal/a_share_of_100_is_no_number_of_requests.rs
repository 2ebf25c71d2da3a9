//! Admissions are counted.

use hc_cdk_aws::observe::{Count, Metric, Percent};

fn quiet(admitted: Metric<Count>) {
    admitted.below(Count(1.0));
}

fn main() {}
