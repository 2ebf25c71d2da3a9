//! Prometheus and Alertmanager, which their operator runs: what is measured is kept on encrypted disks for as long as the policy
//! asks for.
//!
//! By construction their pods are as confined as those of workloads. They reach what a monitor leads them to, the API server and what is
//! named, and nothing else; they find pods of a namespace by a right that ends there.

use std::marker::PhantomData;

use hc_cdk::{
    construct::{Construct, Spec},
    data::{DataClass, WrittenBy},
    dimension::{Level, PolicyFloor, availability::MultiAz, metric_retention::MetricRetentionFor},
    image::Image,
    literal::port::PortNumber,
    model::{ConstructRef, Role},
    policy::{Dimension, Policy},
    resource::ResourceType,
    rule::Rule,
    sentences::{IsBlock, NamedByDigest},
    stack::{Scope, Within},
    uses::{Connection, Place, Usable, Use},
    value::{Json, Object, Value},
};
use hc_cdk_manifest::{
    naming::name_of,
    object::{Custom, Specification},
};

use crate::{
    access::ApiServer,
    api::core,
    chart::Kubernetes,
    literal::quantity::Memory,
    namespace::{Namespace, NamespaceFor},
    naming::meta,
    network::{connect, gate::Gate},
    rules::rule,
    sentences::{ObjectNeedsNamespace, PrometheusNeedsApiServer, PrometheusNeedsDisks, PrometheusNeedsImages},
    storage::{Encrypted, OnEncryptedDisks},
    zone::{Scoped, Space},
};

/// Prometheus and Alertmanager. `R` is for how long is kept what is measured.
///
/// ```
/// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
/// use hc_cdk_k8s::{monitoring::Prometheus, prelude::*, storage::EncryptedStorage};
///
/// let mut chart = Chart::<(Hipaa, Production)>::new("clinic");
/// let zone = chart.add("Watch", Namespace::<Phi>::builder());
/// let disks = chart.add("Disks", EncryptedStorage::ebs().key("arn:aws:kms:us-east-1:111122223333:key/1a2b"));
/// let prometheus = Prometheus::builder().perimeter(&zone).api_server([cidr!("10.20.64.0/20")], 443);
/// let prometheus = prometheus.disks(memory!("50Gi"), &disks).images(
///     image!("registry.example/prometheus@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
///     image!("registry.example/alertmanager@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
/// );
/// let prometheus = chart.add("Prometheus", prometheus);
/// # assert!(App::new("clinic").stack(chart).synthesize().is_ok());
/// ```
#[derive(Debug, Clone)]
pub struct Prometheus<D: DataClass, R = PolicyFloor> {
    parts: Parts<D>,
    position: PhantomData<fn() -> R>,
}

hc_cdk::builder! {
    /// What Prometheus is made of.
    pub struct Parts<D: DataClass>;
    /// Prometheus as it is being described.
    pub struct PrometheusBuilder => Prometheus<D>;
    needs {
        /// The namespace that it is in.
        perimeter(perimeter: &(impl NamespaceFor<D> + ?Sized)) -> Namespace<D> { perimeter.it().clone() }: ObjectNeedsNamespace;
        /// The images of Prometheus and of Alertmanager, by digest.
        images(prometheus: impl NamedByDigest, alertmanager: impl NamedByDigest) -> (Image, Image) {
            (prometheus.it().clone(), alertmanager.it().clone())
        }: PrometheusNeedsImages;
        /// The disk of each of its pods: its size, and the encrypted disks that it is on.
        disks(size: Memory, disks: &(impl OnEncryptedDisks + ?Sized)) -> (Memory, Encrypted) {
            (size, disks.it().clone())
        }: PrometheusNeedsDisks;
        /// The networks in which the API server of the cluster answers, and its port: what `kubectl get endpoints kubernetes` says.
        /// It tells Prometheus which pods there are; no monitor leads anywhere without it.
        api_server(networks: impl IntoIterator<Item = impl IsBlock>, port: impl PortNumber) -> ApiServer {
            ApiServer::at(networks, port)
        }: PrometheusNeedsApiServer;
    }
    also { reaches: Vec<Use>, tells: Vec<Use> }
    positions Prometheus {
        /// For how long is kept what is measured, instead of what the policy asks for.
        retention: R,
    }
}

