//! What would change against an earlier output.

use std::fmt::Write;

use super::{
    html::{end, escaped, section, table},
    model::{Report, anchor},
};
use crate::model::change::{Action, Change};

/// What would change, a row each.
pub(super) fn changes(report: &Report<'_>, page: &mut String) {
    section(page, "changes", "Changes against the last output");
    let Some(against) = report.against else {
        page.push_str("<p>There is no earlier output to compare with.</p>\n</section>\n");
        return;
    };
    let folder = escaped(against.folder);
    if against.changes.is_empty() && against.gone.is_empty() {
        let _ = write!(page, "<p>Nothing would change against {folder}.</p>\n</section>\n");
        return;
    }
    let _ = write!(page, "<p>Against {folder}.");
    for (stack, target) in against.gone {
        let _ = write!(page, " <b>{}</b> ({}) leaves the program.", escaped(stack), escaped(target));
    }
    if let Some((before, after)) = against.cost {
        let _ = write!(page, " Of what is known, it cost {before:.2} USD a month, and would cost {after:.2}.");
    }
    page.push_str("</p>\n");
    table(page, "What would change", &["Resource", "Kind", "What happens", "Properties", "Data"]);
    against.changes.iter().for_each(|it| row(report, it, page));
    against.leaving.iter().for_each(|it| row(report, it, page));
    end(page);
    page.push_str("</section>\n");
}

fn row(report: &Report<'_>, change: &Change, page: &mut String) {
    let (what, properties) = match &change.action {
        Action::Added => ("is made", [].as_slice()),
        Action::Removed(_) => ("leaves", [].as_slice()),
        Action::Changed(properties) => ("changes in place", properties.as_slice()),
        Action::MaybeReplaced(properties) => ("may be replaced", properties.as_slice()),
        Action::Replaced(properties) => ("is replaced", properties.as_slice()),
        Action::Refused { properties, .. } => ("<b>the deployment would fail</b>", properties.as_slice()),
    };
    let properties: Vec<String> = properties.iter().map(|it| property(change, it)).collect();
    let mut notes: Vec<String> = change.loss().map(|it| format!("<b>{}</b>", escaped(it))).into_iter().collect();
    if let Action::Refused { help, .. } = &change.action {
        notes.push(escaped(help));
    }
    if !change.follows.is_empty() {
        notes.push(escaped(&format!("follows {}", change.follows.join(", "))));
    }
    let _ = writeln!(
        page,
        "<tr><th scope=\"row\">{}</th><td>{}</td><td>{what}</td><td>{}</td><td>{}</td></tr>",
        name(report, change),
        escaped(&change.kind),
        properties.join("<br>"),
        notes.join("<br>"),
    );
}

/// The resource, as a way to its construct if the program has it.
fn name(report: &Report<'_>, change: &Change) -> String {
    let shown = escaped(&format!("{}/{}", change.stack, change.name));
    let mut stacks = (0..).zip(report.checked.stacks());
    let stack = stacks.find(|(_, stack)| stack.name() == change.stack);
    let found =
        stack.and_then(|(at, it)| Some((at, it.resources.iter().find(|it| it.logical_id == change.name)?.construct)));
    found.map_or(shown.clone(), |(at, it)| format!("<a href=\"#{}\">{shown}</a>", anchor((at, it as usize))))
}

/// A property, with what it was and would be if that is one value.
fn property(change: &Change, name: &str) -> String {
    let values = change.values.iter().find(|it| it.property == name);
    let said = |it: &Option<String>| it.as_deref().unwrap_or("none").to_owned();
    let words = values.map_or(String::new(), |it| format!(": {} \u{2192} {}", said(&it.before), said(&it.after)));
    escaped(&format!("{name}{words}"))
}

#[cfg(test)]
mod tests {
    use super::{Action, Change, property};
    use crate::model::change::Values;

    #[test]
    fn a_property_has_what_it_was_and_would_be() {
        let values = Values { property: "Size".to_owned(), before: None, after: Some("<2>".to_owned()) };
        let change = Change {
            stack: String::new(),
            name: String::new(),
            kind: String::new(),
            action: Action::Added,
            stateful: false,
            follows: Vec::new(),
            values: vec![values],
            shortened: false,
        };
        assert_eq!(property(&change, "Size"), "Size: none \u{2192} &lt;2&gt;");
        assert_eq!(property(&change, "Color"), "Color");
    }
}
