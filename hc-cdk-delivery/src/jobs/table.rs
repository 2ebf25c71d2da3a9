//! What a preset is made of.

use crate::{
    actions,
    literal::{action::Action, script::Script, secret::Secret},
    workflow::{Context, Input, Job, Permission, Permissions, Step},
};

/// A job as data.
#[derive(Debug, Clone, Copy)]
pub struct Preset {
    pub(super) title: &'static str,
    pub(super) minutes: u32,
    /// What its token may write, besides reading the repository.
    pub(super) writes: &'static [Permission],
    pub(super) lines: &'static [Line],
}

/// A step as data.
#[derive(Debug, Clone, Copy)]
pub(super) enum Line {
    CheckOut,
    History,
    Python(&'static str),
    Node(&'static str),
    /// A name, an action, its inputs, and variables of its environment.
    Uses(&'static str, &'static Action, Named, Named),
    /// A name, lines for a shell, and variables of their environment.
    Run(&'static str, &'static str, Named),
    /// What is kept, and where it is.
    Keep(&'static str, &'static str),
}

/// Values by name.
type Named = &'static [(&'static str, Given)];

/// A value as data.
#[derive(Debug, Clone, Copy)]
pub(super) enum Given {
    Text(&'static str),
    Secret(&'static str),
    Variable(&'static str),
    Context(Context),
    /// A value of the job's matrix.
    Matrix(&'static str),
    /// Those of the app.
    Addresses,
}

impl Given {
    fn input(self) -> Input {
        match self {
            Self::Text(text) => text.into(),
            Self::Secret(name) => Input::secret(&Secret::literal(name)),
            Self::Variable(name) => Input::variable(name),
            Self::Context(context) => context.into(),
            Self::Matrix(axis) => Input::matrix(axis),
            Self::Addresses => Input::addresses(),
        }
    }
}

impl Preset {
    /// The job.
    pub fn job(&self) -> Job {
        let may = Permissions::none().read(Permission::Contents);
        let may = self.writes.iter().fold(may, |may, it| may.write(*it));
        Job::new(may).title(self.title).minutes(self.minutes).steps(self.steps())
    }

    /// Its steps, for a job of one's own.
    pub fn steps(&self) -> impl Iterator<Item = Step> + use<> {
        self.lines.iter().map(|it| it.step())
    }
}

impl Line {
    fn step(self) -> Step {
        match self {
            Self::CheckOut => Step::check_out(),
            Self::History => Step::check_out_history(),
            Self::Python(version) => Step::uses("Python", &actions::SETUP_PYTHON).with("python-version", version),
            Self::Node(version) => Step::uses("Node.js", &actions::SETUP_NODE).with("node-version", version),
            Self::Uses(name, action, given, env) => {
                let step = given.iter().fold(Step::uses(name, action), |step, (name, it)| step.with(name, it.input()));
                within(step, env)
            }
            Self::Run(name, script, env) => within(Step::run(name, Script::of(script.to_owned())), env),
            Self::Keep(name, path) => Step::upload(name, path),
        }
    }
}

fn within(step: Step, env: Named) -> Step {
    env.iter().fold(step, |step, (name, it)| step.env(name, it.input()))
}
