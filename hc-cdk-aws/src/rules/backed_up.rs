//! Which backup plans select a store, and can copy it.

use hc_cdk::{
    rule::{Subject, one_or_many},
    value::Json,
};

use super::{
    acting::{Work, is_of_encryption},
    meant::{About, may_be_some_of, pattern},
    possible::means,
    read::{PLACE, REFERENCE, flat, may_be_of},
};

/// Policies of AWS by which a role copies what AWS Backup knows.
const BY_AWS: &[&str] = &[
    ":policy/AWSBackupFullAccess",
    ":policy/AWSBackupOperatorAccess",
    ":policy/AdministratorAccess",
    ":policy/service-role/AWSBackupServiceRolePolicyForBackup",
];

/// How a store is copied.
struct Copy {
    kind: &'static str,
    /// What it takes; one of these is enough.
    actions: &'static [&'static str],
    /// What stands before its name in its ARN, from the service on.
    called: (&'static str, &'static str),
    /// The property with that name; where there is none, the service gives it.
    name: &'static str,
}

#[rustfmt::skip]
const COPIES: [Copy; 5] = [
    Copy { kind: "AWS::DynamoDB::Table", actions: &["dynamodb:CreateBackup", "dynamodb:StartAwsBackupJob"], called: ("dynamodb", "table/"), name: "TableName" },
    Copy { kind: "AWS::EC2::Volume", actions: &["ec2:CreateSnapshot"], called: ("ec2", "volume/"), name: "" },
    Copy { kind: "AWS::EFS::FileSystem", actions: &["elasticfilesystem:Backup"], called: ("elasticfilesystem", "file-system/"), name: "" },
    Copy { kind: "AWS::RDS::DBCluster", actions: &["rds:CreateDBClusterSnapshot"], called: ("rds", "cluster:"), name: "DBClusterIdentifier" },
    Copy { kind: "AWS::RDS::DBInstance", actions: &["rds:CreateDBSnapshot"], called: ("rds", "db:"), name: "DBInstanceIdentifier" },
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
    let copy = COPIES.iter().find(|it| store.is(it.kind));
    let is_it = |_: &Subject<'_>, to: &Json| {
        store.is_named_by(to) || pattern(to).is_none_or(|to| copy.is_some_and(|it| it.is_meant(store, &to)))
    };
    let about = About { is: &is_it, may_be: &|policy, it| may_be_some_of(policy, it, store), when: &is_of_encryption };
    let by = |actions| {
        let work = Work { service: "backup.amazonaws.com", actions, by_aws: BY_AWS };
        work.is_done_by(selection, "BackupSelection/IamRoleArn", about)
    };
    copy.map_or_else(|| by(&[]), |it| it.actions.chunks(1).any(by))
}

impl Copy {
    /// Whether a pattern of a policy surely means a store. The name that CloudFormation makes begins with that of the stack.
    fn is_meant(&self, store: &Subject<'_>, to: &str) -> bool {
        let parts: Vec<&str> = to.splitn(6, ':').collect();
        let part = |place: usize| parts.get(place).copied().unwrap_or_default();
        let region = if part(3).contains(['*', '?', PLACE]) { part(3) } else { store.stack.region };
        let made = || format!("{}-{REFERENCE}", store.stack.name());
        let name = match self.name {
            "" => REFERENCE.to_string(),
            it => store.property(it).map_or_else(|| Some(made()), flat).unwrap_or_else(|| REFERENCE.to_string()),
        };
        let (service, before) = self.called;
        means(to, &format!("arn:{}:{service}:{region}:{}:{before}{name}", part(1), part(4)))
    }
}
