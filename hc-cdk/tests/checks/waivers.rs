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
    for app in [app("", "jane.roe"), app("rebuilt nightly", " ")] {
        app_said(&app, &[("a/Old", "stands under a waiver without a reason or an approver")]);
    }
}
