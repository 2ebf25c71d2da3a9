//! Writes a tree as YAML that a YAML 1.1 reader (kubectl's is one) and a YAML 1.2 reader understand alike.
//!
//! Block style. Text is written plain only where its first letter and its characters prove that no reader takes it for
//! anything else; a text of several lines is a literal block where that is as safe; all other text has double quotes.
//! Nothing is folded. A name has at most 1024 characters, which is what readers look ahead for its colon.

use std::fmt::Write;

use hc_cdk::value::{Json, Object, Token};

/// What a token stands for; nothing if it cannot be written here, which is checked before.
pub type Resolve<'a> = &'a dyn Fn(&Token) -> Option<String>;

/// What a comment says beside a member on its line, by the name of the member that it is below, its own, and its value: one line
/// without control characters, if anything.
pub type Beside<'a> = &'a dyn Fn(&str, &str, &Json) -> Option<String>;

/// What is known to whoever writes.
#[derive(Clone, Copy)]
struct Known<'a> {
    resolve: Resolve<'a>,
    beside: Beside<'a>,
    /// The name of the nearest member around.
    below: &'a str,
}

/// Writes members as a document's content.
pub fn document<'a>(members: impl Iterator<Item = (&'a str, &'a Json)>, resolve: Resolve<'_>, out: &mut String) {
    commented(members, resolve, &|_, _, _| None, out);
}

/// The same with comments beside members that fit on a line.
pub fn commented<'a>(
    members: impl Iterator<Item = (&'a str, &'a Json)>,
    resolve: Resolve<'_>,
    beside: Beside<'_>,
    out: &mut String,
) {
    for (name, value) in members {
        member((name, value), 0, Known { resolve, beside, below: "" }, out);
    }
}

fn object(members: &Object, indent: usize, known: Known<'_>, out: &mut String) {
    for (at, named) in members.iter().enumerate() {
        // The first member of an item stands behind its dash.
        if at > 0 || out.ends_with('\n') {
            pad(indent, out);
        }
        member(named, indent, known, out);
    }
}

/// A member whose name begins at `indent`.
fn member((name, value): (&str, &Json), indent: usize, known: Known<'_>, out: &mut String) {
    inline(name, out);
    out.push(':');
    let inner = Known { below: name, ..known };
    match value {
        Json::Object(members) if !members.is_empty() => {
            out.push('\n');
            object(members, indent + 2, inner, out);
        }
        Json::List(items) if !items.is_empty() => {
            out.push('\n');
            list(items, indent, inner, out);
        }
        scalar => {
            out.push(' ');
            let began = out.len();
            leaf(scalar, indent + 2, known.resolve, out);
            // What takes several lines is a literal block, and all of that is its text.
            let one_line = out.get(began..).is_some_and(|text| text.lines().nth(1).is_none());
            if let Some(comment) = (known.beside)(known.below, name, scalar).filter(|_| one_line) {
                out.truncate(out.len() - 1);
                out.push_str(" # ");
                out.extend(comment.chars().filter(|it| is_visible(*it)));
                out.push('\n');
            }
        }
    }
}

fn list(items: &[Json], indent: usize, known: Known<'_>, out: &mut String) {
    for item in items {
        pad(indent, out);
        out.push_str("- ");
        match item {
            Json::Object(members) if !members.is_empty() => object(members, indent + 2, known, out),
            Json::List(inner) if !inner.is_empty() => {
                // A list in a list begins on a line of its own.
                out.truncate(out.len() - 1);
                out.push('\n');
                list(inner, indent + 2, known, out);
            }
            scalar => leaf(scalar, indent + 2, known.resolve, out),
        }
    }
}

/// A value on the current line, or a literal block below it that is indented by `indent`.
fn leaf(value: &Json, indent: usize, resolve: Resolve<'_>, out: &mut String) {
    match value {
        Json::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Json::Int(number) => drop(write!(out, "{number}")),
        Json::Float(number) if number.is_finite() => drop(write!(out, "{number}")),
        Json::Null | Json::Float(_) => out.push_str("null"),
        Json::Text(text) => return scalar(text, indent, out),
        Json::Token(token) => return scalar(&resolve(token).unwrap_or_default(), indent, out),
        Json::List(_) => out.push_str("[]"),
        Json::Object(_) => out.push_str("{}"),
    }
    out.push('\n');
}

fn scalar(text: &str, indent: usize, out: &mut String) {
    if is_block(text) {
        out.push_str(if text.ends_with('\n') { "|\n" } else { "|-\n" });
        for line in text.strip_suffix('\n').unwrap_or(text).split('\n') {
            if !line.is_empty() {
                pad(indent, out);
                out.push_str(line);
            }
            out.push('\n');
        }
    } else {
        inline(text, out);
        out.push('\n');
    }
}

/// Text on one line: plain where that is safe, in double quotes otherwise.
fn inline(text: &str, out: &mut String) {
    if is_plain(text) { out.push_str(text) } else { quoted(text, out) }
}

/// Whether every reader takes the plain text for that very text.
///
/// A number, a date or a time of YAML 1.1 or 1.2 begins with a digit, a sign or a dot, so a letter or a slash rules them
/// out; what begins with a letter and is not text is one of the words below. A colon is followed by a letter, digit or slash,
/// so that it ends no name.
fn is_plain(text: &str) -> bool {
    const WORDS: [&str; 9] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];
    let mut colon = false;
    text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '/')
        && text.bytes().all(|byte| match byte {
            b':' => !std::mem::replace(&mut colon, true),
            b'_' | b'.' | b'-' | b'@' => !colon,
            byte => {
                colon = false;
                byte.is_ascii_alphanumeric() || byte == b'/'
            }
        })
        && !colon
        && !WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// Whether a literal block gives the text back: several lines of visible characters, of which the first decides the
/// indentation, none ends in a blank, and at most one line break ends the text.
fn is_block(text: &str) -> bool {
    text.contains('\n')
        && !text.starts_with(['\n', ' '])
        && !text.ends_with("\n\n")
        && text.split('\n').all(|line| !line.ends_with(' ') && line.chars().all(is_visible))
}

/// A character that every reader takes as it is.
fn is_visible(it: char) -> bool {
    match it {
        ' '..='~' => true,
        '\u{a1}'..='\u{d7ff}' => !it.is_whitespace(),
        '\u{e000}'..='\u{fffd}' => it != '\u{feff}',
        '\u{10000}'.. => u32::from(it) & 0xfffe != 0xfffe,
        _ => false,
    }
}

fn quoted(text: &str, out: &mut String) {
    out.push('"');
    for it in text.chars() {
        match it {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            it if is_visible(it) => out.push(it),
            it if u32::from(it) <= 0xff => drop(write!(out, "\\x{:02x}", u32::from(it))),
            it if u32::from(it) <= 0xffff => drop(write!(out, "\\u{:04x}", u32::from(it))),
            it => drop(write!(out, "\\U{:08x}", u32::from(it))),
        }
    }
    out.push('"');
}

/// Most lines are indented by less than this, which is written at once and not blank by blank.
const BLANKS: &str = "                                                                ";

fn pad(mut indent: usize, out: &mut String) {
    while indent > BLANKS.len() {
        out.push_str(BLANKS);
        indent -= BLANKS.len();
    }
    out.push_str(BLANKS.get(..indent).unwrap_or_default());
}

#[cfg(test)]
#[path = "yaml_tests.rs"]
mod tests;
