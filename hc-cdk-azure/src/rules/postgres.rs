//! PostgreSQL as a Flexible Server.

use hc_cdk::{
    control::{Control, gdpr, hipaa, iso27001, part11, soc2},
    dimension::{
        availability::{MultiAz, MultiRegion},
        deletion::{Protected, Retained},
        recovery::Minutes5,
        tls::Tls13,
    },
    policy::Dimension,
    rule::{Must, Subject, asks, real_data},
};

use hc_cdk_manifest::read::namespace_name;

use super::read::{has_identity, is_of_the_tenant, items, key_vault, number, owner, referred, stays};

/// What a database is told beside what it is: that it records who did what, and speaks with nobody in the clear.
pub(crate) const SETTINGS: [(&str, &str); 6] = [
    ("azure.extensions", "pgaudit"),
    ("log_connections", "on"),
    ("log_disconnections", "on"),
    ("pgaudit.log", "ddl,read,role,write"),
    ("require_secure_transport", "on"),
    ("shared_preload_libraries", "pgaudit"),
];

/// The setting that says which TLS is the oldest that is spoken.
pub(crate) const TLS_SETTING: &str = "ssl_min_protocol_version";

/// For how many days Azure keeps backups of a database at most.
pub(crate) const LONGEST: u32 = 35;

/// The tier of a machine whose processors are its own.
pub(crate) fn tier(machine: &str) -> Option<&'static str> {
    match machine.strip_prefix("Standard_")?.chars().next()? {
        'D' => Some("GeneralPurpose"),
        'E' => Some("MemoryOptimized"),
        _ => None,
    }
}

