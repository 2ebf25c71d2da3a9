//! What is made of the data of a store somewhere else, without a right of whoever reads it there: replicas, imports, and copies of backups.

use hc_cdk::{
    rule::{at, one_or_many},
    target::{Place, To, Way, Who},
    value::Json,
};

use super::{
    data::SERVICES,
    handed_on::has_data,
    named::{HERE, Named},
    principal::{Principals, is_own_account},
    statement::allowed,
    stores::Stores,
    world::World,
};

const PLAN: &str = "AWS::Backup::BackupPlan";
const VAULT: &str = "AWS::Backup::BackupVault";
const FILES: &str = "AWS::EFS::FileSystem";

/// What begins with the data of another store, and where it names that.
const MADE_OF: &[(&str, &[&str])] = &[
    ("AWS::DocDB::DBCluster", &["SourceDBClusterIdentifier"]),
    ("AWS::DynamoDB::Table", &["ImportSourceSpecification/S3BucketSource/S3Bucket"]),
    ("AWS::ElastiCache::CacheCluster", &["SnapshotArns"]),
    ("AWS::ElastiCache::ReplicationGroup", &["SnapshotArns"]),
    ("AWS::ElastiCache::ServerlessCache", &["SnapshotArnsToRestore"]),
    ("AWS::Neptune::DBCluster", &["SourceDBClusterIdentifier"]),
    ("AWS::RDS::DBCluster", &["ReplicationSourceIdentifier", "SourceDBClusterIdentifier"]),
    ("AWS::RDS::DBInstance", &["SourceDBClusterIdentifier", "SourceDBInstanceIdentifier"]),
];

/// Reads what is a copy of a store, or makes some.
pub(super) fn read(world: &World<'_>, stores: &Stores<'_>, place: Place, ways: &mut Vec<Way>) {
    let kind = world.kind(place);
    for path in MADE_OF.iter().filter(|(of, _)| *of == kind).flat_map(|(_, paths)| *paths) {
        for from in one_or_many(world.property(place, path)).iter().flat_map(|it| origins(world, stores, it)) {
            push(ways, place, Who::OfApp(place), To::OneStore(from));
        }
    }
    match kind {
        FILES if has_data(world, place) => {
            for it in one_or_many(world.property(place, "ReplicationConfiguration/Destinations")) {
                let Some(to) = at(it, "FileSystemId") else { continue };
                for who in world.whom(Some(to), "whoever has the copy") {
                    push(ways, place, who, To::OneStore(place));
                }
            }
        }
        PLAN => {
            let rules = one_or_many(world.property(place, "BackupPlan/BackupPlanRule")).iter();
            let copies = rules.flat_map(|rule| one_or_many(at(rule, "CopyActions")));
            if copies.filter(|it| leaves_the_account(world, it)).count() > 0 {
                push(ways, place, elsewhere("the owner of another vault"), stores.all());
            }
        }
        VAULT => of_vault(world, stores, place, ways),
        _ => {}
    }
}

/// The stores that a value names as what something is made of: by reference, by name, or by the ARN of something in a bucket.
fn origins(world: &World<'_>, stores: &Stores<'_>, value: &Json) -> Vec<Place> {
    let meant = stores.meant(world, value);
    if !meant.is_empty() {
        return meant;
    }
    let buckets = SERVICES.iter().position(|it| it.prefix == "s3");
    let named = buckets.into_iter().flat_map(|at| stores.named(world, at, value));
    named.filter_map(|it| if let To::OneStore(place) = it { Some(place) } else { None }).collect()
}

/// Whether a copy goes to a vault that is neither of the app nor, as its ARN says, of the account.
fn leaves_the_account(world: &World<'_>, copy: &Json) -> bool {
    let named = at(copy, "DestinationBackupVaultArn").map(|it| Named::of(world, it));
    named.is_none_or(|it| {
        it.resources.is_empty() && (it.is_unknown || it.text.split(':').nth(4) != Some(HERE.to_string().as_str()))
    })
}

/// Whoever may do something with the vault of backups, and is not of the account, may copy what they have.
fn of_vault(world: &World<'_>, stores: &Stores<'_>, vault: Place, ways: &mut Vec<Way>) {
    let Some(policy) = world.property(vault, "AccessPolicy") else { return };
    let unread = [Json::Null];
    let statements: Vec<&Json> = allowed(policy).map_or_else(|| unread.iter().collect(), Iterator::collect);
    for statement in statements {
        let principals = Principals::of(world, statement);
        for who in principals.outside.iter().filter(|it| !is_own_account(it)) {
            push(ways, vault, elsewhere(&format!("`{}`", who.replace(HERE, "_"))), stores.all());
        }
    }
}

fn elsewhere(words: &str) -> Who {
    Who::Elsewhere(words.to_owned())
}

fn push(ways: &mut Vec<Way>, by: Place, who: Who, to: To) {
    ways.push(Way { who, to, by, reads: true, writes: false, is_said: false });
}
