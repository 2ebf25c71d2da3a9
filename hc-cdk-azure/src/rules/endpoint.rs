//! Private endpoints and the names that lead to them.

use hc_cdk::{
    control::{Control, hipaa, iso27001, soc2},
    rule::{Must, Subject, real_data},
    value::Json,
};

use super::{
    kinds::is_so,
    network::is_front,
    read::{has_only, is, items, meant, mentions, of_stack, owner, parts, referred, texts},
};

/// The names under which stores of Azure are known in a network, each with what it is called in the construct.
pub(crate) const PRIVATE_NAMES: [(&str, &str); 6] = [
    ("VaultNames", "privatelink.vaultcore.azure.net"),
    ("PostgresNames", "privatelink.postgres.database.azure.com"),
    ("RedisNames", "privatelink.redis.cache.windows.net"),
    ("ManagedRedisNames", "privatelink.redis.azure.net"),
    ("BlobNames", "privatelink.blob.core.windows.net"),
    ("ImageNames", "privatelink.azurecr.io"),
];

const PRIVATE: &[Control] = &[hipaa::ACCESS_CONTROL, soc2::BOUNDARY_PROTECTION, iso27001::SEGREGATION];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub STORE_IS_PRIVATE = "AzureStoreIsPrivate" {
        sentence: "a store on Azure is reached at an address of a network of the app, and by nobody from the internet",
        controls: PRIVATE,
        on: &["FlexibleServer", "Redis", "RedisEnterprise"],
        when: real_data,
        must: Must::Hold(|it| {
            let place = if it.is("FlexibleServer") { "spec/network/publicNetworkAccess" } else { "spec/publicNetworkAccess" };
            it.text(place) == Some("Disabled") && has_endpoint(it)
        }),
        message: "is reached from the internet, or from no network of the app",
        help: "use the construct of the store, which has a private endpoint",
    }

    pub ENDPOINT_IS_IN_A_NETWORK = "AzureEndpointIsInANetwork" {
        sentence: "a private endpoint of Azure is in a subnet of the app, and leads to one store of the app",
        controls: PRIVATE,
        on: &["PrivateEndpoint"],
        when: real_data,
        must: Must::Hold(is_in_a_network),
        message: "is in no subnet of the app, or leads to something else than a store of the app",
        help: "use the construct of the store, which has one",
    }

    pub NAMES_ARE_PRIVATE = "AzureNamesArePrivate" {
        sentence: "names that a network of Azure gives stores are those of private endpoints, and only networks of the app know them",
        controls: PRIVATE,
        on: &[ZONE, LINK, "PrivateEndpointsPrivateDnsZoneGroup"],
        when: real_data,
        must: Must::Hold(|it| match it.kind() {
            ZONE => is_private(it),
            LINK => is_of_a_network(it),
            _ => {
                let zones = items(&it.resource.properties, &["spec", "privateDnsZoneConfigs"]);
                let is_ours = |one: &Json| {
                    let zone = one.get("privateDnsZoneReference").and_then(|zone| meant(it, zone, ZONE));
                    has_only(one, &["name", "privateDnsZoneReference"]) && zone.is_some_and(|it| is_so(&it, is_private))
                };
                owner(it, "PrivateEndpoint").is_some() && !zones.is_empty() && zones.iter().all(is_ours)
            }
        }),
        message: "is known to another network, or leads somewhere else than to a private endpoint of the app",
        help: "use a `Network` and the construct of the store",
    }
}

const ZONE: &str = "PrivateDnsZone";
const LINK: &str = "PrivateDnsZonesVirtualNetworkLink";

/// Whether a zone has names of endpoints alone, and no networks but those of the app know it.
fn is_private(zone: &Subject<'_>) -> bool {
    let name = zone.text("spec/azureName");
    PRIVATE_NAMES.iter().any(|(_, it)| name == Some(it))
        && parts(zone, LINK).iter().all(|link| is_so(link, is_of_a_network))
}

fn is_of_a_network(link: &Subject<'_>) -> bool {
    owner(link, ZONE).is_some()
        && is(link, "spec/registrationEnabled", false)
        && referred(link, "spec/virtualNetwork/reference", "VirtualNetwork").is_some()
}

/// The kinds that have private endpoints, each with which part of it is reached.
const REACHED: [(&str, &str); 6] = [
    ("FlexibleServer", "postgresqlServer"),
    ("Redis", "redisCache"),
    ("RedisEnterprise", "redisEnterprise"),
    ("Registry", "registry"),
    ("StorageAccount", "blob"),
    ("Vault", "vault"),
];

fn is_in_a_network(endpoint: &Subject<'_>) -> bool {
    let subnet = referred(endpoint, "spec/subnet/reference", "VirtualNetworksSubnet");
    let ways = items(&endpoint.resource.properties, &["spec", "privateLinkServiceConnections"]);
    subnet.is_some_and(|it| !is_behind_a_front(&it))
        && endpoint.lacks("spec/manualPrivateLinkServiceConnections")
        && ways.len() == 1
        && ways.iter().all(|way| leads_to_a_store(endpoint, way))
        && !parts(endpoint, "PrivateEndpointsPrivateDnsZoneGroup").is_empty()
}

fn leads_to_a_store(it: &Subject<'_>, way: &Json) -> bool {
    let parts = texts(way, &["groupIds"]).unwrap_or_default();
    way.get("privateLinkServiceReference").is_some_and(|reference| {
        REACHED.iter().any(|(kind, part)| parts == [*part] && meant(it, reference, kind).is_some())
    })
}

/// Whether the security group of a subnet is one that lets out to anywhere, or nobody knows which it is.
pub(super) fn is_behind_a_front(subnet: &Subject<'_>) -> bool {
    referred(subnet, "spec/networkSecurityGroup/reference", "NetworkSecurityGroup").is_none_or(|it| is_front(&it))
}

/// Whether something is reached at a private endpoint in a network of the app.
pub(super) fn has_endpoint(it: &Subject<'_>) -> bool {
    of_stack(it, "PrivateEndpoint").any(|other| mentions(&other, it) && is_so(&other, is_in_a_network))
}

/// Whether lists of networks let in nobody but services of Azure that it trusts.
pub(super) fn is_closed_to_networks(it: &Subject<'_>, path: &str) -> bool {
    it.text(&format!("{path}/defaultAction")) == Some("Deny")
        && matches!(it.text(&format!("{path}/bypass")), Some("AzureServices" | "None"))
        && ["ipRules", "resourceAccessRules", "virtualNetworkRules"]
            .iter()
            .all(|name| it.lacks(&format!("{path}/{name}")))
}
