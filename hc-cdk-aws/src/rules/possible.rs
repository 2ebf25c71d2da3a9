//! What a value may turn out to be when a template is deployed, and what a pattern of a policy means.

use hc_cdk::value::{Json, Token};

/// Whether a text is, or may turn out to be, one of which `is_meant` holds. What a resource of the app says of itself is
/// not for whoever deploys to choose, so it is taken not to be; whatever else the deployment fills in can be anything, in a text of
/// parts as well, and so can what is no text. Where a stack is deployed can be no more than a part of a text.
pub(crate) fn may_be(json: &Json, is_meant: impl Fn(&str) -> bool) -> bool {
    may_turn_out(json, &is_meant)
}

fn may_turn_out(json: &Json, is_meant: &dyn Fn(&str) -> bool) -> bool {
    match json {
        Json::Text(text) => is_meant(text) || is_looked_up(text),
        Json::Token(token) => match token.as_ref() {
            Token::Parameter { .. } | Token::Function { .. } | Token::Nothing => true,
            Token::Concat(parts) => {
                parts.iter().map(part).collect::<Option<String>>().is_none_or(|text| is_meant(&text))
            }
            Token::Attribute { name, .. } => is_written(*name),
        },
        _ => true,
    }
}

/// Whether an attribute says what somebody wrote, and so can be anything: the value of a parameter that is kept, and what another
/// template tells.
pub(crate) fn is_written(attribute: Option<&str>) -> bool {
    attribute.is_some_and(|it| it == "Value" || it.starts_with("Outputs."))
}

/// Whether CloudFormation looks up a part of a text when it deploys. Most texts have no brace, and to look for one sign is quick.
pub(crate) fn is_looked_up(text: &str) -> bool {
    text.contains('{') && text.contains("{{resolve:")
}

/// Whether a text is the version of an object: before its bucket has versions, an object has one that is called `null`, and is another one
/// when it is written again.
pub(super) fn is_a_version(text: &str) -> bool {
    text != "null" && !is_looked_up(text)
}

/// A part of a text, with a sign that no text has for what is no choice; nothing for what can be anything.
fn part(json: &Json) -> Option<String> {
    match json {
        Json::Text(text) => (!is_looked_up(text)).then(|| text.to_string()),
        Json::Token(token) => match token.as_ref() {
            Token::Concat(parts) => parts.iter().map(part).collect(),
            Token::Attribute { name, .. } if is_written(*name) => None,
            Token::Attribute { .. } | Token::Nothing => Some('\u{fffc}'.into()),
            Token::Function { name: "Ref", arguments } => {
                arguments.as_text().filter(|it| it.starts_with("AWS::")).map(|_| '\u{fffc}'.into())
            }
            Token::Function { .. } | Token::Parameter { .. } => None,
        },
        _ => None,
    }
}

/// Whether a pattern of a policy means a text: `*` stands for anything, `?` for one character, and upper case for lower case.
pub(crate) fn means(pattern: &str, text: &str) -> bool {
    is_pattern_of(pattern.as_bytes(), text.as_bytes())
}

/// The same of their bytes.
pub(crate) fn is_pattern_of(pattern: &[u8], text: &[u8]) -> bool {
    let (mut p, mut t, mut star) = (0, 0, None);
    while let Some(byte) = text.get(t) {
        match pattern.get(p) {
            Some(b'*') => {
                star = Some((p, t));
                p += 1;
            }
            Some(it) if *it == b'?' || it.eq_ignore_ascii_case(byte) => {
                p += 1;
                t += 1;
            }
            _ => {
                let Some((at, from)) = star else { return false };
                star = Some((at, from + 1));
                p = at + 1;
                t = from + 1;
            }
        }
    }
    pattern.get(p..).is_some_and(|rest| rest.iter().all(|it| *it == b'*'))
}

#[cfg(test)]
mod tests {
    use super::{is_written, means};

    #[test]
    fn what_somebody_wrote_is_told_by_parameters_and_other_templates() {
        assert!(["Value", "Outputs.Principal"].iter().all(|it| is_written(Some(it))));
        assert!(![None, Some("Arn"), Some("GroupId"), Some("ValueOf")].into_iter().any(is_written));
    }

    #[test]
    fn a_pattern_means_what_iam_takes_it_for() {
        for pattern in ["GetObject", "getobject", "Get*", "*", "G?tObject", "*Object", "Get*Object"] {
            assert!(means(pattern, "GetObject"), "{pattern}");
        }
        for pattern in ["PutObject", "GetObjectAcl", "Get", "?", "Get*Acl", ""] {
            assert!(!means(pattern, "GetObject"), "{pattern}");
        }
    }
}
