//! Values of a template as values of the library.

use std::borrow::Cow;

use hc_cdk::value::{Json, Object};

use crate::node::{Node, Tree};

/// What functions look things up in.
pub(crate) struct Context<'a> {
    pub(super) mappings: Option<&'a Node>,
    pub(super) conditions: Option<&'a Node>,
    pub(super) parameters: Option<&'a Node>,
    /// The region that somebody named, or nothing.
    pub(super) region: &'a str,
}

/// Functions whose result the library takes as what it may turn out to be. Others it knows by themselves, or they are of macros.
const OPEN: [&str; 4] = ["Fn::FindInMap", "Fn::If", "Fn::Length", "Fn::ToJsonString"];

impl<'a> Context<'a> {
    pub(super) fn of(document: &'a Node, region: &'a str) -> Self {
        let part = |name| document.get(name);
        Self { mappings: part("Mappings"), conditions: part("Conditions"), parameters: part("Parameters"), region }
    }

    /// A value. Functions stay as they are written: the target reads references, and takes the others for what they may give.
    pub(crate) fn json(&self, node: &Node) -> Json {
        if let Some((name, argument)) = node.function() {
            return match name {
                "Fn::FindInMap" if self.mapped(argument).is_some() => {
                    self.mapped(argument).map_or(Json::Null, |it| self.json(it))
                }
                "Fn::If" => self.chosen(argument),
                "Fn::Sub" if !self.is_for_anybody(argument) && policy(argument).is_some() => {
                    policy(argument).map_or(Json::Null, |it| filled(&it, &self.json(argument)))
                }
                name if OPEN.contains(&name) => open(self.json(argument)),
                // A condition is a value only inside of conditions.
                "Condition" => open(self.json(argument)),
                _ => Json::Object(member(Object::new(), name, self.json(argument))),
            };
        }
        match &node.tree {
            Tree::List(items) => Json::List(items.iter().map(|it| self.json(it)).collect()),
            Tree::Map(members) => {
                Json::Object(members.iter().fold(Object::new(), |all, (_, name, it)| member(all, name, self.json(it))))
            }
            _ => node.json(),
        }
    }

    /// Whether a parameter is filled into a text: its value is put there as it is, and may end what the text says and say more.
    fn is_for_anybody(&self, argument: &Node) -> bool {
        let is_parameter = |name: &str| self.parameters.is_some_and(|all| all.get(name).is_some());
        let (text, values) = match argument.list() {
            Some([text, values @ ..]) => (text, values),
            _ => (argument, &[][..]),
        };
        let holes = text.text().into_iter().flat_map(|it| it.split("${").skip(1)).filter_map(|it| it.split('}').next());
        let own = |name: &str| values.iter().any(|all| all.get(name).is_some());
        holes.into_iter().any(|name| is_parameter(name) && !own(name))
            || values.iter().any(|it| self.refers_to_one(it, &is_parameter))
    }

    fn refers_to_one(&self, node: &Node, is_parameter: &dyn Fn(&str) -> bool) -> bool {
        match (node.function(), &node.tree) {
            (Some(("Ref", name)), _) => name.text().is_some_and(is_parameter),
            (Some(("Fn::Sub", argument)), _) => self.is_for_anybody(argument),
            (_, Tree::List(items)) => items.iter().any(|it| self.refers_to_one(it, is_parameter)),
            (_, Tree::Map(members)) => members.iter().any(|(.., it)| self.refers_to_one(it, is_parameter)),
            _ => false,
        }
    }

    /// What `Fn::If` gives: one of two, if the template decides which or they are the same.
    fn chosen(&self, argument: &Node) -> Json {
        let Some([condition, yes, no]) = argument.list() else { return open(self.json(argument)) };
        match condition.text().and_then(|it| self.holds(it)) {
            Some(true) => self.json(yes),
            Some(false) => self.json(no),
            None if yes.is_same(no) => self.json(yes),
            None => open(Json::List(vec![self.json(yes), self.json(no)])),
        }
    }
}

/// The policy that a text of `Fn::Sub` is, which the deployment takes for the object that it says.
fn policy(argument: &Node) -> Option<serde_json::Value> {
    let text = argument.list().map_or(Some(argument), <[Node]>::first)?.text()?;
    serde_json::from_str(text).ok().filter(|it: &serde_json::Value| it.get("Statement").is_some())
}

/// A policy, of which each text is filled in as the whole text is.
fn filled(policy: &serde_json::Value, argument: &Json) -> Json {
    use serde_json::Value;

    match policy {
        Value::Null => Json::Null,
        Value::Bool(flag) => Json::Bool(*flag),
        Value::Number(number) => number.as_i64().map_or(Json::Null, Json::Int),
        Value::String(text) if text.contains("${") => {
            let text = Json::Text(Cow::Owned(text.clone()));
            let argument = match argument.as_list() {
                Some([_, values @ ..]) => Json::List([&[text], values].concat()),
                _ => text,
            };
            Json::Object(member(Object::new(), "Fn::Sub", argument))
        }
        Value::String(text) => Json::Text(Cow::Owned(text.clone())),
        Value::Array(items) => Json::List(items.iter().map(|it| filled(it, argument)).collect()),
        Value::Object(members) => {
            Json::Object(members.iter().fold(Object::new(), |all, (name, it)| member(all, name, filled(it, argument))))
        }
    }
}

fn member(mut object: Object, name: &str, value: Json) -> Object {
    object.insert(Cow::Owned(name.to_owned()), value);
    object
}

/// What only the deployment knows, with what it may be made of.
pub(super) fn open(of: Json) -> Json {
    Json::Object(member(Object::new(), "Fn::Select", Json::List(vec![Json::Null, of])))
}
