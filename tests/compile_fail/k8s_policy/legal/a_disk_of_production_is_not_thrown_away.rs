//! It stays when nobody claims it.

use hc_cdk::{
    dimension::deletion::{Destroyable, Protected},
    policy::Production,
    prelude::*,
};
use hc_cdk_k8s::{prelude::*, storage::EncryptedStorage};

fn main() {
    let mut chart = Chart::<Production>::new("clinic");
    chart.add("Disks", EncryptedStorage::ebs().deletion(Protected));
}
