//! What was written, read back from its bytes: the resources of templates and the objects of charts, and what a value in
//! one of them points at.

use std::collections::BTreeMap;

use hc_cdk::{app::App, model::StackModel, target::File};
use hc_cdk_k8s::assertions::Manifest;
use serde_json::Value;

use crate::{
    oracle::{self, Asked},
    programs::Program,
    run::Attested,
};

/// A resource of a template, or an object of a chart.
#[derive(Debug)]
pub(crate) struct Written {
    pub(crate) stack: String,
    /// Its name in the template; of an object the comment above it.
    pub(crate) id: String,
    pub(crate) json: Value,
}

/// Everything that was written.
#[derive(Debug)]
pub(crate) struct Documents {
    pub(crate) all: Vec<Written>,
    by_id: BTreeMap<(String, String), usize>,
    by_kind: BTreeMap<String, Vec<usize>>,
    /// What trials start, by the place of the trial in `all`: each a job as it would be written by itself.
    jobs: BTreeMap<usize, Vec<Written>>,
    /// Where each stack is deployed: one of templates as the manifest has it, and any other where the program has it.
    regions: BTreeMap<String, String>,
    /// What each stack of templates tells, by its name and that of the output.
    outputs: BTreeMap<(String, String), Value>,
    asked: fn(&str) -> Asked,
}

/// What a sentence is about, among all that was written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Thing<'a> {
    pub(crate) documents: &'a Documents,
    pub(crate) written: &'a Written,
}

impl Documents {
    /// What an app has written of what is read of a program.
    pub(crate) fn of(program: &Program, app: &App, files: &[File]) -> Self {
        let mut all = Vec::new();
        let mut outputs = BTreeMap::new();
        for stack in app.stacks().iter().filter(|it| program.reads(it)).map(StackModel::name) {
            let written = |id: String, json: Value| Written { stack: stack.to_owned(), id, json };
            let file = |path: String| files.iter().find(|it| it.path == path);
            if let Some(file) = file(format!("{stack}.template.json")) {
                let template: Value = serde_json::from_slice(&file.bytes).expect("a template is JSON");
                let told = template["Outputs"].as_object().into_iter().flatten();
                outputs.extend(told.map(|(name, it)| ((stack.to_owned(), name.clone()), it["Value"].clone())));
                let resources = template["Resources"].as_object().expect("a template has resources");
                all.extend(resources.iter().map(|(id, json)| written(id.clone(), filled_in(json))));
            }
            // What is for the API server is in a folder of its own.
            let folders = ["azure", "gcp", "k8s", "k8s/audit-policy", "k8s/audit-webhook"];
            for file in folders.iter().filter_map(|folder| file(format!("{folder}/{stack}.yaml"))) {
                let text = std::str::from_utf8(&file.bytes).expect("YAML is text");
                let comments = text.split("---\n").filter_map(|it| it.lines().next()?.strip_prefix("# "));
                let manifest = Manifest::from_text(text);
                all.extend(comments.zip(manifest.objects()).map(|(id, it)| written(id.to_owned(), it.json().clone())));
            }
            let of_workflows = format!("{stack}/.github/workflows/");
            for file in files.iter().filter(|it| it.path.starts_with(&of_workflows)) {
                let text = std::str::from_utf8(&file.bytes).expect("YAML is text");
                let head = text.lines().next().and_then(|it| it.strip_prefix("# ")?.split_once(':')).expect("a head");
                all.extend(Manifest::from_text(text).objects().map(|it| written(head.0.to_owned(), it.json().clone())));
            }
        }
        let by_id = all.iter().enumerate().map(|(at, it)| ((it.stack.clone(), it.id.clone()), at)).collect();
        let jobs = all.iter().enumerate().filter(|(_, it)| it.json["kind"] == "AnalysisTemplate");
        let jobs = jobs.map(|(at, it)| (at, jobs_of(it))).collect();
        let mut by_kind: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, it) in all.iter().enumerate() {
            by_kind.entry(kind(&it.json).to_owned()).or_default().push(at);
        }
        let mut regions: BTreeMap<_, _> =
            app.stacks().iter().map(|it| (it.name().to_owned(), it.region.to_owned())).collect();
        regions.extend(in_the_manifest(files));
        Self { all, by_id, by_kind, jobs, regions, outputs, asked: program.asked }
    }

    /// What was written, each with its name and its type or kind, in the order of the names.
    pub(crate) fn kinds(&self) -> Vec<(String, String)> {
        let all =
            self.all.iter().map(|written| (written.id.clone(), Thing { documents: self, written }.kind().to_owned()));
        let mut all: Vec<_> = all.collect();
        all.sort();
        all
    }

    pub(crate) fn find(&self, stack: &str, id: &str) -> Option<Thing<'_>> {
        let at = *self.by_id.get(&(stack.to_owned(), id.to_owned()))?;
        Some(Thing { documents: self, written: &self.all[at] })
    }

    /// What a sentence is about: what was written, or what it starts, if the sentence is about pods and it has none of its own.
    pub(crate) fn things(&self, it: &Attested) -> Vec<Thing<'_>> {
        let at = |id: &String| self.by_id.get(&(it.stack.clone(), id.clone()));
        let Some(at) = at(&it.resource).or_else(|| at(&it.comment)) else {
            panic!("`{}` or `{}` is attested and not written", it.resource, it.comment)
        };
        let own = std::slice::from_ref(&self.all[*at]);
        let jobs = self.jobs.get(at).filter(|_| oracle::is_of_pods(it.rule.code)).map_or(own, Vec::as_slice);
        jobs.iter().map(|written| Thing { documents: self, written }).collect()
    }
}

