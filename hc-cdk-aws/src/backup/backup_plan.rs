//! A backup plan: an encrypted vault that keeps recovery points for a stated time, and when they are made.
//!
//! By construction recovery points are encrypted with the customer's key, in a vault that is locked against their
//! deletion before their time; copies of them are in another region. Stores put themselves into the plan of their perimeter; nobody has to remember it.
//!
//! Where the policy asks for recovery to any second, that is possible for 35 days, the longest time that there is.
//!
//! Where all data is made up and nothing is asked to stay, as under `Development`, a perimeter makes no plan of its own, and the vault
//! of one that the program makes is not locked: whoever deletes its stack deletes the recovery points first.
//!
//! The lock is in governance mode: whoever IAM policies permit `backup:DeleteBackupVaultLockConfiguration` can lift it.

use std::marker::PhantomData;

use hc_cdk::{
    construct::{Construct, Spec},
    control::hipaa,
    data::Ceiling,
    dimension::{Level, PolicyFloor, backup_retention::BackupRetentionFor, recovery::Hours24},
    model::ConstructRef,
    policy::{Dimension, Policy},
    resource::Made,
    rule::Rule,
    stack::{PhysicalName, Scope, Within},
    value::{Attr, Value},
};

use crate::{
    cfn::{
        backup::{self, backup_plan as property, backup_selection, backup_vault},
        iam,
    },
    emptied::is_passing,
    iam::service_role,
    keys::{IsKey, Key},
    kind::RoleArn,
    position::Deletion,
    rule,
    sentences::BackupPlanNeedsKey,
    stack::Aws,
};

/// A backup plan. `B` is how long its recovery points are kept.
///
/// A [`Perimeter`](crate::perimeter::Perimeter) makes one by itself; this is for one that keeps them longer, or has them copied to
/// another region.
///
/// ```
/// use hc_cdk::{policy::{Hipaa, Production}, dimension::backup_retention::Years7, prelude::*};
/// use hc_cdk_aws::{backup::BackupPlan, prelude::*, region};
///
/// let mut west = Stack::<(Hipaa, Production)>::new("copies", region::UsWest2);
/// let key = west.add("Key", CustomerKey::builder());
/// let copies = west.add("Backups", BackupPlan::builder().key(&key).retention(Years7));
///
/// let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::UsEast1);
/// let key = stack.add("Key", CustomerKey::builder());
/// let plan = BackupPlan::builder().key(&key).copied_to(&copies).build();
/// let plan = stack.add("Backups", plan.retention(Years7));
/// # assert!(App::new("clinic").stack(west).stack(stack).synthesize().is_ok());
/// ```
#[derive(Debug, Clone)]
pub struct BackupPlan<B = PolicyFloor> {
    parts: Parts,
    position: PhantomData<fn() -> B>,
}

hc_cdk::builder! {
    /// What a backup plan is made of.
    pub struct Parts;
    /// A backup plan that is being described.
    pub struct BackupPlanBuilder => BackupPlan;
    needs {
        /// The key that encrypts its recovery points.
        key(key: &(impl IsKey + ?Sized)) -> Key { key.it().clone() }: BackupPlanNeedsKey;
    }
    may {
        /// The plan of another region whose vault has a copy of each recovery point, for as long as this one keeps it.
        copied_to(copies: &(impl IsBackups + ?Sized)) -> Option<Backups> { Some(copies.it().clone()) } = None;
    }
    positions BackupPlan {
        /// How long recovery points are kept, instead of what the policy asks for.
        retention: B,
    }
}

/// A backup plan that a stack has taken.
#[derive(Debug, Clone)]
pub struct Backups {
    /// The plan, what makes recovery points, and where they are kept; nothing where nothing is asked to stay.
    plan: Option<Planned>,
    days: u32,
    continuous: bool,
}

/// What was declared of a plan.
#[derive(Debug, Clone)]
struct Planned {
    /// Its construct, for the data flow.
    this: ConstructRef,
    region: &'static str,
    id: Value<String>,
    role: Attr<RoleArn>,
    vault: Made<backup::BackupVault>,
}

impl Backups {
    /// No plan: a vault with recovery points in it could not be deleted with its stack.
    pub(crate) const fn none() -> Self {
        Self { plan: None, days: 0, continuous: false }
    }

    /// For how many days the plan keeps what it keeps longest.
    pub(crate) fn days(&self) -> u32 {
        self.days
    }

    /// For how many days the plan can restore to any second, if it can at all. AWS Backup sets a database's own retention
    /// to that, and then RDS refuses any other.
    pub(crate) fn continuous_days(&self) -> Option<u32> {
        self.continuous.then_some(CONTINUOUS_DAYS)
    }

    /// Puts a store into the plan, by its ARN.
    pub(crate) fn select(&self, scope: &mut Scope<'_>, store: Value<String>) {
        let Some(Planned { id: plan, role, .. }) = &self.plan else { return };
        scope.resource(
            "Backup",
            backup::BackupSelection {
                backup_plan_id: Some(plan.clone()),
                backup_selection: Some(backup_selection::BackupSelectionResourceType {
                    iam_role_arn: Some(role.clone()),
                    resources: Some(vec![store]),
                    // AWS Backup takes 50 letters, and asks for no two different ones.
                    selection_name: Some(scope.name("-").chars().take(50).collect::<String>().into()),
                    ..Default::default()
                }),
            },
        );
    }
}

