//! Rules about what is kept of a database: backups, a second zone, its records, and under whose key.

use hc_cdk::{
    control::{Control, gdpr, hipaa, iso27001, part11, soc2},
    dimension::availability::{MultiAz, MultiRegion},
    policy::Dimension,
    rule::{Known, Must, Subject, asks, at, real_data},
    value::{Json, Value},
};

use super::{
    backed_up::selections,
    clauses::CONFIDENTIAL,
    database::{CLUSTER, EITHER, chain, is_encrypted, of_its_own, origin},
    database_access::{is_engine, parameters},
    read::{is_set, number, number_at, text_at},
    when::customer_key,
};

const BACKED_UP: &[Control] = &[
    hipaa::CONTINGENCY_PLAN,
    hipaa::DATA_BACKUP_PLAN,
    hipaa::DISASTER_RECOVERY,
    soc2::BACKUP_AND_RECOVERY,
    iso27001::BACKUP,
    gdpr::RESTORE,
];

const RECORDED: &[Control] = &[
    hipaa::AUDIT_CONTROLS,
    hipaa::ACTIVITY_REVIEW,
    hipaa::WORKFORCE_AUTHORIZATION,
    hipaa::LOGIN_MONITORING,
    soc2::MONITORING,
    iso27001::LOGGING,
    part11::AUDIT_TRAIL,
];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub DATABASE_HAS_THE_CUSTOMERS_KEY = "DatabaseHasTheCustomersKey" {
        sentence: "storage, insights and a password that AWS manages are encrypted with the customer's key",
        controls: CONFIDENTIAL,
        on: EITHER,
        when: |policy| asks(policy, Dimension::key_custody),
        answers: key_custody,
        must: Must::Judge(|it| of_its_own(it, has_the_customers_key)),
        message: "is not encrypted with a customer-managed key",
        help: "set `StorageEncrypted`, `KmsKeyId` and `MasterUserSecret/KmsKeyId`, or use an `EncryptedDatabase`",
    }

    pub DATABASE_KEEPS_BACKUPS = "DatabaseKeepsBackups" {
        sentence: "backups are kept for as long as the policy asks for",
        controls: BACKED_UP,
        on: EITHER,
        when: |policy| asks(policy, Dimension::backup_retention),
        answers: backup_retention,
        must: Must::Judge(|it| of_its_own(it, |it| {
            backup_days(it) >= i64::from(it.stack.policy.floor(Dimension::backup_retention).days())
        })),
        message: "keeps its backups for less time than the policy asks for",
        help: "set `BackupRetentionPeriod`, or select it in a backup plan that keeps them as long, or use an `EncryptedDatabase`",
    }

    pub DATABASE_IS_RESTORED_IN_TIME = "DatabaseIsRestoredInTime" {
        sentence: "it can be restored to any second of the last days",
        controls: BACKED_UP,
        on: EITHER,
        when: |policy| asks(policy, Dimension::recovery),
        answers: recovery,
        must: Must::Judge(|it| of_its_own(it, |it| own_backup_days(it) > 0)),
        message: "cannot be restored to any second",
        help: "set `BackupRetentionPeriod` to at least a day, or use an `EncryptedDatabase`",
    }

    pub DATABASE_HAS_ZONES = "DatabaseHasZones" {
        sentence: "as many zones are ready to take over as the policy asks for",
        controls: &[hipaa::CONTINGENCY_PLAN, hipaa::EMERGENCY_MODE, soc2::BACKUP_AND_RECOVERY, iso27001::REDUNDANCY],
        on: EITHER,
        when: |policy| asks(policy, Dimension::availability),
        answers: availability,
        must: Must::Judge(|it| of_its_own(it, has_zones)),
        message: "has no second zone to fail over to",
        help: "set `MultiAZ` to true, give a cluster two instances, or use an `EncryptedDatabase`",
    }

    pub DATABASE_RECORDS_STATEMENTS = "DatabaseRecordsStatements" {
        sentence: "every log-in and every reading or changing statement is recorded",
        controls: RECORDED,
        on: EITHER,
        when: real_data,
        must: Must::Judge(|it| of_its_own(it, records_statements)),
        message: "does not record who logs in and what they read and change",
        help: "turn on pgaudit or the audit plugin and the records of connections, or use an `EncryptedDatabase`",
    }

    pub DATABASE_LOGS_HAVE_GROUPS = "DatabaseLogsHaveGroups" {
        sentence: "every log that it exports goes to a group of this program, which is there first",
        controls: RECORDED,
        on: EITHER,
        when: real_data,
        must: Must::Judge(|it| of_its_own(it, logs_have_groups)),
        message: "exports logs to groups that RDS makes: unencrypted, and kept for ever",
        help: "declare a log group `/aws/rds/instance/<identifier>/<log>` that the database waits for, or use an `EncryptedDatabase`",
    }
}

