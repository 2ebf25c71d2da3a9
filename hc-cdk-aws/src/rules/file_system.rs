//! Rules about files that are mounted, and about how they are entered.

use hc_cdk::{
    control::{Control, gdpr, hipaa, iso27001, soc2},
    dimension::{
        availability::{MultiAz, MultiRegion},
        recovery::{Hours1, Hours24},
        tls::Tls13,
    },
    policy::Dimension,
    rule::{Known, Must, Subject, Verdict, asks, at, lacks, one_or_many, real_data},
    value::{Json, Object},
};

use super::{
    backed_up::is_selected,
    clauses::{BACKED_UP, CONFIDENTIAL, ENCRYPTED},
    database_kept::{is_planned_daily, planned_days},
    principal::{Who, guests},
    read::{Actions, denies, is_just, is_plain, text_at, zones},
    when::{customer_key, is_customer_key, regulated},
};

pub(super) const FILES: &[&str] = &["AWS::EFS::FileSystem"];

const ENTERED: &[Control] =
    &[hipaa::ACCESS_CONTROL, hipaa::AUTHENTICATION, soc2::LOGICAL_ACCESS, iso27001::ACCESS_CONTROL];

/// What a client of a file system may be let do.
const CLIENT: [&str; 3] =
    ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientRootAccess", "elasticfilesystem:ClientWrite"];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub EFS_ENCRYPTED = "EFSEncrypted" {
        sentence: "files are encrypted",
        controls: ENCRYPTED,
        on: FILES,
        when: regulated,
        must: Must::True("Encrypted"),
        message: "does not encrypt its files",
        help: "set `Encrypted` to true and `KmsKeyId` to a `CustomerKey`, or use a `FileSystem`",
    }

    pub EFS_IN_BACKUP_PLAN = "EFSInBackupPlan" {
        sentence: "a file system is in a backup plan",
        controls: BACKED_UP,
        on: FILES,
        when: regulated,
        must: Must::Hold(is_selected),
        message: "is in no backup plan",
        help: "name its ARN in an `AWS::Backup::BackupSelection`, or use a `FileSystem`",
    }

    pub FILES_HAVE_THE_CUSTOMERS_KEY = "FilesHaveTheCustomersKey" {
        sentence: "files and their copy are encrypted with the customer's key",
        controls: CONFIDENTIAL,
        on: FILES,
        when: |policy| asks(policy, Dimension::key_custody),
        answers: key_custody,
        must: Must::Hold(|it| {
            it.flag("Encrypted") == Known::Is(true)
                && customer_key(it, "KmsKeyId")
                && copies(it).is_some_and(|all| all.iter().all(|copy| has_its_key(it, copy)))
        }),
        message: "is not encrypted with a customer-managed key, or its copy is not",
        help: "set `Encrypted` to true, and `KmsKeyId` to a `CustomerKey` here and in `ReplicationConfiguration`, or use a `FileSystem`",
    }

    pub FILES_SPEAK_TLS = "FilesSpeakTls" {
        sentence: "files are mounted over TLS 1.2 or newer",
        controls: &[hipaa::ENCRYPTION, hipaa::TRANSMISSION_SECURITY, iso27001::CRYPTOGRAPHY, gdpr::ENCRYPTION],
        on: FILES,
        when: |policy| asks(policy, Dimension::tls),
        answers: tls,
        must: Must::Hold(|it| it.stack.policy.floor(Dimension::tls) < Tls13::POSITION && refuses_all(it, is_plain)),
        message: "can be mounted without TLS, or over TLS 1.2 where the policy asks for a newer one",
        help: "let `FileSystemPolicy` deny `elasticfilesystem:*` if `aws:SecureTransport` is false, or use a `FileSystem`; EFS speaks TLS 1.2",
    }

    pub FILES_ARE_ENTERED_BY_NAME = "FilesAreEnteredByName" {
        sentence: "nobody mounts files without a role, past an access point or as root",
        controls: ENTERED,
        on: FILES,
        when: real_data,
        must: Must::Hold(|it| {
            refuses_all(it, is_past_an_access_point) && refuses(it, &CLIENT[1..2], &|it| it.is_none()) && lets_in_by_name(it)
        }),
        message: "can be mounted without a role, past an access point or as root",
        help: "let `FileSystemPolicy` deny what clients do if `elasticfilesystem:AccessPointArn` is null, and `ClientRootAccess`, or use a `FileSystem`",
    }

    pub ACCESS_POINT_HAS_A_USER = "AccessPointHasAUser" {
        sentence: "an access point has a user of its own, who is not root",
        controls: &[hipaa::ACCESS_CONTROL, soc2::LEAST_PRIVILEGE, iso27001::ACCESS_CONTROL],
        on: &["AWS::EFS::AccessPoint"],
        when: real_data,
        must: Must::Hold(|it| it.text("PosixUser/Uid").and_then(|user| user.parse::<u32>().ok()).is_some_and(|user| user > 0)),
        message: "lets in whoever a client says it is, or root",
        help: "give `PosixUser` a `Uid` from 1 up, or use a `FileSystem`",
    }

    pub FILES_KEEP_BACKUPS = "FilesKeepBackups" {
        sentence: "backups of files are kept for as long as the policy asks for",
        controls: BACKED_UP,
        on: FILES,
        when: |policy| asks(policy, Dimension::backup_retention),
        answers: backup_retention,
        must: Must::Hold(|it| planned_days(it) >= i64::from(it.stack.policy.floor(Dimension::backup_retention).days())),
        message: "keeps its backups for less time than the policy asks for",
        help: "select it in a backup plan that keeps them as long, or use a `FileSystem`",
    }

    pub FILES_ARE_RESTORED_IN_TIME = "FilesAreRestoredInTime" {
        sentence: "files are backed up each day by a plan, and a copy follows them where less than a day's work may be lost",
        controls: BACKED_UP,
        on: FILES,
        when: |policy| asks(policy, Dimension::recovery),
        answers: recovery,
        must: Must::Hold(is_restored_in_time),
        message: "is not backed up each day by a plan of the program, or has no copy to recover from where the policy asks for one",
        help: "select it in a backup plan with a `ScheduleExpression` of each day, and give it a `ReplicationConfiguration`, or use a `FileSystem`; a copy is minutes behind",
    }

    pub FILES_HAVE_ZONES = "FilesHaveZones" {
        sentence: "files are kept and reached in as many zones as the policy asks for",
        controls: &[hipaa::CONTINGENCY_PLAN, hipaa::EMERGENCY_MODE, soc2::BACKUP_AND_RECOVERY, iso27001::REDUNDANCY],
        on: FILES,
        when: |policy| asks(policy, Dimension::availability),
        answers: availability,
        must: Must::Hold(has_zones),
        message: "is kept or reached in too few zones for what the policy asks for",
        help: "leave out `AvailabilityZoneName` and give it mount targets in two subnets, or use a `FileSystem`",
    }

    pub TASK_MOUNTS_BY_ROLE = "TaskMountsByRole" {
        sentence: "files are mounted over TLS, with the role of the task and through an access point",
        controls: ENTERED,
        on: &["AWS::ECS::TaskDefinition"],
        when: real_data,
        must: Must::Judge(mounts_by_role),
        message: "mounts files without TLS, without its role or past an access point",
        help: "set `TransitEncryption`, and `IAM` and `AccessPointId` in `AuthorizationConfig`, or let a `FargateService` connect",
    }
}

