//! Elasticsearch, which the operator of Elastic runs: three nodes in different zones, each of which may lead.
//!
//! Not for a cluster whose nodes have tasks of their own. By construction requests, and what nodes say to each other, are TLS only; the
//! user with all rights is not there. Snapshots of its indices go to a bucket as often and for as long as the policy asks for.
//!
//! What is said of snapshots is a policy of the operator, which takes a subscription of Elastic's (Enterprise).

use super::{
    archive::{self, Archive, ArchiveFor},
    operated::{MEMBERS, container, image, pod},
    parts::kinds,
    search_exporter,
};
use crate::network::connect;

/// Elasticsearch with data of class `D`.
///
/// ```
/// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
/// use hc_cdk_k8s::{database::{Archive, Search}, prelude::*, secret::{Keeper, SecretStore}, storage::EncryptedStorage};
///
/// let mut chart = Chart::<(Hipaa, Production)>::new("clinic");
/// let zone = chart.add("Clinical", Namespace::<Phi>::builder());
/// let disks = chart.add("Disks", EncryptedStorage::ebs().key("arn:aws:kms:us-east-1:111122223333:key/1a2b"));
/// let reader = chart.add("Reader", ServiceAccount::builder().perimeter(&zone));
/// let keeper = Keeper::Vault { server: domain!("vault.example.org"), path: "clinic", role: "search" };
/// let vault = chart.add("Vault", SecretStore::builder().account(&reader).keeper(keeper));
/// let secret = || ExternalSecret::builder().store(&vault);
/// let login = secret().key("username", "search", "user").key("password", "search", "password").key("roles", "search", "roles");
/// let login = chart.add("Login", login);
/// let writer = secret().key("AWS_ACCESS_KEY_ID", "backups", "id").key("AWS_SECRET_ACCESS_KEY", "backups", "key");
/// let writer = chart.add("Writer", writer);
/// let s3 = chart.add("S3", Outside::<Phi>::builder().network(cidr!("10.20.64.0/20")).port(443));
/// let archive = Archive::builder().bucket("clinic-backups", "us-east-1").credentials(&writer).through(&s3)
///     .key("arn:aws:kms:us-east-1:111122223333:key/3c4d").build();
///
/// let image = image!("registry.example/elasticsearch@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
/// let exporter = image!("registry.example/elasticsearch-exporter@sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752");
/// let index = Search::builder().perimeter(&zone).image("9.2.1", image).resources(cpu!("2"), memory!("8Gi"))
///     .keep(memory!("100Gi"), &disks).login(&login).backups(archive).exporter(exporter).indices_stay("logs", 30);
/// let index = chart.add("Index", index);
/// # assert!(App::new("clinic").stack(chart).synthesize().is_ok());
/// ```
#[derive(Debug, Clone)]
pub struct Search<D: DataClass>(Parts<D>);

