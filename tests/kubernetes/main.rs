//! What holds for every legal chart, and what is found in one that is not. The objects are read as YAML, as a cluster reads
//! them; nothing here asks the library whether its output is right.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail where it stands"
)]

mod admitted;
mod alerts_read;
mod any_store;
mod asked;
mod audited;
mod balanced;
mod beside;
mod buckets;
mod clashes;
mod clusters;
mod databases;
mod decides;
mod disk_keys;
mod disks;
mod findings;
mod floors;
mod found;
mod gateways;
mod generated;
mod health;
mod issuers;
mod jobs;
mod keepers;
mod kept;
mod labelled;
mod left_empty;
mod machines;
mod mesh;
mod mounted;
mod moved;
mod networks;
mod operated;
mod oracle;
mod own_objects;
mod own_rights;
mod parties;
mod passwords;
mod peers;
mod pods;
mod property;
mod proxied;
mod pulled;
mod recovery;
mod registries;
mod rooms;
mod routes;
mod rules;
mod scaled;
mod scaling;
mod shifted;
mod store_figures;
mod stores;
mod watch_ways;
mod watched;
mod ways;
mod weaker;
mod weaker_postgres;
