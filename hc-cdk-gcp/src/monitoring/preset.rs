//! What somebody has to be told of in a clinical system, as a table. Where no clause names a figure, it is ours.

use hc_cdk::control::{Control, hipaa, iso27001, part11};

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// Somebody acts now.
    Critical,
    /// Somebody acts today.
    Error,
    /// Somebody looks at it.
    Warning,
}

impl Severity {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Critical => "CRITICAL",
            Self::Error => "ERROR",
            Self::Warning => "WARNING",
        }
    }
}

/// Something that somebody has to be told of.
#[derive(Debug, Clone, Copy)]
pub struct Cause {
    /// What happened.
    pub summary: &'static str,
    /// What to do first.
    pub first_step: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// How it is known.
    pub condition: Condition,
    /// Which clause asks to be told.
    pub clause: Control,
}

/// How something is known.
#[derive(Debug, Clone, Copy)]
pub enum Condition {
    /// A record that a filter finds among the logs.
    Logged(&'static str),
    /// A figure of Cloud Monitoring that is above a limit for some minutes: its filter, the limit, and the minutes.
    Above(&'static str, f64, u32),
    /// The same below a limit.
    Below(&'static str, f64, u32),
    /// An expression of `PromQL` on what the pods export, and for how many minutes it holds.
    Expression(&'static str, u32),
}

macro_rules! presets {
    ($($name:ident = $severity:ident $condition:expr, $clause:expr, $summary:literal, $step:literal;)+) => {$(
        #[doc = concat!("`", $summary, "`")]
        pub const $name: Cause = Cause {
            summary: $summary,
            first_step: $step,
            severity: Severity::$severity,
            condition: $condition,
            clause: $clause,
        };
    )+};
}

presets! {
    ACCESS_REFUSED = Error
        Condition::Logged("logName:\"cloudaudit.googleapis.com\" AND protoPayload.status.code=7"), hipaa::LOGIN_MONITORING,
        "somebody tried to get at what they may not", "find out who it was and whether they were meant to have the right";
    RIGHTS_CHANGED = Warning
        Condition::Logged("logName:\"cloudaudit.googleapis.com\" AND protoPayload.methodName:\"SetIamPolicy\""), hipaa::ACCESS_MODIFICATION,
        "somebody changed who may do what", "see whether the program says so too, and take it back if not";
    KEY_IS_DESTROYED = Critical
        Condition::Logged("protoPayload.serviceName=\"cloudkms.googleapis.com\" AND protoPayload.methodName:\"DestroyCryptoKeyVersion\""), hipaa::INTEGRITY,
        "a key of health data is about to be destroyed", "restore the version of the key within 30 days";
    RECORDS_ARE_LOST = Critical
        Condition::Above("metric.type=\"logging.googleapis.com/exports/error_count\" AND resource.type=\"logging_sink\"", 0.0, 5), part11::AUDIT_TRAIL,
        "records of who did what do not reach their bucket", "see why the sink may not write to it";
    DATABASE_IS_DOWN = Critical
        Condition::Below("metric.type=\"cloudsql.googleapis.com/database/up\" AND resource.type=\"cloudsql_database\"", 1.0, 2), hipaa::CONTINGENCY_PLAN,
        "a database with health data does not answer", "see whether it moves to its other zone, and fail over if not";
    DATABASE_NEARLY_FULL = Error
        Condition::Above("metric.type=\"cloudsql.googleapis.com/database/disk/utilization\" AND resource.type=\"cloudsql_database\"", 0.9, 15), iso27001::CAPACITY,
        "the disk of a database is nearly full", "see what grows, and let it have more";
    DATABASE_IS_BUSY = Warning
        Condition::Above("metric.type=\"cloudsql.googleapis.com/database/cpu/utilization\" AND resource.type=\"cloudsql_database\"", 0.9, 15), iso27001::CAPACITY,
        "a database is busy", "find the statement that takes most";
    CACHE_NEARLY_FULL = Warning
        Condition::Above("metric.type=\"redis.googleapis.com/stats/memory/usage_ratio\" AND resource.type=\"redis_instance\"", 0.9, 15), iso27001::CAPACITY,
        "the memory of a cache is nearly full", "see what grows, and let it have more";
    MODEL_IS_WRONG = Critical
        Condition::Expression("sum(rate(decisions_wrong_total[1h])) / sum(rate(decisions_checked_total[1h])) > 0.1", 15), part11::VALIDATION,
        "a model is wrong in more than a tenth of what was checked", "take the model out of use";
    DECISION_WITHOUT_RECORD = Critical
        Condition::Expression("increase(decisions_without_record_total[5m]) > 0", 0), part11::AUDIT_TRAIL,
        "a model decided, and nobody can read what", "take the model out of use, and find out what it decided";
}