impl<D: DataClass, State> PrometheusBuilder<D, State> {
    /// Lets Prometheus reach something beside what monitors lead it to, such as an exporter outside of the cluster.
    pub fn connect(mut self, to: &(impl Usable<Class = D, Target = Kubernetes> + ?Sized)) -> Self {
        self.reaches.push(Use::of(to));
        self
    }

    /// Lets Alertmanager reach something through which somebody is told, such as a pager. What alerts say comes from figures of this
    /// namespace: a party of a lower class is told by a [`Declassified`](crate::network::Declassified).
    pub fn tells_through<U>(mut self, to: &U) -> Self
    where
        U: Usable<Target = Kubernetes, Class: WrittenBy<D>> + ?Sized,
    {
        self.tells.push(Use::of(to));
        self
    }
}

/// Prometheus as a chart has taken it: who asks workloads for their figures.
#[derive(Debug, Clone)]
pub struct Watcher<D> {
    pub(crate) asking: Asking,
    class: PhantomData<fn() -> D>,
}

/// The same without its class of data as a type.
#[derive(Debug, Clone)]
pub struct Asking {
    pub(crate) this: ConstructRef,
    pub(crate) space: Space,
    pub(crate) account: Value<String>,
}

/// The name that the operator gives the pods of Prometheus and of Alertmanager, as a label.
pub(crate) const PODS: &str = "prometheus";
const TELLING: &str = "alertmanager";

/// The port on which Prometheus is asked.
pub(super) const PORT: u16 = 9090;

/// The host by which whatever the operator runs of it in a namespace is asked.
fn host(namespace: &str) -> String {
    format!("prometheus-operated.{namespace}.svc")
}

/// Where the Prometheus of a namespace is asked.
pub(super) fn address(namespace: &str) -> String {
    format!("http://{}:{PORT}", host(namespace))
}

impl<D: DataClass> Usable for Watcher<D> {
    type Class = D;
    type Target = Kubernetes;

    fn connection(&self) -> Connection {
        let Asking { this, space, .. } = &self.asking;
        let gate = Gate { space: space.clone(), pods: PODS.to_owned(), authority: None };
        Connection::new(this.clone(), PODS).at(Place {
            host: Some(host(&space.text).into()),
            port: Some(PORT),
            networks: Vec::new(),
            gate: Some(gate.into()),
        })
    }
}

impl<D: DataClass, R> Spec for Prometheus<D, R> {
    type Handle = Watcher<D>;
    const KIND: &'static str = "Prometheus";
    const INVARIANTS: &'static [Rule] = &[
        rule::OPERATED_AS_CONFINED,
        rule::FIGURES_ARE_KEPT,
        rule::TARGETS_ARE_FOUND,
        rule::OPENS_NAMED_WAYS,
        rule::TOKEN_ON_DEMAND,
    ];
}

impl<D: DataClass, R: MetricRetentionFor<P>, P: Policy> Construct<P, Kubernetes> for Prometheus<D, R> {
    fn declare(self, scope: &mut Within<'_, P, Kubernetes>) -> Watcher<D> {
        scope.stands_at(Dimension::metric_retention, R::POSITION);
        // It is cleared for what it asks: pods show the same on every port, as far as anybody can read.
        scope.plays(Role::Other, D::CLASS);
        let zones = <P::Availability as Level>::POSITION >= MultiAz::POSITION;
        let Parts { perimeter, images, disks, api_server, reaches, tells } = self.parts;
        let parts = Whole { zone: perimeter.scoped, disks, api_server, zones };
        let asking = declare(scope, &parts, &images, R::POSITION.days(), (&reaches, &tells));
        Watcher { asking, class: PhantomData }
    }
}

/// What both have in common.
struct Whole {
    zone: Scoped,
    disks: (Memory, Encrypted),
    api_server: ApiServer,
    zones: bool,
}

