//! Manifests of a cluster as a chart.

use hc_cdk::{
    construct::{Construct, Spec},
    model::Role,
    policy::data::Class,
    rule::Rule,
    stack::Within,
};
use hc_cdk_k8s::chart::{self, Kubernetes};
use hc_cdk_manifest::object::Objects;

use super::raw::Raw;
use crate::{asked::Given, manifest::Object, source::Asked};

/// A chart, and its constructs in their order, each with what whoever wrote the manifests calls it.
pub(crate) struct Chart {
    pub(crate) it: chart::Chart<Given>,
    pub(crate) names: Vec<(String, String)>,
}

/// An object of a manifest as a construct.
struct One(Object, Option<(Role, Class)>);

impl Spec for One {
    type Handle = ();
    const KIND: &'static str = "Manifest";
    const INVARIANTS: &'static [Rule] = &[];
}

impl<P> Construct<P, Kubernetes> for One {
    fn declare(self, scope: &mut Within<'_, P, Kubernetes>) {
        let Self(Object { kind, properties, .. }, plays) = self;
        if let Some((role, class)) = plays {
            scope.plays(role, class);
        }
        scope.resource("", Raw::<Objects>::new(kind, properties));
    }
}

/// The chart of all objects that are in one cluster, of that name.
pub(crate) fn chart(name: &str, objects: Vec<Object>, asked: &Asked) -> Chart {
    let (mut it, mut names) = (chart::Chart::new(name), Vec::new());
    it.also_under(&asked.policy);
    for (at, object) in objects.into_iter().enumerate() {
        let called = object.called();
        let role = hc_cdk_k8s::role(object.short_kind());
        let plays = asked.holds.of(&called).map(|class| (role, class));
        // Names of objects are longer than those of constructs, and have other letters.
        let own = format!("O{at}");
        names.push((format!("{name}/{own}"), called));
        it.add(own, One(object, plays));
    }
    Chart { it, names }
}
