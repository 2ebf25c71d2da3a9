//! What rules read of a resource: what it says, what the deployment may make of it, and what refers to what.

use hc_cdk::rule::{Known, Must, Subject, Verdict, asks};

use super::*;

#[test]
fn what_the_deployment_leaves_out_is_left_out() {
    hc_cdk::rules! {
        const OWN;

        BOUND = "Bound" {
            sentence: "every sheet is in a book",
            controls: &[iso27001::RECORDS],
            on: &["Paper::Sheet"],
            must: Must::Set("Books"),
            message: "is in no book",
            help: "set `Books`",
        }
    }
    let said = |books: Json| {
        let mut stack = prod("a");
        stack.add("Sheet", One(Sheet(Object::new().with("Books", books))));
        findings(&App::new("test").stack(stack).rules(OWN)).len()
    };
    let nothing = || Json::Token(Box::new(Token::Nothing));
    for empty in [nothing(), vec![nothing(), Json::Null].into(), Object::new().with("First", nothing()).into()] {
        assert_eq!(said(empty), 1);
    }
    for some in [vec![nothing(), "a".into()].into(), Json::from(Object::new().with("First", Object::new()))] {
        assert_eq!(said(some), 0);
    }
}

#[test]
fn a_rule_of_a_dimension_holds_where_the_policy_asks() {
    hc_cdk::rules! {
        const OWN;

        COPIED = "Copied" {
            sentence: "every sheet is copied",
            controls: &[iso27001::RECORDS],
            on: &["Paper::Sheet"],
            when: |policy| asks(policy, hc_cdk::policy::Dimension::recovery),
            must: Must::Set("Copy"),
            message: "is not copied",
            help: "set `Copy`",
        }

        REAL = "Real" {
            sentence: "every sheet is read",
            controls: &[iso27001::RECORDS],
            on: &["Paper::Sheet"],
            when: hc_cdk::rule::real_data,
            must: Must::Set("Reader"),
            message: "is read by nobody",
            help: "set `Reader`",
        }
    }
    hc_cdk::policy! {
        /// Asks for nothing.
        Lax { .. }
    }
    assert_eq!(codes(filled("a"), OWN), ["Copied", "Real"]);
    assert_eq!(codes(of_one::<Lax>(), OWN), ["Real"]);
    assert_eq!(codes(of_one::<Development>(), OWN), [""; 0], "what is made up needs nothing");
}

#[test]
fn each_stack_is_held_to_its_own_policy_whatever_stands_before_it() {
    hc_cdk::rules! {
        const OWN;

        REAL = "Real" {
            sentence: "every sheet is read",
            controls: &[iso27001::RECORDS],
            on: &["Paper::Sheet"],
            when: hc_cdk::rule::real_data,
            must: Must::Set("Reader"),
            message: "is read by nobody",
            help: "set `Reader`",
        }
    }
    let real = |name: &str| {
        let mut stack = prod(name);
        stack.add("Sheet", One(Sheet::default()));
        stack
    };
    let made_up = of_one::<Development>;
    let said = |app: App| findings(&app.rules(OWN)).into_iter().map(|it| it.path).collect::<Vec<_>>();
    let app = || App::new("test");
    assert_eq!(said(app().stack(real("b")).stack(made_up()).stack(real("c"))), ["b/Sheet", "c/Sheet"]);
    assert_eq!(said(app().stack(made_up()).stack(real("b")).stack(real("c"))), ["b/Sheet", "c/Sheet"]);
}

fn of_one<P: hc_cdk::policy::Policy>() -> Stack<P>
where
    Desk: hc_cdk::dimension::residency::ResidencyFor<P>,
{
    let mut stack = Stack::<P>::new("a", Desk);
    stack.add("Sheet", One(Sheet::default()));
    stack
}

