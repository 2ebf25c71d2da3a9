//! The command line of a program, run as its user would: what is printed, what is written, and the exit code.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may fail where it stands, and prepares files"
)]

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

const CLINIC: &str = env!("CARGO_BIN_EXE_clinic");
const FAULTY: &str = env!("CARGO_BIN_EXE_faulty");
const MACHINE: &str = env!("CARGO_BIN_EXE_machine");
const WARDS: &str = env!("CARGO_BIN_EXE_wards");

/// What a run left behind.
struct Run {
    code: Option<i32>,
    printed: String,
    complained: String,
}

/// An empty folder of that name.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn run(program: &str, folder: &Path, arguments: &[&str]) -> Run {
    let output = Command::new(program).current_dir(folder).env_remove("CDK_OUTDIR").args(arguments).output().unwrap();
    Run {
        code: output.status.code(),
        printed: String::from_utf8(output.stdout).unwrap(),
        complained: String::from_utf8(output.stderr).unwrap(),
    }
}

/// The files of an output folder with their contents.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.strip_prefix(folder).unwrap().to_owned(), fs::read(&path).unwrap()))
        .collect()
}

#[test]
fn without_arguments_it_writes_the_output_and_a_summary() {
    let folder = folder("summary");
    let first = run(CLINIC, &folder, &[]);
    assert_eq!((first.code, first.complained.as_str()), (Some(0), ""));
    for word in ["1 stack", "us-east-1", "Hipaa + Production", "HIPAA", "cdk.out"] {
        assert!(first.printed.contains(word), "{word}: {}", first.printed);
    }
    let written = files(&folder.join("cdk.out"));
    let names: Vec<_> = written.keys().map(|it| it.display().to_string()).collect();
    assert_eq!(names, [".hc-cdk", "clinic.template.json", "manifest.json"]);
    run(CLINIC, &folder, &["--out", "again"]);
    assert_eq!(files(&folder.join("again")), written, "the same program writes the same bytes");
}

#[test]
fn a_report_is_compared_with_what_a_run_wrote() {
    let folder = folder("report");
    let typo = run(CLINIC, &folder, &["report", "--against", "cdk.ot"]);
    assert_eq!((typo.code, typo.printed.as_str()), (Some(1), ""));
    assert!(typo.complained.contains("there is no earlier output in `cdk.ot`"), "{}", typo.complained);
    assert_eq!(files(&folder), BTreeMap::new());
    run(CLINIC, &folder, &[]);
    for arguments in [&["report"][..], &["report", "--against", "cdk.out"]] {
        assert_eq!(run(CLINIC, &folder, arguments).code, Some(0));
    }
}

#[test]
fn it_tells_about_itself() {
    let folder = folder("about");
    for (arguments, words) in [
        (vec!["--help"], vec!["list", "graph", "diff", "explain", "--out"]),
        (vec!["list"], vec!["Network", "Vpc", "Clinical", "Perimeter"]),
        (vec!["graph"], vec!["Network", "Key"]),
        (vec!["graph", "--format", "dot"], vec!["digraph"]),
        (vec!["diff"], vec!["+ Key"]),
        (vec!["cost"], vec!["147.00 USD", "NAT gateway, gateway: 1460 hour", "GB logged"]),
        (vec!["explain", "164.312(b)"], vec!["audit controls", "programs/clinic.rs:"]),
    ] {
        let run = run(CLINIC, &folder, &arguments);
        assert_eq!((run.code, run.complained.as_str()), (Some(0), ""), "{arguments:?}");
        for word in words {
            assert!(run.printed.contains(word), "{arguments:?} does not say {word}: {}", run.printed);
        }
    }
    assert_eq!(files(&folder).len(), 0, "only a run without a command writes");
}

#[test]
fn a_clause_that_does_not_exist_and_a_command_that_does_not_exist_are_refused() {
    let folder = folder("refused");
    for arguments in [vec!["explain", "164.999"], vec!["delivery"], vec!["deploy"], vec!["--colour"]] {
        let run = run(CLINIC, &folder, &arguments);
        assert_ne!(run.code, Some(0), "{arguments:?}");
        assert!(
            !run.complained.is_empty() && !run.complained.contains("panicked"),
            "{arguments:?}: {}",
            run.complained
        );
    }
}

