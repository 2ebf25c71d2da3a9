//! The same evidence for people: one Markdown page.

use std::fmt::Write;

use indexmap::{IndexMap, IndexSet};

use super::{
    catalog,
    model::{self, Evidence, Outcome, constructs, path},
    network, objective,
    oscal::slug,
    reviews, subpart_c,
    table::{cell, table},
};
use crate::{
    model::{Role, place},
    policy::{
        Dimension,
        control::{self, Control, hipaa},
    },
    value::sorted,
    write::graph,
};

pub(super) fn of(evidence: &Evidence<'_>) -> String {
    let mut text = format!("# Evidence: {}\n\n", cell(&evidence.oscal.system));
    let _ = writeln!(
        text,
        "As of {}. What is called held was read in the finished resources before they were written. A clause with rules that held \
         is not met by that alone: clauses ask for more than what is written shows, and nothing here was looked at as deployed. \
         A rule counts once for each resource in which it was read, and stands with each clause that it rests on, and with each because of \
         which a policy asks for the position that it answers.",
        evidence.oscal.on
    );
    findings(evidence, &mut text);
    let counted = counted(evidence);
    clauses(evidence, &counted, &mut text);
    safeguards(&counted, &mut text);
    inventory(evidence, &mut text);
    runs(evidence, &mut text);
    network::of(evidence.checked, &mut text);
    flows(evidence, &mut text);
    answered_for(evidence, &mut text);
    waivers(evidence, &mut text);
    calendar(evidence, &mut text);
    stated(evidence, &mut text);
    text
}

/// What is wrong with a program that is attested all the same.
fn findings(evidence: &Evidence<'_>, text: &mut String) {
    if evidence.findings.is_empty() {
        return;
    }
    let rows = evidence.findings.iter().map(|it| {
        let clause = it.control.map_or(String::new(), |it| it.to_string());
        vec![
            it.path.clone(),
            it.message.clone(),
            clause,
            it.code.to_owned(),
            it.help.clone(),
            place::line(it.written_at),
        ]
    });
    let columns = ["construct", "what is wrong", "clause", "code", "what to do", "written at"];
    table(text, "Findings", &columns, rows.collect(), "");
    text.push_str("\nThe program has findings, and nothing of it is deployed as it was read.\n");
}

/// What is known of a clause, as counts.
#[derive(Default)]
struct Counted {
    asked: IndexSet<String>,
    rules: IndexSet<&'static str>,
    held: usize,
    waived: usize,
    broken: usize,
    stated: usize,
}

impl Counted {
    fn of(&mut self, outcome: &Outcome) -> &mut usize {
        match outcome {
            Outcome::Held => &mut self.held,
            Outcome::Waived(_) => &mut self.waived,
            Outcome::Broken => &mut self.broken,
        }
    }
}

fn counted(evidence: &Evidence<'_>) -> IndexMap<Control, Counted> {
    let mut all: IndexMap<Control, Counted> = IndexMap::new();
    for it in evidence.checked.stacks().iter().flat_map(|stack| &stack.policy.requirements) {
        let words = format!("{}: {} ({})", it.dimension.words(), it.floor, it.policy);
        it.clauses().for_each(|control| {
            all.entry(control).or_default().asked.insert(words.clone());
        });
    }
    for it in &evidence.read {
        for control in &it.controls {
            let counted = all.entry(*control).or_default();
            counted.rules.insert(it.rule.code);
            *counted.of(&it.outcome) += it.resources.len();
        }
    }
    for (rule, tally) in model::ways(evidence.checked, &|_| true) {
        for control in rule.controls {
            let counted = all.entry(*control).or_default();
            counted.rules.insert(rule.code);
            counted.held += tally.held;
            counted.waived += tally.waived;
        }
    }
    for (it, control) in objective::found(evidence).filter_map(|it| Some((it, it.control?))) {
        let counted = all.entry(control).or_default();
        counted.rules.insert(it.code);
        counted.broken += 1;
    }
    for it in &evidence.stated {
        it.rule.controls.iter().for_each(|control| all.entry(*control).or_default().stated += 1);
    }
    all
}

fn clauses(evidence: &Evidence<'_>, all: &IndexMap<Control, Counted>, text: &mut String) {
    let rows = control::all().filter_map(|control| Some((control, all.get(&control)?))).map(|(control, counted)| {
        let Counted { asked, rules, held, waived, broken, stated } = counted;
        let signed = waived + model::signed(evidence.checked, control).count();
        let list = |all: &mut dyn Iterator<Item = &str>| all.collect::<Vec<_>>().join(", ");
        vec![
            control.to_string(),
            control.subject.to_owned(),
            list(&mut sorted(asked).into_iter().map(String::as_str)),
            list(&mut sorted(rules).into_iter().copied()),
            held.to_string(),
            signed.to_string(),
            broken.to_string(),
            stated.to_string(),
            list(&mut catalog::sp800_53(control)),
        ]
    });
    let columns = [
        "clause",
        "about",
        "asked for",
        "rules",
        "held",
        "waived",
        "broken",
        "stated",
        "NIST SP 800-53 of its standard",
    ];
    table(text, "Clauses", &columns, rows.collect(), "No clause is cited.");
}