fn declare(
    scope: &mut Scope<'_>,
    whole: &Whole,
    (image, telling): &(Image, Image),
    days: u32,
    (reaches, tells): (&[Use], &[Use]),
) -> Asking {
    let (zone, name) = (&whole.zone, name_of(scope));
    let account = |scope: &mut Scope<'_>, key: &'static str, name: String| {
        let account = core::ServiceAccount {
            automount_service_account_token: Some(false),
            ..core::ServiceAccount::new(meta(name, zone))
        };
        let id: Value<String> = scope.resource(key, account).id();
        id
    };
    let own = account(scope, "Account", name.clone());
    let others = account(scope, "TellingAccount", format!("{name}-{TELLING}"));
    whole.api_server.is_somewhere(scope);
    zone.check_pulls(scope);
    connect::out(scope, zone, PODS, "api-server", &whole.api_server.networks, whole.api_server.port);
    connect::pair(scope, (zone, PODS), (zone, TELLING), 9093);
    let mut peers = scope.child("Peers", "Alertmanager", &[rule::OPENS_NAMED_WAYS]);
    connect::among(&mut peers, zone, TELLING, 9094);
    let reaches = reaches.iter().map(|it| (PODS, it));
    for (pods, it) in reaches.chain(tells.iter().map(|it| (TELLING, it))) {
        connect::open(scope, zone, pods, it);
    }
    let everything = || Object::new();
    let teller =
        Object::new().with("namespace", zone.id.clone()).with("name", "alertmanager-operated").with("port", "web");
    let spec = whole
        .pods(image, own.clone())
        .with("automountServiceAccountToken", true)
        .with("retention", format!("{days}d"))
        .with("scrapeInterval", "30s")
        .with("evaluationInterval", "30s")
        .with("serviceDiscoveryRole", "EndpointSlice")
        .with("serviceMonitorSelector", everything())
        .with("serviceMonitorNamespaceSelector", everything())
        .with("podMonitorSelector", everything())
        .with("podMonitorNamespaceSelector", everything())
        .with("probeSelector", everything())
        .with("probeNamespaceSelector", everything())
        .with("ruleSelector", everything())
        .with("ruleNamespaceSelector", everything())
        .with("alerting", Object::new().with("alertmanagers", vec![teller]));
    scope.resource("", Custom { metadata: meta(name.clone(), zone), spec: PrometheusSpecification(spec) });
    let spec = whole
        .pods(telling, others)
        .with("automountServiceAccountToken", false)
        // What is told of is not kept for long.
        .with("retention", "120h")
        .with("alertmanagerConfigSelector", everything())
        .with("alertmanagerConfigNamespaceSelector", everything())
        // Who is told of what is said once, and not for alerts of one namespace only.
        .with("alertmanagerConfigMatcherStrategy", Object::new().with("type", "None"));
    scope.resource("Telling", Custom { metadata: meta(name, zone), spec: AlertmanagerSpecification(spec) });
    Asking { this: scope.this(), space: zone.space.clone(), account: own }
}

impl Whole {
    /// What the operator makes pods of.
    fn pods(&self, image: &Image, account: Value<String>) -> Object {
        let (size, class) = &self.disks;
        let size: Value<String> = size.clone().into();
        let claim = Object::new()
            .with("accessModes", vec!["ReadWriteOnce"])
            .with("storageClassName", class.name())
            .with("resources", Object::new().with("requests", Object::new().with("storage", size)));
        let context = Object::new()
            .with("fsGroup", 2000)
            .with("runAsNonRoot", true)
            .with("runAsUser", 1000)
            .with("seccompProfile", Object::new().with("type", "RuntimeDefault"));
        let amount = || Object::new().with("cpu", "500m").with("memory", "2Gi");
        let spec = Object::new()
            .with("image", image.as_str().to_owned())
            .with("replicas", if self.zones { 2 } else { 1 })
            .with("serviceAccountName", account)
            .with("securityContext", context)
            .with("resources", Object::new().with("limits", amount()).with("requests", amount()))
            .with("storage", Object::new().with("volumeClaimTemplate", Object::new().with("spec", claim)));
        self.zone.pulling(spec)
    }
}

struct PrometheusSpecification(Object);
struct AlertmanagerSpecification(Object);

impl Specification for PrometheusSpecification {
    const TYPE: &'static ResourceType = &ResourceType::untyped("monitoring.coreos.com/v1/Prometheus");
}

impl Specification for AlertmanagerSpecification {
    const TYPE: &'static ResourceType = &ResourceType::untyped("monitoring.coreos.com/v1/Alertmanager");
}

impl From<PrometheusSpecification> for Json {
    fn from(it: PrometheusSpecification) -> Self {
        it.0.into()
    }
}

impl From<AlertmanagerSpecification> for Json {
    fn from(it: AlertmanagerSpecification) -> Self {
        it.0.into()
    }
}
