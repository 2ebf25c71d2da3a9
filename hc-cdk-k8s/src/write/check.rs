//! What only this target knows to be wrong: names that a cluster refuses, two objects of one name, values that are not
//! known before the deployment, and what breaks the rules for all objects.

use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};

use hc_cdk::{
    check::{Checked, Foreign},
    finding::Finding,
    model::{ResourceModel, StackModel},
    value::{Json, Token},
};

use super::{
    NAME,
    manifest::{Names, version_and_kind},
};

pub(super) fn check(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    let mut seen = BTreeMap::new();
    for (_, chart) in checked.stacks_of(NAME) {
        let names = Names { checked, chart };
        let mut elsewhere = BTreeSet::new();
        if !chart.parameters.is_empty() || !chart.outputs.is_empty() {
            findings.push(chart.finding_here(
                "ParametersOfAChart",
                "has parameters or outputs, which objects of a cluster cannot have",
                "declare them in the stack that the value comes from",
            ));
        }
        for resource in &chart.resources {
            let finding = |code, message: String, help: &str| chart.finding(code, resource.construct, message, help);
            let Some((version, kind)) = version_and_kind(resource) else {
                findings.push(finding(
                    "AnotherTarget",
                    format!("makes a `{}`, which is no Kubernetes object", resource.kind.name),
                    "declare it in a stack of its own target",
                ));
                continue;
            };
            unknown_values(&names, resource, &finding, findings);
            if in_another_cluster(checked, chart, resource) && elsewhere.insert(resource.construct) {
                let namespace = text(&names, resource, "namespace");
                findings.push(finding(
                    "AnotherCluster",
                    format!("uses the namespace `{namespace}`, which is in another cluster"),
                    "use a namespace of a chart for the same cluster",
                ));
            }
            let name = text(&names, resource, "name");
            if let Some(wrong) = wrong_name(kind, &name) {
                findings.push(finding(
                    "ImpossibleName",
                    format!("makes a {kind} that would be called `{name}`, {wrong}"),
                    "give the construct a shorter name, of letters and digits",
                ));
            }
            // What operators make of these is a secret of that name.
            let (kind, group) = match (kind, version.split_once('/').map_or("", |(group, _)| group)) {
                ("Certificate", "cert-manager.io") | ("ExternalSecret", "external-secrets.io") => ("Secret", ""),
                other => other,
            };
            // The name comes first: it is what tells most objects apart.
            match seen.entry((name, kind, text(&names, resource, "namespace"), group)) {
                Entry::Vacant(place) => {
                    place.insert(written_at(chart, resource));
                }
                Entry::Occupied(first) => {
                    let finding = finding(
                        "NameTwice",
                        format!("makes a second {kind} that would be called `{}` in its namespace", first.key().0),
                        "give one of the constructs another name; `ClaimsApi` and `ClaimsAPI` are one name to a cluster",
                    );
                    findings.push(finding.beside(first.get(), "makes the other one"));
                }
            }
        }
    }
}

/// Whether the object's namespace belongs to a chart that is for another cluster, as far as both charts name theirs.
fn in_another_cluster(checked: &Checked<'_>, chart: &StackModel, resource: &ResourceModel) -> bool {
    let Some(cluster) = &chart.cluster else { return false };
    let namespace = resource.properties.get("metadata").and_then(|metadata| metadata.get("namespace"));
    let Some(Json::Token(token)) = namespace else { return false };
    let Token::Attribute { resource: namespace, .. } = token.as_ref() else { return false };
    let other = checked.system().stack(namespace.stack());
    other.and_then(|other| other.cluster.as_ref()).is_some_and(|other| other != cluster)
}

fn written_at(chart: &StackModel, resource: &ResourceModel) -> &'static std::panic::Location<'static> {
    chart.construct_of(resource).map_or(chart.written_at, |construct| construct.written_at)
}

fn text(names: &Names<'_>, resource: &ResourceModel, field: &str) -> String {
    match resource.properties.get("metadata").and_then(|metadata| metadata.get(field)) {
        Some(Json::Text(text)) => text.to_string(),
        Some(Json::Token(token)) => names.text(token).unwrap_or_default(),
        _ => String::new(),
    }
}

fn unknown_values(
    names: &Names<'_>,
    resource: &ResourceModel,
    finding: &dyn Fn(&'static str, String, &str) -> Finding,
    findings: &mut Vec<Finding>,
) {
    resource.properties.tokens(&mut |token| {
        let known = matches!(token, Token::Concat(_)) || names.text(token).is_some();
        if known {
            return;
        }
        findings.push(match names.checked.foreign(token) {
            Some(Foreign::Wrong(stack, output, why)) => finding(
                "WrongOutput",
                format!("needs the output `{output}` of `{stack}`, which {why}"),
                "deploy that stack, and give the outputs of the deployment",
            ),
            _ => finding(
                "UnknownValue",
                "uses a value that is not known before the deployment".to_owned(),
                "use a literal, the name of an object, or a value of a stack's resource",
            ),
        });
    });
}

/// What is wrong with an object's name, if something is.
///
/// Names are labels of DNS: pods, services and label values are made of them. A job's pods take 11 characters more, and so do
/// the revisions of a stateful set.
fn wrong_name(kind: &str, name: &str) -> Option<&'static str> {
    let letters = name.chars().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-');
    let ends = name.starts_with(|it: char| it.is_ascii_lowercase()) && !name.ends_with('-');
    if !(letters && ends) {
        return Some("which is no name in a cluster");
    }
    match kind {
        "CronJob" | "Job" | "StatefulSet" if name.len() > 52 => Some("which has more than 52 characters"),
        _ if name.len() > 63 => Some("which has more than 63 characters"),
        _ => None,
    }
}
