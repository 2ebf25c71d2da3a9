//! What of its objects Azure does not let change: the operator gets an error, and the resource stays as it was.

use hc_cdk_manifest::dialect::Fixed;

const ANOTHER: &str = "give the new one another name, and move what it keeps";

/// One entry of the list.
const fn of(kinds: &'static [&'static str], paths: &'static [&'static str]) -> Fixed {
    Fixed { kinds, when: None, paths, but: &[], help: ANOTHER }
}

/// The fields.
pub(super) const FIXED: [Fixed; 7] = [
    of(&["FederatedIdentityCredential"], &["spec.azureName", "spec.owner"]),
    of(&["ResourceGroup"], &["spec.location"]),
    of(
        &["FlexibleServer"],
        &[
            "spec.azureName",
            "spec.location",
            "spec.owner",
            "spec.dataEncryption.type",
            "spec.backup.geoRedundantBackup",
        ],
    ),
    of(
        &["Registry"],
        &["spec.azureName", "spec.location", "spec.owner", "spec.encryption.status", "spec.zoneRedundancy"],
    ),
    of(&["RedisEnterpriseDatabase"], &["spec.azureName", "spec.owner", "spec.clusteringPolicy"]),
    of(&["Vault"], &["spec.azureName", "spec.location", "spec.owner", "spec.properties.enablePurgeProtection"]),
    of(
        &[
            "DiskEncryptionSet",
            "ManagedCluster",
            "Redis",
            "RedisEnterprise",
            "StorageAccount",
            "UserAssignedIdentity",
            "VirtualNetwork",
            "Workspace",
        ],
        &["spec.azureName", "spec.location", "spec.owner"],
    ),
];
