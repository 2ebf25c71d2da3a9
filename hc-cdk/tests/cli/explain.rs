//! `explain`: by number, by word, by framework, and whose figures they are.

use serde_json::{Value, json};

use super::{Place, failed, succeeded};

fn as_json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn without_a_clause_it_lists_them_with_their_rules() {
    let place = Place::new("explain-list");
    let text = succeeded(&place.run(1, &["explain"]));
    let line = |id: &str| text.lines().find(|it| it.contains(&format!(" {id} "))).unwrap_or_default().to_owned();
    assert!(line("A.5.33").contains("   1 rule  records"), "{text}");
    assert!(line("164.312(b)").contains("  0 rules  audit controls"), "{text}");
    let hipaa = succeeded(&place.run(1, &["explain", "HIPAA"]));
    let (law, proposed): (Vec<&str>, Vec<&str>) = hipaa.lines().partition(|it| it.starts_with("HIPAA 45 CFR 164.3"));
    assert!(law.len() > 30 && proposed.len() == 6, "{hipaa}");
    assert!(proposed.iter().all(|it| it.starts_with("HIPAA proposed (90 FR 898) 164.3")), "{hipaa}");
    let listed = as_json(&succeeded(&place.run(1, &["explain", "--format", "json"])));
    let records = json!({ "framework": "ISO/IEC 27001:2022", "id": "A.5.33", "subject": "records", "rules": 1 });
    assert!(listed.as_array().unwrap().contains(&records), "{listed}");
}

#[test]
fn a_word_explains_every_clause_about_it() {
    let text = succeeded(&Place::new("explain-word").run(1, &["explain", "encryption"]));
    let heads: Vec<&str> = text.lines().filter(|it| !it.starts_with(' ')).collect();
    assert_eq!(
        heads,
        [
            "HIPAA 45 CFR 164.312(a)(2)(iv): encryption and decryption",
            "HIPAA 45 CFR 164.312(e)(2)(ii): transmission security: encryption",
            "HIPAA proposed (90 FR 898) 164.312(..): proposed, as others report: encryption at rest and in transit, several factors for \
             all access, segmented networks",
            "GDPR Article 32(1)(a): pseudonymisation and encryption",
        ]
    );
    assert!(text.contains("  `Hipaa` asks for key custody: CustomerManaged (the choice is ours)\n"), "{text}");
    assert!(text.ends_with("  nothing here rests on it\n"), "{text}");
}

#[test]
fn a_figure_that_no_clause_names_is_ours() {
    let place = Place::new("explain-figures");
    let explain = |clause: &str| succeeded(&place.run(1, &["explain", clause]));
    assert!(explain("164.308(a)(7)(ii)(A)").contains("asks for backup retention: Days30 (the figure is ours)\n"));
    assert!(explain("164.308(a)(5)(ii)(D)").contains("secret rotation: Every90Days (the figure is ours)\n"));
    let text = explain("164.312(b)");
    let named = "audit retention: Years6 (the figure is that of HIPAA 45 CFR 164.316(b)(2)(i))\n";
    assert!(text.contains(named) && text.contains("log retention: Days365 (the figure is ours)\n"), "{text}");
    assert!(explain("164.316(b)(2)(i)").ends_with("audit retention: Years6\n"));
}

#[test]
fn it_is_written_as_json() {
    let place = Place::new("explain-json");
    let read = |clause: &str| as_json(&succeeded(&place.run(1, &["explain", clause, "--format", "json"])));
    assert_eq!(
        read("164.308(a)(7)(ii)(A)"),
        json!([{
            "framework": "HIPAA 45 CFR", "id": "164.308(a)(7)(ii)(A)", "subject": "contingency plan: data backup",
            "asked": [{
                "policy": "Hipaa", "dimension": "backup_retention", "floor": "Days30", "whose": "the figure is ours",
            }],
            "read": [],
            "ways": [],
            "signed": [],
            "stated": [],
        }])
    );
    assert_eq!(read("164.316(b)(2)(i)")[0]["asked"][0]["whose"], Value::Null);
    assert!(failed(&place.run(1, &["explain", "encrpytion"])).contains("did you mean `encryption`?"));
}

#[test]
fn what_somebody_signed_for_is_told_and_does_not_count_as_met() {
    let place = Place::new("explain-signed");
    let run = |signed: bool, words: &[&str]| {
        let mut command = place.command(1, words);
        succeeded(&command.env("PAPER_SIGNED", if signed { "1" } else { "0" }).output().unwrap())
    };
    assert!(run(false, &[]).contains("clauses with rules that held: 1 of ISO/IEC 27001:2022\n"));
    assert!(run(true, &[]).contains("clauses with rules that held: none\n"));
    let words = "waived: stack0/Raw breaks `SheetIsKept`, `ByHand` until 2027-01-31: rebuilt each night";
    for clause in ["A.5.33", "A.8.9", "CC8.1"] {
        let (with, without) = (run(true, &["explain", clause]), run(false, &["explain", clause]));
        assert!(with.contains(words) && !without.contains("waived"), "{clause}: {with}");
    }
    let json = as_json(&run(true, &["explain", "CC8.1", "--format", "json"]));
    assert_eq!(json[0]["signed"][0]["construct"], "stack0/Raw");
}
