//! The command line from outside: a program is run, and looked at are its exit code, what it says, and the folder.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, clippy::indexing_slicing, reason = "a test may panic")]

#[path = "cli/diff.rs"]
mod diff;
#[path = "cli/earlier.rs"]
mod earlier;
#[path = "cli/evidence.rs"]
mod evidence;
#[path = "cli/explain.rs"]
mod explain;
#[path = "cli/folder.rs"]
mod folder;
#[path = "cli/graph.rs"]
mod graph;
#[path = "cli/proposed.rs"]
mod proposed;
#[path = "cli/report.rs"]
mod report;
#[path = "cli/words.rs"]
mod words;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::OnceLock,
    thread,
    time::Duration,
};

/// The program `examples/paper.rs`, built if it is not yet.
fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let built = Command::new(env!("CARGO"))
            .args(["build", "--quiet", "--package", "hc-cdk", "--example", "paper"])
            .status()
            .unwrap();
        assert!(built.success());
        let test = std::env::current_exe().unwrap();
        test.ancestors().nth(2).unwrap().join("examples/paper")
    })
}

/// A folder that is removed at the end of the test.
struct Place(PathBuf);

impl Place {
    fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("cli-{name}"));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn command(&self, stacks: usize, arguments: &[&str]) -> Command {
        let mut command = Command::new(program());
        command.args(arguments).current_dir(&self.0).env("PAPER_STACKS", stacks.to_string()).env_remove("CDK_OUTDIR");
        command.env_remove("PAPER_NAME");
        command
    }

    fn run(&self, stacks: usize, arguments: &[&str]) -> Output {
        self.command(stacks, arguments).output().unwrap()
    }

    /// Everything in a folder, by path; `lost+found` and the like do not occur.
    fn files(&self, folder: &str) -> BTreeMap<String, String> {
        let entries = fs::read_dir(self.0.join(folder)).unwrap().map(|entry| entry.unwrap().path());
        entries.map(|path| (name(&path), fs::read_to_string(&path).unwrap())).collect()
    }

    /// What is in the folder itself.
    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(&self.0).unwrap().map(|entry| name(&entry.unwrap().path())).collect();
        names.sort();
        names
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_str().unwrap().to_owned()
}

