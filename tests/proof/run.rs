//! One weakening after the other: made, signed for as far as that is asked for, written, and read by the oracle.

use std::collections::{BTreeMap, BTreeSet};

use hc_cdk::{
    app::App,
    policy::Dimension,
    rule::{NOT_CLEARED, Rule, UNDECLARED_WAY, Verdict, answered},
    target::{Checked, Judge},
};
use hc_cdk_aws::stack::Aws;
use hc_cdk_k8s::chart::Kubernetes;

use crate::{
    change::Change,
    document::Documents,
    oracle,
    programs::Program,
    replay::Signed,
    weaken::{self, Weakening},
};

/// What is attested of a resource: what it is, and where.
pub(crate) struct Attested {
    pub(crate) rule: Rule,
    pub(crate) stack: String,
    pub(crate) construct: String,
    pub(crate) resource: String,
    /// The comment above it, if it is an object of a chart.
    pub(crate) comment: String,
}

/// How often something happened.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) tried: usize,
    pub(crate) refused: usize,
    pub(crate) signed: usize,
    pub(crate) written: usize,
    pub(crate) attested: usize,
    pub(crate) read: usize,
    /// What is attested and false: the rule, with the first weakenings that show it.
    pub(crate) wrong: BTreeMap<(&'static str, String), Vec<String>>,
    /// Rules that were attested, and nobody reads here.
    pub(crate) unread: BTreeSet<&'static str>,
}

/// Every rule that can be signed for, by its code.
pub(crate) fn rules() -> BTreeMap<&'static str, Rule> {
    let readings = Aws.readings().iter().chain(Kubernetes.readings()).copied().flatten().map(|it| it.rule);
    let others = Dimension::ALL.iter().map(|it| answered(*it)).chain([NOT_CLEARED, UNDECLARED_WAY]);
    readings.chain(others).map(|it| (it.code, it)).collect()
}

impl Tally {
    /// Weakens a program in every `step`-th way.
    pub(crate) fn weaken(&mut self, program: &Program, step: usize) {
        let rules = rules();
        let own = Weakening { what: "as it is".into(), change: Change::Nothing };
        let all = weaken::all(program.app.system());
        for weakening in std::iter::once(&own).chain(all.iter().step_by(step * program.rarer)) {
            self.tried += 1;
            match outcome(program, &weakening.change, &rules) {
                None => self.refused += 1,
                Some(it) => {
                    self.signed += usize::from(it.is_signed);
                    self.written += 1;
                    self.read(program, weakening, &it.attested, &it.documents);
                }
            }
        }
    }

    fn read(&mut self, program: &Program, weakening: &Weakening, attested: &[Attested], documents: &Documents) {
        for it in attested {
            self.attested += 1;
            let Some(oracle) = oracle::of(it.rule.code) else {
                self.unread.insert(it.rule.code);
                continue;
            };
            let thing = documents.thing(it);
            self.read += 1;
            if let Some(why) = oracle(thing) {
                let place = format!("{}/{} ({})", it.stack, it.resource, it.construct);
                let line =
                    format!("{}: {}\n      attested: {place}: {}", program.name, weakening.what, it.rule.sentence);
                let lines = self.wrong.entry((it.rule.code, why)).or_default();
                // A run of all takes long: what is found is said at once.
                if lines.is_empty() {
                    println!("{}: {line}", it.rule.code);
                }
                lines.push(line);
            }
        }
    }
}

/// What came of a change that was written.
struct Outcome {
    attested: Vec<Attested>,
    documents: Documents,
    is_signed: bool,
}

/// What comes of a change that can be written.
fn outcome(program: &Program, change: &Change, rules: &BTreeMap<&'static str, Rule>) -> Option<Outcome> {
    let (app, signed) = settled(program, change, rules)?;
    let checked = app.check().ok()?;
    let documents = Documents::of(&app, &app.emit(&checked).ok()?, program.asked);
    let is_signed = signed.0.iter().any(|(.., code)| !is_of_ways(code));
    Some(Outcome { attested: attested(&checked), documents, is_signed })
}

/// A copy says nothing of where data flows, so somebody signs for its ways: what is attested of these is not read here.
pub(crate) fn is_of_ways(code: &str) -> bool {
    [NOT_CLEARED, UNDECLARED_WAY].iter().any(|rule| rule.code == code)
}

/// The program with one change, under signatures if rules are broken; nothing if something else is wrong with it.
pub(crate) fn settled(
    program: &Program,
    change: &Change,
    rules: &BTreeMap<&'static str, Rule>,
) -> Option<(App, Signed)> {
    let mut signed = Signed::default();
    for _ in 0..4 {
        let app = (program.again)(program.app.system(), change, &signed, &|code| rules[code]);
        let findings = match app.check() {
            Ok(_) => return Some((app, signed)),
            Err(findings) => findings.0,
        };
        for finding in findings {
            let mut names = finding.path.splitn(3, '/').map(str::to_owned);
            let (stack, construct) = names.next().zip(names.next())?;
            if !rules.contains_key(finding.code) || construct == "Fill" {
                return None;
            }
            signed.0.insert((stack, construct, finding.code));
        }
    }
    None
}

/// What is attested of a program.
fn attested(checked: &Checked<'_>) -> Vec<Attested> {
    let held = checked.judged(|_| true).into_iter().filter(|it| it.verdict == Verdict::Held);
    let attested = held.map(|it| {
        let construct = it.stack.path_of(it.resource.construct);
        let comment = format!("{construct} {}", it.resource.name).trim_end().to_owned();
        let (stack, resource) = (it.stack.name().to_owned(), it.resource.logical_id.clone());
        Attested { rule: it.rule, stack, construct, resource, comment }
    });
    attested.collect()
}

impl Tally {
    /// What was done, in words.
    pub(crate) fn words(&self) -> String {
        let Self { tried, refused, signed, written, attested, read, unread, .. } = self;
        let unread = unread.iter().copied().collect::<Vec<_>>().join(", ");
        format!(
            "{tried} weakenings: {refused} refused, {written} written ({signed} of them signed for); of {attested} attested \
             sentences {read} were read\nattested and read by nobody: {unread}"
        )
    }

    /// What is attested and false.
    pub(crate) fn wrongs(&self) -> String {
        let mut text = String::new();
        for ((code, why), lines) in &self.wrong {
            text.extend([format!("{code}: {why} ({} times)\n", lines.len())]);
            text.extend(lines.iter().take(3).map(|line| format!("  {line}\n")));
        }
        text
    }
}
