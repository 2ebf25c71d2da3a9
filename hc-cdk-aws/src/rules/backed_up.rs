//! Which backup plans select a store, and can copy it.

use hc_cdk::{
    rule::{Subject, one_or_many},
    value::Json,
};

use super::{
    acting::{Work, is_of_encryption},
    meant::{About, may_be_some_of},
    read::{REFERENCE, flat, may_be_of},
};

/// Policies of AWS by which a role copies what AWS Backup knows.
const BY_AWS: &[&str] = &[
    ":policy/AWSBackupFullAccess",
    ":policy/AWSBackupOperatorAccess",
    ":policy/AdministratorAccess",
    ":policy/service-role/AWSBackupServiceRolePolicyForBackup",
];

/// What it takes to copy a store, by its kind; one of these is enough.
const COPIES: [(&str, &[&str]); 5] = [
    ("AWS::DynamoDB::Table", &["dynamodb:CreateBackup", "dynamodb:StartAwsBackupJob"]),
    ("AWS::EC2::Volume", &["ec2:CreateSnapshot"]),
    ("AWS::EFS::FileSystem", &["elasticfilesystem:Backup"]),
    ("AWS::RDS::DBCluster", &["rds:CreateDBClusterSnapshot"]),
    ("AWS::RDS::DBInstance", &["rds:CreateDBSnapshot"]),
];

/// The selections of backup plans by which a store is backed up, and which leave nothing out. What a program does not declare may
/// be a plan.
pub(super) fn selections<'a>(store: &Subject<'a>) -> impl Iterator<Item = Subject<'a>> + use<'a> {
    let store = *store;
    store.users_of("AWS::Backup::BackupSelection").filter(move |it| {
        let narrowed = ["NotResources", "Conditions"];
        let narrowed = narrowed.iter().any(|name| it.property(&format!("BackupSelection/{name}")).is_some());
        let plan = it.property("BackupPlanId").is_none_or(|plan| may_be_of(it, plan, &["AWS::Backup::BackupPlan"]));
        is_selected_by(&store, it) && !narrowed && plan && is_copied_by(&store, it)
    })
}

/// Whether a store is in a backup plan.
pub(super) fn is_selected(store: &Subject<'_>) -> bool {
    selections(store).next().is_some()
}

/// What is before the name in the ARN of a store, where that is no slash.
const BEFORE: [(&str, &str); 2] = [("AWS::RDS::DBCluster", ":cluster:"), ("AWS::RDS::DBInstance", ":db:")];

/// Whether a selection has the ARN of a store, which may end in its name.
fn is_selected_by(store: &Subject<'_>, selection: &Subject<'_>) -> bool {
    let before = BEFORE.iter().find(|(kind, _)| store.is(kind)).map_or("/", |(_, before)| before);
    let whole = |arn: String| arn == REFERENCE.to_string() || arn.ends_with(&format!("{before}{REFERENCE}"));
    let is_it = |it: &Json| store.is_named_by(it) && flat(it).is_some_and(whole);
    one_or_many(selection.property("BackupSelection/Resources")).iter().any(is_it)
}

/// Whether the role of a selection lets AWS Backup copy a store. How a store of another kind is copied nobody knows here.
fn is_copied_by(store: &Subject<'_>, selection: &Subject<'_>) -> bool {
    let copies = COPIES.iter().find(|(kind, _)| store.is(kind)).map(|(_, actions)| *actions);
    let is_it = |_: &Subject<'_>, to: &Json| store.is_named_by(to) || flat(to).is_none_or(|it| it.contains('*'));
    let about = About { is: &is_it, may_be: &|policy, it| may_be_some_of(policy, it, store), when: &is_of_encryption };
    let by = |actions| {
        let work = Work { service: "backup.amazonaws.com", actions, by_aws: BY_AWS };
        work.is_done_by(selection, "BackupSelection/IamRoleArn", about)
    };
    copies.map_or_else(|| by(&[]), |copies| copies.chunks(1).any(by))
}
