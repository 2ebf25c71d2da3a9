//! The judge as somebody runs it on manifests of others, and on what the examples of this repository write for clusters.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    reason = "a test may fail where it stands"
)]

mod run;

use std::{fs, path::Path};

use self::run::{codes, verify};

const CLINIC: &str = "tests/manifests/clinic.yaml";

/// A folder of one test, with files in it.
fn scratch(name: &str, files: &[(&str, &str)]) -> String {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    for (file, text) in files {
        let path = folder.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder.display().to_string()
}

/// The line of a text that begins like that, from 1.
fn line(start: &str) -> usize {
    fs::read_to_string(CLINIC).unwrap().lines().position(|it| it.starts_with(start)).unwrap() + 1
}

#[test]
fn what_is_wrong_with_an_object_is_said_with_its_line_and_column() {
    let said = verify(&[CLINIC]);
    assert_eq!((said.code, said.error.as_str()), (1, ""));
    let (list, set) = (line("- apiVersion: networking"), line("kind: StatefulSet") - 1);
    for place in [
        format!("{CLINIC}:{list}:3: error[164.308(a)(4)(ii)(A)]: `clinic/NetworkPolicy/everybody` opens"),
        format!(
            "{CLINIC}:{set}:1: error[164.308(a)(7)(ii)(A)]: `clinic/StatefulSet/records` keeps data of which there is no"
        ),
        format!("{CLINIC}:{}:1: error: `clinic` is no object of a cluster", line("replicas: 3")),
    ] {
        assert!(said.out.contains(&place), "{place}\n{}", said.out);
    }
    assert!(said.out.ends_with(" findings in 1 file\n"), "{}", said.out);
}

#[test]
fn objects_are_read_as_a_cluster_reads_them() {
    let wrong = codes(&[CLINIC]);
    for it in [
        // `yes` is a flag, and so is `off`.
        "clinic/Deployment/api ApartFromItsNode",
        "clinic/Deployment/api ImageByDigest",
        "Namespace/clinic ClosedNamespace",
        "ClusterRole/clinic:reader RightsEndBeforeSecrets",
    ] {
        assert!(wrong.contains(it), "{it}: {wrong:#?}");
    }
    assert!(!wrong.contains("clinic/StatefulSet/records ApartFromItsNode"), "{wrong:#?}");
    let named: Vec<&String> =
        wrong.iter().filter(|it| it.contains("ImpossibleName") || it.contains("/ConfigMap/")).collect();
    assert!(named.is_empty(), "a cluster takes these names: {named:#?}");
}

#[test]
fn objects_below_one_path_are_in_one_cluster() {
    let closed = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: closed, namespace: clinic }\n\
                  spec: { podSelector: {}, policyTypes: [Ingress, Egress] }\n";
    let space = "apiVersion: v1\nkind: Namespace\nmetadata: { name: clinic }\n";
    let folder =
        scratch("one", &[("a/space.yaml", space), ("b/closed.yaml", closed), ("values.yaml", "replicas: 3\n")]);
    let open = "Namespace/clinic ClosedNamespace";
    assert!(!codes(&[&folder]).contains(open));
    assert!(codes(&[&format!("{folder}/a"), &format!("{folder}/b")]).contains(open), "they are two clusters");
    let twice = scratch(
        "twice",
        &[
            ("a.yaml", space),
            ("b.json", r#"{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "clinic"}}"#),
        ],
    );
    assert!(codes(&[&twice]).contains("Namespace/clinic NameTwice"));
}

#[test]
fn what_is_for_clients_and_servers_is_no_object_of_a_cluster() {
    let config = "apiVersion: v1\nkind: Config\nclusters: [{ name: one, cluster: { server: https://one.example } }]\n";
    let records = "apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: [{ level: Metadata }]\n";
    let space = "apiVersion: v1\nkind: Namespace\nmetadata: { name: clinic }\n";
    let folder = scratch("clients", &[("a.yaml", config), ("b.yaml", config), ("space.yaml", space)]);
    let of_files = |folder: &str| -> Vec<String> {
        let all = codes(&["--policy", "vn-health,production", folder]);
        all.into_iter()
            .filter(|it| it.contains("Name") && !it.contains("Namespace") || it.starts_with("Config"))
            .collect()
    };
    assert!(of_files(&folder).is_empty(), "{:#?}", of_files(&folder));
    let folder = scratch("records", &[("a.yaml", config), ("b.yaml", records), ("c.yaml", records), ("d.yaml", space)]);
    assert_eq!(of_files(&folder), ["Config/ RequestsAreSent"]);
}

#[test]
fn of_a_namespace_that_nobody_declares_it_is_said_that_nothing_is_known() {
    let pod = "apiVersion: v1\nkind: Pod\nmetadata: { name: one }\nspec: { containers: [{ name: one }] }\n";
    let folder = scratch("nowhere", &[("pod.yaml", pod), ("more.yaml", &pod.replace("one", "two"))]);
    let said: Vec<String> = codes(&[&folder]).into_iter().filter(|it| it.ends_with(" NotRead")).collect();
    assert_eq!(said, ["Pod/two NotRead"]);
}

#[test]
fn who_reaches_what_is_compared_with_who_is_cleared() {
    let holds = scratch("holds", &[("phi.txt", "clinic/StatefulSet/records phi\nclinic/Deployment/* internal\n")]);
    let said = verify(&["--holds", &format!("{holds}/phi.txt"), CLINIC]);
    let sentence = "`clinic/NetworkPolicy/everybody` lets everybody read `clinic/StatefulSet/records` by \
                    `clinic/NetworkPolicy/everybody` (`networking.k8s.io/v1/NetworkPolicy`)";
    assert!(said.out.contains(sentence) && said.out.contains("code: NotCleared"), "{}", said.out);
    assert!(!verify(&[CLINIC]).out.contains("code: NotCleared"), "nobody says that it holds anything");
}

#[test]
fn a_broken_file_of_a_folder_is_named_and_one_that_is_meant_ends_with_two() {
    let space = "apiVersion: v1\nkind: Namespace\nmetadata: { name: clinic }\n";
    let chart = "{{- if .Values.on }}\nkind: Pod\n{{- end }}\n";
    let folder = scratch("broken", &[("space.yaml", space), ("templates/pod.yaml", chart), ("values.yaml", "a: 1\n")]);
    let said = verify(&[&folder]);
    assert_eq!(said.code, 1);
    assert!(
        said.error.starts_with("note: passed by, since it cannot be read: ") && said.error.contains("pod.yaml:"),
        "{}",
        said.error
    );
    for (file, words) in [("templates/pod.yaml", "pod.yaml:"), ("values.yaml", "it is no template, and no manifest")] {
        let said = verify(&[&format!("{folder}/{file}")]);
        assert_eq!(said.code, 2);
        assert!(said.error.contains(words), "{}", said.error);
    }
}

/// What only the app shows that wrote a chart: these stand beside load balancers of stacks.
const OF_THE_APP: [&str; 2] = [
    "assistant-clinical/TargetGroupBinding/front BalancerReachesAGateway",
    "assistant-west-clinical/TargetGroupBinding/front BalancerReachesAGateway",
];

#[test]
fn what_our_programs_write_for_clusters_is_right_when_it_is_read_again() {
    for (policy, chart) in [
        ("hipaa,production", "prod_stack/k8s"),
        ("hipaa,production", "k8s_gateway/k8s"),
        ("vn-health,production", "k8s_stack/k8s"),
        ("vn-health,production", "k8s_stores/k8s"),
        ("vn-health,production", "vn_claims/k8s/vn-claims.yaml"),
        ("vn-health,production", "vn_claims/k8s/audit-policy"),
        ("hipaa,soc2,iso27001,fda-part-11,production", "medical_ai/k8s"),
    ] {
        let wrong = codes(&["--policy", policy, &format!("../examples/output/{chart}")]);
        let wrong: Vec<&String> = wrong.iter().filter(|it| !OF_THE_APP.contains(&it.as_str())).collect();
        assert!(wrong.is_empty(), "{chart}: {wrong:#?}");
    }
}
