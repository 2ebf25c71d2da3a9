//! Signed for, it may enter.

use hc_cdk::{control::iso27001, policy::Hipaa, prelude::*};
use hc_cdk_k8s::{api_object::ApiObject, prelude::*};

fn main() {
    let mut chart = Chart::<Hipaa>::new("clinic");
    let class = ApiObject::new("scheduling.k8s.io/v1", "PriorityClass", "urgent").with("value", 1000);
    chart.add(
        "Urgent",
        Waiver::new(hc_cdk::rule::BY_HAND, "batch work waits", "jane.roe", date!("2027-01-31")).resource(class),
    );
}
