//! expect: a resource group needs its subscription

use hc_cdk::policy::{Hipaa, Production};
use hc_cdk_azure::{prelude::*, region};

fn main() {
    let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::EastUs2);
    let group = ResourceGroup::builder().name(group!("clinic-prod"));
    stack.add("Group", group.tenant(guid!("72f988bf-86f1-41af-91ab-2d7cd011db47")).build());
}
