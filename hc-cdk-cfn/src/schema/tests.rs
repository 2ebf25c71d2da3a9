//! A legal and an illegal value for each kind of fact.

use hc_cdk::value::{Json, Object, Token};

use super::{Problem, Schema, Wrong};

fn problems(facts: &'static str, properties: impl Into<Json>) -> Vec<(String, Wrong, String)> {
    let mut found = Vec::new();
    Schema::parse(facts).check(&properties.into(), &mut |Problem { path, wrong, allowed }| {
        found.push((path, wrong, allowed));
    });
    found
}

fn object<const N: usize>(members: [(&'static str, Json); N]) -> Json {
    members.into_iter().fold(Object::new(), |object, (name, value)| object.with(name, value)).into()
}

fn list<const N: usize>(items: [Json; N]) -> Json {
    Json::List(items.into())
}

#[track_caller]
fn accepts(facts: &'static str, value: impl Into<Json>) {
    assert_eq!(problems(facts, Object::new().with("A", value)), []);
}

#[track_caller]
fn refuses(facts: &'static str, value: impl Into<Json>, path: &str, wrong: Wrong, allowed: &str) {
    let expected = vec![(path.to_owned(), wrong, allowed.to_owned())];
    assert_eq!(problems(facts, Object::new().with("A", value)), expected);
}

#[test]
fn what_is_required_must_be_there_at_any_depth() {
    let facts = "\n!A >1\nB [] >1\nC {} >1\n\n!D\n";
    let full = || object([("D", true.into())]);
    let good = [("A", full()), ("B", list([full()])), ("C", object([("free", full())]))];
    assert_eq!(problems(facts, object(good)), []);
    let bad = [("B", list([full(), object([])])), ("C", object([("free", object([]))]))];
    let paths: Vec<String> = problems(facts, object(bad)).into_iter().map(|(path, _, _)| path).collect();
    assert_eq!(paths, ["A", "B/1/D", "C/free/D"]);
    let missing = ("A".to_owned(), Wrong::Missing, "it is required".to_owned());
    assert_eq!(problems(facts, Json::Null), [missing]);
}

#[test]
fn an_object_can_contain_its_own_like() {
    let facts = "A >1\n\nNot >1\n!Name";
    let inner = |name: &'static str| object([(name, "x".into())]);
    accepts(facts, object([("Not", inner("Name")), ("Name", "y".into())]));
    refuses(
        facts,
        object([("Not", inner("Nam")), ("Name", "y".into())]),
        "A/Not/Name",
        Wrong::Missing,
        "it is required",
    );
}

#[test]
fn only_listed_values_are_allowed() {
    let facts = "A =On|Off switch|";
    for good in ["On", "Off switch", ""] {
        accepts(facts, good);
    }
    refuses(facts, "on", "A", Wrong::NotOneOf("on".into()), "it must be one of `On`, `Off switch`, ``");
    accepts("A ~On", "on");
    refuses("A ~On", "off", "A", Wrong::NotOneOf("off".into()), "it must be `On`");
    accepts("A =1|7", 7);
    refuses("A =1|7", 2, "A", Wrong::NotOneOf("2".into()), "it must be one of `1`, `7`");
    accepts("A [] =x|y", list(["x".into(), "y".into()]));
    refuses("A [] =x", list(["x".into(), "z".into()]), "A/1", Wrong::NotOneOf("z".into()), "it must be `x`");
}

#[test]
fn a_length_is_counted_in_characters_items_and_members() {
    accepts("A (2..3)", "äöü");
    refuses("A (2..3)", "a", "A", Wrong::Length("1 character".into()), "it must have 2 to 3 characters");
    refuses("A (..3)", "abcd", "A", Wrong::Length("4 characters".into()), "it must have at most 3 characters");
    refuses("A (1..)", "", "A", Wrong::Length("0 characters".into()), "it must have at least 1 character");
    refuses("A (2..2)", "a", "A", Wrong::Length("1 character".into()), "it must have exactly 2 characters");
    accepts("A [1..1]", list(["x".into()]));
    refuses("A [1..] (1..)", list([]), "A", Wrong::Length("0 items".into()), "it must have at least 1 item");
    refuses(
        "A {..0}",
        object([("x", 1.into())]),
        "A",
        Wrong::Length("1 member".into()),
        "it must have exactly 0 members",
    );
}

#[test]
fn a_number_must_be_in_range() {
    for good in [7, 30] {
        accepts("A <7..30>", good);
    }
    refuses("A <7..30>", 31, "A", Wrong::OutOfRange("31".into()), "it must be 7 to 30");
    refuses("A <7..30>", 6.5, "A", Wrong::OutOfRange("6.5".into()), "it must be 7 to 30");
    refuses("A <-1..>", -2, "A", Wrong::OutOfRange("-2".into()), "it must be at least -1");
    refuses("A <..0.5>", 1, "A", Wrong::OutOfRange("1".into()), "it must be at most 0.5");
}

#[test]
fn a_text_must_match_its_pattern() {
    accepts("A (1..9) /^[a-z |>]+$", "a |b>");
    refuses("A /^[a-z]+$", "B", "A", Wrong::NoMatch("B".into()), "it must match `^[a-z]+$`");
    accepts("A /b", "abc");
    accepts("A /b", 7);
}

#[test]
fn of_what_the_deployment_fills_in_only_the_presence_is_checked() {
    let token = || Json::Token(Box::new(Token::Function { name: "Fn::Somehow", arguments: Json::Null }));
    for facts in ["!A (9..) /x", "!A =x", "!A <9..>", "!A [2..] =x", "!A >1\n\n!B"] {
        accepts(facts, token());
    }
    accepts("!A (..5)", "{{resolve:ssm:/clinic/name}}");
}

#[test]
fn a_long_value_and_a_long_list_are_cut_short() {
    let long: &'static str = "x".repeat(100).leak();
    let found = problems("A =y", Object::new().with("A", long));
    assert_eq!(found[0].1, Wrong::NotOneOf(format!("{}..", "x".repeat(60))));
    let facts: &'static str = format!("A ={}", vec!["y"; 30].join("|")).leak();
    assert!(problems(facts, Object::new().with("A", "x"))[0].2.ends_with("`y`, 6 more"));
}

#[test]
fn only_members_that_there_are_can_be_set() {
    let facts = ". Name Owner\nRules [] >1\nOpen >2\nNothing >3\n\n.\n!Id\n\n*\nKnown (..3)\n\n.";
    let rule = |name: &'static str| list([object([("Id", "x".into()), (name, "y".into())])]);
    let good = [
        ("Name", "x".into()),
        ("Rules", list([object([("Id", "x".into())])])),
        ("Open", object([("Known", "x".into()), ("Unknown", "y".into())])),
        ("Nothing", object([])),
    ];
    assert_eq!(problems(facts, object(good)), []);
    let unknown = |properties, path: &str, allowed: &str| {
        assert_eq!(problems(facts, properties), [(path.to_owned(), Wrong::Unknown, allowed.to_owned())]);
    };
    unknown(object([("Nam", "x".into())]), "Nam", "did you mean `Name`");
    unknown(object([("owner", "x".into())]), "owner", "did you mean `Owner`");
    unknown(object([("Rules", rule("Status"))]), "Rules/0/Status", "what can be set there is `Id`");
    unknown(object([("Nothing", object([("A", 1.into())]))]), "Nothing/A", "nothing can be set there");
    let all = "what can be set there is `Name`, `Nothing`, `Open`, `Owner`, `Rules`";
    unknown(object([("Encryption", Json::Null)]), "Encryption", all);
}

#[test]
fn what_a_function_of_the_deployment_gives_is_no_member() {
    let facts = ".\nA >1\n\n. B\n!C";
    for name in ["Fn::If", "Fn::Transform", "Ref"] {
        accepts(facts, object([(name, "x".into())]));
    }
    assert_eq!(problems(facts, object([("A", object([("Fn", "x".into())]))])).len(), 2);
}
