//! Assertions about the objects of a chart, for the tests of users and for ours.
//!
//! A [`Manifest`] is what would be written for one chart, read back as YAML. Its assertions panic with what was expected, what
//! there is, and where the nearest object differs. They are for tests: programs have the checks. A [`Ward`] is a chart with a
//! namespace, for the test of a construct that is made in one.
//!
//! What is expected is a part of what there is; [`hc_cdk::assertions`] says how the two are compared.

#![allow(clippy::panic, reason = "assertions are for tests, where a panic is how one fails")]

mod ward;

pub use hc_cdk::assertions::{Value, json};
use hc_cdk::{
    app::App,
    assertions::{Piece, assert_count, assert_has, assert_some, bytes_of, files_of, has},
    policy::Policy,
    target::File,
};
use yaml_rust2::{Yaml, YamlLoader};

pub use self::ward::Ward;
use crate::chart::Chart;

/// The objects of a chart, with assertions about them.
///
/// ```
/// use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
/// use hc_cdk_k8s::{assertions::{Manifest, json}, prelude::*};
///
/// let mut chart = Chart::<(Hipaa, Production)>::new("clinic");
/// let zone = chart.add("Clinical", Namespace::<Phi>::builder());
/// chart.add("Rates", ConfigMap::builder().perimeter(&zone).file("rates.toml", "standard = 12\n"));
///
/// let manifest = Manifest::of_chart(chart);
/// manifest.object_count("Secret", 0);
/// manifest.has_object("ConfigMap", json!({ "data": { "rates.toml": "standard = 12\n" } }));
/// assert_eq!(manifest.object("ConfigMap", "rates").namespace(), Some("clinic-clinical"));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Manifest {
    objects: Vec<Object>,
}

/// An object of a cluster.
#[derive(Debug, Clone, PartialEq)]
pub struct Object {
    json: Value,
    kind: String,
    /// Its namespace and name, as `kubectl` takes them.
    place: String,
}

impl Manifest {
    /// The objects of one of an app's charts.
    ///
    /// # Panics
    ///
    /// If the app has findings, which are printed, or no such chart.
    #[track_caller]
    pub fn of(app: &App, chart: &str) -> Self {
        Self::from_files(&files_of(app), chart)
    }

    /// The objects of a chart that is an app of its own. One that uses a stack is not: make an app of both, and take
    /// [`Manifest::of`] of it.
    ///
    /// # Panics
    ///
    /// If the chart has findings, which are printed.
    #[track_caller]
    pub fn of_chart<P: Policy>(chart: Chart<P>) -> Self {
        let name = chart.model().name().to_owned();
        Self::of(&App::new("test").stack(chart), &name)
    }

    /// The objects of a chart among the files of an app.
    ///
    /// # Panics
    ///
    /// If there is none.
    #[track_caller]
    pub fn from_files(files: &[File], chart: &str) -> Self {
        let path = format!("k8s/{chart}.yaml");
        Self::from_text(&String::from_utf8_lossy(bytes_of(files, &path)))
    }

    /// The objects of a text, such as a file of a stack on a cloud whose operator makes it of objects.
    ///
    /// # Panics
    ///
    /// If it is not YAML.
    #[track_caller]
    pub fn from_text(text: &str) -> Self {
        match YamlLoader::load_from_str(text) {
            Ok(documents) => Self { objects: documents.iter().map(|yaml| Object::new(json_of(yaml))).collect() },
            Err(error) => panic!("what should be objects is not YAML: {error}"),
        }
    }

    /// Every object, in the order in which a cluster takes them.
    pub fn objects(&self) -> impl Iterator<Item = &Object> {
        self.objects.iter()
    }

    /// The object of that kind and name.
    ///
    /// # Panics
    ///
    /// If there is none, or one in each of several namespaces.
    #[track_caller]
    pub fn object(&self, kind: &str, name: &str) -> &Object {
        let found: Vec<&Object> = self.objects().filter(|it| it.kind == kind && it.name() == name).collect();
        match *found {
            [object] => object,
            [] => panic!("there is no `{kind}` called `{name}`; there are: {}", places(self.of_kind(kind))),
            _ => panic!("there are {} of `{kind}` called `{name}`: {}", found.len(), places(found)),
        }
    }

