//! The texts of the files.

use std::{collections::BTreeMap, fmt::Write};

use hc_cdk::{
    check::Checked,
    model::{ResourceModel, StackModel},
    target::File,
    value::{Json, Object},
};
use hc_cdk_manifest::yaml;

use super::{fill, name, page};
use crate::workflow::VERSIONS;

/// The files of a stack: one for each of its resources, and the page about them.
pub(super) fn files(checked: &Checked<'_>, stack: &StackModel) -> Vec<File> {
    let services = fill::services(checked);
    let files = stack.resources.iter().map(|resource| File {
        path: format!("{}/{}", stack.name(), name::path(stack, resource)),
        bytes: text(checked, stack, resource, &services).into_bytes(),
    });
    let page = File { path: page::path(stack.name()), bytes: page::text(checked, stack).into_bytes() };
    files.chain([page]).collect()
}

/// The text of the file of a resource.
pub(super) fn text(checked: &Checked<'_>, stack: &StackModel, resource: &ResourceModel, services: &[String]) -> String {
    let versions: BTreeMap<String, String> = resource
        .options
        .get(VERSIONS)
        .and_then(Json::as_object)
        .into_iter()
        .flat_map(Object::iter)
        .filter_map(|(action, version)| Some((action.to_owned(), version.as_text()?.to_owned())))
        .collect();
    let mut text = head(stack, resource);
    let tree = fill::filled(&resource.properties, services);
    let members = tree.as_object().into_iter().flat_map(Object::iter);
    let resolve = |token: &_| fill::text(checked, token);
    yaml::commented(members, &resolve, &|name, value| fill::beside(&versions, name, value), &mut text);
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
