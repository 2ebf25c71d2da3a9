//! The page about rules is what the tables of the targets say.

use std::{collections::BTreeMap, path::Path};

use hc_cdk::{
    rule::{NOT_CLEARED, Rule, UNDECLARED_WAY},
    target::Judge,
};
use hc_cdk_aws::stack::Aws;
use hc_cdk_delivery::target::GitHub;
use hc_cdk_gcp::stack::Gcp;
use hc_cdk_k8s::chart::Kubernetes;
use hc_cdk_tests::committed::{Files, assert_committed};

const HEAD: &str = "# Rules

Every sentence that is read in the finished resources, whoever declared them: its code, which findings show and under which a
waiver names it (`hc_cdk_aws::rule`, `hc_cdk_k8s::rule`, `hc_cdk_gcp::rule`, `hc_cdk_delivery::rule`), and the clauses that ask for it. A report
repeats a sentence only where it was read and held. This page is made from the tables of the targets.

## Every target

What is read of the ways by which data can go, from all resources together.
";

const TABLE: &str = "\n| code | sentence | answers | clauses |\n|---|---|---|---|\n";

#[test]
fn the_page_has_every_rule() {
    let targets = [
        ("AWS", Aws.readings()),
        ("Kubernetes", Kubernetes.readings()),
        ("Google Cloud", Gcp.readings()),
        ("Delivery", GitHub.readings()),
    ];
    let mut page = HEAD.to_owned() + TABLE;
    page.extend([NOT_CLEARED, UNDECLARED_WAY].iter().map(|rule| row(rule, "")));
    for (name, readings) in targets {
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
