//! Rules about trails: that they record, what they record, and for how long it is locked.

use hc_cdk::{
    control::{Control, gdpr, hipaa, iso27001, part11, soc2},
    dimension::deletion::Protected,
    policy::Dimension,
    rule::{Known, Must, Subject, asks, at, known, lacks, one_or_many, real_data},
    value::Json,
};

use super::{
    acting::is_of_encryption,
    bucket::is_log_target,
    called::{BUCKET_POLICY, said_of},
    coming::Coming,
    copied::originals,
    delivered::Delivery,
    meant::{About, Objects},
    read::{ACCOUNT, PLACE, REFERENCE, flat, number, text_at},
};

const TRAIL: &[&str] = &["AWS::CloudTrail::Trail"];

const SERVICE: &str = "cloudtrail.amazonaws.com";

const RECORDED: &[Control] = &[
    hipaa::AUDIT_CONTROLS,
    hipaa::ACTIVITY_REVIEW,
    hipaa::WORKFORCE_AUTHORIZATION,
    soc2::MONITORING,
    iso27001::LOGGING,
    gdpr::RECORDS,
    part11::AUDIT_TRAIL,
];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub TRAIL_LOGS = "TrailLogs" {
        sentence: "the trail is switched on",
        controls: RECORDED,
        on: TRAIL,
        when: real_data,
        must: Must::True("IsLogging"),
        message: "records nothing",
        help: "set `IsLogging` to true, or use an `AuditTrail`",
    }

    pub TRAIL_EVERY_REGION = "TrailEveryRegion" {
        sentence: "calls are recorded in every region, and those to services that have none",
        controls: RECORDED,
        on: TRAIL,
        when: real_data,
        must: Must::Hold(|it| {
            ["IsMultiRegionTrail", "IncludeGlobalServiceEvents"].iter().all(|flag| it.flag(flag) == Known::Is(true))
        }),
        message: "leaves out regions, or the services that have none",
        help: "set `IsMultiRegionTrail` and `IncludeGlobalServiceEvents` to true, or use an `AuditTrail`",
    }

    pub TRAIL_RECORDS_MANAGEMENT = "TrailRecordsManagement" {
        sentence: "every call that manages something is recorded",
        controls: RECORDED,
        on: TRAIL,
        when: real_data,
        must: Must::Hold(|it| records_management(it) && is_delivered(it)),
        message: "does not record every call that manages something",
        help: "select all management events, reading and writing, of all services, let the trail write to its bucket, or use an `AuditTrail`",
    }

    pub TRAIL_RECORDS_OBJECTS = "TrailRecordsObjects" {
        sentence: "every access to an object is recorded, other than in the buckets where such records go",
        controls: RECORDED,
        on: TRAIL,
        when: real_data,
        must: Must::Hold(|it| records_objects(it) && is_delivered(it)),
        message: "does not record every access to an object",
        help: "select all data events of `AWS::S3::Object`, let the trail write to its bucket, or use an `AuditTrail`",
    }

    pub TRAIL_IS_LOCKED = "TrailIsLocked" {
        sentence: "audit records are locked until the time is over that the policy asks for",
        controls: &[
            hipaa::INTEGRITY,
            hipaa::AUTHENTICATE_PHI,
            hipaa::DOCUMENTATION_SIX_YEARS,
            iso27001::EVIDENCE,
            part11::PROTECTION,
        ],
        on: TRAIL,
        when: |policy| asks(policy, Dimension::audit_retention),
        answers: audit_retention,
        must: Must::Hold(is_locked),
        message: "keeps its records in no bucket of this program that locks them for as long as the policy asks for",
        help: "give the bucket in `S3BucketName` an `ObjectLockConfiguration` of that many days, or use an `AuditTrail`",
    }
}

fn records_management(trail: &Subject<'_>) -> bool {
    let advanced = trail.list("AdvancedEventSelectors");
    match (advanced.is_empty(), trail.property("EventSelectors")) {
        (false, _) => {
            advanced.iter().any(|selector| fields(selector, trail) == Some(vec![("eventCategory", "Management")]))
        }
        // A trail that says nothing records all of them.
        (true, None) => trail.property("AdvancedEventSelectors").is_none(),
        (true, Some(_)) => trail.list("EventSelectors").iter().any(is_about_all_management),
    }
}

fn is_about_all_management(selector: &Json) -> bool {
    let included = at(selector, "IncludeManagementEvents").map_or(Known::Missing, known);
    is_for_reads_and_writes(selector)
        && matches!(included, Known::Missing | Known::Is(true))
        && lacks(selector, "ExcludeManagementEventSources")
}

fn is_for_reads_and_writes(selector: &Json) -> bool {
    at(selector, "ReadWriteType").is_none_or(|it| it.as_text() == Some("All"))
}

fn records_objects(trail: &Subject<'_>) -> bool {
    let wanted = vec![("eventCategory", "Data"), ("resources.type", "AWS::S3::Object")];
    let advanced = trail.list("AdvancedEventSelectors");
    if !advanced.is_empty() {
        return advanced.iter().any(|selector| fields(selector, trail).as_ref() == Some(&wanted));
    }
    let everywhere =
        |value: &Json| flat(value).is_some_and(|it| [format!("arn:{PLACE}:s3"), "arn:aws:s3".into()].contains(&it));
    let all_objects = |of: &Json| {
        text_at(of, "Type") == Some("AWS::S3::Object") && one_or_many(at(of, "Values")).iter().any(everywhere)
    };
    let selectors = trail.list("EventSelectors").iter().filter(|selector| is_for_reads_and_writes(selector));
    selectors.flat_map(|selector| one_or_many(at(selector, "DataResources"))).any(all_objects)
}

