//! What of its objects Config Connector does not let change: the fields that its schemas call immutable.

use hc_cdk_manifest::dialect::Fixed;

const ANOTHER: &str = "give the new one another name, and move what it keeps";

/// One entry of the list.
const fn of(kinds: &'static [&'static str], paths: &'static [&'static str]) -> Fixed {
    Fixed { kinds, when: None, paths, but: &[], help: ANOTHER }
}

/// The fields.
pub(super) const FIXED: [Fixed; 9] = [
    of(&["KMSKeyRing"], &["spec.location", "spec.resourceID"]),
    of(&["KMSCryptoKey"], &["spec.purpose", "spec.destroyScheduledDuration", "spec.keyRingRef", "spec.resourceID"]),
    of(
        &["IAMWorkloadIdentityPool", "IAMWorkloadIdentityPoolProvider"],
        &["spec.location", "spec.projectRef", "spec.workloadIdentityPoolRef", "spec.resourceID"],
    ),
    of(&["StorageBucket"], &["spec.location", "spec.resourceID"]),
    of(&["LoggingLogBucket"], &["spec.location", "spec.projectRef", "spec.resourceID"]),
    of(&["ComputeNetwork"], &["spec.autoCreateSubnetworks", "spec.resourceID"]),
    of(&["ComputeSubnetwork", "ComputeRouter", "ComputeRouterNAT"], &["spec.region", "spec.resourceID"]),
    of(&["ComputeFirewall"], &["spec.direction", "spec.resourceID"]),
    of(
        &["SQLInstance"],
        &["spec.region", "spec.settings.diskType", "spec.encryptionKMSCryptoKeyRef", "spec.resourceID"],
    ),
];
