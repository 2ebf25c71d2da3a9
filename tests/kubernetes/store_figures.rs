//! What is asked of stores that operators run: their figures, and whether their backups can be read back.

use hc_cdk::{
    data::Phi,
    value::{Json, Object},
};
use hc_cdk_k8s::{
    database::{Archive, figures, mongo::USERS},
    monitoring::{
        StoreMonitor,
        observe::{Count, Gauge},
    },
    prelude::*,
    recovery::RestoreTest,
};

use crate::{
    databases::{Clinic, IMAGE, KEY, is_found, workload},
    weaker::Weaker,
};

/// A clinic with PostgreSQL, of which somebody reads the figures, and a test that reads its backups back.
fn watched() -> Clinic {
    let mut clinic = Clinic::new();
    let records = clinic.postgres();
    let monitor = StoreMonitor::builder().target(&records).every(span!("15s")).build();
    clinic.chart.add("Figures", monitor);
    let writer = clinic.secret("Restorer", &["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]);
    let s3 = Outside::<Phi>::builder().network(cidr!("10.20.96.0/20")).port(443).host(domain!("s3.example.org"));
    let s3 = clinic.chart.add("Other", s3.build());
    let archive = Archive::builder().bucket("backups", "us-east-1").key(KEY).credentials(&writer).through(&s3).build();
    let test = RestoreTest::builder().perimeter(&clinic.zone).of(&records).backups(archive).image(IMAGE);
    clinic.chart.add("Restore", test.room(memory!("200Gi")).within_hours(2).build());
    clinic
}

#[test]
fn backups_are_read_back_once_a_month() {
    let late = "reads backups back more rarely than once a month, or for as long as it takes";
    let words = "spec/jobTemplate/spec/template/spec/containers/0/command/2";
    let weaker: Weaker = vec![
        ("spec/schedule", "0 5 1 1 *".into(), late),
        ("spec/schedule", "0 5 31 * *".into(), late),
        ("spec/suspend", true.into(), late),
        ("spec/startingDeadlineSeconds", 5.into(), late),
        ("spec/jobTemplate/spec/suspend", true.into(), late),
        ("spec/jobTemplate/spec/parallelism", 0.into(), late),
        ("spec/jobTemplate/spec/activeDeadlineSeconds", Json::Null, late),
        (words, "barman-cloud-restore".into(), late),
        (words, "exit(0) # barman-cloud-restore pg_amcheck".into(), late),
    ];
    is_found(watched, "Restore", &weaker);
    let written = watched().written();
    for line in ["activeDeadlineSeconds: 7200", "https://s3.example.org", "s3://backups/records"] {
        assert!(written.contains(line), "no `{line}` in:\n{written}");
    }
}

/// A clinic with MongoDB, and a test that reads its backups back.
fn read_back() -> Clinic {
    let mut clinic = Clinic::new();
    let records = clinic.mongo(&USERS);
    let writer = clinic.secret("Restorer", &["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]);
    let s3 = Outside::<Phi>::builder().network(cidr!("10.20.96.0/20")).port(443).host(domain!("s3.example.org"));
    let s3 = clinic.chart.add("Other", s3.build());
    let archive = Archive::builder().bucket("backups", "us-east-1").key(KEY).credentials(&writer).through(&s3).build();
    let test = RestoreTest::builder().perimeter(&clinic.zone).of(&records).backups(archive).image(IMAGE);
    clinic.chart.add("Restore", test.room(memory!("200Gi")).within_hours(2).build());
    clinic
}

#[test]
fn backups_of_mongodb_are_read_back_by_mongodb() {
    let late = "reads backups back more rarely than once a month, or for as long as it takes";
    let words = "spec/jobTemplate/spec/template/spec/containers/0/command/2";
    let weaker: Weaker = vec![
        ("spec/schedule", "0 5 1 1 *".into(), late),
        ("spec/jobTemplate/spec/activeDeadlineSeconds", Json::Null, late),
        (words, "pbm restore".into(), late),
        (words, r#"exit(0) # run("pbm", "restore")"#.into(), late),
    ];
    is_found(read_back, "Restore", &weaker);
    let written = read_back().written();
    for line in ["activeDeadlineSeconds: 7200", "runAsUser: 1001", "s3://backups/records", "mongosh", "validate()"] {
        assert!(written.contains(line), "no `{line}` in:\n{written}");
    }
}

/// A clinic with MongoDB that tells when it was backed up.
fn told() -> Clinic {
    let mut clinic = Clinic::new();
    let records = clinic.mongo_of(&USERS, "claims", Some(IMAGE), true);
    clinic.chart.add("Read", StoreMonitor::builder().target(&*records).build());
    clinic
}

#[test]
fn an_exporter_that_tells_of_backups_sees_these_and_no_records() {
    let confined = "lets its pods have rights, run as root, or have something beside them";
    let role = "spec/roles/0";
    let weaker: Weaker = [
        ("role", "root".into()),
        ("privileges/0/actions", vec!["find", "insert"].into()),
        ("privileges/0/resource/collection", "system.users".into()),
        ("privileges/0/resource/db", "claims".into()),
        ("privileges/0/resource/cluster", true.into()),
        ("roles", vec![Object::new().with("role", "root").with("db", "admin")].into()),
    ]
    .map(|(path, value)| (&*format!("{role}/{path}").leak(), value, confined))
    .into();
    is_found(told, "Records", &weaker);
    let written = told().written();
    let monitor = "key: MONGODB_CLUSTER_MONITOR_USER\n";
    for line in ["--collector.pbm", "collection: pbmBackups\n", "name: seesBackups\n", "value: exporter\n"] {
        assert!(written.contains(line), "no `{line}` in:\n{written}");
    }
    assert!(!written.contains(monitor), "{written}");
    let mut clinic = Clinic::new();
    let quiet = clinic.mongo(&USERS);
    let not_told = format!("{:?}", quiet.measured(&figures::MONGO_BACKED_UP));
    assert!(not_told.contains("Some(\"records\")"), "{not_told}");
    let written = clinic.written();
    assert!(written.contains(monitor) && !written.contains("--collector.pbm"), "{written}");
}

#[test]
fn backups_are_told_by_an_exporter_with_a_name_of_its_own() {
    let found = |database, exporter| {
        let mut clinic = Clinic::new();
        clinic.mongo_of(&USERS, database, exporter, true);
        clinic.found()
    };
    let nobody = found("claims", None);
    assert!(nobody.contains("tells of its backups by no exporter"), "{nobody}");
    let taken = found("exporter", Some(IMAGE));
    assert!(taken.contains("has a database called `exporter`, as the user of its exporter is"), "{taken}");
}

/// A clinic with Elasticsearch, and a test that reads its snapshots back.
fn searched() -> Clinic {
    let mut clinic = Clinic::new();
    let index = clinic.search();
    let writer = clinic.secret("Restorer", &["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]);
    let s3 = Outside::<Phi>::builder().network(cidr!("10.20.96.0/20")).port(443).host(domain!("s3.example.org"));
    let s3 = clinic.chart.add("Other", s3.build());
    let archive = Archive::builder().bucket("backups", "us-east-1").key(KEY).credentials(&writer).through(&s3).build();
    let test = RestoreTest::builder().perimeter(&clinic.zone).of(&index).backups(archive).image(IMAGE);
    clinic.chart.add("Restore", test.room(memory!("200Gi")).within_hours(2).build());
    clinic
}

#[test]
fn snapshots_of_elasticsearch_are_read_back_by_elasticsearch() {
    let late = "reads backups back more rarely than once a month, or for as long as it takes";
    let words = "spec/jobTemplate/spec/template/spec/containers/0/command/2";
    let weaker: Weaker = vec![
        ("spec/schedule", "0 5 1 1 *".into(), late),
        ("spec/jobTemplate/spec/activeDeadlineSeconds", Json::Null, late),
        (words, "exit(0) # /_snapshot/archive/newest/_restore".into(), late),
    ];
    is_found(searched, "Restore", &weaker);
    let written = searched().written();
    for line in ["activeDeadlineSeconds: 7200", "runAsUser: 1000", "s3://backups/index", "_count", "readonly"] {
        assert!(written.contains(line), "no `{line}` in:\n{written}");
    }
}

#[test]
fn the_figures_of_a_store_are_asked_of_its_own_pods() {
    let open = "asks pods of other namespaces or all pods, or has a secret of its own";
    let weaker: Weaker = vec![
        ("spec/namespaceSelector", Object::new().with("any", true).into(), open),
        ("spec/selector", Object::new().into(), open),
        ("spec/podMetricsEndpoints", Json::Null, open),
        ("spec/podMetricsEndpoints/0/bearerTokenSecret", Object::new().with("name", "others").into(), open),
        ("spec/endpoints", vec![Object::new().with("port", "main")].into(), open),
    ];
    is_found(watched, "FiguresOfRecords", &weaker);
    let written = watched().written();
    for line in ["name: records-in-figures\n", "name: records-pooler-in-figures\n", "name: figures-of-records-pooler\n"]
    {
        assert!(written.contains(line), "no `{line}` in:\n{written}");
    }
}

#[test]
fn a_workload_is_scaled_by_what_a_store_tells() {
    let scaled = |metric: &Gauge<Count>, each, is_read| {
        let mut clinic = Clinic::new();
        let records = clinic.postgres();
        let scaler = clinic.chart.add("Scaler", Keda::builder().build());
        if is_read {
            clinic.chart.add("Figures", StoreMonitor::builder().target(&records).build());
        }
        let scale = Scale::between(2..=9).measured(&scaler, &records.figure(metric), Count(each));
        workload!(clinic, .connect(&records).scale(scale));
        clinic
    };
    let written = scaled(&figures::POOL_USED, 40.0, true).written();
    for line in [
        "kind: ScaledObject\n",
        r#"sum(cnpg_pgbouncer_pools_cl_active{namespace=\"clinic-clinical\",job=\"records-pooler\"}) or 0 * (sum(up{"#,
        "threshold: \"40\"\n",
        "serverAddress: http://prometheus-operated.monitoring.svc:9090\n",
    ] {
        assert!(written.contains(line), "no `{line}` in:\n{written}");
    }
    let found = scaled(&figures::REDIS_USED, 40.0, true).found();
    assert!(found.contains("is scaled by `redis_memory_used_bytes`, which `records` does not export"), "{found}");
    let found = scaled(&figures::POOL_USED, 0.0, true).found();
    assert!(found.contains("keeps `cnpg_pgbouncer_pools_cl_active` at 0 for each pod"), "{found}");
    let found = scaled(&figures::POOL_USED, 40.0, false).found();
    assert!(found.contains("scales pods by figures that nobody reads"), "{found}");
}

#[test]
fn a_store_tells_some_figures_and_no_others() {
    let mut clinic = Clinic::new();
    let records = clinic.postgres();
    assert_eq!(format!("{:?}", records.measured(&figures::REDIS_USED)).matches("Some(\"records\")").count(), 1);
    let mut clinic = Clinic::new();
    let index = clinic.quiet_search();
    clinic.chart.add("Figures", StoreMonitor::builder().target(&index).build());
    let found = clinic.found();
    assert!(found.contains("reads the figures of `index`, which tells none"), "{found}");
}

#[test]
fn elasticsearch_is_asked_by_a_workload_as_the_user_for_monitoring() {
    let mut clinic = Clinic::new();
    let index = clinic.search();
    clinic.chart.add("Figures", StoreMonitor::builder().target(&index).build());
    let scaler = clinic.chart.add("Scaler", Keda::builder().build());
    let scale = Scale::between(2..=9).measured(&scaler, &index.figure(&figures::SEARCH_MISSING), Count(40.0));
    workload!(clinic, .connect(&index).scale(scale));
    let written = clinic.written();
    for line in [
        "name: index-exporter-to-index\n",
        "name: index-from-clinic-clinical-index-exporter\n",
        "name: index-exporter-in-figures\n",
        "name: figures-of-index-exporter\n",
        "jobLabel: app.kubernetes.io/name\n",
        "name: ES_USERNAME\n          value: elastic-internal-monitoring\n",
        "key: elastic-internal-monitoring\n              name: index-es-internal-users\n",
        "name: STORE_CA_FILE\n          value: /var/run/secrets/store-ca/ca.crt\n",
        r#"job=\"index-exporter\""#,
    ] {
        assert!(written.contains(line), "no `{line}` in:\n{written}");
    }
    // What lets other users in is in no pod of it.
    assert!(!written.contains("secretName: index-es-internal-users"), "{written}");
}

#[test]
fn elasticsearch_says_itself_whether_a_snapshot_is_missed() {
    let written = |version| {
        let mut clinic = Clinic::new();
        clinic.index_of(version, Some(IMAGE));
        clinic.written()
    };
    for line in ["unhealthy_if_no_snapshot_within: \"3h\"\n", "- \"--collector.health-report\"\n"] {
        assert!(written("9.1.0").contains(line), "no `{line}` in:\n{}", written("9.1.0"));
    }
    // An older one refuses a policy that says so.
    for older in ["9.0.4", "8.18.0"] {
        assert!(!written(older).contains("unhealthy_if_no_snapshot_within"), "{older}");
    }
}

#[test]
fn whoever_reads_the_passwords_that_an_operator_makes_is_seen() {
    let found = |secret: &'static str| {
        let mut clinic = Clinic::new();
        clinic.search();
        workload!(clinic, .variable(variable!("LOG_LEVEL", "info")));
        let key = Object::new().with("name", secret).with("key", "elastic-internal");
        let variable = Object::new().with("name", "A").with("valueFrom", Object::new().with("secretKeyRef", key));
        clinic.found_with("Claims", "spec/template/spec/containers/0/env", vec![variable])
    };
    assert_eq!(found("others-es-internal-users"), "");
    for secret in ["index-es-internal-users", "index-es-elastic-user"] {
        let found = found(secret);
        assert!(found.contains("`clinic/Index`"), "{secret}: {found}");
    }
}
