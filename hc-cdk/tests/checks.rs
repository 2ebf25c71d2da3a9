//! Each check finds what it is for, and nothing in the program beside it that is right.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod paper;

use hc_cdk::{
    app::App,
    check,
    control::{hipaa, iso27001},
    data::Class,
    date,
    finding::{Finding, Findings},
    model::Role,
    parameter::Parameter,
    policy::{Development, Hipaa, Production, Staging},
    stack::Stack,
    value::{Json, Object, Token, Value},
    waiver::Waiver,
};
use paper::{Desk, Does, One, Plays, Ring, Sheet, Titled, Wall, reference};

type Prod = (Hipaa, Production);

fn prod(name: &str) -> Stack<Prod> {
    Stack::new(name, Desk)
}

/// A stack with a sheet, so that it is not empty.
fn filled(name: &str) -> Stack<Prod> {
    let mut stack = prod(name);
    stack.add("Sheet", One(Sheet::default()));
    stack
}

fn findings(app: &App) -> Vec<Finding> {
    match app.check() {
        Ok(_) => Vec::new(),
        Err(Findings(findings)) => findings,
    }
}

/// The findings of an app of one stack, each as its path and message.
#[track_caller]
fn said(stack: Stack<Prod>, expected: &[(&str, &str)]) {
    app_said(&App::new("test").stack(stack), expected);
}

#[track_caller]
fn app_said(app: &App, expected: &[(&str, &str)]) {
    let findings = findings(app);
    let said: Vec<_> = findings.iter().map(|it| (it.path.as_str(), it.message.as_str())).collect();
    assert_eq!(said, expected);
    for finding in &findings {
        assert!(!finding.help.is_empty() && !finding.message.ends_with('.') && !finding.help.ends_with('.'));
        assert!(finding.written_at.file().ends_with("checks.rs"), "{finding}");
    }
}

mod names {
    use super::*;

    #[test]
    fn an_app_has_stacks_and_a_name() {
        app_said(&App::new("test"), &[("test", "has no stacks")]);
        app_said(&App::new("").stack(filled("a")), &[("", "is not a system's name")]);
        app_said(&App::new("tab\t").stack(filled("a")), &[("tab\t", "is not a system's name")]);
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
        assert_eq!(findings(&App::new("test").stack(stack)).len(), 2);
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
}

mod references {
    use super::*;

    #[test]
    fn to_another_stack_of_the_app_are_fine() {
        let mut one = prod("one");
        let sheet = one.add("Sheet", One(Sheet::default()));
        let mut two = prod("two");
        two.add("Copy", One(Sheet::of([reference(sheet.reference())])));
        let app = App::new("test").stack(two).stack(one);
        let checked = app.check().unwrap();
        assert_eq!(checked.links().needs(0).collect::<Vec<_>>(), [1]);
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

    #[test]
    fn to_a_stack_of_another_target_are_found() {
        let mut one: Stack<Prod> = Stack::new("one", Wall);
        let sheet = one.add("Sheet", One(Sheet::default()));
        let mut two = prod("two");
        two.add("Copy", One(Sheet::of([reference(sheet.reference())])));
        let app = App::new("test").stack(one).stack(two);
        app_said(&app, &[("two/Copy", "refers directly to `one`, which is written for stone")]);
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
                let token = Token::Parameter { stack: scope.stack().clone(), name: "Size".into() };
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
        const INVARIANTS: &'static [hc_cdk::construct::Invariant] = &[];
    }

    impl<P> hc_cdk::construct::Construct<P> for Late {
        fn declare(self, scope: &mut hc_cdk::stack::Scope<'_>) {
            let late = scope.resource("", Sheet::default());
            scope.depends_on(&late, &self.0);
        }
    }
}

mod properties {
    use super::*;

    #[test]
    fn that_are_required_are_there() {
        let mut stack = prod("a");
        stack.add("Good", One(Titled(Object::new().with("Title", "x"))));
        stack.add("Bad", One(Titled::default()));
        said(stack, &[("a/Bad", "makes `Bad` without `Title`, which every `Paper::Titled` has")]);
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
}

mod parameters {
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
}

mod cycles {
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
}

mod stages {
    use super::*;

