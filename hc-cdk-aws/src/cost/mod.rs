//! What is paid for in a template: read in the finished file, by a table of meters and a table of prices.
//!
//! A type that has no meter and is not known to cost nothing is named as one of which nothing is known.

mod free;
mod meter;
mod meters;
mod thing;

use hc_cdk::{
    charge::{Amount, Charge},
    target::Before,
};
use serde_json::Value;

use self::{free::is_free, meters::METERS, thing::Template};

/// The prices, with where they are from.
pub(crate) const PRICES: &str = include_str!("prices.tsv");

/// What is paid for in the stacks of a cloud assembly, in the order of its files.
pub(crate) fn charges(read: &Before<'_>) -> Result<Vec<Charge>, String> {
    let Some(manifest) = read("manifest.json")? else { return Ok(Vec::new()) };
    let manifest = parsed("manifest.json", &manifest)?;
    let artifacts = manifest.get("artifacts").and_then(Value::as_object);
    let mut charges = Vec::new();
    for (stack, artifact) in artifacts.into_iter().flatten() {
        let Some(path) = artifact.pointer("/properties/templateFile").and_then(Value::as_str) else { continue };
        let region = artifact.get("environment").and_then(Value::as_str).and_then(|it| it.rsplit('/').next());
        let Some(text) = read(path)? else { continue };
        let template = Template::of(parsed(path, &text)?);
        of_template(&template, stack, region.unwrap_or_default(), &mut charges);
    }
    Ok(charges)
}

fn parsed(path: &str, text: &str) -> Result<Value, String> {
    serde_json::from_str(text).map_err(|error| format!("`{path}` is not JSON: {error}"))
}

fn of_template(template: &Template, stack: &str, region: &str, charges: &mut Vec<Charge>) {
    for thing in template.things() {
        let charge = |of, amount| Charge {
            stack: stack.to_owned(),
            region: region.to_owned(),
            name: thing.name.to_owned(),
            kind: thing.kind().to_owned(),
            of,
            amount,
        };
        let mut is_metered = false;
        for meter in METERS.iter().filter(|it| it.kind == thing.kind()) {
            is_metered = true;
            if meter.applies(&thing) {
                let (of, amount) = meter.read_in(&thing);
                charges.push(charge(Some(of), amount));
            }
        }
        if !is_metered && !is_free(thing.kind()) {
            charges.push(charge(None, Amount::Open));
        }
    }
}

#[cfg(test)]
mod tests;
