//! Whether the objects of a bucket are copied to another one: by which rule, and whether the role that copies may read, write, and use the keys.
//!
//! Sources: Amazon S3, "Setting up permissions for live replication" and "Replicating encrypted objects".

use hc_cdk::{
    rule::{Known, Subject, at, known, lacks, one_or_many},
    value::{Json, Object},
};

use super::{
    acting::{Work, is_of_encryption},
    called::{BUCKET_POLICY, may_be_called, said_of},
    coming::{Coming, is_account, is_action},
    delivered::may_refuse,
    meant::{About, Objects, may_be_some_of},
    permission::hides_statements,
    possible::means,
    read::{PLACE, REFERENCE, flat, text_at},
};

const S3: &str = "s3.amazonaws.com";

const ROLE: &str = "ReplicationConfiguration/Role";

/// The rules by which every object of a bucket is copied.
fn enabled_rules<'a>(bucket: &Subject<'a>) -> impl Iterator<Item = &'a Json> {
    let rules = bucket.list("ReplicationConfiguration/Rules").iter();
    let empty = |filter: &Json| filter.as_object().is_some_and(|it| it.iter().all(|(_, it)| it.as_text() == Some("")));
    rules.filter(move |rule| {
        at(rule, "Status").and_then(Json::as_text) == Some("Enabled")
            && at(rule, "Destination/Bucket").is_some()
            && at(rule, "Prefix").is_none()
            && at(rule, "Filter").is_none_or(empty)
    })
}

pub(super) fn is_replicated(bucket: &Subject<'_>) -> bool {
    enabled_rules(bucket).any(|rule| may_be_copied(bucket, rule))
}

/// Whether the role of a bucket lets S3 read each object and write it to where a rule copies it. For a bucket that exists already its
/// owner answers.
fn may_be_copied(bucket: &Subject<'_>, rule: &Json) -> bool {
    let copies = at(rule, "Destination/Bucket").map(|it| bucket.references_in(it)).unwrap_or_default();
    // By the second action alone, S3 copies nothing that is encrypted with a key of KMS.
    let reads = may(bucket, &["s3:GetObjectVersionForReplication"], bucket)
        || is_under_keys_of_s3(bucket) && may(bucket, &["s3:GetObjectVersion"], bucket);
    let lets_in = |copy: &Subject<'_>| {
        let copying = Copying { bucket, copy, rule };
        said_of(copy, &BUCKET_POLICY).all(|it| copying.is_not_refused_by(&it))
    };
    reads
        && copies.iter().all(|copy| may(bucket, &["s3:ReplicateObject"], copy) && lets_in(copy))
        && copies_what_is_encrypted(bucket, rule, copies.first())
}

/// Whether the role of a bucket may do something to every object of one.
fn may(bucket: &Subject<'_>, actions: &'static [&'static str], of: &Subject<'_>) -> bool {
    let objects = Objects { bucket: *of, prefix: Some(String::new()), behind: String::new() };
    let work = Work { service: S3, actions, by_aws: &[":policy/AdministratorAccess", ":policy/AmazonS3FullAccess"] };
    let about = About {
        is: &|_, it| objects.are(it),
        may_be: &|policy, it| objects.may_be(policy, it),
        when: &is_of_encryption,
    };
    work.is_done_by(bucket, ROLE, about)
}

/// Whether a bucket surely encrypts by S3's own keys.
fn is_under_keys_of_s3(bucket: &Subject<'_>) -> bool {
    let rules = bucket.list("BucketEncryption/ServerSideEncryptionConfiguration");
    let is_own = |of: &Json| text_at(of, "ServerSideEncryptionByDefault/SSEAlgorithm") == Some("AES256");
    bucket.lacks("BucketEncryption") || !rules.is_empty() && rules.iter().all(is_own)
}

/// Whether a rule copies what is encrypted by a key of KMS, if the bucket has, or may have, that: without a word it does not, and without a
/// right to use the keys it cannot.
fn copies_what_is_encrypted(bucket: &Subject<'_>, rule: &Json, copy: Option<&Subject<'_>>) -> bool {
    const KEYS: [&str; 2] = ["ReplicaKmsKeyID", "ServerSideEncryptionConfiguration"];
    let uses = |actions, how: Option<&Json>, of: &Subject<'_>| {
        how.is_none_or(|how| KEYS.iter().all(|it| lacks(how, it)) || may_use(bucket, actions, how, of))
    };
    is_under_keys_of_s3(bucket)
        || text_at(rule, "SourceSelectionCriteria/SseKmsEncryptedObjects/Status") == Some("Enabled")
            && uses(&["kms:Decrypt"], bucket.property("BucketEncryption"), bucket)
            && uses(&["kms:Encrypt"], at(rule, "Destination/EncryptionConfiguration"), copy.unwrap_or(bucket))
}

