//! What inputs are made of: all templates and manifests that are committed.

use std::{fs, path::Path};

use hc_cdk_verify::{Node, Tree, documents};

use crate::chance::Chance;

/// The most resources or objects of one input, so that judging it takes milliseconds.
const MOST: usize = 12;

/// A file as it is, and its documents.
#[derive(Debug)]
pub(crate) struct Seed {
    pub(crate) text: String,
    pub(crate) documents: Vec<Node>,
}

/// The templates and manifests below these folders, in a fixed order.
pub(crate) fn seeds(folders: &[&str]) -> Vec<Seed> {
    let mut paths = Vec::new();
    folders.iter().for_each(|it| collect(Path::new(it), &mut paths));
    paths.sort();
    let texts = paths.iter().map(|it| fs::read_to_string(it).unwrap());
    let seeds = texts.filter_map(|text| Some(Seed { documents: documents(&text).ok()?, text }));
    let is_meant = |it: &Node| ["Resources", "apiVersion"].iter().any(|name| it.get(name).is_some());
    seeds.filter(|it| it.documents.iter().any(is_meant)).collect()
}

fn collect(folder: &Path, paths: &mut Vec<std::path::PathBuf>) {
    for path in fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()) {
        if path.is_dir() {
            collect(&path, paths);
        } else if path.extension().is_some_and(|it| it == "json" || it == "yaml" || it == "yml") {
            paths.push(path);
        }
    }
}

impl Seed {
    /// Some of its documents with some of their resources.
    pub(crate) fn some(&self, chance: &mut Chance) -> Vec<Node> {
        let first = chance.below(self.documents.len());
        let mut some: Vec<Node> = self.documents.iter().skip(first).take(1 + chance.below(MOST)).cloned().collect();
        for document in &mut some {
            let Tree::Map(members) = &mut document.tree else { continue };
            for (_, name, node) in members {
                if let ("Resources" | "artifacts", Tree::Map(resources)) = (name.as_str(), &mut node.tree) {
                    let first = chance.below(resources.len());
                    *resources = resources.iter().skip(first).take(1 + chance.below(MOST)).cloned().collect();
                }
            }
        }
        some
    }

    /// A part of its text, a few lines long.
    pub(crate) fn lines(&self, chance: &mut Chance, most: usize) -> Vec<&str> {
        let lines: Vec<&str> = self.text.lines().collect();
        let first = chance.below(lines.len());
        lines.into_iter().skip(first).take(1 + chance.below(most)).collect()
    }
}
