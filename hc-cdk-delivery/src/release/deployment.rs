//! A deployment: what has to be before it, how it is made and tried, and how it is taken back.

use std::marker::PhantomData;

use super::{environment::Environment, place::Place, program::Program, registry::Registry};
use crate::{
    jobs,
    proof::{Deployed, NoImages},
    workflow::{Condition, Images, Input, IsIdentity, Job, JobRef, Permission, Permissions, Step, Workflow},
};

/// A deployment of images that have gone through `S`, approved as `E` says.
///
/// ```
/// use hc_cdk::{policy::Development, prelude::*};
/// use hc_cdk_delivery::prelude::*;
///
/// let registry = Registry::github("ghcr.io/clinic/clinic");
/// let mut release = Workflow::on([Trigger::push(&["main"])]);
/// let images = release.build("images", registry.build().matrix(Matrix::over("service", &["api"])));
/// let deploy = Step::run("Deploy", script!("kubectl apply -k cdk.out/k8s"));
/// let deployment = Deployment::of(&images, &registry, Environment::open("development")).step(deploy);
/// # let _ = release.deploy(deployment);
/// ```
#[derive(Debug, Clone)]
#[must_use = "a deployment is not made until a workflow takes it: `workflow.deploy(..)`"]
pub struct Deployment<S, E> {
    environment: Environment<E>,
    after: Vec<JobRef>,
    verify: Option<Job>,
    job: Job,
    state: PhantomData<fn() -> S>,
}

impl<S, E> Deployment<S, E> {
    /// A deployment of the images that are on their way, each of which was signed by this repository.
    pub fn of(images: &Images<S>, registry: &Registry, environment: Environment<E>) -> Self {
        Self::new(environment, images.jobs().to_vec(), Some(registry.verify()))
    }

    fn new(environment: Environment<E>, after: Vec<JobRef>, verify: Option<Job>) -> Self {
        let job = Job::new(Permissions::none().read(Permission::Contents)).step(Step::check_out());
        Self { environment, after, verify, job, state: PhantomData }
    }
}

impl<E> Deployment<NoImages, E> {
    /// A deployment of templates and objects alone: what they name was built, scanned and signed elsewhere.
    pub fn without_images(environment: Environment<E>) -> Self {
        Self::new(environment, Vec::new(), None)
    }
}

impl<S, E> Deployment<S, E> {
    /// Makes it after another job, if that went well.
    pub fn after(mut self, job: &JobRef) -> Self {
        self.after.push(job.clone());
        self
    }

    /// Signs in to a cloud: the next step.
    pub fn sign_in(self, identity: &(impl IsIdentity + ?Sized)) -> Self {
        Self { job: self.job.sign_in(identity), ..self }
    }

    /// The next step.
    pub fn step(self, step: Step) -> Self {
        Self { job: self.job.step(step), ..self }
    }

    /// The next steps.
    pub fn steps(self, steps: impl IntoIterator<Item = Step>) -> Self {
        Self { job: self.job.steps(steps), ..self }
    }

    /// Deploys what the program wrote to a place: keeps what is there, applies, waits until it runs, tries every address of the app,
    /// and takes all of it back and tells somebody if something of that failed.
    pub fn rolled_out(self, place: &(impl Place + ?Sized)) -> Self {
        let applied = self.sign_in(place.identity()).step(Program::written()).steps(place.steps());
        let tried = applied.steps(jobs::SMOKE.steps()).env("ADDRESSES", place.addresses()).or_else(place.back());
        let told = jobs::TELL.steps().fold(tried, Self::or_else);
        Self { job: told.job.minutes(place.minutes()), ..told }
    }

    /// A variable of the environment of all its steps; in a step that has one of that name, the value of that one.
    pub fn env(self, name: &'static str, value: impl Into<Input>) -> Self {
        Self { job: self.job.env(name, value), ..self }
    }

    /// What is done if a step before this one failed, such as to take the deployment back.
    pub fn or_else(self, step: Step) -> Self {
        self.step(step.only_if(Condition::Failed))
    }

    /// What is done in the end, however it went, such as to tell somebody.
    pub fn finally(self, step: Step) -> Self {
        self.step(step.only_if(Condition::Always))
    }
}

impl<D> Workflow<D> {
    /// Makes a deployment, after every one that the workflow has made before.
    pub fn deploy<S, E>(mut self, deployment: Deployment<S, E>) -> Workflow<(D, Deployed<S, E>)> {
        let Deployment { environment, mut after, verify, job, .. } = deployment;
        let name = environment.name();
        after.extend(self.deployed().cloned());
        let waiting = |job: Job| after.iter().fold(job, Job::after);
        let verified = verify.map(|job| self.job(format!("{name}-signatures"), waiting(job)));
        let approvable = environment.gate().map(|job| self.job(format!("{name}-approvers"), waiting(job)));
        let job = [verified, approvable].iter().flatten().fold(waiting(job), Job::after);
        let by = self.job(name, job.title(name).environment(name));
        self.deploying(by)
    }
}
