//! The words of the command line.

use super::{Place, succeeded};

#[test]
fn the_version_is_that_of_the_library() {
    let place = Place::new("version");
    let version = concat!("paper (hc-cdk ", env!("CARGO_PKG_VERSION"), ")\n");
    for word in ["--version", "-V"] {
        assert_eq!(succeeded(&place.run(0, &[word])), version, "also of a program with findings");
    }
}

#[test]
fn synth_is_what_is_done_without_a_word() {
    let (one, other) = (Place::new("synth"), Place::new("no-word"));
    assert_eq!(succeeded(&one.run(2, &["synth"])), succeeded(&other.run(2, &[])));
    assert_eq!(one.files("cdk.out"), other.files("cdk.out"));
    succeeded(&one.run(1, &["synth", "--out", "x"]));
    assert_eq!(one.files("x").len(), 2);
}

#[test]
fn help_shows_how_it_is_used() {
    let text = succeeded(&Place::new("help").run(1, &["--help"]));
    for shown in ["Examples:", "-- diff --fail", "-- explain '164.312(b)'", "--out prod.out", "--version", "synth"] {
        assert!(text.contains(shown), "{shown}: {text}");
    }
}

#[test]
fn a_word_that_is_none_names_the_nearest() {
    let place = Place::new("nearest");
    for (words, nearest) in [
        (&["lst"][..], "'list'"),
        (&["explian", "x"], "'explain'"),
        (&["sinth"], "'synth'"),
        (&["diff", "--fial"], "'--fail'"),
        (&["graph", "--format", "dott"], "'dot'"),
    ] {
        let output = place.run(1, words);
        assert_eq!(output.status.code(), Some(2));
        let text = String::from_utf8(output.stderr).unwrap();
        assert!(text.contains(nearest), "{text}");
    }
}

#[test]
fn a_day_has_ten_digits_and_hyphens_and_no_sign() {
    let place = Place::new("days");
    for (day, code) in [("2027-01-31", 0), ("+027-01-31", 2), ("-027-01-31", 2), ("2027-02-30", 2), ("2027-1-031", 2)] {
        let output = place.run(1, &["evidence", &format!("--on={day}")]);
        assert_eq!(output.status.code(), Some(code), "{day}");
    }
}

#[test]
fn what_is_on_a_target_without_prices_is_not_said_to_cost_nothing() {
    let place = Place::new("unpriced");
    let said = succeeded(&place.run(2, &["cost"]));
    assert!(said.contains(": nothing is known of what it costs\n") && !said.contains("0.00"), "{said}");
    assert!(said.contains("what these stacks are written for:\n  paper: stack0, stack1\n"), "{said}");
    let json: serde_json::Value =
        serde_json::from_str(&succeeded(&place.run(2, &["cost", "--format", "json"]))).unwrap();
    assert_eq!(json["notCounted"]["stacks"], serde_json::json!(["stack0", "stack1"]));
    assert_eq!(json.get("total"), Some(&serde_json::Value::Null));
}
