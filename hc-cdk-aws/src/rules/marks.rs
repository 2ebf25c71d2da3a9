//! What is noted of each resource in one walk over its properties: what only some have, and many rules and checks look for.
//!
//! A mark says that there may be something, so that a resource without it need not be read for that.

use hc_cdk::{
    literal::plain::has_key,
    model::ResourceModel,
    rule::Marks,
    value::{Json, Token},
};

use super::{possible::is_looked_up, read::is_open_in};

/// It has a statement of a policy: an object with an `Effect`.
pub(super) const STATEMENT: Marks = Marks::one(0);
/// It has a policy for itself that cannot be read.
pub(super) const UNREADABLE: Marks = Marks::one(1);
/// It has a text that begins as an ARN, or may if it is put together of parts.
pub(crate) const ARN: Marks = Marks::one(2);
/// It has a text of which CloudFormation looks up a part.
pub(crate) const LOOKED_UP: Marks = Marks::one(3);
/// It says in which zones it is.
pub(crate) const ZONES: Marks = Marks::one(4);
/// The name of something in it is filled in at the deployment.
pub(crate) const NAME_WITH_HOLE: Marks = Marks::one(5);
/// It has a text, or a name, that is a key or has one in it.
pub(super) const KEEPS_KEY: Marks = Marks::one(6);
/// All of it together is longer than some service takes a part of it.
pub(crate) const LONG: Marks = Marks::one(7);
/// It has a member that is told again to whoever may look at it.
pub(super) const TOLD: Marks = Marks::one(8);

/// It has a text that may have the ARN of a role in it.
pub(crate) const ROLE: Marks = Marks::one(9);

/// What stands before the name of a role in its ARN.
pub(crate) const BEFORE_ROLE: &str = ":role/";

/// The members with a text that whoever may look at the resource is told, wherever they stand: what runs when something starts, what is
/// handed on, what describes. What else has secrets in it, such as an environment, has rules of its own.
const TOLD_AGAIN: [&str; 14] = [
    "AlarmDescription",
    "Comment",
    "DashboardBody",
    "Definition",
    "DefinitionString",
    "DefinitionSubstitutions",
    "Description",
    "DisplayName",
    "HttpParameters",
    "Input",
    "InputTemplate",
    "Sql",
    "Tags",
    "UserData",
];

/// The members with an address, a record or a name, which whoever may look at the resource is told, too. The address at which somebody is
/// told may have to have a key in it, which is looked up when it is deployed.
const SHOWN: [&str; 4] = ["Endpoint", "InvocationEndpoint", "LogGroupName", "ResourceRecords"];

/// Whether a member by that name is told again.
pub(super) fn is_told(name: &str) -> bool {
    TOLD_AGAIN.contains(&name)
}

/// Whether a member by that name is an address, a record or a name.
pub(super) fn is_shown(name: &str) -> bool {
    SHOWN.contains(&name)
}

/// The least that a service takes of a part: 4 KB of the variables of a function of Lambda.
pub(crate) const LEAST_TAKEN: usize = 4_096;

/// What there is to note of a resource.
pub(crate) fn marks(resource: &ResourceModel) -> Marks {
    let mut marks = Marks::default();
    if !is_open_in(&resource.properties) {
        marks.add(UNREADABLE);
    }
    if note(&resource.properties, &mut marks) > LEAST_TAKEN {
        marks.add(LONG);
    }
    marks
}

/// How long a tree is at least, written without spaces. What is known at the deployment only has three letters at
/// least, as a partition has.
pub(crate) fn least(json: &Json) -> usize {
    note(json, &mut Marks::default())
}

