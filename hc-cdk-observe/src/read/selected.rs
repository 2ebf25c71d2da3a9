//! What an expression of Prometheus selects: the metrics of which it reads series, and the labels that these have.
//!
//! Source: the documentation of Prometheus on its query language. What has a name and is no metric is a function, an operator, or a
//! list of labels.

/// Series that an expression reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read<'a> {
    /// The name of the metric; empty where labels alone say which it is.
    pub metric: &'a str,
    /// The labels that are said to be a text. Those that are compared otherwise say less, and are left out.
    pub labels: Vec<(&'a str, &'a str)>,
}

impl<'a> Read<'a> {
    /// What a label is said to be.
    pub fn label(&self, name: &str) -> Option<&'a str> {
        self.labels.iter().find(|(label, _)| *label == name).map(|(_, text)| *text)
    }
}

/// What stands between values or behind one, and the numbers that have names.
const WORDS: [&str; 8] = ["and", "atan2", "bool", "inf", "nan", "offset", "or", "unless"];

/// What has a list of labels behind it, or may have one.
const OF_LABELS: [&str; 6] = ["by", "group_left", "group_right", "ignoring", "on", "without"];

/// What an expression selects; nothing if it cannot be read to its end.
pub fn selected(expression: &str) -> Option<Vec<Read<'_>>> {
    let (mut found, mut rest) = (Vec::new(), expression);
    while let Some(first) = rest.chars().next() {
        rest = match first {
            '"' | '\'' | '`' => quoted(rest)?.1,
            '#' => rest.split_once('\n').map_or("", |(_, behind)| behind),
            // Over what time, and in what steps.
            '[' => rest.split_once(']')?.1,
            '{' => {
                let (labels, behind) = labels(rest)?;
                found.push(Read { metric: "", labels });
                behind
            }
            _ if is_of_word(first) => named(rest, &mut found)?,
            _ => behind(rest, first),
        };
    }
    Some(found)
}

/// Goes past what begins with a name or a number, and notes it if it is a metric.
fn named<'a>(text: &'a str, found: &mut Vec<Read<'a>>) -> Option<&'a str> {
    let (name, rest) = word(text);
    let next = rest.trim_start();
    let is = |known: &[&str], it: &str| known.iter().any(|word| word.eq_ignore_ascii_case(it));
    if is(&OF_LABELS, name) {
        return Some(next.strip_prefix('(').and_then(|it| it.split_once(')')).map_or(rest, |(_, behind)| behind));
    }
    if next.starts_with('{') {
        let (labels, behind) = labels(next)?;
        found.push(Read { metric: name, labels });
        return Some(behind);
    }
    // A function may say by which labels before what it is of.
    let is_function = next.starts_with('(') || is(&["by", "without"], word(next).0);
    let is_number = name.starts_with(|it: char| it.is_ascii_digit() || it == '.');
    if !is_function && !is_number && !is(&WORDS, name) {
        found.push(Read { metric: name, labels: Vec::new() });
    }
    Some(rest)
}

/// What is said of labels in braces, and what is behind these.
fn labels(text: &str) -> Option<(Vec<(&str, &str)>, &str)> {
    let (mut labels, mut rest) = (Vec::new(), text.strip_prefix('{')?);
    loop {
        rest = rest.trim_start_matches(|it: char| it.is_whitespace() || it == ',');
        if let Some(behind) = rest.strip_prefix('}') {
            return Some((labels, behind));
        }
        let quotes = rest.starts_with(['"', '\'', '`']);
        let (name, behind) = if quotes { quoted(rest)? } else { word(rest) };
        let behind = behind.trim_start();
        let how = behind.get(..behind.find(|it| !matches!(it, '=' | '!' | '~'))?)?;
        rest = behind.get(how.len()..)?.trim_start();
        // A name alone is that of the metric.
        if how.is_empty() && quotes {
            labels.push(("__name__", name));
            continue;
        }
        let (text, behind) = quoted(rest)?;
        if how == "=" {
            labels.push((name, text));
        }
        rest = behind;
    }
}

/// A text in quotes, as it is written, and what is behind it.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let quote = text.chars().next().filter(|it| matches!(it, '"' | '\'' | '`'))?;
    let inner = text.get(1..)?;
    let mut escaped = false;
    let end = inner.find(|it| {
        let is_end = it == quote && !escaped;
        escaped = it == '\\' && !escaped && quote != '`';
        is_end
    })?;
    Some((inner.get(..end)?, inner.get(end + 1..)?))
}

/// The name or number that a text begins with, and what is behind it.
fn word(text: &str) -> (&str, &str) {
    text.split_at(text.find(|it| !is_of_word(it)).unwrap_or(text.len()))
}

fn is_of_word(it: char) -> bool {
    it.is_ascii_alphanumeric() || matches!(it, '_' | ':' | '.')
}

fn behind(text: &str, first: char) -> &str {
    text.get(first.len_utf8()..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Read, selected};

    /// What is read, as text: a metric and its labels.
    fn read(expression: &str) -> Vec<String> {
        let labels = |it: &Read<'_>| {
            let all: Vec<String> = it.labels.iter().map(|(name, text)| format!(" {name}={text}")).collect();
            all.concat()
        };
        let all = selected(expression).unwrap();
        all.iter().map(|it| format!("{}{}", it.metric, labels(it))).collect()
    }

    #[test]
    fn metrics_are_told_from_what_else_has_a_name() {
        for (expression, found) in [
            ("vector(9) or 1e3 > bool 0x1F", vec![]),
            ("sum by (instance) (rate(a[5m])) / on (instance) group_left b", vec!["a", "b"]),
            ("sum without(pod) (a) + ignoring(x) group_right(y) b", vec!["a", "b"]),
            ("a offset 5m unless last_over_time(b[1h] offset 1h)", vec!["a", "b"]),
            ("(w:x:count or on() vector(-Inf)) < 1", vec!["w:x:count"]),
            ("sum_over_time((w:x > bool 2)[299s:1m]) >= 3", vec!["w:x"]),
            (r#"label_replace(a, "x{", "$1", 'y', `z`) # b"#, vec!["a"]),
            ("a @ end() AND b", vec!["a", "b"]),
        ] {
            assert_eq!(read(expression), found, "{expression}");
        }
    }

    #[test]
    fn labels_are_those_that_are_a_text() {
        for (expression, found) in [
            (r#"a{namespace="n",job="j"}"#, vec!["a namespace=n job=j"]),
            (r#"a { job = 'j' , pod=~"x.*", code!="5", }"#, vec!["a job=j"]),
            (r#"a{path="/x{y},z\"}",job="j"}"#, vec![r#"a path=/x{y},z\"} job=j"#]),
            (r#"{__name__="a",job="j"}"#, vec![" __name__=a job=j"]),
            (r#"{"a.b", job="j"}"#, vec![" __name__=a.b job=j"]),
            (r"a{}", vec!["a"]),
        ] {
            assert_eq!(read(expression), found, "{expression}");
        }
    }

    #[test]
    fn what_does_not_end_is_not_read() {
        for expression in ["a{", r#"a{job="j"#, "a[5m", r"a{job}", r"a{job=j}"] {
            assert_eq!(selected(expression), None, "{expression}");
        }
    }
}
