//! What networks are made of, as objects of a cloud say it, for whoever draws a map of them.

use hc_cdk::{
    check::Checked,
    model::ResourceModel,
    rule::at,
    target::{NetworkMap, NetworkPart, Place},
    value::Json,
};

/// A kind of object that networks are made of.
#[derive(Debug, Clone, Copy)]
pub struct Stands {
    /// The object's kind.
    pub kind: &'static str,
    /// What it is, in words.
    pub is: &'static str,
    /// Where its addresses stand, or what it leads to.
    pub at: &'static [&'static str],
}

/// Adds the objects of these kinds to a map.
pub fn parts(checked: &Checked<'_>, target: &str, kinds: &[Stands], map: &mut NetworkMap) {
    for (place, object) in objects(checked, target) {
        if let Some(known) = kinds.iter().find(|it| it.kind == object.short_kind()) {
            map.parts.push(NetworkPart { by: place, is: known.is, at: texts(&object.properties, known.at) });
        }
    }
}

/// The objects of a target, each with its place.
pub fn objects<'a>(checked: &Checked<'a>, target: &str) -> impl Iterator<Item = (Place, &'a ResourceModel)> {
    let stacks = checked.stacks_of(target);
    stacks.flat_map(|(at, stack)| stack.resources.iter().enumerate().map(move |(place, it)| ((at, place), it)))
}

/// The texts that stand in one of these places, or in lists there, behind one another.
pub fn texts(object: &Json, paths: &[&str]) -> String {
    let mut all = Vec::new();
    for value in paths.iter().filter_map(|path| at(object, path)) {
        let items = value.as_list().map_or_else(|| vec![value], |it| it.iter().collect());
        all.extend(items.into_iter().filter_map(Json::as_text));
    }
    all.join(", ")
}

/// Whom addresses mean that are all there are.
pub fn everybody(addresses: String) -> String {
    if ["", "*", "0.0.0.0/0", "::/0", "Internet"].contains(&addresses.as_str()) {
        "everybody".to_owned()
    } else {
        addresses
    }
}
