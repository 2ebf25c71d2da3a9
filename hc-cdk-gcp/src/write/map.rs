//! The networks on Google Cloud, for whoever draws a map of them.

use hc_cdk::{
    check::Checked,
    target::{NetworkMap, NetworkPart, Passage, Target},
    value::Json,
};
use hc_cdk_manifest::map::{Stands, everybody, objects, parts, texts};

use crate::stack::Gcp;

/// What networks are made of.
const KINDS: [Stands; 4] = [
    Stands { kind: "ComputeNetwork", is: "network", at: &[] },
    Stands { kind: "ComputeRouterNAT", is: "way out to the internet", at: &[] },
    Stands { kind: "ComputeSubnetwork", is: "subnet", at: &["spec/ipCidrRange"] },
    Stands { kind: "ServiceNetworkingConnection", is: "way to services of Google", at: &["spec/service"] },
];

/// Adds what is read in the objects.
pub(super) fn read(checked: &Checked<'_>, map: &mut NetworkMap) {
    parts(checked, Gcp::NAME, &KINDS, map);
    for (by, object) in objects(checked, Gcp::NAME).filter(|(_, it)| it.short_kind() == "ComputeFirewall") {
        let rule = &object.properties;
        let is_in = rule.at("spec/direction").and_then(Json::as_text) != Some("EGRESS");
        let own = texts(rule, &["spec/targetTags", "spec/targetServiceAccounts"]);
        let own = if own.is_empty() { "all hosts of the network".to_owned() } else { own };
        let peer = if is_in {
            &["spec/sourceRanges", "spec/sourceTags", "spec/sourceServiceAccounts"][..]
        } else {
            &["spec/destinationRanges"]
        };
        let peer = everybody(texts(rule, peer));
        if rule.at("spec/deny").is_some() {
            let is = if is_in {
                "lets nobody in that no other rule does"
            } else {
                "lets nothing out that no other rule does"
            };
            map.parts.push(NetworkPart { by, is, at: own });
            continue;
        }
        let (from, to) = if is_in { (peer, own) } else { (own, peer) };
        for allowed in rule.at("spec/allow").and_then(Json::as_list).unwrap_or_default() {
            let (ports, protocol) = (texts(allowed, &["ports"]), texts(allowed, &["protocol"]));
            let ports = match (ports.as_str(), protocol.as_str()) {
                ("", "all") => "all".to_owned(),
                ("", protocol) => format!("all/{protocol}"),
                (ports, protocol) => format!("{ports}/{protocol}"),
            };
            map.passages.push(Passage { by, from: from.clone(), to: to.clone(), ports });
        }
    }
}
