//! What the registry's schemas say of properties, compared with the properties that a program gives.
//!
//! For: names, and required members, at any depth, allowed values, lengths, ranges, numbers of items, and patterns. Not for: members
//! that are required only together with, or instead of, others (`oneOf`, `anyOf`, `dependentRequired`); what differs
//! between regions (the schemas are those of us-east-1); patterns with look-around or Unicode classes, which the
//! generator leaves out. Of a value that only the deployment knows (a reference, a parameter, a text with one in it, a
//! dynamic reference such as `{{resolve:ssm:..}}`), no more is checked than that it is there.
//!
//! # Notation
//!
//! The generator writes the facts of a type as text, which costs the compiler nothing, and which is parsed for the types
//! that a program uses. A block of lines stands for an object, the resource itself first; blocks are set apart by empty
//! lines and numbered from zero. Its first line begins with `.` and has, each after a space, the members of which no more is
//! known than their names; with these and those of the following lines, there are all that it may have. Or it is `*`:
//! there may be others than those of the following lines. Each of these is a member: its name, with `!` before it if it is required, and then, in this
//! order and each after a space,
//!
//! The last block is `@` and the names of what can be read of the resource (`Fn::GetAtt`), each after a space; a `?` at the end of
//! a name stands for whatever the user calls it.
//!
//! | mark | meaning |
//! |---|---|
//! | `[1..5]` | a list of 1 to 5 items, of which the rest of the line speaks; either number may be missing |
//! | `{1..5}` | the same for an object whose members have names of the user's choice |
//! | `(3..63)` | a text of 3 to 63 characters |
//! | `<7..30>` | a number from 7 to 30 |
//! | `>4` | an object as in block 4 |
//! | `=A\|B` | one of these values; ends the line |
//! | `~A\|B` | one of these values, in capitals or small letters; ends the line |
//! | `/^[a-z]+$` | a text in which the pattern is found; ends the line |

mod check;
mod parse;
#[cfg(test)]
mod tests;

use std::{ops::RangeInclusive, sync::OnceLock};

use hc_cdk::value::Json;
use regex_lite::Regex;

/// The facts about one resource type.
#[derive(Debug)]
pub struct Schema {
    /// The resource itself first.
    objects: Vec<Block>,
}

/// The facts about one object, which are read when the first such object is met.
#[derive(Debug)]
struct Block {
    text: &'static str,
    members: OnceLock<Members>,
}

/// What is known about the members of an object. Their names are looked through for every object, so they stand apart from the rest.
#[derive(Debug)]
struct Members {
    /// In alphabetical order.
    names: Vec<&'static str>,
    /// Those without which there is no such object, in this order.
    required: Vec<&'static str>,
    /// What is known of each, in the order of the names.
    facts: Vec<Member>,
}

/// What is wrong with one property.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Its path, such as `Rules/0/Id`.
    pub path: String,
    /// What is wrong with it.
    pub wrong: Wrong,
    /// What would be right, in words.
    pub allowed: String,
}

/// What can be wrong with a property. What the program gives is in words, and cut short if it is long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// There is none of that name that a program may give.
    Unknown,
    /// It is required, and not there.
    Missing,
    /// It is not one of the allowed values.
    NotOneOf(String),
    /// It has too few or too many characters, items or members.
    Length(String),
    /// It is too small or too large a number.
    OutOfRange(String),
    /// It does not match the pattern.
    NoMatch(String),
}

/// The names of what can be read of a resource (`Fn::GetAtt`) of the type that the text tells of, unless it tells nothing of that. One
/// that ends in `?` stands for all that begin so.
pub fn readable(text: &'static str) -> Option<impl Iterator<Item = &'static str> + Clone> {
    // They stand last, and to look for one sign is quick.
    let (before, names) = text.rsplit_once('@')?;
    before.ends_with("\n\n").then(|| names.split_ascii_whitespace())
}

impl Schema {
    /// Reads the facts. A mark that is not in the notation says nothing.
    pub fn parse(text: &'static str) -> Self {
        parse::schema(text)
    }

    /// The members that facts are known about, of the object with that number. For the workspace's own tools.
    #[doc(hidden)]
    pub fn members(&self, object: usize) -> &[Member] {
        self.objects.get(object).map_or(&[], |it| &it.members().facts)
    }

    /// Compares a resource's properties with the facts, and reports everything that is wrong.
    pub fn check(&self, properties: &Json, report: &mut dyn FnMut(Problem)) {
        check::resource(self, properties, report);
    }
}

/// What is known about a member of an object.
#[doc(hidden)]
#[derive(Debug)]
pub struct Member {
    pub name: &'static str,
    pub required: bool,
    /// Lists and maps that are around the value, outermost first.
    pub around: Vec<Around>,
    pub value: Facts,
}

#[doc(hidden)]
#[derive(Debug)]
pub struct Around {
    pub map: bool,
    pub count: Count,
}

#[doc(hidden)]
#[derive(Debug, Default)]
pub struct Facts {
    pub characters: Count,
    pub least: Option<f64>,
    pub most: Option<f64>,
    pub object: Option<usize>,
    pub text: Option<Text>,
}

/// How many there may be.
type Count = Option<RangeInclusive<usize>>;

#[doc(hidden)]
#[derive(Debug)]
pub enum Text {
    /// With `|` between them.
    OneOf(&'static str),
    OneOfAnyCase(&'static str),
    Pattern(Pattern),
}

/// A pattern, which is compiled when the first literal text is compared with it.
#[doc(hidden)]
#[derive(Debug)]
pub struct Pattern {
    pub source: &'static str,
    regex: OnceLock<Option<Regex>>,
}

impl Pattern {
    pub fn matches(&self, text: &str) -> bool {
        // The generator has compiled every pattern that it writes.
        self.regex.get_or_init(|| Regex::new(self.source).ok()).as_ref().is_none_or(|regex| regex.is_match(text))
    }
}