impl<B> Spec for BackupPlan<B> {
    type Handle = Backups;
    const KIND: &'static str = "BackupPlan";
    const INVARIANTS: &'static [Rule] =
        &[rule::VAULT_IS_LOCKED, rule::PLAN_KEEPS, rule::PLAN_COPIES_ELSEWHERE, rule::RECORDS_STAY];
}

impl<B: BackupRetentionFor<P>, P: Policy> Construct<P, Aws> for BackupPlan<B> {
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> Backups {
        scope.stands_at(Dimension::backup_retention, B::POSITION);
        let Parts { key, copied_to } = &self.parts;
        let copies = copied_to.as_ref().and_then(|it| it.plan.as_ref());
        if let Some(copies) = copies {
            scope.flow_of(<P::DataCeiling as Ceiling>::HIGHEST, &copies.this);
        }
        declare(key, copies, scope, B::POSITION.days(), is_continuous::<P>(), Deletion::of::<P>())
    }
}

/// The longest time for which AWS Backup can restore to any second.
const CONTINUOUS_DAYS: u32 = 35;

/// Whether data has to be back sooner than a day after a disaster, so that a daily backup alone is too little.
pub(crate) fn is_continuous<P: Policy>() -> bool {
    <P::Recovery as Level>::POSITION > Hours24::POSITION
}

/// Declares a vault and a plan without copies. `continuous` asks for recovery to any second of the last days.
pub(crate) fn alone(key: &Key, scope: &mut Scope<'_>, days: u32, continuous: bool, deletion: Deletion) -> Backups {
    declare(key, None, scope, days, continuous, deletion)
}

fn declare(
    key: &Key,
    copies: Option<&Planned>,
    scope: &mut Scope<'_>,
    days: u32,
    continuous: bool,
    deletion: Deletion,
) -> Backups {
    if let Some(Planned { region, .. }) = copies.filter(|it| it.region == scope.region()) {
        scope.reject(
            Some(hipaa::DISASTER_RECOVERY),
            format!("has its copies in `{region}`, which is its own region"),
            "name the plan of a stack in another region",
        );
    }
    let name = vault_name(scope);
    let vault = scope.resource(
        "Vault",
        backup::BackupVault {
            backup_vault_name: Some(name.into()),
            encryption_key_arn: Some(key.arn().into()),
            lock_configuration: (!is_passing(scope.policy())).then(|| backup_vault::LockConfigurationType {
                min_retention_days: Some(days.min(CONTINUOUS_DAYS).into()),
                ..Default::default()
            }),
            ..Default::default()
        },
    );
    deletion.apply_named(scope, &vault);
    let vault_name: Value<String> = vault.id();
    // A database may ask for any of these days, so whoever can restore to any second can do so for all of them.
    let daily = if continuous { CONTINUOUS_DAYS } else { days.min(CONTINUOUS_DAYS) };
    let mut rules = vec![rule("Daily", "cron(0 3 * * ? *)", &vault_name, daily, continuous, copies)];
    if days > CONTINUOUS_DAYS {
        rules.push(rule("Monthly", "cron(0 4 1 * ? *)", &vault_name, days, false, copies));
    }
    let plan = scope.resource(
        "",
        backup::BackupPlan {
            backup_plan: Some(property::BackupPlanResourceType {
                backup_plan_name: Some(scope.name("-").into()),
                backup_plan_rule: Some(rules),
                ..Default::default()
            }),
            ..Default::default()
        },
    );
    let (id, region) = (plan.get(backup::BackupPlan::BACKUP_PLAN_ID), scope.region());
    let plan = Planned { this: scope.this(), region, id, role: operator(scope), vault };
    Backups { plan: Some(plan), days, continuous }
}

fn rule(
    name: &'static str,
    schedule: &'static str,
    vault: &Value<String>,
    days: u32,
    continuous: bool,
    copies: Option<&Planned>,
) -> property::BackupRuleResourceType {
    let lifecycle = || {
        Some(property::LifecycleResourceType { delete_after_days: Some(f64::from(days).into()), ..Default::default() })
    };
    let copy = |to: &Planned| property::CopyActionResourceType {
        destination_backup_vault_arn: Some(to.vault.get(backup::BackupVault::BACKUP_VAULT_ARN)),
        lifecycle: lifecycle(),
    };
    property::BackupRuleResourceType {
        copy_actions: copies.map(|to| vec![copy(to)]),
        enable_continuous_backup: Some(continuous.into()),
        lifecycle: lifecycle(),
        rule_name: Some(name.into()),
        schedule_expression: Some(schedule.into()),
        target_backup_vault: Some(vault.clone()),
        ..Default::default()
    }
}

/// The role that makes and restores recovery points.
fn operator(scope: &mut Scope<'_>) -> Attr<RoleArn> {
    let policies = ["AWSBackupServiceRolePolicyForBackup", "AWSBackupServiceRolePolicyForRestores"];
    service_role(scope, "Operator", "backup.amazonaws.com", "makes and restores recovery points", &policies)
        .get(iam::Role::ARN)
}

/// A name for the vault: letters, digits and hyphens, 50 at most.
fn vault_name(scope: &Scope<'_>) -> PhysicalName {
    scope.physical_name().cut(50)
}

hc_cdk::takes! {
    #[diagnostic::on_unimplemented(
        message = "this is not a place for copies of backups",
        label = "give what `stack.add` returned for a `BackupPlan` of another region"
    )]
    /// Backups.
    IsBackups: Backups;
}
