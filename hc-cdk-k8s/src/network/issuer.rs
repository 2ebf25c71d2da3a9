//! Who gives out certificates: Let's Encrypt or another one that speaks ACME, asked by the cert-manager operator.
//!
//! That a domain is ours is proven by a record of its name (DNS-01). A proof by HTTP would need pods that answer the internet in the
//! namespace, which is closed to it.

use hc_cdk::{
    construct::{Construct, Spec},
    control::hipaa,
    data::DataClass,
    resource::{Made, ResourceType},
    rule::{Rule, real_data},
    stack::{Scope, Within},
    value::{Json, Object, Value},
};
use hc_cdk_manifest::{
    naming::name_of,
    object::{Custom, Specification},
};

use crate::{
    bucket::check_region,
    chart::Kubernetes,
    namespace::{Namespace, NamespaceFor},
    naming::meta,
    rules::rule,
    sentences::{IssuerNeedsMail, IssuerNeedsProof, ObjectNeedsNamespace},
    zone::Scoped,
};

/// Where Let's Encrypt is asked.
pub const LETS_ENCRYPT: &str = "https://acme-v02.api.letsencrypt.org/directory";

hc_cdk::builder! {
    /// Who gives out the certificates of a namespace, by ACME.
    ///
    /// ```
    /// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
    /// use hc_cdk_k8s::{network::{AcmeIssuer, Certificate, Proof}, prelude::*};
    ///
    /// let mut chart = Chart::<(Hipaa, Production)>::new("clinic");
    /// let zone = chart.add("Clinical", Namespace::<Phi>::builder());
    /// let issuer = AcmeIssuer::builder().perimeter(&zone).mail("certificates@example.org");
    /// let issuer = chart.add("LetsEncrypt", issuer.proof(Proof::Route53 { region: "us-east-1", zone: "Z0A1B2C3" }));
    /// chart.add("Tls", Certificate::builder().perimeter(&zone).domain(domain!("claims.example.org")).issuer(&issuer));
    /// # assert!(App::new("clinic").stack(chart).synthesize().is_ok());
    /// ```
    pub struct AcmeIssuer<D: DataClass>;
    /// An issuer that is being described.
    pub struct AcmeIssuerBuilder => AcmeIssuer<D>;
    needs {
        /// The namespace whose certificates it gives out.
        perimeter(perimeter: &(impl NamespaceFor<D> + ?Sized)) -> Namespace<D> { perimeter.it().clone() }: ObjectNeedsNamespace;
        /// Who is told when a certificate is about to end.
        mail(address: &'static str) -> &'static str { address }: IssuerNeedsMail;
        /// How it is proven that a domain is ours.
        proof(proof: impl IsProof) -> Proof { *proof.it() }: IssuerNeedsProof;
    }
    may {
        /// Where it is asked; Let's Encrypt by default.
        server(address: &'static str) -> &'static str { address } = LETS_ENCRYPT;
    }
}

/// How it is proven that a domain is ours: by a record in its zone, which cert-manager writes as its own account of the cloud.
#[derive(Debug, Clone, Copy)]
pub enum Proof {
    /// A zone of Route 53.
    Route53 {
        /// The region that is asked.
        region: &'static str,
        /// The id of the zone.
        zone: &'static str,
    },
    /// A zone of Google Cloud DNS.
    CloudDns {
        /// The project of the zone.
        project: &'static str,
        /// The zone's own name.
        zone: &'static str,
    },
    /// A zone of Azure DNS.
    AzureDns {
        /// The id of the subscription.
        subscription: &'static str,
        /// The group of the zone.
        group: &'static str,
        /// The zone, such as `example.org`.
        zone: &'static str,
    },
}

impl From<Proof> for Json {
    fn from(it: Proof) -> Self {
        let (name, solver) = match it {
            Proof::Route53 { region, zone } => {
                ("route53", Object::new().with("region", region).with("hostedZoneID", zone))
            }
            Proof::CloudDns { project, zone } => {
                ("cloudDNS", Object::new().with("project", project).with("hostedZoneName", zone))
            }
            Proof::AzureDns { subscription, group, zone } => {
                let solver = Object::new().with("subscriptionID", subscription).with("resourceGroupName", group);
                ("azureDNS", solver.with("hostedZoneName", zone))
            }
        };
        Object::new().with("dns01", Object::new().with(name, solver)).into()
    }
}

/// An issuer that a chart has taken.
#[derive(Debug, Clone)]
pub struct Issuing {
    made: Made<Custom<IssuerSpecification>>,
    pub(crate) zone: Scoped,
    /// The zone of names that it proves domains of, if the program says what that is called.
    names: Option<&'static str>,
}

impl Issuing {
    pub(crate) fn name(&self) -> Value<String> {
        self.made.id()
    }

    /// Reports a domain that is not of its zone of names: whoever asks for the proof finds nothing there. On a
    /// machine of one's own, where all data is made up, nobody asks.
    pub(super) fn check_proves(&self, scope: &mut Scope<'_>, domain: &str) {
        let is_of = |zone: &str| domain.strip_suffix(zone).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
        if let Some(zone) = self.names.filter(|it| !is_of(it) && real_data(scope.policy())) {
            scope.reject(
                None,
                format!("is for `{domain}`, which is no name of the zone `{zone}` by which its issuer proves it"),
                "name the zone that holds the domain in the `.proof(..)` of the issuer",
            );
        }
    }
}

impl<D: DataClass> Spec for AcmeIssuer<D> {
    type Handle = Issuing;
    const KIND: &'static str = "AcmeIssuer";
    const INVARIANTS: &'static [Rule] = &[rule::ISSUER_IS_ASKED_OVER_TLS];
}

impl<D: DataClass, P> Construct<P, Kubernetes> for AcmeIssuer<D> {
    fn declare(self, scope: &mut Within<'_, P, Kubernetes>) -> Issuing {
        if !self.mail.contains('@') {
            scope.reject(None, format!("tells `{}`, which is no address", self.mail), "give an address of mail");
        }
        if real_data(scope.policy()) && self.server.contains("://acme-staging") {
            scope.reject(
                Some(hipaa::TRANSMISSION_ENCRYPTION),
                format!("asks `{}`, whose certificates are for trying things out: browsers refuse them", self.server),
                "leave out `.server(..)`, which is Let's Encrypt then",
            );
        }
        let names = if let Proof::AzureDns { zone, .. } = self.proof { Some(zone) } else { None };
        if let Proof::Route53 { region, .. } = self.proof {
            check_region(scope, region);
        }
        let (zone, name) = (self.perimeter.scoped, name_of(scope));
        let spec = IssuerSpecification {
            account: format!("{name}-account"),
            server: self.server,
            mail: self.mail,
            proof: self.proof,
        };
        let made = scope.resource("", Custom { metadata: meta(name, &zone), spec });
        Issuing { made, zone, names }
    }
}

pub(crate) struct IssuerSpecification {
    /// The secret that cert-manager keeps the key of its account in.
    account: String,
    server: &'static str,
    mail: &'static str,
    proof: Proof,
}

impl Specification for IssuerSpecification {
    const TYPE: &'static ResourceType = &ResourceType::untyped("cert-manager.io/v1/Issuer");
}

impl From<IssuerSpecification> for Json {
    fn from(it: IssuerSpecification) -> Self {
        let acme = Object::new()
            .with("server", it.server)
            .with("email", it.mail)
            .with("privateKeySecretRef", Object::new().with("name", it.account))
            .with("solvers", vec![Json::from(it.proof)]);
        Object::new().with("acme", acme).into()
    }
}

/// Who gives out a certificate, without a type of its own.
#[derive(Debug, Clone)]
pub enum Issued {
    /// An issuer of the whole cluster, by its name.
    OfTheCluster(&'static str),
    /// One of the app.
    OfTheApp(Issuing),
}

/// Who gives out a certificate.
#[diagnostic::on_unimplemented(
    message = "this gives out no certificates",
    label = "give the name of an issuer of the cluster, or what `chart.add` returned for an `AcmeIssuer`"
)]
pub trait IssuedBy {
    /// What is given.
    fn it(self) -> Issued;
}

impl IssuedBy for &'static str {
    fn it(self) -> Issued {
        Issued::OfTheCluster(self)
    }
}

impl IssuedBy for &Issuing {
    fn it(self) -> Issued {
        Issued::OfTheApp(self.clone())
    }
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "this is no way to prove whose a domain is",
        label = "name one of `Proof`, such as `Proof::Route53 {{ region, zone }}`"
    )]
    /// A proof.
    IsProof: Proof;
}
