//! A tree as JSON text that people read: a member a line.

use hc_cdk::value::Json;

/// The tree as JSON, indented by two spaces a level.
pub fn pretty(json: &Json) -> String {
    let mut text = String::new();
    write(json, 0, &mut text);
    text.push('\n');
    text
}

fn write(json: &Json, level: usize, text: &mut String) {
    match json {
        Json::List(items) if !items.is_empty() => {
            let items = items.iter().map(|it| (String::new(), it));
            inside(('[', ']'), items, level, text);
        }
        Json::Object(members) if !members.is_empty() => {
            let members = members.iter().map(|(name, it)| (format!("{}: ", Json::from(name.to_owned())), it));
            inside(('{', '}'), members, level, text);
        }
        leaf => text.push_str(&leaf.to_string()),
    }
}

fn inside<'a>(
    (open, close): (char, char),
    items: impl Iterator<Item = (String, &'a Json)>,
    level: usize,
    text: &mut String,
) {
    text.push(open);
    for (at, (name, item)) in items.enumerate() {
        text.push_str(if at == 0 { "\n" } else { ",\n" });
        text.push_str(&"  ".repeat(level + 1));
        text.push_str(&name);
        write(item, level + 1, text);
    }
    text.push('\n');
    text.push_str(&"  ".repeat(level));
    text.push(close);
}
