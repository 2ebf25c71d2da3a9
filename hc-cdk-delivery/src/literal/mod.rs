//! Values that are checked when the program is compiled: `action!("actions/checkout@11bd..", "v4.2.2")`, `script!("pytest")`,
//! `secret!("SONAR_TOKEN")` and `ecr!("111122223333.dkr.ecr.us-east-1.amazonaws.com/hms")`.
//!
//! Each has a `parse` for what is known only when the program runs.

pub mod action;
pub mod ecr;
pub mod script;
pub mod secret;

/// Whether a text has another one in it.
#[allow(
    clippy::indexing_slicing,
    reason = "evaluated at compile time too, where iterators are not; bounds are checked"
)]
pub(crate) const fn contains(it: &[u8], part: &[u8]) -> bool {
    let mut at = 0;
    while at + part.len() <= it.len() {
        let mut same = 0;
        while same < part.len() && it[at + same] == part[same] {
            same += 1;
        }
        if same == part.len() {
            return true;
        }
        at += 1;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::contains;

    #[test]
    fn a_part_is_found_wherever_it_stands() {
        for (text, part) in [("abc", "abc"), ("abc", "a"), ("abc", "c"), ("aab", "ab"), ("abc", "")] {
            assert!(contains(text.as_bytes(), part.as_bytes()), "{text} {part}");
        }
        for (text, part) in [("abc", "ac"), ("", "a"), ("ab", "abc")] {
            assert!(!contains(text.as_bytes(), part.as_bytes()), "{text} {part}");
        }
    }
}
