//! Which actions touch data, of which services, and in what it is kept.
//!
//! The actions are those of the Service Authorization Reference (docs.aws.amazon.com/service-authorization, read in November
//! 2026) that give somebody what a store holds, put something into it, or open it to somebody else. What only describes,
//! configures or deletes is not among them. An action that a service does not have is a matter of the rules.

/// A service whose actions touch data.
#[derive(Debug)]
pub(super) struct Service {
    /// The part of its actions before the colon.
    pub(super) prefix: &'static str,
    /// What it keeps data in: kinds of resources, and the properties with their names, if they have any.
    pub(super) kinds: &'static [(&'static str, &'static str)],
    /// What stands in an ARN before the name of a store: one of these, or nothing.
    pub(super) before: &'static [&'static str],
    /// What ends that name in an ARN.
    pub(super) after: char,
    /// Actions that read.
    pub(super) reads: &'static [&'static str],
    /// Actions that write.
    pub(super) writes: &'static [&'static str],
    /// Actions that open a store to somebody, who then may do both.
    pub(super) opens: &'static [&'static str],
}

const DATABASES: &[(&str, &str)] = &[
    ("AWS::RDS::DBInstance", "DBInstanceIdentifier"),
    ("AWS::RDS::DBCluster", "DBClusterIdentifier"),
    ("AWS::Neptune::DBCluster", "DBClusterIdentifier"),
    ("AWS::DocDB::DBCluster", "DBClusterIdentifier"),
];

pub(super) const BUCKETS: &[(&str, &str)] = &[("AWS::S3::Bucket", "BucketName")];

