//! What only the objects show to be wrong: names that a cluster refuses, two objects of one name, values that are not known
//! before the deployment.

use std::{borrow::Cow, panic::Location};

use hc_cdk::{
    check::{Checked, Foreign},
    finding::Finding,
    model::{OWNER, ResourceModel, StackModel},
    rule::at,
    value::{Json, Token},
};
use indexmap::{IndexMap, IndexSet, map::Entry};

use super::known::Known;
use crate::{
    dialect::Dialect,
    naming::{is_label, is_label_name, is_label_value, wrong_label},
    object::version_and_kind,
};

/// Where an object has names beside its own, and of what they are there: itself, or the pods that it makes.
const NAMED: [(&str, &str); 3] = [
    ("metadata", "has"),
    ("spec/template/metadata", "gives its pods"),
    ("spec/jobTemplate/spec/template/metadata", "gives its pods"),
];

/// What these names are.
const NAMES: [&str; 2] = [LABELS, "annotations"];
const LABELS: &str = "labels";

/// Names that are taken: name, kind, namespace and group, with where the first object of that name is declared.
type Taken<'a> = IndexMap<(Cow<'a, str>, &'a str, Cow<'a, str>, &'a str), &'static Location<'static>>;

impl Dialect {
    /// Findings of a target whose stacks are objects of a cluster.
    pub fn check(&self, checked: &Checked<'_>, findings: &mut Vec<Finding>) {
        let objects = checked.stacks_of(self.target).map(|(_, chart)| chart.resources.len()).sum();
        let mut taken = Taken::with_capacity(objects);
        for (_, chart) in checked.stacks_of(self.target) {
            if !chart.parameters.is_empty() || !chart.outputs.is_empty() {
                findings.push(chart.finding_here(
                    "ParametersOfAChart",
                    "has parameters or outputs, which objects of a cluster cannot have",
                    "declare them in the stack that the value comes from",
                ));
            }
            findings.extend(chart.tags.iter().filter_map(|(name, value)| wrong_tag(self, chart, name, value)));
            let owners = chart.owners.iter().filter(|_| self.has_tags);
            findings.extend(owners.filter_map(|it| wrong_tag(self, chart, OWNER, &it.owner)));
            let known = Known { checked, chart };
            let mut elsewhere = IndexSet::new();
            for resource in &chart.resources {
                let Some((version, kind)) = version_and_kind(resource) else {
                    findings.push(no_object(chart, resource));
                    continue;
                };
                findings.extend(another_kind(chart, resource, version, kind));
                let it = Subject::new(&known, resource, kind);
                it.unknown_values(findings);
                if it.in_another_cluster() && elsewhere.insert(resource.construct) {
                    findings.push(it.elsewhere());
                }
                // What no cluster takes needs no name there.
                if self.apart(version, kind).is_some() {
                    continue;
                }
                if !(self.is_name)(kind, &it.name) {
                    findings.extend(it.wrong_name(self.longest(kind)));
                }
                findings.extend(it.wrong_label());
                let group = version.split_once('/').map_or("", |(group, _)| group);
                findings.extend(it.second(self.takes(group, kind), &mut taken));
            }
        }
    }
}

fn no_object(chart: &StackModel, resource: &ResourceModel) -> Finding {
    chart.finding(
        "AnotherTarget",
        resource.construct,
        format!("makes a `{}`, which is no Kubernetes object", resource.kind.name),
        "declare it in a stack of its own target",
    )
}

/// What is wrong with the tag of a stack, if something is.
fn wrong_tag(dialect: &Dialect, chart: &StackModel, name: &str, value: &Json) -> Option<Finding> {
    let wrong = if dialect.has_tags {
        value.as_text().map_or(Some("its value is not known before the deployment"), |value| wrong_label(name, value))
    } else {
        Some("nothing that its operator makes would have it")
    };
    wrong.map(|wrong| {
        let help = "leave it out, or write it as `chart.tag(\"team\", \"claims\")` of a chart";
        chart.finding_here("ImpossibleTag", format!("has a tag `{name}`: {wrong}"), help)
    })
}

/// Rules read an object as what it was declared as. One that would be written as something else was read by nobody, whoever signs.
fn another_kind(chart: &StackModel, resource: &ResourceModel, version: &str, kind: &str) -> Option<Finding> {
    let declared = resource.kind();
    let of = declared.strip_suffix(kind).and_then(|it| it.strip_suffix('/'));
    (of != Some(version)).then(|| {
        let message = format!("declares a `{declared}`, which would be written as a `{version}/{kind}`");
        chart.finding("AnotherKind", resource.construct, message, "declare it as what it is")
    })
}

/// An object that is checked.
struct Subject<'k, 'a> {
    known: &'k Known<'a>,
    resource: &'a ResourceModel,
    kind: &'a str,
    name: Cow<'a, str>,
}

