//! Who may do what: grants of roles.

use hc_cdk::{
    control::{hipaa, iso27001, soc2},
    rule::{Must, Subject, real_data},
};

use super::{
    kinds::knows_all_of,
    read::{has_only, named, named_inside, names, of_app, project, project_number, referred, said},
    workflow::{is_for_workflows, lets_in_workflows},
};
use crate::names::{MAY_ACT_AS, OF_AN_INSTANCE, READS_SECRETS, SECRET};

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub GRANT_IS_NARROW = "GrantIsNarrow" {
        sentence: "a role on Google Cloud is one that constructs need, and is given to one account of the app or of a service of Google's, on one thing",
        controls: &[hipaa::ACCESS_AUTHORIZATION, soc2::LEAST_PRIVILEGE, iso27001::PRIVILEGED_ACCESS],
        on: &["IAMPolicyMember"],
        when: real_data,
        must: Must::Hold(|it| GRANTS.iter().any(|grant| grant.is(it))),
        message: "gives a role that no construct needs, to somebody who is not of the app, or on more than one thing",
        help: "connect what uses something to it: the construct gives the role",
    }
}

/// A grant that constructs need: the role, the kind of what it is on, and who has it.
struct Grant {
    role: &'static str,
    on: &'static str,
    who: Who,
}

/// Who has a role.
enum Who {
    /// The account that a service of Google's has in each project.
    Service,
    /// What a sink writes as.
    Sink,
    /// An account of the app.
    Account,
    /// An account of a cluster, by the identities of the project.
    Workload,
    /// The workflows of one environment of one repository, by a pool of the app.
    Workflows,
    /// An account of the app that workflows act as.
    ForWorkflows,
}

const GRANTS: [Grant; 10] = [
    Grant { role: "roles/cloudsql.client", on: "SQLInstance", who: Who::Account },
    Grant { role: "roles/cloudsql.instanceUser", on: "SQLInstance", who: Who::Account },
    Grant { role: READS_SECRETS, on: SECRET, who: Who::Account },
    Grant { role: SERVES_NODES, on: "Project", who: Who::Account },
    Grant { role: "roles/cloudkms.cryptoKeyEncrypterDecrypter", on: "KMSCryptoKey", who: Who::Service },
    Grant { role: WRITES, on: "StorageBucket", who: Who::Sink },
    Grant { role: MAY_ACT_AS, on: "IAMServiceAccount", who: Who::Workload },
    Grant { role: MAY_ACT_AS, on: "IAMServiceAccount", who: Who::Workflows },
    Grant { role: PUSHES, on: "ArtifactRegistryRepository", who: Who::ForWorkflows },
    Grant { role: FINDS_CLUSTERS, on: "Project", who: Who::ForWorkflows },
];

/// Writes what it is given to a bucket, and reads nothing there.
const WRITES: &str = "roles/storage.objectCreator";

/// What nodes of a cluster do themselves: they write logs and figures.
const SERVES_NODES: &str = "roles/container.defaultNodeServiceAccount";

/// Pushes images to a registry, and pulls them.
pub(crate) const PUSHES: &str = "roles/artifactregistry.writer";

/// Pulls images of a registry.
const PULLS: &str = "roles/artifactregistry.reader";

/// Finds clusters. What somebody may do in one, the cluster says.
pub(crate) const FINDS_CLUSTERS: &str = "roles/container.clusterViewer";

/// The domains of the accounts of services, in which nobody but Google makes accounts.
pub(crate) const SERVICES: [&str; 8] = [
    "cloud-redis",
    "compute-system",
    "container-engine-robot",
    "gcp-sa-artifactregistry",
    "gcp-sa-cloud-sql",
    "gcp-sa-gkebackup",
    "gcp-sa-secretmanager",
    "gs-project-accounts",
];

/// What gives somebody a role.
const GRANT: &str = "IAMPolicyMember";

/// Whether a sink may write to a bucket.
pub(super) fn may_write(sink: &Subject<'_>, bucket: &Subject<'_>) -> bool {
    of_app(bucket, GRANT).any(|it| {
        knows_all_of(&it)
            && it.text("spec/role") == Some(WRITES)
            && it.lacks("spec/condition")
            && it.text("spec/resourceRef/kind") == Some("StorageBucket")
            && names(&it, bucket, it.property("spec/resourceRef/name"))
            && names(&it, sink, it.property("spec/memberFrom/logSinkRef/name"))
    })
}

