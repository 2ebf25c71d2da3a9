//! Files that constructs write beside those of targets stay in the folders of their constructs, and tell no secret.

use crate::{
    control::hipaa,
    literal::plain::{has_key, secret_in_prose},
    model::{StackModel, file::File, finding::Finding},
};

/// The longest name of a file that file systems take.
const LONGEST: usize = 255;

pub(super) fn check(stacks: &[StackModel], findings: &mut Vec<Finding>) {
    for stack in stacks {
        for file in &stack.files {
            findings.extend(misplaced(stack, file).into_iter().chain(telling(stack, file)));
        }
    }
}

fn misplaced(stack: &StackModel, file: &File) -> Option<Finding> {
    let message = format!("has a file `{}`, which is no place in a folder", file.path.escape_debug());
    let help = "use names of letters, digits, blanks and any of `._-`, with a `/` between them, that begin with no dot";
    let is_placed = file.path.split('/').all(is_name);
    (!is_placed).then(|| stack.finding_here("ImpossibleName", message, help))
}

fn is_name(name: &str) -> bool {
    !name.trim().is_empty()
        && name.len() <= LONGEST
        && !name.starts_with('.')
        && name.chars().all(|it| it.is_alphanumeric() || matches!(it, ' ' | '.' | '_' | '-'))
}

fn telling(stack: &StackModel, file: &File) -> Option<Finding> {
    let text = String::from_utf8_lossy(&file.bytes);
    let message = format!("has a file `{}` that tells a secret", file.path.escape_debug());
    let help = "keep it where it is kept and replaced, and tell its name and not its value";
    let tells = has_key(&text) || secret_in_prose(&text).is_some();
    tells.then(|| stack.finding_here("SecretAsText", message, help).citing(Some(hipaa::PASSWORDS)))
}
