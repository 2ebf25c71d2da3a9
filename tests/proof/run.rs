//! One weakening after the other: made, signed for as far as that is asked for, written, and read by the oracle.

use std::collections::{BTreeMap, BTreeSet};

use hc_cdk::{
    app::App,
    policy::Dimension,
    rule::{NOT_CLEARED, Rule, UNDECLARED_WAY, Verdict, answered},
    target::{Checked, Judge},
};
use hc_cdk_aws::stack::Aws;
use hc_cdk_azure::stack::Azure;
use hc_cdk_delivery::target::GitHub;
use hc_cdk_gcp::stack::Gcp;
use hc_cdk_k8s::chart::Kubernetes;

use crate::{
    change::Change,
    document::Documents,
    oracle,
    programs::{Amount, Plan, Program},
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
    pub(crate) programs: usize,
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
pub(crate) type Rules = BTreeMap<&'static str, Rule>;

pub(crate) fn rules() -> Rules {
    let tables = [Aws.readings(), Azure.readings(), Gcp.readings(), GitHub.readings(), Kubernetes.readings()];
    let readings = tables.into_iter().flatten().copied().flatten().map(|it| it.rule);
    let others = Dimension::ALL.iter().map(|it| answered(*it)).chain([NOT_CLEARED, UNDECLARED_WAY]);
    readings.chain(others).map(|it| (it.code, it)).collect()
}

/// Which of all weakenings are made: one of `step` of an example, and of those only one of `parts`, beginning with `part`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Share {
    pub(crate) step: usize,
    pub(crate) part: usize,
    pub(crate) parts: usize,
}

impl Share {
    /// The places of the weakenings that are made, of so many.
    fn places(self, amount: Amount, all: usize) -> BTreeSet<usize> {
        match amount {
            Amount::Rarer(rarer) => (0..all).step_by(self.step * rarer).skip(self.part).step_by(self.parts).collect(),
            // A prime spreads the places, so that programs that are like each other are not weakened in the same way.
            Amount::Few { number, of } => (0..of).map(|at| (at * all / of + number * 7919) % all).collect(),
        }
    }
}

impl Tally {
    /// Weakens a program in some ways.
    pub(crate) fn of(plan: &Plan, share: Share, rules: &Rules) -> Self {
        let mut tally = Self { programs: usize::from(share.part == 0), ..Self::default() };
        let program = plan.make();
        let signed = settled(&program, &Change::Nothing, rules, Signed::default(), |_, _, signed| signed.clone());
        let signed = signed.unwrap_or_else(|| panic!("{} is not written as it is", program.name));
        let all = weaken::all(&program);
        let places = share.places(plan.amount, all.len());
        let own = Weakening { what: "as it is".into(), change: Change::Nothing };
        let own = Some(&own).filter(|_| share.part == 0);
        for weakening in own.into_iter().chain(places.iter().map(|at| &all[*at])) {
            tally.tried += 1;
            match outcome(&program, &weakening.change, rules, &signed) {
                None => tally.refused += 1,
                Some(it) => {
                    tally.signed += usize::from(it.is_signed);
                    tally.written += 1;
                    tally.read(&program, weakening, &it.attested, &it.documents);
                }
            }
        }
        tally
    }

    /// Both together.
    pub(crate) fn and(mut self, other: Self) -> Self {
        self.programs += other.programs;
        self.tried += other.tried;
        self.refused += other.refused;
        self.signed += other.signed;
        self.written += other.written;
        self.attested += other.attested;
        self.read += other.read;
        for (what, lines) in other.wrong {
            self.wrong.entry(what).or_default().extend(lines);
        }
        self.unread.extend(other.unread);
        self
    }

    fn read(&mut self, program: &Program, weakening: &Weakening, attested: &[Attested], documents: &Documents) {
        for it in attested {
            self.attested += 1;
            let Some(oracle) = oracle::of(it.rule.code) else {
                self.unread.insert(it.rule.code);
                continue;
            };
            self.read += 1;
            if let Some(why) = documents.things(it).into_iter().find_map(oracle) {
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

/// What comes of a change that can be written. Most changes leave the signatures as they were, so it begins with those.
fn outcome(program: &Program, change: &Change, rules: &Rules, base: &Signed) -> Option<Outcome> {
    let written = settled(program, change, rules, base.clone(), |app, checked, signed| {
        let documents = Documents::of(program, app, &app.emit(checked).ok()?);
        let is_signed = signed.0.iter().any(|(.., code)| !is_of_ways(code));
        Some(Outcome { attested: attested(checked), documents, is_signed })
    });
    written.flatten()
}

/// A copy says nothing of where data flows, so somebody signs for its ways: what is attested of these is not read here.
pub(crate) fn is_of_ways(code: &str) -> bool {
    [NOT_CLEARED, UNDECLARED_WAY].iter().any(|rule| rule.code == code)
}

/// What is made of the program with one change, under signatures if rules are broken; nothing if something else is wrong with it.
pub(crate) fn settled<T>(
    program: &Program,
    change: &Change,
    rules: &Rules,
    mut signed: Signed,
    then: impl FnOnce(&App, &Checked<'_>, &Signed) -> T,
) -> Option<T> {
    for _ in 0..5 {
        let app = (program.again)(program.app.system(), program.part, change, &signed, &|code| rules[code]);
        let findings = match app.check() {
            Ok(checked) => return Some(then(&app, &checked, &signed)),
            Err(findings) => findings.0,
        };
        // The change has mended what somebody signed for: what is signed for begins anew.
        if findings.iter().any(|it| it.code == "WaiverOfNothing") && !signed.0.is_empty() {
            signed = Signed::default();
            continue;
        }
        // A rule that somebody signs for answers what the policy asks for: that it is not answered may be all there is then, or nothing.
        let is_answer = |code: &str| Dimension::ALL.iter().any(|it| it.code() == code);
        let are_answers = findings.iter().all(|it| is_answer(it.code));
        for finding in findings.into_iter().filter(|it| are_answers || !is_answer(it.code)) {
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

/// How often each rule was read in which way, in the stacks of a program that are read here.
pub(crate) fn verdicts(program: &Program, checked: &Checked<'_>) -> BTreeMap<(&'static str, String), usize> {
    let mut all = BTreeMap::new();
    for it in checked.judged(|_| true).into_iter().filter(|it| program.reads(it.stack)) {
        *all.entry((it.rule.code, format!("{:?}", it.verdict))).or_default() += 1;
    }
    all
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
        let Self { programs, tried, refused, signed, written, attested, read, .. } = self;
        format!(
            "{programs} programs, {tried} weakenings: {refused} refused, {written} written ({signed} of them signed for); of \
             {attested} attested sentences {read} were read"
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