/// The kinds of safeguards of the HIPAA Security Rule by its sections, with whose the rest is.
fn safeguards(all: &IndexMap<Control, Counted>, text: &mut String) {
    if !all.keys().any(|it| it.framework == hipaa::ACCESS_CONTROL.framework) {
        return;
    }
    let rows = SAFEGUARDS.iter().map(|(section, kind, rest)| {
        let of_kind = || subpart_c::all().map(|(it, _)| it).filter(|it| it.id.starts_with(section));
        let (read, unread): (Vec<Control>, Vec<Control>) =
            of_kind().partition(|it| all.get(it).is_some_and(|it| !it.rules.is_empty()));
        let held: usize = read.iter().filter_map(|it| Some(all.get(it)?.held)).sum();
        let unread: Vec<&str> = unread.iter().map(|it| it.id).collect();
        let (read, held) = (format!("{} of {}", read.len(), of_kind().count()), held.to_string());
        vec![(*kind).to_owned(), (*section).to_owned(), read, held, unread.join(", "), (*rest).to_owned()]
    });
    let columns = [
        "safeguards",
        "section",
        "paragraphs with rules that were read",
        "held",
        "paragraphs that no rule was read for",
        "what is not read here, and whose it is",
    ];
    table(text, "Safeguards of the HIPAA Security Rule", &columns, rows.collect(), "");
}

/// Sections of 45 CFR 164 subpart C.
const SAFEGUARDS: [(&str, &str, &str); 5] = [
    ("164.308", "administrative", "risk analysis, training, sanctions and contracts: the organization's"),
    (
        "164.310",
        "physical",
        "buildings and machines: the provider's, whose attestations say so; workstations and devices: the organization's",
    ),
    ("164.312", "technical", "emergency access and automatic logoff: the applications' and the organization's"),
    ("164.314", "organizational", "contracts with business associates, plan documents: the organization's"),
    ("164.316", "policies and documents", "written policies and procedures: the organization's"),
];

/// What runs in each workload, as it is named: images, and what else is told by a digest, such as a model.
fn runs(evidence: &Evidence<'_>, text: &mut String) {
    let all = evidence.checked.stacks().iter().flat_map(|stack| stack.runs.iter().map(move |it| (stack, it)));
    let rows = all.filter_map(|(stack, (at, it))| {
        let told = it.variables.iter().filter_map(|(name, value)| Some((name, value.as_deref()?)));
        let told: Vec<String> =
            told.filter(|(_, value)| is_digest(value)).map(|(name, value)| format!("{name}: {value}")).collect();
        let construct = stack.constructs.get(*at as usize)?;
        let image = it.image.clone().unwrap_or_else(|| "known at the deployment".to_owned());
        Some(vec![path(stack, construct), image, told.join(", "), place::line(construct.written_at)])
    });
    let columns = ["construct", "image", "told by a digest", "written at"];
    table(text, "What runs", &columns, rows.collect(), "Nothing runs.");
}

/// Whether a text names something by what is in it, in the way of images.
fn is_digest(text: &str) -> bool {
    let digits = text.strip_prefix("sha256:").unwrap_or_default();
    digits.len() == 64 && digits.bytes().all(|it| it.is_ascii_hexdigit())
}

fn inventory(evidence: &Evidence<'_>, text: &mut String) {
    let mut resources: IndexMap<model::At, usize> = IndexMap::new();
    for (stack_at, stack) in evidence.checked.stacks().iter().enumerate() {
        for it in &stack.resources {
            *resources.entry((stack_at, it.construct as usize)).or_default() += 1;
        }
    }
    let rows = constructs(evidence.checked).map(|(at, stack, construct)| {
        let positions: Vec<String> =
            construct.positions.iter().map(|(dimension, it)| format!("{}: {}", dimension.words(), it.name())).collect();
        vec![
            path(stack, construct),
            construct.kind.to_owned(),
            if construct.role == Role::Other { String::new() } else { format!("{:?}", construct.role) },
            construct.class.map_or("", |it| it.name()).to_owned(),
            model::owner(at, stack).unwrap_or_default().to_owned(),
            stack.region.to_owned(),
            resources.get(&at).copied().unwrap_or_default().to_string(),
            positions.join(", "),
            place::line(construct.written_at),
        ]
    });
    let columns = ["construct", "kind", "role", "data", "owner", "where", "resources", "positions", "written at"];
    table(text, "Inventory", &columns, rows.collect(), "Nothing is declared.");
    text.push_str(
        "\nThe owner is who was named for the construct or the nearest around it, or else the stack's tag `owner`.\n",
    );
}

