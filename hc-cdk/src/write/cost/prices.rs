//! A table of prices: a row for each item of a service, a column for each region.
//!
//! The text has a line each, with tabs between `service`, `item`, `unit`, the regions, and behind them, for whoever has that to say,
//! `free` and `source`. What begins with `#` says where the prices are from, and the first such line stands beside every estimate. A unit
//! that begins with a number is of so many: `1M requests`. Where a region has no price that of the first region stands in, and the estimate
//! says so. What is `free` of an item is how many of it nobody pays for in a month: of dashboards the first 3.

use indexmap::IndexMap;

/// Prices by service and item.
#[derive(Debug, Default)]
pub(crate) struct Prices {
    about: Vec<String>,
    regions: Vec<String>,
    /// Which cell behind the unit says what is free.
    free: Option<usize>,
    rows: IndexMap<(String, String), Row>,
}

#[derive(Debug)]
struct Row {
    unit: String,
    /// How many the unit is of.
    of: f64,
    /// A price for each region.
    prices: Vec<Option<f64>>,
    /// How many nobody pays for.
    free: f64,
}

/// The price of an item in a region.
#[derive(Debug, PartialEq)]
pub(crate) struct Price<'a> {
    /// What one of it is called.
    pub(crate) unit: &'a str,
    /// The price of so many.
    pub(crate) dollars: f64,
    pub(crate) of: f64,
    /// How many nobody pays for in a month.
    pub(crate) free: f64,
    /// The region that it is from.
    pub(crate) region: &'a str,
}

impl Prices {
    /// Reads a table.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let mut prices = Self::default();
        for (number, line) in (1..).zip(text.lines()) {
            if let Some(about) = line.strip_prefix('#') {
                prices.about.push(about.trim().to_owned());
            } else if !line.trim().is_empty() {
                let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
                prices.take(&cells).map_err(|what| format!("line {number}: {what}"))?;
            }
        }
        if prices.rows.is_empty() { Err("it has no prices".to_owned()) } else { Ok(prices) }
    }

    /// Reads several tables, each with its own regions; a text without anything is none.
    pub(crate) fn parse_all<'a>(texts: impl IntoIterator<Item = &'a str>) -> Result<Vec<Self>, String> {
        texts.into_iter().filter(|text| !text.is_empty()).map(Self::parse).collect()
    }

    fn take(&mut self, cells: &[&str]) -> Result<(), String> {
        let [service, item, unit, rest @ ..] = cells else {
            return Err(
                "a row has a service, an item, a unit, and a price for each region, with tabs between".to_owned()
            );
        };
        if self.regions.is_empty() {
            self.free = rest.iter().position(|it| *it == "free");
            let regions = rest.iter().take_while(|it| !matches!(**it, "free" | "source"));
            let regions: Vec<String> = regions.map(|it| (*it).to_owned()).collect();
            if (*service, *item, *unit) != ("service", "item", "unit") || regions.is_empty() {
                return Err("the first row names the columns: service, item, unit, and regions".to_owned());
            }
            self.regions = regions;
            return Ok(());
        }
        let free = self.free.and_then(|at| rest.get(at)).map_or(Ok(None), |cell| price(cell))?.unwrap_or_default();
        let cells = rest.iter().take(self.regions.len());
        let prices = cells.map(|cell| price(cell)).collect::<Result<Vec<_>, _>>()?;
        let (of, unit) = counted(unit);
        let row = Row { unit: unit.to_owned(), of, prices, free };
        match self.rows.insert(((*service).to_owned(), (*item).to_owned()), row) {
            Some(_) => Err(format!("`{service}`, `{item}` is there twice")),
            None => Ok(()),
        }
    }

    /// Where the prices are from.
    pub(crate) fn about(&self) -> &str {
        self.about.first().map_or("", String::as_str)
    }

    /// The price of an item in a region, or that of the first region.
    pub(crate) fn of(&self, service: &str, item: &str, region: &str) -> Option<Price<'_>> {
        let row = self.rows.get(&(service.to_owned(), item.to_owned()))?;
        let own = self.regions.iter().position(|it| it == region);
        let there = |at: usize| {
            let dollars = row.prices.get(at).copied().flatten()?;
            Some(Price { unit: &row.unit, dollars, of: row.of, free: row.free, region: self.regions.get(at)? })
        };
        own.and_then(there).or_else(|| there(0))
    }
}

