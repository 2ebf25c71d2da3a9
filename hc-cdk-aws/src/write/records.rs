//! What a name of the name service says: one thing, since a zone takes a record of a name and a kind once.

use hc_cdk::{check::Checked, finding::Finding, model::ResourceModel, value::Json};
use indexmap::IndexSet;

use crate::stack::NAME;

/// Reports a record of a zone that another one in the app is already.
pub(super) fn check(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    let mut taken = IndexSet::new();
    for (_, stack) in checked.stacks_of(NAME) {
        for resource in stack.resources.iter().filter(|it| it.kind() == "AWS::Route53::RecordSet") {
            let Some(record) = record(resource).filter(|it| !taken.insert(*it)) else { continue };
            let message = format!("writes `{}` into a zone, where another construct has written it already", record.1);
            let help = "give it another domain, or let one endpoint serve both with a `.route(..)`";
            findings.push(stack.finding("RecordTwice", resource.construct, message, help));
        }
    }
}

/// The zone, the name and the kind of a record; nothing if there may be several of that name on purpose.
fn record(resource: &ResourceModel) -> Option<(&str, &str, &str)> {
    let text = |name| resource.properties.get(name).and_then(Json::as_text);
    let zone = text("HostedZoneId").or_else(|| text("HostedZoneName"))?;
    let alone = resource.properties.get("SetIdentifier").is_none();
    alone.then_some((zone, text("Name")?, text("Type")?))
}
