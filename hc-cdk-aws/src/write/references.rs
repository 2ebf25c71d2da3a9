//! References that a program wrote as text: `{"Ref": "Key"}`, `Fn::GetAtt`, `Fn::Sub`, `DependsOn`. They become the same as
//! typed ones, so that circles, rules and changes see them, and what points at nothing is a finding. Every other function becomes
//! a hole, so that nobody takes what it is written as for what it gives.

use std::{borrow::Cow, mem};

use indexmap::IndexMap;

use hc_cdk::{
    finding::Finding,
    model::{ResourceModel, StackModel},
    rule::one_or_many,
    value::{Json, Limits, Object, ResourceRef, StackId, Token, nearest},
};

use super::found::CONDITION;

/// The functions that a template without macros can have in its resources.
const FUNCTIONS: [&str; 12] = [
    "Ref",
    "Fn::Base64",
    "Fn::Cidr",
    "Fn::FindInMap",
    "Fn::GetAZs",
    "Fn::GetAtt",
    "Fn::If",
    "Fn::ImportValue",
    "Fn::Join",
    "Fn::Select",
    "Fn::Split",
    "Fn::Sub",
];

/// How the names of all functions begin, but for `Ref`.
const FUNCTION: &str = "Fn::";

/// The arguments of a function that stands beside other members.
static NOTHING: Json = Json::Null;

/// What CloudFormation knows of a template's own place, behind `AWS::`.
const PLACE: [&str; 7] = ["AccountId", "NotificationARNs", "Partition", "Region", "StackId", "StackName", "URLSuffix"];

/// CloudFormation's way of leaving something out.
pub(super) const NO_VALUE: &str = "AWS::NoValue";

pub(super) fn refer(stack: &mut StackModel) {
    let options =
        |it: &ResourceModel| it.options.iter().any(|(name, value)| names_by_itself(name) || is_written(value));
    let whole = |it: &ResourceModel| matches!(it.properties, Json::Token(_));
    let is_any = stack.resources.iter().any(|it| is_written(&it.properties) || whole(it) || options(it));
    if !is_any && !stack.outputs.iter().any(|it| is_written(&it.value)) {
        return;
    }
    let names = Names::of(stack);
    let mut resources = mem::take(&mut stack.resources);
    for resource in &mut resources {
        let mut wrong = Vec::new();
        names.read_in(&mut resource.properties, &mut wrong);
        names.read_options(resource, &mut wrong);
        if whole(resource) {
            wrong.push(("has one value for all of its properties".to_owned(), "write each by itself".to_owned()));
        }
        let finding = |(message, help)| stack.finding("UnknownResource", resource.construct, message, help);
        let findings: Vec<Finding> = wrong.into_iter().map(finding).collect();
        stack.findings.extend(findings);
    }
    stack.resources = resources;
    let mut outputs = mem::take(&mut stack.outputs);
    for output in &mut outputs {
        let mut wrong = Vec::new();
        names.read_in(&mut output.value, &mut wrong);
        let finding = |(message, help)| stack.finding_here("UnknownResource", message, help).at(output.written_at);
        let findings: Vec<Finding> = wrong.into_iter().map(finding).collect();
        stack.findings.extend(findings);
    }
    stack.outputs = outputs;
}

/// A condition that somebody has read, and that nothing here decides.
fn is_nothing(value: &Json) -> bool {
    matches!(value, Json::Token(token) if matches!(token.as_ref(), Token::Nothing))
}

/// Whether an option of a resource names something without a function in it, or is one itself.
fn names_by_itself(option: &str) -> bool {
    matches!(option, "DependsOn" | "Condition") || option.starts_with(FUNCTION)
}

/// Whether a function is written anywhere in the tree.
fn is_written(tree: &Json) -> bool {
    let here = match tree {
        Json::Object(_) => function(tree).is_some(),
        _ => function(tree).is_some_and(|(name, arguments)| name != "Ref" || !is_place(arguments)),
    };
    here || tree.inside(is_written)
}

fn is_place(name: &Json) -> bool {
    name.as_text().and_then(|it| it.strip_prefix("AWS::")).is_some_and(|it| PLACE.contains(&it))
}

