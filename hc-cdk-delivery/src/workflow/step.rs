//! A step of a job: an action of somebody, or lines for a shell.

use hc_cdk::{stack::Scope, value::Object};

use super::{
    condition::Condition,
    input::{self, Input},
};
use crate::literal::{
    action::{Action, PinnedByCommit},
    script::{IsScript, Script},
};

/// A step of a job.
///
/// ```
/// # use hc_cdk_delivery::{actions, script, workflow::{Input, Step}};
/// let python = Step::uses("Python", &actions::SETUP_PYTHON).with("python-version", "3.13");
/// let tests = Step::run("Tests", script!("pytest \"$SERVICE\"")).env("SERVICE", Input::service());
/// ```
#[derive(Debug, Clone)]
pub struct Step {
    name: &'static str,
    does: Does,
    given: Vec<(&'static str, Input)>,
    env: Vec<(&'static str, Input)>,
    id: Option<&'static str>,
    only_if: Option<Condition>,
}

#[derive(Debug, Clone)]
enum Does {
    Uses(Action),
    Runs(Script),
}

impl Step {
    fn new(name: &'static str, does: Does) -> Self {
        Self { name, does, given: Vec::new(), env: Vec::new(), id: None, only_if: None }
    }

    /// Uses an action, by its commit.
    pub fn uses(name: &'static str, action: &(impl PinnedByCommit + ?Sized)) -> Self {
        Self::new(name, Does::Uses(action.it().clone()))
    }

    /// Runs lines in a shell, which stops at the first that fails.
    #[allow(clippy::needless_pass_by_value, reason = "a literal is written where it is given, without a borrow")]
    pub fn run(name: &'static str, script: impl IsScript) -> Self {
        Self::new(name, Does::Runs(script.it().clone()))
    }

    /// An input of the action. The last word counts.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Input>) -> Self {
        put(&mut self.given, name, value.into());
        self
    }

    /// A variable of its environment. The last word counts.
    #[must_use]
    pub fn env(mut self, name: &'static str, value: impl Into<Input>) -> Self {
        put(&mut self.env, name, value.into());
        self
    }

    /// The name by which later steps have what it puts out.
    #[must_use]
    pub fn id(self, id: &'static str) -> Self {
        Self { id: Some(id), ..self }
    }

    /// When it runs.
    #[must_use]
    pub fn only_if(self, condition: Condition) -> Self {
        Self { only_if: Some(condition), ..self }
    }

    /// Gives a variable of its environment another value, if it has that one.
    pub(crate) fn set(&mut self, name: &str, value: &Input) -> bool {
        let found = self.env.iter_mut().find(|(it, _)| *it == name);
        found.map(|(_, it)| *it = value.clone()).is_some()
    }

    pub(crate) fn json(&self, scope: &mut Scope<'_>) -> Object {
        let mut step = Object::new().with("name", self.name);
        step.put("id", self.id);
        step.put("if", self.only_if.map(Condition::expression));
        match &self.does {
            Does::Uses(action) => step.insert("uses", action.as_str().to_owned()),
            Does::Runs(script) => {
                // GitHub's own default goes on when a command of a pipe fails.
                step.insert("shell", "bash");
                step.insert("run", script.as_str().to_owned());
            }
        }
        for (name, inputs) in [("with", &self.given), ("env", &self.env)] {
            if !inputs.is_empty() {
                step.insert(name, input::members(inputs, scope));
            }
        }
        step
    }

    /// The action, with its version, if it uses one.
    pub(crate) fn action(&self) -> Option<&Action> {
        match &self.does {
            Does::Uses(action) => Some(action),
            Does::Runs(_) => None,
        }
    }
}

/// Puts a value at the end of a list, or in the place of the one of that name.
pub(super) fn put(list: &mut Vec<(&'static str, Input)>, name: &'static str, value: Input) {
    match list.iter_mut().find(|(it, _)| *it == name) {
        Some((_, it)) => *it = value,
        None => list.push((name, value)),
    }
}
