//! What `hc-cdk verify --suggest` says is so: for each type that the examples write, the construct that wrote it is among those that are
//! suggested, or one that it stands in.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    reason = "a test may fail where it stands"
)]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    process::Command,
};

use hc_cdk_tests::built::examples;
use hc_cdk_verify::known;
use serde_json::Value;

/// What the examples write, as it is committed.
const OUTPUT: &str = "../examples/output";

/// Constructs of the examples' own, which nobody is told to use.
const OWN: [&str; 2] = ["CollectorConfig", "LokiConfig"];

#[test]
fn what_the_examples_write_is_suggested_for_the_constructs_that_wrote_it() {
    let (mut wrong, mut seen) = (BTreeSet::new(), BTreeSet::new());
    for (name, program) in examples() {
        let written = Path::new(OUTPUT).join(&name);
        let said = Command::new(program).arg("list").output().unwrap();
        assert!(said.status.success(), "{name}");
        let constructs = constructs(&String::from_utf8(said.stdout).unwrap());
        let of_clouds = ["k8s", "gcp", "azure"].into_iter().flat_map(|it| objects(&written.join(it)));
        for (kind, path) in resources(&written).into_iter().chain(of_clouds) {
            let (said_by, brought_by) = known(&kind);
            let is_named = |it: &&String| said_by.contains(&it.as_str()) || brought_by.contains(&it.as_str());
            let all: Vec<&String> = outwards(&path).filter_map(|it| constructs.get(it)).collect();
            let is_own = |it: &&String| OWN.contains(&it.as_str());
            if !all.iter().any(is_named) && !all.iter().any(is_own) {
                wrong.insert(format!("{kind} is written by {all:?} in {name}"));
            }
            seen.insert(kind);
        }
    }
    assert!(seen.len() > 100, "{seen:#?}");
    let wrong: Vec<String> = wrong.into_iter().collect();
    assert!(wrong.is_empty(), "not in hc-cdk-verify/src/suggest/constructs.tsv:\n{}", wrong.join("\n"));
}

/// The constructs of what `list` prints, by their paths.
fn constructs(list: &str) -> BTreeMap<String, String> {
    let (mut all, mut stack) = (BTreeMap::<String, String>::new(), "");
    for line in list.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        match (line.starts_with(' '), &words[..]) {
            (true, [path, kind, ..]) => _ = all.insert(format!("{stack}/{path}"), (*kind).to_owned()),
            (_, [name, ..]) => stack = name,
            _ => {}
        }
    }
    all
}

/// A path, and those that it is inside of.
fn outwards(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(path), |it| it.rsplit_once('/').map(|(outer, _)| outer))
}

/// The types of the resources of an assembly, each with the path of its construct.
fn resources(written: &Path) -> Vec<(String, String)> {
    let Ok(manifest) = fs::read(written.join("manifest.json")) else { return Vec::new() };
    let manifest: Value = serde_json::from_slice(&manifest).unwrap();
    let mut all = Vec::new();
    for artifact in manifest["artifacts"].as_object().unwrap().values() {
        let Some(file) = artifact["properties"]["templateFile"].as_str() else { continue };
        let template: Value = serde_json::from_slice(&fs::read(written.join(file)).unwrap()).unwrap();
        for (path, entries) in artifact["metadata"].as_object().unwrap() {
            let id = entries[0]["data"].as_str().unwrap_or_default();
            if let Some(kind) = template["Resources"][id]["Type"].as_str() {
                let path = path.trim_start_matches('/').rsplit_once('/').unwrap().0;
                all.push((kind.to_owned(), path.to_owned()));
            }
        }
    }
    all
}

/// The kinds of the objects of charts, each with the path of its construct, which stands above it.
fn objects(folder: &Path) -> Vec<(String, String)> {
    let Ok(files) = fs::read_dir(folder) else { return Vec::new() };
    let texts = files.map(|it| it.unwrap().path()).filter(|it| it.is_file()).map(|it| fs::read_to_string(it).unwrap());
    let documents: Vec<String> =
        texts.flat_map(|it| it.split("---\n").map(str::to_owned).collect::<Vec<_>>()).collect();
    let of = |document: &str, name: &str| Some(document.lines().find_map(|it| it.strip_prefix(name))?.to_owned());
    let one = |document: &String| {
        let path = document.lines().next()?.strip_prefix("# ")?.split(' ').next()?.to_owned();
        let group = of(document, "apiVersion: ")?;
        let group = group.split_once('/').map_or(String::new(), |(group, _)| format!("{group}/"));
        Some((format!("{group}{}", of(document, "kind: ")?), path))
    };
    documents.iter().filter_map(one).collect()
}
