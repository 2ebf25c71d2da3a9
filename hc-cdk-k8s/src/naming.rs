//! From names of constructs to names of objects, and what every object says of itself.

use hc_cdk::{
    stack::Scope,
    value::{Object, Value},
};

use crate::{
    api::meta::{LabelSelector, ObjectMeta},
    hash,
    zone::Space,
};

/// The label by which the pods of a workload are known. Its value is the workload's name, which is unique in its namespace.
pub(crate) const NAME_LABEL: &str = "app.kubernetes.io/name";

/// `claims-api` for `ClaimsApi`, `hl7-feed` for `HL7Feed`, `clinical-api` for `Clinical/Api`.
pub(crate) fn kebab(path: &str) -> String {
    let mut name = String::with_capacity(path.len() + 4);
    let mut before = '-';
    let mut letters = path.chars().peekable();
    while let Some(it) = letters.next() {
        let after = letters.peek().copied().unwrap_or('-');
        let begins = it.is_ascii_uppercase() && (!before.is_ascii_uppercase() || after.is_ascii_lowercase());
        if begins && before != '-' && before != '/' {
            name.push('-');
        }
        name.push(if it == '/' { '-' } else { it.to_ascii_lowercase() });
        before = it;
    }
    name
}

/// The name of the construct's objects.
pub(crate) fn name_of(scope: &Scope<'_>) -> String {
    kebab(scope.path())
}

/// The name and namespace of an object.
pub(crate) fn meta(name: impl Into<Value<String>>, namespace: &Space) -> ObjectMeta {
    ObjectMeta { name: Some(name.into()), namespace: Some(namespace.id.clone()), ..ObjectMeta::default() }
}

/// The label of a workload's pods.
pub(crate) fn labels(name: &str) -> Object {
    Object::new().with(NAME_LABEL, name.to_owned())
}

/// What selects the pods of a workload.
pub(crate) fn selector(name: &str) -> LabelSelector {
    LabelSelector { match_labels: Some(labels(name)), ..LabelSelector::default() }
}

/// `ClinicPolicies` for `clinic-policies`: resources of a construct have names of letters and digits.
pub(crate) fn pascal(name: &str) -> String {
    let mut upper = true;
    let mut pascal = String::with_capacity(name.len());
    for it in name.chars() {
        if it.is_ascii_alphanumeric() {
            pascal.push(if upper { it.to_ascii_uppercase() } else { it });
        }
        upper = !it.is_ascii_alphanumeric();
    }
    pascal
}

/// A name of at most 63 characters: a longer one ends in a number that is made of the whole.
pub(crate) fn shorten(name: &str) -> String {
    if name.len() <= 63 {
        return name.to_owned();
    }
    let start: String = name.chars().take(46).collect();
    format!("{}-{}", start.trim_end_matches('-'), hash::of([name]))
}

#[cfg(test)]
mod tests {
    use super::{kebab, shorten};

    #[test]
    fn names_are_read_word_by_word() {
        for (path, name) in [
            ("Claims", "claims"),
            ("ClaimsApi", "claims-api"),
            ("HL7Feed", "hl7-feed"),
            ("API", "api"),
            ("Clinical/ClaimsApi", "clinical-claims-api"),
            ("claims2Go", "claims2-go"),
        ] {
            assert_eq!(kebab(path), name);
        }
    }

    #[test]
    fn a_long_name_is_cut_and_stays_one_of_its_own() {
        let long = "a".repeat(80);
        assert_eq!(shorten(&long).len(), 63);
        assert_ne!(shorten(&long), shorten(&format!("{long}a")));
        assert_eq!(shorten("a-b"), "a-b");
    }
}
