//! Changes of texts: bytes, lines, and what YAML has of its own.

use crate::{chance::Chance, seeds::Seed, tree::WORDS};

/// What means something to a reader of JSON or YAML.
const SIGNS: &[&str] = &[
    "---\n",
    "...\n",
    "%YAML 1.2\n",
    "%TAG ! tag:x,2000:\n",
    "&a ",
    "*a",
    "*a : ",
    "<<: *a\n",
    "!Ref ",
    "!GetAtt a.b",
    "!Sub ",
    "!If ",
    "! ",
    "!! ",
    "!!binary ",
    "!!map ",
    "!<x> ",
    "!a!b ",
    "? ",
    "? [a]\n: ",
    "- ",
    "- - - ",
    ": ",
    ":\n",
    "| ",
    "|+9\n",
    ">-\n",
    "#",
    "'",
    "\"",
    "\\",
    "\\u12",
    "\\ud800",
    "{",
    "}",
    "[",
    "]",
    ",",
    "\t",
    "\r",
    "\u{0}",
    "\u{85}",
    "\u{2028}",
    "\u{feff}",
    "1e400",
    "-",
    "0o8",
    "1_0",
    ".inf",
    ".nan",
    "{a: &a [*a]}",
    "[[[[",
    "}}}}",
    "{? , }",
];

/// A text with some of it changed.
pub(crate) fn change(text: &str, other: &Seed, chance: &mut Chance) -> String {
    match chance.below(8) {
        0 => bytes(text, chance),
        1 => insert(text, chance.pick(SIGNS), chance),
        2 => insert(text, chance.pick(WORDS), chance),
        3 => insert(text, &(other.lines(chance, 8).join("\n") + "\n"), chance),
        4 => text[..place(text, chance)].to_owned(),
        5 => lines(text, chance),
        6 => aliases(text, chance),
        _ => {
            let (one, two) = (place(text, chance), place(text, chance));
            let (from, to) = (one.min(two), one.max(two).min(one.min(two) + 200));
            text.get(..from).unwrap_or_default().to_owned() + text.get(to..).unwrap_or_default()
        }
    }
}

/// A place between two signs.
fn place(text: &str, chance: &mut Chance) -> usize {
    let from = chance.below(text.len() + 1);
    (from..=text.len()).find(|it| text.is_char_boundary(*it)).unwrap()
}

fn insert(text: &str, what: &str, chance: &mut Chance) -> String {
    let at = place(text, chance);
    [&text[..at], what, &text[at..]].concat()
}

fn bytes(text: &str, chance: &mut Chance) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..1 + chance.below(4) {
        let at = chance.below(bytes.len());
        if let Some(it) = bytes.get_mut(at) {
            *it ^= 1 << chance.below(8);
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn lines(text: &str, chance: &mut Chance) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let which = chance.below(lines.len());
    let Some(line) = lines.get(which).cloned() else { return text.to_owned() };
    match chance.below(5) {
        0 => drop(lines.remove(which)),
        1 => lines.insert(which, line),
        2 => lines[which] = format!("{}{line}", " ".repeat(1 + chance.below(4))),
        3 => line.strip_prefix("  ").unwrap_or(&line).clone_into(&mut lines[which]),
        _ => {
            let other = chance.below(lines.len());
            lines.swap(which, other);
        }
    }
    lines.join("\n") + "\n"
}

/// Anchors that repeat one another: many times over, or one in the other to a great depth. One is the value of what stood there.
fn aliases(text: &str, chance: &mut Chance) -> String {
    let text = text.strip_prefix("---\n").unwrap_or(text);
    let many = 1 << chance.below(12);
    let shape = chance.pick(&[
        "[*{}]",
        "[*{}, *{}]",
        "{a: *{}}",
        "!Sub [*{}]",
        "!Not [*{}]",
        "{Fn::If: [a, *{}, *{}]}",
        "!GetAtt *{}",
    ]);
    let shape = shape.replace("{}", "a{}");
    let one = |it: usize| format!("a{}: &a{} {}\n", it + 1, it + 1, shape.replace("{}", &it.to_string()));
    let chain: String = (0..many).map(one).collect();
    let rest = text.lines().map(|line| match line.split_once(": ") {
        Some((name, _)) if chance.one_in(6) && !line.contains(['{', '"']) => format!("{name}: *a{many}\n"),
        _ => format!("{line}\n"),
    });
    let rest: String = rest.collect();
    format!("a0: &a0 a\n{chain}{rest}")
}
