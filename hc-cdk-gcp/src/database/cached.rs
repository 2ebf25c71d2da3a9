//! The handle of a cache on Memorystore: what workloads connect to.

use std::marker::PhantomData;

use hc_cdk::{
    data::DataClass,
    literal::cidr::CidrBlock,
    model::ConstructRef,
    stack::Scope,
    uses::{Connection, Credentials, Place, Usable},
    value::Value,
};
use hc_cdk_manifest::{
    naming::{name_of, pascal, shorten},
    object::Custom,
    tree,
};

use super::handle::said;
use crate::{
    kinds::SecretManagerSecret,
    naming::{by_name, meta},
    perimeter::Zone,
    project::Home,
    stack::Gcp,
};

/// A cache that a stack has taken, with data of class `D`.
///
/// A workload that connects to it finds in `NAME_PORT` its port, in the file `NAME_HOST_FILE` where it is, in `NAME_AUTH_FILE` its password, and
/// in `NAME_CA_FILE` the certificates by which it is known. Host, password and certificates are Google's, and known when the cache is there:
/// they stand in a secret of the project that one account of the workload's cluster reads, into which `login.sh`, beside what is written, puts
/// them. Whoever reaches it can write to it.
#[derive(Debug, Clone)]
pub struct CacheStore<D> {
    facts: Facts,
    class: PhantomData<fn() -> D>,
}

/// The same without its class of data as a type.
#[derive(Debug, Clone)]
pub(super) struct Facts {
    this: ConstructRef,
    name: String,
    region: &'static str,
    /// Its object, as a reference.
    instance: Value<String>,
    /// The secret with what it takes to log in: its name, which charts say as text, and its object, as a reference.
    called: String,
    login: Value<String>,
    /// The key that encrypts the secret.
    key: Value<String>,
    /// The network that it is in.
    network: Value<String>,
    /// The addresses of stores there.
    stores: CidrBlock,
    home: Home,
}

/// The service that keeps the secret.
const KEEPER: &str = "SecretManager";

/// The port at which a cache speaks TLS.
///
/// Source: "About in-transit encryption" of Memorystore for Redis.
const PORT: u16 = 6378;

impl<D> CacheStore<D> {
    pub(super) fn new(facts: Facts) -> Self {
        Self { facts, class: PhantomData }
    }

    /// The name of its object.
    pub fn name(&self) -> &str {
        &self.facts.name
    }

    /// Its object, as a reference.
    pub fn instance(&self) -> &Value<String> {
        &self.facts.instance
    }
}

impl Facts {
    /// Declares the secret of a cache. What is in it somebody puts there who may see it, and no file has it.
    pub(super) fn with_login(scope: &mut Scope<'_>, zone: &Zone, instance: Value<String>) -> Self {
        let (name, home) = (name_of(scope), zone.home().clone());
        let called = shorten(&format!("{name}-login"));
        scope.file("login.sh", script(&name, &called, home.id()));
        zone.key.serves_as(scope, "LoginKeyUse", "gcp-sa-secretmanager");
        let here = tree! {
            location: scope.region(),
            customerManagedEncryption: { kmsKeyRef: by_name(&zone.key.id) },
        };
        let spec = SecretManagerSecret(tree! { replication: { userManaged: { replicas: vec![here] } } });
        let made = scope.resource("Login", Custom { metadata: meta(called.clone(), &home), spec });
        scope.after(&made, "LoginKeyUse");
        Self {
            this: scope.this(),
            name,
            region: scope.region(),
            instance,
            called,
            login: made.id(),
            key: zone.key.id.clone(),
            network: zone.network.id.clone(),
            stores: zone.network.plan.stores,
            home,
        }
    }
}

/// What somebody runs once the cache is there, and whenever its password or a certificate is another one.
fn script(name: &str, secret: &str, project: &str) -> String {
    format!(
        "# Once the cache `{name}` is there, and whenever its password or its certificates are others: puts them, and where it is,\n\
         # into the secret that those read who use it.\n\
         kubectl get redisinstances.redis.cnrm.cloud.google.com {name} --namespace {project} --output json |\n  \
         jq '{{host: .status.host, auth: .status.observedState.authString, ca: ([.status.serverCaCerts[].cert] | join(\"\\n\"))}}' |\n  \
         gcloud secrets versions add {secret} --project {project} --data-file=-\n"
    )
}

impl<D: DataClass> Usable for CacheStore<D> {
    type Class = D;
    type Target = Gcp;

    fn connection(&self) -> Connection {
        let Facts { this, name, region, called, login, key, network, stores, home, .. } = &self.facts;
        let place = Place { host: None, port: Some(PORT), networks: vec![*stores], gate: Some(network.clone().into()) };
        let credentials = Credentials {
            keeper: KEEPER,
            region,
            id: called.clone().into(),
            right_on: login.clone(),
            key: key.clone(),
            home: said(home),
            fields: vec![("HOST", "host"), ("AUTH", "auth"), ("CA", "ca")],
        };
        Connection::new(this.clone(), pascal(name)).at(place).credentials(credentials)
    }
}
