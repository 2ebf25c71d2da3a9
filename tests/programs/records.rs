//! A chart whose API server sends what it records to a receiver, which hands what is left of it to Loki.

use hc_cdk::{
    app::App,
    data::{Internal, Phi},
    image::Image,
    policy::{Hipaa, Production},
    prelude::*,
};
use hc_cdk_k8s::{
    database::Archive,
    monitoring::{AuditReceiver, LokiConfig, observe::Redaction},
    prelude::*,
    secret::{Keeper, SecretStore},
};

const IMAGE: Image =
    image!("registry.example/a@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");

pub(crate) fn records() -> App {
    App::new("clinic").stack(chart())
}

/// The chart, for whoever changes something in it.
pub(crate) fn chart() -> Chart<(Hipaa, Production)> {
    let mut chart = Chart::new("clinic");
    chart.add("Requests", ApiAudit::builder().build());
    let zone = chart.add("Clinical", Namespace::<Phi>::builder().build());
    let logs = chart.add("Logs", Namespace::<Internal>::builder().build());
    let reader = chart.add("Reader", ServiceAccount::builder().perimeter(&logs).build());
    let keeper = Keeper::Vault { server: domain!("vault.example.org"), path: "clinic", role: "reader" };
    let vault = chart.add("Vault", SecretStore::builder().account(&reader).keeper(keeper).build());
    let names = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];
    let keys = ExternalSecret::builder().store(&vault);
    let keys = chart.add("Keys", names.into_iter().fold(keys, |it, key| it.key(key, "logs", key)).build());
    let bucket = Outside::<Internal>::builder().network(cidr!("10.20.96.0/19")).port(443);
    let bucket = chart.add("Bucket", bucket.host(domain!("storage.example.org")).build());
    let archive = Archive::builder().bucket("clinic-logs", "us-east-1").key("logs").credentials(&keys).through(&bucket);
    let told = LokiConfig::builder().perimeter(&logs).bucket(archive.build(), "loki").requests().build();
    let told = chart.add("LokiTold", told);
    let loki = Workload::builder().perimeter(&logs).image(IMAGE).port(3100).probes(Probes::tcp()).connect(&bucket);
    let loki = names.into_iter().fold(loki.secrets_in_environment(), |it, key| it.secret(key, &keys, key));
    let loki = loki.resources(cpu!("1"), memory!("2Gi")).config("/etc/loki", &told);
    let loki = chart.add("Loki", loki.command(&["loki", "-config.file=/etc/loki/loki.yaml"]).build());
    let left = Redaction::builder().keeping(&["level"]).masking(&["[0-9]{9,12}"]).approved_by("dpo@example.org");
    let receiver = AuditReceiver::builder().perimeter(&zone).image(IMAGE).address([10, 96, 0, 40]);
    let receiver = receiver.control_plane([cidr!("10.20.64.0/28")]).issuer("internal");
    chart.add("Records", receiver.redacted(left, &loki).build());
    chart
}
