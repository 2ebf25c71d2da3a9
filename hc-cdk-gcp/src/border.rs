//! Where workloads of a cluster use what is on Google Cloud: the account that one of them alone may act as, and what it may do.
//!
//! An account of a cluster is known by the identities of the project, without keys. It acts as an account of the project that nobody else
//! acts as, and that has a role on each thing that its workload uses.

use hc_cdk::{
    cluster::ClusterFacts,
    stack::Scope,
    target::{Bearer, Border, Target},
    uses::{Borne, Credentials, LetsIn, Place, Right},
    value::{Json, Object, Value},
};
use hc_cdk_manifest::{
    hash,
    naming::name_of,
    object::{AreObjects, Custom},
    tree,
};

use crate::{
    database::{DATABASE_ROLES, may_use},
    grant,
    kinds::{ServiceAccount, SqlUser},
    literal::ProjectId,
    names::{MAY_ACT_AS, READS_SECRETS, SECRET},
    naming::{by_name, meta},
    project::Home,
    stack::Gcp,
};

/// Workloads of clusters are let in, which are written as objects as well; `Border` does it.
#[diagnostic::do_not_recommend]
impl<T: Target> LetsIn<T> for Gcp where T::Resources: AreObjects {}

/// What an account of a cluster says of the account of the project that it acts as.
const ACTS_AS: &str = "iam.gke.io/gcp-service-account";

impl Border for Gcp {
    /// In one network, the firewall lets it through already.
    fn reach(&self, scope: &mut Scope<'_>, cluster: &ClusterFacts, place: &Place) {
        if place.gate.as_ref().is_some_and(|network| *network != cluster.hosts) {
            let message = format!("is in another network than the cluster `{}`", cluster.name);
            scope.reject(None, message, "make both in one perimeter");
        }
    }

    fn let_in(&self, scope: &mut Scope<'_>, account: &Bearer<'_>, rights: &[Right], before: Option<&Borne>) -> Borne {
        let Some(home) = rights.first().and_then(|it| home_of(&it.conditions)) else { return Borne::new() };
        let name = name_for(account.subject);
        let id: Value<String> = name.clone().into();
        if before.is_none() {
            declare(scope, &home, &name, account);
        }
        for instance in rights.iter().filter(|it| it.actions == DATABASE_ROLES).flat_map(|it| &it.resources) {
            let instance = Value::from_json(instance.clone());
            for (role, part) in DATABASE_ROLES.iter().zip(["Connects", "LogsIn"]) {
                grant::on_project(scope, part, &home, &id, role, Some(may_use(&home, &instance)));
            }
            let spec = tree! {
                type: "CLOUD_IAM_SERVICE_ACCOUNT",
                instanceRef: by_name(&instance),
                resourceID: format!("{name}@{}.iam", home.id()),
            };
            scope.resource("User", Custom { metadata: meta(name_of(scope), &home), spec: SqlUser(spec) });
        }
        vec![acts_as(&home, &name)]
    }

    fn read(&self, scope: &mut Scope<'_>, account: &Bearer<'_>, credentials: &Credentials) -> Borne {
        let Some(home) = home_of(&credentials.home) else { return Borne::new() };
        let name = name_for(account.subject);
        let id: Value<String> = name.clone().into();
        declare(scope, &home, &name, account);
        grant::on(
            scope,
            "Reads",
            &home,
            grant::Grant {
                member: tree! { memberFrom: { serviceAccountRef: by_name(&id) } },
                role: READS_SECRETS,
                kind: ("secretmanager.cnrm.cloud.google.com/v1beta1", SECRET),
                resource: &credentials.right_on,
            },
        );
        vec![acts_as(&home, &name)]
    }
}

/// What an account of a cluster says of the account that it acts as.
fn acts_as(home: &Home, name: &str) -> (&'static str, Value<String>) {
    (ACTS_AS, format!("{name}@{}.iam.gserviceaccount.com", home.id()).into())
}

/// Declares the account of the project, and that one account of the cluster may act as it.
fn declare(scope: &mut Scope<'_>, home: &Home, name: &str, account: &Bearer<'_>) {
    let what: String = format!("{} of {}", account.subject, account.cluster.name).chars().take(LONGEST).collect();
    let spec = ServiceAccount(tree! { displayName: what });
    let made = scope.resource("Account", Custom { metadata: meta(name.to_owned(), home), spec }).id();
    let mut parts = account.subject.rsplit(':');
    let (of, space) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let member =
        Value::concat(["serviceAccount:".into(), account.cluster.issuer.clone(), format!("[{space}/{of}]").into()]);
    grant::on(
        scope,
        "ActsAs",
        home,
        grant::Grant {
            member: tree! { member: member },
            role: MAY_ACT_AS,
            kind: ("iam.cnrm.cloud.google.com/v1beta1", "IAMServiceAccount"),
            resource: &made,
        },
    );
}

/// The most characters that say what an account is for.
const LONGEST: usize = 100;

/// A name of 30 characters at most, which is one of its own.
fn name_for(subject: &str) -> String {
    let account = subject.rsplit(':').next().unwrap_or_default();
    let start: String = account.chars().take(13).collect();
    format!("{}-{}", start.trim_end_matches('-'), hash::of([subject]))
}

/// The project in which a right is given, as a connection carries it.
fn home_of(said: &Object) -> Option<Home> {
    let id = ProjectId::parse(said.get("project").and_then(Json::as_text)?).ok()?;
    let namespace = Value::from_json(said.get("namespace")?.clone());
    Some(Home { id, number: 0, namespace })
}
