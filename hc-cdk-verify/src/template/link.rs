//! What a template says of others, and of its own way in: values of other stacks, and the security groups of load balancers.

use std::collections::{BTreeMap, BTreeSet};

use hc_cdk::value::{Json, ResourceRef, Token};

use super::Template;

/// What the stacks tell that were declared already.
#[derive(Default)]
pub(crate) struct Told {
    /// By name; nothing where two stacks tell different things by one.
    exports: BTreeMap<String, Option<Json>>,
    /// Those of the template itself, with their names as it has them.
    named: Vec<(Json, Json)>,
    outputs: BTreeMap<(String, String), Json>,
}

/// The functions that take values of other stacks.
const TAKES: [&str; 2] = ["Fn::ImportValue", "Fn::GetStackOutput"];

impl Told {
    /// Takes what a stack tells, with its resources by their names.
    pub(crate) fn take(&mut self, stack: &str, template: &Told, resources: &BTreeMap<String, ResourceRef>) {
        let told = |value: &Json| referred(value, resources);
        for (name, value) in
            template.named.iter().filter_map(|(name, value)| Some((called(name, stack)?, told(value)?)))
        {
            let known = self.exports.entry(name).or_insert_with(|| Some(value.clone()));
            known.take_if(|it| *it != value);
        }
        let outputs = template.outputs.iter();
        let outputs = outputs.filter_map(|((_, name), value)| Some(((stack.to_owned(), name.clone()), told(value)?)));
        self.outputs.extend(outputs);
    }

    /// Notes an output of a template, as it is written.
    pub(crate) fn note(&mut self, name: &str, export: Option<&Json>, value: Json) {
        self.named.extend(export.map(|it| (it.clone(), value.clone())));
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
            return self.exports.get(&called(argument, "")?)?.clone();
        }
        let text = |name| argument.get(name).and_then(Json::as_text).map(str::to_owned);
        self.outputs.get(&(text("StackName")?, text("OutputName")?)).cloned()
    }
}

/// What stands in the name of an export for what the deployment gives: what one stack exports under a name with it, and another one imports
/// under the same name with it, is taken to be the same.
const GIVEN: &str = "<>";

/// The name of an export of a stack, or of what is imported.
fn called(name: &Json, stack: &str) -> Option<String> {
    match name {
        Json::Text(text) => Some(text.to_string()),
        Json::Object(_) => match taken_apart(name)? {
            ("Ref", Json::Text(name)) => Some(given(name, stack)),
            ("Fn::Join", Json::List(parts)) => match parts.as_slice() {
                [Json::Text(between), Json::List(parts)] => {
                    let parts: Option<Vec<String>> = parts.iter().map(|it| called(it, stack)).collect();
                    Some(parts?.join(between))
                }
                _ => None,
            },
            ("Fn::Sub", Json::Text(text)) => filled(text, stack),
            _ => None,
        },
        _ => None,
    }
}

/// What a reference in a name gives.
fn given(name: &str, stack: &str) -> String {
    if name == "AWS::StackName" && !stack.is_empty() { stack.to_owned() } else { GIVEN.to_owned() }
}

/// The text of `Fn::Sub` with what stands for each `${..}`.
fn filled(text: &str, stack: &str) -> Option<String> {
    let mut parts = text.split("${");
    let first = parts.next()?.to_owned();
    parts.try_fold(first, |all, it| {
        let (name, behind) = it.split_once('}')?;
        Some(all + &given(name, stack) + behind)
    })
}

/// The name and the argument of the only member of an object.
fn taken_apart(json: &Json) -> Option<(&str, &Json)> {
    let mut members = json.as_object()?.iter();
    members.next().filter(|_| members.next().is_none())
}

fn taken(json: &Json) -> Option<(&str, &Json)> {
    taken_apart(json).filter(|(name, _)| TAKES.contains(name))
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use hc_cdk::value::{Json, Object};

    use super::Told;

    fn call(name: &'static str, argument: impl Into<Json>) -> Json {
        Object::new().with(name, argument).into()
    }

    fn joined(parts: Vec<Json>) -> Json {
        call("Fn::Join", vec![Json::from(""), parts.into()])
    }

    #[test]
    fn an_export_is_found_by_the_name_that_it_has_when_it_is_deployed() {
        let mut all = Told::default();
        let mut tell = |stack: &str, name: Json, value: &'static str| {
            let mut own = Told::default();
            own.note("Out", Some(&name), value.into());
            all.take(stack, &own, &BTreeMap::new());
        };
        tell("network", "network-Id".into(), "by its name");
        tell("network", call("Fn::Sub", "${AWS::StackName}-Vpc"), "by the name of its stack");
        tell("ward", joined(vec![call("Ref", "AWS::StackName"), "-Vpc".into()]), "by the name of another one");
        tell("data", joined(vec!["data-".into(), call("Ref", "Copy"), ":Key".into()]), "by what is given");
        tell("one", call("Fn::Sub", "${Stage}-Key"), "told by one");
        tell("two", call("Fn::Sub", "${Stage}-Key"), "told by two");
        let of = |name: Json| all.of(("Fn::ImportValue", &name)).and_then(|it| it.as_text().map(str::to_owned));
        assert_eq!(of("network-Id".into()).as_deref(), Some("by its name"));
        assert_eq!(of("network-Vpc".into()).as_deref(), Some("by the name of its stack"));
        assert_eq!(of("ward-Vpc".into()).as_deref(), Some("by the name of another one"));
        assert_eq!(of(call("Fn::Sub", "data-${Suffix}:Key")).as_deref(), Some("by what is given"));
        assert_eq!(of(call("Fn::Sub", "${Stage}-Key")), None, "two stacks tell it");
        assert_eq!(of("data-dev:Key".into()), None, "nobody knows what is given");
        assert_eq!(of(call("Fn::Sub", "${Network}-Vpc")), None, "nobody knows which stack that is");
    }
}
