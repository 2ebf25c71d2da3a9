//! How rules read an object: its members, its pods, and the other objects that it names.

use hc_cdk::{
    literal::{login::is_secret_header, plain::has_key},
    model::ResourceModel,
    rule::{Index, Marks, Subject, Verdict},
    value::{Json, Token},
};
use hc_cdk_manifest::read;
pub(super) use hc_cdk_manifest::read::{at, every, has_members, has_only, is, items, list, namespace_name, text};

/// An object as a rule reads it.
pub(super) struct Declared<'a> {
    pub(super) kind: &'a str,
    /// What its pods are made of, if it makes any.
    pub(super) pods: Vec<&'a Json>,
}

/// Where objects say in their `spec` what their pods are made of: the pod itself, what makes pods, and what makes the latter.
const PLACES: [&[&str]; 3] = [&[], &["template", "spec"], &["jobTemplate", "spec", "template", "spec"]];

impl<'a> Declared<'a> {
    pub(super) fn of(subject: &Subject<'a>) -> Self {
        let pods = if subject.marks().has(MAKES_PODS) { pods_of(subject.resource) } else { Vec::new() };
        Self { kind: subject.kind(), pods }
    }
}

/// An object that makes pods. Most do not, and many rules are about pods.
pub(super) const MAKES_PODS: Marks = Marks::one(0);
/// One that has a text, or a name, that is a key or has one in it, or a header of a request that is.
pub(super) const KEEPS_KEY: Marks = Marks::one(1);
/// One with a template of pods, whatever stands in it.
pub(crate) const HAS_TEMPLATE: Marks = Marks::one(2);
/// One that has annotations, itself or something in it.
pub(super) const IS_ANNOTATED: Marks = Marks::one(3);

/// What there is to note of an object.
pub(crate) fn marks(object: &ResourceModel) -> Marks {
    let mut marks = Marks::default();
    if !pods_of(object).is_empty() {
        marks.add(MAKES_PODS);
    }
    let has = |name: &str| at(&object.properties, &["spec", name]).is_some();
    if has("template") || has("jobTemplate") {
        marks.add(HAS_TEMPLATE);
    }
    note(&object.properties, &mut marks);
    marks
}

/// Notes what there is in a tree, wherever it stands.
fn note(json: &Json, marks: &mut Marks) {
    match json {
        Json::Text(text) if has_key(text) => marks.add(KEEPS_KEY),
        Json::List(items) => items.iter().for_each(|it| note(it, marks)),
        Json::Object(members) => {
            for (name, value) in members.iter() {
                if has_key(name) || HEADERS.contains(&name) && is_secret_in(value) {
                    marks.add(KEEPS_KEY);
                }
                if name == "annotations" {
                    marks.add(IS_ANNOTATED);
                }
                note(value, marks);
            }
        }
        Json::Token(token) => match token.as_ref() {
            Token::Concat(parts) => parts.iter().for_each(|it| note(it, marks)),
            Token::Function { arguments, .. } => note(arguments, marks),
            Token::Attribute { .. } | Token::Parameter { .. } | Token::Nothing => {}
        },
        Json::Text(_) | Json::Null | Json::Bool(_) | Json::Int(_) | Json::Float(_) => {}
    }
}

/// Where headers stand that a request gets: of probes and hooks of a container, and of routes, as a list or by their names.
const HEADERS: [&str; 3] = ["add", "httpHeaders", "set"];

/// Whether one of these headers has a secret for its value.
fn is_secret_in(headers: &Json) -> bool {
    let is_secret = |it: &Json| {
        text(it, &["name"]).zip(text(it, &["value"])).is_some_and(|(name, value)| is_secret_header(name, value))
    };
    let is_named = |(name, value): (&str, &Json)| value.as_text().is_some_and(|it| is_secret_header(name, it));
    match headers {
        Json::List(all) => all.iter().any(is_secret),
        Json::Object(all) => all.iter().any(is_named),
        _ => false,
    }
}

/// What the pods of an object are made of.
fn pods_of(object: &ResourceModel) -> Vec<&Json> {
    let (json, kind) = (&object.properties, object.short_kind());
    let places = json.get("spec").into_iter().flat_map(|spec| PLACES.iter().filter_map(move |place| at(spec, place)));
    let mut pods: Vec<&Json> = places.filter(|it| it.get("containers").is_some()).collect();
    // Lists of objects and templates of pods have them in places of their own.
    if pods.is_empty() && (kind.ends_with("List") || matches!(kind, "AnalysisTemplate" | "PodTemplate")) {
        inside_of(json, &mut pods);
    }
    pods
}

/// What pods are made of, wherever it stands in a tree.
fn inside_of<'a>(json: &'a Json, pods: &mut Vec<&'a Json>) {
    match json {
        Json::Object(members) if members.get("containers").is_some() => pods.push(json),
        Json::Object(members) => members.iter().for_each(|(_, it)| inside_of(it, pods)),
        Json::List(items) => items.iter().for_each(|it| inside_of(it, pods)),
        _ => {}
    }
}