#[test]
fn a_part_of_a_repository_is_written_alone() {
    let folder = folder("parts");
    let names = |of: &str| {
        let text = fs::read_to_string(folder.join(of).join(".hc-cdk")).unwrap();
        let files = text.lines().filter(|it| it.starts_with("file ")).filter_map(|it| it.rsplit(' ').next());
        files.map(str::to_owned).collect::<Vec<_>>()
    };
    let compose = ["repository/.env.example", "repository/compose.yaml"];
    let docker = ["repository/services/ward/Dockerfile", "repository/services/ward/.dockerignore"];
    for (part, paths) in [("compose", compose), ("docker", docker)] {
        let run = run(MACHINE, &folder, &[part]);
        assert_eq!((run.code, run.complained.as_str()), (Some(0), ""), "{part}");
        assert_eq!(names(&format!("{part}.out")), paths);
    }
    run(MACHINE, &folder, &["delivery"]);
    let all = names("delivery.out");
    let both = compose.into_iter().chain(docker);
    for path in both.chain(["repository/.github/workflows/tests.yml", "repository/README.md"]) {
        assert!(all.iter().any(|it| it == path), "{path}: {all:?}");
    }

    let other = run(MACHINE, &folder, &["docker", "--out", "compose.out"]);
    assert_eq!(other.code, Some(1));
    assert!(other.complained.contains("holds compose of an earlier run, and not docker"), "{}", other.complained);
    fs::write(folder.join("compose.out/mine.yaml"), "services: {}\n").unwrap();
    assert_eq!(run(MACHINE, &folder, &["compose"]).code, Some(1), "a file of somebody else's is not replaced");
    for (part, help) in [("compose", "such as `Compose`"), ("docker", "such as `Dockerfiles`")] {
        let run = run(CLINIC, &folder, &[part]);
        assert_eq!(run.code, Some(1), "{part}");
        assert!(run.complained.contains(help), "{}", run.complained);
    }
}

#[test]
fn after_a_run_there_is_no_difference() {
    let folder = folder("difference");
    run(CLINIC, &folder, &[]);
    let run = run(CLINIC, &folder, &["diff"]);
    assert_eq!(run.code, Some(0));
    assert!(!run.printed.contains("+ ") && !run.printed.contains("- "), "{}", run.printed);
}

#[test]
fn prices_can_be_those_of_a_file_and_a_difference_says_what_it_costs() {
    let folder = folder("prices");
    fs::write(
        folder.join("prices.tsv"),
        "# ours\nservice\titem\tunit\tanywhere\nKMS\tcustomer managed key\tkey\t2.50\n",
    )
    .unwrap();
    let ours = run(CLINIC, &folder, &["cost", "--prices", "prices.tsv"]).printed;
    assert!(ours.starts_with("clinic: 2.50 USD a month, of what is known\nprices: ours\n"), "{ours}");
    assert!(ours.contains("the price of anywhere") && ours.contains("NAT gateway, gateway, in us-east-1: 2"), "{ours}");
    let json = run(CLINIC, &folder, &["cost", "--prices", "prices.tsv", "--format", "json"]).printed;
    assert!(json.contains("\"total\": 2.5,"), "{json}");

    fs::write(folder.join("prices.tsv"), "service\titem\tunit\tanywhere\nKMS\tkey\tkey\tmuch\n").unwrap();
    let refused = run(CLINIC, &folder, &["cost", "--prices", "prices.tsv"]);
    assert_eq!(refused.code, Some(1));
    assert!(refused.complained.contains("line 2: `much` is no price"), "{}", refused.complained);

    run(CLINIC, &folder, &[]);
    let template = folder.join("cdk.out/clinic.template.json");
    let without = fs::read_to_string(&template).unwrap().replace("AWS::EC2::NatGateway", "AWS::EC2::InternetGateway");
    fs::write(&template, without).unwrap();
    let differs = run(CLINIC, &folder, &["diff"]).printed;
    assert!(differs.contains("cost: 81.30 USD a month before, 147.00 then (+65.70)"), "{differs}");
}

#[test]
fn findings_come_all_at_once_and_leave_the_earlier_output_as_it_is() {
    let folder = folder("findings");
    run(CLINIC, &folder, &[]);
    let before = files(&folder.join("cdk.out"));
    let run = run(FAULTY, &folder, &[]);
    assert_eq!(run.code, Some(1));
    for word in ["clinic/Key", "clinic/Topic", "programs/faulty.rs:11", "2020-01-31", "help:"] {
        assert!(run.complained.contains(word), "no {word}: {}", run.complained);
    }
    let first = run.complained.lines().next().unwrap();
    assert!(first.contains("`forgotten` is made and given to no app"), "what others follow from comes first: {first}");
    assert_eq!(files(&folder.join("cdk.out")), before);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "nothing else is left behind");
}

