//! A workflow: when it runs, and its jobs.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    marker::PhantomData,
};

use hc_cdk::{
    construct::{Construct, Spec},
    control::soc2,
    policy::Policy,
    resource::Made,
    rule::Rule,
    stack::{Scope, Within},
    value::{Json, Object, kebab},
};

use super::{
    job::{Job, JobRef, Name, Parts},
    trigger::Trigger,
};
use crate::{
    proof::{BuildsImages, Built, Deployed, Follows, MayDeployUnder, NothingDeployed},
    rules::rule,
    target::{GitHub, WorkflowFile},
};

/// A workflow. `D` is what it deploys.
///
/// ```
/// use hc_cdk::{policy::{Hipaa, Production}, prelude::*};
/// use hc_cdk_delivery::{prelude::*, workflow::Job};
///
/// let mut tests = Workflow::on([Trigger::pull_request(), Trigger::push(&["main"])]);
/// let lint = Job::new(Permissions::none().read(Permission::Contents)).step(Step::check_out());
/// let lint = tests.job("lint", lint.step(Step::run("Lint", script!("make lint"))));
/// let unit = Job::new(Permissions::none().read(Permission::Contents)).step(Step::check_out());
/// tests.job("unit", unit.step(Step::run("Test", script!("make test"))).after(&lint));
///
/// let mut delivery = Pipelines::<(Hipaa, Production)>::new("delivery", Repository);
/// delivery.add("Tests", tests);
/// let files = App::new("clinic").stack(delivery).synthesize().unwrap();
/// assert_eq!(files[0].path, "delivery/.github/workflows/tests.yml");
/// ```
#[derive(Debug, Clone)]
#[must_use = "a workflow does nothing until a stack takes it: `delivery.add(\"Tests\", workflow)`"]
pub struct Workflow<D = NothingDeployed> {
    triggers: Vec<Trigger>,
    jobs: Vec<(Name, Parts)>,
    title: Option<&'static str>,
    one_by_one: bool,
    deployed: Option<JobRef>,
    deploys: PhantomData<fn() -> D>,
}

/// Images on their way to a deployment, which have gone through `S`.
#[derive(Debug, Clone)]
#[must_use = "an image goes on to the next step: `workflow.then(\"name\", image, job)`"]
pub struct Images<S> {
    after: Vec<JobRef>,
    state: PhantomData<fn() -> S>,
}

impl Workflow {
    /// A workflow that runs on these.
    pub fn on(triggers: impl IntoIterator<Item = Trigger>) -> Self {
        let triggers = triggers.into_iter().collect();
        Self { triggers, jobs: Vec::new(), title: None, one_by_one: false, deployed: None, deploys: PhantomData }
    }
}

impl<D> Workflow<D> {
    /// Takes a job under a name of small letters, digits, `-` and `_`.
    #[allow(clippy::needless_pass_by_value, reason = "a job that was taken is not there any more")]
    pub fn job<K>(&mut self, name: impl Into<Cow<'static, str>>, job: Job<K>) -> JobRef {
        let name = name.into();
        self.jobs.push((name.clone(), job.into_parts()));
        JobRef(name)
    }

    /// Takes a job that builds images: the first step of their way.
    pub fn build<K: BuildsImages>(&mut self, name: &'static str, job: Job<K>) -> Images<Built> {
        let built = self.job(name, job);
        Images { after: vec![built], state: PhantomData }
    }

    /// Takes the job that comes next on the way of the images, and begins when all before it went well.
    pub fn then<S, K: Follows<S>>(&mut self, name: &'static str, images: Images<S>, job: Job<K>) -> Images<K::Gives> {
        let mut after = images.after;
        let job = after.iter().fold(job, super::job::Job::after);
        after.push(self.job(name, job));
        Images { after, state: PhantomData }
    }

    /// What it is called, for people; by default the construct's name.
    pub fn title(self, title: &'static str) -> Self {
        Self { title: Some(title), ..self }
    }

    /// Lets one run end before the next begins, whatever branch it is of.
    pub fn one_by_one(self) -> Self {
        Self { one_by_one: true, ..self }
    }

