//! Texts that people write freely: how long they may be, and what is not shown.

use super::*;

const HIDES: &str = "has a line break or another character that is not shown";

fn waived(reason: &'static str, approver: &'static str) -> App {
    let mut stack = prod("a");
    let waiver = Waiver::new(hc_cdk::rule::BY_HAND, reason, approver, date!("2027-01-31"));
    stack.add("Old", waiver.resource(Sheet::default()));
    App::new("test").stack(stack)
}

#[test]
fn a_waiver_is_read_on_a_line() {
    for (reason, approver, what) in [
        ("rebuilt nightly\nnote: nothing to see", "jane.roe", "a reason"),
        ("rebuilt \u{1b}[8m nightly", "jane.roe", "a reason"),
        ("rebuilt nightly", "jane\u{202e}eor.", "an approver"),
    ] {
        app_said(&waived(reason, approver), &[("a/Old", &format!("stands under a waiver with {what} that {HIDES}"))]);
    }
    app_said(&waived("jede Nacht neu gebaut, für Süd", "j. röe"), &[]);
}

#[test]
fn a_waiver_is_short_enough_to_be_read() {
    let long = |count: usize| -> &'static str { "word ".repeat(count / 5).leak() };
    app_said(&waived(long(500), "jane.roe"), &[]);
    let message = "stands under a waiver with a reason that has 505 characters, and 500 are the most";
    app_said(&waived(long(505), "jane.roe"), &[("a/Old", message)]);
    let message = "stands under a waiver with an approver that has 105 characters, and 100 are the most";
    app_said(&waived("rebuilt nightly", long(105)), &[("a/Old", message)]);
}

#[test]
fn descriptions_and_tags_hide_nothing() {
    let mut stack = filled("a");
    let _ = stack.parameter("Size", Parameter::<String>::new("how\u{7}many"));
    stack.output("Name", "a\u{2066}name", "x");
    stack.output("Long", "x".repeat(8193), "x");
    stack.tag("owner\u{200b}", "clinic");
    stack.tag("team", "wards\u{1b}c");
    said(
        stack,
        &[
            ("a", &format!("has a parameter `Size` with a description that {HIDES}")),
            ("a", &format!("has an output `Name` with a description that {HIDES}")),
            ("a", "has an output `Long` with a description that has 8193 bytes, and 8192 are the most"),
            ("a", &format!("has a tag `owner\u{200b}` that {HIDES}")),
            ("a", &format!("has a tag `team` that {HIDES}")),
        ],
    );
}

#[test]
fn outputs_parameters_and_tags_are_no_secrets() {
    let mut stack = filled("a");
    let _ = stack.parameter("DbPassword", Parameter::<String>::new("of the old database"));
    let _ = stack.parameter("Login", Parameter::<String>::new("of the vendor").default_value("AKIAIOSFODNN7EXAMPLE"));
    stack.output("Id", "for the vendor", "AKIAIOSFODNN7EXAMPLE");
    stack.output("ApiKey", "for the vendor", "0f1e2d");
    stack.tag("ci", "ghp_16C7e42F292c6912E7710c838347Ae178B4a");
    said(
        stack,
        &[
            ("a", "has an output `Id` that tells a secret"),
            ("a", "has an output `ApiKey` that tells a secret"),
            ("a", "has a parameter `DbPassword` that is a secret"),
            ("a", "has a parameter `Login` that is a secret"),
            ("a", "has a tag `ci` that is a secret"),
        ],
    );
    let mut stack = filled("a");
    let _ = stack.parameter("MaxTokens", Parameter::<i64>::new("how many").default_value(4096));
    let _ = stack.parameter("Stage", Parameter::<String>::new("which one").default_value("blue"));
    stack.output("SecretName", "where it is", "clinic/db");
    stack.tag("team", "wards");
    said(stack, &[]);
}

#[test]
fn a_finding_prints_no_more_lines_than_it_has() {
    let mut stack = filled("a\u{1b}[2J");
    stack.add("x\nerror: all is well", One(Sheet::default()));
    stack.output("o\u{9b}1m", "an output", "x");
    let text = App::new("t\r\u{202e}").stack(stack).check().unwrap_err().to_string();
    assert!(!text.contains(['\u{1b}', '\r', '\u{9b}', '\u{202e}']), "{text:?}");
    assert!(!text.contains("\nerror: all is well"), "{text}");
    assert!(text.contains("`a\\u{1b}[2J` is not a stack's name"), "{text}");
}
