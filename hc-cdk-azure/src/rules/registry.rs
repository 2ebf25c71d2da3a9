//! Registries of images.

use hc_cdk::{
    control::{gdpr, hipaa, iso27001, part11, soc2},
    rule::{Must, real_data},
};

use super::{
    endpoint::has_endpoint,
    read::{has_identities, is, key_vault, stays},
};
use crate::names::SYSTEM;

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub REGISTRY_IS_PRIVATE = "AzureRegistryIsPrivate" {
        sentence: "a registry of images on Azure is reached at an address of a network of the app, and nothing leaves it by an export",
        controls: &[hipaa::ACCESS_CONTROL, soc2::BOUNDARY_PROTECTION, iso27001::SEGREGATION],
        on: &["Registry"],
        when: real_data,
        must: Must::Hold(|it| {
            it.text("spec/publicNetworkAccess") == Some("Disabled")
                && it.text("spec/networkRuleSet/defaultAction") == Some("Deny")
                && it.lacks("spec/networkRuleSet/ipRules")
                && matches!(it.text("spec/networkRuleBypassOptions"), Some("AzureServices" | "None"))
                && it.text("spec/policies/exportPolicy/status") == Some("disabled")
                && has_endpoint(it)
        }),
        message: "is reached from the internet, or from no network of the app, or hands out images by an export",
        help: "use a `ContainerRegistry`",
    }

    pub REGISTRY_ASKS_WHO = "AzureRegistryAsksWho" {
        sentence: "a registry of images on Azure lets in identities of the tenant, and nobody by a password",
        controls: &[hipaa::AUTHENTICATION, hipaa::PASSWORDS, soc2::LOGICAL_ACCESS, iso27001::AUTHENTICATION],
        on: &["Registry"],
        when: real_data,
        must: Must::Hold(|it| is(it, "spec/adminUserEnabled", false)),
        message: "lets in whoever has its password",
        help: "use a `ContainerRegistry`",
    }

    pub REGISTRY_HAS_THE_CUSTOMERS_KEY = "AzureRegistryHasTheCustomersKey" {
        sentence: "a registry of images on Azure is encrypted with a key of a vault of the app, by the identity that Azure makes for it",
        controls: &[hipaa::ENCRYPTION, soc2::CONFIDENTIALITY, iso27001::CRYPTOGRAPHY, gdpr::ENCRYPTION],
        on: &["Registry"],
        when: real_data,
        must: Must::Hold(|it| {
            it.text("spec/encryption/status") == Some("enabled")
                && it.text("spec/encryption/keyVaultProperties/identity") == Some(SYSTEM)
                && key_vault(it, "spec/encryption/keyVaultProperties/keyIdentifier").is_some()
                && it.text("spec/sku/name") == Some("Premium")
                && has_identities(it, "SystemAssigned, UserAssigned")
        }),
        message: "is not encrypted with a key of a vault of the app",
        help: "use a `ContainerRegistry`",
    }

    pub REGISTRY_KEEPS_IMAGES = "AzureRegistryKeepsImages" {
        sentence: "a registry of images on Azure keeps images that no tag means any more, stays when it leaves the program, and is in several zones",
        controls: &[hipaa::INTEGRITY, part11::PROTECTION, soc2::BACKUP_AND_RECOVERY, iso27001::REDUNDANCY],
        on: &["Registry"],
        when: real_data,
        must: Must::Hold(|it| {
            it.text("spec/policies/retentionPolicy/status") == Some("disabled")
                && it.text("spec/zoneRedundancy") == Some("Enabled")
                && stays(it)
        }),
        message: "deletes images that somebody may run by their digest, goes with the program, or is in one zone",
        help: "use a `ContainerRegistry`",
    }
}
