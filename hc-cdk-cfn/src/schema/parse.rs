//! Reads the notation.

use std::sync::OnceLock;

use super::{Around, Block, Count, Facts, Member, Members, Pattern, Schema, Text};

pub(super) fn schema(text: &'static str) -> Schema {
    let blocks = text.trim_matches('\n').split("\n\n");
    Schema { objects: blocks.map(|text| Block { text, members: OnceLock::new() }).collect() }
}

impl Block {
    pub(super) fn members(&self) -> &Members {
        self.members.get_or_init(|| {
            let lines = self.text.lines().filter(|line| !line.starts_with(['.', '*']));
            let mut members: Vec<Member> = lines.map(member).chain(self.plain().map(member)).collect();
            members.sort_unstable_by_key(|member| member.name);
            let required = members.iter().filter(|member| member.required).map(|member| member.name).collect();
            Members { names: members.iter().map(|member| member.name).collect(), required, facts: members }
        })
    }

    /// The members of the first line.
    fn plain(&self) -> impl Iterator<Item = &'static str> + use<> {
        let first = self.text.lines().next().and_then(|line| line.strip_prefix('.'));
        first.unwrap_or_default().split_ascii_whitespace()
    }

    /// Whether it has no members but those that are named.
    pub(super) fn is_closed(&self) -> bool {
        self.text.starts_with('.')
    }
}

fn member(line: &'static str) -> Member {
    let (name, mut rest) = line.split_once(' ').unwrap_or((line, ""));
    let (name, required) = name.strip_prefix('!').map_or((name, false), |name| (name, true));
    let mut around = Vec::new();
    let mut value = Facts::default();
    while let Some(mark) = rest.chars().next() {
        let last = match mark {
            '=' => rest.strip_prefix('=').map(Text::OneOf),
            '~' => rest.strip_prefix('~').map(Text::OneOfAnyCase),
            '/' => rest.strip_prefix('/').map(|source| Text::Pattern(Pattern { source, regex: OnceLock::new() })),
            _ => None,
        };
        if last.is_some() {
            value.text = last;
            break;
        }
        let (word, after) = rest.split_once(' ').unwrap_or((rest, ""));
        let inner = word.trim_matches(['[', ']', '{', '}', '(', ')', '<', '>']);
        match mark {
            '[' | '{' => around.push(Around { map: mark == '{', count: count(inner) }),
            '(' => value.characters = count(inner),
            '<' => (value.least, value.most) = range(inner),
            '>' => value.object = inner.parse().ok(),
            _ => {}
        }
        rest = after;
    }
    Member { name, required, around, value }
}

fn count(text: &str) -> Count {
    let (least, most) = text.split_once("..")?;
    Some(least.parse().unwrap_or(0)..=most.parse().unwrap_or(usize::MAX))
}

fn range(text: &str) -> (Option<f64>, Option<f64>) {
    let (least, most) = text.split_once("..").unwrap_or_default();
    (least.parse().ok(), most.parse().ok())
}
