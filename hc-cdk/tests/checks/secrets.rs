//! What a stack tells and asks for.

use super::*;

/// The shape of a key, in parts so that no scanner takes this file for one that has it.
fn key() -> String {
    ["AKIA", "IOSFODNN7EXAMPLE"].concat()
}

#[test]
fn outputs_tell_no_secret_by_name_value_or_description() {
    let mut stack = filled("a");
    stack.output("DbPassword", "an output", "hunter2");
    stack.output("Value", "an output", key());
    stack.output("Words", key(), "x");
    stack.output("Fine", "an output", "x");
    let function = Token::Function { name: "Of", arguments: vec![Json::from(key())].into() };
    stack.output("Joined", "an output", Value::<String>::token(function));
    let told = |name: &str| format!("has an output `{name}` that tells a secret");
    let [first, second, third, fourth] = ["DbPassword", "Value", "Words", "Joined"].map(told);
    let app = App::new("test").stack(stack);
    app_said(&app, &[("a", &first), ("a", &second), ("a", &third), ("a", &fourth)]);
    assert!(findings(&app).iter().all(|it| it.control == Some(hipaa::PASSWORDS)));
}

#[test]
fn parameters_are_no_secret_by_name_default_or_description() {
    let mut stack = filled("a");
    let text = |words: String| Parameter::<String>::new(words.leak());
    let _ = stack.parameter("DbPassword", text("a word".into()));
    let _ = stack.parameter("Words", text(key()));
    let _ = stack.parameter("Value", text("a word".into()).default_value(key()));
    let _ = stack.parameter("Login", text("a word".into()).default_value("postgres://app:hunter2@db/main"));
    let _ = stack.parameter("PasswordLength", Parameter::<i64>::new("how long passwords are"));
    let is = |name: &str| format!("has a parameter `{name}` that is a secret");
    let [first, second, third, fourth] = ["DbPassword", "Words", "Value", "Login"].map(is);
    said(stack, &[("a", &first), ("a", &second), ("a", &third), ("a", &fourth)]);
}

#[test]
fn tags_are_no_secret() {
    let mut stack = filled("a");
    stack.tag(key(), "x");
    stack.tag("owner", key());
    stack.tag("team", "records");
    let is = |name: &str| format!("has a tag `{name}` that is a secret");
    said(stack, &[("a", &is(&key())), ("a", &is("owner"))]);
}
