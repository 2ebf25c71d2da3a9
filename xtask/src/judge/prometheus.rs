//! `promtool` and `amtool`: are rules and routes such that Prometheus and Alertmanager take them, and do they say what the owners
//! of the real systems ask for?
//!
//! The rules of every chart, the rules and routes of every workspace of Amazon's, and what collectors are told to ask for metrics are checked. With the examples, so are those of the owners' figures, with the tests that are committed beside
//! them, and who is told of alerts of each severity. Both programs are Debian's, which `apt-get` verifies; where there is
//! none, nothing is judged, and that counts where `CI` is set.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, bail};
use serde_json::{Map, Value, json};

use super::{
    case::{self, Case, Judge, Verdict, list, text},
    observed, tool,
};
use crate::rows::rows;

/// Debian's packages.
const PACKAGES: [&str; 2] = ["prometheus", "prometheus-alertmanager"];
/// What is written for the owners' figures, and who is told of what.
const OWNERS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../hc-cdk-observe/tests/owners/written");
const ROUTES: &str = include_str!("../../judges/prometheus/routes.tsv");
/// How channels are called that Debian's Alertmanager does not know yet.
const NEWER: &str = "msteamsv2_configs";

/// The type of what has rules in a workspace of Amazon's.
const RULES: &str = "AWS::APS::RuleGroupsNamespace";

const NOT_HERE: &str = "there is no `apt-get`, which has `promtool` and `amtool`";

struct Prometheus {
    folder: PathBuf,
    is_there: bool,
}

pub(super) fn install(folder: &Path) -> Result<Box<dyn Judge>> {
    let is_there = tool::debian(folder, &PACKAGES)?;
    if !is_there && std::env::var_os("CI").is_some() {
        bail!(NOT_HERE);
    }
    Ok(Box::new(Prometheus { folder: folder.to_owned(), is_there }))
}

impl Judge for Prometheus {
    fn judge(&self, case: &Case) -> Result<Verdict> {
        if !self.is_there {
            return Ok(Verdict::absent(NOT_HERE));
        }
        let mut verdict = Verdict::default();
        for chart in case.charts() {
            for rules in rules(&chart.file)? {
                let file = self.folder.join("rules.json");
                fs::write(&file, rules.to_string())?;
                self.ask(&mut verdict, &chart.label, "promtool", &["check", "rules"], &file)?;
            }
        }
        for stack in case.stacks() {
            self.workspaces(&mut verdict, &stack.label, &case::json(&stack.template)?)?;
        }
        for collector in observed::collectors(case)? {
            if let Some(asked) = collector.what.pointer("/receivers/prometheus/config") {
                self.scraped(&mut verdict, &collector.label, asked)?;
            }
        }
        if case.all_examples {
            let broken = json!({ "scrape_configs": [{ "job_name": "clinic", "metrics_pat": "/metrics" }] });
            let mut of_broken = Verdict::default();
            self.scraped(&mut of_broken, "broken on purpose", &broken)?;
            if of_broken.complaints.is_empty() {
                bail!("`promtool check config` takes a member that there is not");
            }
            if verdict.judged == 0 {
                verdict.complaints.push("no example has rules".to_owned());
            }
            self.owners(&mut verdict)?;
        }
        Ok(verdict)
    }
}

impl Prometheus {
    /// Asks a program about a file; whatever it says against it is a complaint.
    fn ask(&self, verdict: &mut Verdict, label: &str, program: &str, words: &[&str], file: &Path) -> Result<()> {
        verdict.judged += 1;
        let program = self.folder.join("usr/bin").join(program);
        let (printed, success) = tool::attempt(Command::new(program).args(words).arg(file))?;
        if !success {
            verdict.complaints.push(format!("{label}: {}: {}", words.join(" "), printed.trim()));
        }
        Ok(())
    }

    /// What a collector asks for metrics, as a configuration of Prometheus.
    fn scraped(&self, verdict: &mut Verdict, label: &str, asked: &Value) -> Result<()> {
        let file = self.folder.join("asked.json");
        fs::write(&file, asked.to_string())?;
        self.ask(verdict, label, "promtool", &["check", "config"], &file)
    }

