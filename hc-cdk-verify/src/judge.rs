//! From templates to findings: each resource becomes a construct of its own in a stack of the library, and what the library reads in
//! its own systems is read in that.

use std::collections::BTreeMap;

use hc_cdk::{
    construct::{Construct, Spec},
    model::Role,
    parameter::Parameter,
    policy::{Dimension, PolicyFacts, control::Control, data::Class},
    prelude::App,
    resource::{Made, Resource, ResourceType},
    rule::{Rule, UNDECLARED_WAY, answered},
    stack::Within,
    value::{Attr, Json},
};
use hc_cdk_aws::{
    cfn::CloudFormation,
    stack::{Aws, Stack},
};

use crate::{
    asked::{self, Given},
    holds::Holds,
    node::{Mark, Node},
    template::{Asks, Declared, Template, Told, is_template, ways_in},
};

/// A template and where it is from.
#[derive(Debug)]
pub struct Source {
    /// The file, as findings name it.
    pub file: String,
    /// The stack's name.
    pub stack: String,
    /// Its region, if it is known; otherwise it is that of the question.
    pub region: Option<String>,
    /// What is in it.
    pub document: Node,
}

/// What is asked of templates.
#[derive(Debug)]
pub struct Asked {
    /// The policies together.
    pub policy: PolicyFacts,
    /// Which resources hold what.
    pub holds: Holds,
    /// The region of templates that do not say theirs; empty if nobody knows.
    pub region: String,
}

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

/// A resource as it is declared.
struct Raw {
    kind: String,
    properties: Json,
}

impl Resource for Raw {
    type Id = String;
    type Of = CloudFormation;
    const TYPE: &'static ResourceType = &ResourceType::untyped("");

    fn kind(&self) -> Option<String> {
        Some(self.kind.clone())
    }

    fn into_properties(self) -> Json {
        self.properties
    }
}

/// A resource of a template as a construct.
struct One(Declared, Option<(Role, Class)>);

impl Spec for One {
    type Handle = Made<Raw>;
    const KIND: &'static str = "Template";
    const INVARIANTS: &'static [Rule] = &[];
}

impl<P> Construct<P, Aws> for One {
    fn declare(self, scope: &mut Within<'_, P, Aws>) -> Made<Raw> {
        let Self(Declared { kind, properties, options, .. }, plays) = self;
        if let Some((role, class)) = plays {
            scope.plays(role, class);
        }
        let made = scope.resource("", Raw { kind, properties });
        for (name, value) in options {
            scope.option(&made, name, value);
        }
        made
    }
}

/// Judges templates together: what one tells the others may take. Gives what is wrong, by file and line.
pub fn judge(sources: &[Source], asked: &Asked) -> Vec<Found> {
    let mut app = App::new("judged");
    let (mut found, mut places, mut told) = (Vec::new(), BTreeMap::new(), Told::default());
    let templates = sources.iter().filter(|it| is_template(&it.document));
    let mut waiting: Vec<(&Source, Template)> =
        templates.map(|it| (it, Template::of(&it.document, it.region(asked)))).collect();
    while !waiting.is_empty() {
        // What a template takes has to be told before; where two wait for each other, the first one goes without.
        let next = waiting.iter().position(|(_, template)| told.has_all(template)).unwrap_or(0);
        let (source, template) = waiting.remove(next);
        found.extend(template.unread.iter().map(|(at, message)| unread(source, *at, message)));
        for resource in &template.resources {
            let path = format!("{}/{}", source.stack, resource.name);
            places.insert(path, (source.file.clone(), resource.at));
        }
        places.insert(source.stack.clone(), (source.file.clone(), Mark { line: 1, column: 1 }));
        app = app.stack(stack(source, template, asked, &mut told));
    }
    for finding in app.judge().0.into_iter().filter(|it| !is_of_programs(it.code)) {
        let of_stack = || places.get(finding.path.split('/').next().unwrap_or_default());
        let Some((file, at)) = places.get(&finding.path).or_else(of_stack) else { continue };
        found.push(Found {
            file: file.clone(),
            at: *at,
            path: finding.path,
            code: finding.code.to_owned(),
            message: finding.message,
            help: finding.help,
            control: finding.control,
        });
    }
    found.sort();
    found.dedup();
    found
}

impl Source {
    fn region<'a>(&'a self, asked: &'a Asked) -> &'a str {
        self.region.as_deref().unwrap_or(&asked.region)
    }
}

fn unread(source: &Source, at: Mark, message: &str) -> Found {
    Found {
        file: source.file.clone(),
        at,
        path: source.stack.clone(),
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

fn stack(source: &Source, template: Template, asked: &Asked, told: &mut Told) -> Stack<Given> {
    let mut stack = asked::stack(&source.stack, source.region(asked));
    stack.also_under(&asked.policy);
    let ways_in = ways_in(&template);
    template.parameters.into_iter().for_each(|given| ask_for(&mut stack, given));
    let mut resources = BTreeMap::new();
    for mut resource in template.resources {
        told.fill(&mut resource.properties);
        let name = resource.name.clone();
        let class = asked.holds.of(&format!("{}/{name}", source.stack));
        let plays = class.map(|class| (hc_cdk_aws::role(&resource.kind), class));
        let plays = if ways_in.contains(&name) { Some((Role::Endpoint, Class::Public)) } else { plays };
        let made = stack.add(name.clone(), One(resource, plays));
        resources.insert(name, made.reference().clone());
    }
    told.take(&source.stack, &template.told, &resources);
    stack
}

fn ask_for(stack: &mut Stack<Given>, given: Asks) {
    const WHAT: &str = "a parameter of the template";
    if given.is_number {
        let mut parameter = Parameter::<i64>::new(WHAT);
        if let Some(Json::Int(number)) = given.default {
            parameter = parameter.default_value(number);
        }
        if let Some((least, most)) = given.range {
            parameter = parameter.range(least..=most);
        }
        stack.parameter(given.name, parameter);
        return;
    }
    let mut parameter = Parameter::<String>::new(WHAT);
    if let Some(default) = given.default {
        parameter = parameter.default_value(Attr::<String>::from_json(default));
    }
    if let Some(allowed) = given.allowed {
        parameter = parameter.allowed(allowed.into_iter().map(Attr::<String>::from_json));
    }
    stack.parameter(given.name, parameter);
}
