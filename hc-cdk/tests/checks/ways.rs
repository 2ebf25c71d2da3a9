//! Ways of data are compared with clearances, with declared flows and with signatures.

use hc_cdk::{
    model::ConstructRef,
    rule::{NOT_CLEARED, Rule, UNDECLARED_WAY},
};

use hc_cdk::resource::Made;

use super::*;

/// A store, or a workload that reaches something.
struct Part {
    role: Role,
    class: Class,
    sheet: Object,
    flow: Option<ConstructRef>,
}

impl hc_cdk::construct::Spec for Part {
    type Handle = (ConstructRef, Made<Sheet>);
    const KIND: &'static str = "Part";
    const INVARIANTS: &'static [Rule] = &[];
}

impl<P, T: hc_cdk::target::Target> hc_cdk::construct::Construct<P, T> for Part {
    fn declare(self, scope: &mut hc_cdk::stack::Within<'_, P, T>) -> Self::Handle {
        scope.plays(self.role, self.class);
        self.flow.iter().for_each(|to| scope.flow_of(self.class, to));
        let made = scope.resource("", Sheet(self.sheet));
        (scope.this(), made)
    }
}

fn store(class: Class, sheet: Object) -> Part {
    Part { role: Role::Store, class, sheet, flow: None }
}

/// What is said of a workload of that class that reaches a store of health data, with a flow or without.
fn said(class: Class, role: Role, flows: bool, writes: bool) -> Vec<(&'static str, String)> {
    let mut stack = prod("a");
    let (this, made) = stack.add("Store", store(Class::Pii, Object::new()));
    let mut sheet = Object::new().with("Reaches", reference(made.reference()));
    if writes {
        sheet.insert("Writes", true);
    }
    stack.add("Api", Part { role, class, sheet, flow: flows.then_some(this) });
    codes(stack)
}

fn codes(stack: Stack<Prod>) -> Vec<(&'static str, String)> {
    findings(&App::new("test").stack(stack)).into_iter().map(|it| (it.code, it.path)).collect()
}

#[test]
fn a_way_has_to_be_declared_by_whoever_is_cleared() {
    let api = |code| vec![(code, "a/Api".to_owned())];
    assert_eq!(said(Class::Pii, Role::Workload, true, true), []);
    assert_eq!(said(Class::Pii, Role::Workload, false, true), api("UndeclaredWay"));
    assert_eq!(said(Class::Internal, Role::Workload, false, false), api("NotCleared"));
    assert_eq!(said(Class::Pii, Role::Endpoint, false, false), api("NotCleared"));
    assert_eq!(said(Class::Phi, Role::Workload, true, true), api("NotCleared"), "it writes down");
    assert_eq!(said(Class::Phi, Role::Workload, true, false), []);
}

/// What takes requests from outside hands them to the workloads that it leads to, and to nothing else.
#[test]
fn a_way_in_leads_to_workloads_that_are_said() {
    let said = |to: Role, flows: bool| {
        let mut stack = prod("a");
        let (this, made) = stack.add("Api", Part { role: to, class: Class::Pii, sheet: Object::new(), flow: None });
        let sheet = Object::new().with("Reaches", reference(made.reference()));
        stack.add("Front", Part { role: Role::Endpoint, class: Class::Pii, sheet, flow: flows.then_some(this) });
        codes(stack)
    };
    assert_eq!(said(Role::Workload, true), []);
    assert_eq!(said(Role::Workload, false), [("NotCleared", "a/Front".to_owned())]);
    assert_eq!(said(Role::Store, true), [("ReachedFromTheInternet", "a/Api".to_owned())]);
}

#[test]
fn a_way_in_is_cleared_for_no_store() {
    let mut stack = prod("a");
    let (this, made) = stack.add("Store", store(Class::Internal, Object::new()));
    let sheet = Object::new().with("Reaches", reference(made.reference()));
    stack.add("Front", Part { role: Role::Endpoint, class: Class::Internal, sheet, flow: Some(this) });
    assert_eq!(codes(stack), [("NotCleared", "a/Front".to_owned())]);
}

#[test]
fn nobody_outside_is_cleared_but_for_public_data() {
    let open = |class| {
        let mut stack = prod("a");
        stack.add("Store", store(class, Object::new().with("Open", "everybody")));
        codes(stack)
    };
    assert_eq!(open(Class::Public), []);
    assert_eq!(open(Class::Internal), [("NotCleared", "a/Store".to_owned())]);
}

