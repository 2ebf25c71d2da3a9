//! Rules about what stays behind when it leaves the program, and about backup plans and their vaults.

use hc_cdk::{
    control::{Control, gdpr, hipaa, iso27001, part11, soc2},
    dimension::deletion::{Protected, Retained},
    model::Role,
    policy::Dimension,
    rule::{Known, Must, Subject, Verdict, asks, at},
    value::Json,
};

use super::{
    database::is_member,
    database_kept::{kept_days, plan_days},
    file_system::refuses_deletion,
    read::{flat, is_inside, number},
    when::customer_key,
};

pub(super) const KEPT: &[Control] =
    &[hipaa::INTEGRITY, soc2::BACKUP_AND_RECOVERY, iso27001::RECORDS, part11::PROTECTION];

const BACKED_UP: &[Control] = &[
    hipaa::DATA_BACKUP_PLAN,
    hipaa::CONTINGENCY_PLAN,
    hipaa::DISASTER_RECOVERY,
    soc2::BACKUP_AND_RECOVERY,
    iso27001::BACKUP,
    gdpr::RESTORE,
];

/// The longest time for which AWS Backup can restore to any second, and for which a vault locks what it has. What is kept
/// longer is kept by rules of the plan.
const DAILY: i64 = 35;

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub STORE_STAYS = "StoreStays" {
        sentence: "where the policy asks for it, it stays behind when it leaves the program, and refuses to be deleted by hand with what it holds",
        controls: KEPT,
        on: &[
            "AWS::DynamoDB::Table",
            "AWS::EFS::FileSystem",
            "AWS::RDS::DBCluster",
            "AWS::RDS::DBInstance",
            "AWS::Redshift::Cluster",
            "AWS::S3::Bucket",
            "AWS::SQS::Queue",
        ],
        when: |policy| asks(policy, Dimension::deletion),
        answers: deletion,
        must: Must::Judge(stays_and_is_protected),
        message: "is lost too easily for what the policy asks for",
        help: "set `DeletionPolicy` and `UpdateReplacePolicy` to `Retain` or `Snapshot`, and turn on its protection if it has one; what has none somebody signs for",
    }

    pub RECORDS_STAY = "RecordsStay" {
        sentence: "it stays behind when it leaves the program",
        controls: KEPT,
        on: &["AWS::Backup::BackupVault", "AWS::ECR::Repository", "AWS::KMS::Key", "AWS::Logs::LogGroup", "AWS::SecretsManager::Secret"],
        when: |policy| policy.floor(Dimension::deletion) >= Retained::POSITION,
        must: Must::Hold(|it| stays(it, &["Retain"])),
        message: "is deleted with its stack",
        help: "set `DeletionPolicy` and `UpdateReplacePolicy` to `Retain`",
    }

    pub VAULT_IS_LOCKED = "VaultIsLocked" {
        sentence: "recovery points are encrypted with the customer's key, and locked for as long as the policy asks for, up to 35 days",
        controls: BACKED_UP,
        on: &["AWS::Backup::BackupVault"],
        when: |policy| asks(policy, Dimension::backup_retention),
        must: Must::Hold(|it| {
            let floor = i64::from(it.stack.policy.floor(Dimension::backup_retention).days()).min(DAILY);
            let locked = it.property("LockConfiguration/MinRetentionDays").and_then(number);
            locked.is_some_and(|days| days >= floor) && customer_key(it, "EncryptionKeyArn")
        }),
        message: "does not lock its recovery points, or does not encrypt them with a customer-managed key",
        help: "set `MinRetentionDays` in `LockConfiguration`, and `EncryptionKeyArn`, or use a `BackupPlan`",
    }

    pub PLAN_KEEPS = "PlanKeeps" {
        sentence: "the plan keeps recovery points for as long as the policy asks for",
        controls: BACKED_UP,
        on: &["AWS::Backup::BackupPlan"],
        when: |policy| asks(policy, Dimension::backup_retention),
        must: Must::Hold(|it| plan_days(it) >= i64::from(it.stack.policy.floor(Dimension::backup_retention).days())),
        message: "keeps recovery points for less time than the policy asks for",
        help: "give a rule of the plan a `Lifecycle` with as many days, or use a `BackupPlan`",
    }

    pub PLAN_COPIES_ELSEWHERE = "PlanCopiesElsewhere" {
        sentence: "what a plan copies is in a vault of another region, and is kept there for as long as what it is a copy of",
        controls: BACKED_UP,
        on: &["AWS::Backup::BackupPlan"],
        when: |policy| asks(policy, Dimension::backup_retention),
        must: Must::Judge(copies_elsewhere),
        message: "has copies in its own region, in a vault that nobody knows, or for less time than what they are copies of",
        help: "name the vault of a stack in another region, with the same `Lifecycle`, or use `.copied_to(..)` of a `BackupPlan`",
    }
}

