//! In which order a listener asks its rules. It follows from the path of a rule alone, and not from its place among others: a
//! route that is added, removed or moved changes no other one.

use crate::fingerprint::fingerprint;

/// The longest path pattern that a listener compares.
pub(super) const LONGEST_PATH: usize = 128;

/// Paths up to that length, which nearly all are, have room for many of one length; longer ones for few.
const USUAL: usize = 40;
const ROOM_OF_USUAL: usize = 1150;
const ROOM_OF_LONG: usize = 40;

/// The number of the rule for a path, from 1 to 50 000: the lowest is asked first.
///
/// A path that takes fewer requests than another one is asked before it. What a pattern takes is never shorter than the
/// pattern without its `*`, so the longer path comes first, and of two that are equally long the one with fewer `*`. Among
/// equals it is the path's fingerprint that decides, and two of one number are a finding.
///
/// Source: `Priority` in "Listener rules for your Application Load Balancer".
pub(super) fn number(path: &str) -> usize {
    let stars = path.matches('*').count();
    let length = path.chars().count().saturating_sub(stars).clamp(1, LONGEST_PATH);
    let (longer, room) = if length > USUAL {
        ((LONGEST_PATH - length) * ROOM_OF_LONG, ROOM_OF_LONG)
    } else {
        ((LONGEST_PATH - USUAL) * ROOM_OF_LONG + (USUAL - length) * ROOM_OF_USUAL, ROOM_OF_USUAL)
    };
    let tenth = room / 10;
    let (fewer_stars, room) = match stars {
        0 => (0, 3 * tenth),
        1 => (3 * tenth, 6 * tenth),
        _ => (9 * tenth, tenth),
    };
    1 + longer + fewer_stars + fingerprint(path) % room
}

#[cfg(test)]
mod tests {
    use super::{LONGEST_PATH, number};

    #[test]
    fn the_narrower_path_is_asked_first() {
        for (narrow, wide) in [
            ("/lab/new", "/lab/*"),
            ("/lab/", "/lab/*"),
            ("/lab/tests/*", "/lab/*"),
            ("/lab/*/new", "/lab/*"),
            ("/lab/*", "/lab*"),
            ("/a*b", "/a*b*"),
            ("/lab/*", "/*"),
        ] {
            assert!(number(narrow) < number(wide), "{narrow} {wide}");
        }
    }

    #[test]
    fn numbers_are_those_that_a_listener_takes() {
        let longest = format!("/{}", "a".repeat(LONGEST_PATH - 1));
        for path in ["/*", "/", "/**", longest.as_str(), &longest[..41], &longest[..40]] {
            assert!((1..=50_000).contains(&number(path)), "{path}");
        }
        assert!(number(&longest[..41]) < number(&longest[..40]));
    }

    #[test]
    fn a_number_stays_what_it_is() {
        assert_eq!([number("/lab/*"), number("/auth/*")], [44_672, 43_165]);
    }
}
