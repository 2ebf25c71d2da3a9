//! Kinds of resources that several files read: those that keep data, and those with policies of their own, in which they say who may use
//! them.

pub(super) const KEY: &str = "AWS::KMS::Key";

pub(super) const SECRET_POLICY: &str = "AWS::SecretsManager::ResourcePolicy";

/// A statement of the policy of a bus, which stands in no document.
pub(super) const BUS_POLICY: &str = "AWS::Events::EventBusPolicy";

/// What shows to everybody what it reads.
pub(super) const DISTRIBUTION: &str = "AWS::CloudFront::Distribution";

/// Databases, and the properties with their names.
pub(super) const DATABASES: &[(&str, &str)] = &[
    ("AWS::RDS::DBInstance", "DBInstanceIdentifier"),
    ("AWS::RDS::DBCluster", "DBClusterIdentifier"),
    ("AWS::Neptune::DBCluster", "DBClusterIdentifier"),
    ("AWS::DocDB::DBCluster", "DBClusterIdentifier"),
];

/// Caches, in the same way.
pub(super) const CACHES: &[(&str, &str)] = &[
    ("AWS::ElastiCache::ReplicationGroup", "ReplicationGroupId"),
    ("AWS::ElastiCache::ServerlessCache", "ServerlessCacheName"),
];

pub(super) const BUCKETS: &[(&str, &str)] = &[("AWS::S3::Bucket", "BucketName")];

/// A kind of resource with a policy: where that stands, and where the stores that it is about; they are itself if there is
/// nothing.
pub(super) const POLICIES: &[(&str, &str, &str)] = &[
    (KEY, "KeyPolicy", ""),
    ("AWS::DynamoDB::Table", "ResourcePolicy/PolicyDocument", ""),
    ("AWS::DynamoDB::Table", "StreamSpecification/ResourcePolicy/PolicyDocument", ""),
    ("AWS::EFS::FileSystem", "FileSystemPolicy", ""),
    ("AWS::Elasticsearch::Domain", "AccessPolicies", ""),
    ("AWS::Events::EventBus", "Policy", ""),
    (BUS_POLICY, "Statement", "EventBusName"),
    ("AWS::Kinesis::ResourcePolicy", "ResourcePolicy", "ResourceArn"),
    ("AWS::Logs::LogGroup", "ResourcePolicyDocument", ""),
    ("AWS::OpenSearchService::Domain", "AccessPolicies", ""),
    ("AWS::S3::AccessPoint", "Policy", "Bucket"),
    ("AWS::S3::BucketPolicy", "PolicyDocument", "Bucket"),
    ("AWS::SNS::TopicInlinePolicy", "PolicyDocument", "TopicArn"),
    ("AWS::SNS::TopicPolicy", "PolicyDocument", "Topics"),
    ("AWS::SQS::QueueInlinePolicy", "PolicyDocument", "Queue"),
    ("AWS::SQS::QueuePolicy", "PolicyDocument", "Queues"),
    (SECRET_POLICY, "ResourcePolicy", "SecretId"),
];

/// Whether a kind of resource has a policy, in which roles are named that it does not run as.
pub(super) fn is_policy(kind: &str) -> bool {
    kind == "AWS::Lambda::Permission" || POLICIES.iter().any(|(of, ..)| *of == kind)
}
