//! Rules are read in what is written, and signed for one by one.

use hc_cdk::rule::{BY_HAND, Must, NOT_CLEARED, Rule, answered};

use super::*;
use crate::paper::SHEET_IS_KEPT;

fn sheet(kept: bool) -> Sheet {
    Sheet(Object::new().with("Kept", kept))
}

fn signed(rule: Rule) -> Waiver {
    Waiver::new(rule, "agreed with the archive", "jane.roe", date!("2099-12-31"))
}

#[test]
fn a_broken_rule_is_a_finding_unless_somebody_signed_for_it() {
    let said = |waiver: Waiver, kept| {
        let mut stack = prod("a");
        stack.add("Sheet", waiver.resource(sheet(kept)));
        let app = App::new("test").stack(stack);
        findings(&app).into_iter().map(|it| (it.code, it.path)).collect::<Vec<_>>()
    };
    let at = |code| vec![(code, "a/Sheet".to_owned())];
    assert_eq!(said(signed(BY_HAND), false), at("SheetIsKept"));
    assert_eq!(said(signed(BY_HAND), true), []);
    assert_eq!(said(signed(SHEET_IS_KEPT), false), []);
    assert_eq!(said(signed(SHEET_IS_KEPT), true), at("WaiverOfNothing"));
}

#[test]
fn a_changed_property_is_read_again() {
    let mut stack = prod("a");
    stack.add("Sheet", One(sheet(true)));
    stack.add("Changed", signed(BY_HAND).property("Sheet", "Kept", false));
    let found = findings(&App::new("test").stack(stack));
    assert_eq!(found.iter().map(|it| it.code).collect::<Vec<_>>(), ["SheetIsKept"]);
    assert_eq!(found[0].path, "a/Sheet");
}

#[test]
fn verdicts_are_counted_and_waivers_do_not_count_as_held() {
    hc_cdk::rules! {
        const OWN;

        LAID = "Laid" {
            sentence: "no sheet stands",
            controls: &[iso27001::RECORDS],
            on: &["Paper::Sheet"],
            must: Must::NotTrue("Stands"),
            message: "stands",
            help: "leave `Stands` out",
        }
    }
    let mut stack = prod("a");
    stack.add("One", One(sheet(true)));
    stack.add("Two", One(Sheet::default()));
    stack.add("Three", signed(SHEET_IS_KEPT).resource(sheet(false)));
    stack.add("Four", signed(SHEET_IS_KEPT).resource(sheet(false)));
    // Of what its target does not know all, nothing held.
    stack.add("Five", One(Sheet(Object::new().with("Kept", true).with("Unknown", "x"))));
    let app = App::new("test").stack(stack).rules(OWN);
    let checked = app.check().unwrap();
    let tally = checked.verdicts().of(&SHEET_IS_KEPT);
    assert_eq!((tally.held, tally.waived), (1, 2));
    let read: Vec<_> = checked.verdicts().iter().map(|(rule, tally)| (rule.code, tally.held)).collect();
    assert_eq!(read, [("Laid", 4), ("SheetIsKept", 1)], "and of what was not read there is nothing");
    let judged = checked.judged(|rule| *rule == SHEET_IS_KEPT);
    let names: Vec<_> = judged.iter().map(|it| (it.resource.logical_id.as_str(), !it.waivers.is_empty())).collect();
    assert_eq!(names, [("One", false), ("Three", true), ("Four", true)], "and no other rule is read");
    assert_eq!(checked.judged(|rule| *rule == LAID).len(), 4);
    assert!(checked.judged(|_| true).iter().all(|it| it.is_own == (it.rule == LAID)), "each says whose it is");
    let waived = |at| checked.waived_rules(0, at).map(|(rule, by)| (rule, by.approver)).collect::<Vec<_>>();
    let by = || vec![(SHEET_IS_KEPT, "jane.roe")];
    assert_eq!([0, 1, 2, 3].map(waived), [vec![], vec![], by(), by()]);
}

