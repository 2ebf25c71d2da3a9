//! Names: of apps, stacks, constructs, parameters and outputs.

use super::*;

#[test]
fn an_app_has_stacks_and_a_name() {
    app_said(&App::new("test"), &[("test", "has no stacks")]);
    app_said(&App::new("").stack(filled("a")), &[("", "is not a system's name")]);
    app_said(&App::new("tab\t").stack(filled("a")), &[("tab\t", "is not a system's name")]);
    let long = "a".repeat(129);
    app_said(&App::new(&*long).stack(filled("a")), &[(&long, "is not a system's name")]);
    app_said(&App::new("a".repeat(128)).stack(filled("a")), &[]);
    app_said(&App::new("Klinik Süd 2").stack(filled("a")), &[]);
}

#[test]
fn a_stack_has_a_name_of_its_own() {
    for wrong in ["", "1a", "a_b", "a/b", &"a".repeat(129)] {
        said(filled(wrong), &[(wrong, "is not a stack's name")]);
    }
    said(filled("a-1"), &[]);
    let app = App::new("test").stack(filled("a")).stack(filled("A"));
    app_said(&app, &[("A", "is the name of two stacks")]);
    assert_eq!(findings(&app)[0].other.map(|it| it.1), Some("is the first stack of that name"));
}

#[test]
fn a_construct_has_a_name_of_its_own() {
    let mut stack = filled("a");
    stack.add("two words", Does(|_| ()));
    stack.add("Sheet", Does(|_| ()));
    said(stack, &[("a/two words", "cannot be named `two words`"), ("a/Sheet", "is the name of two constructs")]);

    let mut stack = filled("a");
    stack.add("2nd", Does(|_| ()));
    said(stack, &[("a/2nd", "cannot be named `2nd`")]);
}

#[test]
fn two_constructs_of_one_name_are_reported_once_and_not_for_each_resource() {
    let mut stack = filled("a");
    stack.add("Sheet", One(Sheet::default()));
    said(stack, &[("a/Sheet", "is the name of two constructs")]);
}

#[test]
fn the_parts_of_a_construct_have_names_of_their_own() {
    let mut stack = prod("a");
    stack.add(
        "Pair",
        Does(|scope| {
            scope.resource("Half", Sheet::default());
            scope.resource("Half", Sheet::default());
        }),
    );
    let found = findings(&App::new("test").stack(stack));
    assert_eq!(found.len(), 1);
    assert!(found[0].other.is_none() && found[0].help == "give one of the construct's parts another name");
}

#[test]
fn two_names_of_constructs_may_not_add_up_to_one_logical_id() {
    let mut stack = prod("a");
    stack.add("AuditLog", One(Sheet::default()));
    stack.add("Audit", Does(|scope| _ = scope.resource("Log", Sheet::default())));
    said(stack, &[("a/Audit", "makes a second resource that would be called `AuditLog` in the template")]);
}

#[test]
fn a_logical_id_is_short_enough() {
    let (fits, long) = ("a".repeat(255), "a".repeat(256));
    let mut stack = prod("a");
    stack.add(fits, One(Sheet::default()));
    said(stack, &[]);
    let mut stack = prod("a");
    stack.add(long, One(Sheet::default()));
    assert_eq!(
        findings(&App::new("test").stack(stack)).len(),
        1,
        "a name that is refused is not said of its resources"
    );
    let mut stack = prod("a");
    stack.add("a".repeat(255), Does(|scope| _ = scope.resource("Log", Sheet::default())));
    let found = findings(&App::new("test").stack(stack));
    assert!(found.len() == 1 && found[0].message.starts_with("makes a resource that would be called `aaa"));
}

#[test]
fn a_parameter_has_another_name_than_resources_and_parameters() {
    let mut stack = filled("a");
    let _ = stack.parameter("Sheet", Parameter::<String>::new("a name that is taken"));
    let _ = stack.parameter("Free", Parameter::<String>::new("a name that is free"));
    let _ = stack.parameter("Free", Parameter::<String>::new("a name that is taken by now"));
    let _ = stack.parameter("a b", Parameter::<String>::new("no name"));
    said(
        stack,
        &[
            ("a", "has a parameter `Sheet`, and a resource or parameter of that name already"),
            ("a", "has a parameter `Free`, and a resource or parameter of that name already"),
            ("a", "has a parameter named `a b`"),
        ],
    );
}

#[test]
fn an_output_has_a_name_of_its_own() {
    let mut stack = filled("a");
    for name in ["Sheet", "Twice", "Twice", "a-b"] {
        stack.output(name, "an output", "x");
    }
    said(stack, &[("a", "has two outputs named `Twice`"), ("a", "has an output named `a-b`")]);
}

#[test]
fn a_name_that_is_kept_is_no_other_constructs() {
    let stack = |moved: &[(&str, &str)], names: &[&'static str]| {
        let mut stack = prod("a");
        for (old, new) in moved {
            stack.moved(*old, *new);
        }
        for name in names {
            drop(stack.add(*name, One(Sheet::default())));
        }
        stack
    };
    said(stack(&[("Old", "New")], &["New"]), &[]);
    // Two that change their names with each other keep what each was.
    said(stack(&[("One", "Two"), ("Two", "One")], &["One", "Two"]), &[]);
    said(stack(&[("Old", "New")], &["Other"]), &[("a", "moves `Old` to `New`, which has no effect")]);
    let mut late = stack(&[], &["New"]);
    late.moved("Old", "New");
    said(late, &[("a", "moves `Old` to `New`, which has no effect")]);
    let app = App::new("test").stack(stack(&[("Old", "New")], &["New", "Old"]));
    let all = findings(&app);
    assert!(all.iter().any(|it| it.path == "a/Old" && it.message == "has the name that `New` keeps"), "{all:?}");
}
