//! Rules about caches: what is kept, how they are reached, and who is let in.

use hc_cdk::{
    control::{Control, gdpr, hipaa, iso27001, soc2},
    dimension::{
        availability::{MultiAz, MultiRegion},
        deletion::Retained,
        tls::Tls13,
    },
    policy::Dimension,
    rule::{Known, Must, Subject, asks, real_data},
    value::Json,
};

use super::{
    clauses::{AVAILABLE, BACKED_UP, CONFIDENTIAL, NOT_PUBLIC},
    database_access::{is_isolated_in, lets_in_groups},
    kept::stays,
    read::number,
    when::customer_key,
};

const CACHE: &[&str] = &["AWS::ElastiCache::ReplicationGroup"];

const KNOWN_BY_ROLE: &[Control] =
    &[hipaa::ACCESS_CONTROL, hipaa::AUTHENTICATION, soc2::LOGICAL_ACCESS, iso27001::AUTHENTICATION];

/// For how many days `ElastiCache` keeps snapshots at most.
const SNAPSHOT_DAYS: i64 = 35;

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub CACHE_HAS_THE_CUSTOMERS_KEY = "CacheHasTheCustomersKey" {
        sentence: "what is cached is encrypted with the customer's key",
        controls: CONFIDENTIAL,
        on: CACHE,
        when: |policy| asks(policy, Dimension::key_custody),
        answers: key_custody,
        must: Must::Hold(|it| it.flag("AtRestEncryptionEnabled") == Known::Is(true) && customer_key(it, "KmsKeyId")),
        message: "is not encrypted with a customer-managed key",
        help: "set `AtRestEncryptionEnabled` to true and `KmsKeyId` to a `CustomerKey`, or use a `Cache`",
    }

    pub CACHE_SPEAKS_TLS = "CacheSpeaksTls" {
        sentence: "connections to a cache without TLS are refused",
        controls: &[hipaa::ENCRYPTION, hipaa::TRANSMISSION_SECURITY, iso27001::CRYPTOGRAPHY, gdpr::ENCRYPTION],
        on: CACHE,
        when: |policy| asks(policy, Dimension::tls),
        answers: tls,
        must: Must::Hold(speaks_tls),
        message: "takes connections without TLS, or over TLS 1.2 where the policy asks for a newer one",
        help: "set `TransitEncryptionEnabled` to true and `TransitEncryptionMode` to `required`, or use a `Cache`; it speaks TLS 1.2 and newer",
    }

    pub CACHE_KNOWS_WHO = "CacheKnowsWho" {
        sentence: "whoever connects to a cache shows who he is by a role, and there is no password",
        controls: KNOWN_BY_ROLE,
        on: CACHE,
        when: real_data,
        must: Must::Hold(knows_who),
        message: "lets in somebody without a role",
        help: "name user groups whose users are all of the type `iam` or `off` (of `redis` the user `default`, too), and no `AuthToken`, or use a `Cache`",
    }

    pub CACHE_IS_ISOLATED = "CacheIsIsolated" {
        sentence: "a cache's subnets have no way to the internet",
        controls: NOT_PUBLIC,
        on: CACHE,
        when: real_data,
        must: Must::Judge(|it| is_isolated_in(it, "CacheSubnetGroupName")),
        message: "stands in subnets that have a way to the internet, or of which nobody knows",
        help: "name subnets in its `AWS::ElastiCache::SubnetGroup` that have route tables without such a route, or use a `Cache`",
    }

    pub CACHE_LETS_IN_GROUPS = "CacheLetsInGroups" {
        sentence: "members of named groups reach a cache, and no load balancer of this program is among them",
        controls: NOT_PUBLIC,
        on: CACHE,
        when: real_data,
        must: Must::Hold(lets_in_groups),
        message: "can be reached by more than members of named groups, or by a load balancer",
        help: "give it a security group of its own that lets in groups of workloads, or use a `Cache`",
    }

    pub CACHE_HAS_ZONES = "CacheHasZones" {
        sentence: "a node of another zone takes over when one fails, where the policy asks for several zones",
        controls: AVAILABLE,
        on: CACHE,
        when: |policy| asks(policy, Dimension::availability),
        answers: availability,
        must: Must::Hold(has_zones),
        message: "has nobody to take over in another zone",
        help: "set `AutomaticFailoverEnabled` and `MultiAZEnabled` to true and `NumCacheClusters` to 2 or more, or use a `Cache`",
    }

    pub CACHE_KEEPS_SNAPSHOTS = "CacheKeepsSnapshots" {
        sentence: "snapshots of a cache are kept for as long as the policy asks for backups, up to 35 days, and a last one where things are to stay",
        controls: BACKED_UP,
        on: CACHE,
        when: |policy| asks(policy, Dimension::backup_retention) || policy.floor(Dimension::deletion) >= Retained::POSITION,
        must: Must::Hold(|it| {
            let floor = i64::from(it.stack.policy.floor(Dimension::backup_retention).days()).min(SNAPSHOT_DAYS);
            it.property("SnapshotRetentionLimit").map_or(Some(0), number).is_some_and(|days| days >= floor)
                && stays(it, &["Retain", "Snapshot"])
        }),
        message: "keeps its snapshots for less time than the policy asks for, or has none when it is gone",
        help: "set `SnapshotRetentionLimit`, and `DeletionPolicy` and `UpdateReplacePolicy` to `Snapshot`, or use a `Cache`",
    }
}

