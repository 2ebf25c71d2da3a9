//! Networks: what is in them, who is let in and out, and what is recorded.

use hc_cdk::{
    control::{Control, hipaa, iso27001, soc2},
    literal::cidr::CidrBlock,
    rule::{Must, Subject, Verdict, real_data},
    value::Json,
};

use super::{
    kinds::{is_so, knows_all_of},
    read::{every, items, named, names, number, of_app, referred, text, texts},
};
use crate::names::{FRONTS, RESTRICTED};

const CLOSED: &[Control] = &[
    hipaa::ACCESS_CONTROL,
    hipaa::TRANSMISSION_SECURITY,
    soc2::BOUNDARY_PROTECTION,
    iso27001::NETWORK_SECURITY,
    iso27001::SEGREGATION,
];

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub NETWORK_HAS_OWN_SUBNETS = "NetworkHasOwnSubnets" {
        sentence: "a network of Google Cloud has the subnetworks that the program declares and no others",
        controls: CLOSED,
        on: &["ComputeNetwork"],
        when: real_data,
        must: Must::False("spec/autoCreateSubnetworks"),
        message: "gets a subnetwork in each region of the world",
        help: "use a `Network`",
    }

    pub NETWORK_IS_CLOSED = "NetworkIsClosed" {
        sentence: "a network of Google Cloud denies whatever nobody allowed, in either direction, and records it; its rules let out to a 256th of the internet at most",
        controls: CLOSED,
        on: &["ComputeNetwork"],
        when: real_data,
        must: Must::Hold(|it| {
            ["INGRESS", "EGRESS"].iter().all(|direction| is_closed(it, direction)) && let_out(it).is_some_and(|it| it <= MOST)
        }),
        message: "has no rule that denies everything, in one direction or in both, or lets out to most of the internet, range by range",
        help: "use a `Network`",
    }

    pub FIREWALL_NAMES_ITS_WAYS = "FirewallNamesItsWays" {
        sentence: "a firewall of Google Cloud lets in load balancers of Google and nobody else from outside, and out only to networks that are named",
        controls: CLOSED,
        on: &["ComputeFirewall"],
        when: real_data,
        must: Must::Hold(|it| referred(it, "spec/networkRef", "ComputeNetwork").is_some() && names_its_ways(it)),
        message: "lets in whoever is outside, lets out to anywhere, or is of no network of the app",
        help: "name the network and its port: `.allow_out(cidr!(\"203.0.113.0/24\"), 443)`",
    }

    pub SUBNET_IS_PRIVATE = "SubnetIsPrivate" {
        sentence: "a subnetwork of Google Cloud has private addresses, reaches Google's services from these, and is of a network of the app",
        controls: CLOSED,
        on: &["ComputeRouter", "ComputeSubnetwork"],
        when: real_data,
        must: Must::Hold(|it| {
            let range = |range: Option<&Json>| range.and_then(Json::as_text).is_some_and(is_private);
            let more = || every(&it.resource.properties, &["spec", "secondaryIpRange"], |it| range(it.get("ipCidrRange")));
            referred(it, "spec/networkRef", "ComputeNetwork").is_some()
                && (it.is("ComputeRouter")
                    || it.property("spec/privateIpGoogleAccess") == Some(&Json::Bool(true))
                        && range(it.property("spec/ipCidrRange"))
                        && more())
        }),
        message: "does not reach Google's services privately, has addresses that are not private, or is of no network of the app",
        help: "use a `Network`",
    }

    pub FLOWS_ARE_RECORDED = "FlowsAreRecorded" {
        sentence: "what goes through a subnetwork of Google Cloud, out of its network, or by a rule of its firewall is recorded",
        controls: &[hipaa::AUDIT_CONTROLS, soc2::MONITORING, iso27001::LOGGING, iso27001::MONITORING],
        on: &["ComputeFirewall", "ComputeRouterNAT", "ComputeSubnetwork"],
        when: real_data,
        must: Must::Hold(records_flows),
        message: "records no flows, or a part of them",
        help: "use a `Network`",
    }

    pub SERVICES_ARE_PRIVATE = "ServicesArePrivate" {
        sentence: "stores that Google runs have addresses of a network of the app",
        controls: CLOSED,
        on: &[ADDRESS, "ServiceNetworkingConnection"],
        when: real_data,
        must: Must::Judge(services_are_private),
        message: "is of no network of the app, or lets somebody else's network in",
        help: "use a `Network`",
    }

    pub NAMES_ARE_PRIVATE = "NamesArePrivate" {
        sentence: "names that a network of Google Cloud gives services lead to private addresses or to those of Google, and nobody else knows them",
        controls: CLOSED,
        on: &["DNSManagedZone", "DNSRecordSet"],
        when: real_data,
        must: Must::Hold(names_are_private),
        message: "is known to the internet, or leads out of the network",
        help: "use a `Network`",
    }
}

