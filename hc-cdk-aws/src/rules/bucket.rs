//! Rules about buckets.
//!
//! A bucket that receives the access logs of others is what the rules on logging, replication and keys do not mean: logs
//! of logs would never end, and S3 and load balancers deliver only to buckets that are encrypted with S3's own keys.

use hc_cdk::{
    control::hipaa,
    rule::{Known, Must, Subject, Verdict, at, one_or_many},
    value::{Json, Object},
};

use super::{
    acting::is_of_encryption,
    called::{BUCKET_POLICY, NAMES_A_BUCKET, may_mean, said_of},
    clauses::{AUTHORIZED_AND_AUDITED, BACKED_UP, ENCRYPTED, NOT_PUBLIC},
    coming::Coming,
    copied::{is_copy, is_replicated},
    delivered::Delivery,
    meant::{About, Objects},
    permission::{allowed, is_open},
    read::{Actions, REFERENCE, denies, each, flat, is_plain, may_be_of},
    when::{recoverable, regulated},
};

pub(super) const BUCKET: &[&str] = &["AWS::S3::Bucket"];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED = "S3BucketLevelPublicAccessProhibited" {
        sentence: "all four ways of blocking public access are on",
        controls: NOT_PUBLIC,
        on: BUCKET,
        when: regulated,
        must: Must::Hold(|it| is_true(it, &NEW_BLOCKED) && is_true(it, &OLD_BLOCKED)),
        message: "does not block all public access",
        help: "set all four members of `PublicAccessBlockConfiguration` to true",
    }

    pub S3_BUCKET_LOGGING_ENABLED = "S3BucketLoggingEnabled" {
        sentence: "accesses are logged, unless the bucket is where such logs go",
        controls: AUTHORIZED_AND_AUDITED,
        on: BUCKET,
        when: regulated,
        must: Must::Hold(|it| is_logged(it) || is_log_target(it)),
        message: "does not log who reads and writes it",
        help: "set `LoggingConfiguration/DestinationBucketName` to a bucket for access logs",
    }

    pub S3_BUCKET_PUBLIC_READ_PROHIBITED = "S3BucketPublicReadProhibited" {
        sentence: "the public cannot read it",
        controls: NOT_PUBLIC,
        on: BUCKET,
        when: regulated,
        must: Must::Hold(|it| is_private(it, &["PublicRead", "PublicReadWrite", "AuthenticatedRead"])),
        message: "can be opened for everybody to read",
        help: "block public ACLs and policies in `PublicAccessBlockConfiguration`, and set no public `AccessControl`",
    }

    pub S3_BUCKET_PUBLIC_WRITE_PROHIBITED = "S3BucketPublicWriteProhibited" {
        sentence: "the public cannot write to it",
        controls: NOT_PUBLIC,
        on: BUCKET,
        when: regulated,
        must: Must::Hold(|it| is_private(it, &["PublicReadWrite"])),
        message: "can be opened for everybody to write to",
        help: "block public ACLs and policies in `PublicAccessBlockConfiguration`, and set no public `AccessControl`",
    }

    pub S3_BUCKET_REPLICATION_ENABLED = "S3BucketReplicationEnabled" {
        sentence: "objects are copied to a second bucket, unless this is the second one",
        controls: BACKED_UP,
        on: BUCKET,
        when: recoverable,
        must: Must::Judge(|it| {
            if is_log_target(it) { Verdict::NotApplicable } else { Verdict::of(is_replicated(it) || is_copy(it)) }
        }),
        message: "has no copy to recover from",
        help: "give `ReplicationConfiguration` an enabled rule with a second bucket",
    }

    pub S3_BUCKET_SSL_REQUESTS_ONLY = "S3BucketSSLRequestsOnly" {
        sentence: "requests come over TLS or not at all",
        controls: &[
            hipaa::ENCRYPTION,
            hipaa::AUTHENTICATE_PHI,
            hipaa::TRANSMISSION_SECURITY,
            hipaa::TRANSMISSION_INTEGRITY,
            hipaa::TRANSMISSION_ENCRYPTION,
        ],
        on: BUCKET,
        when: regulated,
        must: Must::Hold(takes_tls_only),
        message: "answers requests without TLS",
        help: "add a bucket policy that denies `s3:*` on the bucket and its objects if `aws:SecureTransport` is false",
    }

    pub S3_BUCKET_VERSIONING_ENABLED = "S3BucketVersioningEnabled" {
        sentence: "what is overwritten or deleted can be brought back",
        controls: &[
            hipaa::CONTINGENCY_PLAN,
            hipaa::DATA_BACKUP_PLAN,
            hipaa::DISASTER_RECOVERY,
            hipaa::INTEGRITY,
            hipaa::AUTHENTICATE_PHI,
        ],
        on: BUCKET,
        when: regulated,
        must: Must::Hold(|it| it.text("VersioningConfiguration/Status") == Some("Enabled")),
        message: "keeps no earlier versions of its objects",
        help: "set `VersioningConfiguration/Status` to `Enabled`",
    }

    pub S3_DEFAULT_ENCRYPTION_KMS = "S3DefaultEncryptionKMS" {
        sentence: "objects are encrypted with KMS; the logs that S3 and load balancers deliver with S3's own keys",
        controls: ENCRYPTED,
        on: BUCKET,
        when: regulated,
        must: Must::Hold(is_encrypted),
        message: "does not encrypt its objects with KMS",
        help: "set `SSEAlgorithm` in `BucketEncryption` to `aws:kms`, with the ARN of a `CustomerKey`",
    }
}

