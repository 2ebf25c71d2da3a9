//! Databases on Cloud SQL.

use hc_cdk::{
    control::{Control, gdpr, hipaa, iso27001, part11, soc2},
    dimension::{
        availability::{MultiAz, MultiRegion},
        deletion::{Protected, Retained},
        recovery::Minutes5,
        tls::Tls12,
    },
    policy::Dimension,
    rule::{Must, Subject, asks, real_data},
    value::Json,
};

use super::{
    kinds::is_so,
    read::{annotation, items, named, number, project, referred, text},
};
use crate::names::{ABANDON, DELETION};

/// What a database on Cloud SQL is told beside what it is: whom it asks, and what it records.
pub(crate) const FLAGS: [(&str, &str); 5] = [
    ("cloudsql.enable_pgaudit", "on"),
    ("cloudsql.iam_authentication", "on"),
    ("log_connections", "on"),
    ("log_disconnections", "on"),
    ("pgaudit.log", "ddl,read,role,write"),
];

/// The versions of PostgreSQL that are mended, of which it is known how they are told.
pub(crate) const VERSIONS: [&str; 3] = ["POSTGRES_15", "POSTGRES_16", "POSTGRES_17"];

const BACKUPS: &[Control] = &[hipaa::DATA_BACKUP_PLAN, soc2::BACKUP_AND_RECOVERY, iso27001::BACKUP, gdpr::RESTORE];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub SQL_HAS_THE_CUSTOMERS_KEY = "SqlHasTheCustomersKey" {
        sentence: "a database on Cloud SQL is encrypted with a key of the app",
        controls: &[hipaa::ENCRYPTION, soc2::CONFIDENTIALITY, iso27001::CRYPTOGRAPHY, gdpr::ENCRYPTION],
        on: &["SQLInstance"],
        when: |policy| asks(policy, Dimension::key_custody) || real_data(policy),
        answers: key_custody,
        must: Must::Hold(|it| referred(it, "spec/encryptionKMSCryptoKeyRef", "KMSCryptoKey").is_some()),
        message: "is not encrypted with a key of the app",
        help: "use a `CloudSql`, which has the key of its perimeter",
    }

    pub SQL_IS_PRIVATE = "SqlIsPrivate" {
        sentence: "a database on Cloud SQL has an address in a network of the app, and none that the internet knows",
        controls: &[hipaa::ACCESS_CONTROL, soc2::BOUNDARY_PROTECTION, iso27001::SEGREGATION],
        on: &["SQLInstance"],
        when: real_data,
        must: Must::Hold(|it| {
            const PLACE: &str = "spec/settings/ipConfiguration";
            it.property("spec/settings/ipConfiguration/ipv4Enabled") == Some(&Json::Bool(false))
                && it.lacks("spec/settings/ipConfiguration/authorizedNetworks")
                && it.property(PLACE).is_some()
                && referred(it, "spec/settings/ipConfiguration/privateNetworkRef", "ComputeNetwork").is_some()
        }),
        message: "has an address that the internet knows, lets networks in, or is in no network of the app",
        help: "use a `CloudSql`, which is in the network of its perimeter",
    }

    pub SQL_SPEAKS_TLS = "SqlSpeaksTls" {
        sentence: "a database on Cloud SQL takes no connection that is not encrypted",
        controls: &[
            hipaa::TRANSMISSION_SECURITY,
            hipaa::TRANSMISSION_ENCRYPTION,
            soc2::TRANSMISSION,
            iso27001::NETWORK_SERVICES,
        ],
        on: &["SQLInstance"],
        when: |policy| asks(policy, Dimension::tls) || real_data(policy),
        answers: tls,
        // Which version of TLS is spoken cannot be said, and clients may choose 1.2.
        must: Must::Hold(|it| {
            it.stack.policy.floor(Dimension::tls) <= Tls12::POSITION
                && it.text("spec/settings/ipConfiguration/sslMode") == Some("ENCRYPTED_ONLY")
                && it.lacks("spec/settings/ipConfiguration/requireSsl")
        }),
        message: "takes connections that are not encrypted, or the policy asks for a newer TLS than can be asked for",
        help: "use a `CloudSql`",
    }

    pub SQL_KEEPS_BACKUPS = "SqlKeepsBackups" {
        sentence: "a database on Cloud SQL is backed up every day, and the backups are kept as long as the policy asks for",
        controls: BACKUPS,
        on: &["SQLInstance"],
        when: |policy| asks(policy, Dimension::backup_retention),
        answers: backup_retention,
        must: Must::Hold(|it| {
            let days = i64::from(it.stack.policy.floor(Dimension::backup_retention).days());
            is_backed_up(it)
                && it.text("spec/settings/backupConfiguration/backupRetentionSettings/retentionUnit") == Some("COUNT")
                && number(it, "spec/settings/backupConfiguration/backupRetentionSettings/retainedBackups")
                    .is_some_and(|it| (days..=365).contains(&it))
        }),
        message: "is not backed up, or its backups are deleted too early",
        help: "use a `CloudSql`; it keeps backups for 365 days at most",
    }

    pub SQL_IS_RESTORED_IN_TIME = "SqlIsRestoredInTime" {
        sentence: "a database on Cloud SQL can be set back to any moment of the last seven days",
        controls: &[hipaa::DISASTER_RECOVERY, soc2::BACKUP_AND_RECOVERY, iso27001::BACKUP, gdpr::RESTORE],
        on: &["SQLInstance"],
        when: |policy| asks(policy, Dimension::recovery),
        answers: recovery,
        must: Must::Hold(|it| {
            it.stack.policy.floor(Dimension::recovery) <= Minutes5::POSITION
                && is_backed_up(it)
                && it.property("spec/settings/backupConfiguration/pointInTimeRecoveryEnabled") == Some(&Json::Bool(true))
                && number(it, "spec/settings/backupConfiguration/transactionLogRetentionDays").is_some_and(|it| (7..=35).contains(&it))
        }),
        message: "cannot be set back to a moment of the last seven days",
        help: "use a `CloudSql`",
    }

    pub SQL_HAS_ZONES = "SqlHasZones" {
        sentence: "a database on Cloud SQL survives the loss of a zone where the policy asks for that",
        controls: &[hipaa::CONTINGENCY_PLAN, soc2::BACKUP_AND_RECOVERY, iso27001::REDUNDANCY],
        on: &["SQLInstance"],
        when: |policy| asks(policy, Dimension::availability),
        answers: availability,
        must: Must::Hold(|it| {
            let floor = it.stack.policy.floor(Dimension::availability);
            let regional = it.text("spec/settings/availabilityType") == Some("REGIONAL");
            // A machine whose processor is shared may be away whenever others need it.
            let own = it.text("spec/settings/tier").is_some_and(|it| it.starts_with("db-custom-"));
            floor < MultiRegion::POSITION && own && (floor < MultiAz::POSITION || regional)
        }),
        message: "is in one zone, on a shared processor, or would have to be in two regions",
        help: "leave its availability to the policy; for two regions have two databases",
    }

    pub SQL_RECORDS_STATEMENTS = "SqlRecordsStatements" {
        sentence: "a database on Cloud SQL records each log-in, and each statement that reads or changes",
        controls: &[
            hipaa::AUDIT_CONTROLS,
            hipaa::LOGIN_MONITORING,
            soc2::MONITORING,
            iso27001::LOGGING,
            part11::AUDIT_TRAIL,
        ],
        on: &["SQLInstance"],
        when: real_data,
        must: Must::Hold(|it| {
            let is_told = |name: &str| flags(it).any(|flag| flag == Some((name, "on")));
            let recorded = |class: &str| {
                flags(it).flatten().any(|(name, value)| name == "pgaudit.log" && value.split(',').any(|it| it == class))
            };
            it.text("spec/databaseVersion").is_some_and(|it| VERSIONS.contains(&it))
                && flags_are_ours(it)
                && ["cloudsql.enable_pgaudit", "log_connections", "log_disconnections"].iter().all(|it| is_told(it))
                && ["ddl", "read", "role", "write"].iter().all(|it| recorded(it))
        }),
        message: "does not record log-ins or statements, or is told something that no rule judges",
        help: "use a `CloudSql`",
    }

    pub SQL_ASKS_THE_PROJECT = "SqlAsksTheProject" {
        sentence: "a database on Cloud SQL lets in accounts of its project, which have no passwords",
        controls: &[hipaa::AUTHENTICATION, hipaa::UNIQUE_USER, soc2::LOGICAL_ACCESS, iso27001::AUTHENTICATION],
        on: &["SQLInstance", "SQLUser"],
        when: real_data,
        must: Must::Hold(|it| {
            if it.is("SQLUser") {
                return is_an_account(it) && referred(it, "spec/instanceRef", "SQLInstance").is_some();
            }
            users(it).all(|it| is_so(&it, is_an_account))
                && flags(it).any(|flag| flag == Some(("cloudsql.iam_authentication", "on"))) && it.lacks("spec/rootPassword")
        }),
        message: "lets somebody in by a password",
        help: "use a `CloudSql`",
    }

    pub STORE_STAYS = "CloudStoreStays" {
        sentence: "a store on Google Cloud stays when it leaves the program, and cannot be deleted by hand where the policy asks for that",
        controls: &[hipaa::INTEGRITY, iso27001::RECORDS, part11::PROTECTION, gdpr::RESTORE],
        on: &["SQLDatabase", "SQLInstance"],
        when: |policy| asks(policy, Dimension::deletion),
        answers: deletion,
        must: Must::Hold(|it| {
            let floor = it.stack.policy.floor(Dimension::deletion);
            if it.is("SQLDatabase") {
                let stays = it.text("spec/deletionPolicy") == Some("ABANDON");
                return (floor < Retained::POSITION || stays) && referred(it, "spec/instanceRef", "SQLInstance").is_some();
            }
            let stays = annotation(it, DELETION) == Some(ABANDON);
            let protected = it.property("spec/settings/deletionProtectionEnabled") == Some(&Json::Bool(true));
            (floor < Retained::POSITION || stays) && (floor < Protected::POSITION || protected)
        }),
        message: "is deleted with the program, or can be deleted by hand",
        help: "leave its deletion to the policy",
    }
}

