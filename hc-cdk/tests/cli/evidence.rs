//! `evidence`: what was read, for auditors. What the documents say is compared with what the program is.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Place, failed, succeeded};

/// The evidence of a program of some stacks, in which somebody signed for a sheet or nobody did.
fn evidence(place: &Place, stacks: usize, signed: bool) -> BTreeMap<String, String> {
    let mut command = place.command(stacks, &["evidence"]);
    succeeded(&command.env("PAPER_SIGNED", if signed { "1" } else { "0" }).output().unwrap());
    place.files("evidence.out")
}

fn result(files: &BTreeMap<String, String>) -> Value {
    let results: Value = serde_json::from_str(&files["assessment-results.json"]).unwrap();
    results["assessment-results"]["results"][0].clone()
}

/// Each observation or finding by its title.
fn by_title(list: &Value) -> BTreeMap<&str, &Value> {
    list.as_array().unwrap().iter().map(|it| (it["title"].as_str().unwrap(), it)).collect()
}

fn verdict(observation: &Value) -> &Value {
    let props = observation["props"].as_array().unwrap();
    &props.iter().find(|it| it["name"] == "verdict").unwrap()["value"]
}

/// Everything that has an id, by that id.
fn ids<'a>(json: &'a Value, found: &mut BTreeSet<&'a str>) {
    match json {
        Value::Array(items) => items.iter().for_each(|it| ids(it, found)),
        Value::Object(members) => {
            let own = members.get("uuid").and_then(Value::as_str);
            assert!(own.is_none_or(|id| found.insert(id)), "{own:?} stands twice");
            members.values().for_each(|it| ids(it, found));
        }
        _ => {}
    }
}

#[test]
fn it_says_what_held_what_is_waived_and_what_follows() {
    let place = Place::new("evidence");
    let files = evidence(&place, 1, true);
    let result = result(&files);
    let observed = by_title(&result["observations"]);
    assert_eq!(observed.keys().collect::<Vec<_>>(), [&"SheetIsKept: stack0/Kept", &"SheetIsKept: stack0/Raw"]);
    assert_eq!(verdict(observed["SheetIsKept: stack0/Kept"]), "held");
    assert_eq!(verdict(observed["SheetIsKept: stack0/Raw"]), "waived");
    let finding = &result["findings"][0];
    assert_eq!(
        finding["target"]["status"]["state"], "not-satisfied",
        "a sentence that somebody signed for does not hold"
    );
    assert_eq!(finding["related-observations"].as_array().unwrap().len(), 2);
    let risk = &result["risks"][0];
    assert_eq!((&risk["status"], &risk["deadline"]), (&"deviation-approved".into(), &"2027-01-31T23:59:59Z".into()));
    let page = &files["evidence.md"];
    assert!(
        page.contains("| stack0/Raw | SheetIsKept, ByHand | rebuilt each night | jane.roe | 2027-01-31 |"),
        "{page}"
    );
    assert!(page.contains("| ISO/IEC 27001:2022 A.5.33 | records |  | SheetIsKept | 1 | 1 | 0 | 0 |  |"), "{page}");
    assert!(
        page.contains("| 2027-01-31 | the waiver of stack0/Raw ends: mend it, or have it approved again |"),
        "{page}"
    );
}

#[test]
fn what_people_have_to_do_again_stands_in_the_calendar() {
    let page = &evidence(&Place::new("evidence-calendar"), 1, false)["evidence.md"];
    for words in [
        "| periodically | contingency plans are tested and revised: a backup is restored (HIPAA 45 CFR 164.308(a)(7)(ii)(D)) |",
        "| regularly | recovery procedures are tested (SOC 2 A1.3) |",
        "| physical | 164.310 | 0 of 12 | 0 | 164.310(a)(1), 164.310(a)(2)(i), ",
        "164.310(d)(2)(iv) | buildings and machines: the provider's",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains("(GDPR Article 32(1)(d))"), "no policy of the program cites it");
}

