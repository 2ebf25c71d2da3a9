//! The end of stacks that are to leave nothing behind: their buckets are filled, they are deleted, and what of them is still there is looked for.

use std::fs;

use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};

use super::{
    super::case::{Output, Stack, json as read, text},
    Deployment, named,
    server::Server,
    status,
};

/// What has a bucket emptied before it is deleted.
const EMPTIED: &str = "Custom::EmptiedBucket";
const BUCKET: &str = "AWS::S3::Bucket";

impl Deployment {
    /// Whether all that the stacks have goes with them: buckets are emptied, and nothing is kept.
    pub(super) fn ends(output: &Output) -> Result<bool> {
        let mut has_bucket = false;
        for stack in &output.stacks {
            let template = read(&stack.template)?;
            let resources =
                template.pointer("/Resources").and_then(Value::as_object).context("there are no resources")?;
            if resources.values().any(|it| !matches!(text(it, "/DeletionPolicy"), None | Some("Delete"))) {
                return Ok(false);
            }
            has_bucket |= resources.values().any(|it| text(it, "/Type") == Some(EMPTIED));
        }
        Ok(has_bucket)
    }

    /// Fills the buckets of the stacks, has them deleted, and says what is not as it has to be then.
    pub(super) fn end(
        &self,
        server: &Server,
        stacks: &[&Stack],
        delete: impl FnOnce() -> Result<(String, bool)>,
    ) -> Result<Vec<String>> {
        let mut made = Vec::new();
        for stack in stacks {
            let (printed, done) = self.account(server, &["fill", &stack.region, &stack.name])?;
            if !done {
                bail!("{}: its buckets cannot be filled: {}", stack.label, printed.trim());
            }
            made.push(printed);
        }
        let mut complaints = Vec::new();
        let (printed, done) = delete()?;
        if !done {
            complaints.push(format!("it cannot be deleted: {}", printed.trim()));
        }
        for (stack, made) in stacks.iter().zip(made) {
            if let Some((status, reason)) = status(&self.told(server, &stack.region)?, stack) {
                complaints.push(format!("after its deletion, it is {status}: {reason}"));
                continue;
            }
            let ids = made.lines().collect::<Vec<_>>();
            let (left, done) = self.account(server, &[&["left", &stack.region], &ids[..]].concat())?;
            if !done {
                bail!("{}: nobody can say what is left: {}", stack.label, left.trim());
            }
            complaints.extend(left.lines().map(|it| format!("after its deletion, this is left: {it}")));
        }
        Ok(complaints)
    }

    /// Spoils the stack in several ways, each of which has to show at its end. The account is empty before each.
    pub(super) fn prove(&self, server: &mut Server, stack: &Stack) -> Result<usize> {
        let sound = emptying(&read(&stack.template)?)?;
        for (number, (what, spoil, expected)) in SPOILED.iter().enumerate() {
            let mut template = sound.clone();
            server.empty()?;
            spoil(&mut template).with_context(|| format!("`{what}` cannot be tried"))?;
            let file = self.out.join(format!("spoiled{number}.json"));
            fs::write(&file, template.to_string())?;
            let spoiled = named(stack, &format!("spoiled{number}"), file);
            let (printed, done) = self.create(server, &spoiled)?;
            if !done {
                bail!("the stack for `{what}` does not come up: {}", printed.trim());
            }
            let found = self.end(server, &[&spoiled], || self.delete(server, &spoiled))?;
            if !found.iter().any(|it| it.contains(expected)) {
                bail!("it does not find that {what}: {found:?}");
            }
        }
        Ok(SPOILED.len())
    }

    /// Deletes a stack.
    pub(super) fn delete(&self, server: &Server, stack: &Stack) -> Result<(String, bool)> {
        self.aws(server, &stack.region, &["cloudformation", "delete-stack", "--stack-name", &stack.name])
    }
}

/// Spoils a template; nothing if it has no such place.
type Spoil = fn(template: &mut Value) -> Option<()>;

