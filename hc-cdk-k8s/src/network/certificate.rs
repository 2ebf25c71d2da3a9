//! A certificate that the cert-manager operator obtains, and renews before it ends.
//!
//! An issuer of the cluster has to prove the domain by DNS (DNS-01). A proof by HTTP needs pods that answer the internet in the namespace,
//! which is closed to it: an issuer of the app says so, and the route of the certificate opens just that.

use hc_cdk::{
    construct::{Construct, Spec},
    data::DataClass,
    literal::domain::Domain,
    resource::{Made, ResourceType},
    rule::Rule,
    sentences::IsDomain,
    stack::{Scope, Within},
    value::{Json, Object, Value},
};
use hc_cdk_manifest::{
    naming::name_of,
    object::{Custom, Specification},
};

use super::issuer::{Answers, Issued, IssuedBy};
use crate::{
    chart::Kubernetes,
    namespace::{Namespace, NamespaceFor},
    naming::{is_named, meta},
    rules::rule,
    sentences::{CertificateNeedsDomain, CertificateNeedsIssuer, ObjectNeedsNamespace},
    zone::Scoped,
};

hc_cdk::builder! {
    /// A certificate for a domain.
    ///
    /// ```
    /// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
    /// use hc_cdk_k8s::{network::Certificate, prelude::*};
    ///
    /// let mut chart = Chart::<(Hipaa, Production)>::new("clinic");
    /// let zone = chart.add("Clinical", Namespace::<Phi>::builder());
    /// let tls = chart.add("Tls", Certificate::builder().perimeter(&zone).domain(domain!("claims.example.org")).issuer("letsencrypt"));
    /// # assert!(App::new("clinic").stack(chart).synthesize().is_ok());
    /// ```
    pub struct Certificate<D: DataClass>;
    /// A certificate that is being described.
    pub struct CertificateBuilder => Certificate<D>;
    needs {
        /// The namespace that it is in.
        perimeter(perimeter: &(impl NamespaceFor<D> + ?Sized)) -> Namespace<D> { perimeter.it().clone() }: ObjectNeedsNamespace;
        /// The domain that it is for.
        domain(domain: impl IsDomain) -> Domain { domain.it().clone() }: CertificateNeedsDomain;
        /// Who gives it out: an issuer of the cluster by its name, such as `letsencrypt`, or one of the app.
        issuer(issuer: impl IssuedBy) -> Issued { issuer.it() }: CertificateNeedsIssuer;
    }
}

/// A certificate that a chart has taken.
#[derive(Debug, Clone)]
pub struct Certified {
    made: Made<Custom<CertificateSpecification>>,
    pub(crate) zone: Scoped,
    pub(crate) domain: Domain,
    /// Who takes the requests by which the domain is proven, if it is not proven by a name.
    pub(crate) answers: Option<Answers>,
}

impl Certified {
    /// The name of the secret that it is in, which is its own.
    pub(crate) fn name(&self) -> Value<String> {
        self.made.id()
    }
}

impl<D: DataClass> Spec for Certificate<D> {
    type Handle = Certified;
    const KIND: &'static str = "Certificate";
    const INVARIANTS: &'static [Rule] = &[rule::CERTIFICATE_IS_RENEWED];
}

impl<D: DataClass, P> Construct<P, Kubernetes> for Certificate<D> {
    fn declare(self, scope: &mut Within<'_, P, Kubernetes>) -> Certified {
        let (zone, name) = (self.perimeter.scoped, name_of(scope));
        let answers = match &self.issuer {
            Issued::OfTheApp(issuing) => {
                issuing.check_proves(scope, self.domain.as_str());
                issuing.answers.clone()
            }
            Issued::OfTheCluster(_) => None,
        };
        let issuer = issued(scope, self.issuer, &zone);
        let names = vec![Value::<String>::from(self.domain.clone())];
        let spec = CertificateSpecification { name: name.clone(), names, issuer, of_client: false };
        let made = scope.resource("", Custom { metadata: meta(name, &zone), spec });
        Certified { made, zone, domain: self.domain, answers }
    }
}

/// The kind of the issuer, and its name.
pub(crate) fn issued(scope: &mut Scope<'_>, by: Issued, zone: &Scoped) -> (&'static str, Value<String>) {
    match by {
        Issued::OfTheCluster(name) => {
            is_named(scope, "an issuer", name);
            ("ClusterIssuer", name.into())
        }
        Issued::OfTheApp(issuing) => {
            if issuing.zone.this != zone.this {
                scope.reject(
                    None,
                    format!("is given out by an issuer of the namespace `{}`", issuing.zone.text),
                    format!("declare one in the namespace `{}`", zone.text),
                );
            }
            ("Issuer", issuing.name())
        }
    }
}

pub(crate) struct CertificateSpecification {
    /// The name of the secret that it is in.
    pub(crate) name: String,
    /// The hosts that it is for.
    pub(crate) names: Vec<Value<String>>,
    /// The kind of the issuer, and its name.
    pub(crate) issuer: (&'static str, Value<String>),
    /// Whether it is for somebody who asks, and not for who answers.
    pub(crate) of_client: bool,
}

impl Specification for CertificateSpecification {
    const TYPE: &'static ResourceType = &ResourceType::untyped("cert-manager.io/v1/Certificate");
}

impl From<CertificateSpecification> for Json {
    fn from(it: CertificateSpecification) -> Self {
        let key = Object::new().with("algorithm", "ECDSA").with("size", 256).with("rotationPolicy", "Always");
        let object = Object::new()
            .with("secretName", it.name)
            .with("dnsNames", it.names)
            .with("issuerRef", Object::new().with("kind", it.issuer.0).with("name", it.issuer.1))
            // Ninety days, renewed a month before: what public issuers give.
            .with("duration", "2160h")
            .with("renewBefore", "720h")
            .with("privateKey", key);
        let asks = || vec!["digital signature", "client auth"];
        if it.of_client { object.with("usages", asks()) } else { object }.into()
    }
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "this is not a certificate of the cluster",
        label = "give what `chart.add` returned for a `Certificate` of `hc_cdk_k8s::network`"
    )]
    /// A certificate.
    IsCertified: Certified;
}