/// Where copies of a file system are; nothing if that cannot be read.
fn copies<'a>(files: &Subject<'a>) -> Option<&'a [Json]> {
    const COPIES: &str = "ReplicationConfiguration/Destinations";
    if files.lacks(COPIES) {
        return Some(&[]);
    }
    files.property(COPIES)?.as_list().filter(|all| all.iter().all(|it| it.as_object().is_some()))
}

/// Whether a copy has a key of the customer. One that is made in files that exist already has theirs.
fn has_its_key(files: &Subject<'_>, copy: &Json) -> bool {
    at(copy, "FileSystemId").is_none() && at(copy, "KmsKeyId").is_some_and(|key| is_customer_key(files, key))
}

fn is_restored_in_time(files: &Subject<'_>) -> bool {
    let floor = files.stack.policy.floor(Dimension::recovery);
    let is_copied = copies(files).is_some_and(|all| !all.is_empty());
    is_planned_daily(files) && (floor <= Hours24::POSITION || floor <= Hours1::POSITION && is_copied)
}

/// Whether the policy of the files refuses every action under a condition, to everybody.
fn refuses_all(files: &Subject<'_>, condition: fn(&Object) -> bool) -> bool {
    refuses(files, &CLIENT, &|it| it.is_some_and(condition))
}

/// Whether the policy of the files refuses actions to everybody in one of its statements, under such a condition. It cannot name the
/// files of which it is a part.
fn refuses(files: &Subject<'_>, actions: &[&str], condition: &dyn Fn(Option<&Object>) -> bool) -> bool {
    let actions = Actions { service: "elasticfilesystem", named: actions };
    let whole = |it: &Json| match it.get("Resource") {
        None => true,
        resource => one_or_many(resource).iter().any(|it| it.as_text() == Some("*")),
    };
    let denies = |statement: &Json| whole(statement) && denies(statement, &actions, &condition);
    one_or_many(files.property("FileSystemPolicy/Statement")).iter().any(denies)
}

/// Whether nobody is let in who is not named.
fn lets_in_by_name(files: &Subject<'_>) -> bool {
    guests(files).is_some_and(|guests| !guests.contains(&Who::Everybody))
}

/// Whether nobody deletes the files before their policy is changed.
pub(super) fn refuses_deletion(files: &Subject<'_>) -> bool {
    refuses(files, &["elasticfilesystem:DeleteFileSystem"], &|it| it.is_none())
}

fn is_past_an_access_point(condition: &Object) -> bool {
    is_just(condition, "Null", "elasticfilesystem:AccessPointArn", true)
}

/// Without a zone of its own, EFS keeps files in all zones of a region.
fn has_zones(files: &Subject<'_>) -> bool {
    let floor = files.stack.policy.floor(Dimension::availability);
    let targets = files.users_of("AWS::EFS::MountTarget").filter(|it| files.is_meant_in(it, "FileSystemId"));
    let subnets = targets.filter_map(|it| it.property("SubnetId"));
    let several = files.property("AvailabilityZoneName").is_none() && zones(files, subnets) > 1;
    floor < MultiAz::POSITION || floor < MultiRegion::POSITION && several
}

fn mounts_by_role(task: &Subject<'_>) -> Verdict {
    const FILES: &str = "EFSVolumeConfiguration";
    let volumes = one_or_many(task.property("Volumes")).iter();
    let mut mounted = volumes.filter(|it| !lacks(it, FILES)).peekable();
    let right = |it: &Json| {
        text_at(it, &format!("{FILES}/TransitEncryption")) == Some("ENABLED")
            && text_at(it, &format!("{FILES}/AuthorizationConfig/IAM")) == Some("ENABLED")
            && at(it, &format!("{FILES}/AuthorizationConfig/AccessPointId")).is_some()
    };
    if mounted.peek().is_none() { Verdict::NotApplicable } else { Verdict::of(mounted.all(right)) }
}
