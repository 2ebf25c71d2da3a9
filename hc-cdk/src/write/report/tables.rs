//! The tables of the page.

use std::fmt::Write;

use indexmap::{IndexMap, IndexSet};

use super::{
    html::{end, escaped, more, section, table},
    model::{Report, anchor, path, rule_anchor},
};
use crate::{
    model::{Role, place},
    policy::control::{self, Control},
    value::{by_key, sorted},
    write::{
        cost::{Cost, Line},
        evidence::model::{self, At, Outcome},
    },
};

/// What is known of a clause.
#[derive(Default)]
struct Known<'a> {
    asked: IndexSet<String>,
    /// By each rule the constructs in which it held, and those in which somebody signed.
    rules: IndexMap<&'a str, IndexMap<At, bool>>,
    /// Rules on ways of data, with how many held and how many somebody signed for.
    ways: IndexMap<&'a str, (usize, usize)>,
    stated: IndexSet<At>,
    signed: usize,
}

fn known<'a>(report: &'a Report<'_>) -> IndexMap<Control, Known<'a>> {
    let mut all: IndexMap<Control, Known<'_>> = IndexMap::new();
    for it in report.checked.stacks().iter().flat_map(|stack| &stack.policy.requirements) {
        let words = format!("{}: {} ({})", it.dimension.words(), it.floor, it.policy);
        it.clauses().for_each(|control| {
            all.entry(control).or_default().asked.insert(words.clone());
        });
    }
    for it in &report.read {
        for control in &it.controls {
            let rules = &mut all.entry(*control).or_default().rules;
            *rules.entry(it.rule.code).or_default().entry(it.at).or_default() |= it.outcome != Outcome::Held;
        }
    }
    for (rule, tally) in model::ways(report.checked, &|_| true) {
        rule.controls.iter().for_each(|control| {
            all.entry(*control).or_default().ways.insert(rule.code, (tally.held, tally.waived));
        });
    }
    for it in &report.stated {
        it.rule.controls.iter().for_each(|control| {
            all.entry(*control).or_default().stated.insert(it.at);
        });
    }
    for (control, known) in &mut all {
        known.signed = model::signed(report.checked, *control).count();
    }
    all
}

impl Known<'_> {
    fn held(&self) -> usize {
        let of_rules = self.rules.values().flat_map(IndexMap::values).filter(|is_waived| !**is_waived).count();
        of_rules + self.ways.values().map(|it| it.0).sum::<usize>()
    }

    fn waived(&self) -> usize {
        let of_rules = self.rules.values().flat_map(IndexMap::values).filter(|is_waived| **is_waived).count();
        of_rules + self.signed + self.ways.values().map(|it| it.1).sum::<usize>()
    }

    /// The word that the filter knows.
    fn state(&self) -> &'static str {
        match (self.held(), self.waived(), self.stated.len()) {
            (_, 1.., _) => "waived",
            (1.., 0, _) => "held",
            (0, 0, 1..) => "stated",
            (0, 0, 0) => "unread",
        }
    }
}

/// A link to a construct, by its path.
fn link(report: &Report<'_>, at: At) -> String {
    let path = report.checked.stacks().get(at.0).map_or(String::new(), |stack| path(stack, at.1));
    format!("<a href=\"#{}\">{}</a>", anchor(at), escaped(&path))
}

