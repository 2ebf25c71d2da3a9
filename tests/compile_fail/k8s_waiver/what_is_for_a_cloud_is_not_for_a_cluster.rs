//! expect: is not made of Kubernetes objects

use hc_cdk::{policy::Hipaa, prelude::*};
use hc_cdk_aws::{keys::CustomerKey, region::UsEast1};
use hc_cdk_k8s::chart::Chart;

fn main() {
    let mut chart = Chart::<Hipaa>::new("clinic");
    chart.add("Key", CustomerKey::builder().build());
}
