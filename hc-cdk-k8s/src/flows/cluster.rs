//! The objects of an app as a cluster knows them: by namespace, name and labels.

use std::{borrow::Cow, rc::Rc};

use indexmap::{IndexMap, IndexSet};

use hc_cdk::{
    check::Checked,
    model::{ResourceModel, StackModel},
    target::{Place, Target},
    value::{Json, Token, sorted},
};

use crate::{chart::Kubernetes, naming::text_of, rules::Operated};

/// Where objects say what their pods are made of, and the labels of these.
const TEMPLATES: [&str; 3] = ["spec/template", "spec/jobTemplate/spec/template", ""];

/// What the pods of an object are made of: of most there is one template, and of what tries a version one for each figure that a job gives.
fn templates(object: &Json) -> Vec<&Json> {
    let has_pods = |it: &&Json| it.at("spec/containers").is_some();
    let places = TEMPLATES.iter().filter_map(|path| if path.is_empty() { Some(object) } else { object.at(path) });
    let figures = object.at("spec/metrics").and_then(Json::as_list).unwrap_or_default();
    let jobs = figures.iter().filter_map(|it| it.at("provider/job/spec/template"));
    places.filter(has_pods).take(1).chain(jobs.filter(has_pods)).collect()
}

/// An object with pods.
#[derive(Debug)]
pub(super) struct Pods<'a> {
    pub(super) place: Place,
    pub(super) space: &'a str,
    /// What they are made of.
    pub(super) spec: &'a Json,
    /// The account that they run as, if it can be read.
    pub(super) account: Option<&'a str>,
    /// Whether they take requests of anybody and hand them on, as a way in does: what asks them is no way to data by itself.
    pub(super) is_front: bool,
}

/// An object that claims disks.
#[derive(Debug)]
pub(super) struct Disk<'a> {
    pub(super) place: Place,
    /// Where it is and what it is called, if that can be read.
    pub(super) space: Option<&'a str>,
    pub(super) name: Option<&'a str>,
    /// Whether it is the claim itself, and makes none.
    pub(super) is_claim: bool,
}

/// The labels by which the operator of Prometheus says of which object pods are, and those that only it knows the values of.
const NAMED: [&str; 2] = ["app.kubernetes.io/instance", "operator.prometheus.io/name"];
const NUMBERED: [&str; 2] = ["app.kubernetes.io/version", "operator.prometheus.io/shard"];

/// What is not known of a name.
const UNKNOWN: &str = "";

/// The objects of an app that are in one cluster.
pub(super) struct Cluster<'a> {
    checked: &'a Checked<'a>,
    pub(super) pods: Vec<Pods<'a>>,
    /// What claims disks.
    pub(super) disks: Vec<Disk<'a>>,
    /// The pods of a namespace, by their places in `pods`.
    spaces: IndexMap<&'a str, Rc<[usize]>>,
    /// Those with a label in a namespace.
    labels: IndexMap<(&'a str, &'a str, &'a str), Vec<usize>>,
    /// The labels of which some value in a namespace is not known; without a name where none of them is.
    hidden: IndexSet<(&'a str, &'a str)>,
    /// Accounts by their namespaces and names.
    pub(super) accounts: IndexMap<(&'a str, &'a str), Place>,
    /// What secrets are made by, by their namespaces and names.
    secrets: IndexMap<(&'a str, &'a str), Vec<Place>>,
    /// The stores that have their passwords in secrets, by the namespaces and names of these.
    opened: IndexMap<(&'a str, Cow<'a, str>), Vec<Place>>,
    /// The namespaces that the app declares.
    declared: IndexSet<&'a str>,
    /// Network policies, roles and bindings, services with annotations, and where API servers send records, in the order of declaration.
    pub(super) others: Vec<Place>,
}

impl<'a> Cluster<'a> {
    /// A cluster of which nothing is known but the app.
    pub(super) fn empty(checked: &'a Checked<'a>) -> Self {
        Self {
            checked,
            pods: Vec::new(),
            disks: Vec::new(),
            spaces: IndexMap::new(),
            labels: IndexMap::new(),
            hidden: IndexSet::new(),
            accounts: IndexMap::new(),
            secrets: IndexMap::new(),
            opened: IndexMap::new(),
            declared: IndexSet::new(),
            others: Vec::new(),
        }
    }

