//! What `aws` does with stacks: it creates them, deploys them again, updates them, and deletes them.

use std::{fs, path::Path};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use super::{
    super::case::{Output, Stack, Verdict, json as read, text},
    Deployment, in_order, is_large, named,
    server::Server,
};

/// The largest template that `aws` hands over without uploading it first.
const DIRECT_BYTES: u64 = 51_200;
/// Where larger ones go.
const BUCKET: &str = "staging";
/// The stacks make roles.
const ALLOWED: &[&str] = &["--capabilities", "CAPABILITY_NAMED_IAM"];
/// What nothing else refers to.
const WATCHES: [&str; 2] = ["AWS::CloudWatch::Alarm", "AWS::CloudWatch::Dashboard"];

impl Deployment {
    /// Creates each stack, in the order of their needs, and deploys each again.
    pub(super) fn with_aws(&self, server: &Server, output: &Output, verdict: &mut Verdict) -> Result<()> {
        let stacks = in_order(&output.stacks)?;
        if stacks.iter().any(|stack| is_large(stack, DIRECT_BYTES)) {
            let (printed, done) = self.aws(server, "us-east-1", &["s3", "mb", &format!("s3://{BUCKET}")])?;
            if !done {
                bail!("there is no bucket for templates: {}", printed.trim());
            }
        }
        for &stack in &stacks {
            let (printed, done) = self.create(server, stack)?;
            if !done {
                verdict.complaints.push(format!("{}: `aws` does not create it: {}", stack.label, printed.trim()));
                return Ok(());
            }
        }
        self.are_up(server, stacks.iter().copied(), |_| "CREATE_COMPLETE", "aws", verdict)?;
        stacks.iter().try_for_each(|stack| self.again(server, stack, verdict))
    }

    /// Updates the stacks and deletes them, after something was put into their buckets. Then it proves that it finds what is wrong with an
    /// end.
    pub(super) fn end_with_aws(&self, server: &mut Server, output: &Output, verdict: &mut Verdict) -> Result<()> {
        for stack in &output.stacks {
            self.update(server, stack, verdict)?;
            let found = self.end(server, &[stack], || self.delete(server, stack))?;
            verdict.complaints.extend(found.into_iter().map(|it| format!("{}: `aws`: {it}", stack.label)));
        }
        let proved = output.stacks.iter().map(|stack| self.prove(server, stack)).sum::<Result<usize>>()?;
        verdict.remarks.push(format!(
            "{}: `aws` deletes it with full buckets, and nothing is left; it finds {proved} ways to break that",
            output.name
        ));
        Ok(())
    }

    /// Takes out of a stack what only watches it, and puts that back.
    fn update(&self, server: &Server, stack: &Stack, verdict: &mut Verdict) -> Result<()> {
        let mut template = read(&stack.template)?;
        let resources = template.pointer_mut("/Resources").and_then(Value::as_object_mut).context("it has none")?;
        let all = resources.len();
        resources.retain(|_, it| !WATCHES.contains(&text(it, "/Type").unwrap_or_default()));
        let watches = all - resources.len();
        let file = self.out.join(format!("{}.unwatched.json", stack.name));
        fs::write(&file, template.to_string())?;
        for version in [&named(stack, &stack.name, file), stack] {
            let (printed, done) = self.hand_over(server, "update-stack", version)?;
            if !done {
                verdict.complaints.push(format!("{}: `aws` does not update it: {}", version.label, printed.trim()));
                return Ok(());
            }
            self.are_up(server, [version], |_| "UPDATE_COMPLETE", "aws", verdict)?;
        }
        verdict
            .remarks
            .push(format!("{}: `aws` takes {watches} alarms and boards away and brings them back", stack.label));
        self.again(server, stack, verdict)
    }

    /// Creates a stack.
    pub(super) fn create(&self, server: &Server, stack: &Stack) -> Result<(String, bool)> {
        self.hand_over(server, "create-stack", stack)
    }

    /// Deploys a stack as it is deployed already.
    fn again(&self, server: &Server, stack: &Stack, verdict: &mut Verdict) -> Result<()> {
        let file = stack.template.to_str().context("a template's name is not UTF-8")?;
        let deploy = ["cloudformation", "deploy", "--stack-name", &stack.name, "--template-file", file];
        let upload: &[&str] = if is_large(stack, DIRECT_BYTES) { &["--s3-bucket", BUCKET] } else { &[] };
        let all = [&deploy[..], upload, ALLOWED, &["--no-fail-on-empty-changeset"]].concat();
        let (printed, done) = self.aws(server, &stack.region, &all)?;
        if !done || !printed.contains("No changes to deploy") {
            let label = &stack.label;
            verdict.complaints.push(format!("{label}: `aws` changes it when it is deployed again: {}", printed.trim()));
        }
        Ok(())
    }

    /// Has something done with a stack's template, which is uploaded first if it is large.
    fn hand_over(&self, server: &Server, what: &str, stack: &Stack) -> Result<(String, bool)> {
        let file = stack.template.to_str().context("a template's name is not UTF-8")?;
        let (option, body) = if is_large(stack, DIRECT_BYTES) {
            let bucket = format!("s3://{BUCKET}");
            let (printed, done) = self.aws(server, "us-east-1", &["s3", "cp", file, &format!("{bucket}/")])?;
            if !done {
                bail!("`{}` cannot be uploaded: {}", stack.label, printed.trim());
            }
            let name = Path::new(file).file_name().unwrap_or_default().display();
            ("--template-url", format!("https://s3.amazonaws.com/{BUCKET}/{name}"))
        } else {
            ("--template-body", format!("file://{file}"))
        };
        let all = ["cloudformation", what, "--stack-name", &stack.name, option, &body];
        self.aws(server, &stack.region, &[&all[..], ALLOWED].concat())
    }
}
