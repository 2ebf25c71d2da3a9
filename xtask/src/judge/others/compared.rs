//! Two who judge the same templates: where they say the same, and why they do not elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result, bail};

use crate::{judge::exceptions::matches, rows::rows};

/// The reviewed differences.
const DIFFERENCES: &str = include_str!("../../../judges/verify/differences.tsv");
/// The rules of the pack.
const RULES: &str = include_str!("../../../../tests/data/hipaa_aws_rules.tsv");
/// The rules that cdk-nag calls one thing only, whatever a template says, and why.
const ONE_WORD: [(&str, &str); 1] =
    [("VPCDefaultSecurityGroupClosed", "cdk-nag looks for a construct of the CDK, which no template has")];

/// A rule and a resource of a template.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    file: String,
    pub(super) rule: String,
    resource: String,
}

impl Place {
    pub(super) fn of(file: &str, rule: &str, resource: &str) -> Self {
        Self { file: file.to_owned(), rule: rule.to_owned(), resource: resource.to_owned() }
    }
}

/// What cdk-nag says of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Word {
    Holds,
    Broken,
    Untold,
}

impl Word {
    pub(super) fn of(word: &str) -> Option<Self> {
        Some(match word {
            "holds" => Self::Holds,
            "broken" => Self::Broken,
            "untold" => Self::Untold,
            _ => return None,
        })
    }
}

/// Why the two differ: rule, template, resource, in each of which `*` is any text, and which of them finds something.
struct Difference {
    places: [&'static str; 3],
    is_ours: bool,
}

impl Difference {
    fn explains(&self, it: &Place, is_ours: bool) -> bool {
        let texts = [&it.rule, &it.file, &it.resource];
        self.is_ours == is_ours && self.places.iter().zip(texts).all(|(pattern, text)| matches(pattern, text))
    }
}

fn differences(file: &'static str) -> Result<Vec<Difference>> {
    let difference = |[rule, template, resource, whose, _reason]: [&'static str; 5]| {
        let is_ours = match whose {
            "hc-cdk" => true,
            "cdk-nag" => false,
            _ => bail!("`{whose}` finds nothing: it is `hc-cdk` or `cdk-nag`"),
        };
        Ok(Difference { places: [rule, template, resource], is_ours })
    };
    rows(file)?.into_iter().map(difference).collect::<Result<_>>().context("in differences.tsv")
}

/// What came of it.
pub(super) struct Compared {
    pub(super) equal: usize,
    pub(super) explained: usize,
    pub(super) untold: usize,
    pub(super) complaints: Vec<String>,
    /// What cdk-nag said of each rule somewhere, where the two say the same.
    shown: BTreeSet<(String, Word)>,
}

impl Compared {
    /// The rules of which nothing shows that the two say the same of what is right, and of what is wrong.
    pub(super) fn unshown(&self) -> Vec<String> {
        let lacks = |rule: &&str| {
            let of = |word| self.shown.contains(&((*rule).to_owned(), word));
            let is_one_word = ONE_WORD.iter().any(|(it, _)| it == rule);
            (of(Word::Holds) && of(Word::Broken)) == is_one_word
        };
        let say =
            |rule| format!("{rule}: no template shows that cdk-nag and hc-cdk call the same right and the same wrong");
        pack().filter(lacks).map(say).collect()
    }
}

/// The names of the pack's rules.
pub(super) fn pack() -> impl Iterator<Item = &'static str> {
    RULES.lines().skip(1).filter_map(|line| line.split('\t').next())
}

/// Compares what cdk-nag says of the templates that it reads with what ours finds.
pub(super) fn compare(theirs: &BTreeMap<&str, Vec<(Place, Word)>>, ours: &BTreeSet<Place>) -> Result<Compared> {
    Ok(compare_by(&differences(DIFFERENCES)?, theirs, ours))
}

