//! The kinds of objects that constructs make, as types. What is in their specifications, their constructs say.

use hc_cdk::{
    resource::{Resource, ResourceType},
    value::{Json, Object},
};
use hc_cdk_manifest::{
    kinds,
    object::{Metadata, Objects},
};

kinds! {
    pub(crate) Address = "compute.cnrm.cloud.google.com/v1beta1/ComputeAddress";
    pub(crate) Firewall = "compute.cnrm.cloud.google.com/v1beta1/ComputeFirewall";
    pub(crate) ComputeNetwork = "compute.cnrm.cloud.google.com/v1beta1/ComputeNetwork";
    pub(crate) Router = "compute.cnrm.cloud.google.com/v1beta1/ComputeRouter";
    pub(crate) RouterNat = "compute.cnrm.cloud.google.com/v1beta1/ComputeRouterNAT";
    pub(crate) Subnetwork = "compute.cnrm.cloud.google.com/v1beta1/ComputeSubnetwork";
    pub(crate) ManagedZone = "dns.cnrm.cloud.google.com/v1beta1/DNSManagedZone";
    pub(crate) RecordSet = "dns.cnrm.cloud.google.com/v1beta1/DNSRecordSet";
    pub(crate) AuditConfig = "iam.cnrm.cloud.google.com/v1beta1/IAMAuditConfig";
    pub(crate) PolicyMember = "iam.cnrm.cloud.google.com/v1beta1/IAMPolicyMember";
    pub(crate) CryptoKeySpecification = "kms.cnrm.cloud.google.com/v1beta1/KMSCryptoKey";
    pub(crate) KeyRing = "kms.cnrm.cloud.google.com/v1beta1/KMSKeyRing";
    pub(crate) LogBucket = "logging.cnrm.cloud.google.com/v1beta1/LoggingLogBucket";
    pub(crate) LogSink = "logging.cnrm.cloud.google.com/v1beta1/LoggingLogSink";
    pub(crate) ServiceConnection = "servicenetworking.cnrm.cloud.google.com/v1beta1/ServiceNetworkingConnection";
    pub(crate) SqlInstance = "sql.cnrm.cloud.google.com/v1beta1/SQLInstance";
    pub(crate) SqlDatabase = "sql.cnrm.cloud.google.com/v1beta1/SQLDatabase";
    pub(crate) StorageBucket = "storage.cnrm.cloud.google.com/v1beta1/StorageBucket";
}

/// A namespace, which has no specification.
#[derive(Debug, Clone)]
pub(crate) struct Namespace {
    pub(crate) metadata: Metadata,
}

impl Resource for Namespace {
    type Id = String;
    type Of = Objects;

    const TYPE: &'static ResourceType = &ResourceType::untyped("v1/Namespace");

    fn into_properties(self) -> Json {
        Object::new().with("metadata", self.metadata).into()
    }
}
