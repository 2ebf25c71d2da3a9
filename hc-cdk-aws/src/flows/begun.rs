//! How names begin that CloudFormation gives to what has none of the program's: stores and roles are looked up by that, too.

use std::iter;

use hc_cdk::value::NameSuffix;

/// Under which name something is looked up that CloudFormation names: behind this beginning are a hyphen and characters that only a
/// deployment knows, and whoever writes a policy after one.
fn begun(beginning: &str) -> String {
    format!("{}-*", beginning.to_ascii_lowercase())
}

/// Under which names something is looked up that CloudFormation names: it may begin with the name of the stack, or for some types
/// without it.
pub(super) fn both(stack: &str, own: &str) -> [String; 2] {
    [begun(&format!("{stack}-{own}")), begun(own)]
}

/// Under which names something is filed that the program names: by its own, and a text also by the name with a suffix that may turn out
/// to be it.
pub(super) fn filed(name: &str) -> impl Iterator<Item = String> {
    iter::once(name.to_owned()).chain(NameSuffix::shown_in(name).map(|it| format!("{it}?")))
}

/// Under which names that is looked up which has such a name: a text may be the name of what has a suffix, and a name with a suffix that of
/// what is called by a text.
pub(super) fn looked_up(name: &str) -> impl Iterator<Item = String> {
    let has_suffix = name.ends_with(NameSuffix::SHOWN);
    let other = if has_suffix { Some(format!("{name}?")) } else { NameSuffix::shown_in(name) };
    iter::once(name.to_owned()).chain(other)
}

/// Under which name that is looked up which has such a name, if it can be one.
pub(super) fn begun_by(name: &str) -> Option<String> {
    let (beginning, ending) = name.rsplit_once('-')?;
    let is_made = matches!(ending.len(), 12 | 13) && ending.bytes().all(|it| it.is_ascii_alphanumeric());
    is_made.then(|| begun(beginning))
}
