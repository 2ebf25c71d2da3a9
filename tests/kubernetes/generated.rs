//! Secrets that are generated in the cluster: what is written, who may have them, and what is found in one that is weakened.

use hc_cdk::{
    data::Phi,
    value::{Json, Object},
};
use hc_cdk_k8s::{
    database::{ClusterStore, mongo::USERS, redis::Eviction},
    prelude::*,
    secret::Generated,
};

use crate::{
    databases::{Clinic, IMAGE, KEY, is_found, workload},
    weaker::Weaker,
};

fn login(clinic: &mut Clinic) -> Generated {
    let login = GeneratedSecret::builder().perimeter(&clinic.zone).password("password").password("token");
    clinic.chart.add("Login", login.beside("username", "claims"))
}

/// A Redis that asks for a generated password.
fn sessions(clinic: &mut Clinic) -> (ClusterStore<Phi>, Generated) {
    let login = login(clinic);
    let disks = clinic.chart.add("Disks", EncryptedStorage::ebs().key(KEY));
    let sessions = Redis::builder().perimeter(&clinic.zone).images(IMAGE, IMAGE).issuer("internal").password(&login);
    let sessions = sessions.resources(cpu!("500m"), memory!("1Gi")).keep(memory!("10Gi"), &disks);
    let sessions = clinic.chart.add("Sessions", sessions.exporter(IMAGE).evicts(Eviction::EndsFirst));
    clinic.read(&sessions);
    (sessions, login)
}

fn clinic() -> Clinic {
    let mut clinic = Clinic::new();
    login(&mut clinic);
    clinic
}

#[test]
fn each_password_is_another_one() {
    let written = clinic().written();
    for lines in [
        "kind: Password\nmetadata:\n  name: login\n  namespace: clinic-clinical\n",
        "spec:\n  length: 32\n  digits: 8\n  symbols: 0\n  noUpper: false\n  allowRepeat: true\n",
        "spec:\n  refreshPolicy: CreatedOnce\n  target:\n    name: login\n    creationPolicy: Orphan\n    immutable: true\n",
        "    template:\n      mergePolicy: Merge\n      data:\n        username: claims\n",
        "    rewrite:\n    - regexp:\n        source: \"^password$\"\n        target: token\n",
    ] {
        assert!(written.contains(lines), "no\n{lines}in\n{written}");
    }
    assert_eq!(written.matches("  - sourceRef:\n      generatorRef:\n").count(), 2);
    let generator = written.find("kind: Password").unwrap();
    assert!(generator < written.find("kind: ExternalSecret").unwrap(), "first whoever generates");
}

#[test]
fn stores_and_workloads_take_it() {
    let mut clinic = Clinic::new();
    let (sessions, login) = sessions(&mut clinic);
    workload!(clinic, .connect(&sessions).secret("TOKEN", &login, "token"));
    let written = clinic.written();
    for line in ["name: TOKEN_FILE\n          value: /etc/secrets/login/token\n", "secretName: login\n"] {
        assert!(written.contains(line), "no {line} in\n{written}");
    }
}

#[test]
fn whoever_has_the_login_to_a_store_is_connected_to_it() {
    let mut clinic = Clinic::new();
    let login = sessions(&mut clinic).1;
    workload!(clinic, .secret("TOKEN", &login, "password"));
    let found = clinic.found();
    assert!(found.contains("`clinic/Sessions`") && found.contains("1 finding"), "{found}");
}

#[test]
fn a_workload_takes_keys_that_there_are() {
    let mut clinic = Clinic::new();
    let login = login(&mut clinic);
    workload!(clinic, .secret("TOKEN", &login, "key"));
    let found = clinic.found();
    assert!(found.contains("`key`"), "{found}");
}

#[test]
fn it_has_passwords_and_names_of_their_own() {
    let found = |make: &dyn Fn(&Clinic) -> GeneratedSecret<Phi>| {
        let mut clinic = Clinic::new();
        let it = make(&clinic);
        clinic.chart.add("Login", it);
        clinic.found()
    };
    let builder = |clinic: &Clinic| GeneratedSecret::builder().perimeter(&clinic.zone);
    let none = found(&|it| builder(it).beside("username", "claims").build());
    assert!(none.contains("has no password"), "{none}");
    let twice = found(&|it| builder(it).password("password").beside("password", "claims").build());
    assert!(twice.contains("has two keys of one name"), "{twice}");
    let text = found(&|it| builder(it).password("password").beside("api_key", "c2VjcmV0LXRoYXQtaXMtb25l").build());
    assert!(text.contains("or has text in the file"), "{text}");
    assert_eq!(found(&|it| builder(it).password("password").beside("roles", "superuser").build()), "");
}

#[test]
fn whatever_makes_another_one_of_it_is_found() {
    let message = "is not read from a store of the chart, is read once only, or has text in the file";
    let weaker: Weaker = vec![
        ("spec/refreshPolicy", "OnChange".into(), message),
        ("spec/refreshPolicy", Json::Null, message),
        ("spec/refreshInterval", "1h".into(), message),
        ("spec/target/immutable", false.into(), message),
        ("spec/target/creationPolicy", "Owner".into(), message),
        ("spec/target/manifest/kind", "ConfigMap".into(), message),
        ("spec/target/template/data/note", "{{ .password }}".into(), message),
        ("spec/target/template/templateFrom", Vec::<Json>::new().into(), message),
        ("spec/target/template/mergePolicy", "Replace".into(), message),
        ("spec/data", Vec::<Json>::new().into(), message),
        ("spec/dataFrom", Vec::<Json>::new().into(), message),
        ("spec/dataFrom", from("Password", "others"), message),
        ("spec/dataFrom", from("Fake", "login"), message),
    ];
    is_found(clinic, "Login", &weaker);
    assert_eq!(clinic().found_with("Login", "spec/dataFrom", from("Password", "login")), "", "its own does");
}

/// What is taken of a generator.
fn from(kind: &'static str, name: &'static str) -> Json {
    let by = Object::new().with("apiVersion", "generators.external-secrets.io/v1alpha1").with("kind", kind);
    let by = Object::new().with("generatorRef", by.with("name", name));
    vec![Object::new().with("sourceRef", by)].into()
}

#[test]
fn whatever_makes_passwords_short_is_found() {
    let message = "generates passwords that are short, or hardly have letters";
    let weaker: Weaker = vec![
        ("spec/length", 31.into(), message),
        ("spec/length", Json::Null, message),
        ("spec/digits", 32.into(), message),
        ("spec/digits", (-32).into(), message),
        ("spec/symbols", 16.into(), message),
        ("spec/symbols", "32".into(), message),
        ("spec/encoding", "hex".into(), message),
    ];
    is_found(clinic, "LoginGenerator", &weaker);
    for (path, value) in [("spec/length", 64), ("spec/symbols", 8), ("spec/digits", 0)] {
        assert_eq!(clinic().found_with("LoginGenerator", path, value), "", "`{path}` = {value}");
    }
}

#[test]
fn files_are_encrypted_with_a_key_that_is_kept_outside() {
    let found = |key: &'static str| {
        let mut clinic = Clinic::new();
        clinic.mongo(&USERS);
        let made = GeneratedSecret::builder().perimeter(&clinic.zone).password("encryption-key");
        clinic.chart.add("Made", made);
        clinic.found_with("Records", "spec/secrets/encryptionKey", key)
    };
    assert!(found("made").contains("does not encrypt its files"), "{}", found("made"));
    assert_eq!(found("file-key"), "");
}
