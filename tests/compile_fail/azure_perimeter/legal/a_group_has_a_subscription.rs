//! A perimeter on Azure has a resource group, a network, a key and records of who did what.

use hc_cdk::policy::{Hipaa, Production};
use hc_cdk_azure::{prelude::*, region};

fn main() {
    let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::EastUs2);
    let group = ResourceGroup::builder().name(group!("clinic-prod")).subscription(guid!("0b1f6471-1bf0-4dda-aec3-cb9272f09590"));
    stack.add("Group", group.tenant(guid!("72f988bf-86f1-41af-91ab-2d7cd011db47")).build());
}