/// What keeps a bucket from being opened for everybody, and what closes one that somebody opened before.
const NEW_BLOCKED: [&str; 2] =
    ["PublicAccessBlockConfiguration/BlockPublicAcls", "PublicAccessBlockConfiguration/BlockPublicPolicy"];
const OLD_BLOCKED: [&str; 2] =
    ["PublicAccessBlockConfiguration/IgnorePublicAcls", "PublicAccessBlockConfiguration/RestrictPublicBuckets"];

fn is_true(bucket: &Subject<'_>, flags: &[&str]) -> bool {
    flags.iter().all(|flag| bucket.flag(flag) == Known::Is(true))
}

fn is_private(bucket: &Subject<'_>, public: &[&str]) -> bool {
    let acl = match bucket.property("AccessControl") {
        None => true,
        // What only the deployment knows can be a public ACL.
        Some(acl) => acl.as_text().is_some_and(|acl| !public.contains(&acl)),
    };
    acl && is_true(bucket, &NEW_BLOCKED)
}

/// Whether accesses are logged: to the bucket that is named, or without a name to the bucket itself.
fn is_logged(bucket: &Subject<'_>) -> bool {
    let to = "LoggingConfiguration/DestinationBucketName";
    bucket.property("LoggingConfiguration").is_some()
        && match bucket.property(to) {
            Some(to) => {
                let targets = bucket.references_in(to);
                may_be_of(bucket, to, BUCKET) && targets.iter().all(|target| takes_access_logs(target, bucket))
            }
            None => bucket.lacks(to) && takes_access_logs(bucket, bucket),
        }
}

/// Whether each policy of a bucket lets S3 write the access logs of another there. By an ACL S3 writes them without one.
///
/// Source: Amazon S3, "Enabling Amazon S3 server access logging": permissions for log delivery.
fn takes_access_logs(target: &Subject<'_>, of: &Subject<'_>) -> bool {
    let prefix = "LoggingConfiguration/LogFilePrefix";
    let prefix = if of.lacks(prefix) { Some(String::new()) } else { of.text(prefix).map(str::to_owned) };
    let objects = Objects { bucket: *target, prefix, behind: String::new() };
    let by = Coming { service: "logging.s3.amazonaws.com", source: *of, algorithm: Some("AES256"), key: None };
    let about = About {
        is: &|_, it| objects.are(it),
        may_be: &|policy, it| objects.may_be(policy, it),
        when: &is_of_encryption,
    };
    let logs = Delivery { action: "s3:PutObject", document: "PolicyDocument", by: &by, about };
    if target.text("AccessControl") == Some("LogDeliveryWrite") {
        return said_of(target, &BUCKET_POLICY).all(|it| logs.is_not_refused_by(&it));
    }
    each(said_of(target, &BUCKET_POLICY), |it| logs.is_let_by(it))
}

/// Whether the access logs of other buckets or of load balancers go there, or nothing else may.
pub(super) fn is_log_target(bucket: &Subject<'_>) -> bool {
    bucket.is_named_by_any("AWS::S3::Bucket", "LoggingConfiguration/DestinationBucketName")
        || bucket.users_of("AWS::ElasticLoadBalancingV2::LoadBalancer").any(|balancer| {
            let goes_there = |it: &Json| {
                let name = at(it, "Key").and_then(Json::as_text);
                name.is_some_and(|name| name.ends_with("_logs.s3.bucket")) && bucket.is_named_by(it)
            };
            balancer.list("LoadBalancerAttributes").iter().any(goes_there)
        })
        || takes_logs_only(bucket)
}

