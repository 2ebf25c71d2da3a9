//! How checks of the whole app find things: what a value refers to, in whatever stack it is, and all that stands at a path.

use hc_cdk::{
    check::Checked,
    model::{ResourceModel, StackModel},
    rule::Marks,
    target::Place,
    value::{Json, Token},
};

use crate::stack::NAME;

/// Every resource of the app, with its stack.
pub(super) fn resources<'a>(checked: &Checked<'a>) -> impl Iterator<Item = (&'a StackModel, &'a ResourceModel)> {
    checked.stacks_of(NAME).flat_map(|(_, stack)| stack.resources.iter().map(move |it| (stack, it)))
}

/// Those that have a mark.
pub(super) fn marked<'a>(
    checked: &'a Checked<'a>,
    mark: Marks,
) -> impl Iterator<Item = (&'a StackModel, &'a ResourceModel)> {
    with_places(checked)
        .filter(move |(place, ..)| checked.graph().marks(*place).has(mark))
        .map(|(_, stack, it)| (stack, it))
}

/// The resource that a value refers to.
pub(super) fn referred<'a>(checked: &Checked<'a>, value: Option<&Json>) -> Option<&'a ResourceModel> {
    let Json::Token(token) = value? else { return None };
    let Token::Attribute { resource, .. } = token.as_ref() else { return None };
    checked.system().stack(resource.stack())?.resources.get(resource.index())
}

/// Every resource of the app, with its place and its stack.
pub(super) fn with_places<'a>(
    checked: &Checked<'a>,
) -> impl Iterator<Item = (Place, &'a StackModel, &'a ResourceModel)> {
    let stacks = checked.stacks_of(NAME);
    stacks.flat_map(|(at, stack)| stack.resources.iter().enumerate().map(move |(place, it)| ((at, place), stack, it)))
}

/// The text by which values name the resource of a stack at a place ([`named`]).
pub(super) fn name(stack: &str, place: usize) -> String {
    format!("{stack}/{place}")
}

/// Whether a resource is made under a condition of its template, so that another one may be made in its place.
pub(super) fn is_sometimes(resource: &ResourceModel) -> bool {
    resource.options.get(CONDITION).is_some()
}

/// The member by which a template says that. A program has no conditions, and one that is read from a template stands for nothing.
pub(super) const CONDITION: &str = "Condition";

/// A text that is the same for all values that name one thing: whichever attribute of a resource they are.
pub(super) fn named(value: &Json) -> String {
    match value {
        Json::Token(token) => match token.as_ref() {
            Token::Attribute { resource, .. } => name(resource.stack().name(), resource.index()),
            other => format!("{other:?}"),
        },
        other => format!("{other:?}"),
    }
}

/// All that stands at a path of names joined by `/`, in which `*` is any item of a list.
pub(super) fn all_at<'a>(tree: &'a Json, path: &str) -> Vec<&'a Json> {
    let mut found = Vec::new();
    find(tree, Some(path), &mut found);
    found
}

fn find<'a>(tree: &'a Json, path: Option<&str>, found: &mut Vec<&'a Json>) {
    let Some(path) = path else { return found.push(tree) };
    match path.split_once('/').map_or((path, None), |(name, rest)| (name, Some(rest))) {
        ("*", rest) => tree.as_list().unwrap_or_default().iter().for_each(|it| find(it, rest, found)),
        (name, rest) => tree.get(name).into_iter().for_each(|it| find(it, rest, found)),
    }
}

/// A resource of a type whose name alone is known, with properties as they are: a test says no more than what it is about.
#[cfg(test)]
pub(super) struct Plain(pub(super) &'static str, pub(super) hc_cdk::value::Object);

#[cfg(test)]
impl hc_cdk::resource::Resource for Plain {
    type Id = String;
    type Of = crate::cfn::CloudFormation;

    const TYPE: &'static hc_cdk::resource::ResourceType = &hc_cdk::resource::ResourceType::untyped("");

    fn kind(&self) -> Option<String> {
        Some(self.0.to_owned())
    }

    fn into_properties(self) -> Json {
        self.1.into()
    }
}

/// The messages of what is found in an app under one of these codes.
#[cfg(test)]
pub(super) fn messages(app: &hc_cdk::app::App, codes: &[&str]) -> Vec<String> {
    app.judge().0.into_iter().filter(|it| codes.contains(&it.code)).map(|it| it.message).collect()
}

/// Properties with a value at a path, in which `*` is the one item of a list.
#[cfg(test)]
pub(super) fn nest(path: &'static str, value: impl Into<Json>) -> hc_cdk::value::Object {
    let tree = path.rsplit('/').fold(value.into(), |inside, name| match name {
        "*" => vec![inside].into(),
        name => hc_cdk::value::Object::new().with(name, inside).into(),
    });
    tree.as_object().cloned().unwrap_or_default()
}

/// Properties that say what both say; where they differ, it is what the other one says.
#[cfg(test)]
pub(super) fn both(one: &hc_cdk::value::Object, other: &hc_cdk::value::Object) -> hc_cdk::value::Object {
    let mut all = one.clone();
    for (name, value) in other.iter() {
        let value = all.get(name).map_or_else(|| value.clone(), |it| merged(it, value));
        all.insert(name.to_owned(), value);
    }
    all
}

#[cfg(test)]
fn merged(one: &Json, other: &Json) -> Json {
    match (one, other) {
        (Json::List(one), Json::List(other)) => {
            let items = one.iter().zip(other).map(|(one, other)| merged(one, other));
            let rest = if one.len() > other.len() { one.iter() } else { other.iter() };
            items.chain(rest.skip(one.len().min(other.len())).cloned()).collect::<Vec<_>>().into()
        }
        (Json::Object(one), Json::Object(other)) => both(one, other).into(),
        (_, other) => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use hc_cdk::value::{Json, Object};

    use super::all_at;

    #[test]
    fn a_path_leads_through_lists() {
        let item = |it: i64| Json::from(Object::new().with("Values", vec![Json::from(it), Json::from(it + 1)]));
        let tree = Json::from(Object::new().with("Conditions", vec![item(1), item(3), Object::new().into()]));
        let found: Vec<_> = all_at(&tree, "Conditions/*/Values/*").into_iter().filter_map(Json::as_int).collect();
        assert_eq!(found, [1, 2, 3, 4]);
        assert_eq!(all_at(&tree, "Conditions").len(), 1);
        assert!(all_at(&tree, "Actions/*").is_empty());
    }
}
