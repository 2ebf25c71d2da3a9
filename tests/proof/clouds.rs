//! Objects of operators of clouds that nobody asked for, beside those of a stack: each is a part of one of these, and weaker than it.

use hc_cdk::{
    model::{ResourceModel, StackModel},
    value::{Json, Object},
};

/// What may stand beside an object of a kind: what it is, its own kind, and its specification by the name of the other.
type Row = (&'static str, &'static str, &'static str, fn(&str) -> Object);

const POOL: &str = "container.cnrm.cloud.google.com/v1beta1/ContainerNodePool";
const RULE: &str = "compute.cnrm.cloud.google.com/v1beta1/ComputeFirewall";
const ENTRY: &str = "certificatemanager.cnrm.cloud.google.com/v1beta1/CertificateManagerCertificateMapEntry";
const RECORD: &str = "dns.cnrm.cloud.google.com/v1beta1/DNSRecordSet";
const GRANT: &str = "iam.cnrm.cloud.google.com/v1beta1/IAMPolicyMember";
const USER: &str = "sql.cnrm.cloud.google.com/v1beta1/SQLUser";
const PROVIDER: &str = "iam.cnrm.cloud.google.com/v1beta1/IAMWorkloadIdentityPoolProvider";
const NODES: &str = "containerservice.azure.com/v1api20240901/ManagedClustersAgentPool";
const SUBNET: &str = "network.azure.com/v1api20240301/VirtualNetworksSubnet";
const LINK: &str = "network.azure.com/v1api20240601/PrivateDnsZonesVirtualNetworkLink";
const OPENED: &str = "network.azure.com/v1api20240301/NetworkSecurityGroupsSecurityRule";
const TOLD: &str = "dbforpostgresql.azure.com/v1api20240801/FlexibleServersConfiguration";
const DATABASE: &str = "cache.azure.com/v20250401/RedisEnterpriseDatabase";
const CREDENTIAL: &str = "managedidentity.azure.com/v1api20230131/FederatedIdentityCredential";

fn named(name: &str) -> Object {
    Object::new().with("name", name.to_owned())
}

fn of(name: &str) -> Object {
    Object::new().with("owner", named(name))
}

const ROWS: &[Row] = &[
    ("ContainerCluster", "nodes of the internet", POOL, |it| {
        let shielded = Object::new().with("enableSecureBoot", false);
        let nodes = Object::new().with("shieldedInstanceConfig", shielded).with("imageType", "UBUNTU_CONTAINERD");
        Object::new().with("clusterRef", named(it)).with("location", "us-central1-a").with("nodeConfig", nodes)
    }),
    ("ComputeNetwork", "a way in for everybody", RULE, |it| {
        let all = vec![Object::new().with("protocol", "all")];
        let rule = Object::new().with("networkRef", named(it)).with("direction", "INGRESS").with("priority", 1);
        rule.with("allow", all).with("sourceRanges", vec![Json::from("0.0.0.0/0")])
    }),
    ("ComputeNetwork", "a way out to everywhere", RULE, |it| {
        let all = vec![Object::new().with("protocol", "all")];
        Object::new().with("networkRef", named(it)).with("direction", "EGRESS").with("allow", all)
    }),
    ("CertificateManagerCertificateMap", "a certificate of somebody", ENTRY, |it| {
        let entry = Object::new().with("mapRef", named(it)).with("hostname", "other.example.org");
        entry.with("certificatesRefs", vec![named("elsewhere")])
    }),
    ("DNSManagedZone", "a name that leads out", RECORD, |it| {
        let record = Object::new().with("managedZoneRef", named(it)).with("type", "A").with("name", "out.example.org.");
        record.with("ttl", 300).with("rrdatas", vec![Json::from("203.0.113.1")])
    }),
    ("IAMServiceAccount", "somebody who acts as it", GRANT, |it| {
        let on = named(it).with("apiVersion", "iam.cnrm.cloud.google.com/v1beta1").with("kind", "IAMServiceAccount");
        let grant = Object::new().with("member", "user:jane.roe@example.org").with("resourceRef", on);
        grant.with("role", "roles/iam.serviceAccountTokenCreator")
    }),
    ("SQLInstance", "a user with a password", USER, |it| {
        Object::new().with("instanceRef", named(it)).with("type", "BUILT_IN").with("resourceID", "admin")
    }),
    ("IAMWorkloadIdentityPool", "a provider that lets in everybody", PROVIDER, |it| {
        let oidc = Object::new().with("issuerUri", "https://token.actions.githubusercontent.com");
        let mapping = Object::new().with("google.subject", "assertion.sub");
        Object::new().with("workloadIdentityPoolRef", named(it)).with("oidc", oidc).with("attributeMapping", mapping)
    }),
    ("ManagedCluster", "nodes of the internet", NODES, |it| {
        of(it).with("enableNodePublicIP", true).with("minCount", 1)
    }),
    ("VirtualNetwork", "a subnet that is behind nothing", SUBNET, |it| of(it).with("addressPrefix", "10.50.250.0/24")),
    ("PrivateDnsZone", "another network", LINK, |it| {
        let network = named("elsewhere").with("group", "network.azure.com").with("kind", "VirtualNetwork");
        of(it).with("virtualNetwork", Object::new().with("reference", network)).with("registrationEnabled", true)
    }),
    ("NetworkSecurityGroup", "a way out to everywhere", OPENED, |it| {
        let rule = of(it).with("access", "Allow").with("direction", "Outbound").with("priority", 101);
        let rule = rule.with("protocol", "*").with("sourcePortRange", "*").with("destinationPortRange", "*");
        rule.with("sourceAddressPrefix", "*").with("destinationAddressPrefix", "*")
    }),
    ("FlexibleServer", "a setting that is another", TOLD, |it| {
        of(it).with("azureName", "require_secure_transport").with("value", "off").with("source", "user-override")
    }),
    ("RedisEnterprise", "a database with keys", DATABASE, |it| {
        of(it).with("clientProtocol", "Plaintext").with("accessKeysAuthentication", "Enabled")
    }),
    ("UserAssignedIdentity", "somebody else who takes it on", CREDENTIAL, |it| {
        let audiences = vec![Json::from("api://AzureADTokenExchange")];
        of(it).with("issuer", "https://issuer.example.org").with("subject", "anybody").with("audiences", audiences)
    }),
];

/// Every such object that a stack may get: what it is, its kind, and what it says.
pub(crate) fn beside(stack: &StackModel) -> Vec<(String, &'static str, Object)> {
    let at = |it: &ResourceModel, path: &str| it.properties.at(path).cloned();
    let mut all = Vec::new();
    for it in &stack.resources {
        let Some(name) = it.properties.at("metadata/name").and_then(Json::as_text) else { continue };
        let kind = it.kind().rsplit('/').next().unwrap_or_default();
        for (_, what, own, spec) in ROWS.iter().filter(|(of, ..)| *of == kind) {
            let mut metadata = named("neighbour");
            metadata.put("namespace", at(it, "metadata/namespace"));
            let object = Object::new().with("metadata", metadata).with("spec", spec(name));
            all.push((format!("{what} beside {}", it.logical_id), *own, object));
        }
    }
    all
}
