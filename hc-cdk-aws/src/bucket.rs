//! The bucket that every construct with a bucket makes: private, versioned, encrypted, and spoken to over TLS only.

use hc_cdk::{
    dimension::{Position, tls::Tls13},
    resource::Made,
    stack::Scope,
    value::{Attr, Json, Object, Value},
};

use crate::{
    actions,
    cfn::s3::{self, bucket as property},
    emptied::{EmptiedBucket, Emptier},
    iam::{Statement, document, refused, role, tls_only},
    keys::Key,
    kind::KeyArn,
    position::Deletion,
};

/// What a bucket is made of.
pub(crate) struct BucketParts<'a> {
    /// Its name in the construct.
    pub(crate) name: &'static str,
    /// How it is encrypted.
    pub(crate) encryption: Encryption<'a>,
    /// Where its access log goes; a bucket for access logs has none.
    pub(crate) access_log: Option<LogTarget<'a>>,
    /// How long its objects cannot be deleted, if they are locked.
    pub(crate) lock: Option<Lock>,
    /// After how many days its objects are deleted, if they are.
    pub(crate) expire_after: Option<u32>,
    /// Whether each object is copied to a second bucket, which is made beside it.
    pub(crate) replicated: bool,
    /// The bucket that each object is copied to instead, if there is one already: its ARN, and its key.
    pub(crate) copied_to: Option<(Value<String>, &'a Key)>,
    /// What happens to it when it leaves the program.
    pub(crate) deletion: Deletion,
    /// What empties it when its stack is deleted, if it is deleted with it.
    pub(crate) emptier: Option<&'a Emptier>,
    /// The oldest TLS over which it answers.
    pub(crate) tls: Position,
    /// What else its policy says, given its ARN.
    pub(crate) statements: &'a dyn Fn(&Value<String>) -> Vec<Json>,
}

/// How a bucket is encrypted.
#[derive(Clone, Copy)]
pub(crate) enum Encryption<'a> {
    /// With the customer's key.
    Key(&'a Key),
    /// With keys that S3 manages: the only way in which S3 and load balancers deliver access logs.
    Delivery,
}

impl<'a> Encryption<'a> {
    /// The customer's key, if there is one.
    fn key(self) -> Option<&'a Key> {
        match self {
            Self::Key(key) => Some(key),
            Self::Delivery => None,
        }
    }
}

/// Where the access log of a bucket goes.
#[derive(Clone, Copy)]
pub(crate) struct LogTarget<'a> {
    /// The bucket for access logs.
    pub(crate) bucket: &'a Value<String>,
}

/// How long objects cannot be deleted.
#[derive(Clone, Copy)]
pub(crate) struct Lock {
    /// For how many days.
    pub(crate) days: u32,
    /// Whether nobody at all can lift the lock.
    pub(crate) compliance: bool,
}

/// What was declared for a bucket.
pub(crate) struct Buckets {
    pub(crate) made: Made<s3::Bucket>,
    /// Some services try to write to a bucket as soon as they are told of it, and so wait for this.
    pub(crate) policy: Made<s3::BucketPolicy>,
    /// Where each object is copied to, if it is.
    pub(crate) copy: Option<Made<s3::Bucket>>,
    /// What stands for its being emptied, if it is: those who write wait for that.
    pub(crate) emptied: Option<Made<EmptiedBucket>>,
}

