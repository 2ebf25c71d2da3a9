//! The pages about rules and about scanners are what the tables of the targets say.

use std::{collections::BTreeMap, path::Path};

use hc_cdk::{
    rule::{NOT_CLEARED, Reading, Rule, UNDECLARED_WAY},
    target::Judge,
};
use hc_cdk_aws::{
    explained::{EXPLAINED, Explained, PREFIX},
    stack::Aws,
};
use hc_cdk_azure::stack::Azure;
use hc_cdk_delivery::target::GitHub;
use hc_cdk_gcp::stack::Gcp;
use hc_cdk_k8s::chart::Kubernetes;
use hc_cdk_tests::committed::{Files, assert_committed, committed};

const HEAD: &str = "# Rules

Every sentence that is read in the finished resources, whoever declared them: its code, which findings show and under which a
waiver names it (`hc_cdk_aws::rule`, `hc_cdk_k8s::rule`, `hc_cdk_gcp::rule`, `hc_cdk_azure::rule`, `hc_cdk_delivery::rule`), and the clauses that ask for it. A report
repeats a sentence only where it was read and held. This page is made from the tables of the targets.

## Every target

What is read of the ways by which data can go, from all resources together.
";

/// The rules of each target, by what the page calls it.
fn tables() -> [(&'static str, Tables); 5] {
    [
        ("AWS", Aws.readings()),
        ("Kubernetes", Kubernetes.readings()),
        ("Google Cloud", Gcp.readings()),
        ("Azure", Azure.readings()),
        ("Delivery", GitHub.readings()),
    ]
}

type Tables = &'static [&'static [Reading]];

/// A finding shows the code alone, and one app may have stacks of each target.
#[test]
fn a_code_is_of_one_rule() {
    let mut codes: BTreeMap<&str, Rule> = BTreeMap::new();
    for rule in tables().iter().flat_map(|(_, table)| table.iter().copied().flatten()).map(|it| it.rule) {
        assert_eq!(*codes.entry(rule.code).or_insert(rule), rule);
    }
}

const TABLE: &str = "\n| code | sentence | answers | clauses |\n|---|---|---|---|\n";

#[test]
fn the_page_has_every_rule() {
    let mut page = HEAD.to_owned() + TABLE;
    page.extend([NOT_CLEARED, UNDECLARED_WAY].iter().map(|rule| row(rule, "")));
    for (name, readings) in tables() {
        page.extend(["\n## ", name, "\n", TABLE]);
        let readings = readings.iter().copied().flatten();
        let answers = readings.map(|it| (it.rule, it.answers.map_or("", |dimension| dimension.words())));
        let rows: BTreeMap<&str, String> = answers.map(|(rule, answers)| (rule.code, row(&rule, answers))).collect();
        assert!(rows.len() >= 10, "only {} rules of {name}", rows.len());
        page.extend(rows.into_values());
    }
    let now = Files::from([("rules.md".into(), page.into_bytes())]);
    assert_committed(Path::new("../docs"), "rules.md", &now, "rules");
}

const SCANNERS: &str = "# Scanners

What `cdk-nag` holds against finished templates without cause, by its HIPAA.Security pack. A scanner reads one resource; rules are read in
all that was declared. Where a resource is as the second column says, its metadata in the template has the rule and the reason, in the form
of `cdk-nag` (`Metadata`, `cdk_nag`, `rules_to_suppress`). It is read from what the resource says and from nothing that it is called, so a
resource of which the reason is not true keeps its finding. A rule of the pack that is broken because somebody signed for it has the words
of the waiver, with who signed and until when. `cargo xtask judge --only cdk-nag` asks the pack without regard to all this, and fails on a
finding without a reason and on a reason without a finding. This page is made from the table of the constructs for AWS.

| rule | what it finds, without cause | why there is none |
|---|---|---|
";

#[test]
fn the_page_about_scanners_has_every_reason() {
    let row = |it: &Explained| {
        let kinds: Vec<String> = it.on.iter().map(|kind| format!("`{kind}`")).collect();
        format!("| `{PREFIX}{}` | {} {} | {} |\n", it.rule.code, kinds.join(", "), it.of, it.reason)
    };
    let page = SCANNERS.to_owned() + &EXPLAINED.iter().map(row).collect::<String>();
    let now = Files::from([("scanners.md".into(), page.into_bytes())]);
    assert_committed(Path::new("../docs"), "scanners.md", &now, "rules");
}

#[test]
fn an_example_shows_every_reason() {
    let templates = committed(Path::new("../examples/output"), ".template.json").unwrap();
    let texts: Vec<_> = templates.values().map(|it| String::from_utf8_lossy(it)).collect();
    assert!(texts.len() > 10, "only {} templates", texts.len());
    for Explained { rule, reason, .. } in EXPLAINED {
        assert!(texts.iter().any(|it| it.contains(reason)), "{}: no example shows `{reason}`", rule.code);
    }
}

fn row(rule: &Rule, answers: &str) -> String {
    let mut frameworks: Vec<(&str, Vec<&str>)> = Vec::new();
    for control in rule.controls {
        match frameworks.iter_mut().find(|(name, _)| *name == control.framework) {
            Some((_, ids)) => ids.push(control.id),
            None => frameworks.push((control.framework, vec![control.id])),
        }
    }
    let clauses: Vec<String> = frameworks.into_iter().map(|(name, ids)| format!("{name} {}", ids.join(", "))).collect();
    format!("| `{}` | {} | {answers} | {} |\n", rule.code, rule.sentence, clauses.join("; "))
}
