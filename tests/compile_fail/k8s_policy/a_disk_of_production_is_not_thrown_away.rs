//! expect: a store that is `Destroyable` can be lost too easily for `Production`

use hc_cdk::{dimension::deletion::Destroyable, policy::Production};
use hc_cdk_k8s::{prelude::*, storage::EncryptedStorage};

fn main() {
    let mut chart = Chart::<Production>::new("clinic");
    chart.add("Disks", EncryptedStorage::ebs().deletion(Destroyable));
}