impl<'k, 'a> Subject<'k, 'a> {
    fn new(known: &'k Known<'a>, resource: &'a ResourceModel, kind: &'a str) -> Self {
        Self { known, resource, kind, name: text(known, resource, "name") }
    }

    fn finding(&self, code: &'static str, message: String, help: &str) -> Finding {
        self.known.chart.finding(code, self.resource.construct, message, help)
    }

    fn namespace(&self) -> Cow<'a, str> {
        text(self.known, self.resource, "namespace")
    }

    fn unknown_values(&self, findings: &mut Vec<Finding>) {
        self.resource.properties.tokens(&mut |token| {
            if matches!(token, Token::Concat(_)) || self.known.text(token).is_some() {
                return;
            }
            findings.push(match self.known.checked.foreign(token) {
                Some(Foreign::Wrong(stack, output, why)) => self.finding(
                    "WrongOutput",
                    format!("needs the output `{output}` of `{stack}`, which {why}"),
                    "deploy that stack, and give the outputs of the deployment",
                ),
                _ => self.finding(
                    "UnknownValue",
                    "uses a value that is not known before the deployment".to_owned(),
                    "use a literal, the name of an object, or a value of a stack's resource",
                ),
            });
        });
    }

    /// Whether its namespace belongs to a chart that is for another cluster, as far as both charts name theirs.
    fn in_another_cluster(&self) -> bool {
        let Some(cluster) = &self.known.chart.cluster else { return false };
        let namespace = self.resource.properties.get("metadata").and_then(|metadata| metadata.get("namespace"));
        let Some(Json::Token(token)) = namespace else { return false };
        let Token::Attribute { resource: namespace, .. } = token.as_ref() else { return false };
        let other = self.known.checked.system().stack(namespace.stack());
        other.and_then(|other| other.cluster.as_ref()).is_some_and(|other| other != cluster)
    }

    fn elsewhere(&self) -> Finding {
        self.finding(
            "AnotherCluster",
            format!("uses the namespace `{}`, which is in another cluster", self.namespace()),
            "use a namespace of a chart for the same cluster",
        )
    }

    /// What is wrong with its name, if something is.
    fn wrong_name(&self, longest: usize) -> Option<Finding> {
        let name = &self.name;
        let wrong = if !is_label(name) {
            "which is no name in a cluster".to_owned()
        } else if name.len() > longest {
            format!("which has more than {longest} characters")
        } else {
            return None;
        };
        Some(self.finding(
            "ImpossibleName",
            format!("makes a {} that would be called `{name}`, {wrong}", self.kind),
            "give the construct a shorter name, of letters and digits",
        ))
    }

    /// A label or an annotation that a cluster refuses, of the object or of pods that it makes.
    fn wrong_label(&self) -> Option<Finding> {
        let wrong = |name: &str, value: &Json, is_label: bool| {
            let fits = match value {
                Json::Text(text) => !is_label || is_label_value(text),
                Json::Token(_) => true,
                _ => false,
            };
            !(is_label_name(name) && fits)
        };
        let (whose, member, name) = NAMED.iter().find_map(|(path, whose)| {
            let metadata = at(&self.resource.properties, path)?;
            NAMES.iter().find_map(|member| {
                let mut all = at(metadata, member)?.as_object()?.iter();
                let found = all.find(|(name, value)| wrong(name, value, *member == LABELS))?;
                Some((whose, member, found.0))
            })
        })?;
        Some(self.finding(
            "ImpossibleName",
            format!("{whose} `{name}` among its {member}, which a cluster refuses"),
            "name it as `team` or `example.org/team`, with a text for its value; that of a label has up to 63 letters, digits, `-`, `_` and `.`",
        ))
    }

    /// Takes its name under that group and kind; a finding if another object has it.
    fn second(mut self, (group, kind): (&'a str, &'a str), taken: &mut Taken<'a>) -> Option<Finding> {
        let name = std::mem::take(&mut self.name);
        match taken.entry((name, kind, self.namespace(), group)) {
            Entry::Vacant(place) => {
                place.insert(self.written_at());
                None
            }
            Entry::Occupied(first) => {
                let message =
                    format!("makes a second {kind} that would be called `{}` in its namespace", first.key().0);
                let help =
                    "give one of the constructs another name; `ClaimsApi` and `ClaimsAPI` are one name to a cluster";
                Some(self.finding("NameTwice", message, help).beside(first.get(), "makes the other one"))
            }
        }
    }

    fn written_at(&self) -> &'static Location<'static> {
        let chart = self.known.chart;
        chart.construct_of(self.resource).map_or(chart.written_at, |construct| construct.written_at)
    }
}

/// A text of an object's metadata.
fn text<'a>(known: &Known<'a>, resource: &'a ResourceModel, field: &str) -> Cow<'a, str> {
    match resource.properties.get("metadata").and_then(|metadata| metadata.get(field)) {
        Some(Json::Text(text)) => text.as_ref().into(),
        Some(Json::Token(token)) => known.text(token).unwrap_or_default(),
        _ => Cow::default(),
    }
}
