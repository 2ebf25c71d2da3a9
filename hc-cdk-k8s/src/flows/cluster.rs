//! The objects of an app as a cluster knows them: by namespace, name and labels.

use std::{collections::BTreeMap, rc::Rc};

use hc_cdk::{
    check::Checked,
    model::ResourceModel,
    target::{Place, Target},
    value::{Json, Object, Token},
};

use crate::{chart::Kubernetes, rules::Operated};

/// Where objects say what their pods are made of, and the labels of these.
const TEMPLATES: [&str; 3] = ["spec/template", "spec/jobTemplate/spec/template", ""];

/// An object with pods.
#[derive(Debug)]
pub(super) struct Pods<'a> {
    pub(super) place: Place,
    pub(super) space: &'a str,
    /// What they are made of.
    pub(super) spec: &'a Json,
    /// The account that they run as.
    pub(super) account: &'a str,
}

/// The objects of an app.
pub(super) struct Cluster<'a> {
    checked: &'a Checked<'a>,
    pub(super) pods: Vec<Pods<'a>>,
    /// The pods of a namespace, by their places in `pods`.
    spaces: BTreeMap<&'a str, Rc<[usize]>>,
    /// Those with a label in a namespace.
    labels: BTreeMap<(&'a str, &'a str, &'a str), Vec<usize>>,
    /// Accounts by their namespaces and names.
    pub(super) accounts: BTreeMap<(&'a str, &'a str), Place>,
    /// What secrets are made by, by their namespaces and names.
    pub(super) secrets: BTreeMap<(&'a str, &'a str), Place>,
    /// The stores that have their passwords in secrets, by the namespaces and names of these.
    pub(super) opened: BTreeMap<(&'a str, &'a str), Vec<Place>>,
    /// Network policies, roles and bindings, in the order of declaration.
    pub(super) others: Vec<Place>,
}

impl<'a> Cluster<'a> {
    /// A cluster of which nothing is known but the app.
    pub(super) fn empty(checked: &'a Checked<'a>) -> Self {
        Self {
            checked,
            pods: Vec::new(),
            spaces: BTreeMap::new(),
            labels: BTreeMap::new(),
            accounts: BTreeMap::new(),
            secrets: BTreeMap::new(),
            opened: BTreeMap::new(),
            others: Vec::new(),
        }
    }

    pub(super) fn of(checked: &'a Checked<'a>) -> Self {
        let mut it = Self::empty(checked);
        let mut spaces: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, stack) in checked.stacks_of(Kubernetes::NAME) {
            for (place, object) in stack.resources.iter().enumerate() {
                it.take((at, place), object, &mut spaces);
            }
        }
        it.spaces = spaces.into_iter().map(|(space, pods)| (space, pods.into())).collect();
        it
    }

    fn take(&mut self, place: Place, object: &'a ResourceModel, spaces: &mut BTreeMap<&'a str, Vec<usize>>) {
        let named = self.name_of(object).zip(self.space_of(object));
        match (kind(object), named) {
            ("ServiceAccount", Some((name, space))) => {
                self.accounts.insert((space, name), place);
            }
            ("ExternalSecret" | "Secret", Some((name, space))) => {
                let target = object.properties.at("spec/target/name").and_then(|it| self.text(it));
                self.secrets.insert((space, target.unwrap_or(name)), place);
            }
            ("NetworkPolicy" | "Role" | "ClusterRole" | "RoleBinding" | "ClusterRoleBinding", _) => {
                self.others.push(place);
            }
            _ => self.take_pods(place, object, spaces),
        }
    }

    fn take_pods(&mut self, place: Place, object: &'a ResourceModel, spaces: &mut BTreeMap<&'a str, Vec<usize>>) {
        let templates = TEMPLATES.iter().filter_map(|path| match *path {
            "" => Some(&object.properties),
            path => object.properties.at(path),
        });
        let template = templates.into_iter().find(|it| it.at("spec/containers").is_some());
        // Operators make the pods of stores.
        let labels = match (template, Operated::of(kind(object))) {
            (Some(template), _) => template.at("metadata/labels").into_iter().collect(),
            (None, Some(kind)) => kind.labels(&object.properties),
            (None, None) => return,
        };
        let spec = template.unwrap_or(&object.properties).get("spec");
        let (Some(spec), Some(space)) = (spec, self.space_of(object)) else { return };
        for secret in Operated::of(kind(object)).iter().flat_map(|it| it.opened_by(&object.properties)) {
            let name = self.text(secret).unwrap_or_default();
            self.opened.entry((space, name)).or_default().push(place);
        }
        let account = spec.get("serviceAccountName").and_then(|it| self.text(it)).unwrap_or("default");
        let at = self.pods.len();
        self.pods.push(Pods { place, space, spec, account });
        spaces.entry(space).or_default().push(at);
        for (name, value) in labels.into_iter().filter_map(Json::as_object).flat_map(Object::iter) {
            self.labels.entry((space, name, value.as_text().unwrap_or_default())).or_default().push(at);
        }
    }

    pub(super) fn object(&self, place: Place) -> Option<&'a ResourceModel> {
        self.checked.stacks().get(place.0)?.resources.get(place.1)
    }

    /// A text, or the name of the object that a value refers to.
    pub(super) fn text(&self, json: &'a Json) -> Option<&'a str> {
        match json {
            Json::Text(text) => Some(text),
            Json::Token(token) => match token.as_ref() {
                Token::Attribute { resource, .. } => {
                    self.name_of(self.checked.system().stack(resource.stack())?.resource(resource)?)
                }
                _ => None,
            },
            _ => None,
        }
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
        match first.map(|(name, value)| (name, value.as_text())) {
            Some((name, Some(value))) => self.labels.get(&(space, name, value)).map_or(&[], Vec::as_slice),
            _ => self.all_in(space),
        }
    }

    /// The namespaces with pods of the app that a selector selects.
    pub(super) fn spaces(&self, selector: &'a Json) -> Vec<&'a str> {
        let name = selector.at("matchLabels").and_then(|it| it.get("kubernetes.io/metadata.name"));
        match name.and_then(|it| self.text(it)) {
            Some(name) => vec![name],
            None => self.spaces.keys().copied().collect(),
        }
    }
}

/// The kind of an object without its group and version.
pub(super) fn kind(object: &ResourceModel) -> &str {
    object.kind().rsplit('/').next().unwrap_or_default()
}
