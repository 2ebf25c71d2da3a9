//! Kubernetes constructs that cannot be non-compliant, synthesized to YAML.
//!
//! A [`Chart`](chart::Chart) takes constructs under a policy, as a stack does. A [`Namespace`](namespace::Namespace) is the
//! perimeter on this side: one class of data, closed to everything that no program opened. Workloads are made inside one.
//!
//! ```
//! use hc_cdk::{data::Phi, image, policy::{Hipaa, Production}, prelude::*};
//! use hc_cdk_k8s::prelude::*;
//!
//! type Prod = (Hipaa, Production);
//!
//! let mut chart = Chart::<Prod>::new("clinic");
//! let zone = chart.add("Clinical", Namespace::<Phi>::builder());
//! let policies = chart.add("Policies", Workload::builder().perimeter(&zone)
//!     .image(image!("registry.example/policies@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")).port(8080)
//!     .probes(Probes::http("/health/live", "/health/ready")).resources(cpu!("250m"), memory!("256Mi")));
//! let claims = chart.add("Claims", Workload::builder().perimeter(&zone)
//!     .image(image!("registry.example/claims@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")).port(8080)
//!     .probes(Probes::http("/health/live", "/health/ready")).resources(cpu!("250m"), memory!("256Mi"))
//!     .scale(2..=10).connect(&policies));
//!
//! let files = App::new("clinic").stack(chart).synthesize().unwrap();
//! assert_eq!(files[0].path, "k8s/clinic.yaml");
//! ```
//!
//! A file imports only from what stands above its own folder in this list:
//!
//! | part | what |
//! |---|---|
//! | `sentences` | what the compiler says of a part that is missing |
//! | `bucket` | where buckets and secrets of clouds are |
//! | `rules` | what no object may be, whoever declared it |
//! | `literal` | amounts, spans and schedules that the compiler checks |
//! | `api` | Kubernetes' objects as plain structs, generated |
//! | `api_object` | any other kind of object, untyped |
//! | `chart` | the target, and the stack that is written for it |
//! | `zone` | a namespace without its class of data as a type |
//! | `naming` | what every object says of itself, and what selects pods |
//! | `mesh` | the objects of a mesh |
//! | `namespace` | the perimeter of a cluster |
//! | `access` | accounts and roles |
//! | `admission` | which images are let in |
//! | `audit` | what the API server records of requests |
//! | `config` | configurations |
//! | `secret` | where secrets are kept, and which of them a workload may take |
//! | `storage` | encrypted disks |
//! | `machines` | the machines that Karpenter starts |
//! | `network` | connections, what is outside, and certificates |
//! | `workload` | what runs |
//! | `database` | stores that operators run |
//! | `recovery` | copies in another region, and tests that read backups back |
//! | `edge` | the way in from the internet |
//! | `monitoring` | monitors and alerts |
//! | `flows` | the ways by which data can go, read from the finished objects |
//! | `write` | what of Kubernetes' own objects is not as of every other target's |
//! | `assertions`, `proptest` | what users' own tests are made of |
//!
//! Invariant: this crate knows no cloud and no other target; what it needs of one passes through the core.

pub mod access;
pub mod admission;
mod api;
pub mod api_object;
#[cfg(any(test, feature = "assertions"))]
pub mod assertions;
pub mod audit;
mod bucket;
pub mod chart;
pub mod config;
pub mod database;
pub mod edge;
mod flows;
pub mod literal;
pub mod machines;
mod mesh;
pub mod monitoring;
pub mod namespace;
mod naming;
pub mod network;
#[cfg(feature = "proptest")]
pub mod proptest;
pub mod recovery;
mod rules;
pub mod secret;
pub mod sentences;
pub mod storage;
pub mod workload;
mod write;
mod zone;

pub use flows::role;
#[doc(inline)]
pub use rules::rule;

/// What programs begin with. Markers stay outside, so that the compiler prints them by their short names.
///
/// It has each construct of the crate that a program begins by its name. What a handle gives is named nowhere. What a stack on AWS has of the
/// same name stays outside: [`Certificate`](crate::network::Certificate), [`Monitoring`](crate::monitoring::Monitoring),
/// [`Prometheus`](crate::monitoring::Prometheus) and [`ThirdParty`](crate::network::ThirdParty).
///
/// `cidr!`, `domain!`, `port!` and `variable!` are the core's, and the same in the prelude of every target.
pub mod prelude {
    pub use hc_cdk::{cidr, domain, literal::port::Port, port, variable};

    pub use crate::{
        access::{Role, ServiceAccount},
        admission::SignedImages,
        annotation,
        audit::ApiAudit,
        chart::{Chart, LetsResideAnywhere},
        config::ConfigMap,
        cpu, cron,
        database::{
            Archive, ClusterStore, MongoDb, MongoStore, PostgresCluster, Redis, Search, SearchStore, figures, mongo,
            redis::Eviction,
        },
        digest,
        edge::{BalancedPods, Controller, HttpsRoute, ProxyPath, ProxyRules},
        label,
        literal::quantity::{Cpu, Memory},
        machines::{Architecture, MachineCapacity, MachineImage, NodeClass, NodePool},
        memory,
        monitoring::{AuditReceiver, CollectorConfig, Keda, LokiConfig, ServiceMonitor, StoreMonitor},
        namespace::Namespace,
        network::{AcmeIssuer, Outside, Proof, Sentry},
        recovery::{BackupLocation, NamespaceCopies, RestoreTest},
        secret::{ExternalSecret, GeneratedSecret, Keeper, RegistryLogin, SecretStore, Store},
        span,
        storage::EncryptedStorage,
        uid,
        workload::{
            CronJob, Job, NodeAgent, Probes, Recommendation, Scale, Service, StatefulWorkload, Traffic, Trial, Workload,
        },
    };
}
