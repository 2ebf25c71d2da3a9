//! Where things are.

use super::{no_key, stays, vault};
use crate::{
    document::Thing,
    oracle::{Table, when},
};

pub(super) const TABLE: Table = &[
    ("AzureGroupStays", |it| when(!stays(it), "all in it is deleted with its object")),
    ("AzureInItsGroup", |it| match it.kind() {
        "Namespace" => when(it.name().is_empty(), "it has no name"),
        "ResourceGroup" => {
            when(it.text("metadata/namespace") != Some(it.name()), "it is called otherwise than its namespace")
        }
        _ => {
            let mut homes = it.others("Namespace").filter(|home| home.written.stack == it.written.stack);
            let home = homes.any(|home| it.text("metadata/namespace") == Some(home.name()));
            let of_app = it.documents.all.iter().any(|other| {
                let other = Thing { documents: it.documents, written: other };
                other.kind() != "Namespace" && it.text("spec/owner/name") == Some(other.name())
            });
            let of_subscription = it.text("spec/owner/armId").is_some_and(|it| it.starts_with("/subscriptions/"));
            when(!home, "it is in no namespace of the app")
                .or_else(|| when(!of_app && !of_subscription, "it is of nothing that the app has"))
        }
    }),
    ("AzureInItsRegion", |it| {
        let copies = matches!(it.kind(), "UserAssignedIdentity" | "Vault");
        let everywhere = ["ActionGroup", "MetricAlert", "PrivateDnsZone", "PrivateDnsZonesVirtualNetworkLink"];
        let place = it.text("spec/location").unwrap_or_default();
        let is_here = place == it.region()
            || place == "global" && everywhere.contains(&it.kind())
            || copies && Some(place) == pair(it.region());
        when(!is_here, format!("it is in `{place}`")).or_else(|| {
            if !it.says("spec/backup/geoRedundantBackup", "Enabled") {
                return None;
            }
            let vault = it.text(KEY).and_then(|address| vault(it, address));
            let there = vault.is_some_and(|(vault, _)| vault.text("spec/location") == pair(it.region()));
            no_key(it, KEY).or_else(|| when(!there, "the key of its copies is elsewhere"))
        })
    }),
];

/// Where a server names the key of the copies of its backups.
const KEY: &str = "spec/dataEncryption/geoBackupKeyURI";

/// The region that Azure has paired one with.
fn pair(region: &str) -> Option<&'static str> {
    [("eastus2", "centralus")].into_iter().find(|(of, _)| *of == region).map(|(_, pair)| pair)
}
