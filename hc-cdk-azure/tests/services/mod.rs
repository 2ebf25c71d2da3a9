//! When sentences are false of clusters, caches, records, gateways and alerts: from the reference of AKS, Managed Redis, Azure Storage,
//! Azure Monitor and Application Gateway.

pub(crate) mod places;

use yaml_rust2::Yaml;

use crate::{
    is_in_a_vault,
    weakened::oracle::{Readers, at, is_empty, items, of_kind},
};

fn is(it: &Yaml, path: &str, value: bool) -> bool {
    at(it, path).as_bool() == Some(value)
}

fn says(it: &Yaml, path: &str, text: &str) -> bool {
    at(it, path).as_str() == Some(text)
}

/// The object that a reference means.
fn meant<'a>(all: &'a [Yaml], reference: &Yaml) -> Option<&'a Yaml> {
    all.iter().find(|it| it["kind"] == reference["kind"] && it["metadata"]["name"] == reference["name"])
}

/// Whether a reference means an object of a kind.
fn means(all: &[Yaml], kind: &str, reference: &Yaml) -> bool {
    reference["kind"].as_str() == Some(kind) && meant(all, reference).is_some()
}

/// Whether all logs are sent, or of a subscription those of who did what.
fn sends_all(setting: &Yaml) -> bool {
    let on = |name: &str, value: &str| {
        items(at(setting, "spec/logs")).iter().any(|it| says(it, name, value) && is(it, "enabled", true))
    };
    if is_empty(at(setting, "spec/owner/armId")) {
        return on("categoryGroup", "allLogs");
    }
    ["Administrative", "Policy", "Security"].iter().all(|it| on("category", it))
}

/// Whether a setting of diagnostics that is of an object sends its logs.
fn is_watched(it: &Yaml, all: &[Yaml]) -> bool {
    of_kind(all, "DiagnosticSetting").any(|setting| {
        let owner = at(setting, "spec/owner");
        owner["kind"] == it["kind"] && owner["name"] == it["metadata"]["name"] && sends_all(setting)
    })
}

/// Whether what is in an account cannot be deleted for so many days.
fn is_locked(account: &Yaml, days: i64) -> bool {
    let lock = at(account, "spec/immutableStorageWithVersioning");
    is(lock, "enabled", true)
        && says(lock, "immutabilityPolicy/state", "Locked")
        && at(lock, "immutabilityPolicy/immutabilityPeriodSinceCreationInDays").as_i64().is_some_and(|it| it >= days)
}

fn archive<'a>(setting: &Yaml, all: &'a [Yaml]) -> Option<&'a Yaml> {
    meant(all, at(setting, "spec/storageAccountReference")).filter(|it| it["kind"].as_str() == Some("StorageAccount"))
}

/// The databases of a cache.
fn databases<'a>(cache: &'a Yaml, all: &'a [Yaml]) -> impl Iterator<Item = &'a Yaml> {
    of_kind(all, "RedisEnterpriseDatabase").filter(|it| at(it, "spec/owner/name") == &cache["metadata"]["name"])
}

/// The nodes of a cluster, or of a pool.
fn pools(it: &Yaml) -> Vec<&Yaml> {
    match it["kind"].as_str() {
        Some("ManagedCluster") => items(at(it, "spec/agentPoolProfiles")).iter().collect(),
        _ => vec![&it["spec"]],
    }
}

fn several(zones: &Yaml) -> bool {
    items(zones).iter().any(|it| Some(it) != items(zones).first())
}

/// Whether a group of people is told, at an address or by telephone.
fn is_told(group: &Yaml) -> bool {
    let some = |list: &str| !is_empty(at(group, list));
    is(group, "spec/enabled", true) && (some("spec/emailReceivers") || some("spec/voiceReceivers"))
}

/// Whether an action of an alert tells somebody, by the object or by the last part of its place.
fn tells(action: &Yaml, all: &[Yaml]) -> bool {
    let place = action["actionGroupId"].as_str().and_then(|it| it.rsplit('/').next());
    let by_place = of_kind(all, "ActionGroup")
        .any(|it| place.is_some() && it["metadata"]["name"].as_str() == place && is_told(it));
    by_place || meant(all, action).is_some_and(is_told)
}