/// Every service whose actions touch data.
pub(super) const SERVICES: &[Service] = &[
    Service {
        prefix: "s3",
        kinds: BUCKETS,
        before: &[],
        after: '/',
        reads: &[
            "GetObject",
            "GetObjectAttributes",
            "GetObjectTagging",
            "GetObjectTorrent",
            "GetObjectVersion",
            "GetObjectVersionAttributes",
            "GetObjectVersionForReplication",
            "ListBucket",
            "ListBucketVersions",
        ],
        writes: &["InitiateReplication", "PutObject", "ReplicateObject", "RestoreObject"],
        opens: &[
            "CreateAccessGrant",
            "CreateAccessGrantsLocation",
            "CreateAccessPoint",
            "CreateAccessPointForObjectLambda",
            "CreateBucketMetadataTableConfiguration",
            "CreateMultiRegionAccessPoint",
            "GetDataAccess",
            "PutAccessGrantsInstanceResourcePolicy",
            "PutAccessPointConfigurationForObjectLambda",
            "PutAccessPointPolicy",
            "PutAccessPointPolicyForObjectLambda",
            "PutBucketAcl",
            "PutBucketNotification",
            "PutBucketPolicy",
            "PutInventoryConfiguration",
            "PutMultiRegionAccessPointPolicy",
            "PutObjectAcl",
            "PutObjectVersionAcl",
            "PutReplicationConfiguration",
            "UpdateAccessGrantsLocation",
        ],
    },
    // What is asked for by a function is of a bucket behind it.
    Service {
        prefix: "s3-object-lambda",
        kinds: BUCKETS,
        before: &[],
        after: '/',
        reads: &["GetObject", "GetObjectVersion", "ListBucket", "ListBucketVersions"],
        writes: &["PutObject", "RestoreObject", "WriteGetObjectResponse"],
        opens: &["PutObjectAcl", "PutObjectVersionAcl"],
    },
    Service {
        prefix: "dynamodb",
        kinds: &[("AWS::DynamoDB::Table", "TableName"), ("AWS::DynamoDB::GlobalTable", "TableName")],
        before: &["table/"],
        after: '/',
        reads: &[
            "BatchGetItem",
            "ConditionCheckItem",
            "ExportTableToPointInTime",
            "GetItem",
            "GetRecords",
            "PartiQLSelect",
            "Query",
            "ReadDataForReplication",
            "RestoreTableFromAwsBackup",
            "RestoreTableFromBackup",
            "RestoreTableToPointInTime",
            "Scan",
        ],
        writes: &["BatchWriteItem", "PartiQLInsert", "PartiQLUpdate", "PutItem", "UpdateItem"],
        opens: &[
            "AssociateTableReplica",
            "CreateTableReplica",
            "EnableKinesisStreamingDestination",
            "PutResourcePolicy",
            "UpdateKinesisStreamingDestination",
        ],
    },
    Service {
        prefix: "secretsmanager",
        kinds: &[("AWS::SecretsManager::Secret", "Name")],
        before: &["secret:"],
        after: '\0',
        reads: &["BatchGetSecretValue", "GetSecretValue"],
        writes: &["PutSecretValue", "UpdateSecret"],
        opens: &["PutResourcePolicy", "ReplicateSecretToRegions", "RotateSecret"],
    },
    Service {
        prefix: "ssm",
        kinds: &[("AWS::SSM::Parameter", "Name")],
        before: &["parameter/"],
        after: '\0',
        reads: &["GetParameter", "GetParameterHistory", "GetParameters", "GetParametersByPath"],
        writes: &["PutParameter"],
        opens: &["PutResourcePolicy"],
    },
    Service {
        prefix: "rds-db",
        kinds: DATABASES,
        before: &["dbuser:"],
        after: '/',
        reads: &["connect"],
        writes: &[],
        opens: &[],
    },
    Service {
        prefix: "rds-data",
        kinds: DATABASES,
        before: &["cluster:"],
        after: '\0',
        reads: &["BatchExecuteStatement", "ExecuteSql", "ExecuteStatement"],
        writes: &["BatchExecuteStatement", "ExecuteSql", "ExecuteStatement"],
        opens: &[],
    },
    Service {
        prefix: "rds",
        kinds: DATABASES,
        before: &["cluster:", "db:"],
        after: '\0',
        reads: &["DownloadCompleteDBLogFile", "DownloadDBLogFilePortion", "StartExportTask"],
        writes: &[],
        opens: &[
            "CopyDBClusterSnapshot",
            "CopyDBSnapshot",
            "CreateBlueGreenDeployment",
            "CreateDBInstanceReadReplica",
            "CreateGlobalCluster",
            "ModifyDBCluster",
            "ModifyDBClusterSnapshotAttribute",
            "ModifyDBInstance",
            "ModifyDBSnapshotAttribute",
            "RegisterDBProxyTargets",
            "RestoreDBClusterFromSnapshot",
            "RestoreDBClusterToPointInTime",
            "RestoreDBInstanceFromDBSnapshot",
            "RestoreDBInstanceToPointInTime",
            "StartActivityStream",
        ],
    },
    Service {
        prefix: "neptune-db",
        kinds: &[("AWS::Neptune::DBCluster", "")],
        before: &[],
        after: '/',
        reads: &["connect", "ReadDataViaQuery", "GetStreamRecords"],
        writes: &["connect", "StartLoaderJob", "WriteDataViaQuery"],
        opens: &[],
    },
    Service {
        prefix: "sqs",
        kinds: &[("AWS::SQS::Queue", "QueueName")],
        before: &[],
        after: '\0',
        reads: &["ReceiveMessage", "StartMessageMoveTask"],
        writes: &["SendMessage"],
        opens: &["AddPermission", "SetQueueAttributes"],
    },
    Service {
        prefix: "sns",
        kinds: &[("AWS::SNS::Topic", "TopicName")],
        before: &[],
        after: '\0',
        reads: &["Subscribe"],
        writes: &["Publish"],
        opens: &["AddPermission", "SetTopicAttributes"],
    },
    Service {
        prefix: "events",
        kinds: &[("AWS::Events::EventBus", "Name")],
        before: &["event-bus/", "rule/"],
        after: '/',
        reads: &[],
        writes: &["PutEvents"],
        opens: &["CreateArchive", "PutPermission", "PutRule", "PutTargets", "StartReplay", "UpdateArchive"],
    },
    Service {
        prefix: "kinesis",
        kinds: &[("AWS::Kinesis::Stream", "Name")],
        before: &["stream/"],
        after: '/',
        reads: &["GetRecords", "SubscribeToShard"],
        writes: &["PutRecord", "PutRecords"],
        opens: &["PutResourcePolicy"],
    },
    Service {
        prefix: "firehose",
        kinds: &[("AWS::KinesisFirehose::DeliveryStream", "DeliveryStreamName")],
        before: &["deliverystream/"],
        after: '\0',
        reads: &[],
        writes: &["PutRecord", "PutRecordBatch"],
        opens: &["UpdateDestination"],
    },
    Service {
        prefix: "elasticfilesystem",
        kinds: &[("AWS::EFS::FileSystem", "")],
        before: &["file-system/"],
        after: '\0',
        reads: &["ClientMount", "ClientRootAccess", "ReplicationRead"],
        writes: &["ClientWrite", "ReplicationWrite"],
        opens: &[
            "CreateReplicationConfiguration",
            "DeleteFileSystemPolicy",
            "ModifyMountTargetSecurityGroups",
            "PutFileSystemPolicy",
        ],
    },
    Service {
        prefix: "es",
        kinds: &[("AWS::OpenSearchService::Domain", "DomainName"), ("AWS::Elasticsearch::Domain", "DomainName")],
        before: &["domain/"],
        after: '/',
        reads: &["ESCrossClusterGet", "ESHttpGet", "ESHttpHead", "ESHttpPost"],
        writes: &["ESHttpDelete", "ESHttpPatch", "ESHttpPost", "ESHttpPut"],
        opens: &[
            "AcceptInboundConnection",
            "AcceptInboundCrossClusterSearchConnection",
            "AuthorizeVpcEndpointAccess",
            "UpdateDomainConfig",
            "UpdateElasticsearchDomainConfig",
        ],
    },
    Service {
        prefix: "aoss",
        kinds: &[("AWS::OpenSearchServerless::Collection", "")],
        before: &["collection/"],
        after: '\0',
        reads: &["APIAccessAll", "DashboardsAccessAll"],
        writes: &["APIAccessAll"],
        opens: &["CreateAccessPolicy", "UpdateAccessPolicy"],
    },
    Service {
        prefix: "elasticache",
        kinds: &[
            ("AWS::ElastiCache::ReplicationGroup", "ReplicationGroupId"),
            ("AWS::ElastiCache::ServerlessCache", "ServerlessCacheName"),
        ],
        before: &["replicationgroup:", "serverlesscache:"],
        after: '\0',
        reads: &["Connect", "CopyServerlessCacheSnapshot", "CopySnapshot", "ExportServerlessCacheSnapshot"],
        writes: &["Connect"],
        opens: &[],
    },
    Service {
        prefix: "redshift",
        kinds: &[("AWS::Redshift::Cluster", "ClusterIdentifier")],
        before: &["cluster:", "dbgroup:", "dbname:", "dbuser:"],
        after: '/',
        reads: &[
            "CopyClusterSnapshot",
            "GetClusterCredentials",
            "GetClusterCredentialsWithIAM",
            "RestoreFromClusterSnapshot",
        ],
        writes: &["GetClusterCredentials", "GetClusterCredentialsWithIAM"],
        opens: &[
            "AssociateDataShareConsumer",
            "AuthorizeClusterSecurityGroupIngress",
            "AuthorizeDataShare",
            "AuthorizeEndpointAccess",
            "AuthorizeSnapshotAccess",
            "ModifyCluster",
            "PutResourcePolicy",
        ],
    },
    Service {
        prefix: "redshift-data",
        kinds: &[("AWS::Redshift::Cluster", "ClusterIdentifier")],
        before: &["cluster:"],
        after: '\0',
        reads: &["BatchExecuteStatement", "ExecuteStatement", "GetStatementResult"],
        writes: &["BatchExecuteStatement", "ExecuteStatement"],
        opens: &[],
    },
    // What calls a function hands it data, and gets its answer.
    Service {
        prefix: "lambda",
        kinds: &[("AWS::Lambda::Function", "FunctionName")],
        before: &["function:"],
        after: ':',
        reads: &["InvokeAsync", "InvokeFunction"],
        writes: &["InvokeAsync", "InvokeFunction"],
        opens: &[
            "AddPermission",
            "CreateFunctionUrlConfig",
            "PutFunctionEventInvokeConfig",
            "UpdateFunctionCode",
            "UpdateFunctionConfiguration",
            "UpdateFunctionEventInvokeConfig",
            "UpdateFunctionUrlConfig",
        ],
    },
    // What starts a state machine hands it data, which stands in the history of the run.
    Service {
        prefix: "states",
        kinds: &[("AWS::StepFunctions::StateMachine", "StateMachineName")],
        before: &["stateMachine:"],
        after: ':',
        reads: &["DescribeExecution", "DescribeMapRun", "GetExecutionHistory", "StartSyncExecution"],
        writes: &["RedriveExecution", "StartExecution", "StartSyncExecution"],
        opens: &[],
    },
    Service {
        prefix: "logs",
        kinds: &[("AWS::Logs::LogGroup", "LogGroupName")],
        before: &["log-group:"],
        after: ':',
        reads: &[
            "CreateExportTask",
            "FilterLogEvents",
            "GetLogEvents",
            "GetLogRecord",
            "GetQueryResults",
            "StartLiveTail",
            "StartQuery",
            "Unmask",
        ],
        writes: &["PutLogEvents"],
        opens: &[
            "CreateDelivery",
            "CreateScheduledQuery",
            "PutAccountPolicy",
            "PutDestinationPolicy",
            "PutIntegration",
            "PutResourcePolicy",
            "PutSubscriptionFilter",
        ],
    },
    Service {
        prefix: "ebs",
        kinds: &[("AWS::EC2::Volume", "")],
        before: &["snapshot/"],
        after: '\0',
        reads: &["GetSnapshotBlock"],
        writes: &["PutSnapshotBlock"],
        opens: &[],
    },
];

/// What an ARN begins with behind the account if it is of something of a store that it does not name, by the service's prefix.
pub(super) const PARTS: &[(&str, &[&str])] = &[
    ("s3", &["access-grants/", "accesspoint/"]),
    ("s3-object-lambda", &["accesspoint/"]),
    ("rds", &["auto-backup:", "cluster-auto-backup:", "cluster-snapshot:", "global-cluster:", "snapshot:"]),
    ("events", &["archive/", "replay/"]),
    ("elasticache", &["serverlesscachesnapshot:", "snapshot:"]),
    ("redshift", &["datashare:", "snapshot:"]),
];

#[cfg(test)]
mod tests {
    use super::SERVICES;

    #[test]
    fn each_service_stands_once_and_has_stores() {
        let names: std::collections::BTreeSet<&str> = SERVICES.iter().map(|it| it.prefix).collect();
        assert_eq!(names.len(), SERVICES.len());
        assert!(SERVICES.iter().all(|it| !it.kinds.is_empty()));
    }
}
