//! The nearest program that compiles.

use hc_cdk::{policy::Hipaa, prelude::*, rule::BY_HAND, value::Object};
use hc_cdk_delivery::{prelude::*, target::WorkflowFile};

fn main() {
    let mut delivery = Pipelines::<Hipaa>::new("delivery", Repository);
    let waiver = Waiver::new(BY_HAND, "as it was", "jane.roe", date!("2027-01-31"));
    delivery.add("Raw", waiver.resource(WorkflowFile(Object::new())));
}