#[test]
fn each_of_two_signatures_for_one_rule_counts() {
    let mut stack = prod("a");
    stack.add(
        "Pair",
        Does(|scope| {
            let _ = scope.resource("One", sheet(true));
            let _ = scope.resource("Two", sheet(true));
        }),
    );
    stack.add("First", signed(SHEET_IS_KEPT).property("PairOne", "Kept", false));
    stack.add("Second", signed(SHEET_IS_KEPT).property("PairTwo", "Kept", false));
    assert_eq!(findings(&App::new("test").stack(stack)), []);
}

#[test]
fn what_a_policy_asks_for_is_answered_for_every_store() {
    let stack = |build: fn(&mut hc_cdk::stack::Stack<Prod, Stone>)| {
        let mut stack = hc_cdk::stack::Stack::<Prod, Stone>::new("a", Wall);
        build(&mut stack);
        findings(&App::new("test").stack(stack)).into_iter().map(|it| (it.code, it.path)).collect::<Vec<_>>()
    };
    let unanswered = [("Answered:deletion", "a/Store".to_owned())];
    assert_eq!(stack(|it| drop(it.add("Store", Plays::new(Role::Store, Class::Phi, [])))), unanswered);
    assert_eq!(
        stack(|it| {
            it.add("Store", Plays::new(Role::Store, Class::Phi, []));
            it.add("Kept", One(sheet(true)));
        }),
        unanswered
    );
    let keeps = |scope: &mut hc_cdk::stack::Scope<'_>| {
        scope.plays(Role::Store, Class::Phi);
        scope.child("Inside", "Inside", &[]).resource("", Sheet(Object::new().with("Kept", true)));
    };
    let mut answers = hc_cdk::stack::Stack::<Prod, Stone>::new("a", Wall);
    answers.add("Store", Does(keeps));
    assert_eq!(findings(&App::new("test").stack(answers)), []);
    let around = |scope: &mut hc_cdk::stack::Scope<'_>| {
        scope.resource("", Sheet(Object::new().with("Kept", true)));
        let mut inside = scope.child("Inside", "Inside", &[]);
        inside.plays(Role::Store, Class::Phi);
        inside.resource("", Sheet::default());
    };
    let mut surrounded = hc_cdk::stack::Stack::<Prod, Stone>::new("a", Wall);
    surrounded.add("Store", Does(around));
    assert_eq!(findings(&App::new("test").stack(surrounded)), []);
    let broken = |scope: &mut hc_cdk::stack::Scope<'_>| {
        scope.plays(Role::Store, Class::Phi);
        scope.resource("", Sheet(Object::new().with("Kept", false)));
    };
    let signed = |rule| Waiver::new(rule, "made up each night", "jane.roe", date!("2099-12-31"));
    let mut signed_for = hc_cdk::stack::Stack::<Prod, Stone>::new("a", Wall);
    signed_for.add("Store", signed(SHEET_IS_KEPT).construct(Does(broken)));
    assert_eq!(findings(&App::new("test").stack(signed_for)), [], "who signs for the answer signs for the question");
    let waived = |scope: &mut hc_cdk::stack::Scope<'_>| {
        scope.plays(Role::Store, Class::Phi);
        scope.resource("", Sheet::default());
    };
    let mut signs = hc_cdk::stack::Stack::<Prod, Stone>::new("a", Wall);
    signs.add("Store", signed(answered(hc_cdk::policy::Dimension::deletion)).construct(Does(waived)));
    assert_eq!(findings(&App::new("test").stack(signs)), []);
}

#[test]
fn an_app_is_held_to_rules_of_its_own() {
    hc_cdk::rules! {
        const OWN;

        TITLED = "Titled" {
            sentence: "every sheet has a title",
            controls: &[iso27001::RECORDS],
            on: &["Paper::Sheet"],
            must: Must::Set("Title"),
            message: "has no title",
            help: "set `Title`",
        }
    }
    let app = || App::new("test").stack(filled("a"));
    assert_eq!(findings(&app()), []);
    let found = findings(&app().rules(OWN));
    assert_eq!(found[0].code, TITLED.code);
    assert_eq!(found[0].message, "declares `Sheet` (`Paper::Sheet`), which has no title");
}

