//! expect: this is not the ARN of a role

use hc_cdk_aws::{account::AdministratorRoleHandle, cluster::{ClusterAccess, Eks}, region};

fn program(cluster: &Eks<region::UsEast1>, people: &AdministratorRoleHandle) {
    let _ = ClusterAccess::builder().cluster(cluster).role("arn:aws:iam::111122223333:role/people").build();
}

fn main() {}
