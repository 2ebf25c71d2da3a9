//! Tables of the Markdown page.

use std::fmt::Write;

use crate::model::printable;

/// A heading, and below it a table or, if there are no rows, what that means.
pub(super) fn table(text: &mut String, heading: &str, columns: &[&str], rows: Vec<Vec<String>>, none: &str) {
    let _ = writeln!(text, "\n## {heading}\n");
    if rows.is_empty() {
        let _ = writeln!(text, "{none}");
        return;
    }
    let line = |cells: &mut dyn Iterator<Item = String>| format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "));
    text.push_str(&line(&mut columns.iter().map(|it| (*it).to_owned())));
    text.push_str(&line(&mut columns.iter().map(|_| "---".to_owned())));
    for row in rows {
        text.push_str(&line(&mut row.iter().map(|it| cell(it))));
    }
}

/// A text that stays inside of its cell and is shown as it is.
pub(super) fn cell(text: &str) -> String {
    let mut out = String::new();
    for it in printable::line(text).chars() {
        match it {
            '<' => out.push_str("&lt;"),
            '|' | '\\' | '*' | '_' | '[' | ']' | '#' => out.extend(['\\', it]),
            it => out.push(it),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn a_text_stays_inside_of_its_cell() {
        assert_eq!(cell("a|b\n# <i>_x_"), "a\\|b\\u{a}\\# &lt;i>\\_x\\_".replace("\\u{a}", "\\\\u{a}"));
    }
}
