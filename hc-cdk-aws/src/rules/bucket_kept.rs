//! Rules about what is kept of a bucket: under whose key, for how long, where, and over which TLS it is reached.

use hc_cdk::{
    control::{Control, hipaa, iso27001, soc2},
    dimension::{availability::MultiRegion, recovery::Hours24, tls::Tls13},
    policy::Dimension,
    rule::{Must, Subject, Verdict, asks, at, one_or_many, real_data},
    value::Json,
};

use super::{
    bucket::{BUCKET, is_encrypted, is_log_target, refuses, takes_tls_only},
    copied::{is_copy, is_replicated},
    possible::may_be,
    read::{number_at, text_at},
    when::is_customer_key,
};

const PROTECTED: &[Control] = &[
    hipaa::ACCESS_CONTROL,
    hipaa::ENCRYPTION,
    hipaa::TRANSMISSION_SECURITY,
    hipaa::INTEGRITY,
    soc2::CONFIDENTIALITY,
    iso27001::DATA_LEAKAGE,
];

const BACKED_UP: &[Control] = &[
    hipaa::CONTINGENCY_PLAN,
    hipaa::DATA_BACKUP_PLAN,
    hipaa::DISASTER_RECOVERY,
    soc2::BACKUP_AND_RECOVERY,
    iso27001::BACKUP,
];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub BUCKET_HAS_THE_CUSTOMERS_KEY = "BucketHasTheCustomersKey" {
        sentence: "objects are encrypted with the customer's key",
        controls: PROTECTED,
        on: BUCKET,
        when: |policy| asks(policy, Dimension::key_custody),
        answers: key_custody,
        must: Must::Judge(|it| if is_log_target(it) { Verdict::NotApplicable } else { Verdict::of(has_the_customers_key(it)) }),
        message: "does not encrypt its objects with a customer-managed key",
        help: "name the ARN of a `CustomerKey` in `BucketEncryption`, or use a `SecureBucket`",
    }

    pub BUCKET_SPEAKS_TLS = "BucketSpeaksTls" {
        sentence: "requests without TLS, or with an older one than the policy asks for, are refused",
        controls: PROTECTED,
        on: BUCKET,
        when: |policy| asks(policy, Dimension::tls),
        answers: tls,
        must: Must::Hold(|it| {
            let newest = it.stack.policy.floor(Dimension::tls) >= Tls13::POSITION;
            takes_tls_only(it) && (!newest || refuses_older_tls(it))
        }),
        message: "answers requests without TLS, or with an older one than the policy asks for",
        help: "let its policy deny `s3:*` by `aws:SecureTransport`, and by `s3:TlsVersion` where TLS 1.3 is asked for, or use a `SecureBucket`",
    }

    pub BUCKET_KEEPS_VERSIONS = "BucketKeepsVersions" {
        sentence: "what is overwritten or deleted is kept for as long as the policy asks for backups",
        controls: BACKED_UP,
        on: BUCKET,
        when: |policy| asks(policy, Dimension::backup_retention),
        answers: backup_retention,
        must: Must::Judge(|it| if is_log_target(it) { Verdict::NotApplicable } else { Verdict::of(keeps_versions(it)) }),
        message: "keeps what is overwritten or deleted for less time than the policy asks for",
        help: "turn versioning on, and let no lifecycle rule delete versions sooner, or use a `SecureBucket`",
    }

    pub BUCKET_IS_RESTORED_IN_TIME = "BucketIsRestoredInTime" {
        sentence: "every version is there to go back to, and a copy of each object where less than a day's work may be lost",
        controls: BACKED_UP,
        on: BUCKET,
        when: |policy| asks(policy, Dimension::recovery),
        answers: recovery,
        must: Must::Judge(|it| if is_log_target(it) { Verdict::NotApplicable } else { Verdict::of(is_restored_in_time(it)) }),
        message: "has no versions, or no copy to recover from where the policy asks for one",
        help: "turn versioning on and give `ReplicationConfiguration` an enabled rule, or use a `SecureBucket`",
    }

    pub BUCKET_HAS_ZONES = "BucketHasZones" {
        sentence: "objects stay in several zones",
        controls: &[hipaa::CONTINGENCY_PLAN, soc2::BACKUP_AND_RECOVERY, iso27001::REDUNDANCY],
        on: BUCKET,
        when: |policy| asks(policy, Dimension::availability),
        answers: availability,
        must: Must::Hold(|it| {
            it.stack.policy.floor(Dimension::availability) < MultiRegion::POSITION && stays_in_several_zones(it)
        }),
        message: "may move objects into one zone, or is in one region where the policy asks for two",
        help: "move no objects to a storage class of one zone; a bucket is in one region",
    }

    pub BUCKET_NAMES_ITS_PAGES = "BucketNamesItsPages" {
        sentence: "browsers let only pages of hosts that are named ask for objects, over HTTPS",
        controls: &[hipaa::ACCESS_CONTROL, soc2::BOUNDARY_PROTECTION, iso27001::DATA_LEAKAGE],
        on: BUCKET,
        when: real_data,
        must: Must::Hold(names_its_pages),
        message: "lets pages of any host ask for its objects, or of hosts that nobody knows",
        help: "name the origins in `CorsConfiguration`, such as `https://portal.example.org`, without a wildcard, or use `.pages(..)` of a `SecureBucket`",
    }
}