fn turns_attacks_away(policy: &Yaml) -> bool {
    let owasp = items(at(policy, "spec/managedRules/managedRuleSets"));
    says(policy, "spec/policySettings/state", "Enabled")
        && says(policy, "spec/policySettings/mode", "Prevention")
        && owasp.iter().any(|it| says(it, "ruleSetType", "OWASP"))
        && !items(at(policy, "spec/customRules")).iter().any(|it| says(it, "action", "Allow"))
}

/// Under HIPAA and production: records of six years, logs of one, and several zones.
pub(crate) const READERS: Readers = &[
    ("AzureIsWatched", |it, all| {
        if it["kind"].as_str() == Some("RedisEnterprise") {
            return !databases(it, all).any(|it| is_watched(it, all));
        }
        !is_watched(it, all)
    }),
    ("AzureLogsAreSent", |it, all| {
        !sends_all(it) || archive(it, all).is_none() || !means(all, "Workspace", at(it, "spec/workspaceReference"))
    }),
    ("AzureLogsAreKept", |it, all| !archive(it, all).is_some_and(|it| is_locked(it, 365))),
    ("AzureRecordsAreLocked", |it, all| {
        let is_of_a_subscription = |setting: &Yaml| {
            !is_empty(at(setting, "spec/owner/armId")) && archive(setting, all) == Some(it) && sends_all(setting)
        };
        !is_locked(it, 6 * 365) || !of_kind(all, "DiagnosticSetting").any(is_of_a_subscription)
    }),
    ("AzureArchiveIsPrivate", |it, _| {
        !says(it, "spec/publicNetworkAccess", "Disabled")
            || !is(it, "spec/allowBlobPublicAccess", false)
            || !is(it, "spec/allowSharedKeyAccess", false)
            || !says(it, "spec/minimumTlsVersion", "TLS1_2")
    }),
    ("AzureArchiveHasTheCustomersKey", |it, all| {
        let keys = at(it, "spec/encryption/keyvaultproperties/keyvaulturi");
        let with_a_path = keys.as_str().map(|it| Yaml::String(format!("{it}/")));
        !says(it, "spec/encryption/keySource", "Microsoft.Keyvault")
            || !with_a_path.is_some_and(|it| is_in_a_vault(all, &it))
            || !matches!(at(it, "spec/sku/name").as_str(), Some("Standard_ZRS" | "Standard_GZRS" | "Premium_ZRS"))
    }),
    ("AzureLogsAreSearchable", |it, _| at(it, "spec/retentionInDays").as_i64().is_none_or(|it| it < 365)),
    ("AzureCacheHasTheCustomersKey", |it, all| {
        !is_in_a_vault(all, at(it, "spec/encryption/customerManagedKeyEncryption/keyEncryptionKeyUrl"))
    }),
    ("AzureCacheSpeaksTls", |it, all| {
        let plain = match it["kind"].as_str() {
            Some("RedisEnterprise") => databases(it, all).any(|it| says(it, "spec/clientProtocol", "Plaintext")),
            _ => is(it, "spec/enableNonSslPort", true),
        };
        plain || !says(it, "spec/minimumTlsVersion", "1.2")
    }),
    ("AzureCacheAsksWho", |it, all| match it["kind"].as_str() {
        Some("RedisEnterprise") => databases(it, all).any(|it| !says(it, "spec/accessKeysAuthentication", "Disabled")),
        Some("RedisEnterpriseDatabase") => !says(it, "spec/accessKeysAuthentication", "Disabled"),
        _ => !is(it, "spec/disableAccessKeyAuthentication", true),
    }),
    ("AzureCacheHasZones", |it, _| match it["kind"].as_str() {
        Some("RedisEnterprise") => !says(it, "spec/highAvailability", "Enabled"),
        _ => !several(at(it, "spec/zones")),
    }),
    ("AzureRegistryIsPrivate", |it, all| {
        !says(it, "spec/publicNetworkAccess", "Disabled")
            || !says(it, "spec/policies/exportPolicy/status", "disabled")
            || !is_empty(at(it, "spec/networkRuleSet/ipRules"))
            || !crate::has_endpoint(it, all)
    }),
    ("AzureRegistryAsksWho", |it, _| is(it, "spec/adminUserEnabled", true)),
    ("AzureRegistryHasTheCustomersKey", |it, all| {
        let of = at(it, "spec/encryption");
        let by_itself = says(of, "keyVaultProperties/identity", "system")
            && at(it, "spec/identity/type").as_str().is_some_and(|it| it.contains("SystemAssigned"));
        !says(of, "status", "enabled")
            || !says(it, "spec/sku/name", "Premium")
            || !by_itself
            || !is_in_a_vault(all, at(of, "keyVaultProperties/keyIdentifier"))
    }),
    ("AzureRegistryKeepsImages", |it, _| {
        // Without a word nothing is deleted that no tag means, and the registry is in one zone.
        says(it, "spec/policies/retentionPolicy/status", "enabled") || !says(it, "spec/zoneRedundancy", "Enabled")
    }),
    ("AzureGrantIsNarrow", |it, all| {
        let role = at(it, "spec/roleDefinitionReference/armId").as_str().and_then(|it| it.rsplit('/').next());
        let owner = at(it, "spec/owner/kind").as_str();
        let on = match role {
            // Encrypts and reads secrets; pulls and pushes images; reads; joins; signs in.
            Some("e147488a-f6f5-4113-8e2d-b22465e65bf6" | "4633458b-17de-408a-b874-0445c86b69e6") => "Vault",
            Some("7f951dda-4ed3-4680-a7ca-43fe172d538d" | "8311e382-0749-4cb8-b61a-304f252e45ec") => "Registry",
            Some("acdd72a7-3385-48ef-bd42-f606fba81ae7") => "DiskEncryptionSet",
            Some("4d97b98b-1d4f-4787-a291-c67834d212e7") => "VirtualNetworksSubnet",
            Some("4abbcc35-e782-43d8-92c5-2d3f1bd2253f") => "ManagedCluster",
            _ => return true,
        };
        owner != Some(on) || meant(all, at(it, "spec/owner")).is_none() || !is_empty(at(it, "spec/principalId"))
    }),
    ("AksIsPrivate", |it, all| {
        let server = at(it, "spec/apiServerAccessProfile");
        let open = |pool: &&Yaml| {
            is(pool, "enableNodePublicIP", true) || !means(all, "VirtualNetworksSubnet", &pool["vnetSubnetReference"])
        };
        pools(it).iter().any(open)
            || it["kind"].as_str() == Some("ManagedCluster")
                && (!is(server, "enablePrivateCluster", true) || is(server, "enablePrivateClusterPublicFQDN", true))
    }),
    ("AksKnowsWhoItIs", |it, _| !is(it, "spec/disableLocalAccounts", true) || !is(it, "spec/aadProfile/managed", true)),
    ("AksHasZones", |it, _| pools(it).iter().any(|it| !several(&it["availabilityZones"]))),
    ("AksNodesHaveEncryptedDisks", |it, all| {
        let owner = of_kind(all, "ManagedCluster").find(|of| of["metadata"]["name"] == *at(it, "spec/owner/name"));
        let cluster = if it["kind"].as_str() == Some("ManagedCluster") { Some(it) } else { owner };
        let set = cluster.is_some_and(|it| means(all, "DiskEncryptionSet", at(it, "spec/diskEncryptionSetReference")));
        !set || pools(it).iter().any(|it| !is(it, "enableEncryptionAtHost", true))
    }),
    ("AzureDisksHaveTheCustomersKey", |it, all| !is_in_a_vault(all, at(it, "spec/activeKey/keyUrl"))),
    ("GatewayIsBehindAFirewall", |it, all| {
        !says(it, "spec/sku/tier", "WAF_v2")
            || !means(all, "WebApplicationFirewallPolicy", at(it, "spec/firewallPolicy/reference"))
    }),
    ("GatewayListensOnHttps", |it, _| {
        let https = |list: &str| items(at(it, list)).iter().all(|it| says(it, "protocol", "Https"));
        !https("spec/httpListeners") || !https("spec/backendHttpSettingsCollection")
    }),
    ("GatewayAsksItsPods", |it, _| is_empty(at(it, "spec/probes")) || !several(at(it, "spec/zones"))),
    ("AzureFirewallTurnsAttacksAway", |it, _| !turns_attacks_away(it)),
    ("AzureSomebodyIsTold", |it, _| !is_told(it)),
    ("AzureAlertTellsSomebody", |it, all| {
        let told = match it["kind"].as_str() {
            Some("MetricAlert") => items(at(it, "spec/actions")),
            _ => items(at(it, "spec/actions/actionGroupsReferences")),
        };
        !is(it, "spec/enabled", true) || !told.iter().any(|it| tells(it, all))
    }),
];
