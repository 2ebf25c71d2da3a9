//! What the examples write for tools that watch: boards of Grafana, and the configurations of collectors and of Loki.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};
use serde_json::{Map, Value};
use yaml_rust2::{Yaml, YamlLoader};

use super::case::{Case, json, text};

/// A configuration, and what it was written in.
#[derive(Debug)]
pub(super) struct Observed {
    pub(super) label: String,
    pub(super) what: Value,
}

/// The documents of a text of YAML.
pub(super) fn documents(text: &str) -> Result<Vec<Value>> {
    Ok(YamlLoader::load_from_str(text)?.iter().map(value).collect())
}

/// Boards of Grafana: files beside templates, and members of a chart's configurations.
pub(super) fn boards(case: &Case) -> Result<Vec<Observed>> {
    let mut boards = Vec::new();
    for output in &case.outputs {
        for file in below(&output.folder)? {
            if file.parent().is_some_and(|it| it.ends_with("boards")) && file.extension().is_some_and(|it| it == "json")
            {
                let name = file.file_name().unwrap_or_default().to_string_lossy();
                boards.push(Observed { label: format!("{}/{name}", output.name), what: json(&file)? });
            }
        }
    }
    let members = members(case)?.into_iter().filter(|it| it.0.ends_with("json") && it.1.contains("schemaVersion"));
    for (label, text) in members {
        boards.push(Observed { what: serde_json::from_str(&text).with_context(|| label.clone())?, label });
    }
    Ok(boards)
}

/// The configurations of collectors: in a chart, and in the environment of a container of a task.
pub(super) fn collectors(case: &Case) -> Result<Vec<Observed>> {
    let mut all = written(case, "receivers")?;
    for stack in case.stacks() {
        let mut texts = Vec::new();
        texts_of(&json(&stack.template)?, &mut texts);
        for text in texts.iter().filter(|it| it.starts_with("{\"receivers\"")) {
            all.push(Observed { label: stack.label.clone(), what: serde_json::from_str(text)? });
        }
    }
    Ok(all)
}

/// The configurations of Loki, in charts.
pub(super) fn lokis(case: &Case) -> Result<Vec<Observed>> {
    written(case, "schema_config")
}

/// Configurations in charts that have a member of this name.
fn written(case: &Case, member: &str) -> Result<Vec<Observed>> {
    let mut all = Vec::new();
    for (label, text) in members(case)?.into_iter().filter(|it| it.0.ends_with("yaml")) {
        let documents = documents(&text).with_context(|| label.clone())?;
        let meant = documents.into_iter().filter(|it| it.get(member).is_some());
        all.extend(meant.map(|what| Observed { label: label.clone(), what }));
    }
    Ok(all)
}

/// What is in the configurations of all charts: where, and the text.
fn members(case: &Case) -> Result<Vec<(String, String)>> {
    let mut all = Vec::new();
    for chart in case.charts() {
        for object in documents(&fs::read_to_string(&chart.file)?)? {
            let data =
                object.get("data").and_then(Value::as_object).filter(|_| text(&object, "/kind") == Some("ConfigMap"));
            let name = text(&object, "/metadata/name").unwrap_or_default();
            let members = data.into_iter().flatten().filter_map(|(file, it)| Some((file, it.as_str()?)));
            all.extend(members.map(|(file, it)| (format!("{}: {name}/{file}", chart.label), it.to_owned())));
        }
    }
    Ok(all)
}

fn texts_of(value: &Value, texts: &mut Vec<String>) {
    match value {
        Value::String(text) => texts.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|it| texts_of(it, texts)),
        Value::Object(members) => members.values().for_each(|it| texts_of(it, texts)),
        _ => {}
    }
}

/// All files below a folder, by name.
fn below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut paths = fs::read_dir(folder)?.map(|it| Ok(it?.path())).collect::<Result<Vec<_>>>()?;
    paths.sort();
    let found = paths.into_iter().map(|it| if it.is_dir() { below(&it) } else { Ok(vec![it]) });
    Ok(found.collect::<Result<Vec<_>>>()?.into_iter().flatten().collect())
}

fn value(yaml: &Yaml) -> Value {
    match yaml {
        Yaml::Integer(number) => (*number).into(),
        Yaml::Boolean(it) => (*it).into(),
        Yaml::Array(items) => items.iter().map(value).collect(),
        Yaml::Hash(members) => {
            let named: BTreeMap<&str, Value> =
                members.iter().filter_map(|(name, it)| Some((name.as_str()?, value(it)))).collect();
            named.into_iter().map(|(name, it)| (name.to_owned(), it)).collect::<Map<_, _>>().into()
        }
        other => other.as_str().map_or(Value::Null, Value::from),
    }
}
