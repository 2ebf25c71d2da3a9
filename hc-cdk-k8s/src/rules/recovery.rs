//! What is there after a disaster: copies in another region, and backups that were read back.

use hc_cdk::{
    control::{gdpr, hipaa, iso27001, soc2},
    policy::Dimension,
    rule::{Must, Subject, Verdict, real_data},
    value::Json,
};

use super::{
    backups::every_minutes,
    floors::{LEFT_OUT, VELERO, hours},
    operated::has_only,
    read::{is, items, named, namespace_name},
    stores::{is_https, is_own_key},
};
use crate::bucket::google_key_place;

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub COPIES_ARE_ENCRYPTED = "CopiesAreEncrypted" {
        sentence: "copies of what a cluster has go over TLS, and the objects among them are encrypted with a key of the customer's own",
        controls: &[hipaa::ENCRYPTION, soc2::CONFIDENTIALITY, iso27001::CRYPTOGRAPHY, gdpr::ENCRYPTION],
        on: &["BackupStorageLocation"],
        when: real_data,
        must: Must::Hold(|it| {
            // What else can be said sends copies elsewhere, or by other means.
            let (known, key, is_key): (&[&str], _, fn(&Json) -> bool) = match it.text("spec/provider") {
                Some("velero.io/aws") => {
                    (&["kmsKeyId", "region", "s3ForcePathStyle", "s3Url"], "spec/config/kmsKeyId", is_own_key)
                }
                // Google's plugin speaks to Google, over TLS, and to nobody else.
                Some("velero.io/gcp") => (&["kmsKeyName", "serviceAccount"], "spec/config/kmsKeyName", is_google_key),
                _ => return false,
            };
            let object = &it.resource.properties;
            has_only(object, "spec", &["accessMode", "config", "objectStorage", "provider"])
                && has_only(object, "spec/config", known)
                && it.property("spec/config/s3Url").is_none_or(is_https)
                && it.property(key).is_some_and(is_key)
        }),
        message: "copies objects without a key of the customer's own, or without TLS",
        help: "use a `BackupLocation`, which has a key",
    }

    pub NAMESPACE_IS_COPIED = "NamespaceIsCopied" {
        sentence: "what a namespace has and what its pods keep is copied to a place of the app every day, without secrets, and kept as long as the policy asks for",
        controls: &[hipaa::DATA_BACKUP_PLAN, hipaa::DISASTER_RECOVERY, soc2::BACKUP_AND_RECOVERY, iso27001::BACKUP, gdpr::RESTORE],
        on: &["Schedule"],
        when: real_data,
        must: Must::Judge(|it| match it.property("spec/template/storageLocation") {
            Some(_) => Verdict::of(is_copied(it)),
            None => Verdict::NotApplicable,
        }),
        message: "copies a namespace in part, more rarely than every day, with its secrets, or not for long enough",
        help: "use a `NamespaceCopies`",
    }

    pub BACKUPS_ARE_READ_BACK = "BackupsAreReadBack" {
        sentence: "once a month at least, the newest backup of a store is read back and looked at, and whoever takes longer than is said has failed",
        controls: &[hipaa::CONTINGENCY_TESTING, soc2::RECOVERY_TESTING, iso27001::BACKUP, gdpr::RESTORE],
        on: &["CronJob"],
        when: real_data,
        must: Must::Judge(|it| if restores(it) { Verdict::of(is_tested(it)) } else { Verdict::NotApplicable }),
        message: "reads backups back more rarely than once a month, or for as long as it takes, or by another program",
        help: "use a `RestoreTest`",
    }
}

/// Whether a value names a key of Cloud KMS: Google names none of its own.
fn is_google_key(key: &Json) -> bool {
    match key {
        Json::Text(key) => google_key_place(key).is_some(),
        Json::Token(_) => true,
        _ => false,
    }
}

