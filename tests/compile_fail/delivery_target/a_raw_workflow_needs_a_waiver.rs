//! expect: `WorkflowFile` is not a construct for a stack on `GitHub`, and a raw resource enters one only in a `Waiver`

use hc_cdk::{policy::Hipaa, value::Object};
use hc_cdk_delivery::{prelude::*, target::WorkflowFile};

fn main() {
    let mut delivery = Pipelines::<Hipaa>::new("delivery", Repository);
    delivery.add("Raw", WorkflowFile(Object::new()));
}
