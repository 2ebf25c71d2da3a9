//! Text of which nobody knows what is in it, as it can be printed: nothing in it moves a cursor, changes a colour, or shows
//! letters in another order than they stand.

use std::{borrow::Cow, fmt::Write};

use serde_json::Value;

/// A text that stands inside of a line. Line breaks are escaped too: otherwise a name could look like a line of ours.
pub fn line(text: &str) -> Cow<'_, str> {
    escaped(text, is_hidden)
}

/// A text of several lines.
pub fn lines(text: &str) -> Cow<'_, str> {
    escaped(text, |it| it != '\n' && is_hidden(it))
}

/// A tree as JSON.
pub fn json(tree: &Value) -> String {
    in_json(&serde_json::to_string_pretty(tree).unwrap_or_default()) + "\n"
}

/// A text of JSON. What is not shown as itself is escaped as JSON does it; outside of texts there is nothing of the kind.
pub fn in_json(written: &str) -> String {
    let mut text = String::with_capacity(written.len() + 1);
    for line in written.split_inclusive('\n') {
        if is_plain(line.strip_suffix('\n').unwrap_or(line)) {
            text.push_str(line);
            continue;
        }
        for it in line.chars() {
            if it == '\n' || !is_hidden(it) {
                text.push(it);
                continue;
            }
            for unit in it.encode_utf16(&mut [0; 2]) {
                let _ = write!(text, "\\u{unit:04x}");
            }
        }
    }
    text
}

/// Whether there is nothing in a text but signs of ASCII, as in nearly every one.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|it| matches!(it, b' '..=b'~'))
}

/// Whether a character is not shown as itself: control characters, what readers take for line breaks, what turns the direction
/// of writing, and what has no width or looks like nothing, such as the fillers of Hangul and what chooses among forms of a letter.
pub(crate) fn is_hidden(it: char) -> bool {
    it.is_control()
        || matches!(it,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}' | '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0d}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e01ef}')
}

fn escaped(text: &str, escapes: impl Fn(char) -> bool) -> Cow<'_, str> {
    if is_plain(text) || !text.contains(&escapes) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for it in text.chars() {
        let _ = if escapes(it) { write!(out, "{}", it.escape_unicode()) } else { out.write_char(it) };
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{json, line, lines};

    #[test]
    fn what_is_read_again_is_what_was_written() {
        let value = json!({ "a\u{202e}": ["\u{1b}[2J", "\u{9b}\u{7f}", "\u{e0041}", "line\nbreak", "Süd"], "b": {} });
        let text = json(&value);
        assert!(!text.contains(['\u{202e}', '\u{1b}', '\u{9b}', '\u{7f}', '\u{e0041}']), "{text:?}");
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
    }

    #[test]
    fn what_moves_a_cursor_or_hides_is_escaped() {
        for (text, printed) in [
            ("\u{1b}[2Jgone", "\\u{1b}[2Jgone"),
            ("a\rb\u{8}", "a\\u{d}b\\u{8}"),
            ("\u{9b}31m", "\\u{9b}31m"),
            ("ok\u{202e}ko", "ok\\u{202e}ko"),
            ("\u{2066}a\u{2069}", "\\u{2066}a\\u{2069}"),
            ("in\u{200b}visible\u{feff}", "in\\u{200b}visible\\u{feff}"),
            ("a\u{2028}b", "a\\u{2028}b"),
            ("a\u{3164}\u{ffa0}\u{34f}b", "a\\u{3164}\\u{ffa0}\\u{34f}b"),
            ("a\u{e0100}\u{fe00}b", "a\\u{e0100}\\u{fe00}b"),
        ] {
            assert_eq!(line(text), printed);
            assert_eq!(lines(text), printed);
        }
    }

    #[test]
    fn line_breaks_are_of_ours_alone() {
        assert_eq!(line("a\nnote: all is well"), "a\\u{a}note: all is well");
        assert_eq!(lines("a\nb\n"), "a\nb\n");
        for text in ["Klinik Süd 2", "診療所", "عيادة", "👩‍⚕️", "a\"b\\c"] {
            assert_eq!(line(text), text);
        }
    }
}
