//! From trees to texts, as JSON or as YAML, whatever is in them: a name may stand in a map twice.

use hc_cdk_verify::{Node, Tree};
use serde_json::json;

pub(crate) fn as_json(node: &Node) -> String {
    match &node.tree {
        Tree::Null => "null".to_owned(),
        Tree::Bool(flag) => flag.to_string(),
        Tree::Int(number) => number.to_string(),
        Tree::Float(number) => json!(number).to_string(),
        Tree::Text(text) => json!(text).to_string(),
        Tree::List(items) => format!("[{}]", items.iter().map(as_json).collect::<Vec<_>>().join(", ")),
        Tree::Map(members) => {
            let member = |name: &String, it| format!("{}: {}", json!(name), as_json(it));
            let members: Vec<_> = members.iter().map(|(_, name, it)| member(name, it)).collect();
            format!("{{{}}}", members.join(",\n"))
        }
    }
}

/// Documents in block style, so that changes of lines mean something.
pub(crate) fn as_yaml(documents: &[Node]) -> String {
    documents.iter().map(|it| format!("---\n{}\n", block(it, 0).trim_start_matches('\n'))).collect()
}

fn block(node: &Node, depth: usize) -> String {
    let lead = format!("\n{}", "  ".repeat(depth));
    // What is nested deeper would be mostly blanks.
    match &node.tree {
        Tree::List(items) if !items.is_empty() && depth < 30 => {
            items.iter().map(|it| format!("{lead}- {}", block(it, depth + 1))).collect()
        }
        Tree::Map(members) if !members.is_empty() && depth < 30 => {
            members.iter().map(|(_, name, it)| format!("{lead}{}: {}", plain(name), block(it, depth + 1))).collect()
        }
        Tree::Text(text) => plain(text),
        _ => as_json(node).replace('\n', " "),
    }
}

/// A text without quotes where that is simple.
fn plain(text: &str) -> String {
    let is_plain = |it: char| it.is_ascii_alphanumeric() || "./-_".contains(it);
    let simple = text.starts_with(|it: char| it.is_ascii_alphabetic()) && text.chars().all(is_plain);
    if simple { text.to_owned() } else { json!(text).to_string() }
}
