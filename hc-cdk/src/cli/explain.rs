//! `explain`: what a clause is about, which policy asks for what because of it, and what here meets it, as it was read.

use std::fmt::Write;

use indexmap::IndexMap;
use serde_json::{Value, json};

use super::clauses::{self, Wanted};
use crate::{
    check::{
        Checked,
        rules::{Judged, Tally},
    },
    model::{
        ConstructModel, StackModel, place,
        rule::{NOT_CLEARED, Rule, UNDECLARED_WAY},
        waiver::WaiverRecord,
    },
    policy::{Requirement, control::Control},
};

/// What is known of a clause.
struct Clause<'a> {
    control: Control,
    asked: Vec<&'a Requirement>,
    read: Vec<Read<'a>>,
    /// How many ways of data were read for the rules on them.
    ways: Vec<(Rule, Tally)>,
    /// Signatures for what no resource shows: floors that nothing answers, and what is not from a construct.
    signed: Vec<(&'a StackModel, &'a WaiverRecord)>,
    stated: Vec<(&'a StackModel, &'a ConstructModel, &'a Rule)>,
}

/// What was read of a rule in a construct, with the resources.
struct Read<'a> {
    stack: &'a StackModel,
    construct: &'a ConstructModel,
    rule: Rule,
    /// What was signed for, if it is waived.
    waived: Option<String>,
    resources: Vec<&'a str>,
}

/// What there is to say of some clauses, or of all in short.
pub(super) struct Explained<'a> {
    clauses: Vec<Clause<'a>>,
    /// How many rules rest on each clause: if all of a framework, or of all frameworks, were asked for.
    listed: Vec<(Control, usize)>,
}

impl<'a> Explained<'a> {
    pub(super) fn of(checked: &'a Checked<'_>, wanted: &str) -> Result<Self, String> {
        let (mut clauses, mut listed) = (Vec::new(), Vec::new());
        match clauses::named(wanted)? {
            Wanted::Each(controls) => {
                let judged = checked.judged(|rule| rule.controls.iter().any(|it| controls.contains(it)));
                clauses.extend(controls.into_iter().map(|it| Clause::of(checked, &judged, it)));
            }
            Wanted::List(controls) => listed.extend(controls.into_iter().map(|it| (it, checked.rules_on(it)))),
        }
        Ok(Self { clauses, listed })
    }

    pub(super) fn text(&self, text: &mut String) {
        let width = self.listed.iter().map(|(control, _)| control.to_string().len()).max().unwrap_or(0);
        for (control, rules) in &self.listed {
            let rules = if *rules == 1 { "1 rule".to_owned() } else { format!("{rules} rules") };
            let _ = writeln!(text, "{:width$}  {rules:>9}  {}", control.to_string(), control.subject);
        }
        self.clauses.iter().for_each(|clause| clause.text(text));
    }

    pub(super) fn json(&self) -> Value {
        let listed = self.listed.iter().map(|(control, rules)| {
            let Control { framework, id, subject } = control;
            json!({ "framework": framework, "id": id, "subject": subject, "rules": rules })
        });
        Value::Array(self.clauses.iter().map(Clause::json).chain(listed).collect())
    }
}

