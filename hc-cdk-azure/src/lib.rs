//! Constructs for Azure that cannot be non-compliant, synthesized to custom resources of Azure Service Operator.
//!
//! A [`Stack`](stack::Stack) is written as objects for a management cluster, in which Azure Service Operator makes them real.
//! Everything is made in a [`ResourceGroup`](group::ResourceGroup), and stores and clusters in a [`Perimeter`](perimeter::Perimeter).
//!
//! ```
//! use hc_cdk::{data::Phi, dimension::availability::MultiAz, policy::Hipaa, prelude::*};
//! use hc_cdk_azure::{prelude::*, region};
//!
//! let mut stack = Stack::<Hipaa>::new("clinic", region::EastUs2);
//! let group = ResourceGroup::builder().name(group!("clinic-prod"));
//! let group = group.subscription(guid!("0b1f6471-1bf0-4dda-aec3-cb9272f09590"));
//! let group = stack.add("Group", group.tenant(guid!("72f988bf-86f1-41af-91ab-2d7cd011db47")));
//! let network = stack.add("Network", Network::builder().group(&group).cidr(cidr!("10.50.0.0/16")));
//! let vault = KeyVault::builder().network(&network).name(vault!("clinic-prod-keys"));
//! let key = stack.add("Key", vault.key(key!("clinical/6f0c1d2e3a4b5c6d7e8f90a1b2c3d4e5")));
//! let audit = stack.add("Audit", AuditLogs::builder().key(&key));
//! let clinical = Perimeter::<Phi>::builder().network(&network).key(&key).audit(&audit);
//! let clinical = stack.add("Clinical", clinical);
//! let patients = FlexibleServer::builder().perimeter(&clinical).version(PostgresVersion::V16).build();
//! stack.add("Patients", patients.availability(MultiAz));
//!
//! let files = App::new("clinic").stack(stack).synthesize().unwrap();
//! assert_eq!(files[0].path, "azure/clinic.yaml");
//! ```
//!
//! A file imports only from what stands above its own folder in this list:
//!
//! | part | what |
//! |---|---|
//! | `sentences` | what the compiler says of a part that is missing |
//! | `literal` | texts of Azure that the compiler checks |
//! | `names` | names that Azure Service Operator gives a meaning |
//! | `kinds` | the kinds of objects, as types |
//! | `stack` | the target, and the stack that is written for it |
//! | `region` | where data resides |
//! | `rules` | what no object may be, whoever declared it |
//! | `group` | where everything is made |
//! | `naming` | what every object says of itself |
//! | `grant` | who may do what |
//! | `network` | private networks |
//! | `endpoint` | where stores are reached in a network |
//! | `vault` | keys |
//! | `audit` | records of who did what, and logs |
//! | `perimeter` | what stores and clusters are made in |
//! | `database` | stores that Azure runs |
//! | `border` | how workloads of clusters are let in |
//! | `registry` | images |
//! | `cluster` | clusters on AKS |
//! | `github` | who delivers |
//! | `edge` | the way in from the internet |
//! | `monitoring` | who is told of what |
//! | `flows` | the ways by which data can go, read from the finished objects |
//! | `write` | what of these objects is not as of every other target's |
//!
//! Invariant: this crate knows no other target; what it needs of one passes through the core.

pub mod audit;
mod border;
pub mod cluster;
pub mod database;
pub mod edge;
mod endpoint;
mod flows;
pub mod github;
mod grant;
pub mod group;
mod kinds;
pub mod literal;
pub mod monitoring;
mod names;
mod naming;
pub mod network;
pub mod perimeter;
pub mod region;
pub mod registry;
mod rules;
pub mod sentences;
pub mod stack;
pub mod vault;
mod write;

#[doc(inline)]
pub use rules::rule;
pub use stack::role;

/// What nearly every program needs. Markers stay outside, so that the compiler prints them by their short names.
pub mod prelude {
    pub use hc_cdk::{cidr, domain, workflows};

    pub use crate::{
        audit::AuditLogs,
        cluster::{AksCluster, Nodes},
        database::{FlexibleServer, ManagedRedis, PostgresVersion, PremiumRedis},
        edge::ApplicationGateway,
        github::GithubIdentity,
        group,
        group::ResourceGroup,
        guid, key,
        monitoring::{ActionGroup, LogAlert, MetricAlert},
        network::Network,
        perimeter::Perimeter,
        registry::ContainerRegistry,
        stack::Stack,
        vault,
        vault::KeyVault,
    };
}
