//! Text inside of a page.

use std::fmt::Write;

use crate::model::printable;

/// A text that is shown as it is, between tags and inside of quotes.
pub(in crate::write) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for it in printable::line(text).chars() {
        match it {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            it => out.push(it),
        }
    }
    out
}

/// A section with its heading.
pub(super) fn section(page: &mut String, id: &str, heading: &str) {
    let _ = writeln!(page, "<section id=\"{id}\" aria-labelledby=\"{id}-h\">\n<h2 id=\"{id}-h\">{heading}</h2>");
}

/// The head of a table that may be scrolled by itself.
pub(super) fn table(page: &mut String, caption: &str, columns: &[&str]) {
    let _ = write!(
        page,
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{caption}, to be scrolled\">\n<table>\n<caption>{caption}</caption>\n<thead><tr>"
    );
    for column in columns {
        let _ = write!(page, "<th scope=\"col\">{column}</th>");
    }
    page.push_str("</tr></thead>\n<tbody>\n");
}

/// The end of a table.
pub(super) fn end(page: &mut String) {
    page.push_str("</tbody>\n</table>\n</div>\n");
}

/// Something that is opened for more; nothing if there is no more.
pub(super) fn more(summary: &str, items: &[String]) -> String {
    if items.is_empty() {
        return String::new();
    }
    let items: Vec<String> = items.iter().map(|it| format!("<li>{it}</li>")).collect();
    format!("<details><summary>{summary}</summary><ul>{}</ul></details>", items.concat())
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn a_text_stays_a_text() {
        assert_eq!(escaped("<b>'x'</b> & \"y\""), "&lt;b&gt;&#39;x&#39;&lt;/b&gt; &amp; &quot;y&quot;");
    }
}
