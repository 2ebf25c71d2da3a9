//! What objects of built-in kinds take that no cluster has by itself: the driver of a class of disks, and what measures CPU and memory.
//! Of a cluster that the program makes, the cloud's own crate says what of it is there ([`ClusterFacts::runs`]).
//!
//! [`ClusterFacts::runs`]: hc_cdk::cluster::ClusterFacts
//!
//! Sources: "Storage Classes" and "Horizontal Pod Autoscaling" of Kubernetes, "Amazon EBS CSI driver" of EKS, and KEDA's scalers for CPU and
//! memory.

use hc_cdk::{
    check::Checked,
    model::{ResourceModel, StackModel},
    need::{Need, Needs, Sort},
    target::Target,
    value::Json,
};
use hc_cdk_manifest::{
    object::version_and_kind,
    read::{items, text},
};

use crate::chart::Kubernetes;

/// Drivers of disks: by what classes name them, what they are called, and how a cluster comes by one that does not bring it along.
const DRIVERS: [(&str, &str, Option<&str>); 3] = [
    (
        "ebs.csi.aws.com",
        "the EBS CSI driver",
        Some("the add-on `aws-ebs-csi-driver` of EKS, with a role that may use the key of the disks"),
    ),
    ("pd.csi.storage.gke.io", "the CSI driver of persistent disks of Google Cloud", None),
    ("disk.csi.azure.com", "the CSI driver of disks of Azure", None),
];

/// What measures what pods take of CPU and memory.
const METRICS: (&str, &str) = ("metrics-server", "the metrics server");

/// Something that a cluster has to have, and the object that takes it.
struct Brought<'a> {
    name: String,
    what: String,
    how: Option<&'static str>,
    chart: &'a StackModel,
    object: &'a ResourceModel,
}

/// Adds what the cluster has to have.
pub(super) fn needs(checked: &Checked<'_>, needs: &mut Needs) {
    for it in all(checked) {
        let need = Need::new(Sort::Operator, "", it.what);
        let need = it.how.into_iter().fold(need, Need::how);
        needs.add(need, it.chart, it.object.construct);
    }
}

/// The names of all that, each once.
pub(super) fn names(checked: &Checked<'_>) -> Vec<String> {
    let mut names = Vec::new();
    for it in all(checked) {
        if !names.contains(&it.name) {
            names.push(it.name);
        }
    }
    names
}

fn all<'a>(checked: &Checked<'a>) -> Vec<Brought<'a>> {
    let mut all = Vec::new();
    for (_, chart) in checked.stacks_of(Kubernetes::NAME) {
        let runs = |it: &str| chart.cluster.as_ref().is_some_and(|cluster| cluster.runs.contains(&it));
        for object in &chart.resources {
            let Some((_, kind)) = version_and_kind(object) else { continue };
            if let Some(driver) = driver(kind, &object.properties).filter(|it| !runs(it)) {
                let known = DRIVERS.iter().find(|(name, ..)| *name == driver);
                let (name, how) = known.map_or((format!("the driver `{driver}`"), None), |it| (it.1.to_owned(), it.2));
                let what = format!("{name}, which makes disks of classes for `{driver}`");
                all.push(Brought { name, what, how, chart, object });
            }
            if is_scaled_by_what_it_takes(kind, &object.properties) && !runs(METRICS.0) {
                let what = format!("{}, which measures the CPU and memory by which pods are scaled", METRICS.1);
                all.push(Brought { name: METRICS.1.to_owned(), what, how: None, chart, object });
            }
        }
    }
    all
}

/// The driver that makes the disks of a class.
fn driver<'a>(kind: &str, object: &'a Json) -> Option<&'a str> {
    text(object, &["provisioner"]).filter(|_| kind == "StorageClass")
}

/// Whether it scales or sizes pods by the CPU or memory that they take.
fn is_scaled_by_what_it_takes(kind: &str, object: &Json) -> bool {
    let has = |path: &[&str], types: &[&str]| {
        items(object, path).iter().any(|it| text(it, &["type"]).is_some_and(|it| types.contains(&it)))
    };
    match kind {
        "HorizontalPodAutoscaler" => has(&["spec", "metrics"], &["ContainerResource", "Resource"]),
        "ScaledObject" => has(&["spec", "triggers"], &["cpu", "memory"]),
        "VerticalPodAutoscaler" => true,
        _ => false,
    }
}
