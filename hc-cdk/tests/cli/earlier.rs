//! What is said of the stacks of an earlier output that the program does not have; not what is in them, which targets say.

use std::fs;

use super::{Place, succeeded};

const STAYS: &str = "what is deployed of it stays, with its data, until somebody deletes it";

#[test]
fn a_stack_that_leaves_the_program_is_named() {
    let place = Place::new("leaves");
    succeeded(&place.run(3, &[]));
    let text = succeeded(&place.run(2, &["diff"]));
    assert_eq!(text, format!("- stack2 (paper)\n    it leaves the program; {STAYS}\n"));
    let text = succeeded(&place.run(2, &[]));
    let note = format!("note: the earlier output had `stack2`, which is not in this program: {STAYS}\nwritten:");
    assert!(text.contains(&note), "{text}");
    assert!(!succeeded(&place.run(2, &[])).contains("earlier output"), "the second run replaces an output of its own");
}

#[test]
fn an_output_of_another_program_is_replaced_with_a_note() {
    let place = Place::new("other");
    succeeded(&place.run(2, &[]));
    let text = succeeded(&place.command(1, &[]).env("PAPER_NAME", "tickets").output().unwrap());
    let note = "note: the earlier output was that of `paper`, with `stack0`, `stack1`, and is replaced: to keep both, \
                give each program a folder of its own with `--out DIR`\n";
    assert!(text.contains(note), "{text}");
    assert_eq!(place.files("cdk.out").into_keys().collect::<Vec<_>>(), [".hc-cdk", "tickets0.txt"]);
}

#[test]
fn a_mark_that_names_no_stacks_is_a_mark() {
    let place = Place::new("old-mark");
    succeeded(&place.run(2, &[]));
    fs::write(place.0.join("cdk.out/.hc-cdk"), "This folder is an output of hc-cdk.\n").unwrap();
    assert_eq!(succeeded(&place.run(2, &["diff"])), "no change against cdk.out\n");
    assert!(!succeeded(&place.run(2, &[])).contains("earlier output"));
}
