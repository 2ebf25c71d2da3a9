//! What is suggested for templates and manifests of others, and whether it is so: the constructs that are named are there, and each
//! resource that our own programs write is one that the construct which wrote it is suggested for.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    reason = "a test may fail where it stands"
)]

use std::{ffi::OsString, fs, path::Path};

use hc_cdk_verify::{Outcome, run};
use serde_json::Value;

fn suggest(arguments: &[&str]) -> Outcome {
    run(["hc-cdk", "verify", "--suggest"].iter().chain(arguments).map(OsString::from))
}

#[test]
fn a_template_is_told_construct_by_construct() {
    let said = suggest(&["tests/templates/clinic.yaml"]);
    assert_eq!((said.code, said.error.as_str()), (0, ""));
    for line in [
        "tests/templates/clinic.yaml:11:3: `clinic/Scans` (AWS::S3::Bucket): `SecureBucket` or `WebsiteFiles`\n",
        "`clinic/Key` (AWS::KMS::Key): `CustomerKey`\n",
    ] {
        assert!(said.out.contains(line), "{line}\n{}", said.out);
    }
}

#[test]
fn a_manifest_is_told_as_data_too() {
    let said = suggest(&["--format", "json", "tests/manifests/clinic.yaml"]);
    let all: Value = serde_json::from_str(&said.out).unwrap();
    let of = |path: &str| all.as_array().unwrap().iter().find(|it| it["resource"] == path).cloned().unwrap();
    assert_eq!(of("clinic/Deployment/api")["saidBy"], serde_json::json!(["Workload"]));
    let policy = of("clinic/NetworkPolicy/everybody");
    assert_eq!(policy["saidBy"], serde_json::json!([]));
    assert_eq!(
        policy["broughtBy"],
        serde_json::json!(["Namespace", "Workload", "StatefulWorkload"]),
        "those of its neighbours"
    );
    let role = of("ClusterRole/clinic:reader");
    assert_eq!((&role["saidBy"], &role["broughtBy"]), (&serde_json::json!([]), &serde_json::json!([])));
    assert_eq!((&role["file"], &role["line"]), (&"tests/manifests/clinic.yaml".into(), &53.into()));
}

#[test]
fn resources_of_other_clouds_are_told_by_their_constructs() {
    for (file, said) in [
        ("google", "`clinic-prod/SQLInstance/patients` (sql.cnrm.cloud.google.com/SQLInstance): `CloudSql`\n"),
        (
            "google",
            "(iam.cnrm.cloud.google.com/IAMServiceAccount): comes with `CloudSql` or `GkeCluster` or `Memorystore`\n",
        ),
        ("azure", "`clinic/Vault/clinic-keys` (keyvault.azure.com/Vault): `KeyVault`\n"),
        ("azure", "`clinic/Namespace/messages` (servicebus.azure.com/Namespace): no construct says it"),
    ] {
        let out = suggest(&[&format!("tests/manifests/{file}.yaml")]).out;
        assert!(out.contains(said), "{said}\n{out}");
    }
}

#[test]
fn what_makes_no_sense_together_is_refused() {
    for arguments in
        [&["--format", "sarif", "."][..], &["--baseline", "x", "."], &["--holds", "x", "."], &["no-such-file"]]
    {
        assert_eq!(suggest(arguments).code, 2, "{arguments:?}");
    }
    assert_eq!(run(["hc-cdk", "verify", "--format", "json", "tests/manifests"].map(OsString::from)).code, 2);
}

#[test]
fn each_construct_that_is_named_is_there() {
    let mut sources = String::new();
    for library in ["hc-cdk-aws", "hc-cdk-azure", "hc-cdk-gcp", "hc-cdk-k8s"] {
        collect(&Path::new("..").join(library).join("src"), &mut sources);
    }
    let table = fs::read_to_string("src/suggest/constructs.tsv").unwrap();
    let names = table.lines().skip(1).flat_map(|line| line.split('\t').skip(1)).flat_map(|list| list.split(' '));
    let is_there = |name: &&str| {
        // Constructs that differ in little are made by a macro, which names the description of each behind it.
        sources.contains(&format!("const KIND: &'static str = \"{name}\""))
            || sources.contains(&format!("    {name}, {name}Parts,"))
            || sources.contains(&format!("    {name} => "))
    };
    let missing: Vec<&str> = names.filter(|it| *it != "-" && !is_there(it)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

fn collect(folder: &Path, sources: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, sources);
        } else {
            sources.push_str(&fs::read_to_string(path).unwrap());
        }
    }
}
