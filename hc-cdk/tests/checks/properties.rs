//! Properties that no target could write.

use super::*;

#[test]
fn that_are_required_are_there() {
    let mut stack = prod("a");
    stack.add("Good", One(Titled(Object::new().with("Title", "x"))));
    stack.add("Bad", One(Titled::default()));
    stack.add("Null", One(Titled(Object::new().with("Title", Json::Null))));
    let missing = |name| format!("makes `{name}` without `Title`, which every `Paper::Titled` has");
    said(stack, &[("a/Bad", &missing("Bad")), ("a/Null", &missing("Null"))]);
}

#[test]
fn have_finite_numbers() {
    let mut stack = prod("a");
    stack.add("Good", One(Sheet(Object::new().with("Share", 0.5))));
    stack.add("Bad", One(Sheet(Object::new().with("Share", vec![Json::Float(f64::NAN)]))));
    stack.output("Out", "a number", f64::INFINITY);
    said(
        stack,
        &[
            ("a/Bad", "makes `Bad` with a `Share` that is infinite or not a number"),
            ("a", "has an output `Out` that is infinite or not a number"),
        ],
    );
}

#[test]
fn of_a_construct_that_waits_for_what_is_not_there_are_found() {
    let mut stack = prod("a");
    stack.add(
        "Late",
        Does(|scope| {
            let late = scope.resource("", Sheet::default());
            scope.after(&late, "Early");
        }),
    );
    said(stack, &[("a/Late", "has no resource `Early` to wait for")]);
}

#[test]
fn of_what_a_resource_waits_for_are_found_in_a_value() {
    let mut stack = prod("a");
    stack.add(
        "Both",
        Does(|scope| {
            let early = scope.resource("Early", Sheet::default());
            let late = scope.resource("Late", Sheet::default());
            let value = Value::<String>::concat(["x/".into(), early.reference().id::<String>().json().clone()]);
            scope.waits_for(&late, &value);
        }),
    );
    assert_eq!(stack.model().resources[1].depends_on, [0]);
    assert!(stack.model().after.is_empty(), "it is in no other stack");
}

#[test]
fn of_boards_and_alerts_are_kept_for_whoever_wants_to_see_them() {
    use hc_cdk::model::{Alerted, Pictured};
    let mut stack = prod("a");
    stack.add(
        "Board",
        Does(|scope| {
            scope.pictures(Pictured { name: "ward".into(), title: "Ward".into(), rows: Vec::new() });
            scope.alerts(Alerted { name: "Full".into(), says: "no bed".into() });
        }),
    );
    assert_eq!(stack.model().boards[0].name, "ward");
    assert_eq!(stack.model().alerts[0].1.name, "Full");
}
