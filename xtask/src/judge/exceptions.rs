//! What judges hold against an output without cause: reviewed, each with its reason, and gone when it does not occur any more.

use anyhow::{Context as _, Result};

use super::case::Verdict;
use crate::rows::rows;

/// A finding that has no cause.
struct Exception {
    rule: &'static str,
    /// A resource's logical id, in which `*` is any text; with its stack in front of it, if it is of one alone.
    resource: &'static str,
}

impl Exception {
    /// Whether it is about a resource of a stack.
    fn is_of(&self, stack: &str, resource: &str) -> bool {
        match self.resource.split_once('/') {
            None => matches(self.resource, resource),
            Some((of, id)) => stack.rsplit('/').next() == Some(of) && matches(id, resource),
        }
    }
}

/// The exceptions of a judge, and which of them occurred.
pub(super) struct Exceptions {
    all: Vec<(Exception, bool)>,
    excused: usize,
}

impl Exceptions {
    /// The lines of a file: rule, resource, reason.
    pub(super) fn of(file: &'static str) -> Result<Self> {
        let exception = |[rule, resource, _reason]: [&'static str; 3]| (Exception { rule, resource }, false);
        Ok(Self { all: rows(file).context("in exceptions.tsv")?.into_iter().map(exception).collect(), excused: 0 })
    }

    /// Whether a finding about a resource of a stack or chart has no cause.
    pub(super) fn excuse(&mut self, place: &str, rule: &str, resource: &str) -> bool {
        let mut known = false;
        for (_, used) in self.all.iter_mut().filter(|(it, _)| it.rule == rule && it.is_of(place, resource)) {
            (known, *used) = (true, true);
        }
        self.excused += usize::from(known);
        known
    }

    /// Says how many findings were excused, and which exceptions met none. One folder need not have everything that the examples have
    /// together.
    pub(super) fn tell(self, all_examples: bool, verdict: &mut Verdict) {
        verdict.remarks.push(format!("{} findings are known to have no cause", self.excused));
        let unused = self.all.into_iter().filter(|(_, used)| all_examples && !used);
        verdict.complaints.extend(unused.map(|(Exception { rule, resource }, _)| {
            format!("the exception `{rule}` for `{resource}` does not occur any more: remove it from exceptions.tsv")
        }));
    }
}

/// Whether a text is as the pattern says; `*` is any text.
pub(super) fn matches(pattern: &str, text: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else { return pattern == text };
    let Some(mut left) = text.strip_prefix(first) else { return false };
    let mut parts: Vec<&str> = rest.split('*').collect();
    let last = parts.pop().unwrap_or_default();
    for part in parts {
        let Some((_, after)) = left.split_once(part) else { return false };
        left = after;
    }
    left.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::{Exception, Exceptions, matches};

    #[test]
    fn a_star_is_any_text() {
        for (pattern, text) in [("*", "Network"), ("*Copy", "ScansCopy"), ("A*B*C", "AxBBxC"), ("Scans", "Scans")] {
            assert!(matches(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in [("*Copy", "CopyOf"), ("A*B*C", "AxC"), ("Scans", "ScansCopy"), ("A*AB", "AB")] {
            assert!(!matches(pattern, text), "{pattern} {text}");
        }
    }

    #[test]
    fn an_exception_of_a_stack_is_for_that_one_alone() {
        let exception = Exception { rule: "", resource: "west/Records" };
        assert!(exception.is_of("examples/output/hms/west", "Records"));
        assert!(!exception.is_of("examples/output/hms/east", "Records"));
        assert!(!exception.is_of("examples/output/hms/west", "Reports"));
        let exception = Exception { rule: "", resource: "Records" };
        assert!(exception.is_of("examples/output/hms/east", "Records"));
    }

    #[test]
    fn every_exception_has_a_reason() {
        assert!(Exceptions::of(include_str!("../../judges/checkov/exceptions.tsv")).is_ok());
        for broken in ["Rule	Id", "Rule	Id	 ", "Rule"] {
            assert!(Exceptions::of(broken).is_err(), "{broken}");
        }
    }
}
