//! `cdk diff`: does `diff` find the same replaced and removed?
//!
//! Both compare earlier outputs of examples with what they write now: with another value of one property of each type, with each resource once
//! more, and of one system with what it becomes. `cdk diff` is asked by the library that it is made of, which asks no account.
//! Where both differ with cause is in `exceptions.tsv`.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, bail};
use serde_json::{Map, Value, json};

use super::{
    case::{Case, Judge, Output, Stack, Verdict, asked, json as read, list, text},
    exceptions::Exceptions,
    tool,
};

/// The packages and all that they need, by version and hash. CONTRIBUTING.md says how the files are written.
const PACKAGE: &str = include_str!("../../judges/cdk-diff/package.json");
const LOCK: &str = include_str!("../../judges/cdk-diff/package-lock.json");
/// Asks the library.
const SCRIPT: &str = include_str!("../../judges/cdk-diff/judge.js");
/// The reviewed differences.
const EXCEPTIONS: &str = include_str!("../../judges/cdk-diff/exceptions.tsv");
/// The example that is changed.
const EXAMPLE: &str = "prod_stack";
/// A stack of an example, and the stack of another that it becomes.
const BECOMES: [(&str, &str); 2] = [("healthtech", "healthtech"), ("healthtech_next", "healthtech-next")];
/// Neither replaced nor removed.
const STAYS: &str = "stays";

struct CdkDiff {
    folder: PathBuf,
}

/// One property that was another value.
struct Change<'a> {
    stack: &'a Stack,
    id: String,
    kind: String,
    property: String,
    value: Value,
}

/// What happens to resources, by name.
type Impacts = BTreeMap<String, String>;

/// What `diff` says of a resource.
struct Ours {
    kind: String,
    impact: String,
    properties: Vec<String>,
    follows: bool,
}

pub(super) fn install(folder: &Path) -> Result<Box<dyn Judge>> {
    tool::node(&folder.join("node"), PACKAGE, LOCK)?;
    fs::write(folder.join("node/judge.js"), SCRIPT)?;
    Ok(Box::new(CdkDiff { folder: folder.to_owned() }))
}

impl Judge for CdkDiff {
    fn judge(&self, case: &Case) -> Result<Verdict> {
        if !case.all_examples {
            return Ok(Verdict::absent("it changes the outputs of examples, and asks these what they say of that"));
        }
        let mut verdict = Verdict::default();
        let mut compared = Compared { exceptions: Exceptions::of(EXCEPTIONS)?, complaints: BTreeSet::new() };
        verdict.judged += self.of_values(find(case, EXAMPLE)?, &mut compared)?;
        verdict.judged += self.of_versions(case, &mut compared)?;
        verdict.complaints.extend(compared.complaints);
        compared.exceptions.tell(true, &mut verdict);
        Ok(verdict)
    }
}

impl CdkDiff {
    /// Compares what both say of other values of properties, and of resources that are there once more. Says how often.
    fn of_values(&self, output: &Output, compared: &mut Compared) -> Result<usize> {
        let changes = changes(output)?;
        let pair = |it: &Change<'_>| json!({ "after": it.stack.template, "id": it.id, "property": it.property, "value": it.value });
        let theirs = self.theirs(&changes.iter().map(pair).collect::<Vec<_>>())?;
        // What theirs says nothing of is looked at together, since ours has nothing to say of it either.
        let (alone, together): (Vec<_>, Vec<_>) =
            changes.iter().zip(&theirs).partition(|(change, theirs)| theirs.contains_key(&change.id));
        let earlier = Earlier::of(output, &self.folder)?;
        for (change, theirs) in alone {
            let ours = earlier.ours(&change.stack.template, &change.before()?)?;
            compared.one(change.stack, Some(change), &ours, theirs);
        }
        for stack in &output.stacks {
            let template = read(&stack.template)?;
            let mut before = template.clone();
            let mut of_stack = together.iter().filter(|(it, _)| it.stack.name == stack.name);
            of_stack.try_for_each(|(change, _)| change.apply(&mut before))?;
            compared.many(stack, &earlier.ours(&stack.template, &before)?);
            let twice = twice(template)?;
            let ours = earlier.ours(&stack.template, &twice)?;
            compared.one(stack, None, &ours, &self.of_templates(&twice, &stack.template)?);
        }
        Ok(changes.len() + output.stacks.len())
    }

