//! The smoke test is run for real: against a server that answers as it should, one that does not, and none.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a test may fail where it stands, and says what it leaves out"
)]

use std::{
    fs,
    io::{BufRead, BufReader, Write},
    net::TcpListener,
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Command, Output},
    thread,
};

const SCRIPT: &str = include_str!("../src/jobs/smoke.sh");

/// A server on loopback that gives the same answer to everybody. It ends with the test.
fn server(answer: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let lines = BufReader::new(stream.try_clone().unwrap()).lines();
            let _ = lines.map_while(Result::ok).take_while(|line| !line.is_empty()).count();
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    address
}

/// Runs the script as GitHub does; nothing where there is no shell or `curl`, which fails where that is not allowed.
fn run(addresses: &str) -> Option<Output> {
    run_with(addresses, "", "5", None)
}

/// The same with paths, the seconds that an answer may take, and a folder with another `curl`.
fn run_with(addresses: &str, paths: &str, slowest: &str, curl: Option<&Path>) -> Option<Output> {
    let there = |program| Command::new(program).arg("--version").output().is_ok();
    if !there("bash") || !there("curl") {
        assert!(std::env::var_os("CI").is_none(), "bash and curl are needed");
        println!("bash or curl is not installed: the smoke test is not run");
        return None;
    }
    let own = std::env::var("PATH").unwrap();
    let path = curl.map_or_else(|| own.clone(), |folder| format!("{}:{own}", folder.display()));
    let run = Command::new("bash")
        .args(["--noprofile", "--norc", "-eo", "pipefail", "-c", SCRIPT])
        .env("ADDRESSES", addresses)
        .env("HEADERS", "strict-transport-security")
        .env("SLOWEST", slowest)
        .env("PATHS", paths)
        .env("PATH", path)
        .env("no_proxy", "127.0.0.1")
        .output();
    Some(run.unwrap())
}

const GOOD: &str =
    "HTTP/1.1 200 OK\r\nStrict-Transport-Security: max-age=63072000\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

#[test]
fn a_system_that_answers_passes() {
    let Some(run) = run(&format!("{0}/\n{0}/billing/", server(GOOD))) else { return };
    let said = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success(), "{said}");
    assert_eq!(said.matches("answers 200").count(), 2, "{said}");
}

#[test]
fn whoever_has_to_sign_in_is_answered() {
    let answer = "HTTP/1.1 401 Unauthorized\r\nstrict-transport-security: max-age=1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    let Some(run) = run(&server(answer)) else { return };
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stdout));
}

#[test]
fn a_system_that_lies_fails() {
    for (answer, expected) in [
        (
            "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
            "answers without strict-transport-security",
        ),
        (
            "HTTP/1.1 503 Busy\r\nStrict-Transport-Security: a\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
            "answers 503",
        ),
        (
            "HTTP/1.1 404 None\r\nStrict-Transport-Security: a\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
            "answers 404",
        ),
    ] {
        let (good, bad) = (server(GOOD), server(answer));
        let Some(run) = run(&format!("{bad}\n{good}")) else { return };
        let said = String::from_utf8_lossy(&run.stdout);
        assert!(!run.status.success() && said.contains(&format!("::error::{bad} {expected}")), "{said}");
        // It goes on to the others.
        assert!(said.contains(&format!("{good} answers 200")), "{said}");
    }
}

#[test]
fn what_looks_at_the_database_has_to_answer_well() {
    let Some(run) = run_with(&format!("{}/", server(GOOD)), "/health/database /health", "5", None) else { return };
    let said = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success() && said.contains("/health/database answers 200"), "{said}");
    let denied = "HTTP/1.1 401 Unauthorized\r\nstrict-transport-security: max-age=1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    let Some(run) = run_with(&format!("{}/", server(denied)), "/health/database", "5", None) else { return };
    let said = String::from_utf8_lossy(&run.stdout);
    assert!(!run.status.success() && said.contains("/health/database answers 401"), "{said}");
}

#[test]
fn who_answers_late_fails() {
    let address = format!("{}/", server(GOOD));
    let Some(run) = run_with(&address, "", "0", None) else { return };
    let said = String::from_utf8_lossy(&run.stdout);
    assert!(!run.status.success() && said.contains("and 0 are the most"), "{said}");
}

/// Answers by TLS as it should, and without as it is told to.
const CURL: &str = r#"#!/usr/bin/env bash
while [ "$#" -gt 1 ]; do
  [ "$1" = --dump-header ] && echo 'strict-transport-security: a' > "$2"
  shift
done
case "$1" in https://*) printf '200 0.1' ;; *) printf 'PLAIN 0.1' ;; esac
"#;

#[test]
fn who_answers_without_tls_fails() {
    for (plain, passes) in [("301", true), ("000", true), ("200", false), ("404", false)] {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("curl-{plain}"));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("curl"), CURL.replace("PLAIN", plain)).unwrap();
        fs::set_permissions(folder.join("curl"), fs::Permissions::from_mode(0o755)).unwrap();
        let Some(run) = run_with("https://a.example/", "", "5", Some(&folder)) else { return };
        let said = String::from_utf8_lossy(&run.stdout);
        assert_eq!(run.status.success(), passes, "{plain}: {said}");
        assert_eq!(said.contains("without TLS"), !passes, "{plain}: {said}");
    }
}

#[test]
fn no_system_fails() {
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let Some(run) = run(&format!("http://{nobody}/")) else { return };
    let said = String::from_utf8_lossy(&run.stdout);
    assert!(!run.status.success() && said.contains("answers 000"), "{said}");
}
