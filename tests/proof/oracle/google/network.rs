//! Networks of Google Cloud, their firewalls, and the names in them.

use serde_json::Value;

use crate::{
    document::{Thing, number, value},
    oracle::{
        Table,
        operated::{addresses, is_inside, items, text},
        when,
    },
};

pub(super) const TABLE: Table = &[
    // A network makes a subnetwork in each region unless it is told not to.
    ("NetworkHasOwnSubnets", |it| when(!it.is("spec/autoCreateSubnetworks", false), "it makes subnetworks")),
    ("NetworkIsClosed", |it| {
        let rules = || it.parts(RULE, "spec/networkRef/name");
        let wide: f64 = rules().filter(|it| !it.is_empty("spec/allow") && is_out(*it)).map(|it| let_out(it)).sum();
        when(!rules().any(|it| denies_all(it, "INGRESS", "sourceRanges")), "nothing denies what comes in")
            .or_else(|| {
                when(!rules().any(|it| denies_all(it, "EGRESS", "destinationRanges")), "nothing denies what goes out")
            })
            .or_else(|| when(wide > 2_f64.powi(24), "it lets out to most of the internet"))
    }),
    ("FirewallNamesItsWays", |it| {
        // Of Google's load balancers and their checks of health.
        let google = ["35.191.0.0/16", "130.211.0.0/22"];
        let out = is_out(it);
        let ranges = it.texts(if out { "spec/destinationRanges" } else { "spec/sourceRanges" });
        let anywhere = |range: &&str| {
            if out { addresses(range) > 2_f64.powi(24) } else { !is_inside(range) && !google.contains(range) }
        };
        when(it.named("ComputeNetwork", "spec/networkRef/name").is_none(), "it is of no network of the app").or_else(
            || {
                let open = ranges.is_empty() || ranges.iter().any(anywhere);
                when(!it.is_empty("spec/allow") && open, "it lets somebody in or out who is not named")
            },
        )
    }),
    ("SubnetIsPrivate", |it| {
        let of_app = it.named("ComputeNetwork", "spec/networkRef/name").is_some();
        let more = it.list("spec/secondaryIpRange").iter().map(|it| text(it, "ipCidrRange"));
        let public = it.text("spec/ipCidrRange").into_iter().chain(more).any(|it| !is_inside(it));
        let is_subnet = it.kind() == "ComputeSubnetwork";
        when(!of_app, "it is of no network of the app")
            .or_else(|| when(is_subnet && public, "it has addresses that are not private"))
            .or_else(|| {
                let reaches = it.is("spec/privateIpGoogleAccess", true);
                when(is_subnet && !reaches, "it reaches Google's services by the internet")
            })
    }),
    ("FlowsAreRecorded", |it| match it.kind() {
        "ComputeRouterNAT" => {
            let all = it.is("spec/logConfig/enable", true) && it.says("spec/logConfig/filter", "ALL");
            when(!all, "what goes out is not recorded")
        }
        "ComputeSubnetwork" => {
            let share = it.number("spec/logConfig/flowSampling");
            when(share.is_none_or(|it| it < 1.0), "a part of the flows is recorded")
        }
        _ => when(it.is_empty("spec/logConfig"), "it records nothing"),
    }),
    ("ServicesArePrivate", |it| {
        let of_app = it.named("ComputeNetwork", "spec/networkRef/name");
        let ranges = it.list("spec/reservedPeeringRanges");
        let outside = |range: &Value| {
            let address = it.called("ComputeAddress", range.get("name"));
            address.is_none_or(|address| {
                is_of_the_internet(address) || address.text("spec/networkRef/name") != of_app.map(Thing::name)
            })
        };
        when(of_app.is_none(), "it is in no network of the app")
            .or_else(|| {
                when(it.kind() == "ComputeAddress" && is_of_the_internet(it), "it is an address of the internet")
            })
            .or_else(|| when(ranges.iter().any(outside), "its addresses are not of the network"))
            .or_else(|| when(it.kind() != "ComputeAddress" && ranges.is_empty(), "it has no addresses"))
    }),
    ("NamesArePrivate", |it| {
        if it.kind() == "DNSManagedZone" {
            return is_known(it);
        }
        let zone = it.named("DNSManagedZone", "spec/managedZoneRef/name");
        // By which Google's services are reached from inside alone.
        let google = ["199.36.153.4", "199.36.153.5", "199.36.153.6", "199.36.153.7"];
        let leads_out = |it: &&str| !google.contains(it) && !is_inside(&format!("{it}/32"));
        when(it.texts("spec/rrdatas").iter().any(leads_out), "it leads out of the network")
            .or_else(|| when(zone.is_none(), "it is in no zone of the app"))
            .or_else(|| zone.and_then(is_known))
    }),
];

const RULE: &str = "ComputeFirewall";

/// Without a word, a rule is about what comes in.
fn is_out(rule: Thing<'_>) -> bool {
    rule.says("spec/direction", "EGRESS")
}

/// Whether a rule denies all that no other allows, and records it.
fn denies_all(rule: Thing<'_>, direction: &str, end: &str) -> bool {
    let all = |it: &Value| text(it, "protocol") == "all" && items(it, "ports").is_empty();
    rule.text("spec/direction").unwrap_or("INGRESS") == direction
        && !rule.is("spec/disabled", true)
        && ["targetServiceAccounts", "targetTags"].iter().all(|it| rule.is_empty(&format!("spec/{it}")))
        && !rule.is_empty("spec/logConfig")
        && rule.texts(&format!("spec/{end}")).contains(&"0.0.0.0/0")
        && rule.list("spec/deny").iter().any(all)
}

/// How many addresses of the internet a rule lets out to. Without a range, it is for all.
fn let_out(rule: Thing<'_>) -> f64 {
    match rule.texts("spec/destinationRanges").as_slice() {
        [] => 2_f64.powi(32),
        ranges => ranges.iter().map(|it| addresses(it)).sum(),
    }
}

/// Without a word, an address is one of the internet.
fn is_of_the_internet(address: Thing<'_>) -> bool {
    let bits = value(&address.written.json, "spec/prefixLength").and_then(number).unwrap_or(32.0);
    let range = address.text("spec/address").map(|it| format!("{it}/{bits}"));
    !address.says("spec/addressType", "INTERNAL") || range.is_some_and(|it| !is_inside(&it))
}

/// Why somebody outside of the app's networks knows the names of a zone.
fn is_known(zone: Thing<'_>) -> Option<String> {
    let networks = zone.list("spec/privateVisibilityConfig/networks");
    let elsewhere = |it: &Value| zone.called("ComputeNetwork", value(it, "networkRef/name")).is_none();
    when(!zone.says("spec/visibility", "private"), "the internet knows its names")
        .or_else(|| when(networks.iter().any(elsewhere), "another network knows its names"))
}
