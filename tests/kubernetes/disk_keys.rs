//! Keys of disks that the driver of a cluster may use, and others.

use hc_cdk::{app::App, data::Phi, prelude::*};
use hc_cdk_aws::{arn, cluster::Nodes, keys::Key, kind::KeyArn, prelude::*, region};
use hc_cdk_k8s::{prelude::*, storage::EncryptedStorage};

use crate::stores::Prod;

const DISKS: &str = "arn:aws:kms:us-east-1:111122223333:key/1a2b";

/// What is found when a chart has disks of a key in a cluster that may use these. There is the key of its perimeter, and that of another stack.
fn found(key: impl FnOnce(&Key, &Key) -> Value<String>, disk_keys: &[Key]) -> Vec<String> {
    let mut stack = Stack::<Prod>::new("clinic", region::UsEast1);
    let own = stack.add("Key", CustomerKey::builder());
    let trail = stack.add("Audit", AuditTrail::builder().key(&own));
    let vpc = stack.add("Network", Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&own));
    let zone =
        stack.add("Clinical", hc_cdk_aws::prelude::Perimeter::<Phi>::builder().vpc(&vpc).key(&own).trail(&trail));
    let cluster = EksCluster::builder().perimeter(&zone).region(region::UsEast1).nodes(Nodes::between(3..=50));
    let cluster = stack.add("Cluster", cluster.disk_keys(disk_keys));
    let mut other = Stack::<Prod>::new("other", region::UsEast1);
    let others = other.add("Key", CustomerKey::builder());
    let mut chart = Chart::<Prod>::in_cluster("wards", &cluster);
    chart.add("Disks", EncryptedStorage::ebs().key(key(&own, &others)));
    let app = App::new("clinic").stack(stack).stack(other).stack(chart);
    let findings = app.synthesize().map_or_else(|findings| findings.0, |_| Vec::new());
    findings.into_iter().map(|it| format!("{} {}: {}", it.code, it.path, it.message)).collect()
}

#[test]
fn the_driver_may_use_the_keys_that_the_cluster_names() {
    let named = CustomerKey::existing(arn!(KeyArn, "arn:aws:kms:us-east-1:111122223333:key/1a2b"));
    assert!(found(|_, _| DISKS.into(), &[named]).is_empty());
    let expected = format!(
        "DiskKeyNotUsable wards/Disks: encrypts disks by `{DISKS}`, which `ebs.csi.aws.com` of the cluster `clinic-cluster` may not use"
    );
    assert_eq!(found(|_, _| DISKS.into(), &[]), [expected]);
}

#[test]
fn the_driver_may_use_the_key_of_the_perimeter_and_of_no_other_stack() {
    assert!(found(|own, _| own.arn().into(), &[]).is_empty());
    let expected = "DiskKeyNotUsable wards/Disks: encrypts disks by a key of a stack, which `ebs.csi.aws.com` of the cluster `clinic-cluster` may not use";
    assert_eq!(found(|_, others| others.arn().into(), &[]), [expected]);
}
