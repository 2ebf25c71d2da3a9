//! `cargo xtask roundtrip`: are values that follow our facts accepted, by our own check and by cfn-lint?
//!
//! The facts of a resource type are read as a program reads them, values are made from nothing else, and cfn-lint looks at
//! a template of them. What it rejects although our check does not is either a fact that the notation leaves out, which
//! `left_out.tsv` lists with the reason, or a mistake of the generator. The other way round each fact of the values is
//! broken in turn, and our check must find it.

mod program;
mod random;
mod strategy;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    process::Command,
};

use anyhow::{Context as _, Result, bail};
use hc_cdk::value::{Json, Token};
use hc_cdk_cfn::schema::{Problem, Schema};
use serde_json::{Value, json};

use self::{
    program::Sample,
    random::Random,
    strategy::{PARAMETER, Strategy},
};
use crate::{
    codegen::{self, build, fetch, services, told},
    judge::{cfn_lint, tool},
    rows::rows,
};

/// What cfn-lint knows and our facts do not, by rule and condition, each with the reason.
const LEFT_OUT: &str = include_str!("left_out.tsv");

/// The rules that say that no alternative, or more than one, holds. Others then say what each alternative would need.
const ALTERNATIVES: [&str; 2] = ["E3017", "E3018"];

/// So many resource types are drawn if none of the options says otherwise.
const SAMPLE: usize = 40;

/// A template has so many resources at most.
const BATCH: usize = 60;

/// What `cargo xtask roundtrip` is asked.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Take every resource type, and not only a sample of those whose features are on by default
    #[arg(long)]
    all: bool,
    /// Draw another sample and other values
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// List every rejection by cfn-lint, also those that are expected
    #[arg(long)]
    verbose: bool,
}

impl Args {
    /// The sample that is always the same.
    pub(crate) const SAMPLE: Self = Self { all: false, seed: 0, verbose: false };
}

/// Makes values and lets both sides look at them.
pub(crate) fn run(args: &Args) -> Result<()> {
    let workspace = codegen::workspace()?;
    let registry = fetch::registry(&workspace.join("target/cfn-schemas"))?;
    let list = fs::read_to_string(workspace.join("hc-cdk-cfn/services.txt"))?;
    let services = services::parse(&list)?;
    let names = services.iter().filter(|it| args.all || it.default).flat_map(|it| registry.types(&it.name));
    let names = drawn(names.collect(), args);

    let mut mistakes = Vec::new();
    let mut samples = Vec::new();
    let mut functions = String::new();
    let mut broken = 0;
    for name in names {
        let model = build::resource(&registry.schema(name)?)?;
        // The check reads text that lives as long as the program.
        let schema = Schema::parse(String::leak(told::text(&model.structs)));
        let random = Random::new(args.seed, name);
        let properties = Strategy { structs: &model.structs, schema: &schema, random }
            .properties()
            .with_context(|| format!("cannot make a `{name}`"))?;
        for Problem { path, wrong, allowed } in problems(&schema, &properties) {
            mistakes.push(format!("{name}: our check rejects `{path}`: {wrong:?}: {allowed}"));
        }
        for wrong in strategy::broken(&schema, &properties) {
            broken += 1;
            if !problems(&schema, &wrong.properties).iter().any(|problem| problem.path == wrong.path) {
                mistakes.push(format!("{name}: our check does not find what is wrong with `{}`", wrong.path));
            }
        }
        functions.push_str(&program::function(samples.len(), &model, &properties)?);
        samples.push(Sample { name: name.to_owned(), properties });
    }
    println!("our check: {} types accepted, {broken} broken facts found, {} mistakes", samples.len(), mistakes.len());
    let differing = program::run(&workspace, &functions, &samples)?;
    println!("structs: {} of {} give what they were filled with", samples.len() - differing.len(), samples.len());
    mistakes.extend(differing);
    mistakes.extend(linted(args, &workspace, &samples)?);
    if !mistakes.is_empty() {
        bail!("the facts and the values made from them do not agree:\n{}", mistakes.join("\n"));
    }
    Ok(())
}

/// All names, or a sample of them in the same order.
fn drawn<'a>(names: Vec<&'a str>, args: &Args) -> Vec<&'a str> {
    if args.all {
        return names;
    }
    let mut random = Random::new(args.seed, "sample");
    let mut drawn = BTreeSet::new();
    while drawn.len() < SAMPLE.min(names.len()) {
        drawn.extend(random.pick(&names).copied());
    }
    drawn.into_iter().collect()
}

fn problems(schema: &Schema, properties: &Json) -> Vec<Problem> {
    let mut found = Vec::new();
    schema.check(properties, &mut |problem| found.push(problem));
    found
}

