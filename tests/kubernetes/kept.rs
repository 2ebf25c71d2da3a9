//! Every store of a chart has a backup for as long as the policy asks for, whatever stores there are and whatever is asked.

use hc_cdk::{
    app::App,
    data::{AllowedUnder, DataClass, Phi},
    dimension::residency::ResidencyFor,
    policy::Policy,
    target::{File, Region},
};
use hc_cdk_aws::stack::Aws;
use hc_cdk_k8s::{
    assertions::{Manifest, Value, json},
    database::{Archive, MongoDb, PostgresCluster, Redis, Search, mongo::USERS},
    prelude::*,
    secret::{Keeper, SecretStore},
    storage::EncryptedStorage,
};
use hc_cdk_tests::setting::{AnyProgram, Setting, settings};
use proptest::{collection::btree_set, prelude::*};

use crate::{
    databases::{IMAGE, KEY},
    oracle::{Asked, unkept},
    property::asked,
};

/// Which of the five stores there are, by their numbers.
#[derive(Debug, Clone)]
struct Stores(Vec<u8>);

impl AnyProgram for Stores {
    fn add_to<P, D, R>(&self, app: App, region: R) -> App
    where
        P: Policy,
        D: DataClass + AllowedUnder<P>,
        R: Region<Target = Aws> + ResidencyFor<P>,
    {
        app.stack(self.chart::<P, D, R>(region))
    }
}

