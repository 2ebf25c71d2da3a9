//! What a database is asked to be, as values, and what it stands on.

use hc_cdk::{
    dimension::{
        Position,
        availability::{AvailabilityFor, MultiAz},
        backup_retention::BackupRetentionFor,
        deletion::DeletionFor,
    },
    policy::{Dimension, Policy},
    stack::{PhysicalName, Scope},
    value::{Attr, Value},
};

use super::{engine::Engine, instance_class::InstanceClass, snapshot::Snapshot};
use crate::{
    audit::Logs,
    backup::Backups,
    keys::Key,
    kind::RoleArn,
    network::{Network, SecurityGroup},
    parameters::StorageGib,
    perimeter::Perimeter,
    position::{Deletion, tls},
    secrets::SecretHandle,
};

/// The name of that user whose password RDS makes.
const MASTER_USER: &str = "administrator";

/// The seconds between two measurements of the operating system.
pub(super) const MONITORING_SECONDS: u32 = 60;

/// The longest time for which RDS keeps its own backups, in days.
pub(super) const OWN_BACKUP_DAYS: u32 = 35;

/// What is asked for, as values.
#[derive(Debug)]
pub(super) struct Request<'a> {
    pub(super) asked: Asked<'a>,
    pub(super) engine: Engine,
    pub(super) class: &'a Value<InstanceClass>,
    pub(super) storage_gib: Option<&'a Value<StorageGib>>,
    pub(super) credentials: Option<&'a SecretHandle>,
    pub(super) beginning: Beginning<'a>,
    /// Whether it may be taken to another major version.
    pub(super) is_upgraded: bool,
    pub(super) database_name: &'static str,
}

/// What is asked of every database: by its perimeter, its positions and the policy.
#[derive(Debug)]
pub(super) struct Asked<'a> {
    pub(super) network: &'a Network,
    pub(super) key: &'a Key,
    pub(super) backups: &'a Backups,
    pub(super) logs: Logs<'a>,
    /// How those logs are kept that say who did what.
    pub(super) audit: Logs<'a>,
    pub(super) availability: Position,
    pub(super) backup_days: u32,
    pub(super) deletion: Deletion,
    pub(super) tls: Position,
}

impl<'a> Asked<'a> {
    /// What the types come to, and what the scope is told of the positions.
    pub(super) fn of<D, A, B, X, P>(scope: &mut Scope<'_>, perimeter: &'a Perimeter<D>) -> Self
    where
        A: AvailabilityFor<P>,
        B: BackupRetentionFor<P>,
        X: DeletionFor<P>,
        P: Policy,
    {
        scope.stands_at(Dimension::availability, A::POSITION);
        scope.stands_at(Dimension::backup_retention, B::POSITION);
        scope.stands_at(Dimension::deletion, X::POSITION);
        Self {
            network: &perimeter.network,
            key: &perimeter.key,
            backups: &perimeter.backups,
            logs: Logs::of::<P>(&perimeter.key),
            audit: Logs::of_audit::<P>(&perimeter.key),
            availability: A::POSITION,
            backup_days: B::POSITION.days(),
            deletion: Deletion::at::<P, X>(),
            tls: tls::<P>(),
        }
    }
}

/// What a database begins with.
#[derive(Debug, Clone, Copy)]
pub(super) enum Beginning<'a> {
    /// Nothing.
    Empty,
    /// What was in another one, with its users and its key.
    Restored(&'a Snapshot),
    /// What is in another one, which it follows, with its users and its key.
    Follows(&'a Source),
}

/// The database that a replica follows.
#[derive(Debug)]
pub(super) struct Source {
    /// Its ARN.
    pub(super) instance: Value<String>,
    /// Its region, if it is another one.
    pub(super) elsewhere: Option<&'static str>,
}

impl Request<'_> {
    /// Whether the loss of a zone is to be survived.
    pub(super) fn several_zones(&self) -> bool {
        self.asked.availability >= MultiAz::POSITION
    }

    /// For how many days RDS keeps its own backups.
    pub(super) fn own_backup_days(&self) -> u32 {
        self.asked.backups.continuous_days().unwrap_or(self.asked.backup_days.clamp(1, OWN_BACKUP_DAYS))
    }

    /// Whether it begins with nothing.
    pub(super) fn is_new(&self) -> bool {
        matches!(self.beginning, Beginning::Empty)
    }

    /// The snapshot that it is restored from.
    pub(super) fn snapshot(&self) -> Option<&Snapshot> {
        if let Beginning::Restored(snapshot) = self.beginning { Some(snapshot) } else { None }
    }

    /// The version that it is made with, or taken to. What is restored has that of its snapshot, which may be a later minor one.
    pub(super) fn version(&self) -> Option<Value<String>> {
        (self.is_new() || self.snapshot().is_some() && self.is_upgraded).then(|| self.engine.version.into())
    }

    /// The user that it begins with: of a secret, as CloudFormation looks it up, or one whose password RDS makes. A replica has those of
    /// what it follows. What is restored has the user of its snapshot, who gets another password.
    pub(super) fn master(&self) -> Master {
        let user = |name: Value<String>| self.is_new().then_some(name);
        match self.credentials {
            _ if matches!(self.beginning, Beginning::Follows(_)) => Master { user: None, password: None, key: None },
            Some(secret) => {
                let password = Some(secret.resolved("password"));
                Master { user: user(secret.resolved("username")), password, key: None }
            }
            None => Master { user: user(MASTER_USER.into()), password: None, key: Some(self.asked.key.arn().into()) },
        }
    }

    /// The logs to export, as RDS names them.
    pub(super) fn log_exports(&self) -> Vec<Value<String>> {
        self.engine.logs().iter().map(|log| log.name.into()).collect()
    }
}

/// The user that a database begins with, to whom it belongs.
pub(super) struct Master {
    pub(super) user: Option<Value<String>>,
    /// His password, if RDS does not make it.
    pub(super) password: Option<Value<String>>,
    /// What encrypts his password, if RDS makes it.
    pub(super) key: Option<Value<String>>,
}

/// What a database stands on.
#[derive(Debug)]
pub(super) struct Surroundings {
    pub(super) identifier: PhysicalName,
    pub(super) subnets: Value<String>,
    pub(super) group: SecurityGroup,
    pub(super) monitor: Attr<RoleArn>,
}
