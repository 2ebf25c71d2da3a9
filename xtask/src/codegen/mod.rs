//! `cargo xtask codegen`: the crate `hc-cdk-cfn`, from the public registry schemas.
//!
//! `fetch` the schemas -> `schema` reads them -> `build` makes the `model` -> `render` writes it as Rust -> `output`
//! formats it and compares it with, or writes it to, the working tree. Which services there are is data
//! (`hc-cdk-cfn/services.txt`); nothing here knows the name of one.

pub(crate) mod build;
mod cycles;
pub(crate) mod facts;
pub(crate) mod fetch;
mod kinds;
pub(crate) mod model;
pub(crate) mod names;
pub(crate) mod output;
mod paths;
mod phrase;
mod readable;
pub(crate) mod render;
mod schema;
pub(crate) mod services;
mod share;
mod tags;
#[cfg(test)]
mod tests;
pub(crate) mod told;

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use self::{kinds::Kinds, model::Resource, output::Tree, services::Service};

/// Options of `cargo xtask codegen`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// What to generate; all of it by default.
    #[arg(value_enum)]
    pub(crate) part: Option<Part>,
    /// Compare with the files in the working tree, name those that differ, and change nothing.
    #[arg(long)]
    check: bool,
}

/// A generated part of the workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Part {
    /// The crate `hc-cdk-cfn`, from the registry schemas.
    Cfn,
    /// The objects of the crate `hc-cdk-k8s`, from the Kubernetes schemas.
    K8s,
    /// The actions that rules of the crate `hc-cdk-aws` know, from the Service Authorization Reference.
    Actions,
}

/// Runs the command for the crate `hc-cdk-cfn`.
pub(crate) fn run(args: &Args) -> Result<()> {
    let workspace = workspace()?;
    let registry = fetch::registry(&workspace.join("target/cfn-schemas"))?;
    let krate = workspace.join("hc-cdk-cfn");
    let list = krate.join("services.txt");
    let services = std::fs::read_to_string(&list)
        .map_err(anyhow::Error::from)
        .and_then(|text| services::parse(&text))
        .with_context(|| format!("cannot read the list of services in `{}`", list.display()))?;

    let (tree, patterns) = generate(&registry, &krate, &services)?;
    let tree = output::format(tree, &workspace.join("target/codegen"))?;
    finish(args, &workspace, &krate, &tree)?;
    println!("{} patterns are checked at synthesis, {} cannot be", patterns.usable, patterns.unusable);
    Ok(())
}

/// Writes the files of a crate, or says which differ.
pub(crate) fn finish(args: &Args, workspace: &Path, krate: &Path, tree: &Tree) -> Result<()> {
    let changes = output::compare(tree, krate)?;
    if !args.check {
        output::write(&changes)?;
        println!("{}: {} files, {} changed", krate.display(), tree.len(), changes.len());
    } else if !changes.is_empty() {
        let names: Vec<String> = changes.iter().map(|change| format!("  {}", change.describe(workspace))).collect();
        bail!("not what `cargo xtask codegen` would generate:\n{}", names.join("\n"));
    }
    Ok(())
}

fn generate(registry: &fetch::Registry, krate: &Path, services: &[Service]) -> Result<(Tree, Patterns)> {
    let mut models = Vec::new();
    for service in services {
        let types = registry.types(&service.name);
        if types.is_empty() {
            bail!("no resource type is called `AWS::{}::..`", service.name);
        }
        let mut resources = types
            .iter()
            .map(|name| {
                let schema = registry.schema(name)?;
                build::resource(&schema).with_context(|| format!("cannot generate `{name}`"))
            })
            .collect::<Result<Vec<_>>>()?;
        share::mark(&mut resources);
        models.push((service, resources));
    }
    let kinds = Kinds::of(models.iter().flat_map(|(_, resources)| resources));

    let mut tree = Tree::new();
    tree.insert("src/kind.rs".into(), render::kinds(&kinds));
    for (service, resources) in &models {
        let folder = PathBuf::from("src").join(service.folder());
        tree.insert(folder.join("mod.rs"), render::service(service, resources)?);
        for resource in resources {
            let file = folder.join(format!("{}.rs", resource.module));
            if tree.insert(file.clone(), render::resource(resource, &kinds)).is_some() {
                bail!("two resource types would be written to `{}`", file.display());
            }
        }
    }
    tree.insert("src/services.rs".into(), services::modules(services));
    let path = krate.join("Cargo.toml");
    let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read `{}`", path.display()))?;
    let text = services::replace_region(&text, &services::features(services))
        .with_context(|| format!("cannot write the generated part of `{}`", path.display()))?;
    tree.insert("Cargo.toml".into(), text);
    Ok((tree, Patterns::of(models.iter().flat_map(|(_, resources)| resources))))
}

/// How many properties have a pattern.
#[derive(Debug, Default)]
struct Patterns {
    usable: usize,
    /// Those with look-around, Unicode classes and other things that a small engine for regular expressions lacks.
    unusable: usize,
}

impl Patterns {
    fn of<'a>(resources: impl Iterator<Item = &'a Resource>) -> Self {
        let mut patterns = Self::default();
        for field in resources.flat_map(|resource| &resource.structs).flat_map(|made| &made.fields) {
            patterns.usable += usize::from(field.facts.has_pattern());
            patterns.unusable += usize::from(field.facts.unusable.is_some());
        }
        patterns
    }
}

pub(crate) fn workspace() -> Result<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().map(Path::to_path_buf).context("the crate `xtask` is not in a workspace")
}
