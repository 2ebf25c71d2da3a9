//! Logs: what a collector of them hands on to whom, and for how long Loki keeps them.
//!
//! By construction a collector sees nothing of its nodes: workloads send it what they log by OTLP, and it reads no files. What goes
//! to something of a lower class than its own is redacted, or does not compile.

use std::{fmt::Write as _, marker::PhantomData};

use hc_cdk::{
    construct::{Construct, Spec},
    data::DataClass,
    dimension::{Level, PolicyFloor, log_retention::LogRetentionFor},
    policy::{Dimension, Policy},
    rule::Rule,
    stack::{Scope, Within},
    uses::Use,
    value::{Json, Object},
};
use hc_cdk_manifest::yaml;
use hc_cdk_observe::{Handed, IsRedaction, Redaction, Sink, TakesLogsOf, Target, write};

use crate::{
    chart::Kubernetes,
    config::{self, Collecting, Config},
    database::{Archive, ArchiveFor},
    namespace::{Namespace, NamespaceFor},
    rules::rule,
    sentences::{LokiNeedsBucket, ObjectNeedsNamespace},
    workload::Service,
};

hc_cdk::builder! {
    /// What a collector hands on to whom. A `NodeAgent` or a `Workload` with the image of the OpenTelemetry Collector runs it.
    ///
    /// ```
    /// use hc_cdk::{data::{Internal, Phi}, policy::{Hipaa, Production}, prelude::*};
    /// use hc_cdk_k8s::{monitoring::{CollectorConfig, observe::Redaction}, prelude::*};
    ///
    /// const IMAGE: Image = image!("registry.example/a@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
    ///
    /// let mut chart = Chart::<(Hipaa, Production)>::new("clinic");
    /// let zone = chart.add("Clinical", Namespace::<Phi>::builder());
    /// let others = chart.add("Watch", Namespace::<Internal>::builder());
    /// let loki = Workload::builder().perimeter(&others).image(IMAGE).port(3100).probes(Probes::tcp());
    /// let loki = chart.add("Loki", loki.resources(cpu!("1"), memory!("2Gi")));
    /// let redaction = Redaction::builder().keeping(&["level", "service.name"]).masking(&["[0-9]{9,12}"])
    ///     .approved_by("dpo@example.org");
    /// let collecting = CollectorConfig::builder().perimeter(&zone).redacted(redaction, &loki);
    /// let collecting = chart.add("Collecting", collecting);
    /// let collector = NodeAgent::builder().perimeter(&zone).image(IMAGE).port(4317).probes(Probes::grpc());
    /// chart.add("Collector", collector.resources(cpu!("100m"), memory!("256Mi")).collects(&collecting));
    /// # assert!(App::new("clinic").stack(chart).synthesize().is_ok());
    /// ```
    pub struct CollectorConfig<D: DataClass>;
    /// What a collector hands on, as it is being described.
    pub struct CollectorConfigBuilder => CollectorConfig<D>;
    needs {
        /// The namespace of the collector, whose logs are of the namespace's class.
        perimeter(perimeter: &(impl NamespaceFor<D> + ?Sized)) -> Namespace<D> { perimeter.it().clone() }: ObjectNeedsNamespace;
    }
    also { handed: Handed, uses: Vec<Use> }
}