const AT_MOST_A_MINUTE: [&str; 3] = ["INTERVAL_5_SEC", "INTERVAL_30_SEC", "INTERVAL_1_MIN"];
const ANYWHERE: &str = "0.0.0.0/0";

fn records_flows(it: &Subject<'_>) -> bool {
    let all = it.text("spec/logConfig/metadata") == Some("INCLUDE_ALL_METADATA");
    match it.kind() {
        "ComputeFirewall" => all,
        "ComputeSubnetwork" => {
            let often = it.text("spec/logConfig/aggregationInterval");
            all && often.is_some_and(|it| AT_MOST_A_MINUTE.contains(&it))
                && is_all(it.property("spec/logConfig/flowSampling"))
        }
        _ => {
            it.property("spec/logConfig/enable") == Some(&Json::Bool(true))
                && it.text("spec/logConfig/filter") == Some("ALL")
                && referred(it, "spec/routerRef", "ComputeRouter").is_some()
        }
    }
}

/// Whether a share is the whole.
fn is_all(share: Option<&Json>) -> bool {
    match share {
        Some(Json::Int(share)) => *share == 1,
        Some(Json::Float(share)) => *share >= 1.0,
        _ => false,
    }
}

/// Whether a text is a network of private addresses.
fn is_private(range: &str) -> bool {
    CidrBlock::parse(range).is_ok_and(CidrBlock::is_private)
}

/// How many addresses of the internet a network lets out to at most: those of one network of the largest kind, a /8.
const MOST: u64 = 1 << 24;

/// How many addresses of the internet the rules of a network let out to, each counted as often as it is named; nothing if one cannot be
/// read or names no range, which is all of them.
fn let_out(network: &Subject<'_>) -> Option<u64> {
    let lets_out = |it: &Subject<'_>| {
        !it.lacks("spec/allow")
            && !it.lacks("spec/direction")
            && it.text("spec/direction") != Some("INGRESS")
            && names(it, network, it.property("spec/networkRef/name"))
    };
    let outside = |it: &str| CidrBlock::parse(it).ok().map(CidrBlock::addresses_outside);
    let ranges = |it: Subject<'_>| -> Option<u64> {
        let all = texts(&it.resource.properties, &["spec", "destinationRanges"]).filter(|it| !it.is_empty())?;
        all.into_iter().map(outside).sum()
    };
    of_app(network, "ComputeFirewall").filter(lets_out).map(ranges).sum()
}

/// Whether some rule of a network denies everything in a direction, and is the last that is asked.
fn is_closed(network: &Subject<'_>, direction: &str) -> bool {
    let end = if direction == "INGRESS" { "sourceRanges" } else { "destinationRanges" };
    let of_network =
        |it: &Subject<'_>| it.is("ComputeFirewall") && names(it, network, it.property("spec/networkRef/name"));
    network.of_stack().filter(of_network).filter(knows_all_of).any(|it| {
        let object = &it.resource.properties;
        let denied = items(object, &["spec", "deny"]);
        it.text("spec/direction") == Some(direction)
            && it.lacks("spec/disabled")
            && it.lacks("spec/targetTags")
            && it.lacks("spec/targetServiceAccounts")
            && it.property("spec/logConfig/metadata").is_some()
            && denied.iter().any(|it| text(it, &["protocol"]) == Some("all") && it.get("ports").is_none())
            && texts(object, &["spec", end]).is_some_and(|ranges| ranges == [ANYWHERE])
    })
}

