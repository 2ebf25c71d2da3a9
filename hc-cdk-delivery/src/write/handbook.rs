//! The texts for people who run the system.

use std::{collections::BTreeSet, fmt::Write};

use hc_cdk::{
    check::Checked,
    finding::Finding,
    model::{Alerted, ConstructModel, ResourceModel, Role, StackModel},
    value::{Json, nearest},
};

use super::graph;

/// What the system is made of, and what to do about its alarms.
pub(super) fn files(checked: &Checked<'_>, resource: &ResourceModel) -> Vec<(String, String)> {
    let page = |folder: &str| format!("docs/{folder}/README.md");
    vec![(page("architecture"), architecture(checked)), (page("operations"), operations(checked, resource))]
}

/// The alarms for which nobody says what to do.
pub(super) fn without(checked: &Checked<'_>, stack: &StackModel, resource: &ResourceModel) -> Vec<Finding> {
    let alarms = graph::stacks(checked).flat_map(|it| it.alerts.iter().map(move |(_, alarm)| (it, alarm)));
    let missing = alarms.filter(|(_, alarm)| steps(resource, &alarm.name).is_none());
    let finding = |(of, alarm): (&StackModel, &Alerted)| {
        let message = format!("has no runbook for `{}` of `{}`", alarm.name, of.name());
        let help = format!("say what to do: `.runbook(\"{}\", &[..])`", alarm.name);
        stack.finding("NoRunbook", resource.construct, message, help)
    };
    missing.map(finding).collect()
}

/// The runbooks of alarms that nobody has: of a name that was misspelled, or of what is gone.
pub(super) fn of_nothing(checked: &Checked<'_>, stack: &StackModel, resource: &ResourceModel) -> Vec<Finding> {
    let alarms: Vec<&str> =
        graph::stacks(checked).flat_map(|it| &it.alerts).map(|(_, alarm)| alarm.name.as_str()).collect();
    let idle = runbooks(resource).iter().filter_map(|it| it.get("alarm").and_then(Json::as_text));
    let idle = idle.filter(|it| !alarms.iter().any(|alarm| is_for(it, alarm)));
    let finding = |of: &str| {
        let message = format!("has a runbook for `{of}`, and no alarm is called so");
        let help = match nearest(of, alarms.iter().copied()) {
            Some(alarm) => format!("did you mean `{alarm}`?"),
            None => "leave it out, or declare the alarm".to_owned(),
        };
        stack.finding("RunbookOfNothing", resource.construct, message, help)
    };
    idle.map(finding).collect()
}

/// What to do at an alarm.
fn steps<'a>(resource: &'a ResourceModel, name: &str) -> Option<&'a [Json]> {
    let is_for = |it: &&Json| is_for(it.get("alarm").and_then(Json::as_text).unwrap_or_default(), name);
    runbooks(resource).iter().find(is_for)?.get("steps")?.as_list()
}

fn runbooks(resource: &ResourceModel) -> &[Json] {
    resource.properties.get("runbooks").and_then(Json::as_list).unwrap_or_default()
}

/// Whether a runbook is for an alarm: by its name, or by how that ends behind a `*`.
fn is_for(of: &str, alarm: &str) -> bool {
    of.strip_prefix('*').map_or(of == alarm, |end| alarm.ends_with(end))
}

const HEAD: &str = "Written by hc-cdk. Change the program and not this file.\n";

fn architecture(checked: &Checked<'_>) -> String {
    let mut text = format!("# The architecture of {}\n\n{HEAD}", checked.system().name());
    for stack in graph::stacks(checked) {
        let policy = stack.policy.names.join(" + ");
        let _ = write!(text, "\n## {}\n\nIn {}, under {policy}.\n", stack.name(), stack.region);
        let known: Vec<_> = stack.constructs.iter().filter_map(|it| Some((it, what(it)?))).collect();
        if !known.is_empty() {
            text.push_str("\n| part | kind | what it is | data |\n|---|---|---|---|\n");
        }
        for (it, what) in known {
            let class = it.class.map_or("-", |it| it.name());
            let _ = writeln!(text, "| {} | {} | {what} | {class} |", it.path, it.kind);
        }
    }
    let addresses = graph::addresses(checked, None);
    if !addresses.is_empty() {
        text.push_str("\n## Where requests come in\n\n");
        for address in addresses {
            let _ = writeln!(text, "- {address}");
        }
    }
    let flows = flows(checked);
    if !flows.is_empty() {
        let _ = write!(text, "\n## How data flows\n\n{}\n", flows.into_iter().collect::<Vec<_>>().join("\n"));
    }
    text
}

/// What a construct is to the data that flows, if it is something to it.
fn what(it: &ConstructModel) -> Option<&'static str> {
    Some(match it.role {
        Role::Endpoint => "takes requests over TLS",
        Role::Exposed => "takes requests",
        Role::Workload => "computes",
        Role::Store => "keeps data",
        Role::Channel => "hands data on",
        Role::Outside => "is somebody else's",
        Role::Other => return None,
    })
}

/// What goes from where to where, a line each.
fn flows(checked: &Checked<'_>) -> BTreeSet<String> {
    let of_stack = |stack: &'_ StackModel| {
        let line = |it: &hc_cdk::model::Flow| {
            let (from, to) = (graph::find(checked, &it.from)?, graph::find(checked, &it.to)?);
            Some(format!("- {} to {}: {}", from.path, to.path, it.class.name()))
        };
        stack.flows.iter().filter_map(line).collect::<Vec<_>>()
    };
    graph::stacks(checked).flat_map(of_stack).collect()
}

fn operations(checked: &Checked<'_>, resource: &ResourceModel) -> String {
    let mut text = format!("# The operation of {}\n\n{HEAD}", checked.system().name());
    text.push_str("\nWho is told of an alarm begins with its first step, and goes on until it is over.\n");
    for stack in graph::stacks(checked) {
        for (_, alarm) in &stack.alerts {
            let _ = write!(text, "\n## {} of {}\n\n{}\n\n", alarm.name, stack.name(), alarm.says);
            for (number, step) in (1..).zip(steps(resource, &alarm.name).unwrap_or_default()) {
                let _ = writeln!(text, "{number}. {}", step.as_text().unwrap_or_default());
            }
        }
    }
    text
}