    /// Compares what both say of a system that becomes another version of it.
    fn of_versions(&self, case: &Case, compared: &mut Compared) -> Result<usize> {
        let [before, after] = BECOMES.map(|(example, stack)| {
            let output = find(case, example)?;
            let stack = output.stacks.iter().find(|it| it.name == stack).context("a stack is not there any more")?;
            anyhow::Ok((output, stack))
        });
        let ((_, before), (output, after)) = (before?, after?);
        let before = read(&before.template)?;
        let ours = Earlier::of(output, &self.folder)?.ours(&after.template, &before)?;
        compared.one(after, None, &ours, &self.of_templates(&before, &after.template)?);
        Ok(1)
    }

    /// What `cdk diff` says of each pair of templates.
    fn theirs(&self, pairs: &[Value]) -> Result<Vec<Impacts>> {
        let input = self.folder.join("pairs.jsonl");
        fs::write(&input, pairs.iter().map(Value::to_string).collect::<Vec<_>>().join("\n"))?;
        let printed = tool::output(Command::new("node").arg(self.folder.join("node/judge.js")).arg(input))?;
        let found = printed.lines().map(serde_json::from_str).collect::<Result<Vec<Impacts>, _>>()?;
        if found.len() != pairs.len() {
            bail!("it does not judge every pair");
        }
        Ok(found)
    }

    fn of_templates(&self, before: &Value, after: &Path) -> Result<Impacts> {
        let file = self.folder.join("before.json");
        fs::write(&file, before.to_string())?;
        self.theirs(&[json!({ "before": file, "after": after })])?.pop().context("it judges nothing")
    }
}

fn find<'a>(case: &'a Case, name: &str) -> Result<&'a Output> {
    case.outputs.iter().find(|it| it.name == name).with_context(|| format!("there is no example `{name}` any more"))
}

/// For each property of each type, the first resource that has it, with another value.
fn changes(output: &Output) -> Result<Vec<Change<'_>>> {
    let (mut seen, mut found) = (BTreeSet::new(), Vec::new());
    for stack in &output.stacks {
        let template = read(&stack.template)?;
        let resources = template.pointer("/Resources").and_then(Value::as_object);
        for (id, resource) in resources.into_iter().flatten() {
            let kind = text(resource, "/Type").unwrap_or_default();
            let properties = resource.get("Properties").and_then(Value::as_object);
            for (property, value) in properties.into_iter().flatten() {
                if seen.insert((kind.to_owned(), property.clone())) {
                    let (id, kind, property) = (id.clone(), kind.to_owned(), property.clone());
                    found.push(Change { stack, id, kind, property, value: another(value) });
                }
            }
        }
    }
    Ok(found)
}

/// A value of the same shape that is another in every place. What is computed becomes a text.
fn another(value: &Value) -> Value {
    match value {
        Value::Null => Value::Null,
        Value::Bool(it) => (!it).into(),
        Value::Number(it) => {
            it.as_i64().map_or_else(|| json!(it.as_f64().unwrap_or_default() + 1.0), |it| json!(it + 1))
        }
        Value::String(it) => format!("{it}x").into(),
        Value::Array(items) => items.iter().map(another).collect(),
        Value::Object(members) => {
            let is_computed = |(name, _): (&String, _)| name == "Ref" || name.starts_with("Fn::");
            if members.len() == 1 && members.iter().any(is_computed) {
                return "another".into();
            }
            members.iter().map(|(name, member)| (name.clone(), another(member))).collect()
        }
    }
}

/// A template with each resource once more under another name.
fn twice(mut template: Value) -> Result<Value> {
    let resources = template.pointer_mut("/Resources").and_then(Value::as_object_mut).context("it has no resources")?;
    let more: Map<String, Value> = resources.iter().map(|(id, it)| (format!("Former{id}"), it.clone())).collect();
    resources.extend(more);
    Ok(template)
}

impl Change<'_> {
    /// The template as it was before.
    fn before(&self) -> Result<Value> {
        let mut template = read(&self.stack.template)?;
        self.apply(&mut template)?;
        Ok(template)
    }

    fn apply(&self, template: &mut Value) -> Result<()> {
        let place = template.pointer_mut(&format!("/Resources/{}/Properties/{}", self.id, self.property));
        *place.context("a property is not where it was")? = self.value.clone();
        Ok(())
    }
}

/// An earlier output of an example.
struct Earlier<'a> {
    output: &'a Output,
    folder: PathBuf,
}

impl<'a> Earlier<'a> {
    fn of(output: &'a Output, folder: &Path) -> Result<Self> {
        let folder = folder.join("earlier").join(&output.name);
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        copy(&output.folder, &folder)?;
        Ok(Self { output, folder })
    }

