//! What is read, and where it stands.

use proptest::prelude::*;

use super::documents;
use crate::node::{Mark, Node, Tree};

fn one(text: &str) -> Node {
    documents(text).unwrap().remove(0)
}

#[test]
fn everything_knows_its_place_in_json_and_in_yaml() {
    let json = one("{\n  \"Resources\": {\n    \"Käse\": { \"Type\": \"A\\u00e9\" }, \"Key\": 1 }\n}\n");
    let resources = json.get("Resources").unwrap();
    let marks: Vec<_> = resources.members().iter().map(|(at, name, _)| (name.as_str(), *at)).collect();
    assert_eq!(marks, [("Käse", Mark { line: 3, column: 5 }), ("Key", Mark { line: 3, column: 36 })]);
    assert_eq!(resources.get("Käse").unwrap().get("Type").unwrap().text(), Some("Aé"));

    let yaml = one("# a comment\nResources:\n  Key:\n    Type: A\n    Size: 3\n");
    let (at, name, key) = &yaml.get("Resources").unwrap().members()[0];
    assert_eq!((name.as_str(), *at), ("Key", Mark { line: 3, column: 3 }));
    assert_eq!(key.get("Size").unwrap(), &Node { at: Mark { line: 5, column: 11 }, tree: Tree::Int(3) });
}

#[test]
fn short_forms_are_functions() {
    let yaml = one("A: !GetAtt Key.Arn\nB: !Sub ['${x}', {x: !Ref Key}]\nC: !If [Is, 1, !Ref AWS::NoValue]\n");
    let json = one(r#"{"A": {"Fn::GetAtt": "Key.Arn"}, "B": {"Fn::Sub": ["${x}", {"x": {"Ref": "Key"}}]},
            "C": {"Fn::If": ["Is", 1, {"Ref": "AWS::NoValue"}]}}"#);
    assert!(yaml.is_same(&json), "{yaml:?}");
}

#[test]
fn scalars_are_what_cloudformation_takes_them_for() {
    let yaml = one("[true, 'true', 012345678901, 1.5, 10, yes, 2010-09-09, ~, -3, 1e400]");
    let trees: Vec<Tree> = yaml.list().unwrap().iter().map(|it| it.tree.clone()).collect();
    let text = |it: &str| Tree::Text(it.to_owned());
    let expected = [
        Tree::Bool(true),
        text("true"),
        text("012345678901"),
        Tree::Float(1.5),
        Tree::Int(10),
        text("yes"),
        text("2010-09-09"),
        Tree::Null,
        Tree::Int(-3),
        text("1e400"),
    ];
    assert_eq!(trees, expected);
}

#[test]
fn what_cannot_be_read_says_where() {
    for (text, line, message) in [
        ("{\"a\": 1,\n \"a\": 2}", 2, "`a` is there twice"),
        ("a: 1\nb: 2\na: 3\n", 3, "`a` is there twice"),
        ("{\"a\": 1} x", 1, "behind the document"),
        (&"[".repeat(200), 1, "nested"),
        ("a: &x [*x]\n", 1, "alias"),
        ("a: [1\n", 2, ""),
    ] {
        let wrong = documents(text).unwrap_err();
        assert!(wrong.at.line == line && wrong.message.contains(message), "{text}: {wrong:?}");
    }
    let chain: Vec<String> = (0..120).map(|it| format!("a{0}: &a{0} [*a{it}]\n", it + 1)).collect();
    let wrong = documents(&format!("a0: &a0 x\n{}", chain.concat())).unwrap_err();
    assert!(wrong.at.line == 101 && wrong.message.contains("nested"), "{wrong:?}");
    let laugh = |at: usize| format!("a{at}: &a{at} [*a{0}, *a{0}]\n", at - 1);
    let laughs: Vec<String> = (1..40).map(laugh).collect();
    let laughs = laughs.concat();
    let wrong = documents(&format!("a0: &a0 x\n{laughs}")).unwrap_err();
    assert!(wrong.message.contains("aliases repeat more than"), "{wrong:?}");
}

proptest! {
    #[test]
    fn whatever_text_there_is_it_is_read_or_refused(text in "[\\PC\n\t{}\\[\\]:,\"'!&*|>#-]{0,200}") {
        let _ = documents(&text);
    }

    #[test]
    fn json_is_read_as_others_read_it(text in r#"\{"[a-z]{1,3}": (-?[1-9][0-9]{0,5}|true|null|"[a-zé\\\\nu0-9 ]{0,8}")\}"#) {
        let theirs: Result<serde_json::Value, _> = serde_json::from_str(&text);
        prop_assert_eq!(theirs.is_ok(), super::json::document(&text).is_ok(), "{}", text);
    }
}

#[test]
fn scalars_of_manifests_are_what_kubectl_takes_them_for() {
    let text = "[yes, 'yes', off, y, 0x10, 0644, 0o17, -0b11, 1_000, 0, 0.5, 1e3, 08, 0x, ~, 2010-09-09, 10Gi, 100m]";
    let yaml = super::manifests(text).unwrap().remove(0);
    let trees: Vec<Tree> = yaml.list().unwrap().iter().map(|it| it.tree.clone()).collect();
    let (text, int) = (|it: &str| Tree::Text(it.to_owned()), Tree::Int);
    let expected = [
        Tree::Bool(true),
        text("yes"),
        Tree::Bool(false),
        Tree::Bool(true),
        int(16),
        int(420),
        int(15),
        int(-3),
        int(1000),
        int(0),
        Tree::Float(0.5),
        Tree::Float(1000.0),
        int(8),
        text("0x"),
        Tree::Null,
        text("2010-09-09"),
        text("10Gi"),
        text("100m"),
    ];
    assert_eq!(trees, expected);
}
