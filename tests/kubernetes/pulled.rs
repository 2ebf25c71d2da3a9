//! By which secret images are pulled: said once of a namespace, it holds for pods of every kind.

use hc_cdk::{data::Phi, value::Json};
use hc_cdk_k8s::{database::mongo::USERS, prelude::*, secret::PullSecret};

use crate::{
    databases::{Clinic, IMAGE, is_found},
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
    ];
    is_found(|| clinic().0, "Registry", &weaker);
}