    /// The objects of the charts that may be in the cluster of that name, or in any.
    pub(super) fn of(checked: &'a Checked<'a>, cluster: Option<&str>) -> Self {
        let mut it = Self::empty(checked);
        let mut spaces: IndexMap<&str, Vec<usize>> = IndexMap::new();
        let is_there = |stack: &StackModel| {
            cluster.zip(stack.cluster.as_ref()).is_none_or(|(cluster, other)| cluster == other.name)
        };
        for (at, stack) in checked.stacks_of(Kubernetes::NAME).filter(|(_, stack)| is_there(stack)) {
            for (place, object) in stack.resources.iter().enumerate() {
                it.take((at, place), object, &mut spaces);
            }
        }
        it.spaces = spaces.into_iter().map(|(space, pods)| (space, pods.into())).collect();
        it
    }

    fn take(&mut self, place: Place, object: &'a ResourceModel, spaces: &mut IndexMap<&'a str, Vec<usize>>) {
        let (name, space) = (self.name_of(object), self.space_of(object));
        if !claims(kind(object), &object.properties).is_empty() {
            let is_claim = kind(object) == "PersistentVolumeClaim";
            self.disks.push(Disk { place, space, name, is_claim });
        }
        match (kind(object), name.zip(space)) {
            ("ServiceAccount", Some((name, space))) => {
                self.accounts.insert((space, name), place);
            }
            ("ExternalSecret" | "Secret", _) => {
                let name = object.properties.at("spec/target/name").map_or(name, |it| self.text(it));
                let key = (space.unwrap_or(UNKNOWN), name.unwrap_or(UNKNOWN));
                self.secrets.entry(key).or_default().push(place);
            }
            (
                "CiliumNetworkPolicy"
                | "Config"
                | "NetworkPolicy"
                | "Role"
                | "ClusterRole"
                | "RoleBinding"
                | "ClusterRoleBinding",
                _,
            ) => self.others.push(place),
            ("Service", _) if object.properties.at("metadata/annotations").is_some() => self.others.push(place),
            ("Namespace", _) => self.declared.extend(name),
            ("Alertmanager" | "Prometheus", _) => self.take_operated(place, object, spaces),
            ("Gateway", _) => self.take_gateway(place, object, spaces),
            (kind, _) => match Operated::of(kind) {
                Some(store) => self.take_store(place, object, store, spaces),
                None => self.take_pods(place, object, spaces),
            },
        }
    }

    fn take_pods(&mut self, place: Place, object: &'a ResourceModel, spaces: &mut IndexMap<&'a str, Vec<usize>>) {
        let Some(space) = self.space_of(object) else { return };
        for template in templates(&object.properties) {
            let Some(spec) = template.get("spec") else { continue };
            let at = self.push(Pods { place, space, spec, account: self.account(spec), is_front: false }, spaces);
            self.take_labels(space, at, template.at("metadata/labels"));
        }
    }

    /// The pods that an operator makes of an object, by the labels that it gives them.
    fn take_operated(&mut self, place: Place, object: &'a ResourceModel, spaces: &mut IndexMap<&'a str, Vec<usize>>) {
        let (Some(spec), Some(space)) = (object.properties.get("spec"), self.space_of(object)) else { return };
        let at = self.push(Pods { place, space, spec, account: self.account(spec), is_front: false }, spaces);
        let (operated, name) =
            (if kind(object) == "Prometheus" { "prometheus" } else { "alertmanager" }, self.name_of(object));
        let mut labels =
            vec![("app.kubernetes.io/name", operated), ("app.kubernetes.io/managed-by", "prometheus-operator")];
        match name {
            Some(name) => labels.extend(NAMED.iter().chain([&operated]).map(|label| (*label, name))),
            None => self.hidden.extend(NAMED.iter().chain([&operated]).map(|label| (space, *label))),
        }
        // These say which version it is, and which part of all.
        self.hidden.extend(NUMBERED.map(|label| (space, label)));
        for (label, value) in labels {
            self.labels.entry((space, label, value)).or_default().push(at);
        }
        self.take_labels(space, at, spec.at("podMetadata/labels"));
    }

