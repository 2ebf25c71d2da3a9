//! What Prometheus says of series: rules gone through once a minute, and the alerts that are raised.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::grammar::{Node, parse};

type Labels = BTreeMap<String, String>;
type Vector = Vec<(Labels, f64)>;
/// Values by the second.
type Samples = Vec<(i64, Option<f64>)>;

/// The label that has the name of a series. What is computed has none.
const NAME: &str = "__name__";

/// Samples by series; nothing is where a recorded series ends.
#[derive(Debug, Default, Clone)]
pub(crate) struct Prometheus {
    series: BTreeMap<(String, Labels), Samples>,
    since: BTreeMap<String, i64>,
}

impl Prometheus {
    pub(crate) fn sample(&mut self, name: &str, labels: &[(&str, &str)], at: i64, value: f64) {
        let labels = labels.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        self.series.entry((name.to_owned(), labels)).or_default().push((at, Some(value)));
    }

    /// Goes through the rules once; gives the alerts that are raised.
    pub(crate) fn evaluate(&mut self, rules: &Value, at: i64) -> BTreeSet<String> {
        let mut raised = BTreeSet::new();
        for rule in rules["groups"][0]["rules"].as_array().unwrap() {
            let found = self.value(&parse(rule["expr"].as_str().unwrap()), at);
            if let Some(name) = rule["record"].as_str() {
                self.record(name, found, at);
                continue;
            }
            let name = rule["alert"].as_str().unwrap().to_owned();
            if found.is_empty() {
                self.since.remove(&name);
                continue;
            }
            let since = *self.since.entry(name.clone()).or_insert(at);
            let lasting = rule["for"].as_str().map_or(0, |it| match parse(&format!("x[{it}]")) {
                Node::Range(_, seconds, _) => seconds,
                _ => unreachable!("a time is a time"),
            });
            if at - since >= lasting {
                raised.insert(name);
            }
        }
        raised
    }

    fn record(&mut self, name: &str, found: Vector, at: i64) {
        for ((_, _), samples) in self.series.iter_mut().filter(|((it, _), _)| it == name) {
            samples.push((at, None));
        }
        for (labels, value) in found {
            let samples = self.series.entry((name.to_owned(), labels)).or_default();
            samples.retain(|it| it.0 != at);
            samples.push((at, Some(value)));
        }
    }

    fn value(&self, node: &Node, at: i64) -> Vector {
        match node {
            Node::Number(number) => vec![(Labels::new(), *number)],
            Node::Name(name, matchers) => {
                let last = |samples: &[(i64, Option<f64>)]| {
                    let (when, value) = *samples.iter().rfind(|(when, _)| *when <= at)?;
                    value.filter(|_| at - when < 300)
                };
                let found = self.selected(name, matchers).filter_map(|(labels, it)| {
                    let mut labels = labels.clone();
                    labels.insert(NAME.to_owned(), name.clone());
                    Some((labels, last(it)?))
                });
                found.collect()
            }
            Node::Call(name, by, arguments) => self.call(name, by, arguments, at),
            Node::Both(operator, said, left, right) => {
                both(operator, said, self.value(left, at), self.value(right, at))
            }
            Node::Offset(node, seconds) => self.value(node, at - seconds),
            Node::Range(..) => panic!("a range is no value"),
        }
    }

