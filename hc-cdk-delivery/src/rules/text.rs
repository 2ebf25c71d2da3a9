//! How rules read the texts of a workflow: what is written there, and what GitHub fills in, `${{ .. }}`.

use hc_cdk::value::{Json, Token};

use crate::literal::script::EXPRESSION;

/// What stands in a text of parts for one that is no text.
const FILLED: &str = "\u{fffc}";

/// Calls `visit` for each text and number of a tree, with the name of the nearest member that it is below, and for each such name
/// with nothing. A text that is put together is one.
pub(crate) fn scalars(json: &Json, visit: &mut dyn FnMut(&str, &str)) {
    below("", json, visit);
}

fn below(name: &str, json: &Json, visit: &mut dyn FnMut(&str, &str)) {
    match json {
        Json::Text(text) => visit(name, text),
        Json::Int(number) => visit(name, &number.to_string()),
        Json::Float(number) => visit(name, &number.to_string()),
        Json::List(items) => items.iter().for_each(|it| below(name, it, visit)),
        Json::Object(members) => members.iter().for_each(|(name, it)| {
            visit("", name);
            below(name, it, visit);
        }),
        Json::Token(token) => match token.as_ref() {
            Token::Concat(parts) => visit(name, &parts.iter().map(part).collect::<String>()),
            Token::Function { arguments, .. } => below(name, arguments, visit),
            Token::Attribute { .. } | Token::Parameter { .. } | Token::Nothing => {}
        },
        Json::Null | Json::Bool(_) => {}
    }
}

fn part(json: &Json) -> String {
    match json {
        Json::Text(text) => text.to_string(),
        Json::Int(number) => number.to_string(),
        Json::Token(token) => match token.as_ref() {
            Token::Concat(parts) => parts.iter().map(part).collect(),
            _ => FILLED.to_owned(),
        },
        _ => FILLED.to_owned(),
    }
}

/// What the expressions of a text take of a context, such as `secrets`, by name; nothing for what is not named there: all of it,
/// or what only the run knows.
pub(crate) fn named<'a>(text: &'a str, context: &str) -> Vec<Option<&'a str>> {
    split(text).into_iter().flat_map(|(_, expression)| taken(expression, context)).collect()
}

/// The expressions of a text in small letters: GitHub reads names in them without case.
pub(crate) fn expressions(text: &str) -> Vec<String> {
    let mut all: Vec<String> = split(text).into_iter().map(|(_, it)| it.trim().to_ascii_lowercase()).collect();
    // Behind the last text is none.
    all.pop();
    all
}

/// A text without its expressions.
pub(crate) fn plain(text: &str) -> String {
    split(text).into_iter().map(|(plain, _)| plain).collect()
}

/// A text as what is written and the expression behind it, several times. What has no end is an expression up to the text's.
fn split(text: &str) -> Vec<(&str, &str)> {
    let (mut rest, mut all) = (text, Vec::new());
    while let Some((plain, behind)) = rest.split_once(EXPRESSION) {
        let ends = behind.match_indices("}}").map(|(at, _)| at);
        // Between quotes, braces are a part of the text there.
        let end = ends.into_iter().find(|at| behind.get(..*at).is_some_and(|it| it.matches('\'').count() % 2 == 0));
        let end = end.unwrap_or(behind.len());
        all.push((plain, behind.get(..end).unwrap_or_default()));
        rest = behind.get(end + 2..).unwrap_or_default();
    }
    all.push((rest, ""));
    all
}

/// What one expression takes of a context, as [`named`] says.
pub(crate) fn taken<'a>(expression: &'a str, context: &str) -> Vec<Option<&'a str>> {
    // What is between quotes has an odd place.
    let parts: Vec<&str> = expression.split('\'').collect();
    let mut found = Vec::new();
    for (at, code) in parts.iter().enumerate().step_by(2) {
        let small = code.to_ascii_lowercase();
        for (start, word) in small.match_indices(context) {
            let (before, behind) = (small.get(..start).unwrap_or_default(), code.get(start + word.len()..));
            let behind = behind.unwrap_or_default();
            if before.ends_with(is_of_name) || before.trim_end().ends_with('.') || behind.starts_with(is_of_name) {
                continue;
            }
            let behind = behind.trim();
            let closes = parts.get(at + 2).is_some_and(|it| it.trim_start().starts_with(']'));
            found.push(match behind.strip_prefix('.') {
                Some(name) => first_word(name.trim_start()),
                None if behind == "[" && closes => parts.get(at + 1).copied(),
                None => None,
            });
        }
    }
    found
}

fn first_word(text: &str) -> Option<&str> {
    let end = text.find(|it| !is_of_name(it)).unwrap_or(text.len());
    text.get(..end).filter(|it| !it.is_empty())
}

const fn is_of_name(it: char) -> bool {
    it.is_ascii_alphanumeric() || matches!(it, '_' | '-')
}

#[cfg(test)]
mod tests {
    use super::{named, plain};

    #[test]
    fn names_stand_behind_their_context() {
        for (text, names) in [
            ("${{ secrets.A_1 }}/${{ Secrets . b-2 }}", [Some("A_1"), Some("b-2")].as_slice()),
            ("${{ secrets['A'] }}${{ secrets [ 'B' ] == 'C' }}", &[Some("A"), Some("B")]),
            ("${{ '}}' && secrets.A", &[Some("A")]),
            ("${{ '${{' && secrets.A || vars.B }}", &[Some("A")]),
            ("${{ toJSON(secrets) }} ${{ secrets[inputs.a] }} ${{ secrets.* }}", &[None, None, None]),
            ("${{ secrets[format('A{0}', 'B')] }}${{ secrets['a''b'] }}", &[None, None]),
            ("python secrets.py ${{ inputs.secrets }} ${{ my-secrets.a }} ${{ 'secrets.A' }} secrets.B", &[]),
        ] {
            assert_eq!(named(text, "secrets"), names, "{text}");
        }
    }

    #[test]
    fn what_is_written_is_what_no_expression_is() {
        for (text, written) in [("a${{ b }}c${{ '}}' }}d", "acd"), ("a", "a"), ("a ${{ b", "a "), ("${{ a }}", "")] {
            assert_eq!(plain(text), written);
        }
    }
}
