//! What records who did what in a project, and where the records are kept.
//!
//! By construction every service records who read and who changed data, without exceptions; the records go to a bucket that lets
//! nobody delete or change them for as long as the policy asks for, and all other logs to one that keeps them as long as it asks for
//! logs. Neither can be made to keep less: their retention is locked.

use std::marker::PhantomData;

use hc_cdk::{
    construct::{Construct, Spec},
    dimension::{PolicyFloor, audit_retention::AuditRetentionFor, log_retention::LogRetentionFor},
    policy::{Dimension, Policy},
    rule::Rule,
    stack::{Scope, Within},
    value::Value,
};
use hc_cdk_manifest::{naming::name_of, object::Custom, tree};

use crate::{
    grant,
    key::{IsCryptoKey, Key},
    kinds::{AuditConfig, LogBucket, LogSink, StorageBucket},
    names::WHO_DID_WHAT,
    naming::{by_name, meta, staying},
    project::Home,
    rules::rule,
    sentences::{AuditIsNotTurnedOff, AuditNeedsKey},
    stack::Gcp,
};

/// The records of a project that a stack has taken.
#[derive(Debug, Clone)]
pub struct Audit {
    /// The bucket of the records of who did what, as a reference.
    pub(crate) bucket: Value<String>,
}

/// Records who did what in a project.
///
/// `T` is for how long the records are kept, `L` for how long other logs are.
///
/// ```
/// use hc_cdk::{policy::{Hipaa, Production}, prelude::*};
/// use hc_cdk_gcp::{prelude::*, region};
///
/// let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::Iowa);
/// let project = Project::builder().id(project!("clinic-prod")).number(112_233_445_566);
/// let project = stack.add("Project", project);
/// let key = stack.add("Key", CryptoKey::builder().project(&project));
/// let audit = stack.add("Audit", AuditSink::builder().key(&key));
/// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
/// ```
#[derive(Debug, Clone)]
pub struct AuditSink<T = PolicyFloor, L = PolicyFloor> {
    parts: Parts,
    position: PhantomData<(T, L)>,
}

hc_cdk::builder! {
    /// What is recorded with.
    pub struct Parts;
    /// Records that are being described.
    pub struct AuditSinkBuilder => AuditSink;
    needs {
        /// The key that encrypts the records.
        key(key: &(impl IsCryptoKey + ?Sized)) -> Key { key.it().clone() }: AuditNeedsKey;
    }
    never { logging: AuditIsNotTurnedOff }
    positions AuditSink {
        /// For how long the records of who did what are kept, instead of what the policy asks for.
        retention: T,
        /// For how long all other logs are kept, instead of what the policy asks for.
        log_retention: L,
    }
}

impl<T, L> Spec for AuditSink<T, L> {
    type Handle = Audit;
    const KIND: &'static str = "AuditSink";
    const INVARIANTS: &'static [Rule] = &[
        rule::DATA_ACCESS_IS_RECORDED,
        rule::AUDIT_SINK_EXPORTS_ALL,
        rule::RECORDS_ARE_LOCKED,
        rule::BUCKET_IS_PRIVATE,
        rule::BUCKET_HAS_THE_CUSTOMERS_KEY,
        rule::LOGS_ARE_KEPT,
        rule::GRANT_IS_NARROW,
        rule::IN_ITS_REGION,
        rule::IN_ITS_PROJECT,
    ];
}

impl<T, L, P> Construct<P, Gcp> for AuditSink<T, L>
where
    T: AuditRetentionFor<P>,
    L: LogRetentionFor<P>,
    P: Policy,
{
    fn declare(self, scope: &mut Within<'_, P, Gcp>) -> Audit {
        scope.stands_at(Dimension::audit_retention, T::POSITION);
        scope.stands_at(Dimension::log_retention, L::POSITION);
        declare(scope, &self.parts.key, T::POSITION.days(), L::POSITION.days())
    }
}

/// For how many days Cloud Logging keeps logs at most.
const MOST_DAYS: u32 = 3650;
const SECONDS_OF_A_DAY: i64 = 24 * 60 * 60;

