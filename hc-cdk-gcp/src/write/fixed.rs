//! What of its objects Config Connector does not let change: the fields that its schemas call immutable, and references by which something
//! is in a network, a cluster or an instance.

use hc_cdk_manifest::dialect::{Fixed, Rises};

const ANOTHER: &str = "give the new one another name, and move what it keeps";

/// One entry of the list.
const fn of(kinds: &'static [&'static str], paths: &'static [&'static str]) -> Fixed {
    Fixed { kinds, when: None, paths, but: &[], help: ANOTHER }
}

/// One of which some members change in place, as the descriptions of the schemas say.
const fn but(kinds: &'static [&'static str], paths: &'static [&'static str], but: &'static [&'static str]) -> Fixed {
    Fixed { but, ..of(kinds, paths) }
}

/// The fields.
pub(super) const FIXED: [Fixed; 32] = [
    of(&["ArtifactRegistryRepository"], &["spec.format", "spec.kmsKeyRef", "spec.location", "spec.resourceID"]),
    of(
        &["CertificateManagerCertificate"],
        &["spec.location", "spec.managed.domains", "spec.managed.issuanceConfigRef", "spec.resourceID", "spec.scope"],
    ),
    of(
        &["CertificateManagerCertificateMapEntry"],
        &["spec.hostname", "spec.mapRef", "spec.matcher", "spec.resourceID"],
    ),
    of(
        &["ComputeAddress"],
        &[
            "spec.address",
            "spec.addressType",
            "spec.description",
            "spec.ipVersion",
            "spec.location",
            "spec.networkTier",
            "spec.prefixLength",
            "spec.purpose",
            "spec.resourceID",
        ],
    ),
    of(&["ComputeBackendService"], &["spec.loadBalancingScheme", "spec.location", "spec.resourceID"]),
    of(&["ComputeFirewall"], &["spec.direction", "spec.networkRef", "spec.resourceID"]),
    of(
        &["ComputeForwardingRule"],
        &[
            "spec.description",
            "spec.ipProtocol",
            "spec.ipVersion",
            "spec.loadBalancingScheme",
            "spec.location",
            "spec.networkTier",
            "spec.portRange",
            "spec.ports",
            "spec.resourceID",
            "spec.subnetworkRef",
        ],
    ),
    of(&["ComputeNetwork"], &["spec.autoCreateSubnetworks", "spec.description", "spec.mtu", "spec.resourceID"]),
    of(&["ComputeRouter"], &["spec.networkRef", "spec.region", "spec.resourceID"]),
    of(&["ComputeRouterNAT"], &["spec.region", "spec.resourceID", "spec.routerRef"]),
    of(&["ComputeSSLPolicy"], &["spec.description", "spec.resourceID"]),
    of(
        &["ComputeSubnetwork"],
        &["spec.description", "spec.networkRef", "spec.purpose", "spec.region", "spec.resourceID"],
    ),
    of(
        &["ComputeTargetHTTPSProxy"],
        &["spec.description", "spec.httpKeepAliveTimeoutSec", "spec.proxyBind", "spec.resourceID"],
    ),
    but(
        &["ContainerCluster"],
        &[
            "spec.clusterIpv4Cidr",
            "spec.confidentialNodes",
            "spec.datapathProvider",
            "spec.defaultMaxPodsPerNode",
            "spec.description",
            "spec.enableAutopilot",
            "spec.initialNodeCount",
            "spec.ipAllocationPolicy",
            "spec.location",
            "spec.networkRef",
            "spec.networkingMode",
            "spec.nodeConfig",
            "spec.privateClusterConfig.masterIpv4CidrBlock",
            "spec.resourceID",
            "spec.subnetworkRef",
        ],
        &[
            "spec.ipAllocationPolicy.additionalPodRangesConfig",
            "spec.nodeConfig.fastSocket",
            "spec.nodeConfig.imageType",
            "spec.nodeConfig.kubeletConfig",
            "spec.nodeConfig.linuxNodeConfig",
            "spec.nodeConfig.loggingVariant",
            "spec.nodeConfig.resourceLabels",
            "spec.nodeConfig.tags",
        ],
    ),
    but(
        &["ContainerNodePool"],
        &[
            "spec.clusterRef",
            "spec.initialNodeCount",
            "spec.location",
            "spec.maxPodsPerNode",
            "spec.namePrefix",
            "spec.nodeConfig",
            "spec.placementPolicy",
            "spec.resourceID",
        ],
        &[
            "spec.nodeConfig.fastSocket",
            "spec.nodeConfig.imageType",
            "spec.nodeConfig.kubeletConfig",
            "spec.nodeConfig.labels",
            "spec.nodeConfig.linuxNodeConfig",
            "spec.nodeConfig.loggingVariant",
            "spec.nodeConfig.resourceLabels",
            "spec.nodeConfig.tags",
            "spec.nodeConfig.workloadMetadataConfig",
        ],
    ),
    of(&["DNSManagedZone"], &["spec.dnsName", "spec.resourceID", "spec.reverseLookup", "spec.visibility"]),
    of(&["DNSRecordSet"], &["spec.managedZoneRef", "spec.name", "spec.type"]),
    of(&["GKEBackupBackupPlan"], &["spec.cluster", "spec.clusterRef", "spec.location", "spec.resourceID"]),
    of(&["IAMAuditConfig"], &["spec.resourceRef", "spec.service"]),
    of(&["IAMPolicyMember"], &["spec.condition", "spec.member", "spec.memberFrom", "spec.resourceRef", "spec.role"]),
    of(
        &["IAMWorkloadIdentityPool", "IAMWorkloadIdentityPoolProvider"],
        &["spec.location", "spec.projectRef", "spec.workloadIdentityPoolRef", "spec.resourceID"],
    ),
    of(
        &["KMSCryptoKey"],
        &[
            "spec.destroyScheduledDuration",
            "spec.importOnly",
            "spec.keyRingRef",
            "spec.purpose",
            "spec.resourceID",
            "spec.skipInitialVersionCreation",
            "spec.versionTemplate.protectionLevel",
        ],
    ),
    of(&["KMSKeyRing"], &["spec.location", "spec.resourceID"]),
    of(&["LoggingLogBucket"], &["spec.location", "spec.projectRef", "spec.resourceID"]),
    of(&["LoggingLogSink"], &["spec.includeChildren", "spec.resourceID"]),
    of(
        &["RedisInstance"],
        &[
            "spec.alternativeLocationId",
            "spec.authorizedNetworkRef",
            "spec.connectMode",
            "spec.customerManagedKeyRef",
            "spec.locationId",
            "spec.region",
            "spec.reservedIpRange",
            "spec.resourceID",
            "spec.tier",
            "spec.transitEncryptionMode",
        ],
    ),
    of(&["SecretManagerSecret"], &["spec.replication", "spec.resourceID"]),
    of(&["ServiceNetworkingConnection"], &["spec.networkRef", "spec.service"]),
    of(&["SQLDatabase"], &["spec.instanceRef", "spec.resourceID"]),
    of(
        &["SQLInstance"],
        &[
            "spec.encryptionKMSCryptoKeyRef",
            "spec.region",
            "spec.resourceID",
            "spec.settings.collation",
            "spec.settings.diskType",
            "spec.settings.timeZone",
        ],
    ),
    of(&["SQLUser"], &["spec.host", "spec.instanceRef", "spec.resourceID", "spec.type"]),
    of(&["StorageBucket"], &["spec.location", "spec.resourceID"]),
];

