//! An Application Gateway: HTTPS from the internet to pods of a cluster, behind a firewall.
//!
//! By construction it listens on 443 alone, speaks TLS 1.2 and newer with nothing that is broken, by a certificate of the vault that it
//! takes anew when that is renewed, turns away known attacks and whoever asks too often, records each request, and speaks TLS with the
//! pods too, by the name that is given here. The pods are those of a service of the cluster that has an address of the network, which
//! `BalancedPods` and `HttpsRoute` of a chart make of what the gateway says of them (`front.endpoints()`).

use std::{marker::PhantomData, net::Ipv4Addr};

use hc_cdk::{
    construct::{Construct, Spec},
    control::hipaa,
    data::{Class, DataClass},
    literal::{cidr::CidrBlock, domain::Domain},
    model::{Front, Role},
    policy::Policy,
    route::EndpointGroup,
    rule::Rule,
    stack::{Scope, Within},
    value::Object,
};
use hc_cdk_manifest::{naming::name_of, tree};

use super::firewall;
use crate::{
    grant,
    kinds::Gateway,
    names::{ADDRESS, INSIDE, ZONES, role},
    naming::{Thing, owner, put},
    network::{self, open_front},
    perimeter::{Perimeter, PerimeterFor},
    rules::{TLS_POLICY, rule},
    sentences::{
        GatewayIsAtAnAddress, GatewayNeedsBackend, GatewayNeedsCertificate, GatewayNeedsDomain, GatewayNeedsPerimeter,
        GatewaySpeaksTls,
    },
    stack::Azure,
};

/// A gateway that a stack has taken.
#[derive(Debug, Clone)]
pub struct GatewayHandle {
    domain: String,
    pub(crate) thing: Thing,
    endpoints: EndpointGroup,
}

impl GatewayHandle {
    /// The domain that it answers to.
    pub fn domain(&self) -> &str {
        &self.domain
    }

    /// Its pods, for the chart of their cluster: `HttpsRoute::builder()..balancer(&front.endpoints())`, or without a mesh
    /// `BalancedPods::of(&assistant, &front.endpoints())`.
    pub fn endpoints(&self) -> EndpointGroup {
        self.endpoints.clone()
    }
}