/// Whether an account is that of nodes and of nobody else: it has their role and none beside it but to pull images, nobody acts as it,
/// and no database knows it.
pub(super) fn serves_nodes_alone(account: &Subject<'_>) -> bool {
    let Some((name, project)) = account.text("metadata/name").zip(project(account)) else { return false };
    let user = format!("{name}@{project}.iam");
    let is_address = |text: &str| text.rsplit([':', '/']).next().is_some_and(|it| it.starts_with(&format!("{user}.")));
    // What nobody can read may be the account's.
    let says = |it: &Subject<'_>, path: &str, is_it: &dyn Fn(&str) -> bool| {
        it.property(path).is_some_and(|text| said(it, text).is_none_or(|text| is_it(&text)))
    };
    let of_it = |it: &Subject<'_>, path: &str| names(it, account, it.property(path));
    let given =
        |it: &Subject<'_>| of_it(it, "spec/memberFrom/serviceAccountRef/name") || says(it, "spec/member", &is_address);
    let acted_as = |it: &Subject<'_>| {
        let is_it = || says(it, "spec/resourceRef/external", &is_address);
        it.text("spec/resourceRef/kind") == Some("IAMServiceAccount") && (of_it(it, "spec/resourceRef/name") || is_it())
    };
    let is_user = |it: &Subject<'_>| says(it, "spec/resourceID", &|text| text == user);
    let roles: Vec<_> = of_app(account, GRANT).filter(given).collect();
    roles.iter().any(|it| it.text("spec/role") == Some(SERVES_NODES))
        && roles.iter().all(|it| matches!(it.text("spec/role"), Some(SERVES_NODES | PULLS)))
        && !of_app(account, GRANT).any(|it| acted_as(&it))
        && !of_app(account, "SQLUser").any(|it| is_user(&it))
}

impl Grant {
    fn is(&self, it: &Subject<'_>) -> bool {
        it.text("spec/role") == Some(self.role) && self.is_on(it) && self.who.has(it)
    }

    /// Whether it is on one object of the app.
    fn is_on(&self, it: &Subject<'_>) -> bool {
        if matches!(self.on, "Project" | "SQLInstance") {
            let named = it.text("spec/resourceRef/external").and_then(|it| it.strip_prefix("projects/"));
            let narrowed = match self.on {
                "SQLInstance" => is_on_an_instance(it),
                _ => it.lacks("spec/condition"),
            };
            return it.text("spec/resourceRef/kind") == Some("Project")
                && named.is_some()
                && named == project(it)
                && narrowed;
        }
        let only = it.lacks("spec/condition")
            && it.property("spec/resourceRef").is_some_and(|it| has_only(it, &["apiVersion", "kind", "name"]));
        only && it.text("spec/resourceRef/kind") == Some(self.on)
            && named(it, it.property("spec/resourceRef/name"), self.on).is_some()
    }
}

/// Whether a condition narrows a role down to one database of the app.
fn is_on_an_instance(it: &Subject<'_>) -> bool {
    let before = project(it).map(|project| format!("resource.name == \"projects/{project}/instances/"));
    before.zip(it.property("spec/condition/expression")).is_some_and(|(before, expression)| {
        named_inside(it, expression, &before, OF_AN_INSTANCE, "SQLInstance").is_some()
    })
}

impl Who {
    fn has(&self, it: &Subject<'_>) -> bool {
        let (member, from) = (it.text("spec/member"), it.property("spec/memberFrom"));
        match self {
            Self::Service => from.is_none() && member.is_some_and(|member| is_of_google(it, member)),
            Self::Workload => from.is_none() && member.is_some_and(|member| is_of_cluster(it, member)),
            Self::Sink => from_one(it, "logSinkRef", "LoggingLogSink", "spec/memberFrom/logSinkRef").is_some(),
            Self::Workflows => from.is_none() && lets_in_workflows(it),
            Self::Account => account(it).is_some_and(|account| !is_for_workflows(&account)),
            Self::ForWorkflows => account(it).is_some_and(|account| is_for_workflows(&account)),
        }
    }
}

/// The object of the app that a grant is for.
fn from_one<'a>(it: &Subject<'a>, name: &str, kind: &'static str, path: &str) -> Option<Subject<'a>> {
    let only = it.lacks("spec/member") && it.property("spec/memberFrom").is_some_and(|from| has_only(from, &[name]));
    referred(it, path, kind).filter(|_| only)
}

/// The account of the app that a grant is for.
fn account<'a>(it: &Subject<'a>) -> Option<Subject<'a>> {
    from_one(it, "serviceAccountRef", "IAMServiceAccount", "spec/memberFrom/serviceAccountRef")
}

/// Whether somebody is the account of a service of Google's in the object's own project: `serviceAccount:service-1@gcp-sa-cloud-sql.iam..`.
fn is_of_google(it: &Subject<'_>, member: &str) -> bool {
    let account =
        member.strip_prefix("serviceAccount:service-").and_then(|it| it.strip_suffix(".iam.gserviceaccount.com"));
    account
        .and_then(|it| it.split_once('@'))
        .is_some_and(|(number, service)| project_number(it) == Some(number) && SERVICES.contains(&service))
}

/// Whether somebody is one account of a cluster in the object's own project: `serviceAccount:clinic-prod.svc.id.goog[clinic/claims]`.
fn is_of_cluster(it: &Subject<'_>, member: &str) -> bool {
    let account = member.strip_prefix("serviceAccount:").and_then(|it| it.strip_suffix(']'));
    let Some((pool, account)) = account.and_then(|it| it.split_once(".svc.id.goog[")) else { return false };
    let parts: Vec<&str> = account.split('/').collect();
    project(it) == Some(pool) && parts.len() == 2 && parts.iter().all(|it| hc_cdk_manifest::naming::is_label(it))
}
