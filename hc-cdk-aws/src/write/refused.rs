//! Changes that CloudFormation, or the service behind it, would refuse while it deploys: knowable from the two templates.

use indexmap::IndexMap;
use serde_json::Value;

use super::{
    between::at,
    documented::{TOKEN, is_custom},
    named::NAMED,
};

/// What grows and never shrinks.
const GROWS: [(&str, &str); 4] = [
    ("AWS::EC2::Volume", "Size"),
    ("AWS::MSK::Cluster", "BrokerNodeGroupInfo/StorageInfo/EBSStorageInfo/VolumeSize"),
    ("AWS::RDS::DBCluster", "AllocatedStorage"),
    ("AWS::RDS::DBInstance", "AllocatedStorage"),
];

/// Versions that go up and never down.
const RISES: [(&str, &str); 9] = [
    ("AWS::DocDB::DBCluster", "EngineVersion"),
    ("AWS::EKS::Cluster", "Version"),
    ("AWS::ElastiCache::ReplicationGroup", "EngineVersion"),
    ("AWS::MSK::Cluster", "KafkaVersion"),
    ("AWS::MemoryDB::Cluster", "EngineVersion"),
    ("AWS::Neptune::DBCluster", "EngineVersion"),
    ("AWS::OpenSearchService::Domain", "EngineVersion"),
    ("AWS::RDS::DBCluster", "EngineVersion"),
    ("AWS::RDS::DBInstance", "EngineVersion"),
];

/// What stays as it was made, though its schema lets it change and nothing replaces it: the property, and what it is where nobody says.
///
/// Sources: "the update request fails, regardless of the value of the `UpdateReplacePolicy` attribute", as the reference says of a key, and
/// "Updates are not allowed for property", as Cognito says of a pool.
const STAYS: [(&str, &str, &str); 7] = [
    ("AWS::Cognito::UserPool", "AliasAttributes", ""),
    ("AWS::Cognito::UserPool", "UsernameAttributes", ""),
    ("AWS::Cognito::UserPool", "UsernameConfiguration", ""),
    ("AWS::KMS::Key", "KeySpec", "SYMMETRIC_DEFAULT"),
    ("AWS::KMS::Key", "KeyUsage", "ENCRYPT_DECRYPT"),
    ("AWS::KMS::Key", "MultiRegion", "false"),
    ("AWS::KMS::Key", "Origin", "AWS_KMS"),
];

/// What nothing else may have while something has it, so that a new one with it cannot take the place of the old one: within what, if that
/// is not the region.
///
/// Sources: "CIDR Block must change if Availability Zone is changed and VPC ID is not changed", as CloudFormation says, and
/// `Resource.AlreadyAssociated` of EC2.
const ALONE: [(&str, &str, &str); 2] =
    [("AWS::EC2::NatGateway", "AllocationId", ""), ("AWS::EC2::Subnet", "CidrBlock", "VpcId")];

/// Properties before and after.
type Both<'a> = (Option<&'a Value>, Option<&'a Value>);

/// What a change of properties is refused for: the properties, and what to do instead. `fixed` are those that cannot change in place.
pub(super) fn of(kind: &str, properties: Both<'_>, fixed: &[String]) -> Option<(Vec<String>, &'static str)> {
    if is_custom(kind) && fixed.iter().any(|it| it == TOKEN) {
        return Some((vec![TOKEN.to_owned()], ANEW));
    }
    let stays = stays(kind, properties);
    if !stays.is_empty() {
        return Some((stays, OTHER));
    }
    if !fixed.is_empty() {
        return Some((fixed.to_vec(), in_the_way(kind, properties)?));
    }
    let of_table = [shrinks(kind, properties), indexes(kind, properties), unlocked(kind, properties)];
    of_table
        .into_iter()
        .flatten()
        .next()
        .or_else(|| falls(kind, properties))
        .map(|(name, help)| (vec![name.to_owned()], help))
}

/// What stands at a path before and after, if each is one value.
fn both<'a>((before, after): Both<'a>, path: &str) -> Option<(&'a Value, &'a Value)> {
    let one = |properties| if let [value] = at(properties, path)[..] { Some(value) } else { None };
    Some((one(before)?, one(after)?))
}

