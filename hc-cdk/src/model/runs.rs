//! What a workload runs, and what leads to it: for whoever builds it, tries it, or imitates what it uses.
//!
//! Targets say it of their own constructs; nothing that is attested rests on it.

use std::collections::BTreeSet;

use super::{construct::ConstructRef, uses::Use};
use crate::value::literal::variable::Variable;

/// What the container of a workload is like.
#[derive(Debug, Clone, Default)]
pub struct Runs {
    /// The image that it runs, as far as that is a literal.
    pub image: Option<String>,
    /// The command, where it is not the image's own.
    pub command: &'static [&'static str],
    /// Whether others build its image.
    pub is_built_elsewhere: bool,
    /// The port that it listens on, if it does.
    pub port: Option<u16>,
    /// The path that says whether it is healthy, if it is asked for one.
    pub health: Option<&'static str>,
    /// The files that it is given to read: where each is, and its text.
    pub files: Vec<(String, String)>,
    /// The folders that it can write to.
    pub scratch: Vec<&'static str>,
    /// The user that it runs as.
    pub user: u32,
    /// What it uses, with what the names of its variables begin with.
    pub uses: Vec<(ConstructRef, String)>,
    /// The plain variables of its own: their names, and their values as far as they are literals.
    pub variables: Vec<(String, Option<String>)>,
    /// The names of its variables that hold secrets.
    pub secrets: BTreeSet<String>,
    /// Whether these are files, and the variables that hold where they are end in `_FILE`.
    pub secrets_are_files: bool,
}

impl Runs {
    /// What is given to a container: what it uses, and its own variables.
    #[must_use]
    pub fn given(mut self, uses: &[Use], variables: &[Variable]) -> Self {
        let prefixed = |it: &Use| (it.connection.to.clone(), it.connection.prefix());
        let credentials =
            uses.iter().filter_map(|it| Some((it.connection.prefix(), it.connection.credentials.as_ref()?)));
        let of_uses = credentials
            .flat_map(|(prefix, credentials)| credentials.fields.iter().map(move |(end, _)| format!("{prefix}_{end}")));
        self.secrets.extend(of_uses);
        let own = |it: &Variable| (it.name().to_owned(), it.value().json().as_text().map(str::to_owned));
        Self { uses: uses.iter().map(prefixed).collect(), variables: variables.iter().map(own).collect(), ..self }
    }
}

/// Something that somebody is told when it goes wrong.
#[derive(Debug, Clone)]
pub struct Alerted {
    /// What the program calls it.
    pub name: String,
    /// What is wrong then.
    pub says: String,
}

/// Where requests from the internet come in.
#[derive(Debug, Clone)]
pub struct Front {
    /// The domain.
    pub domain: String,
    /// The paths that lead to workloads, each up to its `*`, beginning with the one that answers the rest.
    pub paths: Vec<String>,
}