fn has_the_customers_key(database: &Subject<'_>) -> bool {
    let off = |it: &Subject<'_>, path: &str| matches!(it.flag(path), Known::Missing | Known::Is(false));
    // A cluster and its instances have other names for the same.
    let insights = |it: &Subject<'_>| {
        (off(it, "EnablePerformanceInsights") || customer_key(it, "PerformanceInsightsKMSKeyId"))
            && (off(it, "PerformanceInsightsEnabled") || customer_key(it, "PerformanceInsightsKmsKeyId"))
    };
    let Some(origin) = origin(database) else { return false };
    // A replica in the region of what it follows has its key from there.
    is_encrypted(&origin)
        && chain(database).find(|it| !it.lacks("KmsKeyId")).is_some_and(|it| customer_key(&it, "KmsKeyId"))
        && (off(database, "ManageMasterUserPassword") || customer_key(database, "MasterUserSecret/KmsKeyId"))
        && insights(database)
        && members(database).all(|member| insights(&member))
}

/// The instances of a cluster.
fn members<'a>(cluster: &Subject<'a>) -> impl Iterator<Item = Subject<'a>> + use<'a> {
    let cluster = *cluster;
    cluster.users_of("AWS::RDS::DBInstance").filter(move |it| cluster.is_named_in(it, "DBClusterIdentifier"))
}

fn own_backup_days(database: &Subject<'_>) -> i64 {
    database.property("BackupRetentionPeriod").and_then(number).unwrap_or(0)
}

/// For how many days backups are kept where they are kept longest.
fn backup_days(database: &Subject<'_>) -> i64 {
    own_backup_days(database).max(planned_days(database))
}

/// For how many days the backup plans that select a store keep what they keep longest.
pub(super) fn planned_days(store: &Subject<'_>) -> i64 {
    let plans = selections(store).filter_map(|selection| selection.target("BackupPlanId"));
    plans.map(|plan| plan_days(&plan)).max().unwrap_or(0)
}

/// Whether a backup plan that selects a store makes a backup each day.
pub(super) fn is_planned_daily(store: &Subject<'_>) -> bool {
    let mut plans = selections(store).filter_map(|selection| selection.target("BackupPlanId"));
    plans.any(|plan| plan.list("BackupPlan/BackupPlanRule").iter().any(is_daily))
}

/// Whether a rule of a plan comes on every day of a year. One that does not say when does, at five.
fn is_daily(rule: &Json) -> bool {
    const EVERY: [&str; 2] = ["*", "?"];
    let fields =
        |it: &str| Some(it.strip_prefix("cron(")?.strip_suffix(')')?.split_whitespace().map(str::to_owned).collect());
    let schedule: Option<Vec<String>> = match at(rule, "ScheduleExpression") {
        None => return rule.as_object().is_some(),
        Some(expression) => expression.as_text().and_then(fields),
    };
    let is_every = |field: &String| EVERY.contains(&field.as_str());
    schedule.is_some_and(|all| all.len() == 6 && all.iter().skip(2).all(is_every))
}

/// For how many days a plan keeps what it makes each day, where it keeps that longest. What is never deleted is kept longest.
pub(super) fn plan_days(plan: &Subject<'_>) -> i64 {
    plan.list("BackupPlan/BackupPlanRule").iter().filter(|it| is_daily(it)).map(kept_days).max().unwrap_or(0)
}

/// For how many days a rule of a plan, or a copy, keeps what it makes. What is never deleted is kept longest.
pub(super) fn kept_days(rule: &Json) -> i64 {
    match at(rule, "Lifecycle") {
        None if rule.as_object().is_some() => i64::MAX,
        Some(Json::Object(lifecycle)) => {
            lifecycle.get("DeleteAfterDays").map_or(i64::MAX, |it| number(it).unwrap_or(0))
        }
        _ => 0,
    }
}

