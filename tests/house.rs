//! The folders are the pipeline: a file imports from folders above its own, and no files import each other in a circle.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail where it stands")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use hc_cdk_tests::crates::libraries;

/// The folders and single files of each crate in the order of its pipeline. A file imports from what stands before its own.
/// The documentation of each crate has the same list.
const HOUSES: [(&str, &str); 9] = [
    ("hc-cdk", "policy value model declare check write cli"),
    (
        "hc-cdk-aws",
        "sentences literal parameters rules stores kind pseudo stack region position fingerprint iam github principal keys emptied bucket channel audit network backup perimeter secrets uses \
         border outside storage database messages compute cluster delivery edge observe account usage flows cost write assertions proptest",
    ),
    ("hc-cdk-manifest", "hash needs naming labels object tree read world map judged yaml dialect write"),
    ("hc-cdk-verify", "node read template manifest asked holds source suggest declare judge baseline report files cli"),
    ("hc-cdk-delivery", "literal actions target rules proof workflow jobs release image write"),
    (
        "hc-cdk-observe",
        "sentences unit words series load indicator alert preset board uptime channel route scraped collector watch write read",
    ),
    (
        "hc-cdk-gcp",
        "sentences literal names kinds rules stack region project naming grant key audit network perimeter database border cluster registry github edge \
         monitoring flows write",
    ),
    (
        "hc-cdk-azure",
        "sentences literal names kinds stack region rules group naming grant network endpoint vault audit perimeter database border registry cluster \
         github edge monitoring flows write",
    ),
    (
        "hc-cdk-k8s",
        "sentences bucket rules literal api api_object chart zone naming mesh namespace access admission audit config secret storage machines network workload database recovery edge \
         monitoring flows write assertions proptest",
    ),
];

#[test]
fn no_files_import_each_other_in_a_circle() {
    for name in libraries().iter().map(String::as_str).chain(["xtask"]) {
        let circles = House::of(name).circles();
        assert!(circles.is_empty(), "{name}: files that import each other in a circle:\n{}", circles.join("\n"));
    }
}

#[test]
fn every_crate_has_an_order() {
    let ordered: BTreeSet<String> = HOUSES.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(ordered, libraries().into_iter().collect());
}

#[test]
fn a_file_imports_from_folders_above_its_own() {
    for (name, order) in HOUSES {
        let (house, order) = (House::of(name), order.split(' ').collect::<Vec<_>>());
        let rank = |module: &str| order.iter().position(|it| *it == module.split("::").next().unwrap_or_default());
        let mut wrong = Vec::new();
        for (from, to) in house.imports.iter().flat_map(|(from, all)| all.iter().map(move |to| (from, to))) {
            match (rank(from), rank(to)) {
                (Some(from_rank), Some(to_rank)) if to_rank <= from_rank => {}
                _ if from.is_empty() => {}
                _ => wrong.push(format!("{from} imports {to}")),
            }
        }
        assert!(house.imports.len() > 10, "only {} files of {name}", house.imports.len());
        let modules: BTreeSet<&str> = house.imports.keys().filter_map(|it| it.split("::").next()).collect();
        let named: BTreeSet<&str> = order.iter().copied().chain([""]).collect();
        assert_eq!(modules, named, "{name}: its modules, and those of the order");
        assert!(wrong.is_empty(), "{name}: imports from a lower folder:\n{}", wrong.join("\n"));
    }
}

#[test]
fn the_documentation_of_a_crate_has_its_order() {
    for (name, order) in HOUSES {
        let text = fs::read_to_string(Path::new("..").join(name).join("src/lib.rs")).unwrap();
        let rows = text.lines().filter_map(|line| line.strip_prefix("//! | `")?.split_once("` | "));
        let rows: Vec<String> = rows.map(|(modules, _)| modules.replace("`, `", " ")).collect();
        assert_eq!(rows.join(" "), order, "{name}: the order in its documentation");
    }
}

/// The files of a crate by their module paths (`check::graph`; the crate's own is empty), and what each imports of the others.
struct House {
    imports: BTreeMap<String, BTreeSet<String>>,
}

/// What a file says of its imports: each path as a list of names, and whether it is passed on (`pub use`).
type Uses = Vec<(Vec<String>, bool)>;