fn names_its_pages(bucket: &Subject<'_>) -> bool {
    const RULES: &str = "CorsConfiguration/CorsRules";
    let named = |it: &Json| !may_be(it, |it| !it.starts_with("https://") || it.contains('*'));
    let of = |rule: &Json| {
        let origins = one_or_many(at(rule, "AllowedOrigins"));
        !origins.is_empty() && origins.iter().all(named)
    };
    bucket.lacks(RULES) || !bucket.list(RULES).is_empty() && bucket.list(RULES).iter().all(of)
}

/// Whether a bucket names a customer's key for every object that does not name another one itself.
fn has_the_customers_key(bucket: &Subject<'_>) -> bool {
    let rules = bucket.list("BucketEncryption/ServerSideEncryptionConfiguration");
    let key = "ServerSideEncryptionByDefault/KMSMasterKeyID";
    let own = |rule: &Json| at(rule, key).is_some_and(|key| is_customer_key(bucket, key));
    is_encrypted(bucket) && !rules.is_empty() && rules.iter().all(own)
}

/// Whether requests with a TLS below 1.3 are refused. Those of AWS's own services may be let through.
fn refuses_older_tls(bucket: &Subject<'_>) -> bool {
    let member =
        |json: &Json, name: &str| Some(json.as_object().filter(|it| it.len() == 1)?.get(name)?.as_text()?.to_owned());
    refuses(bucket, |condition| {
        condition.get("NumericLessThan").and_then(|it| member(it, "s3:TlsVersion")).as_deref() == Some("1.3")
            && condition.iter().all(|(operator, keys)| match operator {
                "NumericLessThan" => true,
                "BoolIfExists" => member(keys, "aws:PrincipalIsAWSService").as_deref() == Some("false"),
                _ => false,
            })
    })
}

/// The lifecycle rules that are on; nothing if they cannot be read.
fn lifecycle<'a>(bucket: &Subject<'a>) -> Option<Vec<&'a Json>> {
    match bucket.property("LifecycleConfiguration") {
        None => Some(Vec::new()),
        Some(all) => {
            let rules = at(all, "Rules")?.as_list()?;
            if rules.iter().any(|rule| rule.as_object().is_none()) {
                return None;
            }
            Some(rules.iter().filter(|rule| text_at(rule, "Status") != Some("Disabled")).collect())
        }
    }
}

fn is_versioned(bucket: &Subject<'_>) -> bool {
    bucket.text("VersioningConfiguration/Status") == Some("Enabled")
}

/// What ends the time of versions that are not the current one, and where it says after how many days.
const OLD: [(&str, &str); 2] = [
    ("NoncurrentVersionExpiration", "NoncurrentVersionExpiration/NoncurrentDays"),
    ("NoncurrentVersionExpirationInDays", "NoncurrentVersionExpirationInDays"),
];

/// The same for objects.
const CURRENT: [(&str, &str); 2] = [("ExpirationInDays", "ExpirationInDays"), ("ExpirationDate", "ExpirationDate")];

fn keeps_versions(bucket: &Subject<'_>) -> bool {
    is_versioned(bucket) && outlasts(bucket, &OLD, bucket.stack.policy.floor(Dimension::backup_retention).days())
}

/// Whether no rule deletes objects, or their versions, before so many days.
pub(super) fn keeps_objects(bucket: &Subject<'_>, floor: u32) -> bool {
    outlasts(bucket, &OLD, floor) && outlasts(bucket, &CURRENT, floor)
}

fn outlasts(bucket: &Subject<'_>, ends: &[(&str, &str)], floor: u32) -> bool {
    let long = |rule: &Json| {
        ends.iter().all(|(end, days)| {
            at(rule, end).is_none() || number_at(rule, days).is_some_and(|days| days >= i64::from(floor))
        })
    };
    lifecycle(bucket).is_some_and(|rules| rules.into_iter().all(long))
}

fn is_restored_in_time(bucket: &Subject<'_>) -> bool {
    let daily = bucket.stack.policy.floor(Dimension::recovery) <= Hours24::POSITION;
    is_versioned(bucket) && (daily || is_replicated(bucket) || is_copy(bucket))
}

fn stays_in_several_zones(bucket: &Subject<'_>) -> bool {
    const MOVES: [&str; 4] =
        ["Transition", "Transitions", "NoncurrentVersionTransition", "NoncurrentVersionTransitions"];
    let several = |it: &Json| {
        let class = text_at(it, "StorageClass");
        class.is_some_and(|class| !class.contains("ONEZONE"))
    };
    let stays = |rule: &Json| MOVES.iter().all(|path| one_or_many(at(rule, path)).iter().all(several));
    lifecycle(bucket).is_some_and(|rules| rules.into_iter().all(stays))
}
