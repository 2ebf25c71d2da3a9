//! What builds, checks, signs and deploys a system, written from the same program and held to the same policies.
//!
//! A stack of [`Pipelines`](target::Pipelines) takes workflows under a policy, as a stack takes constructs of a cloud. A matrix has
//! the services of the whole app, so that none can be forgotten, and an image reaches a deployment only by the way that the
//! policy asks for ([`proof`]).
//!
//! ```
//! use hc_cdk::{policy::{Hipaa, Production}, prelude::*};
//! use hc_cdk_delivery::{prelude::*, workflow::Job};
//!
//! let mut tests = Workflow::on([Trigger::pull_request(), Trigger::push(&["main"])]);
//! let unit = Job::new(Permissions::none().read(Permission::Contents)).step(Step::check_out());
//! tests.job("unit", unit.step(Step::run("Test", script!("make test"))));
//!
//! let mut delivery = Pipelines::<(Hipaa, Production)>::new("delivery", Repository);
//! delivery.add("Tests", tests);
//! assert!(App::new("clinic").stack(delivery).synthesize().is_ok());
//! ```
//!
//! A file imports only from what stands above its own folder in this list:
//!
//! | part | what |
//! |---|---|
//! | `literal` | actions, shell lines, names of secrets and addresses of registries that the compiler checks |
//! | `actions` | actions that are known, by commit |
//! | `target` | the target, and what is written for it |
//! | `rules` | what no workflow may be, whoever declared it |
//! | `proof` | what an image has gone through, as a type |
//! | `workflow` | when it runs, its jobs, and the steps of these |
//! | `jobs` | jobs that most systems have, as data |
//! | `release` | registries, environments, places, deployments, and the program as a job |
//! | `image` | what is made of the graph beside workflows: images, a compose file, settings |
//! | `write` | the files |
//!
//! Invariant: this crate knows no cloud and no other target; what it needs of one passes through the core.

pub mod actions;
pub mod image;
pub mod jobs;
pub mod literal;
pub mod proof;
pub mod release;
mod rules;
pub mod target;
pub mod workflow;
mod write;

#[doc(inline)]
pub use rules::rule;

/// What programs begin with. Markers stay outside, so that the compiler prints them by their short names, and so does
/// [`Job`](crate::workflow::Job): a program that also has a chart has jobs of two kinds.
pub mod prelude {
    pub use crate::{
        action, ecr,
        image::{Compose, Dockerfiles, Handbook},
        jobs,
        release::{Cluster, Deployment, Environment, Program, Registry, Stacks},
        script, secret,
        target::{Pipelines, Repository},
        workflow::{
            Condition, Context, Identity, Input, Matrix, Permission, Permissions, Schedule, Step, Trigger, Weekday,
            Workflow,
        },
    };
}
