//! The app: the stacks of a system, and the way from them to files.

use std::{collections::BTreeMap, panic::Location, process::ExitCode};

use crate::{
    check::{self, Checked},
    cli,
    cluster::Requests,
    emit::{self, File},
    finding::Findings,
    model::StackModel,
    outputs::Outputs,
    policy::Policy,
    region::Target,
    stack::Stack,
    value::StackId,
};

/// A system: stacks that are checked and written together.
#[derive(Debug)]
pub struct App {
    system: String,
    written_at: &'static Location<'static>,
    stacks: Vec<StackModel>,
    /// Where in `stacks` a stack is, by its number. It is only asked, never listed: the numbers differ from run to run.
    places: BTreeMap<usize, usize>,
    requests: Requests,
    outputs: Option<Outputs>,
}

impl App {
    /// An app without stacks. The system's name becomes a tag on everything.
    #[track_caller]
    pub fn new(system: impl Into<String>) -> Self {
        Self {
            system: system.into(),
            written_at: Location::caller(),
            stacks: Vec::new(),
            places: BTreeMap::new(),
            requests: Requests::default(),
            outputs: None,
        }
    }

    /// Takes a stack, or what a target makes of one, such as a chart; nothing can be added to it afterwards.
    #[must_use]
    pub fn stack<P: Policy>(mut self, stack: impl Into<Stack<P>>) -> Self {
        let model = stack.into().into_model();
        self.places.insert(model.id.number(), self.stacks.len());
        self.stacks.push(model);
        let places = &self.places;
        self.requests.take(&mut self.stacks, |stack| places.get(&stack.number()).copied());
        self
    }

    /// Fills in what deployed stacks said, for stacks of other targets.
    #[must_use]
    pub fn deployed(mut self, outputs: Outputs) -> Self {
        self.outputs = Some(outputs);
        self
    }

    /// What deployed stacks said, if it is known.
    pub fn outputs(&self) -> Option<&Outputs> {
        self.outputs.as_ref()
    }

    /// The system's name.
    pub fn system(&self) -> &str {
        &self.system
    }

    /// The stacks in the order in which they were taken.
    pub fn stacks(&self) -> &[StackModel] {
        &self.stacks
    }

    /// Where `App::new` was called.
    pub fn written_at(&self) -> &'static Location<'static> {
        self.written_at
    }

    /// A stack's place in the app, if the app has it.
    pub fn place(&self, stack: &StackId) -> Option<usize> {
        self.places.get(&stack.number()).copied()
    }

    /// What the stacks are written for, each target once, by name.
    pub fn targets(&self) -> Vec<&'static dyn Target> {
        let targets: BTreeMap<_, _> = self.stacks.iter().map(|stack| (stack.target.name(), stack.target)).collect();
        targets.into_values().collect()
    }

    /// Checks the app without regard to the date: waivers do not expire.
    ///
    /// # Errors
    ///
    /// All findings.
    pub fn check(&self) -> Result<Checked<'_>, Findings> {
        check::check(self, None)
    }

    /// Checks the app and gives its files, without touching the file system. For tests; programs call [`App::run`].
    ///
    /// # Errors
    ///
    /// All findings.
    pub fn synthesize(&self) -> Result<Vec<File>, Findings> {
        emit::emit(&self.check()?)
    }

    /// Runs the program's command line: without arguments it writes the output and prints a summary.
    pub fn run(self) -> ExitCode {
        cli::run(self)
    }
}