/// What grows and never shrinks: a smaller disk and an older version are another instance.
pub(super) const RISES: [Rises; 2] = [
    Rises {
        kinds: &["SQLInstance"],
        amounts: &["spec.settings.diskSize"],
        versions: &["spec.databaseVersion"],
        help: ANOTHER,
    },
    Rises { kinds: &["RedisInstance"], amounts: &[], versions: &["spec.redisVersion"], help: ANOTHER },
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
        assert_eq!(of("ContainerCluster", &["spec.location", "spec.releaseChannel.channel"]), ["spec.location"]);
        assert_eq!(of("ContainerNodePool", &["spec.autoscaling.maxNodeCount", "spec.nodeConfig.machineType"]).len(), 1);
        assert!(of("ContainerNodePool", &["spec.nodeConfig.labels", "spec.nodeConfig.imageType"]).is_empty());
        assert_eq!(of("ContainerNodePool", &["spec.nodeConfig.taint", "spec.nodeConfig.guestAccelerator"]).len(), 2);
        assert_eq!(of("ContainerCluster", &["spec.nodeConfig.labels", "spec.nodeConfig.tags"]).len(), 1);
        let ranges = ["spec.ipAllocationPolicy.stackType", "spec.ipAllocationPolicy.additionalPodRangesConfig"];
        assert_eq!(of("ContainerCluster", &ranges), ["spec.ipAllocationPolicy.stackType"]);
        assert_eq!(of("ComputeSubnetwork", &["spec.networkRef.name", "spec.logConfig"]), ["spec.networkRef.name"]);
        assert_eq!(of("IAMPolicyMember", &["spec.role"]), ["spec.role"]);
        assert!(of("SQLInstance", &["spec.settings.tier", "spec.databaseVersion"]).is_empty());
    }

    #[test]
    fn disks_and_versions_do_not_go_back() {
        let refused = |property: &str, before: &str, after: &str| {
            let (before, after) = (Some(before.to_owned()), Some(after.to_owned()));
            Rises::refused(&RISES, "SQLInstance", &[Values { property: property.to_owned(), before, after }]).is_some()
        };
        assert!(refused("spec.settings.diskSize", "100", "50") && !refused("spec.settings.diskSize", "50", "100"));
        assert!(refused("spec.databaseVersion", "POSTGRES_17", "POSTGRES_16"));
    }
}