/// The rows of a type.
fn of_kind<'a>(kind: &'a str, table: &'a [(&str, &'static str)]) -> impl Iterator<Item = &'static str> + use<'a> {
    table.iter().filter(move |(of, _)| *of == kind).map(|(_, name)| *name)
}

/// What stays as it was made and is to be another. What only the deployment knows is not compared.
fn stays(kind: &str, (before, after): Both<'_>) -> Vec<String> {
    let said = |properties: Option<&Value>, name: &str, usual: &str| match properties.and_then(|it| it.get(name)) {
        None => Some(usual.to_owned()),
        Some(Value::String(text)) => Some(text.clone()),
        Some(Value::Object(it)) if it.keys().any(|it| it == "Ref" || it.starts_with("Fn::")) => None,
        Some(other) => Some(other.to_string()),
    };
    let is_another = |(of, name, usual): &&(&str, &str, &str)| {
        let values = said(before, name, usual).zip(said(after, name, usual));
        *of == kind && values.is_some_and(|(before, after)| before != after)
    };
    STAYS.iter().filter(is_another).map(|(_, name, _)| (*name).to_owned()).collect()
}

/// Why the new one cannot be made while the old one is there, if it cannot.
fn in_the_way(kind: &str, properties: Both<'_>) -> Option<&'static str> {
    let same = |name: &str| both(properties, name).is_some_and(|(before, after)| before == after);
    // What it is in may be another one, or be left out in both.
    let stays = |within: &str| {
        let of = |it: Option<&Value>| it.and_then(|it| it.get(within)).cloned();
        within.is_empty() || of(properties.0) == of(properties.1)
    };
    if NAMED.iter().any(|(of, name, within)| *of == kind && same(name) && stays(within)) {
        return Some(RENAME);
    }
    let is_alone =
        |(of, name, within): &(&str, &str, &str)| *of == kind && same(name) && (within.is_empty() || same(within));
    ALONE.iter().any(is_alone).then_some(APART)
}

fn shrinks(kind: &str, properties: Both<'_>) -> Option<(&'static str, &'static str)> {
    let shrinks = |name: &&str| {
        let sizes = both(properties, name).and_then(|(before, after)| Some((number(before)?, number(after)?)));
        sizes.is_some_and(|(before, after)| after < before)
    };
    of_kind(kind, &GROWS).find(shrinks).map(|name| (name, KEEP))
}

/// Whether indexes of a table change in a way that takes several updates.
///
/// Sources: "Cannot perform more than one GSI creation or deletion in a single update" and "Cannot update GSI's properties other than
/// Provisioned Throughput and Contributor Insights Specification", as DynamoDB says.
fn indexes(kind: &str, (before, after): Both<'_>) -> Option<(&'static str, &'static str)> {
    const INDEXES: &str = "GlobalSecondaryIndexes";
    if !matches!(kind, "AWS::DynamoDB::Table" | "AWS::DynamoDB::GlobalTable") {
        return None;
    }
    let all = |properties: Option<&Value>| -> IndexMap<String, [Option<Value>; 2]> {
        let items = properties.and_then(|it| it.get(INDEXES)).and_then(Value::as_array).into_iter().flatten();
        let one = |it: &Value| {
            Some((
                it.get("IndexName")?.as_str()?.to_owned(),
                ["KeySchema", "Projection"].map(|name| it.get(name).cloned()),
            ))
        };
        items.filter_map(one).collect()
    };
    let (before, after) = (all(before), all(after));
    let is_other = |(name, index): (&String, &[Option<Value>; 2])| after.get(name).is_some_and(|it| it != index);
    let gone = before.keys().filter(|name| !after.contains_key(*name)).count();
    let new = after.keys().filter(|name| !before.contains_key(*name)).count();
    (gone + new > 1 || before.iter().any(is_other)).then_some((INDEXES, ONE_INDEX))
}

/// Whether a bucket with locks is no longer to keep versions: "An Object Lock configuration is present on this bucket, so the versioning
/// state cannot be changed", as S3 says.
fn unlocked(kind: &str, (before, after): Both<'_>) -> Option<(&'static str, &'static str)> {
    const STATUS: &str = "VersioningConfiguration/Status";
    let is = |properties, path, value: &str| at(properties, path).iter().any(|it| text(it) == value);
    let was_locked = kind == "AWS::S3::Bucket" && is(before, "ObjectLockEnabled", "true");
    let literal = at(after, STATUS).iter().all(|it| it.is_string());
    (was_locked && is(before, STATUS, "Enabled") && literal && !is(after, STATUS, "Enabled"))
        .then_some((STATUS, LOCKED))
}

/// Versions that go back, or up further than they can.
fn falls(kind: &str, properties: Both<'_>) -> Option<(&'static str, &'static str)> {
    let name = of_kind(kind, &RISES).next()?;
    let (before, after) = both(properties, name)?;
    if product(before) != product(after) {
        return None;
    }
    let (before, after) = (version(before), version(after));
    let at = before.iter().zip(&after).position(|(old, new)| old != new)?;
    if after.get(at) < before.get(at) {
        return Some((name, KEEP));
    }
    if kind == "AWS::EKS::Cluster" {
        // "Unsupported Kubernetes minor version update from 1.30 to 1.32", as EKS says.
        let next = before.get(1).map(|minor| minor + 1);
        return (at == 1 && after.get(1).copied() > next).then_some((name, ONE_BY_ONE));
    }
    let set = properties.1?;
    let is_said = set.get("AllowMajorVersionUpgrade").is_some_and(|it| it == true || it == "true");
    let engine = set.get("Engine").and_then(Value::as_str).unwrap_or_default();
    let (is_mysql, is_aurora) = (engine.contains("mysql"), engine.starts_with("aurora"));
    let is_refused = kind == "AWS::RDS::DBInstance" && !is_aurora && at <= usize::from(is_mysql) && !is_said;
    is_refused.then_some((name, UPGRADE))
}

/// Source: "Modifying service token is not allowed", as CloudFormation says.
const ANEW: &str = "give the construct another name, so that what it stands for is made anew: a custom resource stays with the function that made it";
const RENAME: &str = "give it another name in the same change: the new one is made before the old one is removed, and two cannot have one name";
const APART: &str = "give it another range or address, or its construct another name, in the same change: the new one is made before the old one is removed, and two cannot have the same";
const OTHER: &str = "keep what it was, or make another one under another name and let what uses this one use that: this stays as it was made";
const UPGRADE: &str =
    "say `.allow_major_version_upgrade(true)` for as long as the upgrade takes, and keep a snapshot of before";
const KEEP: &str =
    "keep what it was, or make another one and move the data: it grows and rises, and does not shrink or go back";
const ONE_BY_ONE: &str = "go up by one version in a release, and to the next in another";
const ONE_INDEX: &str = "make or remove one index in a release: an index that is to be another one is made under a new name first, and the old one removed in the next release";
const LOCKED: &str =
    "keep its versions, or make another bucket and move the data: a bucket that locks them cannot stop";

/// A literal as text.
fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// A literal number.
fn number(value: &Value) -> Option<f64> {
    value.as_f64().or_else(|| value.as_str()?.parse().ok())
}

/// What a version is of, such as `OpenSearch_` of `OpenSearch_2.11`: another product counts anew.
fn product(version: &Value) -> Option<&str> {
    version.as_str()?.split(|it: char| it.is_ascii_digit()).next()
}

/// The numbers with which a version begins, such as 8, 0 of `8.0.mysql_aurora.3.05`.
fn version(value: &Value) -> Vec<u32> {
    let text = value.as_str().unwrap_or_default();
    text.trim_start_matches(|it: char| !it.is_ascii_digit()).split('.').map_while(|it| it.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{ANEW, APART, KEEP, LOCKED, ONE_BY_ONE, ONE_INDEX, OTHER, RENAME, UPGRADE, of};

    fn help(kind: &str, before: &Value, after: &Value, fixed: &[&str]) -> Option<&'static str> {
        let fixed: Vec<String> = fixed.iter().map(|it| (*it).to_owned()).collect();
        of(kind, (Some(before), Some(after)), &fixed).map(|(_, help)| help)
    }

    #[test]
    fn what_has_a_name_of_its_own_is_replaced_under_another_one() {
        let table = |name: &str, key: &str| json!({ "TableName": name, "KeySchema": key });
        let replaced = |after: &Value| help("AWS::DynamoDB::Table", &table("a", "x"), after, &["KeySchema"]);
        assert_eq!(replaced(&table("a", "y")), Some(RENAME));
        assert_eq!(replaced(&table("b", "y")), None);
        let unnamed = |key: &str| json!({ "KeySchema": key });
        assert_eq!(help("AWS::DynamoDB::Table", &unnamed("x"), &unnamed("y"), &["KeySchema"]), None);
    }

    #[test]
    fn what_nothing_else_may_have_is_in_the_way_of_what_replaces_it() {
        let subnet = |network: &str, range: &str| json!({ "VpcId": { "Ref": network }, "CidrBlock": range });
        let moved =
            |after: &Value| help("AWS::EC2::Subnet", &subnet("Net", "10.0.0.0/24"), after, &["AvailabilityZone"]);
        assert_eq!(moved(&subnet("Net", "10.0.0.0/24")), Some(APART));
        assert_eq!(moved(&subnet("Net", "10.0.1.0/24")), None);
        assert_eq!(moved(&subnet("Net (replaced)", "10.0.0.0/24")), None);
        let gateway = |address: &str| json!({ "AllocationId": { "Fn::GetAtt": [address, "AllocationId"] } });
        let moved = |after| help("AWS::EC2::NatGateway", &gateway("One"), &gateway(after), &["SubnetId"]);
        assert_eq!((moved("One"), moved("Two")), (Some(APART), None));
    }

    #[test]
    fn a_key_and_a_pool_of_users_stay_as_they_were_made() {
        let key = |after: &Value| help("AWS::KMS::Key", &json!({ "MultiRegion": false }), after, &[]);
        assert_eq!(key(&json!({ "MultiRegion": "true" })), Some(OTHER));
        assert_eq!(key(&json!({ "KeySpec": "RSA_2048" })), Some(OTHER));
        for same in [
            json!({}),
            json!({ "KeySpec": "SYMMETRIC_DEFAULT", "MultiRegion": { "Ref": "Several" } }),
            json!({ "EnableKeyRotation": true, "PendingWindowInDays": 7 }),
        ] {
            assert_eq!(key(&same), None, "{same}");
        }
        let pool = |names: &[&str]| json!({ "UsernameAttributes": names });
        assert_eq!(
            help("AWS::Cognito::UserPool", &pool(&["email"]), &pool(&["email", "phone_number"]), &[]),
            Some(OTHER)
        );
        assert_eq!(help("AWS::Cognito::UserPool", &pool(&["email"]), &pool(&["email"]), &[]), None);
    }

    #[test]
    fn a_table_makes_or_removes_one_index_at_a_time() {
        let table = |indexes: &[(&str, &str)]| {
            let one =
                |(name, key): &(&str, &str)| json!({ "IndexName": name, "KeySchema": [{ "AttributeName": key }] });
            json!({ "GlobalSecondaryIndexes": indexes.iter().map(one).collect::<Vec<_>>() })
        };
        let change = |before: &[_], after: &[_]| help("AWS::DynamoDB::Table", &table(before), &table(after), &[]);
        let (ward, bed, name) = (("Ward", "ward"), ("Bed", "bed"), ("Name", "name"));
        for (before, after, expected) in [
            (&[ward][..], &[ward, bed][..], None),
            (&[ward, bed], &[bed], None),
            (&[ward, bed], &[bed, ward], None),
            (&[ward], &[ward, bed, name], Some(ONE_INDEX)),
            (&[ward], &[bed], Some(ONE_INDEX)),
            (&[ward], &[("Ward", "bed")], Some(ONE_INDEX)),
        ] {
            assert_eq!(change(before, after), expected, "{before:?} {after:?}");
        }
    }

    #[test]
    fn a_bucket_that_locks_versions_keeps_them() {
        let bucket = |locks: bool, status: Value| json!({ "ObjectLockEnabled": locks, "VersioningConfiguration": { "Status": status } });
        let change =
            |locks, status| help("AWS::S3::Bucket", &bucket(locks, json!("Enabled")), &bucket(locks, status), &[]);
        assert_eq!(change(true, json!("Suspended")), Some(LOCKED));
        assert_eq!(help("AWS::S3::Bucket", &bucket(true, json!("Enabled")), &json!({}), &[]), Some(LOCKED));
        assert_eq!(change(false, json!("Suspended")), None);
        assert_eq!(change(true, json!({ "Ref": "Status" })), None);
    }

    #[test]
    fn a_custom_resource_stays_with_its_function() {
        let of = |function: &str| json!({ "ServiceToken": function });
        assert_eq!(help("Custom::Emptied", &of("a"), &of("b"), &["ServiceToken"]), Some(ANEW));
        assert_eq!(help("Custom::Emptied", &of("a"), &of("a"), &[]), None);
        assert_eq!(help("AWS::Glue::Thing", &of("a"), &of("b"), &["ServiceToken"]), None);
    }

    #[test]
    fn storage_does_not_shrink() {
        let disk = |gib: Value| json!({ "AllocatedStorage": gib });
        let change = |before: Value, after: Value| help("AWS::RDS::DBInstance", &disk(before), &disk(after), &[]);
        assert_eq!(change(json!("200"), json!("100")), Some(KEEP));
        assert_eq!(change(json!(200), json!("1000")), None);
        assert_eq!(change(json!("200"), json!({ "Ref": "Size" })), None);
        assert_eq!(help("AWS::EC2::Volume", &json!({ "Size": 9 }), &json!({ "Size": 8 }), &[]), Some(KEEP));
        let brokers =
            |gib: i64| json!({ "BrokerNodeGroupInfo": { "StorageInfo": { "EBSStorageInfo": { "VolumeSize": gib } } } });
        assert_eq!(help("AWS::MSK::Cluster", &brokers(9), &brokers(8), &[]), Some(KEEP));
        assert_eq!(help("AWS::MSK::Cluster", &brokers(8), &brokers(9), &[]), None);
    }

    #[test]
    fn versions_do_not_go_back_and_a_major_one_is_said() {
        let of = |engine: &str, version: &str| json!({ "Engine": engine, "EngineVersion": version });
        let rds = |engine: &str, before: &str, after: &str| {
            help("AWS::RDS::DBInstance", &of(engine, before), &of(engine, after), &[])
        };
        for (engine, before, after, expected) in [
            ("postgres", "17.4", "17.2", Some(KEEP)),
            ("postgres", "17", "16", Some(KEEP)),
            ("postgres", "17.4", "17", None),
            ("postgres", "17.4", "17.10", None),
            ("postgres", "16.9", "17.4", Some(UPGRADE)),
            ("mysql", "8.0.40", "8.4.3", Some(UPGRADE)),
            ("mysql", "8.4.3", "8.4.5", None),
            ("postgres", "17.4", "17.5", None),
            ("aurora-postgresql", "16.9", "17.4", None),
        ] {
            assert_eq!(rds(engine, before, after), expected, "{engine} {before} {after}");
        }
        let mut after = of("postgres", "17.4");
        after["AllowMajorVersionUpgrade"] = json!(true);
        assert_eq!(help("AWS::RDS::DBInstance", &of("postgres", "16.9"), &after, &[]), None);
        let domain = |version: &str| json!({ "EngineVersion": version });
        let search = |before, after| help("AWS::OpenSearchService::Domain", &domain(before), &domain(after), &[]);
        assert_eq!(search("Elasticsearch_7.10", "OpenSearch_1.3"), None, "which is the next one");
        assert_eq!(search("OpenSearch_2.11", "OpenSearch_1.3"), Some(KEEP));
        let cluster = |version: &str| json!({ "Version": version });
        assert_eq!(help("AWS::EKS::Cluster", &cluster("1.33"), &cluster("1.32"), &[]), Some(KEEP));
        assert_eq!(help("AWS::EKS::Cluster", &cluster("1.32"), &cluster("1.33"), &[]), None);
        assert_eq!(help("AWS::EKS::Cluster", &cluster("1.32"), &cluster("1.34"), &[]), Some(ONE_BY_ONE));
    }
}
