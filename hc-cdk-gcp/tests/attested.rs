//! What is attested of databases, keys and networks on Google Cloud, read a second time: from the reference of Cloud SQL, Cloud KMS and VPC.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail where it stands")]

mod program;
mod services;
#[path = "../../hc-cdk-manifest/tests/weakened/mod.rs"]
#[allow(dead_code, reason = "another test uses the rest")]
mod weakened;

use hc_cdk::{prelude::App, target::Judge, waiver::Overridden};
use hc_cdk_gcp::stack::Gcp;
use weakened::{
    Cloud,
    oracle::{Readers, at, is_empty, is_private, is_there, items, of_kind, whatever_is_attested_is_true},
};
use yaml_rust2::Yaml;

fn program(changed: Vec<Overridden>) -> App {
    program::app(|stack| {
        for (number, it) in changed.into_iter().enumerate() {
            stack.add(format!("Changed{number}"), it);
        }
    })
}

const BACKUPS: &str = "spec/settings/backupConfiguration";
const DELETION: &str = "cnrm.cloud.google.com/deletion-policy";

fn flag<'a>(it: &'a Yaml, name: &str) -> Option<&'a str> {
    let all = items(at(it, "spec/settings/databaseFlags")).iter();
    all.rev().find(|it| it["name"].as_str() == Some(name))?["value"].as_str()
}

fn days(text: &Yaml) -> Option<f64> {
    Some(text.as_str()?.strip_suffix('s')?.parse::<f64>().ok()? / 86_400.0)
}

/// How many addresses of the internet a range has: all, if nobody can read it.
fn addresses(range: &Yaml) -> f64 {
    let bits = range.as_str().and_then(|it| it.rsplit_once('/')?.1.parse::<i32>().ok()).filter(|it| *it <= 32);
    match bits {
        Some(8..) if is_private(range) => 0.0,
        Some(bits) if !range.as_str().is_some_and(|it| it.contains(':')) => 2_f64.powi(32 - bits),
        _ => 2_f64.powi(32),
    }
}