/// Whether the role of a bucket may use the key that a configuration names for the objects of one, by its policies or by that of the key. Of a
/// key that exists already its owner says by which name a policy means it, and AWS's own lets in whoever may use S3.
fn may_use(bucket: &Subject<'_>, actions: &'static [&'static str], how: &Json, of: &Subject<'_>) -> bool {
    let named = bucket.references_in(how).into_iter();
    let keys: Vec<Subject<'_>> = named.map(|it| it.target("TargetKeyId").unwrap_or(it)).collect();
    let mut rules = one_or_many(at(how, "ServerSideEncryptionConfiguration")).iter();
    let key = rules.find_map(|it| at(it, "ServerSideEncryptionByDefault/KMSMasterKeyID"));
    let key = at(how, "ReplicaKmsKeyID").or(key);
    let is_of_aws = keys.is_empty() && key.is_none_or(|it| it.as_text().is_some_and(|it| it.ends_with("alias/aws/s3")));
    let is = |_: &Subject<'_>, it: &Json| {
        let is_every_one = flat(it).is_some_and(|it| it == "*" || it.ends_with(":key/*"));
        is_every_one || keys.is_empty() || keys.iter().all(|key| key.is_named_by(it))
    };
    let about = About {
        is: &is,
        may_be: &|policy, it| keys.is_empty() || keys.iter().any(|key| may_be_some_of(policy, it, key)),
        when: &|policy, it| is_of_encryption(policy, it) || is_by_way_of_s3(policy, it, of),
    };
    let work = Work { service: S3, actions, by_aws: &[":policy/AdministratorAccess"] };
    let by_key = |key: &Subject<'_>| {
        let statements = one_or_many(key.property("KeyPolicy/Statement"));
        actions.iter().all(|action| statements.iter().any(|it| lets_role(key, it, action, bucket)))
    };
    is_of_aws || work.is_done_by(bucket, ROLE, about) || !keys.is_empty() && keys.iter().all(by_key)
}

/// Whether a statement of the policy of a key lets the role of a bucket use it.
fn lets_role(key: &Subject<'_>, statement: &Json, action: &str, bucket: &Subject<'_>) -> bool {
    text_at(statement, "Effect") == Some("Allow")
        && at(statement, "Condition").is_none_or(|it| is_by_way_of_s3(key, it, bucket))
        && one_or_many(at(statement, "Action")).iter().any(|it| is_action(it, action))
        && one_or_many(at(statement, "Principal/AWS")).iter().any(|it| is_role(key, it, bucket))
}

/// Whether a condition asks no more than that a key is used by way of S3 in the region of a bucket, for its objects.
fn is_by_way_of_s3(policy: &Subject<'_>, condition: &Json, bucket: &Subject<'_>) -> bool {
    let is_here = |region: &str| {
        let own = region.chars().eq([PLACE]) && policy.stack.region == bucket.stack.region;
        region == "*" || region == bucket.stack.region || own
    };
    let is_s3 = |it: &Json| {
        let host = flat(it).unwrap_or_default();
        host.strip_prefix("s3.").and_then(|it| it.strip_suffix(".amazonaws.com")).is_some_and(is_here)
    };
    let objects = Objects { bucket: *bucket, prefix: Some(String::new()), behind: String::new() };
    let is_of_it = |it: &Json| objects.are(it) || bucket.is_named_by(it) && flat(it) == Some(REFERENCE.into());
    let is_met = |key: &str, values: &Json| match key.to_ascii_lowercase().as_str() {
        "kms:viaservice" => one_or_many(Some(values)).iter().any(is_s3),
        "kms:encryptioncontext:aws:s3:arn" => one_or_many(Some(values)).iter().any(is_of_it),
        _ => false,
    };
    condition.as_object().is_some_and(|it| {
        it.iter().all(|(operator, keys)| {
            ["ArnLike", "StringEquals", "StringLike"].contains(&operator)
                && keys.as_object().is_some_and(|it| it.iter().all(|(key, values)| is_met(key, values)))
        })
    })
}

/// Whether a value surely is the role of a bucket.
fn is_role(policy: &Subject<'_>, value: &Json, bucket: &Subject<'_>) -> bool {
    let Some(role) = bucket.property(ROLE) else { return false };
    let own = bucket.references_in(role);
    let is_whole = flat(value).is_some_and(|it| it.chars().eq([REFERENCE]));
    let is_called = |own: &Subject<'_>| {
        let name = own.property("RoleName").and_then(flat);
        let meant = flat(value)
            .and_then(|it| it.split_once(":role/").map(|(_, it)| it.rsplit('/').next().unwrap_or(it).to_owned()));
        name.zip(meant).is_some_and(|(name, meant)| means(&meant, &name))
    };
    role == value
        || is_whole && own.iter().any(|it| it.is_named_by(value)) && !policy.references_in(value).is_empty()
        || own.iter().any(is_called)
}