/// Declares a bucket, its policy, and its copy if it has one.
pub(crate) fn bucket(scope: &mut Scope<'_>, parts: &BucketParts<'_>) -> Buckets {
    let copies = copies(scope, parts);
    let who = copies.as_ref().map(|_| {
        role(scope, copier_name(parts.name), "s3.amazonaws.com", "copies objects to the second bucket", vec![])
    });
    let replication = copies.as_ref().zip(who.as_ref());
    let rule = replication.map(|(copies, role)| replication_rule(copies, &role.get(crate::cfn::iam::Role::ARN).into()));
    let Buckets { made, policy, emptied, .. } = plain(scope, parts.name, parts, rule);
    if let Some((copies, role)) = replication {
        let statements = copying(&made.get(s3::Bucket::ARN), copies, parts);
        let permitted = crate::iam::permit(scope, &format!("{}Policy", copier_name(parts.name)), role, statements);
        if let (Some(emptied), Some(first)) = (&emptied, &copies.emptied) {
            // Nothing is left to copy, and nobody who may, when the copy is emptied.
            scope.depends_on(emptied, first);
            scope.depends_on(&permitted, first);
        }
    }
    Buckets { made, policy, copy: copies.and_then(|it| it.made), emptied }
}

/// Where objects are copied to.
struct Copies {
    arn: Value<String>,
    /// What encrypts them there.
    key: Option<Attr<KeyArn>>,
    /// The bucket, if it was made here, and what stands for its being emptied, if it is.
    made: Option<Made<s3::Bucket>>,
    emptied: Option<Made<EmptiedBucket>>,
}

fn copies(scope: &mut Scope<'_>, parts: &BucketParts<'_>) -> Option<Copies> {
    if let Some((arn, key)) = &parts.copied_to {
        return Some(Copies { arn: arn.clone(), key: Some(key.arn()), made: None, emptied: None });
    }
    parts.replicated.then(|| {
        let Buckets { made, emptied, .. } = plain(scope, &format!("{}Copy", parts.name), parts, None);
        let key = parts.encryption.key().map(Key::arn);
        Copies { arn: made.get(s3::Bucket::ARN), key, made: Some(made), emptied }
    })
}

/// What whoever copies may do.
fn copying(source: &Value<String>, copies: &Copies, parts: &BucketParts<'_>) -> Vec<Statement> {
    let mut statements = vec![
        Statement::allow(actions!["s3:GetReplicationConfiguration", "s3:ListBucket"], [source.clone()]),
        Statement::allow(
            actions!["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"],
            [objects(source)],
        ),
        Statement::allow(
            actions!["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"],
            [objects(&copies.arn)],
        ),
    ];
    if parts.lock.is_some() {
        // Without knowing how long an object is locked, S3 does not copy it.
        let of_lock = actions!["s3:GetObjectLegalHold", "s3:GetObjectRetention"];
        statements.push(Statement::allow(of_lock, [objects(source)]));
    }
    match (parts.encryption.key().map(Key::arn), &copies.key) {
        (Some(own), Some(other)) if own != *other => statements.extend([
            Statement::allow(actions!["kms:Decrypt"], [own]),
            Statement::allow(actions!["kms:Encrypt", "kms:GenerateDataKey"], [other.clone()]),
        ]),
        (Some(own), _) => {
            statements.push(Statement::allow(actions!["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"], [own]));
        }
        (None, _) => {}
    }
    statements
}

/// The name of the role that copies a bucket's objects.
fn copier_name(bucket: &str) -> &'static str {
    if bucket.is_empty() { "Copier" } else { "LogCopier" }
}

/// Every object of a bucket.
pub(crate) fn objects(bucket_arn: &Value<String>) -> Value<String> {
    Value::concat([bucket_arn.clone().into(), "/*".into()])
}

