//! Names that Azure Service Operator and the cloud give a meaning.

/// The annotation of the operator that says what becomes of a resource when its object is deleted.
pub(crate) const RECONCILE: &str = "serviceoperator.azure.com/reconcile-policy";

/// What that annotation says where the resource stays.
pub(crate) const DETACH: &str = "detach-on-delete";

/// How the groups of kinds end that are the operator's own.
pub(crate) const GROUPS: &str = ".azure.com";

/// The domain in which vaults have names.
pub(crate) const VAULTS: &str = ".vault.azure.net";

/// The domain in which registries of images have names.
pub(crate) const REGISTRIES: &str = ".azurecr.io";

/// The identity that Azure makes for a registry, as the registry names it.
pub(crate) const SYSTEM: &str = "system";

/// Where the operator reads by what number that identity is known.
pub(crate) const PRINCIPAL_OF_A_REGISTRY: &str = "self.status.identity.principalId";

/// Where it reads by what number the nodes of a cluster are known when they pull images.
pub(crate) const PRINCIPAL_OF_NODES: &str = "self.status.identityProfile[\"kubeletidentity\"].objectId";

/// Whom tokens from elsewhere are made for that Azure takes.
pub(crate) const EXCHANGE: &str = "api://AzureADTokenExchange";

/// What whoever is let into a cache may do: everything on Managed Redis, which has no narrower policy, and on Premium everything but
/// commands that Redis counts as dangerous.
///
/// Source: "Configure custom data access policies".
pub(crate) const MANAGED_POLICY: &str = "default";
pub(crate) const PREMIUM_POLICY: &str = "Data Contributor";

/// The zones of a region that has several.
pub(crate) const ZONES: [&str; 3] = ["1", "2", "3"];

/// The annotations by which a service of a cluster has an address of the network: that its load balancer is inside of it, and which it is.
///
/// Source: "Use an internal load balancer with Azure Kubernetes Service".
pub(crate) const INSIDE: &str = "service.beta.kubernetes.io/azure-load-balancer-internal";
pub(crate) const ADDRESS: &str = "service.beta.kubernetes.io/azure-load-balancer-ipv4";

/// The tag of who configures gateways.
pub(crate) const GATEWAY_MANAGER: &str = "GatewayManager";

/// The tags of what nodes and pods reach of Azure itself: images of the cluster, who somebody is, the interface, and figures.
pub(crate) const TAGS: [(&str, &str); 5] = [
    ("Images", "MicrosoftContainerRegistry"),
    ("ImageLayers", "AzureFrontDoor.FirstParty"),
    ("Identities", "AzureActiveDirectory"),
    ("Resources", "AzureResourceManager"),
    ("Monitor", "AzureMonitor"),
];

/// The roles that constructs give, by the numbers that they have in each subscription.
pub(crate) mod role {
    /// Key Vault Crypto Service Encryption User: wraps and unwraps keys.
    pub(crate) const ENCRYPTS: &str = "e147488a-f6f5-4113-8e2d-b22465e65bf6";
    /// Key Vault Secrets User: reads secrets.
    pub(crate) const READS_SECRETS: &str = "4633458b-17de-408a-b874-0445c86b69e6";
    /// Reader: sees what something is.
    pub(crate) const READS: &str = "acdd72a7-3385-48ef-bd42-f606fba81ae7";
    /// Azure Kubernetes Service Cluster User Role: signs in to a cluster, which says what somebody may do in it.
    pub(crate) const SIGNS_IN: &str = "4abbcc35-e782-43d8-92c5-2d3f1bd2253f";
    /// `AcrPull`: pulls images.
    pub(crate) const PULLS: &str = "7f951dda-4ed3-4680-a7ca-43fe172d538d";
    /// `AcrPush`: pushes images, and pulls them.
    pub(crate) const PUSHES: &str = "8311e382-0749-4cb8-b61a-304f252e45ec";
    /// Network Contributor: joins a subnet.
    pub(crate) const JOINS: &str = "4d97b98b-1d4f-4787-a291-c67834d212e7";
}
