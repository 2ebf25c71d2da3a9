//! The networks on Azure, for whoever draws a map of them.

use hc_cdk::{
    check::Checked,
    target::{NetworkMap, NetworkPart, Passage, Target},
    value::Json,
};
use hc_cdk_manifest::map::{Stands, everybody, objects, parts, texts};

use crate::stack::Azure;

/// What networks are made of.
const KINDS: [Stands; 5] = [
    Stands { kind: "NatGateway", is: "way out to the internet", at: &[] },
    Stands { kind: "PrivateEndpoint", is: "endpoint of a service", at: &[] },
    Stands { kind: "PublicIPAddress", is: "address in the internet", at: &[] },
    Stands { kind: "VirtualNetwork", is: "network", at: &["spec/addressSpace/addressPrefixes"] },
    Stands { kind: "VirtualNetworksSubnet", is: "subnet", at: &["spec/addressPrefix", "spec/addressPrefixes"] },
];

/// Adds what is read in the objects.
pub(super) fn read(checked: &Checked<'_>, map: &mut NetworkMap) {
    parts(checked, Azure::NAME, &KINDS, map);
    for (by, object) in
        objects(checked, Azure::NAME).filter(|(_, it)| it.short_kind() == "NetworkSecurityGroupsSecurityRule")
    {
        let rule = &object.properties;
        let end = |paths: &[&str]| everybody(texts(rule, paths));
        let from = end(&["spec/sourceAddressPrefix", "spec/sourceAddressPrefixes"]);
        let to = end(&["spec/destinationAddressPrefix", "spec/destinationAddressPrefixes"]);
        if rule.at("spec/access").and_then(Json::as_text) != Some("Allow") {
            let is_in = rule.at("spec/direction").and_then(Json::as_text) == Some("Inbound");
            let is = if is_in {
                "lets nobody in that no other rule does"
            } else {
                "lets nothing out that no other rule does"
            };
            map.parts.push(NetworkPart { by, is, at: texts(rule, &["spec/owner/name"]) });
            continue;
        }
        let ports = texts(rule, &["spec/destinationPortRange", "spec/destinationPortRanges"]);
        let ports = match (ports.as_str(), texts(rule, &["spec/protocol"]).to_lowercase().as_str()) {
            ("*", "*") => "all".to_owned(),
            ("*", protocol) => format!("all/{protocol}"),
            (ports, "*") => ports.to_owned(),
            (ports, protocol) => format!("{ports}/{protocol}"),
        };
        map.passages.push(Passage { by, from, to, ports });
    }
}
