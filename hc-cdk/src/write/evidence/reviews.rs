//! Tests and reviews that clauses ask people for. No file of a system shows that they took place.

use crate::{
    check::Checked,
    policy::{
        Requirement,
        control::{self, Control, caf, gdpr, hipaa, hipaa_proposed, soc2},
    },
    value::sorted,
};

/// A clause, how often it asks, and for what. Where a clause names no figure, none is made up.
const REVIEWS: [(Control, &str, &str); 10] = [
    (hipaa::ACTIVITY_REVIEW, "regularly", "records of activity are reviewed: audit trails, access reports, incidents"),
    (hipaa::CONTINGENCY_TESTING, "periodically", "contingency plans are tested and revised: a backup is restored"),
    (hipaa::EVALUATION, "periodically, and after changes", "security is evaluated, technically and otherwise"),
    (hipaa::DOCUMENTATION_SIX_YEARS, "for six years", "policies, procedures and what was done by them are kept"),
    (
        hipaa_proposed::INVENTORY,
        "every 12 months",
        "the list of assets and the map of the network are brought up to date",
    ),
    (
        hipaa_proposed::VULNERABILITY_SCANS,
        "every six months",
        "vulnerabilities are scanned for, and every 12 months whether that works is reviewed",
    ),
    (
        hipaa_proposed::PENETRATION_TESTS,
        "every 12 months",
        "somebody qualified tests whether the system can be broken into",
    ),
    (soc2::RECOVERY_TESTING, "regularly", "recovery procedures are tested"),
    (gdpr::TESTING, "regularly", "the effectiveness of the measures is tested"),
    (caf::EXERCISES, "regularly", "the response to incidents is exercised"),
];

/// The reviews of the frameworks that the policies cite.
pub(super) fn of(checked: &Checked<'_>) -> impl Iterator<Item = (&'static str, String)> {
    let asked = checked.stacks().iter().flat_map(|stack| &stack.policy.requirements);
    let cited = sorted(asked.flat_map(Requirement::clauses).map(|it| framework(&it)));
    let reviews = REVIEWS.iter().filter(move |(control, ..)| cited.contains(&framework(control)));
    reviews.map(|(control, when, what)| (*when, format!("{what} ({control})")))
}

/// A framework by its name in files, by which articles of the GDPR are one.
fn framework(control: &Control) -> &'static str {
    control::FRAMEWORKS.iter().find(|(_, all)| all.contains(control)).map_or("", |(name, _)| name)
}
