//! What a name of the name service says: one thing, since a zone takes a record of a name and a kind once.

use hc_cdk::{check::Checked, finding::Finding, model::ResourceModel, value::Json};
use indexmap::IndexSet;

use super::found::{is_sometimes, named};
use crate::stack::NAME;

/// Reports a record of a zone that another one in the app is already.
pub(super) fn check(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    let mut taken = IndexSet::new();
    for (_, stack) in checked.stacks_of(NAME) {
        for resource in stack.resources.iter().filter(|it| it.kind() == "AWS::Route53::RecordSet") {
            let Some(record) = record(resource).filter(|_| !is_sometimes(resource)) else { continue };
            let name = record.1.clone();
            if taken.insert(record) {
                continue;
            }
            let message = format!("writes `{name}` into a zone, where another construct has written it already");
            let help = "give it another domain, or let one endpoint serve both with a `.route(..)`";
            findings.push(stack.finding("RecordTwice", resource.construct, message, help));
        }
    }
}

/// The zone, the name and the kind of a record; nothing if there may be several of that name on purpose. Of names, neither case nor the dot
/// at the end tells two apart.
fn record(resource: &ResourceModel) -> Option<(String, String, &str)> {
    let text = |name| resource.properties.get(name).and_then(Json::as_text);
    let zone = ["HostedZoneId", "HostedZoneName"].iter().find_map(|it| resource.properties.get(it)).map(named)?;
    let alone = resource.properties.get("SetIdentifier").is_none();
    alone.then_some((zone, text("Name")?.trim_end_matches('.').to_ascii_lowercase(), text("Type")?))
}

#[cfg(test)]
mod tests {
    use hc_cdk::{
        app::App,
        policy::Development,
        value::{Json, Object},
        waiver::Raw,
    };

    use super::super::found::{Plain, messages};
    use crate::{prelude::*, region};

    #[test]
    fn a_zone_takes_a_record_once_however_the_zone_and_the_name_are_written() {
        let of = |other: &'static str, kind: &'static str, is_one: bool| {
            let mut stack = Stack::<Development>::new("clinic", region::UsEast1);
            let [one, two] =
                ["One", "Two"].map(|it| stack.add(it, Raw(Plain("AWS::Route53::HostedZone", Object::new()))));
            let record = |zone: Json, name: &'static str, kind: &'static str| {
                Raw(Plain(
                    "AWS::Route53::RecordSet",
                    Object::new().with("HostedZoneId", zone).with("Name", name).with("Type", kind),
                ))
            };
            stack.add("A", record(one.id().into(), "api.example.org", "A"));
            stack.add("B", record(if is_one { one.id().into() } else { two.id().into() }, other, kind));
            messages(&App::new("test").stack(stack), &["RecordTwice"]).len()
        };
        assert_eq!([of("api.example.org", "A", true), of("API.example.org.", "A", true)], [1, 1]);
        assert_eq!(
            [of("api.example.org", "AAAA", true), of("api.example.org", "A", false), of("lab.example.org", "A", true)],
            [0, 0, 0]
        );
    }
}
