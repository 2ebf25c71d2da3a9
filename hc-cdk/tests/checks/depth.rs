//! What is nested too deep is a finding, and nothing that looks into it or takes it apart needs a stack as deep.

use hc_cdk::value::Attr;

use super::*;

const DEEP: usize = 20_000;

/// A tree of so many levels around a text, each made by `level`.
fn nested(levels: usize, level: fn(Json) -> Json) -> Json {
    (0..levels).fold(Json::from("core"), |tree, _| level(tree))
}

const LEVELS: [fn(Json) -> Json; 4] = [
    |tree| Json::List(vec![tree]),
    |tree| Object::new().with("Inside", tree).into(),
    |tree| Json::Token(Box::new(Token::Concat(vec![Json::from("a"), tree]))),
    |tree| Json::Token(Box::new(Token::Function { name: "Of", arguments: tree })),
];

#[test]
fn a_property_is_nested_no_deeper_than_is_read_again() {
    for level in LEVELS {
        let mut stack = prod("a");
        stack.add("Sheet", One(Sheet(Object::new().with("Flat", 1).with("Deep", nested(DEEP, level)))));
        said(stack, &[("a/Sheet", "makes `Sheet` with a `Deep` that is nested deeper than 100 levels")]);
    }
    let list = LEVELS[0];
    for (levels, fits) in [(99, true), (100, false)] {
        let mut stack = prod("a");
        stack.add("Sheet", One(Sheet(Object::new().with("Deep", nested(levels, list)))));
        assert_eq!(App::new("test").stack(stack).check().is_ok(), fits, "{levels}");
    }
}

#[test]
fn so_is_all_that_comes_in_another_way() {
    let deep = || nested(DEEP, LEVELS[1]);
    let mut stack = filled("a");
    stack.output("Out", "an output", deep());
    let _ =
        stack.parameter("In", Parameter::<String>::new("a value").default_value(Value::<String>::from_json(deep())));
    stack.add(
        "Own",
        Does(|scope| {
            let sheet = scope.resource("", Sheet::default());
            scope.option(&sheet, "Policy", nested(DEEP, LEVELS[0]));
            let _ = scope.amend(&sheet, |it| it.insert("Late", nested(DEEP, LEVELS[0])));
        }),
    );
    let waiver = Waiver::new(hc_cdk::rule::BY_HAND, "rebuilt nightly", "jane.roe", date!("2027-01-31"));
    stack.add("Waived", waiver.clone().property("Sheet", "Late", deep()));
    stack.add("Path", waiver.property("Sheet", "A/".repeat(DEEP).leak(), 1));
    let path = format!("sets `{}` of `Sheet` to what is nested deeper than 100 levels", "A/".repeat(DEEP));
    said(
        stack,
        &[
            ("a", "has an output `Out` that is nested deeper than 100 levels"),
            ("a", "has a parameter `In` with a value that is nested deeper than 100 levels"),
            ("a/Own", "makes `Own` with a `Policy` that is nested deeper than 100 levels"),
            ("a/Own", "makes `Own` with a `Late` that is nested deeper than 100 levels"),
            ("a/Waived", "sets `Late` of `Sheet` to what is nested deeper than 100 levels"),
            ("a/Path", &path),
        ],
    );
}

#[test]
fn a_deep_tree_that_nobody_takes_is_dropped() {
    for level in LEVELS {
        drop(nested(1_000_000, level));
        drop(Attr::<String>::from_json(nested(DEEP, level)));
    }
    let concat = LEVELS[2];
    assert!(Value::concat([nested(DEEP, concat)]) == Value::from("a".repeat(DEEP) + "core"));
}
