//! The texts of the files.

use std::{collections::BTreeMap, fmt::Write};

use hc_cdk::{
    check::Checked,
    model::{ResourceModel, StackModel},
    target::{File, Part},
    value::{Json, Object},
};
use hc_cdk_manifest::yaml;

use super::{compose, fill, graph, handbook, image, name, page, settings};
use crate::{
    target::{COMPOSE, ENVIRONMENT, HANDBOOK, IMAGES, SONAR},
    workflow::VERSIONS,
};

const SETTINGS_FILE: &str = ".env.example";

/// What of a repository a file is a part of, by its path.
pub(super) fn part(path: &str) -> Option<Part> {
    let mut names = path.rsplit('/');
    match names.next()? {
        compose::NAME | compose::NOT_KEPT | SETTINGS_FILE => Some(Part::ForDevelopers),
        _ if names.next() == Some(compose::CONFIGS) => Some(Part::ForDevelopers),
        image::DOCKERFILE | image::LEFT_OUT => Some(Part::ForImages),
        _ => None,
    }
}

/// The files of a stack: those of its resources, and the page about them.
pub(super) fn files(checked: &Checked<'_>, stack: &StackModel) -> Vec<File> {
    let mut listed = Vec::new();
    let mut files = Vec::new();
    for resource in &stack.resources {
        for (path, text) in of(checked, stack, resource) {
            files.push(File { path: format!("{}/{path}", stack.name()), bytes: text.into_bytes() });
            listed.push((path, resource));
        }
    }
    let page = page::text(checked, stack, &listed);
    files.push(File { path: page::path(stack.name()), bytes: page.into_bytes() });
    files
}

/// The files of a resource: their paths in the folder that the stack is for, and their texts.
pub(super) fn of(checked: &Checked<'_>, stack: &StackModel, resource: &ResourceModel) -> Vec<(String, String)> {
    match name::kind(resource) {
        IMAGES => image::files(checked, resource),
        COMPOSE => compose::files_of(checked, resource),
        ENVIRONMENT => vec![(SETTINGS_FILE.to_owned(), settings::example(checked))],
        HANDBOOK => handbook::files(checked, resource),
        SONAR => vec![("sonar-project.properties".to_owned(), settings::sonar(checked, resource))],
        _ => vec![(name::workflow(stack, resource), workflow(checked, stack, resource))],
    }
}

fn workflow(checked: &Checked<'_>, stack: &StackModel, resource: &ResourceModel) -> String {
    let versions: BTreeMap<String, String> = resource
        .options
        .get(VERSIONS)
        .and_then(Json::as_object)
        .into_iter()
        .flat_map(Object::iter)
        .filter_map(|(action, version)| Some((action.to_owned(), version.as_text()?.to_owned())))
        .collect();
    let mut text = head(stack, resource);
    let tree = fill::filled(&resource.properties, &graph::names(checked));
    let members = tree.as_object().into_iter().flat_map(Object::iter);
    let resolve = |token: &_| fill::text(checked, token);
    yaml::commented(members, &resolve, &|below, name, value| fill::beside(&versions, (below, name), value), &mut text);
    text
}

/// What a file says of itself: where it comes from, and who signed for what in it.
fn head(stack: &StackModel, resource: &ResourceModel) -> String {
    let path = stack.path_of(resource.construct);
    let mut head = format!("# {path}: written by hc-cdk. Change the program and not this file.\n");
    for waiver in stack.waivers.iter().filter(|it| it.covers(name::construct(stack, resource))) {
        let _ = writeln!(head, "# waiver: {}", waiver.words());
    }
    head
}
