//! It is encrypted with a key of the customer's own, and where nobody asks for one, with that of the provider.

use hc_cdk::policy::{Hipaa, Production};
use hc_cdk_k8s::{prelude::*, storage::EncryptedStorage};

fn main() {
    let mut chart = Chart::<(Hipaa, Production)>::new("clinic");
    chart.add("Disks", EncryptedStorage::ebs().key("arn:aws:kms:us-east-1:111122223333:key/1a2b"));
    let mut chart = Chart::<Production>::new("site");
    chart.add("Disks", EncryptedStorage::ebs());
}
