//! Redis, which the operator of Opstree runs: one pod takes writes, two follow it, and three sentinels see to it that one always does.
//!
//! Not for data that is spread over several shards. By construction it takes TLS only and asks for a password; what it keeps is
//! written to encrypted disks, as snapshots and line by line, and these are backed up as the policy asks for.

use super::{
    figures,
    operated::{MEMBERS, container, image, pod},
    parts::kinds,
    store::{By, Figures, password},
};
use crate::{
    api::core,
    naming::{Pods, is_named},
    network::{certificate::CertificateSpecification, connect},
    workload::backup,
};

/// Redis with data of class `D`.
///
/// ```
/// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
/// use hc_cdk_k8s::{database::Redis, prelude::*, secret::{Keeper, SecretStore}, storage::EncryptedStorage};
///
/// let mut chart = Chart::<(Hipaa, Production)>::new("clinic");
/// let zone = chart.add("Clinical", Namespace::<Phi>::builder());
/// let disks = chart.add("Disks", EncryptedStorage::ebs().key("arn:aws:kms:us-east-1:111122223333:key/1a2b"));
/// let reader = chart.add("Reader", ServiceAccount::builder().perimeter(&zone));
/// let keeper = Keeper::Vault { server: domain!("vault.example.org"), path: "clinic", role: "redis" };
/// let vault = chart.add("Vault", SecretStore::builder().account(&reader).keeper(keeper));
/// let login = ExternalSecret::builder().store(&vault).key("password", "redis", "password");
/// let login = chart.add("Login", login);
///
/// let image = image!("registry.example/redis@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
/// let sessions = Redis::builder().perimeter(&zone).images(image.clone(), image).issuer("internal")
///     .resources(cpu!("500m"), memory!("1Gi")).keep(memory!("10Gi"), &disks).password(&login);
/// let sessions = chart.add("Sessions", sessions);
/// # assert!(App::new("clinic").stack(chart).synthesize().is_ok());
/// ```
#[derive(Debug, Clone)]
pub struct Redis<D: DataClass>(Parts<D>);

super::parts::parts! {
    /// What Redis is made of.
    pub struct Parts;
    /// Redis as it is being described.
    pub struct RedisBuilder => Redis;
    operator = "redis-operator";
    needs {
        /// The images of Redis and of its sentinels, by digest.
        images(redis: impl NamedByDigest, sentinel: impl NamedByDigest) -> [Image; 2] { [redis.it().clone(), sentinel.it().clone()] }: RedisNeedsImages;
        /// The secret whose key `password` lets somebody in.
        password(secret: &(impl ByReference + ?Sized)) -> Secret { secret.it().clone() }: RedisNeedsPassword;
        /// The name of the cluster's issuer of the certificate by which it is known: one of the organisation's own, since its hosts have
        /// names of the cluster.
        issuer(name: &'static str) -> &'static str { name }: RedisNeedsIssuer;
    }
    also { exporter: Option<Image>, evicts: Option<Eviction> }
}

impl<D: DataClass, State> RedisBuilder<D, State> {
    /// Has it tell its figures, by an exporter beside each of its pods. The image is named by digest.
    #[allow(clippy::needless_pass_by_value, reason = "as the setters of a builder take it")]
    pub fn exporter(mut self, image: impl NamedByDigest) -> Self {
        self.exporter = Some(image.it().clone());
        self
    }

    /// What it leaves out when its memory is full. Without a word it takes no more then.
    pub fn evicts(mut self, what: Eviction) -> Self {
        self.evicts = Some(what);
        self
    }
}

/// What is left out of memory that is full.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Eviction {
    /// What was not used for the longest time.
    LeastRecentlyUsed,
    /// What is used most rarely.
    LeastFrequentlyUsed,
    /// Of what ends some time, what ends first. What never ends stays.
    EndsFirst,
}

impl Eviction {
    const fn words(self) -> &'static str {
        match self {
            Self::LeastRecentlyUsed => "allkeys-lru",
            Self::LeastFrequentlyUsed => "allkeys-lfu",
            Self::EndsFirst => "volatile-ttl",
        }
    }
}

