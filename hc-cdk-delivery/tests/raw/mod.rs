//! Workflows from their text, as somebody would write them by hand, and what is found in them.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::needless_pass_by_value,
    reason = "each test program uses a part of it, and may panic"
)]

use hc_cdk::{
    dimension::residency::ResidencyFor,
    policy::{Hipaa, Policy, Production},
    prelude::*,
    rule::BY_HAND,
    target::File,
    value::{Json, Object},
};
use hc_cdk_delivery::{prelude::*, target::WorkflowFile};
use yaml_rust2::{Yaml, YamlLoader};

pub(crate) type Prod = (Hipaa, Production);

/// The codes of the findings about a workflow that somebody signed for, and for no rule that is read.
pub(crate) fn codes(text: &str) -> Vec<&'static str> {
    let mut delivery = Pipelines::<Prod>::new("delivery", Repository);
    let waiver = Waiver::new(BY_HAND, "written by hand", "jane.roe", date!("2027-01-31"));
    delivery.add("Raw", waiver.resource(workflow(text)));
    found(App::new("clinic").stack(delivery))
}

pub(crate) fn found(app: App) -> Vec<&'static str> {
    let mut codes: Vec<_> = app.synthesize().err().into_iter().flat_map(|it| it.0).map(|it| it.code).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

pub(crate) fn workflow(text: &str) -> WorkflowFile {
    let Json::Object(members) = &json(&YamlLoader::load_from_str(text).unwrap()[0]) else {
        panic!("no workflow: {text}")
    };
    WorkflowFile(members.clone())
}

fn json(yaml: &Yaml) -> Json {
    match yaml {
        Yaml::Boolean(it) => Json::Bool(*it),
        Yaml::Integer(it) => Json::Int(*it),
        Yaml::String(it) => Json::from(it.clone()),
        Yaml::Array(items) => items.iter().map(json).collect::<Vec<_>>().into(),
        Yaml::Hash(members) => {
            let members = members.iter().map(|(name, it)| (name.as_str().unwrap().to_owned(), json(it)));
            members.fold(Object::new(), |all, (name, it)| all.with(name, it)).into()
        }
        _ => Json::Null,
    }
}

/// The files of an app by path.
pub(crate) fn written(app: &App) -> Vec<(String, String)> {
    let text = |file: File| (file.path, String::from_utf8(file.bytes).unwrap());
    app.synthesize().unwrap_or_else(|it| panic!("{it}")).into_iter().map(text).collect()
}

/// A pipeline with one workflow.
pub(crate) fn alone<P: Policy>(workflow: Workflow) -> App
where
    Repository: ResidencyFor<P>,
{
    let mut delivery = Pipelines::<P>::new("delivery", Repository);
    delivery.add("It", workflow);
    App::new("clinic").stack(delivery)
}
