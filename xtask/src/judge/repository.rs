//! What stands in a repository: workflows, compose files and images, each asked of the tools of its trade.
//!
//! - `actionlint`, with `shellcheck` for the lines that are run: names, expressions, types, and what a shell makes of the lines,
//! - `zizmor`, offline and pedantic: pins, permissions, what others can have a workflow run,
//! - `check-jsonschema`: the schemas of workflows and of compose files,
//! - `hadolint`: how images are built.
//!
//! Before it judges, each has to object to files that are broken on purpose: a tool that finds nothing in these finds nothing.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Result, bail};

use super::{
    case::{Case, Judge, Repository, Verdict},
    tool,
};

/// A tool that looks at files one by one.
struct Tool {
    name: &'static str,
    /// The package and all that it needs, by version and hash. CONTRIBUTING.md says how the file is written.
    requirements: &'static str,
    asks: &'static [Ask],
}

/// What a tool is asked of files of a kind.
struct Ask {
    files: fn(&Repository) -> &[PathBuf],
    arguments: &'static [&'static str],
    /// The name of a file that is broken, and what is in it.
    broken: (&'static str, &'static str),
}

/// Which words of the arguments are a program beside the tool.
const SHELLCHECK: &str = "SHELLCHECK";

const ACTIONLINT: Tool = Tool {
    name: "actionlint",
    requirements: include_str!("../../judges/actionlint/requirements.txt"),
    asks: &[Ask {
        files: |it| &it.workflows,
        arguments: &["-oneline", "-shellcheck", SHELLCHECK],
        broken: ("broken.yml", include_str!("../../judges/actionlint/broken.yml")),
    }],
};

const ZIZMOR: Tool = Tool {
    name: "zizmor",
    requirements: include_str!("../../judges/zizmor/requirements.txt"),
    asks: &[Ask {
        files: |it| &it.workflows,
        arguments: &["--offline", "--strict-collection", "--no-progress", "--quiet", "--persona", "pedantic"],
        broken: ("broken.yml", include_str!("../../judges/zizmor/broken.yml")),
    }],
};

const CHECK_JSONSCHEMA: Tool = Tool {
    name: "check-jsonschema",
    requirements: include_str!("../../judges/check-jsonschema/requirements.txt"),
    asks: &[
        Ask {
            files: |it| &it.workflows,
            arguments: &["--builtin-schema", "vendor.github-workflows"],
            broken: ("broken.yml", include_str!("../../judges/check-jsonschema/broken.yml")),
        },
        Ask {
            files: |it| &it.composes,
            arguments: &["--builtin-schema", "vendor.compose-spec"],
            broken: ("compose.yaml", include_str!("../../judges/check-jsonschema/broken.compose.yaml")),
        },
    ],
};

const HADOLINT: Tool = Tool {
    name: "hadolint",
    requirements: include_str!("../../judges/hadolint/requirements.txt"),
    asks: &[Ask {
        files: |it| &it.images,
        arguments: &["--no-color"],
        broken: ("Dockerfile", include_str!("../../judges/hadolint/broken.Dockerfile")),
    }],
};

pub(super) fn actionlint(folder: &Path) -> Result<Box<dyn Judge>> {
    ACTIONLINT.install(folder)
}

pub(super) fn zizmor(folder: &Path) -> Result<Box<dyn Judge>> {
    ZIZMOR.install(folder)
}

pub(super) fn check_jsonschema(folder: &Path) -> Result<Box<dyn Judge>> {
    CHECK_JSONSCHEMA.install(folder)
}

pub(super) fn hadolint(folder: &Path) -> Result<Box<dyn Judge>> {
    HADOLINT.install(folder)
}

/// A tool that is installed.
struct Installed {
    tool: &'static Tool,
    folder: PathBuf,
}

impl Tool {
    fn install(&'static self, folder: &Path) -> Result<Box<dyn Judge>> {
        tool::python(folder, self.requirements)?;
        let installed = Installed { tool: self, folder: folder.to_owned() };
        for Ask { arguments, broken: (name, text), .. } in self.asks {
            // A folder of its own: a tool may take a file for what it is by the folder that it is in.
            let workflows = folder.join("broken/.github/workflows");
            fs::create_dir_all(&workflows)?;
            let file = workflows.join(name);
            fs::write(&file, text)?;
            if installed.ask(arguments, &file)?.is_empty() {
                bail!("`{}` finds nothing in `{name}`, which is broken on purpose", self.name);
            }
        }
        Ok(Box::new(installed))
    }
}

impl Installed {
    /// What the tool holds against a file, a complaint a line.
    fn ask(&self, arguments: &[&str], file: &Path) -> Result<Vec<String>> {
        let of_tool = |name: &str| self.folder.join("bin").join(name);
        let mut command = Command::new(of_tool(self.tool.name));
        for argument in arguments {
            match *argument {
                SHELLCHECK => command.arg(of_tool("shellcheck")),
                argument => command.arg(argument),
            };
        }
        let (printed, success) = tool::attempt(command.arg(file))?;
        let complaints: Vec<String> =
            printed.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
        match (success, complaints.is_empty()) {
            (true, _) => Ok(Vec::new()),
            (false, false) => Ok(complaints),
            (false, true) => bail!("`{}` fails on `{}` and says nothing", self.tool.name, file.display()),
        }
    }
}

impl Judge for Installed {
    fn judge(&self, case: &Case) -> Result<Verdict> {
        let mut verdict = Verdict::default();
        for repository in case.repositories() {
            for ask in self.tool.asks {
                for file in (ask.files)(repository) {
                    verdict.judged += 1;
                    let complaints = self.ask(ask.arguments, file)?;
                    verdict.complaints.extend(complaints.iter().map(|it| format!("{}: {it}", repository.label)));
                }
            }
        }
        Ok(verdict)
    }
}
