//! From templates and manifests to findings: what the library reads in its own systems is read in them.

use std::collections::{BTreeMap, BTreeSet};

use hc_cdk::{
    finding::Finding,
    policy::{Dimension, control::Control},
    prelude::App,
    rule::{Tables, UNDECLARED_WAY, answered},
};

use crate::{
    declare::{self, stack},
    manifest::{Object, is_audit_policy, is_manifest, is_nothing, objects},
    node::Mark,
    source::{Asked, Source},
    template::{Template, Told, is_template},
};

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// The file.
    pub file: String,
    /// Where in it.
    pub at: Mark,
    /// The stack and the resource: `clinic/Records`.
    pub path: String,
    /// The code of a rule, or a word.
    pub code: String,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
    /// The clause that is broken, if it is one.
    pub control: Option<Control>,
}

/// Where what is judged stands: the file, the place in it, and what it is called there.
type Places = BTreeMap<String, (String, Mark, String)>;

/// Judges templates and manifests together: what one tells the others may take, and all objects are in one cluster. Gives what is
/// wrong, by file and line.
pub fn judge(sources: &[Source], asked: &Asked) -> Vec<Found> {
    judge_by(sources, asked, &mut Tables::default())
}

/// The same for whoever judges one group after the other: all are held to the same tables.
pub(crate) fn judge_by(sources: &[Source], asked: &Asked, tables: &mut Tables) -> Vec<Found> {
    let (mut found, mut places) = (Vec::new(), Places::new());
    let app = templates(App::new("judged"), sources, asked, &mut places, &mut found);
    let app = manifests(app, sources, asked, &mut places, &mut found);
    for finding in app.judge_by(tables).0.into_iter().filter(|it| !is_of_programs(it.code)) {
        let of_stack = || places.get(finding.path.split('/').next().unwrap_or_default());
        let Some((file, at, path)) = places.get(&finding.path).or_else(of_stack) else { continue };
        found.push(Found {
            file: file.clone(),
            at: *at,
            path: path.clone(),
            code: finding.code.to_owned(),
            message: called(&finding, &places),
            help: to_do(&finding.help),
            control: finding.control,
        });
    }
    found.sort();
    found.dedup();
    found
}

/// What to do, for whoever has files and no program: a construct is no help there, and what somebody would sign for is taken into a baseline.
fn to_do(help: &str) -> String {
    let own = [", or use an `", ", or use a `"].iter().find_map(|it| help.split_once(it));
    let is_all = |rest: &str| rest.split_once('`').is_some_and(|(_, behind)| behind.is_empty());
    let help = own.filter(|(_, rest)| is_all(rest)).map_or(help, |(before, _)| before);
    let signed = [", or have somebody sign for", ", or let somebody sign for", "; or have somebody sign for"];
    match signed.iter().find_map(|it| help.split_once(it)) {
        Some((before, _)) => format!("{before}, or take it into a baseline (`--write-baseline`)"),
        None => help.to_owned(),
    }
}

/// A message in which everything is called as whoever wrote it calls it.
fn called(finding: &Finding, places: &Places) -> String {
    // Of an object, its own name says which and of what kind it is.
    let own = finding.path.rsplit('/').next().unwrap_or_default();
    let is_renamed = places.get(&finding.path).is_some_and(|(.., called)| *called != finding.path);
    let rest = finding.message.strip_prefix(&format!("declares `{own}` (`")).filter(|_| is_renamed);
    let message = rest.and_then(|it| it.split_once(", which ")).map_or(finding.message.as_str(), |(_, it)| it);
    let words = message.split('`').map(|it| places.get(it).map_or(it, |(.., called)| called));
    words.collect::<Vec<_>>().join("`")
}

