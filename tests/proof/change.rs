//! One thing that is changed in a system.

use hc_cdk::value::{Json, Object};

/// A resource: the place of its stack in the system, and its own in the stack.
pub(crate) type Place = (usize, usize);

/// A member of an object, or an item of a list.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Step {
    Name(String),
    At(usize),
}

/// One thing that is changed.
#[derive(Debug, Clone)]
pub(crate) enum Change {
    Nothing,
    /// A value at a path becomes another one, or is removed.
    Set(Place, Vec<Step>, Option<Json>),
    /// What stands beside the properties becomes another value, or is removed.
    Option(Place, String, Option<Json>),
    /// A resource is left out.
    Delete(Place),
    /// A resource of that kind is added to a stack.
    Add(usize, &'static str, Json),
}

impl Change {
    pub(crate) fn deletes(&self, place: Place) -> bool {
        matches!(self, Self::Delete(deleted) if *deleted == place)
    }

    /// What an option of a resource becomes, if it is the one that is changed.
    pub(crate) fn of_option(&self, place: Place, name: &str) -> Option<&Option<Json>> {
        match self {
            Self::Option(of, option, to) if *of == place && option == name => Some(to),
            _ => None,
        }
    }
}

/// A tree with another value at a path, or without one.
pub(crate) fn edited(json: &Json, path: &[Step], to: Option<&Json>) -> Json {
    let Some((first, rest)) = path.split_first() else { return to.cloned().unwrap_or_default() };
    match (json, first) {
        (Json::Object(members), Step::Name(name)) => {
            let mut all = Object::new();
            for (key, value) in members.iter() {
                if key != name {
                    all.insert(key.to_owned(), value.clone());
                } else if !rest.is_empty() || to.is_some() {
                    all.insert(key.to_owned(), edited(value, rest, to));
                }
            }
            if let Some(to) = to.filter(|_| rest.is_empty() && members.get(name).is_none()) {
                all.insert(name.clone(), to.clone());
            }
            all.into()
        }
        (Json::List(items), Step::At(place)) => {
            let mut all = items.clone();
            if rest.is_empty() && to.is_none() {
                all.remove(*place);
            } else if *place == all.len() {
                all.extend(to.cloned());
            } else {
                all[*place] = edited(&items[*place], rest, to);
            }
            Json::List(all)
        }
        _ => json.clone(),
    }
}

/// A path in one line.
pub(crate) fn line(path: &[Step]) -> String {
    let names = path.iter().map(|it| match it {
        Step::Name(name) => name.clone(),
        Step::At(place) => place.to_string(),
    });
    names.collect::<Vec<_>>().join("/")
}
