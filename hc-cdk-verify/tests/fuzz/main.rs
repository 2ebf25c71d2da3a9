//! Whatever somebody gives to the judge, it is judged or refused, and in time.
//!
//! Inputs are what the examples write and the files of the other tests, changed by chance: as trees and as texts. Each is judged as the
//! command line would. A test run makes some hundred of them; `FUZZ=60` goes on for so many minutes, from the seed `FUZZ_SEED`. What goes
//! wrong is a file in `fuzz/` of the folder for temporary files of the build, named after its seed. What makes the process end, such as a stack
//! that is full, is the one that is called `now`.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may fail where it stands"
)]

mod chance;
mod print;
mod seeds;
mod text;
mod tree;

use std::{
    collections::BTreeMap,
    env,
    ffi::OsString,
    fs,
    panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook},
    path::{Path, PathBuf},
    process::abort,
    sync::{
        Mutex,
        mpsc::{Receiver, RecvTimeoutError, channel},
    },
    thread,
    time::{Duration, Instant},
};

use hc_cdk_verify::{Outcome, run};

use self::{chance::Chance, seeds::Seed};

/// How long one input may take. It is far more than any takes, since a run of an hour has to wait for whatever else the machine does.
const LIMIT: Duration = Duration::from_secs(300);

/// Where inputs are from.
const FOLDERS: &[&str] = &["../examples/output", "tests/templates", "tests/manifests"];

/// An input of this seed, as the text of a file.
fn input(seeds: &[Seed], seed: u64) -> String {
    let mut chance = Chance::new(seed);
    let (one, two) = (&seeds[chance.below(seeds.len())], &seeds[chance.below(seeds.len())]);
    let (mut documents, mut other) = (one.some(&mut chance), two.some(&mut chance));
    if chance.one_in(3) {
        documents.append(&mut two.some(&mut chance));
    }
    for _ in 0..chance.below(5) {
        let which = chance.below(documents.len());
        tree::change(&mut documents[which], &mut other[0], &mut chance);
    }
    let is_json = documents.len() == 1 && chance.one_in(2);
    let mut text = if is_json { print::as_json(&documents[0]) } else { print::as_yaml(&documents) };
    // Most changes of a text are refused when it is read, and show nothing of what comes then.
    let changes = if chance.one_in(3) { 1 + chance.below(3) } else { 0 };
    for _ in 0..changes {
        text = text::change(&text, two, &mut chance);
    }
    text
}

/// What somebody may ask of it.
fn question(seed: u64, file: &Path, holds: &Path) -> Vec<OsString> {
    let mut chance = Chance::new(!seed);
    let mut words: Vec<OsString> = ["hc-cdk", "verify", "--format"].map(OsString::from).to_vec();
    let is_suggested = chance.one_in(8);
    let formats: &[&str] = if is_suggested { &["json", "text"] } else { &["text", "sarif", "junit"] };
    words.push(chance.pick(formats).into());
    if is_suggested {
        words.push("--suggest".into());
    } else {
        words
            .extend(["--policy".into(), chance.pick(&["hipaa,production", "development", "gdpr,soc2,staging"]).into()]);
        words.extend(["--region".into(), chance.pick(&["us-east-1", "eu-west-2,us-west1,westus2"]).into()]);
        if chance.one_in(2) {
            words.extend(["--holds".into(), holds.into()]);
        }
    }
    words.push(file.into());
    words
}

/// Judges as the command line does, or says what panicked and where.
fn judged(question: &[OsString]) -> Result<Outcome, String> {
    static LAST: Mutex<String> = Mutex::new(String::new());
    set_hook(Box::new(|it| *LAST.lock().unwrap() = it.to_string()));
    let judged = catch_unwind(AssertUnwindSafe(|| run(question.iter().cloned())));
    drop(take_hook());
    judged.map_err(|_| LAST.lock().unwrap().clone())
}

/// Ends the process if nothing is heard of it for too long, with the input of that time still there.
fn watch(heard: &Receiver<()>) {
    loop {
        match heard.recv_timeout(LIMIT) {
            Ok(()) => {}
            Err(RecvTimeoutError::Disconnected) => return,
            Err(RecvTimeoutError::Timeout) => {
                println!("nothing was heard for {LIMIT:?}: `now` takes too long");
                abort();
            }
        }
    }
}

/// What a run saw.
#[derive(Default)]
struct Seen {
    /// How often it ended in which way.
    ends: BTreeMap<u8, usize>,
    wrong: BTreeMap<String, Vec<u64>>,
    slowest: (Duration, u64),
}

impl Seen {
    fn one(&mut self, seeds: &[Seed], seed: u64, folder: &Path) {
        let (file, holds) = (folder.join("now.yaml"), folder.join("holds.txt"));
        let text = input(seeds, seed);
        fs::write(&file, &text).unwrap();
        let (question, start) = (question(seed, &file, &holds), Instant::now());
        let mut wrong = |what: String| {
            fs::write(folder.join(format!("{seed}.yaml")), &text).unwrap();
            self.wrong.entry(what).or_default().push(seed);
        };
        match judged(&question) {
            Err(panic) => wrong(panic),
            Ok(outcome) => {
                if seed.is_multiple_of(16) && judged(&question).is_ok_and(|it| it.out != outcome.out) {
                    wrong("it does not say the same again".to_owned());
                }
                *self.ends.entry(outcome.code).or_default() += 1;
            }
        }
        self.slowest = self.slowest.max((start.elapsed(), seed));
    }
}

fn number(name: &str, otherwise: u64) -> u64 {
    env::var(name).map_or(otherwise, |it| it.parse().unwrap())
}

#[test]
fn whatever_there_is_it_is_judged_or_refused_in_time() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("fuzz");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("holds.txt"), "*Bucket* phi\n*a*e* phi\n*Fn* internal\n*Task* pii\n").unwrap();
    let (seeds, first) = (seeds::seeds(FOLDERS), number("FUZZ_SEED", 0));
    assert!(seeds.len() > 40, "{} seeds", seeds.len());
    let (minutes, start) = (number("FUZZ", 0), Instant::now());
    let is_over = |count: u64| count >= 300 && start.elapsed() >= Duration::from_secs(60 * minutes);
    let (tell, heard) = channel();
    let watcher = thread::spawn(move || watch(&heard));
    let mut seen = Seen::default();
    let mut count = 0;
    while !is_over(count) {
        seen.one(&seeds, first + count, &folder);
        count += 1;
        tell.send(()).unwrap();
    }
    drop(tell);
    watcher.join().unwrap();
    println!("{count} inputs from seed {first}: {:?} by exit code, the slowest {:?}", seen.ends, seen.slowest);
    assert!(seen.wrong.is_empty(), "kept in {}: {:#?}", folder.display(), seen.wrong);
    // What is refused before it is judged shows nothing of what judges.
    assert!(seen.ends.get(&2).copied().unwrap_or_default() as u64 <= count * 6 / 10, "{:?}", seen.ends);
}
