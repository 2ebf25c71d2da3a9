//! `verify`: what does `hc-cdk verify` say of templates that others wrote, beside cdk-nag's HIPAA Security pack and cfn-lint?
//!
//! The templates are those in the source distribution of cfn-lint, and a few beside this judge in which each rule is about something that is
//! right and something that is wrong. Each has to be judged or refused, and of each rule of the pack and each resource of a template that the
//! CDK reads the two say the same, or a line of `differences.tsv` says why not. Before that, they have to disagree about templates that are
//! spoiled for one of them.

mod compared;

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::Value;

use self::compared::{Compared, Place, Word, compare};
use super::{
    case::{Case, Judge, Verdict, list, text},
    cdk_nag, cfn_lint, tool,
};

/// The source distribution with the templates, by version and hash, and what pip asks for its name with.
const REQUIREMENT: &str = include_str!("../../judges/verify/requirements.txt");
const BACKEND: &str = include_str!("../../judges/verify/backend.txt");
/// Where the templates are in it.
const TEMPLATES: &str = "source/cfn_lint-1.58.0/test/fixtures/templates";
/// The templates in which each rule is about something: what is in `good` is right, and what is in `bad` is wrong.
const OWN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/judges/verify/templates");
/// Asks the pack.
const SCRIPT: &str = include_str!("../../judges/verify/verdicts.js");
/// Runs a command and measures it.
const MEASURE: &str = include_str!("../../judges/verify/cpu.py");
/// So many templates at least are compared.
const AT_LEAST: usize = 100;
/// A text that is changed in all templates before ours reads them once more, and what it is changed to: the two have to disagree then.
const SPOILED: [(&str, &str); 1] = [("AWS::S3::Bucket", "AWS::SQS::Queue")];

struct Verify {
    /// The CDK, the pack and the script that asks it.
    script: PathBuf,
    cfn_lint: PathBuf,
    ours: PathBuf,
    templates: PathBuf,
    spoiled: PathBuf,
}

pub(super) fn install(folder: &Path) -> Result<Box<dyn Judge>> {
    let judges = folder.parent().context("it is in no folder of judges")?;
    let target = judges.parent().context("the judges are in no folder")?;
    let pack = judges.join("cdk-nag");
    cdk_nag::packages(&pack)?;
    let script = pack.join("verdicts.js");
    fs::write(&script, SCRIPT)?;
    tool::python_source(&folder.join("source"), REQUIREMENT, BACKEND)?;
    let templates = folder.join(TEMPLATES);
    for file in templates_of(Path::new(OWN))? {
        let to = templates.join("hc-cdk").join(&file);
        fs::create_dir_all(to.parent().context("a file is in no folder")?)?;
        fs::copy(Path::new(OWN).join(&file), to)?;
    }
    tool::output(Command::new(env!("CARGO")).args(["build", "--quiet", "--package", "hc-cdk-verify"]))?;
    Ok(Box::new(Verify {
        script,
        cfn_lint: cfn_lint::program(&judges.join("cfn-lint"))?,
        ours: target.join("debug").join(format!("hc-cdk{}", env::consts::EXE_SUFFIX)),
        templates,
        spoiled: folder.join("spoiled"),
    }))
}

/// What a command said, and the seconds of CPU that it took.
struct Ran {
    code: i64,
    out: String,
    error: String,
    cpu: f64,
}

/// Runs a command in a folder on the files there.
fn run(command: &[&Path], folder: &Path, files: &[String]) -> Result<Ran> {
    let mut measured = Command::new("python3");
    measured.args(["-c", MEASURE]).args(command).args(files).current_dir(folder);
    let ran: Value = serde_json::from_str(&tool::output(&mut measured)?)?;
    let told = |name| text(&ran, name).context("it is not told what a command said").map(str::to_owned);
    Ok(Ran {
        code: ran.pointer("/code").and_then(Value::as_i64).context("it is not told how a command ended")?,
        out: told("/out")?,
        error: told("/error")?,
        cpu: ran.pointer("/cpu").and_then(Value::as_f64).context("it is not told how long a command took")?,
    })
}

impl Judge for Verify {
    fn judge(&self, case: &Case) -> Result<Verdict> {
        let mut verdict = Verdict::default();
        if !case.all_examples {
            verdict.remarks.push("an output folder is no template that others wrote".to_owned());
            return Ok(verdict);
        }
        let files = templates_of(&self.templates)?;
        let ours = self.ours(&self.templates, &files, &mut verdict.complaints)?;
        let nag = run(&["node".as_ref(), &self.script], &self.templates, &files)?;
        ensure!(nag.code == 0, "cdk-nag fails:\n{}", nag.error);
        let theirs = theirs(&files, &nag.out)?;
        let lint = run(&[&self.cfn_lint, "--format".as_ref(), "parseable".as_ref()], &self.templates, &files)?;
        ensure!(!lint.out.is_empty(), "cfn-lint says nothing:\n{}", lint.error);

        let compared = compare(&theirs, &ours.found)?;
        verdict.judged = theirs.len();
        if theirs.len() < AT_LEAST {
            verdict.complaints.push(format!("there are {} templates to compare, and not {AT_LEAST}", theirs.len()));
        }
        verdict.remarks.extend(told(&files, &theirs, &ours, &compared));
        verdict.remarks.push(format!(
            "seconds of CPU: `hc-cdk verify`, not optimized, {:.1}, cdk-nag {:.1}, cfn-lint {:.1} (for {} lines)",
            ours.cpu,
            nag.cpu,
            lint.cpu,
            lint.out.lines().count(),
        ));
        verdict.complaints.extend(compared.unshown());
        verdict.complaints.extend(compared.complaints);
        self.prove(&files, &theirs)?;
        Ok(verdict)
    }
}

