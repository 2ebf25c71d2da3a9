//! A global load balancer: HTTPS from the internet to pods of a cluster, behind Cloud Armor.
//!
//! By construction it listens on 443 alone, speaks TLS 1.2 and newer with nothing that is broken, by a certificate that renews by itself,
//! turns away known attacks and whoever asks too often, records each request, and speaks TLS with the pods too.
//!
//! The pods are those of a service of the cluster that says under which name its endpoints are known:
//! `cloud.google.com/neg: {"exposed_ports":{"8443":{"name":"assistant"}}}`. In a chart, `BalancedPods` is that service.

use hc_cdk::{
    construct::{Construct, Spec},
    control::hipaa,
    data::{Class, DataClass},
    literal::domain::Domain,
    model::{Front, Role},
    policy::Policy,
    route::EndpointGroup,
    rule::Rule,
    stack::{Scope, Within},
    value::{Json, Object, Value},
};
use hc_cdk_manifest::{naming::name_of, object::Custom, tree};
use std::marker::PhantomData;

use super::armor;
use crate::{
    kinds::{
        Address, BackendService, Certificate, CertificateMap, CertificateMapEntry, Firewall, ForwardingRule,
        HealthCheck, HttpsProxy, SecurityPolicy, SslPolicy, UrlMap,
    },
    names::{FRONTS, GROUP, GROUPS},
    naming::{by_name, meta},
    perimeter::{Perimeter, PerimeterFor, Zone},
    project::Home,
    region::zones,
    rules::rule,
    sentences::{BalancerNeedsDomain, BalancerNeedsEndpoints, BalancerNeedsPerimeter, BalancerSpeaksTls},
    stack::Gcp,
};

/// A load balancer that a stack has taken.
#[derive(Debug, Clone)]
pub struct BalancerHandle {
    pub(crate) domain: String,
    pub(crate) home: Home,
    endpoints: EndpointGroup,
}

impl BalancerHandle {
    /// The domain that it answers to.
    pub fn domain(&self) -> &str {
        &self.domain
    }

    /// Its pods, for the chart of their cluster: `chart.add("Front", BalancedPods::of(&assistant, &front.endpoints()))`.
    pub fn endpoints(&self) -> EndpointGroup {
        self.endpoints.clone()
    }
}

hc_cdk::builder! {
    /// A global load balancer, for data of class `D`, which its perimeter says.
    ///
    /// ```
    /// # use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
    /// # use hc_cdk_gcp::{prelude::*, region};
    /// # let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::Iowa);
    /// # let project = Project::builder().id(project!("clinic-prod")).number(112_233_445_566);
    /// # let project = stack.add("Project", project);
    /// # let key = stack.add("Key", CryptoKey::builder().project(&project));
    /// # let audit = stack.add("Audit", AuditSink::builder().key(&key));
    /// # let network = Network::builder().project(&project).cidr(cidr!("10.40.0.0/16"));
    /// # let network = stack.add("Network", network);
    /// # let clinical = Perimeter::<Phi>::builder().network(&network).key(&key).audit(&audit);
    /// # let clinical = stack.add("Clinical", clinical);
    /// let front = GlobalLoadBalancer::builder().perimeter(&clinical).endpoints("assistant", 8443);
    /// let front = stack.add("Front", front.domain(domain!("assistant.example.org")));
    /// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
    /// ```
    pub struct GlobalLoadBalancer<D: DataClass>;
    /// A load balancer that is being described.
    pub struct GlobalLoadBalancerBuilder => GlobalLoadBalancer<D>;
    needs {
        /// The perimeter that the pods are in.
        perimeter(perimeter: &(impl PerimeterFor<D> + ?Sized)) -> Perimeter<D> { perimeter.it().clone() }: BalancerNeedsPerimeter;
        /// The name by which the endpoints of the pods are known, and the port at which they take TLS.
        endpoints(name: &'static str, port: u16) -> (&'static str, u16) { (name, port) }: BalancerNeedsEndpoints;
        /// The domain that it answers to.
        domain(domain: Domain) -> Domain { domain }: BalancerNeedsDomain;
    }
    may {
        /// The path that says whether a pod takes requests.
        health(path: &'static str) -> &'static str { path } = "/health/ready";
        /// How many requests an address may make within a minute.
        per_minute(requests: u32) -> u32 { requests } = 600;
    }
    also { class: PhantomData<fn() -> D> }
    never { plain_http: BalancerSpeaksTls }
}

impl<D: DataClass> Spec for GlobalLoadBalancer<D> {
    type Handle = BalancerHandle;
    const KIND: &'static str = "GlobalLoadBalancer";
    const INVARIANTS: &'static [Rule] = &[
        rule::FRONT_SPEAKS_TLS,
        rule::FRONT_LISTENS_ON_HTTPS,
        rule::FRONT_TURNS_ATTACKS_AWAY,
        rule::FRONT_IS_BEHIND_A_FIREWALL,
        rule::FRONT_RECORDS_REQUESTS,
        rule::CERTIFICATE_OF_THE_FRONT_RENEWS,
        rule::FIREWALL_NAMES_ITS_WAYS,
        rule::IN_ITS_PROJECT,
    ];
}

