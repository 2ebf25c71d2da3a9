//! The file of a chart: its objects in the order in which a cluster takes them.

use std::borrow::Cow;

use super::{known::Known, kustomization, signed};
use hc_cdk::{
    check::Checked,
    model::{ResourceModel, StackModel},
    target::File,
    value::{Json, Object},
};

use crate::{
    dialect::{Apart, Dialect},
    labels,
    object::version_and_kind,
    yaml,
};

impl Dialect {
    /// The files of the target: one for each chart, and the `kustomization.yaml` that names them; and those for whoever runs the cluster.
    pub fn files(&self, checked: &Checked<'_>) -> Vec<File> {
        let charts = || checked.stacks_of(self.target);
        let file =
            |chart: &StackModel| File { path: self.path(chart.name()), bytes: text(self, checked, chart).into_bytes() };
        let apart = charts().flat_map(|(_, chart)| {
            self.apart.iter().filter_map(move |it| {
                let text = written(self, checked, chart, Some(it));
                let path = self.path(&format!("{}/{}", it.folder, chart.name()));
                (!text.is_empty()).then(|| File { path, bytes: text.into_bytes() })
            })
        });
        charts().map(|(_, chart)| file(chart)).chain([kustomization::file(self, checked)]).chain(apart).collect()
    }
}

/// The text of a chart's file.
pub(super) fn text(dialect: &Dialect, checked: &Checked<'_>, chart: &StackModel) -> String {
    written(dialect, checked, chart, None)
}

/// The text of the objects of a chart that are of a kind apart, or of those that the cluster takes.
fn written(dialect: &Dialect, checked: &Checked<'_>, chart: &StackModel, apart: Option<&Apart>) -> String {
    let place = |it: &ResourceModel| version_and_kind(it).and_then(|(version, kind)| dialect.apart(version, kind));
    let mut order: Vec<&ResourceModel> = chart.resources.iter().filter(|it| place(it) == apart).collect();
    order.sort_by_cached_key(|resource| dialect.rank(version_and_kind(resource).map_or("", |(_, kind)| kind)));
    let known = Known { checked, chart };
    let common = labels::of_chart(checked.system().name(), chart);
    let mut text = String::with_capacity(order.len() * 896);
    for resource in order {
        text.push_str("---\n");
        text.push_str(&heading(chart, resource));
        text.push('\n');
        let (version, kind) = version_and_kind(resource).unwrap_or_default();
        let head = [("apiVersion", Json::from(version.to_owned())), ("kind", Json::from(kind.to_owned()))];
        let metadata = Json::from(labelled(dialect, common.clone(), chart, resource));
        let members = resource.properties.as_object();
        let rest = members
            .into_iter()
            .flat_map(Object::iter)
            .filter(|(name, _)| !matches!(*name, "apiVersion" | "kind" | "metadata"));
        let own = (!apart.is_some_and(|it| it.bare)).then_some(("metadata", &metadata));
        let all = head.iter().map(|(name, value)| (*name, value)).chain(own).chain(rest);
        yaml::document(all, &|token| known.text(token).map(Cow::into_owned), &mut text);
    }
    text
}

/// The line that begins an object: the construct, and the object's name in it.
fn heading(chart: &StackModel, resource: &ResourceModel) -> String {
    let path = chart.path_of(resource.construct);
    if resource.name.is_empty() { format!("# {path}") } else { format!("# {path} {}", resource.name) }
}

/// The annotation that says whose an object is, where it has no tags.
const OWNED: &str = "hc-cdk/owner";

/// The object's metadata with the labels of its chart, its class of data, and its own.
fn labelled(dialect: &Dialect, common: Object, chart: &StackModel, resource: &ResourceModel) -> Object {
    let own = resource.properties.get("metadata").and_then(Json::as_object);
    let mut metadata = Object::new();
    for (name, value) in own.into_iter().flat_map(Object::iter).filter(|(name, _)| *name != "labels") {
        metadata.insert(name.to_owned(), value.clone());
    }
    signed::annotate(&mut metadata, chart, resource);
    let owner = chart.owner_of(resource.construct).filter(|_| !dialect.has_tags);
    if let Some(owner) = owner {
        let others = metadata.get("annotations").and_then(Json::as_object).cloned().unwrap_or_default();
        metadata.insert("annotations", others.with(OWNED, owner.clone()));
    }
    metadata.with("labels", labels::of_object(common, chart, resource, dialect.has_tags))
}
