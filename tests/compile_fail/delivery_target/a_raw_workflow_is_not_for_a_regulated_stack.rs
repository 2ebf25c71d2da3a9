//! expect: a raw resource must not enter a stack under `Hipaa` without a waiver

use hc_cdk::{policy::Hipaa, prelude::*, value::Object};
use hc_cdk_delivery::{prelude::*, target::WorkflowFile};

fn main() {
    let mut delivery = Pipelines::<Hipaa>::new("delivery", Repository);
    delivery.add("Raw", Raw(WorkflowFile(Object::new())));
}
