//! Cycles, named hop by hop.

use super::*;

#[test]
fn among_resources_are_named_hop_by_hop_and_the_shortest_is_named() {
    let mut stack = prod("a");
    // A -> B -> C -> A, and the way over D is longer.
    stack.add("Ring", Ring(&[1, 2, 0, 0]));
    said(stack, &[("a/Ring", "waits for itself: `a/RingA` -> `a/RingB` -> `a/RingC` -> `a/RingA`")]);
}

#[test]
fn of_one_resource_are_found() {
    let mut stack = prod("a");
    stack.add("Ring", Ring(&[0]));
    said(stack, &[("a/Ring", "waits for itself: `a/RingA` -> `a/RingA`")]);
}

#[test]
fn each_knot_is_found_once() {
    let mut stack = prod("a");
    stack.add("One", Ring(&[1, 0]));
    stack.add("Two", Ring(&[1, 0, 1]));
    said(
        stack,
        &[
            ("a/One", "waits for itself: `a/OneA` -> `a/OneB` -> `a/OneA`"),
            ("a/Two", "waits for itself: `a/TwoA` -> `a/TwoB` -> `a/TwoA`"),
        ],
    );
}

/// A search does not leave its knot, or it would take the way of another one for its own.
#[test]
fn of_a_knot_that_leads_to_another_are_found_in_each() {
    let mut stack = prod("a");
    stack.add(
        "Both",
        Does(|scope| {
            let all = ["A", "B", "C", "D", "E"].map(|name| scope.resource(name, Sheet::default()));
            for (from, to) in [(0, 1), (1, 2), (2, 0), (0, 3), (3, 4), (4, 3)] {
                scope.depends_on(&all[from], &all[to]);
            }
        }),
    );
    said(
        stack,
        &[
            ("a/Both", "waits for itself: `a/BothA` -> `a/BothB` -> `a/BothC` -> `a/BothA`"),
            ("a/Both", "waits for itself: `a/BothD` -> `a/BothE` -> `a/BothD`"),
        ],
    );
}

#[test]
fn of_two_that_are_as_short_the_first_that_was_declared_is_named() {
    let mut stack = prod("a");
    stack.add(
        "Both",
        Does(|scope| {
            let [a, b, c] = ["A", "B", "C"].map(|name| scope.resource(name, Sheet::default()));
            for (from, to) in [(&a, &b), (&a, &c), (&b, &a), (&c, &a)] {
                scope.depends_on(from, to);
            }
        }),
    );
    said(stack, &[("a/Both", "waits for itself: `a/BothA` -> `a/BothB` -> `a/BothA`")]);
}

#[test]
fn a_chain_is_no_cycle() {
    let mut stack = prod("a");
    stack.add(
        "Chain",
        Does(|scope| {
            let mut last = scope.resource("Last", Sheet::default());
            for at in 0..50_000 {
                last = scope.resource(format!("At{at}"), Sheet::of([reference(last.reference())]));
            }
        }),
    );
    said(stack, &[]);
}

#[test]
fn among_stacks_are_found() {
    let (mut one, mut two) = (prod("one"), prod("two"));
    let first = one.add("First", One(Sheet::default()));
    let second = two.add("Second", One(Sheet::of([reference(first.reference())])));
    one.add("Third", One(Sheet::of([reference(second.reference())])));
    let app = App::new("test").stack(one).stack(two);
    app_said(&app, &[("one", "waits for itself: `one` -> `two` -> `one`")]);
}
