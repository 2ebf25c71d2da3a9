//! Secrets that are generated in the cluster, such as the login to a store: nobody thinks them up, and nobody has to see them.
//!
//! Not for what somebody outside has to know, and not for a key by which data are encrypted: what is generated is kept in the cluster and
//! nowhere else. By construction it is made once, and what is made stays when the object that made it is made anew.

use hc_cdk::{
    construct::{Construct, Spec},
    control::{hipaa, iso27001},
    data::DataClass,
    resource::ResourceType,
    rule::Rule,
    stack::{Scope, Within},
    value::{Json, Object, Value, sorted},
};
use hc_cdk_manifest::{
    naming::name_of,
    object::{Custom, Specification},
};

use super::{ByReference, Secret};
use crate::{
    chart::Kubernetes,
    namespace::{Namespace, NamespaceFor},
    naming::meta,
    rules::{FEWEST_CHARACTERS, GENERATED, GENERATORS, rule},
    sentences::ObjectNeedsNamespace,
    zone::Scoped,
};

hc_cdk::builder! {
    /// A secret whose passwords the External Secrets operator generates, once: each has 32 letters and digits.
    ///
    /// It replaces none by itself, since who logs in and who is logged in to would have to change at the same moment. Whoever operates the
    /// cluster does, as often as the policy asks for: they delete the cluster's `Secret` of this name, of which the operator makes
    /// another one, and start the pods that have it again. A `Redis` is started again, too; other stores are told by their operators.
    ///
    /// A `MongoDb` takes none: its backups have its passwords in them, and are of no use to a cluster that does not know these.
    ///
    /// ```
    /// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
    /// use hc_cdk_k8s::prelude::*;
    ///
    /// let mut chart = Chart::<(Hipaa, Production)>::new("clinic");
    /// let zone = chart.add("Clinical", Namespace::<Phi>::builder());
    /// let login = GeneratedSecret::builder().perimeter(&zone).password("password").beside("username", "claims");
    /// let login = chart.add("Login", login);
    /// # assert!(App::new("clinic").stack(chart).synthesize().is_ok());
    /// ```
    pub struct GeneratedSecret<D: DataClass>;
    /// A secret that is being described.
    pub struct GeneratedSecretBuilder => GeneratedSecret<D>;
    needs {
        /// The namespace that it is in.
        perimeter(perimeter: &(impl NamespaceFor<D> + ?Sized)) -> Namespace<D> { perimeter.it().clone() }: ObjectNeedsNamespace;
    }
    also { passwords: Vec<&'static str>, beside: Vec<(&'static str, &'static str)> }
}

impl<D: DataClass, State> GeneratedSecretBuilder<D, State> {
    /// A key of the secret with a password of its own.
    pub fn password(mut self, key: &'static str) -> Self {
        self.passwords.push(key);
        self
    }

    /// Puts something that is no secret beside the passwords, such as a user's name.
    pub fn beside(mut self, key: &'static str, value: &'static str) -> Self {
        self.beside.push((key, value));
        self
    }
}

/// A secret that is generated, as a chart has taken it.
#[derive(Debug, Clone)]
pub struct Generated(Secret);

#[diagnostic::do_not_recommend]
impl ByReference for Generated {
    fn it(&self) -> &Secret {
        &self.0
    }
}

impl<D: DataClass> Spec for GeneratedSecret<D> {
    type Handle = Generated;
    const KIND: &'static str = "GeneratedSecret";
    const INVARIANTS: &'static [Rule] = &[
        rule::SECRET_BY_REFERENCE,
        rule::GENERATED_PASSWORD_IS_LONG,
        Rule::stated(
            "whoever operates the cluster replaces what is generated in it as often as the policy asks for",
            &[hipaa::PASSWORDS, iso27001::AUTHENTICATION],
        ),
    ];
}

impl<D: DataClass, P> Construct<P, Kubernetes> for GeneratedSecret<D> {
    fn declare(self, scope: &mut Within<'_, P, Kubernetes>) -> Generated {
        declare(scope, self.perimeter.scoped, self.passwords, self.beside)
    }
}

fn declare(
    scope: &mut Scope<'_>,
    zone: Scoped,
    passwords: Vec<&'static str>,
    beside: Vec<(&'static str, &'static str)>,
) -> Generated {
    if passwords.is_empty() {
        scope.reject(None, "has no password", "say with `.password(..)` what is generated");
    }
    let keys: Vec<&'static str> = passwords.iter().copied().chain(beside.iter().map(|(key, _)| *key)).collect();
    if sorted(&keys).len() < keys.len() {
        scope.reject(None, "has two keys of one name", "give one of them another name");
    }
    let text = name_of(scope);
    let by = scope.resource("Generator", Custom { metadata: meta(text.clone(), &zone), spec: Password });
    let spec = GeneratedSpecification { by: by.id(), target: text.clone(), passwords, beside };
    let made = scope.resource("", Custom { metadata: meta(text.clone(), &zone), spec });
    Generated(Secret { name: made.id(), zone, text, keys })
}

/// Of what passwords are made. Letters and digits need no quotes in addresses and files.
struct Password;

impl Specification for Password {
    const TYPE: &'static ResourceType = &ResourceType::untyped("generators.external-secrets.io/v1alpha1/Password");
}

impl From<Password> for Json {
    fn from(_: Password) -> Self {
        Object::new()
            .with("length", FEWEST_CHARACTERS)
            .with("digits", FEWEST_CHARACTERS / 4)
            .with("symbols", 0)
            .with("noUpper", false)
            .with("allowRepeat", true)
            .into()
    }
}

struct GeneratedSpecification {
    by: Value<String>,
    target: String,
    passwords: Vec<&'static str>,
    beside: Vec<(&'static str, &'static str)>,
}

impl Specification for GeneratedSpecification {
    const TYPE: &'static ResourceType = &ResourceType::untyped("external-secrets.io/v1/ExternalSecret");
}

impl From<GeneratedSpecification> for Json {
    fn from(it: GeneratedSpecification) -> Self {
        let GeneratedSpecification { by, target, passwords, beside } = it;
        // Each entry is a call of the generator, and each call another password.
        let all: Vec<Object> = passwords.into_iter().map(|key| one(by.clone(), key)).collect();
        let mut target = Object::new().with("name", target).with("creationPolicy", "Orphan").with("immutable", true);
        if !beside.is_empty() {
            let data = beside.into_iter().fold(Object::new(), |data, (key, value)| data.with(key, value));
            target.insert("template", Object::new().with("mergePolicy", "Merge").with("data", data));
        }
        Object::new().with("refreshPolicy", "CreatedOnce").with("target", target).with("dataFrom", all).into()
    }
}

/// One password, under its key.
fn one(by: Value<String>, key: &'static str) -> Object {
    let by = Object::new().with("apiVersion", GENERATORS).with("kind", "Password").with("name", by);
    let renamed = Object::new().with("source", format!("^{GENERATED}$")).with("target", key);
    let one = Object::new().with("sourceRef", Object::new().with("generatorRef", by));
    if key == GENERATED { one } else { one.with("rewrite", vec![Object::new().with("regexp", renamed)]) }
}
