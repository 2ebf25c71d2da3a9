//! A namespace without its class of data as a type: what its objects bear, and what selects it.

use std::ops::Deref;

use hc_cdk::{
    data::Class,
    model::ConstructRef,
    stack::Scope,
    value::{Json, Object, Value},
};

use crate::{
    api::{core::LocalObjectReference, meta::LabelSelector},
    rules::NAME_OF_A_NAMESPACE,
};

/// A namespace as far as its objects have to know it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Space {
    /// Its name, as a reference.
    pub(crate) id: Value<String>,
    /// Its name as text, for labels that select it.
    pub(crate) text: String,
    /// Whether its pods speak to each other through a mesh.
    pub(crate) meshed: bool,
}

/// A namespace without its class of data as a type.
#[derive(Debug, Clone)]
pub(crate) struct Scoped {
    pub(crate) space: Space,
    /// Its construct.
    pub(crate) this: ConstructRef,
    /// Its class of data.
    pub(crate) class: Class,
    /// Whether one of its services may have a load balancer inside of the cloud's network.
    pub(crate) balanced: bool,
    /// The secrets by which images of what is made in it are pulled.
    pub(crate) pulls: Vec<Pulling>,
}

/// A secret by which images are pulled.
#[derive(Debug, Clone)]
pub(crate) struct Pulling {
    pub(crate) name: Value<String>,
    pub(crate) text: String,
    /// The construct of its namespace.
    pub(crate) zone: ConstructRef,
}

impl Scoped {
    /// The secrets by which images are pulled, as pods name them, if there are some.
    pub(crate) fn pulled_by(&self) -> Option<Vec<LocalObjectReference>> {
        let named = |it: &Pulling| LocalObjectReference { name: Some(it.name.clone()) };
        (!self.pulls.is_empty()).then(|| self.pulls.iter().map(named).collect())
    }

    /// The specification of an operator's object, or the part of it that is about pods, with these secrets.
    pub(crate) fn pulling(&self, mut spec: Object) -> Object {
        spec.put("imagePullSecrets", self.pulled_by());
        spec
    }

    /// Reports secrets of other namespaces: whoever starts the pods looks for them in that of the pods.
    pub(crate) fn check_pulls(&self, scope: &mut Scope<'_>) {
        for it in self.pulls.iter().filter(|it| it.zone != self.this) {
            scope.reject(
                None,
                format!("pulls its image with `{}`, which is in another namespace", it.text),
                format!("declare a `RegistryLogin` in the namespace `{}`", self.text),
            );
        }
    }
}

impl Deref for Scoped {
    type Target = Space;

    fn deref(&self) -> &Space {
        &self.space
    }
}

impl Space {
    /// What selects it.
    pub(crate) fn selector(&self) -> LabelSelector {
        selector(self.text.clone())
    }

    /// The namespace as a value that the core carries.
    pub(crate) fn to_object(&self) -> Object {
        Object::new().with("namespace", self.id.clone()).with("text", self.text.clone()).with("meshed", self.meshed)
    }

    /// The namespace that such a value is.
    pub(crate) fn of(json: &Json) -> Option<Self> {
        let id = Value::from_json(json.get("namespace")?.clone());
        let meshed = json.get("meshed") == Some(&Json::Bool(true));
        Some(Self { id, text: json.get("text")?.as_text()?.to_owned(), meshed })
    }
}

/// What selects the namespace of that name: the cluster puts the label on every namespace.
pub(crate) fn selector(name: String) -> LabelSelector {
    let labels = Object::new().with(NAME_OF_A_NAMESPACE, name);
    LabelSelector { match_labels: Some(labels), ..LabelSelector::default() }
}
