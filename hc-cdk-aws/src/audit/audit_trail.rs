//! The audit trail: who did what, in every region, including each access to objects in buckets and to items in tables.
//!
//! By construction it logs in every region, validates its files, records data events of S3 and DynamoDB other than those of the
//! buckets where logs go, and is kept in CloudWatch Logs and in an encrypted, versioned, locked bucket, whose own accesses are
//! logged too. Where all data is made up and nothing is
//! asked to stay, as under `Development`, the bucket is neither locked nor copied, and every bucket of the perimeter is emptied when
//! its stack is deleted. It can neither be made without
//! logging nor be turned off. The bucket for access logs serves the other constructs of the perimeter as well.

use std::marker::PhantomData;

use hc_cdk::{
    construct::{Construct, Spec},
    data::{Ceiling, Class},
    dimension::{PolicyFloor, Position, audit_retention::AuditRetentionFor},
    model::Role,
    policy::{Dimension, Policy},
    resource::Made,
    rule::Rule,
    stack::{Scope, Within},
    value::{Json, Value},
};

use super::{
    audited::{Accesses, Audited, IsTrail, access_logs},
    emptier::emptier,
    log_group::{Logs, log_group},
};
use crate::{
    actions,
    bucket::{BucketParts, Encryption, Lock, LogTarget, bucket},
    cfn::{cloudtrail, cloudtrail::trail as property, iam::Role as IamRole, logs, s3},
    emptied::is_passing,
    iam::{Statement, role, service},
    keys::{IsKey, Key},
    kind::LogGroupName,
    position::{Deletion, days, tls},
    pseudo, rule,
    sentences::{TrailIsNotTurnedOff, TrailNeedsKey},
    stack::Aws,
    stores::STORES,
};

/// An audit trail. `R` is how long its records are kept.
///
/// ```
/// use hc_cdk::{policy::{Hipaa, Production}, dimension::audit_retention::Years7, prelude::*};
/// use hc_cdk_aws::{prelude::*, region};
///
/// let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
/// let key = stack.add("Key", CustomerKey::builder());
/// let trail = stack.add("Audit", AuditTrail::builder().key(&key).retention(Years7));
/// # assert!(App::new("clinic").stack(stack).synthesize().is_ok());
/// ```
#[derive(Debug, Clone)]
pub struct AuditTrail<R = PolicyFloor> {
    parts: Parts,
    position: PhantomData<fn() -> R>,
}

hc_cdk::builder! {
    /// What an audit trail is made of.
    pub struct Parts;
    /// An audit trail that is being described.
    pub struct AuditTrailBuilder => AuditTrail;
    needs {
        /// The key that encrypts its records.
        key(key: &(impl IsKey + ?Sized)) -> Key { key.it().clone() }: TrailNeedsKey;
    }
    never { logging: TrailIsNotTurnedOff }
    positions AuditTrail {
        /// How long its records are kept, instead of what the policy asks for.
        retention: R,
    }
}

/// An audit trail that a stack has taken.
#[derive(Debug, Clone)]
pub struct Trail {
    audited: Audited,
    log_group: Value<LogGroupName>,
}

impl Trail {
    /// The trail's ARN.
    pub fn arn(&self) -> Value<String> {
        self.audited.arn()
    }

    /// The log group that receives the records.
    pub fn log_group(&self) -> Value<LogGroupName> {
        self.log_group.clone()
    }
}

impl IsTrail for Trail {
    fn it(&self) -> &Audited {
        &self.audited
    }
}

impl<R> Spec for AuditTrail<R> {
    type Handle = Trail;
    const KIND: &'static str = "AuditTrail";
    const INVARIANTS: &'static [Rule] = &[
        rule::TRAIL_LOGS,
        rule::TRAIL_EVERY_REGION,
        rule::TRAIL_RECORDS_MANAGEMENT,
        rule::TRAIL_RECORDS_OBJECTS,
        rule::TRAIL_IS_LOCKED,
        rule::CLOUD_TRAIL_LOG_FILE_VALIDATION_ENABLED,
        rule::CLOUD_TRAIL_CLOUD_WATCH_LOGS_ENABLED,
        rule::CLOUD_TRAIL_ENCRYPTION_ENABLED,
        rule::LOG_GROUP_KEEPS,
        rule::AUDIT_RECORDS_KEEP,
        rule::CLOUD_WATCH_LOG_GROUP_ENCRYPTED,
        rule::RECORDS_STAY,
        rule::BUCKET_HAS_THE_CUSTOMERS_KEY,
        rule::BUCKET_SPEAKS_TLS,
        rule::BUCKET_KEEPS_VERSIONS,
        rule::BUCKET_IS_RESTORED_IN_TIME,
        rule::BUCKET_HAS_ZONES,
        rule::S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED,
        rule::POLICY_NAMES_WHO,
        rule::POLICY_STAYS_INSIDE,
        rule::STORE_STAYS,
    ];
}

impl<R: AuditRetentionFor<P>, P: Policy> Construct<P, Aws> for AuditTrail<R> {
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> Trail {
        // What happened is internal; where the policy allows less than that, nothing internal happens.
        scope.plays(Role::Store, Class::Internal.min(<P::DataCeiling as Ceiling>::HIGHEST));
        scope.stands_at(Dimension::audit_retention, R::POSITION);
        let kept = Kept {
            audit_days: R::POSITION.days(),
            log_days: days::<P::LogRetention>(),
            shown_days: R::POSITION.days().max(days::<P::LogRetention>()),
            deletion: Deletion::of::<P>(),
            tls: tls::<P>(),
        };
        declare(&self.parts, scope, kept)
    }
}

