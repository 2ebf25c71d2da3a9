//! What is asked of all stacks of an app: who acts as the account of nodes, and which sinks lead to a bucket.

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
