//! It says whose workflows, and which environment.

use hc_cdk::policy::{Hipaa, Production};
use hc_cdk_azure::{prelude::*, region};

fn main() {
    let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::EastUs2);
    let group = ResourceGroup::builder().name(group!("clinic-prod"));
    let group = group.subscription(guid!("0b1f6471-1bf0-4dda-aec3-cb9272f09590"));
    let group = stack.add("Group", group.tenant(guid!("72f988bf-86f1-41af-91ab-2d7cd011db47")).build());
    stack.add("Deploys", GithubIdentity::builder().group(&group).workflows(workflows!("clinic/hms", "production")).build());
}
