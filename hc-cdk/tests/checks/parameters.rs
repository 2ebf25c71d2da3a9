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
fn have_values_of_their_type() {
    type Beds = hc_cdk::value::Whole<1, 40>;
    let beds = || Parameter::<Beds>::new("how many beds");
    for fits in [beds().range(1..=40), beds().range(1..=20), beds().range(20..=40), beds().default_value(40)] {
        said(with(fits), &[]);
    }
    for wide in [beds().range(0..=40), beds().range(1..=41)] {
        said(with(wide), &[("a", "has a parameter `It` whose range is wider than its type")]);
    }
    #[allow(clippy::reversed_empty_ranges, reason = "that is what the test is about")]
    let empty = 50..=0;
    said(with(beds().range(empty)), &[("a", "has a parameter `It` whose range is empty")]);
    let image = Parameter::<hc_cdk::image::Image>::new("what runs").default_value(Value::from_json("newest"));
    said(with(image), &[("a", "has a parameter `It` with a default or an allowed value that its type does not have")]);
}

#[test]
fn have_values_that_are_known_before_the_deployment() {
    let mut stack = filled("a");
    let first = stack.parameter("First", Parameter::<i64>::new("one"));
    let _ = stack.parameter("It", Parameter::<i64>::new("another").default_value(first));
    let message = "has a parameter `It` whose default or allowed values are known only after the deployment";
    said(stack, &[("a", message)]);
}