/// The clauses, each with the rules that rest on it and where they were read.
pub(super) fn clauses(report: &Report<'_>, page: &mut String) {
    section(page, "clauses", "Clauses");
    let all = known(report);
    let frameworks = sorted(all.keys().map(|it| it.framework));
    let frameworks: Vec<String> =
        frameworks.into_iter().map(|it| format!("<option>{}</option>", escaped(it))).collect();
    let _ = writeln!(
        page,
        "<form class=\"filters\" role=\"search\"><label>Text <input type=\"search\" data-filter=\"text\"></label> \
         <label>Framework <select data-filter=\"framework\"><option value=\"\">all</option>{}</select></label> \
         <label>State <select data-filter=\"state\"><option value=\"\">all</option><option value=\"held\">rules held</option>\
         <option value=\"waived\">somebody signed</option><option value=\"stated\">only stated</option>\
         <option value=\"unread\">nothing read</option></select></label> <output data-count aria-live=\"polite\"></output></form>",
        frameworks.concat()
    );
    table(
        page,
        "Clauses, and what was read under each",
        &["Clause", "About", "Asked for", "Read", "Held", "Signed", "Stated"],
    );
    for control in control::all() {
        let Some(known) = all.get(&control) else { continue };
        let of_rule = |(code, places): (&&str, &IndexMap<At, bool>)| {
            format!("<a href=\"#{}\">{}</a> in {}", rule_anchor(code), escaped(code), places.len())
        };
        let ways = by_key(&known.ways)
            .map(|(code, (held, waived))| format!("{}: {held} ways held, {waived} signed for", escaped(code)));
        let rules: Vec<String> = by_key(&known.rules).map(of_rule).chain(ways).collect();
        let asked: Vec<String> = sorted(&known.asked).into_iter().map(|it| escaped(it)).collect();
        let stated: Vec<String> = sorted(&known.stated).into_iter().map(|at| link(report, *at)).collect();
        let _ = writeln!(
            page,
            "<tr data-framework=\"{}\" data-state=\"{}\"><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            escaped(control.framework),
            known.state(),
            escaped(&control.to_string()),
            escaped(control.subject),
            asked.join("<br>"),
            more(&many(rules.len(), "rule"), &rules),
            known.held(),
            known.waived(),
            if stated.is_empty() { "0".to_owned() } else { more(&stated.len().to_string(), &stated) },
        );
    }
    end(page);
    page.push_str(
        "<p>What is counted is a rule in a construct, and for rules on ways of data a way.</p>\n</section>\n",
    );
}

/// The rules that were read in constructs, each with its sentence and where it was read: once, however many clauses rest on it.
pub(super) fn rules(report: &Report<'_>, page: &mut String) {
    section(page, "rules", "Rules");
    let mut all: IndexMap<&str, (String, IndexMap<At, bool>)> = IndexMap::new();
    for it in &report.read {
        let sentence = || format!("{}{}", it.rule.sentence, it.whose());
        let (_, places) = all.entry(it.rule.code).or_insert_with(|| (sentence(), IndexMap::new()));
        *places.entry(it.at).or_default() |= it.outcome != Outcome::Held;
    }
    table(page, "Rules, and where they were read", &["Rule", "Sentence", "Read in", "Held", "Signed"]);
    for (code, (sentence, places)) in by_key(&all) {
        let signed = places.values().filter(|is_waived| **is_waived).count();
        let of_place = |(at, is_waived): (&At, &bool)| {
            format!("{}{}", link(report, *at), if *is_waived { " (signed for)" } else { "" })
        };
        let read: Vec<String> = by_key(places).map(of_place).collect();
        let _ = writeln!(
            page,
            "<tr id=\"{}\" tabindex=\"-1\"><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{}</td><td>{signed}</td></tr>",
            rule_anchor(code),
            escaped(code),
            escaped(sentence),
            more(&many(places.len(), "construct"), &read),
            places.len() - signed,
        );
    }
    end(page);
    page.push_str("</section>\n");
}

/// The constructs, each with its line, its rules and its resources.
pub(super) fn constructs(report: &Report<'_>, page: &mut String) {
    section(page, "constructs", "Constructs");
    let mut rules: IndexMap<At, Vec<String>> = IndexMap::new();
    for it in &report.read {
        let signed =
            it.outcome.waiver().map_or(String::new(), |words| format!(" <b>signed for</b>: {}", escaped(words)));
        // Its sentence stands among the rules: said again for each construct, it would be most of the page.
        let item = format!("<a href=\"#{}\">{}</a>{signed}", rule_anchor(it.rule.code), escaped(it.rule.code));
        rules.entry(it.at).or_default().push(item);
    }
    let mut resources: IndexMap<At, Vec<String>> = IndexMap::new();
    for (stack_at, stack) in report.checked.stacks().iter().enumerate() {
        for it in &stack.resources {
            let item = format!("{} ({})", escaped(&it.logical_id), escaped(it.kind()));
            resources.entry((stack_at, it.construct as usize)).or_default().push(item);
        }
    }
    table(page, "Constructs", &["Construct", "Kind", "Role", "Data", "Where", "Written at", "Rules", "Resources"]);
    for (at, stack, construct) in model::constructs(report.checked) {
        let (rules, resources) =
            (rules.swap_remove(&at).unwrap_or_default(), resources.swap_remove(&at).unwrap_or_default());
        let role = if construct.role == Role::Other { String::new() } else { format!("{:?}", construct.role) };
        let class = construct.class.map_or("", |it| it.name());
        let _ = writeln!(
            page,
            "<tr id=\"{}\" tabindex=\"-1\"><th scope=\"row\">{}</th><td>{}</td><td>{role}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            anchor(at),
            escaped(&model::path(stack, construct)),
            escaped(construct.kind),
            if class.is_empty() { String::new() } else { format!("<span class=\"tag {class}\">{class}</span>") },
            escaped(stack.region),
            escaped(&place::line(construct.written_at)),
            more(&many(rules.len(), "rule"), &rules),
            more(&many(resources.len(), "resource"), &resources),
        );
    }
    end(page);
    page.push_str("</section>\n");
}

