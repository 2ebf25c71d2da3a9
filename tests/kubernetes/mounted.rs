//! Disks that somebody else mounts: each way to what is on them is found, however the disk is named.

use hc_cdk::{
    data::Phi,
    value::{Json, Object},
};
use hc_cdk_k8s::{api_object::ApiObject, assertions::Ward, prelude::*};

use crate::{
    databases::KEY,
    stores::{IMAGE, Prod},
    ways::{Own, found},
};

/// A workload that keeps health data on a disk, and a claim of somebody, for pods of his or as another disk.
fn beside(add: impl FnOnce(&mut Chart<Prod>)) -> Vec<(&'static str, String, String)> {
    let Ward { mut chart, zone } = Ward::<Prod, Phi>::new("clinic");
    let disks = chart.add("Disks", EncryptedStorage::ebs().key(KEY));
    let files = StatefulWorkload::builder().perimeter(&zone).image(IMAGE).keep("/data", memory!("10Gi"), &disks);
    let files = files.port(8080).probes(Probes::tcp()).resources(cpu!("250m"), memory!("256Mi"));
    let _ = chart.add("Files", files.build());
    add(&mut chart);
    found(chart)
}

fn pods(claim: Object) -> ApiObject {
    let container = Object::new().with("name", "own").with("image", "registry.example/own");
    let volume = Object::new().with("name", "data").with("persistentVolumeClaim", claim);
    let spec = Object::new().with("containers", vec![Json::from(container)]).with("volumes", vec![Json::from(volume)]);
    ApiObject::new("v1", "Pod", "thief").in_namespace("clinic-clinical").with("spec", spec)
}

fn claim(member: &'static str, value: impl Into<Json>) -> ApiObject {
    let spec = Object::new().with("accessModes", vec![Json::from("ReadWriteOnce")]).with(member, value);
    ApiObject::new("v1", "PersistentVolumeClaim", "own").in_namespace("clinic-clinical").with("spec", spec)
}

fn is_a_way(found: &[(&'static str, String, String)], whose: &str) -> bool {
    found.iter().any(|(_, path, says)| path == whose && says.contains("read and write `clinic/Files`"))
}

#[test]
fn a_pod_gets_what_is_on_the_disk_that_it_names() {
    for name in ["data-files-0", "data-files-2"] {
        let found = beside(|chart| chart.add("Thief", Own(pods(Object::new().with("claimName", name)))));
        assert!(is_a_way(&found, "clinic/Thief"), "{name}: {found:#?}");
    }
    let unknown = Object::new().with("claimName", Object::new().with("valueFrom", "somewhere"));
    let found = beside(|chart| chart.add("Thief", Own(pods(unknown))));
    assert!(is_a_way(&found, "clinic/Thief"), "{found:#?}");
    let other = beside(|chart| chart.add("Thief", Own(pods(Object::new().with("claimName", "scratch")))));
    assert!(!is_a_way(&other, "clinic/Thief"), "{other:#?}");
}

#[test]
fn a_pod_gets_what_is_on_a_claim_of_somebody() {
    let found = beside(|chart| {
        chart.add("Claim", Own(claim("storageClassName", "clinic-disks")));
        chart.add("Thief", Own(pods(Object::new().with("claimName", "own"))));
    });
    assert!(!is_a_way(&found, "clinic/Thief"), "{found:#?}");
    let says = |it: &(_, _, String)| it.2.contains("`clinic/Claim`");
    assert!(found.iter().any(says), "{found:#?}");
}

#[test]
fn a_claim_of_a_disk_that_exists_or_of_a_copy_may_be_of_any() {
    let copy = Object::new().with("kind", "VolumeSnapshot").with("name", "files-of-monday");
    let none = Object::new().with("matchLabels", Object::new());
    for claim in [
        claim("volumeName", "pvc-9f86d081"),
        claim("selector", none),
        claim("dataSource", copy.clone()),
        claim("dataSourceRef", copy),
    ] {
        let found = beside(|chart| chart.add("Claim", Own(claim)));
        assert!(is_a_way(&found, "clinic/Claim"), "{found:#?}");
    }
    let found = beside(|chart| chart.add("Claim", Own(claim("storageClassName", "clinic-disks"))));
    assert!(!is_a_way(&found, "clinic/Claim"), "{found:#?}");
}
