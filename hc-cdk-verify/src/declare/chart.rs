//! Manifests as stacks: a chart of what a cluster runs, and a stack of each cloud whose operator makes objects of them.

use std::collections::BTreeMap;

use hc_cdk::{
    construct::{Construct, Spec},
    model::Role,
    policy::data::Class,
    prelude::App,
    rule::Rule,
    stack::{Stack, Within},
    target::Target,
    value::Json,
};
use hc_cdk_k8s::chart::Chart;
use hc_cdk_manifest::object::Objects;

use super::raw::Raw;
use crate::{
    asked::{Given, azure, google},
    manifest::{Maker, Object, makers},
    source::Asked,
};

/// An object of a manifest as a construct.
struct One {
    kind: String,
    properties: Json,
    plays: Option<(Role, Class)>,
}

impl Spec for One {
    type Handle = ();
    const KIND: &'static str = "Manifest";
    const INVARIANTS: &'static [Rule] = &[];
}

impl<P, T: Target<Resources = Objects>> Construct<P, T> for One {
    fn declare(self, scope: &mut Within<'_, P, T>) {
        if let Some((role, class)) = self.plays {
            scope.plays(role, class);
        }
        scope.resource("", Raw::<Objects>::new(self.kind, self.properties));
    }
}

/// The objects of one cluster as stacks of the app, and the path of the construct of each with its place among the objects. The chart of
/// what the cluster runs has that name, and what an operator of a cloud makes of the others is in a stack of its own.
pub(crate) fn objects(mut app: App, name: &str, objects: &[Object], asked: &Asked) -> (App, Vec<(String, usize)>) {
    let (makers, mut paths) = (makers(objects), Vec::new());
    for maker in [Maker::Cluster, Maker::Google, Maker::Azure] {
        let known = makers.iter().enumerate().filter(|(_, it)| it.contains(&maker)).map(|(at, _)| at);
        let known: Vec<usize> = known.collect();
        if known.is_empty() {
            continue;
        }
        let (stack, region) = (called(name, maker), |of| region(objects, maker, asked.region(of), of));
        app = match maker {
            Maker::Cluster => {
                let mut chart = Chart::<Given>::new(&stack);
                declare(&mut chart, objects, &known, asked);
                app.stack(chart)
            }
            Maker::Google => {
                let mut of_google = google::stack(&stack, region(google::REGIONS));
                declare(&mut of_google, objects, &known, asked);
                app.stack(of_google)
            }
            Maker::Azure => {
                let mut of_azure = azure::stack(&stack, region(azure::REGIONS));
                declare(&mut of_azure, objects, &known, asked);
                app.stack(of_azure)
            }
        };
        paths.extend(known.into_iter().map(|at| (format!("{stack}/{}", own(at)), at)));
    }
    (app, paths)
}

/// What a stack is called that has what somebody makes of a cluster's objects.
fn called(name: &str, maker: Maker) -> String {
    match maker {
        Maker::Cluster => name.to_owned(),
        Maker::Google => format!("{name}-on-google"),
        Maker::Azure => format!("{name}-on-azure"),
    }
}

/// What the construct of an object is called: names of objects are longer than those of constructs, and have other letters.
fn own(at: usize) -> String {
    format!("O{at}")
}

fn declare<T: Target<Resources = Objects>>(
    stack: &mut Stack<Given, T>,
    objects: &[Object],
    known: &[usize],
    asked: &Asked,
) {
    stack.also_under(&asked.policy);
    for (at, object) in known.iter().filter_map(|at| Some((*at, objects.get(*at)?))) {
        let plays = asked.holds.of(&object.called()).map(|class| (object.role(), class));
        stack.add(own(at), One { kind: object.kind.clone(), properties: object.properties.clone(), plays });
    }
}

/// The region that is asked for; otherwise the one in which most objects say that they are.
fn region<'a>(objects: &'a [Object], maker: Maker, asked: &'a str, known: &[&str]) -> &'a str {
    if !asked.is_empty() {
        return asked;
    }
    let mut said: BTreeMap<&str, usize> = BTreeMap::new();
    for object in objects.iter().filter(|it| it.maker() == maker) {
        let places = ["spec/location", "spec/region"].map(|it| object.properties.at(it).and_then(Json::as_text));
        for it in places.into_iter().flatten().filter(|it| known.contains(it)) {
            *said.entry(it).or_default() += 1;
        }
    }
    // Of several that are said as often, the first by its name.
    said.into_iter().rev().max_by_key(|(_, count)| *count).map_or("", |(region, _)| region)
}
