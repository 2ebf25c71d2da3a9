//! Who gives out certificates: Let's Encrypt or another one that speaks ACME, asked by the cert-manager operator.
//!
//! That a domain is ours is proven by a record of its name (DNS-01), or by what the domain itself answers over plain HTTP (HTTP-01). For the
//! latter cert-manager makes pods in the namespace and leads requests for one path to them; the route of the certificate lets who takes
//! its requests reach these pods, and nothing else there is asked without TLS.
//!
//! Sources: cert-manager, "HTTP01", and of its source `pkg/issuer/acme/http`, for the labels, the port and the service of these pods.

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
    naming::{LONGEST, joined, name_of},
    object::{Custom, Specification},
};

use crate::{
    bucket::check_region,
    chart::Kubernetes,
    namespace::{Namespace, NamespaceFor},
    naming::{Pods, is_named, meta},
    rules::{SOLVER, rule},
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

/// How it is proven that a domain is ours: by a record in its zone, which cert-manager writes as its own account of the cloud, or by what
/// the domain answers over plain HTTP. The latter proves no name that begins with `*`.
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
    /// A gateway of the app, which is the one of the `HttpsRoute` with the certificate: `Controller::Gateway` of the same class, in the same
    /// namespace. It takes plain HTTP for this proof, and sends on whatever else it gets. An issuer is for the domain of one route.
    ///
    /// cert-manager has to read the Gateway API (`enableGatewayAPI`).
    Gateway {
        /// The class of the gateway.
        class: &'static str,
        /// The namespace that it stands in, with its proxies.
        namespace: &'static str,
    },
    /// Contour, for an `HttpsRoute` with `Controller::Contour`.
    Contour,
}

/// Who takes the requests by which a domain is proven.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Answers {
    /// A gateway of that name.
    Gateway {
        name: String,
        class: &'static str,
        namespace: &'static str,
    },
    Contour,
}

/// The pods that cert-manager makes for a proof.
pub(crate) const SOLVERS: Pods<'static> = Pods { name: SOLVER.1, label: SOLVER.0 };

/// The listener of a gateway for plain HTTP.
pub(crate) const PLAIN: &str = "http";

/// What solves the challenge of a proof. The service of pods is one within the cluster: by itself it would open a port of every node.
fn solver(proof: Proof, answers: Option<Answers>) -> Object {
    let inside = || Object::new().with("serviceType", "ClusterIP");
    let by_http = |name: &'static str, it: Object| Object::new().with("http01", Object::new().with(name, it));
    match answers {
        Some(Answers::Gateway { name, namespace, .. }) => {
            let parent = Object::new().with("name", name).with("namespace", namespace).with("sectionName", PLAIN);
            by_http("gatewayHTTPRoute", inside().with("parentRefs", vec![parent]))
        }
        Some(Answers::Contour) => by_http("ingress", inside().with("ingressClassName", "contour")),
        None => by_name(proof),
    }
}

/// The same by a record.
fn by_name(proof: Proof) -> Object {
    let (name, solver) = match proof {
        Proof::Route53 { region, zone } => ("route53", Object::new().with("region", region).with("hostedZoneID", zone)),
        Proof::CloudDns { project, zone } => {
            ("cloudDNS", Object::new().with("project", project).with("hostedZoneName", zone))
        }
        Proof::AzureDns { subscription, group, zone } => {
            let solver = Object::new().with("subscriptionID", subscription).with("resourceGroupName", group);
            ("azureDNS", solver.with("hostedZoneName", zone))
        }
        Proof::Gateway { .. } | Proof::Contour => return Object::new(),
    };
    Object::new().with("dns01", Object::new().with(name, solver))
}

/// An issuer that a chart has taken.
#[derive(Debug, Clone)]
pub struct Issuing {
    made: Made<Custom<IssuerSpecification>>,
    pub(crate) zone: Scoped,
    /// The zone of names that it proves domains of, if the program says what that is called.
    names: Option<&'static str>,
    /// Who takes the requests by which it proves a domain, if it is not proven by a name.
    pub(super) answers: Option<Answers>,
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
    const INVARIANTS: &'static [Rule] = &[rule::ISSUER_IS_ASKED_OVER_TLS, rule::DOMAIN_CAN_BE_PROVEN];
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
        let answers = answers(scope, self.proof, &zone, &name);
        let spec = IssuerSpecification {
            account: format!("{name}-account"),
            server: self.server,
            mail: self.mail,
            solver: solver(self.proof, answers.clone()),
        };
        let made = scope.resource("", Custom { metadata: meta(name, &zone), spec });
        Issuing { made, zone, names, answers }
    }
}

/// Who takes the requests by which a domain is proven. A gateway has its name from the issuer, which names it before it is there.
fn answers(scope: &mut Scope<'_>, proof: Proof, zone: &Scoped, name: &str) -> Option<Answers> {
    match proof {
        Proof::Gateway { class, namespace } => {
            is_named(scope, "a class of gateways", class);
            is_named(scope, "a namespace", namespace);
            let name = gateway_name(&zone.text, name, class);
            Some(Answers::Gateway { name, class, namespace })
        }
        Proof::Contour => Some(Answers::Contour),
        Proof::Route53 { .. } | Proof::CloudDns { .. } | Proof::AzureDns { .. } => None,
    }
}

/// What a gateway is called beside those of other namespaces. Services and labels of pods are made of its name and its class.
pub(crate) fn gateway_name(space: &str, name: &str, class: &str) -> String {
    joined(space, name, LONGEST.saturating_sub(class.len() + 1))
}

pub(crate) struct IssuerSpecification {
    /// The secret that cert-manager keeps the key of its account in.
    account: String,
    server: &'static str,
    mail: &'static str,
    solver: Object,
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
            .with("solvers", vec![it.solver]);
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
