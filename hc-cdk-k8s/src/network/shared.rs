//! Something of the cloud that the cluster runs in, such as a database or a bucket: how a workload is let in.
//!
//! The cloud's own side lets it in (`hc_cdk::cluster`), and on this side an account bears what the cloud knows it by. Credentials
//! are read by an account of their own, as which no pod runs. What a workload does itself, such as reading objects of a bucket, it
//! does as its own account.

use hc_cdk::{
    control::soc2,
    stack::Scope,
    target::{Border, Target},
    uses::{Asked, Borne, Credentials, LetsIn, Request, Use},
    value::{Json, Object, Token, Value},
};
use hc_cdk_manifest::{
    naming::{kebab, pascal},
    object::Custom,
};

use super::{connect, given};
use crate::{
    api::core,
    chart::Kubernetes,
    naming::meta,
    secret::{SecretSpecification, StoreSpecification},
    zone::Space,
};

/// Keepers of secrets that clusters read, as the clouds call them.
const OF_AWS: &str = "SecretsManager";
const OF_GOOGLE: &str = "SecretManager";

/// Workloads of clusters use each other.
impl LetsIn<Kubernetes> for Kubernetes {}

impl Border for Kubernetes {
    fn bear(&self, scope: &mut Scope<'_>, request: &Request, borne: Borne) {
        match (request.asked, &request.using.connection.credentials) {
            (Asked::Rights, _) => annotate(scope, &request.here, borne),
            (Asked::Credentials, Some(credentials)) => {
                let text = |name: &str| request.here.get(name).and_then(Json::as_text);
                let zone = Space::of(&request.here);
                if let (Some(zone), Some(name), Some(key)) = (zone, text("name"), text("key")) {
                    declare(scope, &zone, name, key, credentials, borne);
                }
            }
            (Asked::Credentials, None) | (Asked::Way, _) => {}
        }
    }
}

/// Asks for the credentials of what a workload uses, which then reach the cluster as secrets; for something that has none and
/// takes no rights, asks that it is reached.
pub(crate) fn ask(scope: &mut Scope<'_>, zone: &Space, workload: &str, it: &Use) {
    let Some(credentials) = &it.connection.credentials else {
        if it.target != Kubernetes::NAME && it.rights().is_empty() {
            scope.request(it, Asked::Way, subject(zone, workload), Json::Null);
        }
        return;
    };
    if credentials.keeper == given::OF_THE_CLUSTER {
        // Who is in the namespace of a secret has a right to it, and nobody else.
        if let Some(there) = credentials.right_on.json().as_text().filter(|there| *there != zone.text) {
            let name = kebab(&it.connection.name);
            let message = format!("connects to `{name}`, whose password is a secret of the namespace `{there}`");
            scope.reject(None, message, format!("declare the workload in the namespace `{there}` too"));
        }
        return;
    }
    if ![OF_AWS, OF_GOOGLE].contains(&credentials.keeper) {
        scope.reject(
            None,
            format!("takes credentials that `{}` keeps, from where none reach a cluster", credentials.keeper),
            "use a store whose credentials are in a keeper of secrets that clusters read",
        );
        return;
    }
    let store = kebab(&it.connection.name);
    let name = given::name(workload, &store);
    let subject = subject(zone, &name);
    let here = zone.to_object().with("name", name).with("key", pascal(&store));
    scope.request(it, Asked::Credentials, subject, here);
}

/// Asks for the rights of what a workload uses of the cloud, for its own account, and opens the way to the cloud's services.
/// `shared` is whether the account may be that of others, too.
pub(crate) fn ask_rights(
    scope: &mut Scope<'_>,
    zone: &Space,
    workload: &str,
    uses: &[Use],
    account: &Value<String>,
    shared: bool,
) {
    let with_rights: Vec<&Use> = uses.iter().filter(|it| takes_rights(it)).collect();
    let Some(first) = with_rights.first().map(|it| it.connection.name.clone()) else { return };
    if shared {
        scope.reject(
            Some(soc2::LEAST_PRIVILEGE),
            format!("uses `{first}` by rights of its account, and others may have that account, too"),
            "leave out `.account(..)`: then it has one of its own",
        );
        return;
    }
    for it in with_rights {
        scope.request(it, Asked::Rights, subject(zone, workload), account.clone());
    }
    way_to_services(scope, zone, workload, &first);
}