/// The users of a database, and those of whom nobody knows which database they are of.
fn users<'a>(instance: &Subject<'a>) -> impl Iterator<Item = Subject<'a>> + use<'a> {
    let instance = *instance;
    let is_of_another = move |user: &Subject<'a>| {
        let of = referred(user, "spec/instanceRef", "SQLInstance");
        of.is_some_and(|of| !std::ptr::eq(of.resource, instance.resource))
    };
    instance.of_stack().filter(move |it| it.is("SQLUser") && !is_of_another(it))
}

/// Whether a user is an account of the project, which has no password.
fn is_an_account(user: &Subject<'_>) -> bool {
    user.text("spec/type") == Some("CLOUD_IAM_SERVICE_ACCOUNT")
        && user.lacks("spec/password")
        && is_of_the_project(user)
}

fn is_backed_up(it: &Subject<'_>) -> bool {
    it.property("spec/settings/backupConfiguration/enabled") == Some(&Json::Bool(true))
        && it.text("spec/settings/activationPolicy").is_none_or(|it| it == "ALWAYS")
}

/// What a database is told; nothing where it cannot be read.
fn flags<'a>(it: &Subject<'a>) -> impl Iterator<Item = Option<(&'a str, &'a str)>> {
    let all = items(&it.resource.properties, &["spec", "settings", "databaseFlags"]);
    all.iter().map(|flag| text(flag, &["name"]).zip(text(flag, &["value"])))
}

/// Whether a database is told each thing once, and nothing but what rules judge.
fn flags_are_ours(it: &Subject<'_>) -> bool {
    let mut names: Vec<&str> = flags(it).flatten().map(|(name, _)| name).collect();
    names.sort_unstable();
    let all_are_read = names.len() == flags(it).count();
    let known = |name: &&str| FLAGS.iter().any(|(it, _)| it == name);
    all_are_read && names.iter().all(known) && names.windows(2).all(|it| it.first() != it.last())
}

/// Whether a user of a database is an account of the app, in the project that the database is in.
fn is_of_the_project(user: &Subject<'_>) -> bool {
    let account = project(user).zip(user.text("spec/resourceID"));
    account
        .and_then(|(project, id)| id.strip_suffix(&format!("@{project}.iam")))
        .is_some_and(|name| named(user, Some(&name.to_owned().into()), "IAMServiceAccount").is_some())
}
