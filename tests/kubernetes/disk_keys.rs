//! Keys of disks that the driver of a cluster may use, and others.

use hc_cdk::{app::App, data::Phi, prelude::*, value::Object};
use hc_cdk_aws::{arn, cluster::Nodes, keys::Key, kind::KeyArn, prelude::*, region};
use hc_cdk_k8s::{api_object::ApiObject, prelude::*, storage::EncryptedStorage};

use crate::{rules::Own, stores::Prod};

const DISKS: &str = "arn:aws:kms:us-east-1:111122223333:key/1a2b";

/// What is found when a chart has a class of disks, in a cluster that may use these keys. There is the key of its perimeter, and that of another
/// stack.
fn found_in(add: impl FnOnce(&mut Chart<Prod>, [&Key; 2]), disk_keys: &[Key]) -> Vec<String> {
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
    add(&mut chart, [&own, &others]);
    let app = App::new("clinic").stack(stack).stack(other).stack(chart);
    let findings = app.synthesize().map_or_else(|findings| findings.0, |_| Vec::new());
    findings.into_iter().map(|it| format!("{} {}: {}", it.code, it.path, it.message)).collect()
}

fn found(key: impl FnOnce(&Key, &Key) -> Value<String>, disk_keys: &[Key]) -> Vec<String> {
    let add = |chart: &mut Chart<Prod>, [own, others]: [&Key; 2]| {
        chart.add("Disks", EncryptedStorage::ebs().key(key(own, others)));
    };
    found_in(add, disk_keys)
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

#[test]
fn a_key_is_read_however_a_class_says_it() {
    let class = |name: &'static str, key: &'static str| {
        let parameters = Object::new().with("type", "gp3").with("encrypted", "true").with(name, key);
        let class = ApiObject::new("storage.k8s.io/v1", "StorageClass", "own");
        class.with("provisioner", "ebs.csi.aws.com").with("parameters", parameters)
    };
    for (name, key) in [("kmskeyid", DISKS), ("kmsKeyId", "alias/disks"), ("KMSKeyID", "1a2b")] {
        let all = found_in(|chart, _| chart.add("Own", Own(class(name, key))), &[]);
        assert!(all.iter().any(|it| it.starts_with("DiskKeyNotUsable wards/Own: ")), "{name} {key} {all:?}");
    }
}
