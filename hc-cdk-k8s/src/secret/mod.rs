//! Secrets that live outside the cluster, or are generated in it. Here is only where they are; a secret with its data has no constructor.
//!
//! The External Secrets operator reads or generates them and makes the cluster's own secrets of them.

mod generated;
mod registry;

use hc_cdk::{
    builder::{Given, Once},
    construct::{Construct, Spec},
    data::DataClass,
    literal::domain::Domain,
    resource::{Made, ResourceType},
    rule::Rule,
    stack::{Scope, Within},
    value::{Json, Object, Value, sorted},
};
use hc_cdk_manifest::{
    naming::name_of,
    object::{Custom, Specification},
};
use hc_cdk_observe::KeyOf;

use crate::{
    access::{
        Account,
        service_account::{self, IsAccount},
    },
    bucket::{check_region, is_role},
    chart::Kubernetes,
    literal::duration::{IsSpan, Span},
    namespace::NamespaceFor,
    naming::meta,
    rules::rule,
    sentences::{SecretNeedsStore, StoreNeedsAccount, StoreNeedsKeeper},
    zone::Scoped,
};

pub use self::generated::{Generated, GeneratedSecret, GeneratedSecretBuilder};
pub use self::registry::{IsPullSecret, PullSecret, RegistryLogin, RegistryLoginBuilder};

hc_cdk::builder! {
    /// Where secrets are kept, and the account by which they are read.
    ///
    /// A store in a namespace makes an account of its own for that, which is called as the store is, with `-reader`. Give an account
    /// instead if whoever keeps the secrets knows one by another name.
    ///
    /// ```
    /// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
    /// use hc_cdk_k8s::{prelude::*, secret::{Keeper, SecretStore}};
    ///
    /// let mut chart = Chart::<(Hipaa, Production)>::new("clinic");
    /// let zone = chart.add("Clinical", Namespace::<Phi>::builder());
    /// let vault = chart.add("Vault", SecretStore::builder().perimeter(&zone)
    ///     .keeper(Keeper::Vault { server: domain!("vault.example.org"), path: "clinic", role: "claims" }));
    /// let database = ExternalSecret::builder().store(&vault).keys("claims/database", &["username", "password"]);
    /// let database = chart.add("Database", database);
    /// # assert!(App::new("clinic").stack(chart).synthesize().is_ok());
    /// ```
    pub struct SecretStore;
    /// A store that is being described.
    pub struct SecretStoreBuilder => SecretStore;
    needs {
        /// The account by which secrets are read. Its namespace is the store's.
        account(account: &(impl IsAccount + ?Sized)) -> Reader { Reader(By::Given(account.it().clone())) }: StoreNeedsAccount;
        /// Who keeps the secrets.
        keeper(keeper: impl IsKeeper) -> Keeper { keeper.it().clone() }: StoreNeedsKeeper;
    }
}

impl<Account, Keeper> SecretStoreBuilder<(Account, Keeper)> {
    /// The namespace that it is in, with an account of its own by which secrets are read.
    pub fn perimeter<D: DataClass>(
        self,
        perimeter: &(impl NamespaceFor<D> + ?Sized),
    ) -> SecretStoreBuilder<(Given<Reader>, Keeper)>
    where
        Account: Once,
    {
        let (_, keeper) = self.state;
        let reader = Reader(By::Own(perimeter.it().scoped.clone()));
        SecretStoreBuilder { state: (Given(reader), keeper), parts: self.parts }
    }
}

/// By whom the secrets of a store are read.
#[derive(Debug, Clone)]
#[doc(hidden)]
pub struct Reader(By);

#[derive(Debug, Clone)]
enum By {
    /// By an account of the program.
    Given(Account),
    /// By an account that the store makes in a namespace.
    Own(Scoped),
}