    /// The same workflow that also deploys, by that job.
    pub(crate) fn deploying<S, E>(self, by: JobRef) -> Workflow<(D, Deployed<S, E>)> {
        let Self { triggers, jobs, title, .. } = self;
        Workflow { triggers, jobs, title, one_by_one: true, deployed: Some(by), deploys: PhantomData }
    }

    /// The job that made the last deployment, which the next one waits for.
    pub(crate) fn deployed(&self) -> Option<&JobRef> {
        self.deployed.as_ref()
    }
}

impl<S> Images<S> {
    /// The same images, which another job has to be done with as well.
    pub fn also(mut self, job: &JobRef) -> Self {
        self.after.push(job.clone());
        self
    }

    /// The jobs that they have gone through.
    pub fn jobs(&self) -> &[JobRef] {
        &self.after
    }
}

impl<D> Spec for Workflow<D> {
    type Handle = Made<WorkflowFile>;
    const KIND: &'static str = "Workflow";
    const INVARIANTS: &'static [Rule] = &[
        rule::ACTION_BY_COMMIT,
        rule::NAMED_PERMISSIONS,
        rule::NO_EXPRESSION_IN_SHELL,
        rule::NOTHING_CHOSEN_IS_HANDED_ON,
        rule::NO_LONG_LIVED_KEY,
        rule::NO_FOREIGN_CODE,
        rule::OWN_MACHINE_RUNS_OWN_CODE,
        rule::TOKEN_IS_NOT_KEPT,
        rule::JOB_ENDS,
        rule::NO_SECRET_IN_WORKFLOW,
        rule::DEPLOYMENT_IS_APPROVED,
        rule::DEPLOYS_WHAT_IS_PROVEN,
    ];
}

impl<P: Policy, D: MayDeployUnder<P>> Construct<P, GitHub> for Workflow<D> {
    fn declare(self, scope: &mut Within<'_, P, GitHub>) -> Made<WorkflowFile> {
        let workflow = Workflow::<NothingDeployed> {
            triggers: self.triggers,
            jobs: self.jobs,
            title: self.title,
            one_by_one: self.one_by_one,
            deployed: self.deployed,
            deploys: PhantomData,
        };
        declare(&workflow, scope)
    }
}

fn declare(workflow: &Workflow, scope: &mut Scope<'_>) -> Made<WorkflowFile> {
    judge(workflow, scope);
    let title = workflow.title.map_or_else(|| kebab(scope.path()), str::to_owned);
    let group = if workflow.one_by_one { "${{ github.workflow }}" } else { "${{ github.workflow }}-${{ github.ref }}" };
    let concurrency = Object::new().with("group", group).with("cancel-in-progress", !workflow.one_by_one);
    let mut jobs = Object::new();
    for (name, job) in &workflow.jobs {
        let json = job.json(name, scope);
        of_its_lists(scope, name, &job.axes(), &json);
        jobs.insert(name.clone(), json);
    }
    let file = Object::new()
        .with("name", title)
        .with("on", events(&workflow.triggers, scope))
        // A job has what it names and nothing else.
        .with("permissions", Object::new())
        .with("concurrency", concurrency)
        .with("jobs", jobs);
    let made = scope.resource("", WorkflowFile(file));
    scope.option(&made, VERSIONS, versions(workflow));
    made
}

/// Reports values of lists that a job does not run for: GitHub fills in nothing for them, and says so to nobody.
fn of_its_lists(scope: &mut Scope<'_>, job: &str, axes: &[&str], json: &Json) {
    let mut text = String::new();
    texts(json, &mut text);
    let asked = text.split("matrix.").skip(1).map(|it| it.split(|it: char| !is_of_name(it)).next().unwrap_or_default());
    let unknown: BTreeSet<&str> = asked.filter(|it| !it.is_empty() && !axes.contains(it)).collect();
    for name in unknown {
        let message = format!("takes the value `{name}` in its job `{job}`, which runs for no list of that name");
        let help = match axes {
            [] => "give the job one: `.matrix(Matrix::services())`, or `Matrix::over(..)`".to_owned(),
            axes => format!("take one of `{}`", axes.join("`, `")),
        };
        scope.reject(None, message, help);
    }
}

