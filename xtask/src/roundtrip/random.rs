//! Numbers that look random and are the same in every run with the same seed, and texts that match a pattern.

use regex_syntax::hir::{Class, Hir, HirKind};

/// How often a part of a pattern that has no upper limit is repeated beyond its lower one, at most.
const MORE: u64 = 6;

/// Splitmix64.
#[derive(Debug)]
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64, name: &str) -> Self {
        // A type's values must not depend on which other types are in the sample.
        let start = name.bytes().fold(seed ^ 0xcbf2_9ce4_8422_2325, |state, byte| {
            (state ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        Self(start)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From `least` to `most`, both included.
    pub(super) fn within(&mut self, least: u64, most: u64) -> u64 {
        least + self.next() % most.saturating_sub(least).saturating_add(1)
    }

    pub(super) fn one_in(&mut self, many: u64) -> bool {
        self.within(1, many) == 1
    }

    pub(super) fn pick<'a, T>(&mut self, values: &'a [T]) -> Option<&'a T> {
        let last = (values.len() as u64).checked_sub(1)?;
        values.get(usize::try_from(self.within(0, last)).ok()?)
    }

    /// Letters.
    pub(super) fn letters(&mut self, count: usize) -> String {
        (0..count).map(|_| char::from(b'a' + u8::try_from(self.within(0, 25)).unwrap_or_default())).collect()
    }

    /// A text in which the pattern is probably found: anchors are taken for granted, so the caller looks again.
    pub(super) fn matching(&mut self, pattern: &str) -> Option<String> {
        let pattern = regex_syntax::parse(pattern).ok()?;
        let mut text = String::new();
        self.follow(&pattern, &mut text)?;
        Some(text)
    }

    fn follow(&mut self, pattern: &Hir, text: &mut String) -> Option<()> {
        match pattern.kind() {
            HirKind::Empty | HirKind::Look(_) => {}
            HirKind::Literal(literal) => text.push_str(std::str::from_utf8(&literal.0).ok()?),
            HirKind::Class(class) => text.push(self.member(class)?),
            HirKind::Repetition(repetition) => {
                let least = u64::from(repetition.min);
                let most = repetition.max.map_or(u64::MAX, u64::from).min(least + MORE);
                for _ in 0..self.within(least, most) {
                    self.follow(&repetition.sub, text)?;
                }
            }
            HirKind::Capture(capture) => self.follow(&capture.sub, text)?,
            HirKind::Concat(parts) => parts.iter().try_for_each(|part| self.follow(part, text))?,
            HirKind::Alternation(choices) => {
                let choice = self.pick(choices)?;
                self.follow(choice, text)?;
            }
        }
        Some(())
    }

    /// A character of the class, one that can be seen if there is one.
    fn member(&mut self, class: &Class) -> Option<char> {
        let Class::Unicode(class) = class else { return None };
        let ranges: Vec<_> = class.ranges().iter().map(|range| (range.start(), range.end())).collect();
        let seen: Vec<_> = ranges
            .iter()
            .map(|(start, end)| ((*start).max('!'), (*end).min('~')))
            .filter(|(start, end)| start <= end)
            .collect();
        let (start, end) = *self.pick(if seen.is_empty() { &ranges } else { &seen })?;
        char::from_u32(u32::try_from(self.within(u64::from(u32::from(start)), u64::from(u32::from(end)))).ok()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_made_for_a_pattern_and_the_same_one_for_the_same_seed() {
        for pattern in ["^[a-z][a-z0-9-]{2,9}$", r"arn:(aws|aws-cn):\w+:\d{12}", "^(On|Off)?$"] {
            let text = Random::new(7, "AWS::S3::Bucket").matching(pattern).unwrap();
            assert!(regex_lite::Regex::new(pattern).unwrap().is_match(&text), "{pattern}: {text}");
            assert_eq!(Random::new(7, "AWS::S3::Bucket").matching(pattern).unwrap(), text);
        }
    }
}
