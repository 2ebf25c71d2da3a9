//! What a template says of others, and of its own way in: values of other stacks, and the security groups of load balancers.

use std::collections::{BTreeMap, BTreeSet};

use hc_cdk::value::{Json, ResourceRef, Token};

use super::Template;

/// What the stacks tell that were declared already.
#[derive(Default)]
pub(crate) struct Told {
    exports: BTreeMap<String, Json>,
    outputs: BTreeMap<(String, String), Json>,
}

/// The functions that take values of other stacks.
const TAKES: [&str; 2] = ["Fn::ImportValue", "Fn::GetStackOutput"];

impl Told {
    /// Takes what a stack tells, with its resources by their names.
    pub(crate) fn take(&mut self, stack: &str, template: &Told, resources: &BTreeMap<String, ResourceRef>) {
        let told = |value: &Json| referred(value, resources);
        self.exports.extend(template.exports.iter().filter_map(|(name, value)| Some((name.clone(), told(value)?))));
        let outputs = template.outputs.iter();
        let outputs = outputs.filter_map(|((_, name), value)| Some(((stack.to_owned(), name.clone()), told(value)?)));
        self.outputs.extend(outputs);
    }

    /// Notes an output of a template, as it is written.
    pub(crate) fn note(&mut self, name: &str, export: Option<&Json>, value: Json) {
        if let Some(Json::Text(export)) = export {
            self.exports.insert(export.to_string(), value.clone());
        }
        self.outputs.insert((String::new(), name.to_owned()), value);
    }

    /// Whether everything that a template takes is told.
    pub(crate) fn has_all(&self, template: &Template) -> bool {
        let mut all = true;
        for resource in &template.resources {
            each_taken(&resource.properties, &mut |taken| all = all && self.of(taken).is_some());
        }
        all
    }

    /// Puts what is told in the place of what takes it.
    pub(crate) fn fill(&self, properties: &mut Json) {
        properties.each(&mut |json| {
            if let Some(told) = taken(json).and_then(|it| self.of(it)) {
                *json = told;
            } else if taken(json).is_some_and(|(name, _)| name == "Fn::GetStackOutput") {
                *json = super::value::open(Json::Null);
            }
        });
    }

    fn of(&self, (name, argument): (&str, &Json)) -> Option<Json> {
        if name == "Fn::ImportValue" {
            return self.exports.get(argument.as_text()?).cloned();
        }
        let text = |name| argument.get(name).and_then(Json::as_text).map(str::to_owned);
        self.outputs.get(&(text("StackName")?, text("OutputName")?)).cloned()
    }
}

fn taken(json: &Json) -> Option<(&str, &Json)> {
    let mut members = json.as_object()?.iter();
    members.next().filter(|(name, _)| members.next().is_none() && TAKES.contains(name))
}

fn each_taken<'a>(json: &'a Json, visit: &mut dyn FnMut((&'a str, &'a Json))) {
    if let Some(taken) = taken(json) {
        visit(taken);
    }
    json.inside(|it| {
        each_taken(it, visit);
        false
    });
}

/// The resource that a written reference names, and which of its attributes.
fn named(value: &Json) -> Option<(&str, Option<&str>)> {
    let name = value.get("Ref").and_then(Json::as_text).map(|name| (name, None));
    name.or_else(|| match value.get("Fn::GetAtt")? {
        Json::Text(text) => text.split_once('.').map(|(name, attribute)| (name, Some(attribute))),
        Json::List(items) => Some((items.first()?.as_text()?, items.get(1)?.as_text())),
        _ => None,
    })
}

/// What a value of a stack is to others: a reference, or a literal text.
fn referred(value: &Json, resources: &BTreeMap<String, ResourceRef>) -> Option<Json> {
    if let Json::Text(_) = value {
        return Some(value.clone());
    }
    let (name, attribute) = named(value)?;
    let resource = resources.get(name)?.clone();
    // Like those of typed attributes, the name lives as long as the program.
    let name = attribute.map(|it| &*it.to_owned().leak());
    Some(Json::Token(Box::new(Token::Attribute { resource, name })))
}

/// The security groups of load balancers that face the internet, and the rules that stand beside them.
pub(crate) fn ways_in(template: &Template) -> BTreeSet<String> {
    let refers = |json: Option<&Json>| json.and_then(named).map(|(name, _)| name.to_owned());
    let balancers = template.resources.iter().filter(|it| {
        it.kind == "AWS::ElasticLoadBalancingV2::LoadBalancer"
            && it.properties.get("Scheme").and_then(Json::as_text) != Some("internal")
    });
    let groups = balancers.filter_map(|it| it.properties.get("SecurityGroups")?.as_list());
    let mut all: BTreeSet<String> = groups.flatten().filter_map(|it| refers(Some(it))).collect();
    let rules = template.resources.iter().filter(|it| it.kind == "AWS::EC2::SecurityGroupIngress");
    let rules = rules.filter(|it| refers(it.properties.get("GroupId")).is_some_and(|group| all.contains(&group)));
    let rules: Vec<String> = rules.map(|it| it.name.clone()).collect();
    all.extend(rules);
    all
}
