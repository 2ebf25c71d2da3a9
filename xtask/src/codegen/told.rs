//! What is told of a resource type: the names of its properties and the facts about them, line by line.

use std::fmt::Write as _;

use super::model::{Field, Struct};

/// All that is known about a resource type: a block of lines for each object, the resource itself first.
pub(crate) fn text(structs: &[Struct]) -> String {
    let blocks: Vec<String> = structs.iter().map(block).collect();
    blocks.join("\n\n")
}

/// The names of what can be read of a resource, in a block of its own.
pub(crate) fn readable(names: &[String]) -> String {
    let names = names.iter().map(|it| format!(" {it}"));
    format!("\n\n@{}", names.collect::<String>())
}

/// The first line has the members of which no more is known than that they are there.
fn block(made: &Struct) -> String {
    let mut text = if made.open { "*" } else { "." }.to_owned();
    let (told, plain): (Vec<&Field>, Vec<&Field>) = made.fields.iter().partition(|field| is_told(field));
    for field in plain.into_iter().filter(|_| !made.open) {
        _ = write!(text, " {}", field.property);
    }
    for field in told {
        line(&mut text, field);
    }
    text
}

fn is_told(field: &Field) -> bool {
    field.required || field.shape.innermost_struct().is_some() || !field.facts.is_empty()
}

fn line(text: &mut String, field: &Field) {
    let inner = field.shape.innermost_struct();
    let mark = if field.required { "!" } else { "" };
    _ = write!(text, "\n{mark}{}", field.property);
    if inner.is_some() || !field.facts.is_empty() {
        _ = write!(text, "{}", field.facts);
    }
    if let Some(inner) = inner {
        _ = write!(text, " >{inner}");
    }
    if !field.facts.last.is_empty() {
        _ = write!(text, " {}", field.facts.last);
    }
}