hc_cdk::builder! {
    /// An Application Gateway, for data of class `D`, which its perimeter says.
    ///
    /// ```
    /// # use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
    /// # use hc_cdk_azure::{prelude::*, region};
    /// # let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::EastUs2);
    /// # let group = ResourceGroup::builder().name(group!("clinic-prod"));
    /// # let group = group.subscription(guid!("0b1f6471-1bf0-4dda-aec3-cb9272f09590"));
    /// # let group = stack.add("Group", group.tenant(guid!("72f988bf-86f1-41af-91ab-2d7cd011db47")));
    /// # let network = stack.add("Network", Network::builder().group(&group).cidr(cidr!("10.50.0.0/16")));
    /// # let vault = KeyVault::builder().network(&network).name(vault!("clinic-prod-keys"));
    /// # let key = stack.add("Key", vault.key(key!("clinical/6f0c1d2e3a4b5c6d7e8f90a1b2c3d4e5")));
    /// # let audit = stack.add("Audit", AuditLogs::builder().key(&key));
    /// # let clinical = Perimeter::<Phi>::builder().network(&network).key(&key).audit(&audit);
    /// # let clinical = stack.add("Clinical", clinical);
    /// let front = ApplicationGateway::builder().perimeter(&clinical).domain(domain!("assistant.example.org"));
    /// let front = front.certificate("assistant").backend(domain!("assistant.clinic.example.org"), 8443);
    /// let front = stack.add("Front", front);
    /// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
    /// ```
    pub struct ApplicationGateway<D: DataClass>;
    /// A gateway that is being described.
    pub struct ApplicationGatewayBuilder => ApplicationGateway<D>;
    needs {
        /// The perimeter that the pods are in.
        perimeter(perimeter: &(impl PerimeterFor<D> + ?Sized)) -> Perimeter<D> { perimeter.it().clone() }: GatewayNeedsPerimeter;
        /// The domain that it answers to.
        domain(domain: Domain) -> Domain { domain }: GatewayNeedsDomain;
        /// The name of its certificate in the vault.
        certificate(name: &'static str) -> &'static str { name }: GatewayNeedsCertificate;
        /// The name of the certificate by which the pods speak TLS, and the port at which they do.
        backend(name: Domain, port: u16) -> (Domain, u16) { (name, port) }: GatewayNeedsBackend;
    }
    may {
        /// The address of the nodes' subnet at which the pods are asked, such as `cidr!("10.50.63.250/32")`: by default the last one that Azure
        /// does not keep for itself, which ends in 254.
        at(address: impl GatewayIsAtAnAddress) -> Option<CidrBlock> { Some(address.block()) } = None;
        /// The path that says whether a pod takes requests.
        health(path: &'static str) -> &'static str { path } = "/health/ready";
        /// How many requests an address may make within a minute.
        per_minute(requests: u32) -> u32 { requests } = 600;
    }
    also { class: PhantomData<fn() -> D> }
    never { plain_http: GatewaySpeaksTls }
}

impl<D: DataClass> Spec for ApplicationGateway<D> {
    type Handle = GatewayHandle;
    const KIND: &'static str = "ApplicationGateway";
    const INVARIANTS: &'static [Rule] = &[
        rule::GATEWAY_SPEAKS_TLS,
        rule::GATEWAY_LISTENS_ON_HTTPS,
        rule::GATEWAY_IS_BEHIND_A_FIREWALL,
        rule::FIREWALL_TURNS_ATTACKS_AWAY,
        rule::GATEWAY_ASKS_ITS_PODS,
        rule::GATEWAY_ASKS_ITS_NETWORK,
        rule::IS_WATCHED,
        rule::GRANT_IS_NARROW,
        rule::SECURITY_RULES_NAME_THEIR_WAYS,
        rule::IN_ITS_REGION,
        rule::IN_ITS_GROUP,
    ];
}

impl<D: DataClass, P: Policy> Construct<P, Azure> for ApplicationGateway<D> {
    fn declare(self, scope: &mut Within<'_, P, Azure>) -> GatewayHandle {
        let address = at(scope, &self.perimeter, self.at);
        let asked = Asked {
            domain: self.domain.as_str().to_owned(),
            certificate: self.certificate,
            backend: self.backend.0.as_str().to_owned(),
            port: self.backend.1,
            address,
            health: self.health,
            per_minute: self.per_minute,
        };
        let thing = declare(scope, D::CLASS, &self.perimeter, &asked);
        let endpoints = EndpointGroup {
            from: scope.this(),
            class: D::CLASS,
            annotations: vec![(INSIDE, "true".to_owned()), (ADDRESS, asked.address)],
            at_an_address: true,
            port: asked.port,
            networks: vec![self.perimeter.network.plan.front],
        };
        GatewayHandle { domain: asked.domain, thing, endpoints }
    }
}

/// The address at which the pods are asked. Reports one that the subnet of nodes does not have for them.
fn at<D: DataClass>(scope: &mut Scope<'_>, zone: &Perimeter<D>, given: Option<CidrBlock>) -> String {
    let plan = zone.network.plan;
    let address = given.or_else(|| plan.balancer()).unwrap_or(plan.nodes);
    let text = Ipv4Addr::from(address.first()).to_string();
    if !plan.is_free(address) {
        let message = format!("asks its pods at {text}, which the subnet of nodes, `{}`, has not for them", plan.nodes);
        scope.reject(None, message, "name an address in it that is neither one of the first four nor the last");
    }
    text
}

/// The port at which web servers speak without TLS.
const PLAIN: u16 = 80;

/// What is asked of a gateway, as values.
struct Asked {
    domain: String,
    certificate: &'static str,
    backend: String,
    port: u16,
    address: String,
    health: &'static str,
    per_minute: u32,
}

fn declare<D: DataClass>(scope: &mut Scope<'_>, class: Class, zone: &Perimeter<D>, asked: &Asked) -> Thing {
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
    let (home, net) = (zone.home(), &zone.network);
    let address = network::address(scope, home, "Address");
    open_front(scope, home, &net.front_group, &net.plan);
    let identity = grant::identity(scope, home, "Identity", scope.region());
    identity.may(scope, home, "ReadsCertificate", role::READS_SECRETS, &zone.key.vault);
    let firewall = firewall::declare(scope, home, asked.per_minute);
    let mut spec = tree! {
        location: scope.region(),
        owner: owner(&home.id),
        zones: ZONES.to_vec(),
        sku: { name: "WAF_v2", tier: "WAF_v2" },
        autoscaleConfiguration: { minCapacity: 2, maxCapacity: 10 },
        enableHttp2: true,
        identity: identity.thing.identity(),
        firewallPolicy: firewall.reference(),
        forceFirewallPolicyAssociation: true,
        sslPolicy: { policyType: "Predefined", policyName: TLS_POLICY },
        gatewayIPConfigurations: vec![tree! { name: "subnet", subnet: net.front.reference() }],
        frontendIPConfigurations: vec![tree! { name: "internet", publicIPAddress: address.reference() }],
        frontendPorts: vec![tree! { name: "https", port: 443 }],
    };
    ways(&mut spec, &Parts { place: place(zone, &name_of(scope)) }, &secret(zone, asked.certificate), asked);
    let thing = Thing::new("network", "ApplicationGateway", put(scope, home, "", Gateway(spec)));
    zone.audit.watches(scope, "Logs", &thing);
    thing
}

/// Where a gateway is, as the cloud writes it.
fn place<D: DataClass>(zone: &Perimeter<D>, name: &str) -> String {
    format!("{}{name}", zone.home().path("Microsoft.Network/applicationGateways/"))
}

/// The certificate in the vault: without a version, so that the newest is taken.
fn secret<D: DataClass>(zone: &Perimeter<D>, certificate: &str) -> String {
    format!("{}/secrets/{certificate}", zone.key.vault_uri())
}

/// The parts of a gateway, which name each other by where they are.
struct Parts {
    place: String,
}

impl Parts {
    fn of(&self, list: &str, name: &str) -> Object {
        tree! { reference: { armId: format!("{}/{list}/{name}", self.place) } }
    }
}

/// From the internet to the pods: what listens, by which certificate, where requests go, and how pods are asked whether they answer.
fn ways(spec: &mut Object, parts: &Parts, certificate: &str, asked: &Asked) {
    spec.insert("sslCertificates", vec![tree! { name: "own", keyVaultSecretId: certificate.to_owned() }]);
    let listener = tree! {
        name: "https",
        protocol: "Https",
        hostName: asked.domain.clone(),
        requireServerNameIndication: true,
        frontendIPConfiguration: parts.of("frontendIPConfigurations", "internet"),
        frontendPort: parts.of("frontendPorts", "https"),
        sslCertificate: parts.of("sslCertificates", "own"),
    };
    spec.insert("httpListeners", vec![listener]);
    let pods = tree! { name: "pods", backendAddresses: vec![tree! { ipAddress: asked.address.clone() }] };
    spec.insert("backendAddressPools", vec![pods]);
    let probe = tree! {
        name: "health",
        protocol: "Https",
        path: asked.health,
        pickHostNameFromBackendHttpSettings: true,
        interval: 10,
        timeout: 5,
        unhealthyThreshold: 3,
    };
    spec.insert("probes", vec![probe]);
    let settings = tree! {
        name: "tls",
        protocol: "Https",
        port: i64::from(asked.port),
        hostName: asked.backend.clone(),
        cookieBasedAffinity: "Disabled",
        requestTimeout: 30,
        probe: parts.of("probes", "health"),
    };
    spec.insert("backendHttpSettingsCollection", vec![settings]);
    let route = tree! {
        name: "all",
        ruleType: "Basic",
        priority: 100,
        httpListener: parts.of("httpListeners", "https"),
        backendAddressPool: parts.of("backendAddressPools", "pods"),
        backendHttpSettings: parts.of("backendHttpSettingsCollection", "tls"),
    };
    spec.insert("requestRoutingRules", vec![route]);
}
