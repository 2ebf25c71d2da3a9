//! What stores tell that operators run: metrics by the names that their exporters have.

use hc_cdk_observe::{Count, Gauge, Moment, Seconds};

/// How far a member of PostgreSQL is behind, in seconds: of `CloudNativePG`'s own exporter.
pub const REPLICATION_LAG: Gauge<Seconds> = Gauge::named("cnpg_pg_replication_lag");
/// When the last backup of PostgreSQL was made that is there: of the plugin Barman Cloud, by the exporter of each instance. Before the first
/// one it is the beginning of 1970.
///
/// Source: plugin Barman Cloud, "Observability"; `CloudNativePG`'s own figure of it stays 0 where the plugin makes backups.
pub const BACKED_UP: Gauge<Moment> = Gauge::named("barman_cloud_cloudnative_pg_io_last_available_backup_timestamp");
/// How many clients share connections of a pool just now: of the exporter of a `CloudNativePG` pooler.
pub const POOL_USED: Gauge<Count> = Gauge::named("cnpg_pgbouncer_pools_cl_active");
/// How many clients wait for a connection of a pool.
pub const POOL_WAITING: Gauge<Count> = Gauge::named("cnpg_pgbouncer_pools_cl_waiting");
/// How much memory Redis uses, in bytes.
pub const REDIS_USED: Gauge<Count> = Gauge::named("redis_memory_used_bytes");
/// How much memory Redis may use, in bytes.
pub const REDIS_SIZE: Gauge<Count> = Gauge::named("redis_memory_max_bytes");

/// How far a member of MongoDB is behind, in seconds: of Percona's exporter.
pub const MONGO_LAG: Gauge<Seconds> = Gauge::named("mongodb_mongod_replset_member_replication_lag");
/// How many connections MongoDB has, by a label: `.is("state", "current")` are those that there are, and `available` those that it would
/// take besides.
pub const MONGO_CONNECTIONS: Gauge<Count> = Gauge::named("mongodb_connections");
/// When the last backup of MongoDB changed, in each state, of Percona's exporter with `.tells_backups(..)`: `.is("status", "done")` is when the
/// last one was made. Before the first one there is none.
///
/// Source: `mongodb_exporter`, `exporter/pbm_collector.go`. Older versions of it do not tell this.
pub const MONGO_BACKED_UP: Gauge<Moment> = Gauge::named("mongodb_pbm_backup_last_transition_ts");

/// How many copies of parts of an index Elasticsearch has no node for: none is what should be.
pub const SEARCH_MISSING: Gauge<Count> = Gauge::named("elasticsearch_cluster_health_unassigned_shards");
/// How many nodes Elasticsearch has.
pub const SEARCH_NODES: Gauge<Count> = Gauge::named("elasticsearch_cluster_health_number_of_nodes");
/// How much room there is on the disk of a node of Elasticsearch, in bytes.
pub const SEARCH_FREE: Gauge<Count> = Gauge::named("elasticsearch_filesystem_data_available_bytes");
/// How large the disk of a node of Elasticsearch is, in bytes.
pub const SEARCH_DISK: Gauge<Count> = Gauge::named("elasticsearch_filesystem_data_size_bytes");
/// How much memory a node of Elasticsearch uses, in bytes, by a label: `.is("area", "heap")` is where it keeps what it works on.
pub const SEARCH_USED: Gauge<Count> = Gauge::named("elasticsearch_jvm_memory_used_bytes");
/// How much memory a node of Elasticsearch may use, in bytes, by the same label.
pub const SEARCH_SIZE: Gauge<Count> = Gauge::named("elasticsearch_jvm_memory_max_bytes");
/// How the snapshots of Elasticsearch are, by a label: `.is("color", "green")` is 0 when one that was made before has had no follower for longer than
/// its policy allows, or when they fail again and again; the former is so from version 9.1 of Elasticsearch on. It is 1 otherwise, also while
/// no snapshot was ever made, or there is no policy that makes any: `SEARCH_SNAPSHOT_POLICIES` tells that.
///
/// Source: `elasticsearch_exporter` 1.10, "health report"; Elasticsearch, "Get cluster health" (`slm`), and `unhealthy_if_no_snapshot_within` of
/// a snapshot lifecycle policy.
pub const SEARCH_SNAPSHOTS: Gauge<Count> = Gauge::named("elasticsearch_health_report_slm_status");
/// How many policies Elasticsearch has by which it makes snapshots. None is what it has where the operator may not give it any, as without a
/// licence that includes them.
pub const SEARCH_SNAPSHOT_POLICIES: Gauge<Count> = Gauge::named("elasticsearch_health_report_slm_policies");

/// What the exporter of Elasticsearch tells.
pub(super) const SEARCH: &[&str] = &[
    "elasticsearch_cluster_health_unassigned_shards",
    "elasticsearch_cluster_health_number_of_nodes",
    "elasticsearch_filesystem_data_available_bytes",
    "elasticsearch_filesystem_data_size_bytes",
    "elasticsearch_jvm_memory_used_bytes",
    "elasticsearch_jvm_memory_max_bytes",
    "elasticsearch_health_report_slm_policies",
    "elasticsearch_health_report_slm_status",
];
/// What MongoDB tells.
pub(super) const MONGO: &[&str] = &["mongodb_mongod_replset_member_replication_lag", "mongodb_connections"];
/// The same with when it was backed up.
pub(super) const MONGO_AND_BACKUPS: &[&str] =
    &["mongodb_mongod_replset_member_replication_lag", "mongodb_connections", "mongodb_pbm_backup_last_transition_ts"];
/// What PostgreSQL tells.
pub(super) const POSTGRES: &[&str] =
    &["cnpg_pg_replication_lag", "barman_cloud_cloudnative_pg_io_last_available_backup_timestamp"];
/// What the pooler in front of it tells.
pub(super) const POOLER: &[&str] = &["cnpg_pgbouncer_pools_cl_active", "cnpg_pgbouncer_pools_cl_waiting"];
/// What the exporter of Redis tells.
pub(super) const REDIS: &[&str] = &["redis_memory_used_bytes", "redis_memory_max_bytes"];