#[test]
fn no_two_rules_have_one_code() {
    hc_cdk::rules! {
        const OWN;

        ANOTHER = "SheetIsKept" {
            sentence: "every sheet is blue",
            controls: &[iso27001::RECORDS],
            on: &["Paper::Sheet"],
            must: Must::Set("Blue"),
            message: "is not blue",
            help: "set `Blue`",
        }
    }
    let mut stack = prod("a");
    stack.add("Sheet", One(Sheet(Object::new().with("Blue", true))));
    let found = findings(&App::new("test").stack(stack).rules(OWN));
    assert_eq!(found.iter().map(|it| it.message.as_str()).collect::<Vec<_>>(), ["is held to two rules `SheetIsKept`"]);
    assert_eq!(ANOTHER.code, SHEET_IS_KEPT.code);
}

#[test]
fn what_a_construct_stands_on_is_in_the_app_and_no_weaker() {
    let own = |weak: bool| {
        let mut data: Stack<Development> = Stack::new("data", Desk);
        let sheet = data.add("Sheet", One(Sheet::default()));
        let mut app = prod("app");
        app.add("Uses", OnSheet(sheet));
        let app = App::new("test").stack(app);
        findings(&if weak { app.stack(data) } else { app }).into_iter().map(|it| it.code).collect::<Vec<_>>()
    };
    assert_eq!(own(false), ["UnknownStack"]);
    assert_eq!(own(true), ["WeakerStack"]);
}

/// A construct that stands on a sheet without referring to it.
struct OnSheet(hc_cdk::resource::Made<Sheet>);

impl hc_cdk::construct::Spec for OnSheet {
    type Handle = ();
    const KIND: &'static str = "OnSheet";
    const INVARIANTS: &'static [Rule] = &[];
}

impl<P> hc_cdk::construct::Construct<P, Paper> for OnSheet {
    fn declare(self, scope: &mut hc_cdk::stack::Within<'_, P, Paper>) {
        scope.stands_on(&self.0.id());
        scope.resource("", Sheet::default());
    }
}

#[test]
fn the_cores_own_codes_are_taken_and_a_code_is_a_name() {
    hc_cdk::rules! {
        const OWN;

        OF_THE_CORE = "NotCleared" {
            sentence: "every sheet is blue",
            controls: &[iso27001::RECORDS],
            on: &["Paper::Sheet"],
            must: Must::Set("Blue"),
            message: "is not blue",
            help: "set `Blue`",
        }

        OF_A_FLOOR = "Answered:tls" {
            sentence: "every sheet is blue",
            controls: &[iso27001::RECORDS],
            on: &["Paper::Sheet"],
            must: Must::Set("Blue"),
            message: "is not blue",
            help: "set `Blue`",
        }

        NO_NAME = "it is blue" {
            sentence: "every sheet is blue",
            controls: &[iso27001::RECORDS],
            on: &["Paper::Sheet"],
            must: Must::Set("Blue"),
            message: "is not blue",
            help: "set `Blue`",
        }
    }
    let mut stack = prod("a");
    stack.add("Sheet", One(Sheet(Object::new().with("Blue", true))));
    let found = findings(&App::new("test").stack(stack).rules(OWN));
    let said: Vec<_> = found.iter().map(|it| it.message.as_str()).collect();
    assert_eq!(
        said,
        [
            "is held to two rules `NotCleared`",
            "is held to a rule with the code `Answered:tls`, which is no name",
            "is held to a rule with the code `it is blue`, which is no name"
        ]
    );
    assert_eq!(OF_THE_CORE.code, NOT_CLEARED.code);
    assert_eq!(OF_A_FLOOR.code, answered(hc_cdk::policy::Dimension::tls).code);
    assert!(NO_NAME.code.contains(' '));
}
