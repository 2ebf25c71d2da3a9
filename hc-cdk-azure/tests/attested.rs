//! What is attested of databases, vaults and networks on Azure, read a second time: from the reference of Flexible Servers, Key Vault and
//! network security groups.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail where it stands")]

mod program;
mod services;
#[path = "../../hc-cdk-manifest/tests/weakened/mod.rs"]
#[allow(dead_code, reason = "another test uses the rest")]
mod weakened;

use hc_cdk::{
    date,
    prelude::{App, Waiver},
    rule::{BY_HAND, NOT_CLEARED},
    target::Judge,
    value::Object,
    waiver::Overridden,
};
use hc_cdk_azure::stack::Azure;
use hc_cdk_manifest::{object::ApiObject, tree};
use weakened::{
    Cloud,
    oracle::{Readers, at, is_empty, is_private, is_there, items, of_kind, whatever_is_attested_is_true},
};
use yaml_rust2::Yaml;

/// The program, and a workload of the cluster that is let into two caches.
fn program(changed: Vec<Overridden>) -> App {
    program::app(|stack| {
        for (name, object) in let_in() {
            let waiver = Waiver::new(BY_HAND, "to see what is attested", "nobody", date!("2027-01-31"));
            // No chart of the app has the account.
            let waiver = if name.starts_with("WardUses") { waiver.and(NOT_CLEARED) } else { waiver };
            stack.add(name, waiver.resource(object.in_namespace("clinic-prod")));
        }
        for (number, it) in changed.into_iter().enumerate() {
            stack.add(format!("Changed{number}"), it);
        }
    })
}

/// An identity that one account of the cluster takes on, and caches that know it.
fn let_in() -> [(&'static str, ApiObject); 4] {
    let identity = tree! {
        azureName: "ward",
        location: "eastus2",
        owner: { name: "clinic-prod" },
        operatorSpec: { configMaps: { principalId: { name: "ward", key: "principal" } } },
    };
    let credential = tree! {
        owner: { name: "ward" },
        issuerFromConfig: { name: "cluster-issuer", key: "issuer" },
        subject: "system:serviceaccount:wards:ward",
        audiences: vec!["api://AzureADTokenExchange"],
    };
    let user = tree! {
        azureName: "Ward",
        owner: { name: "sessions-database" },
        accessPolicyName: "default",
        user: { objectIdFromConfig: { name: "ward", key: "principal" } },
    };
    let of_premium = tree! {
        azureName: "ward",
        owner: { name: "old" },
        accessPolicyName: "Data Contributor",
        objectIdFromConfig: { name: "ward", key: "principal" },
        objectIdAlias: "ward",
    };
    let of = |version, kind, spec: Object| ApiObject::new(version, kind, "ward").with("spec", spec);
    let identities = "managedidentity.azure.com/v1api20230131";
    [
        ("Ward", of(identities, "UserAssignedIdentity", identity)),
        ("WardTakesOn", of(identities, "FederatedIdentityCredential", credential)),
        ("WardUses", of("cache.azure.com/v20250401", "RedisEnterpriseDatabaseAccessPolicyAssignment", user)),
        ("WardUsesOld", of("cache.azure.com/v1api20241101", "RedisAccessPolicyAssignment", of_premium)),
    ]
}

const RECONCILE: &str = "serviceoperator.azure.com/reconcile-policy";

/// Whether a key is in one of the app's vaults, by its address.
fn is_in_a_vault(all: &[Yaml], address: &Yaml) -> bool {
    let host = address.as_str().and_then(|it| it.strip_prefix("https://")?.split_once('/')).map(|(host, _)| host);
    let vaults = of_kind(all, "Vault").filter_map(|it| at(it, "spec/azureName").as_str());
    vaults.into_iter().any(|name| host == Some(&format!("{name}.vault.azure.net")))
}

/// What a server is told of one thing: the parameters of which it is the owner.
fn told<'a>(server: &Yaml, all: &'a [Yaml], name: &str) -> Vec<&'a str> {
    let own = |it: &&Yaml| {
        at(it, "spec/owner/name") == &server["metadata"]["name"]
            && it["metadata"]["namespace"] == server["metadata"]["namespace"]
            && at(it, "spec/azureName").as_str() == Some(name)
    };
    of_kind(all, "FlexibleServersConfiguration").filter(own).filter_map(|it| at(it, "spec/value").as_str()).collect()
}

fn stays(it: &Yaml) -> bool {
    let policy = it["metadata"]["annotations"][RECONCILE].as_str();
    matches!(policy, Some("detach-on-delete" | "skip"))
}

/// Whether a private endpoint leads to an object.
fn has_endpoint(it: &Yaml, all: &[Yaml]) -> bool {
    of_kind(all, "PrivateEndpoint").any(|end| {
        items(at(end, "spec/privateLinkServiceConnections")).iter().any(|way| {
            let to = &way["privateLinkServiceReference"];
            to["name"] == it["metadata"]["name"] && to["kind"] == it["kind"]
        })
    })
}