impl<'a> Clause<'a> {
    fn of(checked: &'a Checked<'_>, judged: &[Judged<'a>], control: Control) -> Self {
        let mut asked: Vec<&Requirement> = Vec::new();
        for it in checked.stacks().iter().flat_map(|stack| &stack.policy.requirements) {
            if it.controls.contains(&control) && !asked.contains(&it) {
                asked.push(it);
            }
        }
        let constructs = checked.stacks().iter().flat_map(|stack| stack.constructs.iter().map(move |it| (stack, it)));
        let stated = constructs.flat_map(|(stack, construct)| {
            let rules = construct.invariants.iter().filter(|rule| rule.is_stated() && rule.controls.contains(&control));
            rules.map(move |rule| (stack, construct, rule))
        });
        let waivers = checked.stacks().iter().flat_map(|stack| stack.waivers.iter().map(move |it| (stack, it)));
        let signed = waivers.filter(|(stack, waiver)| stack.controls_unread(waiver).any(|it| it == control));
        let (read, ways) = (read(judged, control), ways(checked, control));
        Self { control, asked, read, ways, signed: signed.collect(), stated: stated.collect() }
    }

    fn text(&self, text: &mut String) {
        let Self { control, asked, read, ways, signed, stated } = self;
        let _ = writeln!(text, "{control}: {}", control.subject);
        for it in asked {
            let whose = it.whose(*control).map_or(String::new(), |whose| format!(" ({whose})"));
            let _ = writeln!(text, "  `{}` asks for {}: {}{whose}", it.policy, it.dimension.words(), it.floor);
        }
        for it in read {
            let (path, place) = (path(it.stack, it.construct), place::line(it.construct.written_at));
            let _ = match &it.waived {
                None => write!(text, "  held: {path}: {} (`{}`, {place})", it.rule.sentence, it.rule.code),
                Some(waived) => write!(text, "  waived: {path} {waived} ({place})"),
            };
            let _ = writeln!(text, " in {}", it.resources.join(", "));
        }
        for (Rule { code, sentence, .. }, Tally { held, waived }) in ways {
            for (word, count) in [("held", held), ("waived", waived)].into_iter().filter(|(_, count)| **count > 0) {
                let _ = writeln!(text, "  {word}: {count} ways of data: {sentence} (`{code}`)");
            }
        }
        for (stack, waiver) in signed {
            let (words, place) = (waiver.words(), place::line(waiver.written_at));
            let _ = writeln!(text, "  waived: {}/{} {words} ({place})", stack.name(), waiver.path);
        }
        for (stack, construct, rule) in stated {
            let (path, place) = (path(stack, construct), place::line(construct.written_at));
            let _ = writeln!(text, "  stated by its author, not read: {path}: {} ({place})", rule.sentence);
        }
        if asked.is_empty() && read.is_empty() && ways.is_empty() && signed.is_empty() && stated.is_empty() {
            text.push_str("  nothing here rests on it\n");
        }
    }

    fn json(&self) -> Value {
        let asked = self.asked.iter().map(|it| {
            json!({
                "policy": it.policy, "dimension": format!("{:?}", it.dimension), "floor": it.floor,
                "whose": it.whose(self.control),
            })
        });
        let read = self.read.iter().map(|it| {
            json!({
                "verdict": if it.waived.is_some() { "waived" } else { "held" }, "construct": path(it.stack, it.construct),
                "rule": it.rule.code, "sentence": it.rule.sentence, "resources": it.resources, "waiver": it.waived,
                "writtenAt": place::line(it.construct.written_at),
            })
        });
        let ways = self.ways.iter().map(|(rule, Tally { held, waived })| {
            json!({ "rule": rule.code, "sentence": rule.sentence, "held": held, "waived": waived })
        });
        let ways: Vec<_> = ways.collect();
        let signed = self.signed.iter().map(|(stack, waiver)| {
            let path = format!("{}/{}", stack.name(), waiver.path);
            json!({ "construct": path, "waiver": waiver.words(), "writtenAt": place::line(waiver.written_at) })
        });
        let signed: Vec<_> = signed.collect();
        let stated = self.stated.iter().map(|(stack, construct, rule)| {
            let written_at = place::line(construct.written_at);
            json!({ "construct": path(stack, construct), "sentence": rule.sentence, "writtenAt": written_at })
        });
        let Control { framework, id, subject } = self.control;
        let (asked, read, stated) = (asked.collect::<Vec<_>>(), read.collect::<Vec<_>>(), stated.collect::<Vec<_>>());
        json!({
            "framework": framework, "id": id, "subject": subject, "asked": asked, "read": read, "ways": ways, "signed": signed,
            "stated": stated,
        })
    }
}

fn path(stack: &StackModel, construct: &ConstructModel) -> String {
    format!("{}/{}", stack.name(), construct.path)
}

/// What was read of the rules that rest on a clause: once for each rule and construct.
fn read<'a>(judged: &[Judged<'a>], control: Control) -> Vec<Read<'a>> {
    let mut all: IndexMap<(usize, u32, &str, Option<String>), Read<'a>> = IndexMap::new();
    for Judged { rule, stack_at, stack, resource, waivers, .. } in
        judged.iter().filter(|it| it.rule.controls.contains(&control))
    {
        let Some(construct) = stack.construct_of(resource) else { continue };
        let words: Vec<String> = waivers.iter().map(|it| it.words()).collect();
        let waived = (!words.is_empty()).then(|| words.join("; "));
        let key = (*stack_at, resource.construct, rule.code, waived.clone());
        let empty = || Read { stack, construct, rule: *rule, waived, resources: Vec::new() };
        all.entry(key).or_insert_with(empty).resources.push(&resource.logical_id);
    }
    all.into_values().collect()
}

/// What was read of the rules on ways of data, which are about more than one resource.
fn ways(checked: &Checked<'_>, control: Control) -> Vec<(Rule, Tally)> {
    let rules = [NOT_CLEARED, UNDECLARED_WAY].into_iter().filter(|rule| rule.controls.contains(&control));
    rules.map(|rule| (rule, checked.verdicts().of(&rule))).filter(|(_, tally)| *tally != Tally::default()).collect()
}
