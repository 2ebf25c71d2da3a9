//! What deployed stacks say: values that one target knows only after the deployment, for stacks of another target.
//!
//! A stack that uses such a value before it is known is written with a place for it: `${NAME}`. What fills the places is
//! the file that `cdk deploy --outputs-file FILE` writes. Programs take it as `--outputs FILE`; a test gives it by hand:
//!
//! ```
//! use hc_cdk::{app::App, outputs::Outputs};
//!
//! let outputs = Outputs::parse(r#"{"clinic": {"ExportRecordsEndpointAddress": "records.example"}}"#)?;
//! assert_eq!(outputs.get("clinic", "ExportRecordsEndpointAddress"), Some("records.example"));
//! let app = App::new("clinic").deployed(outputs);
//! assert!(app.outputs().is_some());
//! # Ok::<(), String>(())
//! ```

use std::collections::{BTreeMap, BTreeSet};

use crate::{app::App, check::Checked, model::StackModel, value::Token};

/// The outputs of deployed stacks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outputs(BTreeMap<String, BTreeMap<String, String>>);

impl Outputs {
    /// Outputs from JSON: an object from stack to an object from output to value, which is a text.
    ///
    /// # Errors
    ///
    /// Why the text is no such object, or which values are none that a deployment says: they are empty, have control
    /// characters such as line breaks, or have places that are still to be filled in, `${`.
    pub fn parse(json: &str) -> Result<Self, String> {
        let outputs: BTreeMap<String, BTreeMap<String, String>> = serde_json::from_str(json)
            .map_err(|error| format!("this is no object of stacks and their outputs: {error}"))?;
        let values = outputs.iter().flat_map(|(stack, values)| values.iter().map(move |it| (stack, it)));
        let wrong: Vec<String> = values
            .filter_map(|(stack, (output, value))| {
                Some(format!("the output `{output}` of `{stack}` {}", wrong(value)?))
            })
            .collect();
        if wrong.is_empty() { Ok(Self(outputs)) } else { Err(wrong.join(", ")) }
    }

    /// The value of an output.
    pub fn get(&self, stack: &str, output: &str) -> Option<&str> {
        self.0.get(stack)?.get(output).map(String::as_str)
    }
}

/// Why a value is none that a deployed stack says, if it is none. Names, hosts and ARNs are printable text on one line.
fn wrong(value: &str) -> Option<&'static str> {
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

/// A value of a stack of another target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Foreign<'a> {
    /// It is known.
    Known(&'a str),
    /// The outputs do not have it: the stack's name and the output's.
    Missing(&'a str, String),
    /// There are no outputs yet: the place that is left for it.
    Place(String),
}

impl App {
    /// What a token stands for that refers to a stack of another target; nothing if it does not, or if that target's stacks
    /// have no outputs.
    pub fn foreign(&self, token: &Token) -> Option<Foreign<'_>> {
        let Token::Attribute { resource, name } = token else { return None };
        let stack = self.stacks().get(self.place(resource.stack())?)?;
        let output = stack.target.output(stack.resource(resource)?, *name)?;
        let Some(outputs) = self.outputs() else {
            let letter = |it: char| if it.is_ascii_alphanumeric() { it } else { '_' };
            return Some(Foreign::Place(format!(
                "${{{}_{output}}}",
                stack.name().chars().map(letter).collect::<String>()
            )));
        };
        Some(match outputs.get(stack.name(), &output) {
            Some(value) => Foreign::Known(value),
            None => Foreign::Missing(stack.name(), output),
        })
    }
}

impl<'a> Checked<'a> {
    /// The stacks of which others use values that are not known yet.
    pub(crate) fn left_open(&self) -> impl Iterator<Item = &'a StackModel> {
        let (stacks, known) = (self.stacks(), self.app().outputs().is_some());
        let others = (0..stacks.len()).flat_map(move |at| self.links().needs(at).map(move |other| (at, other)));
        let foreign = others.filter_map(|(at, other)| Some((stacks.get(at)?, stacks.get(other)?, other)));
        let foreign = foreign.filter(|(user, owner, _)| user.target.name() != owner.target.name());
        let places: BTreeSet<usize> = foreign.map(|(.., other)| other).filter(|_| !known).collect();
        places.into_iter().filter_map(|place| stacks.get(place))
    }
}

#[cfg(test)]
mod tests {
    use super::Outputs;

    #[test]
    fn outputs_are_read_by_stack_and_name() {
        let outputs = Outputs::parse(r#"{"hms": {"RecordsHost": "db.example"}, "empty": {}}"#).unwrap();
        assert_eq!(outputs.get("hms", "RecordsHost"), Some("db.example"));
        assert_eq!(outputs.get("hms", "Records"), None);
        assert_eq!(outputs.get("empty", "RecordsHost"), None);
        for wrong in ["", "[]", r#"{"hms": 1}"#, r#"{"hms": {"a": 1}}"#] {
            assert!(Outputs::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn values_that_no_deployment_says_are_refused_with_their_names() {
        let parse = |value: &str| Outputs::parse(&serde_json::json!({"hms": {"Host": value, "Good": "a"}}).to_string());
        for legal in ["arn:aws:kms:us-east-1:1:key/x", "a \"quoted\" text", "50%$", "{x}"] {
            assert_eq!(parse(legal).unwrap().get("hms", "Host"), Some(legal));
        }
        for (value, why) in [
            ("", "is empty"),
            ("  ", "is empty"),
            ("a\nb: c", "has a line break or another control character"),
            ("a\r", "has a line break or another control character"),
            ("a\u{1b}[0m", "has a line break or another control character"),
            ("a\u{2028}b", "has a line break or another control character"),
            ("x${hms_Host}", "has a place that is still to be filled in, `${`"),
        ] {
            assert_eq!(parse(value), Err(format!("the output `Host` of `hms` {why}")));
        }
        let both = Outputs::parse(r#"{"a": {"B": ""}, "c": {"D": ""}}"#);
        assert_eq!(both, Err("the output `B` of `a` is empty, the output `D` of `c` is empty".to_owned()));
    }
}