    /// The objects of a kind that have what is named; `json!({})` names nothing.
    #[allow(clippy::needless_pass_by_value, reason = "what is expected is written at the call")]
    pub fn find_objects(&self, kind: &str, expected: Value) -> Vec<&Object> {
        self.of_kind(kind).filter(|object| has(&object.json, &expected)).collect()
    }

    /// Asserts how many objects of a kind there are.
    ///
    /// # Panics
    ///
    /// If there are more or fewer, which are then named.
    #[track_caller]
    pub fn object_count(&self, kind: &str, expected: usize) {
        assert_count(self.pieces(), kind, expected);
    }

    /// Asserts that some object of a kind has these members, among others.
    ///
    /// # Panics
    ///
    /// If there is none. The nearest one is shown with what differs:
    ///
    /// ```should_panic
    /// # use hc_cdk::{data::Synthetic, policy::Development, prelude::*};
    /// # use hc_cdk_k8s::{assertions::{Manifest, json}, prelude::*};
    /// # let mut chart = Chart::<Development>::new("clinic");
    /// # chart.add("Clinical", Namespace::<Synthetic>::builder());
    /// // no `ResourceQuota` is as expected; the nearest is `clinic-clinical/quota`:
    /// //   spec/hard/limits.cpu
    /// //     expected: "8"
    /// //     found:    "64"
    /// Manifest::of_chart(chart).has_object("ResourceQuota", json!({ "spec": { "hard": { "limits.cpu": "8" } } }));
    /// ```
    #[track_caller]
    #[allow(clippy::needless_pass_by_value, reason = "what is expected is written at the call")]
    pub fn has_object(&self, kind: &str, expected: Value) {
        assert_some(self.pieces(), kind, &expected);
    }

    /// Asserts that every pod has this in its template, among others, whatever makes it. Where there is no pod, that holds.
    ///
    /// # Panics
    ///
    /// If one has not. The first is shown with what differs.
    ///
    /// ```
    /// # use hc_cdk::{data::Phi, policy::{Hipaa, Production}, prelude::*};
    /// # use hc_cdk_k8s::{assertions::{Manifest, json}, prelude::*};
    /// # let mut chart = Chart::<(Hipaa, Production)>::new("clinic");
    /// # let zone = chart.add("Clinical", Namespace::<Phi>::builder());
    /// chart.add("Migration", Job::builder().perimeter(&zone)
    ///     .image(image!("registry.example/claims@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"))
    ///     .resources(cpu!("500m"), memory!("256Mi")));
    ///
    /// Manifest::of_chart(chart).every_pod(json!({ "spec": { "securityContext": { "runAsNonRoot": true } } }));
    /// ```
    #[track_caller]
    #[allow(clippy::needless_pass_by_value, reason = "what is expected is written at the call")]
    pub fn every_pod(&self, expected: Value) {
        for object in self.objects() {
            if let Some(template) = object.pods() {
                assert_has(&format!("the pod of `{} {}`", object.kind, object.place), template, &expected);
            }
        }
    }

    fn of_kind(&self, kind: &str) -> impl Iterator<Item = &Object> {
        self.objects().filter(move |object| object.kind == kind)
    }

    fn pieces(&self) -> impl Iterator<Item = Piece<'_>> {
        self.objects().map(|it| Piece { kind: &it.kind, name: &it.place, json: &it.json })
    }
}

impl Object {
    fn new(json: Value) -> Self {
        let kind = text(&json, "/kind").unwrap_or_default().to_owned();
        let name = text(&json, "/metadata/name").unwrap_or_default();
        let place = match text(&json, "/metadata/namespace") {
            Some(namespace) => format!("{namespace}/{name}"),
            None => name.to_owned(),
        };
        Self { json, kind, place }
    }

    /// What kind of object it is, such as `Deployment`.
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// Its name.
    pub fn name(&self) -> &str {
        text(&self.json, "/metadata/name").unwrap_or_default()
    }

    /// The namespace that it is in; nothing if its kind is of the whole cluster.
    pub fn namespace(&self) -> Option<&str> {
        text(&self.json, "/metadata/namespace")
    }

    /// The whole object.
    pub fn json(&self) -> &Value {
        &self.json
    }