#[test]
fn what_held_everywhere_is_satisfied_under_its_sentence_and_not_its_clause() {
    let place = Place::new("evidence-held");
    let files = evidence(&place, 1, false);
    let result = result(&files);
    let findings = by_title(&result["findings"]);
    let finding = findings["ISO/IEC 27001:2022 A.5.33: SheetIsKept"];
    assert_eq!(finding["target"]["status"]["state"], "satisfied");
    // The rule does not rest on this clause: because of it the policy asks for what the rule answers.
    let answered = findings["HIPAA 45 CFR 164.312(c)(1): SheetIsKept"];
    assert_eq!(answered["target"]["status"]["state"], "satisfied");
    assert!(files["evidence.md"].contains("| deletion: Retained (Hipaa) | SheetIsKept | 1 | 0 | 0 | 0 |"));
    let catalog: Value = serde_json::from_str(&files["catalog-iso27001.json"]).unwrap();
    let controls = catalog["catalog"]["controls"].as_array().unwrap();
    let records = controls.iter().find(|it| it["id"] == "iso27001-a.5.33").unwrap();
    assert_eq!(records["parts"][0]["id"], finding["target"]["target-id"]);
    assert!(result.get("risks").is_none(), "{result}");
    assert!(files["evidence.md"].contains("\n## Waivers\n\nNobody signed for anything.\n"));
}

#[test]
fn the_catalogue_of_the_security_rule_is_the_whole_subpart() {
    let files = evidence(&Place::new("evidence-subpart"), 1, false);
    let catalog: Value = serde_json::from_str(&files["catalog-hipaa.json"]).unwrap();
    let groups = catalog["catalog"]["groups"].as_array().unwrap();
    let of = |section: &str| {
        let group = groups.iter().find(|it| it["id"] == format!("hipaa-section-{section}")).unwrap();
        group["controls"].as_array().unwrap().len()
    };
    let counts = ["164.302", "164.304", "164.306", "164.308", "164.310", "164.312", "164.314", "164.316", "164.318"];
    assert_eq!(counts.map(of), [1, 1, 5, 31, 12, 12, 11, 5, 3]);
    let paragraphs: Vec<&Value> = groups.iter().flat_map(|it| it["controls"].as_array().unwrap()).collect();
    let sanctions = paragraphs.iter().find(|it| it["id"] == "hipaa-164.308.a.1.ii.c").unwrap();
    assert_eq!(sanctions["class"], "required");
    assert_eq!(sanctions["parts"][0]["prose"], "No rule that was read in this system rests on it.");
    assert!(sanctions["props"].as_array().unwrap().iter().any(|it| it["value"] == "ps-8"), "{sanctions}");
}

#[test]
fn ids_stand_once_in_a_document_and_stay_when_a_stack_is_added() {
    let place = Place::new("evidence-ids");
    let (one, two) = (evidence(&place, 1, true), evidence(&place, 2, true));
    for (name, text) in one.iter().filter(|(_, text)| text.starts_with('{')) {
        let (before, after): (Value, Value) =
            (serde_json::from_str(text).unwrap(), serde_json::from_str(&two[name]).unwrap());
        let (mut old, mut new) = (BTreeSet::new(), BTreeSet::new());
        ids(&before, &mut old);
        ids(&after, &mut new);
        assert!(old.is_subset(&new), "{name}");
    }
    assert_eq!(evidence(&place, 2, true), two, "the same program writes the same bytes");
}

/// The evidence of a program in which nobody signed for a sheet that is not kept, with what is said of it.
fn with_findings(place: &Place) -> (String, BTreeMap<String, String>) {
    let mut command = place.command(1, &["evidence", "--with-findings", "--on", "2026-11-27"]);
    let said = failed(&command.env("PAPER_SIGNED", "forgotten").output().unwrap());
    (said, place.files("evidence.out"))
}

