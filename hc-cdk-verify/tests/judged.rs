//! The judge as somebody runs it: on templates of others, and on what the examples of this repository write.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    reason = "a test may fail where it stands"
)]

mod run;

use std::{collections::BTreeSet, fs, path::Path};

use self::run::{codes, verify};

const CLINIC: &str = "tests/templates/clinic.yaml";

fn scratch(name: &str) -> String {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name).display().to_string()
}

#[test]
fn what_is_wrong_is_said_with_its_line_and_column() {
    let said = verify(&["--policy", "hipaa,production", "--region", "eu-west-2", CLINIC]);
    assert_eq!(said.code, 1);
    let line = fs::read_to_string(CLINIC).unwrap().lines().position(|it| it == "  Scans:").unwrap() + 1;
    let place = format!("{CLINIC}:{line}:3: error[164.312(a)(1)]: `clinic/Scans` ");
    assert!(said.out.contains(&place), "{}", said.out);
    assert!(said.out.ends_with(" findings in 1 file\n"), "{}", said.out);
}

#[test]
fn conditions_mappings_and_parameters_are_read() {
    let london = codes(&["--region", "eu-west-2", CLINIC]);
    let virginia = codes(&["--region", "us-east-1", CLINIC]);
    let nowhere = codes(&[CLINIC]);
    // What a parameter decides may turn out either way.
    let versioning = "clinic/Scans S3BucketVersioningEnabled";
    assert!(london.contains(versioning), "{london:#?}");
    // What the region decides is known where the region is.
    for wrong in ["clinic/Key KeyRotates", "clinic/Lines LogGroupKeeps"] {
        assert!(!london.contains(wrong), "{wrong}");
        assert!(virginia.contains(wrong), "{wrong}: {virginia:#?}");
    }
    assert!(nowhere.contains("clinic/Key KeyRotates"), "{nowhere:#?}");
}

#[test]
fn who_reads_what_is_compared_with_who_is_cleared() {
    let holds = scratch("holds.txt");
    let not_cleared = "clinic/Look NotCleared";
    fs::write(&holds, "clinic/Scans phi\n").unwrap();
    assert!(codes(&["--holds", &holds, CLINIC]).contains(not_cleared));
    fs::write(&holds, "clinic/Scans phi\nclinic/Look phi\n").unwrap();
    assert!(!codes(&["--holds", &holds, CLINIC]).contains(not_cleared));
    assert!(!codes(&[CLINIC]).contains(not_cleared), "nobody says that it holds anything");
}

#[test]
fn what_stands_beside_properties_is_read() {
    let template = scratch("beside.yaml");
    let resource = |beside: &str| format!("Resources:\n  Queue:\n    Type: AWS::SQS::Queue\n    {beside}\n");
    let said = |beside: &str| {
        fs::write(&template, resource(beside)).unwrap();
        codes(&["--policy", "hipaa,production", &template])
    };
    let told = "beside/Queue ToldTextHasNoSecret";
    assert!(said("Metadata: { Note: 'DB_PASSWORD=hunter2' }").contains(told));
    assert!(!said("Metadata: { Note: of the lab }").contains(told));
    assert!(said("DeletePolicy: Retain").contains("beside/Queue ImpossibleOption"));
    assert!(!said("DeletionPolicy: Retain").contains("beside/Queue ImpossibleOption"));
}

#[test]
fn what_is_known_is_said_once() {
    let known = scratch("known.tsv");
    assert_eq!(verify(&["--write-baseline", &known, CLINIC]).code, 0);
    let again = verify(&["--baseline", &known, CLINIC]);
    assert_eq!(again.code, 0, "{}", again.out);
    assert!(again.out.starts_with("0 findings in 1 file, and "), "{}", again.out);
    let all = fs::read_to_string(&known).unwrap();
    let fewer: Vec<&str> = all.lines().skip(2).collect();
    fs::write(&known, format!("{}\n{CLINIC}\tclinic/Gone\tS3BucketLoggingEnabled\n", fewer.join("\n"))).unwrap();
    let more = verify(&["--baseline", &known, CLINIC]);
    assert_eq!(more.code, 1);
    assert!(more.out.contains("1 finding in 1 file, and "), "{}", more.out);
    assert!(more.error.contains("nothing is wrong any more with"), "{}", more.error);
}