const PASSWORD: &str = "password";
const PORT: u16 = 6379;
const SENTINELS: u16 = 26379;
/// The user of its images.
const USER: i64 = 1000;

impl<D: DataClass> Spec for Redis<D> {
    type Handle = ClusterStore<D>;
    const KIND: &'static str = "Redis";
    const INVARIANTS: &'static [Rule] = holds!(CERTIFICATE_IS_RENEWED);
}

impl<D: DataClass, P: Policy> Construct<P, Kubernetes> for Redis<D> {
    fn declare(self, scope: &mut Within<'_, P, Kubernetes>) -> ClusterStore<D> {
        let shared = self.0.shared::<P>(name_of(scope));
        let [redis, sentinel] = &self.0.images;
        let plan = Plan {
            images: [redis, sentinel],
            password: &self.0.password,
            issuer: self.0.issuer,
            exporter: self.0.exporter.as_ref(),
            evicts: self.0.evicts,
        };
        let figures = plan.exporter.map(|_| Figures {
            pods: shared.name.clone(),
            by: By::Itself,
            port: 9121,
            port_name: "redis-exporter",
            exports: figures::REDIS,
        });
        ClusterStore::new(declare(scope, &shared, &plan), &shared.zone, figures.into_iter().collect())
    }
}

/// What it is made of, without its class of data as a type.
struct Plan<'a> {
    images: [&'a Image; 2],
    password: &'a Secret,
    issuer: &'static str,
    exporter: Option<&'a Image>,
    evicts: Option<Eviction>,
}

kinds! { ReplicationSpecification = "redis.redis.opstreelabs.in/v1beta2/RedisReplication"; }
kinds! { SentinelSpecification = "redis.redis.opstreelabs.in/v1beta2/RedisSentinel"; }

fn declare(scope: &mut Scope<'_>, shared: &Operated, plan: &Plan<'_>) -> Answering {
    shared.reads(scope, plan.password, &[PASSWORD]);
    is_named(scope, "an issuer", plan.issuer);
    let account = shared.stands(scope, PORT, PORT);
    let (name, zone) = (shared.name.clone(), &shared.zone);
    let certificate = certificate(scope, shared, plan.issuer);
    // A claim has the labels by which the operator's set selects its pods.
    backup::schedule(scope, zone, &name, Object::new().with("app", name.clone()), shared.backups);

    let [redis, sentinel] = plan.images;
    let pods = Pods::of_store(&name);
    let common =
        |pods, of| shared.common(pods, of, plan.password, &certificate).with("serviceAccountName", account.clone());
    let storage = Object::new().with("volumeClaimTemplate", Object::new().with("spec", shared.claim()));
    let spec = common(pods, redis).with("storage", storage.with("keepAfterDelete", true));
    let spec = plan.exporter.into_iter().fold(spec, |spec, it| spec.with("redisExporter", exporter(it)));
    let settings = plan.evicts.map(|it| settings(scope, shared, it));
    let spec = settings.into_iter().fold(spec, |spec, it| spec.with("redisConfig", it));
    let metadata = meta(name.clone(), zone).labelled(shared.labels(pods));
    scope.resource("", Custom { metadata, spec: ReplicationSpecification(spec) });

    let watching = format!("{name}-sentinel");
    let watching = Pods::of_store(&watching);
    let mut sentinels = scope.child("Sentinels", "Sentinels", WATCHING);
    connect::pair(&mut sentinels, (zone, watching), (zone, pods), PORT);
    let mut among = sentinels.child("Peers", "Peers", &[rule::OPENS_NAMED_WAYS]);
    shared.reached(&mut among, watching, SENTINELS, SENTINELS);
    let spec = common(watching, sentinel).with("redisSentinelConfig", watches(&name, plan.password));
    let metadata = meta(name.clone(), zone).labelled(shared.labels(watching));
    sentinels.resource("", Custom { metadata, spec: SentinelSpecification(spec) });
    Answering {
        this: scope.this(),
        pods: name.clone(),
        host: format!("{name}-master.{}.svc.cluster.local", zone.text),
        port: PORT,
        authority: (certificate, "ca.crt"),
        variables: Vec::new(),
        password: password(plan.password, PASSWORD),
        name,
        space: zone.space.clone(),
    }
}

