//! Catalogues of the clauses that are cited, framework by framework: identifiers and what each is about in words of ours, and
//! below each clause the sentences that are read because of it, as objectives.

use serde_json::{Value, json};

use super::oscal::{Oscal, control_id, objective_id, prop, put};
use crate::{
    check::Checked,
    model::{file::File, rule::Rule},
    policy::control::{self, Control},
};

/// Standards of HIPAA, and the controls of NIST SP 800-53 that meet with them.
const SP800_66: &str = include_str!("sp800_66.tsv");

pub(super) fn files(oscal: &Oscal, checked: &Checked<'_>) -> Vec<File> {
    let rules: Vec<Rule> = checked.verdicts().iter().map(|(rule, _)| *rule).collect();
    let of = |(name, controls): &(&str, &[Control])| {
        let framework = controls.first().map_or("", |it| it.framework.trim_end_matches(" Article"));
        let controls: Vec<Value> = controls.iter().map(|it| control_of(*it, &rules)).collect();
        let title = format!("{framework}: the clauses that hc-cdk knows");
        oscal.file(&format!("catalog-{name}"), "catalog", &title, json!({ "controls": controls }))
    };
    control::FRAMEWORKS.iter().map(of).collect()
}

fn control_of(control: Control, rules: &[Rule]) -> Value {
    let objectives = rules.iter().filter(|rule| rule.controls.contains(&control)).map(|rule| {
        let id = objective_id(control, rule.code);
        json!({ "id": id, "name": "assessment-objective", "props": [prop("rule", rule.code)], "prose": rule.sentence })
    });
    let objectives: Vec<Value> = objectives.collect();
    let mut props = vec![json!({ "name": "label", "value": control.id })];
    props.extend(sp800_53(control).map(|it| prop("sp800-53-rev5", it)));
    let mut written = json!({ "id": control_id(control), "title": control.subject, "props": props });
    if !objectives.is_empty() {
        put(&mut written, "parts", objectives);
    }
    written
}

/// The controls of NIST SP 800-53 that meet with the standard which a clause is of.
pub(super) fn sp800_53(control: Control) -> impl Iterator<Item = &'static str> {
    let rows = SP800_66.lines().filter_map(|line| line.split_once('\t'));
    let mut of_standard =
        rows.filter(move |(standard, _)| control::hipaa::ALL.contains(&control) && control.id.starts_with(standard));
    of_standard.next().into_iter().flat_map(|(_, controls)| controls.split(' '))
}

#[cfg(test)]
mod tests {
    use super::{SP800_66, sp800_53};
    use crate::policy::control::{hipaa, soc2};

    #[test]
    fn every_clause_of_the_security_rule_meets_with_controls_of_its_standard() {
        for control in hipaa::ALL {
            assert!(sp800_53(*control).next().is_some(), "{control}");
        }
        let of = |control| sp800_53(control).collect::<Vec<_>>();
        assert_eq!(of(hipaa::AUDIT_CONTROLS), ["au-1", "au-2", "au-3", "au-4", "au-6", "au-7", "au-8"]);
        assert_eq!(of(hipaa::TRANSMISSION_ENCRYPTION).len(), 4, "a specification has what its standard has");
        assert_eq!(of(soc2::LEAST_PRIVILEGE), [""; 0]);
    }

    #[test]
    fn each_line_is_a_standard_and_its_controls() {
        for line in SP800_66.lines().skip(1) {
            let (standard, controls) = line.split_once('\t').unwrap();
            assert!(standard.starts_with("164.3") && controls.split(' ').all(|it| it.contains('-')), "{line}");
        }
    }
}