/// Without copies there is nothing to say. What cannot be read may have some.
fn copies_elsewhere(plan: &Subject<'_>) -> Verdict {
    let rules = plan.list("BackupPlan/BackupPlanRule");
    let hidden =
        |rule: &Json| rule.as_object().is_none() || at(rule, "CopyActions").is_some_and(|it| it.as_list().is_none());
    if rules.is_empty() || rules.iter().any(hidden) {
        return Verdict::Broken;
    }
    if rules.iter().all(|rule| copies(rule).is_empty()) {
        return Verdict::NotApplicable;
    }
    let is_elsewhere = |copy: &Json| {
        let Some(vault) = at(copy, "DestinationBackupVaultArn") else { return false };
        match plan.referred(vault) {
            Some(it) => it.is("AWS::Backup::BackupVault") && it.stack.region != plan.stack.region,
            None => flat(vault).is_some_and(|arn| is_of_another_region(&arn, plan.stack.region)),
        }
    };
    let fine = |rule: &Json| {
        let days = kept_days(rule);
        copies(rule).iter().all(|copy| days > 0 && is_elsewhere(copy) && kept_days(copy) >= days)
    };
    Verdict::of(rules.iter().all(fine))
}

/// Whether that is the ARN of a vault, and names another region than this one.
fn is_of_another_region(arn: &str, here: &str) -> bool {
    let parts: Vec<&str> = arn.split(':').collect();
    let [_, _, "backup", region, _, "backup-vault", name] = parts.as_slice() else { return false };
    let is_known = region.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-');
    !name.is_empty() && !region.is_empty() && *region != here && is_known
}

fn copies(rule: &Json) -> &[Json] {
    at(rule, "CopyActions").and_then(Json::as_list).unwrap_or_default()
}

/// Whether it is kept, in one of these ways, when it leaves the program and when it is replaced.
pub(super) fn stays(subject: &Subject<'_>, ways: &[&str]) -> bool {
    let kept = |option: &str| subject.resource.options.get(option).and_then(Json::as_text);
    let floor = subject.stack.policy.floor(Dimension::deletion);
    // What goes with a first deployment that fails has been in use by nobody.
    let leaves = match kept("DeletionPolicy") {
        Some("RetainExceptOnCreate") => Some("Retain"),
        way => way,
    };
    floor < Retained::POSITION
        || [leaves, kept("UpdateReplacePolicy")].iter().all(|it| it.is_some_and(|way| ways.contains(&way)))
}

fn stays_and_is_protected(store: &Subject<'_>) -> Verdict {
    let passing = store.is("AWS::SQS::Queue") && !is_inside(store, Role::Store);
    if passing || is_member(store) {
        return Verdict::NotApplicable;
    }
    let protected = match store.kind() {
        "AWS::RDS::DBCluster" | "AWS::RDS::DBInstance" => store.flag("DeletionProtection") == Known::Is(true),
        "AWS::DynamoDB::Table" => store.flag("DeletionProtectionEnabled") == Known::Is(true),
        "AWS::EFS::FileSystem" => refuses_deletion(store),
        // A bucket with something in it cannot be deleted; the others can, with all that they hold.
        kind => kind == "AWS::S3::Bucket",
    };
    let asked = store.stack.policy.floor(Dimension::deletion) >= Protected::POSITION;
    Verdict::of(stays(store, &["Retain", "Snapshot"]) && (!asked || protected))
}
