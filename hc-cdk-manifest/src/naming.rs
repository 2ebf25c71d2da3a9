//! From names of constructs to names of objects.

use std::fmt;

use hc_cdk::stack::Scope;
pub use hc_cdk::value::{kebab, pascal};

use crate::hash;

/// The most characters of a name that is a label of DNS, as names of objects are.
pub const LONGEST: usize = 63;

/// The name of the construct's objects.
pub fn name_of(scope: &Scope<'_>) -> String {
    kebab(scope.path())
}

/// A name of at most 63 characters: a longer one ends in a number that is made of the whole.
pub fn shorten(name: &str) -> String {
    if name.len() <= LONGEST { name.to_owned() } else { cut(name, LONGEST, &hash::of([name])) }
}

/// A name that is made of two names, and of no other two: with `--` between them, unless one has that itself or both are too long for
/// as many characters. Those end in a number that is made of both. There are 20 characters at least.
pub fn joined(first: &str, second: &str, longest: usize) -> String {
    let both = format!("{first}--{second}");
    let is_plain = both.len() <= longest && ![first, second].iter().any(|it| it.contains("--"));
    if is_plain { both } else { cut(&both, longest.max(20), &hash::of([first, second])) }
}

/// What a way out to a port of a network is called among those of one network, whatever others there are.
pub fn to_network(network: impl fmt::Display, port: u16) -> String {
    format!("AllowOut{}Port{port}", network.to_string().replace(['.', '/'], "x"))
}

/// Adds what is not among them yet: what was said twice is one thing, and has one name.
pub fn once<T: PartialEq>(all: &mut Vec<T>, one: T) {
    if !all.contains(&one) {
        all.push(one);
    }
}

/// The beginning of a name, and a number that tells it from others with the same one.
fn cut(name: &str, longest: usize, number: &str) -> String {
    let start: String = name.chars().take(longest - number.len() - 1).collect();
    format!("{}-{number}", start.trim_end_matches('-'))
}

/// Whether a name is a label of DNS that begins with a letter, whatever its length. Names of objects are: pods, services and
/// values of labels are made of them.
pub fn is_label(name: &str) -> bool {
    let letters = name.chars().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-');
    letters && name.starts_with(|it: char| it.is_ascii_lowercase()) && !name.ends_with('-')
}

/// Whether a name is a domain, as a cluster takes most names: labels of DNS with dots between, 253 characters in all.
pub fn is_domain(name: &str) -> bool {
    name.len() <= 253 && name.split('.').all(is_part)
}

fn is_part(it: &str) -> bool {
    let ends = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit();
    it.starts_with(ends) && it.ends_with(ends) && it.chars().all(|it| ends(it) || it == '-')
}

/// Whether a text is the value of a label: nothing, or what [`label_value`] makes of it.
pub fn is_label_value(text: &str) -> bool {
    label_value(text) == text
}

/// Whether a text is the name of a label or an annotation: a part as a label's value is one, behind a domain and `/` where it has one.
pub fn is_label_name(text: &str) -> bool {
    let (domain, name) = text.split_once('/').map_or((None, text), |(domain, name)| (Some(domain), name));
    !name.is_empty() && is_label_value(name) && domain.is_none_or(is_domain)
}

/// A text as a label's value: letters, digits, `-`, `_` and `.`, at most 63, with a letter or digit at both ends.
pub fn label_value(text: &str) -> String {
    let allowed = |it: char| if it.is_ascii_alphanumeric() || matches!(it, '-' | '_' | '.') { it } else { '-' };
    let value: String = text.chars().map(allowed).take(LONGEST).collect();
    value.trim_matches(|it: char| !it.is_ascii_alphanumeric()).to_owned()
}

#[cfg(test)]
mod tests {
    use super::{is_label, joined, kebab, label_value, shorten, to_network};

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
            assert!(is_label(name), "{name}");
        }
    }

    #[test]
    fn a_long_name_is_cut_and_stays_one_of_its_own() {
        let long = "a".repeat(80);
        assert_eq!(shorten(&long).len(), 63);
        assert_ne!(shorten(&long), shorten(&format!("{long}a")));
        assert_eq!(shorten("a-b"), "a-b");
    }

    #[test]
    fn two_names_are_one_that_no_other_two_are() {
        assert_eq!(joined("wards-clinical", "front", 57), "wards-clinical--front");
        let long = "a".repeat(60);
        let two = [("a--b", "c"), ("a", "b--c"), (&long, "b"), (&long, "c"), ("a-b", "c"), ("a", "b-c")];
        for (at, (first, second)) in two.iter().enumerate() {
            let name = joined(first, second, 57);
            assert!(is_label(&name) && name.len() <= 57, "{name}");
            assert!(!two[..at].iter().any(|(first, second)| joined(first, second, 57) == name), "{name}");
        }
    }

    #[test]
    fn ways_out_are_called_by_what_they_lead_to() {
        assert_eq!(to_network("10.40.0.0/16", 443), "AllowOut10x40x0x0x16Port443");
        assert!(is_label(&kebab(&to_network("10.40.0.0/16", 443))));
    }

    #[test]
    fn what_no_name_may_be_is_no_label() {
        for name in ["", "-a", "a-", "1a", "A", "a.b", "a_b", "ä"] {
            assert!(!is_label(name), "{name}");
        }
    }

    #[test]
    fn the_value_of_a_label_begins_and_ends_with_a_letter_or_digit() {
        assert_eq!(label_value("St. Mary's (north)"), "St.-Mary-s--north");
        assert_eq!(label_value(&"a".repeat(80)).len(), 63);
    }
}
