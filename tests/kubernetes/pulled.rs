//! By which secret images are pulled: said once of a namespace, it holds for pods of every kind.

use hc_cdk::{data::Phi, prelude::*, value::Json};
use hc_cdk_aws::{compute::ImageRepository, keys::CustomerKey, region, stack::Stack};
use hc_cdk_k8s::{database::mongo::USERS, prelude::*, secret::PullSecret};

use crate::{
    databases::{Clinic, IMAGE, is_found},
    rules::Prod,
    weaker::Weaker,
};

fn clinic() -> (Clinic, PullSecret) {
    let mut clinic = Clinic::new();
    let login = RegistryLogin::builder().store(&clinic.vault).config("registry", "config.json");
    let login = clinic.chart.add("Registry", login);
    clinic.zone = clinic.zone.pulls_with(&login);
    (clinic, login)
}

/// How many pods there are in a text, and how many of them pull with the login.
fn counted(clinic: Clinic) -> (usize, usize) {
    let text = clinic.written();
    (text.matches("imagePullSecrets:\n").count(), text.matches("- name: registry\n").count())
}

#[test]
fn workloads_of_every_kind_pull_with_it() {
    let (mut clinic, _) = clinic();
    let zone = clinic.zone.clone();
    let (cpu, memory) = (|| cpu!("100m"), || memory!("64Mi"));
    let disks = clinic.chart.add("Disks", EncryptedStorage::ebs().key(crate::databases::KEY));
    let it = Workload::builder().perimeter(&zone).image(IMAGE).resources(cpu(), memory());
    clinic.chart.add("Deployed", it.port(8080).probes(Probes::tcp()));
    let it = StatefulWorkload::builder().perimeter(&zone).image(IMAGE).resources(cpu(), memory());
    clinic.chart.add("Kept", it.port(8080).probes(Probes::tcp()).keep("/data", memory!("1Gi"), &disks));
    let it = NodeAgent::builder().perimeter(&zone).image(IMAGE).resources(cpu(), memory());
    clinic.chart.add("Agent", it.port(8080).probes(Probes::tcp()));
    let it = CronJob::builder().perimeter(&zone).image(IMAGE).resources(cpu(), memory());
    clinic.chart.add("Nightly", it.schedule(cron!("0 3 * * *")));
    clinic.chart.add("Once", Job::builder().perimeter(&zone).image(IMAGE).resources(cpu(), memory()));
    assert_eq!(counted(clinic), (5, 5));
}

#[test]
fn stores_that_operators_run_pull_with_it() {
    let pulling = |make: &dyn Fn(&mut Clinic)| {
        let (mut clinic, _) = clinic();
        make(&mut clinic);
        counted(clinic)
    };
    assert_eq!(pulling(&|it| _ = it.mongo(&USERS)), (1, 1));
    assert_eq!(pulling(&|it| _ = it.redis()), (2, 2), "the sentinels, too");
    assert_eq!(pulling(&|it| _ = it.search()), (2, 2), "and the exporter");
    assert_eq!(pulling(&|it| _ = it.postgres()), (2, 2), "and the pooler");
}

#[test]
fn there_is_none_where_none_is_named() {
    let mut clinic = Clinic::new();
    clinic.mongo(&USERS);
    assert_eq!(counted(clinic), (0, 0));
}

#[test]
fn the_login_of_another_namespace_is_found() {
    let (mut clinic, login) = clinic();
    let other = clinic.chart.add("Other", Namespace::<Phi>::builder()).pulls_with(&login);
    let it = CronJob::builder().perimeter(&other).image(IMAGE).resources(cpu!("100m"), memory!("64Mi"));
    clinic.chart.add("Nightly", it.schedule(cron!("0 3 * * *")));
    let found = clinic.found();
    assert!(found.contains("pulls its image with `registry`, which is in another namespace"), "{found}");
}

#[test]
fn it_is_a_login_and_nothing_else() {
    let message = "is not read from a store of the chart, is read once only, or has text in the file";
    let weaker: Weaker = vec![
        ("spec/target/template/type", "Opaque".into(), message),
        ("spec/target/template/data", Json::Null, message),
        ("spec/target/template/data/more", "a text".into(), message),
        ("spec/target/template/templateFrom", Vec::<Json>::new().into(), message),
        ("spec/refreshInterval", "0".into(), message),
        ("spec/target/manifest/kind", "ConfigMap".into(), message),
        ("spec/target/immutable", true.into(), message),
    ];
    is_found(|| clinic().0, "Registry", &weaker);
}

#[test]
fn a_chart_pulls_from_the_region_that_it_is_in() {
    let found = |image: &'static str| {
        let (stack, _) = crate::stores::data(None);
        let mut west = Stack::<Prod>::new("clinic-west", region::UsWest2);
        let key = west.add("Key", CustomerKey::builder());
        west.add("Images", ImageRepository::builder().key(&key).called("clinic/a"));
        let mut chart = Chart::<Prod>::in_cluster("clinic", &crate::stores::cluster());
        let zone = chart.add("Clinical", Namespace::<Phi>::builder().build());
        let job = CronJob::builder().perimeter(&zone).image(Image::parse(image).unwrap()).schedule(cron!("0 3 * * *"));
        chart.add("Nightly", job.resources(cpu!("250m"), memory!("256Mi")).build());
        let app = App::new("clinic").stack(stack).stack(west).stack(chart);
        let findings = app.check().map_or_else(|it| it.0, |_| Vec::new());
        findings.into_iter().filter(|it| it.code == "ImageElsewhere").map(|it| it.path).collect::<Vec<_>>()
    };
    let digest = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    let of = |region: &str, name: &str| -> &'static str {
        Box::leak(format!("111122223333.dkr.ecr.{region}.amazonaws.com/{name}@{digest}").into_boxed_str())
    };
    assert_eq!(found(of("us-west-2", "clinic/a")), ["clinic/Nightly"]);
    assert_eq!(found(of("us-east-1", "clinic/a")), Vec::<String>::new());
    assert_eq!(found(of("us-west-2", "clinic/b")), Vec::<String>::new(), "another system's images are where that is");
}
