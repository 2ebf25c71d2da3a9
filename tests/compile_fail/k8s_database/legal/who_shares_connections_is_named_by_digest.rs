//! Who shares connections is named by digest.

use hc_cdk::{data::Phi, image::Image};
use hc_cdk_k8s::{database::postgres::PostgresClusterBuilder, prelude::*};

fn pooled<S>(records: PostgresClusterBuilder<Phi, S>, image: Image) {
    let _ = records.pooled(image);
}

fn main() {}