    /// The pods that are made for a gateway in its own namespace, by the labels that it has these given. As whom they run is not said.
    fn take_gateway(&mut self, place: Place, object: &'a ResourceModel, spaces: &mut IndexMap<&'a str, Vec<usize>>) {
        let (Some(spec), Some(space)) = (object.properties.get("spec"), self.space_of(object)) else { return };
        if let Some(labels) = spec.at("infrastructure/labels") {
            let at = self.push(Pods { place, space, spec, account: None, is_front: true }, spaces);
            self.take_labels(space, at, Some(labels));
        }
    }

    /// The pods that an operator makes of a store, by the labels that these are given, and the secrets that open it.
    fn take_store(
        &mut self,
        place: Place,
        object: &'a ResourceModel,
        store: &'static Operated,
        spaces: &mut IndexMap<&'a str, Vec<usize>>,
    ) {
        let (Some(spec), Some(space)) = (object.properties.get("spec"), self.space_of(object)) else { return };
        let at = self.push(Pods { place, space, spec, account: self.account(spec), is_front: false }, spaces);
        let name = self.name_of(object);
        for (label, value) in store.gives {
            match if value.is_empty() { name } else { Some(*value) } {
                Some(value) => self.labels.entry((space, label, value)).or_default().push(at),
                None => _ = self.hidden.insert((space, label)),
            }
        }
        for labels in store.labels(&object.properties) {
            self.take_labels(space, at, Some(labels));
        }
        // Some operators give them what the object is labelled with, and that has the tags of its chart.
        let chart = self.checked.stacks().get(place.0);
        let tags = chart.into_iter().flat_map(|it| it.tags_of(object.construct));
        self.hidden.extend(tags.map(|(tag, _)| (space, tag)));
        for secret in store.opened_by(&object.properties) {
            let name = self.text(secret).unwrap_or(UNKNOWN);
            self.opened.entry((space, name.into())).or_default().push(place);
        }
        for secret in store.makes {
            let name = name.map_or(UNKNOWN.into(), |name| secret.replace('*', name).into());
            self.opened.entry((space, name)).or_default().push(place);
        }
    }

    fn push(&mut self, pods: Pods<'a>, spaces: &mut IndexMap<&'a str, Vec<usize>>) -> usize {
        let at = self.pods.len();
        spaces.entry(pods.space).or_default().push(at);
        self.pods.push(pods);
        at
    }

    fn account(&self, spec: &'a Json) -> Option<&'a str> {
        spec.get("serviceAccountName").map_or(Some("default"), |it| self.text(it))
    }

    fn take_labels(&mut self, space: &'a str, at: usize, labels: Option<&'a Json>) {
        let Some(labels) = labels else { return };
        let Some(labels) = labels.as_object() else {
            self.hidden.insert((space, UNKNOWN));
            return;
        };
        for (name, value) in labels.iter() {
            match self.text(value) {
                Some(value) => self.labels.entry((space, name, value)).or_default().push(at),
                None => _ = self.hidden.insert((space, name)),
            }
        }
    }

    pub(super) fn stack(&self, at: usize) -> Option<&'a StackModel> {
        self.checked.stacks().get(at)
    }

    /// The objects of all stacks of the app.
    pub(super) fn everything(&self) -> impl Iterator<Item = (Place, &'a ResourceModel)> {
        let stacks = self.checked.stacks().iter().enumerate();
        stacks.flat_map(|(stack, it)| it.resources.iter().enumerate().map(move |(at, object)| ((stack, at), object)))
    }