/// Who keeps secrets.
#[derive(Debug, Clone)]
pub enum Keeper {
    /// AWS Secrets Manager in that region, which the account reads as a role of AWS.
    SecretsManager {
        /// The region, such as `eu-west-2`.
        region: &'static str,
        /// The ARN of the role, as text or as a value of a stack. The role says which secrets may be read, and trusts the
        /// account: `system:serviceaccount:<namespace>:<account>` of the cluster's identity provider.
        role: Value<String>,
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

/// What the cluster's accounts say of the role that they take on AWS.
const ROLE: &str = "eks.amazonaws.com/role-arn";

impl Spec for SecretStore {
    type Handle = Store;
    const KIND: &'static str = "SecretStore";
    const INVARIANTS: &'static [Rule] = &[rule::READ_BY_AN_ACCOUNT];
}

impl<P> Construct<P, Kubernetes> for SecretStore {
    fn declare(self, scope: &mut Within<'_, P, Kubernetes>) -> Store {
        let Self { account, keeper } = self;
        let account = match account {
            Reader(By::Given(account)) => account,
            Reader(By::Own(zone)) => service_account::own(scope, zone),
        };
        let zone = account.zone.clone();
        let spec = match keeper {
            Keeper::SecretsManager { region, role } => {
                check_region(scope, region);
                assume(scope, &account, role);
                StoreSpecification::secrets_manager(region, account.name())
            }
            Keeper::Vault { server, path, role } => {
                if path.is_empty() || role.is_empty() {
                    let help = "name the path of its secrets, and the role that the account has there";
                    scope.reject(None, "reads a vault without a path or a role", help);
                }
                StoreSpecification::vault(&server, path, role, account.name())
            }
        };
        let metadata = meta(name_of(scope), &zone);
        let made = scope.resource("", Custom { metadata, spec });
        Store { made, zone }
    }
}

/// Lets the account take on the role, which it can if it says so itself.
fn assume(scope: &mut Scope<'_>, account: &Account, role: Value<String>) {
    let role: Json = role.into();
    if role.as_text().is_some_and(|text| !is_role(text)) {
        scope.reject(
            None,
            format!("reads as `{}`, which is no ARN of a role", role.as_text().unwrap_or_default()),
            "write it as `arn:aws:iam::111122223333:role/name`, or take it from a stack",
        );
        return;
    }
    let mut other = false;
    let ours = scope.amend(account.made(), |properties| {
        if let Some(Json::Object(metadata)) = properties.get_mut("metadata") {
            let mut all = metadata.get("annotations").and_then(Json::as_object).cloned().unwrap_or_default();
            other = all.get(ROLE).is_some_and(|it| *it != role);
            all.insert(ROLE, role);
            metadata.insert("annotations", all);
        }
    });
    if !ours {
        let message = format!("is read by the account `{}`, which is in another chart", account.text);
        scope.reject(None, message, "declare the store in the chart of its account");
    }
    if other {
        scope.reject(
            None,
            format!("gives the account `{}` a second role, and an account takes one", account.text),
            "give the store an account of its own",
        );
    }
}

/// Where a store finds its secrets, as the operator reads it.
pub(crate) struct StoreSpecification {
    provider: Object,
}

impl StoreSpecification {
    /// AWS Secrets Manager in that region, read by that account, which has a role already.
    pub(crate) fn secrets_manager(region: &'static str, account: Value<String>) -> Self {
        let auth =
            Object::new().with("jwt", Object::new().with("serviceAccountRef", Object::new().with("name", account)));
        let aws = Object::new().with("service", "SecretsManager").with("region", region).with("auth", auth);
        Self { provider: Object::new().with("aws", aws) }
    }

    /// Secret Manager of Google Cloud in that project, read by that account, which acts as one of the project already.
    pub(crate) fn secret_manager(project: Option<Json>, account: Value<String>) -> Self {
        let identity = Object::new().with("serviceAccountRef", Object::new().with("name", account));
        let google = Object::new()
            .with("projectID", project.unwrap_or(Json::Null))
            .with("auth", Object::new().with("workloadIdentity", identity));
        Self { provider: Object::new().with("gcpsm", google) }
    }

    fn vault(server: &Domain, path: &'static str, role: &'static str, account: Value<String>) -> Self {
        let kubernetes = Object::new()
            .with("mountPath", "kubernetes")
            .with("role", role)
            .with("serviceAccountRef", Object::new().with("name", account));
        let vault = Object::new()
            .with("server", format!("https://{}", server.as_str()))
            .with("path", path)
            .with("version", "v2")
            .with("auth", Object::new().with("kubernetes", kubernetes));
        Self { provider: Object::new().with("vault", vault) }
    }
}

impl Specification for StoreSpecification {
    const TYPE: &'static ResourceType = &ResourceType::untyped("external-secrets.io/v1/SecretStore");
}

impl From<StoreSpecification> for Json {
    fn from(it: StoreSpecification) -> Self {
        Object::new().with("provider", it.provider).into()
    }
}

hc_cdk::builder! {
    /// A secret of a store, and which of its fields workloads may take. It is in the namespace of its store.
    pub struct ExternalSecret;
    /// A secret that is being described.
    pub struct ExternalSecretBuilder => ExternalSecret;
    needs {
        /// Where it is kept.
        store(store: &(impl IsStore + ?Sized)) -> Store { store.it().clone() }: SecretNeedsStore;
    }
    may {
        /// How often it is read again, so that a rotated secret arrives; every hour by default.
        refresh(span: impl IsSpan) -> Span { span.it().clone() } = crate::span!("1h");
    }
    also { keys: Vec<(&'static str, &'static str, &'static str)> }
}

impl<State> ExternalSecretBuilder<State> {
    /// The secret's name in the store, and fields of it that are keys of the same names in the cluster.
    pub fn keys(mut self, secret: &'static str, fields: &[&'static str]) -> Self {
        self.keys.extend(fields.iter().map(|field| (*field, secret, *field)));
        self
    }

    /// A key of the secret in the cluster, the secret's name in the store, and the field that is taken, for a key that is called
    /// otherwise than its field.
    pub fn key(mut self, key: &'static str, secret: &'static str, field: &'static str) -> Self {
        self.keys.push((key, secret, field));
        self
    }
}

/// A secret that a chart has taken: where it is, not what it says.
#[derive(Debug, Clone)]
pub struct Secret {
    /// Its name in the cluster, which is that of the object that makes it.
    name: Value<String>,
    pub(crate) zone: Scoped,
    pub(crate) text: String,
    pub(crate) keys: Vec<&'static str>,
}

impl Secret {
    /// One of its keys, for a channel by which somebody is told.
    pub fn field(&self, key: &'static str) -> KeyOf {
        KeyOf { secret: self.name(), key, place: self.zone.text.clone(), is_missing: !self.keys.contains(&key) }
    }

    pub(crate) fn name(&self) -> Value<String> {
        self.name.clone()
    }
}

impl Spec for ExternalSecret {
    type Handle = Secret;
    const KIND: &'static str = "ExternalSecret";
    const INVARIANTS: &'static [Rule] = &[rule::SECRET_BY_REFERENCE];
}

impl<P> Construct<P, Kubernetes> for ExternalSecret {
    fn declare(self, scope: &mut Within<'_, P, Kubernetes>) -> Secret {
        let (zone, text) = (self.store.zone, name_of(scope));
        if self.keys.is_empty() {
            scope.reject(None, "has no keys", "say with `.keys(..)` what is taken of the secret");
        }
        let keys: Vec<&'static str> = self.keys.iter().map(|(key, ..)| *key).collect();
        if sorted(&keys).len() < keys.len() {
            scope.reject(None, "has two keys of one name", "give one of them another name");
        }
        let spec = SecretSpecification {
            refresh: self.refresh,
            store: self.store.made.id(),
            target: text.clone(),
            keys: self.keys.into_iter().map(|(key, secret, field)| (key, secret.into(), field)).collect(),
            template: None,
        };
        let made = scope.resource("", Custom { metadata: meta(text.clone(), &zone), spec });
        Secret { name: made.id(), zone, text, keys }
    }
}

pub(crate) struct SecretSpecification {
    pub(crate) refresh: Span,
    pub(crate) store: Value<String>,
    pub(crate) target: String,
    /// The keys in the cluster, what the store finds the secrets by, and their fields.
    pub(crate) keys: Vec<(&'static str, Value<String>, &'static str)>,
    /// What the secret of the cluster is made of, if it is not these keys.
    pub(crate) template: Option<Object>,
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
        let mut target = Object::new().with("name", it.target).with("creationPolicy", "Owner");
        target.put("template", it.template);
        Object::new()
            .with("refreshInterval", Value::<String>::from(it.refresh))
            .with("secretStoreRef", Object::new().with("kind", "SecretStore").with("name", it.store))
            .with("target", target)
            .with("data", data)
            .into()
    }
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "`{Self}` is not a secret of the cluster that is handed over by reference",
        label = "give what `chart.add` returned for an `ExternalSecret` or a `GeneratedSecret`",
        note = "HIPAA 45 CFR 164.308(a)(5)(ii)(D): password management; ISO/IEC 27001:2022 A.8.5: secure authentication"
    )]
    /// A secret of the cluster.
    ByReference: Secret;
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "`{Self}` is not a secret that is kept outside the cluster",
        label = "give what `chart.add` returned for an `ExternalSecret`: this has to outlast the cluster, or somebody outside knows it",
        note = "HIPAA 45 CFR 164.312(a)(2)(iv): encryption; ISO/IEC 27001:2022 A.8.24: cryptography"
    )]
    /// A secret that is kept outside the cluster.
    KeptOutside: Secret;
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "this is not a store of secrets",
        label = "give what `chart.add` returned for a `SecretStore`"
    )]
    /// A store of secrets.
    IsStore: Store;
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "this is nobody who keeps secrets",
        label = "say who: `Keeper::Vault {{ .. }}` or `Keeper::SecretsManager {{ .. }}`"
    )]
    /// A keeper.
    IsKeeper: Keeper;
}
