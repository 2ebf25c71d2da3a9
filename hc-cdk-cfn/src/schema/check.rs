//! Walks properties and facts side by side.

use std::{borrow::Cow, fmt::Write as _};

use hc_cdk::value::{Json, Object, nearest};

use super::{Around, Facts, Member, Members, Problem, Schema, Text, Wrong};

/// Of a value in a message, no more than so many characters are shown.
const SHOWN: usize = 60;

/// Of the allowed values, no more than so many are listed.
const LISTED: usize = 24;

pub(super) fn resource(schema: &Schema, properties: &Json, report: &mut dyn FnMut(Problem)) {
    let mut walk = Walk { schema, path: Vec::new(), report };
    match properties {
        Json::Object(object) => walk.object(object, 0),
        // A resource without properties has an empty object.
        _ => walk.object(&Object::new(), 0),
    }
}

struct Walk<'a> {
    schema: &'a Schema,
    path: Vec<Step<'a>>,
    report: &'a mut dyn FnMut(Problem),
}

#[derive(Clone, Copy)]
enum Step<'a> {
    Member(&'a str),
    Item(usize),
}

impl<'a> Walk<'a> {
    fn object(&mut self, object: &'a Object, index: usize) {
        let schema = self.schema;
        let Some(block) = schema.objects.get(index) else { return };
        // Which members a function of the deployment gives, nobody knows before.
        if object.iter().any(|(name, _)| is_function(name)) {
            return;
        }
        let Members { names, required, facts } = block.members();
        for name in required {
            if object.get(name).is_none_or(|it| matches!(it, Json::Null)) {
                self.path.push(Step::Member(name));
                self.report(Wrong::Missing, "it is required".to_owned());
                self.path.pop();
            }
        }
        // Typed objects have their members in the order of the facts, so that mostly one walk over both finds them all.
        let mut in_order = names.iter().zip(facts);
        let searched = |name: &str| facts.get(names.binary_search(&name).ok()?);
        for (name, value) in object.iter() {
            self.path.push(Step::Member(name));
            let found = in_order.find(|(known, _)| **known == name).map(|(_, member)| member);
            match found.or_else(|| searched(name)) {
                Some(Member { around, value: facts, .. }) => self.value(value, around, facts),
                None if block.is_closed() => self.report(Wrong::Unknown, meant(name, names)),
                None => {}
            }
            self.path.pop();
        }
    }

    fn value(&mut self, value: &'a Json, around: &[Around], facts: &Facts) {
        let Some((outer, around)) = around.split_first() else { return self.innermost(value, facts) };
        match value {
            Json::List(items) if !outer.map => {
                self.count(items.len(), outer, "item");
                for (index, item) in items.iter().enumerate() {
                    self.path.push(Step::Item(index));
                    self.value(item, around, facts);
                    self.path.pop();
                }
            }
            Json::Object(members) if outer.map => {
                self.count(members.len(), outer, "member");
                for (name, value) in members.iter() {
                    self.path.push(Step::Member(name));
                    self.value(value, around, facts);
                    self.path.pop();
                }
            }
            _ => {}
        }
    }

    fn count(&mut self, count: usize, around: &Around, unit: &str) {
        if let Some(range) = &around.count
            && !range.contains(&count)
        {
            self.report(Wrong::Length(units(count, unit)), counted(*range.start(), *range.end(), unit));
        }
    }