/// Under HIPAA and production: backups of 30 days, several zones, and nothing is deleted by hand.
const READERS: Readers = &[
    ("ProviderTrustsOneEnvironment", |it, all| {
        let provider = at(it, "spec/oidc");
        let condition = at(it, "spec/attributeCondition").as_str().unwrap_or_default();
        !is_there(all, "IAMWorkloadIdentityPool", at(it, "spec/workloadIdentityPoolRef/name"))
            || provider["issuerUri"].as_str() != Some("https://token.actions.githubusercontent.com")
            || !is_empty(&provider["allowedAudiences"])
            || at(it, "spec/attributeMapping")["google.subject"].as_str() != Some("assertion.sub")
            || condition != "assertion.sub == \"repo:clinic/hms:environment:production\""
    }),
    ("SqlHasTheCustomersKey", |it, all| !is_there(all, "KMSCryptoKey", at(it, "spec/encryptionKMSCryptoKeyRef/name"))),
    ("SqlIsPrivate", |it, all| {
        let place = at(it, "spec/settings/ipConfiguration");
        // An instance gets an address of the internet unless it is told not to.
        place["ipv4Enabled"].as_bool() != Some(false)
            || !is_empty(&place["authorizedNetworks"])
            || !is_there(all, "ComputeNetwork", &place["privateNetworkRef"]["name"])
    }),
    ("SqlSpeaksTls", |it, _| {
        let modes = ["ENCRYPTED_ONLY", "TRUSTED_CLIENT_CERTIFICATE_REQUIRED"];
        !at(it, "spec/settings/ipConfiguration/sslMode").as_str().is_some_and(|it| modes.contains(&it))
    }),
    ("SqlKeepsBackups", |it, _| {
        let kept = &at(it, BACKUPS)["backupRetentionSettings"];
        // What is counted is automated backups, of which there is one a day.
        at(it, BACKUPS)["enabled"].as_bool() != Some(true) || kept["retainedBackups"].as_i64().is_none_or(|it| it < 30)
    }),
    ("SqlIsRestoredInTime", |it, _| {
        let of = at(it, BACKUPS);
        of["enabled"].as_bool() != Some(true)
            || of["pointInTimeRecoveryEnabled"].as_bool() != Some(true)
            || of["transactionLogRetentionDays"].as_i64().is_none_or(|it| it < 7)
    }),
    ("SqlHasZones", |it, _| at(it, "spec/settings/availabilityType").as_str() != Some("REGIONAL")),
    ("SqlRecordsStatements", |it, _| {
        let words = flag(it, "pgaudit.log").unwrap_or_default();
        flag(it, "cloudsql.enable_pgaudit") != Some("on")
            || flag(it, "log_connections") != Some("on")
            || !["read", "write", "ddl", "role"].iter().all(|class| words.split(',').any(|it| it.trim() == *class))
    }),
    ("SqlAsksTheProject", |it, all| {
        if it["kind"].as_str() == Some("SQLUser") {
            return at(it, "spec/type").as_str() != Some("CLOUD_IAM_SERVICE_ACCOUNT");
        }
        flag(it, "cloudsql.iam_authentication") != Some("on")
            || !is_empty(at(it, "spec/rootPassword"))
            || of_kind(all, "SQLUser").any(|it| at(it, "spec/type").as_str() == Some("BUILT_IN"))
    }),
    ("CloudStoreStays", |it, _| {
        if it["kind"].as_str() == Some("SQLDatabase") {
            return at(it, "spec/deletionPolicy").as_str() != Some("ABANDON");
        }
        it["metadata"]["annotations"][DELETION].as_str() != Some("abandon")
            || at(it, "spec/settings/deletionProtectionEnabled").as_bool() != Some(true)
    }),
    ("CryptoKeyRotates", |it, all| {
        let period = days(at(it, "spec/rotationPeriod"));
        period.is_none_or(|it| it > 90.0)
            || at(it, "spec/purpose").as_str() != Some("ENCRYPT_DECRYPT")
            || !is_there(all, "KMSKeyRing", at(it, "spec/keyRingRef/name"))
    }),
    ("KeyStays", |it, _| {
        let regret = days(at(it, "spec/destroyScheduledDuration"));
        regret.is_none_or(|it| it < 30.0) || it["metadata"]["annotations"][DELETION].as_str() != Some("abandon")
    }),
    // A network makes a subnetwork in each region unless it is told not to.
    ("NetworkHasOwnSubnets", |it, _| at(it, "spec/autoCreateSubnetworks").as_bool() != Some(false)),
    ("NetworkIsClosed", |it, all| {
        let denies = |direction: &str, end: &str| {
            of_kind(all, "ComputeFirewall").any(|rule| {
                let spec = &rule["spec"];
                spec["networkRef"]["name"] == it["metadata"]["name"]
                    && spec["direction"].as_str() == Some(direction)
                    && spec["disabled"].as_bool() != Some(true)
                    && is_empty(&spec["targetTags"])
                    && is_empty(&spec["targetServiceAccounts"])
                    && !is_empty(&spec["logConfig"])
                    && items(&spec[end]).iter().any(|it| it.as_str() == Some("0.0.0.0/0"))
                    && items(&spec["deny"]).iter().any(|it| it["protocol"].as_str() == Some("all"))
            })
        };
        let out = of_kind(all, "ComputeFirewall")
            .map(|it| &it["spec"])
            .filter(|it| it["direction"].as_str() == Some("EGRESS"));
        let out = out.filter(|spec| spec["networkRef"]["name"] == it["metadata"]["name"] && !is_empty(&spec["allow"]));
        // Without a range, a rule is for all addresses.
        let of_rule = |ranges: &[Yaml]| match ranges {
            [] => 2_f64.powi(32),
            ranges => ranges.iter().map(addresses).sum(),
        };
        let wide: f64 = out.map(|it| of_rule(items(&it["destinationRanges"]))).sum();
        !denies("INGRESS", "sourceRanges") || !denies("EGRESS", "destinationRanges") || wide > 2_f64.powi(24)
    }),
    ("FirewallNamesItsWays", |it, _| {
        let spec = &it["spec"];
        let end = if spec["direction"].as_str() == Some("EGRESS") { "destinationRanges" } else { "sourceRanges" };
        // Of Google's load balancers and their checks of health.
        let google = ["35.191.0.0/16", "130.211.0.0/22"];
        let inward = spec["direction"].as_str() != Some("EGRESS");
        let ranges = items(&spec[end]);
        let is_outside = |it: &Yaml| !is_private(it) && !it.as_str().is_some_and(|it| google.contains(&it));
        let is_all = |it: &Yaml| it.as_str().is_none_or(|it| it.ends_with("/0") || it == "*");
        !is_empty(&spec["allow"])
            && (ranges.is_empty() || ranges.iter().any(|it| if inward { is_outside(it) } else { is_all(it) }))
    }),
    ("SubnetIsPrivate", |it, all| {
        let spec = &it["spec"];
        let of_network = is_there(all, "ComputeNetwork", &spec["networkRef"]["name"]);
        let own = items(&spec["secondaryIpRange"]).iter().map(|it| &it["ipCidrRange"]);
        let is_subnet = it["kind"].as_str() == Some("ComputeSubnetwork");
        !of_network
            || is_subnet
                && (spec["privateIpGoogleAccess"].as_bool() != Some(true)
                    || !own.chain([&spec["ipCidrRange"]]).all(is_private))
    }),
];

/// Which sentences nobody reads a second time here, and why.
const UNREAD: &[(&str, &str)] = &[
    ("JudgedKind", "which kinds have rules is no fact of what is written"),
    ("JudgedMembers", "which members have rules is no fact of what is written"),
];

#[test]
fn what_is_attested_is_true() {
    let cloud =
        Cloud { program, places: &[("of another project", "clinic-prod")], elsewhere: Vec::new(), harmless: "" };
    let rules = Gcp.readings().iter().copied().flatten().map(|it| it.rule).collect();
    whatever_is_attested_is_true(
        &cloud,
        &[READERS, services::READERS, services::places::READERS].concat(),
        UNREAD,
        rules,
    );
}