fn speaks_tls(cache: &Subject<'_>) -> bool {
    let required = cache.lacks("TransitEncryptionMode") || cache.text("TransitEncryptionMode") == Some("required");
    cache.flag("TransitEncryptionEnabled") == Known::Is(true)
        && required
        && cache.stack.policy.floor(Dimension::tls) < Tls13::POSITION
}

/// Whether each user is known by a role, or may not sign in. A group of Redis has a default user that is known by nothing, if it does not name
/// another one.
fn knows_who(cache: &Subject<'_>) -> bool {
    let groups = cache.list("UserGroupIds");
    let of_roles = |group: Subject<'_>| {
        let users = group.list("UserIds");
        let by_role = |user: Subject<'_>| {
            let knows = user.text("AuthenticationMode/Type") == Some("iam") && user.lacks("Passwords");
            user.is("AWS::ElastiCache::User") && (knows || is_off(&user))
        };
        let is_default = |it: &Json| group.referred(it).is_some_and(|it| it.text("UserName") == Some("default"));
        let replaces_default = || group.text("Engine") == Some("redis") && users.iter().any(is_default);
        group.is("AWS::ElastiCache::UserGroup")
            && (group.text("Engine") == Some("valkey") || replaces_default())
            && !users.is_empty()
            && users.iter().all(|it| group.referred(it).is_some_and(by_role))
    };
    !groups.is_empty() && cache.lacks("AuthToken") && groups.iter().all(|it| cache.referred(it).is_some_and(of_roles))
}

/// Whether nobody signs in as a user. Of two words about that the last one counts.
fn is_off(user: &Subject<'_>) -> bool {
    let mut words = user.text("AccessString").unwrap_or_default().split_whitespace();
    words.rfind(|it| matches!(*it, "on" | "off")) == Some("off")
}

fn has_zones(cache: &Subject<'_>) -> bool {
    let floor = cache.stack.policy.floor(Dimension::availability);
    let takes_over = cache.flag("AutomaticFailoverEnabled") == Known::Is(true)
        && cache.flag("MultiAZEnabled") == Known::Is(true)
        && cache.property("NumCacheClusters").and_then(number).is_some_and(|nodes| nodes > 1);
    // Where zones are named, two nodes may be in one.
    let named = "PreferredCacheClusterAZs";
    let apart = cache.lacks(named) || zones_apart(cache.list(named));
    floor < MultiAz::POSITION || floor < MultiRegion::POSITION && takes_over && apart
}

/// Whether zones are named, and not all of them are one.
fn zones_apart(zones: &[Json]) -> bool {
    zones.iter().all(|it| it.as_text().is_some()) && zones.iter().any(|it| Some(it) != zones.first())
}
