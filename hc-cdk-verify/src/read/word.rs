//! What a scalar without quotes is.

use crate::node::Tree;

/// A way to read one.
pub(super) type Reader = fn(&str) -> Tree;

/// A scalar of a template. A number that begins with a zero is a text: the number of an account is none to count with.
pub(super) fn of_templates(text: &str) -> Tree {
    simple(text).or_else(|| number(text)).unwrap_or_else(|| Tree::Text(text.to_owned()))
}

/// A scalar of a manifest, as `kubectl` reads it, which is YAML 1.1.
pub(super) fn of_manifests(text: &str) -> Tree {
    let flag = match text {
        "y" | "Y" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" => Some(Tree::Bool(true)),
        "n" | "N" | "no" | "No" | "NO" | "off" | "Off" | "OFF" => Some(Tree::Bool(false)),
        _ => None,
    };
    let found = flag.or_else(|| simple(text)).or_else(|| of_any_base(text)).or_else(|| decimal(&text.replace('_', "")));
    found.unwrap_or_else(|| Tree::Text(text.to_owned()))
}

fn simple(text: &str) -> Option<Tree> {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Some(Tree::Null),
        "true" | "True" | "TRUE" => Some(Tree::Bool(true)),
        "false" | "False" | "FALSE" => Some(Tree::Bool(false)),
        _ => None,
    }
}

fn number(text: &str) -> Option<Tree> {
    let digits = text.trim_start_matches(['-', '+']);
    let is_octal = digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.");
    if is_octal { None } else { decimal(text) }
}

fn decimal(text: &str) -> Option<Tree> {
    let digits = text.trim_start_matches(['-', '+']);
    if !digits.starts_with(|it: char| it.is_ascii_digit() || it == '.') {
        return None;
    }
    let whole = text.parse().ok().map(Tree::Int);
    whole.or_else(|| text.parse().ok().filter(|it: &f64| it.is_finite()).map(Tree::Float))
}

/// A whole number in octal digits behind a zero, or behind `0x`, `0o` or `0b`, with `_` anywhere.
fn of_any_base(text: &str) -> Option<Tree> {
    let plain = text.replace('_', "");
    let (sign, digits) = plain.strip_prefix('-').map_or(("", plain.trim_start_matches('+')), |it| ("-", it));
    let rest = digits.strip_prefix('0').filter(|it| !it.is_empty())?;
    let (digits, base) = match rest.split_at_checked(1)? {
        ("x" | "X", digits) => (digits, 16),
        ("o" | "O", digits) => (digits, 8),
        ("b" | "B", digits) => (digits, 2),
        _ => (rest, 8),
    };
    let is_plain = digits.bytes().all(|it| it.is_ascii_alphanumeric());
    let number = i64::from_str_radix(&format!("{sign}{digits}"), base).ok().filter(|_| is_plain)?;
    Some(Tree::Int(number))
}
