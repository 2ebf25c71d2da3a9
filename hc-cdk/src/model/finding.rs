//! Findings: what only the whole graph can show to be wrong, said to whoever has to mend it.

use std::{fmt, hash::Hash, panic::Location};

use super::{place, printable};
use crate::policy::control::Control;

/// One thing that is wrong with a program that compiled.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// What it is called: the code of a rule, or a word of a check's own, such as `UnknownStack`.
    pub code: &'static str,
    /// The construct's path, with the stack's name first.
    pub path: String,
    /// The user's line.
    pub written_at: &'static Location<'static>,
    /// The clause that is broken, if it is one.
    pub control: Option<Control>,
    /// What is wrong: lower case, no full stop, input in backticks.
    pub message: String,
    /// What to do.
    pub help: String,
    /// A second place that matters, such as the other use of a name, with what it is.
    pub other: Option<(&'static Location<'static>, &'static str)>,
}

impl Finding {
    /// A finding at a place.
    pub fn new(
        code: &'static str,
        path: impl Into<String>,
        written_at: &'static Location<'static>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            code,
            path: path.into(),
            written_at,
            control: None,
            message: message.into(),
            help: help.into(),
            other: None,
        }
    }

    /// The same with the clause that is broken.
    #[must_use]
    pub fn citing(self, control: impl Into<Option<Control>>) -> Self {
        Self { control: control.into(), ..self }
    }

    /// The same at another line of the program.
    #[must_use]
    pub fn at(self, written_at: &'static Location<'static>) -> Self {
        Self { written_at, ..self }
    }

    /// The same of something else at another line of the program.
    #[must_use]
    pub fn of(self, path: impl Into<String>, written_at: &'static Location<'static>) -> Self {
        Self { path: path.into(), written_at, ..self }
    }

    /// The same with a second place that matters, and what it is.
    #[must_use]
    pub fn beside(self, other: &'static Location<'static>, what: &'static str) -> Self {
        Self { other: Some((other, what)), ..self }
    }

    /// All that a reader sees of it: not the columns of its lines.
    pub(crate) fn read(&self) -> impl Eq + Hash + '_ {
        let place = |of: &'static Location<'static>| (of.file(), of.line());
        let other = self.other.map(|(of, what)| (place(of), what));
        (self.code, &self.path, place(self.written_at), self.control, &self.message, &self.help, other)
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("error")?;
        if let Some(control) = self.control {
            write!(f, "[{}]", control.id)?;
        }
        writeln!(f, ": `{}` {}", printable::line(&self.path), printable::line(&self.message))?;
        writeln!(f, "  --> {}", place::line(self.written_at))?;
        if let Some((other, what)) = self.other {
            writeln!(f, "  ::: {} {what}", place::line(other))?;
        }
        if let Some(control) = self.control {
            writeln!(f, "  note: {control}: {}", control.subject)?;
        }
        writeln!(f, "  help: {}", printable::line(&self.help))?;
        writeln!(f, "  code: {}", self.code)
    }
}

/// All that is wrong with a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Findings(pub Vec<Finding>);

impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for finding in &self.0 {
            writeln!(f, "{finding}")?;
        }
        match self.0.len() {
            1 => writeln!(f, "1 finding, nothing was written"),
            count => writeln!(f, "{count} findings, nothing was written"),
        }
    }
}

impl std::error::Error for Findings {}
