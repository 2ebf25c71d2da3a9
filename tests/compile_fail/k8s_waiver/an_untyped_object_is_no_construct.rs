//! expect: is not a construct for a stack on `Kubernetes`

use hc_cdk::policy::Hipaa;
use hc_cdk_k8s::{api_object::ApiObject, prelude::*};

fn main() {
    let mut chart = Chart::<Hipaa>::new("clinic");
    let class = ApiObject::new("scheduling.k8s.io/v1", "PriorityClass", "urgent").with("value", 1000);
    chart.add("Urgent", class);
}
