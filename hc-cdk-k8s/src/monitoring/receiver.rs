//! What takes the records of the API server, and hands them on to Loki.
//!
//! The API server sends them over mutual TLS (its webhook), so nothing here reads a file of a node. It asks no name server of the
//! cluster: it finds the receiver by an address of the cluster's services, and knows it by its certificate. What somebody runs in a pod
//! stands in the address of a request, so the records may have whatever is in the cluster: give the receiver a namespace for the
//! highest class of it.
//!
//! Source: "Auditing" and "kube-apiserver" of Kubernetes; `webhookeventreceiver` of the OpenTelemetry Collector.

use std::net::Ipv4Addr;

use hc_cdk::{
    construct::{Construct, Spec},
    data::DataClass,
    image::Image,
    literal::cidr::CidrBlock,
    policy::Policy,
    resource::{Resource, ResourceType},
    rule::Rule,
    sentences::{IsBlock, NamedByDigest},
    stack::{Scope, Within},
    uses::Use,
    value::{Json, Object},
};
use hc_cdk_manifest::{
    dialect::Apart,
    naming::{kebab, name_of},
    object::{Custom, Metadata, Objects},
};
use hc_cdk_observe::{Handed, IsRedaction, Metric, Redaction, Sink, Takes, TakesLogsOf, write::collector};

use super::logs::{handed_to, told};
use crate::{
    chart::Kubernetes,
    config,
    namespace::{Namespace, NamespaceFor},
    naming::meta,
    network::{
        certificate::{CertificateSpecification, issued},
        connect,
        issuer::{Issued, IssuedBy},
    },
    rules::rule,
    sentences::{
        ObjectNeedsNamespace, ReceiverNeedsAddress, ReceiverNeedsControlPlane, ReceiverNeedsImage, ReceiverNeedsIssuer,
    },
    workload::{
        Probes, RECEIVING, Service, deployment::brought, mount::Mount, pod::Pod, resources::Resources, service::At,
        user::UserId,
    },
    zone::Scoped,
};

/// What tells an API server where it sends its records, and is no object.
pub(crate) const WEBHOOK: Apart = Apart { group: "", kind: "Config", folder: "audit-webhook", bare: true };

/// The folder on the machines of the control plane that has what an API server is given.
const GIVEN: &str = "/etc/kubernetes/audit";

/// How many records were taken by whom the receiver hands them to. None in a while is a reason to be told.
pub const RECORDS: hc_cdk_observe::Counter = collector::SENT;

