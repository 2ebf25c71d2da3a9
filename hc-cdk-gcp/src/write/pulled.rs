//! Images that the nodes of a cluster cannot pull, since its network lets them out to services of Google alone, and these are of another
//! registry.
//!
//! Less is found rather than more: a network whose rules cannot be read, or that refuses nothing, as Google Cloud does unless it is told
//! to, lets nodes out.

use hc_cdk::{check::Checked, finding::Finding, literal::cidr::CidrBlock, rule::Subject, target::Target, value::Json};
use hc_cdk_manifest::{
    read::{has_port, is, items, list, number, text, texts},
    world::subjects,
};

use crate::{
    names::{PRIVATE, RESTRICTED},
    rules::names,
    stack::Gcp,
};

pub(super) fn check(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    let pulls = checked.pulls();
    if !pulls.iter().any(|it| it.hosts.is(NETWORK)) {
        return;
    }
    let all: Vec<Subject<'_>> =
        subjects(checked, Gcp::NAME).filter(|it| it.is(FIREWALL) || it.is(SUBNETWORK)).collect();
    for pulls in pulls.iter().filter(|it| it.hosts.is(NETWORK)) {
        let network = pulls.hosts;
        if leads_out(&all, &network) {
            continue;
        }
        let missing = pulls.but(|host| REGISTRIES.iter().any(|it| is_within(host, it)));
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

const NETWORK: &str = "ComputeNetwork";
const FIREWALL: &str = "ComputeFirewall";
const SUBNETWORK: &str = "ComputeSubnetwork";

/// The domains of Google's registries.
const REGISTRIES: [&str; 2] = ["gcr.io", "pkg.dev"];

/// The port at which images are pulled.
const HTTPS: u16 = 443;

/// The place of a rule that says none. Lower numbers are asked first.
const PLACE: i64 = 1000;

/// Whether a host is of a domain.
fn is_within(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain).is_some_and(|it| it.is_empty() || it.ends_with('.'))
}

/// Whether a network lets hosts out to something else than services of Google and what is its own.
fn leads_out(all: &[Subject<'_>], network: &Subject<'_>) -> bool {
    let of_network = |kind: &'static str| all.iter().filter(move |it| it.is(kind) && is_of(it, network));
    let own: Vec<CidrBlock> = of_network(SUBNETWORK).flat_map(ranges).collect();
    let rules = || {
        let out = of_network(FIREWALL).filter(|it| it.text("spec/direction") == Some("EGRESS"));
        out.filter(|it| !is(&it.resource.properties, &["spec", "disabled"], true))
    };
    let Some(last) = rules().filter_map(refuses).min() else { return true };
    // Of two at one place the one that refuses holds.
    let is_asked = |it: &&Subject<'_>| place(it).is_none_or(|it| it < last);
    rules().filter(is_asked).any(|it| is_about(it, "allow") != Some(false) && leads_elsewhere(it, &own))
}

/// Whether something is of a network: by the name of its object, or by what the cloud calls it.
fn is_of(it: &Subject<'_>, network: &Subject<'_>) -> bool {
    let external = it.property("spec/networkRef/external").map(Json::as_text);
    let name = network.text("spec/resourceID").or_else(|| network.text("metadata/name"));
    names(it, network, it.property("spec/networkRef/name"))
        || external.is_some_and(|it| it.is_none_or(|it| it.rsplit('/').next() == name))
}

/// The addresses of a subnetwork.
fn ranges(subnetwork: &Subject<'_>) -> Vec<CidrBlock> {
    let more = items(&subnetwork.resource.properties, &["spec", "secondaryIpRange"]);
    let more = more.iter().filter_map(|it| text(it, &["ipCidrRange"]));
    let all = subnetwork.text("spec/ipCidrRange").into_iter().chain(more);
    all.filter_map(|it| CidrBlock::parse(it).ok()).collect()
}

/// The place of a rule that refuses all hosts what no rule before it allows: whatever is outside, at the port of images.
fn refuses(rule: &Subject<'_>) -> Option<i64> {
    let object = &rule.resource.properties;
    let to = texts(object, &["spec", "destinationRanges"])?;
    let is_whole = (rule.lacks("spec/destinationRanges") || to.contains(&"0.0.0.0/0"))
        && ["disabled", "targetServiceAccounts", "targetTags"].iter().all(|it| rule.lacks(&format!("spec/{it}")))
        && is_about(rule, "deny") == Some(true);
    if is_whole { place(rule) } else { None }
}

/// The place of a rule, if it can be read.
fn place(rule: &Subject<'_>) -> Option<i64> {
    if rule.lacks("spec/priority") { Some(PLACE) } else { number(rule, "spec/priority") }
}

/// Whether what a rule allows or denies has the port of images; nothing where it cannot be read.
fn is_about(rule: &Subject<'_>, what: &str) -> Option<bool> {
    let mut is_it = false;
    for one in list(&rule.resource.properties, &["spec", what])? {
        let protocol = text(one, &["protocol"])?;
        let ports: Option<Vec<&str>> = list(one, &["ports"])?.iter().map(Json::as_text).collect();
        let ports = ports?;
        let is_tcp = ["6", "all", "tcp"].iter().any(|it| protocol.eq_ignore_ascii_case(it));
        is_it |= is_tcp && (ports.is_empty() || ports.iter().any(|it| has_port(it, HTTPS)));
    }
    Some(is_it)
}

/// Whether a rule is about something else than services of Google and the addresses of the network.
fn leads_elsewhere(rule: &Subject<'_>, own: &[CidrBlock]) -> bool {
    /// The widest range of which a network with these parts is taken for the whole.
    const WIDEST: u8 = 12;
    let is_own = |it: CidrBlock| {
        it.is_private() && it.prefix() >= WIDEST && own.iter().any(|own| own.contains(it) || it.contains(*own))
    };
    let is_of_google = |it: CidrBlock| [PRIVATE, RESTRICTED].iter().any(|of| of.contains(it));
    let is_known = |it: &Json| {
        let range = it.as_text().and_then(|it| CidrBlock::parse(it).ok());
        range.is_some_and(|it| is_own(it) || is_of_google(it))
    };
    let to = list(&rule.resource.properties, &["spec", "destinationRanges"]);
    to.is_none_or(|to| to.is_empty() || !to.iter().all(is_known))
}
