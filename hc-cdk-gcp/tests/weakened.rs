//! Whatever somebody changes in what the constructs write is found (`hc-cdk-manifest/tests/weakened`).

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail where it stands")]

mod program;
#[path = "../../hc-cdk-manifest/tests/weakened/mod.rs"]
mod weakened;

use hc_cdk::{
    prelude::App,
    value::{Json, Object},
    waiver::Overridden,
};
use weakened::{Cloud, Written, found, written};

fn program(changed: Vec<Overridden>) -> App {
    program::app(|stack| {
        for (number, it) in changed.into_iter().enumerate() {
            stack.add(format!("Changed{number}"), it);
        }
    })
}

#[test]
fn what_is_written_as_text_passes() {
    weakened::what_is_written_as_text_passes(program);
}

#[test]
fn whatever_weakens_is_found() {
    let project = Object::new().with("cnrm.cloud.google.com/project-id", "other");
    weakened::whatever_weakens_is_found(&Cloud {
        program,
        places: &[
            ("of another project", "clinic-prod"),
            ("in another region", "us-central1"),
            ("in another ring", "keyRings/key"),
        ],
        elsewhere: vec![
            ("metadata/namespace", "elsewhere".into()),
            ("metadata/namespace", Json::Null),
            ("metadata/annotations", project.into()),
        ],
        harmless: include_str!("harmless.tsv"),
    });
}

#[test]
fn what_stays_is_not_destroyed_with_the_program() {
    let stays = |it: &Written| it.annotations["cnrm.cloud.google.com/deletion-policy"].as_str() == Some("abandon");
    for Written { name, kind, .. } in written(program).into_iter().filter(stays) {
        // A ring stays in the cloud whatever somebody says, and images and a cluster can be made anew.
        let is_replaceable = ["ArtifactRegistryRepository", "ContainerCluster", "KMSKeyRing"].contains(&kind.as_str());
        let found = found(program, name, vec![("metadata/annotations", Object::new().into())]);
        assert!(is_replaceable || !found.is_empty(), "{name} is destroyed with the program");
    }
}