    /// The template of the pods that it makes, with their `metadata` and `spec`; nothing if it makes none.
    pub fn pods(&self) -> Option<&Value> {
        self.json.pointer(match self.kind.as_str() {
            "Deployment" | "Rollout" | "StatefulSet" | "DaemonSet" | "Job" => "/spec/template",
            "CronJob" => "/spec/jobTemplate/spec/template",
            _ => return None,
        })
    }
}

fn text<'a>(json: &'a Value, pointer: &str) -> Option<&'a str> {
    json.pointer(pointer)?.as_str()
}

fn places<'a>(objects: impl IntoIterator<Item = &'a Object>) -> String {
    objects.into_iter().map(|object| object.place.as_str()).collect::<Vec<_>>().join(", ")
}

/// The same tree as JSON, which is what a cluster makes of it.
fn json_of(yaml: &Yaml) -> Value {
    match yaml {
        Yaml::Null | Yaml::BadValue | Yaml::Alias(_) => Value::Null,
        Yaml::Boolean(value) => Value::from(*value),
        Yaml::Integer(number) => Value::from(*number),
        Yaml::Real(text) => text.parse::<f64>().map_or_else(|_| Value::from(text.as_str()), Value::from),
        Yaml::String(text) => Value::from(text.as_str()),
        Yaml::Array(items) => items.iter().map(json_of).collect(),
        Yaml::Hash(members) => {
            members.iter().map(|(name, value)| (name.as_str().unwrap_or_default().to_owned(), json_of(value))).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Manifest, json};
    use hc_cdk::target::File;

    const OBJECTS: &str = "\
---
# clinic/Rates
kind: ConfigMap
metadata:
  name: rates
  namespace: first
data:
  on: \"yes\"
  share: \"0.5\"
---
kind: ConfigMap
metadata:
  name: rates
  namespace: second
---
kind: CronJob
metadata:
  name: backup
  namespace: first
spec:
  jobTemplate:
    spec:
      template:
        spec:
          ratio: 0.5
          count: 3
          ready: true
          nothing: null
          containers:
          - name: backup
";

    fn manifest() -> Manifest {
        let file = File { path: "k8s/clinic.yaml".to_owned(), bytes: OBJECTS.as_bytes().to_vec() };
        Manifest::from_files(&[file], "clinic")
    }

    #[test]
    fn objects_are_found_as_a_cluster_reads_them() {
        let manifest = manifest();
        manifest.object_count("ConfigMap", 2);
        manifest.object_count("Secret", 0);
        manifest.has_object("ConfigMap", json!({ "data": { "on": "yes", "share": "0.5" } }));
        let found = manifest.find_objects("ConfigMap", json!({ "metadata": { "namespace": "second" } }));
        assert_eq!(found.iter().map(|it| it.name()).collect::<Vec<_>>(), ["rates"]);
        assert_eq!(manifest.object("CronJob", "backup").namespace(), Some("first"));
        manifest.every_pod(json!({ "spec": { "ratio": 0.5, "count": 3, "ready": true, "nothing": null } }));
        manifest.every_pod(json!({ "spec": { "containers": [{ "name": "backup" }] } }));
    }

    #[test]
    #[should_panic(expected = "there is no `ConfigMap` called `prices`; there are: first/rates, second/rates")]
    fn the_objects_that_there_are_are_named() {
        manifest().object("ConfigMap", "prices");
    }

    #[test]
    #[should_panic(expected = "there are 2 of `ConfigMap` called `rates`: first/rates, second/rates")]
    fn a_name_in_two_namespaces_is_no_answer() {
        manifest().object("ConfigMap", "rates");
    }

    #[test]
    #[should_panic(expected = "the nearest is `first/rates`:\n  data/on\n    expected: true\n    found:    \"yes\"")]
    fn a_text_is_no_truth_value() {
        manifest().has_object("ConfigMap", json!({ "data": { "on": true } }));
    }

    #[test]
    #[should_panic(expected = "the pod of `CronJob first/backup` is not as expected:\n  spec/count")]
    fn the_pod_that_differs_is_named() {
        manifest().every_pod(json!({ "spec": { "count": 4 } }));
    }

    #[test]
    #[should_panic(expected = "expected 0 of `CronJob`, and there are 1: first/backup")]
    fn what_was_counted_is_named() {
        manifest().object_count("CronJob", 0);
    }
}
