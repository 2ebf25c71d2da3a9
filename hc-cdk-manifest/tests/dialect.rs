//! A target of its own that is written as objects: what its dialect says is what is written, found and compared.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail where it stands")]

use hc_cdk::{
    app::App,
    check::Checked,
    diff::{Action, Change, Remains},
    dimension::{AtLeast, residency::Anywhere},
    finding::Finding,
    policy::Development,
    rule::{Must, Reading},
    target::{Before, Border, File, Judge, Region, Target, Writer},
    waiver::Raw,
};
use hc_cdk_manifest::{
    dialect::{Apart, Dialect, Fixed, Makes},
    object::{ApiObject, Objects},
};

/// A cloud whose resources an operator makes.
#[derive(Debug, Default)]
struct Orchard;

impl Target for Orchard {
    type Resources = Objects;
    const NAME: &'static str = "orchard";
}

/// A place in it.
#[derive(Debug, Clone, Copy)]
struct Field;

impl AtLeast<Anywhere> for Field {}

impl Region for Field {
    const NAME: &'static str = "field";
    type Target = Orchard;
}

const DIALECT: Dialect = Dialect {
    target: Orchard::NAME,
    folder: "orchard",
    first: &["Soil"],
    last: &["Fence"],
    longest: &[("Tree", 8)],
    is_name: |_, _| false,
    makes: &[Makes { group: "orchard.example", kind: "Graft", made: "Tree" }],
    apart: &[Apart { group: "orchard.keeper", kind: "Plan", folder: "keeper", bare: false }],
    fixed: &[Fixed { kinds: &["Tree"], when: None, paths: &["place"], but: &[], help: "plant another one" }],
    rises: &[],
    is_stateful: |object| object.kind() == "Tree",
    has_tags: true,
    remains: |object| if object.member("keep") == "true" { Remains::Itself } else { Remains::Nothing },
};

impl Border for Orchard {}

impl Judge for Orchard {
    fn check(&self, checked: &Checked<'_>, findings: &mut Vec<Finding>) {
        DIALECT.check(checked, findings);
    }

    fn readings(&self) -> &'static [&'static [Reading]] {
        &[READINGS]
    }
}

hc_cdk::rules! {
    const READINGS;

    NO_WEED = "NoWeed" {
        sentence: "nothing is a weed",
        controls: &[],
        on: &["Weed"],
        must: Must::Hold(|_| false),
        message: "is a weed",
        help: "pull it out",
    }
}

impl Writer for Orchard {
    fn files(&self, checked: &Checked<'_>, _: &mut Vec<Finding>) -> Vec<File> {
        DIALECT.files(checked)
    }

    fn notes(&self, _: &Checked<'_>, _: &[File]) -> Vec<String> {
        Vec::new()
    }

    fn changes(&self, checked: &Checked<'_>, before: &Before<'_>) -> Result<Vec<Change>, String> {
        DIALECT.changes(checked, before)
    }
}

/// An app of objects, by version, kind and name.
fn app(objects: &[(&str, &str, &str)]) -> App {
    let mut stack = hc_cdk::stack::Stack::<Development, Orchard>::new("north", Field);
    for (at, (version, kind, name)) in objects.iter().enumerate() {
        stack.add(format!("It{at}"), Raw(ApiObject::new(*version, *kind, *name)));
    }
    App::new("farm").stack(stack)
}

fn said(objects: &[(&str, &str, &str)]) -> Vec<String> {
    let found = app(objects).check().map(|_| ());
    found.map_or_else(|findings| findings.0.into_iter().map(|it| it.message).collect(), |()| Vec::new())
}

#[test]
fn objects_are_written_into_the_folder_in_the_order_of_their_kinds() {
    let files = app(&[("v1", "Fence", "old"), ("v1", "Tree", "oak"), ("v1", "Soil", "loam")]).synthesize().unwrap();
    let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["orchard/north.yaml", "orchard/kustomization.yaml"]);
    let text = String::from_utf8(files[0].bytes.clone()).unwrap();
    let kinds: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("kind: ")).collect();
    assert_eq!(kinds, ["Soil", "Tree", "Fence"]);
    assert!(String::from_utf8_lossy(&files[1].bytes).ends_with("resources:\n- north.yaml\n"));
}

#[test]
fn names_and_rules_are_those_of_the_dialect() {
    assert!(said(&[("v1", "Tree", "eight-le"), ("v1", "Soil", "nine-letters")]).is_empty());
    let wrong = said(&[("v1", "Tree", "nine-lett"), ("v1", "Soil", "Loam"), ("v1", "Weed", "dock")]);
    assert_eq!(
        wrong,
        [
            "declares `It2` (`Weed`), which is a weed",
            "makes a Tree that would be called `nine-lett`, which has more than 8 characters",
            "makes a Soil that would be called `Loam`, which is no name in a cluster",
        ]
    );
    let second = ["makes a second Tree that would be called `oak` in its namespace"];
    assert_eq!(said(&[("v1", "Tree", "oak"), ("orchard.example/v1", "Graft", "oak")]), second);
}

#[test]
fn what_changes_is_judged_by_the_dialect() {
    let oak = "---\n# north/Oak\nkind: Tree\nplace: north\nsize: 1\nkeep: true\n";
    let moved = DIALECT.compare("north", oak, &oak.replace("place: north", "place: south").replace('1', "2"));
    let refused = Action::Refused { properties: vec!["place".to_owned()], help: "plant another one".into() };
    assert_eq!((&moved[0].action, moved[0].stateful), (&refused, true));
    let grown = DIALECT.compare("north", oak, &oak.replace('1', "2"));
    assert_eq!(grown[0].action, Action::Changed(vec!["size".to_owned()]));
    assert_eq!(DIALECT.compare("north", oak, "")[0].action, Action::Removed(Remains::Itself));
}
