//! What keeps data or hands it on: one row for each type of resource. What the rest of the library has to know of a store follows from its
//! row: whose loss is a loss of data, which accesses the audit trail records, and which endpoints every network has.

use hc_cdk::model::Role;

/// A type of resource that keeps data.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Store {
    /// The type.
    pub(crate) kind: &'static str,
    /// Data events, each with the name of its selector and the type that CloudTrail calls it by: accesses to what is kept, which
    /// are no calls that manage something. There are none where each access is such a call, or where the store itself logs them.
    pub(crate) data_events: &'static [(&'static str, &'static str)],
    /// Whether what it has is lost with it. What only hands data on loses nothing.
    pub(crate) keeps: bool,
    /// The gateway in the network by which it is reached, with its name; there are only two, and they cost nothing.
    pub(crate) gateway: Option<(&'static str, &'static str)>,
}

impl Store {
    const fn of(kind: &'static str) -> Self {
        Self { kind, data_events: &[], keeps: true, gateway: None }
    }
}

/// All of them.
pub(crate) const STORES: [Store; 18] = [
    Store {
        kind: "AWS::S3::Bucket",
        data_events: &[("Access to objects", "AWS::S3::Object")],
        keeps: true,
        gateway: Some(("S3Endpoint", "s3")),
    },
    Store {
        kind: "AWS::DynamoDB::Table",
        data_events: &[
            ("Access to items", "AWS::DynamoDB::Table"),
            ("Access to changes of items", "AWS::DynamoDB::Stream"),
        ],
        keeps: true,
        gateway: Some(("DynamoDbEndpoint", "dynamodb")),
    },
    Store::of("AWS::Backup::BackupVault"),
    Store::of("AWS::Cognito::UserPool"),
    Store::of("AWS::DynamoDB::GlobalTable"),
    Store::of("AWS::EC2::Volume"),
    Store::of("AWS::ECR::Repository"),
    Store::of("AWS::EFS::FileSystem"),
    Store::of("AWS::ElastiCache::ReplicationGroup"),
    Store::of("AWS::Events::Archive"),
    Store { keeps: false, ..Store::of("AWS::Events::EventBus") },
    Store::of("AWS::KMS::Key"),
    Store::of("AWS::Logs::LogGroup"),
    Store::of("AWS::RDS::DBCluster"),
    Store::of("AWS::RDS::DBInstance"),
    Store::of("AWS::SecretsManager::Secret"),
    Store {
        data_events: &[("Publications to topics", "AWS::SNS::Topic")],
        keeps: false,
        ..Store::of("AWS::SNS::Topic")
    },
    Store { data_events: &[("Messages of queues", "AWS::SQS::Queue")], ..Store::of("AWS::SQS::Queue") },
];

/// Whether the loss of a resource of that type is the loss of what is in it.
pub(crate) fn keeps_data(kind: &str) -> bool {
    STORES.iter().any(|store| store.kind == kind && store.keeps)
}

/// What a resource of that type is to the data that flows, for judges of what others wrote: constructs say it themselves.
pub fn role(kind: &str) -> Role {
    match STORES.iter().find(|store| store.kind == kind) {
        Some(store) if store.keeps => Role::Store,
        Some(_) => Role::Channel,
        None => Role::Workload,
    }
}
