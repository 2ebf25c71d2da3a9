//! Secrets that live outside the cluster. Here is only where they are; a secret with its data has no constructor.
//!
//! The External Secrets operator reads them and makes the cluster's own secrets of them.

use hc_cdk::{
    construct::{Invariant, Spec},
    control::{hipaa, iso27001, soc2},
    data::DataClass,
    literal::domain::Domain,
    resource::{Made, ResourceType},
    stack::Scope,
    value::{Json, Object, Value},
};
use typed_builder::TypedBuilder;

use crate::{
    access::Account,
    chart::ClusterConstruct,
    custom::{Custom, Specification},
    literal::duration::Span,
    namespace::{Namespace, Scoped},
    naming::{meta, name_of},
};

const BY_REFERENCE: Invariant = Invariant {
    sentence: "secrets stay in the store that keeps and rotates them, and reach the cluster by reference",
    controls: &[
        hipaa::PASSWORDS,
        hipaa::ENCRYPTION,
        soc2::LOGICAL_ACCESS,
        iso27001::AUTHENTICATION,
        iso27001::CRYPTOGRAPHY,
    ],
};

/// Where secrets are kept, and the account by which they are read.
///
/// ```
/// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
/// use hc_cdk_k8s::{prelude::*, secret::{Keeper, SecretStore}};
///
/// let mut chart = Chart::<(Hipaa, Production)>::new("clinic");
/// let zone = chart.add("Clinical", Namespace::<Phi>::builder().build());
/// let reader = chart.add("Reader", ServiceAccount::builder().perimeter(&zone).build());
/// let vault = chart.add("Vault", SecretStore::builder().account(&reader)
///     .keeper(Keeper::Vault { server: domain!("vault.example.org"), path: "clinic", role: "claims" }).build());
/// let database = chart.add("Database", ExternalSecret::builder().perimeter(&zone).store(&vault)
///     .key("password", "claims/database", "password").build());
/// # assert!(App::new("clinic").stack(chart).synthesize().is_ok());
/// ```
#[derive(Debug, Clone, TypedBuilder)]
pub struct SecretStore {
    /// The account by which secrets are read. Its namespace is the store's.
    #[builder(setter(transform = |account: &Account| account.clone()))]
    account: Account,
    /// Who keeps the secrets.
    keeper: Keeper,
}

/// Who keeps secrets.
#[derive(Debug, Clone)]
pub enum Keeper {
    /// AWS Secrets Manager in that region. The account's role says which secrets may be read.
    SecretsManager {
        /// The region, such as `eu-west-2`.
        region: &'static str,
    },
    /// Vault, with version 2 of its key-value store.
    Vault {
        /// The server, which speaks TLS.
        server: Domain,
        /// Where the store is mounted.
        path: &'static str,
        /// The role that the account takes.
        role: &'static str,
    },
}

/// A store of secrets that a chart has taken.
#[derive(Debug, Clone)]
pub struct Store {
    made: Made<Custom<StoreSpecification>>,
    zone: Scoped,
}

impl Keeper {
    /// The keeper that stores of a cloud call by that name, in that region.
    pub(crate) fn named(name: &str, region: &'static str) -> Option<Self> {
        (name == "SecretsManager").then_some(Self::SecretsManager { region })
    }
}

impl Spec for SecretStore {
    type Handle = Store;
    const KIND: &'static str = "SecretStore";
    const INVARIANTS: &'static [Invariant] = &[BY_REFERENCE];
}

impl<P> ClusterConstruct<P> for SecretStore {
    fn declare(self, scope: &mut Scope<'_>) -> Store {
        let Self { account, keeper } = self;
        let zone = account.zone.clone();
        let made = scope.resource(
            "",
            Custom {
                metadata: meta(name_of(scope), &zone),
                spec: StoreSpecification { account: account.name(), keeper },
            },
        );
        Store { made, zone }
    }
}

pub(crate) struct StoreSpecification {
    pub(crate) account: Value<String>,
    pub(crate) keeper: Keeper,
}

impl Specification for StoreSpecification {
    const TYPE: &'static ResourceType = &ResourceType::untyped("external-secrets.io/v1/SecretStore");
}