/// How records are kept, and how they are reached.
#[derive(Clone, Copy)]
struct Kept {
    audit_days: u32,
    /// Of what the function writes that empties buckets.
    log_days: u32,
    /// Of records in CloudWatch Logs, and of accesses: no less time than other logs.
    shown_days: u32,
    deletion: Deletion,
    tls: Position,
}

fn declare(parts: &Parts, scope: &mut Scope<'_>, kept: Kept) -> Trail {
    let key = &parts.key;
    let Kept { audit_days, deletion, tls, .. } = kept;
    let is_passing = is_passing(scope.policy()) && !deletion.is_kept();
    let emptier = is_passing.then(|| emptier(scope, &Logs { key, days: kept.log_days, audit_days, deletion }));
    let access = access_logs(scope, &Accesses { days: kept.shown_days, deletion, tls, emptier: emptier.as_ref() });
    let access_logs: Value<String> = access.made.id().into();
    let name = scope.physical_name();
    let trail_arn = pseudo::arn_here("cloudtrail", [name.within("trail/", "").into()]);
    let records = bucket(
        scope,
        &BucketParts {
            name: "Records",
            encryption: Encryption::Key(key),
            access_log: Some(LogTarget { bucket: &access_logs }),
            lock: (!is_passing).then(|| Lock { days: audit_days, compliance: deletion.is_protected() }),
            expire_after: None,
            replicated: !is_passing,
            copied_to: None,
            deletion,
            emptier: emptier.as_ref(),
            tls,
            statements: &|bucket_arn| delivery(bucket_arn, &trail_arn),
        },
    );
    let logged = [Some(&access.made), Some(&records.made), records.copy.as_ref()];
    let group = log_group(scope, "Logs", &Logs { key, days: kept.shown_days, audit_days, deletion }, None);
    let group_arn = group.get(logs::LogGroup::ARN);
    let writer = role(
        scope,
        "Writer",
        "cloudtrail.amazonaws.com",
        "writes audit records to CloudWatch Logs",
        vec![Statement::allow(actions!["logs:CreateLogStream", "logs:PutLogEvents"], [group_arn.clone()])],
    );
    let trail = scope.resource(
        "",
        cloudtrail::Trail {
            advanced_event_selectors: Some(selectors(logged.into_iter().flatten())),
            cloud_watch_logs_log_group_arn: Some(group_arn),
            cloud_watch_logs_role_arn: Some(writer.get(IamRole::ARN)),
            enable_log_file_validation: Some(true.into()),
            include_global_service_events: Some(true.into()),
            is_logging: Some(true.into()),
            is_multi_region_trail: Some(true.into()),
            kms_key_id: Some(key.arn().into()),
            s3_bucket_name: Some(records.made.id()),
            trail_name: Some(name.into()),
            ..Default::default()
        },
    );
    // CloudTrail tries to write when it is made, so the policies must be there.
    scope.after(&trail, "RecordsPolicy");
    scope.after(&trail, "WriterPolicy");
    let arn = trail.get(cloudtrail::Trail::ARN);
    Trail { audited: Audited { arn, access_logs, access_logs_policy: access.policy, emptier }, log_group: group.id() }
}

/// Lets CloudTrail, for this trail only, write to the bucket.
fn delivery(bucket_arn: &Value<String>, trail_arn: &Value<String>) -> Vec<Json> {
    let files = Value::concat([bucket_arn.clone().into(), "/AWSLogs/".into(), pseudo::account().into(), "/*".into()]);
    let cloudtrail = || service("cloudtrail.amazonaws.com");
    vec![
        Statement::allow(actions!["s3:GetBucketAcl"], [bucket_arn.clone()])
            .when("StringEquals", "aws:SourceArn", trail_arn.clone())
            .for_principal(cloudtrail()),
        Statement::allow(actions!["s3:PutObject"], [files])
            .when("StringEquals", "aws:SourceArn", trail_arn.clone())
            .for_principal(cloudtrail()),
    ]
}

/// Every call that manages something, and every access to what stores keep, other than to the buckets where logs go: there,
/// each log that is written would be recorded, and each record be written again.
fn selectors<'a>(logged: impl Iterator<Item = &'a Made<s3::Bucket>>) -> Vec<property::AdvancedEventSelector> {
    let below = |it: &Made<s3::Bucket>| Value::concat([it.get(s3::Bucket::ARN).into(), "/".into()]);
    let mut logs = Some(logged.map(below).collect());
    let accesses = STORES.iter().flat_map(|store| store.data_events).map(|(name, kind)| {
        let mut fields = vec![equal("eventCategory", "Data"), equal("resources.type", kind)];
        if *kind == "AWS::S3::Object" {
            let field = Some("resources.ARN".into());
            fields.push(property::AdvancedFieldSelector { field, not_starts_with: logs.take(), ..Default::default() });
        }
        selector(name, fields)
    });
    [selector("Management events", vec![equal("eventCategory", "Management")])].into_iter().chain(accesses).collect()
}

fn equal(field: &'static str, value: &'static str) -> property::AdvancedFieldSelector {
    property::AdvancedFieldSelector {
        field: Some(field.into()),
        equals: Some(vec![value.into()]),
        ..Default::default()
    }
}

fn selector(name: &'static str, fields: Vec<property::AdvancedFieldSelector>) -> property::AdvancedEventSelector {
    property::AdvancedEventSelector { name: Some(name.into()), field_selectors: Some(fields) }
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "this is not an audit trail whose records are here",
        label = "give what `stack.add` returned for an `AuditTrail`: what is recorded by a trail that exists already is for its owner to look into",
        note = "HIPAA 45 CFR 164.312(b): audit controls; ISO/IEC 27001:2022 A.8.15: logging"
    )]
    /// An audit trail of the program.
    IsOwnTrail: Trail;
}
