//! The images that nodes pull for the pods of charts: whatever an object names as one, in whichever place its kind has for that.

use hc_cdk::{
    check::Checked,
    target::{Place, Target},
    value::Json,
};

use crate::chart::Kubernetes;

/// Members that name an image, in pods, in volumes that are one, and in the objects by which operators make some.
const MEMBERS: [&str; 4] = ["image", "imageName", "initImage", "reference"];

/// The images, each with an object that names it. Those that only the deployment knows are not among them.
pub(super) fn pulls<'a>(checked: &Checked<'a>) -> Vec<(Place, &'a str)> {
    let mut all = Vec::new();
    for (at, chart) in checked.stacks_of(Kubernetes::NAME).filter(|(_, it)| it.cluster.is_some()) {
        for (place, object) in chart.resources.iter().enumerate() {
            walk(&object.properties, &mut |image| all.push(((at, place), image)));
        }
    }
    all
}

fn walk<'a>(tree: &'a Json, add: &mut impl FnMut(&'a str)) {
    match tree {
        Json::List(items) => items.iter().for_each(|it| walk(it, add)),
        Json::Object(members) => {
            for (member, value) in members.iter() {
                match value.as_text() {
                    Some(image) if MEMBERS.contains(&member) => add(image),
                    _ => walk(value, add),
                }
            }
        }
        _ => {}
    }
}