    #[test]
    fn production_does_not_stand_on_development() {
        let mut weak: Stack<Development> = Stack::new("weak", Desk);
        let sheet = weak.add("Sheet", One(Sheet::default()));
        let mut strong = prod("strong");
        strong.add("Copy", One(Sheet::of([reference(sheet.reference())])));
        let app = App::new("test").stack(weak).stack(strong);
        let message = "depends on `weak`, whose policy (Development) is weaker than its own (Hipaa, Production)";
        app_said(&app, &[("strong", message)]);
        assert_eq!(findings(&app)[0].control, Some(iso27001::SEPARATION));
    }

    #[test]
    fn development_may_stand_on_production() {
        let mut strong = prod("strong");
        let sheet = strong.add("Sheet", One(Sheet::default()));
        let mut weak: Stack<Development> = Stack::new("weak", Desk);
        weak.add("Copy", One(Sheet::of([reference(sheet.reference())])));
        app_said(&App::new("test").stack(weak).stack(strong), &[]);
    }
}

mod ceiling {
    use super::*;

    #[test]
    fn holds_for_what_is_declared() {
        let mut stack: Stack<Staging> = Stack::new("a", Desk);
        stack.add("Fine", Plays::new(Role::Other, Class::Internal, []));
        stack.add("Above", Plays::new(Role::Other, Class::Pii, []));
        let message = "is meant for `pii` data in a stack that may hold `internal` at most";
        app_said(&App::new("test").stack(stack), &[("a/Above", message)]);
    }

    #[test]
    fn holds_for_what_flows_out_of_the_stack_and_into_another() {
        let mut low: Stack<Staging> = Stack::new("low", Desk);
        let store = low.add("Store", Plays::new(Role::Other, Class::Internal, []));
        let mut high = prod("high");
        high.add("Sender", Plays::new(Role::Workload, Class::Phi, [&store]));
        let message = "sends `phi` data to `low`, which may hold `internal` at most";
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
}

mod reachability {
    use super::*;

    fn chain(roles: &[(&'static str, Role, Class)]) -> Stack<Prod> {
        let mut stack = prod("a");
        let mut last = None;
        for (name, role, class) in roles {
            last = Some(stack.add(*name, Plays::new(*role, *class, last.iter())));
        }
        stack
    }

    const STORE: (&str, Role, Class) = ("Store", Role::Store, Class::Phi);
    const API: (&str, Role, Class) = ("Api", Role::Workload, Class::Phi);

    #[test]
    fn a_cleared_workload_behind_an_endpoint_is_fine() {
        said(chain(&[STORE, API]), &[]);
        said(chain(&[STORE, API, ("Front", Role::Endpoint, Class::Phi)]), &[]);
        said(chain(&[STORE, API, ("Web", Role::Workload, Class::Public), ("Front", Role::Endpoint, Class::Phi)]), &[]);
        said(chain(&[("Site", Role::Store, Class::Public), ("Open", Role::Exposed, Class::Public)]), &[]);
    }

    #[test]
    fn the_internet_does_not_touch_a_store_itself() {
        for role in [Role::Endpoint, Role::Exposed] {
            let message = "holds `phi` data and is reached from the internet by `a/Front` itself";
            said(chain(&[STORE, ("Front", role, Class::Phi)]), &[("a/Store", message)]);
        }
    }

    #[test]
    fn a_workload_is_cleared_for_what_it_touches() {
        let message = "holds `phi` data and is used by `a/Web`, which is not cleared for it";
        let stack = chain(&[STORE, ("Web", Role::Workload, Class::Pii)]);
        let app = App::new("test").stack(stack);
        app_said(&app, &[("a/Store", message)]);
        let finding = findings(&app).remove(0);
        assert_eq!(finding.control, Some(hipaa::ACCESS_ISOLATION));
        assert!(finding.other.is_some());
    }

    #[test]
    fn no_way_leads_from_what_is_open_without_tls() {
        let stack = chain(&[
            STORE,
            API,
            ("Web", Role::Workload, Class::Public),
            ("Queue", Role::Other, Class::Public),
            ("Open", Role::Exposed, Class::Public),
        ]);
        let message = "holds `phi` data and is reached from the internet by `a/Open`, which is no HTTPS endpoint, through `a/Api`";
        said(stack, &[("a/Store", message)]);
    }

    #[test]
    fn no_way_goes_around_workloads() {
        let stack = chain(&[STORE, ("Queue", Role::Other, Class::Phi), ("Front", Role::Endpoint, Class::Phi)]);
        let message = "holds `phi` data and is reached from the internet by `a/Front` through `a/Queue`, and no workload on the way is cleared for it";
        said(stack, &[("a/Store", message)]);
    }
}

mod waivers {
    use super::*;

    fn app(reason: &'static str, approver: &'static str) -> App {
        let mut stack = prod("a");
        let waiver = Waiver::new(hipaa::DATA_BACKUP_PLAN, reason, approver, date!("2027-01-31"));
        stack.add("Old", waiver.resource(Sheet::default()));
        App::new("test").stack(stack)
    }

    #[test]
    fn hold_until_their_last_day() {
        let app = app("rebuilt nightly", "jane.roe");
        assert!(check::check(&app, Some(date!("2027-01-31"))).is_ok());
        let Findings(findings) = check::check(&app, Some(date!("2027-02-01"))).unwrap_err();
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].message, "stands under a waiver that ended on 2027-01-31");
        assert_eq!(findings[0].path, "a/Old");
        assert_eq!(findings[0].control, Some(hipaa::DATA_BACKUP_PLAN));
    }

