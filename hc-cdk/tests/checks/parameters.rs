//! Parameters and what refers to them.

use super::*;

fn with<T: hc_cdk::parameter::ParameterType>(parameter: Parameter<T>) -> Stack<Prod> {
    let mut stack = filled("a");
    let _ = stack.parameter("It", parameter);
    stack
}

#[test]
fn that_fit_together_are_fine() {
    said(with(Parameter::<i64>::new("size").default_value(3).range(1..=5)), &[]);
    said(with(Parameter::<String>::new("stage").allowed(["a", "b"]).default_value("b").pattern("[ab]")), &[]);
}

#[test]
fn that_contradict_themselves_are_found() {
    let size = || Parameter::<i64>::new("size");
    #[allow(clippy::reversed_empty_ranges, reason = "that is what the test is about")]
    let empty = 5..=1;
    let wrong = [
        (with(size().default_value(9).range(1..=5)), "with a default or an allowed value outside its range"),
        (with(size().allowed([1, 2]).default_value(3)), "whose default is not among its allowed values"),
        (with(size().allowed(Vec::<i64>::new())), "that allows no value at all"),
        (with(size().range(empty)), "whose range is empty"),
        (
            with(Parameter::<f64>::new("share").default_value(f64::NAN)),
            "with a default or an allowed value that is infinite or not a number",
        ),
    ];
    for (stack, message) in wrong {
        said(stack, &[("a", &format!("has a parameter `It` {message}"))]);
    }
}

#[test]
fn have_values_that_are_known_before_the_deployment() {
    let mut stack = filled("a");
    let first = stack.parameter("First", Parameter::<i64>::new("one"));
    let _ = stack.parameter("It", Parameter::<i64>::new("another").default_value(first));
    let message = "has a parameter `It` whose default or allowed values are known only after the deployment";
    said(stack, &[("a", message)]);
}
