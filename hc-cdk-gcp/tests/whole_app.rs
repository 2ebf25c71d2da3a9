//! What is asked of all stacks of an app: who acts as the account of nodes, which sinks lead to a bucket, and what rules let out.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail where it stands")]

mod program;

use hc_cdk::{prelude::*, rule::BY_HAND, value::Object};
use hc_cdk_gcp::region;
use hc_cdk_manifest::{object::ApiObject, tree};

/// What is found where a second stack of the app has objects of the same project beside.
fn found(first: Vec<ApiObject>, second: Vec<ApiObject>) -> String {
    let add = |stack: &mut program::Prod, all: Vec<ApiObject>| {
        for (number, it) in all.into_iter().enumerate() {
            let waiver = Waiver::new(BY_HAND, "to see what is found", "nobody", date!("2027-01-31"));
            stack.add(format!("Beside{number}"), waiver.resource(it.in_namespace("clinic-prod")));
        }
    };
    let mut other = program::Prod::new("other", region::Iowa);
    add(&mut other, second);
    let app = program::app(|stack| add(stack, first)).stack(other);
    app.check().map_or_else(|found| found.to_string(), |_| String::new())
}

fn of(version: &'static str, kind: &'static str, spec: Object) -> ApiObject {
    ApiObject::new(version, kind, "beside").with("spec", spec)
}

fn is_of(found: &str, thing: &str, code: &str) -> bool {
    found.split("\n\n").any(|it| it.contains(thing) && it.contains(&format!("code: {code}")))
}

#[test]
fn an_account_of_nodes_is_no_user_in_another_stack() {
    let user = |name: &str| {
        let spec = tree! {
            type: "CLOUD_IAM_SERVICE_ACCOUNT",
            instanceRef: { name: "patients" },
            resourceID: format!("{name}@clinic-prod.iam"),
        };
        found(Vec::new(), vec![of("sql.cnrm.cloud.google.com/v1beta1", "SQLUser", spec)])
    };
    let is_shared = |found: &str| is_of(found, "(`ContainerNodePool`)", "GkeNodesHaveAnAccount");
    assert!(is_shared(&user("cluster-nodes")), "{}", user("cluster-nodes"));
    assert!(!is_shared(&user("somebody")), "{}", user("somebody"));
}

#[test]
fn a_locked_bucket_to_which_no_sink_leads_is_not_one_of_records() {
    const YEARS: i64 = 6 * 366 * 24 * 60 * 60;
    let bucket = |locked: bool| {
        let spec = tree! {
            resourceID: "clinic-prod-images",
            location: "US-CENTRAL1",
            uniformBucketLevelAccess: true,
            publicAccessPrevention: "enforced",
            retentionPolicy: { isLocked: locked, retentionPeriod: YEARS },
            encryption: { kmsKeyRef: { name: "key" } },
        };
        let stays = Object::new().with("cnrm.cloud.google.com/deletion-policy", "abandon");
        of("storage.cnrm.cloud.google.com/v1beta1", "StorageBucket", spec)
            .with("metadata", Object::new().with("name", "beside").with("annotations", stays))
    };
    let sink = || {
        let spec = tree! {
            projectRef: { external: "clinic-prod" },
            destination: { storageBucketRef: { name: "beside" } },
            uniqueWriterIdentity: true,
        };
        of("logging.cnrm.cloud.google.com/v1beta1", "LoggingLogSink", spec)
    };
    let is_open = |found: &str| is_of(found, "(`StorageBucket`)", "RecordsAreLocked");
    assert!(!is_open(&found(vec![bucket(true)], Vec::new())), "{}", found(vec![bucket(true)], Vec::new()));
    assert!(is_open(&found(vec![bucket(false)], Vec::new())));
    // Nobody lets that sink write there.
    assert!(is_open(&found(vec![bucket(true)], vec![sink()])));
}

#[test]
fn an_account_of_nodes_is_given_nothing_by_its_address() {
    const IAM: &str = "iam.cnrm.cloud.google.com/v1beta1";
    let role = |name: &str| {
        let spec = tree! {
            member: format!("serviceAccount:{name}@clinic-prod.iam.gserviceaccount.com"),
            role: "roles/storage.admin",
            resourceRef: { kind: "Project", external: "clinic-prod" },
        };
        found(Vec::new(), vec![of(IAM, "IAMPolicyMember", spec)])
    };
    let acts_as = |name: &str| {
        let account = format!("projects/clinic-prod/serviceAccounts/{name}@clinic-prod.iam.gserviceaccount.com");
        let spec = tree! {
            member: "group:team@clinic.example",
            role: "roles/iam.workloadIdentityUser",
            resourceRef: { kind: "IAMServiceAccount", external: account },
        };
        found(Vec::new(), vec![of(IAM, "IAMPolicyMember", spec)])
    };
    let is_shared = |found: &str| is_of(found, "(`ContainerNodePool`)", "GkeNodesHaveAnAccount");
    let both: [&dyn Fn(&str) -> String; 2] = [&role, &acts_as];
    for beside in both {
        assert!(is_shared(&beside("cluster-nodes")));
        assert!(!is_shared(&beside("somebody")));
    }
}

#[test]
fn a_network_is_opened_by_no_rule_of_another_stack() {
    let rule = |name: &str, ranges: &[&'static str]| {
        let spec = tree! {
            networkRef: { name: name.to_owned() },
            direction: "EGRESS",
            priority: 100,
            allow: vec![Object::new().with("protocol", "tcp").with("ports", vec!["443"])],
            destinationRanges: ranges.to_vec(),
        };
        found(Vec::new(), vec![of("compute.cnrm.cloud.google.com/v1beta1", "ComputeFirewall", spec)])
    };
    let is_open = |found: &str| is_of(found, "(`ComputeNetwork`)", "NetworkIsClosed");
    assert!(is_open(&rule("network", &["8.0.0.0/8", "9.0.0.0/8"])));
    assert!(!is_open(&rule("network", &["8.0.0.0/16"])));
    assert!(!is_open(&rule("elsewhere", &["8.0.0.0/8", "9.0.0.0/8"])));
}
