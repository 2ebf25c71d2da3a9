//! Environments of a repository: where a deployment is made, and whether somebody approves it.

use std::marker::PhantomData;

use crate::{
    literal::script::Script,
    proof::{Approved, Rehearsed, Unapproved},
    rules::{ASK, ENVIRONMENT},
    workflow::{Context, Job, Permission, Permissions, Step},
};

/// An environment of the repository. `E` says who approves what is deployed there.
#[derive(Debug, Clone, Copy)]
pub struct Environment<E> {
    name: &'static str,
    asks: bool,
    approval: PhantomData<fn() -> E>,
}

impl Environment<Approved> {
    /// An environment for which the repository names approvers, such as `production`. Who they are is a setting of the repository;
    /// each deployment asks GitHub first whether there are some, and is not made if there are none.
    pub const fn approved(name: &'static str) -> Self {
        Self { name, asks: true, approval: PhantomData }
    }
}

impl Environment<Rehearsed> {
    /// The environment `staging`, which is built like production and holds nobody's data.
    pub const fn staging() -> Self {
        Self { name: "staging", asks: false, approval: PhantomData }
    }
}

impl Environment<Unapproved> {
    /// An environment into which each run deploys by itself.
    pub const fn open(name: &'static str) -> Self {
        Self { name, asks: false, approval: PhantomData }
    }
}

impl<E> Environment<E> {
    pub(super) const fn name(&self) -> &'static str {
        self.name
    }

    /// The job that ends with an error unless the environment has approvers, if it has to have some.
    pub(super) fn gate(&self) -> Option<Job> {
        let ask = Step::run("Ask for the approvers", Script::of(ASK.to_owned()));
        let ask = ask.env(ENVIRONMENT, self.name).env("GH_TOKEN", Context::Token);
        self.asks.then(|| Job::new(Permissions::none().read(Permission::Actions)).step(ask).minutes(5))
    }
}
