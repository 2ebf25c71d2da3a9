//! What a compose file would do that nobody meant: a name that is taken or that compose takes for a folder, a folder outside of the
//! repository, an image that may be another one tomorrow, and a key as text.

use std::collections::BTreeSet;

use hc_cdk::{
    check::Checked,
    control::hipaa,
    finding::Finding,
    image::Image,
    literal::plain::{has_key, keeps_key},
    model::{ResourceModel, StackModel},
    value::{Json, Object},
};
use hc_cdk_manifest::naming::is_label;

use super::{compose, graph};

/// The findings about a compose file.
pub(super) fn wrong(checked: &Checked<'_>, stack: &StackModel, resource: &ResourceModel) -> Vec<Finding> {
    let finding = |code, message: String, help: &str| stack.finding(code, resource.construct, message, help);
    let there = compose::there(checked, resource);
    let used = graph::used(checked, &there);
    let used: Vec<String> = used.into_iter().map(|(name, _)| name).collect();
    let services = there.iter().map(graph::Service::name).chain(used);
    let mut seen = BTreeSet::new();
    let names: Vec<String> = services.chain(of(resource, "beside").map(|(name, _)| name.to_owned())).collect();
    let taken = names.iter().filter(|name| !seen.insert(name.as_str())).map(|name| {
        let message = format!("has two of the name `{name}`, of which one would be left out");
        finding("NameTwice", message, "give what runs beside the services another name")
    });
    let unnamed = of(resource, "beside").filter(|(name, _)| !is_label(name)).map(|(name, _)| {
        let message = format!("calls what runs beside the services `{name}`, which compose may take for a folder");
        finding("NameRefused", message, "take small letters, digits and hyphens")
    });
    let all = of(resource, "standIns").chain(of(resource, "beside"));
    let all = all
        .flat_map(|(name, it)| of_one(name, it).into_iter().map(|(code, message, help)| finding(code, message, help)));
    let texts = there.iter().filter_map(|it| it.runs).flat_map(|it| &it.variables);
    let told = texts.filter(|(_, value)| value.as_deref().is_some_and(has_key)).map(|(name, _)| {
        finding("SecretAsText", format!("has a key as text in `{name}`"), "have it among the secrets of the service")
            .citing(hipaa::PASSWORDS)
    });
    taken.chain(unnamed).chain(all).chain(told).collect()
}

/// What stands in for something, or runs beside the services, each with its kind or name.
fn of<'a>(resource: &'a ResourceModel, list: &str) -> impl Iterator<Item = (&'a str, &'a Json)> + use<'a> {
    resource.properties.get(list).and_then(Json::as_object).into_iter().flat_map(Object::iter)
}

/// What is wrong with one of these: code, message and help.
fn of_one(name: &str, it: &Json) -> Vec<(&'static str, String, &'static str)> {
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
        ("SecretAsText", message, "have it stand in `.env`: `.variable(\"TOKEN\", \"${TOKEN:?}\")`")
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
