//! Changes that CloudFormation, or the service behind it, would refuse while it deploys: knowable from the two templates.

use serde_json::Value;

use super::documented::{TOKEN, is_custom};

/// What its owner names, and which has to change too where the thing is replaced: the new one is made before the old one is removed, and
/// two cannot have one name.
///
/// Source: "cannot update a stack when a custom-named resource requires replacing", as CloudFormation says, and the registry's schemas.
pub(super) const NAMED: [(&str, &str); 28] = [
    ("AWS::Backup::BackupVault", "BackupVaultName"),
    ("AWS::CloudTrail::Trail", "TrailName"),
    ("AWS::CloudWatch::Alarm", "AlarmName"),
    ("AWS::DynamoDB::Table", "TableName"),
    ("AWS::ECR::Repository", "RepositoryName"),
    ("AWS::ECS::Cluster", "ClusterName"),
    ("AWS::ECS::Service", "ServiceName"),
    ("AWS::EKS::Cluster", "Name"),
    ("AWS::EKS::Nodegroup", "NodegroupName"),
    ("AWS::ElastiCache::ReplicationGroup", "ReplicationGroupId"),
    ("AWS::ElasticLoadBalancingV2::LoadBalancer", "Name"),
    ("AWS::ElasticLoadBalancingV2::TargetGroup", "Name"),
    ("AWS::Events::EventBus", "Name"),
    ("AWS::IAM::Group", "GroupName"),
    ("AWS::IAM::ManagedPolicy", "ManagedPolicyName"),
    ("AWS::IAM::Role", "RoleName"),
    ("AWS::IAM::User", "UserName"),
    ("AWS::KMS::Alias", "AliasName"),
    ("AWS::Lambda::Function", "FunctionName"),
    ("AWS::Logs::LogGroup", "LogGroupName"),
    ("AWS::RDS::DBCluster", "DBClusterIdentifier"),
    ("AWS::RDS::DBInstance", "DBInstanceIdentifier"),
    ("AWS::S3::Bucket", "BucketName"),
    ("AWS::SNS::Topic", "TopicName"),
    ("AWS::SQS::Queue", "QueueName"),
    ("AWS::SecretsManager::Secret", "Name"),
    ("AWS::Synthetics::Canary", "Name"),
    ("AWS::WAFv2::WebACL", "Name"),
];

/// What grows and never shrinks.
const GROWS: [(&str, &str); 2] = [("AWS::EC2::Volume", "Size"), ("AWS::RDS::DBInstance", "AllocatedStorage")];

/// Versions that go up and never down.
const RISES: [(&str, &str); 5] = [
    ("AWS::EKS::Cluster", "Version"),
    ("AWS::ElastiCache::ReplicationGroup", "EngineVersion"),
    ("AWS::OpenSearchService::Domain", "EngineVersion"),
    ("AWS::RDS::DBCluster", "EngineVersion"),
    ("AWS::RDS::DBInstance", "EngineVersion"),
];

/// What a change of properties is refused for: the properties, and what to do instead. `fixed` are those that cannot change in place.
pub(super) fn of(
    kind: &str,
    (before, after): (Option<&Value>, Option<&Value>),
    fixed: &[String],
) -> Option<(Vec<String>, &'static str)> {
    let both = |name: &str| Some((before?.get(name)?, after?.get(name)?));
    let of_kind = |(of, name): &(&str, &'static str)| (*of == kind).then_some(*name);
    if is_custom(kind) && fixed.iter().any(|it| it == TOKEN) {
        return Some((vec![TOKEN.to_owned()], ANEW));
    }
    if !fixed.is_empty() {
        let stays = NAMED.iter().find_map(of_kind).and_then(both).is_some_and(|(before, after)| before == after);
        return stays.then(|| (fixed.to_vec(), RENAME));
    }
    let shrinks = |name: &&str| {
        let sizes = both(name).and_then(|(before, after)| Some((number(before)?, number(after)?)));
        sizes.is_some_and(|(before, after)| after < before)
    };
    if let Some(name) = GROWS.iter().filter_map(of_kind).find(shrinks) {
        return Some((vec![name.to_owned()], KEEP));
    }
    let name = RISES.iter().find_map(of_kind)?;
    let (set, (before, after)) = (after?, both(name)?);
    if product(before) != product(after) {
        return None;
    }
    let (before, after) = (version(before), version(after));
    let at = before.iter().zip(&after).position(|(old, new)| old != new)?;
    let help = if after.get(at) < before.get(at) { KEEP } else { UPGRADE };
    let is_said = set.get("AllowMajorVersionUpgrade").is_some_and(|it| it == true || it == "true");
    let engine = set.get("Engine").and_then(Value::as_str).unwrap_or_default();
    let (is_mysql, is_aurora) = (engine.contains("mysql"), engine.starts_with("aurora"));
    let is_refused =
        help == KEEP || kind == "AWS::RDS::DBInstance" && !is_aurora && at <= usize::from(is_mysql) && !is_said;
    is_refused.then(|| (vec![name.to_owned()], help))
}

/// Source: "Modifying service token is not allowed", as CloudFormation says.
const ANEW: &str = "give the construct another name, so that what it stands for is made anew: a custom resource stays with the function that made it";
const RENAME: &str = "give it another name in the same change: the new one is made before the old one is removed, and two cannot have one name";
const UPGRADE: &str =
    "say `.allow_major_version_upgrade(true)` for as long as the upgrade takes, and keep a snapshot of before";
const KEEP: &str =
    "keep what it was, or make another one and move the data: it grows and rises, and does not shrink or go back";

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

    use super::{ANEW, KEEP, RENAME, UPGRADE, of};

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
    }
}