/// The codes of what is found in a stack under rules of the app.
fn codes<P: hc_cdk::policy::Policy>(stack: Stack<P>, rules: &'static [hc_cdk::rule::Reading]) -> Vec<&'static str> {
    let app = App::new("test").stack(stack).rules(rules);
    findings(&app).into_iter().map(|it| it.code).collect()
}

#[test]
fn a_rule_finds_what_a_resource_refers_to_and_what_refers_to_it() {
    hc_cdk::rules! {
        const OWN;

        LEADS_ON = "LeadsOn" {
            sentence: "a sheet of the first book leads to the second one, and each of that is led to",
            controls: &[iso27001::RECORDS],
            on: &["Paper::Sheet"],
            must: Must::Hold(|it| {
                let of = |it: &Subject<'_>, book: &str| it.text("Book") == Some(book);
                let next = it.target("Next");
                let named = it.property("Others").map(|others| it.references_in(others)).unwrap_or_default();
                match it.text("Book") {
                    Some("first") => next.is_some_and(|it| of(&it, "second")) && named.iter().all(|it| of(it, "second")),
                    _ => it.users().any(|by| of(&by, "first") && it.is_meant_in(&by, "Next"))
                        && it.users_of("Paper::Sheet").all(|by| it.is_named_in(&by, "Next"))
                        && it.is_named_by_any("Paper::Sheet", "Next"),
                }
            }),
            message: "leads nowhere",
            help: "set `Next`",
        }
    }
    let said = |next: &dyn Fn(Json) -> Json| {
        let mut stack = prod("a");
        let second = stack.add("Second", One(Sheet(Object::new().with("Book", "second"))));
        let leads = Object::new().with("Book", "first").with("Next", next(reference(second.reference())));
        stack.add("First", One(Sheet(leads.with("Others", vec![reference(second.reference())]))));
        codes(stack, OWN).len()
    };
    assert_eq!(said(&|it| it), 0);
    assert_eq!(said(&|it| Value::<String>::concat(["part of ".into(), it]).into()), 2, "a part of a name is none");
    assert_eq!(said(&|_| "second".into()), 2);
    assert_eq!(said(&|_| Json::Null), 2);
}

#[test]
fn a_rule_knows_what_a_parameter_may_be() {
    hc_cdk::rules! {
        const OWN;

        SMALL = "Small" {
            sentence: "no sheet is large",
            controls: &[iso27001::RECORDS],
            on: &["Paper::Sheet"],
            must: Must::Hold(|it| {
                let size = it.property("Size").and_then(|size| it.parameter(size));
                size.is_some_and(|it| it.most().is_some_and(|most| most < 5))
            }),
            message: "may be large",
            help: "narrow the range",
        }
    }
    let said = |most: i64| {
        let mut stack = prod("a");
        let size = stack.parameter("Size", Parameter::<i64>::new("how large").range(1..=most));
        stack.add("Sheet", One(Sheet(Object::new().with("Size", size))));
        findings(&App::new("test").stack(stack).rules(OWN)).len()
    };
    assert_eq!((said(4), said(5)), (0, 1));
}

#[test]
fn what_stands_inside_of_what_nobody_can_read_is_not_missing() {
    hc_cdk::rules! {
        const OWN;

        OPEN = "Open" {
            sentence: "no sheet is locked",
            controls: &[iso27001::RECORDS],
            on: &["Paper::Sheet"],
            must: Must::NotTrue("Lock/On"),
            message: "may be locked",
            help: "leave `Lock` out",
        }

        WITHOUT_A_KEY = "WithoutAKey" {
            sentence: "no sheet has a key",
            controls: &[iso27001::RECORDS],
            on: &["Paper::Sheet"],
            must: Must::Hold(|it| it.lacks("Lock/Key")),
            message: "may have a key",
            help: "leave `Lock` out",
        }
    }
    let function = Json::Token(Box::new(Token::Function { name: "Of", arguments: "x".into() }));
    let said = |lock: Option<Json>| {
        let mut stack = prod("a");
        let sheet = lock.into_iter().fold(Object::new().with("Kept", true), |sheet, lock| sheet.with("Lock", lock));
        stack.add("Sheet", One(Sheet(sheet)));
        findings(&App::new("test").stack(stack).rules(OWN)).len()
    };
    assert_eq!(said(None), 0);
    assert_eq!(said(Some(Object::new().with("On", false).into())), 0);
    for hidden in [function, Json::List(vec!["x".into()])] {
        assert_eq!(said(Some(hidden)), 2);
    }
    for one in ["On", "Key"] {
        assert_eq!(said(Some(Object::new().with(one, true).into())), 1);
    }
}

#[test]
fn what_is_behind_what_nobody_can_read_may_name_a_resource() {
    hc_cdk::rules! {
        const OWN;

        BARE = "Bare" {
            sentence: "no sheet is in a cover",
            controls: &[iso27001::RECORDS],
            on: &["Paper::Sheet"],
            must: Must::Hold(|it| !it.users().any(|by| it.may_be_named_in(&by, "Cover/Of"))),
            message: "may be in a cover",
            help: "take it out",
        }
    }
    let said = |cover: &dyn Fn(Json) -> Json| {
        let mut stack = prod("a");
        let sheet = stack.add("Sheet", One(Sheet::default()));
        let cover = cover(reference(sheet.reference()));
        let beside = reference(sheet.reference());
        stack.add("Cover", One(Sheet(Object::new().with("Cover", cover).with("Beside", beside))));
        codes(stack, OWN).len()
    };
    let function = |of: Json| Json::Token(Box::new(Token::Function { name: "Of", arguments: vec![of].into() }));
    assert_eq!(said(&|it| Object::new().with("Of", it).into()), 1);
    assert_eq!(said(&|it| function(it)), 1);
    assert_eq!(said(&|it| Object::new().with("Beside", it).into()), 0);
    assert_eq!(said(&|_| function("x".into())), 0, "it names nothing");
}

/// What each question of a rule answers, asked of one sheet in the midst of others.
#[test]
fn a_sheet_answers_for_itself_and_for_what_is_around_it() {
    fn names<'a>(all: impl IntoIterator<Item = Subject<'a>>) -> Vec<&'a str> {
        all.into_iter().map(|it| it.text("Name").unwrap_or_default()).collect()
    }
    hc_cdk::rules! {
        const OWN;

        ASKED = "Asked" {
            sentence: "no sheet is in the middle",
            controls: &[iso27001::RECORDS],
            on: &[],
            must: Must::Hold(|it| {
                if it.text("Name") != Some("middle") {
                    return true;
                }
                let flags = ["Yes", "No", "Other", "None"].map(|name| it.flag(name));
                assert_eq!(flags, [Known::Is(true), Known::Is(false), Known::Later, Known::Missing]);
                assert_eq!(it.list("Items").len(), 2);
                assert_eq!(names(it.target("Far")), ["far"], "it is of another stack");
                assert_eq!(names(it.references_in(it.property("Items").unwrap())), ["far", "late"]);
                assert_eq!(names(it.prerequisites()), ["early"], "what it waits for it does not use");
                assert!(it.prerequisites().all(|it| it.users().next().is_none()), "and it is no user of that");
                let far = it.target("Far").unwrap();
                let users = ["Paper::Sheet", "Paper::Titled"].map(|kind| names(far.users_of(kind)));
                assert_eq!(users, [vec!["middle"], vec![]]);
                let users = names(it.users());
                assert_eq!(users.len(), 41, "{users:?}");
                assert_eq!(names(it.users_of("Paper::Titled")), ["title"]);
                assert_eq!(names(it.users_of("Paper::Sheet")).len(), 40);
                assert_eq!(names(it.users_of("Paper::Book")), [""; 0]);
                let named = ["Of", "Beside"].map(|path| it.is_named_by_any("Paper::Titled", path));
                assert_eq!(named, [true, false]);
                false
            }),
            message: "is in the middle",
            help: "leave it out",
        }
    }
    let named = |name: &str| Object::new().with("Name", name.to_owned());
    let mut far: Stack<Prod> = hc_cdk::stack::Stack::new("far", Desk);
    let [far_sheet, late] = ["far", "late"].map(|name| far.add(name, One(Sheet(named(name)))));
    let mut stack = prod("a");
    let early = stack.add("Early", One(Sheet(named("early"))));
    let items = vec![reference(far_sheet.reference()), reference(late.reference())];
    let middle = named("middle").with("Yes", "true").with("No", "false").with("Other", "maybe");
    let middle = middle.with("Items", items).with("Far", reference(far_sheet.reference()));
    let middle = stack.add("Middle", After(middle, early));
    let of =
        |name: &str| named(name).with("Of", reference(middle.reference())).with("Beside", reference(late.reference()));
    stack.add("Title", One(Titled(of("title").with("Title", "x"))));
    for at in 0..40 {
        stack.add(format!("User{at}"), One(Sheet(of("user"))));
    }
    let app = App::new("test").stack(far).stack(stack).rules(OWN);
    assert_eq!(
        findings(&app).into_iter().map(|it| (it.code, it.path)).collect::<Vec<_>>(),
        [("Asked", "a/Middle".to_owned())]
    );
}