    fn innermost(&mut self, value: &'a Json, facts: &Facts) {
        match value {
            Json::Object(object) => return facts.object.map_or((), |index| self.object(object, index)),
            // Most texts have no brace, and to look for one sign is quick.
            Json::Text(text) if text.contains('{') && text.contains("{{resolve:") => return,
            Json::Text(text) => self.length(text, facts),
            #[allow(clippy::cast_precision_loss, reason = "limits are far below the numbers that lose precision")]
            Json::Int(number) => self.range(*number as f64, facts),
            Json::Float(number) => self.range(*number, facts),
            Json::Bool(_) => {}
            Json::Null | Json::List(_) | Json::Token(_) => return,
        }
        let Some(asked) = &facts.text else { return };
        let text: Cow<'_, str> = match value {
            Json::Text(text) => Cow::Borrowed(text),
            other => Cow::Owned(other.to_string()),
        };
        match asked {
            Text::OneOf(values) if !values.split('|').any(|allowed| allowed == text) => {
                self.report(Wrong::NotOneOf(shown(&text)), one_of(values));
            }
            Text::OneOfAnyCase(values) if !values.split('|').any(|it| it.eq_ignore_ascii_case(&text)) => {
                self.report(Wrong::NotOneOf(shown(&text)), one_of(values));
            }
            Text::Pattern(pattern) if matches!(value, Json::Text(_)) && !pattern.matches(&text) => {
                self.report(Wrong::NoMatch(shown(&text)), format!("it must match `{}`", pattern.source));
            }
            _ => {}
        }
    }

    fn length(&mut self, text: &str, facts: &Facts) {
        let Some(range) = &facts.characters else { return };
        let count = text.chars().count();
        if !range.contains(&count) {
            self.report(Wrong::Length(units(count, "character")), counted(*range.start(), *range.end(), "character"));
        }
    }

    fn range(&mut self, number: f64, facts: &Facts) {
        if facts.least.is_some_and(|least| number < least) || facts.most.is_some_and(|most| number > most) {
            let allowed = match (facts.least, facts.most) {
                (Some(least), Some(most)) => format!("it must be {least} to {most}"),
                (Some(least), None) => format!("it must be at least {least}"),
                (None, most) => format!("it must be at most {}", most.unwrap_or_default()),
            };
            self.report(Wrong::OutOfRange(number.to_string()), allowed);
        }
    }

    fn report(&mut self, wrong: Wrong, allowed: String) {
        let mut path = String::new();
        for step in &self.path {
            let slash = if path.is_empty() { "" } else { "/" };
            _ = match step {
                Step::Member(name) => write!(path, "{slash}{name}"),
                Step::Item(index) => write!(path, "{slash}{index}"),
            };
        }
        (self.report)(Problem { path, wrong, allowed });
    }
}

/// Whether a member is a function of the deployment: what it gives stands in place of the object.
fn is_function(name: &str) -> bool {
    name.starts_with("Fn::") || name == "Ref"
}

/// What there is instead of a member that there is not.
fn meant(name: &str, names: &[&'static str]) -> String {
    match nearest(name, names.iter().copied()) {
        Some(near) => format!("did you mean `{near}`"),
        None if names.is_empty() => "nothing can be set there".to_owned(),
        None => format!("what can be set there is {}", listed(names.iter().copied())),
    }
}

fn shown(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => text.get(..end).map(|start| format!("{start}..")).unwrap_or_default(),
        None => text.to_owned(),
    }
}

fn one_of(values: &str) -> String {
    let one_of = if values.contains('|') { "one of " } else { "" };
    format!("it must be {one_of}{}", listed(values.split('|')))
}

/// The first of several names, and how many more there are.
fn listed<'a>(mut names: impl Iterator<Item = &'a str>) -> String {
    let mut listed: Vec<String> = names.by_ref().take(LISTED).map(|value| format!("`{value}`")).collect();
    let more = names.count();
    if more > 0 {
        listed.push(format!("{more} more"));
    }
    listed.join(", ")
}

fn counted(least: usize, most: usize, unit: &str) -> String {
    match (least, most) {
        (least, most) if least == most => format!("it must have exactly {}", units(least, unit)),
        (least, usize::MAX) => format!("it must have at least {}", units(least, unit)),
        (0, most) => format!("it must have at most {}", units(most, unit)),
        (least, most) => format!("it must have {least} to {}", units(most, unit)),
    }
}

fn units(count: usize, unit: &str) -> String {
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}
