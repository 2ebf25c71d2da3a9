//! Networks, endpoints, and the names that lead to them.

use serde_json::Value;

use super::{meant, owner, parts, referred};
use crate::{
    document::{Thing, value},
    oracle::{
        Table,
        operated::{addresses, is_inside},
        when,
    },
};

pub(super) const TABLE: Table = &[
    ("AzureNetworkIsClosed", |it| {
        let rules = || parts(it, RULE);
        let out = rules().filter(|it| it.says("spec/access", "Allow") && it.says("spec/direction", "Outbound"));
        let wide: f64 = out.map(lets_out_to).sum();
        when(!rules().any(|it| denies_all(it, "Inbound")), "nothing denies what comes in")
            .or_else(|| {
                let open = !is_front(it) && !rules().any(|it| denies_all(it, "Outbound"));
                when(open, "nothing denies what goes out")
            })
            .or_else(|| when(wide > 2_f64.powi(24), "it lets out to most of the internet"))
    }),
    ("AzureSecurityRulesNameTheirWays", |it| {
        let anywhere = |it: &&str| ["*", "0.0.0.0/0", "Internet"].contains(it);
        let outward = it.says("spec/direction", "Outbound");
        let ends = ends(it, if outward { "destination" } else { "source" });
        let to_a_gateway = !outward && it.says("spec/destinationPortRange", "443");
        let open = ends.is_empty() || ends.iter().any(anywhere) && !to_a_gateway;
        when(it.says("spec/access", "Allow") && open, "it lets in or out whoever is not named")
    }),
    ("AzureSubnetIsBehindAGroup", |it| {
        if it.kind() != "VirtualNetwork" {
            return is_open(it);
        }
        let public = it.texts("spec/addressSpace/addressPrefixes").iter().any(|it| !is_inside(it));
        when(public, "it has addresses that are not private")
            .or_else(|| parts(it, SUBNET).find_map(is_open).map(|why| format!("a subnet of it: {why}")))
    }),
    ("AzureAddressIsOfAWay", |it| {
        if it.kind() == "NatGateway" {
            let all = it.list("spec/publicIpAddresses");
            let elsewhere =
                |one: &Value| meant(it, one.get("reference")).is_none_or(|it| it.kind() != "PublicIPAddress");
            return when(
                all.is_empty() || all.iter().any(elsewhere),
                "it goes out by an address that is not of the app",
            );
        }
        // What Azure knows by an object that names it is known to that.
        let of_front = it.beside("ApplicationGateway").any(|gateway| {
            let ways = gateway.list("spec/frontendIPConfigurations").iter();
            ways.into_iter()
                .any(|way| value(way, "publicIPAddress/reference/name").is_some_and(|name| name == it.name()))
        });
        let of_way_out = it.beside("NatGateway").any(|gateway| {
            gateway.list("spec/publicIpAddresses").iter().any(|one| one["reference"]["name"] == it.name())
        });
        when(!of_front && !of_way_out, "it is of no gateway of the app")
    }),
    ("AzureEndpointIsInANetwork", leads_elsewhere),
    ("AzureNamesArePrivate", |it| match it.kind() {
        "PrivateDnsZone" => {
            let private = it.text("spec/azureName").is_some_and(|it| it.starts_with("privatelink."));
            when(!private, "it has other names than those of endpoints")
                .or_else(|| parts(it, "PrivateDnsZonesVirtualNetworkLink").find_map(is_known))
        }
        "PrivateDnsZonesVirtualNetworkLink" => is_known(it),
        _ => {
            let zones = it.list("spec/privateDnsZoneConfigs");
            let zone = |zone: &Value| meant(it, zone.get("privateDnsZoneReference"));
            let elsewhere = |it: &Value| zone(it).is_none_or(|it| it.kind() != "PrivateDnsZone");
            let links = zones.iter().filter_map(zone).flat_map(|it| parts(it, "PrivateDnsZonesVirtualNetworkLink"));
            when(zones.is_empty() || zones.iter().any(elsewhere), "its names are in no zone of the app")
                .or_else(|| links.into_iter().find_map(is_known))
        }
    }),
];

