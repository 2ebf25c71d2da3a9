//! The list of wanted objects and fields: `hc-cdk-k8s/kinds.txt`, which says its own form.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, bail};

/// What is wanted.
#[derive(Debug, Default)]
pub(super) struct List {
    /// API version and name of each object.
    pub(super) kinds: Vec<(String, String)>,
    /// Which fields are taken of a type, by its name without prefix.
    pub(super) fields: BTreeMap<String, Wanted>,
    /// Which texts a field may be, by its type's name without prefix, a dot and its own name.
    pub(super) values: BTreeMap<String, Vec<String>>,
}

/// Which fields of a type are taken.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// These.
    Only(Vec<String>),
    /// All but these.
    Omit(Vec<String>),
}

pub(super) fn parse(text: &str) -> Result<List> {
    let mut list = List::default();
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        if !line.is_empty() && !line.starts_with('#') {
            list.take(line).with_context(|| format!("line {}: `{line}`", at + 1))?;
        }
    }
    Ok(list)
}

impl List {
    fn take(&mut self, line: &str) -> Result<()> {
        let (word, rest) = line.split_once(' ').context("there is nothing behind the first word")?;
        if word == "kind" {
            let (version, name) = rest.split_once(' ').context("a kind has a version and a name")?;
            self.kinds.push((version.to_owned(), name.to_owned()));
            return Ok(());
        }
        let (name, fields) = rest.split_once(": ").context("there is no colon behind the type")?;
        let fields = fields.split_whitespace().map(str::to_owned).collect();
        if word == "values" {
            if self.values.insert(name.to_owned(), fields).is_some() {
                bail!("the field has a line already");
            }
            return Ok(());
        }
        let wanted = match word {
            "only" => Wanted::Only(fields),
            "omit" => Wanted::Omit(fields),
            _ => bail!("a line begins with `kind`, `only`, `omit` or `values`"),
        };
        if self.fields.insert(name.to_owned(), wanted).is_some() {
            bail!("the type has a line already");
        }
        Ok(())
    }
}