/// Holds for an object that makes pods unless one of them is broken.
pub(super) fn pods(subject: &Subject<'_>, broken: impl Fn(&Json, &str) -> bool) -> Verdict {
    judged(subject, &broken)
}

fn judged(subject: &Subject<'_>, broken: &dyn Fn(&Json, &str) -> bool) -> Verdict {
    let Declared { kind, pods } = Declared::of(subject);
    let wrong = |pod: &&Json| !shows_its_containers(pod) || broken(pod, kind);
    if pods.is_empty() { Verdict::NotApplicable } else { Verdict::of(!pods.iter().any(wrong)) }
}

/// Whether all containers of a pod are there to be read: lists of objects, and one of them not empty.
fn shows_its_containers(pod: &Json) -> bool {
    let others = ["initContainers", "ephemeralContainers"].iter().filter_map(|list| at(pod, &[list]));
    let mut all = others.chain(pod.get("containers"));
    let are_objects = |list: &Json| list.as_list().is_some_and(|all| all.iter().all(|it| it.as_object().is_some()));
    !items(pod, &["containers"]).is_empty() && all.all(are_objects)
}

/// Whether an object is known to have members at a path.
pub(super) fn selects(json: &Json, path: &[&str]) -> bool {
    at(json, path).and_then(Json::as_object).is_some_and(|it| !it.is_empty())
}

/// Whether what is selected has labels, and is all that has them.
pub(super) fn selects_by_labels(json: &Json, selector: &[&str]) -> bool {
    at(json, selector).is_some_and(|it| selects(it, &["matchLabels"]) && !has_members(it, &["matchExpressions"]))
}

/// Whether an amount is a literal of something: none is no limit.
pub(super) fn is_amount(json: &Json) -> bool {
    match json {
        Json::Int(amount) => *amount > 0,
        Json::Float(amount) => *amount > 0.0,
        Json::Text(amount) => {
            amount.starts_with(|it: char| it.is_ascii_digit()) && amount.contains(|it| ('1'..='9').contains(&it))
        }
        _ => false,
    }
}

/// Whether it is the name of an account other than the default one of a namespace.
pub(super) fn is_named_account(subject: &Subject<'_>, name: Option<&Json>) -> bool {
    match name {
        Some(Json::Text(name)) => !name.is_empty() && *name != *"default",
        Some(name) => {
            let account = subject.referred(name).filter(|it| it.is("ServiceAccount"));
            account.is_some_and(|it| it.text("metadata/name").is_some_and(|name| name != "default"))
        }
        None => false,
    }
}

/// The kinds of which an object is in no namespace and others name it.
const OF_THE_CLUSTER: [&str; 4] = ["ClusterRole", "EC2NodeClass", "Namespace", "StorageClass"];

/// What the operator of Prometheus runs, and by what it is told whom to ask, by its kind.
pub(super) static OPERATED: Index =
    Index::by(|it| BY_KIND.contains(&it.short_kind()).then(|| it.short_kind().to_owned()));
const BY_KIND: [&str; 4] = ["Alertmanager", "PodMonitor", "Prometheus", "ServiceMonitor"];

/// Objects by their kinds and the namespaces that they name.
static SPACES: Index =
    Index::by(|it| Some([it.short_kind(), "/", text(&it.properties, &["metadata", "namespace"])?].concat()));

/// The object of that kind that a value names: by reference, or by its name in the same chart and namespace.
pub(super) fn named<'a>(subject: &Subject<'a>, name: Option<&Json>, kind: &'static str) -> Option<Subject<'a>> {
    read::named(subject, name, kind, &OF_THE_CLUSTER)
}

/// The namespace of the app that an object is in.
pub(super) fn namespace<'a>(subject: &Subject<'a>) -> Option<Subject<'a>> {
    named(subject, subject.property("metadata/namespace"), "Namespace")
}

/// The objects of a kind in the chart whose namespace has that name as a text.
pub(super) fn called_in<'a>(
    subject: &Subject<'a>,
    space: &str,
    kind: &str,
) -> impl Iterator<Item = Subject<'a>> + use<'a> {
    subject.found_by(&SPACES, &[kind, "/", space].concat())
}

/// The objects of a kind in a namespace: those that refer to it, and those of its chart that name it.
pub(super) fn inside<'a>(namespace: &Subject<'a>, kind: &'static str) -> std::vec::IntoIter<Subject<'a>> {
    let referring = namespace.users_of(kind).filter(|it| namespace.is_named_in(it, "metadata/namespace"));
    let mut all: Vec<_> = referring.collect();
    if let Some(name) = namespace.text("metadata/name") {
        all.extend(called_in(namespace, name, kind));
    }
    all.into_iter()
}
