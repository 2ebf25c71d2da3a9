//! expect: an entry needs the role that it lets in

use hc_cdk::policy::{Hipaa, Production};
use hc_cdk_aws::{account::AdministratorRoleHandle, cluster::{ClusterAccess, Eks}, prelude::*, region};

fn lets_in(wards: &Eks<region::UsEast1>, people: &AdministratorRoleHandle, stack: &mut Stack<(Hipaa, Production)>) {
    let _ = people;
    stack.add("Access", ClusterAccess::builder().cluster(wards).build());
}

fn main() {
    let _ = lets_in;
}