#[test]
fn build_servers_read_it_too() {
    let xml = verify(&["--format", "junit", CLINIC]).out;
    assert!(xml.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites "), "{xml}");
    assert_eq!(xml.matches("<failure ").count(), xml.matches("</testcase>").count());
    assert!(
        xml.contains(&format!("<testsuite name=\"{CLINIC}\"")) && xml.contains("classname=\"clinic/Scans\""),
        "{xml}"
    );
}

#[test]
fn what_cannot_be_read_ends_with_two() {
    let broken = scratch("broken.yaml");
    fs::write(&broken, "Resources:\n  A: {Type: AWS::S3::Bucket\n").unwrap();
    for (arguments, words) in [
        (vec![broken.as_str()], "broken.yaml:"),
        (vec!["no-such-file"], "no-such-file"),
        (vec!["Cargo.toml"], "Cargo.toml"),
        (vec!["--policy", "hippa", CLINIC], "no policy `hippa` is known: there are development"),
        (vec!["--holds", CLINIC, CLINIC], "line "),
        (vec![], "PATH"),
    ] {
        let outcome = verify(&arguments);
        assert_eq!(outcome.code, 2, "{arguments:?}");
        assert!(outcome.error.contains(words), "{arguments:?}: {}", outcome.error);
    }
}

#[test]
fn a_group_of_a_firewall_that_is_in_itself_comes_to_an_end() {
    let file = scratch("group_in_itself.json");
    let rules = r#"[{"Priority": 1, "OverrideAction": {"None": {}}, "Statement": {"RuleGroupReferenceStatement": {"Arn": {"Fn::GetAtt": ["G", "Arn"]}}}}]"#;
    let of = |kind: &str| format!(r#"{{"Type": "AWS::WAFv2::{kind}", "Properties": {{"Rules": {rules}}}}}"#);
    fs::write(&file, format!(r#"{{"Resources": {{"G": {}, "W": {}}}}}"#, of("RuleGroup"), of("WebACL"))).unwrap();
    let found = codes(&["--policy", "hipaa,production", &file]);
    assert!(found.iter().any(|it| it.ends_with("/W FirewallLimitsRates")), "{found:?}");
}

#[test]
fn a_stack_without_resources_is_no_manifest() {
    let folder = scratch("empty");
    fs::create_dir_all(&folder).unwrap();
    let manifest = r#"{"artifacts": {"a": {"properties": {"templateFile": "a.json"}}}}"#;
    fs::write(format!("{folder}/manifest.json"), manifest).unwrap();
    fs::write(format!("{folder}/a.json"), r#"{"Resources": {}}"#).unwrap();
    assert_eq!(codes(&[&folder]), BTreeSet::new());
}

/// What a signature covers in the program that wrote it, which a template does not carry in a form that counts.
const SIGNED: [&str; 2] =
    ["healthhub/ApiStage APIGWCacheEnabledAndEncrypted", "hms-partners/GatewayStage APIGWCacheEnabledAndEncrypted"];

#[test]
fn what_our_programs_write_is_right_when_it_is_read_again() {
    for system in ["hms", "healthhub", "medical_ai", "prod_stack", "two_stacks"] {
        let wrong = codes(&[&format!("../examples/output/{system}")]);
        // Staging pulls from each repository, and somebody has signed for that.
        let is_pulled = |it: &str| it.contains("-images/") && it.ends_with(" PolicyStaysInside");
        let is_signed = |it: &&String| SIGNED.contains(&it.as_str()) || is_pulled(it);
        let wrong: Vec<&String> = wrong.iter().filter(|it| !is_signed(it)).collect();
        assert!(wrong.is_empty(), "{system}: {wrong:#?}");
    }
}

#[test]
fn names_of_others_are_shown_and_not_obeyed() {
    let hostile = "a\u{1b}[2Jb\u{202e}c\nnote: all is well";
    let template = scratch("hostile.yaml");
    let names = r#""B\e[31m\u202eX""#;
    fs::write(&template, format!("Resources:\n  {names}:\n    Type: AWS::S3::Bucket\n")).unwrap();
    let known = scratch("hostile.tsv");
    fs::write(&known, "f\tp\u{1b}[2J\u{202e}\tcode\n").unwrap();
    let holds = scratch("hostile.txt");
    fs::write(&holds, "x/\u{1b}[2J\u{202e} phi\n").unwrap();
    let folder = scratch("hostile");
    let _ = fs::create_dir(&folder);
    fs::write(format!("{folder}/{hostile}.yaml"), "Resources: [").unwrap();
    for arguments in [
        &[template.as_str()][..],
        &["--format", "sarif", &template],
        &["--format", "junit", &template],
        &["--suggest", "--format", "json", &template],
        &["--baseline", &known, CLINIC],
        &["--holds", &holds, CLINIC],
        &["--holds", hostile, CLINIC],
        &["--policy", hostile, CLINIC],
        &[&folder, CLINIC],
        &[hostile],
        &["--no\u{1b}[2J\u{202e}", CLINIC],
    ] {
        let said = verify(arguments);
        let all = said.out + &said.error;
        assert!(
            !all.contains(['\u{1b}', '\u{202e}']) && !all.contains("\nnote: all is well"),
            "{arguments:?}: {all:?}"
        );
    }
}

#[test]
fn a_folder_in_which_there_is_nothing_to_judge_is_not_called_right() {
    let folder = scratch("nothing");
    // An earlier run may have left something there.
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(format!("{folder}/deeper")).unwrap();
    fs::write(format!("{folder}/deeper/values.yaml"), "a: 1\n").unwrap();
    let said = verify(&[CLINIC, &folder]);
    assert_eq!(said.code, 2);
    assert!(said.error.contains("nothing: nothing in it is a template or a manifest"), "{}", said.error);
    fs::copy(CLINIC, format!("{folder}/deeper/clinic.yaml")).unwrap();
    assert_eq!(verify(&[&folder]).code, 1);
}

#[test]
fn a_folder_of_which_manifests_are_made_is_said_to_be_one() {
    let folder = scratch("made");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(format!("{folder}/chart/templates")).unwrap();
    fs::write(format!("{folder}/chart/Chart.yaml"), "name: clinic\n").unwrap();
    fs::write(format!("{folder}/chart/templates/a.yaml"), "kind: {{ .Values.kind }}\n").unwrap();
    fs::create_dir_all(format!("{folder}/overlay")).unwrap();
    fs::write(format!("{folder}/overlay/kustomization.yaml"), "resources: [../base]\nnamespace: clinic\n").unwrap();
    let said = verify(&[&folder]).error;
    for tool in ["`helm template ", "`kubectl kustomize "] {
        assert!(said.contains(tool), "{said}");
    }
    // One that names files alone changes nothing.
    fs::create_dir_all(format!("{folder}/base")).unwrap();
    fs::write(format!("{folder}/overlay/kustomization.yaml"), "kind: Kustomization\nresources: [../base]\n").unwrap();
    assert!(!verify(&[&folder]).error.contains("kustomize"));
    // What it names is elsewhere.
    let overlay = format!("{folder}/overlay");
    assert!(verify(&[&overlay]).error.contains("`kubectl kustomize "));
    fs::remove_file(format!("{overlay}/kustomization.yaml")).unwrap();
    for named in ["github.com/example/base?ref=v1", "https://example.org/base.yaml", "../../none"] {
        fs::write(format!("{overlay}/Kustomization"), format!("resources: ['{named}']\n")).unwrap();
        assert!(verify(&[&folder]).error.contains("`kubectl kustomize "), "{named}");
    }
}

#[test]
fn a_chart_in_a_chart_is_made_with_it() {
    let folder = scratch("charts");
    let _ = fs::remove_dir_all(&folder);
    for chart in ["one", "one/charts/redis", "two"] {
        fs::create_dir_all(format!("{folder}/{chart}")).unwrap();
        fs::write(format!("{folder}/{chart}/Chart.yaml"), "name: clinic\n").unwrap();
    }
    let said = verify(&[&folder]).error;
    assert_eq!(said.matches("`helm template ").count(), 2, "{said}");
    assert!(!said.contains("redis`"), "{said}");
}

#[test]
fn what_to_do_is_said_for_whoever_has_no_program() {
    let template = scratch("advice.yaml");
    fs::write(&template, "Resources:\n  Db: { Type: AWS::RDS::DBInstance }\n  Odd: { Type: AWS::Odd::Thing }\n")
        .unwrap();
    let said = verify(&[&template]).out;
    for help in ["help: set `StorageEncrypted`", "help: set `DeletionProtection` to true\n"] {
        assert!(said.contains(help), "{help}\n{said}");
    }
    assert!(!said.contains("EncryptedDatabase") && !said.contains("a waiver"), "{said}");
    assert!(said.contains("types of which rules are known, or take it into a baseline (`--write-baseline`)"), "{said}");
}

#[test]
fn what_opens_nothing_of_an_interface_or_a_pool_is_known() {
    let template = scratch("harmless.yaml");
    let kinds = ["ApiGateway::Model", "ApiGateway::RequestValidator", "Cognito::UserPoolResourceServer"];
    let kinds =
        kinds.into_iter().chain(["Cognito::UserPoolUICustomizationAttachment", "Cognito::UserPoolIdentityProvider"]);
    let resources: Vec<String> =
        kinds.enumerate().map(|(at, kind)| format!("  R{at}: {{ Type: 'AWS::{kind}' }}")).collect();
    fs::write(&template, format!("Resources:\n{}\n", resources.join("\n"))).unwrap();
    let said = verify(&[&template]).out;
    assert_eq!(said.matches("JudgedType").count(), 1, "{said}");
    assert!(said.contains("R4"), "{said}");
}

#[test]
fn a_template_of_which_nothing_is_read_is_not_called_empty() {
    let template = scratch("loops.yaml");
    let text = "Transform: AWS::LanguageExtensions\nResources:\n  Fn::ForEach::Q: [N, !Ref All, { 'Q${N}': { Type: AWS::SQS::Queue } }]\n";
    fs::write(&template, text).unwrap();
    let said = verify(&[&template]).out;
    assert!(
        said.contains("makes resources that are not read here") && said.ends_with("1 finding in 1 file\n"),
        "{said}"
    );
}
