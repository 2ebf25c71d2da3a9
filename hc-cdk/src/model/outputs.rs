//! What deployed stacks say: values that one target knows only after the deployment, for stacks of another target.
//!
//! A stack that uses such a value before it is known is written with a place for it: `${NAME}`. What fills the places is
//! a file that the deployment writes: JSON, an object from stack to an object from output to value. Programs take it as
//! `--outputs FILE`, once for each file; a test gives it by hand:
//!
//! ```
//! use hc_cdk::{app::App, outputs::Outputs};
//!
//! let outputs = Outputs::parse(r#"{"clinic": {"ExportRecordsEndpointAddress": "records.example"}}"#)?;
//! assert_eq!(outputs.get("clinic", "ExportRecordsEndpointAddress"), Some("records.example"));
//! let app = App::new("clinic").deployed(outputs);
//! assert!(app.system().outputs().is_some());
//! # Ok::<(), String>(())
//! ```

use std::collections::BTreeMap;

use crate::value::parsed;

/// The outputs of deployed stacks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outputs(BTreeMap<String, BTreeMap<String, String>>);

impl Outputs {
    /// Outputs from JSON: an object from stack to an object from output to value, which is a text.
    ///
    /// # Errors
    ///
    /// Why the text is no such object.
    pub fn parse(json: &str) -> Result<Self, String> {
        parsed(json)
            .and_then(serde_json::from_value)
            .map(Self)
            .map_err(|error| format!("this is no object of stacks and their outputs: {error}"))
    }

    /// Adds what other stacks say, or other deployments.
    ///
    /// # Errors
    ///
    /// Which output is said twice, with two values.
    pub fn add(&mut self, other: Self) -> Result<(), String> {
        for (stack, outputs) in other.0 {
            let known = self.0.entry(stack.clone()).or_default();
            for (output, value) in outputs {
                match known.get(&output) {
                    Some(earlier) if *earlier != value => {
                        return Err(format!("`{output}` of `{stack}` is `{value}`, and was `{earlier}` before"));
                    }
                    _ => known.insert(output, value),
                };
            }
        }
        Ok(())
    }

    /// The value of an output.
    pub fn get(&self, stack: &str, output: &str) -> Option<&str> {
        self.0.get(stack)?.get(output).map(String::as_str)
    }
}

/// Why a value is none that a deployed stack says, if it is none. Names, hosts and ARNs are printable text on one line.
pub(crate) fn wrong(value: &str) -> Option<&'static str> {
    // Readers of YAML take the two separators for line breaks as well.
    let breaks = |it: char| it.is_control() || matches!(it, '\u{2028}' | '\u{2029}');
    if value.trim().is_empty() {
        Some("is empty")
    } else if value.contains(breaks) {
        Some("has a line break or another control character")
    } else if value.contains("${") {
        Some("has a place that is still to be filled in, `${`")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::{Outputs, wrong};

    #[test]
    fn outputs_are_read_by_stack_and_name() {
        let outputs = Outputs::parse(r#"{"hms": {"RecordsHost": "db.example"}, "empty": {}}"#).unwrap();
        assert_eq!(outputs.get("hms", "RecordsHost"), Some("db.example"));
        assert_eq!(outputs.get("hms", "Records"), None);
        assert_eq!(outputs.get("empty", "RecordsHost"), None);
        for wrong in ["", "[]", r#"{"hms": 1}"#, r#"{"hms": {"a": 1}}"#, r#"{"hms": {"a": "1", "a": "2"}}"#] {
            assert!(Outputs::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_several_deployments_say_is_one() {
        let mut all = Outputs::parse(r#"{"hms": {"Host": "db.example"}}"#).unwrap();
        all.add(Outputs::parse(r#"{"hms": {"Host": "db.example", "Id": "1"}, "azure": {"Id": "2"}}"#).unwrap())
            .unwrap();
        assert_eq!(
            [("hms", "Host"), ("hms", "Id"), ("azure", "Id")].map(|(stack, it)| all.get(stack, it)),
            [Some("db.example"), Some("1"), Some("2"),]
        );
        let error = all.add(Outputs::parse(r#"{"hms": {"Host": "other.example"}}"#).unwrap()).unwrap_err();
        assert_eq!(error, "`Host` of `hms` is `other.example`, and was `db.example` before");
    }

    #[test]
    fn names_hosts_and_arns_are_printable_text_on_one_line() {
        for legal in ["arn:aws:kms:us-east-1:1:key/x", "a \"quoted\" text", "50%$", "{x}"] {
            assert_eq!(wrong(legal), None, "{legal}");
        }
        let control = "has a line break or another control character";
        for (value, why) in [
            ("", "is empty"),
            ("  ", "is empty"),
            ("a\nb: c", control),
            ("a\r", control),
            ("a\u{1b}[0m", control),
            ("a\u{2028}b", control),
            ("x${hms_Host}", "has a place that is still to be filled in, `${`"),
        ] {
            assert_eq!(wrong(value), Some(why), "{value:?}");
        }
    }
}
