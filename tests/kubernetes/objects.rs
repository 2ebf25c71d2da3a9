//! The objects of an output, as a reader of YAML gives them.

use hc_cdk::app::App;
use yaml_rust2::{Yaml, YamlLoader};

/// An object.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Object(pub(crate) Yaml);

pub(crate) fn text(app: &App) -> String {
    let files = app.synthesize().unwrap_or_else(|findings| panic!("{findings}"));
    let file = files.iter().find(|file| file.path == "k8s/clinic.yaml").expect("the chart's file");
    String::from_utf8(file.bytes.clone()).expect("UTF-8")
}

pub(crate) fn objects(app: &App) -> Vec<Object> {
    let text = text(app);
    YamlLoader::load_from_str(&text).unwrap_or_else(|error| panic!("{error}\n{text}")).into_iter().map(Object).collect()
}

impl Object {
    pub(crate) fn kind(&self) -> &str {
        self.0["kind"].as_str().expect("a kind")
    }

    pub(crate) fn name(&self) -> &str {
        self.0["metadata"]["name"].as_str().expect("a name")
    }

    pub(crate) fn namespace(&self) -> &str {
        self.0["metadata"]["namespace"].as_str().unwrap_or_default()
    }

    /// The template of the pods that it makes.
    pub(crate) fn pods(&self) -> Option<&Yaml> {
        let spec = &self.0["spec"];
        match self.kind() {
            "Deployment" | "StatefulSet" | "DaemonSet" | "Job" => Some(&spec["template"]),
            "CronJob" => Some(&spec["jobTemplate"]["spec"]["template"]),
            _ => None,
        }
    }
}

/// The members of a list; of something else, none.
pub(crate) fn items(yaml: &Yaml) -> &[Yaml] {
    yaml.as_vec().map_or(&[], Vec::as_slice)
}

/// Whether labels are all among others.
pub(crate) fn matches(selector: &Yaml, labels: &Yaml) -> bool {
    let selector = selector.as_hash().expect("labels");
    !selector.is_empty()
        && selector.iter().all(|(name, value)| labels.as_hash().and_then(|it| it.get(name)) == Some(value))
}

/// Calls `visit` for every member of every object in the tree, with its name.
pub(crate) fn members(yaml: &Yaml, visit: &mut dyn FnMut(&str, &Yaml)) {
    match yaml {
        Yaml::Array(items) => items.iter().for_each(|item| members(item, visit)),
        Yaml::Hash(object) => {
            for (name, value) in object {
                visit(name.as_str().unwrap_or_default(), value);
                members(value, visit);
            }
        }
        _ => {}
    }
}