    pub(super) fn object(&self, place: Place) -> Option<&'a ResourceModel> {
        self.stack(place.0)?.resources.get(place.1)
    }

    /// A text, or the name of the object that a value refers to.
    pub(super) fn text(&self, json: &'a Json) -> Option<&'a str> {
        text_of(self.checked.system(), json)
    }

    pub(super) fn name_of(&self, object: &'a ResourceModel) -> Option<&'a str> {
        self.text(object.properties.at("metadata/name")?)
    }

    /// The namespace of an object; `default` if it says none.
    pub(super) fn space_of(&self, object: &'a ResourceModel) -> Option<&'a str> {
        object.properties.at("metadata/namespace").map_or(Some("default"), |it| self.text(it))
    }

    /// The resource that a value refers to.
    pub(super) fn referred(&self, json: &Json) -> Option<Place> {
        let Json::Token(token) = json else { return None };
        let Token::Attribute { resource, .. } = token.as_ref() else { return None };
        Some((self.checked.system().place(resource.stack())?, resource.index()))
    }

    /// The pods of a namespace.
    pub(super) fn all_in(&self, space: &str) -> &[usize] {
        self.spaces.get(space).map_or(&[], |it| it)
    }

    /// The pods of a namespace that a selector selects: by the first of its labels, as the rest only leaves some of these out.
    pub(super) fn selected<'b>(&'b self, space: &'b str, selector: Option<&'b Json>) -> &'b [usize] {
        let first =
            selector.and_then(|it| it.get("matchLabels")).and_then(Json::as_object).and_then(|it| it.iter().next());
        let is_hidden = |name: &str| [UNKNOWN, name].iter().any(|name| self.hidden.contains(&(space, *name)));
        match first.map(|(name, value)| (name, value.as_text())) {
            Some((name, Some(value))) if !is_hidden(name) => {
                self.labels.get(&(space, name, value)).map_or(&[], Vec::as_slice)
            }
            _ => self.all_in(space),
        }
    }

    /// What makes the secret of that name in a namespace; without a name, any secret that is there.
    pub(super) fn secrets_called(&self, space: &str, name: Option<&str>) -> Vec<Place> {
        let Some(name) = name else { return self.secrets_in(Some(space)) };
        let keys = [(space, name), (space, UNKNOWN), (UNKNOWN, name), (UNKNOWN, UNKNOWN)];
        keys.iter().filter_map(|key| self.secrets.get(key)).flatten().copied().collect()
    }

    /// The stores that ask for what is in the secret of that name in a namespace; without a name, for what is in any.
    pub(super) fn opened_by(&self, space: &str, name: Option<&str>) -> impl Iterator<Item = Place> {
        let is_meant = move |(there, secret): &(&str, Cow<'_, str>)| {
            *there == space && (*secret == UNKNOWN || name.is_none_or(|name| name == secret))
        };
        self.opened.iter().filter(move |(key, _)| is_meant(key)).flat_map(|(_, stores)| stores).copied()
    }

    /// What makes the secrets of a namespace, or of all of them.
    pub(super) fn secrets_in(&self, space: Option<&str>) -> Vec<Place> {
        let is_there = |other: &str| other == UNKNOWN || space.is_none_or(|it| it == other);
        self.secrets.iter().filter(|((space, _), _)| is_there(space)).flat_map(|(_, it)| it).copied().collect()
    }

    /// The namespaces of the app that a selector may select.
    pub(super) fn spaces(&self, selector: &'a Json) -> Vec<&'a str> {
        let name = selector.at("matchLabels").and_then(|it| it.get("kubernetes.io/metadata.name"));
        let all = || self.spaces.keys().chain(&self.declared).copied();
        match name.and_then(|it| self.text(it)) {
            Some(name) => all().find(|it| *it == name).into_iter().collect(),
            None => sorted(all()),
        }
    }
}

/// The kind of an object without its group and version.
pub(super) fn kind(object: &ResourceModel) -> &str {
    object.short_kind()
}

/// What an object says of the disks that it claims.
pub(super) fn claims<'a>(kind: &str, object: &'a Json) -> Vec<&'a Json> {
    match kind {
        "PersistentVolumeClaim" => object.get("spec").into_iter().collect(),
        "StatefulSet" => {
            let claims = object.at("spec/volumeClaimTemplates").and_then(Json::as_list).unwrap_or_default();
            claims.iter().filter_map(|it| it.get("spec")).collect()
        }
        kind => Operated::of(kind).map(|it| it.claimed(object)).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use hc_cdk::value::{Json, Object};

    use super::templates;

    #[test]
    fn each_job_of_a_trial_has_pods() {
        let nested = |path: &[&'static str], it: Json| {
            path.iter().rev().fold(it, |it, name| Object::new().with(*name, it).into())
        };
        let container = Json::from(vec![Json::from(Object::new().with("name", "a"))]);
        let template = nested(&["spec", "template", "spec", "containers"], container.clone());
        let figure = nested(&["provider", "job"], template.clone());
        let trial = nested(&["spec", "metrics"], vec![figure.clone(), figure].into());
        assert_eq!(templates(&trial).len(), 2);
        assert_eq!(templates(&template).len(), 1);
        assert_eq!(templates(&nested(&["spec", "containers"], container)).len(), 1);
    }
}
