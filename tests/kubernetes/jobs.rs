//! A job is released again and again: another version is another object, and the same version is the same one.

use hc_cdk::{
    data::Phi,
    image,
    image::Image,
    policy::{Hipaa, Production},
};
use hc_cdk_k8s::{
    assertions::{Manifest, Ward, json},
    prelude::*,
    secret::{Keeper, SecretStore},
};

type Prod = (Hipaa, Production);

const IMAGE: Image =
    image!("registry.example/a@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
const NEWER: Image =
    image!("registry.example/a@sha256:fd61a03af4f77d870fc21e05e7e80678095c92d808cfb3b5c279ee04c74aca13");

/// A job of that name and image that is right, with what follows.
macro_rules! job {
    ($zone:expr, $image:expr, $($rest:tt)*) => {
        Job::builder().perimeter($zone).image($image).resources(cpu!("200m"), memory!("128Mi"))$($rest)*.build()
    };
}

fn charted(build: impl FnOnce(&mut Chart<Prod>, &Namespace<Phi>)) -> Manifest {
    let Ward { mut chart, zone } = Ward::new("clinic");
    build(&mut chart, &zone);
    Manifest::of_chart(chart)
}

/// The name of the only job.
fn named(build: impl FnOnce(&mut Chart<Prod>, &Namespace<Phi>)) -> String {
    match *charted(build).find_objects("Job", json!({})) {
        [job] => job.name().to_owned(),
        ref jobs => panic!("{} jobs", jobs.len()),
    }
}

#[test]
fn another_version_is_another_object() {
    let names = [
        named(|chart, zone| chart.add("Migration", job!(zone, IMAGE,))),
        named(|chart, zone| chart.add("Migration", job!(zone, NEWER,))),
        named(|chart, zone| chart.add("Migration", job!(zone, IMAGE, .command(&["migrate"])))),
        named(|chart, zone| chart.add("Migration", job!(zone, IMAGE, .command(&["mig", "rate"])))),
        named(|chart, zone| chart.add("Migration", job!(zone, IMAGE, .variable(variable!("TO", "7"))))),
        named(|chart, zone| chart.add("Migration", job!(zone, IMAGE, .variable(variable!("TO", "8"))))),
        // No cluster takes a change of these, either.
        named(|chart, zone| chart.add("Migration", job!(zone, IMAGE, .limits(cpu!("1"), memory!("1Gi"))))),
        named(|chart, zone| chart.add("Migration", job!(zone, IMAGE, .user(uid!(10001))))),
        named(|chart, zone| chart.add("Other", job!(zone, IMAGE,))),
    ];
    let different: std::collections::BTreeSet<_> = names.iter().collect();
    assert_eq!(different.len(), names.len(), "{names:#?}");
    assert!(names[..8].iter().all(|it| it.starts_with("migration-")), "{names:#?}");
}

#[test]
fn another_secret_is_another_version() {
    let with = |which: usize| {
        named(|chart, zone| {
            let reader = chart.add("Reader", ServiceAccount::builder().perimeter(zone).build());
            let keeper = Keeper::Vault { server: domain!("vault.example.org"), path: "clinic", role: "reader" };
            let store = chart.add("Store", SecretStore::builder().account(&reader).keeper(keeper).build());
            let secrets = ["One", "Two"].map(|name| {
                let secret = ExternalSecret::builder().store(&store).key("it", "database", "it");
                chart.add(name, secret.build())
            });
            chart.add("Migration", job!(zone, IMAGE, .secret("DATABASE_PASSWORD", &secrets[which], "it")));
        })
    };
    assert_ne!(with(0), with(1));
}

#[test]
fn the_same_version_is_the_same_object_whatever_stands_around_it() {
    let alone = |chart: &mut Chart<Prod>, zone: &Namespace<Phi>| {
        let config = chart.add("Rates", ConfigMap::builder().perimeter(zone).file("a", "b").build());
        chart.add("Migration", job!(zone, IMAGE, .config("/etc/rates", &config)));
    };
    let beside = |chart: &mut Chart<Prod>, zone: &Namespace<Phi>| {
        chart.add("First", ConfigMap::builder().perimeter(zone).file("a", "b").build());
        alone(chart, zone);
        chart.add("Last", ConfigMap::builder().perimeter(zone).file("a", "b").build());
    };
    assert_eq!(named(alone), named(beside));
    // What may be changed in a cluster is no new version.
    let retried = named(|chart, zone| chart.add("Migration", job!(zone, IMAGE, .retries(9).deadline(60))));
    assert_eq!(retried, named(|chart, zone| chart.add("Migration", job!(zone, IMAGE,))));
}

#[test]
fn a_job_stays_and_leaves_its_pods_a_name() {
    let manifest = charted(|chart, zone| {
        chart.add("PatientRecordsOfTheOldClinicAreBroughtIntoTheNewOne", job!(zone, IMAGE,));
    });
    let name = "patient-records-of-the-old-clinic-are-brought-into-the-new-one";
    let jobs = manifest.find_objects("Job", json!({}));
    assert!(jobs[0].name().starts_with("patient-records-of-the-old-clinic-") && jobs[0].name().len() <= 52);
    assert!(jobs[0].json()["spec"].get("ttlSecondsAfterFinished").is_none());
    manifest.has_object(
        "Job",
        json!({ "spec": { "template": { "metadata": { "labels": { "app.kubernetes.io/name": name } } } } }),
    );
    manifest.has_object("ServiceAccount", json!({ "metadata": { "name": name } }));
}

#[test]
fn the_ways_of_a_job_are_those_of_its_pods() {
    let manifest = charted(|chart, zone| {
        let api = Workload::builder().perimeter(zone).image(IMAGE).resources(cpu!("200m"), memory!("128Mi"));
        let api = chart.add("Api", api.port(8080).probes(Probes::tcp()).build());
        chart.add("Migration", job!(zone, IMAGE, .connect(&api)));
    });
    let pods = json!({ "matchLabels": { "app.kubernetes.io/name": "migration" } });
    manifest.has_object(
        "NetworkPolicy",
        json!({ "metadata": { "name": "migration-to-api" }, "spec": { "podSelector": pods } }),
    );
}
