//! The nearest program that compiles.

use hc_cdk::{policy::Development, prelude::*, value::Object};
use hc_cdk_delivery::{prelude::*, target::WorkflowFile};

fn main() {
    let mut delivery = Pipelines::<Development>::new("delivery", Repository);
    delivery.add("Raw", Raw(WorkflowFile(Object::new())));
}