hc_cdk::builder! {
    /// What takes the records of the API server and hands them on to Loki. With an [`ApiAudit`](crate::audit::ApiAudit) it is the
    /// whole way: the API server is given the files of both, and a page beside this one's says which flags.
    ///
    /// ```
    /// use hc_cdk::{data::{Internal, Phi}, policy::{Hipaa, Production}, prelude::*};
    /// use hc_cdk_k8s::{database::Archive, monitoring::{AuditReceiver, LokiConfig, observe::Redaction}, prelude::*};
    /// # use hc_cdk_k8s::secret::{Keeper, SecretStore};
    ///
    /// const IMAGE: Image = image!("registry.example/a@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
    ///
    /// let mut chart = Chart::<(Hipaa, Production)>::new("clinic");
    /// let zone = chart.add("Clinical", Namespace::<Phi>::builder());
    /// let logs = chart.add("Logs", Namespace::<Internal>::builder());
    /// # let reader = chart.add("Reader", ServiceAccount::builder().perimeter(&logs));
    /// # let keeper = Keeper::Vault { server: domain!("vault.example.org"), path: "clinic", role: "reader" };
    /// # let vault = chart.add("Vault", SecretStore::builder().account(&reader).keeper(keeper));
    /// # let keys = ExternalSecret::builder().store(&vault);
    /// # let keys = chart.add("Keys", keys.keys("logs", &["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]));
    /// let bucket = Outside::<Internal>::builder().network(cidr!("10.20.96.0/19")).port(443);
    /// let bucket = chart.add("Bucket", bucket);
    /// let archive = Archive::builder().bucket("clinic-logs", "us-east-1").key("arn:aws:kms:us-east-1:111122223333:key/1a2b");
    /// let archive = archive.credentials(&keys).through(&bucket).build();
    /// let told = LokiConfig::builder().perimeter(&logs).bucket(archive, "loki").requests();
    /// let told = chart.add("LokiTold", told);
    /// let loki = Workload::builder().perimeter(&logs).image(IMAGE).port(3100).probes(Probes::tcp()).connect(&bucket);
    /// let loki = loki.secrets_in_environment().secret("AWS_ACCESS_KEY_ID", &keys, "AWS_ACCESS_KEY_ID")
    ///     .secret("AWS_SECRET_ACCESS_KEY", &keys, "AWS_SECRET_ACCESS_KEY");
    /// let loki = loki.resources(cpu!("1"), memory!("2Gi")).config("/etc/loki", &told);
    /// let loki = chart.add("Loki", loki.command(&["loki", "-config.file=/etc/loki/loki.yaml"]));
    /// let left = Redaction::builder().keeping(&["level"]).masking(&["[0-9]{9,12}"]).approved_by("dpo@example.org");
    ///
    /// chart.add("Requests", ApiAudit::builder());
    /// chart.add("Records", AuditReceiver::builder().perimeter(&zone).image(IMAGE).address([10, 96, 0, 40])
    ///     .control_plane([cidr!("10.20.64.0/28")]).issuer("internal").redacted(left, &loki));
    /// let files = App::new("clinic").stack(chart).synthesize().unwrap();
    /// assert!(files.iter().any(|it| it.path == "k8s/audit-webhook/clinic.yaml"));
    /// ```
    pub struct AuditReceiver<D: DataClass>;
    /// A receiver that is being described.
    pub struct AuditReceiverBuilder => AuditReceiver<D>;
    needs {
        /// The namespace that it is in.
        perimeter(perimeter: &(impl NamespaceFor<D> + ?Sized)) -> Namespace<D> { perimeter.it().clone() }: ObjectNeedsNamespace;
        /// The image of the OpenTelemetry Collector with all that is contributed to it, by digest.
        image(image: impl NamedByDigest) -> Image { image.it().clone() }: ReceiverNeedsImage;
        /// The address by which the API server finds it: a free one of the cluster's services, best of the lowest 16, which the cluster
        /// gives to nobody by itself.
        address(address: impl Into<Ipv4Addr>) -> Ipv4Addr { address.into() }: ReceiverNeedsAddress;
        /// The networks that the API servers of the control plane are in.
        control_plane(networks: impl IntoIterator<Item = impl IsBlock>) -> Vec<CidrBlock> {
            networks.into_iter().map(IsBlock::block).collect()
        }: ReceiverNeedsControlPlane;
        /// Who gives out the certificates of both ends: an issuer of the cluster for names within it, or one of the app.
        issuer(issuer: impl IssuedBy) -> Issued { issuer.it() }: ReceiverNeedsIssuer;
    }
    also { handed: Handed, uses: Vec<Use> }
}

impl<D: DataClass, State> AuditReceiverBuilder<D, State> {
    /// Hands records on as they are, to a Loki that is for data of this class.
    pub fn to<S: DataClass>(self, sink: &Service<S>) -> Self
    where
        Sink<S>: TakesLogsOf<D>,
    {
        self.hands(sink, None)
    }

    /// Hands on what is left of records.
    pub fn redacted<S: DataClass>(self, redaction: impl IsRedaction, sink: &Service<S>) -> Self {
        self.hands(sink, Some(redaction.it()))
    }

    fn hands<S: DataClass>(mut self, sink: &Service<S>, redaction: Option<Redaction>) -> Self {
        self.handed.to.push((handed_to(sink), redaction));
        self.uses.push(Use::of(sink));
        self
    }
}

impl<D: DataClass> Spec for AuditReceiver<D> {
    type Handle = Service<D>;
    const KIND: &'static str = "AuditReceiver";
    const INVARIANTS: &'static [Rule] = RECEIVING;
}

impl<D: DataClass, P: Policy> Construct<P, Kubernetes> for AuditReceiver<D> {
    fn declare(self, scope: &mut Within<'_, P, Kubernetes>) -> Service<D> {
        let (zone, name) = (self.perimeter.scoped, name_of(scope));
        check(scope, &zone, &self.control_plane);
        let chart = kebab(scope.stack().name());
        let metadata = Metadata { name: Some(chart.clone().into()), ..Metadata::default() };
        scope.resource("Webhook", Webhook { metadata, name: host(&zone, &name), address: self.address });
        scope.file("README.md", page(&zone.text, &name, &chart));
        let issuer = issued(scope, self.issuer, &zone);
        let own = format!("{name}-tls");
        let certificates = [
            ("Tls", own.clone(), host(&zone, &name), false),
            ("ApiServer", others(&name), collector::API_SERVER.to_owned(), true),
        ];
        for (key, name, of, of_client) in certificates {
            let metadata = meta(name.clone(), &zone);
            let spec = CertificateSpecification { name, names: vec![of.into()], issuer: issuer.clone(), of_client };
            scope.resource(key, Custom { metadata, spec });
        }
        let text = told(scope, &Handed { takes: Takes::Requests, mebibytes: MEBIBYTES, ..self.handed });
        let mut settings = scope.child("Settings", "Settings", SETTINGS);
        let settings = config::declare(&mut settings, zone.clone(), vec![("config.yaml".to_owned(), text)]);
        let at = format!("{name}-from-control-plane");
        connect::admit_networks(scope, &at, (&zone, &name), &self.control_plane, &[collector::REQUESTS]);
        let pod = pod(
            zone,
            self.image,
            vec![("/etc/otelcol", Mount::Config(settings)), (collector::CERTIFICATE, Mount::Certificate(own))],
        );
        Service::new(brought::<P>(Pod { uses: self.uses, ..pod }, At::Address(self.address), scope))
    }
}