fn plain(
    scope: &mut Scope<'_>,
    name: &str,
    parts: &BucketParts<'_>,
    replication: Option<property::ReplicationConfiguration>,
) -> Buckets {
    let yes = || Some(true.into());
    let made = scope.resource(
        name.to_owned(),
        s3::Bucket {
            bucket_encryption: Some(encryption(parts.encryption)),
            lifecycle_configuration: parts.expire_after.map(lifecycle),
            logging_configuration: parts.access_log.map(|target| property::LoggingConfiguration {
                destination_bucket_name: Some(target.bucket.clone()),
                log_file_prefix: Some(format!("{}{name}/", scope.path()).into()),
                ..Default::default()
            }),
            object_lock_configuration: parts.lock.map(lock),
            object_lock_enabled: parts.lock.map(|_| true.into()),
            ownership_controls: Some(property::OwnershipControls {
                rules: Some(vec![property::OwnershipControlsRule {
                    object_ownership: Some("BucketOwnerEnforced".into()),
                }]),
            }),
            public_access_block_configuration: Some(property::PublicAccessBlockConfiguration {
                block_public_acls: yes(),
                block_public_policy: yes(),
                ignore_public_acls: yes(),
                restrict_public_buckets: yes(),
            }),
            replication_configuration: replication,
            versioning_configuration: Some(property::VersioningConfiguration { status: Some("Enabled".into()) }),
            ..Default::default()
        },
    );
    parts.deletion.apply(scope, &made);
    let arn = made.get(s3::Bucket::ARN);
    let all: Vec<Json> = vec![arn.clone().into(), objects(&arn).into()];
    let mut statements = vec![tls_only("s3:*", all.clone())];
    if parts.tls >= Tls13::POSITION {
        statements.push(newest_tls_only(all));
    }
    statements.extend((parts.statements)(&arn));
    let policy = scope.resource(
        format!("{name}Policy"),
        s3::BucketPolicy { bucket: Some(made.id().into()), policy_document: Some(document(statements)) },
    );
    let deleted_by = parts.emptier.filter(|_| !parts.deletion.is_kept());
    let emptied = deleted_by.map(|it| it.empty(scope, name, &made, &objects(&arn)));
    if let Some(emptied) = &emptied {
        scope.depends_on(&policy, emptied);
    }
    Buckets { made, policy, copy: None, emptied }
}

/// Every request over an older TLS than 1.3 is refused, other than those of AWS's own services, which deliver what they log.
fn newest_tls_only(resources: Vec<Json>) -> Json {
    let older = Object::new()
        .with("NumericLessThan", Object::new().with("s3:TlsVersion", "1.3"))
        .with("BoolIfExists", Object::new().with("aws:PrincipalIsAWSService", "false"));
    refused("NewestTlsOnly", "s3:*", resources, older)
}

fn encryption(encryption: Encryption<'_>) -> property::BucketEncryption {
    let by_default = match encryption {
        Encryption::Key(key) => property::ServerSideEncryptionByDefault {
            kms_master_key_id: Some(key.arn().into()),
            sse_algorithm: Some("aws:kms".into()),
        },
        Encryption::Delivery => {
            property::ServerSideEncryptionByDefault { sse_algorithm: Some("AES256".into()), ..Default::default() }
        }
    };
    property::BucketEncryption {
        server_side_encryption_configuration: Some(vec![property::ServerSideEncryptionRule {
            bucket_key_enabled: matches!(encryption, Encryption::Key(_)).then(|| true.into()),
            server_side_encryption_by_default: Some(by_default),
            ..Default::default()
        }]),
    }
}

fn lifecycle(days: u32) -> property::LifecycleConfiguration {
    property::LifecycleConfiguration {
        rules: Some(vec![property::Rule {
            expiration_in_days: Some(days.into()),
            id: Some("Expire".into()),
            noncurrent_version_expiration: Some(property::NoncurrentVersionExpiration {
                noncurrent_days: Some(days.into()),
                ..Default::default()
            }),
            status: Some("Enabled".into()),
            ..Default::default()
        }]),
        ..Default::default()
    }
}

fn lock(lock: Lock) -> property::ObjectLockConfiguration {
    property::ObjectLockConfiguration {
        object_lock_enabled: Some("Enabled".into()),
        rule: Some(property::ObjectLockRule {
            default_retention: Some(property::DefaultRetention {
                days: Some(lock.days.into()),
                mode: Some(if lock.compliance { "COMPLIANCE" } else { "GOVERNANCE" }.into()),
                ..Default::default()
            }),
        }),
    }
}

