//! `explain`: what a clause is about, which policy asks for what because of it, and what here meets it, as it was read.

use std::fmt::Write;

use serde_json::{Value, json};

use super::clauses::{self, Wanted};
use crate::{
    check::{Checked, rules::Tally},
    model::{StackModel, place, rule::Rule, waiver::WaiverRecord},
    policy::{Requirement, control::Control},
    write::evidence::model::{self, Read, Stated},
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
    stated: Vec<Stated<'a>>,
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
                let read = Read::all(&checked.judged(|_| true));
                clauses.extend(controls.into_iter().map(|it| Clause::of(checked, &read, it)));
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
    fn of(checked: &'a Checked<'_>, read: &[Read<'a>], control: Control) -> Self {
        let mut asked: Vec<&Requirement> = Vec::new();
        for it in checked.stacks().iter().flat_map(|stack| &stack.policy.requirements) {
            if it.clauses().any(|by| by == control) && !asked.contains(&it) {
                asked.push(it);
            }
        }
        let on = |rule: &Rule| rule.controls.contains(&control);
        let read = read.iter().filter(|it| it.controls.contains(&control)).cloned().collect();
        let ways = model::ways(checked, &on);
        let stated = Stated::all(checked).filter(|it| on(it.rule)).collect();
        let signed = model::signed(checked, control).collect();
        Self { control, asked, read, ways, signed, stated }
    }

    fn text(&self, text: &mut String) {
        let Self { control, asked, read, ways, signed, stated } = self;
        let _ = writeln!(text, "{control}: {}", control.subject);
        for it in asked {
            let whose = it.whose(*control).map_or(String::new(), |whose| format!(" ({whose})"));
            let _ = writeln!(text, "  `{}` asks for {}: {}{whose}", it.policy, it.dimension.words(), it.floor);
        }
        for it in read {
            let (path, place) = (it.path(), place::line(it.construct.written_at));
            let _ = match it.outcome.waiver() {
                None => {
                    let (sentence, code, whose) = (it.rule.sentence, it.rule.code, it.whose());
                    write!(text, "  held: {path}: {sentence} (`{code}`{whose}, {place})")
                }
                Some(waived) => write!(text, "  waived: {path} {waived} ({place})"),
            };
            let _ = writeln!(text, " in {}", it.names().collect::<Vec<_>>().join(", "));
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
        for it in stated {
            let (path, place) = (it.path(), place::line(it.construct.written_at));
            let _ = writeln!(text, "  stated by its author, not read: {path}: {} ({place})", it.rule.sentence);
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
                "verdict": it.outcome.word(), "construct": it.path(),
                "rule": it.rule.code, "sentence": it.rule.sentence, "resources": it.names().collect::<Vec<_>>(),
                "waiver": it.outcome.waiver(), "isOfTheProgram": it.is_own,
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
        let stated = self.stated.iter().map(|it| {
            let written_at = place::line(it.construct.written_at);
            json!({ "construct": it.path(), "sentence": it.rule.sentence, "writtenAt": written_at })
        });
        let Control { framework, id, subject } = self.control;
        let (asked, read, stated) = (asked.collect::<Vec<_>>(), read.collect::<Vec<_>>(), stated.collect::<Vec<_>>());
        json!({
            "framework": framework, "id": id, "subject": subject, "asked": asked, "read": read, "ways": ways, "signed": signed,
            "stated": stated,
        })
    }
}
