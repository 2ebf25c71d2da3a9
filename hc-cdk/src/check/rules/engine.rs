//! Reads every rule in every resource that it is about, and keeps the verdicts.

use std::cell::LazyCell;

use indexmap::{IndexMap, IndexSet};

use super::{
    answers::Answers,
    reading::{Reading, Verdict},
    subject::Subject,
    verdicts::{Judged, Signed, Tally, Verdicts},
};
use crate::{
    check::checked::Checked,
    model::{
        StackModel,
        finding::Finding,
        printable,
        rule::{BY_HAND, NOT_CLEARED, Rule, UNDECLARED_WAY},
        waiver::WaiverRecord,
    },
    policy::{PolicyFacts, control::Control},
    value::Quick,
};

/// The readings that a stack is held to, found by the kind of a resource.
#[derive(Debug)]
struct Table {
    readings: Vec<&'static Reading>,
    every: Vec<usize>,
    by_kind: IndexMap<&'static str, Vec<usize>, Quick>,
}

impl Table {
    /// The readings of the rules that `wanted` names.
    fn of(checked: &Checked<'_>, stack: &StackModel, wanted: &dyn Fn(&Rule) -> bool) -> Self {
        let readings = checked.judges().readings(stack);
        let readings = readings.filter(|reading| (reading.when)(&stack.policy) && wanted(&reading.rule)).collect();
        let mut table = Self { readings, every: Vec::new(), by_kind: IndexMap::default() };
        for (at, reading) in table.readings.iter().enumerate() {
            if reading.on.is_empty() {
                table.every.push(at);
            }
            for kind in reading.on {
                table.by_kind.entry(kind).or_default().push(at);
            }
        }
        table
    }

    /// The places of those that are about a kind.
    fn about(&self, kind: &str) -> impl Iterator<Item = usize> {
        self.every.iter().chain(self.by_kind.get(kind).into_iter().flatten()).copied()
    }
}

/// The tables of the stacks so far: most are held to the same. Whoever judges many apps without rules of their own keeps them.
#[derive(Debug, Default)]
pub struct Tables(Vec<Kept>);

#[derive(Debug)]
struct Kept {
    /// The rules of the stack's target.
    of: &'static [&'static [Reading]],
    policy: PolicyFacts,
    table: Table,
    miscalled: Vec<Miscalled>,
}

impl Tables {
    /// The table of a stack, and its rules whose codes are wrong.
    fn of(&mut self, checked: &Checked<'_>, stack: &StackModel) -> Option<(&Table, &[Miscalled])> {
        let of = checked.judges().of(stack).map_or(&[][..], |judge| judge.readings());
        let is_it = |kept: &Kept| std::ptr::eq(kept.of, of) && kept.policy == stack.policy;
        // The stack before is the likeliest.
        let at = self.0.iter().rposition(is_it).unwrap_or_else(|| {
            let miscalled = miscalled(checked.judges().readings(stack));
            let table = Table::of(checked, stack, &|_| true);
            self.0.push(Kept { of, policy: stack.policy.clone(), table, miscalled });
            self.0.len() - 1
        });
        self.0.get(at).map(|kept| (&kept.table, &kept.miscalled[..]))
    }
}

/// What takes a verdict, with the place of its reading in the table.
type Each<'a, 'b> = dyn FnMut((usize, &Reading), &Subject<'a>, Verdict) + 'b;

/// Reads the rules of a table in the stack at that place, in the order of its resources. What is read is given with the place of
/// its reading in the table.
fn read<'a>(checked: &'a Checked<'_>, stack_at: usize, table: &Table, each: &mut Each<'a, '_>) {
    let Some(stack) = checked.stacks().get(stack_at) else { return };
    let judge = checked.judges().of(stack);
    for resource_at in 0..stack.resources.len() {
        let Some(subject) = Subject::at(checked.system(), checked.graph(), (stack_at, resource_at)) else { continue };
        let is_known = LazyCell::new(|| judge.is_none_or(|judge| judge.knows_all_of(&subject)));
        for at in table.about(subject.kind()) {
            let Some(reading) = table.readings.get(at) else { continue };
            match reading.read(&subject) {
                Verdict::NotApplicable => {}
                Verdict::Held if !*is_known => {}
                verdict => each((at, reading), &subject, verdict),
            }
        }
    }
}

