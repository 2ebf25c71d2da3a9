//! When sentences are false of where things are, of addresses and names, of who takes on an identity, and of the settings of clusters:
//! from the reference of Azure Service Operator, Private Link, workload identities and AKS.

use yaml_rust2::Yaml;

use super::{is, means, meant, pools, says};
use crate::{
    is_in_a_vault,
    weakened::oracle::{Readers, at, is_empty, is_there, items, of_kind},
};

/// The region of the stack, and the one that Azure has paired it with.
const REGION: &str = "eastus2";
const PAIR: &str = "centralus";

/// What takes on an identity.
fn credentials<'a>(identity: &'a Yaml, all: &'a [Yaml]) -> Vec<&'a Yaml> {
    let own = |it: &&Yaml| at(it, "spec/owner/name") == &identity["metadata"]["name"];
    of_kind(all, "FederatedIdentityCredential").filter(own).collect()
}

/// Whether a credential is for one account of a cluster that the app has.
fn is_of_an_account(credential: &Yaml, all: &[Yaml]) -> bool {
    let subject = at(credential, "spec/subject").as_str().unwrap_or_default();
    let of_cluster = |it: &Yaml| {
        let map = at(it, "spec/operatorSpec/configMaps/oidcIssuerProfile");
        let from = at(credential, "spec/issuerFromConfig");
        map["name"] == from["name"] && map["key"] == from["key"] && !is_empty(&map["name"])
    };
    subject.starts_with("system:serviceaccount:")
        && subject.split(':').count() == 4
        && !subject.contains('*')
        && is_empty(at(credential, "spec/issuer"))
        && of_kind(all, "ManagedCluster").filter(|it| of_cluster(it)).count() == 1
}

fn tells_no_one(it: &Yaml, all: &[Yaml]) -> bool {
    // What Azure knows by an object that names it is known to that.
    !of_kind(all, "ApplicationGateway").chain(of_kind(all, "NatGateway")).any(|gateway| {
        let ways =
            items(at(gateway, "spec/frontendIPConfigurations")).iter().map(|it| at(it, "publicIPAddress/reference"));
        let out = items(at(gateway, "spec/publicIpAddresses")).iter().map(|it| &it["reference"]);
        ways.chain(out).any(|reference| reference["name"] == it["metadata"]["name"])
    })
}

