//! Google Cloud as a target: one YAML file for each stack, in the order in which it is applied, and a `kustomization.yaml`.

mod again;
mod fixed;
mod fronts;
mod map;
mod pulled;

use hc_cdk::{
    check::Checked,
    diff::{Change, Remains},
    finding::Finding,
    model::Role,
    need::{Need, Needs, Sort},
    policy::Dimension,
    rule::{Reading, Subject},
    target::{Before, File, Judge, NetworkMap, Target, Way, Writer},
};
use hc_cdk_manifest::{
    dialect::{Dialect, Earlier},
    naming::is_domain,
    needs,
};

use crate::{
    flows,
    names::{ABANDON, DELETION},
    rules::{READINGS, knows_all_of},
    stack::Gcp,
};

const DIALECT: Dialect = Dialect {
    target: Gcp::NAME,
    folder: "gcp",
    first: &[
        "Namespace",
        "KMSKeyRing",
        "KMSCryptoKey",
        "IAMWorkloadIdentityPool",
        "IAMWorkloadIdentityPoolProvider",
        "IAMServiceAccount",
        "IAMPolicyMember",
        "IAMAuditConfig",
        "StorageBucket",
        "LoggingLogBucket",
        "LoggingLogSink",
        "ComputeNetwork",
        "ComputeFirewall",
        "ComputeSubnetwork",
        "ComputeRouter",
        "ComputeRouterNAT",
        "ComputeAddress",
        "ServiceNetworkingConnection",
        "DNSManagedZone",
        "DNSRecordSet",
    ],
    last: &[
        "SQLInstance",
        "SQLDatabase",
        "SQLUser",
        "SecretManagerSecret",
        "RedisInstance",
        "ContainerCluster",
        "ContainerNodePool",
        "GKEBackupBackupPlan",
    ],
    longest: &[
        ("RedisInstance", 40),
        ("ContainerCluster", 40),
        ("ContainerNodePool", 40),
        ("IAMServiceAccount", 30),
        ("IAMWorkloadIdentityPool", 32),
        ("IAMWorkloadIdentityPoolProvider", 32),
    ],
    is_name,
    makes: &[],
    apart: &[],
    fixed: &fixed::FIXED,
    rises: &fixed::RISES,
    is_stateful,
    has_tags: false,
    remains,
};

impl Judge for Gcp {
    fn check(&self, checked: &Checked<'_>, findings: &mut Vec<Finding>) {
        DIALECT.check(checked, findings);
        pulled::check(checked, findings);
    }

    fn ways(&self, checked: &Checked<'_>, ways: &mut Vec<Way>) {
        flows::ways(checked, ways);
    }

    fn network(&self, checked: &Checked<'_>, map: &mut NetworkMap) {
        map::read(checked, map);
    }

    fn comes_again(&self, checked: &Checked<'_>) -> Vec<(String, String)> {
        checked.clocks(Self::NAME, &again::CLOCKS)
    }

    fn readings(&self) -> &'static [&'static [Reading]] {
        READINGS
    }

    fn knows_all_of(&self, resource: &Subject<'_>) -> bool {
        knows_all_of(resource)
    }

    fn concerns(&self, role: Role) -> &'static [Dimension] {
        use Dimension as D;

        match role {
            Role::Store => &[D::key_custody, D::tls, D::backup_retention, D::recovery, D::availability, D::deletion],
            Role::Channel => &[D::key_custody, D::tls, D::availability],
            Role::Workload => &[D::availability, D::log_retention],
            Role::Endpoint => &[D::tls],
            Role::Outside | Role::Exposed | Role::Other => &[],
        }
    }
}

/// What whoever deploys has to know of the operator.
const OPERATOR: &str = "the management cluster has Config Connector, and its account has rights in the project";

impl Writer for Gcp {
    fn has_tags(&self) -> bool {
        DIALECT.has_tags
    }

    fn files(&self, checked: &Checked<'_>, _findings: &mut Vec<Finding>) -> Vec<File> {
        DIALECT.files(checked)
    }

    fn notes(&self, checked: &Checked<'_>, _: &[File]) -> Vec<String> {
        let mut notes = vec![
            OPERATOR.to_owned(),
            "a bucket whose retention is locked cannot be deleted before its time is over, by nobody".to_owned(),
        ];
        notes.extend(fronts::notes(checked));
        notes
    }

    fn needs(&self, checked: &Checked<'_>) -> Vec<Need> {
        let mut needs = Needs::default();
        needs.add_for_all(Need::new(Sort::Setting, "", OPERATOR));
        needs::operators(checked, Self::NAME, &[("cnrm.cloud.google.com", "Config Connector")], &mut needs);
        needs::named(checked, Self::NAME, &mut needs);
        needs.into_all()
    }

    fn changes(&self, checked: &Checked<'_>, before: &Before<'_>) -> Result<Vec<Change>, String> {
        DIALECT.changes(checked, before)
    }
}

/// Objects may be called by a domain, such as a zone of names that is called by its own. Namespaces may not.
fn is_name(kind: &str, name: &str) -> bool {
    kind != "Namespace" && name.contains('.') && is_domain(name)
}

fn is_stateful(object: &Earlier<'_>) -> bool {
    matches!(
        object.kind(),
        "KMSCryptoKey" | "LoggingLogBucket" | "Namespace" | "SQLDatabase" | "SQLInstance" | "StorageBucket"
    )
}

/// What Config Connector does when an object is deleted: it deletes the resource, unless the object says otherwise.
fn remains(object: &Earlier<'_>) -> Remains {
    let stays = format!("{DELETION}: {ABANDON}");
    if object.member("metadata").contains(&stays) { Remains::Itself } else { Remains::Nothing }
}