#[test]
fn a_folder_that_cannot_be_written_is_an_error_with_its_name() {
    let folder = folder("unwritable");
    fs::write(folder.join("file"), "not a folder").unwrap();
    let run = run(CLINIC, &folder, &["--out", "file/cdk.out"]);
    assert_eq!(run.code, Some(1));
    assert!(run.complained.contains("file"), "{}", run.complained);
    assert!(!run.complained.contains("panicked"), "{}", run.complained);
}

#[test]
fn what_deployed_stacks_said_is_filled_in() {
    const NOTE: &str = "note: values of `hospital-keys` stay open, as `${..}`, until they are known";
    let folder = folder("outputs");
    let chart = || fs::read_to_string(folder.join("cdk.out/k8s/wards.yaml")).unwrap();
    let open = run(WARDS, &folder, &[]);
    assert!(open.printed.contains(NOTE), "{}", open.printed);
    assert!(chart().contains("value: \"${hospital_keys_ExportKeyArn}\""), "{}", chart());

    fs::write(folder.join("told.json"), r#"{"hospital-keys": {"ExportKeyArn": "arn: \"x\""}}"#).unwrap();
    let filled = run(WARDS, &folder, &["--outputs", "told.json"]);
    assert_eq!((filled.code, filled.complained.as_str()), (Some(0), ""));
    assert!(!filled.printed.contains("note: values of"), "{}", filled.printed);
    assert!(chart().contains(r#"value: "arn: \"x\"""#), "{}", chart());

    let same = run(WARDS, &folder, &["diff", "--outputs", "told.json"]);
    assert!(same.printed.starts_with("no change"), "{}", same.printed);
    fs::write(folder.join("other.json"), r#"{"other": {"Id": "1"}}"#).unwrap();
    let both = run(WARDS, &folder, &["diff", "--outputs", "told.json", "--outputs", "other.json"]);
    assert!(both.printed.starts_with("no change"), "{}", both.printed);
    let differs = run(WARDS, &folder, &["diff"]);
    assert!(
        differs.printed.contains("~ wards/Ward (Deployment): spec.template.spec.containers\n"),
        "{}",
        differs.printed
    );
    assert!(differs.printed.contains(NOTE), "{}", differs.printed);

    fs::write(folder.join("wrong.json"), r#"{"hospital-keys": {"ExportKeyArn": 1}}"#).unwrap();
    fs::write(folder.join("empty.json"), r#"{"hospital-keys": {"ExportKeyArn": "", "Notes": "a\nb"}}"#).unwrap();
    for (file, why) in [
        ("none.json", "cannot read `none.json`: No such file"),
        ("wrong.json", "cannot read `wrong.json`: this is no object of stacks and their outputs"),
        ("empty.json", "`wards/Ward` needs the output `ExportKeyArn` of `hospital-keys`, which is empty"),
    ] {
        let refused = run(WARDS, &folder, &["--outputs", file]);
        assert_eq!(refused.code, Some(1));
        assert!(!refused.complained.contains("Notes"), "{}", refused.complained);
        assert!(refused.complained.contains(why), "{}", refused.complained);
    }
}

#[test]
fn a_difference_shows_what_values_were_and_would_be() {
    let folder = folder("values");
    run(CLINIC, &folder, &[]);
    let template = folder.join("cdk.out/clinic.template.json");
    let written = fs::read_to_string(&template).unwrap();
    fs::write(&template, written.replace("10.20.0.0/16", "10.9.0.0/16")).unwrap();
    let differs = run(CLINIC, &folder, &["diff", "--fail-on", "refusal"]);
    let line = "  * Network (AWS::EC2::VPC): CidrBlock (10.9.0.0/16 -> 10.20.0.0/16) cannot change in place\n";
    assert!(differs.printed.contains(line), "{}", differs.printed);
    // The network is replaced, and so is its NAT gateway, whose address is in use until the old one is gone.
    assert_eq!(differs.code, Some(1), "{}", differs.printed);
    assert!(differs.printed.contains("(AWS::EC2::NatGateway): "), "{}", differs.printed);
    assert!(differs.printed.contains("help: give it another range or address"), "{}", differs.printed);
    let lost = run(CLINIC, &folder, &["diff", "--fail-on", "data-loss"]);
    assert_eq!(lost.code, Some(0), "a network keeps no data: {}", lost.printed);
    let json = run(CLINIC, &folder, &["diff", "--format", "json"]).printed;
    assert!(json.contains("\"before\": \"10.9.0.0/16\""), "{json}");
}

#[test]
fn what_leaves_the_program_is_named_though_its_target_has_nothing_left() {
    const STAYS: &str = "it leaves the program; what is deployed of it stays, with its data, until somebody deletes it";
    let folder = folder("leaves");
    run(WARDS, &folder, &[]);
    let other = run(CLINIC, &folder, &["diff"]).printed;
    assert!(other.contains(&format!("\n- wards (Kubernetes)\n    {STAYS}\n")), "{other}");
    let keys = other.split_once("\n- hospital-keys (").unwrap().1;
    assert!(keys.contains(STAYS) && keys.contains("\n  - Key (AWS::KMS::Key)\n"), "{other}");
    assert!(!keys.contains("data at risk"), "nothing of a stack is deleted because its template is gone: {other}");

    // A program that has charts is told what was in those that it does not have.
    let text = fs::read_to_string(folder.join("cdk.out/k8s/wards.yaml")).unwrap();
    fs::write(folder.join("cdk.out/k8s/beds.yaml"), text.replace("# wards/", "# beds/")).unwrap();
    let charts = folder.join("cdk.out/k8s/kustomization.yaml");
    let names = fs::read_to_string(&charts).unwrap().replace("- wards.yaml", "- beds.yaml\n- wards.yaml");
    fs::write(&charts, names).unwrap();
    let beds = run(WARDS, &folder, &["diff"]).printed;
    let expected = format!("- beds (Kubernetes)\n    {STAYS}\n  - beds/Clinical (Namespace)\n");
    assert!(beds.starts_with(&expected) && beds.contains("\n  - beds/Ward (Deployment)\n"), "{beds}");

    // No run wrote that chart, so none replaces it.
    let refused = run(CLINIC, &folder, &[]).complained;
    assert!(refused.contains("holds `k8s/beds.yaml`, which no run wrote"), "{refused}");
    fs::remove_file(folder.join("cdk.out/k8s/beds.yaml")).unwrap();
    let replaced = run(CLINIC, &folder, &[]).printed;
    assert!(replaced.contains("`k8s/kustomization.yaml` was changed by hand"), "{replaced}");
    assert!(replaced.contains("earlier output was that of `hospital`, with `hospital-keys`, `wards`"), "{replaced}");
}

#[test]
fn what_has_to_be_there_before_is_told_with_the_lines_that_need_it() {
    let folder = folder("prerequisites");
    let told = run(CLINIC, &folder, &["prerequisites"]);
    assert_eq!((told.code, told.complained.as_str()), (Some(0), ""));
    for line in [
        "clinic: what has to be there before the first deployment\n",
        "\nquotas\n",
        "  elastic addresses in us-east-1\n    takes 2, where 5 are usual\n",
        "    takes 101, where 1000 are usual, and 10 in a new account: ask for more\n",
        "    for `clinic/Network` (tests/programs/clinic.rs:",
    ] {
        assert!(told.printed.contains(line), "{line}: {}", told.printed);
    }
    assert_eq!(run(CLINIC, &folder, &["doctor"]).printed, told.printed, "the other name of the command");
    assert_eq!(files(&folder).len(), 0, "nothing is written");

    let json = run(WARDS, &folder, &["prerequisites", "--format", "json"]).printed;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let needs = json["needs"].as_array().unwrap();
    let of = |what: &str| needs.iter().find(|it| it["what"].as_str().unwrap().starts_with(what)).unwrap();
    let image = of("the image `registry.example/ward@sha256:");
    assert_eq!((&image["target"], &image["sort"]), (&"Kubernetes".into(), &"things that exist already".into()));
    assert_eq!(image["for"][0]["construct"], "wards/Ward");
    assert!(image["for"][0]["writtenAt"].as_str().unwrap().starts_with("tests/programs/wards.rs:"), "{image}");
    assert_eq!(of("the cluster's network has to enforce network policies")["sort"], "settings");
}