fn compare_by(table: &[Difference], theirs: &BTreeMap<&str, Vec<(Place, Word)>>, ours: &BTreeSet<Place>) -> Compared {
    let mut compared = Compared { equal: 0, explained: 0, untold: 0, complaints: Vec::new(), shown: BTreeSet::new() };
    let rules: BTreeSet<&str> = pack().collect();
    let mut differing: Vec<(&Place, bool)> = Vec::new();
    let mut told = BTreeSet::new();
    for (place, word) in theirs.values().flatten() {
        told.insert(place);
        let is_found = ours.contains(place);
        match word {
            Word::Untold => compared.untold += 1,
            _ if is_found == (*word == Word::Broken) => {
                compared.equal += 1;
                compared.shown.insert((place.rule.clone(), *word));
            }
            _ => differing.push((place, is_found)),
        }
        if !rules.contains(place.rule.as_str()) {
            compared.complaints.push(format!("cdk-nag has a rule that is not here: {}", place.rule));
        }
    }
    // What one of them finds in a resource of which the other says nothing.
    let is_compared = |it: &&Place| rules.contains(it.rule.as_str()) && theirs.contains_key(it.file.as_str());
    differing.extend(ours.iter().filter(is_compared).filter(|it| !told.contains(it)).map(|it| (it, true)));

    // A line is needed if it alone explains something: without it, that would be a complaint.
    let mut needed = vec![false; table.len()];
    for (place, is_ours) in differing {
        let lines: Vec<usize> = (0..).zip(table).filter(|(_, it)| it.explains(place, is_ours)).map(|it| it.0).collect();
        match lines[..] {
            [] => {
                let Place { file, rule, resource } = place;
                let who =
                    if is_ours { "hc-cdk finds it, cdk-nag does not" } else { "cdk-nag finds it, hc-cdk does not" };
                compared.complaints.push(format!("{file}: {resource}: {rule}: {who}"));
            }
            [only] => needed.iter_mut().skip(only).take(1).for_each(|it| *it = true),
            _ => {}
        }
        compared.explained += usize::from(!lines.is_empty());
    }
    let idle = table.iter().zip(needed).filter(|(_, needed)| !needed);
    compared.complaints.extend(idle.map(|(it, _)| {
        format!(
            "the line `{}` explains nothing that no other does: remove it from differences.tsv",
            it.places.join(" ")
        )
    }));
    compared
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::{Compared, DIFFERENCES, Place, Word, compare_by, differences, pack};

    const TABLE: &str =
        "EC2InstancesInVPC\ta/*\t*\tcdk-nag\tit is in one\nRDSLoggingEnabled\ta/b\tD\thc-cdk\tMySQL is MySQL";

    fn complaints(table: &'static str, words: &[(&str, Word)], ours: &[&str]) -> Vec<String> {
        compared(table, words, ours).complaints
    }

    fn compared(table: &'static str, words: &[(&str, Word)], ours: &[&str]) -> Compared {
        let place = |it: &str| match it.split(' ').collect::<Vec<_>>()[..] {
            [rule, resource] => Place::of("a/b", rule, resource),
            _ => panic!("{it}"),
        };
        let theirs = BTreeMap::from([("a/b", words.iter().map(|(it, word)| (place(it), *word)).collect())]);
        let ours: BTreeSet<Place> = ours.iter().map(|it| place(it)).collect();
        compare_by(&differences(table).unwrap(), &theirs, &ours)
    }

    #[test]
    fn each_rule_is_shown_right_and_wrong() {
        let rules = pack().flat_map(|it| [format!("{it} G"), format!("{it} B")]).collect::<Vec<_>>();
        let word = |it: &str| {
            if it.ends_with('G') && it != "VPCDefaultSecurityGroupClosed G" { Word::Holds } else { Word::Broken }
        };
        let words: Vec<(&str, Word)> = rules.iter().map(|it| (it.as_str(), word(it))).collect();
        let broken = |words: &[(&str, Word)]| {
            words.iter().filter(|it| it.1 == Word::Broken).map(|it| it.0.to_owned()).collect::<Vec<_>>()
        };
        let unshown = |words: &[(&str, Word)], ours: &[String]| {
            compared("", words, &ours.iter().map(String::as_str).collect::<Vec<_>>()).unshown()
        };
        let ours = broken(&words);
        assert_eq!(unshown(&words, &ours), [""; 0]);
        let without: Vec<_> = words.iter().copied().filter(|it| it.0 != "EFSEncrypted G").collect();
        assert_eq!(unshown(&without, &ours).len(), 1);
        let other: Vec<String> = ours.iter().filter(|it| *it != "EFSEncrypted B").cloned().collect();
        assert_eq!(unshown(&words, &other).len(), 1, "the two say another thing");
        let closed: Vec<_> = words.iter().copied().chain([("VPCDefaultSecurityGroupClosed H", Word::Holds)]).collect();
        assert_eq!(unshown(&closed, &ours).len(), 1, "it is of one word no more");
    }

    #[test]
    fn each_difference_has_a_line_and_each_line_a_difference() {
        let vpc = ("EC2InstancesInVPC M", Word::Broken);
        let logs = ("RDSLoggingEnabled D", Word::Holds);
        let own = &["RDSLoggingEnabled D"];
        assert!(complaints(TABLE, &[vpc, logs], own).is_empty());
        // What cdk-nag says nothing of is compared too, and what it cannot tell is not.
        assert!(complaints(TABLE, &[vpc, ("S3BucketLoggingEnabled B", Word::Untold)], own).is_empty());
        assert_eq!(complaints("", &[vpc, logs], own).len(), 2);
        assert_eq!(complaints(TABLE, &[vpc, logs], &[]).len(), 1, "a line explains nothing");
        assert_eq!(complaints(TABLE, &[("EC2InstancesInVPC M", Word::Holds), logs], own).len(), 1);
        let twice = "EC2InstancesInVPC\ta/*\t*\tcdk-nag\tone\nEC2InstancesInVPC\t*\t*\tcdk-nag\ttwo";
        assert_eq!(complaints(twice, &[vpc], &[]).len(), 2, "of two lines one is enough");
        assert_eq!(complaints("", &[("NewRule M", Word::Holds)], &[]).len(), 1);
        assert_eq!(complaints("", &[], &["RDSLoggingEnabled D", "OfNoPack D"]).len(), 1);
    }

    #[test]
    fn the_lines_say_whose_and_why() {
        assert!(!differences(DIFFERENCES).unwrap().is_empty());
        assert_eq!(pack().count(), 90);
        for broken in ["A\tb\tc\tboth\twhy", "A\tb\tc\thc-cdk\t", "A\tb\tc\thc-cdk"] {
            assert!(differences(broken).is_err(), "{broken}");
        }
    }
}
