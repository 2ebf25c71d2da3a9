//! What must hold for the finished objects of a chart, read as YAML. The library is not asked whether its output is right: what
//! is compared here are the texts and numbers that a cluster would read.

mod amounts;
mod backups;
mod changed;
mod example;
pub(crate) mod mutations;
mod of_keda;
mod places;
mod pods;
mod reach;
mod refers;
mod room;
mod scale;
pub(crate) mod watched;

use std::collections::BTreeSet;

use hc_cdk_k8s::assertions::{Manifest, Object, Value};

/// What the policy of a chart asks for beyond what every chart has.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked {
    /// Whether the loss of a zone is survived.
    pub(crate) zones: bool,
    /// Whether disks outlive their claims.
    pub(crate) disks_kept: bool,
    /// How long logs are kept, in days.
    pub(crate) log_days: u32,
    /// How long backups are kept, in days; none where no policy asks for any.
    pub(crate) backup_days: u64,
    /// The oldest TLS that routes speak.
    pub(crate) tls: &'static str,
}

/// Everything that is wrong with the objects of a chart, in words.
pub(crate) fn wrongs(manifest: &Manifest, asked: Asked) -> Vec<String> {
    let objects: Vec<&Object> = manifest.objects().collect();
    let (out, into) = (reach::ways(&objects, "egress", "to"), reach::ways(&objects, "ingress", "from"));
    let mut world = World { objects, out, into, asked, wrongs: Vec::new() };
    for object in world.objects.clone() {
        places::check(&mut world, object);
        reach::check(&mut world, object);
        refers::check(&mut world, object);
        room::check(&mut world, object);
        scale::check(&mut world, object);
        backups::check(&mut world, object);
        watched::check(&mut world, object);
        if let Some(template) = object.pods() {
            pods::check(&mut world, object, template);
        }
    }
    places::check_all(&mut world);
    reach::check_pairs(&mut world);
    world.wrongs
}

/// What is kept in a chart without a backup for so many days, in words.
pub(crate) fn unkept(manifest: &Manifest, asked: Asked) -> Vec<String> {
    let objects: Vec<&Object> = manifest.objects().collect();
    let mut world = World { objects, out: BTreeSet::new(), into: BTreeSet::new(), asked, wrongs: Vec::new() };
    world.objects.clone().into_iter().for_each(|object| backups::check(&mut world, object));
    world.wrongs
}

/// All objects, and what is wrong with them.
struct World<'a> {
    objects: Vec<&'a Object>,
    /// The ways between pods that are open at their beginning, and those that are open at their end.
    out: BTreeSet<String>,
    into: BTreeSet<String>,
    asked: Asked,
    wrongs: Vec<String>,
}

impl<'a> World<'a> {
    /// Notes what is not as it should be.
    fn must(&mut self, object: &Object, right: bool, what: &str) {
        if !right {
            let place = object.namespace().unwrap_or_default();
            self.wrongs.push(format!("{} {place}/{}: {what}", object.kind(), object.name()));
        }
    }

    /// The object of that kind and name beside another one.
    fn beside(&self, object: &Object, kind: &str, name: &Value) -> Option<&'a Object> {
        self.find(kind, object.namespace(), name.as_str()?)
    }

    fn find(&self, kind: &str, namespace: Option<&str>, name: &str) -> Option<&'a Object> {
        let is_it = |it: &&&Object| it.kind() == kind && it.namespace() == namespace && it.name() == name;
        self.objects.iter().find(is_it).copied()
    }

    /// What makes the pods in a namespace that have those labels.
    fn selected(&self, namespace: Option<&str>, labels: &Value) -> Vec<&'a Object> {
        let is_it = |it: &&&Object| {
            it.namespace() == namespace
                && it.pods().is_some_and(|template| matches(labels, &template["metadata"]["labels"]))
        };
        self.objects.iter().filter(is_it).copied().collect()
    }

    /// What makes the pods in its namespace that an object selects, if that is one thing.
    fn one_selected(&self, object: &Object, labels: &Value) -> Option<&'a Object> {
        match *self.selected(object.namespace(), labels) {
            [one] => Some(one),
            _ => None,
        }
    }
}

/// Whether labels, of which there is one at least, are all among others.
fn matches(labels: &Value, others: &Value) -> bool {
    let labels = labels.as_object();
    labels.is_some_and(|it| !it.is_empty() && it.iter().all(|(name, value)| others.get(name) == Some(value)))
}

/// The members of a list; of something else, none.
pub(crate) fn items(json: &Value) -> &[Value] {
    json.as_array().map_or(&[], Vec::as_slice)
}

/// The only member of a list; of something else, nothing.
fn only(json: &Value) -> &Value {
    match items(json) {
        [one] => one,
        _ => &Value::Null,
    }
}

/// The texts of a list.
fn texts(json: &Value) -> Vec<&str> {
    items(json).iter().filter_map(Value::as_str).collect()
}

/// How many of these members an object has.
fn count(json: &Value, names: &[&str]) -> usize {
    names.iter().filter(|name| json.get(name).is_some()).count()
}

/// Calls `visit` for every member of every object in the tree, with its name.
fn members(json: &Value, visit: &mut dyn FnMut(&str, &Value)) {
    match json {
        Value::Array(items) => items.iter().for_each(|item| members(item, visit)),
        Value::Object(object) => {
            for (name, value) in object {
                visit(name, value);
                members(value, visit);
            }
        }
        _ => {}
    }
}

/// The names and numbers of the ports that the containers of a pod listen on.
fn ports(template: &Value) -> Vec<(&str, i64)> {
    let containers = items(&template["spec"]["containers"]).iter();
    let ports = containers.flat_map(|container| items(&container["ports"]));
    ports.filter_map(|port| Some((port["name"].as_str()?, port["containerPort"].as_i64()?))).collect()
}
