//! Property values of a resource type: the required ones and some of the optional ones, made from nothing but the facts.

use std::slice;

use anyhow::{Context as _, Result};
use hc_cdk::value::{Json, Object, Token};
use hc_cdk_cfn::schema::{Around, Facts, Member, Schema, Text};

use super::random::Random;
use crate::codegen::model::{Field, Shape, Struct};

/// Of the optional properties that are neither lists nor objects, one in so many is given.
const OPTIONAL: u64 = 4;

/// The strategy gives up on a pattern, or on a list of different items, after so many attempts.
const ATTEMPTS: usize = 200;

/// A text without limits is at most so long.
const TEXT: usize = 12;

/// The parameter of the template that stands for every value that only a deployment knows.
pub(super) const PARAMETER: &str = "Known";

/// Makes values of one resource type.
#[derive(Debug)]
pub(super) struct Strategy<'a> {
    pub(super) structs: &'a [Struct],
    pub(super) schema: &'a Schema,
    pub(super) random: Random,
}

impl Strategy<'_> {
    /// The properties of a resource.
    pub(super) fn properties(&mut self) -> Result<Json> {
        self.object(0, Some(0))
    }

    fn object(&mut self, index: usize, facts: Option<usize>) -> Result<Json> {
        let structs = self.structs;
        let made = structs.get(index).context("the model lacks an object")?;
        let members = facts.map(|facts| self.schema.members(facts)).unwrap_or_default();
        let mut object = Object::new();
        for field in &made.fields {
            let member = members.iter().find(|member| member.name == field.property);
            if member.is_some_and(|member| member.required) || self.is_given(field) {
                object.insert(field.property.clone(), self.field(field, member)?);
            }
        }
        Ok(object.into())
    }

    /// Whether an optional property is given.
    fn is_given(&mut self, field: &Field) -> bool {
        let is_simple = matches!(field.shape, Shape::Text | Shape::Integer | Shape::Number | Shape::Boolean);
        let is_input = !field.notes.iter().any(|note| matches!(*note, "deprecated" | "read-only"));
        is_simple && is_input && self.random.one_in(OPTIONAL)
    }

    fn field(&mut self, field: &Field, member: Option<&Member>) -> Result<Json> {
        if field.facts.unusable.is_some() {
            // No literal can be made for a pattern that the check does not know.
            return Ok(around(&field.shape, only_known_later()));
        }
        let nothing = Facts::default();
        let (outside, facts) = member.map_or((&[][..], &nothing), |member| (&member.around[..], &member.value));
        self.value(&field.shape, outside, facts)
    }

    fn value(&mut self, shape: &Shape, outside: &[Around], facts: &Facts) -> Result<Json> {
        let (outer, inside) = outside.split_first().map_or((None, outside), |(outer, inside)| (Some(outer), inside));
        let (least, most) =
            outer.and_then(|outer| outer.count.as_ref()).map_or((0, usize::MAX), |it| (*it.start(), *it.end()));
        Ok(match shape {
            Shape::List(inner) => {
                let mut items = Vec::new();
                for _ in 0..ATTEMPTS {
                    if items.len() == least.max(1).min(most) {
                        break;
                    }
                    let item = self.value(inner, inside, facts)?;
                    if !items.contains(&item) {
                        items.push(item);
                    }
                }
                while items.len() < least {
                    items.push(self.value(inner, inside, facts)?);
                }
                Json::List(items)
            }
            Shape::Map(inner) => {
                let mut members = Object::new();
                for number in 0..least.max(1).min(most) {
                    members.insert(format!("name{number}"), self.value(inner, inside, facts)?);
                }
                members.into()
            }
            Shape::Struct(index) => self.object(*index, facts.object)?,
            Shape::Json => Object::new().into(),
            Shape::Kind(_) => only_known_later(),
            Shape::Text => self.text(facts).map_or_else(only_known_later, Json::from),
            Shape::Integer | Shape::Number | Shape::Boolean => self.simple(shape, facts)?,
        })
    }

    fn simple(&mut self, shape: &Shape, facts: &Facts) -> Result<Json> {
        if let Some(Text::OneOf(values) | Text::OneOfAnyCase(values)) = facts.text {
            let values: Vec<&str> = values.split('|').collect();
            let value = *self.random.pick(&values).context("there is no allowed value")?;
            return Ok(match shape {
                Shape::Boolean => Json::Bool(value == "true"),
                Shape::Integer => Json::Int(value.parse()?),
                _ => Json::Float(value.parse()?),
            });
        }
        if *shape == Shape::Boolean {
            return Ok(Json::Bool(self.random.one_in(2)));
        }
        let least = facts.least.unwrap_or_else(|| facts.most.map_or(1.0, |most| most.min(1.0))).ceil();
        let most = facts.most.unwrap_or(f64::MAX).min(least + 10.0).floor();
        #[allow(clippy::cast_possible_truncation, reason = "limits are far below the numbers that lose precision")]
        let (least, most) = (least as i64, most as i64);
        let number = least.saturating_add_unsigned(self.random.within(0, most.abs_diff(least)));
        #[allow(clippy::cast_precision_loss, reason = "as above")]
        Ok(if *shape == Shape::Number { Json::Float(number as f64) } else { Json::Int(number) })
    }

    fn text(&mut self, facts: &Facts) -> Option<String> {
        let (least, most) = facts.characters.as_ref().map_or((1, usize::MAX), |it| (*it.start(), *it.end()));
        match &facts.text {
            Some(Text::OneOf(values) | Text::OneOfAnyCase(values)) => {
                let values: Vec<&str> = values.split('|').collect();
                self.random.pick(&values).map(|value| (*value).to_owned())
            }
            Some(Text::Pattern(pattern)) => (0..ATTEMPTS).find_map(|_| {
                let text = self.random.matching(pattern.source)?;
                let count = text.chars().count();
                (least <= count && count <= most && pattern.matches(&text)).then_some(text)
            }),
            None => {
                let least = least.max(1).min(most);
                let count = self.random.within(least as u64, most.min(least.max(TEXT)) as u64);
                Some(self.random.letters(usize::try_from(count).unwrap_or(least)))
            }
        }
    }
}

