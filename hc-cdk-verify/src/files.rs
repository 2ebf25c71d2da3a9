//! Templates and manifests in files and folders, and the stacks of a cloud assembly.

use std::{
    collections::BTreeMap,
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};

use hc_cdk::model::printable;

use crate::{
    manifest::is_manifest,
    node::{Node, Unreadable},
    read,
    source::Source,
    template::is_template,
};

/// The most that is read of a file: CloudFormation takes templates of a megabyte, and a manifest is not much larger.
const MOST: u64 = 64 << 20;

/// What a folder has of which a tool makes manifests, and the tool; and what such a file may say without that anything is changed.
const MADE_OF: [(&str, &str, &[&str]); 4] = [
    ("Chart.yaml", HELM, &[]),
    ("Kustomization", "kubectl kustomize", NAMES_FILES),
    ("kustomization.yaml", "kubectl kustomize", NAMES_FILES),
    ("kustomization.yml", "kubectl kustomize", NAMES_FILES),
];

const HELM: &str = "helm template";

const NAMES_FILES: &[&str] = &["apiVersion", "kind", "metadata", "resources", "sortOptions"];

/// Whether a file of a folder changes what stands there, or takes something from elsewhere than below the path that is read.
fn changes(file: &Path, nothing: &[&str], root: &Path) -> bool {
    let is_below = |named: &str| {
        let at = file.parent().map(|it| it.join(named)).and_then(|it| it.canonicalize().ok());
        at.zip(root.canonicalize().ok()).is_some_and(|(at, root)| at.starts_with(root))
    };
    let is_more = |it: &Node| {
        let named = it.get("resources").and_then(Node::list).unwrap_or_default();
        it.members().iter().any(|(_, name, _)| !nothing.contains(&name.as_str()))
            || !named.iter().all(|it| it.text().is_some_and(is_below))
    };
    let read = file.is_file().then(|| documents(file));
    read.is_some_and(|it| it.is_ok_and(|all| all.iter().any(is_more)))
}

/// What is there, and what of it cannot be read.
#[derive(Debug, Default)]
pub(crate) struct All {
    /// What is judged together: a template, the stacks of an assembly, or the manifests below one path.
    pub(crate) groups: Vec<Vec<Source>>,
    pub(crate) unreadable: Vec<String>,
    /// Files of folders that may be meant, and cannot be read.
    pub(crate) passed: Vec<String>,
    /// Folders of which a tool makes what is deployed, with the tool.
    made: Vec<(String, &'static str)>,
    /// The manifests of the path that is being read.
    manifests: Vec<Source>,
    names: BTreeSet<String>,
}

impl All {
    /// Takes a file or what is in a folder. What somebody names has to be a template or have manifests; in a folder other files are
    /// passed by, but for it to have neither is no reason to call it right.
    pub(crate) fn take(&mut self, path: &Path) {
        let before = (self.groups.len(), self.unreadable.len());
        if path.is_dir() {
            self.folder(path, path, 0);
        } else {
            self.file(path, true);
        }
        let mut manifests = std::mem::take(&mut self.manifests);
        if manifests.is_empty() && (self.groups.len(), self.unreadable.len()) == before {
            self.unreadable.push(format!("{}: nothing in it is a template or a manifest", path.display()));
        }
        if !manifests.is_empty() {
            let stack = self.name(&called(path));
            for it in &mut manifests {
                it.stack.clone_from(&stack);
            }
            self.groups.push(manifests);
        }
    }

    /// What is said of files that were not read.
    pub(crate) fn not_read(&self) -> String {
        let line = |before: &str, it: &String| format!("{before}{}\n", printable::line(it));
        let passed = self.passed.iter().map(|it| line("note: passed by, since it cannot be read: ", it));
        let made = self.made.iter().map(|(folder, tool)| {
            let what = format!("what is deployed of `{folder}` is made of it: judge what `{tool} {folder}` writes");
            line("note: ", &what)
        });
        self.unreadable.iter().map(|it| line("", it)).chain(passed).chain(made).collect()
    }