/// The name and the arguments of a function, whether anybody knows it or not; one that stands beside other members has none.
fn function(tree: &Json) -> Option<(&str, &Json)> {
    match tree {
        Json::Object(members) => {
            let mut named = members.iter().filter(|(name, _)| name.starts_with(FUNCTION));
            match (named.next(), members.len()) {
                (Some(one), 1) => Some(one),
                (Some((name, _)), _) => Some((name, &NOTHING)),
                (None, 1) => members.iter().next().filter(|(name, _)| *name == "Ref"),
                (None, _) => None,
            }
        }
        Json::Token(token) => match token.as_ref() {
            Token::Function { name, arguments } => Some((*name, arguments)),
            _ => None,
        },
        _ => None,
    }
}

/// What is wrong with a reference, and what to do.
type Wrong = (String, String);

/// What there is in a stack, by name.
struct Names {
    stack: StackId,
    resources: IndexMap<String, ResourceRef>,
    parameters: IndexMap<String, &'static Limits>,
}

impl Names {
    fn of(stack: &StackModel) -> Self {
        let id = |(place, it): (usize, &ResourceModel)| Some((it.logical_id.clone(), stack.reference(place)?));
        Self {
            stack: stack.id.clone(),
            resources: stack.resources.iter().enumerate().filter_map(id).collect(),
            parameters: stack.parameters.iter().map(|it| (it.name.to_string(), it.facts.limits)).collect(),
        }
    }

    fn read_in(&self, tree: &mut Json, wrong: &mut Vec<Wrong>) {
        tree.each(&mut |tree| {
            let Some((name, arguments)) = function(tree) else { return };
            match self.read(name, arguments) {
                Ok(read) => *tree = read,
                Err(found) => wrong.push(found),
            }
        });
    }

    fn read_options(&self, resource: &mut ResourceModel, wrong: &mut Vec<Wrong>) {
        for first in one_or_many(resource.options.remove("DependsOn").as_ref()) {
            let named = first.as_text().ok_or_else(|| unreadable("DependsOn"));
            match named.and_then(|name| self.resources.get(name).ok_or_else(|| self.unknown(name))) {
                Ok(first) => resource.depends_on.extend(u32::try_from(first.index())),
                Err(found) => wrong.push(found),
            }
        }
        if resource.options.get(CONDITION).is_some_and(|it| !is_nothing(it)) {
            wrong.push(none_of("Condition"));
        }
        wrong.extend(
            resource.options.iter().filter(|(name, _)| name.starts_with(FUNCTION)).map(|(name, _)| strange(name)),
        );
        resource.options.iter_mut().for_each(|(_, value)| self.read_in(value, wrong));
    }

    /// What a function stands for: a hole, if that is the deployment's to say.
    fn read(&self, name: &str, arguments: &Json) -> Result<Json, Wrong> {
        let Some(known) = FUNCTIONS.iter().find(|it| **it == name) else { return Err(strange(name)) };
        let texts = || arguments.as_list().map(|it| it.iter().map(Json::as_text).collect::<Option<Vec<_>>>());
        match (name, arguments) {
            ("Ref", Json::Text(name)) => self.find(name, None),
            ("Fn::GetAtt", Json::Text(text)) => self.dotted(text),
            ("Fn::GetAtt", Json::List(_)) => match texts().flatten().as_deref() {
                Some([name, attribute]) => self.find(name, Some(attribute)),
                _ => Err(unreadable(name)),
            },
            ("Fn::Sub", Json::Text(text)) => self.filled(text, &Object::new()),
            ("Fn::Sub", Json::List(items)) => match items.as_slice() {
                [Json::Text(text), Json::Object(own)] => self.filled(text, own),
                _ => Err(unreadable(name)),
            },
            ("Fn::Join", Json::List(items)) => match items.as_slice() {
                [Json::Text(between), Json::List(parts)] => Ok(joined(with_between(between, parts))),
                _ => Ok(hole(known, arguments)),
            },
            ("Fn::If" | "Fn::FindInMap", _) => Err(none_of(name)),
            ("Ref" | "Fn::GetAtt" | "Fn::Sub" | "Fn::Join", _) | (_, Json::Null) => Err(unreadable(name)),
            _ => Ok(hole(known, arguments)),
        }
    }