impl From<StoreSpecification> for Json {
    fn from(it: StoreSpecification) -> Self {
        let account = Object::new().with("name", it.account);
        let provider = match it.keeper {
            Keeper::SecretsManager { region } => Object::new().with(
                "aws",
                Object::new()
                    .with("service", "SecretsManager")
                    .with("region", region)
                    .with("auth", Object::new().with("jwt", Object::new().with("serviceAccountRef", account))),
            ),
            Keeper::Vault { server, path, role } => Object::new().with(
                "vault",
                Object::new()
                    .with("server", format!("https://{}", server.as_str()))
                    .with("path", path)
                    .with("version", "v2")
                    .with(
                        "auth",
                        Object::new().with(
                            "kubernetes",
                            Object::new()
                                .with("mountPath", "kubernetes")
                                .with("role", role)
                                .with("serviceAccountRef", account),
                        ),
                    ),
            ),
        };
        Object::new().with("provider", provider).into()
    }
}

/// A secret of a store, and which of its fields workloads may take.
#[derive(Debug, Clone, TypedBuilder)]
#[builder(mutators(
    /// A key of the secret in the cluster, the secret's name in the store, and the field that is taken.
    #[allow(unreachable_pub, reason = "the builder has the method too, and is public")]
    pub fn key(&mut self, key: &'static str, secret: &'static str, field: &'static str) {
        self.keys.push((key, secret, field));
    }
))]
pub struct ExternalSecret<D: DataClass> {
    /// The namespace that it is in.
    #[builder(setter(transform = |perimeter: &Namespace<D>| perimeter.clone()))]
    perimeter: Namespace<D>,
    /// Where it is kept.
    #[builder(setter(transform = |store: &Store| store.clone()))]
    store: Store,
    /// How often it is read again, so that a rotated secret arrives; every hour by default.
    #[builder(default = crate::span!("1h"))]
    refresh: Span,
    #[builder(via_mutators)]
    keys: Vec<(&'static str, &'static str, &'static str)>,
}

/// A secret that a chart has taken: where it is, not what it says.
#[derive(Debug, Clone)]
pub struct Secret {
    made: Made<Custom<SecretSpecification>>,
    pub(crate) zone: Scoped,
    pub(crate) text: String,
    pub(crate) keys: Vec<&'static str>,
}

impl Secret {
    /// The name of the secret in the cluster, which is that of the object that makes it.
    pub(crate) fn name(&self) -> Value<String> {
        self.made.id()
    }
}

impl<D: DataClass> Spec for ExternalSecret<D> {
    type Handle = Secret;
    const KIND: &'static str = "ExternalSecret";
    const INVARIANTS: &'static [Invariant] = &[BY_REFERENCE];
}

impl<D: DataClass, P> ClusterConstruct<P> for ExternalSecret<D> {
    fn declare(self, scope: &mut Scope<'_>) -> Secret {
        let (zone, text) = (self.perimeter.scoped, name_of(scope));
        if zone.this != self.store.zone.this {
            scope.reject(
                None,
                format!("is read from a store in the namespace `{}`", self.store.zone.text),
                format!("declare a store in the namespace `{}` too", zone.text),
            );
        }
        if self.keys.is_empty() {
            scope.reject(None, "has no keys", "say with `.key(..)` what is taken of the secret");
        }
        let keys: Vec<&'static str> = self.keys.iter().map(|(key, ..)| *key).collect();
        if keys.iter().collect::<std::collections::BTreeSet<_>>().len() < keys.len() {
            scope.reject(None, "has two keys of one name", "give one of them another name");
        }
        let spec = SecretSpecification {
            refresh: self.refresh,
            store: self.store.made.id(),
            target: text.clone(),
            keys: self.keys.into_iter().map(|(key, secret, field)| (key, secret.into(), field)).collect(),
        };
        let made = scope.resource("", Custom { metadata: meta(text.clone(), &zone), spec });
        Secret { made, zone, text, keys }
    }
}

pub(crate) struct SecretSpecification {
    pub(crate) refresh: Span,
    pub(crate) store: Value<String>,
    pub(crate) target: String,
    /// The keys in the cluster, what the store finds the secrets by, and their fields.
    pub(crate) keys: Vec<(&'static str, Value<String>, &'static str)>,
}

impl Specification for SecretSpecification {
    const TYPE: &'static ResourceType = &ResourceType::untyped("external-secrets.io/v1/ExternalSecret");
}

impl From<SecretSpecification> for Json {
    fn from(it: SecretSpecification) -> Self {
        let data: Vec<Object> = it
            .keys
            .into_iter()
            .map(|(key, secret, field)| {
                Object::new()
                    .with("secretKey", key)
                    .with("remoteRef", Object::new().with("key", secret).with("property", field))
            })
            .collect();
        Object::new()
            .with("refreshInterval", Value::<String>::from(it.refresh))
            .with("secretStoreRef", Object::new().with("kind", "SecretStore").with("name", it.store))
            .with("target", Object::new().with("name", it.target).with("creationPolicy", "Owner"))
            .with("data", data)
            .into()
    }
}