impl<D: DataClass, P: Policy> Construct<P, Gcp> for GlobalLoadBalancer<D> {
    fn declare(self, scope: &mut Within<'_, P, Gcp>) -> BalancerHandle {
        let asked = Asked {
            endpoints: self.endpoints.0,
            port: self.endpoints.1,
            domain: self.domain.as_str().to_owned(),
            health: self.health,
            per_minute: self.per_minute,
        };
        declare(scope, D::CLASS, &self.perimeter.zone, &asked);
        let endpoints = EndpointGroup {
            from: scope.this(),
            class: D::CLASS,
            annotations: vec![(
                GROUP,
                format!(r#"{{"exposed_ports":{{"{}":{{"name":"{}"}}}}}}"#, asked.port, asked.endpoints),
            )],
            at_an_address: false,
            port: asked.port,
            networks: FRONTS.to_vec(),
        };
        BalancerHandle { domain: asked.domain, home: self.perimeter.zone.network.home, endpoints }
    }
}

/// What is asked of a load balancer, as values.
struct Asked {
    endpoints: &'static str,
    port: u16,
    domain: String,
    health: &'static str,
    per_minute: u32,
}

/// The port at which web servers speak without TLS.
const PLAIN: u16 = 80;

const GLOBAL: &str = "global";

fn declare(scope: &mut Scope<'_>, class: Class, zone: &Zone, asked: &Asked) {
    scope.plays(Role::Endpoint, class);
    if asked.port == PLAIN {
        let message = format!("speaks TLS to its pods at port {PLAIN}, where nobody does");
        scope.reject(
            Some(hipaa::TRANSMISSION_ENCRYPTION),
            message,
            "name the port at which they take TLS, such as 8443",
        );
    }
    scope.fronts(Front { domain: asked.domain.clone(), paths: vec!["/".to_owned()] });
    let (name, home) = (name_of(scope), zone.home());
    let spec = Address(tree! { location: GLOBAL, addressType: "EXTERNAL" });
    let address = scope.resource("Address", Custom { metadata: meta(name.clone(), home), spec }).id();
    let spec = SslPolicy(tree! { minTlsVersion: "TLS_1_2", profile: "RESTRICTED" });
    let tls = scope.resource("Tls", Custom { metadata: meta(name.clone(), home), spec }).id();
    let backend = backend(scope, zone, asked);
    let spec = UrlMap(tree! { location: GLOBAL, defaultService: { backendServiceRef: by_name(&backend) } });
    let routes = scope.resource("Routes", Custom { metadata: meta(name.clone(), home), spec }).id();
    let map = certificates(scope, home, &asked.domain);
    let before =
        format!("//certificatemanager.googleapis.com/projects/{}/locations/global/certificateMaps/", home.id());
    let spec = tree! {
        location: GLOBAL,
        urlMapRef: by_name(&routes),
        sslPolicyRef: by_name(&tls),
        certificateMapRef: { external: Value::concat([before.into(), map.into()]) },
    };
    let proxy = scope.resource("Proxy", Custom { metadata: meta(name.clone(), home), spec: HttpsProxy(spec) }).id();
    let spec = tree! {
        location: GLOBAL,
        loadBalancingScheme: "EXTERNAL_MANAGED",
        ipProtocol: "TCP",
        portRange: "443",
        ipAddress: { addressRef: by_name(&address) },
        target: { targetHTTPSProxyRef: by_name(&proxy) },
    };
    scope.resource("", Custom { metadata: meta(name, home), spec: ForwardingRule(spec) });
}

/// The pods, as requests reach them: past the policy of Cloud Armor, and by TLS.
fn backend(scope: &mut Scope<'_>, zone: &Zone, asked: &Asked) -> Value<String> {
    let (name, home) = (name_of(scope), zone.home());
    let spec = SecurityPolicy(armor::policy(asked.per_minute));
    let armor = scope.resource("Armor", Custom { metadata: meta(name.clone(), home), spec }).id();
    let spec = tree! {
        location: GLOBAL,
        checkIntervalSec: 10,
        timeoutSec: 5,
        // A gateway of a mesh leads to pods by the domain.
        httpsHealthCheck: { host: asked.domain.clone(), portSpecification: "USE_SERVING_PORT", requestPath: asked.health },
        logConfig: { enable: true },
    };
    let health = scope.resource("Health", Custom { metadata: meta(name.clone(), home), spec: HealthCheck(spec) }).id();
    fronts(scope, zone, asked.port);
    let spec = tree! {
        location: GLOBAL,
        loadBalancingScheme: "EXTERNAL_MANAGED",
        protocol: "HTTPS",
        backend: zones(scope.region()).map(|zone| endpoints(home, &zone, asked.endpoints)).to_vec(),
        healthChecks: vec![tree! { healthCheckRef: by_name(&health) }],
        securityPolicyRef: by_name(&armor),
        logConfig: { enable: true, sampleRate: 1.0 },
    };
    scope.resource("Backend", Custom { metadata: meta(name, home), spec: BackendService(spec) }).id()
}

/// The endpoints of the pods in a zone.
fn endpoints(home: &Home, zone: &str, name: &str) -> Object {
    let projects = "https://www.googleapis.com/compute/v1/projects";
    let path = format!("{projects}/{}/zones/{zone}{GROUPS}{name}", home.id());
    tree! { group: { networkEndpointGroupRef: { external: path } }, balancingMode: "RATE", maxRatePerEndpoint: 100 }
}

/// Lets the load balancer and its checks of health reach the pods at their port.
fn fronts(scope: &mut Scope<'_>, zone: &Zone, port: u16) {
    let spec = tree! {
        networkRef: by_name(&zone.network.id),
        direction: "INGRESS",
        priority: 1000,
        logConfig: { metadata: "INCLUDE_ALL_METADATA" },
        sourceRanges: FRONTS.iter().map(|it| Json::from(it.to_string())).collect::<Vec<_>>(),
        allow: vec![tree! { protocol: "tcp", ports: vec![port.to_string()] }],
    };
    let metadata = meta(format!("{}-in", name_of(scope)), zone.home());
    scope.resource("Fronts", Custom { metadata, spec: Firewall(spec) });
}

/// A certificate for the domain, which Google makes and renews once the domain leads here.
fn certificates(scope: &mut Scope<'_>, home: &Home, domain: &str) -> Value<String> {
    let name = name_of(scope);
    let project = || tree! { external: home.id().to_owned() };
    let spec = tree! {
        projectRef: project(),
        location: GLOBAL,
        scope: "DEFAULT",
        managed: { domains: vec![domain.to_owned()] },
    };
    let spec = Certificate(spec);
    let certificate = scope.resource("Certificate", Custom { metadata: meta(name.clone(), home), spec }).id();
    let spec = CertificateMap(tree! { projectRef: project() });
    let map = scope.resource("Certificates", Custom { metadata: meta(name.clone(), home), spec }).id();
    let spec = tree! {
        projectRef: project(),
        mapRef: by_name(&map),
        hostname: domain.to_owned(),
        certificatesRefs: vec![by_name(&certificate)],
    };
    let spec = CertificateMapEntry(spec);
    scope.resource("CertificateEntry", Custom { metadata: meta(name, home), spec });
    map
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "this is not a load balancer of Google Cloud",
        label = "give what `stack.add` returned for a `GlobalLoadBalancer`"
    )]
    /// A load balancer.
    IsBalancer: BalancerHandle;
}