/// The rules of a security group.
fn rules<'a>(group: &'a Yaml, all: &'a [Yaml]) -> impl Iterator<Item = &'a Yaml> {
    of_kind(all, "NetworkSecurityGroupsSecurityRule")
        .filter(|it| at(it, "spec/owner/name") == &group["metadata"]["name"])
        .map(|it| &it["spec"])
}

fn ends<'a>(rule: &'a Yaml, side: &str) -> Vec<&'a Yaml> {
    let one = &rule[format!("{side}AddressPrefix").as_str()];
    let several = items(&rule[format!("{side}AddressPrefixes").as_str()]);
    (!is_empty(one)).then_some(one).into_iter().chain(several).collect()
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

/// Services of Azure's own that its names of addresses stand for.
const SERVICES: [&str; 5] = [
    "AzureActiveDirectory",
    "AzureFrontDoor.FirstParty",
    "AzureMonitor",
    "AzureResourceManager",
    "MicrosoftContainerRegistry",
];

/// Under HIPAA and a policy of several zones: backups of 30 days, TLS 1.2.
const READERS: Readers = &[
    ("CredentialTrustsOneEnvironment", |it, all| {
        let audiences: Vec<_> = items(at(it, "spec/audiences")).iter().map(|it| it.as_str()).collect();
        !is_there(all, "UserAssignedIdentity", at(it, "spec/owner/name"))
            || at(it, "spec/issuer").as_str() != Some("https://token.actions.githubusercontent.com")
            || at(it, "spec/subject").as_str() != Some("repo:clinic/hms:environment:production")
            || audiences != [Some("api://AzureADTokenExchange")]
    }),
    ("FlexibleServerHasTheCustomersKey", |it, all| {
        let of = at(it, "spec/dataEncryption");
        of["type"].as_str() != Some("AzureKeyVault")
            || !is_in_a_vault(all, &of["primaryKeyURI"])
            || at(it, "spec/backup/geoRedundantBackup").as_str() == Some("Enabled")
                && !is_in_a_vault(all, &of["geoBackupKeyURI"])
    }),
    ("FlexibleServerSpeaksTls", |it, all| {
        told(it, all, "require_secure_transport").iter().any(|it| !it.eq_ignore_ascii_case("on"))
            || told(it, all, "ssl_min_protocol_version").iter().any(|it| !["TLSv1.2", "TLSv1.3"].contains(it))
    }),
    ("FlexibleServerKeepsBackups", |it, _| {
        at(it, "spec/backup/backupRetentionDays").as_i64().is_none_or(|it| it < 30)
            || at(it, "spec/createMode").as_str() == Some("Replica")
    }),
    ("FlexibleServerIsRestoredInTime", |it, _| {
        // Without a word a server keeps backups for seven days.
        at(it, "spec/backup/backupRetentionDays").as_i64().is_some_and(|it| it < 7)
    }),
    ("FlexibleServerHasZones", |it, _| {
        at(it, "spec/highAvailability/mode").as_str() != Some("ZoneRedundant")
            || at(it, "spec/sku/tier").as_str() == Some("Burstable")
    }),
    ("FlexibleServerRecordsStatements", |it, all| {
        if it["kind"].as_str() != Some("FlexibleServer") {
            return false;
        }
        let recorded = told(it, all, "pgaudit.log");
        let all_classes = |text: &&str| {
            let words: Vec<&str> = text.split(',').map(str::trim).collect();
            ["read", "write", "ddl", "role"].iter().all(|it| words.contains(it)) || words == ["all"]
        };
        let loaded = told(it, all, "shared_preload_libraries");
        recorded.is_empty()
            || !recorded.iter().all(all_classes)
            || !loaded.iter().any(|it| it.contains("pgaudit"))
            || told(it, all, "log_connections").iter().any(|it| !it.eq_ignore_ascii_case("on"))
    }),
    ("FlexibleServerAsksTheTenant", |it, _| {
        let of = at(it, "spec/authConfig");
        // A server asks for passwords unless it is told not to.
        of["passwordAuth"].as_str() != Some("Disabled") || of["activeDirectoryAuth"].as_str() != Some("Enabled")
    }),
    ("AzureStoreStays", |it, _| !stays(it)),
    ("AzureStoreIsPrivate", |it, all| {
        let of = if it["kind"].as_str() == Some("FlexibleServer") { at(it, "spec/network") } else { &it["spec"] };
        of["publicNetworkAccess"].as_str() != Some("Disabled") || !has_endpoint(it, all)
    }),
    ("VaultIsPrivate", |it, all| {
        let of = at(it, "spec/properties");
        of["publicNetworkAccess"].as_str() != Some("Disabled")
            || at(of, "networkAcls/defaultAction").as_str() != Some("Deny")
            || !is_empty(at(of, "networkAcls/ipRules"))
            || !has_endpoint(it, all)
    }),
    ("VaultAsksForRoles", |it, _| {
        let of = at(it, "spec/properties");
        of["enableRbacAuthorization"].as_bool() != Some(true) || !is_empty(&of["accessPolicies"])
    }),
    ("VaultStays", |it, _| {
        let of = at(it, "spec/properties");
        !stays(it)
            || of["enablePurgeProtection"].as_bool() != Some(true)
            || of["enableSoftDelete"].as_bool() == Some(false)
            || of["softDeleteRetentionInDays"].as_i64().is_some_and(|it| it < 90)
    }),
    ("GatewayAsksItsNetwork", |it, all| {
        let number = |text: &str| text.parse::<std::net::Ipv4Addr>().ok().map(u32::from);
        let has = |subnet: &Yaml, address: u32| {
            let range = at(subnet, "spec/addressPrefix").as_str().and_then(|it| it.split_once('/'));
            let range = range.and_then(|(base, bits)| Some((number(base)?, bits.parse::<u32>().ok()?)));
            range.is_some_and(|(base, bits)| (base ^ address).checked_shr(32 - bits).unwrap_or_default() == 0)
        };
        let asked = items(at(it, "spec/backendAddressPools")).iter().flat_map(|it| items(&it["backendAddresses"]));
        // By a name it asks whoever has a certificate of that.
        asked.filter(|it| it["fqdn"].as_str().is_none()).any(|one| {
            let address = one["ipAddress"].as_str().and_then(number);
            address.is_none_or(|address| !of_kind(all, "VirtualNetworksSubnet").any(|it| has(it, address)))
        })
    }),
    ("AzureNetworkIsClosed", |it, all| {
        let denies = |direction: &str| {
            rules(it, all).any(|rule| {
                rule["access"].as_str() == Some("Deny")
                    && rule["direction"].as_str() == Some(direction)
                    && rule["protocol"].as_str() == Some("*")
                    && rule["destinationPortRange"].as_str() == Some("*")
                    && ["source", "destination"]
                        .iter()
                        .all(|end| ends(rule, end).iter().any(|it| it.as_str() == Some("*")))
            })
        };
        let is_front =
            rules(it, all).any(|rule| ends(rule, "source").iter().any(|it| it.as_str() == Some("GatewayManager")));
        let out = rules(it, all)
            .filter(|it| it["access"].as_str() == Some("Allow") && it["direction"].as_str() == Some("Outbound"));
        let of_end = |it: &Yaml| if it.as_str().is_some_and(|it| SERVICES.contains(&it)) { 0.0 } else { addresses(it) };
        let of_rule = |rule: &Yaml| match ends(rule, "destination").as_slice() {
            [] => 2_f64.powi(32),
            ends => ends.iter().map(|it| of_end(it)).sum(),
        };
        let wide: f64 = out.map(of_rule).sum();
        !denies("Inbound") || !is_front && !denies("Outbound") || wide > 2_f64.powi(24)
    }),
    ("AzureSecurityRulesNameTheirWays", |it, _| {
        let rule = &it["spec"];
        let anywhere = |it: &&Yaml| matches!(it.as_str(), Some("*" | "0.0.0.0/0" | "Internet"));
        let is_allowed = rule["access"].as_str() == Some("Allow");
        let out = rule["direction"].as_str() == Some("Outbound");
        let to_all = out && ends(rule, "destination").iter().any(anywhere);
        let from_all = !out && ends(rule, "source").iter().any(anywhere);
        is_allowed && (to_all || from_all && rule["destinationPortRange"].as_str() != Some("443"))
    }),
    ("AzureSubnetIsBehindAGroup", |it, all| {
        if it["kind"].as_str() == Some("VirtualNetwork") {
            return !items(at(it, "spec/addressSpace/addressPrefixes")).iter().all(is_private);
        }
        let group = at(it, "spec/networkSecurityGroup/reference/name");
        !of_kind(all, "NetworkSecurityGroup").any(|it| it["metadata"]["name"] == *group)
            || at(it, "spec/defaultOutboundAccess").as_bool() != Some(false)
            || !is_private(at(it, "spec/addressPrefix"))
    }),
];

/// Which sentences nobody reads a second time here, and why.
const UNREAD: &[(&str, &str)] = &[
    ("JudgedKind", "which kinds have rules is no fact of what is written"),
    ("JudgedMembers", "which members have rules is no fact of what is written"),
];

#[test]
fn what_is_attested_is_true() {
    let cloud = Cloud { program, places: &[], elsewhere: Vec::new(), harmless: "" };
    let rules = Azure.readings().iter().copied().flatten().map(|it| it.rule).collect();
    whatever_is_attested_is_true(
        &cloud,
        &[READERS, services::READERS, services::places::READERS].concat(),
        UNREAD,
        rules,
    );
}
