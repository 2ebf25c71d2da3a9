//! What `aws` does with stacks: it creates them, deploys them again, updates one to what the next version of its system is, and deletes them.

use std::path::Path;

use anyhow::{Context as _, Result, bail};

use super::{
    super::case::{Case, Output, Stack, Verdict},
    Deployment, in_order, is_large, named, project,
    server::Server,
};

/// The largest template that `aws` hands over without uploading it first.
const DIRECT_BYTES: u64 = 51_200;
/// Where larger ones go.
const BUCKET: &str = "staging";
/// The stacks make roles.
const ALLOWED: &[&str] = &["--capabilities", "CAPABILITY_NAMED_IAM"];
/// A system, and what it becomes: the examples with a stack of each.
const UPDATE: [(&str, &str); 2] = [("healthtech", "healthtech"), ("healthtech_next", "healthtech-next")];

impl Deployment {
    /// Creates each stack, in the order of their needs, and deploys each again.
    pub(super) fn with_aws(&self, server: &Server, output: &Output, verdict: &mut Verdict) -> Result<()> {
        let stacks = in_order(&output.stacks)?;
        for &stack in &stacks {
            let (printed, done) = self.create(server, stack)?;
            if !done {
                verdict.complaints.push(format!("{}: `aws` does not create it: {}", stack.label, printed.trim()));
                return Ok(());
            }
        }
        for &stack in &stacks {
            self.is_up(server, stack, "CREATE_COMPLETE", "aws", verdict)?;
        }
        stacks.iter().try_for_each(|stack| self.again(server, stack, verdict))
    }

    /// Deletes the stacks, after something was put into their buckets. It proves first that it finds what is wrong with an end.
    pub(super) fn end_with_aws(&self, server: &Server, output: &Output, verdict: &mut Verdict) -> Result<()> {
        let mut proved = 0;
        for stack in &output.stacks {
            proved += self.prove(server, stack)?;
            let found = self.end(server, &[stack], || self.delete(server, stack))?;
            verdict.complaints.extend(found.into_iter().map(|it| format!("{}: `aws`: {it}", stack.label)));
        }
        verdict.remarks.push(format!(
            "{}: `aws` deletes it with full buckets, and nothing is left; it finds {proved} ways to break that",
            output.name
        ));
        Ok(())
    }

    /// Makes of a system what it becomes.
    pub(super) fn update(&self, case: &Case, verdict: &mut Verdict) -> Result<()> {
        let server = self.server()?;
        let mut found = Vec::new();
        for (example, stack) in UPDATE {
            let output = case.outputs.iter().find(|it| it.name == example).context("an example is not there any more")?;
            let output = project(output, &self.out.join(format!("update-{example}")), &server, &mut Verdict::default())?;
            let stack = output.stacks.into_iter().find(|it| it.name == stack);
            found.push(stack.context("a stack is not there any more")?);
        }
        let [before, after] = found.as_slice() else { bail!("an update has two sides") };
        let after = named(after, &before.name, after.template.clone());
        let (printed, done) = self.create(&server, before)?;
        if !done {
            bail!("{}: `aws` does not create it: {}", before.label, printed.trim());
        }
        let (printed, done) = self.hand_over(&server, "update-stack", &after)?;
        if !done {
            verdict.complaints.push(format!("{}: `aws` does not update to it: {}", after.label, printed.trim()));
            return Ok(());
        }
        self.is_up(&server, &after, "UPDATE_COMPLETE", "aws", verdict)?;
        self.again(&server, &after, verdict)?;
        verdict.remarks.push(format!("{}: `aws` updates to it from {}", after.label, before.label));
        Ok(())
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
            // It is there already if another template was uploaded.
            self.aws(server, "us-east-1", &["s3", "mb", &bucket])?;
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
