//! What several rules read in the same way: numbers, texts with holes, and what a policy asks for.

use hc_cdk::{
    model::Role,
    rule::{Known, Subject, at, known, one_or_many},
    value::{Json, NameSuffix, Object, Token},
};

use super::{
    answered::is_answered_elsewhere,
    possible::{is_looked_up, is_written, may_be},
};

/// Stands in a [`flat`] text for a reference to a resource.
pub(super) const REFERENCE: char = '\u{1}';

/// Stands in a [`flat`] text for the number of the stack's own account.
pub(super) const ACCOUNT: char = '\u{2}';

/// Stands in a [`flat`] text for the stack's partition or region.
pub(super) const PLACE: char = '\u{3}';

/// Stands in a [`flat_name`] for its suffix.
pub(super) const SUFFIX: char = '\u{4}';

/// Whether the resource belongs to a construct that plays a role, or is inside of one.
pub(super) fn is_inside(subject: &Subject<'_>, role: Role) -> bool {
    let constructs = &subject.stack.constructs;
    let mut at = Some(subject.resource.construct);
    while let Some(construct) = at.and_then(|at| constructs.get(at as usize)) {
        if construct.role == role {
            return true;
        }
        at = construct.parent;
    }
    false
}

/// Whether there are some, and something holds of each: of several that are said of one thing, the last counts, and nobody knows which
/// that is.
pub(super) fn each<'a>(all: impl Iterator<Item = Subject<'a>>, holds: impl Fn(&Subject<'a>) -> bool) -> bool {
    let mut are_some = false;
    for it in all {
        if !holds(&it) {
            return false;
        }
        are_some = true;
    }
    are_some
}

/// Whether a property names something that may be of one of these kinds. What the program does not declare, or only its maker knows,
/// may be of any.
pub(super) fn names_one(subject: &Subject<'_>, path: &str, kinds: &[&str]) -> bool {
    subject.property(path).is_some_and(|value| may_be_of(subject, value, kinds))
}

/// The same of a value.
pub(super) fn may_be_of(subject: &Subject<'_>, value: &Json, kinds: &[&str]) -> bool {
    subject.referred(value).is_none_or(|it| kinds.contains(&it.kind()) || is_answered_elsewhere(it.kind()))
}

/// In how many zones subnets are, at least. Of one that exists already it is taken that it is in a zone of its own; one of the app
/// that does not say in which zone it is can be in that of any other, and whoever names a zone by its id names none by its name.
pub(super) fn zones<'a>(subject: &Subject<'a>, subnets: impl IntoIterator<Item = &'a Json>) -> usize {
    let (mut existing, mut names, mut ids, mut any) = (Vec::new(), Vec::new(), Vec::new(), 0);
    let mut add = |zones: &mut Vec<&'a Json>, zone: &'a Json| {
        any = 1;
        if !zones.contains(&zone) {
            zones.push(zone);
        }
    };
    for subnet in subnets {
        match subject.referred(subnet) {
            None => add(&mut existing, subnet),
            Some(it) => match (it.property("AvailabilityZone"), it.property("AvailabilityZoneId")) {
                (Some(name), _) => add(&mut names, name),
                (None, Some(id)) => add(&mut ids, id),
                (None, None) => add(&mut Vec::new(), subnet),
            },
        }
    }
    any.max(existing.len() + names.len().max(ids.len()))
}

/// Actions of a service of AWS.
pub(super) struct Actions<'a> {
    /// The service, as actions begin with it.
    pub(super) service: &'a str,
    /// The actions, with that; none means every one.
    pub(super) named: &'a [&'a str],
}

/// Whether a statement refuses actions to everybody, under a condition that is meant. What it is about is not read here; what it leaves
/// out is.
pub(super) fn denies(statement: &Json, actions: &Actions<'_>, is_meant: &dyn Fn(Option<&Object>) -> bool) -> bool {
    let is_everybody = |it: &Json| it.as_text() == Some("*");
    let everybody = at(statement, "Principal").is_some_and(is_everybody)
        || one_or_many(at(statement, "Principal/AWS")).iter().any(is_everybody);
    let denied: Vec<&str> = one_or_many(at(statement, "Action")).iter().filter_map(Json::as_text).collect();
    let all = denied.iter().any(|it| *it == "*" || it.strip_suffix(":*") == Some(actions.service));
    let each = !actions.named.is_empty() && actions.named.iter().all(|it| denied.contains(it));
    let condition = at(statement, "Condition").map_or(Some(None), |it| it.as_object().map(Some));
    text_at(statement, "Effect") == Some("Deny")
        && everybody
        && (all || each)
        && ["NotPrincipal", "NotAction", "NotResource"].iter().all(|it| statement.get(it).is_none())
        && condition.is_some_and(is_meant)
}

