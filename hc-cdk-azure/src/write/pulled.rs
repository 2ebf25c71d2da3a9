//! Images that the nodes of a cluster cannot pull, since its network lets them out to what is named alone, and these are of another
//! registry.
//!
//! Less is found rather than more: a network whose rules cannot be read, or that refuses nothing, as Azure does unless it is told to, lets
//! nodes out.

use std::collections::BTreeSet;

use hc_cdk::{check::Checked, finding::Finding, literal::cidr::CidrBlock, rule::Subject, target::Target, value::Json};
use hc_cdk_manifest::{
    read::{has_port, list, number, texts},
    world::subjects,
};

use crate::{
    names::REGISTRIES,
    rules::{is_owned_by, mentions},
    stack::Azure,
};

pub(super) fn check(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    let pulls = checked.pulls();
    if !pulls.iter().any(|it| it.hosts.is(NETWORK)) {
        return;
    }
    let all: Vec<Subject<'_>> = subjects(checked, Azure::NAME).filter(|it| KINDS.contains(&it.kind())).collect();
    let registries: BTreeSet<String> = all.iter().filter_map(address).collect();
    for pulls in pulls.iter().filter(|it| it.hosts.is(NETWORK)) {
        let network = pulls.hosts;
        let Some(services) = lets_out(&all, &network) else { continue };
        let reaches = |names: &[&str]| names.iter().any(|name| services.iter().any(|it| is_of_service(it, name)));
        let missing = pulls.but(|host| match host {
            "mcr.microsoft.com" => reaches(&["MicrosoftContainerRegistry", "AzureCloud"]),
            _ if host.ends_with(REGISTRIES) => {
                registries.contains(host) || reaches(&["AzureContainerRegistry", "AzureCloud"])
            }
            _ => false,
        });
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

const NETWORK: &str = "VirtualNetwork";
const SUBNET: &str = "VirtualNetworksSubnet";
const GROUP: &str = "NetworkSecurityGroup";
const RULE: &str = "NetworkSecurityGroupsSecurityRule";
const REGISTRY: &str = "Registry";
const POOLS: [&str; 2] = ["ManagedCluster", "ManagedClustersAgentPool"];
const KINDS: [&str; 6] = [SUBNET, GROUP, RULE, REGISTRY, POOLS[0], POOLS[1]];

/// The port at which images are pulled.
const HTTPS: u16 = 443;

/// Where images of a registry of the app are pulled, which has an endpoint in the network.
fn address(it: &Subject<'_>) -> Option<String> {
    let name = it.text("spec/azureName").or_else(|| it.text("metadata/name"));
    name.filter(|_| it.is(REGISTRY)).map(|it| format!("{}{REGISTRIES}", it.to_lowercase()))
}

/// Whether a tag is that of a service, or of the service in a region.
fn is_of_service(tag: &str, name: &str) -> bool {
    tag.strip_prefix(name).is_some_and(|it| it.is_empty() || it.starts_with('.'))
}

/// The services of Azure that a network lets its nodes out to where it lets them out to nothing else.
fn lets_out<'a>(all: &[Subject<'a>], network: &Subject<'a>) -> Option<Vec<&'a str>> {
    let subnets = || all.iter().filter(|it| it.is(SUBNET) && is_owned_by(it, network));
    let has_nodes = |subnet: &Subject<'a>| all.iter().any(|it| POOLS.contains(&it.kind()) && mentions(it, subnet));
    let is_known = subnets().any(has_nodes);
    let own = texts(&network.resource.properties, &["spec", "addressSpace", "addressPrefixes"])?;
    let own: Vec<CidrBlock> = own.into_iter().filter_map(|it| CidrBlock::parse(it).ok()).collect();
    let mut services = Vec::new();
    for subnet in subnets().filter(|it| !is_known || has_nodes(it)) {
        let group = all.iter().find(|it| it.is(GROUP) && mentions(subnet, it))?;
        let rules = || all.iter().filter(|it| it.is(RULE) && is_owned_by(it, group));
        // What is refused before it is allowed is refused.
        let last = rules().filter_map(refuses).min()?;
        for rule in rules().filter(|it| allows(it, last)) {
            services.extend(reached(rule, &own)?);
        }
    }
    Some(services)
}

/// The place of a rule that refuses what no rule before it allows: a network outside, at the port of images.
fn refuses(rule: &Subject<'_>) -> Option<i64> {
    const ANYWHERE: [&str; 3] = ["*", "0.0.0.0/0", "Internet"];
    const ANYBODY: [&str; 3] = ["*", "0.0.0.0/0", "VirtualNetwork"];
    let has = |name: &str, any: &[&str]| said(rule, name).is_some_and(|all| all.iter().any(|it| any.contains(it)));
    let is_whole = is(rule, "access", "Deny")
        && has("destinationAddressPrefix", &ANYWHERE)
        && has("sourceAddressPrefix", &ANYBODY)
        && has("sourcePortRange", &["*"])
        && rule.text("spec/protocol").is_some_and(is_tcp)
        && said(rule, PORTS).is_some_and(|all| all.iter().any(|it| has_port(it, HTTPS)));
    if is_whole && is(rule, "direction", "Outbound") { number(rule, "spec/priority") } else { None }
}

/// Whether a rule lets something out at the port of images, and is asked before the one at a place, as far as that can be read.
fn allows(rule: &Subject<'_>, last: i64) -> bool {
    is(rule, "access", "Allow")
        && is(rule, "direction", "Outbound")
        && number(rule, "spec/priority").is_none_or(|it| it < last)
        && rule.text("spec/protocol").is_none_or(is_tcp)
        && said(rule, PORTS).is_none_or(|all| all.iter().any(|it| has_port(it, HTTPS)))
}

const PORTS: &str = "destinationPortRange";

fn is(rule: &Subject<'_>, name: &str, value: &str) -> bool {
    rule.text(&format!("spec/{name}")) == Some(value)
}

fn is_tcp(protocol: &str) -> bool {
    protocol == "*" || protocol.eq_ignore_ascii_case("tcp")
}

/// The services that a rule lets the network out to, beside what is its own; nothing where it is let out to another network.
fn reached<'a>(rule: &Subject<'a>, own: &[CidrBlock]) -> Option<Vec<&'a str>> {
    let from = said(rule, "sourceAddressPrefix").unwrap_or_default();
    let is_own = |to: &str| {
        // Pods may have addresses that are laid over those of the network: whatever is let out is of it.
        let is_private =
            |it: CidrBlock| it.is_private() && (from.contains(&to) || own.iter().any(|own| own.contains(it)));
        to == "VirtualNetwork" || CidrBlock::parse(to).is_ok_and(is_private)
    };
    let mut to = said(rule, "destinationAddressPrefix")?;
    to.retain(|it| !is_own(it));
    // A tag is a name, and all addresses are none of a service.
    let is_service = |it: &&str| it.starts_with(|it: char| it.is_ascii_alphabetic()) && *it != "Internet";
    to.iter().all(is_service).then_some(to)
}

/// What a rule says by one text, by several, or by both; nothing where that cannot be read.
fn said<'a>(rule: &Subject<'a>, name: &str) -> Option<Vec<&'a str>> {
    let end = if name.ends_with("Prefix") { "es" } else { "s" };
    let several = list(&rule.resource.properties, &["spec", &format!("{name}{end}")])?;
    let one = rule.property(&format!("spec/{name}"));
    one.into_iter().chain(several).map(Json::as_text).collect()
}
