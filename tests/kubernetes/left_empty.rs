//! What is left empty in a chart, or has another form than the cluster knows it by.

use hc_cdk_k8s::{
    edge::Controller,
    network::Certificate,
    prelude::*,
    secret::{Keeper, SecretStore},
    storage::EncryptedStorage,
};

use crate::findings::{found, two};

#[track_caller]
fn says(said: &str, messages: &[&str]) {
    for message in messages {
        assert!(said.contains(message), "no `{message}` in:\n{said}");
    }
    assert!(said.contains("kubernetes/left_empty.rs:"), "no line of the program in:\n{said}");
}

#[test]
fn a_configuration_has_files() {
    let said = found(|chart, zone| {
        chart.add("Rates", ConfigMap::builder().perimeter(zone).build());
    });
    says(&said, &["`clinic/Rates` has no files"]);
}

#[test]
fn an_issuer_and_a_gateway_have_names() {
    let said = found(|chart, zone| {
        let (claims, _) = two(chart, zone);
        let tls = Certificate::builder().perimeter(zone).domain(domain!("a.example.org")).issuer("").build();
        let tls = chart.add("Tls", tls);
        let controller = Controller::Gateway { class: "Envoy", namespace: "" };
        chart.add("Front", HttpsRoute::builder().target(&claims).certificate(&tls).controller(controller).build());
    });
    says(
        &said,
        &[
            "`clinic/Tls` takes an issuer called ``, which is no name of a cluster",
            "`clinic/Front` takes a class of gateways called `Envoy`",
            "`clinic/Front` takes a namespace called ``",
        ],
    );
}

#[test]
fn a_host_has_one_route() {
    let said = found(|chart, zone| {
        let (claims, users) = two(chart, zone);
        let tls = Certificate::builder().perimeter(zone).domain(domain!("a.example.org")).issuer("public").build();
        let tls = chart.add("Tls", tls);
        chart.add(
            "Front",
            HttpsRoute::builder().target(&claims).certificate(&tls).controller(Controller::Contour).build(),
        );
        chart.add(
            "Other",
            HttpsRoute::builder()
                .target(&users)
                .route("/claims", &claims)
                .certificate(&tls)
                .controller(Controller::Contour)
                .build(),
        );
    });
    says(&said, &["`clinic/Other` takes the requests for `a.example.org/`, which another route takes already"]);
    assert!(!said.contains("a.example.org/claims"), "{said}");
}

#[test]
fn a_vault_has_a_path() {
    let said = found(|chart, zone| {
        let reader = chart.add("Reader", ServiceAccount::builder().perimeter(zone).build());
        let keeper = Keeper::Vault { server: domain!("vault.example.org"), path: "", role: "lab" };
        chart.add("Vault", SecretStore::builder().account(&reader).keeper(keeper).build());
    });
    says(&said, &["`clinic/Vault` reads a vault without a path or a role"]);
}

#[test]
fn a_key_of_disks_is_an_arn() {
    let said = found(|chart, _zone| {
        chart.add("Disks", EncryptedStorage::ebs().key("alias/clinic"));
    });
    says(
        &said,
        &[
            "`clinic/Disks` is encrypted with `alias/clinic`, which is no ARN of a key",
            "HIPAA 45 CFR 164.312(a)(2)(iv)",
        ],
    );
}
