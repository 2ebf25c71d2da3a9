//! Database engines: their versions, ports, logs, and the settings that force TLS and record who did what.
//!
//! A template names a minor version, since a major one alone counts as withdrawn for new databases. Ours is the last but
//! one of those in the schema of 2026; RDS installs later ones by itself.

use hc_cdk::{
    dimension::{Position, tls::Tls13},
    value::{Json, Object},
};

use hc_cdk::{literal::port::Port, port};

/// PostgreSQL on RDS, by major version; minor versions follow by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Postgres {
    /// PostgreSQL 16.
    V16,
    /// PostgreSQL 17.
    V17,
}

/// MySQL on RDS, by major version; minor versions follow by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Mysql {
    /// MySQL 8.4.
    V8_4,
}

/// Aurora for PostgreSQL, by major version; minor versions follow by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum AuroraPostgres {
    /// Compatible with PostgreSQL 16.
    V16,
    /// Compatible with PostgreSQL 17.
    V17,
}

/// An engine of some version: made of [`Postgres`], [`Mysql`] or [`AuroraPostgres`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Engine {
    /// Which engine.
    pub(super) family: Family,
    /// The version as RDS takes it.
    pub(super) version: &'static str,
    /// The family of parameter groups.
    pub(super) parameter_family: &'static str,
}

/// What engines differ by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    PostgresInstance,
    MysqlInstance,
    AuroraCluster,
}

/// An engine of some version.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an engine of a version that is known",
    label = "name one: `Postgres::V17`, `AuroraPostgres::V17` or `Mysql::V8_4`"
)]
pub trait IsEngine {
    /// What is given.
    fn it(self) -> Engine;
}

#[diagnostic::do_not_recommend]
impl<E: Into<Engine>> IsEngine for E {
    fn it(self) -> Engine {
        self.into()
    }
}

impl From<Postgres> for Engine {
    fn from(version: Postgres) -> Self {
        let (version, parameter_family) = match version {
            Postgres::V16 => ("16.14", "postgres16"),
            Postgres::V17 => ("17.10", "postgres17"),
        };
        Self { family: Family::PostgresInstance, version, parameter_family }
    }
}

impl From<Mysql> for Engine {
    fn from(version: Mysql) -> Self {
        let (version, parameter_family) = match version {
            Mysql::V8_4 => ("8.4.10", "mysql8.4"),
        };
        Self { family: Family::MysqlInstance, version, parameter_family }
    }
}

impl From<AuroraPostgres> for Engine {
    fn from(version: AuroraPostgres) -> Self {
        let (version, parameter_family) = match version {
            AuroraPostgres::V16 => ("16.14", "aurora-postgresql16"),
            AuroraPostgres::V17 => ("17.10", "aurora-postgresql17"),
        };
        Self { family: Family::AuroraCluster, version, parameter_family }
    }
}

impl Engine {
    /// The engine's name, as RDS has it.
    pub(super) const fn name(self) -> &'static str {
        match self.family {
            Family::PostgresInstance => "postgres",
            Family::MysqlInstance => "mysql",
            Family::AuroraCluster => "aurora-postgresql",
        }
    }

    /// Whether there is a database of that name before anybody makes one.
    pub(super) fn has_already(self, name: &str) -> bool {
        let own: &[&str] = match self.family {
            Family::PostgresInstance | Family::AuroraCluster => &["postgres", "rdsadmin", "template0", "template1"],
            Family::MysqlInstance => &["information_schema", "innodb", "mysql", "performance_schema", "sys", "tmp"],
        };
        own.iter().any(|it| name.eq_ignore_ascii_case(it))
    }

    /// The port that it listens on.
    pub(super) const fn port(self) -> Port {
        match self.family {
            Family::PostgresInstance | Family::AuroraCluster => port!(5432),
            Family::MysqlInstance => port!(3306),
        }
    }

    /// Every log that it can export. pgaudit writes into the log of PostgreSQL itself.
    pub(super) const fn logs(self) -> &'static [Log] {
        const POSTGRESQL: Log = Log { name: "postgresql", group: "PostgresqlLogs", is_audit: true };

        match self.family {
            Family::PostgresInstance => &[POSTGRESQL, Log { name: "upgrade", group: "UpgradeLogs", is_audit: false }],
            Family::MysqlInstance => &[
                Log { name: "audit", group: "AuditLogs", is_audit: true },
                Log { name: "error", group: "ErrorLogs", is_audit: false },
                Log { name: "general", group: "GeneralLogs", is_audit: false },
                Log { name: "slowquery", group: "SlowQueryLogs", is_audit: false },
            ],
            Family::AuroraCluster => &[POSTGRESQL],
        }
    }

    /// Settings that refuse connections without TLS, below that version too (12 or 13), and record who did what.
    pub(super) fn parameters(self, tls: Position) -> Json {
        let newest_only = tls >= Tls13::POSITION;
        match self.family {
            Family::PostgresInstance | Family::AuroraCluster => Object::new()
                .with("log_connections", "1")
                .with("log_disconnections", "1")
                .with("pgaudit.log", "ddl,read,role,write")
                .with("rds.force_ssl", "1")
                .with("shared_preload_libraries", "pg_stat_statements,pgaudit")
                .with("ssl_min_protocol_version", if newest_only { "TLSv1.3" } else { "TLSv1.2" }),
            // The audit plugin records each connection and statement with its user, so the general log, which repeats
            // the statements without, stays off. MySQL 8.4 speaks no version of TLS below 1.2.
            Family::MysqlInstance => {
                let mut parameters = Object::new()
                    .with("general_log", "0")
                    .with("log_output", "FILE")
                    .with("require_secure_transport", "ON")
                    .with("slow_query_log", "1");
                parameters.put("tls_version", newest_only.then_some("TLSv1.3"));
                parameters
            }
        }
        .into()
    }
}

/// A log that an engine exports.
#[derive(Debug, Clone, Copy)]
pub(super) struct Log {
    /// As RDS calls it.
    pub(super) name: &'static str,
    /// The name of its log group in the construct.
    pub(super) group: &'static str,
    /// Whether it says who did what.
    pub(super) is_audit: bool,
}
