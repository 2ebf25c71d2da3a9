//! Sentry with the secret that has its DSN.

use hc_cdk::{data::Internal, policy::{Hipaa, Production}, prelude::*};
use hc_cdk_k8s::{network::SentryLocation, prelude::*, secret::Secret};

fn report(chart: &mut Chart<(Hipaa, Production)>, keys: &Secret) {
    chart.add("Sentry", Sentry::<Internal>::builder().organization(1, SentryLocation::Germany).dsn(keys, "dsn").build());
}

fn main() {}
