//! A difference in words.

use std::fmt::Write;

use super::difference::Difference;
use crate::{
    check::Checked,
    cli::{cost::rounded, earlier::STAYS, summary::left_open},
    model::{
        change::{Action, Change},
        printable,
    },
    write::app::App,
};

pub(in crate::cli) fn print(app: &App, difference: &Difference, checked: &Checked<'_>, text: &mut String) {
    head(difference, text);
    let mut stack = None;
    for change in &difference.changes {
        if stack != Some(&change.stack) {
            let _ = writeln!(text, "{}", change.stack);
            stack = Some(&change.stack);
        }
        line(change, text);
        if let Some(loss) = change.loss() {
            let _ = writeln!(text, "    data at risk: {loss}");
        }
    }
    for (name, target) in &difference.gone {
        let (shown, target) = (printable::line(name), printable::line(target));
        let _ = writeln!(text, "- {shown} ({target})\n    it leaves the program; {STAYS}");
        // Nothing of it is deleted with the stack's files, so none of its data is at risk by that.
        difference.leaving.iter().filter(|change| change.stack == *name).for_each(|change| line(change, text));
    }
    for path in &difference.by_hand {
        let path = printable::line(path);
        let _ = writeln!(text, "note: `{path}` was changed by hand after the run that wrote it");
    }
    if let Some((before, after)) = difference.cost.map(|(before, after)| (rounded(before), rounded(after))) {
        let _ = writeln!(
            text,
            "cost: {before:.2} USD a month before, {after:.2} then ({:+.2}), of what is known; `cost` says what is not",
            after - before
        );
    }
    if !difference.changes.is_empty() {
        left_open(app, checked, text);
    }
}

fn head(difference: &Difference, text: &mut String) {
    let folder = difference.folder.display();
    if !difference.earlier {
        let _ = writeln!(text, "no earlier output in {folder}");
        if !difference.others.is_empty() {
            let others: Vec<String> = difference.others.iter().map(|it| format!("`{}`", printable::line(it))).collect();
            let others = others.join(", ");
            let _ = writeln!(text, "note: there are outputs of this program beside it, in {others}");
        }
    } else if !difference.is_some() {
        let _ = writeln!(text, "no change against {folder}");
    }
}

/// The longest value that is shown beside its property.
const LONGEST: usize = 60;

/// What a property was and would be, if that is short.
fn values(change: &Change, property: &str) -> String {
    let Some(of) = change.values.iter().find(|it| it.property == property) else { return String::new() };
    let [before, after] = [&of.before, &of.after].map(|it| it.as_deref().unwrap_or("none"));
    let is_short = |it: &str| it.chars().count() <= LONGEST && !it.contains('\n');
    if is_short(before) && is_short(after) { format!(" ({before} -> {after})") } else { String::new() }
}

fn line(change: &Change, text: &mut String) {
    let joined = |properties: &[String]| {
        let all: Vec<String> = properties.iter().map(|it| format!("{it}{}", values(change, it))).collect();
        printable::line(&all.join(", ")).into_owned()
    };
    let (sign, what) = match &change.action {
        Action::Added => ("+", String::new()),
        Action::Removed(_) => ("-", String::new()),
        Action::Changed(properties) => ("~", format!(": {}", joined(properties))),
        Action::MaybeReplaced(properties) => ("?", format!(": {} may not change in place", joined(properties))),
        Action::Replaced(properties) => {
            // What keeps no data is made anew as a matter of course, such as the next version of a task.
            let sign = if change.loss().is_some() { "!" } else { "*" };
            (sign, format!(": {} cannot change in place", joined(properties)))
        }
        Action::Refused { properties, .. } => ("!", format!(": {} cannot change so", joined(properties))),
    };
    let follows = match change.follows.as_slice() {
        [] => String::new(),
        [one] => format!(", and `{}` is replaced", printable::line(one)),
        all => format!(", and `{}` are replaced", printable::line(&all.join("`, `"))),
    };
    let (name, kind) = (printable::line(&change.name), printable::line(&change.kind));
    let _ = writeln!(text, "  {sign} {name} ({kind}){what}{follows}");
    if let Action::Refused { help, .. } = &change.action {
        let _ = writeln!(text, "    the deployment would fail\n    help: {help}");
    }
}

#[cfg(test)]
mod tests {
    use super::line;
    use crate::model::change::{Action, Change};

    #[test]
    fn what_is_made_anew_as_a_matter_of_course_looks_other_than_a_loss() {
        let shown = |action: &Action, stateful| {
            let (stack, name, kind) = ("clinic".to_owned(), "It".to_owned(), "A::B".to_owned());
            let mut text = String::new();
            let (action, follows, values) = (action.clone(), Vec::new(), Vec::new());
            let change = Change { stack, name, kind, action, stateful, follows, values, shortened: false };
            line(&change, &mut text);
            text
        };
        let replaced = Action::Replaced(vec!["Name".to_owned()]);
        assert_eq!(shown(&replaced, false), "  * It (A::B): Name cannot change in place\n");
        assert_eq!(shown(&replaced, true), "  ! It (A::B): Name cannot change in place\n");
        let refused = Action::Refused { properties: vec!["Name".to_owned()], help: "keep it".into() };
        assert!(shown(&refused, false).starts_with("  ! It"));
    }
}
