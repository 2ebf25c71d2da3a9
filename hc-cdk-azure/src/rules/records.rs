//! Records of who did what, and logs: what is recorded, where it goes, and how long it stays there.

use hc_cdk::{
    control::{Control, gdpr, hipaa, iso27001, part11, soc2},
    policy::Dimension,
    rule::{Must, Subject, Verdict, asks, real_data},
    value::Json,
};

use super::{
    endpoint::{has_endpoint, is_closed_to_networks},
    group::WATCHED,
    kinds::is_so,
    read::{has_identity, has_only, is, items, number, of_stack, parts, referred, stays, text, vault_at},
};
use crate::region::pair;

/// What the log of a subscription consists of that says who did what.
pub(crate) const ACTIVITIES: [&str; 4] = ["Administrative", "Alert", "Policy", "Security"];

/// For how many days a workspace lets itself be searched at most.
pub(crate) const SEARCHABLE: u32 = 730;

const RECORDED: &[Control] =
    &[hipaa::AUDIT_CONTROLS, hipaa::ACTIVITY_REVIEW, soc2::MONITORING, iso27001::LOGGING, part11::AUDIT_TRAIL];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub LOGS_ARE_SENT = "AzureLogsAreSent" {
        sentence: "a setting of diagnostics on Azure sends all logs, of a subscription all that say who did what, to a workspace and to an archive of the app",
        controls: RECORDED,
        on: &["DiagnosticSetting"],
        when: real_data,
        must: Must::Hold(is_sent),
        message: "leaves logs out, or sends them to a place that the app does not have",
        help: "use the construct of what is watched",
    }

    pub LOGS_ARE_KEPT = "AzureLogsAreKept" {
        sentence: "logs of Azure are kept as long as the policy asks for, and nobody can have them kept for less",
        controls: &[hipaa::AUDIT_CONTROLS, soc2::MONITORING, iso27001::LOGGING],
        on: &["DiagnosticSetting"],
        when: |policy| asks(policy, Dimension::log_retention),
        answers: log_retention,
        must: Must::Hold(|it| {
            let days = i64::from(it.stack.policy.floor(Dimension::log_retention).days());
            sends_all(it) && archive(it).is_some_and(|it| is_so(&it, |it| is_locked_for(it, days)))
        }),
        message: "sends logs to where they are deleted before the time that the policy asks for",
        help: "use `AuditLogs`, which keep them",
    }

    pub RECORDS_ARE_LOCKED = "AzureRecordsAreLocked" {
        sentence: "records of who did what on Azure stay as long as the policy asks for, and nobody can delete or change them before",
        controls: &[hipaa::DOCUMENTATION_SIX_YEARS, hipaa::INTEGRITY, iso27001::RECORDS, part11::PROTECTION],
        on: &["StorageAccount"],
        when: |policy| asks(policy, Dimension::audit_retention),
        answers: audit_retention,
        must: Must::Hold(|it| {
            let days = i64::from(it.stack.policy.floor(Dimension::audit_retention).days());
            is_locked_for(it, days) && stays(it) && watches_the_subscription(it)
        }),
        message: "lets records be deleted before the time that the policy asks for, or gets no log of a subscription",
        help: "use `AuditLogs`",
    }

    pub ARCHIVE_IS_PRIVATE = "AzureArchiveIsPrivate" {
        sentence: "an account of storage is reached at an address of a network of the app, by TLS 1.2 and newer and by roles, and never by the public or by a key",
        controls: &[hipaa::ACCESS_CONTROL, soc2::LOGICAL_ACCESS, iso27001::ACCESS_RESTRICTION],
        on: &["StorageAccount"],
        when: real_data,
        must: Must::Hold(|it| {
            it.text("spec/publicNetworkAccess") == Some("Disabled")
                && is_closed_to_networks(it, "spec/networkAcls")
                && is(it, "spec/allowBlobPublicAccess", false)
                && is(it, "spec/allowSharedKeyAccess", false)
                && is(it, "spec/supportsHttpsTrafficOnly", true)
                && it.text("spec/minimumTlsVersion") == Some("TLS1_2")
                && has_endpoint(it)
        }),
        message: "is reached from the internet, without TLS, or by whoever has a key of it",
        help: "use `AuditLogs`",
    }

    pub ARCHIVE_HAS_THE_CUSTOMERS_KEY = "AzureArchiveHasTheCustomersKey" {
        sentence: "an account of storage is encrypted with a key of a vault of the app, and is in several zones",
        controls: &[hipaa::ENCRYPTION, soc2::CONFIDENTIALITY, iso27001::CRYPTOGRAPHY, gdpr::ENCRYPTION],
        on: &["StorageAccount"],
        when: real_data,
        must: Must::Hold(|it| {
            it.text("spec/encryption/keySource") == Some("Microsoft.Keyvault")
                && it.text("spec/encryption/keyvaultproperties/keyname").is_some()
                && vault_at(it, "spec/encryption/keyvaultproperties/keyvaulturi").is_some()
                && referred(it, "spec/encryption/identity/userAssignedIdentityReference", "UserAssignedIdentity").is_some()
                && is(it, "spec/encryption/requireInfrastructureEncryption", true)
                && it.text("spec/sku/name") == Some("Standard_ZRS")
                && it.text("spec/kind") == Some("StorageV2")
                && has_identity(it)
        }),
        message: "is not encrypted with a key of a vault of the app, or is in one zone or in two regions",
        help: "use `AuditLogs`",
    }

    pub LOGS_ARE_SEARCHABLE = "AzureLogsAreSearchable" {
        sentence: "a workspace of Azure lets logs be searched as long as the policy asks for, up to two years, by people who are known by name",
        controls: &[hipaa::ACTIVITY_REVIEW, hipaa::UNIQUE_USER, soc2::MONITORING, iso27001::LOGGING],
        on: &["Workspace"],
        when: real_data,
        must: Must::Hold(|it| {
            let days = it.stack.policy.floor(Dimension::log_retention).days().min(SEARCHABLE);
            number(it, "spec/retentionInDays").is_some_and(|it| (i64::from(days)..=i64::from(SEARCHABLE)).contains(&it))
                && is(it, "spec/features/disableLocalAuth", true)
                && it.text("spec/sku/name") == Some("PerGB2018")
                && stays(it)
        }),
        message: "forgets logs too early, or lets in whoever has a key of it",
        help: "use `AuditLogs`",
    }

    pub IS_WATCHED = "AzureIsWatched" {
        sentence: "a store, a vault, a registry, a cluster or a gateway on Azure has all of its logs sent",
        controls: RECORDED,
        on: &["ApplicationGateway", "FlexibleServer", "ManagedCluster", "Redis", "RedisEnterprise", "Registry", "Vault"],
        when: real_data,
        must: Must::Judge(is_watched),
        message: "has no setting of diagnostics that sends its logs",
        help: "use the construct of what is watched",
    }
}

