//! Manifests: the objects in a document, those of lists too.

use std::collections::BTreeSet;

use hc_cdk::{model::Role, value::Json};

use crate::node::{Mark, Node, Tree};

/// An object.
#[derive(Debug)]
pub(crate) struct Object {
    pub(crate) at: Mark,
    /// Its version and kind, such as `apps/v1/Deployment`.
    pub(crate) kind: String,
    pub(crate) properties: Json,
}

/// Who makes an object real.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Maker {
    /// The cluster itself, or an operator that runs in it.
    Cluster,
    /// Config Connector, on Google Cloud.
    Google,
    /// Azure Service Operator.
    Azure,
}

/// What is said of a document, or a part of one, that is no object.
pub(crate) type Unread = (Mark, String);

/// What `kubectl apply -k` reads, and no cluster takes.
const OF_KUSTOMIZE: &str = "kustomize.config.k8s.io/";

/// Whether a document is an object, or a list of some.
pub(crate) fn is_manifest(document: &Node) -> bool {
    let of = |name| document.get(name).and_then(Node::text);
    of("kind").is_some() && of("apiVersion").is_some_and(|it| !it.starts_with(OF_KUSTOMIZE))
}

/// Whether a document says what an API server records.
pub(crate) fn is_audit_policy(document: &Node) -> bool {
    document.get("apiVersion").and_then(Node::text).is_some_and(|it| it.starts_with("audit.k8s.io/"))
}

/// Whether a document has nothing in it, or nothing for a cluster.
pub(crate) fn is_nothing(document: &Node) -> bool {
    document.tree == Tree::Null
        || document.get("apiVersion").and_then(Node::text).is_some_and(|it| it.starts_with(OF_KUSTOMIZE))
}

/// The objects of a document, and what of it is none.
pub(crate) fn objects(document: &Node) -> (Vec<Object>, Vec<Unread>) {
    let (mut objects, mut unread) = (Vec::new(), Vec::new());
    take(&merged(document), None, &mut objects, &mut unread);
    (objects, unread)
}

/// Takes an object. `of` is what a list of objects of one kind says of those that do not say it themselves.
fn take(node: &Node, of: Option<(&str, &str)>, objects: &mut Vec<Object>, unread: &mut Vec<Unread>) {
    let own = node.get("apiVersion").and_then(Node::text).zip(node.get("kind").and_then(Node::text));
    let Some((version, kind)) = own.or(of) else {
        unread.push((node.at, "is no object of a cluster: it has no `apiVersion` and `kind`".to_owned()));
        return;
    };
    if let Some((of, items)) = kind.strip_suffix("List").zip(node.get("items").and_then(Node::list)) {
        let of = (!of.is_empty()).then_some((version, of));
        for it in items {
            take(it, of, objects, unread);
        }
        return;
    }
    let mut properties = node.json();
    if let Json::Object(members) = &mut properties {
        members.insert("apiVersion", version.to_owned());
        members.insert("kind", kind.to_owned());
    }
    objects.push(Object { at: node.at, kind: format!("{version}/{kind}"), properties });
}

/// A tree in which `<<` is what it stands for: the members of other maps, as far as there are none of their names.
fn merged(node: &Node) -> Node {
    let tree = match &node.tree {
        Tree::List(items) => Tree::List(items.iter().map(merged).collect()),
        Tree::Map(members) => {
            let (others, own): (Vec<_>, Vec<_>) = members.iter().partition(|(_, name, _)| name == "<<");
            let mut all: Vec<_> = own.into_iter().map(|(at, name, it)| (*at, name.clone(), merged(it))).collect();
            for other in others.into_iter().flat_map(|(.., it)| it.list().unwrap_or(std::slice::from_ref(it))) {
                for member in merged(other).members() {
                    if !all.iter().any(|(_, name, _)| *name == member.1) {
                        all.push(member.clone());
                    }
                }
            }
            Tree::Map(all)
        }
        other => other.clone(),
    };
    Node { at: node.at, tree }
}

/// Where objects say what their pods are made of.
const PODS: [&str; 3] =
    ["spec/containers", "spec/template/spec/containers", "spec/jobTemplate/spec/template/spec/containers"];

/// Who has to know each object, in their order: whoever makes it, and of a namespace whoever makes what is in it. One in which there is
/// nothing is the cluster's.
pub(crate) fn makers(objects: &[Object]) -> Vec<BTreeSet<Maker>> {
    let inside = |space: &str| {
        let all =
            objects.iter().filter(|it| it.properties.at("metadata/namespace").and_then(Json::as_text) == Some(space));
        let makers: BTreeSet<Maker> = all.map(Object::maker).collect();
        if makers.is_empty() { BTreeSet::from([Maker::Cluster]) } else { makers }
    };
    objects.iter().map(|it| it.is_space().map_or_else(|| BTreeSet::from([it.maker()]), inside)).collect()
}

impl Object {
    /// Who makes it.
    pub(crate) fn maker(&self) -> Maker {
        match self.kind.split('/').next().unwrap_or_default() {
            group if group.ends_with(".cnrm.cloud.google.com") => Maker::Google,
            group if group.ends_with(".azure.com") => Maker::Azure,
            _ => Maker::Cluster,
        }
    }

    /// What it is to the data that flows.
    pub(crate) fn role(&self) -> Role {
        match self.maker() {
            Maker::Cluster => hc_cdk_k8s::role(self.short_kind()),
            Maker::Google => hc_cdk_gcp::role(self.short_kind()),
            Maker::Azure => hc_cdk_azure::role(self.short_kind()),
        }
    }

    /// The namespace of pods that it makes, if it makes some and that is known.
    pub(crate) fn space(&self) -> Option<&str> {
        let has_pods = PODS.iter().any(|it| self.properties.at(it).is_some()) || self.role() == Role::Store;
        let has_pods = has_pods && self.maker() == Maker::Cluster;
        let space = self.properties.at("metadata/namespace").map_or(Some("default"), Json::as_text);
        space.filter(|_| has_pods)
    }

    /// Its kind without its version.
    pub(crate) fn short_kind(&self) -> &str {
        self.kind.rsplit('/').next().unwrap_or_default()
    }

    /// The namespace that it is, if it is one.
    pub(crate) fn is_space(&self) -> Option<&str> {
        self.properties.at("metadata/name").and_then(Json::as_text).filter(|_| self.kind == "v1/Namespace")
    }

    /// Its group and kind, such as `apps/Deployment`; its kind alone if it has no group.
    pub(crate) fn group_and_kind(&self) -> String {
        let version = self.kind.rsplit_once('/').map_or("", |(version, _)| version);
        let group = version.split_once('/').map_or(String::new(), |(group, _)| format!("{group}/"));
        format!("{group}{}", self.short_kind())
    }

    /// What it is called: namespace, kind and name, such as `clinic/Deployment/api`.
    pub(crate) fn called(&self) -> String {
        let of = |name| self.properties.at(&format!("metadata/{name}")).and_then(Json::as_text);
        let kind = self.short_kind();
        let name = of("name").or_else(|| of("generateName")).unwrap_or_default();
        let space = of("namespace").map_or_else(String::new, |it| format!("{it}/"));
        format!("{space}{kind}/{name}")
    }
}

#[cfg(test)]
mod tests;