/// What holds for its configuration.
const SETTINGS: &[Rule] = &[rule::SECRET_IN_CONFIGURATION, rule::REQUESTS_ARE_KEPT];

/// The memory that its configuration counts on, in mebibytes. Its pods have more.
const MEBIBYTES: u32 = 200;

fn check(scope: &mut Scope<'_>, zone: &Scoped, control_plane: &[CidrBlock]) {
    if zone.meshed {
        let message = format!("takes records in the namespace `{}`, whose mesh the API server is not in", zone.text);
        scope.reject(None, message, "give it a namespace without `.mesh()`");
    }
    if control_plane.is_empty() {
        scope.reject(
            None,
            "takes records from a control plane in no network",
            "give the networks of the machines that the API servers run on",
        );
    }
}

fn pod(zone: Scoped, image: Image, mounts: Vec<(&'static str, Mount)>) -> Pod {
    Pod {
        zone,
        image,
        resources: Resources { requests: (crate::cpu!("100m"), crate::memory!("256Mi")), limits: None },
        command: &["otelcol-contrib", "--config=/etc/otelcol/config.yaml"],
        user: UserId::USUAL,
        account: None,
        uses: Vec::new(),
        decides: None,
        variables: Vec::new(),
        secrets: Vec::new(),
        keys: Vec::new(),
        mounts,
        proxied: None,
        exports: vec![RECORDS.name()],
        labels: Vec::new(),
        annotations: Vec::new(),
        is_built_elsewhere: true,
        in_environment: false,
        port: Some(collector::REQUESTS),
        metrics: Some(collector::FIGURES),
        peers: None,
        probes: Some(Probes::tcp()),
    }
}

/// The name that its certificate is for.
fn host(zone: &Scoped, name: &str) -> String {
    format!("{name}.{}.svc", zone.text)
}

/// The secret that has the certificate of the API server.
fn others(name: &str) -> String {
    format!("{name}-api-server")
}

/// What tells an API server where it sends its records: an address, and by which name that is known.
struct Webhook {
    metadata: Metadata,
    name: String,
    address: Ipv4Addr,
}

impl Resource for Webhook {
    type Id = String;
    type Of = Objects;

    const TYPE: &'static ResourceType = &ResourceType::untyped("v1/Config");

    fn into_properties(self) -> Json {
        let given = |file: &str| format!("{GIVEN}/{file}");
        let cluster = Object::new()
            .with("server", format!("https://{}:{}/audit", self.address, collector::REQUESTS))
            .with("tls-server-name", self.name)
            .with("certificate-authority", given("ca.crt"));
        let user = Object::new().with("client-certificate", given("tls.crt")).with("client-key", given("tls.key"));
        let context = Object::new().with("cluster", TO).with("user", collector::API_SERVER);
        let one =
            |name: &'static str, kind: &'static str, it: Object| vec![Object::new().with("name", name).with(kind, it)];
        Object::new()
            .with("metadata", self.metadata)
            .with("clusters", one(TO, "cluster", cluster))
            .with("users", one(collector::API_SERVER, "user", user))
            .with("contexts", one(TO, "context", context))
            .with("current-context", TO)
            .into()
    }
}

/// What the API server calls it.
const TO: &str = "audit";

/// What whoever runs the control plane does, as a page.
fn page(namespace: &str, name: &str, chart: &str) -> String {
    let secret = others(name);
    let key = |file: &str| {
        format!(
            "kubectl get secret {secret} -n {namespace} -o jsonpath='{{.data.{}}}' | base64 -d > {GIVEN}/{file}",
            file.replace('.', "\\.")
        )
    };
    let keys: Vec<String> = ["ca.crt", "tls.crt", "tls.key"].map(key).into();
    format!(
        include_str!("receiver.md"),
        keys = keys.join("\n"),
        given = GIVEN,
        policy = format_args!("audit-policy/{chart}.yaml"),
        webhook = format_args!("{}/{chart}.yaml", WEBHOOK.folder),
    )
}
