//! The texts of how images are built.

use hc_cdk::{check::Checked, model::ResourceModel, value::value::Json};

use super::graph::{self, Service};
use crate::image::{RECIPES, Recipe};

/// What an image is built by, and what is left out of it: their names in the folder of a service.
pub(super) const DOCKERFILE: &str = "Dockerfile";
pub(super) const LEFT_OUT: &str = ".dockerignore";

/// What is never a part of an image: history, settings and keys of whoever builds it, and what only tests read.
const IGNORED: &str = "\
# What is no part of an image.
.git
.github
.env*
**/*.key
**/*.pem
**/.venv
**/__pycache__
**/node_modules
**/coverage*
Dockerfile
.dockerignore
compose.yaml
";

/// A `Dockerfile` and what is left out of the image, for each service.
pub(super) fn files(checked: &Checked<'_>, resource: &ResourceModel) -> Vec<(String, String)> {
    let text = |name| resource.properties.get(name).and_then(Json::as_text).unwrap_or_default();
    let words = |name| resource.properties.get(name).and_then(Json::as_list).unwrap_or_default();
    let Some(recipe) = RECIPES.iter().find(|it| it.name == text("recipe")) else { return Vec::new() };
    let command: Vec<&str> = match words("command") {
        [] => recipe.command.to_vec(),
        own => own.iter().filter_map(Json::as_text).collect(),
    };
    let but: Vec<&str> = words("but").iter().filter_map(Json::as_text).collect();
    let services = graph::services(checked).into_iter().filter(|it| !but.contains(&it.name().as_str()));
    let files = services.flat_map(|it| {
        let folder = format!("services/{}", it.name());
        [
            (format!("{folder}/{DOCKERFILE}"), dockerfile(&it, recipe, (text("build"), text("run")), &command)),
            (format!("{folder}/{LEFT_OUT}"), IGNORED.to_owned()),
        ]
    });
    files.collect()
}

fn dockerfile(service: &Service<'_>, recipe: &Recipe, (build, run): (&str, &str), command: &[&str]) -> String {
    let mut lines = vec![format!("# {}: written by hc-cdk. Change the program and not this file.", service.name())];
    lines.push(format!("FROM {build} AS build"));
    lines.extend(recipe.build.iter().map(|it| (*it).to_owned()));
    lines.push(String::new());
    lines.push(format!("FROM {run}"));
    lines.extend(recipe.run.iter().map(|it| (*it).to_owned()));
    let user = service.runs.map_or(1000, |it| it.user);
    lines.push(format!("USER {user}:{user}"));
    // The root of the container is read-only; these folders are mounted, and here they say which.
    let scratch = service.runs.map_or(&[][..], |it| &it.scratch);
    if !scratch.is_empty() {
        lines.push(format!("VOLUME {}", words(scratch)));
    }
    if let Some((runs, port)) = service.runs.and_then(|it| Some((it, it.port?))) {
        lines.push(format!("EXPOSE {port}"));
        if let Some(path) = runs.health {
            let address = format!("http://127.0.0.1:{port}{path}");
            let ask: Vec<String> = recipe.health.iter().map(|it| it.replace("ADDRESS", &address)).collect();
            let ask: Vec<&str> = ask.iter().map(String::as_str).collect();
            let times = "--interval=30s --timeout=5s --start-period=60s --retries=3";
            lines.push(format!("HEALTHCHECK {times} CMD {}", words(&ask)));
        }
    }
    lines.push(format!("CMD {}", words(command)));
    lines.push(String::new());
    lines.join("\n")
}

/// Words as JSON has them.
fn words(list: &[&str]) -> String {
    Json::from(list.iter().map(|it| Json::from((*it).to_owned())).collect::<Vec<_>>()).to_string()
}
