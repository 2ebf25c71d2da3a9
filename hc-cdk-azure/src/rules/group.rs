//! Where objects are made: in the resource group of their namespace, and in the region of their stack.

use hc_cdk::{
    control::{gdpr, hipaa, iso27001, part11, soc2},
    dimension::deletion::Retained,
    policy::Dimension,
    rule::{Must, Subject, Verdict, asks, real_data},
    value::Json,
};

use super::read::{key_vault, named, owner, stays, text};
use crate::region::pair;

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub IN_ITS_GROUP = "AzureInItsGroup" {
        sentence: "an object of Azure is in a namespace of the app, and is of the resource group that has the name of the namespace, or of something in it",
        controls: &[hipaa::ACCESS_ISOLATION, soc2::BOUNDARY_PROTECTION, iso27001::SEPARATION],
        on: &[],
        when: real_data,
        must: Must::Hold(|it| match it.kind() {
            "Namespace" => it.text("metadata/name").is_some(),
            "ResourceGroup" => home(it).is_some_and(|home| {
                it.lacks("spec/azureName") && it.text("metadata/name").is_some_and(|name| home.text("metadata/name") == Some(name))
            }),
            _ => home(it).is_some() && has_owner(it),
        }),
        message: "is in no namespace of the app, or of nothing that the app has",
        help: "put it into the namespace that a `ResourceGroup` made, and name its owner",
    }

    pub GROUP_STAYS = "AzureGroupStays" {
        sentence: "a resource group stays when it leaves the program, with what is in it",
        controls: &[hipaa::INTEGRITY, iso27001::RECORDS, part11::PROTECTION, gdpr::RESTORE],
        on: &["ResourceGroup"],
        when: |policy| asks(policy, Dimension::deletion),
        must: Must::Hold(|it| it.stack.policy.floor(Dimension::deletion) < Retained::POSITION || stays(it)),
        message: "is deleted with the program, and all that is in it",
        help: "use a `ResourceGroup`, or set the reconcile policy of the object to `detach-on-delete`",
    }

    pub IN_ITS_REGION = "AzureInItsRegion" {
        sentence: "what keeps or computes on Azure is in the region of its stack, and its backups are there or in the pair of it, where the app has a key",
        controls: &[gdpr::TRANSFERS, iso27001::PRIVACY, soc2::CONFIDENTIALITY],
        on: &[],
        when: real_data,
        must: Must::Judge(in_its_region),
        message: "is in another region than its stack, has copies where the app has no key, or nothing says where it is",
        help: "leave the region to the construct, which takes that of the stack",
    }
}

/// The namespace of the app that an object is in.
fn home<'a>(it: &Subject<'a>) -> Option<Subject<'a>> {
    named(it, it.property("metadata/namespace"), "Namespace")
}

/// Of what kind the owner of an object is, if it is not of a resource group itself.
const OWNERS: [(&str, &[&str]); 14] = [
    ("FederatedIdentityCredential", &["UserAssignedIdentity"]),
    ("FlexibleServersConfiguration", &["FlexibleServer"]),
    ("FlexibleServersDatabase", &["FlexibleServer"]),
    ("ManagedClustersAgentPool", &["ManagedCluster"]),
    ("NetworkSecurityGroupsSecurityRule", &["NetworkSecurityGroup"]),
    ("PrivateDnsZonesVirtualNetworkLink", &["PrivateDnsZone"]),
    ("PrivateEndpointsPrivateDnsZoneGroup", &["PrivateEndpoint"]),
    ("RedisAccessPolicyAssignment", &["Redis"]),
    ("RedisEnterpriseDatabase", &["RedisEnterprise"]),
    ("RedisEnterpriseDatabaseAccessPolicyAssignment", &["RedisEnterpriseDatabase"]),
    ("RoleAssignment", &["DiskEncryptionSet", "ManagedCluster", "Registry", "Vault", "VirtualNetworksSubnet"]),
    ("VirtualNetworksSubnet", &["VirtualNetwork"]),
    ("DiagnosticSetting", WATCHED),
    ("UserAssignedIdentity", &["ResourceGroup"]),
];

/// The kinds of which logs are sent.
pub(super) const WATCHED: &[&str] = &[
    "ApplicationGateway",
    "FlexibleServer",
    "ManagedCluster",
    "NetworkSecurityGroup",
    "Redis",
    "RedisEnterpriseDatabase",
    "Registry",
    "Vault",
];

fn has_owner(it: &Subject<'_>) -> bool {
    let kinds = OWNERS.iter().find(|(kind, _)| it.is(kind)).map_or(&["ResourceGroup"] as &[&str], |(_, of)| of);
    // The log of a subscription is of the subscription, of which there is no object.
    let of_subscription = it.is("DiagnosticSetting")
        && it
            .text("spec/owner/armId")
            .is_some_and(|it| it.strip_prefix("/subscriptions/").is_some_and(|it| it.len() == 36 && !it.contains('/')));
    of_subscription || kinds.iter().any(|kind| owner(it, kind).is_some())
}

/// The kinds that are of no region.
const EVERYWHERE: [&str; 4] = ["ActionGroup", "MetricAlert", "PrivateDnsZone", "PrivateDnsZonesVirtualNetworkLink"];
/// The kinds that may be where copies are.
const WITH_COPIES: [&str; 2] = ["UserAssignedIdentity", "Vault"];

fn in_its_region(it: &Subject<'_>) -> Verdict {
    let (region, is_part) = (it.stack.region, OWNERS.iter().any(|(kind, _)| it.is(kind)));
    let place = it.text("spec/location");
    if it.is("Namespace") || is_part && !it.is("UserAssignedIdentity") && !EVERYWHERE.contains(&it.kind()) {
        return Verdict::NotApplicable;
    }
    let here = if EVERYWHERE.contains(&it.kind()) { "global" } else { region };
    let copied = WITH_COPIES.contains(&it.kind()) && place.is_some() && place == pair(region);
    Verdict::of((place == Some(here) || copied) && copies_are_ours(it))
}

/// Whether backups go nowhere, or to where the app has a key for them.
fn copies_are_ours(it: &Subject<'_>) -> bool {
    if !it.is("FlexibleServer") {
        return true;
    }
    match it.property("spec/backup/geoRedundantBackup").map(Json::as_text) {
        Some(Some("Enabled")) => key_vault(it, "spec/dataEncryption/geoBackupKeyURI").is_some_and(|vault| {
            let place = text(&vault.resource.properties, &["spec", "location"]);
            place.is_some() && place == pair(it.stack.region)
        }),
        Some(Some("Disabled")) => it.lacks("spec/dataEncryption/geoBackupKeyURI"),
        _ => false,
    }
}
