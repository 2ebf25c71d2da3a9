//! The labels with which an object is written: those of its chart, its tags, its class of data, and its own.

use hc_cdk::{
    model::{ResourceModel, StackModel},
    value::{Json, Object},
};

use crate::naming::label_value;

/// The labels that every object of a chart has: system and stage.
pub(crate) fn of_chart(system: &str, chart: &StackModel) -> Object {
    let mut labels = Object::new()
        .with("app.kubernetes.io/managed-by", "hc-cdk")
        .with("app.kubernetes.io/part-of", label_value(system));
    if let Some(stage) = chart.policy.stage {
        labels.insert("hc-cdk/stage", stage);
    }
    labels
}

/// The labels of an object beside those of its chart: its tags, if it has some as labels, its class of data, and its own.
pub(crate) fn of_object(mut labels: Object, chart: &StackModel, resource: &ResourceModel, has_tags: bool) -> Object {
    for (name, value) in chart.tags_of(resource.construct).into_iter().filter(|_| has_tags) {
        labels.insert(name.to_owned(), value.clone());
    }
    if let Some(class) = chart.class_of(resource) {
        labels.insert("hc-cdk/data-class", class.name());
    }
    let said: Vec<String> =
        labels.iter().map(|(name, _)| name.to_owned()).filter(|it| it.starts_with("hc-cdk/")).collect();
    let own = resource.properties.get("metadata").and_then(|it| it.get("labels")).and_then(Json::as_object);
    // What the chart says of its objects, no object says of itself.
    for (name, value) in own.into_iter().flat_map(Object::iter).filter(|(name, _)| !said.iter().any(|it| it == name)) {
        labels.insert(name.to_owned(), value.clone());
    }
    labels
}
