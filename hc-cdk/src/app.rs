//! The app: the stacks of a system, and the way from them to files.

use std::process::ExitCode;

use crate::{
    check::{self, Checked},
    cli,
    emit::{self, File},
    finding::Findings,
    model::StackModel,
    policy::Policy,
    stack::Stack,
};

/// A system: stacks that are checked and written together.
#[derive(Debug)]
pub struct App {
    system: String,
    stacks: Vec<StackModel>,
}

impl App {
    /// An app without stacks. The system's name becomes a tag on everything.
    pub fn new(system: impl Into<String>) -> Self {
        Self { system: system.into(), stacks: Vec::new() }
    }

    /// Takes a stack, or what a target makes of one, such as a chart; nothing can be added to it afterwards.
    #[must_use]
    pub fn stack<P: Policy>(mut self, stack: impl Into<Stack<P>>) -> Self {
        self.stacks.push(stack.into().into_model());
        self
    }

    /// The system's name.
    pub fn system(&self) -> &str {
        &self.system
    }

    /// The stacks in the order in which they were taken.
    pub fn stacks(&self) -> &[StackModel] {
        &self.stacks
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
        Ok(emit::emit(&self.check()?))
    }

    /// Runs the program's command line: without arguments it writes the output and prints a summary.
    pub fn run(self) -> ExitCode {
        cli::run(&self)
    }
}