/// Who signed for what, until when.
pub(super) fn waivers(report: &Report<'_>, page: &mut String) {
    section(page, "waivers", "Waivers");
    let all: Vec<_> = model::waivers(report.checked).collect();
    if all.is_empty() {
        page.push_str("<p>Nobody signed for anything.</p>\n</section>\n");
        return;
    }
    table(page, "Waivers", &["Construct", "Broken rules", "Reason", "Approved by", "Until", "Written at"]);
    for (stack, it) in all {
        let rules: Vec<&str> = it.rules.iter().map(|rule| rule.code).collect();
        let _ = writeln!(
            page,
            "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            escaped(&format!("{}/{}", stack.name(), it.path)),
            escaped(&rules.join(", ")),
            escaped(it.reason),
            escaped(it.approver),
            it.end,
            escaped(&place::line(it.written_at)),
        );
    }
    end(page);
    page.push_str("</section>\n");
}

/// What nothing reads, and whose it is.
pub(super) fn stated(report: &Report<'_>, page: &mut String) {
    section(page, "stated", "Stated by their authors, and read by nothing");
    if report.stated.is_empty() {
        page.push_str("<p>Nothing is only stated.</p>\n</section>\n");
        return;
    }
    table(page, "Stated", &["Construct", "Sentence", "Clauses", "Written at"]);
    for it in &report.stated {
        let clauses: Vec<String> = it.rule.controls.iter().map(ToString::to_string).collect();
        let _ = writeln!(
            page,
            "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{}</td></tr>",
            link(report, it.at),
            escaped(it.rule.sentence),
            escaped(&clauses.join(", ")),
            escaped(&place::line(it.construct.written_at)),
        );
    }
    end(page);
    page.push_str("</section>\n");
}

/// What it costs in a month, as far as that is known.
pub(super) fn cost(report: &Report<'_>, page: &mut String) {
    let Some(estimate) = report.cost else { return };
    section(page, "cost", "Cost");
    let _ = writeln!(page, "<p>{:.2} USD a month, of what is known.", estimate.total());
    estimate.about.iter().for_each(|about| page.extend([" ", &escaped(about), "."]));
    page.push_str("</p>\n");
    let mut totals: IndexMap<(&str, &str), f64> = IndexMap::new();
    for line in estimate.lines.iter().filter(|it| it.dollars() > 0.0) {
        *totals.entry((&line.charge.stack, construct_of(line))).or_default() += line.dollars();
    }
    table(page, "Cost by construct, in USD a month", &["Construct", "Cost"]);
    for ((stack, construct), dollars) in by_key(&totals) {
        let path = escaped(&format!("{stack}/{construct}"));
        let _ = writeln!(page, "<tr><th scope=\"row\">{path}</th><td class=\"number\">{dollars:.2}</td></tr>");
    }
    end(page);
    let mut open = Vec::new();
    for line in &estimate.lines {
        let of = line.charge.of.as_ref().map_or_else(|| line.charge.kind.clone(), |(a, b)| format!("{a}, {b}"));
        let why = match line.cost {
            Cost::Known { .. } => continue,
            Cost::NotSaid(measure) => format!("nobody says how much is used ({measure})"),
            Cost::NoPrice => "no price is known".to_owned(),
            Cost::Open => "only the deployment knows how much there is".to_owned(),
            Cost::Unknown => "nothing is known of its price".to_owned(),
        };
        open.push(format!("{}: {}", escaped(&of), escaped(&why)));
    }
    for (target, stacks) in &estimate.unpriced {
        open.push(format!("{}: no price of {target} is known", escaped(&stacks.join(", "))));
    }
    let open = sorted(open);
    page.push_str(&more(&format!("Not counted: {}", open.len()), &open));
    page.push_str("</section>\n");
}

fn construct_of(line: &Line) -> &str {
    line.construct.as_deref().unwrap_or(&line.charge.name)
}

fn many(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
