//! Findings for people: a line with the place that editors open, and what to do.

use std::fmt::Write;

use hc_cdk::model::printable;

use crate::judge::Found;

pub(crate) fn text(found: &[Found], text: &mut String) {
    for it in found {
        let control = it.control.map_or_else(String::new, |control| format!("[{}]", control.id));
        let message = printable::line(&it.message);
        let (file, path) = (printable::line(&it.file), printable::line(&it.path));
        let _ = writeln!(text, "{file}:{}:{}: error{control}: `{path}` {message}", it.at.line, it.at.column);
        if let Some(control) = it.control {
            let _ = writeln!(text, "  note: {control}: {}", control.subject);
        }
        let _ = writeln!(text, "  help: {}\n  code: {}", printable::line(&it.help), it.code);
    }
}