#[track_caller]
fn succeeded(output: &Output) -> String {
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[track_caller]
fn failed(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn without_a_command_the_output_is_written_and_summed_up() {
    let place = Place::new("summary");
    let text = succeeded(&place.run(2, &[]));
    assert_eq!(
        text,
        "paper: 2 stacks, 6 constructs, 6 resources\n  \
         stack0 (desk): 3 resources under Hipaa + Production\n  \
         stack1 (desk): 3 resources under Hipaa + Production\n\
         stores: 2 phi\n\
         clauses with rules that held: none\n\
         note: 2 sheets\n\
         written: cdk.out (2 files, 1 KiB)\n"
    );
    let files = place.files("cdk.out");
    assert_eq!(files.keys().collect::<Vec<_>>(), [".hc-cdk", "stack0.txt", "stack1.txt"]);
    assert_eq!(files["stack1.txt"], "stack1 needs [0]\nSheet\nStore\nApi\n");
    assert_eq!(place.names(), ["cdk.out"]);
}

#[test]
fn a_smaller_program_leaves_no_files_of_a_larger_one() {
    let place = Place::new("smaller");
    succeeded(&place.run(3, &[]));
    succeeded(&place.run(1, &[]));
    assert_eq!(place.files("cdk.out").len(), 2);
    assert_eq!(place.names(), ["cdk.out"]);
}

#[test]
fn findings_leave_the_earlier_output_untouched() {
    let place = Place::new("findings");
    succeeded(&place.run(2, &[]));
    let before = place.files("cdk.out");
    let text = failed(&place.run(0, &[]));
    assert!(text.starts_with("error: `paper` has no stacks\n  --> "), "{text}");
    assert!(text.ends_with("1 finding, nothing was written\n"), "{text}");
    assert_eq!(place.files("cdk.out"), before);
}

#[test]
fn the_folder_is_chosen_by_argument_or_else_by_environment() {
    let place = Place::new("folder");
    succeeded(&place.run(1, &["--out", "deep/er/out"]));
    succeeded(&place.command(1, &[]).env("CDK_OUTDIR", "by-environment").output().unwrap());
    succeeded(&place.command(1, &["--out", "both"]).env("CDK_OUTDIR", "unused").output().unwrap());
    succeeded(&place.command(1, &[]).env("CDK_OUTDIR", "").output().unwrap());
    assert_eq!(place.names(), ["both", "by-environment", "cdk.out", "deep"]);
    assert_eq!(place.files("deep/er/out").len(), 2);
}

#[test]
fn a_folder_of_somebody_else_is_not_replaced() {
    let place = Place::new("stranger");
    fs::create_dir(place.0.join("site")).unwrap();
    // A manifest alone does not make a folder ours: web applications have one too.
    fs::write(place.0.join("site/manifest.json"), "{}").unwrap();
    let text = failed(&place.run(1, &["--out", "site"]));
    assert!(
        text.contains("site` holds files that are not an output of this program\n  help: choose another"),
        "{text}"
    );
    assert_eq!(place.files("site").len(), 1);
    assert_eq!(place.names(), ["site"]);
}

#[test]
fn what_cannot_be_an_output_folder_is_refused() {
    let place = Place::new("refused");
    fs::write(place.0.join("file"), "precious").unwrap();
    std::os::unix::fs::symlink("nowhere", place.0.join("dangling")).unwrap();
    for (folder, why) in [
        ("/", "it has no name"),
        (".", "you are in it"),
        ("..", "you are in it"),
        ("file", "it is a file"),
        ("dangling", "cannot follow the link"),
        ("file/out", "Not a directory"),
    ] {
        let text = failed(&place.run(1, &["--out", folder]));
        assert!(text.contains(why) && text.contains("\n  help: ") && text.ends_with("nothing was written\n"), "{text}");
    }
    assert_eq!(place.names(), ["dangling", "file"]);
    assert_eq!(fs::read_to_string(place.0.join("file")).unwrap(), "precious");
}

#[test]
fn a_link_stays_a_link() {
    let place = Place::new("link");
    fs::create_dir(place.0.join("real")).unwrap();
    std::os::unix::fs::symlink("real", place.0.join("link")).unwrap();
    succeeded(&place.run(1, &["--out", "link"]));
    succeeded(&place.run(2, &["--out", "link"]));
    assert!(fs::symlink_metadata(place.0.join("link")).unwrap().is_symlink());
    assert_eq!(place.files("real").len(), 3);
}

#[test]
fn an_unwritable_place_is_an_error_and_no_loss() {
    // `/proc` takes no files, not even from the superuser.
    let place = Place::new("unwritable");
    let text = failed(&place.run(1, &["--out", "/proc/out"]));
    assert!(text.starts_with("error: cannot make the folder `/proc"), "{text}");
    assert!(text.contains("\n  help: check that the folder around it is writable"), "{text}");
}

#[test]
fn a_disk_that_takes_no_more_leaves_the_earlier_output_whole() {
    let place = Place::new("full");
    succeeded(&place.run(2, &[]));
    let before = place.files("cdk.out");
    // A limit on the size of files stands for a full disk: a write fails in the middle.
    let output = Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 0; exec \"$0\"", program().to_str().unwrap()])
        .current_dir(&place.0)
        .env("PAPER_STACKS", "1")
        .env_remove("CDK_OUTDIR")
        .stderr(Stdio::piped())
        .output()
        .unwrap();
    let text = failed(&output);
    assert!(text.starts_with("error: cannot write `"), "{text}");
    assert_eq!(place.files("cdk.out"), before);
    assert_eq!(place.names(), ["cdk.out"]);
}

