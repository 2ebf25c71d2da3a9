//! A small change to an output, of which it is known how the CDK command line has to show it.

use std::{fmt, fs};

use anyhow::Result;
use serde_json::{Value, json};

use super::super::case::{Output, json as read, text};

/// The property that changes, of whichever resource comes first: changing it replaces nothing.
const PROPERTY: &str = "RetentionInDays";
/// What it becomes: CloudWatch takes both of them, and one is not what it was.
const DAYS: [u64; 2] = [3653, 3288];

/// A property that was changed.
pub(super) struct Change {
    pub(super) stack: String,
    kind: String,
    resource: String,
    from: Value,
    to: Value,
}

/// Changes one property in the folder, if there is one of that kind.
pub(super) fn in_one_property(output: &Output) -> Result<Option<Change>> {
    for stack in &output.stacks {
        let mut template = read(&stack.template)?;
        let resources = template.pointer_mut("/Resources").and_then(Value::as_object_mut);
        for (id, resource) in resources.into_iter().flatten() {
            let kind = text(resource, "/Type").unwrap_or_default().to_owned();
            let Some(value) = resource.pointer_mut(&format!("/Properties/{PROPERTY}")) else { continue };
            let Some(to) = DAYS.iter().map(|days| json!(days)).find(|days| days != value) else { continue };
            let from = std::mem::replace(value, to.clone());
            let change = Change { stack: stack.name.clone(), kind, resource: id.clone(), from, to };
            fs::write(&stack.template, serde_json::to_vec(&template)?)?;
            return Ok(Some(change));
        }
    }
    Ok(None)
}

impl Change {
    /// Whether what `cdk diff` prints is this change and nothing else.
    pub(super) fn is_all_of(&self, printed: &str) -> bool {
        let lines = printed.lines().map(|line| line.trim_start_matches([' ', '│', '├', '└', '─']));
        let lines: Vec<_> =
            lines.filter(|line| ["[~] ", "[+] ", "[-] "].iter().any(|it| line.starts_with(it))).collect();
        let Self { kind, resource, from, to, .. } = self;
        let [first, rest @ ..] = lines.as_slice() else { return false };
        first.starts_with(&format!("[~] {kind} "))
            && first.ends_with(&format!(" {resource}"))
            && *rest == [format!("[~] {PROPERTY}"), format!("[-] {from}"), format!("[+] {to}")]
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { resource, from, to, .. } = self;
        write!(f, "`{PROPERTY}` of `{resource}` goes from {from} to {to}")
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Change;

    #[test]
    fn a_second_change_is_not_overlooked() {
        let change =
            Change { stack: "s".into(), kind: "A::B".into(), resource: "Logs".into(), from: json!(1), to: json!(2) };
        let shown =
            "Stack s\nResources\n[~] A::B Api/Logs Logs\n └─ [~] RetentionInDays\n     ├─ [-] 1\n     └─ [+] 2\n";
        assert!(change.is_all_of(shown));
        assert!(!change.is_all_of(&format!("{shown}[+] A::C Other Other\n")));
        assert!(!change.is_all_of(""));
    }
}