/// More than anything costs, or is free or counted together: so that no sum of products is beyond all numbers.
const MOST: f64 = 1e12;

fn price(cell: &str) -> Result<Option<f64>, String> {
    if cell.is_empty() {
        return Ok(None);
    }
    let number = cell.parse::<f64>().ok().filter(|it| (0.0..=MOST).contains(it));
    number.map(Some).ok_or_else(|| format!("`{cell}` is no price"))
}

/// How many a unit is of, and its name: `1M requests`.
fn counted(unit: &str) -> (f64, &str) {
    let number = |word: &str| match word.strip_suffix('M') {
        Some(millions) => millions.parse::<f64>().ok().map(|it| it * 1e6),
        None => word.parse::<f64>().ok(),
    };
    let counted = unit.split_once(' ').and_then(|(word, name)| Some((number(word)?, name)));
    counted.filter(|(of, _)| (MOST.recip()..=MOST).contains(of)).unwrap_or((1.0, unit))
}

#[cfg(test)]
mod tests {
    use super::{Price, Prices};

    const TABLE: &str =
        "# of today\n# more\nservice\titem\tunit\tnorth\tsouth\tsource\nPost\tletter\t1M letters\t2\t\tx\n";

    #[test]
    fn a_price_is_that_of_the_region_or_of_the_first_one() {
        let prices = Prices::parse(&format!("{TABLE}Post\tbox\tmonth\t3\t4\n")).unwrap();
        assert_eq!(prices.about(), "of today");
        let of = |item, region| prices.of("Post", item, region);
        assert_eq!(
            of("letter", "south"),
            Some(Price { unit: "letters", dollars: 2.0, of: 1e6, free: 0.0, region: "north" })
        );
        assert_eq!(
            of("box", "south"),
            Some(Price { unit: "month", dollars: 4.0, of: 1.0, free: 0.0, region: "south" })
        );
        assert_eq!(of("box", "west").map(|it| it.dollars), Some(3.0));
        assert_eq!(of("parcel", "north"), None);
    }

    #[test]
    fn what_is_free_of_an_item_stands_behind_the_regions() {
        let table =
            "service\titem\tunit\tnorth\tfree\tsource\nPost\tletter\t1M letters\t2\t5\tx\nPost\tbox\tmonth\t3\t\tx\n";
        let prices = Prices::parse(table).unwrap();
        let free = |item| prices.of("Post", item, "north").map(|it| (it.free, it.dollars));
        assert_eq!((free("letter"), free("box")), (Some((5.0, 2.0)), Some((0.0, 3.0))));
    }

    #[test]
    fn a_table_that_cannot_be_read_says_where() {
        for (text, what) in [
            ("", "no prices"),
            ("service\titem\tunit\n", "line 1: the first row"),
            (&format!("{TABLE}Post\tbox\tmonth\t-3\n"), "line 5: `-3` is no price"),
            (&format!("{TABLE}Post\tbox\tmonth\tNaN\n"), "line 5: `NaN` is no price"),
            (&format!("{TABLE}Post\tbox\tmonth\t1e308\n"), "line 5: `1e308` is no price"),
            (&format!("{TABLE}Post\tletter\tmonth\t3\n"), "line 5: `Post`, `letter` is there twice"),
            (&format!("{TABLE}Post\n"), "line 5: a row has"),
        ] {
            let error = Prices::parse(text).unwrap_err();
            assert!(error.contains(what), "{text}: {error}");
        }
    }
}
