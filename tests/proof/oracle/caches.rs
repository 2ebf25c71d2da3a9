//! Caches: what is kept, how they are reached, and who is let in.

use serde_json::Value;

use super::{Table, network, when};
use crate::document::{Thing, list, words};

pub(super) const TABLE: Table = &[
    ("CacheHasTheCustomersKey", |it| {
        let key = it.at("KmsKeyId").map(words).unwrap_or_default();
        let kept = it.is_on("AtRestEncryptionEnabled") && !key.is_empty() && !key.contains("alias/aws/");
        when(!kept, "no key of the customer encrypts it")
    }),
    ("CacheSpeaksTls", |it| {
        let required = it.at("TransitEncryptionMode").is_none_or(|it| it == "required");
        when(!it.is_on("TransitEncryptionEnabled") || !required, "it takes connections without TLS")
    }),
    ("CacheKnowsWho", |it| {
        let groups: Vec<Thing<'_>> = it.list("UserGroupIds").iter().filter_map(|at| it.target(at)).collect();
        let users = groups.iter().flat_map(|group| group.list("UserIds").iter().map(|at| group.target(at)));
        let is_off = |it: Thing<'_>| it.text("AccessString").is_some_and(|it| it.split(' ').next() == Some("off"));
        let by_role = |it: Option<Thing<'_>>| {
            it.is_some_and(|it| it.text("AuthenticationMode/Type") == Some("iam") || is_off(it))
        };
        // A group of Redis has a default user, whom nobody asks who he is, unless it names one.
        let named = |of: &Thing<'_>| {
            list(of.at("UserIds"))
                .iter()
                .any(|at| of.target(at).is_some_and(|it| it.text("UserName") == Some("default")))
        };
        when(it.at("AuthToken").is_some(), "a password opens it")
            .or_else(|| when(groups.is_empty() || groups.len() < it.list("UserGroupIds").len(), "nobody is asked"))
            .or_else(|| {
                let by_default = |it: &Thing<'_>| it.text("Engine") != Some("valkey") && !named(it);
                when(groups.iter().any(by_default), "somebody is let in by default")
            })
            .or_else(|| when(!users.into_iter().all(by_role), "somebody is known by no role"))
    }),
    ("CacheIsIsolated", |it| {
        let group = it.at("CacheSubnetGroupName").and_then(|at| it.target(at))?;
        let mut subnets = list(group.at("SubnetIds")).iter().filter_map(|at| group.target(at));
        when(subnets.any(network::leads_out), "a subnet of it has a way to the internet")
    }),
    ("CacheLetsInGroups", |it| {
        let groups = it.list("SecurityGroupIds").iter().filter_map(|at| it.target(at));
        let named = |(_, rule): (Thing<'_>, &Value)| rule.get("SourceSecurityGroupId").is_none();
        when(groups.flat_map(network::ways_in).any(named), "a network gets in, and no group")
    }),
    ("CacheHasZones", |it| {
        let takes_over = it.is_on("AutomaticFailoverEnabled") && it.is_on("MultiAZEnabled");
        when(!takes_over || it.number("NumCacheClusters").unwrap_or(0.0) < 2.0, "nobody takes over")
    }),
    ("CacheKeepsSnapshots", |it| {
        let asked = it.asked().backup.min(35.0);
        let last = &it.written.json["DeletionPolicy"];
        when(it.number("SnapshotRetentionLimit").unwrap_or(0.0) < asked, "snapshots are gone too soon")
            .or_else(|| when(*last != "Snapshot" && *last != "Retain", "it is gone without a snapshot"))
    }),
    ("ElastiCacheRedisClusterAutomaticBackup", |it| {
        when(it.number("SnapshotRetentionLimit").unwrap_or(0.0) < 15.0, "snapshots are gone within 15 days")
    }),
];
