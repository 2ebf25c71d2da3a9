//! How deep what is declared may be nested. Whatever looks into a tree afterwards needs a stack as deep, and readers of JSON
//! take no more than 128 levels.

use crate::value::{Json, Object};

/// The most levels of lists and objects, one inside of the other, as they are written.
pub(super) const LEVELS: usize = 100;

/// What a finding says of what is nested deeper, and what to do.
pub(super) const TOO_DEEP: &str = "nested deeper than 100 levels";
pub(super) const HELP: &str = "look for a value that is put into itself in a loop, or write it flat";
/// What it is called in findings.
pub(super) const CODE: &str = "NestedTooDeep";

/// Takes out of a tree what is nested too deep. Says of which member: of one that is no object, of none by name.
pub(super) fn cut(tree: &mut Json) -> Vec<String> {
    match tree {
        Json::Object(object) => cut_members(object),
        tree if tree.fits(LEVELS) => Vec::new(),
        tree => {
            *tree = Json::Null;
            vec![String::new()]
        }
    }
}

/// The same for the members of an object.
pub(super) fn cut_members(object: &mut Object) -> Vec<String> {
    let mut cut = Vec::new();
    for (name, value) in object.iter_mut().filter(|(_, value)| !value.fits(LEVELS - 1)) {
        cut.push(name.to_owned());
        *value = Json::Null;
    }
    cut
}
