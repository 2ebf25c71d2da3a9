//! What is told of a resource type: the facts about its properties, line by line.

use std::fmt::Write as _;

use indexmap::IndexSet;

use super::model::{Shape, Struct};

/// All facts about a resource type: a block of lines for each object of which there is something to say, the resource
/// itself first.
pub(crate) fn text(structs: &[Struct]) -> String {
    let told = told(structs);
    let mut text = String::new();
    for index in &told {
        for field in structs.get(*index).into_iter().flat_map(|made| &made.fields) {
            let inner = field.shape.innermost_struct().and_then(|inner| told.get_index_of(&inner));
            if !field.required && inner.is_none() && field.facts.is_empty() {
                continue;
            }
            let mark = if field.required { "!" } else { "" };
            _ = write!(text, "{mark}{}", field.property);
            if inner.is_some() || !field.facts.is_empty() {
                _ = write!(text, "{}", field.facts);
            }
            if let Some(inner) = inner {
                _ = write!(text, " >{inner}");
            }
            if !field.facts.last.is_empty() {
                _ = write!(text, " {}", field.facts.last);
            }
            text.push('\n');
        }
        text.push('\n');
    }
    text.trim_end().to_owned()
}

/// The objects that have facts, in themselves or further in, and that lead from the resource to those.
fn told(structs: &[Struct]) -> IndexSet<usize> {
    let mut told: IndexSet<usize> = IndexSet::new();
    loop {
        let before = told.len();
        for (index, made) in structs.iter().enumerate() {
            let says = |inner: &Shape| inner.innermost_struct().is_some_and(|inner| told.contains(&inner));
            if made.fields.iter().any(|field| field.required || !field.facts.is_empty() || says(&field.shape)) {
                told.insert(index);
            }
        }
        if told.len() == before {
            break;
        }
    }
    if !told.is_empty() {
        told.insert(0);
    }
    told.sort_unstable();
    told
}