/// The lists and maps of a shape around a value.
fn around(shape: &Shape, value: Json) -> Json {
    match shape {
        Shape::List(inner) => Json::List(vec![around(inner, value)]),
        Shape::Map(inner) => Object::new().with("name0", around(inner, value)).into(),
        _ => value,
    }
}

fn only_known_later() -> Json {
    Json::Token(Box::new(Token::Function { name: "Ref", arguments: PARAMETER.into() }))
}

/// One fact of a value that no longer holds.
#[derive(Debug)]
pub(super) struct Broken {
    /// The member, such as `Rules/0/Id`.
    pub(super) path: String,
    pub(super) properties: Json,
}

/// The properties with each of their facts broken in turn.
pub(super) fn broken(schema: &Schema, properties: &Json) -> Vec<Broken> {
    let mut all = Vec::new();
    let mut found = Vec::new();
    wrong_objects(schema, 0, properties, &mut Vec::new(), &mut found);
    for (steps, wrong) in found {
        let path = steps.join("/");
        all.push(Broken { path, properties: replaced(properties, &mut steps.iter(), wrong) });
    }
    all
}

/// A place, and the wrong value for it; none for a member that is left out.
type Wrong = (Vec<String>, Option<Json>);

fn wrong_objects(schema: &Schema, facts: usize, value: &Json, steps: &mut Vec<String>, found: &mut Vec<Wrong>) {
    let Json::Object(object) = value else { return };
    for member in schema.members(facts) {
        let Some(value) = object.get(member.name) else { continue };
        steps.push(member.name.to_owned());
        if member.required {
            found.push((steps.clone(), None));
        }
        wrong_values(schema, member, &member.around, value, steps, found);
        steps.pop();
    }
}

fn wrong_values(
    schema: &Schema,
    member: &Member,
    outside: &[Around],
    value: &Json,
    steps: &mut Vec<String>,
    found: &mut Vec<Wrong>,
) {
    if let Some((outer, inside)) = outside.split_first() {
        let (least, most) = outer.count.as_ref().map_or((0, usize::MAX), |it| (*it.start(), *it.end()));
        match value {
            Json::List(items) if !outer.map => {
                if least > 0 {
                    found.push((steps.clone(), Some(Json::List(Vec::new()))));
                }
                if let Some(item) = items.first()
                    && most < 1000
                {
                    found.push((steps.clone(), Some(Json::List(vec![item.clone(); most + 1]))));
                }
                for (number, item) in items.iter().enumerate() {
                    steps.push(number.to_string());
                    wrong_values(schema, member, inside, item, steps, found);
                    steps.pop();
                }
            }
            Json::Object(members) if outer.map => {
                if least > 0 {
                    found.push((steps.clone(), Some(Object::new().into())));
                }
                for (name, value) in members.iter() {
                    steps.push(name.to_owned());
                    wrong_values(schema, member, inside, value, steps, found);
                    steps.pop();
                }
            }
            _ => {}
        }
        return;
    }
    let facts = &member.value;
    if let Some(inner) = facts.object {
        return wrong_objects(schema, inner, value, steps, found);
    }
    let mut wrong = |value: Json| found.push((steps.clone(), Some(value)));
    match value {
        Json::Text(_) => {
            let no_text = "\u{1}";
            match &facts.text {
                Some(Text::OneOf(_) | Text::OneOfAnyCase(_)) => wrong(no_text.into()),
                Some(Text::Pattern(pattern)) if !pattern.matches(no_text) => wrong(no_text.into()),
                _ => {}
            }
            if let Some(count) = &facts.characters {
                if let Some(fewer) = count.start().checked_sub(1) {
                    wrong("x".repeat(fewer).into());
                }
                if *count.end() < 1_000_000 {
                    wrong("x".repeat(count.end() + 1).into());
                }
            }
        }
        Json::Int(_) | Json::Float(_) => {
            // Next to the largest integers there is no number that differs by one.
            if let Some(least) = facts.least {
                wrong(Json::Float(least - 1.0 - least.abs()));
            }
            if let Some(most) = facts.most {
                wrong(Json::Float(most + 1.0 + most.abs()));
            }
            if facts.text.is_some() {
                wrong(Json::Int(-98_765));
            }
        }
        _ => {}
    }
}

/// The tree with another value, or none, at a place.
fn replaced(tree: &Json, steps: &mut slice::Iter<'_, String>, wrong: Option<Json>) -> Json {
    let Some(step) = steps.next() else { return wrong.unwrap_or_default() };
    match tree {
        Json::Object(object) => {
            let mut copy = Object::new();
            let is_last = steps.as_slice().is_empty();
            for (name, value) in object.iter() {
                if name != step {
                    copy.insert(name.to_owned(), value.clone());
                } else if !(is_last && wrong.is_none()) {
                    copy.insert(name.to_owned(), replaced(value, &mut steps.clone(), wrong.clone()));
                }
            }
            copy.into()
        }
        Json::List(items) => {
            let at = |number: usize| *step == number.to_string();
            let items = items.iter().enumerate();
            let item = |(number, item): (usize, &Json)| {
                if at(number) { replaced(item, &mut steps.clone(), wrong.clone()) } else { item.clone() }
            };
            Json::List(items.map(item).collect())
        }
        other => other.clone(),
    }
}
