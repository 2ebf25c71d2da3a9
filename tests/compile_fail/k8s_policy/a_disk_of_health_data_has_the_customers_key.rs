//! expect: a key that is `AwsManaged` does not meet the key custody of `(Hipaa, Production)`

use hc_cdk::policy::{Hipaa, Production};
use hc_cdk_k8s::{prelude::*, storage::EncryptedStorage};

fn main() {
    let mut chart = Chart::<(Hipaa, Production)>::new("clinic");
    chart.add("Disks", EncryptedStorage::ebs());
}