    fn folder(&mut self, root: &Path, folder: &Path, depth: usize) {
        if folder.join("manifest.json").is_file() && self.assembly(folder) {
            return;
        }
        let is_part = self.made.iter().any(|(of, tool)| *tool == HELM && folder.starts_with(of));
        let tools = MADE_OF.iter().filter(|(_, tool, _)| *tool != HELM || !is_part);
        let tools = tools.filter(|(file, _, nothing)| changes(&folder.join(file), nothing, root));
        let made: Vec<_> = tools.map(|(_, tool, _)| (folder.display().to_string(), *tool)).collect();
        self.made.extend(made);
        let entries = fs::read_dir(folder).and_then(|it| it.map(|it| it.map(|it| it.path())).collect());
        let mut paths: Vec<PathBuf> = match entries {
            Ok(paths) => paths,
            Err(error) => return self.unreadable.push(format!("{}: {error}", folder.display())),
        };
        paths.sort();
        for path in paths {
            let kind = fs::symlink_metadata(&path).map(|it| it.file_type());
            let ending = path.extension().and_then(|it| it.to_str()).unwrap_or_default();
            match kind {
                Ok(kind) if kind.is_dir() && depth < 32 => self.folder(root, &path, depth + 1),
                Ok(kind) if kind.is_file() && matches!(ending, "json" | "yaml" | "yml" | "template") => {
                    self.file(&path, false);
                }
                _ => {}
            }
        }
    }

    fn file(&mut self, path: &Path, is_named: bool) {
        match documents(path) {
            Ok(documents) => {
                let has_manifests = documents.iter().any(is_manifest);
                if !has_manifests && !documents.iter().any(is_template) && is_named {
                    self.unreadable.push(format!("{}: it is no template, and no manifest", path.display()));
                }
                let source =
                    |stack, document| Source { file: path.display().to_string(), stack, document, region: None };
                for document in documents {
                    if is_template(&document) {
                        let stack = self.name(&called(path));
                        self.groups.push(vec![source(stack, document)]);
                    } else if has_manifests {
                        self.manifests.push(source(String::new(), document));
                    }
                }
            }
            Err(error) if is_named => self.unreadable.push(error),
            // A folder may hold texts of any kind under these names.
            Err(error) => self.passed.push(error),
        }
    }

    /// The stacks of a cloud assembly; `false` if it is none.
    fn assembly(&mut self, folder: &Path) -> bool {
        let Ok(manifest) = documents(&folder.join("manifest.json")) else { return false };
        let Some(artifacts) = manifest.first().and_then(|it| it.get("artifacts")) else { return false };
        // What is in several accounts has nothing to do with one another.
        let mut groups: BTreeMap<String, Vec<Source>> = BTreeMap::new();
        for (_, name, artifact) in artifacts.members() {
            let of_stack = |name| artifact.get("properties").and_then(|it| it.get(name)).and_then(Node::text);
            let Some(file) = of_stack("templateFile") else { continue };
            let path = folder.join(file);
            let is_inside = Path::new(file).components().all(|it| matches!(it, std::path::Component::Normal(_)));
            let read = if is_inside {
                documents(&path)
            } else {
                Err(format!("{}: it is not in the assembly", path.display()))
            };
            let environment = artifact.get("environment").and_then(Node::text);
            let region = environment.and_then(|it| it.rsplit('/').next()).filter(|it| *it != "unknown-region");
            let account = environment.and_then(|it| it.rsplit('/').nth(1)).unwrap_or_default().to_owned();
            match read {
                Ok(documents) => {
                    groups.entry(account).or_default().extend(documents.into_iter().map(|document| Source {
                        file: path.display().to_string(),
                        stack: self.name(of_stack("stackName").unwrap_or(name)),
                        region: region.map(str::to_owned),
                        document,
                    }));
                }
                Err(error) => self.unreadable.push(error),
            }
        }
        self.groups.extend(groups.into_values());
        true
    }

    /// A name for a stack, which no other one has.
    fn name(&mut self, wanted: &str) -> String {
        let mut name: String =
            wanted.chars().map(|it| if it.is_ascii_alphanumeric() { it } else { '-' }).take(100).collect();
        if !name.starts_with(|it: char| it.is_ascii_alphabetic()) {
            name.insert_str(0, "stack-");
        }
        let mut number = 1;
        let mut free = name.clone();
        while !self.names.insert(free.clone()) {
            number += 1;
            free = format!("{name}-{number}");
        }
        free
    }
}

/// What a file is called without its endings.
fn called(path: &Path) -> String {
    let name = path.file_name().and_then(|it| it.to_str()).unwrap_or_default();
    name.split('.').next().unwrap_or_default().to_owned()
}

/// The documents of a file: those of a cluster are read as a cluster reads them.
fn documents(path: &Path) -> Result<Vec<Node>, String> {
    let text = text(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let read = read::documents(&text)
        .and_then(|documents| if documents.iter().any(is_manifest) { read::manifests(&text) } else { Ok(documents) });
    read.map_err(|Unreadable { at, message }| format!("{}:{}:{}: error: {message}", path.display(), at.line, at.column))
}

/// The text of a regular file of no more than the limit.
pub(crate) fn text(path: &Path) -> io::Result<String> {
    let file = fs::metadata(path)?;
    if !file.is_file() || file.len() > MOST {
        return Err(io::Error::other("it is no regular file, or a very large one"));
    }
    fs::read_to_string(path)
}