#[test]
fn a_way_inside_one_construct_is_none_and_one_between_its_parts_is_one() {
    let mut stack = prod("a");
    let parts = |scope: &mut hc_cdk::stack::Scope<'_>| {
        scope.plays(Role::Store, Class::Phi);
        let kept = scope.resource("Kept", Sheet::default());
        let reaches = Object::new().with("Reaches", reference(kept.reference()));
        scope.child("Inside", "Inside", &[]).resource("", Sheet(reaches));
    };
    stack.add("Store", Does(parts));
    assert_eq!(codes(stack), []);

    let mut stack = prod("a");
    let parts = |scope: &mut hc_cdk::stack::Scope<'_>| {
        let mut inside = scope.child("Store", "Inside", &[]);
        inside.plays(Role::Store, Class::Phi);
        let kept = inside.resource("", Sheet::default());
        let mut inside = scope.child("Api", "Inside", &[]);
        inside.plays(Role::Workload, Class::Phi);
        inside.resource("", Sheet(Object::new().with("Reaches", reference(kept.reference()))));
    };
    stack.add("Ward", Does(parts));
    assert_eq!(codes(stack), [("UndeclaredWay", "a/Ward/Api".to_owned())]);
}

#[test]
fn one_signature_is_for_one_rule_and_has_to_be_needed() {
    let signed = |rule: Rule, class| {
        let mut stack = prod("a");
        let (_, made) = stack.add("Store", store(class, Object::new()));
        let sheet = Sheet(Object::new().with("Reaches", reference(made.reference())));
        stack.add("Job", Waiver::new(rule, "agreed with the archive", "jane.roe", date!("2099-12-31")).resource(sheet));
        codes(stack).into_iter().map(|(code, _)| code).collect::<Vec<_>>()
    };
    assert_eq!(signed(NOT_CLEARED, Class::Phi), [""; 0]);
    assert_eq!(signed(UNDECLARED_WAY, Class::Phi), ["NotCleared", "WaiverOfNothing"]);
    assert_eq!(signed(UNDECLARED_WAY, Class::Public), [""; 0]);
}

#[test]
fn a_way_that_is_signed_for_is_known() {
    let ways = |class| {
        let mut stack = prod("a");
        let (_, made) = stack.add("Store", store(class, Object::new()));
        let sheet = Sheet(Object::new().with("Reaches", reference(made.reference())));
        let rule = if class == Class::Public { UNDECLARED_WAY } else { NOT_CLEARED };
        let waiver = Waiver::new(rule, "agreed with the archive", "jane.roe", date!("2099-12-31"));
        stack.add("Job", waiver.resource(sheet));
        let app = App::new("test").stack(stack);
        let checked = app.check().unwrap();
        checked.waived_ways().map(|it| (it.from, it.to, it.class)).collect::<Vec<_>>()
    };
    assert_eq!(ways(Class::Phi), [((0, 1), (0, 0), Some(Class::Phi))]);
    assert_eq!(ways(Class::Public), [((0, 1), (0, 0), Some(Class::Public))]);
}

#[test]
fn a_way_counts_once_and_for_the_rule_that_it_is_about() {
    let tallies = |flows: bool, signed: Option<Rule>| {
        let mut stack = prod("a");
        let (this, made) = stack.add("Store", store(Class::Phi, Object::new()));
        let reaches = vec![reference(made.reference()), reference(made.reference())];
        let sheet = Object::new().with("Reaches", reaches);
        match signed {
            Some(rule) => {
                let waiver = Waiver::new(rule, "agreed with the archive", "jane.roe", date!("2099-12-31"));
                stack.add("Job", waiver.resource(Sheet(sheet)));
            }
            None => drop(
                stack.add("Api", Part { role: Role::Workload, class: Class::Phi, sheet, flow: flows.then_some(this) }),
            ),
        }
        let app = App::new("test").stack(stack);
        let checked = app.check().unwrap();
        [NOT_CLEARED, UNDECLARED_WAY].map(|rule| checked.verdicts().of(&rule)).map(|it| (it.held, it.waived))
    };
    assert_eq!(tallies(true, None), [(1, 0), (1, 0)]);
    assert_eq!(tallies(false, Some(NOT_CLEARED)), [(0, 1), (0, 0)]);
}
