//! The judge on custom resources of Config Connector and of Azure Service Operator, as somebody else may have written them, and as our own
//! programs write them.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    reason = "a test may fail where it stands"
)]

mod run;

use std::{collections::BTreeSet, fs, path::Path};

use self::run::{codes, verify};

const GOOGLE: &str = "tests/manifests/google.yaml";
const AZURE: &str = "tests/manifests/azure.yaml";
const OF_GOOGLE: &str = "../examples/output/medical_ai/gcp";
const OF_AZURE: &str = "../examples/output/medical_ai/azure";

/// The policies of the program that wrote these.
const ASSISTANT: &str = "hipaa,soc2,iso27001,fda-part-11,production";

/// A file of one test.
fn scratch(name: &str, text: &str) -> String {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, text).unwrap();
    path.display().to_string()
}

/// The codes of the rules of a target, as the manual lists them.
fn rules(target: &str) -> BTreeSet<String> {
    let page = fs::read_to_string("../docs/rules.md").unwrap();
    let section = page.split("\n## ").find(|it| it.starts_with(target)).unwrap().to_owned();
    section.lines().filter_map(|line| Some(line.strip_prefix("| `")?.split_once('`')?.0.to_owned())).collect()
}

#[test]
fn each_rule_of_a_cloud_is_broken_by_what_somebody_wrote_carelessly() {
    for (target, file) in [("Google Cloud\n", GOOGLE), ("Azure\n", AZURE)] {
        let wrong = codes(&[file]);
        let seen: BTreeSet<String> = wrong.iter().map(|it| it.rsplit(' ').next().unwrap().to_owned()).collect();
        let rules = rules(target);
        assert!(rules.len() > 40, "{rules:?}");
        let missing: Vec<&String> = rules.difference(&seen).collect();
        assert!(missing.is_empty(), "{file}: {missing:#?}");
    }
}

/// What a signature covers in the program that wrote it, which a manifest does not carry.
const SIGNED: [&str; 5] = [
    "FlexibleServer/decisions AzureStoreStays",
    "FlexibleServer/records AzureStoreStays",
    "FlexibleServersDatabase/decisions-database AzureStoreStays",
    "FlexibleServersDatabase/records-database AzureStoreStays",
    "Redis/sessions AzureCacheHasTheCustomersKey",
];

#[test]
fn none_is_broken_by_what_our_programs_write() {
    for (folder, region) in [(OF_GOOGLE, "us-central1"), (OF_AZURE, "eastus2")] {
        for arguments in [&["--policy", ASSISTANT, folder][..], &["--policy", ASSISTANT, "--region", region, folder]] {
            let wrong = codes(arguments);
            let wrong: Vec<&String> = wrong.iter().filter(|it| !SIGNED.iter().any(|end| it.ends_with(end))).collect();
            assert!(wrong.is_empty(), "{arguments:?}: {wrong:#?}");
        }
    }
}

#[test]
fn what_is_wrong_is_said_with_its_line_and_column_and_by_its_own_name() {
    let line = |file: &str, kind: &str| {
        let text = fs::read_to_string(file).unwrap();
        // The kind stands in the second line of an object.
        text.lines().position(|it| it == format!("kind: {kind}")).unwrap()
    };
    for (file, kind, said) in [
        (
            GOOGLE,
            "SQLInstance",
            "error[164.312(a)(1)]: `clinic-prod/SQLInstance/patients` has an address that the internet knows",
        ),
        (AZURE, "Vault", "error[164.312(a)(1)]: `clinic/Vault/clinic-keys` is reached from the internet"),
        (GOOGLE, "BigQueryDataset", "error[CC8.1]: `research/BigQueryDataset/visits` is of a kind"),
    ] {
        let (out, place) = (verify(&[file]).out, line(file, kind));
        let start = format!("{file}:{place}:1: ");
        assert!(out.lines().any(|it| it.starts_with(&start) && it.contains(said)), "{start}{said}\n{out}");
    }
    for file in [GOOGLE, AZURE] {
        let out = verify(&[file]).out;
        assert!(!out.contains("`O1"), "constructs of the judge are nobody's: {out}");
        let xml = verify(&["--format", "junit", file]).out;
        assert_eq!(xml.matches("<failure ").count(), xml.matches("</testcase>").count());
    }
}

#[test]
fn who_may_read_is_compared_with_who_is_cleared() {
    let holds = scratch("clouds.txt", "clinic-prod/StorageBucket/* phi\n");
    let way = "clinic-prod/IAMPolicyMember/letters-for-all NotCleared";
    let found = codes(&["--holds", &holds, GOOGLE]);
    assert!(found.contains(way));
    // This one leads to a database of which nobody says anything, too.
    assert!(found.contains("clinic-prod/IAMPolicyMember/research-sees-all NotCleared"), "{found:#?}");
    assert!(!codes(&[GOOGLE]).contains(way), "nobody says that it holds anything");
    let out = verify(&["--holds", &holds, GOOGLE]).out;
    assert!(out.contains("lets `allUsers` read and write `clinic-prod/StorageBucket/clinic-prod-letters` by"), "{out}");
    // The role is on one bucket, and leads to no other store.
    let holds = scratch("clouds2.txt", "clinic-prod/SQLInstance/* phi\n");
    assert!(!codes(&["--holds", &holds, GOOGLE]).contains(way));
}

#[test]
fn the_region_is_the_one_that_is_asked_for_or_that_most_objects_name() {
    let nodes = "clinic-prod/ComputeSubnetwork/nodes InItsRegion";
    let router = "clinic-prod/ComputeRouter/out InItsRegion";
    let said = codes(&[GOOGLE]);
    assert!(said.contains(nodes) && !said.contains(router), "{said:#?}");
    // One for each cloud, and each for its own.
    let asked = codes(&["--region", "us-west1,eu-west-2", GOOGLE]);
    assert!(!asked.contains(nodes) && asked.contains(router), "{asked:#?}");
    let two = verify(&["--region", "us-west1,us-central1", GOOGLE]);
    assert_eq!(two.code, 2);
    assert!(two.error.contains("are regions of one cloud"), "{}", two.error);
}

#[test]
fn a_namespace_is_held_to_what_stands_in_it() {
    let pod = "apiVersion: v1\nkind: Pod\nmetadata: { name: one, namespace: clinic-prod }\n\
               spec: { containers: [{ name: one }] }\n";
    let (mixed, space) = (scratch("mixed.yaml", pod), "Namespace/clinic-prod ClosedNamespace");
    assert!(!codes(&[GOOGLE]).contains(space), "no pod is in it");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("mixed");
    fs::create_dir_all(&folder).unwrap();
    fs::copy(GOOGLE, folder.join("google.yaml")).unwrap();
    fs::rename(mixed, folder.join("pod.yaml")).unwrap();
    let both = codes(&[folder.to_str().unwrap()]);
    assert!(both.contains(space), "{both:#?}");
    assert!(both.contains("clinic-prod/SQLInstance/patients SqlIsPrivate"), "{both:#?}");
    assert!(!both.iter().any(|it| it.starts_with("Namespace/") && it.ends_with("NameTwice")), "{both:#?}");
}

#[test]
fn names_that_an_operator_takes_are_right() {
    let wrong: BTreeSet<String> = [GOOGLE, AZURE].iter().flat_map(|it| codes(&[it])).collect();
    assert!(!wrong.iter().any(|it| it.ends_with("ImpossibleName")), "{wrong:#?}");
}
