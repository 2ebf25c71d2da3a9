//! `cost`: the estimate as text and as JSON, and what a change makes of it.

use std::{fmt::Write, path::Path};

use indexmap::{IndexMap, IndexSet};
use serde_json::{Value, json};

use super::reading;
use crate::{
    check::Checked,
    model::{charge::Charge, printable},
    value::by_key,
    write::{
        app::App,
        cost::{Cost, Estimate, Line, Prices},
        target::Before,
    },
};

/// The estimate of what the app writes, at the library's prices or those of a file.
pub(super) fn now(app: &App, checked: &Checked<'_>, prices: Option<&Path>) -> Result<Estimate, String> {
    let prices = match prices {
        None => ours(app)?,
        Some(path) => {
            let refused =
                |why| format!("error: cannot read `{}`: {why}\n  help: name a table of prices", path.display());
            let text = reading::text(path).map_err(|error| refused(error.to_string()))?;
            vec![Prices::parse(&text).map_err(refused)?]
        }
    };
    let unpriced: Vec<&str> =
        app.writers().filter(|(_, writer)| writer.prices().is_empty()).map(|(name, _)| name).collect();
    Ok(Estimate::of(checked, written(app, checked)?, &prices).without(checked, &unpriced))
}

/// The estimate at the library's prices, if anything of it has one.
pub(super) fn known_of(app: &App, checked: &Checked<'_>) -> Result<Option<Estimate>, String> {
    if ours(app)?.is_empty() { Ok(None) } else { now(app, checked, None).map(Some) }
}

/// What the system cost in an earlier output and costs now, if anything of it has a price.
pub(super) fn change(app: &App, checked: &Checked<'_>, before: &Before<'_>) -> Result<Option<(f64, f64)>, String> {
    let prices = ours(app)?;
    if prices.is_empty() {
        return Ok(None);
    }
    let total = |charges| Estimate::of(checked, charges, &prices).total();
    Ok(Some((total(charges(app, before)?), total(written(app, checked)?))))
}

fn ours(app: &App) -> Result<Vec<Prices>, String> {
    Prices::parse_all(app.writers().map(|(_, writer)| writer.prices()))
}

/// What is paid for in what the app writes.
fn written(app: &App, checked: &Checked<'_>) -> Result<Vec<Charge>, String> {
    let files = app.emit(checked).map_err(|findings| findings.to_string())?;
    let file = |path: &str| {
        let found = files.iter().find(|file| file.path == path);
        Ok(found.map(|file| String::from_utf8_lossy(&file.bytes).into_owned()))
    };
    charges(app, &file)
}

fn charges(app: &App, read: &Before<'_>) -> Result<Vec<Charge>, String> {
    let of_targets = app.writers().map(|(_, writer)| writer.charges(read)).collect::<Result<Vec<_>, _>>();
    of_targets.map(|it| it.concat()).map_err(|error| format!("error: {error}"))
}

/// Lines by what they have in common, in their order.
fn grouped<'a, K: std::hash::Hash + Eq>(
    lines: impl IntoIterator<Item = &'a Line>,
    key: impl Fn(&'a Line) -> K,
) -> IndexMap<K, Vec<&'a Line>> {
    let mut groups: IndexMap<K, Vec<&Line>> = IndexMap::new();
    for line in lines {
        groups.entry(key(line)).or_default().push(line);
    }
    groups
}

fn known(lines: &[Line]) -> impl Iterator<Item = &Line> {
    // What was counted with another resource of its construct is there with nothing.
    lines.iter().filter(|line| matches!(line.cost, Cost::Known { quantity, .. } if quantity > 0.0))
}

fn sum(lines: &[&Line]) -> f64 {
    lines.iter().map(|line| line.dollars()).sum()
}

fn stack(line: &Line) -> (&str, &str) {
    (&line.charge.stack, &line.charge.region)
}

fn construct(line: &Line) -> &str {
    line.construct.as_deref().unwrap_or(&line.charge.name)
}

fn service(line: &Line) -> &str {
    line.charge.of.as_ref().map_or("", |(service, _)| service)
}

