//! What somebody has to be told of in a clinical system, as tables. Where no clause names a figure, it is ours.

use hc_cdk::control::{Control, hipaa, iso27001, part11};

/// How bad something is, and what to do about it.
#[derive(Debug, Clone, Copy)]
pub struct Words {
    /// What happened.
    pub summary: &'static str,
    /// What to do first.
    pub first_step: &'static str,
    /// 0 is that somebody acts now, 1 that somebody acts today, 2 that somebody looks at it.
    pub severity: u8,
    /// Which clause asks to be told.
    pub clause: Control,
}

/// Which way a figure is beyond its limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beyond {
    /// It is above.
    Above,
    /// It is below.
    Below,
}

/// A figure that is beyond a limit for five minutes.
#[derive(Debug, Clone, Copy)]
pub struct Figure {
    pub(crate) words: Words,
    /// The kind that it is a figure of, and its namespace among the figures of Azure.
    pub(crate) of: (&'static str, &'static str),
    pub(crate) metric: &'static str,
    pub(crate) beyond: Beyond,
    pub(crate) limit: i64,
}

/// A record that a query finds among the logs within five minutes.
#[derive(Debug, Clone, Copy)]
pub struct Record {
    pub(crate) words: Words,
    pub(crate) query: &'static str,
}

const DATABASE: (&str, &str) = ("FlexibleServer", "Microsoft.DBforPostgreSQL/flexibleServers");
const CACHE: (&str, &str) = ("RedisEnterprise", "Microsoft.Cache/redisEnterprise");
const PREMIUM: (&str, &str) = ("Redis", "Microsoft.Cache/redis");
const CLUSTER: (&str, &str) = ("ManagedCluster", "Microsoft.ContainerService/managedClusters");
const GATEWAY: (&str, &str) = ("ApplicationGateway", "Microsoft.Network/applicationGateways");

macro_rules! figures {
    ($($name:ident = $severity:literal $of:ident $metric:literal $beyond:ident $limit:literal, $clause:expr, $summary:literal, $step:literal;)+) => {$(
        #[doc = concat!("`", $summary, "`")]
        pub const $name: Figure = Figure {
            words: Words { summary: $summary, first_step: $step, severity: $severity, clause: $clause },
            of: $of,
            metric: $metric,
            beyond: Beyond::$beyond,
            limit: $limit,
        };
    )+};
}

macro_rules! records {
    ($($name:ident = $severity:literal $query:literal, $clause:expr, $summary:literal, $step:literal;)+) => {$(
        #[doc = concat!("`", $summary, "`")]
        pub const $name: Record = Record {
            words: Words { summary: $summary, first_step: $step, severity: $severity, clause: $clause },
            query: $query,
        };
    )+};
}

figures! {
    DATABASE_IS_DOWN = 0 DATABASE "is_db_alive" Below 1, hipaa::CONTINGENCY_PLAN,
        "a database with health data does not answer", "see whether it moves to its other zone, and fail over if not";
    DATABASE_NEARLY_FULL = 1 DATABASE "storage_percent" Above 90, iso27001::CAPACITY,
        "the disk of a database is nearly full", "see what grows, and let it have more";
    DATABASE_IS_BUSY = 2 DATABASE "cpu_percent" Above 90, iso27001::CAPACITY,
        "a database is busy", "find the statement that takes most";
    CACHE_NEARLY_FULL = 2 CACHE "usedmemorypercentage" Above 90, iso27001::CAPACITY,
        "the memory of a cache is nearly full", "see what grows, and let it have more";
    PREMIUM_CACHE_NEARLY_FULL = 2 PREMIUM "usedmemorypercentage" Above 90, iso27001::CAPACITY,
        "the memory of a cache is nearly full", "see what grows, and let it have more";
    NODES_ARE_BUSY = 2 CLUSTER "node_cpu_usage_percentage" Above 90, iso27001::CAPACITY,
        "the nodes of a cluster are busy", "see whether more of them come, and what takes most";
    PODS_DO_NOT_ANSWER = 0 GATEWAY "UnhealthyHostCount" Above 0, hipaa::CONTINGENCY_PLAN,
        "pods behind the way in do not answer", "see whether the last deployment broke them, and take it back";
}

records! {
    ACCESS_REFUSED = 1 "AzureDiagnostics | where ResourceProvider == 'MICROSOFT.KEYVAULT' and httpStatusCode_d == 403", hipaa::LOGIN_MONITORING,
        "somebody tried to use a key that they may not", "find out who it was and whether they were meant to have the right";
    RIGHTS_CHANGED = 2 "AzureActivity | where OperationNameValue has 'roleAssignments/write' and ActivityStatusValue == 'Success'", hipaa::ACCESS_MODIFICATION,
        "somebody changed who may do what", "see whether the program says so too, and take it back if not";
    KEY_IS_DELETED = 0 "AzureDiagnostics | where ResourceProvider == 'MICROSOFT.KEYVAULT' and OperationName == 'KeyDelete'", hipaa::INTEGRITY,
        "a key of health data was deleted", "recover the key within 90 days";
    RECORDS_ARE_TURNED_OFF = 0 "AzureActivity | where OperationNameValue has 'diagnosticSettings/delete' and ActivityStatusValue == 'Success'", part11::AUDIT_TRAIL,
        "records of who did what are not sent any more", "deploy the stack again, and find out who it was";
}
