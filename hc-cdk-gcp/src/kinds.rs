//! The kinds of objects that constructs make, as types. What is in their specifications, their constructs say.

use hc_cdk_manifest::kinds;

kinds! {
    pub(crate) ArtifactRepository = "artifactregistry.cnrm.cloud.google.com/v1beta1/ArtifactRegistryRepository";
    pub(crate) Certificate = "certificatemanager.cnrm.cloud.google.com/v1beta1/CertificateManagerCertificate";
    pub(crate) CertificateMap = "certificatemanager.cnrm.cloud.google.com/v1beta1/CertificateManagerCertificateMap";
    pub(crate) CertificateMapEntry = "certificatemanager.cnrm.cloud.google.com/v1beta1/CertificateManagerCertificateMapEntry";
    pub(crate) BackendService = "compute.cnrm.cloud.google.com/v1beta1/ComputeBackendService";
    pub(crate) ForwardingRule = "compute.cnrm.cloud.google.com/v1beta1/ComputeForwardingRule";
    pub(crate) HealthCheck = "compute.cnrm.cloud.google.com/v1beta1/ComputeHealthCheck";
    pub(crate) SecurityPolicy = "compute.cnrm.cloud.google.com/v1beta1/ComputeSecurityPolicy";
    pub(crate) SslPolicy = "compute.cnrm.cloud.google.com/v1beta1/ComputeSSLPolicy";
    pub(crate) HttpsProxy = "compute.cnrm.cloud.google.com/v1beta1/ComputeTargetHTTPSProxy";
    pub(crate) UrlMap = "compute.cnrm.cloud.google.com/v1beta1/ComputeURLMap";
    pub(crate) AlertSpecification = "monitoring.cnrm.cloud.google.com/v1beta1/MonitoringAlertPolicy";
    pub(crate) ChannelSpecification = "monitoring.cnrm.cloud.google.com/v1beta1/MonitoringNotificationChannel";
    pub(crate) UptimeSpecification = "monitoring.cnrm.cloud.google.com/v1beta1/MonitoringUptimeCheckConfig";
    pub(crate) Address = "compute.cnrm.cloud.google.com/v1beta1/ComputeAddress";
    pub(crate) Firewall = "compute.cnrm.cloud.google.com/v1beta1/ComputeFirewall";
    pub(crate) ComputeNetwork = "compute.cnrm.cloud.google.com/v1beta1/ComputeNetwork";
    pub(crate) Router = "compute.cnrm.cloud.google.com/v1beta1/ComputeRouter";
    pub(crate) RouterNat = "compute.cnrm.cloud.google.com/v1beta1/ComputeRouterNAT";
    pub(crate) Subnetwork = "compute.cnrm.cloud.google.com/v1beta1/ComputeSubnetwork";
    pub(crate) ContainerCluster = "container.cnrm.cloud.google.com/v1beta1/ContainerCluster";
    pub(crate) NodePool = "container.cnrm.cloud.google.com/v1beta1/ContainerNodePool";
    pub(crate) BackupPlan = "gkebackup.cnrm.cloud.google.com/v1alpha1/GKEBackupBackupPlan";
    pub(crate) ServiceAccount = "iam.cnrm.cloud.google.com/v1beta1/IAMServiceAccount";
    pub(crate) IdentityPool = "iam.cnrm.cloud.google.com/v1beta1/IAMWorkloadIdentityPool";
    pub(crate) IdentityProvider = "iam.cnrm.cloud.google.com/v1beta1/IAMWorkloadIdentityPoolProvider";
    pub(crate) RedisInstance = "redis.cnrm.cloud.google.com/v1beta1/RedisInstance";
    pub(crate) ManagedZone = "dns.cnrm.cloud.google.com/v1beta1/DNSManagedZone";
    pub(crate) RecordSet = "dns.cnrm.cloud.google.com/v1beta1/DNSRecordSet";
    pub(crate) AuditConfig = "iam.cnrm.cloud.google.com/v1beta1/IAMAuditConfig";
    pub(crate) PolicyMember = "iam.cnrm.cloud.google.com/v1beta1/IAMPolicyMember";
    pub(crate) CryptoKeySpecification = "kms.cnrm.cloud.google.com/v1beta1/KMSCryptoKey";
    pub(crate) KeyRing = "kms.cnrm.cloud.google.com/v1beta1/KMSKeyRing";
    pub(crate) LogBucket = "logging.cnrm.cloud.google.com/v1beta1/LoggingLogBucket";
    pub(crate) LogSink = "logging.cnrm.cloud.google.com/v1beta1/LoggingLogSink";
    pub(crate) SecretManagerSecret = "secretmanager.cnrm.cloud.google.com/v1beta1/SecretManagerSecret";
    pub(crate) ServiceConnection = "servicenetworking.cnrm.cloud.google.com/v1beta1/ServiceNetworkingConnection";
    pub(crate) SqlInstance = "sql.cnrm.cloud.google.com/v1beta1/SQLInstance";
    pub(crate) SqlUser = "sql.cnrm.cloud.google.com/v1beta1/SQLUser";
    pub(crate) SqlDatabase = "sql.cnrm.cloud.google.com/v1beta1/SQLDatabase";
    pub(crate) StorageBucket = "storage.cnrm.cloud.google.com/v1beta1/StorageBucket";
}
