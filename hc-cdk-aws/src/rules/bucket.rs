//! Rules about buckets.
//!
//! A bucket that receives the access logs of others is what the rules on logging, replication and keys do not mean: logs
//! of logs would never end, and S3 and load balancers deliver only to buckets that are encrypted with S3's own keys.

use hc_cdk::{
    control::hipaa,
    rule::{Index, Known, Must, Subject, Verdict, at, one_or_many},
    value::{Json, Object},
};

use super::{
    acting::{Delivery, Work},
    called::{Saying, is_reference, may_mean, said_of},
    clauses::{AUTHORIZED_AND_AUDITED, BACKED_UP, ENCRYPTED, NOT_PUBLIC},
    permission::{allowed, is_open},
    possible::means,
    read::{Actions, REFERENCE, denies, each, flat, is_plain, may_be_of, text_at},
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
        && bucket.property(to).map_or(bucket.lacks(to), |to| {
            may_be_of(bucket, to, BUCKET) && bucket.references_in(to).iter().all(takes_access_logs)
        })
}

/// Whether each policy of a bucket lets S3 write access logs there, if it has some. By an ACL S3 writes them without one.
///
/// Source: Amazon S3, "Enabling Amazon S3 server access logging": permissions for log delivery.
fn takes_access_logs(target: &Subject<'_>) -> bool {
    const LOGS: Delivery =
        Delivery { service: "logging.s3.amazonaws.com", action: "s3:PutObject", document: "PolicyDocument" };
    let by_acl = target.text("AccessControl") == Some("LogDeliveryWrite");
    said_of(target, &POLICY).all(|it| if by_acl { LOGS.is_not_refused_by(&it) } else { LOGS.is_let_by(&it) })
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
    it.is(POLICY.kind) && bucket.is_named_in(it, "Bucket")
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
    each(bucket.users_of(POLICY.kind), opens_to_them)
        && bucket
            .found_in_app(&NAMES_A_BUCKET, "")
            .all(|it| !it.property(POLICY.place).is_some_and(|value| may_mean(&it, value, bucket, POLICY.name)))
}

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
    const ROLE: &str = "ReplicationConfiguration/Role";
    const COPIES: Delivery =
        Delivery { service: "s3.amazonaws.com", action: "s3:ReplicateObject", document: "PolicyDocument" };
    let by_role = |action: &'static [&'static str], of: &Subject<'_>| {
        let work = Work { service: "s3.amazonaws.com", actions: action, by_aws: &[":policy/AmazonS3FullAccess"] };
        work.is_done_by(bucket, ROLE, &|_, to| is_every_object(to, of))
    };
    let copies = at(rule, "Destination/Bucket").map(|it| bucket.references_in(it)).unwrap_or_default();
    by_role(&["s3:GetObjectVersionForReplication"], bucket)
        && copies.iter().all(|copy| {
            by_role(&["s3:ReplicateObject"], copy) && said_of(copy, &POLICY).all(|it| COPIES.is_not_refused_by(&it))
        })
        && copies_what_is_encrypted(bucket, rule)
}

/// Whether a rule copies what is encrypted by a key of KMS, if the bucket has, or may have, that: without a word it does not.
///
/// Source: Amazon S3, "Replicating encrypted objects".
fn copies_what_is_encrypted(bucket: &Subject<'_>, rule: &Json) -> bool {
    let rules = bucket.list("BucketEncryption/ServerSideEncryptionConfiguration");
    let is_own = |of: &Json| text_at(of, "ServerSideEncryptionByDefault/SSEAlgorithm") == Some("AES256");
    let by_s3 = bucket.lacks("BucketEncryption") || !rules.is_empty() && rules.iter().all(is_own);
    by_s3 || text_at(rule, "SourceSelectionCriteria/SseKmsEncryptedObjects/Status") == Some("Enabled")
}

/// Whether a resource of a statement is every object of a bucket, by reference or by the name that the program gives it.
fn is_every_object(resource: &Json, bucket: &Subject<'_>) -> bool {
    let Some(arn) = flat(resource) else { return false };
    let name = bucket.property(POLICY.name).and_then(flat).unwrap_or_else(|| REFERENCE.to_string());
    let objects = arn.rsplit(":::").next().unwrap_or_default();
    arn == "*"
        || bucket.is_named_by(resource) && objects == format!("{REFERENCE}/*")
        || means(objects, &format!("{name}/x"))
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

pub(super) fn is_encrypted(bucket: &Subject<'_>) -> bool {
    let rules = bucket.list("BucketEncryption/ServerSideEncryptionConfiguration");
    let algorithm = |rule| at(rule, "ServerSideEncryptionByDefault/SSEAlgorithm").and_then(Json::as_text);
    rules.iter().filter_map(algorithm).any(|it| it.starts_with("aws:kms") || (it == "AES256" && is_log_target(bucket)))
}

pub(super) fn takes_tls_only(bucket: &Subject<'_>) -> bool {
    refuses(bucket, is_plain)
}

/// What says who may do what to a bucket.
pub(super) const POLICY: Saying =
    Saying { kind: "AWS::S3::BucketPolicy", place: "Bucket", name: "BucketName", by_text: &NAMES_A_BUCKET };

static NAMES_A_BUCKET: Index = Index::by(|it| {
    let bucket = if it.kind() == POLICY.kind { it.properties.get("Bucket") } else { None }?;
    (!is_reference(bucket)).then(String::new)
});

/// Whether a policy of the bucket refuses everything to everybody under a condition.
pub(super) fn refuses(bucket: &Subject<'_>, condition: impl Fn(&Object) -> bool) -> bool {
    let everything = Actions { service: "s3", named: &[] };
    let denies = |statement: &Json| {
        denies(statement, &everything, &|it| it.is_some_and(&condition)) && is_about_all_of(statement, bucket)
    };
    each(said_of(bucket, &POLICY), |policy| {
        bucket.is_meant_in(policy, "Bucket")
            && one_or_many(policy.property("PolicyDocument/Statement")).iter().any(denies)
    })
}

/// Whether a statement is about the bucket and all of its objects, which have ARNs of their own; `*` is both.
fn is_about_all_of(statement: &Json, bucket: &Subject<'_>) -> bool {
    let resources = one_or_many(at(statement, "Resource"));
    let own: Vec<String> = resources.iter().filter(|it| bucket.is_named_by(it)).filter_map(flat).collect();
    let is = |arn: &String, end: &str| {
        let name = arn.rsplit(":::").next().and_then(|name| name.strip_prefix(REFERENCE));
        name == Some(end)
    };
    resources.iter().any(|it| it.as_text() == Some("*"))
        || ["", "/*"].into_iter().all(|end| own.iter().any(|arn| is(arn, end)))
}