/// Whether a rule denies, or allows what is named. Nothing private is outside of the network.
fn names_its_ways(it: &Subject<'_>) -> bool {
    let object = &it.resource.properties;
    let (denies, allows) = (!it.lacks("spec/deny"), !it.lacks("spec/allow"));
    let is_whole = matches!(it.text("spec/direction"), Some("INGRESS" | "EGRESS"))
        && it.lacks("spec/disabled")
        && number(it, "spec/priority").is_some_and(|it| (0..=65_535).contains(&it));
    if denies || !allows {
        return is_whole && denies && !allows;
    }
    let outward = it.text("spec/direction") == Some("EGRESS");
    let end = if outward { "destinationRanges" } else { "sourceRanges" };
    let Some(ranges) = texts(object, &["spec", end]) else { return false };
    let is_named = |range: &&str| {
        CidrBlock::parse(range)
            .is_ok_and(|it| it.is_private() || if outward { it.prefix() >= 8 } else { FRONTS.contains(&it) })
    };
    let has_ports = every(object, &["spec", "allow"], |it| {
        texts(it, &["ports"]).is_some_and(|ports| !ports.is_empty() && ports.iter().all(|it| it.parse::<u16>().is_ok()))
    });
    is_whole
        && !ranges.is_empty()
        && ranges.iter().all(is_named)
        && (has_ports || ranges.iter().all(|range| is_private(range)))
}

/// An address of one's own opens nothing; one that is of a network is for stores.
fn services_are_private(it: &Subject<'_>) -> Verdict {
    if it.is(ADDRESS) {
        return if it.text("spec/addressType") == Some("EXTERNAL") {
            Verdict::NotApplicable
        } else {
            Verdict::of(network_of_stores(it).is_some())
        };
    }
    let ranges = items(&it.resource.properties, &["spec", "reservedPeeringRanges"]);
    let service = it.text("spec/service") == Some("servicenetworking.googleapis.com");
    let is_in = |network: &Subject<'_>, range: &Json| {
        let of_range = named(it, range.get("name"), ADDRESS).filter(knows_all_of).and_then(|it| network_of_stores(&it));
        of_range.is_some_and(|it| std::ptr::eq(it.resource, network.resource))
    };
    let network = referred(it, "spec/networkRef", "ComputeNetwork");
    let of_stores = network.is_some_and(|network| ranges.iter().all(|range| is_in(&network, range)));
    Verdict::of(service && !ranges.is_empty() && of_stores)
}

const ADDRESS: &str = "ComputeAddress";

/// The network of the app in which addresses are reserved for stores, all of which are private.
fn network_of_stores<'a>(it: &Subject<'a>) -> Option<Subject<'a>> {
    let range = it.text("spec/address").zip(number(it, "spec/prefixLength"));
    let is_reserved = it.text("spec/addressType") == Some("INTERNAL") && it.text("spec/purpose") == Some("VPC_PEERING");
    let inside = range.is_some_and(|(address, bits)| is_private(&format!("{address}/{bits}")));
    referred(it, "spec/networkRef", "ComputeNetwork").filter(|_| is_reserved && inside)
}

fn names_are_private(it: &Subject<'_>) -> bool {
    let object = &it.resource.properties;
    if it.is("DNSManagedZone") {
        let networks = items(object, &["spec", "privateVisibilityConfig", "networks"]);
        let is_ours = |network: &Json| {
            let reference = network.get("networkRef");
            named(it, reference.and_then(|it| it.get("name")), "ComputeNetwork").is_some()
        };
        return it.text("spec/visibility") == Some("private") && !networks.is_empty() && networks.iter().all(is_ours);
    }
    let inside = |address: &&str| {
        CidrBlock::parse(&format!("{address}/32")).is_ok_and(|it| it.is_private() || RESTRICTED.contains(it))
    };
    it.text("spec/type") == Some("A")
        && referred(it, "spec/managedZoneRef", "DNSManagedZone").is_some_and(|zone| is_so(&zone, names_are_private))
        && texts(object, &["spec", "rrdatas"]).is_some_and(|all| !all.is_empty() && all.iter().all(inside))
}
