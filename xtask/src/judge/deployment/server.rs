//! A moto server: an imitation of AWS on loopback.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
    time::Duration,
};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use super::super::{
    case::{list, text},
    tool,
};

/// How long the server may take to stop by itself.
const FAREWELL: Duration = Duration::from_secs(5);

/// An account, which ends with the value. The server also ends when this process does.
pub(super) struct Server {
    process: Child,
    answers: BufReader<ChildStdout>,
    address: String,
    types: Vec<String>,
}

impl Server {
    pub(super) fn start(python: &Path, script: &Path) -> Result<Self> {
        let mut process = tool::start(
            Command::new(python).arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()),
        )?;
        let answers = BufReader::new(process.stdout.take().context("the server says nothing")?);
        let mut server = Self { process, answers, address: String::new(), types: Vec::new() };
        let line = server.answer()?;
        if line.is_empty() {
            bail!("the server does not start; it says why when `{}` is run", script.display());
        }
        let ready: Value = serde_json::from_str(&line)?;
        text(&ready, "/address").context("the server has no address")?.clone_into(&mut server.address);
        server.types = list(&ready, "/types").iter().filter_map(Value::as_str).map(str::to_owned).collect();
        Ok(server)
    }

    /// Leaves nothing in the account.
    pub(super) fn empty(&mut self) -> Result<()> {
        writeln!(self.process.stdin.as_mut().context("nothing can be said to the server")?)?;
        if self.answer()?.is_empty() {
            bail!("the server does not empty its account");
        }
        Ok(())
    }

    fn answer(&mut self) -> Result<String> {
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        Ok(line)
    }

    /// Whether the server makes resources of a type for real.
    pub(super) fn makes(&self, kind: &str) -> bool {
        self.types.iter().any(|it| it == kind)
    }

    /// Points a client at the server, away from the user's own configuration.
    pub(super) fn client<'a>(&self, command: &'a mut Command, region: &str) -> &'a mut Command {
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("AWS_")) {
            command.env_remove(name);
        }
        command.envs([
            ("AWS_ENDPOINT_URL", self.address.as_str()),
            ("AWS_REGION", region),
            ("AWS_DEFAULT_REGION", region),
            ("AWS_ACCESS_KEY_ID", "dummy"),
            ("AWS_SECRET_ACCESS_KEY", "dummy"),
            ("AWS_CONFIG_FILE", "/dev/null"),
            ("AWS_SHARED_CREDENTIALS_FILE", "/dev/null"),
            ("AWS_EC2_METADATA_DISABLED", "true"),
            ("AWS_PAGER", ""),
            ("NO_PROXY", "127.0.0.1"),
        ])
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        // It is stopped by force if it does not stop by itself; there is nobody left to tell if even that fails.
        let _stopped = tool::wait(&mut self.process, FAREWELL);
    }
}