    /// A resource, one of its attributes, a parameter, or what CloudFormation knows of the template's place.
    fn find(&self, name: &str, attribute: Option<&str>) -> Result<Json, Wrong> {
        let place = Json::Text(name.to_owned().into());
        let found = match (self.resources.get(name), attribute) {
            (Some(resource), _) => {
                // Like those of typed attributes, the name lives as long as the program.
                let name = attribute.map(|it| &*it.to_owned().leak());
                Token::Attribute { resource: resource.clone(), name }
            }
            (None, None) if name == NO_VALUE => Token::Nothing,
            (None, None) if is_place(&place) => Token::Function { name: "Ref", arguments: place },
            (None, None) => match self.parameters.get(name) {
                Some(limits) => Token::Parameter { stack: self.stack.clone(), name: name.to_owned().into(), limits },
                None => return Err(self.unknown(name)),
            },
            (None, _) => return Err(self.unknown(name)),
        };
        Ok(Json::Token(Box::new(found)))
    }

    /// `Key.Arn`.
    fn dotted(&self, text: &str) -> Result<Json, Wrong> {
        let (name, attribute) = text.split_once('.').map_or((text, None), |(name, it)| (name, Some(it)));
        self.find(name, attribute)
    }

    /// The text of `Fn::Sub` with what stands for each `${..}`.
    fn filled(&self, text: &str, own: &Object) -> Result<Json, Wrong> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((before, (hole, after))) =
            rest.split_once("${").and_then(|(before, it)| Some((before, it.split_once('}')?)))
        {
            parts.push(Json::Text(before.to_owned().into()));
            parts.push(match (hole.strip_prefix('!'), own.get(hole)) {
                (Some(literal), _) => Json::Text(format!("${{{literal}}}").into()),
                (None, Some(value)) => value.clone(),
                (None, None) => self.dotted(hole)?,
            });
            rest = after;
        }
        parts.push(Json::Text(rest.to_owned().into()));
        Ok(joined(parts))
    }

    fn unknown(&self, name: &str) -> Wrong {
        let names = self.resources.keys().chain(self.parameters.keys()).map(String::as_str);
        let help = nearest(name, names).map(|it| format!("did you mean `{it}`"));
        let message = format!("refers to `{name}`, and the stack has neither such a resource nor such a parameter");
        (message, help.unwrap_or_else(|| "use the handle that `add` returned".to_owned()))
    }
}

/// What a function that is known gives at the deployment.
fn hole(name: &'static str, arguments: &Json) -> Json {
    Json::Token(Box::new(Token::Function { name, arguments: arguments.clone() }))
}

/// The parts with a text between each two.
fn with_between(between: &str, parts: &[Json]) -> Vec<Json> {
    let each = parts.iter().flat_map(|part| [Json::Text(between.to_owned().into()), part.clone()]);
    each.skip(1).collect()
}

/// The parts as one text, neighbours of plain text in one.
fn joined(parts: Vec<Json>) -> Json {
    let mut all: Vec<Json> = Vec::new();
    for part in parts {
        match (all.last_mut(), &part) {
            (_, Json::Text(text)) if text.is_empty() => {}
            (Some(Json::Text(before)), Json::Text(text)) => *before = Cow::Owned(format!("{before}{text}")),
            _ => all.push(part),
        }
    }
    match all.as_slice() {
        [] => "".into(),
        [Json::Text(_) | Json::Token(_)] => all.remove(0),
        _ => Json::Token(Box::new(Token::Concat(all))),
    }
}

fn none_of(function: &str) -> Wrong {
    let what = if function == "Fn::FindInMap" { "a mapping" } else { "a condition" };
    (format!("has a `{function}`, which names {what}, and no stack has one"), "decide it in the program".to_owned())
}

/// What a macro writes is written after everything was read.
fn strange(function: &str) -> Wrong {
    let what = "whoever runs it can write anything, and nobody reads that here";
    match function {
        "Fn::Transform" => (format!("has a `{function}`: {what}"), "write it in the program".to_owned()),
        _ => (format!("has a `{function}`, which only a macro knows: {what}"), "write it in the program".to_owned()),
    }
}

fn unreadable(function: &str) -> Wrong {
    let help = "use the handle that `add` returned".to_owned();
    (format!("has a `{function}` whose arguments are none that it takes"), help)
}