/// What cfn-lint has against the values that is not known to be left out.
fn linted(args: &Args, workspace: &Path, samples: &[Sample]) -> Result<Vec<String>> {
    let program = cfn_lint::program(&workspace.join("target/judges/cfn-lint"))?;
    let folder = workspace.join("target/roundtrip");
    fs::create_dir_all(&folder)?;
    let left_out = left_out()?;
    let mut met = BTreeSet::new();
    let mut unexpected = Vec::new();
    let mut by_rule: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    let mut rejected = BTreeSet::new();
    for (number, batch) in samples.chunks(BATCH).enumerate() {
        let file = folder.join(format!("{number}.json"));
        fs::write(&file, serde_json::to_vec_pretty(&template(batch)?)?)?;
        let (printed, _) = tool::attempt(
            Command::new(&program).args(["--format", "json", "--regions", "us-east-1", "-t"]).arg(&file),
        )?;
        // What it says on the error stream, if anything, follows the list.
        let found: Value = serde_json::Deserializer::from_str(&printed)
            .into_iter()
            .next()
            .with_context(|| format!("`cfn-lint` says nothing of `{}`", file.display()))??;
        let found = found.as_array().context("`cfn-lint` gives no list")?;
        let alternatives: Vec<_> =
            found.iter().filter(|it| ALTERNATIVES.contains(&text(it, "/Rule/Id"))).map(place).collect();
        for complaint in found {
            let (rule, message) = (text(complaint, "/Rule/Id"), text(complaint, "/Message"));
            let id = text(complaint, "/Location/Path/1");
            let sample = id.strip_prefix('R').and_then(|number| batch.get(number.parse::<usize>().ok()?));
            let name = sample.map_or("the template", |sample| sample.name.as_str());
            by_rule.entry(rule.to_owned()).or_default().insert(name);
            rejected.extend(sample.map(|sample| sample.name.as_str()));
            let path = place(complaint);
            let line =
                format!("{name}: cfn-lint: {rule} at {}: {message}", path.get(2..).unwrap_or_default().join("/"));
            let known = left_out.iter().find(|(known, condition)| {
                *known == rule
                    && match *condition {
                        "-" => true,
                        "alternatives" => alternatives.iter().any(|above| path.starts_with(above)),
                        part => message.contains(part),
                    }
            });
            if args.verbose || known.is_none() {
                println!("{line}");
            }
            match known {
                Some(known) => _ = met.insert(*known),
                None => unexpected.push(line),
            }
        }
    }
    println!("cfn-lint: {} of {} types accepted", samples.len() - rejected.len(), samples.len());
    for (rule, types) in by_rule {
        println!("  {rule}: {} types", types.len());
    }
    if args.all {
        // Which rules across properties are met depends on the seed, so this is for the reader and no failure.
        for (rule, condition) in left_out.difference(&met) {
            println!("  left_out.tsv: `{rule}` with `{condition}` does not occur with this seed");
        }
    }
    Ok(unexpected)
}

fn text<'a>(complaint: &'a Value, pointer: &str) -> &'a str {
    complaint.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

/// The path of what is complained about.
fn place(complaint: &Value) -> Vec<String> {
    let steps = complaint.pointer("/Location/Path").and_then(Value::as_array).into_iter().flatten();
    steps.map(|step| step.as_str().map_or_else(|| step.to_string(), ToOwned::to_owned)).collect()
}

/// The rules and conditions of the list.
fn left_out() -> Result<BTreeSet<(&'static str, &'static str)>> {
    let all = rows(LEFT_OUT).context("in left_out.tsv")?;
    Ok(all.into_iter().map(|[rule, condition, _reason]| (rule, condition)).collect())
}

/// A template with the resources `R0`, `R1` and so on.
fn template(samples: &[Sample]) -> Result<Value> {
    let mut resources = serde_json::Map::new();
    for (number, Sample { name, properties }) in samples.iter().enumerate() {
        resources.insert(format!("R{number}"), json!({ "Type": name, "Properties": plain(properties)? }));
    }
    let mut template = json!({ "Resources": resources });
    let reference = json!({ "Ref": PARAMETER }).to_string();
    if template.to_string().contains(&reference)
        && let Some(template) = template.as_object_mut()
    {
        template.insert("Parameters".to_owned(), json!({ PARAMETER: { "Type": "String", "NoEcho": true } }));
    }
    Ok(template)
}

fn plain(value: &Json) -> Result<Value> {
    Ok(match value {
        Json::Null => Value::Null,
        Json::Bool(value) => json!(value),
        Json::Int(value) => json!(value),
        Json::Float(value) => json!(value),
        Json::Text(text) => json!(text),
        Json::List(items) => Value::Array(items.iter().map(plain).collect::<Result<_>>()?),
        Json::Object(object) => {
            let members = object.iter().map(|(name, value)| Ok((name.to_owned(), plain(value)?)));
            Value::Object(members.collect::<Result<_>>()?)
        }
        Json::Token(token) => match &**token {
            Token::Function { name, arguments } => json!({ *name: plain(arguments)? }),
            _ => bail!("the strategy makes no such token"),
        },
    })
}
