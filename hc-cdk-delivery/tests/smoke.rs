//! The smoke test is run for real: against a server that answers as it should, one that does not, and none.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may fail where it stands, and says what it leaves out"
)]

use std::{
    io::{BufRead, BufReader, Write},
    net::TcpListener,
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
    let there = |program| Command::new(program).arg("--version").output().is_ok();
    if !there("bash") || !there("curl") {
        assert!(std::env::var_os("CI").is_none(), "bash and curl are needed");
        println!("bash or curl is not installed: the smoke test is not run");
        return None;
    }
    let run = Command::new("bash")
        .args(["--noprofile", "--norc", "-eo", "pipefail", "-c", SCRIPT])
        .env("ADDRESSES", addresses)
        .env("HEADERS", "strict-transport-security")
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
fn no_system_fails() {
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let Some(run) = run(&format!("http://{nobody}/")) else { return };
    let said = String::from_utf8_lossy(&run.stdout);
    assert!(!run.status.success() && said.contains("answers 000"), "{said}");
}
