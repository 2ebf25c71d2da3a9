//! PostgreSQL that the operator CloudNativePG runs: what it speaks, what it confirms and what it writes down.

use hc_cdk::{
    control::{hipaa, iso27001, part11, soc2},
    rule::{Must, Subject, real_data},
    value::{Json, Object},
};

use super::{operated::has_only, stores::is_confined};

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub SPEAKS_TLS_13 = "SpeaksTls13" {
        sentence: "PostgreSQL speaks no TLS older than 1.3",
        controls: &[
            hipaa::TRANSMISSION_SECURITY,
            hipaa::TRANSMISSION_ENCRYPTION,
            soc2::TRANSMISSION,
            iso27001::NETWORK_SERVICES,
        ],
        on: &["Cluster"],
        when: real_data,
        must: Must::Hold(|it| {
            const LEAST: &str = "ssl_min_protocol_version";
            let twice = |name: &str| name != LEAST && name.eq_ignore_ascii_case(LEAST);
            it.text(&format!("spec/postgresql/parameters/{LEAST}")) == Some("TLSv1.3")
                && is_left_out(it, "ssl")
                && settings(it).is_some_and(|it| !it.iter().any(|(name, _)| twice(name)))
        }),
        message: "speaks TLS that is older than 1.3",
        help: "use a `PostgresCluster`, or set `ssl_min_protocol_version` to `TLSv1.3`",
    }

    pub WRITES_ARE_COPIED = "WritesAreCopied" {
        sentence: "PostgreSQL confirms what is written once another member has it, too",
        controls: &[hipaa::CONTINGENCY_PLAN, hipaa::INTEGRITY, soc2::BACKUP_AND_RECOVERY, iso27001::REDUNDANCY],
        on: &["Cluster"],
        when: real_data,
        must: Must::Hold(|it| {
            let copies = "spec/postgresql/synchronous";
            matches!(it.property(&format!("{copies}/number")), Some(Json::Int(1..)))
                && it.text(&format!("{copies}/dataDurability")) == Some("required")
                && it.property(copies).is_some_and(|it| has_only(it, "", &["dataDurability", "method", "number"]))
                && ["fsync", "full_page_writes", "synchronous_commit"].iter().all(|name| is_left_out(it, name))
        }),
        message: "confirms what only one member has",
        help: "use a `PostgresCluster`, or set `synchronous` to one member at least, and its `dataDurability` to `required`",
    }

    pub STATEMENTS_ARE_AUDITED = "StatementsAreAudited" {
        sentence: "PostgreSQL writes down each statement that reads or changes data, tables and rights, without the values bound to it",
        controls: &[hipaa::AUDIT_CONTROLS, hipaa::ACTIVITY_REVIEW, soc2::MONITORING, iso27001::LOGGING, part11::AUDIT_TRAIL],
        on: &["Cluster"],
        when: real_data,
        must: Must::Hold(is_audited),
        message: "does not write down who reads and changes what",
        help: "use a `PostgresCluster`, or set `pgaudit.log` to `all, -misc`",
    }

    pub DATABASE_IS_CONFINED = "DatabaseIsConfined" {
        sentence: "the pods of PostgreSQL run as a plain user, and beside them only what their operator and their archive bring",
        controls: &[
            hipaa::ACCESS_CONTROL,
            hipaa::MALICIOUS_SOFTWARE,
            soc2::MALICIOUS_SOFTWARE,
            iso27001::PRIVILEGED_ACCESS,
            iso27001::CONFIGURATION,
        ],
        on: &["Cluster"],
        when: real_data,
        must: Must::Hold(|it| {
            is_confined(it) && it.property("spec/enableSuperuserAccess").is_none_or(|it| *it == Json::Bool(false))
        }),
        message: "lets pods of PostgreSQL have rights, run as root, or have something beside them that no rule judges",
        help: "leave out what the construct does not set, and give it the security context of a plain user",
    }
}

/// Whether a setting is as PostgreSQL has it, for which upper case is lower case.
fn is_left_out(store: &Subject<'_>, setting: &str) -> bool {
    settings(store).is_some_and(|it| it.iter().all(|(name, _)| !name.eq_ignore_ascii_case(setting)))
}

fn settings<'a>(store: &Subject<'a>) -> Option<&'a Object> {
    store.property("spec/postgresql/parameters").and_then(Json::as_object)
}

/// Whether nothing is written to logs but what is known to hold no values: whoever logs slow statements logs what is bound to them.
fn logs_no_values(store: &Subject<'_>) -> bool {
    const PLAIN: [&str; 7] = [
        "log_checkpoints",
        "log_connections",
        "log_disconnections",
        "log_lock_waits",
        "pgaudit.log",
        "pgaudit.log_catalog",
        "pgaudit.log_parameter",
    ];
    const LOGGED: [&str; 5] = ["auto_explain", "debug_", "log_", "pgaudit", "pg_stat"];
    let plain = |name: &str| {
        let lower = name.to_ascii_lowercase();
        PLAIN.contains(&name) || !LOGGED.iter().any(|it| lower.starts_with(it))
    };
    settings(store).is_some_and(|it| it.iter().all(|(name, _)| plain(name)))
}

/// What settings may audit or leave out: nothing that reads or changes something is missing.
fn is_audited(store: &Subject<'_>) -> bool {
    const ALL: [&str; 4] = ["ddl", "read", "role", "write"];
    let setting = |name: &str| store.text(&format!("spec/postgresql/parameters/{name}"));
    let classes: Vec<&str> = setting("pgaudit.log").into_iter().flat_map(|it| it.split(',')).map(str::trim).collect();
    let named = |class: &&str| classes.iter().any(|it| it == class || *it == "all");
    let left_out = |class: &&str| classes.iter().any(|it| it.strip_prefix('-') == Some(class) || *it == "-all");
    ALL.iter().all(|class| named(class) && !left_out(class))
        && setting("pgaudit.log_parameter").is_none_or(|it| it == "off")
        && logs_no_values(store)
}
