//! An object of a chart, as it is compared with others.

use std::panic::Location;

use hc_cdk::{
    check::Checked,
    finding::Finding,
    model::{ResourceModel, StackModel},
    rule::at,
    value::Json,
};

use crate::naming::text_of;

/// An object of a chart, with its kind.
#[derive(Clone, Copy)]
pub(super) struct Object<'a> {
    pub(super) checked: &'a Checked<'a>,
    pub(super) chart: &'a StackModel,
    pub(super) resource: &'a ResourceModel,
    pub(super) kind: &'a str,
}

impl<'a> Object<'a> {
    pub(super) fn at(&self, path: &str) -> Option<&'a Json> {
        at(&self.resource.properties, path)
    }

    /// A text, or the name of the object that is referred to, if it is known; what stands for it where nothing is said.
    pub(super) fn text_or(&self, json: Option<&'a Json>, otherwise: &'a str) -> Option<&'a str> {
        json.map_or(Some(otherwise), |it| text_of(self.checked.system(), it))
    }

    /// The namespace that it is in, if it is known.
    pub(super) fn namespace(&self) -> Option<&'a str> {
        self.text_or(self.at("metadata/namespace"), "default")
    }

    pub(super) fn cluster(&self) -> &'a str {
        self.chart.cluster.as_ref().map_or("", |it| &it.name)
    }

    /// What tells its cluster from others: charts that do not say in which they are may be in two.
    pub(super) fn machines(&self) -> &'a str {
        Some(self.cluster()).filter(|it| !it.is_empty()).unwrap_or_else(|| self.chart.name())
    }

    pub(super) fn finding(&self, code: &'static str, message: String, help: &str) -> Finding {
        self.chart.finding(code, self.resource.construct, message, help)
    }

    pub(super) fn written_at(&self) -> &'static Location<'static> {
        self.chart.construct_of(self.resource).map_or(self.chart.written_at, |it| it.written_at)
    }
}