fn has_zones(database: &Subject<'_>) -> bool {
    let floor = database.stack.policy.floor(Dimension::availability);
    let ready = if database.is(CLUSTER) {
        // Two that ask for the same zone are in one; where none is asked for, RDS puts them into different ones.
        let zones: Vec<_> = members(database).map(|it| it.property("AvailabilityZone")).collect();
        zones.len() > 1 && zones.iter().any(|zone| zone.is_none() || *zone != zones.first().copied().flatten())
    } else {
        database.flag("MultiAZ") == Known::Is(true)
    };
    floor < MultiAz::POSITION || ready && floor < MultiRegion::POSITION
}

fn records_statements(database: &Subject<'_>) -> bool {
    let Some(settings) = parameters(database) else { return false };
    if !members(database).all(|it| records_as_its_cluster(&it)) {
        return false;
    }
    if is_engine(database, "postgres") {
        let words = |name: &str| text_at(settings, name).unwrap_or_default().split(',').map(str::trim);
        let all = ["ddl", "read", "role", "write"];
        let recorded: Vec<&str> = words("pgaudit.log").collect();
        return words("shared_preload_libraries").any(|it| it == "pgaudit")
            && (recorded == ["all"] || all.iter().all(|it| recorded.contains(it)))
            && recorded.iter().all(|it| !it.starts_with('-'))
            && ["log_connections", "log_disconnections"].iter().all(|it| number_at(settings, it) == Some(1));
    }
    exports(database).any(|log| log == Some("audit")) && has_audit_plugin(database)
}

/// Whether an instance of a cluster is told nothing of its own about what is recorded: that would count, and not what the cluster is told.
fn records_as_its_cluster(member: &Subject<'_>) -> bool {
    const TOLD: [&str; 4] = ["log_connections", "log_disconnections", "pgaudit", "server_audit"];
    let group = "DBParameterGroupName";
    member.lacks(group)
        || member.target(group).is_some_and(|it| match it.property("Parameters") {
            None => it.lacks("Parameters"),
            Some(settings) => settings
                .as_object()
                .is_some_and(|all| all.iter().all(|(name, _)| !TOLD.iter().any(|it| name.starts_with(it)))),
        })
}

fn has_audit_plugin(database: &Subject<'_>) -> bool {
    let Some(group) = database.target("OptionGroupName") else { return false };
    group.list("OptionConfigurations").iter().any(|option| {
        let settings = at(option, "OptionSettings").and_then(Json::as_list).unwrap_or_default();
        let are_all = |events: &Json| {
            let events = events.as_text().unwrap_or_default();
            ["CONNECT", "QUERY"].iter().all(|event| events.split(',').any(|it| it.trim() == *event))
        };
        // Whom `SERVER_AUDIT_EXCL_USERS` names is not recorded, and nobody but whom `SERVER_AUDIT_INCL_USERS` does.
        let all = settings.iter().all(|it| text_at(it, "Name").is_some_and(|name| !name.ends_with("CL_USERS")));
        text_at(option, "OptionName") == Some("MARIADB_AUDIT_PLUGIN")
            && all
            && is_set(settings, ("Name", "SERVER_AUDIT_EVENTS"), are_all)
    })
}

fn exports<'a>(database: &Subject<'a>) -> impl Iterator<Item = Option<&'a str>> {
    database.list("EnableCloudwatchLogsExports").iter().map(Json::as_text)
}

fn logs_have_groups(database: &Subject<'_>) -> bool {
    let (place, name) =
        if database.is(CLUSTER) { ("cluster", "DBClusterIdentifier") } else { ("instance", "DBInstanceIdentifier") };
    let Some(identifier) = database.property(name) else { return false };
    // RDS keeps it in small letters.
    let identifier = identifier.as_text().map_or_else(|| identifier.clone(), |it| it.to_ascii_lowercase().into());
    let groups: Vec<_> = database.prerequisites().filter(|it| it.is("AWS::Logs::LogGroup")).collect();
    let mut exports = exports(database).peekable();
    exports.peek().is_some()
        && exports.all(|log| {
            let parts = |log| [format!("/aws/rds/{place}/").into(), identifier.clone(), format!("/{log}").into()];
            let name = log.map(|log| Value::concat(parts(log)));
            name.is_some_and(|name| groups.iter().any(|group| group.property("LogGroupName") == Some(name.json())))
        })
}
