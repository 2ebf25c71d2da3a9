//! `diff`: what it compares with, how it ends, and what it prints.

use std::fs;

use serde_json::{Value, json};

use super::{Place, failed, succeeded};

fn as_json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn a_folder_that_is_misspelt_is_no_first_deployment() {
    let place = Place::new("typo");
    assert_eq!(succeeded(&place.run(2, &["diff", "--out", "prod.out"])), "no earlier output in prod.out\n");
    succeeded(&place.run(2, &["--out", "prod.out"]));
    for typo in ["prd.out", "prod.ot", "Prod.out"] {
        let text = failed(&place.run(2, &["diff", "--out", typo]));
        let said = format!("error: there is no folder `{typo}`\n  help: did you mean `prod.out`, which is an output");
        assert!(text.starts_with(&said), "{text}");
    }
    let output = place.command(2, &["diff"]).env("CDK_OUTDIR", "prod.oot").output().unwrap();
    assert!(failed(&output).contains("did you mean `prod.out`"));
    // Another stage of the same program has a folder of another name.
    let note = "no earlier output in staging\nnote: there are outputs of this program beside it, in `prod.out`\n";
    assert_eq!(succeeded(&place.run(2, &["diff", "--out", "staging"])), note);
    assert!(succeeded(&place.run(2, &["diff"])).contains("in `prod.out`"));
    let other = place.command(2, &["diff", "--out", "prod.ot"]).env("PAPER_NAME", "tickets").output().unwrap();
    assert_eq!(succeeded(&other), "no earlier output in prod.ot\n", "that is another program's output");
}

#[test]
fn a_folder_that_is_no_output_is_not_compared_with() {
    let place = Place::new("no-output");
    fs::create_dir(place.0.join("site")).unwrap();
    assert_eq!(succeeded(&place.run(1, &["diff", "--out", "site"])), "no earlier output in site\n");
    fs::write(place.0.join("site/manifest.json"), "{}").unwrap();
    let text = failed(&place.run(1, &["diff", "--out", "site"]));
    assert!(text.starts_with("error: `site` holds files that are not an output of this program\n  help: "), "{text}");
    assert!(failed(&place.run(1, &["diff", "--out", "site/manifest.json"])).contains("cannot be read"));
}

#[test]
fn it_ends_with_one_only_if_it_is_told_to() {
    let place = Place::new("fail");
    succeeded(&place.run(2, &[]));
    succeeded(&place.run(2, &["diff", "--fail"]));
    succeeded(&place.run(1, &["diff"]));
    let output = place.run(1, &["diff", "--fail"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stdout).unwrap().starts_with("- stack1 (paper)\n"));
    fs::write(place.0.join("cdk.out/gone"), "Sheet").unwrap();
    let output = place.run(2, &["diff", "--fail", "--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(as_json(&String::from_utf8(output.stdout).unwrap())["changes"][0]["name"], "Sheet");
}

#[test]
fn it_ends_with_one_for_what_it_is_told_to_and_nothing_else() {
    let place = Place::new("fail-on");
    succeeded(&place.run(2, &[]));
    let code = |stacks, arguments: &[&str]| place.run(stacks, &[&["diff"], arguments].concat()).status.code();
    assert_eq!(code(1, &["--fail-on", "change"]), Some(1));
    assert_eq!(code(1, &["--fail-on", "data-loss"]), Some(0), "nothing of a stack that leaves is deleted");
    fs::write(place.0.join("cdk.out/gone"), "Sheet").unwrap();
    assert_eq!(code(2, &["--fail-on", "data-loss"]), Some(1));
    assert_eq!(code(2, &["--fail-on", "refusal"]), Some(0));
    assert_eq!(code(2, &["--fail-on", "refusal", "--fail-on", "data-loss"]), Some(1));
    assert_eq!(code(2, &["--fail-on", "loss"]), Some(2));
}

#[test]
fn it_is_written_as_json() {
    let place = Place::new("diff-json");
    let read = |stacks| as_json(&succeeded(&place.run(stacks, &["diff", "--format", "json"])));
    assert_eq!(read(2)["earlier"], false);
    succeeded(&place.run(3, &[]));
    let nothing = json!({
        "folder": "cdk.out", "earlier": true, "otherOutputs": [], "changedByHand": [], "changes": [], "leaving": [], "cost": null, "open": [],
    });
    assert_eq!(read(3), nothing);
    assert_eq!(read(2)["leaving"], json!([{ "stack": "stack2", "target": "paper", "resources": [] }]));
    fs::write(place.0.join("cdk.out/stack0.txt"), "by hand").unwrap();
    assert_eq!(read(3)["changedByHand"], json!(["stack0.txt"]));
    fs::write(place.0.join("cdk.out/gone"), "Sheet").unwrap();
    let lost = json!([{
        "stack": "stack0", "name": "Sheet", "kind": "sheet", "action": "removed", "properties": null, "stateful": true,
        "values": [], "follows": [], "remains": "nothing", "dataAtRisk": "it would be deleted with everything in it", "help": null,
    }]);
    assert_eq!(read(3)["changes"], lost);
    assert_eq!(read(3)["changedByHand"], json!(["stack0.txt"]), "also beside what no run wrote");
}

#[test]
fn names_of_an_earlier_output_are_shown_and_not_obeyed() {
    let place = Place::new("diff-escapes");
    succeeded(&place.run(1, &[]));
    let name = "\u{1b}[2J\u{202e}\nno change against cdk.out\u{9b}";
    fs::write(place.0.join("cdk.out/gone"), name).unwrap();
    let text = succeeded(&place.run(1, &["diff"]));
    assert!(text.contains("  - \\u{1b}[2J\\u{202e}\\u{a}no change against cdk.out\\u{9b} (sheet)\n"), "{text}");
    let text = succeeded(&place.run(1, &["diff", "--format", "json"]));
    assert!(!text.contains(['\u{1b}', '\u{202e}', '\u{9b}']), "{text:?}");
    assert_eq!(as_json(&text)["changes"][0]["name"], name);
}

#[test]
fn a_path_in_an_earlier_output_leads_nowhere_else() {
    let place = Place::new("diff-path");
    succeeded(&place.run(1, &[]));
    fs::write(place.0.join("secret"), "precious").unwrap();
    let absolute = place.0.join("secret").display().to_string();
    for path in ["../secret", "a/../../secret", absolute.as_str()] {
        fs::write(place.0.join("cdk.out/leads"), path).unwrap();
        let text = failed(&place.run(1, &["diff"]));
        assert!(text.starts_with(&format!("error: the earlier output names `{path}`, which is not in it")), "{text}");
    }
    fs::write(place.0.join("cdk.out/leads"), "sub/file").unwrap();
    succeeded(&place.run(1, &["diff"]));
    fs::create_dir(place.0.join("cdk.out/broken")).unwrap();
    assert!(failed(&place.run(1, &["diff"])).contains("cannot read `cdk.out/broken`: it is not a regular file"));
}
