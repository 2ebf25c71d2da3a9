//! Disks of a cluster that are encrypted with the key of a stack.

use hc_cdk::{
    app::App,
    policy::{Hipaa, Production},
};
use hc_cdk_aws::{prelude::*, region};
use hc_cdk_k8s::{prelude::*, storage::EncryptedStorage};

#[test]
fn a_key_of_a_stack_encrypts_the_disks_of_a_cluster() {
    let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
    let key = stack.add("Key", CustomerKey::builder().build());
    let mut chart = Chart::<(Hipaa, Production)>::in_region("wards", region::UsEast1);
    chart.add("Disks", EncryptedStorage::ebs().key(key.arn()));

    let files =
        App::new("clinic").stack(stack).stack(chart).synthesize().unwrap_or_else(|findings| panic!("{findings}"));
    let text = |path: &str| {
        let file = files.iter().find(|file| file.path.ends_with(path)).unwrap();
        String::from_utf8(file.bytes.clone()).unwrap()
    };
    assert!(text("k8s/wards.yaml").contains("kmsKeyId: \"${clinic_ExportKeyArn}\""), "{}", text("k8s/wards.yaml"));
    assert!(text("clinic.template.json").contains("\"ExportKeyArn\""));
}
