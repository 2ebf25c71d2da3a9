//! Classes of disks with a key that the cluster's driver may not use: no disk of them is ever made, and what claims one waits.

use hc_cdk::{check::Checked, finding::Finding, target::Target, value::Json};
use hc_cdk_manifest::read::text;

use super::object::Object;
use crate::{chart::Kubernetes, rules::keys_said};

pub(super) fn check(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    for (_, chart) in checked.stacks_of(Kubernetes::NAME) {
        let Some(cluster) = chart.cluster.as_deref() else { continue };
        let Some(keys) = &cluster.disk_keys else { continue };
        for resource in &chart.resources {
            let kind = resource.short_kind();
            let said = keys_said(&resource.properties).find(|it| !keys.contains(it));
            let Some(key) = said.filter(|_| kind == "StorageClass") else { continue };
            let driver = text(&resource.properties, &["provisioner"]).unwrap_or_default();
            let key = match key {
                Json::Text(key) => format!("`{key}`"),
                _ => "a key of a stack".to_owned(),
            };
            let message =
                format!("encrypts disks by {key}, which `{driver}` of the cluster `{}` may not use", cluster.name);
            let help = "name the key where the cluster is made, as in `EksCluster::builder()..disk_keys([key])`, or take the key of its perimeter";
            findings.push(Object { checked, chart, resource, kind }.finding("DiskKeyNotUsable", message, help));
        }
    }
}
