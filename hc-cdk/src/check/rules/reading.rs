//! How a rule is read: the resources that it is about, the policies under which it holds, and what it asks for.

use super::subject::{Known, Subject};
use crate::{
    model::rule::Rule,
    policy::{Dimension, PolicyFacts, data::Class},
};

/// How a rule is read from what is written. [`rules!`](crate::rules!) writes tables of them.
#[derive(Debug)]
pub struct Reading {
    /// The rule.
    pub rule: Rule,
    /// The kinds of resources that it is about; none means all.
    pub on: &'static [&'static str],
    /// Under which policies it holds.
    pub when: fn(&PolicyFacts) -> bool,
    /// The dimension whose floor it answers for what it is about, if it is one that compares with the floor.
    pub answers: Option<Dimension>,
    /// What it asks for.
    pub must: Must,
    /// What is wrong where it is broken, behind "which".
    pub message: &'static str,
    /// What to do.
    pub help: &'static str,
}

/// What a rule asks for. Properties are given by their path: names joined by `/`.
#[derive(Debug, Clone, Copy)]
pub enum Must {
    /// The property is there, whatever its value.
    Set(&'static str),
    /// The property is known to be true.
    True(&'static str),
    /// The property is known to be false.
    False(&'static str),
    /// The property is left out or known to be true.
    NotFalse(&'static str),
    /// The property is left out or known to be false.
    NotTrue(&'static str),
    /// The property is known to be this text.
    Text(&'static str, &'static str),
    /// Something that takes more than one property.
    Hold(fn(&Subject<'_>) -> bool),
    /// Something that is not about every resource of its kinds.
    Judge(fn(&Subject<'_>) -> Verdict),
}

/// What was read of a rule in one resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It holds.
    Held,
    /// It does not hold, or cannot be read.
    Broken,
    /// It is not about this resource.
    NotApplicable,
}

/// Holds where there is anything but made-up data.
pub fn real_data(policy: &PolicyFacts) -> bool {
    policy.data_ceiling > Class::Synthetic
}

/// Whether a policy asks for something on a dimension, be it the least.
pub fn asks(policy: &PolicyFacts, dimension: Dimension) -> bool {
    policy.asked(dimension).is_some()
}

impl Verdict {
    /// Held if something holds.
    pub fn of(holds: bool) -> Self {
        if holds { Self::Held } else { Self::Broken }
    }
}

impl Reading {
    /// Reads the rule in a resource of a kind that it is about.
    pub fn read(&self, subject: &Subject<'_>) -> Verdict {
        Verdict::of(match self.must {
            Must::Set(path) => subject.property(path).is_some(),
            Must::True(path) => subject.flag(path) == Known::Is(true),
            Must::False(path) => subject.flag(path) == Known::Is(false),
            Must::NotFalse(path) => matches!(subject.flag(path), Known::Missing | Known::Is(true)),
            Must::NotTrue(path) => matches!(subject.flag(path), Known::Missing | Known::Is(false)),
            Must::Text(path, text) => subject.text(path) == Some(text),
            Must::Hold(holds) => holds(subject),
            Must::Judge(judge) => return judge(subject),
        })
    }
}

/// Declares rules, each with how it is read: a constant that waivers and constructs name, and the table of all, which the target's
/// [`Judge`](crate::target::Judge) or an app's own [`rules`](crate::app::App::rules) take.
///
/// ```
/// use hc_cdk::{control::iso27001, rule::Must, rules};
///
/// rules! {
///     pub const READINGS;
///
///     pub SHEET_HAS_A_TITLE = "SheetHasATitle" {
///         sentence: "every sheet has a title",
///         controls: &[iso27001::RECORDS],
///         on: &["Paper::Sheet"],
///         must: Must::Set("Title"),
///         message: "has no title",
///         help: "set `Title`",
///     }
/// }
///
/// assert_eq!(SHEET_HAS_A_TITLE.sentence, READINGS[0].rule.sentence);
/// ```
#[macro_export]
macro_rules! rules {
    ($all_vis:vis const $all:ident; $($vis:vis $name:ident = $code:literal {
        sentence: $sentence:literal,
        controls: $controls:expr,
        $($reading:tt)*
    })+) => {
        $(
            #[doc = concat!("`", $code, "`: ", $sentence, ".")]
            $vis const $name: $crate::rule::Rule =
                $crate::rule::Rule { code: $code, sentence: $sentence, controls: $controls };
        )+

        /// How these rules are read.
        $all_vis const $all: &[$crate::rule::Reading] = &[$($crate::__reading! { $name $($reading)* }),+];
    };
}

/// For [`rules!`]: a rule holds under every policy, and answers no dimension, unless it says so.
#[doc(hidden)]
#[macro_export]
macro_rules! __reading {
    ($name:ident on: $on:expr, $(when: $when:expr,)? $(answers: $answers:ident,)? must: $must:expr, message: $message:expr, help: $help:expr $(,)?) => {
        $crate::rule::Reading {
            rule: $name,
            on: $on,
            when: $crate::__or!($($when)?; |_| true),
            answers: $crate::__or!($(Some($crate::policy::Dimension::$answers))?; None),
            must: $must,
            message: $message,
            help: $help,
        }
    };
}

/// For [`rules!`]: the first, if it is given.
#[doc(hidden)]
#[macro_export]
macro_rules! __or {
    (; $default:expr) => {
        $default
    };
    ($given:expr; $default:expr) => {
        $given
    };
}
