//! What is only proposed is printed as that, wherever somebody reads of it.

use super::{Place, succeeded};

const NAME: &str = "HipaaProposed2025 (proposed, 90 FR 898)";

fn run(place: &Place, words: &[&str]) -> String {
    succeeded(&place.command(1, words).env("PAPER_PROPOSED", "1").output().unwrap())
}

/// Every mention of the policy says that it is proposed.
fn is_said(text: &str) {
    assert!(text.contains(NAME), "{text}");
    assert_eq!(text.matches("HipaaProposed2025").count(), text.matches(NAME).count(), "{text}");
}

#[test]
fn a_proposal_is_printed_as_one() {
    let place = Place::new("proposed");
    is_said(&run(&place, &[]));
    is_said(&run(&place, &["list"]));
    let text = run(&place, &["explain", "90 FR 898 164.308(..)"]);
    assert!(
        text.contains(&format!("  `{NAME}` asks for recovery objective: Hours24 (the figure is ours)\n")),
        "{text}"
    );
    is_said(&text);
    run(&place, &["report"]);
    is_said(&place.files("report.out")["report.html"]);
    run(&place, &["evidence"]);
    let files = place.files("evidence.out");
    is_said(&files["evidence.md"]);
    is_said(&files["component-definition.json"]);
    let tests = "| every 12 months | somebody qualified tests whether the system can be broken into (HIPAA proposed (90 FR 898) 164.312(h)(2)(iii)) |";
    assert!(files["evidence.md"].contains(tests), "{}", files["evidence.md"]);
    assert!(files["catalog-hipaa-proposed-2025.json"].contains("HIPAA proposed (90 FR 898): the clauses"));
}

#[test]
fn who_is_under_no_proposal_reads_of_no_test_that_it_asks_for() {
    let place = Place::new("not-proposed");
    succeeded(&place.run(1, &["evidence"]));
    let page = &place.files("evidence.out")["evidence.md"];
    assert!(!page.contains("broken into") && !page.contains("HipaaProposed2025"), "{page}");
}