impl House {
    fn of(name: &str) -> Self {
        let mut files: BTreeMap<String, Uses> = BTreeMap::new();
        let folder = Path::new("..").join(name).join("src");
        collect(&folder, "", &mut files);
        let crates = other_crates(&fs::read_to_string(folder.join("lib.rs")).unwrap_or_default());
        let imports = files
            .iter()
            .map(|(module, uses)| {
                // What a folder's own file passes on of its children is the folder's face, and no import.
                let face = |to: &str, passed_on: bool| passed_on && is_inside(to, module);
                let own = uses.iter().filter(|(path, _)| path.first().is_none_or(|it| !crates.contains(it)));
                let found = own.filter_map(|(path, passed_on)| Some((find(&files, path, 0)?, *passed_on)));
                let found = found.filter(|(to, passed_on)| to != module && !face(to, *passed_on));
                (module.clone(), found.map(|(to, _)| to).collect())
            })
            .collect();
        Self { imports }
    }

    /// A way round for each file that can be reached from itself, once for each set of files.
    fn circles(&self) -> Vec<String> {
        let mut seen = BTreeSet::new();
        let ways = self.imports.keys().filter_map(|start| self.way_back(start));
        ways.filter(|way| seen.insert(way.iter().cloned().collect::<BTreeSet<_>>()))
            .map(|way| way.join(" -> "))
            .collect()
    }

    fn way_back(&self, start: &String) -> Option<Vec<String>> {
        let mut waiting = vec![vec![start.clone()]];
        let mut seen = BTreeSet::new();
        while let Some(way) = waiting.pop() {
            for next in &self.imports[way.last()?] {
                if next == start {
                    return Some([way, vec![next.clone()]].concat());
                }
                if seen.insert(next.clone()) {
                    waiting.push([way.clone(), vec![next.clone()]].concat());
                }
            }
        }
        None
    }
}

fn is_inside(module: &str, folder: &str) -> bool {
    folder.is_empty() || module.strip_prefix(folder).is_some_and(|rest| rest.starts_with("::"))
}

/// The file in which the thing at that path stands: what a folder passes on is looked for where it comes from.
fn find(files: &BTreeMap<String, Uses>, path: &[String], depth: usize) -> Option<String> {
    let parts = (0..=path.len()).rev().find(|parts| files.contains_key(&path[..*parts].join("::")))?;
    let module = path[..parts].join("::");
    let passed_on = path.get(parts).and_then(|name| {
        // A prelude passes on, under the same name, what stands at the root already.
        let of_name =
            |(from, passed_on): &&(Vec<String>, bool)| *passed_on && from.last() == Some(name) && from != path;
        files[&module].iter().find(of_name)
    });
    match passed_on {
        Some((from, _)) if depth < 8 => find(files, from, depth + 1).or(Some(module)),
        _ => Some(module),
    }
}

fn collect(folder: &Path, module: &str, files: &mut BTreeMap<String, Uses>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let child = if module.is_empty() { stem.clone() } else { format!("{module}::{stem}") };
        if path.is_dir() {
            collect(&path, &child, files);
        } else if path.extension().is_some_and(|it| it == "rs") && !stem.ends_with("tests") {
            let name = if matches!(stem.as_str(), "lib" | "main" | "mod") { module.to_owned() } else { child };
            let text = fs::read_to_string(&path).unwrap();
            // Macros are the crate's, wherever they stand.
            let macros = macros(&text).map(|it| ([names(&name), vec![it.to_owned()]].concat(), true));
            files.entry(String::new()).or_default().extend(macros);
            files.entry(name.clone()).or_default().extend(uses(&text, &name));
        }
    }
}

/// The macros that a file has for the whole crate.
fn macros(text: &str) -> impl Iterator<Item = &str> {
    let exported = text.split("#[macro_export]").skip(1).filter_map(|it| it.split_once("macro_rules! "));
    exported.filter_map(|(_, rest)| rest.split(' ').next())
}

/// Other crates that a crate passes on, by the names that they have in it.
fn other_crates(root: &str) -> BTreeSet<String> {
    let lines = root.lines().filter_map(|line| line.strip_prefix("pub use ")?.strip_suffix(';')?.split_once(" as "));
    lines.map(|(_, name)| name.to_owned()).collect()
}

