//! `graph`: a picture that those who draw it take.

use super::{Place, succeeded};

/// How many lines there are of data, and of references alone.
fn lines(drawn: &str) -> (usize, usize) {
    let of = |arrow: &str| drawn.lines().filter(|line| line.contains(arrow)).count();
    (of(" ==>|phi| "), of(" -.-> "))
}

#[test]
fn mermaid_gets_no_more_lines_than_it_draws() {
    let place = Place::new("graph-lines");
    let few = succeeded(&place.run(3, &["graph"]));
    assert_eq!(lines(&few), (3, 2), "{few}");
    assert!(few.contains("Sheet") && !few.contains("%%"), "{few}");
    let many = succeeded(&place.run(300, &["graph"]));
    assert_eq!(lines(&many), (300, 0));
    assert!(many.ends_with(
        "  %% without 299 references, since Mermaid draws 500 lines and no more; `--format dot` has them\n"
    ));
    assert!(!many.contains("Sheet"), "nothing stands there without a line");
    let dot = succeeded(&place.run(300, &["graph", "--format", "dot"]));
    assert_eq!(dot.lines().filter(|line| line.contains(" -> ")).count(), 599);
}

#[test]
fn the_evidence_shows_where_data_flows_and_nothing_else() {
    let place = Place::new("graph-evidence");
    succeeded(&place.run(3, &["evidence"]));
    let page = &place.files("evidence.out")["evidence.md"];
    let (_, drawn) = page.split_once("```mermaid\n").unwrap();
    assert_eq!(lines(drawn), (3, 0), "{drawn}");
}
