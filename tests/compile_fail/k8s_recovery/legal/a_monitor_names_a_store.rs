//! A monitor names a store.

use hc_cdk::data::Phi;
use hc_cdk_k8s::{database::ClusterStore, monitoring::StoreMonitor};

fn figures(records: &ClusterStore<Phi>) {
    StoreMonitor::builder().target(records).build();
}

fn main() {}
