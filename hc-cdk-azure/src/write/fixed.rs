//! What of its objects Azure does not let change: the operator gets an error, and the resource stays as it was.

use hc_cdk_manifest::dialect::{Fixed, Rises};

const ANOTHER: &str = "give the new one another name, and move what it keeps";

/// One entry of the list.
const fn of(kinds: &'static [&'static str], paths: &'static [&'static str]) -> Fixed {
    Fixed { kinds, when: None, paths, but: &[], help: ANOTHER }
}

/// The fields.
pub(super) const FIXED: [Fixed; 10] = [
    of(&["FederatedIdentityCredential"], &["spec.azureName", "spec.owner"]),
    of(&["ResourceGroup"], &["spec.location"]),
    of(
        &["FlexibleServer"],
        &[
            "spec.azureName",
            "spec.location",
            "spec.owner",
            "spec.administratorLogin",
            "spec.dataEncryption.type",
            "spec.network.delegatedSubnetResourceReference",
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
            "ApplicationGateway",
            "DiskEncryptionSet",
            "NatGateway",
            "NetworkSecurityGroup",
            "PrivateEndpoint",
            "PublicIPAddress",
            "Redis",
            "RedisEnterprise",
            "StorageAccount",
            "UserAssignedIdentity",
            "VirtualNetwork",
            "WebApplicationFirewallPolicy",
            "Workspace",
        ],
        &["spec.azureName", "spec.location", "spec.owner"],
    ),
    of(&["ManagedCluster"], &["spec.azureName", "spec.dnsPrefix", "spec.fqdnSubdomain", "spec.location", "spec.owner"]),
    // "Tenant ID, application ID, principal ID, and scope are not allowed to be updated", as Azure says.
    of(&["RoleAssignment"], &["spec.azureName", "spec.owner", "spec.principalId", "spec.principalIdFromConfig"]),
    // The operator lets neither be another one, whatever the kind.
    of(
        &[
            "DiagnosticSetting",
            "FlexibleServersConfiguration",
            "FlexibleServersDatabase",
            "ManagedClustersAgentPool",
            "NetworkSecurityGroupsSecurityRule",
            "PrivateDnsZone",
            "PrivateDnsZonesVirtualNetworkLink",
            "PrivateEndpointsPrivateDnsZoneGroup",
            "RedisAccessPolicyAssignment",
            "RedisEnterpriseDatabaseAccessPolicyAssignment",
            "VirtualNetworksSubnet",
        ],
        &["spec.azureName", "spec.owner"],
    ),
];

/// What grows and never shrinks.
pub(super) const RISES: [Rises; 2] = [
    Rises {
        kinds: &["FlexibleServer"],
        amounts: &["spec.storage.storageSizeGB"],
        versions: &["spec.version"],
        help: ANOTHER,
    },
    Rises {
        kinds: &["ManagedCluster"],
        amounts: &[],
        versions: &["spec.kubernetesVersion"],
        help: "keep the version: a cluster goes up and never back",
    },
];

#[cfg(test)]
mod tests {
    use hc_cdk::diff::Values;
    use hc_cdk_manifest::dialect::{Earlier, Rises};

    use super::{FIXED, Fixed, RISES};

    #[test]
    fn what_cannot_change_is_told_from_what_can() {
        let of = |kind: &str, paths: &[&str]| {
            let paths: Vec<String> = paths.iter().map(|it| (*it).to_owned()).collect();
            let text = format!("---\n# clinic/It\nkind: {kind}\n");
            let found = Earlier::all(&text).iter().find_map(|it| Fixed::refused(&FIXED, it, &paths));
            found.map_or_else(Vec::new, |(refused, _)| refused)
        };
        assert_eq!(of("ManagedCluster", &["spec.dnsPrefix", "spec.autoUpgradeProfile"]), ["spec.dnsPrefix"]);
        assert_eq!(of("RoleAssignment", &["spec.principalId"]), ["spec.principalId"]);
        assert_eq!(of("VirtualNetworksSubnet", &["spec.owner.name", "spec.serviceEndpoints"]), ["spec.owner.name"]);
        assert!(of("FlexibleServer", &["spec.sku.name", "spec.version"]).is_empty());
    }

    #[test]
    fn disks_and_versions_do_not_go_back() {
        let refused = |kind: &str, property: &str, before: &str, after: &str| {
            let (before, after) = (Some(before.to_owned()), Some(after.to_owned()));
            Rises::refused(&RISES, kind, &[Values { property: property.to_owned(), before, after }]).is_some()
        };
        assert!(refused("FlexibleServer", "spec.storage.storageSizeGB", "128", "64"));
        assert!(!refused("FlexibleServer", "spec.version", "\"16\"", "\"17\""));
        assert!(refused("ManagedCluster", "spec.kubernetesVersion", "\"1.33\"", "\"1.32\""));
    }
}
