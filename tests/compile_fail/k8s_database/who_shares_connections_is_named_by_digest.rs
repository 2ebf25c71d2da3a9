//! expect: `&str` is not an image

use hc_cdk::data::Phi;
use hc_cdk_k8s::{database::postgres::PostgresClusterBuilder, prelude::*};

fn pooled<S>(records: PostgresClusterBuilder<Phi, S>) {
    let _ = records.pooled("registry.example/pgbouncer:1.24");
}

fn main() {}