/// What a file imports from its own crate, by `use` and by paths in its code. Its tests do not count.
fn uses(text: &str, module: &str) -> Uses {
    let code: String = text
        .lines()
        .take_while(|line| *line != "mod tests {")
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| [line, "\n"])
        .collect();
    let code = without_strings(&code);
    let mut found = Vec::new();
    for statement in code.split(';') {
        let Some((before, tree)) = statement.split_once("use ").filter(|(before, _)| !before.ends_with('+')) else {
            found.extend(
                children(&code)
                    .filter(|it| names_child(statement, it))
                    .map(|it| (absolute(vec![it.to_owned()], module), false)),
            );
            continue;
        };
        let passed_on = before.trim_end().rsplit('\n').next().is_some_and(|it| it.trim_start().starts_with("pub"));
        let mut paths = Vec::new();
        flatten(&[], tree, &mut paths);
        found.extend(paths.into_iter().map(|path| (absolute(path, module), passed_on)));
    }
    for (at, _) in code.match_indices("crate::").filter(|(at, _)| !code[..*at].ends_with(['$', '_'])) {
        let rest = &code[at..];
        let end = rest.find(|it: char| !it.is_ascii_alphanumeric() && !matches!(it, '_' | ':')).unwrap_or(rest.len());
        let path: Vec<String> = rest[..end].split("::").filter(|it| !it.is_empty()).map(str::to_owned).collect();
        if path.len() > 1 {
            found.push((absolute(path, module), false));
        }
    }
    found
}

/// Code without what its strings say, which may be code of other crates.
fn without_strings(code: &str) -> String {
    let code = code.replace("\\\\", "").replace("\\\"", "").replace("'\"'", "");
    assert!(code.matches('"').count().is_multiple_of(2), "a string has no end in:\n{code}");
    code.split('"').step_by(2).collect::<Vec<_>>().join("\"\"")
}

/// Whether code says something like `child::thing`.
fn names_child(code: &str, child: &str) -> bool {
    let goes_on = |it: char| it.is_ascii_alphanumeric() || matches!(it, '_' | ':');
    code.match_indices(&format!("{child}::")).any(|(at, _)| !code[..at].ends_with(goes_on))
}

/// The files of which a file is the folder, by the names that it gives them.
fn children(code: &str) -> impl Iterator<Item = &str> {
    code.lines().filter_map(|line| line.trim_end().strip_suffix(';')?.rsplit_once("mod ")).map(|(_, name)| name)
}

/// The paths of a tree such as `a::{b, c::d}`.
fn flatten(before: &[String], tree: &str, paths: &mut Vec<Vec<String>>) {
    let tree = tree.trim();
    let (head, inner) = tree.split_once('{').map_or((tree, None), |(head, inner)| (head, inner.rsplit_once('}')));
    let names = head.split("::").map(|it| it.split(" as ").next().unwrap_or_default().trim().to_owned());
    let names: Vec<String> = before.iter().cloned().chain(names.filter(|it| !it.is_empty() && it != "self")).collect();
    let Some((inner, _)) = inner else {
        paths.push(if tree == "self" { before.to_vec() } else { names });
        return;
    };
    let (mut depth, mut start) = (0, 0);
    for (at, it) in inner.char_indices().chain([(inner.len(), ',')]) {
        match it {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                if !inner[start..at].trim().is_empty() {
                    flatten(&names, &inner[start..at], paths);
                }
                start = at + 1;
            }
            _ => {}
        }
    }
}

/// A path from the crate's root. One that begins with neither `crate` nor `super` is of a child, or of another crate, which no
/// file here has.
fn absolute(path: Vec<String>, module: &str) -> Vec<String> {
    let mut here = names(module);
    let mut rest = path.into_iter().peekable();
    if rest.next_if(|it| it == "crate").is_some() {
        here.clear();
    }
    while rest.next_if(|it| it == "super").is_some() {
        here.pop();
    }
    here.into_iter().chain(rest).collect()
}

/// The names of a module's path.
fn names(module: &str) -> Vec<String> {
    module.split("::").filter(|it| !it.is_empty()).map(str::to_owned).collect()
}