super::parts::parts! {
    /// What Elasticsearch is made of.
    pub struct Parts;
    /// Elasticsearch as it is being described.
    pub struct SearchBuilder => Search;
    operator = "elastic-system";
    needs {
        /// The version of Elasticsearch, such as `9.2.1`, and its image, by digest.
        image(version: &'static str, image: impl NamedByDigest) -> (&'static str, Image) { (version, image.it().clone()) }: SearchNeedsImage;
        /// The secret that lets workloads in: its keys are `username`, `password` and `roles`, the names of roles with commas.
        login(secret: &(impl ByReference + ?Sized)) -> Secret { secret.it().clone() }: SearchNeedsLogin;
        /// Where snapshots go. The bucket encrypts them with its default key.
        backups(archive: impl ArchiveFor<D>) -> Archive<D> { archive.archive() }: DatabaseNeedsBackups;
    }
    also { lives: Vec<(&'static str, u32)>, exporter: Option<Image> }
}

impl<D: DataClass, State> SearchBuilder<D, State> {
    /// Has it tell its figures, by `elasticsearch_exporter` of the Prometheus community in pods of its own. The image is named by digest.
    ///
    /// The exporter asks the nodes over TLS as the user for monitoring that their operator makes, who sees how the cluster is. A
    /// [`StoreMonitor`](crate::monitoring::StoreMonitor) has Prometheus read what it tells.
    #[allow(clippy::needless_pass_by_value, reason = "as the setters of a builder take it")]
    pub fn exporter(mut self, image: impl NamedByDigest) -> Self {
        self.exporter = Some(image.it().clone());
        self
    }

    /// A life cycle of indices, by its name: they are deleted after so many days.
    pub fn indices_stay(mut self, life: &'static str, days: u32) -> Self {
        self.lives.push((life, days));
        self
    }
}

const KEYS: [&str; 3] = ["username", "password", "roles"];
const PORT: u16 = 9200;
const PEERS: u16 = 9300;
/// The user of its images.
const USER: i64 = 1000;
/// The name of the place of snapshots.
const ARCHIVE: &str = "archive";
/// The label of a node of the cluster that says in which zone it is.
const ZONE: &str = "topology.kubernetes.io/zone";

impl<D: DataClass> Spec for Search<D> {
    type Handle = SearchStore<D>;
    const KIND: &'static str = "Search";
    const INVARIANTS: &'static [Rule] = holds!(POLICY_OF_SNAPSHOTS);
}

impl<D: DataClass, P: Policy> Construct<P, Kubernetes> for Search<D> {
    fn declare(self, scope: &mut Within<'_, P, Kubernetes>) -> SearchStore<D> {
        let shared = self.0.shared::<P>(name_of(scope));
        self.0.backups.check(scope);
        connect::open(scope, &shared.zone, shared.pods(), &self.0.backups.way());
        let plan = Plan {
            image: self.0.image,
            login: self.0.login,
            writer: self.0.backups.writer(),
            bucket: self.0.backups.elastic(&shared.name),
            client: self.0.backups.client(),
            lives: self.0.lives,
        };
        let mut store = ClusterStore::new(declare(scope, &shared, &plan), &shared.zone, Vec::new());
        if let Some(image) = self.0.exporter {
            let figures = search_exporter::beside::<P, D>(scope, image, &store, &shared.zone);
            store.measured.figures.push(figures);
        }
        SearchStore::new(store)
    }
}

/// What it is made of, without its class of data as a type.
struct Plan {
    image: (&'static str, Image),
    login: Secret,
    writer: Secret,
    bucket: Object,
    /// How it finds the bucket.
    client: Object,
    lives: Vec<(&'static str, u32)>,
}

kinds! { SearchSpecification = "elasticsearch.k8s.elastic.co/v1/Elasticsearch"; }
kinds! { PolicySpecification = "stackconfigpolicy.k8s.elastic.co/v1alpha1/StackConfigPolicy"; }

fn declare(scope: &mut Scope<'_>, shared: &Operated, plan: &Plan) -> Answering {
    let (version, _) = plan.image;
    if !version.split('.').all(|part| !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit())) {
        scope.reject(None, format!("has the version `{version}`"), "write it as `9.2.1`");
    }
    shared.reads(scope, &plan.login, &KEYS);
    shared.reads(scope, &plan.writer, &archive::KEYS);
    let account = shared.stands(scope, PEERS, PORT);
    let (name, zone) = (shared.name.clone(), &shared.zone);
    let policy = policy(shared, plan);
    scope.resource("Snapshots", Custom { metadata: meta(name.clone(), zone), spec: PolicySpecification(policy) });
    let mut metadata = meta(name.clone(), zone).labelled(shared.pods().labels());
    metadata.annotations = Some(Object::new().with("eck.k8s.elastic.co/downward-node-labels", ZONE));
    let spec = specification(shared, plan, account);
    scope.resource("", Custom { metadata, spec: SearchSpecification(spec) });
    Answering {
        this: scope.this(),
        pods: name.clone(),
        host: format!("{name}-es-http.{}.svc", zone.text),
        port: PORT,
        authority: (format!("{name}-es-http-certs-public"), "ca.crt"),
        variables: Vec::new(),
        password: (plan.login.name(), vec![("USERNAME", "username"), ("PASSWORD", "password")]),
        name,
        space: zone.space.clone(),
    }
}

fn specification(shared: &Operated, plan: &Plan, account: Value<String>) -> Object {
    let (version, of) = &plan.image;
    let login = Object::new().with("secretName", plan.login.name());
    let entry = |key: &'static str, path: &'static str| Object::new().with("key", key).with("path", path);
    let [id, key] = archive::KEYS;
    let entries = vec![entry(id, "s3.client.default.access_key"), entry(key, "s3.client.default.secret_key")];
    let keys = Object::new().with("secretName", plan.writer.name()).with("entries", entries);
    Object::new()
        .with("version", *version)
        .with("image", image(of))
        .with("auth", Object::new().with("disableElasticUser", true).with("fileRealm", vec![login]))
        .with("secureSettings", vec![keys])
        .with("volumeClaimDeletePolicy", "DeleteOnScaledownOnly")
        .with("nodeSets", vec![nodes(shared, plan, account)])
}

fn nodes(shared: &Operated, plan: &Plan, account: Value<String>) -> Object {
    let variable =
        Object::new().with("fieldRef", Object::new().with("fieldPath", format!("metadata.annotations['{ZONE}']")));
    let variable = Object::new().with("name", "ZONE").with("valueFrom", variable);
    let own = Object::new()
        .with("name", "elasticsearch")
        .with("env", vec![variable])
        .with("resources", shared.takes())
        .with("securityContext", container(USER));
    let first = |name: &'static str| Object::new().with("name", name).with("securityContext", container(USER));
    let pods = Object::new()
        .with("serviceAccountName", account)
        .with("automountServiceAccountToken", false)
        .with("securityContext", pod(USER))
        .with("topologySpreadConstraints", Operated::spread(shared.pods()))
        .with("initContainers", vec![first("elastic-internal-init-filesystem"), first("elastic-internal-suspend")])
        .with("containers", vec![own]);
    let template = Object::new()
        .with("metadata", Object::new().with("labels", shared.labels(shared.pods())))
        .with("spec", shared.zone.pulling(pods));
    let claim =
        Object::new().with("metadata", Object::new().with("name", "elasticsearch-data")).with("spec", shared.claim());
    // Copies of an index are in another zone than the index. Nodes that map no memory need no right to change the kernel.
    let config = Object::new()
        .with("node.store.allow_mmap", false)
        .with("node.attr.zone", "${ZONE}")
        .with("cluster.routing.allocation.awareness.attributes", "k8s_node_name,zone");
    let config = plan.client.iter().fold(config, |all, (name, value)| all.with(name.to_owned(), value.clone()));
    Object::new()
        .with("name", "members")
        .with("count", MEMBERS)
        .with("config", config)
        .with("podTemplate", template)
        .with("volumeClaimTemplates", vec![claim])
}

/// Where snapshots go, when they are made, how long they are kept and after what time one is missed, and how long indices stay.
fn policy(shared: &Operated, plan: &Plan) -> Object {
    let (days, minutes) = shared.backups.map_or((30, 24 * 60), |it| (it.days, it.minutes));
    let kept = Object::new().with("expire_after", format!("{days}d"));
    let snapshots = Object::new()
        .with("name", "<snapshot-{now/m{yyyy.MM.dd-HH.mm}}>")
        .with("schedule", often(minutes))
        .with("repository", ARCHIVE)
        .with("retention", kept);
    let snapshots = if knows_missed(plan.image.0) { snapshots.with(MISSED, missed_after(minutes)) } else { snapshots };
    let life = |days: u32| {
        let deleted = Object::new().with("min_age", format!("{days}d"));
        let deleted = deleted.with("actions", Object::new().with("delete", Object::new()));
        Object::new().with("phases", Object::new().with("delete", deleted))
    };
    let lives = plan.lives.iter().fold(Object::new(), |all, (name, days)| all.with(*name, life(*days)));
    let settings = Object::new()
        .with("snapshotRepositories", Object::new().with(ARCHIVE, plan.bucket.clone()))
        .with("snapshotLifecyclePolicies", Object::new().with("regular", snapshots));
    let settings = if lives.is_empty() { settings } else { settings.with("indexLifecyclePolicies", lives) };
    Object::new()
        .with("resourceSelector", Object::new().with("matchLabels", shared.pods().labels()))
        .with("elasticsearch", settings)
}

/// What says after what time a snapshot is missed.
const MISSED: &str = "unhealthy_if_no_snapshot_within";

/// Whether a version of Elasticsearch knows that: 9.1 and newer ones. Others refuse the policy.
fn knows_missed(version: &str) -> bool {
    let mut parts = version.split('.').map(|it| it.parse::<u32>().unwrap_or_default());
    (parts.next(), parts.next()) >= (Some(9), Some(1))
}

/// After what time a snapshot is missed that comes at least every so many minutes: one or two may fail if they are made hourly or every four
/// hours, three if every quarter, none if daily.
const fn missed_after(minutes: u32) -> &'static str {
    match minutes {
        0..60 => "1h",
        60..240 => "3h",
        240..1440 => "10h",
        _ => "26h",
    }
}

/// When snapshots are made that come at least every so many minutes, with seconds. Elasticsearch makes none more often than every quarter.
const fn often(minutes: u32) -> &'static str {
    match minutes {
        0..60 => "0 0/15 * * * ?",
        60..240 => "0 0 * * * ?",
        240..1440 => "0 0 0/4 * * ?",
        _ => "0 0 3 * * ?",
    }
}
