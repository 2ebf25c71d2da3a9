//! The tags that everything has: system, stage and class of data.

use hc_cdk::{
    model::{ResourceModel, StackModel},
    resource::Tagging,
};

/// The tags that a resource gets besides its own.
pub(super) struct Tags<'a> {
    /// The property that holds them.
    pub(super) property: &'static str,
    /// Whether it is an object from key to value, and not a list.
    pub(super) map: bool,
    /// The tags.
    pub(super) pairs: Vec<(&'a str, &'a str)>,
}

impl<'a> Tags<'a> {
    /// The tags of a resource, if its type can be tagged.
    pub(super) fn of(stack: &'a StackModel, system: &'a str, resource: &ResourceModel) -> Option<Self> {
        let (property, map) = match resource.kind.tags? {
            Tagging::List(property) => (property, false),
            Tagging::Map(property) => (property, true),
        };
        let mut pairs = vec![("system", system)];
        pairs.extend(stack.policy.stage.map(|stage| ("stage", stage)));
        pairs.extend(stack.class_of(resource).map(|class| ("data-class", class.name())));
        pairs.extend(stack.tags.iter().map(|(key, value)| (key.as_str(), value.as_str())));
        Some(Self { property, map, pairs })
    }
}
