//! What `Fn::GetAtt` reads of a resource.

use std::collections::BTreeSet;

use super::model::{Attribute, Shape, Struct};

/// What the schemas do not say, by the name of the type.
const BESIDES: &str = include_str!("readable.txt");

/// The names of all that can be read of a resource of that type, in alphabetical order.
pub(crate) fn of(kind: &str, attributes: &[Attribute], structs: &[Struct]) -> Vec<String> {
    let mut names: BTreeSet<String> = attributes.iter().map(|it| it.name.clone()).collect();
    let besides = BESIDES.lines().filter_map(|line| line.split_once(' ')).find(|(name, _)| *name == kind);
    for name in besides.into_iter().flat_map(|(_, names)| names.split(' ')) {
        match name {
            "*" => properties(0, "", structs, &mut names),
            name => _ = names.insert(name.to_owned()),
        }
    }
    names.into_iter().collect()
}

/// The members of an object, and those of the objects in it.
fn properties(index: usize, before: &str, structs: &[Struct], names: &mut BTreeSet<String>) {
    for field in structs.get(index).into_iter().flat_map(|it| &it.fields).filter(|it| !it.boxed) {
        let name = format!("{before}{}", field.property);
        match field.shape {
            Shape::Struct(inner) => properties(inner, &format!("{name}."), structs, names),
            _ => _ = names.insert(name),
        }
    }
}
