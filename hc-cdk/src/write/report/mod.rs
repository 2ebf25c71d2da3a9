//! The report: the system as one page that is read without a network, on a phone and on paper.
//!
//! It says the same as the evidence, from the same model: a picture of where data flows, the clauses, the rules with what was read, the
//! constructs, waivers, what is only stated, what it costs, and what would change. Everything works without the script; the script filters and zooms.

mod changes;
mod html;
mod layout;
mod model;
mod picture;
mod tables;

use std::fmt::Write;

pub(super) use self::html::escaped;
pub(crate) use self::model::Against;
use self::model::Report;
use super::{
    cost::Estimate,
    evidence::model::{Read, Stated},
};
use crate::{check::Checked, model::file::File, value::date::Date};

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// Nothing is fetched, whatever a name or a reason says.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// The page as of a day.
pub(crate) fn file(checked: &Checked<'_>, cost: Option<&Estimate>, against: Option<&Against<'_>>, on: Date) -> File {
    let judged = checked.judged(|_| true);
    let stated = Stated::all(checked).collect();
    let report = Report { checked, read: Read::all(&judged), stated, cost, against };
    let system = escaped(checked.system().name());
    let mut page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n<title>{system}: report of {on}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#clauses\">To the clauses</a>\n<header>\n<h1>{system}</h1>\n<p>As of {on}. What is called held was read in the \
         finished resources before they were written. A clause with rules that held is not met by that alone: clauses ask for more \
         than what is written shows, and nothing here was looked at as deployed.</p>\n"
    );
    head(&report, &mut page);
    page.push_str("</header>\n<main>\n");
    picture::section(&report, &mut page);
    tables::clauses(&report, &mut page);
    tables::rules(&report, &mut page);
    tables::constructs(&report, &mut page);
    tables::waivers(&report, &mut page);
    tables::stated(&report, &mut page);
    tables::cost(&report, &mut page);
    changes::changes(&report, &mut page);
    let _ = write!(page, "</main>\n<script>\n{SCRIPT}</script>\n</body>\n</html>\n");
    File { path: "report.html".to_owned(), bytes: page.into_bytes() }
}

/// The way to the sections, and the stacks.
fn head(report: &Report<'_>, page: &mut String) {
    page.push_str("<nav aria-label=\"Sections\"><ul>");
    let sections = [
        ("flows", "Where data flows"),
        ("clauses", "Clauses"),
        ("rules", "Rules"),
        ("constructs", "Constructs"),
        ("waivers", "Waivers"),
        ("stated", "Stated"),
        ("cost", "Cost"),
        ("changes", "Changes"),
    ];
    for (id, name) in sections.iter().filter(|(id, _)| *id != "cost" || report.cost.is_some()) {
        let _ = write!(page, "<li><a href=\"#{id}\">{name}</a></li>");
    }
    page.push_str("</ul></nav>\n<ul class=\"stacks\">\n");
    for stack in report.checked.stacks() {
        let policies = stack.policy.names.join(" + ");
        let (name, region) = (escaped(stack.name()), escaped(stack.region));
        let count = stack.resources.len();
        let _ = writeln!(page, "<li><b>{name}</b> ({region}): {count} resources under {}</li>", escaped(&policies));
    }
    page.push_str("</ul>\n");
}