    #[test]
    fn have_a_reason_and_an_approver() {
        for app in [app("", "jane.roe"), app("rebuilt nightly", " ")] {
            app_said(&app, &[("a/Old", "stands under a waiver without a reason or an approver")]);
        }
    }
}

#[test]
fn a_target_is_asked_when_all_else_is_right_and_when_it_writes() {
    app_said(&App::new("test").stack(filled("refused")), &[("refused", "is refused by its target")]);
    let mut stack = prod("long");
    for at in 0..5000 {
        stack.add(format!("{}{at}", "a".repeat(240)), One(Sheet::default()));
    }
    let app = App::new("test").stack(stack);
    let Findings(findings) = app.synthesize().unwrap_err();
    assert_eq!(findings[0].message, "is too long");
}

#[test]
fn all_findings_come_back_at_once_and_read_well() {
    let mut stack = prod("clinic");
    stack.add(
        "Records",
        Does(|scope| {
            scope.resource("", Sheet::default());
            scope.reject(Some(hipaa::AUDIT_CONTROLS), "has no audit log", "send its data events to an `AuditTrail`");
        }),
    );
    stack.add("Ring", Ring(&[0]));
    stack.output("a b", "not a name", "x");
    let findings = App::new("test").stack(stack).check().unwrap_err();
    assert_eq!(findings.0.len(), 3);
    let text = findings.to_string();
    let file = file!();
    assert!(text.starts_with("error[164.312(b)]: `clinic/Records` has no audit log\n  --> "), "{text}");
    assert!(text.contains(&format!("  --> {file}:")), "{text}");
    assert!(text.contains("\n  note: HIPAA 45 CFR 164.312(b): audit controls\n  help: send its data events"), "{text}");
    assert!(text.ends_with("3 findings, nothing was written\n"), "{text}");
}

#[test]
fn the_same_program_gives_the_same_files() {
    let app = || {
        let mut one = filled("one");
        let sheet = one.add("Other", One(Sheet::default()));
        let mut two = prod("two");
        two.add("Copy", One(Sheet::of([reference(sheet.reference())])));
        App::new("test").stack(two).stack(one).synthesize().unwrap()
    };
    let files = app();
    assert_eq!(files, app());
    assert_eq!(files.iter().map(|file| file.path.as_str()).collect::<Vec<_>>(), ["two.txt", "one.txt"]);
}
