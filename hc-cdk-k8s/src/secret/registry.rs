//! The login to a registry: the secret by which a cluster pulls images that not everybody may have.
//!
//! Not for what workloads read themselves, which is an `ExternalSecret`: whoever starts pods reads this one, and no pod gets it. By
//! construction it is of the type that clusters take for that, and is read from its store again and again, as every secret is.

use hc_cdk::{
    construct::{Construct, Spec},
    data::DataClass,
    rule::Rule,
    stack::Within,
    value::Object,
};
use hc_cdk_manifest::{naming::name_of, object::Custom};

use super::{IsStore, SecretSpecification, Store};
use crate::{
    chart::Kubernetes,
    literal::duration::{IsSpan, Span},
    namespace::Namespace,
    naming::meta,
    rules::{LOGIN, LOGIN_TYPE, rule},
    sentences::{LoginNeedsConfig, SecretNeedsStore},
    zone::Pulling,
};

hc_cdk::builder! {
    /// The login to one registry or to several, as Docker keeps logins: the text of its `config.json`. It is in the namespace of its
    /// store.
    ///
    /// ```
    /// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
    /// use hc_cdk_k8s::{prelude::*, secret::RegistryLogin};
    ///
    /// let mut chart = Chart::<(Hipaa, Production)>::new("clinic");
    /// let zone = chart.add("Clinical", Namespace::<Phi>::builder());
    /// let vault = chart.add("Vault", SecretStore::builder().perimeter(&zone)
    ///     .keeper(Keeper::Vault { server: domain!("vault.example.org"), path: "clinic", role: "claims" }));
    /// let login = chart.add("Registry", RegistryLogin::builder().store(&vault).config("registry", "config.json"));
    /// let zone = zone.pulls_with(&login);
    /// chart.add("Claims", Workload::builder().perimeter(&zone)
    ///     .image(image!("registry.example/claims@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"))
    ///     .port(8080).probes(Probes::tcp()).resources(cpu!("250m"), memory!("256Mi")));
    /// # assert!(App::new("clinic").stack(chart).synthesize().is_ok());
    /// ```
    pub struct RegistryLogin;
    /// A login that is being described.
    pub struct RegistryLoginBuilder => RegistryLogin;
    needs {
        /// Where it is kept.
        store(store: &(impl IsStore + ?Sized)) -> Store { store.it().clone() }: SecretNeedsStore;
        /// The secret's name in the store, and its field with the text of the `config.json`.
        config(secret: &'static str, field: &'static str) -> (&'static str, &'static str) { (secret, field) }: LoginNeedsConfig;
    }
    may {
        /// How often it is read again, so that a new password arrives; every hour by default.
        refresh(span: impl IsSpan) -> Span { span.it().clone() } = crate::span!("1h");
    }
}

/// A login that a chart has taken.
#[derive(Debug, Clone)]
pub struct PullSecret(Pulling);

impl Spec for RegistryLogin {
    type Handle = PullSecret;
    const KIND: &'static str = "RegistryLogin";
    const INVARIANTS: &'static [Rule] = &[rule::SECRET_BY_REFERENCE];
}

impl<P> Construct<P, Kubernetes> for RegistryLogin {
    fn declare(self, scope: &mut Within<'_, P, Kubernetes>) -> PullSecret {
        let (zone, text) = (self.store.zone, name_of(scope));
        let (secret, field) = self.config;
        let (key, file) = LOGIN;
        let made_of = Object::new().with(file, format!("{{{{ .{key} | toString }}}}"));
        let spec = SecretSpecification {
            refresh: self.refresh,
            store: self.store.made.id(),
            target: text.clone(),
            keys: vec![(key, secret.into(), field)],
            template: Some(Object::new().with("type", LOGIN_TYPE).with("data", made_of)),
        };
        let made = scope.resource("", Custom { metadata: meta(text.clone(), &zone), spec });
        PullSecret(Pulling { name: made.id(), text, zone: zone.this })
    }
}

impl<D: DataClass> Namespace<D> {
    /// The namespace, with the login by which images of all that is made in what this gives are pulled: pods of workloads of every
    /// kind, and those of stores that operators run. One login may be for several registries, and there may be several.
    #[must_use = "what is made in the namespace as it was pulls without the login"]
    pub fn pulls_with(&self, login: &(impl IsPullSecret + ?Sized)) -> Self {
        let mut zone = self.clone();
        zone.scoped.pulls.push(login.it().0.clone());
        zone
    }
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "`{Self}` is not a secret by which images are pulled",
        label = "give what `chart.add` returned for a `RegistryLogin`: a cluster takes no other secret for that",
        note = "HIPAA 45 CFR 164.308(a)(5)(ii)(D): password management; ISO/IEC 27001:2022 A.8.5: secure authentication"
    )]
    /// The login to a registry.
    IsPullSecret: PullSecret;
}
