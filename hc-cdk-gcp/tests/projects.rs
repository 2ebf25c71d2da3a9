//! Two projects in one stack: what is of an object in one of them is not of another one that has its name.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail where it stands")]

mod program;

use hc_cdk::{prelude::*, rule::BY_HAND, value::Object};
use hc_cdk_gcp::prelude::*;

/// What is found where a network of a second project has that name, the rules of the first network name it by text, and those of the
/// second nobody.
fn found(second: &'static str) -> String {
    let app = program::app(|stack| {
        let project = Project::builder().id(project!("clinic-archive")).number(112_233_445_567).build();
        let project = stack.add("Second", project);
        stack.add("Far", Network::builder().project(&project).cidr(cidr!("10.41.0.0/16")).build());
        let waiver = || Waiver::new(BY_HAND, "to see what is found", "nobody", date!("2027-01-31"));
        let of = |name: &str| Object::new().with("name", name.to_owned());
        for (id, network) in [("Network", "network"), ("Far", "nobody")] {
            for rule in ["DenyIn", "DenyOut"] {
                let name: &'static str = format!("{id}{rule}").leak();
                stack.add(format!("Of{name}"), waiver().property(name, "spec/networkRef", of(network)));
            }
        }
        stack.add("Named", waiver().property("Far", "metadata/name", second));
    });
    app.check().map(|_| ()).unwrap_err().to_string()
}

#[test]
fn a_network_is_closed_by_the_rules_of_its_own_project() {
    for second in ["far", "network"] {
        let text = found(second);
        let is_of = |name: &str| {
            let head = format!("`{name}` (`ComputeNetwork`)");
            text.split("\n\n").any(|it| it.contains(&head) && it.contains("code: NetworkIsClosed"))
        };
        assert!(is_of("Far"), "{second}: the network of the archive is not said to be open:\n{text}");
        assert!(!is_of("Network"), "{second}: the first network is said to be open:\n{text}");
    }
}