/// Where resources have policies.
const DOCUMENTS: [&str; 7] = [
    "AssumeRolePolicyDocument",
    "FileSystemPolicy",
    "KeyPolicy",
    "PolicyDocument",
    "RepositoryPolicyText",
    "ResourcePolicy",
    "ResourcePolicyDocument",
];

/// Whether the policies that a resource with these properties has for itself can be read.
pub(super) fn is_open_in(properties: &Json) -> bool {
    let members = properties.as_object().into_iter().flat_map(Object::iter);
    let mut documents = members.filter(|(name, _)| DOCUMENTS.contains(name));
    documents.all(|(name, document)| at(properties, name).is_none() || is_readable(document))
}

/// Whether a policy is an object with a list of statements, each an object with an effect.
pub(super) fn is_readable(document: &Json) -> bool {
    let statements = one_or_many(at(document, "Statement"));
    let effect = |statement: &Json| matches!(at(statement, "Effect").and_then(Json::as_text), Some("Allow" | "Deny"));
    !statements.is_empty() && statements.iter().all(effect)
}

/// A whole number that is a literal, in any of the ways in which CloudFormation takes it.
pub(super) fn number(json: &Json) -> Option<i64> {
    match json {
        Json::Int(number) => Some(*number),
        #[allow(clippy::cast_possible_truncation, reason = "it is whole, and a figure of days or items")]
        Json::Float(number) if number.fract() == 0.0 => Some(*number as i64),
        Json::Text(number) => number.parse().ok(),
        _ => None,
    }
}

/// The number at a path.
pub(super) fn number_at(json: &Json, path: &str) -> Option<i64> {
    at(json, path).and_then(number)
}

/// The text at a path.
pub(super) fn text_at<'a>(json: &'a Json, path: &str) -> Option<&'a str> {
    at(json, path).and_then(Json::as_text)
}

/// What resources say of themselves that is a secret.
pub(crate) const SECRET_ATTRIBUTES: [&str; 2] = ["ClientSecret", "SecretAccessKey"];

/// A text in which one character stands for each hole; nothing if a hole can turn out to be anything.
pub(super) fn flat(json: &Json) -> Option<String> {
    flattened(json, |_, _| false)
}

/// The same of the name of one thing of an account, or of the ARN of one: a suffix at its end is one that somebody chooses who deploys, and
/// whatever it is, the thing is one. What such a text is compared with may turn out to be it.
pub(super) fn flat_name(json: &Json) -> Option<String> {
    flattened(json, |before, part| NameSuffix::behind(before, part).is_some())
}

fn flattened(json: &Json, is_suffix: fn(&str, &Json) -> bool) -> Option<String> {
    match json {
        Json::Text(text) => {
            let has_sign = text.bytes().any(|it| [REFERENCE, ACCOUNT, PLACE, SUFFIX].contains(&char::from(it)));
            (!has_sign && !is_looked_up(text)).then(|| text.to_string())
        }
        Json::Token(token) => match token.as_ref() {
            Token::Attribute { name, .. } => (!is_written(*name)).then(|| REFERENCE.into()),
            Token::Concat(parts) => {
                let mut text = String::new();
                for part in parts {
                    if is_suffix(&text, part) {
                        text.push(SUFFIX);
                    } else {
                        text.push_str(&flattened(part, is_suffix)?);
                    }
                }
                Some(text)
            }
            Token::Function { name: "Ref", arguments } => match arguments.as_text()? {
                "AWS::AccountId" => Some(ACCOUNT.into()),
                "AWS::Partition" | "AWS::Region" => Some(PLACE.into()),
                _ => None,
            },
            Token::Function { name: "Fn::Select", arguments } => part_of_arn(arguments),
            _ => None,
        },
        _ => None,
    }
}

