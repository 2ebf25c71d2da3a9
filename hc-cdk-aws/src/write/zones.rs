//! Availability zones of another region than the stack's, and those that are none.
//!
//! Source: "Availability Zones" in the user guide of Amazon EC2: the code of a zone is that of its region and a letter; that of a local or
//! wavelength zone says where it is behind the region's.

use hc_cdk::{
    check::Checked,
    finding::Finding,
    model::{ResourceModel, StackModel},
    value::Json,
};

use super::found::marked;
use crate::rules::ZONES;

/// A zone that is none of the region is called this in findings.
const ZONE: &str = "ZoneElsewhere";

pub(super) fn check(checked: &Checked<'_>, findings: &mut Vec<Finding>) {
    for (stack, resource) in marked(checked, ZONES) {
        named((stack, resource), &resource.properties, findings);
    }
}

/// Reports zones wherever a member is called after them.
fn named(of: (&StackModel, &ResourceModel), tree: &Json, findings: &mut Vec<Finding>) {
    match tree {
        Json::List(items) => items.iter().for_each(|item| named(of, item, findings)),
        Json::Object(members) => {
            for (name, value) in members.iter() {
                match (name, value) {
                    ("AvailabilityZone", Json::Text(text)) => zone(of, text, findings),
                    ("AvailabilityZones", Json::List(all)) => {
                        all.iter().filter_map(Json::as_text).for_each(|text| zone(of, text, findings));
                    }
                    _ => named(of, value, findings),
                }
            }
        }
        _ => {}
    }
}

fn zone((stack, resource): (&StackModel, &ResourceModel), text: &str, findings: &mut Vec<Finding>) {
    // All zones, and what is looked up at the deployment.
    if text == "all" || text.contains("{{") || is_zone(text, stack.region) {
        return;
    }
    let message =
        format!("has an `{}` in the zone `{text}`, and `{}` has none of that name", resource.kind(), stack.region);
    let help = format!("name one such as `{}a`, or leave it to the deployment", stack.region);
    findings.push(stack.finding(ZONE, resource.construct, message, help));
}

fn is_zone(text: &str, region: &str) -> bool {
    let Some(rest) = text.strip_prefix(region) else { return false };
    rest.starts_with('-') || matches!(rest.as_bytes(), [b'a'..=b'f'])
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
    fn a_zone_is_one_of_the_region() {
        let of = |name: &'static str, zone: Json| {
            let mut stack = Stack::<Development>::new("clinic", region::UsEast1);
            let inside = Object::new().with("Placement", vec![Json::from(Object::new().with(name, zone))]);
            stack.add("It", Raw(Plain("AWS::EC2::Instance", inside)));
            messages(&App::new("test").stack(stack), &[super::ZONE]).concat()
        };
        for zone in ["us-east-1a", "us-east-1f", "us-east-1-bos-1a"] {
            assert_eq!(of("AvailabilityZone", zone.into()), "");
        }
        for zone in ["us-west-2a", "us-east-1", "us-east-1z", "a"] {
            assert!(of("AvailabilityZone", zone.into()).contains("`us-east-1` has none of that name"), "{zone}");
            assert!(of("AvailabilityZones", vec![Json::from(zone)].into()).contains(zone));
        }
    }
}
