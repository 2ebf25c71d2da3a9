//! Who signed for what, as the metadata of a template.

use hc_cdk::model::StackModel;
use serde_core::{Serialize, Serializer};

/// Who signed for what, for whoever reads the template.
pub(super) struct Signed<'a>(pub(super) &'a StackModel);

impl Serialize for Signed<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let waivers: Vec<serde_json::Value> = self
            .0
            .waivers
            .iter()
            .map(|waiver| {
                let changed = waiver.change.as_ref().map(|change| {
                    serde_json::json!({
                        "Resource": change.resource,
                        "Property": change.property,
                        "Old": change.old.as_ref().map(ToString::to_string),
                        "New": change.new.to_string(),
                    })
                });
                let clauses = waiver.rules.iter().flat_map(|rule| rule.controls).map(ToString::to_string);
                let mut signed = serde_json::json!({
                    "Construct": waiver.path,
                    "Rules": waiver.rules.iter().map(|rule| rule.code).collect::<Vec<_>>(),
                    "Controls": clauses.collect::<Vec<_>>(),
                    "Changed": changed,
                    "Reason": waiver.reason,
                    "Approver": waiver.approver,
                    "End": waiver.end.to_string(),
                });
                without_nulls(&mut signed);
                signed
            })
            .collect();
        serializer.collect_map([("Waivers", waivers)])
    }
}

/// Leaves out what is null, which no template may have.
fn without_nulls(json: &mut serde_json::Value) {
    if let serde_json::Value::Object(members) = json {
        members.retain(|_, it| !it.is_null());
        members.values_mut().for_each(without_nulls);
    }
}
