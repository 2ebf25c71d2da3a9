//! expect: Sentry needs an organization, and where that has its data

use hc_cdk::{data::Internal, policy::{Hipaa, Production}, prelude::*};
use hc_cdk_k8s::{network::SentryLocation, prelude::*, secret::Secret};

fn report(chart: &mut Chart<(Hipaa, Production)>, keys: &Secret) {
    chart.add("Sentry", Sentry::<Internal>::builder().dsn(keys, "dsn").build());
}

fn main() {}
