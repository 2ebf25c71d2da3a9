//! `report`: one page for a browser.

use std::{collections::BTreeSet, fs};

use super::{Place, failed, succeeded};

const DAY: [&str; 3] = ["report", "--on", "2026-11-27"];

/// The page of a program in which somebody signed for a sheet or nobody did.
fn page(place: &Place, signed: bool) -> String {
    let mut command = place.command(2, &DAY);
    succeeded(&command.env("PAPER_SIGNED", if signed { "1" } else { "0" }).output().unwrap());
    place.files("report.out").remove("report.html").unwrap()
}

/// What stands between each such start and the next such end.
fn between<'a>(page: &'a str, start: &str, end: &str) -> Vec<&'a str> {
    page.split(start).skip(1).map(|it| it.split(end).next().unwrap()).collect()
}

#[test]
fn it_says_what_the_evidence_says() {
    let page = page(&Place::new("report-words"), true);
    for words in [
        "As of 2026-11-27.",
        "<tr data-framework=\"ISO/IEC 27001:2022\" data-state=\"waived\"><th scope=\"row\">ISO/IEC 27001:2022 A.5.33</th>",
        "<td>SheetIsKept, ByHand</td><td>rebuilt each night</td><td>jane.roe</td><td>2027-01-31</td>",
        "stack0/Kept</a></li>",
        "<li><a href=\"#r-SheetIsKept\">SheetIsKept</a> in ",
        "<tr id=\"r-SheetIsKept\" tabindex=\"-1\"><th scope=\"row\">SheetIsKept</th><td>",
        "stack0/Raw</a> (signed for)",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
}

#[test]
fn it_is_one_page_in_which_every_way_leads_somewhere() {
    let page = page(&Place::new("report-whole"), false);
    let ids: Vec<&str> = between(&page, " id=\"", "\"");
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), unique.len(), "an id stands twice");
    let ways = between(&page, "href=\"", "\"");
    assert!(ways.len() > 10, "only {ways:?}");
    for way in ways {
        assert!(way.strip_prefix('#').is_some_and(|it| unique.contains(it)), "`{way}` leads nowhere on the page");
    }
    let fetched = ["src=", "url(http", "@import", "fetch(", "//cdn"];
    assert!(fetched.iter().all(|it| !page.contains(it)), "nothing is fetched");
    assert!(page.contains("default-src 'none'"));
    for tag in ["table", "tr", "td", "th", "section", "details", "ul", "li", "svg", "a", "div", "p", "select", "option"]
    {
        let (opened, closed) = (format!("<{tag}"), format!("</{tag}>"));
        let opened = between(&page, &opened, ">").iter().filter(|it| it.is_empty() || it.starts_with(' ')).count();
        assert_eq!(opened, page.matches(&closed).count(), "<{tag}>");
    }
}

#[test]
fn it_grows_with_the_system_and_no_faster() {
    let place = Place::new("report-large");
    let size = |stacks: usize| {
        succeeded(&place.command(stacks, &DAY).env("PAPER_SIGNED", "0").output().unwrap());
        let page = place.files("report.out").remove("report.html").unwrap();
        assert_eq!(page.matches("<tr id=\"c-").count(), stacks * 4, "each construct has a row");
        (page.len(), page.matches('<').count())
    };
    let (small, large) = (size(25), size(250));
    assert!(large.0 < 11 * small.0 && large.1 < 11 * small.1, "{small:?} for 100 constructs, {large:?} for 1,000");
    assert!(large.0 < 1_000_000, "{} bytes for 1,000 constructs", large.0);
}

#[test]
fn it_is_the_same_on_the_same_day_and_knows_which_waivers_have_ended() {
    let place = Place::new("report-day");
    assert_eq!(page(&place, true), page(&place, true));
    let mut late = place.command(1, &["report", "--on", "2027-02-01"]);
    let text = failed(&late.env("PAPER_SIGNED", "1").output().unwrap());
    assert!(text.contains("2027-01-31"), "{text}");
    for wrong in ["2027-02-30", "tomorrow", "2027-2-01"] {
        let output = place.run(1, &["evidence", "--on", wrong]);
        assert_eq!(output.status.code(), Some(2), "{wrong}");
    }
}

#[test]
fn it_is_not_written_over_an_output() {
    let place = Place::new("report-folder");
    succeeded(&place.run(1, &[]));
    let text = failed(&place.run(1, &["report", "--out", "cdk.out"]));
    assert!(text.contains("holds output of an earlier run, and not report"), "{text}");
}

#[test]
fn it_says_what_would_change_against_an_earlier_output() {
    let place = Place::new("report-changes");
    assert!(page(&place, false).contains("There is no earlier output to compare with."));
    succeeded(&place.run(2, &[]));
    assert!(page(&place, false).contains("Nothing would change against cdk.out."));
    let text = |stacks, arguments: &[&str]| {
        succeeded(&place.run(stacks, &[&DAY, arguments].concat()));
        place.files("report.out").remove("report.html").unwrap()
    };
    let gone = text(1, &[]);
    assert!(gone.contains("<p>Against cdk.out. <b>stack1</b> (paper) leaves the program."), "{gone}");
    fs::write(place.0.join("cdk.out/gone"), "Sheet<b>").unwrap();
    let lost = text(2, &["--against", "cdk.out"]);
    let row = "<th scope=\"row\">stack0/Sheet&lt;b&gt;</th><td>sheet</td><td>leaves</td><td></td>\
               <td><b>it would be deleted with everything in it</b></td>";
    assert!(lost.contains(row), "{lost}");
    let none = failed(&place.run(2, &["report", "--against", "nowhere"]));
    assert!(none.contains("there is no earlier output in `nowhere`"), "{none}");
    let typo = failed(&place.run(1, &["report", "--against", "cdk.our"]));
    assert!(typo.contains("did you mean `cdk.out`"), "{typo}");
}
