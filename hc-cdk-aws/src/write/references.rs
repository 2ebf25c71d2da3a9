//! References that a program wrote as text: `{"Ref": "Key"}`, `Fn::GetAtt`, `Fn::Sub`, `DependsOn`. They become the same as
//! typed ones, so that circles, rules and changes see them, and what points at nothing is a finding.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    mem,
};

use hc_cdk::{
    finding::Finding,
    model::{ResourceModel, StackModel},
    rule::one_or_many,
    value::{Json, Object, ResourceRef, StackId, Token, nearest},
};

/// The functions that name something, or whose result is a text with such in it.
const FUNCTIONS: [&str; 6] = ["Ref", "Fn::GetAtt", "Fn::Sub", "Fn::Join", "Fn::If", "Fn::FindInMap"];

/// What CloudFormation knows of a template's own place, behind `AWS::`.
const PLACE: [&str; 8] =
    ["AccountId", "NotificationARNs", "NoValue", "Partition", "Region", "StackId", "StackName", "URLSuffix"];

pub(super) fn refer(stack: &mut StackModel) {
    let options =
        |it: &ResourceModel| it.options.iter().any(|(name, value)| names_by_itself(name) || is_written(value));
    let is_any = stack.resources.iter().any(|it| is_written(&it.properties) || options(it));
    if !is_any && !stack.outputs.iter().any(|it| is_written(&it.value)) {
        return;
    }
    let names = Names::of(stack);
    let mut resources = mem::take(&mut stack.resources);
    for resource in &mut resources {
        let mut wrong = Vec::new();
        names.read_in(&mut resource.properties, &mut wrong);
        names.read_options(resource, &mut wrong);
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

/// Whether an option of a resource names something without a function.
fn names_by_itself(option: &str) -> bool {
    matches!(option, "DependsOn" | "Condition")
}

/// Whether a function is written anywhere in the tree.
fn is_written(tree: &Json) -> bool {
    function(tree).is_some_and(|(name, arguments)| name != "Ref" || !is_place(arguments)) || tree.inside(is_written)
}

fn is_place(name: &Json) -> bool {
    name.as_text().and_then(|it| it.strip_prefix("AWS::")).is_some_and(|it| PLACE.contains(&it))
}

/// The name and the arguments of a function.
fn function(tree: &Json) -> Option<(&str, &Json)> {
    let (name, arguments) = match tree {
        Json::Object(object) if object.len() == 1 => object.iter().next()?,
        Json::Token(token) => match token.as_ref() {
            Token::Function { name, arguments } => (*name, arguments),
            _ => return None,
        },
        _ => return None,
    };
    FUNCTIONS.contains(&name).then_some((name, arguments))
}

/// What is wrong with a reference, and what to do.
type Wrong = (String, String);

/// What there is in a stack, by name.
struct Names {
    stack: StackId,
    resources: BTreeMap<String, ResourceRef>,
    parameters: BTreeSet<String>,
}

impl Names {
    fn of(stack: &StackModel) -> Self {
        let id = |(place, it): (usize, &ResourceModel)| Some((it.logical_id.clone(), stack.reference(place)?));
        Self {
            stack: stack.id.clone(),
            resources: stack.resources.iter().enumerate().filter_map(id).collect(),
            parameters: stack.parameters.iter().map(|it| it.name.to_string()).collect(),
        }
    }

    fn read_in(&self, tree: &mut Json, wrong: &mut Vec<Wrong>) {
        tree.each(&mut |tree| {
            let Some((name, arguments)) = function(tree) else { return };
            match self.read(name, arguments) {
                Ok(Some(read)) => *tree = read,
                Ok(None) => {}
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
        if resource.options.get("Condition").is_some() {
            wrong.push(none_of("Condition"));
        }
        resource.options.iter_mut().for_each(|(_, value)| self.read_in(value, wrong));
    }

    /// What a function stands for; nothing if that is the deployment's to say.
    fn read(&self, name: &str, arguments: &Json) -> Result<Option<Json>, Wrong> {
        let texts = || arguments.as_list().map(|it| it.iter().map(Json::as_text).collect::<Option<Vec<_>>>());
        match (name, arguments) {
            ("Ref", Json::Text(name)) => self.find(name, None).map(Some),
            ("Fn::GetAtt", Json::Text(text)) => self.dotted(text).map(Some),
            ("Fn::GetAtt", Json::List(_)) => match texts().flatten().as_deref() {
                Some([name, attribute]) => self.find(name, Some(attribute)).map(Some),
                _ => Err(unreadable(name)),
            },
            ("Fn::Sub", Json::Text(text)) => self.filled(text, &Object::new()).map(Some),
            ("Fn::Sub", Json::List(items)) => match items.as_slice() {
                [Json::Text(text), Json::Object(own)] => self.filled(text, own).map(Some),
                _ => Err(unreadable(name)),
            },
            ("Fn::Join", Json::List(items)) => Ok(match items.as_slice() {
                [Json::Text(between), Json::List(parts)] if between.is_empty() => Some(joined(parts.clone())),
                _ => None,
            }),
            ("Fn::If" | "Fn::FindInMap", _) => Err(none_of(name)),
            _ => Err(unreadable(name)),
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
            (None, None) if is_place(&place) => Token::Function { name: "Ref", arguments: place },
            (None, None) if self.parameters.contains(name) => {
                Token::Parameter { stack: self.stack.clone(), name: name.to_owned().into() }
            }
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
        let names = self.resources.keys().chain(&self.parameters).map(String::as_str);
        let help = nearest(name, names).map(|it| format!("did you mean `{it}`"));
        let message = format!("refers to `{name}`, and the stack has neither such a resource nor such a parameter");
        (message, help.unwrap_or_else(|| "use the handle that `add` returned".to_owned()))
    }
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
        [Json::Text(_)] => all.remove(0),
        _ => Json::Token(Box::new(Token::Concat(all))),
    }
}

fn none_of(function: &str) -> Wrong {
    let what = if function == "Fn::FindInMap" { "a mapping" } else { "a condition" };
    (format!("has a `{function}`, which names {what}, and no stack has one"), "decide it in the program".to_owned())
}

fn unreadable(function: &str) -> Wrong {
    let help = "use the handle that `add` returned".to_owned();
    (format!("has a `{function}` whose arguments are none that it takes"), help)
}