    fn selected<'a>(
        &'a self,
        name: &'a str,
        matchers: &'a [(String, String, String)],
    ) -> impl Iterator<Item = (&'a Labels, &'a [(i64, Option<f64>)])> {
        let all = self.series.iter().filter(move |((it, _), _)| it == name);
        let matching = all.filter(|((_, labels), _)| {
            matchers.iter().all(|(label, operator, value)| {
                let is = labels.get(label).is_some_and(|it| it == value);
                assert_eq!(operator, "=", "only equality is known here");
                is
            })
        });
        matching.map(|((_, labels), samples)| (labels, samples.as_slice()))
    }

    /// The samples of a range, both of whose ends count.
    fn range(&self, node: &Node, at: i64) -> Vec<(Labels, Vec<f64>)> {
        if let Node::Offset(node, ago) = node {
            return self.range(node, at - ago);
        }
        let Node::Range(inner, seconds, step) = node else { panic!("{node:?} is no range") };
        let Some(step) = step else {
            let Node::Name(name, matchers) = inner.as_ref() else { panic!("{inner:?} is no series") };
            let within = |it: &&(i64, Option<f64>)| it.0 >= at - seconds && it.0 <= at;
            let samples = |it: &[(i64, Option<f64>)]| it.iter().filter(within).filter_map(|it| it.1).collect();
            return self.selected(name, matchers).map(|(labels, it)| (labels.clone(), samples(it))).collect();
        };
        let mut found: BTreeMap<Labels, Vec<f64>> = BTreeMap::new();
        for moment in (at - seconds..=at).filter(|it| it % step == 0) {
            for (labels, value) in self.value(inner, moment) {
                found.entry(labels).or_default().push(value);
            }
        }
        found.into_iter().collect()
    }

    fn call(&self, name: &str, by: &[String], arguments: &[Node], at: i64) -> Vector {
        let over = |how: fn(&[f64]) -> Option<f64>| -> Vector {
            let mut found = BTreeMap::new();
            for (labels, it) in self.range(&arguments[0], at) {
                if let Some(value) = how(&it) {
                    assert!(found.insert(nameless(labels), value).is_none(), "two series have the same labels");
                }
            }
            found.into_iter().collect()
        };
        let fold = |how: fn(&[f64]) -> f64| {
            let mut groups: BTreeMap<Labels, Vec<f64>> = BTreeMap::new();
            for (labels, value) in self.value(&arguments[0], at) {
                let kept = labels.into_iter().filter(|(name, _)| by.contains(name)).collect();
                groups.entry(kept).or_default().push(value);
            }
            groups.into_iter().map(|(labels, it)| (labels, how(&it))).collect()
        };
        // All samples are where periods begin and end, so that nothing has to be made up between them.
        let grown = |it: &[f64]| (it.len() > 1).then(|| it[it.len() - 1] - it[0]);
        match name {
            "vector" => self.value(&arguments[0], at),
            "increase" => over(grown),
            "rate" => {
                let Node::Range(_, seconds, _) = arguments[0] else { panic!("a rate is over a range") };
                over(grown)
                    .into_iter()
                    .map(|(labels, it)| (labels, it / f64::from(i32::try_from(seconds).unwrap())))
                    .collect()
            }
            "last_over_time" => over(|it| it.last().copied()),
            "avg_over_time" => over(|it| (!it.is_empty()).then(|| mean(it))),
            "max_over_time" => over(|it| it.iter().copied().reduce(f64::max)),
            "min_over_time" => over(|it| it.iter().copied().reduce(f64::min)),
            "sum_over_time" => over(|it| (!it.is_empty()).then(|| it.iter().sum())),
            "sum" => fold(|it| it.iter().sum()),
            "avg" => fold(mean),
            "max" => fold(|it| it.iter().copied().fold(f64::NEG_INFINITY, f64::max)),
            "min" => fold(|it| it.iter().copied().fold(f64::INFINITY, f64::min)),
            "histogram_quantile" => quantile(&self.value(&arguments[0], at), &self.value(&arguments[1], at)),
            _ => panic!("`{name}` is not known here"),
        }
    }
}

fn count(values: &[f64]) -> f64 {
    f64::from(u32::try_from(values.len()).unwrap())
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / count(values)
}

fn nameless(mut labels: Labels) -> Labels {
    labels.remove(NAME);
    labels
}

fn both(operator: &str, said: &str, left: Vector, right: Vector) -> Vector {
    let same = |one: &Labels, other: &Labels| said == "on" || nameless(one.clone()) == nameless(other.clone());
    match operator {
        "or" => {
            let more = right.into_iter().filter(|(it, _)| !left.iter().any(|(other, _)| same(it, other)));
            let more: Vector = more.collect();
            left.into_iter().chain(more).collect()
        }
        "unless" => left.into_iter().filter(|(it, _)| !right.iter().any(|(other, _)| same(it, other))).collect(),
        "and" => left.into_iter().filter(|(it, _)| right.iter().any(|(other, _)| same(it, other))).collect(),
        ">" | "<" | ">=" => {
            let limit = right[0].1;
            let holds = |it: f64| match operator {
                ">" => it > limit,
                "<" => it < limit,
                _ => it >= limit,
            };
            match said {
                "bool" => {
                    left.into_iter().map(|(labels, it)| (nameless(labels), f64::from(u8::from(holds(it))))).collect()
                }
                _ => left.into_iter().filter(|(_, it)| holds(*it)).collect(),
            }
        }
        _ => {
            let named = |it: Vector| it.into_iter().map(|(labels, it)| (nameless(labels), it)).collect::<Vector>();
            let (left, right) = (named(left), named(right));
            let pairs = left.iter().flat_map(|one| right.iter().map(move |other| (one, other)));
            let pairs = pairs.filter(|(one, other)| one.0.is_empty() || other.0.is_empty() || one.0 == other.0);
            pairs
                .map(|((labels, one), (others, other))| {
                    let value = match operator {
                        "*" => one * other,
                        "/" => one / other,
                        "+" => one + other,
                        _ => one - other,
                    };
                    (if labels.is_empty() { others.clone() } else { labels.clone() }, value)
                })
                .collect()
        }
    }
}

/// Between the ends of a bucket what is counted is taken to be spread evenly.
fn quantile(share: &Vector, buckets: &Vector) -> Vector {
    let mut bounds: Vec<(f64, f64)> = buckets.iter().map(|(labels, it)| (labels["le"].parse().unwrap(), *it)).collect();
    bounds.sort_by(|one, other| one.0.total_cmp(&other.0));
    let Some((_, all)) = bounds.last().copied().filter(|it| it.1 > 0.0) else { return Vec::new() };
    let rank = share[0].1 * all;
    // 19 of 20 are 95 of a hundred, although their binary fractions differ.
    let at = bounds.iter().position(|it| it.1 >= rank - 1e-9).unwrap();
    let (start, before) = if at == 0 { (0.0, 0.0) } else { bounds[at - 1] };
    let (end, until) = bounds[at];
    let value = if end.is_infinite() { start } else { start + (end - start) * (rank - before) / (until - before) };
    vec![(Labels::new(), value)]
}
