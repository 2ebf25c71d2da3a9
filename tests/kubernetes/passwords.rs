//! Passwords of stores in pods: who may have them, and that they are in no variable unless that is said.

use hc_cdk::data::Phi;
use hc_cdk_k8s::{database::mongo::USERS, prelude::*};

use crate::databases::{Clinic, IMAGE, workload};

#[test]
fn a_password_without_a_connection_is_an_undeclared_way() {
    let mut clinic = Clinic::new();
    clinic.mongo(&USERS);
    let login = clinic.secret("Other", &["password"]);
    workload!(clinic, .secret("PASSWORD", &login, "password"));
    let found = clinic.found_with("Claims", "spec/template/spec/volumes/0/secret/secretName", "login");
    assert!(found.contains("`clinic/Records`") && found.contains("1 finding"), "{found}");
    let mut clinic = Clinic::new();
    clinic.mongo(&USERS);
    let login = clinic.secret("Other", &["password"]);
    workload!(clinic, .secret("PASSWORD", &login, "password").secrets_in_environment());
    let weaker = "spec/template/spec/containers/0/env/0/valueFrom/secretKeyRef/name";
    let found = clinic.found_with("Claims", weaker, "login");
    assert!(found.contains("`clinic/Records`") && found.contains("1 finding"), "{found}");
}

#[test]
fn what_is_secret_is_in_no_variable_unless_that_is_said() {
    let written = |said: bool| {
        let mut clinic = Clinic::new();
        let records = clinic.mongo(&USERS);
        let keys = clinic.secret("Keys", &["one", "two", "three"]);
        let claims = Workload::builder().perimeter(&clinic.zone).image(IMAGE).port(8080).probes(Probes::tcp());
        let claims = claims.resources(cpu!("200m"), memory!("128Mi")).connect(&records);
        let claims = claims.secret("FIRST_KEY", &keys, "one").secret("SECOND_KEY", &keys, "two");
        clinic.chart.add("Claims", if said { claims.secrets_in_environment() } else { claims });
        clinic.written()
    };
    let files = written(false);
    for line in [
        "name: RECORDS_PASSWORD_FILE\n          value: /var/run/secrets/records/password\n",
        "name: FIRST_KEY_FILE\n          value: /etc/secrets/keys/one\n",
        "name: SECOND_KEY_FILE\n          value: /etc/secrets/keys/two\n",
        "mountPath: /etc/secrets/keys\n",
        "items:\n          - key: one\n            path: one\n          - key: two\n            path: two\n          secretName: keys\n",
    ] {
        assert!(files.contains(line), "no `{line}` in:\n{files}");
    }
    let given = ["name: RECORDS_PASSWORD\n", "name: FIRST_KEY\n", "name: SECOND_KEY\n"];
    assert!(!given.iter().any(|it| files.contains(it)), "{files}");
    let variables = written(true);
    for line in [
        "name: RECORDS_PASSWORD\n          valueFrom:\n            secretKeyRef:\n              key: password\n              name: login",
        "name: FIRST_KEY\n          valueFrom:\n            secretKeyRef:\n              key: one\n              name: keys",
    ] {
        assert!(variables.contains(line), "no `{line}` in:\n{variables}");
    }
    assert!(!variables.contains("/etc/secrets"), "{variables}");
}

#[test]
fn a_password_is_of_the_namespace_of_its_store() {
    let mut clinic = Clinic::new();
    let records = clinic.mongo(&USERS);
    clinic.zone = clinic.chart.add("Ward", Namespace::<Phi>::builder().build());
    workload!(clinic, .connect(&records));
    let found = clinic.found();
    let message = "connects to `records`, whose password is a secret of the namespace `clinic-clinical`";
    assert!(found.contains(message), "{found}");
}
