//! Where objects are made: in the project of their namespace, and in the region of their stack.

use hc_cdk::{
    control::{gdpr, hipaa, iso27001, soc2},
    rule::{Must, Subject, Verdict, real_data},
    value::Json,
};

use super::read::{annotation, in_full, of_app, project};
use crate::names::PROJECT;

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub IN_ITS_PROJECT = "InItsProject" {
        sentence: "an object of Google Cloud is in a namespace of the app, and the namespace says which project it is made in",
        controls: &[hipaa::ACCESS_ISOLATION, soc2::BOUNDARY_PROTECTION, iso27001::SEPARATION],
        on: &[],
        when: real_data,
        must: Must::Hold(|it| match it.kind() {
            "Namespace" => annotation(it, PROJECT).is_some_and(|project| it.text("metadata/name") == Some(project)),
            kind => project(it).is_some_and(|project| {
                let mut places = NAMED.iter().filter(|(of, ..)| *of == kind);
                places.all(|(_, path, before)| it.text(path).and_then(|it| it.strip_prefix(before)) == Some(project))
            }),
        }),
        message: "is in no namespace of the app, or in one that does not say which project it is",
        help: "put it into the namespace that a `Project` made",
    }

    pub IN_ITS_REGION = "InItsRegion" {
        sentence: "what keeps or computes is in the region of its stack, and so are its backups",
        controls: &[gdpr::TRANSFERS, iso27001::PRIVACY, soc2::CONFIDENTIALITY],
        on: &[],
        when: real_data,
        must: Must::Judge(in_its_region),
        message: "is in another region than its stack, or nothing says where it is",
        help: "leave the region to the construct, which takes that of the stack",
    }
}

/// Where objects name their project once more, and what stands before its name there.
const NAMED: [(&str, &str, &str); 10] = [
    ("CertificateManagerCertificate", "spec/projectRef/external", ""),
    ("CertificateManagerCertificateMap", "spec/projectRef/external", ""),
    ("CertificateManagerCertificateMapEntry", "spec/projectRef/external", ""),
    ("GKEBackupBackupPlan", "spec/projectRef/external", ""),
    ("IAMAuditConfig", "spec/resourceRef/external", "projects/"),
    ("IAMWorkloadIdentityPool", "spec/projectRef/external", "projects/"),
    ("IAMWorkloadIdentityPoolProvider", "spec/projectRef/external", "projects/"),
    ("LoggingLogBucket", "spec/projectRef/external", "projects/"),
    ("LoggingLogSink", "spec/projectRef/external", ""),
    ("MonitoringUptimeCheckConfig", "spec/projectRef/external", "projects/"),
];

/// What the kinds call the place that they are in. The first is theirs; what stands behind it may be left out only if it is not theirs.
const PLACES: [(&str, &[&str]); 3] = [
    ("spec/region", &["ComputeSubnetwork", "ComputeRouter", "ComputeRouterNAT", "RedisInstance", "SQLInstance"]),
    (
        "spec/location",
        &[
            "ArtifactRegistryRepository",
            "ContainerCluster",
            "ContainerNodePool",
            "GKEBackupBackupPlan",
            "KMSKeyRing",
            "LoggingLogBucket",
            "StorageBucket",
        ],
    ),
    ("spec/settings/backupConfiguration/location", &["SQLInstance"]),
];

fn in_its_region(it: &Subject<'_>) -> Verdict {
    let places: Vec<&str> =
        PLACES.iter().filter(|(_, kinds)| kinds.contains(&it.kind())).map(|(path, _)| *path).collect();
    if places.is_empty() {
        return Verdict::NotApplicable;
    }
    let region = it.stack.region;
    let is_here = |place: &Json| place.as_text().is_some_and(|it| it.eq_ignore_ascii_case(region));
    let are_here = |it: &Subject<'_>, places: &[&str]| places.iter().all(|path| it.property(path).is_some_and(is_here));
    let are_backups_here = || backups(it).all(|plan| are_here(&plan, &["spec/location"]));
    Verdict::of(are_here(it, &places) && (!it.is("ContainerCluster") || are_backups_here()))
}

/// The plans by which a cluster of the app is backed up; nothing else has objects for its backups.
fn backups<'a>(it: &Subject<'a>) -> impl Iterator<Item = Subject<'a>> {
    let cluster = *it;
    of_app(it, "GKEBackupBackupPlan").filter(move |plan| {
        let of = in_full(plan, "spec/cluster", "ContainerCluster");
        of.is_some_and(|of| std::ptr::eq(of.resource, cluster.resource))
    })
}
