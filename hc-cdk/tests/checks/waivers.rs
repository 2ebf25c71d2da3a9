//! Waivers and their ends.

use super::*;

fn app(reason: &'static str, approver: &'static str) -> App {
    let mut stack = prod("a");
    let waiver = Waiver::new(hc_cdk::rule::BY_HAND, reason, approver, date!("2027-01-31"));
    stack.add("Old", waiver.resource(Sheet::default()));
    App::new("test").stack(stack)
}

#[test]
fn hold_until_their_last_day() {
    let app = app("rebuilt nightly", "jane.roe");
    assert!(app.check_on(date!("2027-01-31")).is_ok());
    let Findings(findings) = app.check_on(date!("2027-02-01")).unwrap_err();
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].message, "stands under a waiver that ended on 2027-01-31");
    assert_eq!(findings[0].path, "a/Old");
    assert_eq!(findings[0].control, Some(hc_cdk::control::soc2::CHANGE_MANAGEMENT));
}

#[test]
fn have_a_reason_and_an_approver() {
    for reason in ["", "temporary", "temporary -- !!"] {
        let said = format!("stands under a waiver whose reason says too little: `{reason}`");
        app_said(&app(reason, "jane.roe"), &[("a/Old", &said)]);
    }
    for approver in [" ", "todo", "TBD", "fixme", "xxx", "n/a", "None"] {
        let said = format!("stands under a waiver whose approver says too little: `{approver}`");
        app_said(&app("rebuilt nightly", approver), &[("a/Old", &said)]);
    }
}

fn until<P: hc_cdk::policy::Policy>(end: hc_cdk::date::Date) -> App
where
    Desk: hc_cdk::dimension::residency::ResidencyFor<P>,
{
    let mut stack = Stack::<P>::new("a", Desk);
    let waiver = Waiver::new(hc_cdk::rule::BY_HAND, "rebuilt nightly", "jane.roe", end);
    stack.add("Old", waiver.resource(Sheet::default()));
    App::new("test").stack(stack)
}

#[test]
fn hold_no_longer_than_their_policy_lets_them() {
    hc_cdk::policy! {
        Quarterly { waiver_term: Within90Days [iso27001::CHANGE_MANAGEMENT] }
    }

    hc_cdk::policy! {
        Lax { .. }
    }

    let today = date!("2027-01-01");
    for (app, last) in [
        (until::<Hipaa> as fn(_) -> App, date!("2028-01-02")),
        (until::<hc_cdk::policy::FdaPart11>, date!("2028-01-02")),
        (until::<(Hipaa, Quarterly, Production)>, date!("2027-04-01")),
        (until::<Lax>, date!("2029-01-01")),
        (until::<Development>, date!("2029-01-01")),
    ] {
        assert!(app(last).check_on(today).is_ok(), "{last}");
        for long in [last.next_day().unwrap(), date!("2999-12-31"), date!("9999-12-31")] {
            assert!(app(long).check().is_ok(), "without a date no term is compared");
            let Findings(findings) = app(long).check_on(today).unwrap_err();
            assert_eq!((findings.len(), findings[0].code), (1, "LongWaiver"));
            assert_eq!(findings[0].help, format!("let it end on {last} or before, and have `jane.roe` renew it then"));
        }
    }
    let Findings(findings) = until::<Prod>(date!("2999-01-01")).check_on(today).unwrap_err();
    assert_eq!(
        findings[0].message,
        "stands under a waiver until 2999-01-01, and the policy lets one hold `Within1Year`"
    );
    assert_eq!((findings[0].path.as_str(), findings[0].control), ("a/Old", Some(hipaa::EVALUATION)));
    assert_eq!(findings[0].written_at.file(), file!());
}

#[test]
fn say_what_is_so_in_the_end() {
    let signed = |size: i64| {
        let waiver = Waiver::new(hc_cdk::rule::BY_HAND, "rebuilt nightly", "jane.roe", date!("2027-01-31"));
        waiver.property("Sheet", "Size", size)
    };
    let mut stack = filled("a");
    stack.add("Once", signed(3));
    stack.add("Same", signed(3));
    app_said(&App::new("test").stack(stack), &[]);
    let mut stack = filled("a");
    stack.add("First", signed(3));
    stack.add("Then", signed(4));
    let said = "stands under a waiver by which `Size` of `Sheet` is 3, and it is 4";
    app_said(&App::new("test").stack(stack), &[("a/Sheet", said)]);
}