/// The jobs that a trial starts.
fn jobs_of(trial: &Written) -> Vec<Written> {
    let metrics = list(value(&trial.json, "spec/metrics"));
    let jobs = metrics.iter().filter_map(|it| value(it, "provider/job/spec"));
    let job = |spec: &Value| {
        let json = serde_json::json!({ "kind": "Job", "metadata": trial.json["metadata"], "spec": spec });
        Written { stack: trial.stack.clone(), id: trial.id.clone(), json }
    };
    jobs.map(job).collect()
}

/// A resource with what a role trusts as an object, if it is written as a text in which the deployment fills in holes.
fn filled_in(resource: &Value) -> Value {
    const TRUST: &str = "/Properties/AssumeRolePolicyDocument";
    let mut resource = resource.clone();
    if let Some(trust) = resource.pointer_mut(TRUST).filter(|it| it.get("Fn::Sub").is_some()) {
        let (text, values) = (trust["Fn::Sub"][0].as_str().unwrap_or_default(), &trust["Fn::Sub"][1]);
        let mut read = serde_json::from_str(text).expect("a policy is JSON");
        fill(&mut read, values);
        *trust = read;
    }
    resource
}

/// Puts into a tree what stands for whole texts in it.
fn fill(tree: &mut Value, values: &Value) {
    let hole = tree.as_str().and_then(|it| it.strip_prefix("${")?.strip_suffix('}'));
    if let Some(value) = hole.and_then(|name| values.get(name)) {
        *tree = value.clone();
        return;
    }
    match tree {
        Value::Array(items) => items.iter_mut().for_each(|it| fill(it, values)),
        Value::Object(members) => members.values_mut().for_each(|it| fill(it, values)),
        _ => {}
    }
}

fn kind(json: &Value) -> &str {
    json["Type"].as_str().or(json["kind"].as_str()).unwrap_or_default()
}

/// The regions of the stacks in the manifest of a cloud assembly, if there is one.
fn in_the_manifest(files: &[File]) -> BTreeMap<String, String> {
    let manifest = files.iter().find(|it| it.path == "manifest.json").map(|it| serde_json::from_slice(&it.bytes));
    let manifest: Value = manifest.transpose().expect("the manifest is JSON").unwrap_or_default();
    let artifacts = manifest["artifacts"].as_object().into_iter().flatten();
    let region = |it: &Value| Some(it["environment"].as_str()?.rsplit('/').next()?.to_owned());
    artifacts.filter_map(|(stack, it)| Some((stack.clone(), region(it)?))).collect()
}

