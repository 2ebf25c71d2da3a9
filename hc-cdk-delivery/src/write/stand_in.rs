//! What a compose file would do that nobody meant: a name that is taken or that compose takes for a folder, a folder outside of the
//! repository, an image that may be another one tomorrow, and a key as text.

use std::collections::BTreeSet;

use hc_cdk::{
    check::Checked,
    control::hipaa,
    finding::Finding,
    image::Image,
    literal::plain::keeps_key,
    model::{ResourceModel, StackModel},
    value::{Json, Object},
};

use super::{compose, graph};

/// The findings about a compose file.
pub(super) fn wrong(checked: &Checked<'_>, stack: &StackModel, resource: &ResourceModel) -> Vec<Finding> {
    let there = compose::there(checked, resource);
    let stand_ins = of(resource, "standIns").chain(of(resource, "beside"));
    let all = names(checked, resource, &there).into_iter().chain(stand_ins.flat_map(|(name, it)| of_one(name, it)));
    let finding = |(code, message, help): Wrong| {
        let finding = stack.finding(code, resource.construct, message, help);
        if code == SECRET { finding.citing(hipaa::PASSWORDS) } else { finding }
    };
    all.map(finding).collect()
}

/// What is wrong: code, message and help.
type Wrong = (&'static str, String, &'static str);

const SECRET: &str = "SecretAsText";

/// Names that two have, and those that compose may take for folders.
fn names(checked: &Checked<'_>, resource: &ResourceModel, there: &[graph::Service<'_>]) -> Vec<Wrong> {
    let used = graph::used(checked, there).into_iter().map(|(name, _)| name);
    let beside = || of(resource, "beside").map(|(name, _)| name.to_owned());
    let all: Vec<String> = there.iter().map(graph::Service::name).chain(used).chain(beside()).collect();
    let mut seen = BTreeSet::new();
    let taken = all.into_iter().filter(|name| !seen.insert(name.clone())).map(|name| {
        let message = format!("has two of the name `{name}`, of which one would be left out");
        ("NameTwice", message, "give what runs beside the services another name")
    });
    let unnamed = beside().filter(|name| !is_called(name)).map(|name| {
        let message = format!("calls what runs beside the services `{name}`, which compose may take for a folder");
        ("NameRefused", message, "take letters, digits, and `.`, `_` and `-` behind the first of them")
    });
    unnamed.chain(taken).collect()
}

/// Whether compose takes a name for a service, and for the disk that it keeps, and not for a folder.
fn is_called(name: &str) -> bool {
    name.starts_with(|it: char| it.is_ascii_alphanumeric())
        && name.chars().all(|it| it.is_ascii_alphanumeric() || matches!(it, '.' | '_' | '-'))
}

/// What stands in for something, or runs beside the services, each with its kind or name.
fn of<'a>(resource: &'a ResourceModel, list: &str) -> impl Iterator<Item = (&'a str, &'a Json)> + use<'a> {
    resource.properties.get(list).and_then(Json::as_object).into_iter().flat_map(Object::iter)
}

/// What is wrong with one of these.
fn of_one(name: &str, it: &Json) -> Vec<Wrong> {
    let text = |json: Option<&Json>| json.and_then(Json::as_text).map(str::to_owned);
    let image = text(it.get("image")).unwrap_or_default();
    let from = it.get("seeds").map(|it| text(it.get("from")).unwrap_or_default());
    let kept = it.get("keeps").map(|it| it.as_text().unwrap_or_default().to_owned());
    let moved = Image::parse(image.clone()).is_err().then(|| {
        let message = format!("runs `{image}` for `{name}`, which can be moved to other contents");
        ("ImageByTag", message, "name it by its digest: `image!(\"registry/name@sha256:..\")`")
    });
    let outside = from.filter(|it| !is_in_the_repository(it)).map(|from| {
        let message = format!("gives `{name}` the folder `{from}`, which is not one of the repository");
        ("FolderElsewhere", message, "name a folder of the repository: `seeds/records`")
    });
    let mounted = kept.filter(|it| !it.starts_with('/') || it.contains([':', '$'])).map(|folder| {
        let message = format!("has `{name}` keep `{folder}`, which is no folder of a container");
        ("FolderElsewhere", message, "name a whole path: `/var/lib/postgresql/data`")
    });
    let secret = keeps_key(it).then(|| {
        let message = format!("has a key as text in what it says of `{name}`");
        (SECRET, message, "have it stand in `.env`: `.variable(\"TOKEN\", \"${TOKEN:?}\")`")
    });
    moved.into_iter().chain(outside).chain(mounted).chain(secret).collect()
}

/// Whether a path stays inside of the repository, whatever the environment of a developer says.
fn is_in_the_repository(path: &str) -> bool {
    !path.is_empty()
        && !path.starts_with(['/', '~'])
        && !path.contains(['$', '\\'])
        && path.split('/').all(|it| it != "..")
}
