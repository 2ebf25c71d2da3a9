//! What a database is asked to be, as values, and what it stands on.

use hc_cdk::{
    dimension::{
        Position,
        availability::{AvailabilityFor, MultiAz},
        backup_retention::BackupRetentionFor,
        deletion::DeletionFor,
    },
    policy::{Dimension, Policy},
    stack::Scope,
    value::{Attr, Value},
};

use super::{engine::Engine, instance_class::InstanceClass};
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
    /// What it follows, if it is a replica.
    pub(super) source: Option<&'a Source>,
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

    /// The user that it begins with: of a secret, as CloudFormation looks it up, or one whose password RDS makes. A replica has those of
    /// what it follows.
    pub(super) fn master(&self) -> Master {
        match self.credentials {
            _ if self.source.is_some() => Master { user: None, password: None, key: None },
            Some(secret) => {
                let (user, password) = (secret.resolved("username"), secret.resolved("password"));
                Master { user: Some(user), password: Some(password), key: None }
            }
            None => Master { user: Some(MASTER_USER.into()), password: None, key: Some(self.asked.key.arn().into()) },
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
    pub(super) identifier: String,
    pub(super) subnets: Value<String>,
    pub(super) group: SecurityGroup,
    pub(super) monitor: Attr<RoleArn>,
}
