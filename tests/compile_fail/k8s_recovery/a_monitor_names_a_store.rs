//! expect: what is watched is a store, and none is named

use hc_cdk::data::Phi;
use hc_cdk_k8s::{database::ClusterStore, monitoring::StoreMonitor};

fn figures(records: &ClusterStore<Phi>) {
    StoreMonitor::builder().build();
}

fn main() {}
