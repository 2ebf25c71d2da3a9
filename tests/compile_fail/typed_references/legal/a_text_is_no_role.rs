//! A role of the program.

use hc_cdk_aws::{account::AdministratorRoleHandle, cluster::{ClusterAccess, Eks}, region};

fn program(cluster: &Eks<region::UsEast1>, people: &AdministratorRoleHandle) {
    let _ = ClusterAccess::builder().cluster(cluster).role(people.arn()).build();
}

fn main() {}