/// Notes what there is in a tree, and gives how long it is at least.
fn note(json: &Json, marks: &mut Marks) -> usize {
    const IDENTIFIER: usize = 5;
    match json {
        Json::Text(text) => {
            note_text(text, marks);
            text.len() + 2
        }
        Json::List(items) => 1 + items.iter().map(|it| note(it, marks) + 1).sum::<usize>(),
        Json::Object(members) => {
            let mut length = 1;
            for (name, value) in members.iter() {
                note_name(name, marks);
                if has_key(name) {
                    marks.add(KEEPS_KEY);
                }
                length += name.len() + 4 + note(value, marks);
            }
            length
        }
        Json::Token(token) => match token.as_ref() {
            Token::Concat(parts) => {
                let first = parts.first().and_then(Json::as_text);
                if first.is_some_and(|it| "arn:".starts_with(it)) {
                    marks.add(ARN);
                }
                parts.iter().map(|it| note(it, marks).saturating_sub(2)).sum::<usize>() + 2
            }
            Token::Function { arguments, .. } => {
                note(arguments, marks);
                IDENTIFIER
            }
            Token::Attribute { .. } | Token::Parameter { .. } => IDENTIFIER,
            Token::Nothing => 0,
        },
        Json::Null | Json::Bool(_) | Json::Int(_) | Json::Float(_) => 1,
    }
}

fn note_text(text: &str, marks: &mut Marks) {
    if has_key(text) {
        marks.add(KEEPS_KEY);
    }
    if text.starts_with("arn:") {
        marks.add(ARN);
    }
    if is_looked_up(text) {
        marks.add(LOOKED_UP);
    }
    if text.contains(BEFORE_ROLE) {
        marks.add(ROLE);
    }
}

fn note_name(name: &str, marks: &mut Marks) {
    match name {
        "Effect" => marks.add(STATEMENT),
        "AvailabilityZone" | "AvailabilityZones" => marks.add(ZONES),
        _ if is_told(name) || is_shown(name) => marks.add(TOLD),
        _ if name.starts_with("${") => marks.add(NAME_WITH_HOLE),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use hc_cdk::{
        rule::Marks,
        value::{Json, Object, Token},
    };

    use super::{ARN, KEEPS_KEY, LOOKED_UP, NAME_WITH_HOLE, ROLE, STATEMENT, TOLD, ZONES, note};

    fn marks(json: &Json) -> Marks {
        let mut marks = Marks::default();
        note(json, &mut marks);
        marks
    }

    /// A tree at each place in which a tree can stand in another one.
    fn places(inside: &Json) -> [Json; 5] {
        let inside = || inside.clone();
        let function = Token::Function { name: "Fn::Join", arguments: vec![inside()].into() };
        [
            inside(),
            Json::List(vec![1.into(), inside()]),
            Object::new().with("a", Json::from(Object::new().with("b", inside()))).into(),
            Json::Token(Box::new(Token::Concat(vec!["b".into(), inside()]))),
            Json::Token(Box::new(function)),
        ]
    }

    #[test]
    fn what_is_there_is_noted_wherever_it_stands() {
        let with = |name: &'static str, it: &'static str| Json::from(Object::new().with(name, it));
        for (mark, tree) in [
            (STATEMENT, with("Effect", "Allow")),
            (ARN, "arn:aws:kms:eu-west-2:111122223333:key/a".into()),
            (LOOKED_UP, "jdbc {{resolve:secretsmanager:lab}}".into()),
            (
                ARN,
                Json::Token(Box::new(Token::Concat(vec![
                    "ar".into(),
                    "n:aws:kms:eu-west-2:111122223333:key/a".into(),
                ]))),
            ),
            (ROLE, ":iam::111122223333:role/copies".into()),
            (TOLD, with("UserData", "a")),
            (ZONES, with("AvailabilityZones", "a")),
            (ZONES, with("AvailabilityZone", "a")),
            (NAME_WITH_HOLE, with(crate::iam::ISSUER, "a")),
            (KEEPS_KEY, "AKIAIOSFODNN7EXAMPLE".into()),
            (KEEPS_KEY, with("AKIAIOSFODNN7EXAMPLE", "a")),
        ] {
            for place in places(&tree) {
                assert!(marks(&place).has(mark), "{mark:?} {place:?}");
            }
        }
    }

    #[test]
    fn what_is_not_there_is_not_noted() {
        let place = Json::Token(Box::new(Token::Function { name: "Ref", arguments: "AWS::Region".into() }));
        for tree in [place, "arn".into(), "a {b}".into(), Json::from(Object::new().with("Effects", "Allow"))] {
            for place in places(&tree) {
                assert_eq!(marks(&place), Marks::default(), "{place:?}");
            }
        }
    }
}