/// Whether a workload uses something of a cloud by rights of its account.
fn takes_rights(it: &Use) -> bool {
    it.target != Kubernetes::NAME && !it.rights().is_empty()
}

/// The labels of pods, with those by which the cloud knows pods that act as something of it.
pub(crate) fn labelled(scope: &Scope<'_>, uses: &[Use], labels: Object) -> Object {
    let by_cloud = scope.cluster().filter(|_| uses.iter().any(takes_rights)).map(|it| it.labels.clone());
    by_cloud.unwrap_or_default().into_iter().fold(labels, |all, (name, value)| all.with(name, value))
}

/// Opens the way from a workload to the services of the cloud, in which `first` is what it uses.
fn way_to_services(scope: &mut Scope<'_>, zone: &Space, workload: &str, first: &str) {
    // A chart that is for no cluster has a finding of its own.
    let Some(services) = scope.cluster().map(|it| it.services.clone()) else { return };
    if services.is_empty() {
        scope.reject(
            None,
            format!(
                "uses `{first}` by rights of its account, and nothing says in which networks the cloud's services are"
            ),
            "say it where the cluster is described: `EksCluster::existing(..).services_in([cidr!(\"10.20.64.0/20\")])`",
        );
    }
    connect::out(scope, zone, workload, "cloud-services", &services, 443);
    let tokens = scope.cluster().map(|it| it.tokens.clone()).unwrap_or_default();
    for (network, port) in tokens {
        connect::out(scope, zone, workload, "cloud-tokens", &[network], port);
    }
}

/// What the tokens of an account say of it.
fn subject(zone: &Space, account: &str) -> String {
    format!("system:serviceaccount:{}:{account}", zone.text)
}

/// Writes on an account what the cloud knows it by.
fn annotate(scope: &mut Scope<'_>, account: &Json, borne: Borne) {
    let Json::Token(token) = account else { return };
    let Token::Attribute { resource, .. } = token.as_ref() else { return };
    let known = scope.amend_at(resource, |properties| {
        if let Some(Json::Object(metadata)) = properties.get_mut("metadata") {
            metadata.insert("annotations", annotations(borne));
        }
    });
    if !known {
        scope.reject(None, "has no account that could be let in", "let the chart make its account");
    }
}

fn annotations(borne: Borne) -> Object {
    borne.into_iter().fold(Object::new(), |all, (name, value)| all.with(name, value))
}

/// Declares who reads the credentials, where they are kept, and the secret that they become.
fn declare(scope: &mut Scope<'_>, zone: &Space, name: &str, key: &str, credentials: &Credentials, borne: Borne) {
    let mut metadata = meta(name.to_owned(), zone);
    metadata.annotations = Some(annotations(borne));
    let account =
        core::ServiceAccount { automount_service_account_token: Some(false), ..core::ServiceAccount::new(metadata) };
    let account = scope.resource(format!("{key}Reader"), account).id();
    let spec = match credentials.keeper {
        OF_GOOGLE => StoreSpecification::secret_manager(credentials.home.get("project").cloned(), account),
        _ => StoreSpecification::secrets_manager(credentials.region, account),
    };
    let store = scope.resource(format!("{key}Keeper"), Custom { metadata: meta(name.to_owned(), zone), spec }).id();
    let field = |field: &'static str| (field, credentials.id.clone(), field);
    let keys = credentials.fields.iter().map(|(_, it)| field(it)).collect();
    // From when the credentials are replaced to when they are read again, the old ones let nobody in.
    let spec =
        SecretSpecification { refresh: crate::span!("5m"), store, target: name.to_owned(), keys, template: None };
    scope.resource(format!("{key}Secret"), Custom { metadata: meta(name.to_owned(), zone), spec });
}
