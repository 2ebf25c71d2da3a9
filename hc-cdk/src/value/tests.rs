//! What becomes of values that are put together.

use super::{Json, Object, StackId, Token, Value};

fn hole(name: &'static str) -> Json {
    Json::Token(Box::new(Token::Function { name, arguments: Json::Null }))
}

#[test]
fn a_text_of_literals_is_a_literal() {
    assert_eq!(Value::concat(["a".into(), "".into(), "b".into()]), Value::from("ab".to_owned()));
    assert_eq!(Value::concat([]), Value::from(""));
}

#[test]
fn texts_in_texts_are_taken_apart_and_literals_joined() {
    let inner = Value::concat(["a".into(), hole("X"), "b".into()]);
    let outer = Value::concat(["<".into(), inner.into(), ">".into()]);
    let Json::Token(token) = outer.json() else { panic!("{outer:?}") };
    assert_eq!(**token, Token::Concat(vec!["<a".into(), hole("X"), "b>".into()]));
}

#[test]
fn a_text_of_one_hole_is_the_hole() {
    assert_eq!(*Value::concat(["".into(), hole("X")]).json(), hole("X"));
}

#[test]
fn a_member_that_is_inserted_twice_has_the_last_value() {
    let object = Object::new().with("A", 1).with("B", 2).with("A", 3);
    assert_eq!(object.iter().collect::<Vec<_>>(), [("A", &Json::Int(3)), ("B", &Json::Int(2))]);
}

#[test]
fn stacks_of_one_name_are_different() {
    let (one, other) = (StackId::new("a"), StackId::new("a"));
    assert_ne!(one, other);
    assert_ne!(one.number(), other.number());
    assert_eq!(one, one.clone());
}

#[test]
fn tokens_are_found_wherever_they_are() {
    let deep: Json =
        vec![Json::from(Object::new().with("K", Value::concat([hole("X"), "-".into(), hole("Y")])))].into();
    let mut count = 0;
    deep.tokens(&mut |_| count += 1);
    assert_eq!(count, 3);
}
