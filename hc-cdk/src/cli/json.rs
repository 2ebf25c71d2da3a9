//! Reports as JSON.

use std::fmt::Write;

use serde_json::Value;

use crate::model::printable;

/// A report. What is not shown as itself is escaped as JSON does it; outside of texts there is nothing of the kind.
pub(super) fn print(value: &Value, text: &mut String) {
    for it in format!("{value:#}").chars() {
        if it == '\n' || !printable::is_hidden(it) {
            text.push(it);
            continue;
        }
        for unit in it.encode_utf16(&mut [0; 2]) {
            let _ = write!(text, "\\u{unit:04x}");
        }
    }
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::print;

    #[test]
    fn what_is_read_again_is_what_was_written() {
        let value = json!({ "a\u{202e}": ["\u{1b}[2J", "\u{9b}\u{7f}", "\u{e0041}", "line\nbreak", "Süd"], "b": {} });
        let mut text = String::new();
        print(&value, &mut text);
        assert!(!text.contains(['\u{202e}', '\u{1b}', '\u{9b}', '\u{7f}', '\u{e0041}']), "{text:?}");
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
    }
}
