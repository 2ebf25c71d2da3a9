//! AWS constructs that cannot be non-compliant, synthesized to CloudFormation.
//!
//! A construct is one file in the folder of its domain. Each says which invariants hold for it by construction; what its
//! type parameters leave open is compared with the policy of the stack by the compiler.
//!
//! How to begin is in the manual, the crate `hc-cdk-manual`.
//!
//! A file imports only from what stands above its own folder in this list:
//!
//! | part | what |
//! |---|---|
//! | `sentences` | what the compiler says of a part that is missing |
//! | `literal` | ARNs, actions, sizes of tasks and names of secrets that the compiler checks |
//! | `parameters` | types of what is asked for at deployment, with their limits |
//! | `rules` | what every resource has to be, whoever declared it |
//! | `stores` | what keeps data, one row for each type |
//! | `kind` | what identifiers identify |
//! | `pseudo` | what a template knows of its own place |
//! | `stack` | the target, and the stack that is written for it |
//! | `region` | regions, and where their data resides |
//! | `position` | from the types of a construct and its policy to values |
//! | `fingerprint` | a number that stands for a text |
//! | `iam` | roles with exact actions on exact resources |
//! | `github` | roles for workflows of a repository on GitHub |
//! | `principal` | who is let in by the policy of a key or a bucket |
//! | `keys` | the customer's keys |
//! | `emptied` | buckets that are deleted with their stack, and with what they hold |
//! | `bucket` | the bucket that every construct with a bucket makes |
//! | `channel` | the queues and topics that constructs make |
//! | `audit` | the audit trail, and logs |
//! | `network` | networks, their endpoints, and groups of addresses that reach each other |
//! | `backup` | backup plans |
//! | `perimeter` | what every store and workload is made in |
//! | `secrets` | secrets, and what refers to them |
//! | `uses` | what a workload gets from what it uses |
//! | `border` | how the workloads of a cluster are let in |
//! | `outside` | parties and services of the cloud that keep nothing here |
//! | `storage`, `database` | stores |
//! | `messages` | queues, topics and buses |
//! | `compute` | what runs |
//! | `cluster` | clusters on EKS, made here or there already |
//! | `delivery` | from the source to what runs |
//! | `edge` | the way in from the internet |
//! | `observe` | alarms and dashboards |
//! | `account` | what is of the account: budgets, what watches it, and who administers |
//! | `usage` | how much of something is used, for an estimate of cost |
//! | `flows` | the ways by which data can go, read from the finished resources |
//! | `cost` | what is paid for, read in finished templates, and prices |
//! | `write` | templates, the manifest, exports, limits, and what a change would destroy |
//! | `assertions`, `proptest` | what users' own tests are made of |

pub mod account;
pub mod assertions;
pub mod audit;
pub mod backup;
mod border;
mod bucket;
mod channel;
pub mod cluster;
pub mod compute;
mod cost;
pub mod database;
pub mod delivery;
pub mod edge;
mod emptied;
mod fingerprint;
mod flows;
pub mod github;
pub mod iam;
pub mod keys;
pub mod kind;
pub mod literal;
pub mod messages;
pub mod network;
pub mod observe;
pub mod outside;
pub mod parameters;
pub mod perimeter;
mod position;
pub mod principal;
#[cfg(feature = "proptest")]
pub mod proptest;
pub mod pseudo;
pub mod region;
mod rules;
pub mod secrets;
pub mod sentences;
pub mod stack;
pub mod storage;
mod stores;
pub mod usage;
pub mod uses;
mod write;

#[doc(inline)]
pub use hc_cdk::country;
pub use hc_cdk_cfn as cfn;
#[doc(inline)]
pub use rules::{explained, rule};
pub use stores::role;

/// What programs begin with. Markers and regions stay outside, so that the compiler prints them by short names.
///
/// It has each construct of the crate that a program begins by its name, and what nearly all of them take. What a handle gives, such as
/// `front.route(..)`, is named nowhere; what a chart has of the same name stays outside ([`Monitoring`](crate::observe::Monitoring),
/// [`Prometheus`](crate::observe::Prometheus)), but for `Certificate`, which is in this prelude alone.
///
/// `cidr!`, `domain!`, `port!` and `variable!` are the core's, and the same in the prelude of every target.
pub mod prelude {
    pub use hc_cdk::{cidr, domain, literal::port::Port, port, variable};

    pub use crate::{
        account::{AccountGuard, AdministratorRole, Budget, BudgetHandle},
        actions, arn,
        audit::{AuditTrail, ExistingTrail, LogGroup, Trail},
        backup::{BackupPlan, Backups},
        cluster::{AccessLevel, ClusterAccess, Eks, EksCluster, Karpenter},
        compute::{
            FargateCluster, FargateService, FargateTask, FargateWorker, Function, FunctionQuota, ImageCopies,
            ImageRepository, Lambda, Sidecar, StateMachine, Steps, TelemetryLayer, When,
        },
        database::{AuroraPostgres, Database, EncryptedDatabase, InstanceClass, Mysql, Postgres, ReadReplica},
        delivery::{Pipeline, StackPipeline},
        edge::{
            Api, Certificate, EdgeEndpoint, Endpoint, Firewall, HostedZone, HttpsEndpoint, IssuedCertificate, Partner,
            RestApi, TokenChecker, UptimeCheck, UserPool, Website, WebsiteHandle,
        },
        fargate,
        github::{Delivers, GithubRole},
        iam::Statement,
        keys::{CustomerKey, Key},
        messages::{Bus, BusTeller, Events, Queue, Topic},
        network::{InterfaceEndpoint, NamedHosts, Vpc, Zones},
        observe::{
            AlarmSet, Alarms, Asked, Bytes, Canary, Contact, Count, Dashboard, Percent, Seconds, Severity, Threshold,
            Workspace, preset,
        },
        outside::{CloudService, Offer, ThirdParty},
        perimeter::{Perimeter, StorePerimeter},
        secrets::{Generated, RotatedSecret, Secret, SecretHandle},
        stack::{Aws, Stack},
        storage::{
            AccessPoint, Bucket, Cache, Cached, Capacity, EncryptedTable, FileSystem, SecureBucket, Setting, Table,
            TableKey,
        },
        user_name,
    };
}
