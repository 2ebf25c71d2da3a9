//! `list`: the stacks in the order of deployment, and what is in them.

use std::fmt::Write;

use crate::check::Checked;

pub(super) fn print(checked: &Checked<'_>, text: &mut String) {
    for (at, stack) in checked.stacks().iter().enumerate() {
        let needs: Vec<&str> =
            checked.links().needs(at).filter_map(|other| Some(checked.stacks().get(other)?.name())).collect();
        let after = if needs.is_empty() { String::new() } else { format!(", after {}", needs.join(", ")) };
        let _ = writeln!(text, "{} ({}, {}{after})", stack.name(), stack.region, stack.policy.names.join(" + "));
        let width = stack.constructs.iter().map(|construct| construct.path.len()).max().unwrap_or(0);
        for construct in &stack.constructs {
            let class = construct.class.map_or("", |class| class.name());
            let line = format!("  {:width$}  {:20} {class}", construct.path, construct.kind);
            let _ = writeln!(text, "{}", line.trim_end());
        }
    }
}