    /// Rules and routes of Amazon's workspaces, which are texts in a template.
    fn workspaces(&self, verdict: &mut Verdict, label: &str, template: &Value) -> Result<()> {
        for resource in template["Resources"].as_object().into_iter().flat_map(Map::values) {
            if let Some(rules) = resource.pointer("/Properties/Data").filter(|_| resource["Type"] == RULES) {
                let file = self.folder.join("rules.json");
                fs::write(&file, filled(rules))?;
                self.ask(verdict, label, "promtool", &["check", "rules"], &file)?;
            }
            if let Some(told) = resource.pointer("/Properties/AlertManagerDefinition") {
                let definition = observed::documents(&filled(told))?;
                let told = definition.first().and_then(|it| it["alertmanager_config"].as_str());
                let file = self.folder.join("alertmanager.json");
                fs::write(&file, told.context("a definition has no `alertmanager_config`")?)?;
                self.ask(verdict, label, "amtool", &["check-config"], &file)?;
            }
        }
        Ok(())
    }

    fn owners(&self, verdict: &mut Verdict) -> Result<()> {
        let mut files: Vec<PathBuf> = fs::read_dir(OWNERS)?.map(|it| Ok(it?.path())).collect::<Result<_>>()?;
        files.sort();
        let mut tests = 0;
        for file in files {
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if name.ends_with(".rules.json") {
                self.ask(verdict, &name, "promtool", &["check", "rules"], &file)?;
            } else if name.ends_with(".test.json") {
                tests += list(&case::json(&file)?, "/tests").len();
                self.ask(verdict, &name, "promtool", &["test", "rules"], &file)?;
            } else if name.ends_with(".alertmanager.json") {
                self.routes(verdict, &name, case::json(&file)?)?;
            }
        }
        if tests == 0 {
            verdict.complaints.push("there are no tests of the owners' figures".to_owned());
        }
        verdict.remarks.push(format!(
            "{tests} tests of the owners' figures; `amtool` of Debian knows no `{NEWER}`, which are left out"
        ));
        Ok(())
    }

    /// Who is told of alerts of each severity.
    fn routes(&self, verdict: &mut Verdict, name: &str, mut routes: Value) -> Result<()> {
        for receiver in routes.pointer_mut("/receivers").and_then(Value::as_array_mut).context("nobody is told")? {
            older(receiver);
        }
        let file = self.folder.join("alertmanager.json");
        fs::write(&file, routes.to_string())?;
        self.ask(verdict, name, "amtool", &["check-config"], &file)?;
        for [severity, told] in rows(ROUTES)? {
            let (severity, told) = (format!("severity={severity}"), format!("--verify.receivers={told}"));
            let mut command = Command::new(self.folder.join("usr/bin/amtool"));
            command.args(["config", "routes", "test", &told, "--config.file"]).arg(&file).arg(&severity);
            verdict.judged += 1;
            let (printed, success) = tool::attempt(&mut command)?;
            if !success {
                verdict.complaints.push(format!("{name}: {severity} is told to others: {}", printed.trim()));
            }
        }
        Ok(())
    }
}

/// A text of a template, with the ARN of a topic in place of whatever only the deployment knows.
fn filled(text: &Value) -> String {
    match text {
        Value::String(text) => text.clone(),
        Value::Object(members) => match members.get("Fn::Join").and_then(|it| it[1].as_array()) {
            Some(parts) => parts.iter().map(filled).collect(),
            None => "arn:aws:sns:us-east-1:111122223333:team".to_owned(),
        },
        _ => String::new(),
    }
}

/// A receiver as an older Alertmanager knows it: addresses of web hooks are no files there.
fn older(receiver: &mut Value) {
    let Some(members) = receiver.as_object_mut() else { return };
    members.shift_remove(NEWER);
    let hooks = members.get_mut("webhook_configs").and_then(Value::as_array_mut);
    for hook in hooks.into_iter().flatten().filter_map(Value::as_object_mut) {
        if hook.shift_remove("url_file").is_some() {
            hook.insert("url".to_owned(), "https://example.org".into());
        }
    }
}

/// The rules of a chart, as files of Prometheus have them.
fn rules(chart: &Path) -> Result<Vec<Value>> {
    let objects = observed::documents(&fs::read_to_string(chart)?)?.into_iter();
    Ok(objects
        .filter(|it| text(it, "/kind") == Some("PrometheusRule"))
        .filter_map(|it| it.pointer("/spec").cloned())
        .collect())
}
