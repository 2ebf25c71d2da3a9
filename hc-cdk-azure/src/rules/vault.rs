//! Vaults, and what encrypts disks with their keys.

use hc_cdk::{
    control::{gdpr, hipaa, iso27001, soc2},
    rule::{Must, Subject, real_data},
};

use super::{
    endpoint::{has_endpoint, is_closed_to_networks},
    read::{has_identity, is, is_of_the_tenant, key_vault, number, referred, stays},
};

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub VAULT_IS_PRIVATE = "VaultIsPrivate" {
        sentence: "a vault of Azure is reached at an address of a network of the app, and by nobody from the internet",
        controls: &[hipaa::ACCESS_CONTROL, soc2::BOUNDARY_PROTECTION, iso27001::SEGREGATION],
        on: &["Vault"],
        when: real_data,
        must: Must::Hold(|it| {
            it.text("spec/properties/publicNetworkAccess") == Some("Disabled")
                && is_closed_to_networks(it, "spec/properties/networkAcls")
                && has_endpoint(it)
        }),
        message: "is reached from the internet, or from no network of the app",
        help: "use a `KeyVault`",
    }

    pub VAULT_ASKS_FOR_ROLES = "VaultAsksForRoles" {
        sentence: "a vault of Azure lets in identities by their roles, and nobody by a list of its own",
        controls: &[hipaa::ACCESS_AUTHORIZATION, soc2::LEAST_PRIVILEGE, iso27001::PRIVILEGED_ACCESS],
        on: &["Vault"],
        when: real_data,
        must: Must::Hold(|it| {
            is(it, "spec/properties/enableRbacAuthorization", true)
                && it.lacks("spec/properties/accessPolicies")
                && is_of_the_tenant(it, "spec/properties/tenantId")
        }),
        message: "has a list of its own of who is let in",
        help: "use a `KeyVault`",
    }

    pub VAULT_STAYS = "VaultStays" {
        sentence: "a vault of Azure stays when it leaves the program, and what is deleted in it can be had back for 90 days",
        controls: &[hipaa::INTEGRITY, iso27001::CRYPTOGRAPHY, soc2::CONFIDENTIALITY],
        on: &["Vault"],
        when: real_data,
        must: Must::Hold(|it| {
            stays(it)
                && it.text("spec/properties/createMode") == Some("createOrRecover")
                && is(it, "spec/properties/enablePurgeProtection", true)
                && is(it, "spec/properties/enableSoftDelete", true)
                && number(it, "spec/properties/softDeleteRetentionInDays") == Some(90)
        }),
        message: "is deleted with the program, or what is deleted in it may be gone sooner than after 90 days",
        help: "use a `KeyVault`",
    }

    pub DISKS_HAVE_THE_CUSTOMERS_KEY = "AzureDisksHaveTheCustomersKey" {
        sentence: "disks on Azure are encrypted with a key of a vault of the app, whose newest version is taken",
        controls: &[hipaa::ENCRYPTION, soc2::CONFIDENTIALITY, iso27001::CRYPTOGRAPHY, gdpr::ENCRYPTION],
        on: &["DiskEncryptionSet"],
        when: real_data,
        must: Must::Hold(encrypts_disks),
        message: "is not encrypted with a key of a vault of the app, or stays at one version of it",
        help: "use a `KeyVault`, which has one",
    }
}

/// Whether a set of disks is encrypted with the newest version of a key of the app.
pub(super) fn encrypts_disks(set: &Subject<'_>) -> bool {
    matches!(
        set.text("spec/encryptionType"),
        Some("EncryptionAtRestWithCustomerKey" | "EncryptionAtRestWithPlatformAndCustomerKeys")
    ) && key_vault(set, "spec/activeKey/keyUrl").is_some()
        && referred(set, "spec/activeKey/sourceVault/reference", "Vault").is_some()
        && is(set, "spec/rotationToLatestKeyVersionEnabled", true)
        && has_identity(set)
}
