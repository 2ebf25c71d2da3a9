//! `JUnit`'s XML, as build servers read it: a suite for each file, a case for each finding, and one that passed where there is none.

use std::fmt::Write;

use hc_cdk::model::printable;

use crate::judge::Found;

pub(crate) fn junit(files: &[String], found: &[Found]) -> String {
    let total = found.len() + files.iter().filter(|file| !found.iter().any(|it| it.file == **file)).count();
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"hc-cdk verify\" tests=\"{total}\" failures=\"{}\">\n",
        found.len()
    );
    for file in files {
        let of_file: Vec<&Found> = found.iter().filter(|it| it.file == *file).collect();
        let (name, failures) = (escaped(file), of_file.len());
        let _ = writeln!(text, "  <testsuite name=\"{name}\" tests=\"{}\" failures=\"{failures}\">", failures.max(1));
        if of_file.is_empty() {
            let _ = writeln!(text, "    <testcase classname=\"{name}\" name=\"nothing is wrong\"/>");
        }
        for it in of_file {
            let (path, code) = (escaped(&it.path), escaped(&it.code));
            let place = format!("{}:{}:{}", it.file, it.at.line, it.at.column);
            let what = format!("`{}` {}", it.path, it.message);
            let _ = writeln!(
                text,
                "    <testcase classname=\"{path}\" name=\"{code}\">\n      <failure message=\"{}\">{}</failure>\n    </testcase>",
                escaped(&what),
                escaped(&format!("{place}\nhelp: {}", it.help))
            );
        }
        text.push_str("  </testsuite>\n");
    }
    text.push_str("</testsuites>\n");
    text
}

/// A text between quotes or tags. What is not shown as itself is escaped, and what XML has no sign for becomes a question mark.
fn escaped(text: &str) -> String {
    let sign = |it: char| match it {
        '&' => "&amp;".to_owned(),
        '<' => "&lt;".to_owned(),
        '>' => "&gt;".to_owned(),
        '"' => "&quot;".to_owned(),
        '\n' => "&#10;".to_owned(),
        '\u{fffe}' | '\u{ffff}' => "?".to_owned(),
        it => it.to_string(),
    };
    printable::lines(text).chars().map(sign).collect()
}
