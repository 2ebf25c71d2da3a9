//! What operators run for one's own objects is read as what pods are: Prometheus, Alertmanager, and what they are told to do.

use hc_cdk::{
    app::App,
    data::Synthetic,
    policy,
    policy::{Hipaa, Production},
    value::Json,
};
use hc_cdk_k8s::{api_object::ApiObject, chart::Chart, namespace::Namespace};

use crate::{
    own_objects::like,
    rules::{Own, set},
};

const MONITORING: &str = "monitoring.coreos.com/v1";
const CONFINED: &str = "lets the operator run something with rights, beside it, or on disks that are not encrypted";
const KEPT: &str = "deletes what is measured before the policy lets it";

policy! {
    /// What is measured is kept for a quarter.
    pub Quarter { metric_retention: Days90, .. }
}

/// A Prometheus that nothing is wrong with.
fn prometheus() -> Json {
    crate::own_objects::json(serde_json::json!({
        "image": "registry.example/a@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "retention": "400d",
        "securityContext": { "runAsNonRoot": true, "runAsUser": 1000, "seccompProfile": { "type": "RuntimeDefault" } },
        "storage": { "volumeClaimTemplate": { "spec": { "storageClassName": "class" } } },
    }))
}

/// The rules of a Prometheus that are broken beside a class of disks of that driver.
fn broken(driver: &'static str, spec: Json) -> String {
    let class = ApiObject::new("storage.k8s.io/v1", "StorageClass", "class").with("provisioner", driver);
    let key = crate::rules::object(&[("disk-encryption-kms-key", "projects/a".into())]);
    let mut chart = Chart::<(Hipaa, Production, Quarter)>::new("clinic");
    chart.add("Clinical", Namespace::<Synthetic>::builder().build());
    chart.add("Class", Own(class.with("reclaimPolicy", "Retain").with("parameters", key)));
    chart.add("Own", Own(like(MONITORING, "Prometheus", "{}").with("spec", spec)));
    App::new("clinic").stack(chart).synthesize().map_or_else(|findings| findings.to_string(), |_| String::new())
}

#[test]
fn what_the_operator_runs_is_as_confined_as_a_pod() {
    const GOOGLE: &str = "pd.csi.storage.gke.io";
    assert_eq!(broken(GOOGLE, prometheus()), "");
    let claim = "storage/volumeClaimTemplate/spec";
    let folder = || crate::rules::object(&[("sizeLimit", "1Gi".into())]);
    for (path, value) in [
        ("image", "a:1@sha256:".into()),
        ("securityContext/runAsUser", "0".into()),
        ("securityContext/runAsUser", Json::Null),
        ("storage/emptyDir", folder().into()),
        ("storage/ephemeral", folder().into()),
        ("storage/volumeClaimTemplate", Json::Null),
        ("storage", Json::Null),
        (&format!("{claim}/volumeName"), "old".into()),
        (&format!("{claim}/storageClassName"), "gp2".into()),
        ("containers", vec![folder()].into()),
    ] {
        let found = broken(GOOGLE, set(prometheus(), path, value));
        assert!(found.contains(CONFINED), "{path}: {found}");
    }
    let found = broken("nfs.csi.k8s.io", prometheus());
    assert!(found.contains(CONFINED), "{found}");
}

#[test]
fn figures_are_kept_where_nothing_else_deletes_them() {
    let some = || vec![crate::rules::object(&[("name", "prometheus".into())])];
    for (path, value) in [
        ("retention", "1d".into()),
        ("retentionSize", "1GB".into()),
        ("additionalArgs", some().into()),
        ("containers", some().into()),
        ("initContainers", some().into()),
        ("volumeMounts", some().into()),
        ("paused", true.into()),
        ("persistentVolumeClaimRetentionPolicy/whenDeleted", "Delete".into()),
        ("storage/emptyDir/sizeLimit", "1Gi".into()),
        ("storage", Json::Null),
    ] {
        let found = broken("pd.csi.storage.gke.io", set(prometheus(), path, value));
        assert!(found.contains(KEPT), "{path}: {found}");
    }
}