/// What is broken, how, and what has to be said of it.
const SPOILED: [(&str, Spoil, &str); 4] = [
    ("the function says that it is done, and does nothing", idle, "is not empty"),
    ("nobody empties a bucket", unheard, "is not empty"),
    ("a bucket is kept", kept, "s3 buckets"),
    ("a bucket is locked", locked, "DELETE_FAILED"),
];

fn idle(template: &mut Value) -> Option<()> {
    let code = resources(template)?.find_map(|it| it.pointer_mut("/Properties/Code/ZipFile"))?;
    let is_delete = r#"event["RequestType"] == "Delete""#;
    let spoiled = code.as_str().filter(|it| it.contains(is_delete))?.replace(is_delete, "False");
    *code = spoiled.into();
    Some(())
}

fn unheard(template: &mut Value) -> Option<()> {
    let all = template.pointer_mut("/Resources")?.as_object_mut()?;
    let name = all.iter().find(|(_, it)| text(it, "/Type") == Some(EMPTIED))?.0.clone();
    all.remove(&name).map(drop)
}

fn kept(template: &mut Value) -> Option<()> {
    bucket(template)?.insert("DeletionPolicy".to_owned(), "Retain".into());
    Some(())
}

fn locked(template: &mut Value) -> Option<()> {
    let properties = bucket(template)?.get_mut("Properties")?.as_object_mut()?;
    properties.insert("ObjectLockEnabled".to_owned(), true.into());
    let rule = json!({ "DefaultRetention": { "Mode": "COMPLIANCE", "Days": 1 } });
    properties.insert("ObjectLockConfiguration".to_owned(), json!({ "ObjectLockEnabled": "Enabled", "Rule": rule }));
    Some(())
}

fn bucket(template: &mut Value) -> Option<&mut serde_json::Map<String, Value>> {
    resources(template)?.find(|it| text(it, "/Type") == Some(BUCKET))?.as_object_mut()
}

fn resources(template: &mut Value) -> Option<impl Iterator<Item = &mut Value>> {
    Some(template.pointer_mut("/Resources")?.as_object_mut()?.values_mut())
}

/// The part of a template that empties buckets: what stands for that, and all that it refers to.
fn emptying(template: &Value) -> Result<Value> {
    let all = template.pointer("/Resources").and_then(Value::as_object).context("there are no resources")?;
    let mut needed: Vec<&str> =
        all.iter().filter(|(_, it)| text(it, "/Type") == Some(EMPTIED)).map(|(name, _)| name.as_str()).collect();
    let mut at = 0;
    while let Some(name) = needed.get(at).copied() {
        at += 1;
        let text = all.get(name).context("a resource is missing")?.to_string();
        let named = |it: &&String| text.contains(&format!("\"{it}\""));
        for name in all.keys().filter(named) {
            if !needed.contains(&name.as_str()) {
                needed.push(name);
            }
        }
    }
    let resources: serde_json::Map<_, _> = all
        .iter()
        .filter(|(name, _)| needed.contains(&name.as_str()))
        .map(|(name, it)| (name.clone(), it.clone()))
        .collect();
    Ok(json!({ "Parameters": template.get("Parameters").unwrap_or(&json!({})), "Resources": resources }))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::emptying;

    #[test]
    fn what_empties_a_bucket_is_all_that_it_refers_to() {
        let template = json!({ "Resources": {
            "Emptied": { "Type": "Custom::EmptiedBucket", "DependsOn": ["Policy"], "Properties": { "Bucket": { "Ref": "Bucket" } } },
            "Policy": { "Type": "A", "Properties": { "Role": { "Ref": "Role" } } },
            "Role": { "Type": "A" },
            "Bucket": { "Type": "AWS::S3::Bucket" },
            "Other": { "Type": "A", "Properties": { "Bucket": { "Ref": "Bucket" } } },
        } });
        let part = emptying(&template).unwrap();
        let names: Vec<_> = part["Resources"].as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(names.len(), 4, "{names:?}");
        assert!(!names.contains(&"Other"));
    }
}