/// The verdicts on all rules. A broken rule that nobody signed for is a finding, and so is a signature for a rule that is not
/// broken. What other checks needed signatures for is in `needed`.
pub(crate) fn judge(
    checked: &Checked<'_>,
    mut needed: Signed,
    tables: &mut Tables,
    findings: &mut Vec<Finding>,
) -> Verdicts {
    let mut verdicts = Verdicts::default();
    for (stack_at, stack) in checked.stacks().iter().enumerate() {
        let (mut signed, mut answers) = (needed.swap_remove(&stack_at).unwrap_or_default(), Answers::of(stack));
        let Some((table, miscalled)) = tables.of(checked, stack) else { continue };
        let mut tallies = vec![Tally::default(); table.readings.len()];
        read(checked, stack_at, table, &mut |(at, reading), subject, verdict| {
            let Some(tally) = tallies.get_mut(at) else { return };
            let construct = subject.resource.construct;
            let mut first = None;
            if verdict == Verdict::Held {
                tally.held += 1;
            } else {
                // Each signature for it is one for what is broken: two changes of one construct may break the same rule.
                for (at, _) in stack.waivers_of(construct, &reading.rule) {
                    first.get_or_insert(at);
                    signed.insert((at, reading.rule.code));
                }
                if let Some(waiver) = first {
                    tally.waived += 1;
                    verdicts.waived.push((subject.place(), reading.rule, waiver));
                } else {
                    findings.push(finding(reading, subject));
                }
            }
            if let Some(dimension) = reading.answers.filter(|_| verdict == Verdict::Held || first.is_some()) {
                answers.note(stack, construct, dimension);
            }
        });
        for (reading, tally) in table.readings.iter().zip(tallies) {
            verdicts.note(reading.rule, tally);
        }
        if let Some(judge) = checked.judges().of(stack) {
            answers.check(stack, |role| judge.concerns(role), &mut signed, findings);
        }
        unsigned(stack, &signed, findings);
        findings.extend(miscalled.iter().map(|(code, message, help)| stack.finding_here(code, message.clone(), *help)));
    }
    verdicts
}

/// A rule whose code is wrong: the code of the finding, its message, and what to do.
type Miscalled = (&'static str, String, &'static str);

/// The rules that have the code of another one, of the core's own too: what is read of the two, and signed for, could not be told
/// apart. So are codes that are no names, and those of floors are none.
fn miscalled<'a>(readings: impl Iterator<Item = &'a Reading>) -> Vec<Miscalled> {
    let mut seen = IndexMap::from([BY_HAND, NOT_CLEARED, UNDECLARED_WAY].map(|rule| (rule.code, rule)));
    let mut found = Vec::new();
    for Reading { rule, .. } in readings {
        if rule.code.is_empty() || !rule.code.bytes().all(|it| it.is_ascii_alphanumeric()) {
            let message = format!("is held to a rule with the code `{}`, which is no name", printable::line(rule.code));
            found.push(("RuleName", message, "make it of letters and digits, such as `TrailLogs`"));
        } else if *seen.entry(rule.code).or_insert(*rule) != *rule {
            let help = "give the rule of the app a code that no other rule has";
            found.push(("RuleTwice", format!("is held to two rules `{}`", rule.code), help));
        }
    }
    found
}

/// Reports signatures for rules that are not broken where the waiver is scoped to.
fn unsigned(stack: &StackModel, signed: &IndexSet<(usize, &'static str)>, findings: &mut Vec<Finding>) {
    for (at, waiver) in stack.waivers.iter().enumerate() {
        for rule in waiver.rules.iter().filter(|rule| **rule != BY_HAND && !signed.contains(&(at, rule.code))) {
            let message = format!("stands under a waiver of `{}`, which is not broken there", rule.code);
            let help = "name the rules that are broken and no others; findings name them";
            findings.push(stack.finding_of("WaiverOfNothing", waiver, message, help));
        }
    }
}

fn finding(reading: &Reading, subject: &Subject<'_>) -> Finding {
    let resource = subject.resource;
    let message = format!("declares `{}` (`{}`), which {}", resource.logical_id, subject.kind(), reading.message);
    subject
        .stack
        .finding(reading.rule.code, resource.construct, message, reading.help)
        .citing(reading.rule.controls.first().copied())
}

impl Checked<'_> {
    /// How many rules that the system's stacks are held to rest on a clause, or answer what is asked for because of it.
    pub(crate) fn rules_on(&self, control: Control) -> usize {
        let mut codes = IndexSet::new();
        for stack in self.stacks() {
            let rests = |it: &Reading| {
                it.rule.controls.contains(&control) || stack.policy.asked_by(it.answers).any(|by| by == control)
            };
            let readings = self.judges().readings(stack).filter(|it| (it.when)(&stack.policy) && rests(it));
            codes.extend(readings.map(|it| it.rule.code));
        }
        codes.len()
    }

    /// The rules that are broken in a resource and that somebody signed for, in the order of their readings, each with who signed
    /// first: of the resource at a place in the stack at a place.
    pub fn waived_rules(&self, stack: usize, resource: usize) -> impl Iterator<Item = (Rule, &WaiverRecord)> {
        let waivers = self.stacks().get(stack).map_or(&[][..], |it| &it.waivers);
        self.verdicts().waived_at((stack, resource)).filter_map(|(rule, at)| Some((rule, waivers.get(at)?)))
    }

    /// Reads the rules again that `wanted` names: each with where it held, or was waived.
    pub fn judged(&self, wanted: impl Fn(&Rule) -> bool) -> Vec<Judged<'_>> {
        let mut all = Vec::new();
        for stack_at in 0..self.stacks().len() {
            let Some(stack) = self.stacks().get(stack_at) else { continue };
            let table = Table::of(self, stack, &wanted);
            read(self, stack_at, &table, &mut |(_, reading), subject, verdict| {
                let (stack, resource) = (subject.stack, subject.resource);
                let signed = stack.waivers_of(resource.construct, &reading.rule).filter(|_| verdict == Verdict::Broken);
                let waivers = signed.map(|(_, waiver)| waiver).collect();
                let (rule, is_own) = (reading.rule, self.judges().is_own(&reading.rule));
                let answers = reading.answers;
                all.push(Judged { rule, is_own, stack_at, stack, resource, answers, verdict, waivers });
            });
        }
        all
    }
}
