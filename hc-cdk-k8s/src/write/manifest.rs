//! The file of a chart: its objects in the order in which a cluster takes them.

use hc_cdk::{
    check::{Checked, Foreign},
    model::{ResourceModel, StackModel},
    value::{Json, Object, ResourceRef, Token},
};

use super::{NAME, signed, yaml};

/// The name of a chart's file in its folder.
pub(super) fn file_name(chart: &str) -> String {
    format!("{chart}.yaml")
}

/// The path of a chart's file in the output.
pub(super) fn path(chart: &str) -> String {
    format!("k8s/{}", file_name(chart))
}

/// An object's API version and kind, if it has both.
pub(super) fn version_and_kind(resource: &ResourceModel) -> Option<(&str, &str)> {
    let own = |name| resource.properties.get(name).and_then(Json::as_text);
    own("apiVersion").zip(own("kind")).or_else(|| resource.kind.name.rsplit_once('/'))
}

/// Kinds that others need, in the order in which they are applied; what is not named here comes after them, and last what
/// takes requests from outside and what watches.
const FIRST: [&str; 14] = [
    "Namespace",
    "ResourceQuota",
    "LimitRange",
    "NetworkPolicy",
    "ServiceAccount",
    "Role",
    "RoleBinding",
    "StorageClass",
    "SecretStore",
    "ExternalSecret",
    "ConfigMap",
    "PersistentVolumeClaim",
    "Service",
    "PodDisruptionBudget",
];
const LAST: [&str; 8] = [
    "HorizontalPodAutoscaler",
    "VerticalPodAutoscaler",
    "Certificate",
    "Gateway",
    "HTTPRoute",
    "Ingress",
    "ServiceMonitor",
    "PrometheusRule",
];

fn rank(resource: &ResourceModel) -> usize {
    let kind = version_and_kind(resource).map_or("", |(_, kind)| kind);
    let place = |list: &[&str]| list.iter().position(|it| *it == kind);
    place(&FIRST).or_else(|| place(&LAST).map(|at| FIRST.len() + 1 + at)).unwrap_or(FIRST.len())
}

/// The line that begins an object: the construct, and the object's name in it.
pub(super) fn heading(chart: &StackModel, resource: &ResourceModel) -> String {
    let path = chart.path_of(resource.construct);
    if resource.name.is_empty() { format!("# {path}") } else { format!("# {path} {}", resource.name) }
}

/// The text of a chart's file.
pub(super) fn text(checked: &Checked<'_>, chart: &StackModel) -> String {
    let mut order: Vec<&ResourceModel> = chart.resources.iter().collect();
    order.sort_by_cached_key(|resource| rank(resource));
    let names = Names { checked, chart };
    let common = common_labels(checked, chart);
    let mut text = String::with_capacity(order.len() * 896);
    for resource in order {
        text.push_str("---\n");
        text.push_str(&heading(chart, resource));
        text.push('\n');
        let (version, kind) = version_and_kind(resource).unwrap_or_default();
        let head = [("apiVersion", Json::from(version.to_owned())), ("kind", Json::from(kind.to_owned()))];
        let metadata = Json::from(labelled(common.clone(), chart, resource));
        let members = resource.properties.as_object();
        let rest = members
            .into_iter()
            .flat_map(Object::iter)
            .filter(|(name, _)| !matches!(*name, "apiVersion" | "kind" | "metadata"));
        let all = head.iter().map(|(name, value)| (*name, value)).chain([("metadata", &metadata)]).chain(rest);
        yaml::document(all, &|token| names.text(token), &mut text);
    }
    text
}

/// The labels that every object of a chart has: system and stage.
fn common_labels(checked: &Checked<'_>, chart: &StackModel) -> Object {
    let mut labels = Object::new()
        .with("app.kubernetes.io/managed-by", "hc-cdk")
        .with("app.kubernetes.io/part-of", label_value(checked.system().name()));
    if let Some(stage) = chart.policy.stage {
        labels.insert("hc-cdk/stage", stage);
    }
    labels
}

/// The object's metadata with the labels of its chart, its class of data, and its own.
fn labelled(mut labels: Object, chart: &StackModel, resource: &ResourceModel) -> Object {
    let own = resource.properties.get("metadata");
    if let Some(class) = chart.class_of(resource) {
        labels.insert("hc-cdk/data-class", class.name());
    }
    let mut metadata = Object::new();
    for (name, value) in own.and_then(Json::as_object).into_iter().flat_map(Object::iter) {
        if name == "labels" {
            for (name, value) in value.as_object().into_iter().flat_map(Object::iter) {
                labels.insert(name.to_owned(), value.clone());
            }
        } else {
            metadata.insert(name.to_owned(), value.clone());
        }
    }
    signed::annotate(&mut metadata, chart, resource);
    metadata.with("labels", labels)
}

/// A text as a label takes it: letters, digits, `-`, `_` and `.`, at most 63, with a letter or digit at both ends.
fn label_value(text: &str) -> String {
    let allowed = |it: char| if it.is_ascii_alphanumeric() || matches!(it, '-' | '_' | '.') { it } else { '-' };
    let value: String = text.chars().map(allowed).take(63).collect();
    value.trim_matches(|it: char| !it.is_ascii_alphanumeric()).to_owned()
}

/// What references stand for: the names of objects.
pub(super) struct Names<'a> {
    pub(super) checked: &'a Checked<'a>,
    pub(super) chart: &'a StackModel,
}

impl Names<'_> {
    /// The text that a token stands for; nothing if it is not known before the deployment.
    pub(super) fn text(&self, token: &Token) -> Option<String> {
        match token {
            Token::Attribute { resource, name: None } if self.object(resource).is_some() => self.name(resource),
            Token::Concat(parts) => parts.iter().map(|part| self.part(part)).collect(),
            Token::Attribute { .. } => match self.checked.foreign(token)? {
                Foreign::Known(value) => Some(value.to_owned()),
                Foreign::Place(place) => Some(place),
                Foreign::Wrong(..) => None,
            },
            Token::Parameter { .. } | Token::Function { .. } => None,
        }
    }

    fn part(&self, part: &Json) -> Option<String> {
        match part {
            Json::Text(text) => Some(text.to_string()),
            Json::Int(number) => Some(number.to_string()),
            Json::Token(token) => self.text(token),
            _ => None,
        }
    }

    fn name(&self, reference: &ResourceRef) -> Option<String> {
        self.part(self.object(reference)?.properties.get("metadata")?.get("name")?)
    }

    /// The object that a reference points at, if it is one of a chart.
    fn object(&self, reference: &ResourceRef) -> Option<&ResourceModel> {
        let other = || self.checked.system().stack(reference.stack());
        let chart = |stack: &&StackModel| stack.target == NAME;
        self.chart.resource(reference).or_else(|| other().filter(chart)?.resource(reference))
    }
}