#[test]
fn a_killed_run_leaves_the_earlier_output_whole_and_the_next_one_cleans_up() {
    let place = Place::new("killed");
    succeeded(&place.run(2, &[]));
    let before = place.files("cdk.out");
    let mut left = 0;
    for _ in 0..20 {
        let mut run = place.command(3000, &[]).stdout(Stdio::null()).spawn().unwrap();
        // It is killed while it writes: the folder beside the output is there, and the output is not replaced yet.
        let written = place.0.join(format!(".cdk.out.{}.0.new/stack9.txt", run.id()));
        while run.try_wait().unwrap().is_none() && !written.exists() {
            thread::sleep(Duration::from_micros(200));
        }
        run.kill().unwrap();
        run.wait().unwrap();
        let now = place.files("cdk.out");
        assert!(now == before || now.len() == 3001, "{} files", now.len());
        left += usize::from(place.names().len() > 1);
    }
    assert!(left > 0, "no run was killed while it wrote");
    succeeded(&place.run(2, &[]));
    assert_eq!(place.files("cdk.out"), before);
    assert_eq!(place.names(), ["cdk.out"]);
}

#[test]
fn what_a_living_run_writes_is_left_alone() {
    let place = Place::new("living");
    let other = place.0.join(".cdk.out.1.0.new");
    fs::create_dir(&other).unwrap();
    let lock = fs::File::open(&other).unwrap();
    lock.try_lock().unwrap();
    for unrelated in [".cdk.out.1.x.new", ".cdk.out.new", ".cdk.output.1.0.new"] {
        fs::create_dir(place.0.join(unrelated)).unwrap();
    }
    succeeded(&place.run(1, &[]));
    assert_eq!(
        place.names(),
        [".cdk.out.1.0.new", ".cdk.out.1.x.new", ".cdk.out.new", ".cdk.output.1.0.new", "cdk.out"]
    );
    // Not by closing it: a process that another test starts at this moment holds the same file until it is its own program.
    lock.unlock().unwrap();
    succeeded(&place.run(1, &[]));
    assert_eq!(place.names(), [".cdk.out.1.x.new", ".cdk.out.new", ".cdk.output.1.0.new", "cdk.out"]);
}

#[test]
fn runs_at_the_same_time_leave_one_whole_output() {
    let place = Place::new("at-once");
    let runs: Vec<_> = (1..=8)
        .map(|stacks| place.command(stacks, &[]).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap())
        .collect();
    for run in runs {
        succeeded(&run.wait_with_output().unwrap());
    }
    let files = place.files("cdk.out");
    let stacks = files.len() - 1;
    assert!(
        (1..=8).contains(&stacks) && (0..stacks).all(|at| files.contains_key(&format!("stack{at}.txt"))),
        "{files:?}"
    );
    assert_eq!(place.names(), ["cdk.out"]);
}

#[test]
fn locks_of_the_cdk_command_line_stay() {
    let place = Place::new("locks");
    fs::create_dir(place.0.join("cdk.out")).unwrap();
    fs::write(place.0.join("cdk.out/synth.lock"), "1").unwrap();
    succeeded(&place.run(1, &[]));
    fs::write(place.0.join("cdk.out/read.1.1.lock"), "1").unwrap();
    succeeded(&place.run(1, &[]));
    let names: Vec<_> = place.files("cdk.out").into_keys().collect();
    assert_eq!(names, [".hc-cdk", "read.1.1.lock", "stack0.txt", "synth.lock"]);
}

#[test]
fn nothing_but_the_run_without_a_command_writes() {
    let place = Place::new("reads");
    for arguments in
        [&["list"][..], &["graph"], &["diff"], &["explain", "164.312(b)"], &["--help"], &["list", "--out", "x"]]
    {
        succeeded(&place.run(2, arguments));
    }
    assert!(place.names().is_empty());
}

