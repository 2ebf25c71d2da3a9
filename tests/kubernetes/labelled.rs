//! Labels of one's own: on workloads and their pods, on namespaces, and on all objects of a chart.

use hc_cdk::{
    data::Phi,
    policy::{Hipaa, Production},
    prelude::*,
};
use hc_cdk_k8s::{assertions::Ward, prelude::*};

use crate::{
    databases::{Clinic, IMAGE, KEY},
    findings::found,
};

/// What a chart writes.
fn written(chart: Chart<(Hipaa, Production)>) -> String {
    let files = App::new("clinic").stack(chart).synthesize().unwrap();
    String::from_utf8(files[0].bytes.clone()).unwrap()
}

/// The objects that are written, each with whether it has a text.
fn objects_with<'a>(written: &'a str, text: &str) -> Vec<&'a str> {
    let with = written.split("---\n").filter(|it| it.contains(text));
    with.filter_map(|it| it.lines().find_map(|line| line.strip_prefix("kind: "))).collect()
}

#[test]
fn a_label_of_a_workload_is_on_its_object_and_its_pods() {
    let Ward { mut chart, zone } = Ward::<(Hipaa, Production), Phi>::new("clinic");
    let it = Workload::builder().perimeter(&zone).image(IMAGE).resources(cpu!("100m"), memory!("64Mi"));
    chart.add("Claims", it.port(8080).probes(Probes::tcp()).label(label!("example.org/team", "claims")));
    let it = CronJob::builder().perimeter(&zone).image(IMAGE).resources(cpu!("100m"), memory!("64Mi"));
    chart.add("Nightly", it.schedule(cron!("0 3 * * *")).label(label!("example.org/team", "night")));
    let written = written(chart);
    for (text, kind) in [("example.org/team: claims\n", "Deployment"), ("example.org/team: night\n", "CronJob")] {
        assert_eq!(objects_with(&written, text), [kind]);
        assert_eq!(written.matches(text).count(), 2, "on the object, and on its pods:\n{written}");
    }
}

#[test]
fn a_label_of_a_namespace_is_on_it_alone() {
    let Ward { mut chart, .. } = Ward::<(Hipaa, Production), Phi>::new("clinic");
    chart.add("Labs", Namespace::<Phi>::builder().label(label!("team", "labs")));
    assert_eq!(objects_with(&written(chart), "\n    team: labs\n"), ["Namespace"]);
}

#[test]
fn a_tag_of_a_chart_is_a_label_of_all_its_objects() {
    let Ward { mut chart, .. } = Ward::<(Hipaa, Production), Phi>::new("clinic");
    chart.tag("team", "claims");
    let it = chart.add("Labs", Namespace::<Phi>::builder().label(label!("team", "labs")));
    assert_eq!(it.name(), "clinic-labs");
    let written = written(chart);
    let objects = written.matches("\nkind: ").count();
    assert_eq!(objects_with(&written, "\n    team: ").len(), objects);
    // What is said of one counts for that.
    assert_eq!(objects_with(&written, "\n    team: labs\n"), ["Namespace"]);
}

#[test]
fn the_nearest_owner_is_the_label_of_an_object() {
    let Ward { mut chart, .. } = Ward::<(Hipaa, Production), Phi>::new("clinic");
    chart.tag("owner", "platform");
    chart.owner("Labs", "laboratory");
    chart.add("Labs", Namespace::<Phi>::builder());
    let written = written(chart);
    let objects = written.matches("\nkind: ").count();
    let (near, far) =
        (objects_with(&written, "\n    owner: laboratory\n"), objects_with(&written, "\n    owner: platform\n"));
    assert!(near.contains(&"Namespace"), "{near:?}");
    assert_eq!(near.len() + far.len(), objects);
}

#[test]
fn an_owner_that_no_label_can_be_is_found() {
    let found = found(|chart, _| chart.owner("", "claims & more"));
    assert!(found.contains("has a tag `owner`: "), "{found}");
}

#[test]
fn a_tag_by_which_others_select_is_found() {
    for (name, value) in
        [("app.kubernetes.io/name", "claims"), ("app", "claims"), ("team of ours", "claims"), ("team", "claims & more")]
    {
        let found = found(|chart, _| chart.tag(name, value));
        assert!(found.contains(&format!("has a tag `{name}`: ")), "{found}");
    }
}

#[test]
fn two_labels_of_one_name_are_found() {
    let found = found(|chart, zone| {
        let it = CronJob::builder().perimeter(zone).image(IMAGE).resources(cpu!("100m"), memory!("64Mi"));
        let it = it.label(label!("team", "claims")).label(label!("team", "labs"));
        chart.add("Nightly", it.schedule(cron!("0 3 * * *")));
    });
    assert!(found.contains("has two labels called `team`"), "{found}");
}

#[test]
fn an_annotation_of_a_workload_is_on_its_object_and_its_pods() {
    let Ward { mut chart, zone } = Ward::<(Hipaa, Production), Phi>::new("clinic");
    let runbook = annotation!("example.org/runbook", "https://runbooks.example.org/claims");
    let it = Workload::builder().perimeter(&zone).image(IMAGE).resources(cpu!("100m"), memory!("64Mi"));
    chart.add("Claims", it.port(8080).probes(Probes::tcp()).annotation(runbook));
    let it = CronJob::builder().perimeter(&zone).image(IMAGE).resources(cpu!("100m"), memory!("64Mi"));
    chart.add("Nightly", it.schedule(cron!("0 3 * * *")).annotation(annotation!("team", "night shift")));
    let written = written(chart);
    for (text, kind) in
        [("example.org/runbook: https://runbooks", "Deployment"), ("team: \"night shift\"\n", "CronJob")]
    {
        assert_eq!(objects_with(&written, text), [kind], "{written}");
        assert_eq!(written.matches(text).count(), 2, "on the object, and on its pods:\n{written}");
    }
    let found = found(|chart, zone| {
        let it = CronJob::builder().perimeter(zone).image(IMAGE).resources(cpu!("100m"), memory!("64Mi"));
        let it = it.annotation(annotation!("team", "claims")).annotation(annotation!("team", "labs"));
        chart.add("Nightly", it.schedule(cron!("0 3 * * *")));
    });
    assert!(found.contains("has two annotations called `team`"), "{found}");
}

#[test]
fn a_label_of_a_store_is_on_its_pods() {
    let labelled = |clinic: &mut Clinic| {
        let disks = clinic.chart.add("Disks", EncryptedStorage::ebs().key(KEY));
        let login = clinic.secret("Login", &["password"]);
        let it = Redis::builder().perimeter(&clinic.zone).images(IMAGE, IMAGE).issuer("internal").password(&login);
        it.resources(cpu!("500m"), memory!("1Gi")).keep(memory!("10Gi"), &disks).label(label!("team", "claims"))
    };
    let mut clinic = Clinic::new();
    let it = labelled(&mut clinic);
    clinic.chart.add("Sessions", it);
    let written = clinic.written();
    assert_eq!(objects_with(&written, "\n    team: claims\n"), ["RedisReplication", "RedisSentinel"], "{written}");
    let mut clinic = Clinic::new();
    let it = labelled(&mut clinic).label(label!("team", "labs"));
    clinic.chart.add("Sessions", it);
    assert!(clinic.found().contains("has two labels called `team`"));
}