impl<D: DataClass, State> CollectorConfigBuilder<D, State> {
    /// Hands records on as they are, to something that is for data of this class, such as Loki.
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

impl<D: DataClass> Spec for CollectorConfig<D> {
    type Handle = Collecting;
    const KIND: &'static str = "CollectorConfig";
    const INVARIANTS: &'static [Rule] = &[rule::SECRET_IN_CONFIGURATION];
}

/// The memory of a collector that its configuration counts on, in mebibytes. Its pods have more.
const MEBIBYTES: u32 = 200;

impl<D: DataClass, P> Construct<P, Kubernetes> for CollectorConfig<D> {
    fn declare(self, scope: &mut Within<'_, P, Kubernetes>) -> Collecting {
        let handed = Handed { mebibytes: MEBIBYTES, ..self.handed };
        let files = vec![("config.yaml".to_owned(), told(scope, &handed))];
        Collecting { config: config::declare(scope, self.perimeter.scoped, files), uses: self.uses }
    }
}

/// A Loki, by the address that takes records by OTLP.
pub(super) fn handed_to<S>(sink: &Service<S>) -> Target {
    let running = &sink.running;
    let port = running.port.unwrap_or_default();
    let address = format!("http://{}.{}.svc:{port}/otlp", running.name, running.zone.text);
    Target { name: running.name.clone(), address }
}

/// What a collector is told.
pub(super) fn told(scope: &mut Scope<'_>, handed: &Handed) -> String {
    for (message, help) in handed.faults() {
        scope.reject(None, message, help);
    }
    let mut text = String::new();
    for (target, redaction) in &handed.to {
        if let Some(it) = redaction {
            let (who, to) = (it.approver(), &target.name);
            let _ = writeln!(text, "# {who} approves of what is left of what goes to {to}.");
        }
    }
    write_yaml(&write::collector::configuration(handed), &mut text);
    text
}

fn write_yaml(json: &Json, text: &mut String) {
    if let Some(members) = json.as_object() {
        yaml::document(members.iter(), &|_| None, text);
    }
}

/// The configuration of Loki. `R` is for how long it keeps logs.
///
/// Logs are kept in a bucket of an [`Archive`], encrypted with its key. What Loki's workload needs for that is given to the workload: the
/// way there, and the keys of the archive's secret as the variables `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`. Pods find each
/// other by the name of that workload.
#[derive(Debug, Clone)]
pub struct LokiConfig<D: DataClass, R = PolicyFloor> {
    parts: LokiParts<D>,
    position: PhantomData<fn() -> R>,
}

hc_cdk::builder! {
    /// What Loki is told.
    pub struct LokiParts<D: DataClass>;
    /// A configuration of Loki that is being described.
    pub struct LokiConfigBuilder => LokiConfig<D>;
    needs {
        /// The namespace of its workload.
        perimeter(perimeter: &(impl NamespaceFor<D> + ?Sized)) -> Namespace<D> { perimeter.it().clone() }: ObjectNeedsNamespace;
        /// The bucket that logs are kept in, and the name of the workload whose pods are Loki.
        bucket(archive: impl ArchiveFor<D>, workload: &'static str) -> (Archive<D>, &'static str) { (archive.archive(), workload) }: LokiNeedsBucket;
    }
    may {
        /// Keeps what the API server recorded for as many days as the policy asks for audit records, whatever other logs are kept for.
        requests() -> bool { true } = false;
    }
    positions LokiConfig {
        /// For how long logs are kept, instead of what the policy asks for.
        retention: R,
    }
}

impl<D: DataClass, R> Spec for LokiConfig<D, R> {
    type Handle = Config;
    const KIND: &'static str = "LokiConfig";
    const INVARIANTS: &'static [Rule] = &[rule::SECRET_IN_CONFIGURATION];
}

impl<D: DataClass, R: LogRetentionFor<P>, P: Policy> Construct<P, Kubernetes> for LokiConfig<D, R> {
    fn declare(self, scope: &mut Within<'_, P, Kubernetes>) -> Config {
        scope.stands_at(Dimension::log_retention, R::POSITION);
        let mut text = String::new();
        let limits = Object::new().with("retention_period", hours(R::POSITION.days()));
        let audit = <P::AuditRetention as Level>::POSITION.days();
        let limits = if self.parts.requests { limits.with("retention_stream", requests(audit)) } else { limits };
        let (archive, workload) = self.parts.bucket;
        if archive.known_key().is_none() {
            scope.reject(
                None,
                "tells Loki to encrypt with a key that only the deployment knows",
                "give the archive the key's ARN or id as a text: a configuration is written before",
            );
        }
        write_yaml(&loki(archive.loki(), workload, limits).into(), &mut text);
        config::declare(scope, self.parts.perimeter.scoped, vec![("loki.yaml".to_owned(), text)])
    }
}

fn hours(days: u32) -> String {
    format!("{}h", days * 24)
}

/// For how many days it keeps what the API server recorded.
fn requests(days: u32) -> Json {
    let of = format!("{{service_name=\"{}\"}}", write::collector::API_SERVER);
    vec![Object::new().with("selector", of).with("priority", 1).with("period", hours(days))].into()
}

/// What Loki is told, after its documentation of version 3.
fn loki(bucket: Object, workload: &'static str, limits: Object) -> Object {
    let with = |name: &'static str, value: Json| Object::new().with(name, value);
    let ring = with("kvstore", with("store", "memberlist".into()).into());
    let common = Object::new()
        .with("path_prefix", "/loki")
        .with("replication_factor", 2)
        .with("ring", ring)
        .with("storage", with("s3", bucket.into()));
    let schema = Object::new()
        .with("from", "2024-04-01")
        .with("store", "tsdb")
        .with("object_store", "s3")
        .with("schema", "v13")
        .with("index", Object::new().with("prefix", "index_").with("period", "24h"));
    // What is too old is deleted by the compactor, and by nobody else.
    let compactor = Object::new()
        .with("working_directory", "/loki/compactor")
        .with("retention_enabled", true)
        .with("delete_request_store", "s3");
    Object::new()
        .with("auth_enabled", false)
        .with("server", with("http_listen_port", 3100.into()))
        .with("memberlist", with("join_members", vec![workload].into()))
        .with("common", common)
        .with("schema_config", with("configs", vec![schema].into()))
        .with("limits_config", limits)
        .with("compactor", compactor)
        .with("analytics", with("reporting_enabled", false.into()))
}
