//! References between resources and stacks.

use super::*;

#[test]
fn to_another_stack_of_the_app_are_fine() {
    let mut one = prod("one");
    let sheet = one.add("Sheet", One(Sheet::default()));
    let mut two = prod("two");
    two.add("Copy", One(Sheet::of([reference(sheet.reference())])));
    let mut three = filled("three");
    three.output("Out", "a value of another stack", sheet.id());
    let app = App::new("test").stack(two).stack(one).stack(three);
    let checked = app.check().unwrap();
    assert_eq!([0, 1, 2].map(|at| checked.links().needs(at).collect::<Vec<_>>()), [vec![1], vec![], vec![1]]);
    assert_eq!(checked.links().exports(1).count(), 1);
}

#[test]
fn to_a_stack_that_is_not_in_the_app_are_found() {
    let mut one = prod("one");
    let sheet = one.add("Sheet", One(Sheet::default()));
    let store = one.add("Store", Plays::new(Role::Store, Class::Public, []));
    let mut two = prod("two");
    two.add("Copy", One(Sheet::of([reference(sheet.reference())])));
    two.add("Reader", Plays::new(Role::Workload, Class::Public, [&store]));
    two.output("Out", "a value of another stack", sheet.id());
    let unknown = "uses the stack `one`, which is not in the app";
    // A stack of the same name is another stack.
    let app = App::new("test").stack(two).stack(filled("one"));
    app_said(&app, &[("two/Copy", unknown), ("two", unknown), ("two/Reader", unknown)]);
}

/// A stone takes what others tell, and paper tells nothing.
#[test]
fn to_a_stack_that_tells_nothing_are_found() {
    let mut one = prod("one");
    let sheet = one.add("Sheet", One(Sheet::default()));
    let mut two: hc_cdk::stack::Stack<Prod, Stone> = hc_cdk::stack::Stack::new("two", Wall);
    two.add("Copy", One(Sheet::of([reference(sheet.reference())])));
    let app = App::new("test").stack(one).stack(two);
    app_said(&app, &[("two/Copy", "refers directly to `one`, which is written for paper")]);
}

/// A stone tells whatever it has, and paper takes nothing of what others tell.
#[test]
fn to_a_stack_of_another_target_are_found() {
    let mut one: hc_cdk::stack::Stack<Prod, Stone> = hc_cdk::stack::Stack::new("one", Wall);
    let sheet = one.add("Sheet", One(Sheet::default()));
    let mut two = prod("two");
    two.add("Copy", One(Sheet::of([reference(sheet.reference())])));
    let app = App::new("test").stack(one).stack(two);
    app_said(&app, &[("two/Copy", "refers directly to `one`, which is written for stone")]);
}

#[test]
fn to_a_stack_in_another_region_are_found() {
    let mut one: Stack<Prod> = hc_cdk::stack::Stack::new("one", Shelf);
    let sheet = one.add("Sheet", One(Sheet::default()));
    let mut two = prod("two");
    two.add("Copy", One(Sheet::of([reference(sheet.reference())])));
    let app = App::new("test").stack(one).stack(two);
    app_said(&app, &[("two/Copy", "refers directly to `one`, which is in shelf")]);
}

#[test]
fn to_a_parameter_stay_in_the_stack() {
    let mut one = filled("one");
    let size = one.parameter("Size", Parameter::<i64>::new("how large"));
    one.add("Large", One(Sheet(Object::new().with("Size", size.clone()))));
    let mut two = prod("two");
    two.add("Copy", One(Sheet(Object::new().with("Size", size))));
    let app = App::new("test").stack(one).stack(two);
    app_said(&app, &[("two/Copy", "uses the parameter `Size` of the stack `one`")]);
}

#[test]
fn to_a_parameter_that_is_not_there_are_found() {
    let mut stack = prod("one");
    stack.add(
        "Sheet",
        Does(|scope| {
            let token = Token::Parameter { stack: scope.stack().clone(), name: "Size".into(), limits: &Limits::NONE };
            scope.resource("", Sheet(Object::new().with("Size", Value::<i64>::token(token))));
        }),
    );
    said(stack, &[("one/Sheet", "uses the parameter `Size`, which the stack does not have")]);
}

#[test]
fn deep_in_texts_and_options_are_found() {
    let mut one = prod("one");
    let sheet = one.add("Sheet", One(Sheet::default()));
    let mut two = prod("two");
    let text = Value::concat(["<".into(), reference(sheet.reference()), ">".into()]);
    two.add("Deep", One(Sheet::of([Json::from(Object::new().with("Text", text))])));
    let app = App::new("test").stack(two);
    app_said(&app, &[("two/Deep", "uses the stack `one`, which is not in the app")]);
}

#[test]
fn waiting_for_another_stack_makes_the_whole_stack_wait() {
    let mut one = prod("one");
    let sheet = one.add("Sheet", One(Sheet::default()));
    let mut two = prod("two");
    two.add("Late", Late(sheet));
    let app = App::new("test").stack(two).stack(one);
    assert_eq!(app.check().unwrap().links().needs(0).collect::<Vec<_>>(), [1]);
}

struct Late(hc_cdk::resource::Made<Sheet>);

impl hc_cdk::construct::Spec for Late {
    type Handle = ();
    const KIND: &'static str = "Late";
    const INVARIANTS: &'static [hc_cdk::rule::Rule] = &[];
}

impl<P> hc_cdk::construct::Construct<P, Paper> for Late {
    fn declare(self, scope: &mut hc_cdk::stack::Within<'_, P, Paper>) {
        let late = scope.resource("", Sheet::default());
        scope.depends_on(&late, &self.0);
    }
}
