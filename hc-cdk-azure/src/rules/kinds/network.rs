//! The kinds of networks and the way in, and those of their members that rules judge or that open and keep nothing.

use hc_cdk_manifest::judged::Kind;

/// The kinds.
pub(super) const KINDS: &[Kind] = &[
    Kind::new("network", "ApplicationGateway", &[]),
    Kind::new(
        "network",
        "NatGateway",
        &[
            "location",
            "owner/name",
            "publicIpAddresses/*/reference/group",
            "publicIpAddresses/*/reference/kind",
            "publicIpAddresses/*/reference/name",
            "sku/name",
        ],
    ),
    Kind::new("network", "NetworkSecurityGroup", &["location", "owner/name"]),
    Kind::new(
        "network",
        "NetworkSecurityGroupsSecurityRule",
        &[
            "access",
            "destinationAddressPrefix",
            "destinationAddressPrefixes/*",
            "destinationPortRange",
            "direction",
            "owner/name",
            "priority",
            "protocol",
            "sourceAddressPrefix",
            "sourceAddressPrefixes/*",
            "sourcePortRange",
        ],
    ),
    Kind::new("network", "PrivateDnsZone", &["azureName", "location", "owner/name"]),
    Kind::new(
        "network",
        "PrivateDnsZonesVirtualNetworkLink",
        &[
            "location",
            "owner/name",
            "registrationEnabled",
            "virtualNetwork/reference/group",
            "virtualNetwork/reference/kind",
            "virtualNetwork/reference/name",
        ],
    ),
    Kind::new(
        "network",
        "PrivateEndpoint",
        &[
            "location",
            "owner/name",
            "privateLinkServiceConnections/*/groupIds/*",
            "privateLinkServiceConnections/*/name",
            "privateLinkServiceConnections/*/privateLinkServiceReference/group",
            "privateLinkServiceConnections/*/privateLinkServiceReference/kind",
            "privateLinkServiceConnections/*/privateLinkServiceReference/name",
            "subnet/reference/group",
            "subnet/reference/kind",
            "subnet/reference/name",
        ],
    ),
    Kind::new(
        "network",
        "PrivateEndpointsPrivateDnsZoneGroup",
        &[
            "owner/name",
            "privateDnsZoneConfigs/*/name",
            "privateDnsZoneConfigs/*/privateDnsZoneReference/group",
            "privateDnsZoneConfigs/*/privateDnsZoneReference/kind",
            "privateDnsZoneConfigs/*/privateDnsZoneReference/name",
        ],
    ),
    Kind::new(
        "network",
        "PublicIPAddress",
        &["location", "owner/name", "publicIPAllocationMethod", "sku/name", "sku/tier", "zones/*"],
    ),
    Kind::new("network", "VirtualNetwork", &["addressSpace/addressPrefixes/*", "location", "owner/name"]),
    Kind::new(
        "network",
        "VirtualNetworksSubnet",
        &[
            "addressPrefix",
            "defaultOutboundAccess",
            "natGateway/reference/group",
            "natGateway/reference/kind",
            "natGateway/reference/name",
            "networkSecurityGroup/reference/group",
            "networkSecurityGroup/reference/kind",
            "networkSecurityGroup/reference/name",
            "owner/name",
            "privateEndpointNetworkPolicies",
        ],
    ),
    Kind::new("network", "WebApplicationFirewallPolicy", &[]),
];
