//! Ceilings of data.

use super::*;

#[test]
fn holds_for_what_is_declared() {
    let mut stack: Stack<Staging> = Stack::new("a", Desk);
    stack.add("Fine", Plays::new(Role::Other, Class::Internal, []));
    stack.add("Above", Plays::new(Role::Other, Class::Pii, []));
    let message = "is meant for `pii` data in a stack that may hold `internal` at most";
    let app = App::new("test").stack(stack);
    app_said(&app, &[("a/Above", message)]);
    assert_eq!(findings(&app)[0].control, Some(iso27001::SEPARATION));
}

#[test]
fn holds_for_what_flows_out_of_the_stack_and_into_another() {
    let mut low: Stack<Staging> = Stack::new("low", Desk);
    let store = low.add("Store", Plays::new(Role::Other, Class::Internal, []));
    let mut high = prod("high");
    high.add("Sender", Plays::new(Role::Workload, Class::Phi, [&store]));
    let message = "sends `phi` data to `low`, which may hold `internal` at most";
    high.add("Fine", Plays::new(Role::Workload, Class::Internal, [&store]));
    app_said(&App::new("test").stack(low).stack(high), &[("high/Sender", message)]);

    let mut stack: Stack<Staging> = Stack::new("a", Desk);
    stack.add(
        "Sender",
        Does(|scope| {
            let to = scope.this();
            scope.resource("", Sheet::default());
            scope.flow_of(Class::Phi, &to);
        }),
    );
    let message = "handles `phi` data in a stack that may hold `internal` at most";
    app_said(&App::new("test").stack(stack), &[("a/Sender", message)]);
}