/// What is not counted, by why.
struct Left<'a> {
    not_said: IndexMap<(&'a str, &'a str, &'a str), IndexSet<String>>,
    no_price: IndexMap<(&'a str, &'a str, &'a str), usize>,
    open: Vec<String>,
    unknown: IndexMap<&'a str, usize>,
    stacks: &'a IndexMap<&'static str, Vec<String>>,
}

impl<'a> Left<'a> {
    fn of(estimate: &'a Estimate) -> Self {
        let mut left = Self {
            not_said: IndexMap::new(),
            no_price: IndexMap::new(),
            open: Vec::new(),
            unknown: IndexMap::new(),
            stacks: &estimate.unpriced,
        };
        for line in &estimate.lines {
            let (service, item) = line.charge.of.as_ref().map_or(("", ""), |(service, item)| (service, item));
            let path = format!("{}/{}", line.charge.stack, construct(line));
            match line.cost {
                Cost::Known { .. } => {}
                Cost::NotSaid(measure) => {
                    left.not_said.entry((service, item, measure)).or_default().insert(path);
                }
                Cost::NoPrice => *left.no_price.entry((service, item, &line.charge.region)).or_default() += 1,
                Cost::Open => left.open.push(format!("{service}, {item}: {path}")),
                Cost::Unknown => *left.unknown.entry(&line.charge.kind).or_default() += 1,
            }
        }
        left
    }
}

/// The estimate in words.
pub(super) fn text(estimate: &Estimate, checked: &Checked<'_>, text: &mut String) {
    let name = checked.system().name();
    if !is_known(estimate) {
        let _ = writeln!(text, "{name}: nothing is known of what it costs");
        return not_counted(&Left::of(estimate), text);
    }
    let _ = writeln!(text, "{name}: {:.2} USD a month, of what is known", rounded(estimate.total()));
    for about in estimate.about.iter().filter(|it| !it.is_empty()) {
        let _ = writeln!(text, "prices: {}", printable::line(about));
    }
    let mut elsewhere = IndexSet::new();
    for ((name, region), lines) in grouped(known(&estimate.lines), stack) {
        let _ = writeln!(text, "\n{:>10.2}  {name} ({region})", rounded(sum(&lines)));
        for (path, lines) in grouped(lines, construct) {
            let _ = writeln!(text, "{:>10.2}    {path}", rounded(sum(&lines)));
            let lines = grouped(lines, |it| (&it.charge.of, priced(it)));
            for ((of, priced), lines) in lines {
                let (Some((service, item)), Some((unit, from))) = (of, priced) else { continue };
                let mark = if from == region { "" } else { " *" };
                elsewhere.extend((from != region).then_some(from));
                let quantity = quantity(&lines);
                let _ =
                    writeln!(text, "{:>10.2}      {service}, {item}: {quantity} {unit}{mark}", rounded(sum(&lines)));
            }
        }
    }
    let _ = writeln!(text, "\nby service");
    for (service, lines) in grouped(known(&estimate.lines), service) {
        let _ = writeln!(text, "{:>10.2}  {service}", rounded(sum(&lines)));
    }
    for from in elsewhere {
        let _ = writeln!(text, "\n* the price of {}: none of its own region is known", printable::line(from));
    }
    let free = free(&estimate.lines);
    if !free.is_empty() {
        text.push_str("\nnot counted, since an account has so much of it free:\n");
    }
    for ((service, item), (quantity, unit)) in free {
        let _ = writeln!(text, "  {service}, {item}: {} {unit}", trimmed(quantity));
    }
    not_counted(&Left::of(estimate), text);
}

/// What nobody pays for, by service and item: how many of which unit.
fn free(lines: &[Line]) -> IndexMap<(&str, &str), (f64, &str)> {
    let mut all = IndexMap::new();
    for line in lines {
        if let (Some((service, item)), Cost::Known { free, unit, .. }) = (&line.charge.of, &line.cost)
            && *free > 0.0
        {
            all.entry((service.as_str(), item.as_str())).or_insert((0.0, unit.as_str())).0 += free;
        }
    }
    all
}

/// The unit and the region of a price.
fn priced(line: &Line) -> Option<(&str, &str)> {
    let Cost::Known { unit, region, .. } = &line.cost else { return None };
    Some((unit, region))
}

/// How many of a unit there are together, without zeros at the end.
fn quantity(lines: &[&Line]) -> String {
    let amounts = lines.iter().map(|line| if let Cost::Known { quantity, .. } = line.cost { quantity } else { 0.0 });
    trimmed(amounts.sum())
}

fn trimmed(quantity: f64) -> String {
    let text = format!("{quantity:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// How many paths are named of those that have something in common.
const NAMED: usize = 5;

fn not_counted(left: &Left<'_>, text: &mut String) {
    let mut list = |head: &str, rows: Vec<String>| {
        if !rows.is_empty() {
            let _ = writeln!(text, "\nnot counted, {head}:");
            text.extend(rows.iter().map(|row| format!("  {}\n", printable::line(row))));
        }
    };
    let named = |paths: &IndexSet<String>| {
        let first: Vec<&str> = paths.iter().take(NAMED).map(String::as_str).collect();
        let more = paths.len().saturating_sub(NAMED);
        let more = if more == 0 { String::new() } else { format!(" and {more} more") };
        format!("{}{more}", first.join(", "))
    };
    let not_said = by_key(&left.not_said);
    let not_said =
        not_said.map(|((service, item, measure), paths)| format!("{service}, {item} ({measure}): {}", named(paths)));
    list("since the program does not say how much is used", not_said.collect());
    let no_price = by_key(&left.no_price)
        .map(|((service, item, region), count)| format!("{service}, {item}, in {region}: {count}"));
    list("since no price is known", no_price.collect());
    list("since only the deployment knows how much there is", left.open.clone());
    list(
        "since nothing is known of their prices",
        by_key(&left.unknown).map(|(kind, count)| format!("{kind}: {count}")).collect(),
    );
    let stacks = left.stacks.iter().map(|(target, stacks)| format!("{target}: {}", stacks.join(", ")));
    list("since no prices are known of what these stacks are written for", stacks.collect());
}

/// The estimate as JSON, in dollars with two places.
pub(super) fn json(estimate: &Estimate, checked: &Checked<'_>) -> Value {
    let left = Left::of(estimate);
    let total = is_known(estimate).then(|| cents(estimate.total()));
    let stacks = grouped(known(&estimate.lines), stack).into_iter().map(|((name, region), lines)| {
        let constructs = grouped(lines.iter().copied(), construct).into_iter();
        let constructs: serde_json::Map<String, Value> =
            constructs.map(|(path, lines)| (path.to_owned(), cents(sum(&lines)))).collect();
        json!({ "name": name, "region": region, "total": cents(sum(&lines)), "constructs": constructs })
    });
    let services = grouped(known(&estimate.lines), service).into_iter();
    let services: serde_json::Map<String, Value> =
        services.map(|(name, lines)| (name.to_owned(), cents(sum(&lines)))).collect();
    let free = free(&estimate.lines).into_iter().map(|((service, item), (quantity, unit))| {
        json!({ "service": service, "item": item, "quantity": quantity, "unit": unit })
    });
    let not_said = by_key(&left.not_said).map(|((service, item, measure), paths)| {
        json!({ "service": service, "item": item, "measure": measure, "constructs": paths.iter().collect::<Vec<_>>() })
    });
    let no_price = by_key(&left.no_price);
    let no_price =
        no_price.map(|((service, item, region), _)| json!({ "service": service, "item": item, "region": region }));
    json!({
        "system": checked.system().name(), "currency": "USD", "total": total, "prices": estimate.about,
        "stacks": stacks.collect::<Vec<_>>(), "services": services, "free": free.collect::<Vec<_>>(),
        "notCounted": {
            "usageNotSaid": not_said.collect::<Vec<_>>(), "noPrice": no_price.collect::<Vec<_>>(), "open": left.open,
            "unknown": by_key(&left.unknown).map(|(kind, _)| kind).collect::<Vec<_>>(),
            "stacks": left.stacks.values().flatten().collect::<Vec<_>>(),
        },
    })
}

/// Whether something is known of what it costs: of a system on targets without prices nothing is.
fn is_known(estimate: &Estimate) -> bool {
    !estimate.lines.is_empty() || estimate.unpriced.is_empty()
}

/// Dollars with two places.
pub(super) fn cents(dollars: f64) -> Value {
    rounded(dollars).into()
}

/// Dollars in whole cents, so that text and JSON round alike.
pub(super) fn rounded(dollars: f64) -> f64 {
    (dollars * 100.0).round() / 100.0
}
