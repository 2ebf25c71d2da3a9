//! Images that the nodes of a cluster cannot pull, since its network lets them out to services of Google alone, and these are of another
//! registry.

use hc_cdk::{check::Checked, finding::Finding, rule::Subject, value::Json};
use hc_cdk_manifest::read::{items, text, texts};

use crate::{names::RESTRICTED, rules::names};

pub(super) fn check(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    for pulls in checked.pulls() {
        let network = pulls.hosts;
        if !network.is("ComputeNetwork") || network.of_stack().any(|it| leads_out(&it, &network)) {
            continue;
        }
        let missing = pulls.but(|host| ["gcr.io", "pkg.dev"].iter().any(|it| host.ends_with(it)));
        if !missing.is_empty() {
            let message = format!(
                "lets nobody out to `{}`, where nodes of a cluster pull what {} runs",
                missing.join("`, `"),
                pulls.run_by(&missing)
            );
            let help = "copy the image into an `ArtifactRegistry`, or let them out to the network that the registry is in: `.allow_out(cidr!(\"203.0.113.0/24\"), 443)`";
            findings.push(network.stack.finding("ImageOutOfReach", network.resource.construct, message, help));
        }
    }
}

/// Whether a rule of a network lets hosts out to port 443 of something else than services of Google.
fn leads_out(rule: &Subject<'_>, network: &Subject<'_>) -> bool {
    let object = &rule.resource.properties;
    let is_of_it = rule.is("ComputeFirewall") && names(rule, network, rule.property("spec/networkRef/name"));
    let ports = items(object, &["spec", "allow"]).iter().filter(|it| text(it, &["protocol"]) == Some("tcp"));
    let is_443 = |it: &&Json| texts(it, &["ports"]).is_none_or(|ports| ports.contains(&"443"));
    let elsewhere = texts(object, &["spec", "destinationRanges"])
        .is_none_or(|all| all.iter().any(|it| *it != RESTRICTED.to_string()));
    is_of_it && rule.text("spec/direction") == Some("EGRESS") && elsewhere && ports.filter(is_443).count() > 0
}
