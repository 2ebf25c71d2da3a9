//! The pages of runbooks, one for each alert: what is wrong, and what to do.

use std::fmt::Write as _;

use crate::{alert::Alert, watch::Watch, words::Language};

/// The pages: the name of the file, and what is in it. The address of an alert ends in the name of its page.
pub fn pages(watch: &Watch) -> Vec<(String, String)> {
    watch.alerts().iter().map(|it| (format!("{}.md", it.name()), page(it, watch.first_language()))).collect()
}

/// The page of an alert, as Markdown.
fn page(alert: &Alert, first: Language) -> String {
    let mut page = format!("# {}\n\n", alert.name());
    let languages: &[Language] = if first == Language::English { &[first] } else { &[first, Language::English] };
    for language in languages {
        if let Some(text) = alert.summary().text(*language) {
            let _ = writeln!(page, "{text}\n");
        }
    }
    let condition = alert.condition().sentence();
    let _ = writeln!(page, "Severity: {}. Raised when: {condition}.", alert.severity().name());
    if let Some(clause) = alert.clause() {
        let _ = writeln!(page, "Asked for by {clause}.");
    }
    page.push('\n');
    for (number, step) in (1..).zip(alert.runbook().steps()) {
        let _ = writeln!(page, "{number}. {}", step.in_or_english(first));
    }
    page
}