const fn is_of_name(it: char) -> bool {
    it.is_ascii_alphanumeric() || matches!(it, '_' | '-')
}

/// The texts of a tree in which there is an expression, in lines.
fn texts(json: &Json, all: &mut String) {
    match json {
        Json::Text(text) if text.contains("${{") => {
            all.push_str(text);
            all.push('\n');
        }
        Json::List(items) => items.iter().for_each(|it| texts(it, all)),
        Json::Object(members) => members.iter().for_each(|(_, it)| texts(it, all)),
        _ => {}
    }
}

/// What a workflow runs on. Several times are one list.
fn events(triggers: &[Trigger], scope: &mut Scope<'_>) -> Object {
    let mut events = Object::new();
    for trigger in triggers {
        match trigger.json() {
            None => scope.reject(
                None,
                "runs at a time that there is not",
                "give an hour up to 23, a minute up to 59 and a day up to 28",
            ),
            Some((name, json)) => match events.get_mut(name) {
                None => events.insert(name, json),
                Some(Json::List(all)) => all.extend(json.as_list().into_iter().flatten().cloned()),
                Some(_) => scope.reject(
                    None,
                    format!("runs on `{name}` in two ways"),
                    "say it once, with all that it is narrowed to",
                ),
            },
        }
    }
    events
}

/// The option with the versions of the actions, which are written beside them.
pub(crate) const VERSIONS: &str = "versions";

fn versions(workflow: &Workflow) -> Object {
    let steps = workflow.jobs.iter().flat_map(|(_, job)| job.steps());
    let actions: BTreeMap<&str, &str> =
        steps.filter_map(|it| it.action()).map(|it| (it.as_str(), it.version())).collect();
    actions.into_iter().fold(Object::new(), |all, (action, version)| all.with(action.to_owned(), version.to_owned()))
}

/// Says what is wrong with the jobs, when only their names and number show it.
fn judge(workflow: &Workflow, scope: &mut Scope<'_>) {
    if workflow.triggers.is_empty() {
        scope.reject(None, "runs on nothing", "say on what: `Workflow::on([Trigger::push(&[\"main\"])])`");
    }
    if workflow.jobs.is_empty() {
        scope.reject(None, "has no jobs", "give it one: `workflow.job(\"tests\", ..)`");
    }
    if workflow.deployed.is_some() && workflow.triggers.iter().any(|it| matches!(it, Trigger::PullRequest(_))) {
        let help = "deploy on `Trigger::push(..)`, and plan on the pull request in a workflow of its own";
        scope.reject(Some(soc2::CHANGE_MANAGEMENT), "deploys what somebody asks to be merged, before it is", help);
    }
    for (at, (name, job)) in workflow.jobs.iter().enumerate() {
        let before = || workflow.jobs.iter().take(at);
        if !is_id(name) {
            let help = "use small letters, digits, `-` and `_`, and begin with a letter";
            scope.reject(None, format!("has a job `{name}`, which is no job's name"), help);
        }
        if before().any(|(other, _)| other == name) {
            scope.reject(None, format!("has two jobs of the name `{name}`"), "give one of them another name");
        }
        if job.steps().is_empty() {
            scope.reject(None, format!("has a job `{name}` without a step"), "give it one: `.step(..)`");
        }
        if !job.runner().is_named() {
            let help =
                "name labels that only such machines have, such as `clinic`, of letters, digits, `-`, `_` and `.`";
            scope.reject(None, format!("runs `{name}` on a machine that its labels do not tell from others"), help);
        }
        for needed in job.after.iter().filter(|needed| !before().any(|(other, _)| other == *needed)) {
            let message = format!("has a job `{name}` after `{needed}`, which is no job of this workflow before it");
            scope.reject(None, message, "name a job that this workflow has taken before");
        }
    }
}

fn is_id(name: &str) -> bool {
    name.starts_with(|it: char| it.is_ascii_lowercase())
        && name.len() <= 100
        && name.bytes().all(|it| matches!(it, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_'))
}