const BACKUPS: &[Control] = &[hipaa::DATA_BACKUP_PLAN, soc2::BACKUP_AND_RECOVERY, iso27001::BACKUP, gdpr::RESTORE];
const SERVER: &str = "FlexibleServer";

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub SERVER_HAS_THE_CUSTOMERS_KEY = "FlexibleServerHasTheCustomersKey" {
        sentence: "a Flexible Server is encrypted with a key of a vault of the app",
        controls: &[hipaa::ENCRYPTION, soc2::CONFIDENTIALITY, iso27001::CRYPTOGRAPHY, gdpr::ENCRYPTION],
        on: &[SERVER],
        when: |policy| asks(policy, Dimension::key_custody) || real_data(policy),
        answers: key_custody,
        must: Must::Hold(|it| {
            const IDENTITY: &str = "spec/dataEncryption/primaryUserAssignedIdentityReference";
            const OF_COPIES: &str = "spec/dataEncryption/geoBackupUserAssignedIdentityReference";
            it.text("spec/dataEncryption/type") == Some("AzureKeyVault")
                && key_vault(it, "spec/dataEncryption/primaryKeyURI").is_some()
                && referred(it, IDENTITY, "UserAssignedIdentity").is_some()
                && (it.lacks("spec/dataEncryption/geoBackupKeyURI") && it.lacks(OF_COPIES)
                    || key_vault(it, "spec/dataEncryption/geoBackupKeyURI").is_some()
                        && referred(it, OF_COPIES, "UserAssignedIdentity").is_some())
                && has_identity(it)
                && items(&it.resource.properties, &["spec", "identity", "userAssignedIdentities"]).len()
                    == if it.lacks(OF_COPIES) { 1 } else { 2 }
        }),
        message: "is not encrypted with a key of a vault of the app",
        help: "use a `FlexibleServer`, which has the key of its perimeter",
    }

    pub SERVER_SPEAKS_TLS = "FlexibleServerSpeaksTls" {
        sentence: "a Flexible Server takes no connection that is not encrypted, by TLS as new as the policy asks for",
        controls: &[
            hipaa::TRANSMISSION_SECURITY,
            hipaa::TRANSMISSION_ENCRYPTION,
            soc2::TRANSMISSION,
            iso27001::NETWORK_SERVICES,
        ],
        on: &[SERVER],
        when: |policy| asks(policy, Dimension::tls) || real_data(policy),
        answers: tls,
        must: Must::Hold(|it| {
            let newest = it.stack.policy.floor(Dimension::tls) >= Tls13::POSITION;
            let oldest = told(it, TLS_SETTING);
            told(it, "require_secure_transport") == Some("on")
                && (oldest == Some("TLSv1.3") || !newest && oldest == Some("TLSv1.2"))
        }),
        message: "takes connections that are not encrypted, or by an older TLS than the policy asks for",
        help: "use a `FlexibleServer`",
    }

    pub SERVER_KEEPS_BACKUPS = "FlexibleServerKeepsBackups" {
        sentence: "a Flexible Server is backed up every day, and the backups are kept as long as the policy asks for",
        controls: BACKUPS,
        on: &[SERVER],
        when: |policy| asks(policy, Dimension::backup_retention),
        answers: backup_retention,
        must: Must::Hold(|it| {
            let days = i64::from(it.stack.policy.floor(Dimension::backup_retention).days());
            // What follows another one has no backups of its own.
            it.text("spec/createMode") == Some("Default")
                && number(it, "spec/backup/backupRetentionDays").is_some_and(|it| (days..=i64::from(LONGEST)).contains(&it))
        }),
        message: "deletes its backups too early",
        help: "use a `FlexibleServer`; it keeps backups for 35 days at most",
    }

    pub SERVER_IS_RESTORED_IN_TIME = "FlexibleServerIsRestoredInTime" {
        sentence: "a Flexible Server can be set back to any moment of the last seven days, and is one of its own",
        controls: &[hipaa::DISASTER_RECOVERY, soc2::BACKUP_AND_RECOVERY, iso27001::BACKUP, gdpr::RESTORE],
        on: &[SERVER],
        when: |policy| asks(policy, Dimension::recovery),
        answers: recovery,
        // The log is written away every five minutes, for as long as backups are kept.
        must: Must::Hold(|it| {
            it.stack.policy.floor(Dimension::recovery) <= Minutes5::POSITION
                && it.text("spec/createMode") == Some("Default")
                && number(it, "spec/backup/backupRetentionDays").is_some_and(|it| it >= 7)
        }),
        message: "cannot be set back to a moment of the last seven days, or is a copy of another one",
        help: "use a `FlexibleServer`",
    }

    pub SERVER_HAS_ZONES = "FlexibleServerHasZones" {
        sentence: "a Flexible Server survives the loss of a zone where the policy asks for that",
        controls: &[hipaa::CONTINGENCY_PLAN, soc2::BACKUP_AND_RECOVERY, iso27001::REDUNDANCY],
        on: &[SERVER],
        when: |policy| asks(policy, Dimension::availability),
        answers: availability,
        must: Must::Hold(|it| {
            let floor = it.stack.policy.floor(Dimension::availability);
            let several = it.text("spec/highAvailability/mode") == Some("ZoneRedundant");
            // A machine whose processor is shared may be away whenever others need it.
            let own = it.text("spec/sku/name").and_then(tier);
            floor < MultiRegion::POSITION
                && own.is_some()
                && own == it.text("spec/sku/tier")
                && (floor < MultiAz::POSITION || several)
        }),
        message: "is in one zone, on a shared processor, or would have to be in two regions",
        help: "leave its availability to the policy; for two regions have two databases",
    }

    pub SERVER_RECORDS_STATEMENTS = "FlexibleServerRecordsStatements" {
        sentence: "a Flexible Server records each log-in, and each statement that reads or changes, and is told nothing else",
        controls: &[
            hipaa::AUDIT_CONTROLS,
            hipaa::LOGIN_MONITORING,
            soc2::MONITORING,
            iso27001::LOGGING,
            part11::AUDIT_TRAIL,
        ],
        on: &[SERVER, SETTING],
        when: real_data,
        must: Must::Hold(|it| {
            if it.is(SETTING) {
                return owner(it, SERVER).is_some_and(|server| is_known(it) && is_told_once(&server, it));
            }
            SETTINGS.iter().all(|(name, value)| told(it, name) == Some(value))
                && it.text("spec/version").is_some_and(|it| VERSIONS.contains(&it))
        }),
        message: "does not record log-ins or statements, or is told something that no rule judges",
        help: "use a `FlexibleServer`",
    }

    pub SERVER_ASKS_THE_TENANT = "FlexibleServerAsksTheTenant" {
        sentence: "a Flexible Server lets in identities of its tenant, which have no passwords",
        controls: &[hipaa::AUTHENTICATION, hipaa::UNIQUE_USER, soc2::LOGICAL_ACCESS, iso27001::AUTHENTICATION],
        on: &[SERVER],
        when: real_data,
        must: Must::Hold(|it| {
            it.text("spec/authConfig/activeDirectoryAuth") == Some("Enabled")
                && it.text("spec/authConfig/passwordAuth") == Some("Disabled")
                && is_of_the_tenant(it, "spec/authConfig/tenantId")
                && it.lacks("spec/administratorLogin")
                && it.lacks("spec/administratorLoginPassword")
        }),
        message: "lets somebody in by a password",
        help: "use a `FlexibleServer`",
    }

    pub STORE_STAYS = "AzureStoreStays" {
        sentence: "a store on Azure stays when it leaves the program, and cannot be deleted by hand where the policy asks for that",
        controls: &[hipaa::INTEGRITY, iso27001::RECORDS, part11::PROTECTION, gdpr::RESTORE],
        on: &[SERVER, "FlexibleServersDatabase"],
        when: |policy| asks(policy, Dimension::deletion),
        answers: deletion,
        // The operator makes no locks: nothing that is written shows that a store cannot be deleted by hand.
        must: Must::Hold(|it| {
            let floor = it.stack.policy.floor(Dimension::deletion);
            (floor < Retained::POSITION || stays(it)) && floor < Protected::POSITION
        }),
        message: "is deleted with the program, or can be deleted by hand",
        help: "have the resource group locked (`az lock create`), and let whoever did that sign for `rule::STORE_STAYS`",
    }
}