/// The fields of an advanced selector, sorted, each with the one value that it has to be equal to. What leaves out the
/// buckets where records go narrows nothing; nothing is returned if anything else does.
fn fields<'a>(selector: &'a Json, trail: &Subject<'_>) -> Option<Vec<(&'a str, &'a str)>> {
    let mut fields = Vec::new();
    for field in at(selector, "FieldSelectors")?.as_list()? {
        let operators = field.as_object()?.iter().filter(|(name, _)| *name != "Field").count();
        let name = text_at(field, "Field")?;
        if name == "resources.ARN" && operators == 1 && leaves_out_records(field, trail) {
            continue;
        }
        let [value] = at(field, "Equals")?.as_list()? else { return None };
        fields.push((name, value.as_text().filter(|_| operators == 1)?));
    }
    fields.sort_unstable();
    Some(fields)
}

/// Whether a field leaves out objects of buckets in which there are logs and records of trails, and no others.
fn leaves_out_records(field: &Json, trail: &Subject<'_>) -> bool {
    let Some(Json::List(left_out)) = at(field, "NotStartsWith") else { return false };
    let records = |bucket: &Subject<'_>| {
        is_log_target(bucket) || bucket.is_named_by_any("AWS::CloudTrail::Trail", "S3BucketName")
    };
    let kept = |bucket: &Subject<'_>| records(bucket) || originals(bucket).any(|it| records(&it));
    // Without the slash, it would leave out every bucket whose name begins like this one's.
    let whole = |prefix: &Json| flat(prefix).is_some_and(|it| it == format!("{REFERENCE}/"));
    left_out
        .iter()
        .all(|prefix| whole(prefix) && matches!(trail.references_in(prefix).as_slice(), [bucket] if kept(bucket)))
}

/// Whether each policy of the bucket of a trail lets it write there, and its key lets it encrypt: of several policies the last counts, and
/// nobody knows which that is. Without one there is no trail, and for a bucket or key that exists already its owner answers.
///
/// Source: AWS `CloudTrail`, "Amazon S3 bucket policy for CloudTrail" and "Configure AWS KMS key policies for CloudTrail".
fn is_delivered(trail: &Subject<'_>) -> bool {
    let named = |path: &str| trail.property(path).map(|it| trail.references_in(it)).unwrap_or_default();
    let mut keys = named("KMSKeyId").into_iter().filter(|it| it.is("AWS::KMS::Key") && !it.lacks("KeyPolicy"));
    let key = trail.property("KMSKeyId");
    let algorithm = Some(if key.is_some() { "aws:kms" } else { "AES256" });
    let by = Coming { service: SERVICE, source: *trail, algorithm, key };
    let key = About { is: &|_, it| it.as_text() == Some("*"), may_be: &|_, _| true, when: &is_of_encryption };
    let encrypts = Delivery { action: "kms:GenerateDataKey", document: "KeyPolicy", by: &by, about: key };
    let writes = |bucket: &Subject<'_>| {
        let objects = files(trail, bucket);
        let about = About {
            is: &|_, it| objects.are(it) || is_of_all(trail) && bucket.is_named_by(it),
            may_be: &|policy, it| objects.may_be(policy, it),
            when: &is_of_encryption,
        };
        let writes = Delivery { action: "s3:PutObject", document: "PolicyDocument", by: &by, about };
        said_of(bucket, &BUCKET_POLICY).all(|it| writes.is_let_by(&it))
    };
    named("S3BucketName").iter().all(writes) && keys.all(|it| encrypts.is_let_by(&it))
}

/// The files of a trail in a bucket.
fn files<'a>(trail: &Subject<'_>, bucket: &Subject<'a>) -> Objects<'a> {
    let prefix = match trail.property("S3KeyPrefix") {
        None => Some(String::new()),
        Some(prefix) => prefix.as_text().map(|it| format!("{it}/")),
    };
    Objects { bucket: *bucket, prefix, behind: format!("AWSLogs/{ACCOUNT}/CloudTrail") }
}

/// Whether a trail is, or may be, one of an organization, which also writes below the id of that.
fn is_of_all(trail: &Subject<'_>) -> bool {
    !matches!(trail.flag("IsOrganizationTrail"), Known::Missing | Known::Is(false))
}

fn is_locked(trail: &Subject<'_>) -> bool {
    const RETENTION: &str = "ObjectLockConfiguration/Rule/DefaultRetention";
    let Some(bucket) = trail.target("S3BucketName") else { return false };
    let policy = &trail.stack.policy;
    let period = |name: &str, days: i64| {
        bucket.property(&format!("{RETENTION}/{name}")).and_then(number).map_or(0, |it| it.saturating_mul(days))
    };
    let mode = bucket.text(&format!("{RETENTION}/Mode"));
    let for_good = policy.floor(Dimension::deletion) >= Protected::POSITION;
    bucket.flag("ObjectLockEnabled") == Known::Is(true)
        && bucket.text("ObjectLockConfiguration/ObjectLockEnabled") == Some("Enabled")
        && (mode == Some("COMPLIANCE") || mode == Some("GOVERNANCE") && !for_good)
        && period("Days", 1) + period("Years", 365) >= policy.floor(Dimension::audit_retention).days().into()
}