const RULE: &str = "NetworkSecurityGroupsSecurityRule";
const SUBNET: &str = "VirtualNetworksSubnet";

/// Services of Azure's own that its names of addresses stand for.
const SERVICES: [&str; 5] = [
    "AzureActiveDirectory",
    "AzureFrontDoor.FirstParty",
    "AzureMonitor",
    "AzureResourceManager",
    "MicrosoftContainerRegistry",
];

/// What stands at an end of a rule.
fn ends<'a>(rule: Thing<'a>, side: &str) -> Vec<&'a str> {
    let one = rule.text(&format!("spec/{side}AddressPrefix"));
    one.into_iter().chain(rule.texts(&format!("spec/{side}AddressPrefixes"))).collect()
}

fn denies_all(rule: Thing<'_>, direction: &str) -> bool {
    rule.says("spec/access", "Deny")
        && rule.says("spec/direction", direction)
        && ["protocol", "sourcePortRange", "destinationPortRange"]
            .iter()
            .all(|it| rule.says(&format!("spec/{it}"), "*"))
        && ["source", "destination"].iter().all(|end| ends(rule, end) == ["*"])
}

/// Whether a group is in front of a gateway: nothing else is in the subnets behind it.
fn is_front(group: Thing<'_>) -> bool {
    let is_behind = |it: &Thing<'_>| it.says("spec/networkSecurityGroup/reference/name", group.name());
    let is_shared = |subnet: Thing<'_>| {
        let others = ["ManagedCluster", "ManagedClustersAgentPool", "PrivateEndpoint"].into_iter();
        let is_in = |it: Thing<'_>| it.written.json.to_string().contains(&format!("\"{}\"", subnet.name()));
        others.flat_map(|kind| group.beside(kind)).any(is_in)
    };
    let is_managed = parts(group, RULE).any(|it| ends(it, "source") == ["GatewayManager"]);
    is_managed && !group.beside(SUBNET).filter(is_behind).any(is_shared)
}

/// How many addresses of the internet a rule lets out to. Without an end, it is for all.
fn lets_out_to(rule: Thing<'_>) -> f64 {
    let of_end = |it: &&str| if SERVICES.contains(it) { 0.0 } else { addresses(it) };
    match ends(rule, "destination").as_slice() {
        [] => 2_f64.powi(32),
        ends => ends.iter().map(of_end).sum(),
    }
}

/// Why a subnet is not behind a group of the app, or has a way out of its own.
fn is_open(subnet: Thing<'_>) -> Option<String> {
    let group = referred(subnet, "NetworkSecurityGroup", "spec/networkSecurityGroup/reference");
    let public = !subnet.text("spec/addressPrefix").is_some_and(is_inside);
    when(group.is_none(), "it is behind no group of the app")
        .or_else(|| when(!subnet.is("spec/defaultOutboundAccess", false), "it has a way out of its own"))
        .or_else(|| when(public, "it has addresses that are not private"))
        .or_else(|| when(owner(subnet, "VirtualNetwork").is_none(), "it is of no network of the app"))
}

/// Why an endpoint is in no subnet of the app, or leads to something else than one store of the app.
fn leads_elsewhere(it: Thing<'_>) -> Option<String> {
    let ways = it.list("spec/privateLinkServiceConnections");
    let stores = ["FlexibleServer", "Redis", "RedisEnterprise", "Registry", "StorageAccount", "Vault"];
    let store =
        |way: &Value| meant(it, way.get("privateLinkServiceReference")).is_some_and(|it| stores.contains(&it.kind()));
    when(referred(it, SUBNET, "spec/subnet/reference").is_none(), "it is in no subnet of the app").or_else(|| {
        when(ways.len() != 1 || !ways.iter().all(store), "it leads to something else than a store of the app")
    })
}

/// Why somebody else than a network of the app knows the names of a zone.
fn is_known(link: Thing<'_>) -> Option<String> {
    when(referred(link, "VirtualNetwork", "spec/virtualNetwork/reference").is_none(), "another network knows its names")
        .or_else(|| when(link.is("spec/registrationEnabled", true), "whatever is in the network gets a name"))
}