/// Whether a value may be the role of a bucket, or its account.
fn may_be_role(value: &Json, bucket: &Subject<'_>) -> bool {
    let Some(role) = bucket.property(ROLE) else { return false };
    let own = bucket.references_in(role);
    let named = bucket.references_in(value);
    let Some(text) = flat(value) else { return true };
    let is_of_account = text.ends_with(":root") || is_account(&text);
    let last = text.rsplit('/').next().unwrap_or(&text);
    let is_called = || match role.as_text() {
        Some(role) => means(&text, role),
        None => text.contains(['*', '?']) || own.iter().any(|it| may_be_called(it, "RoleName", last)),
    };
    is_of_account || if named.is_empty() { is_called() } else { own.iter().any(|it| it.is_named_by(value)) }
}

/// A rule by which the role of a bucket writes to a copy.
struct Copying<'a> {
    bucket: &'a Subject<'a>,
    copy: &'a Subject<'a>,
    rule: &'a Json,
}

impl Copying<'_> {
    /// Whether a policy of the copy can be read, and none of its statements may refuse the role to write there.
    fn is_not_refused_by(&self, policy: &Subject<'_>) -> bool {
        let objects = Objects { bucket: *self.copy, prefix: Some(String::new()), behind: String::new() };
        let about = About {
            is: &|_, it| objects.are(it),
            may_be: &|policy, it| objects.may_be(policy, it),
            when: &is_of_encryption,
        };
        let refuses = |it: &Json| {
            may_refuse(it, "s3:ReplicateObject")
                && about.may_be_in(policy, it)
                && self.may_be_for_role(it)
                && !at(it, "Condition").and_then(Json::as_object).is_some_and(|it| self.is_passed_by(policy, it))
        };
        let statements = one_or_many(policy.property("PolicyDocument/Statement"));
        !hides_statements(policy, "PolicyDocument") && !statements.iter().any(refuses)
    }

    /// Whether a denial may be for the role, or for its account.
    fn may_be_for_role(&self, statement: &Json) -> bool {
        let may_be = |who: &Json| match who.as_object() {
            Some(it) => it.iter().any(|(kind, named)| {
                kind != "Service" && one_or_many(Some(named)).iter().any(|it| may_be_role(it, self.bucket))
            }),
            None => true,
        };
        at(statement, "Principal").is_none_or(may_be)
    }

    /// Whether a denial passes over the role by one of its conditions, of which all have to be met.
    fn is_passed_by(&self, policy: &Subject<'_>, condition: &Object) -> bool {
        condition.iter().any(|(operator, keys)| {
            let passes =
                |(key, values): (&str, &Json)| self.is_passed(policy, operator, &key.to_ascii_lowercase(), values);
            keys.as_object().is_some_and(|it| it.iter().any(passes))
        })
    }

    fn is_passed(&self, policy: &Subject<'_>, operator: &str, key: &str, values: &Json) -> bool {
        let named = one_or_many(Some(values));
        let is_not = ["ArnNot", "StringNot"].iter().any(|it| operator.starts_with(it));
        match key {
            "aws:principalarn" if is_not => named.iter().any(|it| is_role(policy, it, self.bucket)),
            "aws:principalarn" => {
                !operator.ends_with("IfExists") && !named.iter().any(|it| may_be_role(it, self.bucket))
            }
            // In which organization the account is its owner knows.
            "aws:principalorgid" => is_not,
            "aws:principalaccount" => is_not && named.iter().any(|it| flat(it).is_some_and(|it| is_account(&it))),
            "aws:securetransport" => {
                operator.starts_with("Bool") && named.iter().all(|it| known(it) == Known::Is(false))
            }
            key if key.starts_with("s3:") => self.coming().is_passed(operator, key, values),
            _ => false,
        }
    }

    /// What S3 says of the copies that it writes.
    fn coming(&self) -> Coming<'_> {
        let key = at(self.rule, "Destination/EncryptionConfiguration/ReplicaKmsKeyID");
        let algorithm = Some(if key.is_some() { "aws:kms" } else { "AES256" });
        Coming { service: S3, source: *self.bucket, algorithm, key }
    }
}

/// Whether another bucket is copied to this one. A copy is not copied again.
pub(super) fn is_copy(bucket: &Subject<'_>) -> bool {
    originals(bucket).next().is_some()
}

/// The buckets of which each object is copied to this one.
pub(super) fn originals<'a>(bucket: &Subject<'a>) -> impl Iterator<Item = Subject<'a>> + use<'a> {
    let bucket = *bucket;
    let named = move |rule: &Json| at(rule, "Destination/Bucket").is_some_and(|target| bucket.is_named_by(target));
    bucket.users_of("AWS::S3::Bucket").filter(move |other| enabled_rules(other).any(named))
}