    /// What `diff` says of a template that was another: by stack and resource.
    fn ours(&self, template: &Path, before: &Value) -> Result<BTreeMap<(String, String), Ours>> {
        let file = self.folder.join(template.file_name().context("a template has no name")?);
        fs::write(&file, before.to_string())?;
        let printed = tool::output(asked(&self.output.name, Some("diff"), &self.folder).args(["--format", "json"]))?;
        fs::copy(template, file)?;
        let difference: Value = serde_json::from_str(&printed)?;
        let mut found = BTreeMap::new();
        for change in list(&difference, "/changes") {
            let member = |name| text(change, name).unwrap_or_default().to_owned();
            let (kind, mut impact) = (member("/kind"), member("/action"));
            if impact == "changed" || !kind.contains("::") {
                continue;
            }
            if impact == "removed" && member("/remains") == "itself" {
                "kept".clone_into(&mut impact);
            }
            let properties = list(change, "/properties").iter().filter_map(Value::as_str).map(str::to_owned).collect();
            let follows = !list(change, "/follows").is_empty();
            found.insert((member("/stack"), member("/name")), Ours { kind, impact, properties, follows });
        }
        Ok(found)
    }
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &to)?;
        } else {
            fs::copy(entry.path(), to)?;
        }
    }
    Ok(())
}

/// Where both differ.
struct Compared {
    exceptions: Exceptions,
    complaints: BTreeSet<String>,
}

impl Compared {
    /// Compares what both say of one stack. `change` is the one property that changes, if it is one.
    fn one(
        &mut self,
        stack: &Stack,
        change: Option<&Change<'_>>,
        ours: &BTreeMap<(String, String), Ours>,
        theirs: &Impacts,
    ) {
        let is_refused = ours.values().any(|it| it.impact == "refused");
        for ((of, name), it) in ours {
            if *of != stack.name {
                // Theirs looks at one template; ours goes on into the stacks that import what is replaced.
                if !it.follows {
                    self.complaints
                        .insert(format!("{}: {of}/{name} is {}, and nobody knows why", stack.label, it.impact));
                }
                continue;
            }
            let theirs = theirs.get(name).map_or(STAYS, String::as_str);
            if theirs != it.impact {
                self.differ(stack, change.filter(|change| change.id == *name), &it.kind, (theirs, &it.impact), name);
            }
        }
        // Nothing follows from what is not deployed.
        for (name, theirs) in theirs.iter().filter(|_| !is_refused) {
            if !ours.contains_key(&(stack.name.clone(), name.clone())) {
                let kind = read(&stack.template).ok();
                let kind =
                    kind.as_ref().and_then(|it| text(it, &format!("/Resources/{name}/Type"))).unwrap_or_default();
                self.differ(stack, change.filter(|change| change.id == *name), kind, (theirs, STAYS), name);
            }
        }
    }

    /// Takes what ours says of many properties, of which theirs says that nothing is replaced.
    fn many(&mut self, stack: &Stack, ours: &BTreeMap<(String, String), Ours>) {
        for ((of, name), it) in ours.iter().filter(|(_, it)| !it.follows) {
            for property in it.properties.iter().filter_map(|it| it.split('/').next()) {
                let differ = format!("{}.{property}", it.kind);
                self.say(stack, (STAYS, &it.impact), &differ, &format!("{of}/{name}"));
            }
        }
    }

    fn differ(&mut self, stack: &Stack, change: Option<&Change<'_>>, kind: &str, said: (&str, &str), name: &str) {
        let what = change.map_or_else(|| kind.to_owned(), |it| format!("{}.{}", it.kind, it.property));
        self.say(stack, said, &what, name);
    }

    fn say(&mut self, stack: &Stack, (theirs, ours): (&str, &str), what: &str, name: &str) {
        if !self.exceptions.excuse(&stack.label, &format!("{theirs} {ours}"), what) {
            self.complaints.insert(format!("{}: {name}: {what}: `cdk diff` says {theirs}, ours {ours}", stack.label));
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::another;

    #[test]
    fn another_value_differs_in_every_place() {
        let value =
            json!({ "A": ["x", 1, 2.0, true], "B": { "Ref": "X" }, "C": { "D": { "Fn::GetAtt": ["X", "Arn"] } } });
        let expected = json!({ "A": ["xx", 2, 3.0, false], "B": "another", "C": { "D": "another" } });
        assert_eq!(another(&value), expected);
    }
}