fn replication_rule(copies: &Copies, role: &Value<String>) -> property::ReplicationConfiguration {
    let enabled = || Some("Enabled".into());
    let key = copies.key.as_ref();
    property::ReplicationConfiguration {
        role: Some(role.clone()),
        rules: Some(vec![property::ReplicationRule {
            delete_marker_replication: Some(property::DeleteMarkerReplication { status: enabled() }),
            destination: Some(property::ReplicationDestination {
                bucket: Some(copies.arn.clone()),
                encryption_configuration: key
                    .map(|key| property::EncryptionConfiguration { replica_kms_key_id: Some(key.clone().into()) }),
                ..Default::default()
            }),
            filter: Some(property::ReplicationRuleFilter { prefix: Some("".into()), ..Default::default() }),
            id: Some("Everything".into()),
            priority: Some(0.into()),
            source_selection_criteria: key.map(|_| property::SourceSelectionCriteria {
                sse_kms_encrypted_objects: Some(property::SseKmsEncryptedObjects { status: enabled() }),
                ..Default::default()
            }),
            status: enabled(),
            ..Default::default()
        }]),
    }
}

#[cfg(test)]
mod tests {
    use hc_cdk::{
        data::Phi,
        policy::{Hipaa, Production},
    };
    use serde_json::Value;

    use crate::{assertions::Clinic, prelude::*, region};

    #[test]
    fn what_copies_locked_objects_may_read_their_locks() {
        let mut clinic = Clinic::<(Hipaa, Production), Phi>::new("clinic", region::UsEast1);
        clinic.stack.add("Scans", SecureBucket::builder().perimeter(&clinic.zone).build());
        let template = clinic.template();
        let may = |policy: &str, action: &str| {
            let statements = &template.json()["Resources"][policy]["Properties"]["PolicyDocument"]["Statement"];
            let mut actions = statements.as_array().unwrap().iter().filter_map(|it| it["Action"].as_array()).flatten();
            actions.any(|it| it == &Value::from(action))
        };
        for action in ["s3:GetObjectLegalHold", "s3:GetObjectRetention"] {
            assert!(may("AuditLogCopierPolicy", action));
            assert!(!may("ScansCopierPolicy", action));
        }
    }

    #[test]
    fn objects_are_copied_to_a_bucket_of_another_region_under_its_key() {
        let mut ireland = Clinic::<(Hipaa, Production), Phi>::new("ireland", region::EuWest1);
        let copies = ireland.stack.add("Copies", SecureBucket::builder().perimeter(&ireland.zone).build());
        let mut clinic = Clinic::<(Hipaa, Production), Phi>::new("clinic", region::EuWest2);
        let scans = SecureBucket::builder().perimeter(&clinic.zone).copied_to(&copies).build();
        clinic.stack.add("Scans", scans);
        let app = hc_cdk::app::App::new("clinic").stack(ireland.stack).stack(clinic.stack);
        let template = crate::assertions::Template::of(&app, "clinic");
        let resources = &template.json()["Resources"];
        assert_eq!(resources["ScansCopy"], Value::Null);
        let of = |name: &str| serde_json::json!({ "Fn::GetStackOutput": { "OutputName": name, "Region": "eu-west-1", "StackName": "ireland" } });
        let to = &resources["Scans"]["Properties"]["ReplicationConfiguration"]["Rules"][0]["Destination"];
        assert_eq!(to["Bucket"], of("ExportCopiesArn"));
        assert_eq!(to["EncryptionConfiguration"]["ReplicaKmsKeyID"], of("ExportKeyArn"));
        let may = &resources["ScansCopierPolicy"]["Properties"]["PolicyDocument"]["Statement"];
        assert_eq!(
            may[3],
            serde_json::json!({ "Action": "kms:Decrypt", "Effect": "Allow", "Resource": { "Fn::GetAtt": ["Key", "Arn"] } })
        );
        assert_eq!(may[4]["Resource"], of("ExportKeyArn"));
    }
}
