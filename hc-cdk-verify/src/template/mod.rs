//! A template: what it declares, with every function that only the deployment knows left for the rules to read as such.
//!
//! A condition that the template decides by itself is decided; one that depends on a parameter is not, and both of what it chooses
//! from are read. Lookups with literal keys are looked up.

mod condition;
mod each;
mod link;
mod value;

use hc_cdk::value::{Json, Object, Token};

pub(crate) use self::link::{Told, ways_in};
use self::value::Context;
use crate::node::{Mark, Node, Tree};

/// What a template declares.
#[derive(Default)]
pub(crate) struct Template {
    pub(crate) resources: Vec<Declared>,
    pub(crate) parameters: Vec<Asks>,
    /// What is not read, and where.
    pub(crate) unread: Vec<(Mark, String)>,
    /// What it tells other stacks, as it is written.
    pub(crate) told: Told,
}

/// A resource.
#[derive(Debug)]
pub(crate) struct Declared {
    pub(crate) at: Mark,
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) properties: Json,
    pub(crate) options: Vec<(&'static str, Json)>,
}

/// A parameter.
#[derive(Debug)]
pub(crate) struct Asks {
    pub(crate) name: String,
    pub(crate) is_number: bool,
    pub(crate) default: Option<Json>,
    pub(crate) allowed: Option<Vec<Json>>,
    pub(crate) range: Option<(i64, i64)>,
}

/// The members of a resource that are read apart. All others stand beside its properties.
const READ_APART: [&str; 3] = ["Condition", "Properties", "Type"];

/// Whether a document is a template.
pub(crate) fn is_template(document: &Node) -> bool {
    let resources = document.get("Resources").map(Node::members).unwrap_or_default();
    let is_one = |it: &Node| it.get("Type").is_some_and(|it| it.text().is_some());
    resources.iter().any(|(_, name, it)| name.starts_with(each::LOOP) || is_one(it))
}

impl Template {
    pub(crate) fn of(document: &Node, region: &str) -> Self {
        let written_out = each::written_out(document);
        let document = written_out.as_ref().unwrap_or(document);
        let context = Context::of(document, region);
        let mut template = Self::default();
        for (at, name, node) in members(document, "Parameters") {
            template.parameters.extend(given(name, node).or_else(|| {
                template.unread.push((*at, format!("the parameter `{name}` has no type")));
                None
            }));
        }
        if let Some(transform) = document.get("Transform").filter(|it| !each::is_known(it)) {
            let what = "a macro (`Transform`) writes more than what is read here; what it made of a stack is told by \
                `aws cloudformation get-template --template-stage Processed`"
                .to_owned();
            template.unread.push((transform.at, what));
        }
        for (at, name, node) in members(document, "Resources") {
            match declared(&context, *at, name, node) {
                Ok(resource) => template.resources.extend(resource),
                Err(message) => template.unread.push((*at, message)),
            }
        }
        for (_, name, output) in members(document, "Outputs") {
            let export = output.get("Export").and_then(|it| it.get("Name")).map(|it| context.json(it));
            if let Some(value) = output.get("Value") {
                template.told.note(name, export.as_ref(), context.json(value));
            }
        }
        template
    }
}

fn members<'a>(document: &'a Node, section: &str) -> &'a [(Mark, String, Node)] {
    document.get(section).map(Node::members).unwrap_or_default()
}

/// A resource; nothing if its condition never holds.
fn declared(context: &Context<'_>, at: Mark, name: &str, node: &Node) -> Result<Option<Declared>, String> {
    if name.starts_with("Fn::") {
        return Err(format!("`{name}` makes resources that are not read here"));
    }
    if !name.bytes().all(|it| it.is_ascii_alphanumeric()) || name.is_empty() {
        return Err(format!("`{name}` is no name of a resource: it has letters and digits"));
    }
    let Some(kind) = node.get("Type").and_then(Node::text) else {
        return Err(format!("`{name}` has no type"));
    };
    let condition = node.get("Condition").and_then(Node::text);
    if condition.and_then(|it| context.holds(it)) == Some(false) {
        return Ok(None);
    }
    let beside = node.members().iter().filter(|(_, name, _)| !READ_APART.contains(&name.as_str()));
    // Like those of the library's own constructs, the names live as long as the program.
    let options = beside.map(|(_, name, value)| (&*name.clone().leak(), context.json(value)));
    // Of a condition that the deployment decides it is known that there is one.
    let options = options.chain(
        condition
            .filter(|it| context.holds(it).is_none())
            .map(|_| ("Condition", Json::Token(Box::new(Token::Nothing)))),
    );
    Ok(Some(Declared {
        at,
        name: name.to_owned(),
        kind: kind.to_owned(),
        properties: node.get("Properties").map_or_else(|| Json::Object(Object::new()), |it| context.json(it)),
        options: options.collect(),
    }))
}

fn given(name: &str, node: &Node) -> Option<Asks> {
    let kind = node.get("Type")?.text()?;
    let number = |name: &str| match &node.get(name)?.tree {
        Tree::Int(number) => Some(*number),
        Tree::Text(number) => number.parse().ok(),
        _ => None,
    };
    Some(Asks {
        name: name.to_owned(),
        is_number: kind == "Number",
        default: node.get("Default").map(Node::json),
        allowed: node.get("AllowedValues").and_then(Node::list).map(|it| it.iter().map(Node::json).collect()),
        range: number("MinValue").zip(number("MaxValue")),
    })
}

#[cfg(test)]
mod tests;
