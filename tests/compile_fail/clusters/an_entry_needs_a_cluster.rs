//! expect: an entry needs the cluster that it lets in to

use hc_cdk::policy::{Hipaa, Production};
use hc_cdk_aws::{account::AdministratorRoleHandle, cluster::{ClusterAccess, Eks}, prelude::*, region};

fn lets_in(wards: &Eks<region::UsEast1>, people: &AdministratorRoleHandle, stack: &mut Stack<(Hipaa, Production)>) {
    let _ = wards;
    stack.add("Access", ClusterAccess::builder().role(people.arn()).build());
}

fn main() {
    let _ = lets_in;
}