#[test]
fn what_is_broken_is_attested_only_if_somebody_asks() {
    let place = Place::new("evidence-findings");
    let without = place.command(1, &["evidence"]).env("PAPER_SIGNED", "forgotten").output().unwrap();
    assert!(failed(&without).contains("1 finding, nothing was written"));
    assert!(place.names().is_empty(), "{:?}", place.names());
    let (said, files) = with_findings(&place);
    assert!(said.contains("code: SheetIsKept") && said.contains("1 finding, which the evidence has"), "{said}");
    let result = result(&files);
    let observed = by_title(&result["observations"]);
    assert_eq!(verdict(observed["SheetIsKept: stack0/Kept"]), "held");
    assert_eq!(verdict(observed["SheetIsKept: stack0/Raw"]), "broken");
    assert_eq!(result["findings"][0]["target"]["status"]["state"], "not-satisfied");
    for (name, text) in files.iter().filter(|(_, text)| text.starts_with('{')) {
        let document: Value = serde_json::from_str(text).unwrap();
        let metadata = &document.as_object().unwrap().values().next().unwrap()["metadata"];
        assert_eq!(
            (&metadata["props"][0]["name"], &metadata["props"][0]["value"]),
            (&"findings".into(), &"1".into()),
            "{name}"
        );
    }
    let page = &files["evidence.md"];
    assert!(page.contains("## Findings") && page.contains("nothing of it is deployed as it was read"), "{page}");
    assert!(page.contains("| ISO/IEC 27001:2022 A.5.33 | records |  | SheetIsKept | 1 | 0 | 1 | 0 |  |"), "{page}");
    assert_eq!(with_findings(&place).1, files, "the same program writes the same bytes");
}

#[test]
fn what_no_rule_of_a_resource_finds_is_attested_as_broken_too() {
    let place = Place::new("evidence-other-findings");
    let said = failed(&place.run(0, &["evidence", "--with-findings"]));
    let files = place.files("evidence.out");
    let result = result(&files);
    let observed = result["observations"].as_array().unwrap();
    assert_eq!(observed.len(), 1, "{said}");
    assert_eq!(verdict(&observed[0]), "broken");
}

#[test]
fn without_findings_it_is_the_same_evidence() {
    let place = Place::new("evidence-no-findings");
    let before = evidence(&place, 1, true);
    let mut command = place.command(1, &["evidence", "--with-findings"]);
    succeeded(&command.env("PAPER_SIGNED", "1").output().unwrap());
    assert_eq!(place.files("evidence.out"), before);
}

#[test]
fn a_verdict_is_on_each_resource() {
    let files = evidence(&Place::new("evidence-subjects"), 1, true);
    let result = result(&files);
    let items = result["local-definitions"]["inventory-items"].as_array().unwrap();
    let item =
        items.iter().find(|it| it["description"] == "`Raw` of stack0/Raw").unwrap_or_else(|| panic!("{items:?}"));
    let observed = by_title(&result["observations"]);
    let subjects = observed["SheetIsKept: stack0/Raw"]["subjects"].as_array().unwrap();
    let of = |kind: &str| subjects.iter().find(|it| it["type"] == kind).unwrap()["subject-uuid"].clone();
    assert_eq!(of("inventory-item"), item["uuid"]);
    assert_eq!(of("component"), item["implemented-components"][0]["component-uuid"]);
    assert_eq!(item["props"][1]["value"], "Paper::Sheet");
}

#[test]
fn evidence_and_output_do_not_replace_each_other() {
    let place = Place::new("evidence-folder");
    succeeded(&place.run(1, &[]));
    let text = failed(&place.run(1, &["evidence", "--out", "cdk.out"]));
    assert!(text.contains("holds output of an earlier run, and not evidence"), "{text}");
    succeeded(&place.run(1, &["evidence"]));
    let text = failed(&place.run(1, &["--out", "evidence.out"]));
    assert!(text.contains("holds evidence of an earlier run, and not output"), "{text}");
    let text = failed(&place.run(1, &["diff", "--out", "evidence.out"]));
    assert!(text.contains("holds evidence, which nobody deploys"), "{text}");
    succeeded(&place.run(1, &["diff"]));
}
