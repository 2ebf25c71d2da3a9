//! The map of the network, for people: what there is, and who reaches whom.

use indexmap::{IndexMap, IndexSet};

use super::table::table;
use crate::{
    check::{Checked, ways::Place},
    value::by_key,
};

pub(super) fn of(checked: &Checked<'_>, text: &mut String) {
    let map = checked.network();
    let name = |place: Place| named(checked, place).unwrap_or_default();
    let rows = map.parts.iter().map(|it| vec![name(it.by), it.is.to_owned(), it.at.clone()]).collect();
    let none = "No network is declared.";
    table(text, "Map of the network", &["resource", "is", "addresses, or where it leads"], rows, none);
    // What one end lets out and the other one lets in is one line.
    let mut passages: IndexMap<[&str; 3], IndexSet<String>> = IndexMap::new();
    for it in &map.passages {
        passages.entry([&it.from, &it.to, &it.ports]).or_default().insert(name(it.by));
    }
    let rows = by_key(&passages).map(|(ends, by)| {
        let by: Vec<&str> = by.iter().map(String::as_str).collect();
        let mut row: Vec<String> = ends.iter().map(|it| (*it).to_owned()).collect();
        row.push(by.join(", "));
        row
    });
    let none = "Nothing is said of who reaches whom.";
    table(text, "Who reaches whom over the network", &["from", "to", "ports", "let pass by"], rows.collect(), none);
    text.push_str(
        "\nIt is read in security groups, network policies, firewalls and the rules of both. What stands behind none of them, or behind one \
         that is not of the app, is in no line.\n",
    );
}

/// A resource by its construct, and its name in what is written.
fn named(checked: &Checked<'_>, (stack, at): Place) -> Option<String> {
    let stack = checked.stacks().get(stack)?;
    let resource = stack.resources.get(at)?;
    Some(format!("{} {}", stack.path_of(resource.construct), resource.name).trim_end().to_owned())
}
