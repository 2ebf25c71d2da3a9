//! `tokens`: what does the function of a `TokenChecker` say of tokens, good and bad, as Node.js runs the code that stands in a template?
//!
//! The tokens are signed as issuers sign them, by Node.js' own `crypto`. With the examples, the code is weakened as well: each time without
//! one of the things that it looks at, and an error if nobody misses it.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Result, bail};

use super::{
    case::{Case, Judge, Verdict},
    tool,
};

const CASES: &str = include_str!("../../judges/tokens/cases.mjs");
const CODE: &str = include_str!("../../../hc-cdk-aws/src/rules/tokens.js");

/// What the code says where it looks at something, a line each, which nothing else looks at.
const LOOKED_AT: [&str; 7] = [
    "the key is too short",
    "the signature is wrong",
    "the token is of another issuer",
    "the token is for somebody else",
    "the token has ended",
    "the token has not begun",
    "the token is of nobody",
];

struct Tokens(PathBuf);

pub(super) fn install(folder: &Path) -> Result<Box<dyn Judge>> {
    fs::create_dir_all(folder)?;
    fs::write(folder.join("cases.mjs"), CASES)?;
    Ok(Box::new(Tokens(folder.to_owned())))
}

impl Tokens {
    /// What is printed of a code, and whether every case comes out as it should.
    fn ask(&self, code: &str) -> Result<(String, bool)> {
        let file = self.0.join("tokens.js");
        fs::write(&file, code)?;
        tool::attempt(Command::new("node").arg(self.0.join("cases.mjs")).arg(file))
    }
}

impl Judge for Tokens {
    fn judge(&self, case: &Case) -> Result<Verdict> {
        if !case.all_examples {
            return Ok(Verdict::absent("the code is the library's own"));
        }
        for what in LOOKED_AT {
            let without: Vec<&str> = CODE.lines().filter(|line| !line.contains(what)).collect();
            if without.len() + 1 != CODE.lines().count() {
                bail!("not one line says `{what}`");
            }
            if self.ask(&without.join("\n"))?.1 {
                bail!("nobody misses the line that says `{what}`");
            }
        }
        let (said, is_right) = self.ask(CODE)?;
        let complaints = if is_right { Vec::new() } else { vec![said] };
        Ok(Verdict { judged: 1, complaints, ..Verdict::default() })
    }
}
