//! The steps of a state machine, in the order in which they are said.

use std::marker::PhantomData;

use hc_cdk::{
    data::{ClearedFor, DataClass, WrittenBy},
    uses::Use,
};

use super::{
    called::{CalledInStep, StepCall},
    when::When,
};

/// Steps that hand on data of class `D`: what comes out of one is given to the next. Each has a name.
///
/// ```
/// use hc_cdk::data::Phi;
/// use hc_cdk_aws::compute::{Lambda, Steps, When};
///
/// fn discharge(summarise: &Lambda<Phi>, page: &Lambda<Phi>, print: &Lambda<Phi>) -> Steps<Phi> {
///     Steps::new()
///         .calls("Summarise", summarise)
///         .chooses("IsUrgent", [(When::is("urgent", true), "Page")], "AnHour")
///         .calls("Page", page)
///         .ends()
///         .waits("AnHour", 3600)
///         .calls("Print", print)
///         .or("NotPrinted")
///         .ends()
///         .fails("NotPrinted", "NotPrinted", "the printer took no letter")
/// }
/// ```
#[derive(Debug, Clone)]
#[must_use = "steps are not done until a state machine has them: `StateMachine::builder().steps(..)`"]
pub struct Steps<D> {
    pub(super) all: Vec<Step>,
    /// Whether something was said of a step before there was one.
    pub(super) is_stray: bool,
    class: PhantomData<fn() -> D>,
}

/// A step.
#[derive(Debug, Clone)]
pub(super) struct Step {
    pub(super) name: &'static str,
    pub(super) does: Does,
    pub(super) next: Next,
    /// The step that comes if this one fails.
    pub(super) failed: Option<&'static str>,
    /// How often it is tried again, whatever it failed on.
    pub(super) retries: u32,
}

/// What is done in a step.
#[derive(Debug, Clone)]
pub(super) enum Does {
    Call(Box<StepCall>),
    Wait(u32),
    Choose(Vec<(When, &'static str)>, &'static str),
    Each { of: &'static str, at_once: u32, steps: Vec<Step> },
    Together(Vec<Vec<Step>>),
    Succeed,
    Fail { error: &'static str, cause: &'static str },
}

/// What comes behind a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    /// The one that is said next.
    Following,
    /// Another one.
    To(&'static str),
    /// Nothing.
    End,
}

impl<D> Default for Steps<D> {
    fn default() -> Self {
        Self::new()
    }
}

impl<D> Steps<D> {
    /// No steps yet.
    pub const fn new() -> Self {
        Self { all: Vec::new(), is_stray: false, class: PhantomData }
    }

    fn step(mut self, name: &'static str, does: Does) -> Self {
        self.all.push(Step { name, does, next: Next::Following, failed: None, retries: 0 });
        self
    }

    fn last(mut self, change: impl FnOnce(&mut Step)) -> Self {
        match self.all.last_mut() {
            Some(step) => change(step),
            None => self.is_stray = true,
        }
        self
    }

    /// Calls a function, which is given what the step was given, and whose answer goes on; or tells a queue, a topic or another state
    /// machine what it was given, which then goes on as it was.
    pub fn calls<U>(self, name: &'static str, it: &U) -> Self
    where
        U: CalledInStep + ?Sized,
        D: ClearedFor<U::Class>,
        U::Class: WrittenBy<D>,
    {
        self.step(name, Does::Call(Box::new(it.call())))
    }

    /// Waits for so many seconds.
    pub fn waits(self, name: &'static str, seconds: u32) -> Self {
        self.step(name, Does::Wait(seconds))
    }

    /// Goes on with the step of the first of these that is so, and otherwise with another one.
    pub fn chooses(
        self,
        name: &'static str,
        ways: impl IntoIterator<Item = (When, &'static str)>,
        otherwise: &'static str,
    ) -> Self {
        self.step(name, Does::Choose(ways.into_iter().collect(), otherwise))
    }

    /// Does other steps for each item of a field that is a list, so many at once; what comes out of them goes on as a list.
    pub fn each(self, name: &'static str, of: &'static str, at_once: u32, steps: Self) -> Self {
        let is_stray = self.is_stray || steps.is_stray;
        Self { is_stray, ..self.step(name, Does::Each { of, at_once, steps: steps.all }) }
    }

    /// Does several things at once, each with what the step was given; what comes out of them goes on as a list.
    pub fn together(self, name: &'static str, branches: impl IntoIterator<Item = Self>) -> Self {
        let mut is_stray = self.is_stray;
        let branches = branches.into_iter().map(|it| {
            is_stray |= it.is_stray;
            it.all
        });
        let branches = branches.collect();
        Self { is_stray, ..self.step(name, Does::Together(branches)) }
    }

    /// Ends, and all is well.
    pub fn succeeds(self, name: &'static str) -> Self {
        self.step(name, Does::Succeed)
    }

    /// Ends, and something went wrong.
    pub fn fails(self, name: &'static str, error: &'static str, cause: &'static str) -> Self {
        self.step(name, Does::Fail { error, cause })
    }

    /// Lets that step come behind the last one, instead of the one that is said next.
    pub fn then(self, name: &'static str) -> Self {
        self.last(|step| step.next = Next::To(name))
    }

    /// Lets nothing come behind the last step.
    pub fn ends(self) -> Self {
        self.last(|step| step.next = Next::End)
    }

    /// Lets that step come if the last one fails; it is given what the last one was given, with the field `error`.
    pub fn or(self, name: &'static str) -> Self {
        self.last(|step| step.failed = Some(name))
    }

    /// Tries the last step again so many times if it fails, whatever it failed on. Errors of Lambda itself are tried again without that.
    pub fn retries(self, times: u32) -> Self {
        self.last(|step| step.retries = times)
    }
}

impl Step {
    /// What the step uses, and what its own steps use.
    pub(super) fn uses<'a>(&'a self, found: &mut Vec<&'a Use>) {
        match &self.does {
            Does::Call(call) => found.push(&call.uses),
            Does::Each { steps, .. } => steps.iter().for_each(|step| step.uses(found)),
            Does::Together(branches) => branches.iter().flatten().for_each(|step| step.uses(found)),
            Does::Wait(_) | Does::Choose(..) | Does::Succeed | Does::Fail { .. } => {}
        }
    }
}

/// Steps that hand on data of a class.
#[diagnostic::on_unimplemented(
    message = "these are no steps that hand on `{D}` data",
    label = "give `Steps::<{D}>` of the class of the perimeter: `Steps::new().calls(\"Summarise\", &summarise)`",
    note = "HIPAA 45 CFR 164.308(a)(4)(ii)(A): isolation; ISO/IEC 27001:2022 A.8.3: information access restriction"
)]
pub trait StepsFor<D> {
    /// What is given.
    fn it(self) -> Steps<D>;
}

impl<D: DataClass> StepsFor<D> for Steps<D> {
    fn it(self) -> Self {
        self
    }
}