/// What holds for sentinels, which keep nothing.
const WATCHING: &[Rule] = &[
    rule::STORE_SPEAKS_TLS,
    rule::STORE_ASKS_WHO,
    rule::STORE_IS_CONFINED,
    rule::ACCOUNT_OF_ITS_OWN,
    rule::IMAGE_BY_DIGEST,
    rule::STATES_WHAT_IT_TAKES,
    rule::IN_ITS_NAMESPACE,
    rule::OPENS_NAMED_WAYS,
    rule::SURVIVES_ITS_ZONE,
    rule::LOGS_SAY_HOW_LONG,
];

impl Operated {
    /// What Redis and its sentinels have in common.
    fn common(&self, pods: Pods<'_>, of: &Image, password: &Secret, certificate: &str) -> Object {
        let secret = Object::new().with("name", password.name()).with("key", PASSWORD);
        let tls = Object::new()
            .with("ca", "ca.crt")
            .with("cert", "tls.crt")
            .with("key", "tls.key")
            .with("secret", Object::new().with("secretName", certificate.to_owned()));
        let config = Object::new().with("image", image(of)).with("redisSecret", secret).with("resources", self.takes());
        Object::new()
            .with("clusterSize", MEMBERS)
            .with("kubernetesConfig", self.zone.pulling(config))
            .with("TLS", tls)
            .with("pdb", Object::new().with("enabled", true).with("maxUnavailable", 1))
            .with("podSecurityContext", pod(USER))
            .with("securityContext", container(USER))
            .with("topologySpreadConstraints", Self::spread(pods))
    }
}

/// What tells the figures of a pod, beside it.
fn exporter(of: &Image) -> Object {
    let amount = || Object::new().with("cpu", "100m").with("memory", "128Mi");
    Object::new()
        .with("enabled", true)
        .with("image", image(of))
        .with("resources", Object::new().with("limits", amount()).with("requests", amount()))
        .with("securityContext", container(USER))
}

/// What is left out of its memory, and at what share of what a pod may take that begins.
fn settings(scope: &mut Scope<'_>, shared: &Operated, evicts: Eviction) -> Object {
    let data = Object::new().with("redis-additional.conf", format!("maxmemory-policy {}\n", evicts.words()));
    let metadata = meta(format!("{}-settings", shared.name), &shared.zone);
    let file = scope.resource("Settings", core::ConfigMap { data: Some(data), ..core::ConfigMap::new(metadata) });
    Object::new().with("additionalRedisConfig", file.id()).with("maxMemoryPercentOfLimit", 75)
}

/// Two of three sentinels have to agree that another pod is to take writes.
fn watches(name: &str, password: &Secret) -> Object {
    let key = Object::new().with("name", password.name()).with("key", PASSWORD);
    Object::new()
        .with("redisReplicationName", name.to_owned())
        .with("masterGroupName", "main")
        .with("redisPort", PORT.to_string())
        .with("quorum", "2")
        .with("resolveHostnames", "yes")
        .with("announceHostnames", "yes")
        .with("redisReplicationPassword", Object::new().with("secretKeyRef", key))
}

/// Declares the certificate by which it is known, for all names that it has in the cluster. Gives the name of its secret.
fn certificate(scope: &mut Scope<'_>, shared: &Operated, issuer: &'static str) -> String {
    let (name, space) = (&shared.name, &shared.zone.text);
    let hosts = ["", "-master", "-replica", "-headless", "-sentinel", "-sentinel-headless"];
    let within = hosts.iter().flat_map(|end| {
        let host = format!("{name}{end}.{space}.svc");
        let each = end.ends_with("headless").then(|| format!("*.{host}"));
        [Some(format!("{host}.cluster.local")), each.as_ref().map(|it| format!("{it}.cluster.local")), each, Some(host)]
    });
    let names = within.flatten().map(Value::from).collect();
    let secret = format!("{name}-tls");
    let issuer = ("ClusterIssuer", issuer.into());
    let spec = CertificateSpecification { name: secret.clone(), names, issuer, of_client: false };
    scope.resource("Tls", Custom { metadata: meta(secret.clone(), &shared.zone), spec });
    secret
}
