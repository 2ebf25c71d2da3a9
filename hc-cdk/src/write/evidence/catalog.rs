//! Catalogues of the clauses that are cited, framework by framework: identifiers and what each is about in words of ours, and
//! below each clause the sentences that are read because of it, as objectives. Of the HIPAA Security Rule each paragraph is there,
//! whether anything is read because of it or not.

use indexmap::IndexMap;
use serde_json::{Value, json};

use super::{
    model::Evidence,
    objective::{self, Objective},
    oscal::{control_id, objective_id, prop, put},
    subpart_c,
};
use crate::{
    model::file::File,
    policy::control::{self, Control},
};

/// Standards of HIPAA, and the controls of NIST SP 800-53 that meet with them.
const SP800_66: &str = include_str!("sp800_66.tsv");

pub(super) fn files(evidence: &Evidence<'_>) -> Vec<File> {
    let objectives = objective::all(evidence);
    let of = |(name, controls): &(&str, &[Control])| {
        let framework = controls.first().map_or("", |it| it.framework.trim_end_matches(" Article"));
        let (title, body) = if *controls == control::hipaa::ALL {
            (format!("{framework} part 164 subpart C"), security_rule(&objectives))
        } else {
            let controls: Vec<Value> = controls.iter().map(|it| control_of(*it, &objectives)).collect();
            (format!("{framework}: the clauses that hc-cdk knows"), json!({ "controls": controls }))
        };
        evidence.oscal.file(&format!("catalog-{name}"), "catalog", &title, body)
    };
    control::FRAMEWORKS.iter().map(of).collect()
}

/// The sections of the HIPAA Security Rule with their paragraphs.
fn security_rule(objectives: &[Objective]) -> Value {
    let mut sections: IndexMap<&str, Vec<Value>> = IndexMap::new();
    for (control, kind) in subpart_c::all() {
        let section = control.id.split('(').next().unwrap_or_default();
        let mut written = control_of(control, objectives);
        put(&mut written, "class", kind);
        sections.entry(section).or_default().push(written);
    }
    let groups = sections.into_iter().map(|(section, controls)| {
        json!({ "id": format!("hipaa-section-{section}"), "title": format!("45 CFR {section}"), "controls": controls })
    });
    json!({ "groups": groups.collect::<Vec<_>>() })
}

fn control_of(control: Control, objectives: &[Objective]) -> Value {
    let objectives = objectives.iter().filter(|it| it.controls.contains(&control)).map(|it| {
        let id = objective_id(control, it.code);
        json!({ "id": id, "name": "assessment-objective", "props": [prop("rule", it.code)], "prose": it.sentence })
    });
    let objectives: Vec<Value> = objectives.collect();
    let mut props = vec![json!({ "name": "label", "value": control.id })];
    props.extend(sp800_53(control).map(|it| prop("sp800-53-rev5", it)));
    let mut written = json!({ "id": control_id(control), "title": control.subject, "props": props });
    if objectives.is_empty() {
        put(
            &mut written,
            "parts",
            json!([{ "name": "guidance", "prose": "No rule that was read in this system rests on it." }]),
        );
    } else {
        put(&mut written, "parts", objectives);
    }
    written
}

/// The controls of NIST SP 800-53 that meet with the standard which a clause is of.
pub(super) fn sp800_53(control: Control) -> impl Iterator<Item = &'static str> {
    let rows = SP800_66.lines().filter_map(|line| line.split_once('\t'));
    let is_hipaa = control.framework == control::hipaa::ACCESS_CONTROL.framework;
    let mut of_standard = rows.filter(move |(standard, _)| is_hipaa && control.id.starts_with(standard));
    of_standard.next().into_iter().flat_map(|(_, controls)| controls.split(' '))
}

#[cfg(test)]
mod tests {
    use super::{SP800_66, sp800_53, subpart_c};
    use crate::policy::control::{hipaa, soc2};

    #[test]
    fn every_clause_of_the_security_rule_meets_with_controls_of_its_standard() {
        for (control, kind) in subpart_c::all() {
            assert_eq!(sp800_53(control).next().is_some(), kind != "rule", "{control}");
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
