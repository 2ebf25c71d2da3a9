//! The kinds of objects that constructs make, as types. What is in their specifications, their constructs say.

use hc_cdk_manifest::kinds;

kinds! {
    pub(crate) RoleAssignment = "authorization.azure.com/v1api20220401/RoleAssignment";
    pub(crate) Redis = "cache.azure.com/v1api20241101/Redis";
    pub(crate) RedisEnterprise = "cache.azure.com/v20250701/RedisEnterprise";
    pub(crate) RedisEnterpriseDatabase = "cache.azure.com/v20250701/RedisEnterpriseDatabase";
    pub(crate) PremiumUser = "cache.azure.com/v1api20241101/RedisAccessPolicyAssignment";
    pub(crate) RedisUser = "cache.azure.com/v20250401/RedisEnterpriseDatabaseAccessPolicyAssignment";
    pub(crate) DiskEncryptionSet = "compute.azure.com/v1api20240302/DiskEncryptionSet";
    pub(crate) ContainerRegistry = "containerregistry.azure.com/v1api20230701/Registry";
    pub(crate) ManagedCluster = "containerservice.azure.com/v1api20240901/ManagedCluster";
    pub(crate) AgentPool = "containerservice.azure.com/v1api20240901/ManagedClustersAgentPool";
    pub(crate) Server = "dbforpostgresql.azure.com/v1api20240801/FlexibleServer";
    pub(crate) ServerSetting = "dbforpostgresql.azure.com/v1api20240801/FlexibleServersConfiguration";
    pub(crate) ServerDatabase = "dbforpostgresql.azure.com/v1api20240801/FlexibleServersDatabase";
    pub(crate) ActionGroup = "insights.azure.com/v1api20230101/ActionGroup";
    pub(crate) Diagnostics = "insights.azure.com/v1api20210501preview/DiagnosticSetting";
    pub(crate) Figure = "insights.azure.com/v1api20180301/MetricAlert";
    pub(crate) Query = "insights.azure.com/v1api20220615/ScheduledQueryRule";
    pub(crate) Vault = "keyvault.azure.com/v1api20230701/Vault";
    pub(crate) Identity = "managedidentity.azure.com/v1api20230131/UserAssignedIdentity";
    pub(crate) Credential = "managedidentity.azure.com/v1api20230131/FederatedIdentityCredential";
    pub(crate) Gateway = "network.azure.com/v1api20220701/ApplicationGateway";
    pub(crate) NatGateway = "network.azure.com/v1api20240301/NatGateway";
    pub(crate) SecurityGroup = "network.azure.com/v1api20240301/NetworkSecurityGroup";
    pub(crate) SecurityRule = "network.azure.com/v1api20240301/NetworkSecurityGroupsSecurityRule";
    pub(crate) DnsZone = "network.azure.com/v1api20240601/PrivateDnsZone";
    pub(crate) DnsLink = "network.azure.com/v1api20240601/PrivateDnsZonesVirtualNetworkLink";
    pub(crate) Endpoint = "network.azure.com/v1api20240301/PrivateEndpoint";
    pub(crate) EndpointNames = "network.azure.com/v1api20240301/PrivateEndpointsPrivateDnsZoneGroup";
    pub(crate) PublicAddress = "network.azure.com/v1api20240301/PublicIPAddress";
    pub(crate) VirtualNetwork = "network.azure.com/v1api20240301/VirtualNetwork";
    pub(crate) Subnet = "network.azure.com/v1api20240301/VirtualNetworksSubnet";
    pub(crate) FirewallPolicy = "network.azure.com/v1api20240101/WebApplicationFirewallPolicy";
    pub(crate) Workspace = "operationalinsights.azure.com/v1api20210601/Workspace";
    pub(crate) Group = "resources.azure.com/v1api20200601/ResourceGroup";
    pub(crate) StorageAccount = "storage.azure.com/v1api20230101/StorageAccount";
}
