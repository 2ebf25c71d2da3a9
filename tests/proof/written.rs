//! The workflows of examples as they are written, each as what somebody would have written by hand: what they say of services and addresses
//! constructs say of themselves, and copies of these do not.

use hc_cdk::{
    app::App,
    policy::{Hipaa, Production},
    stack::Stack,
    value::{Json, Object},
};
use hc_cdk_delivery::target::{GitHub, Repository};
use hc_cdk_k8s::assertions::Manifest;
use serde_json::Value;

use crate::copy::{Copied, Neighbour};

/// An app that has the workflows of another one, and nothing else.
pub(crate) fn workflows_of(app: &App) -> App {
    const FOLDER: &str = "/.github/workflows/";
    let mut stack = Stack::<(Hipaa, Production), GitHub>::in_region("delivery", Repository);
    for file in app.synthesize().expect("an example is right") {
        let Some((_, name)) = file.path.split_once(FOLDER) else { continue };
        let text = std::str::from_utf8(&file.bytes).expect("YAML is text");
        let manifest = Manifest::from_text(text);
        let tree = manifest.objects().next().map(|it| read(it.json())).expect("a workflow");
        stack.add(called(name), Neighbour(Copied::new("GitHub::Workflow"), tree));
    }
    App::new(app.system().name()).stack(stack)
}

/// The name of a file, as a construct may be called.
fn called(file: &str) -> String {
    let words = file.trim_end_matches(".yml").split('-');
    let word = |it: &str| it.chars().take(1).flat_map(char::to_uppercase).chain(it.chars().skip(1)).collect::<String>();
    words.map(word).collect()
}

fn read(tree: &Value) -> Json {
    match tree {
        Value::Null => Json::Null,
        Value::Bool(it) => (*it).into(),
        Value::Number(it) => it.as_i64().map_or_else(|| it.as_f64().expect("a number").into(), Json::from),
        Value::String(it) => it.clone().into(),
        Value::Array(items) => items.iter().map(read).collect::<Vec<_>>().into(),
        Value::Object(members) => {
            members.iter().fold(Object::new(), |all, (name, it)| all.with(name.clone(), read(it))).into()
        }
    }
}