const SETTING: &str = "FlexibleServersConfiguration";
/// The versions that are mended, of which it is known how they are told.
const VERSIONS: [&str; 3] = ["14", "15", "16"];

/// What a database is told of one thing; nothing where that is said twice, or may be.
fn told<'a>(it: &Subject<'a>, name: &str) -> Option<&'a str> {
    let is_meant = |setting: &Subject<'a>| setting.text("spec/azureName").is_none_or(|it| it == name);
    let is_own =
        |setting: &Subject<'a>| owner(setting, SERVER).is_some_and(|of| std::ptr::eq(of.resource, it.resource));
    // An owner is in the namespace of what it owns, unless it is named by its place in Azure.
    let may_be_own = |setting: &Subject<'a>| {
        let is_near = namespace_name(setting) == namespace_name(it) || !setting.lacks("spec/owner/armId");
        owner(setting, SERVER).is_none() && is_near
    };
    let is_of_it = |setting: &Subject<'a>| is_own(setting) || may_be_own(setting);
    let all: Vec<_> = it.of_stack().filter(|it| it.is(SETTING) && is_meant(it) && is_of_it(it)).collect();
    match all.as_slice() {
        [one] if is_own(one) && one.text("spec/azureName").is_some() => one.text("spec/value"),
        _ => None,
    }
}

/// Whether a setting is one that rules judge.
fn is_known(it: &Subject<'_>) -> bool {
    let (name, value) = (it.text("spec/azureName"), it.text("spec/value"));
    let known = SETTINGS.iter().any(|(of, _)| name == Some(of)) || name == Some(TLS_SETTING);
    known && value.is_some() && it.text("spec/source") == Some("user-override")
}

fn is_told_once(server: &Subject<'_>, it: &Subject<'_>) -> bool {
    it.text("spec/azureName").is_some_and(|name| told(server, name).is_some())
}
