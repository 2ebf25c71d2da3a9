//! Alerts are told through what somebody approved of.

use hc_cdk::data::{Internal, Phi};
use hc_cdk_k8s::{monitoring::Prometheus, network::{Declassified, Outside}, prelude::*};

fn tell(zone: &Namespace<Phi>, pager: &Outside<Internal>, told: &Declassified<Phi>) {
    let _ = Prometheus::builder().perimeter(zone).tells_through(told);
}

fn main() {}