fn templates(mut app: App, sources: &[Source], asked: &Asked, places: &mut Places, found: &mut Vec<Found>) -> App {
    let mut told = Told::default();
    let templates = sources.iter().filter(|it| is_template(&it.document));
    let mut waiting: Vec<(&Source, Template)> =
        templates.map(|it| (it, Template::of(&it.document, it.region(asked)))).collect();
    while !waiting.is_empty() {
        // What a template takes has to be told before; where two wait for each other, the first one goes without.
        let next = waiting.iter().position(|(_, template)| told.has_all(template)).unwrap_or(0);
        let (source, template) = waiting.remove(next);
        found.extend(template.unread.iter().map(|(at, message)| unread(&source.file, &source.stack, *at, message)));
        // Of one of which nothing was read nobody knows whether it is empty.
        if template.resources.is_empty() && !template.unread.is_empty() {
            continue;
        }
        for resource in &template.resources {
            let path = format!("{}/{}", source.stack, resource.name);
            places.insert(path.clone(), (source.file.clone(), resource.at, path));
        }
        begin(source, places);
        app = app.stack(stack(source, template, asked, &mut told));
    }
    app
}

fn manifests(app: App, sources: &[Source], asked: &Asked, places: &mut Places, found: &mut Vec<Found>) -> App {
    let (mut all, mut files) = (Vec::new(), Vec::new());
    // Beside templates a document may be anything; beside manifests it is meant to be one.
    let is_meant = sources.iter().any(|it| is_manifest(&it.document));
    let documents = sources.iter().filter(|it| is_meant && !is_template(&it.document) && !is_nothing(&it.document));
    let is_audited = sources.iter().any(|it| is_audit_policy(&it.document));
    for source in documents {
        let (mut objects, wrong) = objects(&source.document);
        // How a client gets to a cluster is no object of one. Beside an audit policy it says where records are sent.
        objects.retain(|it| is_audited || it.kind != "v1/Config");
        found.extend(wrong.iter().map(|(at, message)| unread(&source.file, &source.stack, *at, message)));
        files.extend(objects.iter().map(|_| source.file.clone()));
        all.extend(objects);
        begin(source, places);
    }
    for ((it, file), space) in undeclared(&all, &files) {
        let message = format!(
            "is in the namespace `{space}`, which no manifest declares: what closes and limits it is not known"
        );
        found.push(unread(file, &it.called(), it.at, &message));
    }
    let Some(first) = sources.iter().find(|it| !is_template(&it.document)).filter(|_| !all.is_empty()) else {
        return app;
    };
    let (app, paths) = declare::objects(app, &first.stack, &all, asked);
    for (path, at) in paths {
        let Some((object, file)) = all.get(at).zip(files.get(at)) else { continue };
        // Messages name a resource by its path or by its id.
        let Some((stack, id)) = path.split_once('/').map(|(stack, id)| (stack.to_owned(), id.to_owned())) else {
            continue;
        };
        places.entry(stack).or_insert_with(|| start(first));
        places.extend([id, path].map(|it| (it, (file.clone(), object.at, object.called()))));
    }
    app
}

/// The first object of each namespace that is not among the objects.
fn undeclared<'a>(all: &'a [Object], files: &'a [String]) -> Vec<((&'a Object, &'a str), &'a str)> {
    let mut known: BTreeSet<&str> = all.iter().filter_map(Object::is_space).collect();
    let placed = all.iter().zip(files).filter_map(|(it, file)| Some(((it, file.as_str()), it.space()?)));
    placed.filter(|(_, space)| known.insert(space)).collect()
}

/// Says where a stack begins, which is in the first of its files.
fn begin(source: &Source, places: &mut Places) {
    places.entry(source.stack.clone()).or_insert_with(|| start(source));
}

/// The start of a file, for what is said of its whole stack.
fn start(source: &Source) -> (String, Mark, String) {
    (source.file.clone(), Mark { line: 1, column: 1 }, source.stack.clone())
}

fn unread(file: &str, stack: &str, at: Mark, message: &str) -> Found {
    Found {
        file: file.to_owned(),
        at,
        path: stack.to_owned(),
        code: "NotRead".to_owned(),
        message: message.to_owned(),
        help: "look at it yourself: nothing is said of it here".to_owned(),
        control: None,
    }
}

/// Whether a finding is about how programs declare, which templates do not: flows that are said, and what a construct answers for.
fn is_of_programs(code: &str) -> bool {
    code == UNDECLARED_WAY.code || Dimension::ALL.iter().any(|it| answered(*it).code == code)
}