/// Under HIPAA and a policy of several zones.
pub(crate) const READERS: Readers = &[
    ("AksIsDefended", |it, all| {
        let defender = at(it, "spec/securityProfile/defender");
        !is(defender, "securityMonitoring/enabled", true)
            || !means(all, "Workspace", &defender["logAnalyticsWorkspaceResourceReference"])
            || !is(it, "spec/addonProfiles/azurepolicy/enabled", true)
            || !is(it, "spec/securityProfile/imageCleaner/enabled", true)
    }),
    ("AksIsRenewed", |it, _| {
        let channel = |name: &str, never: &[&str]| {
            let said = at(it, &format!("spec/autoUpgradeProfile/{name}"));
            said.as_str().is_none_or(|it| never.contains(&it))
        };
        channel("upgradeChannel", &["none", "node-image"]) || channel("nodeOSUpgradeChannel", &["None", "Unmanaged"])
    }),
    ("AksKeepsPodsApart", |it, _| at(it, "spec/networkProfile/networkPolicy").as_str().is_none_or(|it| it == "none")),
    ("AksNodesAreShielded", |it, _| {
        let pools = pools(it);
        let open = |it: &&Yaml| {
            !is(it, "securityProfile/enableSecureBoot", true) || !is(it, "securityProfile/enableVTPM", true)
        };
        pools.is_empty() || pools.iter().any(open)
    }),
    ("AzureAddressIsOfAWay", |it, all| match it["kind"].as_str() {
        Some("NatGateway") => {
            let addresses = items(at(it, "spec/publicIpAddresses"));
            addresses.is_empty() || !addresses.iter().all(|it| means(all, "PublicIPAddress", &it["reference"]))
        }
        _ => tells_no_one(it, all),
    }),
    ("AzureCacheIsForOneWorkload", |it, all| {
        let (cache, whom) = match it["kind"].as_str() {
            Some("RedisAccessPolicyAssignment") => ("Redis", "spec/objectId"),
            _ => ("RedisEnterpriseDatabase", "spec/user/objectId"),
        };
        let map = at(it, &format!("{whom}FromConfig"));
        let said = |it: &&Yaml| {
            let own = at(it, "spec/operatorSpec/configMaps/principalId");
            own["name"] == map["name"] && own["key"] == map["key"] && !is_empty(&map["name"])
        };
        let identities: Vec<&Yaml> = of_kind(all, "UserAssignedIdentity").filter(said).collect();
        let one = match identities.as_slice() {
            [identity] => credentials(identity, all),
            _ => Vec::new(),
        };
        !is_there(all, cache, at(it, "spec/owner/name"))
            || !is_empty(at(it, whom))
            || one.len() != 1
            || !one.iter().all(|it| is_of_an_account(it, all))
    }),
    ("AzureEndpointIsInANetwork", |it, all| {
        let ways = items(at(it, "spec/privateLinkServiceConnections"));
        !means(all, "VirtualNetworksSubnet", at(it, "spec/subnet/reference"))
            || ways.len() != 1
            || !ways.iter().all(|it| meant(all, &it["privateLinkServiceReference"]).is_some())
    }),
    ("AzureGroupStays", |it, _| !crate::stays(it)),
    ("AzureInItsGroup", |it, all| match it["kind"].as_str() {
        Some("Namespace") => is_empty(&it["metadata"]["name"]),
        Some("ResourceGroup") => it["metadata"]["namespace"] != it["metadata"]["name"],
        _ => {
            let owner = at(it, "spec/owner");
            let is_ours = all.iter().any(|it| it["metadata"]["name"] == owner["name"]);
            !is_there(all, "Namespace", &it["metadata"]["namespace"]) || is_empty(&owner["armId"]) && !is_ours
        }
    }),
    ("AzureInItsRegion", |it, _| {
        let copies = matches!(it["kind"].as_str(), Some("Vault" | "UserAssignedIdentity"));
        match at(it, "spec/location").as_str() {
            Some(place) => place != REGION && place != "global" && !(copies && place == PAIR),
            None => true,
        }
    }),
    ("AzureNamesArePrivate", |it, all| match it["kind"].as_str() {
        Some("PrivateDnsZone") => !at(it, "spec/azureName").as_str().is_some_and(|it| it.starts_with("privatelink.")),
        Some("PrivateDnsZonesVirtualNetworkLink") => {
            !means(all, "VirtualNetwork", at(it, "spec/virtualNetwork/reference"))
                || is(it, "spec/registrationEnabled", true)
        }
        _ => {
            let zones = items(at(it, "spec/privateDnsZoneConfigs"));
            zones.is_empty() || !zones.iter().all(|it| means(all, "PrivateDnsZone", &it["privateDnsZoneReference"]))
        }
    }),
    ("CredentialTrustsOneAccount", |it, all| {
        let audiences: Vec<_> = items(at(it, "spec/audiences")).iter().map(|it| it.as_str()).collect();
        let of = of_kind(all, "UserAssignedIdentity").find(|one| one["metadata"]["name"] == *at(it, "spec/owner/name"));
        !is_of_an_account(it, all)
            || audiences != [Some("api://AzureADTokenExchange")]
            || of.is_none_or(|it| credentials(it, all).len() != 1)
    }),
    ("GatewaySpeaksTls", |it, all| {
        let new = ["AppGwSslPolicy20170401S", "AppGwSslPolicy20220101", "AppGwSslPolicy20220101S"];
        let certificates = items(at(it, "spec/sslCertificates"));
        !says(it, "spec/sslPolicy/policyType", "Predefined")
            || !at(it, "spec/sslPolicy/policyName").as_str().is_some_and(|it| new.contains(&it))
            || certificates.is_empty()
            || !certificates.iter().all(|it| is_in_a_vault(all, &it["keyVaultSecretId"]))
    }),
];