/// What ours said.
struct Ours {
    found: BTreeSet<Place>,
    refused: usize,
    unread: usize,
    findings: usize,
    cpu: f64,
}

impl Verify {
    /// Lets ours judge the files of a folder.
    fn ours(&self, folder: &Path, files: &[String], complaints: &mut Vec<String>) -> Result<Ours> {
        let command: [&Path; 4] = [&self.ours, "verify".as_ref(), "--format".as_ref(), "sarif".as_ref()];
        let ran = run(&command, folder, files)?;
        if !(0..=2).contains(&ran.code) || ran.error.contains("panicked") {
            complaints.push(format!("`hc-cdk verify` ends with {}: {}", ran.code, ran.error.trim_end()));
            return Ok(Ours { found: BTreeSet::new(), refused: 0, unread: 0, findings: 0, cpu: ran.cpu });
        }
        let written: Value = serde_json::from_str(&ran.out).context("what ours says is no SARIF")?;
        let results = list(&written, "/runs/0/results");
        let mut found = BTreeSet::new();
        for it in results {
            let file =
                text(it, "/locations/0/physicalLocation/artifactLocation/uri").context("a finding has no file")?;
            let path = text(it, "/locations/0/logicalLocations/0/fullyQualifiedName").unwrap_or_default();
            if !files.iter().any(|it| it == file) {
                bail!("ours finds something in `{file}`, which it was not shown");
            }
            let resource = path.split_once('/').map_or("", |(_, id)| id);
            found.insert(Place::of(file, text(it, "/ruleId").unwrap_or_default(), resource));
        }
        let is_of =
            |line: &&str| files.iter().any(|it| line.strip_prefix(it.as_str()).is_some_and(|it| it.starts_with(':')));
        Ok(Ours {
            found,
            refused: ran.error.lines().filter(is_of).count(),
            unread: results.iter().filter(|it| text(it, "/ruleId") == Some("NotRead")).count(),
            findings: results.len(),
            cpu: ran.cpu,
        })
    }

    /// Shows ours spoiled templates, and fails if nothing of that is complained of.
    fn prove(&self, files: &[String], theirs: &BTreeMap<&str, Vec<(Place, Word)>>) -> Result<()> {
        for (from, to) in SPOILED {
            for file in files {
                let to_file = self.spoiled.join(file);
                fs::create_dir_all(to_file.parent().context("a file is in no folder")?)?;
                let bytes = fs::read(self.templates.join(file))?;
                fs::write(to_file, String::from_utf8_lossy(&bytes).replace(from, to))?;
            }
            let ours = self.ours(&self.spoiled, files, &mut Vec::new())?;
            let complaints = compare(theirs, &ours.found)?.complaints;
            ensure!(!complaints.is_empty(), "nothing is said of `{to}` for `{from}` in what ours reads alone");
        }
        Ok(())
    }
}

/// What the pack said of the templates that it could read.
fn theirs<'a>(files: &'a [String], printed: &str) -> Result<BTreeMap<&'a str, Vec<(Place, Word)>>> {
    let mut all = BTreeMap::new();
    ensure!(printed.lines().count() == files.len(), "cdk-nag does not say something of each template");
    for (file, line) in files.iter().zip(printed.lines()) {
        let said: Value = serde_json::from_str(line).with_context(|| format!("cannot read what it says: {line}"))?;
        if said.pointer("/verdicts").is_none() {
            continue;
        }
        let mut verdicts = Vec::new();
        for it in list(&said, "/verdicts") {
            let member = |name| text(it, name).context("a verdict is incomplete");
            verdicts.push((
                Place::of(file, member("/rule")?, member("/resource")?),
                Word::of(member("/verdict")?).context("a verdict is none")?,
            ));
        }
        all.insert(file.as_str(), verdicts);
    }
    Ok(all)
}

/// What one has to know to weigh it.
fn told(
    files: &[String],
    theirs: &BTreeMap<&str, Vec<(Place, Word)>>,
    ours: &Ours,
    compared: &Compared,
) -> [String; 2] {
    let Ours { refused, unread, findings, .. } = ours;
    let Compared { equal, explained, untold, .. } = compared;
    [
        format!(
            "of {} files ours refuses {refused} and has {findings} findings in the others, of which {unread} name what it does not read; \
             the CDK reads {}",
            files.len(),
            theirs.len(),
        ),
        format!(
            "of {} verdicts of a rule on a resource {equal} are equal, {explained} differ for a reason that is written down, and {untold} are \
             not compared, since cdk-nag cannot tell",
            equal + explained + untold,
        ),
    ]
}

/// The templates of a folder, by name.
fn templates_of(root: &Path) -> Result<Vec<String>> {
    templates(root, Path::new(""))
}

fn templates(root: &Path, below: &Path) -> Result<Vec<String>> {
    let mut entries = fs::read_dir(root.join(below))?.map(|it| Ok(it?.file_name())).collect::<Result<Vec<_>>>()?;
    entries.sort();
    let mut found = Vec::new();
    for name in entries {
        let path = below.join(name);
        if root.join(&path).is_dir() {
            found.extend(templates(root, &path)?);
        } else if path
            .extension()
            .is_some_and(|it| ["json", "template", "yaml", "yml"].iter().any(|known| it == *known))
        {
            found.push(path.to_string_lossy().replace('\\', "/"));
        }
    }
    Ok(found)
}
