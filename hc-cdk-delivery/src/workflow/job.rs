//! A job: steps on one machine, and what their token may do.

use std::{borrow::Cow, marker::PhantomData};

use hc_cdk::{
    stack::Scope,
    value::{Json, Object},
};

use super::{
    condition::Condition,
    input::{self, Input},
    matrix::Matrix,
    permission::{NamesPermissions, Permissions},
    runner::Runner,
    step::{self, Step},
};
use crate::proof::{Builds, Scans, Signs, Tests, Works};

/// A job. `K` is what it does to an image on its way to a deployment.
///
/// ```
/// # use hc_cdk_delivery::{prelude::*, workflow::Job};
/// let job = Job::new(Permissions::none().read(Permission::Contents))
///     .step(Step::check_out())
///     .step(Step::run("Tests", script!("make test")));
/// ```
#[derive(Debug, Clone)]
#[must_use = "a job does nothing until a workflow takes it: `workflow.job(\"name\", job)`"]
pub struct Job<K = Works> {
    parts: Parts,
    does: PhantomData<fn() -> K>,
}

/// What a job is made of.
#[derive(Debug, Clone)]
pub(crate) struct Parts {
    permissions: Permissions,
    pub(crate) after: Vec<Name>,
    steps: Vec<Step>,
    env: Vec<(&'static str, Input)>,
    runner: Runner,
    minutes: u32,
    title: Option<&'static str>,
    matrix: Option<Matrix>,
    environment: Option<&'static str>,
    only_if: Option<Condition>,
}

/// A job that a workflow has taken: what later ones wait for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobRef(pub(crate) Name);

/// The name of a job.
pub(crate) type Name = Cow<'static, str>;

impl Job {
    /// A job with the permissions of its token.
    #[allow(clippy::needless_pass_by_value, reason = "a literal is written where it is given, without a borrow")]
    pub fn new(permissions: impl NamesPermissions) -> Self {
        let parts = Parts {
            permissions: permissions.it().clone(),
            after: Vec::new(),
            steps: Vec::new(),
            env: Vec::new(),
            runner: Runner::default(),
            minutes: 30,
            title: None,
            matrix: None,
            environment: None,
            only_if: None,
        };
        Self { parts, does: PhantomData }
    }
}

/// Says what a job of one's own does to an image, for who reads the program. Rules read it from its steps.
macro_rules! says {
    ($($(#[$doc:meta])* $name:ident: $Kind:ident;)+) => {
        impl Job {
            $(
                $(#[$doc])*
                pub fn $name(self) -> Job<$Kind> {
                    Job { parts: self.parts, does: PhantomData }
                }
            )+
        }
    };
}

says! {
    /// It builds images.
    builds: Builds;
    /// It tests what is in images.
    tests: Tests;
    /// It looks for vulnerabilities in images.
    scans: Scans;
    /// It signs images.
    signs: Signs;
}

impl<K> Job<K> {
    /// The next step.
    pub fn step(mut self, step: Step) -> Self {
        self.parts.steps.push(step);
        self
    }

    /// The next steps.
    pub fn steps(mut self, steps: impl IntoIterator<Item = Step>) -> Self {
        self.parts.steps.extend(steps);
        self
    }

    /// A variable of the environment of all its steps; in a step that has one of that name, the value of that one. The last word
    /// counts.
    pub fn env(mut self, name: &'static str, value: impl Into<Input>) -> Self {
        let value = value.into();
        let set = self.parts.steps.iter_mut().map(|it| it.set(name, &value)).fold(false, |one, other| one | other);
        if !set {
            step::put(&mut self.parts.env, name, value);
        }
        self
    }

    /// Runs it after another one, if that went well.
    pub fn after(mut self, job: &JobRef) -> Self {
        if !self.parts.after.contains(&job.0) {
            self.parts.after.push(job.0.clone());
        }
        self
    }

    /// Runs it for each of these.
    pub fn matrix(mut self, matrix: Matrix) -> Self {
        self.parts.matrix = Some(matrix);
        self
    }

    /// What it is called, for people.
    pub fn title(mut self, title: &'static str) -> Self {
        self.parts.title = Some(title);
        self
    }

    /// The machine that it runs on; by default Ubuntu 24.04.
    pub fn runner(mut self, runner: Runner) -> Self {
        self.parts.runner = runner;
        self
    }

    /// How many minutes it may take; by default 30.
    pub fn minutes(mut self, minutes: u32) -> Self {
        self.parts.minutes = minutes;
        self
    }

    /// When it runs.
    pub fn only_if(mut self, condition: Condition) -> Self {
        self.parts.only_if = Some(condition);
        self
    }

    /// The environment of the repository that it runs in, with its secrets, variables and rules.
    pub(crate) fn environment(mut self, name: &'static str) -> Self {
        self.parts.environment = Some(name);
        self
    }

    /// What it may do beside what was said.
    pub(crate) fn may(mut self, permissions: &Permissions) -> Self {
        self.parts.permissions = self.parts.permissions.and(permissions);
        self
    }

    pub(crate) fn into_parts(self) -> Parts {
        self.parts
    }
}

impl Parts {
    pub(crate) const fn runner(&self) -> Runner {
        self.runner
    }

    pub(crate) fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The names of the lists that it runs for.
    pub(crate) fn axes(&self) -> Vec<&'static str> {
        self.matrix.iter().flat_map(Matrix::axes).collect()
    }

    pub(crate) fn json(&self, id: &Name, scope: &mut Scope<'_>) -> Json {
        let mut job = Object::new().with("name", self.title.map_or_else(|| id.clone(), Name::from));
        if !self.after.is_empty() {
            job.insert("needs", self.after.iter().map(|it| Json::from(it.clone())).collect::<Vec<_>>());
        }
        job.put("if", self.only_if.map(Condition::expression));
        job.insert("runs-on", self.runner.json());
        job.insert("timeout-minutes", i64::from(self.minutes));
        job.put("environment", self.environment);
        job.insert("permissions", self.permissions.json());
        job.put("strategy", self.matrix.as_ref().map(Matrix::json));
        if !self.env.is_empty() {
            job.insert("env", input::members(&self.env, scope));
        }
        let steps: Vec<Json> = self.steps.iter().map(|it| it.json(scope).into()).collect();
        job.with("steps", steps).into()
    }
}
