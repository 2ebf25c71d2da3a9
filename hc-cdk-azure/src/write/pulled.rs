//! Images that the nodes of a cluster cannot pull, since its network lets them out to services of Azure alone, and these are of another
//! registry.

use hc_cdk::{check::Checked, finding::Finding, rule::Subject};

use crate::{
    names::TAGS,
    rules::{mentions, parts},
};

pub(super) fn check(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    for pulls in checked.pulls() {
        let network = pulls.hosts;
        if !network.is("VirtualNetwork") || leads_out(&network) {
            continue;
        }
        let missing = pulls.but(|host| host.ends_with(".azurecr.io") || host == "mcr.microsoft.com");
        if !missing.is_empty() {
            let message = format!(
                "lets nobody out to `{}`, where nodes of a cluster pull what {} runs",
                missing.join("`, `"),
                pulls.run_by(&missing)
            );
            let help = "copy the image into a `ContainerRegistry`, or let them out to the network that the registry is in: `.allow_out(cidr!(\"203.0.113.0/24\"), 443)`";
            findings.push(network.stack.finding("ImageOutOfReach", network.resource.construct, message, help));
        }
    }
}

/// Whether a security group in front of a subnet of the network lets something out to port 443 of another network.
fn leads_out(network: &Subject<'_>) -> bool {
    let subnets = parts(network, "VirtualNetworksSubnet");
    let mut groups = network.of_stack().filter(|it| it.is("NetworkSecurityGroup"));
    groups.any(|group| {
        subnets.iter().any(|it| mentions(it, &group))
            && parts(&group, "NetworkSecurityGroupsSecurityRule").iter().any(lets_out)
    })
}

/// Whether a rule lets something out to port 443 of a network, and not of a service of Azure.
fn lets_out(rule: &Subject<'_>) -> bool {
    let is = |name: &str, value: &str| rule.text(&format!("spec/{name}")) == Some(value);
    let tag = rule.text("spec/destinationAddressPrefix");
    let is_service = tag.is_some_and(|tag| TAGS.iter().any(|(_, it)| *it == tag));
    is("access", "Allow") && is("direction", "Outbound") && is("destinationPortRange", "443") && !is_service
}