fn declare(scope: &mut Scope<'_>, key: &Key, record_days: u32, log_days: u32) -> Audit {
    let (home, name) = (&key.home, name_of(scope));
    let kind = |log_type: &'static str| tree! { logType: log_type };
    let spec = tree! {
        service: "allServices",
        auditLogConfigs: ["ADMIN_READ", "DATA_READ", "DATA_WRITE"].map(kind).to_vec(),
        resourceRef: { kind: "Project", external: format!("projects/{}", home.id()) },
    };
    scope.resource("Config", Custom { metadata: staying(name, home), spec: AuditConfig(spec) });
    let bucket = bucket(scope, key, record_days);
    export(scope, home, &bucket);
    logs(scope, key, "", log_days);
    Audit { bucket }
}

/// The bucket of the records, which nobody can empty.
fn bucket(scope: &mut Scope<'_>, key: &Key, days: u32) -> Value<String> {
    let (home, name) = (&key.home, name_of(scope));
    key.serves(scope, "gs-project-accounts");
    let spec = tree! {
        // Names of buckets are those of the whole cloud.
        resourceID: format!("{}-{name}", home.id()),
        location: scope.region().to_ascii_uppercase(),
        uniformBucketLevelAccess: true,
        publicAccessPrevention: "enforced",
        encryption: { kmsKeyRef: by_name(&key.id) },
        retentionPolicy: { isLocked: true, retentionPeriod: i64::from(days) * SECONDS_OF_A_DAY },
    };
    scope.resource("", Custom { metadata: staying(name, home), spec: StorageBucket(spec) }).id()
}

/// What sends the records there, and may do nothing else.
fn export(scope: &mut Scope<'_>, home: &Home, bucket: &Value<String>) {
    let name = name_of(scope);
    let spec = tree! {
        projectRef: { external: home.id().to_owned() },
        destination: { storageBucketRef: by_name(bucket) },
        filter: WHO_DID_WHAT,
        uniqueWriterIdentity: true,
    };
    let sink = scope.resource("Sink", Custom { metadata: meta(name, home), spec: LogSink(spec) }).id();
    grant::on(
        scope,
        "Writer",
        home,
        grant::Grant {
            member: tree! { memberFrom: { logSinkRef: by_name(&sink) } },
            role: "roles/storage.objectCreator",
            kind: ("storage.cnrm.cloud.google.com/v1beta1", "StorageBucket"),
            resource: bucket,
        },
    );
}

/// A bucket that keeps logs for so many days, and what sends them there; all logs, unless a filter says which.
pub(crate) fn logs(scope: &mut Scope<'_>, key: &Key, filter: &str, days: u32) {
    let (home, name) = (&key.home, format!("{}-logs", name_of(scope)));
    if days > MOST_DAYS {
        let message = format!("keeps logs for {days} days, and Cloud Logging keeps them for {MOST_DAYS} at most");
        scope.reject(None, message, "keep them for less, or have them sent to a bucket of Cloud Storage as well");
    }
    let spec = tree! {
        projectRef: { external: format!("projects/{}", home.id()) },
        location: scope.region(),
        locked: true,
        retentionDays: days,
    };
    let bucket = scope.resource("Logs", Custom { metadata: staying(name.clone(), home), spec: LogBucket(spec) }).id();
    let before = format!("logging.googleapis.com/projects/{}/locations/{}/buckets/", home.id(), scope.region());
    let place = Value::concat([before.into(), bucket.into()]);
    let spec = tree! {
        projectRef: { external: home.id().to_owned() },
        destination: { loggingLogBucketRef: { external: place } },
        filter?: Some(filter.to_owned()).filter(|it| !it.is_empty()),
        uniqueWriterIdentity: true,
    };
    scope.resource("LogSink", Custom { metadata: meta(name, home), spec: LogSink(spec) });
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "these are not the records of who did what",
        label = "give what `stack.add` returned for an `AuditSink`",
        note = "HIPAA 45 CFR 164.312(b): audit controls; ISO/IEC 27001:2022 A.8.15: logging"
    )]
    /// Records.
    IsAudit: Audit;
}