fn is_copied(schedule: &Subject<'_>) -> bool {
    const KNOWN: [&str; 6] =
        ["excludedResources", "includedNamespaces", "snapshotMoveData", "snapshotVolumes", "storageLocation", "ttl"];
    let Some(template) = schedule.property("spec/template") else { return false };
    let zones = items(template, &["includedNamespaces"]);
    let days = u64::from(schedule.stack.policy.floor(Dimension::backup_retention).days());
    // With others, copies may go with what has them made.
    has_only(&schedule.resource.properties, "spec", &["paused", "schedule", "template"])
        && has_only(template, "", &KNOWN)
        && schedule.text("metadata/namespace") == Some(VELERO)
        && named(schedule, template.get("storageLocation"), "BackupStorageLocation").is_some_and(|it| takes_copies(&it))
        && !zones.is_empty()
        && zones.iter().all(|it| named(schedule, Some(it), "Namespace").is_some_and(|it| is_whole(&it)))
        && matches!(items(template, &["excludedResources"]), [only] if only.as_text() == Some("secrets"))
        && is(template, &["snapshotMoveData"], true)
        && is(template, &["snapshotVolumes"], true)
        && schedule.property("spec/paused").is_none_or(|it| *it == Json::Bool(false))
        && schedule.text("spec/schedule").and_then(every_minutes).is_some()
        && hours(schedule) >= Some(days * 24)
}

/// Whether Velero writes to a place.
fn takes_copies(place: &Subject<'_>) -> bool {
    place.property("spec/accessMode").is_none_or(|it| it.as_text() == Some("ReadWrite"))
}

/// Whether nothing in a namespace, and nothing that is made of it, says that it is left out.
fn is_whole(zone: &Subject<'_>) -> bool {
    let name = zone.text("metadata/name");
    let mut referring = zone.users().filter(|it| zone.is_named_in(it, "metadata/namespace"));
    let mut naming = zone.of_stack().filter(|it| namespace_name(it) == name);
    let is_left_out = |it: &Subject<'_>| is_left_out(&it.resource.properties);
    !is_left_out(zone) && !referring.any(|it| is_left_out(&it)) && !naming.any(|it| is_left_out(&it))
}

/// Whether an object has that label, or what is made of it.
fn is_left_out(json: &Json) -> bool {
    match json {
        Json::Object(members) => members.iter().any(|(name, it)| name == LEFT_OUT || is_left_out(it)),
        Json::List(items) => items.iter().any(is_left_out),
        _ => false,
    }
}

/// The words of the command of a job that is done again and again.
fn words<'a>(job: &Subject<'a>) -> &'a [Json] {
    let containers =
        items(&job.resource.properties, &["spec", "jobTemplate", "spec", "template", "spec", "containers"]);
    containers.first().map_or(&[], |it| items(it, &["command"]))
}

fn restores(job: &Subject<'_>) -> bool {
    const TOOLS: [&str; 4] = ["barman-cloud-restore", "pbm restore", r#""pbm", "restore""#, "/_restore"];
    words(job).iter().any(|it| it.as_text().is_some_and(|it| TOOLS.iter().any(|tool| it.contains(tool))))
}

/// The programs that read a backup back, of PostgreSQL, MongoDB and Elasticsearch: each finds the newest one, restores it, up to the end of the
/// log if there is one, and looks at each table, collection or index. A rule that takes parts of one for the whole would take comments, too.
pub(crate) const RESTORE: &[&str] = &["python3", "-c", include_str!("../recovery/restore.py")];
pub(crate) const RESTORE_MONGO: &[&str] = &["python3", "-c", include_str!("../recovery/restore_mongo.py")];
pub(crate) const RESTORE_SEARCH: &[&str] = &["python3", "-c", include_str!("../recovery/restore_search.py")];

fn is_tested(job: &Subject<'_>) -> bool {
    let often = |it: &str| {
        let [minute, hour, day, "*", "*"] = *it.split(' ').collect::<Vec<_>>() else { return false };
        // A month without that day has no test.
        [minute, hour].iter().all(|it| it.parse::<u32>().is_ok())
            && (day == "*" || day.parse::<u32>().is_ok_and(|it| (1..=28).contains(&it)))
    };
    let is = |program: &[&'static str]| words(job).iter().map(Json::as_text).eq(program.iter().copied().map(Some));
    [RESTORE, RESTORE_MONGO, RESTORE_SEARCH].into_iter().any(is)
        && job.text("spec/schedule").is_some_and(often)
        && ["spec/suspend", "spec/jobTemplate/spec/suspend"]
            .iter()
            .all(|path| job.property(path).is_none_or(|it| *it == Json::Bool(false)))
        // Schedules are looked at every ten seconds: what has less time than that to begin may never do.
        && matches!(job.property("spec/startingDeadlineSeconds"), None | Some(Json::Int(10..)))
        && matches!(job.property("spec/jobTemplate/spec/parallelism"), None | Some(Json::Int(1..)))
        && matches!(job.property("spec/jobTemplate/spec/activeDeadlineSeconds"), Some(Json::Int(1..)))
}