impl<'a> Thing<'a> {
    /// The region of its stack.
    pub(crate) fn region(self) -> &'a str {
        self.documents.regions.get(&self.written.stack).map_or("", String::as_str)
    }

    /// What the policy of its stack asks for.
    pub(crate) fn asked(self) -> Asked {
        (self.documents.asked)(&self.written.stack)
    }

    /// Its type or kind.
    pub(crate) fn kind(self) -> &'a str {
        kind(&self.written.json)
    }

    /// A value at a path below its properties, or below an object; nothing if it is `null` or empty.
    pub(crate) fn at(self, path: &str) -> Option<&'a Value> {
        let json = &self.written.json;
        value(if json.get("Type").is_some() { &json["Properties"] } else { json }, path)
    }

    pub(crate) fn text(self, path: &str) -> Option<&'a str> {
        self.at(path).and_then(Value::as_str)
    }

    pub(crate) fn list(self, path: &str) -> &'a [Value] {
        list(self.at(path))
    }

    /// Whether a flag is on, in whatever way it is written.
    pub(crate) fn is_on(self, path: &str) -> bool {
        self.at(path).is_some_and(is_on)
    }

    pub(crate) fn number(self, path: &str) -> Option<f64> {
        self.at(path).and_then(number)
    }

    /// Everything of a type or kind that was written.
    pub(crate) fn others(self, kind: &str) -> impl Iterator<Item = Thing<'a>> {
        let documents = self.documents;
        let places = documents.by_kind.get(kind).into_iter().flatten();
        places.map(move |at| Thing { documents, written: &documents.all[*at] })
    }

    /// What a value points at, if it is a reference and nothing else.
    pub(crate) fn target(self, value: &Value) -> Option<Thing<'a>> {
        if let Some(name) = value["Fn::ImportValue"].as_str() {
            let mut parts = name.split(':');
            return self.documents.find(parts.next()?, parts.next()?);
        }
        let told = &value["Fn::GetStackOutput"];
        if let Some((stack, output)) = told["StackName"].as_str().zip(told["OutputName"].as_str()) {
            let value = self.documents.outputs.get(&(stack.to_owned(), output.to_owned()))?;
            return self.documents.find(stack, value["Ref"].as_str().or_else(|| value["Fn::GetAtt"][0].as_str())?);
        }
        let id = value["Ref"].as_str().or_else(|| value["Fn::GetAtt"][0].as_str())?;
        self.documents.find(&self.written.stack, id)
    }

    /// Whether a value is a reference to that, or to an attribute of it.
    pub(crate) fn points_at(self, value: Option<&Value>, other: Thing<'_>) -> bool {
        value.and_then(|it| self.target(it)).is_some_and(|it| std::ptr::eq(it.written, other.written))
    }

    /// Whether a value, or something inside of it, is a reference to that.
    pub(crate) fn names(self, value: &Value, other: Thing<'_>) -> bool {
        self.points_at(Some(value), other)
            || match value {
                Value::Array(items) => items.iter().any(|it| self.names(it, other)),
                Value::Object(members) => members.values().any(|it| self.names(it, other)),
                _ => false,
            }
    }
}

/// A value at a path; nothing if it is `null` or empty.
pub(crate) fn value<'a>(json: &'a Value, path: &str) -> Option<&'a Value> {
    let step = |it: &'a Value, name: &str| match it {
        Value::Array(items) => items.get(name.parse::<usize>().ok()?),
        _ => it.get(name),
    };
    let found = path.split('/').filter(|it| !it.is_empty()).try_fold(json, step)?;
    let is_empty = found.is_null() || found.as_str() == Some("") || found["Ref"] == "AWS::NoValue";
    (!is_empty).then_some(found)
}

/// The items of a list; one value is a list of itself.
pub(crate) fn list(value: Option<&Value>) -> &[Value] {
    match value {
        None => &[],
        Some(Value::Array(items)) => items,
        Some(one) => std::slice::from_ref(one),
    }
}

pub(crate) fn is_on(value: &Value) -> bool {
    *value == true || value.as_str() == Some("true")
}

pub(crate) fn number(value: &Value) -> Option<f64> {
    value.as_f64().or_else(|| value.as_str()?.parse().ok())
}

/// A text with `${..}` for what the deployment fills in.
pub(crate) fn words(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Object(members) => match members.iter().next() {
            Some((name, parts)) if name == "Fn::Join" => list(Some(&parts[1])).iter().map(words).collect(),
            Some((name, it)) if name == "Ref" || name == "Fn::ImportValue" => {
                format!("${{{}}}", it.as_str().unwrap_or_default())
            }
            Some((name, it)) if name == "Fn::GetAtt" => {
                format!("${{{}}}", list(Some(it)).iter().map(words).collect::<Vec<_>>().join("."))
            }
            _ => "${..}".to_owned(),
        },
        other => other.to_string(),
    }
}
