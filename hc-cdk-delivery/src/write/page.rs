//! The page about the files of a stack: what each is, and what the repository has to have for them.

use std::{collections::BTreeSet, fmt::Write};

use hc_cdk::{
    check::Checked,
    model::{ResourceModel, StackModel},
    rule::one_or_many,
    target::File,
    value::{Json, Object},
};

use super::name;
use crate::rules::{OWN, environment, named, scalars};

const NAME: &str = "README.md";

/// Where the page of a stack is.
pub(super) fn path(stack: &str) -> String {
    format!("{stack}/{NAME}")
}

/// The files that a page of ours names, by their paths in the stack's folder, each with its construct and kind.
pub(super) fn listed(page: &str) -> impl Iterator<Item = (&str, &str, &str)> {
    page.lines().filter_map(|line| {
        let (path, rest) = line.strip_prefix("- `")?.split_once("`: ")?;
        let (construct, kind) = rest.strip_suffix(')')?.split_once(" (")?;
        Some((path, construct, kind))
    })
}

/// The page: each file by its path with the resource that it is of, and what the repository has to have.
pub(super) fn text(checked: &Checked<'_>, stack: &StackModel, files: &[(String, &ResourceModel)]) -> String {
    let mut text = format!("# {} of {}\n\n", stack.name(), checked.system().name());
    text.push_str("Written by hc-cdk. What is in this folder belongs at the top of the repository.\n\n");
    for (path, resource) in files {
        let construct = name::construct(stack, resource);
        let _ = writeln!(text, "- `{path}`: {construct} ({})", name::kind(resource));
    }
    let used = Used::of(stack);
    for (what, names) in [
        ("Environments of the repository", &used.environments),
        ("Secrets", &used.secrets),
        ("Variables", &used.variables),
    ] {
        if !names.is_empty() {
            let names: Vec<String> = names.iter().map(|it| format!("`{it}`")).collect();
            let _ = write!(text, "\n{what} that it takes: {}.\n", names.join(", "));
        }
    }
    for labels in &used.machines {
        let _ = write!(text, "\nA machine of its own that it takes: `{labels}`. {MACHINE}\n");
    }
    text
}

/// What has to be true of a machine that is not GitHub's, and no workflow shows.
const MACHINE: &str = "It is for this repository alone, which is private, and is made anew for each job \
    (`config.sh --ephemeral`): what a job leaves there, no other finds. It has Linux, Bash, Git, jq and what the steps call.";

/// What whoever takes the files into a repository has to know.
pub(super) fn notes(files: &[File]) -> Vec<String> {
    let pages = files.iter().filter_map(|file| file.path.strip_suffix(NAME)?.strip_suffix('/'));
    // One below is a page of the repository itself.
    let pages = pages.filter(|folder| !folder.contains('/'));
    pages
        .map(|folder| format!("`{folder}` is for the top of the repository; its `{NAME}` says what that has to have"))
        .collect()
}

/// What workflows take from the repository.
#[derive(Default)]
struct Used {
    environments: BTreeSet<String>,
    secrets: BTreeSet<String>,
    variables: BTreeSet<String>,
    machines: BTreeSet<String>,
}

impl Used {
    fn of(stack: &StackModel) -> Self {
        let mut used = Self::default();
        for resource in &stack.resources {
            used.read(&resource.properties);
        }
        used
    }

    fn read(&mut self, workflow: &Json) {
        let names =
            |text: &str, context| named(text, context).into_iter().flatten().map(str::to_owned).collect::<Vec<_>>();
        scalars(workflow, &mut |_, text| {
            self.secrets.extend(names(text, "secrets"));
            self.variables.extend(names(text, "vars"));
        });
        let jobs = workflow.get("jobs").and_then(Json::as_object).into_iter().flat_map(Object::iter);
        for (_, job) in jobs {
            self.environments.extend(environment(job).map(str::to_owned));
            let labels = one_or_many(job.get("runs-on")).iter().filter_map(Json::as_text);
            let labels: Vec<&str> = labels.collect();
            self.machines.extend(labels.contains(&OWN).then(|| labels.join("`, `")));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::listed;

    #[test]
    fn the_page_is_read_as_it_is_written() {
        let page = "# a\n\n- `.github/workflows/a.yml`: Ci (Workflow)\n- `b`\n\nSecrets that it takes: `A`.\n";
        assert_eq!(listed(page).collect::<Vec<_>>(), [(".github/workflows/a.yml", "Ci", "Workflow")]);
    }
}
