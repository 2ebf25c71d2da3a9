//! Rules about stores of other services: caches, and what moves databases.
//!
//! What moves databases no construct declares yet: its rule is for what a construct of a user's own declares.

use super::{read::number, when::regulated};
use hc_cdk::{
    control::hipaa,
    rule::{Must, Subject},
};

hc_cdk::rules! {
    pub(crate) const READINGS;

    pub DMS_REPLICATION_NOT_PUBLIC = "DMSReplicationNotPublic" {
        sentence: "what moves databases has no address on the internet",
        controls: &[hipaa::WORKFORCE_SECURITY, hipaa::ACCESS_ISOLATION, hipaa::ACCESS_MODIFICATION, hipaa::ACCESS_CONTROL, hipaa::TRANSMISSION_SECURITY],
        on: &["AWS::DMS::ReplicationInstance"],
        when: regulated,
        must: Must::False("PubliclyAccessible"),
        message: "may have an address on the internet",
        help: "set `PubliclyAccessible` to false",
    }

    pub ELASTI_CACHE_REDIS_CLUSTER_AUTOMATIC_BACKUP = "ElastiCacheRedisClusterAutomaticBackup" {
        sentence: "what is in a Redis cache is kept for 15 days",
        controls: &[hipaa::CONTINGENCY_PLAN, hipaa::DATA_BACKUP_PLAN, hipaa::DISASTER_RECOVERY],
        on: &["AWS::ElastiCache::CacheCluster", "AWS::ElastiCache::ReplicationGroup"],
        when: regulated,
        must: Must::Hold(|it| is_no_redis(it) || it.property("SnapshotRetentionLimit").and_then(number).is_some_and(|days| days >= 15)),
        message: "keeps its snapshots for less than 15 days",
        help: "set `SnapshotRetentionLimit` to at least 15, or use a `Cache`",
    }
}

/// What is no Redis keeps nothing.
fn is_no_redis(cache: &Subject<'_>) -> bool {
    cache.text("Engine") == Some("memcached")
}
