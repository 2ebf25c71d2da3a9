//! `prerequisites`: what account, regions and clusters have to have before the first deployment. It is read from what is declared; nothing
//! is looked up, so that it says what has to be there and not whether it is.

use std::{fmt::Write, panic::Location};

use serde_json::{Value, json};

use crate::{
    check::Checked,
    model::{
        need::{Amount, Need, Sort},
        place, printable,
    },
    write::app::App,
};

/// Of the constructs that need one thing, no more than so many are printed; JSON has all.
const SHOWN: usize = 3;

/// What has to be there, with the targets that say so, in the order of its sorts.
pub(super) fn of(app: &App, checked: &Checked<'_>) -> Vec<(&'static str, Need)> {
    let mut all: Vec<_> =
        app.writers().flat_map(|(target, it)| it.needs(checked).into_iter().map(move |need| (target, need))).collect();
    all.sort_by_key(|(_, need)| need.sort);
    all
}

pub(super) fn text(needs: &[(&'static str, Need)], checked: &Checked<'_>, text: &mut String) {
    let name = checked.system().name();
    if needs.is_empty() {
        let _ = writeln!(text, "{name}: nothing has to be there before the first deployment, as far as it can be read");
        return;
    }
    let _ = writeln!(text, "{name}: what has to be there before the first deployment");
    for sort in Sort::ALL {
        let mut of_sort = needs.iter().filter(|(_, need)| need.sort == sort).peekable();
        if of_sort.peek().is_some() {
            let _ = writeln!(text, "\n{}", sort.name());
        }
        of_sort.for_each(|(_, need)| one(need, text));
    }
}

fn one(need: &Need, text: &mut String) {
    let place = if need.place.is_empty() { String::new() } else { format!(" in {}", need.place) };
    let _ = writeln!(text, "  {}{place}", printable::line(&need.what));
    if let Some(Amount { takes, usual, new }) = need.amount {
        let new = new.map_or_else(String::new, |new| format!(", and {new} in a new account"));
        let short = if need.amount.is_some_and(|it| it.is_short()) { ": ask for more" } else { "" };
        let _ = writeln!(text, "    takes {takes}, where {usual} are usual{new}{short}");
    }
    if let Some(how) = &need.how {
        let _ = writeln!(text, "    how: {}", printable::line(how));
    }
    for (path, written_at) in need.by.iter().take(SHOWN) {
        let _ = writeln!(text, "    for `{}` ({})", printable::line(path), place::line(written_at));
    }
    if need.by.len() > SHOWN {
        let _ = writeln!(text, "    and for {} more", need.by.len() - SHOWN);
    }
}

pub(super) fn json(needs: &[(&'static str, Need)], checked: &Checked<'_>) -> Value {
    let by = |(path, written_at): &(String, &Location<'_>)| json!({ "construct": path, "writtenAt": place::line(written_at) });
    let one = |(target, need): &(&str, Need)| {
        let mut one = json!({
            "target": target,
            "sort": need.sort.name(),
            "what": need.what,
            "for": need.by.iter().map(by).collect::<Vec<_>>(),
        });
        let amount =
            need.amount.map(|Amount { takes, usual, new }| json!({ "takes": takes, "usual": usual, "new": new }));
        let place = (!need.place.is_empty()).then(|| need.place.clone());
        for (name, value) in
            [("place", place.map(Value::from)), ("amount", amount), ("how", need.how.clone().map(Value::from))]
        {
            if let (Some(members), Some(value)) = (one.as_object_mut(), value) {
                members.insert(name.to_owned(), value);
            }
        }
        one
    };
    json!({ "system": checked.system().name(), "needs": needs.iter().map(one).collect::<Vec<_>>() })
}
