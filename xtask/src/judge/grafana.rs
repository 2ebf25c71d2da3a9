//! `grafana`: is a board what Grafana's own types say of one?
//!
//! The types are those of the npm package `@grafana/grafana-foundation-sdk`, which Grafana Labs generates from Grafana's schemas; `tsc` compares
//! boards with them. With the examples, it proves that it is strict: it changes each field of each shape of panel, and a change that
//! passes is an error. What an expression measures is none of its business (`prometheus`).

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use super::{
    case::{Case, Judge, Verdict, list},
    observed, tool,
};

/// The packages and all that they need, by version and hash. CONTRIBUTING.md says how the files are written.
const PACKAGE: &str = include_str!("../../judges/grafana/package.json");
const LOCK: &str = include_str!("../../judges/grafana/package-lock.json");
/// Asks the types, and what of them is written into a file.
const FILES: [(&str, &str); 2] = [
    ("judge.js", include_str!("../../judges/grafana/judge.js")),
    ("written.ts", include_str!("../../judges/grafana/written.ts")),
];
/// A board with a place under a wrong name, and a word that Grafana does not know.
const BROKEN: &str = include_str!("../../judges/grafana/broken.json");

struct Grafana {
    folder: PathBuf,
}

pub(super) fn install(folder: &Path) -> Result<Box<dyn Judge>> {
    tool::node(folder, PACKAGE, LOCK)?;
    for (name, text) in FILES {
        fs::write(folder.join(name), text)?;
    }
    let judge = Grafana { folder: folder.to_owned() };
    if judge.ask(&[&serde_json::from_str(BROKEN)?], false)?.0.concat().len() < 2 {
        bail!("it does not find what is wrong in `broken.json`, which is broken on purpose");
    }
    Ok(Box::new(judge))
}

impl Grafana {
    /// What is wrong with each board, and how many changes were found.
    fn ask(&self, boards: &[&Value], is_proved: bool) -> Result<(Vec<Vec<String>>, u64)> {
        let mut command = Command::new("node");
        command.arg(self.folder.join("judge.js")).args(is_proved.then_some("--prove"));
        for (number, board) in boards.iter().enumerate() {
            let file = self.folder.join(format!("board{number}.json"));
            fs::write(&file, board.to_string())?;
            command.arg(file);
        }
        let printed = tool::output(&mut command)?;
        let mut lines: Vec<Value> = printed.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
        let changes = lines.pop().and_then(|it| it.get("changes")?.as_u64()).context("it counts no changes")?;
        let faults = |line: &Value| {
            list(line, "/faults").iter().filter_map(Value::as_str).map(str::to_owned).collect::<Vec<_>>()
        };
        let faults: Vec<Vec<String>> = lines.iter().map(faults).collect();
        if faults.len() != boards.len() {
            bail!("it does not judge every board");
        }
        Ok((faults, changes))
    }
}

impl Judge for Grafana {
    fn judge(&self, case: &Case) -> Result<Verdict> {
        let boards = observed::boards(case)?;
        let (faults, changes) = self.ask(&boards.iter().map(|it| &it.what).collect::<Vec<_>>(), case.all_examples)?;
        let mut verdict = Verdict { judged: boards.len(), ..Verdict::default() };
        for (board, faults) in boards.iter().zip(faults) {
            verdict.complaints.extend(faults.iter().map(|it| format!("{}: {it}", board.label)));
        }
        if case.all_examples {
            verdict.remarks.push(format!("{changes} changes to fields do not pass"));
        }
        Ok(verdict)
    }
}
