//! Kubernetes as a target: one YAML file for each chart, in the order in which it is applied, and a `kustomization.yaml`.

mod changes;
mod check;
mod manifest;
mod signed;
mod yaml;

use hc_cdk::{
    check::Checked,
    diff::Change,
    finding::Finding,
    model::Role,
    policy::Dimension,
    rule::Reading,
    target::{Before, File, Judge, Target, Writer},
    value::{Json, Object},
};

use crate::{chart::Kubernetes, rules::READINGS};

/// The target's name.
const NAME: &str = Kubernetes::NAME;

/// The file that names the charts' files.
const KUSTOMIZATION: &str = "k8s/kustomization.yaml";

impl Judge for Kubernetes {
    fn check(&self, checked: &Checked<'_>, findings: &mut Vec<Finding>) {
        check::check(checked, findings);
    }

    fn readings(&self) -> &'static [&'static [Reading]] {
        READINGS
    }

    fn concerns(&self, role: Role) -> &'static [Dimension] {
        match role {
            Role::Store => {
                &[Dimension::backup_retention, Dimension::recovery, Dimension::key_custody, Dimension::deletion]
            }
            Role::Workload => &[Dimension::availability, Dimension::log_retention],
            Role::Endpoint => &[Dimension::tls],
            Role::Outside | Role::Exposed | Role::Other => &[],
        }
    }

    fn takes_outputs(&self) -> bool {
        true
    }
}

impl Writer for Kubernetes {
    fn files(&self, checked: &Checked<'_>, _findings: &mut Vec<Finding>) -> Vec<File> {
        let mut files: Vec<File> = checked
            .stacks_of(NAME)
            .map(|(_, chart)| File {
                path: manifest::path(chart.name()),
                bytes: manifest::text(checked, chart).into_bytes(),
            })
            .collect();
        files.push(kustomization(checked));
        files
    }

    fn notes(&self, files: &[File]) -> Vec<String> {
        notes(files)
    }

    fn changes(&self, checked: &Checked<'_>, before: &Before<'_>) -> Result<Vec<Change>, String> {
        changes::changes(checked, before)
    }
}

/// What the cluster has to have, so that it takes the objects and keeps what they promise.
fn notes(files: &[File]) -> Vec<String> {
    const OPERATORS: [(&str, &str); 6] = [
        ("external-secrets.io", "External Secrets"),
        ("cert-manager.io", "cert-manager"),
        ("monitoring.coreos.com", "the Prometheus operator"),
        ("autoscaling.k8s.io", "the vertical autoscaler"),
        ("gateway.networking.k8s.io", "the Gateway API"),
        ("velero.io", "Velero"),
    ];
    let ours = files.iter().filter(|file| file.path.starts_with("k8s/"));
    let texts: Vec<_> = ours.map(|file| String::from_utf8_lossy(&file.bytes)).collect();
    let needs = |group: &str| {
        let line = format!("\napiVersion: {group}/");
        texts.iter().any(|text| text.contains(&line))
    };
    let mut notes =
        vec!["the cluster's network has to enforce network policies: without that, namespaces are open".to_owned()];
    let operators: Vec<&str> = OPERATORS.iter().filter(|(group, _)| needs(group)).map(|(_, name)| *name).collect();
    if !operators.is_empty() {
        notes.push(format!("the cluster has to have {}", operators.join(", ")));
    }
    notes
}

/// What `kubectl apply -k` reads: the charts, each after those that it needs.
fn kustomization(checked: &Checked<'_>) -> File {
    let resources: Vec<Json> =
        checked.stacks_of(NAME).map(|(_, chart)| manifest::file_name(chart.name()).into()).collect();
    let members = Object::new()
        .with("apiVersion", "kustomize.config.k8s.io/v1beta1")
        .with("kind", "Kustomization")
        // Kustomize would bring the objects into an order of its own.
        .with("sortOptions", Object::new().with("order", "fifo"))
        .with("resources", resources);
    let mut text = String::new();
    yaml::document(members.iter(), &|_| None, &mut text);
    File { path: KUSTOMIZATION.to_owned(), bytes: text.into_bytes() }
}