const SETTING: &str = "DiagnosticSetting";

fn is_watched(it: &Subject<'_>) -> Verdict {
    let place = it.text("spec/location");
    // A vault in the pair is for copies: the program that makes the copies is recorded where it runs.
    if it.is("Vault") && place.is_some() && place == pair(it.stack.region) {
        return Verdict::NotApplicable;
    }
    let has_setting = |it: &Subject<'_>| parts(it, SETTING).iter().any(|it| is_so(it, is_sent));
    Verdict::of(match it.kind() {
        "RedisEnterprise" => parts(it, "RedisEnterpriseDatabase").iter().any(has_setting),
        kind => WATCHED.contains(&kind) && has_setting(it),
    })
}

fn archive<'a>(it: &Subject<'a>) -> Option<Subject<'a>> {
    referred(it, "spec/storageAccountReference", "StorageAccount")
}

/// Whether all logs are sent to where the app has them.
fn is_sent(setting: &Subject<'_>) -> bool {
    sends_all(setting)
        && archive(setting).is_some()
        && referred(setting, "spec/workspaceReference", "Workspace").is_some()
}

/// Whether all logs are sent: of a subscription all that say who did what.
fn sends_all(it: &Subject<'_>) -> bool {
    let logs = items(&it.resource.properties, &["spec", "logs"]);
    let is_on = |log: &Json, name: &str, value: &str| {
        has_only(log, &[name, "enabled"])
            && log.get("enabled") == Some(&Json::Bool(true))
            && text(log, &[name]) == Some(value)
    };
    if it.lacks("spec/owner/armId") {
        // What may be of any kind says of which it is.
        let is_whole = it.text("spec/owner/group").is_some() && it.text("spec/owner/kind").is_some();
        return is_whole && logs.iter().any(|log| is_on(log, "categoryGroup", "allLogs"));
    }
    ACTIVITIES.iter().all(|activity| logs.iter().any(|log| is_on(log, "category", activity)))
}

fn is_locked_for(it: &Subject<'_>, days: i64) -> bool {
    let path = |name: &str| format!("spec/immutableStorageWithVersioning/{name}");
    is(it, &path("enabled"), true)
        && it.text(&path("immutabilityPolicy/state")) == Some("Locked")
        && is(it, &path("immutabilityPolicy/allowProtectedAppendWrites"), true)
        && number(it, &path("immutabilityPolicy/immutabilityPeriodSinceCreationInDays")).is_some_and(|it| it >= days)
}

/// Whether the log of a subscription goes to an archive.
fn watches_the_subscription(it: &Subject<'_>) -> bool {
    let of_subscription = |other: &Subject<'_>| {
        let to = archive(other);
        !other.lacks("spec/owner/armId")
            && sends_all(other)
            && to.is_some_and(|to| std::ptr::eq(to.resource, it.resource))
    };
    of_stack(it, SETTING).any(|other| is_so(&other, of_subscription))
}
