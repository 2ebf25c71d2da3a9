//! An estimate: a line for each thing that is paid for, with its cost or why there is none.

use indexmap::{IndexMap, IndexSet};

use super::prices::Prices;
use crate::{
    check::Checked,
    model::{
        StackModel,
        charge::{Amount, Charge},
    },
};

/// What a system costs in a month.
#[derive(Debug)]
pub(crate) struct Estimate {
    pub(crate) lines: Vec<Line>,
    /// Where the prices are from.
    pub(crate) about: Vec<String>,
    /// The stacks of targets of which no price is known, by the target's name.
    pub(crate) unpriced: IndexMap<&'static str, Vec<String>>,
}

/// One thing that is paid for.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) charge: Charge,
    /// The path of the construct that it belongs to, if the program has it.
    pub(crate) construct: Option<String>,
    pub(crate) cost: Cost,
}

/// What it costs, or why that is not known.
#[derive(Debug, PartialEq)]
pub(crate) enum Cost {
    /// So much.
    Known {
        /// How many of the unit are paid for.
        quantity: f64,
        /// How many more there are, for which nobody pays.
        free: f64,
        /// What they are.
        unit: String,
        /// The region that the price is of.
        region: String,
        /// What they cost together.
        dollars: f64,
    },
    /// Nobody says how much is used.
    NotSaid(&'static str),
    /// The table has no price.
    NoPrice,
    /// Only the deployment knows how much there is.
    Open,
    /// Nobody knows what the type costs.
    Unknown,
}

impl Estimate {
    /// Prices what targets read in files, at the usage that the program says.
    pub(crate) fn of(checked: &Checked<'_>, charges: Vec<Charge>, prices: &[Prices]) -> Self {
        let mut usage = Said::of(checked);
        let mut left = Free::default();
        let lines = charges.into_iter().map(|charge| {
            let place = usage.place(&charge);
            let construct = place.and_then(|(stack, at)| Some(stack.constructs.get(at)?.path.clone()));
            let cost = cost(&charge, place, &mut usage, prices, &mut left);
            Line { charge, construct, cost }
        });
        let about = prices.iter().map(|it| it.about().to_owned()).collect();
        Self { lines: lines.collect(), about, unpriced: IndexMap::new() }
    }

    /// The same with the stacks that are on one of these targets, of which no price is known.
    pub(crate) fn without(self, checked: &Checked<'_>, targets: &[&str]) -> Self {
        let mut unpriced: IndexMap<&'static str, Vec<String>> = IndexMap::new();
        for stack in checked.stacks().iter().filter(|it| targets.contains(&it.target)) {
            unpriced.entry(stack.target).or_default().push(stack.name().to_owned());
        }
        Self { unpriced, ..self }
    }

    /// What is known of it together.
    pub(crate) fn total(&self) -> f64 {
        // A sum of nothing is -0.0.
        self.lines.iter().map(Line::dollars).fold(0.0, |sum, it| sum + it)
    }
}

impl Line {
    pub(crate) fn dollars(&self) -> f64 {
        if let Cost::Known { dollars, .. } = self.cost { dollars } else { 0.0 }
    }
}

/// What is left of that which is free of each item: an account has it once, for all of its stacks.
type Free = IndexMap<(String, String), f64>;

fn cost<'a>(
    charge: &Charge,
    place: Option<Place<'a>>,
    usage: &mut Said<'a>,
    prices: &[Prices],
    left: &mut Free,
) -> Cost {
    let Some((service, item)) = &charge.of else { return Cost::Unknown };
    let Some(price) = prices.iter().find_map(|it| it.of(service, item, &charge.region)) else { return Cost::NoPrice };
    let quantity = match charge.amount {
        Amount::Known(quantity) => quantity,
        Amount::Open => return Cost::Open,
        Amount::Used(measure, times) => match place.and_then(|it| usage.take(it, measure, (service, item))) {
            Some(amount) => amount * times,
            None => return Cost::NotSaid(measure),
        },
    };
    let left = left.entry((service.clone(), item.clone())).or_insert(price.free);
    let free = quantity.min(*left);
    *left -= free;
    let quantity = quantity - free;
    let dollars = quantity / price.of * price.dollars;
    Cost::Known { quantity, free, unit: price.unit.to_owned(), region: price.region.to_owned(), dollars }
}

/// A construct by its stack and its place there.
type Place<'a> = (&'a StackModel, usize);

/// What the program says of usage, found by the construct of the resource that it is said of.
struct Said<'a> {
    amounts: IndexMap<(&'a str, usize, &'static str), f64>,
    constructs: IndexMap<(&'a str, &'a str), Place<'a>>,
    /// What was priced already: a construct's usage is that of the whole of it.
    taken: IndexSet<(String, usize, &'static str, String)>,
}

impl<'a> Said<'a> {
    fn of(checked: &Checked<'a>) -> Self {
        let mut said = Self { amounts: IndexMap::new(), constructs: IndexMap::new(), taken: IndexSet::new() };
        for stack in checked.stacks() {
            for resource in &stack.resources {
                let key = (stack.name(), resource.logical_id.as_str());
                said.constructs.insert(key, (stack, resource.construct as usize));
            }
            for record in &stack.usage {
                let Some(of) = checked.system().stack(record.resource.stack()) else { continue };
                let Some(resource) = of.resources.get(record.resource.index()) else { continue };
                let key = (of.name(), resource.construct as usize, record.measure);
                #[allow(clippy::cast_precision_loss, reason = "an estimate of what is used")]
                let amount = record.amount as f64;
                *said.amounts.entry(key).or_default() += amount;
            }
        }
        said
    }

    /// The construct whose resource is paid for.
    fn place(&self, charge: &Charge) -> Option<Place<'a>> {
        self.constructs.get(&(charge.stack.as_str(), charge.name.as_str())).copied()
    }

    /// What is said of a measure of a construct or of one around it; nothing if it is paid for already.
    fn take(&mut self, (stack, at): Place<'a>, measure: &'static str, of: (&str, &str)) -> Option<f64> {
        let mut here = Some(at);
        while let Some(at) = here {
            if let Some(amount) = self.amounts.get(&(stack.name(), at, measure)) {
                let of = format!("{}\n{}", of.0, of.1);
                let is_first = self.taken.insert((stack.name().to_owned(), at, measure, of));
                return Some(if is_first { *amount } else { 0.0 });
            }
            here = stack.constructs.get(at)?.parent.map(|it| it as usize);
        }
        None
    }
}