impl Stores {
    fn chart<P, D, R>(&self, region: R) -> Chart<P>
    where
        P: Policy,
        D: DataClass + AllowedUnder<P>,
        R: Region<Target = Aws> + ResidencyFor<P>,
    {
        let mut chart = Chart::<P>::in_region("stores", region);
        let quota = Namespace::<D>::builder().quota(cpu!("400"), memory!("2000Gi"));
        let zone = chart.add("Zone", quota.build());
        let reader = chart.add("Reader", ServiceAccount::builder().perimeter(&zone).build());
        let keeper = Keeper::Vault { server: domain!("vault.example.org"), path: "clinic", role: "stores" };
        let vault = chart.add("Vault", SecretStore::builder().account(&reader).keeper(keeper).build());
        let disks = chart.add("Disks", EncryptedStorage::ebs().key(KEY));
        let secret = |chart: &mut Chart<P>, name: &'static str, keys: &[&'static str]| {
            let secret = ExternalSecret::builder().store(&vault);
            let secret = keys.iter().fold(secret, |it, key| it.key(key, "stores", key));
            chart.add(name, secret.build())
        };
        let logins = ["RecordsLogin", "SessionsLogin", "IndexLogin", "ClaimsLogin"]
            .map(|name| secret(&mut chart, name, &["username", "password", "roles"]));
        let [of_records, of_sessions, of_index, of_claims] = &logins;
        let users = secret(&mut chart, "Users", &USERS);
        let key = secret(&mut chart, "FileKey", &["encryption-key"]);
        let writer = secret(&mut chart, "Writer", &["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]);
        let outside = |network| Outside::<D>::builder().network(network).port(443).build();
        let (s3, api) =
            (chart.add("S3", outside(cidr!("10.20.64.0/20"))), chart.add("Api", outside(cidr!("10.20.80.0/20"))));
        let archive = || {
            let archive = Archive::builder().bucket("clinic-backups", "us-east-1").key(KEY);
            archive.credentials(&writer).through(&s3).build()
        };
        let size = || memory!("10Gi");
        for store in &self.0 {
            match store {
                0 => {
                    let files = StatefulWorkload::builder().perimeter(&zone).image(IMAGE).keep("/data", size(), &disks);
                    let files = files.port(8080).probes(Probes::tcp()).resources(cpu!("1"), memory!("1Gi")).scale(2);
                    drop(chart.add("Files", files.build()));
                }
                1 => {
                    let records = MongoDb::builder().perimeter(&zone).images(IMAGE, IMAGE, IMAGE).users(&users);
                    let records =
                        records.resources(cpu!("1"), memory!("4Gi")).keep(size(), &disks).encrypted_with(&key);
                    drop(chart.add("Records", records.database("claims", of_records).backups(archive()).build()));
                }
                2 => {
                    let sessions = Redis::builder().perimeter(&zone).images(IMAGE, IMAGE).issuer("internal");
                    let sessions =
                        sessions.password(of_sessions).resources(cpu!("1"), memory!("1Gi")).keep(size(), &disks);
                    drop(chart.add("Sessions", sessions.build()));
                }
                3 => {
                    let index = Search::builder().perimeter(&zone).image("9.2.1", IMAGE).login(of_index);
                    let index = index.backups(archive()).resources(cpu!("2"), memory!("8Gi")).keep(size(), &disks);
                    drop(chart.add("Index", index.build()));
                }
                _ => {
                    let claims = PostgresCluster::builder().perimeter(&zone).image(IMAGE).backups(archive()).api(&api);
                    let claims = claims.resources(cpu!("2"), memory!("8Gi")).keep(size(), &disks);
                    drop(chart.add("Claims", claims.database("claims", of_claims).build()));
                }
            }
        }
        chart
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_store_has_a_backup(setting in settings(), stores in btree_set(0_u8..5, 0..=5)) {
        let stores = Stores(stores.into_iter().collect());
        let files = setting.app(&stores).synthesize();
        prop_assert!(files.is_ok(), "{}", files.unwrap_err());
        prop_assert_eq!(unkept(&Manifest::from_files(&files.unwrap(), "stores"), asked(setting)), Vec::<String>::new());
    }
}

/// The reader finds each store whose backups are left out, or end a day too early.
#[test]
fn what_is_kept_for_too_short_a_time_is_seen() {
    let chart = Stores((0..5).collect())
        .chart::<(hc_cdk::policy::Hipaa, hc_cdk::policy::Production), Phi, _>(hc_cdk_aws::region::UsEast1);
    let objects: Vec<Value> = Manifest::of_chart(chart).objects().map(|it| it.json().clone()).collect();
    let asked = asked(Setting::Hipaa);
    let found = |objects: &[Value], asked: Asked| {
        let texts: Vec<String> = objects.iter().map(ToString::to_string).collect();
        let file = File { path: "k8s/stores.yaml".to_owned(), bytes: texts.join("\n---\n").into_bytes() };
        unkept(&Manifest::from_files(&[file], "stores"), asked)
    };
    assert_eq!(found(&objects, asked), [""; 0]);
    assert_eq!(found(&objects, Asked { backup_days: 31, ..asked }).len(), 5);
    for (kind, name, path, store) in [
        ("Schedule", "stores-zone-files", "/spec/template/ttl", "StatefulSet stores-zone/files"),
        (
            "Schedule",
            "stores-zone-sessions",
            "/spec/template/labelSelector/matchLabels/app",
            "RedisReplication stores-zone/sessions",
        ),
        (
            "PerconaServerMongoDB",
            "records",
            "/spec/backup/tasks/0/retention/count",
            "PerconaServerMongoDB stores-zone/records",
        ),
        ("PerconaServerMongoDB", "records", "/spec/backup/enabled", "PerconaServerMongoDB stores-zone/records"),
        (
            "StackConfigPolicy",
            "index",
            "/spec/resourceSelector/matchLabels/hc-cdk~1store",
            "Elasticsearch stores-zone/index",
        ),
        ("ObjectStore", "claims", "/spec/retentionPolicy", "Cluster stores-zone/claims"),
        ("ScheduledBackup", "claims", "/spec/cluster/name", "Cluster stores-zone/claims"),
    ] {
        let mut objects = objects.clone();
        let object = objects.iter_mut().find(|it| it["kind"] == kind && it["metadata"]["name"] == name).unwrap();
        *object.pointer_mut(path).unwrap_or_else(|| panic!("no `{path}` in {name}")) = json!("1d");
        let expected = format!("{store}: a backup for as long as the policy asks for");
        assert_eq!(found(&objects, asked), [expected], "{kind} {path}");
    }
}
