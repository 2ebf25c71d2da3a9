//! What somebody signed for, on the object itself: whoever reads it in the cluster sees that it is an exception.

use hc_cdk::{
    model::{ResourceModel, StackModel},
    value::{Json, Object},
    waiver::WaiverRecord,
};

/// The annotation that says who signed for what.
const WAIVER: &str = "hc-cdk/waiver";

/// Puts the waivers of an object among the annotations of its metadata, if it has some. Nobody else writes there.
pub(super) fn annotate(metadata: &mut Object, chart: &StackModel, resource: &ResourceModel) {
    let words: Vec<String> =
        chart.waivers.iter().filter(|it| is_of(it, chart, resource)).map(WaiverRecord::words).collect();
    let own = metadata.get("annotations").and_then(Json::as_object);
    if words.is_empty() && own.is_none_or(|own| own.get(WAIVER).is_none()) {
        return;
    }
    let others = own.into_iter().flat_map(Object::iter).filter(|(name, _)| *name != WAIVER);
    let mut annotations = Object::new();
    others.for_each(|(name, value)| annotations.insert(name.to_owned(), value.clone()));
    if !words.is_empty() {
        annotations.insert(WAIVER, words.join("; "));
    }
    metadata.insert("annotations", annotations);
}

/// Whether a waiver is about an object: it changed that one, or stands for all of the construct that declared it.
fn is_of(waiver: &WaiverRecord, chart: &StackModel, resource: &ResourceModel) -> bool {
    if let Some(change) = &waiver.change {
        return change.resource == resource.logical_id;
    }
    let path = chart.construct_of(resource).map_or("", |it| it.path.as_str());
    waiver.covers(path)
}