/// A sheet that waits for another one.
struct After(Object, hc_cdk::resource::Made<Sheet>);

impl hc_cdk::construct::Spec for After {
    type Handle = hc_cdk::resource::Made<Sheet>;
    const KIND: &'static str = "After";
    const INVARIANTS: &'static [hc_cdk::rule::Rule] = &[];
}

impl<P> hc_cdk::construct::Construct<P, Paper> for After {
    fn declare(self, scope: &mut hc_cdk::stack::Within<'_, P, Paper>) -> Self::Handle {
        let sheet = scope.resource("", Sheet(self.0));
        scope.depends_on(&sheet, &self.1);
        sheet
    }
}

/// Each way to say what must be, on sheets that are right and on sheets that are wrong.
#[test]
fn what_must_be_is_read_as_it_is_said() {
    macro_rules! reads {
        ($must:expr) => {{
            hc_cdk::rules! {
                const OWN;

                IT = "It" {
                    sentence: "every sheet is as it must be",
                    controls: &[iso27001::RECORDS],
                    on: &["Paper::Sheet"],
                    must: $must,
                    message: "is not as it must be",
                    help: "mend it",
                }
            }
            let values = [Some(Json::Bool(true)), Some(Json::Bool(false)), Some("x".into()), None];
            values.map(|it| {
                let mut stack = prod("a");
                let sheet = it.into_iter().fold(Object::new().with("Name", "a"), |sheet, it| sheet.with("It", it));
                stack.add("Sheet", One(Sheet(sheet)));
                codes(stack, OWN).is_empty()
            })
        }};
    }
    assert_eq!(reads!(Must::Set("It")), [true, true, true, false]);
    assert_eq!(reads!(Must::True("It")), [true, false, false, false]);
    assert_eq!(reads!(Must::False("It")), [false, true, false, false]);
    assert_eq!(reads!(Must::NotFalse("It")), [true, false, false, true]);
    assert_eq!(reads!(Must::NotTrue("It")), [false, true, false, true]);
    assert_eq!(reads!(Must::Text("It", "x")), [false, false, true, false]);
}

#[test]
fn a_rule_knows_whether_all_is_in_one_region() {
    hc_cdk::rules! {
        const OWN;

        ALONE = "Alone" {
            sentence: "all sheets are in one place",
            controls: &[iso27001::RECORDS],
            on: &["Paper::Sheet"],
            must: Must::Judge(|it| Verdict::of(it.is_in_the_only_region())),
            message: "is not the only place",
            help: "put all into one",
        }
    }
    let at = |name: &str, is_far: bool| {
        let mut stack: Stack<Prod> =
            if is_far { hc_cdk::stack::Stack::new(name, Shelf) } else { hc_cdk::stack::Stack::new(name, Desk) };
        stack.add("Sheet", One(Sheet::default()));
        stack
    };
    let said = |places: &[bool]| {
        let stacks = places.iter().zip(["a", "b", "c"]).map(|(is_far, name)| at(name, *is_far));
        findings(&stacks.fold(App::new("test"), App::stack).rules(OWN)).len()
    };
    assert_eq!([&[false][..], &[false, false], &[true, true, true]].map(said), [0, 0, 0]);
    assert_eq!([&[false, true][..], &[false, false, true], &[true, false, false]].map(said), [2, 3, 3]);
}