fn flows(evidence: &Evidence<'_>, text: &mut String) {
    text.push_str("\n## Where data flows\n\n```mermaid\n");
    graph::print_flows(evidence.checked, text);
    text.push_str("```\n");
}

/// What nothing written shows: agreements, and how data is declassified.
fn answered_for(evidence: &Evidence<'_>, text: &mut String) {
    let rows = constructs(evidence.checked).flat_map(|(_, stack, construct)| {
        construct.answered_for.iter().map(move |it| {
            vec![path(stack, construct), it.what.clone(), it.by.clone(), place::line(construct.written_at)]
        })
    });
    let columns = ["construct", "what", "answered for by", "written at"];
    table(
        text,
        "What people answer for",
        &columns,
        rows.collect(),
        "Nothing goes to others under an agreement, or is declassified.",
    );
}

fn waivers(evidence: &Evidence<'_>, text: &mut String) {
    let rows = model::waivers(evidence.checked).map(|(stack, it)| {
        let rules: Vec<&str> = it.rules.iter().map(|rule| rule.code).collect();
        let changed = it.change.as_ref().map_or(String::new(), |change| {
            let old = change.old.as_ref().map_or("nothing".to_owned(), ToString::to_string);
            format!("{} of {}: {old}, now {}", change.property, change.resource, change.new)
        });
        vec![
            format!("{}/{}", stack.name(), it.path),
            rules.join(", "),
            it.reason.to_owned(),
            it.approver.to_owned(),
            it.end.to_string(),
            changed,
            place::line(it.written_at),
        ]
    });
    let columns = ["construct", "broken rules", "reason", "approved by", "until", "changed", "written at"];
    table(text, "Waivers", &columns, rows.collect(), "Nobody signed for anything.");
}

/// What somebody has to do by a day, and what comes again.
fn calendar(evidence: &Evidence<'_>, text: &mut String) {
    let ends = model::waivers(evidence.checked).map(|(stack, it)| {
        (
            it.end.to_string(),
            format!("the waiver of {}/{} ends: mend it, or have it approved again", stack.name(), it.path),
        )
    });
    let ends = sorted(ends);
    let rotations = constructs(evidence.checked).flat_map(|(_, stack, construct)| {
        let rotations = construct.positions.iter().filter(|(dimension, _)| *dimension == Dimension::secret_rotation);
        rotations
            .map(move |(_, it)| (it.name().to_owned(), format!("the secret of {} is rotated", path(stack, construct))))
    });
    let rotations = sorted(rotations);
    let reviews = reviews::of(evidence.checked).map(|(when, what)| (when.to_owned(), what));
    let again = sorted(evidence.checked.comes_again());
    let rows = ends.into_iter().chain(rotations).chain(again).chain(reviews).map(|(when, what)| vec![when, what]);
    table(text, "Calendar", &["when", "what"], rows.collect(), "Nothing that is written ends or comes again.");
}

fn stated(evidence: &Evidence<'_>, text: &mut String) {
    let rows = evidence.stated.iter().map(|it| {
        let clauses: Vec<String> = it.rule.controls.iter().map(ToString::to_string).collect();
        vec![it.path(), it.rule.sentence.to_owned(), clauses.join(", "), place::line(it.construct.written_at)]
    });
    let columns = ["construct", "sentence", "clauses", "written at"];
    table(text, "Stated by their authors, and read by nothing", &columns, rows.collect(), "Nothing is only stated.");
    let known = sorted(control::all().map(slug));
    let files: Vec<String> = known.iter().map(|name| format!("`catalog-{name}.json`")).collect();
    let _ = writeln!(
        text,
        "\n## The same for machines\n\nOSCAL 1.2.1: `component-definition.json`, `assessment-plan.json`, `assessment-results.json`, {}.",
        files.join(", ")
    );
}

#[cfg(test)]
mod tests {
    use super::is_digest;

    #[test]
    fn a_digest_is_one_of_sixty_four_digits() {
        let digits = "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752";
        assert!(is_digest(&format!("sha256:{digits}")));
        for other in [digits, "sha256:60303ae2", &format!("sha256:{digits}0"), "v2", "sha256:"] {
            assert!(!is_digest(other), "{other}");
        }
    }
}
