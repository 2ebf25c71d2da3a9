//! Constructs for Google Cloud that cannot be non-compliant, synthesized to custom resources of Config Connector.
//!
//! A [`Stack`](stack::Stack) is written as objects for a management cluster, in which Google's Config Connector makes them real.
//! Everything is made in a [`Project`](project::Project), and stores and clusters in a [`Perimeter`](perimeter::Perimeter).
//!
//! ```
//! use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
//! use hc_cdk_gcp::{prelude::*, region};
//!
//! let mut stack = Stack::<(Hipaa, Production)>::new("clinic", region::Iowa);
//! let project = Project::builder().id(project!("clinic-prod")).number(112_233_445_566);
//! let project = stack.add("Project", project);
//! let key = stack.add("Key", CryptoKey::builder().project(&project));
//! let audit = stack.add("Audit", AuditSink::builder().key(&key));
//! let network = Network::builder().project(&project).cidr(cidr!("10.40.0.0/16"));
//! let network = stack.add("Network", network);
//! let clinical = Perimeter::<Phi>::builder().network(&network).key(&key).audit(&audit);
//! let clinical = stack.add("Clinical", clinical);
//! stack.add("Patients", CloudSql::builder().perimeter(&clinical).version(SqlVersion::Postgres17));
//!
//! let files = App::new("clinic").stack(stack).synthesize().unwrap();
//! assert_eq!(files[0].path, "gcp/clinic.yaml");
//! ```
//!
//! A file imports only from what stands above its own folder in this list:
//!
//! | part | what |
//! |---|---|
//! | `sentences` | what the compiler says of a part that is missing |
//! | `literal` | texts of Google Cloud that the compiler checks |
//! | `names` | names that Config Connector gives a meaning |
//! | `kinds` | the kinds of objects, as types |
//! | `rules` | what no object may be, whoever declared it |
//! | `stack` | the target, and the stack that is written for it |
//! | `region` | where data resides |
//! | `project` | where everything is made |
//! | `naming` | what every object says of itself |
//! | `grant` | who may do what |
//! | `key` | keys |
//! | `audit` | records of who did what, and logs |
//! | `network` | private networks |
//! | `perimeter` | what stores and clusters are made in |
//! | `database` | stores that Google runs |
//! | `border` | how workloads of clusters are let in |
//! | `cluster` | clusters on GKE |
//! | `registry` | images |
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
mod flows;
pub mod github;
mod grant;
pub mod key;
mod kinds;
pub mod literal;
pub mod monitoring;
mod names;
mod naming;
pub mod network;
pub mod perimeter;
pub mod project;
pub mod region;
pub mod registry;
mod rules;
pub mod sentences;
pub mod stack;
mod write;

#[doc(inline)]
pub use rules::rule;
pub use stack::role;

/// What nearly every program needs. Markers stay outside, so that the compiler prints them by their short names.
pub mod prelude {
    pub use hc_cdk::{cidr, domain, workflows};

    pub use crate::{
        audit::AuditSink,
        cluster::{GkeCluster, Nodes},
        database::{CloudSql, Memorystore, SqlVersion},
        edge::GlobalLoadBalancer,
        github::GithubAccount,
        key::CryptoKey,
        monitoring::{AlertPolicy, NotificationChannel, UptimeCheckConfig},
        network::Network,
        perimeter::Perimeter,
        project,
        project::Project,
        registry::ArtifactRegistry,
        stack::Stack,
    };
}