/// Whether nobody of the app is given anything in a bucket but the services that deliver access logs, and nothing else names it.
fn takes_logs_only(bucket: &Subject<'_>) -> bool {
    is_written_by_deliveries(bucket) && bucket.users().all(|it| is_policy_of(bucket, &it))
}

/// Whether access logs are delivered to a bucket and nobody of the app is given anything else in it. What sends its logs there names it,
/// and so does a trail that records who reads them.
pub(super) fn takes_only_access_logs(bucket: &Subject<'_>) -> bool {
    is_log_target(bucket)
        && is_written_by_deliveries(bucket)
        && bucket.users().all(|it| match it.kind() {
            "AWS::S3::Bucket" => {
                let sends = "LoggingConfiguration/DestinationBucketName";
                bucket.is_named_in(&it, sends) && !bucket.is_named_in(&it, "ReplicationConfiguration")
            }
            "AWS::CloudTrail::Trail" => !bucket.is_named_in(&it, "S3BucketName"),
            "AWS::ElasticLoadBalancingV2::LoadBalancer" => true,
            _ => is_policy_of(bucket, &it),
        })
}

fn is_policy_of(bucket: &Subject<'_>, it: &Subject<'_>) -> bool {
    it.is(BUCKET_POLICY.kind) && bucket.is_named_in(it, "Bucket")
}

/// Whether every statement that allows something in a bucket is for the services that deliver access logs.
fn is_written_by_deliveries(bucket: &Subject<'_>) -> bool {
    const DELIVER: [&str; 2] = ["logging.s3.amazonaws.com", "logdelivery.elasticloadbalancing.amazonaws.com"];
    let delivers = |statement: &Json| {
        let who = one_or_many(at(statement, "Principal/Service"));
        at(statement, "NotPrincipal").is_none()
            && at(statement, "Principal").and_then(Json::as_object).is_some_and(|it| it.len() == 1)
            && !who.is_empty()
            && who.iter().all(|it| it.as_text().is_some_and(|it| DELIVER.contains(&it)))
    };
    let opens_to_them = |it: &Subject<'_>| {
        let allowed = allowed(it);
        is_open(it) && !allowed.is_empty() && allowed.into_iter().all(delivers)
    };
    each(bucket.users_of(BUCKET_POLICY.kind), opens_to_them)
        && bucket.found_in_app(&NAMES_A_BUCKET, "").all(|it| {
            !it.property(BUCKET_POLICY.place).is_some_and(|value| may_mean(&it, value, bucket, BUCKET_POLICY.name))
        })
}

pub(super) fn is_encrypted(bucket: &Subject<'_>) -> bool {
    let rules = bucket.list("BucketEncryption/ServerSideEncryptionConfiguration");
    let algorithm = |rule| at(rule, "ServerSideEncryptionByDefault/SSEAlgorithm").and_then(Json::as_text);
    rules.iter().filter_map(algorithm).any(|it| it.starts_with("aws:kms") || (it == "AES256" && is_log_target(bucket)))
}

pub(super) fn takes_tls_only(bucket: &Subject<'_>) -> bool {
    refuses(bucket, is_plain)
}

/// Whether a policy of the bucket refuses everything to everybody under a condition.
pub(super) fn refuses(bucket: &Subject<'_>, condition: impl Fn(&Object) -> bool) -> bool {
    let everything = Actions { service: "s3", named: &[] };
    let denies = |statement: &Json| {
        denies(statement, &everything, &|it| it.is_some_and(&condition)) && is_about_all_of(statement, bucket)
    };
    each(said_of(bucket, &BUCKET_POLICY), |policy| {
        bucket.is_meant_in(policy, "Bucket")
            && one_or_many(policy.property("PolicyDocument/Statement")).iter().any(denies)
    })
}

/// Whether a statement is about the bucket and all of its objects, which have ARNs of their own; `*` is both.
fn is_about_all_of(statement: &Json, bucket: &Subject<'_>) -> bool {
    let resources = one_or_many(at(statement, "Resource"));
    let own: Vec<String> = resources.iter().filter(|it| bucket.is_named_by(it)).filter_map(flat).collect();
    let is = |arn: &String, end: &str| {
        let before = arn.strip_suffix(end).and_then(|it| it.strip_suffix(REFERENCE));
        before.is_some_and(|it| it.is_empty() || it.ends_with(":::"))
    };
    resources.iter().any(|it| it.as_text() == Some("*"))
        || ["", "/*"].into_iter().all(|end| own.iter().any(|arn| is(arn, end)))
}
