//! A construct of another name that keeps what was named after its old one.

use hc_cdk::{
    data::Phi,
    policy::{Hipaa, Production},
    prelude::*,
};
use serde_json::Value;

use super::changes::changes;
use crate::{
    assertions::{Clinic, Template},
    prelude::*,
    region,
};

type Prod = (Hipaa, Production);

const IMAGE: Image =
    image!("registry.example/api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");

/// Records that are called so, which a service of another stack uses; `moves` are said before anything is added.
fn clinic(name: &'static str, moves: &[(&str, &str)]) -> App {
    let Clinic { mut stack, zone, .. } = Clinic::<Prod, Phi>::new("clinic", region::UsEast1);
    for (old, new) in moves {
        stack.moved(*old, *new);
    }
    let records = EncryptedDatabase::builder().perimeter(&zone).engine(Postgres::V17).build();
    let records = stack.add(name, records);
    let mut app = Stack::<Prod>::new("app", region::UsEast1);
    app.add("Api", FargateService::builder().perimeter(&zone).image(IMAGE).port(8080).connect(&records).build());
    App::new("clinic").stack(stack).stack(app)
}

fn findings(app: &App) -> String {
    app.check().err().map(|it| it.to_string()).unwrap_or_default()
}

/// What is deployed of a stack. What constructs say of themselves is not.
fn deployed(app: &App, stack: &str) -> [Value; 2] {
    let template = Template::of(app, stack);
    ["Resources", "Outputs"].map(|section| template.json()[section].clone())
}

#[test]
fn a_construct_that_was_moved_is_deployed_as_before() {
    let (before, after) = (clinic("Patients", &[]), clinic("Records", &[("Patients", "Records")]));
    for stack in ["clinic", "app"] {
        assert_eq!(deployed(&before, stack), deployed(&after, stack), "{stack}");
    }
    let files = before.synthesize().unwrap();
    let earlier = |path: &str| {
        let file = files.iter().find(|it| it.path == path);
        Ok(file.map(|it| String::from_utf8(it.bytes.clone()).unwrap()))
    };
    let of = |app: &App| changes(&app.check().unwrap(), &earlier).unwrap();
    assert_eq!(of(&after), Vec::new());
    let lost = of(&clinic("Records", &[]));
    assert!(lost.iter().any(|it| it.name == "Patients" && it.stateful), "{lost:?}");
}

#[test]
fn what_is_inside_of_a_construct_moves_with_it() {
    let network = |name: &'static str, moves: &[(&str, &str)]| {
        let mut stack = Stack::<Prod>::new("clinic", region::UsEast1);
        for (old, new) in moves {
            stack.moved(*old, *new);
        }
        let key = stack.add("Key", CustomerKey::builder().build());
        stack.add(name, Vpc::builder().cidr(cidr!("10.20.0.0/16")).key(&key).build());
        App::new("clinic").stack(stack)
    };
    let (before, after) = (network("Network", &[]), network("Net", &[("Network", "Net")]));
    let inside = after.stacks()[0].constructs.iter().any(|it| it.path.starts_with("Net/"));
    assert!(inside, "it has parts of its own");
    assert_eq!(deployed(&before, "clinic"), deployed(&after, "clinic"));
}

#[test]
fn findings_go_by_the_new_name() {
    let app = clinic("Records", &[("Patients", "Records")]);
    let checked = app.check().unwrap();
    let (_, stack) = checked.stacks_of(crate::stack::NAME).next().unwrap();
    let moved = stack.constructs.iter().find(|it| it.known_as() == "Patients").unwrap();
    assert_eq!(moved.path, "Records");
}

#[test]
fn a_move_of_nothing_is_found() {
    let found = findings(&clinic("Records", &[("Patients", "Reports")]));
    assert!(found.contains("`clinic` moves `Patients` to `Reports`, which has no effect"), "{found}");
    let Clinic { mut stack, zone, .. } = Clinic::<Prod, Phi>::new("clinic", region::UsEast1);
    stack.add("Scans", SecureBucket::builder().perimeter(&zone).build());
    stack.moved("Images", "Scans");
    let found = findings(&App::new("clinic").stack(stack));
    assert!(found.contains("moves `Images` to `Scans`, which has no effect"), "{found}");
}

#[test]
fn nothing_else_has_a_name_that_is_kept() {
    let twice = |other: &'static str| {
        let Clinic { mut stack, zone, .. } = Clinic::<Prod, Phi>::new("clinic", region::UsEast1);
        stack.moved("Images", "Scans");
        stack.add("Scans", SecureBucket::builder().perimeter(&zone).build());
        stack.add(other, SecureBucket::builder().perimeter(&zone).build());
        findings(&App::new("clinic").stack(stack))
    };
    let found = twice("Images");
    assert!(found.contains("`clinic/Images` has the name that `Scans` keeps"), "{found}");
    assert_eq!(twice("Other"), "");
}

#[test]
fn two_constructs_can_change_their_names() {
    let swapped = |moves: &[(&str, &str)], names: [&'static str; 2]| {
        let Clinic { mut stack, zone, .. } = Clinic::<Prod, Phi>::new("clinic", region::UsEast1);
        for (old, new) in moves {
            stack.moved(*old, *new);
        }
        let [scans, letters] = names;
        stack.add(scans, SecureBucket::builder().perimeter(&zone).build());
        stack.add(letters, Queue::builder().perimeter(&zone).build());
        App::new("clinic").stack(stack)
    };
    let (before, after) = (
        swapped(&[], ["Scans", "Letters"]),
        swapped(&[("Scans", "Letters"), ("Letters", "Scans")], ["Letters", "Scans"]),
    );
    assert_eq!(findings(&after), "");
    assert_eq!(deployed(&before, "clinic"), deployed(&after, "clinic"));
}

#[test]
fn one_name_is_kept_by_one_construct() {
    let of = |moves: &[(&str, &str)]| {
        let Clinic { mut stack, zone, .. } = Clinic::<Prod, Phi>::new("clinic", region::UsEast1);
        for (old, new) in moves {
            stack.moved(*old, *new);
        }
        stack.add("Scans", SecureBucket::builder().perimeter(&zone).build());
        stack.add("Letters", SecureBucket::builder().perimeter(&zone).build());
        findings(&App::new("clinic").stack(stack))
    };
    assert_eq!(of(&[("Images", "Scans"), ("Mail", "Letters")]), "");
    let found = of(&[("Images", "Scans"), ("Images", "Letters")]);
    assert!(found.contains("`clinic/Letters` makes a second resource that would be called `Images`"), "{found}");
    let found = of(&[("Images", "Scans"), ("Pictures", "Scans")]);
    assert!(found.contains("moves `Pictures` to `Scans`, which has no effect"), "{found}");
    assert!(of(&[("Scans", "Scans")]).contains("has the name that `Scans` keeps"));
}