#[test]
fn list_says_what_there_is() {
    let place = Place::new("list");
    assert_eq!(
        succeeded(&place.run(2, &["list"])),
        "stack0 (desk, Hipaa + Production)\n  Sheet  One\n  Store  Plays                phi\n  Api    Plays                phi\n\
         stack1 (desk, Hipaa + Production, after stack0)\n  Sheet  One\n  Store  Plays                phi\n  Api    Plays                phi\n"
    );
}

#[test]
fn graph_says_what_goes_where() {
    let place = Place::new("graph");
    assert_eq!(
        succeeded(&place.run(2, &["graph"])),
        "flowchart LR\n  \
         subgraph s0[\"stack0\"]\n    s0c0[\"Sheet<br/>One\"]\n    s0c1[\"Store<br/>Plays, phi\"]\n    s0c2[\"Api<br/>Plays, phi\"]\n  end\n  \
         subgraph s1[\"stack1\"]\n    s1c0[\"Sheet<br/>One\"]\n    s1c1[\"Store<br/>Plays, phi\"]\n    s1c2[\"Api<br/>Plays, phi\"]\n  end\n  \
         s0c2 ==>|phi| s0c1\n  s1c2 ==>|phi| s1c1\n  s1c0 -.-> s0c0\n"
    );
    let dot = succeeded(&place.run(1, &["graph", "--format", "dot"]));
    assert!(
        dot.starts_with("digraph {\n") && dot.ends_with("}\n") && dot.contains("s0c2 -> s0c1 [label=\"phi\""),
        "{dot}"
    );
}

#[test]
fn explain_says_who_asks_for_what() {
    let place = Place::new("explain");
    let text = succeeded(&place.run(1, &["explain", "164.316(b)(2)(i)"]));
    assert_eq!(
        text,
        "HIPAA 45 CFR 164.316(b)(2)(i): documentation kept six years\n  `Hipaa` asks for audit retention: Years6\n"
    );
    for clause in [&["HIPAA", "45", "CFR", "164.316(b)(2)(i)"][..], &["hipaa 164.316(b)(2)(i)"]] {
        assert_eq!(succeeded(&place.run(1, &[&["explain"], clause].concat())), text);
    }
    let text = failed(&place.run(1, &["explain", "GDPR 164.316(b)(2)(i)"]));
    assert!(text.starts_with("error: no clause `GDPR 164.316(b)(2)(i)` is known here\n  help: "), "{text}");
    let text = failed(&place.run(1, &["explain", "164.316"]));
    assert_eq!(text, "error: no clause `164.316` is known here\n  help: did you mean one of `164.316(b)(2)(i)`?\n");
}

#[test]
fn diff_reports_an_output_that_it_cannot_compare_with() {
    let place = Place::new("diff");
    assert_eq!(succeeded(&place.run(1, &["diff"])), "no earlier output in cdk.out\n");
    succeeded(&place.run(1, &[]));
    assert_eq!(succeeded(&place.run(1, &["diff"])), "no change against cdk.out\n");
    fs::write(place.0.join("cdk.out/broken"), "x").unwrap();
    let text = failed(&place.run(1, &["diff"]));
    assert!(text.starts_with("error: the earlier output is broken\n  help: compare with"), "{text}");
}

#[test]
fn wrong_arguments_end_with_two_and_the_rest_with_one() {
    let place = Place::new("codes");
    assert_eq!(place.run(1, &["lst"]).status.code(), Some(2));
    assert_eq!(place.run(1, &["graph", "--format", "png"]).status.code(), Some(2));
    assert_eq!(place.run(1, &["diff", "--fial"]).status.code(), Some(2));
    assert_eq!(place.run(0, &["list"]).status.code(), Some(1));
}

#[test]
fn a_reader_that_stops_is_no_error_and_a_full_disk_is_one() {
    let place = Place::new("pipe");
    let mut run = place.command(3000, &["list"]).stdout(Stdio::piped()).spawn().unwrap();
    drop(run.stdout.take());
    assert!(run.wait().unwrap().success());
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = place.command(1, &["list"]).stdout(full).output().unwrap();
    assert!(failed(&output).starts_with("error: cannot print: "), "{output:?}");
}
