//! What is said of a resource beside what it is: what its construct says, and what scanners hold against it without cause.

use std::borrow::Cow;

use hc_cdk::{
    check::Checked,
    model::ResourceModel,
    value::{Json, Object},
};
use serde_core::{Serialize, Serializer, ser::SerializeMap};
use serde_json::json;

use crate::rules::explained::{PREFIX, explained};

/// Where a resource says what is no property of it.
pub(super) const MEMBER: &str = "Metadata";

/// Where `cdk-nag` writes what somebody answers to its findings.
const OF_NAG: &str = "cdk_nag";

/// The metadata of a resource.
pub(super) struct Metadata<'a, V> {
    own: Vec<(&'a str, V)>,
    explained: Vec<(&'static str, Cow<'static, str>)>,
}

impl<'a, V: Serialize> Metadata<'a, V> {
    /// That of the resource at a place in a stack at a place, if there is any. `write` writes a value of its own.
    pub(super) fn of(
        checked: &Checked<'_>,
        place: (usize, usize),
        model: &'a ResourceModel,
        write: impl Fn(&'a Json) -> V,
    ) -> Option<Self> {
        let said = model.options.get(MEMBER).and_then(Json::as_object);
        // What a construct answers itself is said in its own words.
        let is_answered = said.is_some_and(|it| it.get(OF_NAG).is_some());
        let explained = if is_answered { Vec::new() } else { explained(checked, place) };
        let own: Vec<_> = said.into_iter().flat_map(Object::iter).map(|(name, value)| (name, write(value))).collect();
        (!(own.is_empty() && explained.is_empty())).then_some(Self { own, explained })
    }
}

impl<V: Serialize> Serialize for Metadata<'_, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (name, value) in &self.own {
            map.serialize_entry(name, value)?;
        }
        if !self.explained.is_empty() {
            let row = |(code, reason): &(&str, Cow<'static, str>)| json!({ "id": format!("{PREFIX}{code}"), "reason": reason });
            let rows: Vec<_> = self.explained.iter().map(row).collect();
            map.serialize_entry(OF_NAG, &json!({ "rules_to_suppress": rows }))?;
        }
        map.end()
    }
}