/// The name in an ARN that a resource says of itself, which is for nobody to choose who deploys. Before it are the account and the region,
/// which are no resource of the program, and behind it may be `*`.
fn part_of_arn(arguments: &Json) -> Option<String> {
    let [place, Json::Token(all)] = arguments.as_list()? else { return None };
    let Token::Function { name: "Fn::Split", arguments } = all.as_ref() else { return None };
    let [Json::Text(separator), Json::Token(arn)] = arguments.as_list()? else { return None };
    let is_own = matches!(number(place), Some(5 | 6)) && separator == ":" && is_told(arn);
    is_own.then(|| REFERENCE.into())
}

/// Whether a value is what one resource says of itself. What another region tells is written as a text that is joined of one.
fn is_told(value: &Token) -> bool {
    let one = match value {
        Token::Attribute { .. } => return true,
        Token::Concat(parts) => parts.as_slice(),
        Token::Function { name: "Fn::Join", arguments } => match arguments.as_list() {
            Some([Json::Text(_), Json::List(parts)]) => parts.as_slice(),
            _ => return false,
        },
        _ => return false,
    };
    matches!(one, [Json::Token(part)] if is_told(part))
}

/// Whether a list of names and values sets a name, and however often that may be, to what is meant: nobody knows which of several
/// counts. The name is the member and what that is.
pub(super) fn is_set(list: &[Json], (member, name): (&str, &str), is_meant: impl Fn(&Json) -> bool) -> bool {
    let mut may_set = list.iter().filter(|it| at(it, member).is_none_or(|it| may_be(it, |it| it == name)));
    list.iter().any(|it| text_at(it, member) == Some(name)) && may_set.all(|it| at(it, "Value").is_some_and(&is_meant))
}

/// Whether a condition is about what does not come over TLS, and about nothing else.
pub(super) fn is_plain(condition: &Object) -> bool {
    is_just(condition, "Bool", "aws:SecureTransport", false)
}

/// Whether a condition says this of one key, and nothing else that would narrow it down.
pub(super) fn is_just(condition: &Object, operator: &str, key: &str, value: bool) -> bool {
    let keys = condition.get(operator).and_then(Json::as_object);
    condition.len() == 1
        && keys.is_some_and(|keys| keys.len() == 1 && keys.get(key).map(known) == Some(Known::Is(value)))
}

#[cfg(test)]
mod tests {
    use hc_cdk::{
        data::Phi,
        policy::{Hipaa, Production},
        value::{Json, Token},
    };

    use super::{flat, number};
    use crate::{assertions::Clinic, pseudo, region};

    #[test]
    fn a_text_with_holes_is_read_as_far_as_it_is_known() {
        let root: Json = pseudo::arn_global(["iam::".into(), pseudo::account().into(), ":root".into()]).into();
        assert_eq!(flat(&root).as_deref(), Some("arn:\u{3}:iam::\u{2}:root"));
        assert_eq!(flat(pseudo::stack_name().json()), None);
        assert_eq!(flat(&Json::Int(1)), None);
        let function = |name, arguments| Json::Token(Box::new(Token::Function { name, arguments }));
        let clinic = Clinic::<(Hipaa, Production), Phi>::new("clinic", region::UsEast1);
        let arn = || Json::from(clinic.key.arn());
        let part = |separator: &'static str, of: Json| {
            let all = function("Fn::Split", Json::List(vec![separator.into(), of]));
            // Templates of others have the place as a text, too.
            [Json::Int(6), "6".into()].map(|place| flat(&function("Fn::Select", Json::List(vec![place, all.clone()]))))
        };
        assert_eq!(part(":", arn()), [Some("\u{1}".to_owned()), Some("\u{1}".to_owned())]);
        assert_eq!([part("/", arn()), part(":", pseudo::stack_name().into())], [[None, None], [None, None]]);
    }

    #[test]
    fn a_number_is_a_literal() {
        assert_eq!([Json::Int(7), "7".into(), Json::Float(7.0)].map(|it| number(&it)), [Some(7); 3]);
        assert_eq!([Json::Bool(true), "7d".into(), Json::Float(7.5)].map(|it| number(&it)), [None; 3]);
    }
}
