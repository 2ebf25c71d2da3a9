//! What somebody makes by hand so that it is taken for something else.

use hc_cdk::policy::{Dimension, Policy, PolicyFacts, Requirement};

use super::*;
use crate::paper::Slate;

pub(crate) mod ours {
    hc_cdk::policy! {
        /// Called like a regulation, and asks for next to nothing.
        pub(crate) Hipaa about health { tls: Tls12, .. }
    }

    hc_cdk::policy! {
        /// A stage may be a team's own.
        pub(crate) Staging as "staging" { data_ceiling: Internal, .. }
    }

    hc_cdk::policy! {
        pub(crate) Ours about health { .. }
    }
}

/// Says that it asks for what Staging does, and holds nobody to it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Said;

impl Policy for Said {
    type DataCeiling = <ours::Ours as Policy>::DataCeiling;
    type AuditRetention = <ours::Ours as Policy>::AuditRetention;
    type LogRetention = <ours::Ours as Policy>::LogRetention;
    type MetricRetention = <ours::Ours as Policy>::MetricRetention;
    type BackupRetention = <ours::Ours as Policy>::BackupRetention;
    type Availability = <ours::Ours as Policy>::Availability;
    type Recovery = <ours::Ours as Policy>::Recovery;
    type Residency = <ours::Ours as Policy>::Residency;
    type Tls = <ours::Ours as Policy>::Tls;
    type KeyCustody = <ours::Ours as Policy>::KeyCustody;
    type SecretRotation = <ours::Ours as Policy>::SecretRotation;
    type Deletion = <ours::Ours as Policy>::Deletion;
    type WaiverTerm = <ours::Ours as Policy>::WaiverTerm;
    type Health = <ours::Ours as Policy>::Health;

    const STAGE: Option<&'static str> = None;

    fn names(names: &mut Vec<&'static str>) {
        names.push("Said");
    }

    fn requirements(requirements: &mut Vec<Requirement>) {
        let of_stage = PolicyFacts::of::<hc_cdk::policy::Staging>().requirements;
        requirements.extend(of_stage.into_iter().filter(|it| it.dimension == Dimension::backup_retention));
    }
}

fn under<P: Policy>() -> Vec<Finding>
where
    Desk: hc_cdk::dimension::residency::ResidencyFor<P>,
{
    let mut stack = Stack::<P>::new("a", Desk);
    stack.add("Sheet", One(Sheet::default()));
    findings(&App::new("test").stack(stack))
}

#[test]
fn a_policy_of_the_name_of_a_regulation_asks_for_what_that_asks_for() {
    let found = under::<(ours::Hipaa, Production)>();
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].message, "is held to a policy `Hipaa` that asks for less than the one of hc-cdk");
    assert_eq!(under::<(ours::Hipaa, Hipaa)>(), []);
    assert_eq!(under::<(Hipaa, ours::Staging)>(), []);
    assert_eq!(under::<(Hipaa, ours::Ours, hc_cdk::policy::Soc2, Production)>(), []);
}

#[test]
fn what_a_policy_says_that_it_asks_for_is_what_it_asks_for() {
    let found = under::<Said>();
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].message, "has a policy that says what it asks for: backup retention, and asks for less");
    assert_eq!(under::<(Said, Hipaa)>(), []);
}

#[test]
fn two_targets_have_two_names() {
    let mut slate = hc_cdk::stack::Stack::<Prod, Slate>::in_region("b", Desk);
    slate.add("Sheet", One(Sheet::default()));
    let app = App::new("test").stack(filled("a")).stack(slate);
    app_said(&app, &[("b", "is for a target that is called `paper`, as another one is")]);
}

/// A sheet with a file beside it.
struct Filed(&'static str, &'static str);

impl hc_cdk::construct::Spec for Filed {
    type Handle = ();
    const KIND: &'static str = "Filed";
    const INVARIANTS: &'static [hc_cdk::rule::Rule] = &[];
}

impl<P> hc_cdk::construct::Construct<P, Paper> for Filed {
    fn declare(self, scope: &mut hc_cdk::stack::Within<'_, P, Paper>) {
        scope.resource("", Sheet::default());
        scope.file(self.0, self.1.to_owned());
    }
}

fn with_file(path: &'static str, text: &'static str) -> App {
    let mut stack = prod("a");
    stack.add("Sheet", Filed(path, text));
    App::new("test").stack(stack)
}

#[test]
fn a_file_of_a_construct_stays_in_its_folder() {
    for path in ["boards/beds on ward 3.json", "Bảng.md", "a_b-c/README.md"] {
        app_said(&with_file(path, "# Ward"), &[]);
    }
    for path in ["../x", "a/../../x", "/x", "a//x", "", ".hc-cdk", "a\\..\\x", "c:x", "a\0b", "a\n"] {
        let found = findings(&with_file(path, "# Ward"));
        assert_eq!(found.iter().map(|it| it.code).collect::<Vec<_>>(), ["ImpossibleName"], "{path:?}");
    }
}

#[test]
fn a_file_of_a_construct_tells_no_secret() {
    app_said(&with_file("README.md", "the password is in the vault"), &[]);
    app_said(
        &with_file("README.md", "db_password = hunter2"),
        &[("a", "has a file `a/Sheet/README.md` that tells a secret")],
    );
}

#[test]
fn a_waiver_goes_by_the_name_that_a_construct_has_now() {
    let signed = || Waiver::new(crate::paper::SHEET_IS_KEPT, "copied each night", "jane.roe", date!("2027-01-31"));
    let mut stack = prod("a");
    stack.moved("Old", "New");
    stack.add("New", signed().resource(Sheet(Object::new().with("Kept", false))));
    stack.moved("Before", "After");
    stack.add("After", signed().construct(One(Sheet(Object::new().with("Kept", false)))));
    app_said(&App::new("test").stack(stack), &[]);
}
