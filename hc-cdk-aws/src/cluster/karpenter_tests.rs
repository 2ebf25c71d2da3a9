//! What is written for Karpenter: what it may do, and where.

use hc_cdk::{
    data::Phi,
    policy::{Hipaa, Production},
};
use serde_json::Value;

use super::{Karpenter, Nodes};
use crate::{
    assertions::{Clinic, Template, json},
    prelude::*,
    region,
};

type Prod = (Hipaa, Production);

/// A stack with a cluster that has as many nodes at least and at most, and Karpenter for it.
fn stack() -> Stack<Prod> {
    let Clinic { mut stack, zone, .. } = Clinic::<Prod, Phi>::new("clinic", region::UsEast1);
    let wards = EksCluster::builder().perimeter(&zone).region(region::UsEast1).nodes(Nodes::between(3..=3));
    let wards = stack.add("Wards", wards);
    let machines = stack.add("Karpenter", Karpenter::builder().cluster(&wards));
    assert_eq!((machines.cluster.as_str(), machines.region), ("clinic-wards", "us-east-1"));
    stack
}

#[test]
fn karpenter_is_written_and_nothing_is_found() {
    let template = Template::of_stack(stack());
    let of = |id: &str| template.json()["Resources"][id]["Properties"].clone();
    assert_eq!(of("KarpenterAssociation")["ServiceAccount"], "karpenter");
    assert_eq!(of("KarpenterNodes")["Type"], "EC2_LINUX");
    assert_eq!(of("KarpenterNodes")["AccessPolicies"], Value::Null);
    assert_eq!(of("KarpenterProfile")["Roles"], json!([{ "Ref": "KarpenterNodeRole" }]));
    let queue = of("KarpenterInterruptions");
    assert_eq!(queue["QueueName"], "clinic-wards");
    assert_eq!(queue["KmsMasterKeyId"], json!({ "Fn::GetAtt": ["Key", "Arn"] }));
    let told = ["ScheduledChange", "SpotInterruption", "Rebalance", "StateChange"];
    let policy = of("KarpenterInterruptionsPolicy")["PolicyDocument"].to_string();
    for rule in told {
        let target = &of(&format!("Karpenter{rule}"))["Targets"][0]["Arn"];
        assert_eq!(*target, json!({ "Fn::GetAtt": ["KarpenterInterruptions", "Arn"] }));
        assert!(policy.contains(&format!("Karpenter{rule}")), "{policy}");
    }
    // There is nothing to scale where there are always as many nodes.
    assert_eq!(template.json()["Resources"]["WardsAutoscaler"], Value::Null);
}

#[test]
fn machines_are_started_in_one_place_and_ended_by_their_tag() {
    let template = Template::of_stack(stack());
    let policy = template.json()["Resources"]["KarpenterStartingPolicy"]["Properties"]["PolicyDocument"].clone();
    let statements = policy["Statement"].as_array().unwrap();
    let subnets = statements[0]["Resource"].to_string();
    assert!(subnets.contains("subnet/") && subnets.contains("security-group/") && !subnets.contains('*'), "{subnets}");
    assert_eq!(statements[1]["Condition"], json!({ "StringEquals": { "ec2:Owner": "amazon" } }));
    let ends = statements.iter().find(|it| it["Action"].to_string().contains("TerminateInstances")).unwrap();
    let this = json!({ "aws:ResourceTag/kubernetes.io/cluster/clinic-wards": "owned" });
    assert_eq!(ends["Condition"]["StringEquals"], this);
    for it in &statements[2..] {
        let conditions = it["Condition"].to_string();
        assert!(conditions.contains("Tag/kubernetes.io/cluster/clinic-wards\":\"owned\""), "{it}");
    }
    let passed = template.json()["Resources"]["KarpenterPolicy"]["Properties"]["PolicyDocument"].to_string();
    assert!(!passed.contains("instance-profile/*"), "{passed}");
}
