//! Machines that Karpenter starts, of whoever's own: each way of starting other ones is found.

use hc_cdk::{
    app::App,
    data::Phi,
    date,
    machines::{MachineFacts, Machines},
    rule::BY_HAND,
    value::Value,
    waiver::Waiver,
};
use hc_cdk_aws::{kind::OidcProviderArn, prelude::*, region};
use hc_cdk_k8s::{
    assertions::Ward,
    machines::{MachineImage, NodeClass, NodePool},
    prelude::*,
};

use crate::{
    own_objects::{are_right, like},
    rules::{Own, Prod, found},
};

const CLASS: &str = r#"{"metadata": {"name": "machines"}, "spec": {
    "instanceProfile": "wards", "amiSelectorTerms": [{"alias": "bottlerocket@v1.44.0"}],
    "associatePublicIPAddress": false, "subnetSelectorTerms": [{"id": "subnet-0a"}], "securityGroupSelectorTerms": [{"id": "sg-0a"}],
    "blockDeviceMappings": [
        {"deviceName": "/dev/xvda", "ebs": {"encrypted": true, "kmsKeyID": "arn:aws:kms:us-east-1:111122223333:key/1a2b"}},
        {"deviceName": "/dev/xvdb", "ebs": {"encrypted": true, "kmsKeyID": "arn:aws:kms:us-east-1:111122223333:key/1a2b"}}],
    "metadataOptions": {"httpTokens": "required", "httpPutResponseHopLimit": 1}}}"#;

const POOL: &str = r#"{"metadata": {"name": "pool"}, "spec": {
    "limits": {"cpu": "188", "memory": "752Gi"},
    "disruption": {"consolidateAfter": "5m", "budgets": [{"nodes": "10%"}]},
    "template": {"spec": {"expireAfter": "720h",
        "nodeClassRef": {"group": "karpenter.k8s.aws", "kind": "EC2NodeClass", "name": "machines"},
        "requirements": [
            {"key": "kubernetes.io/arch", "operator": "In", "values": ["amd64"]},
            {"key": "karpenter.sh/capacity-type", "operator": "In", "values": ["on-demand"]}]}}}}"#;

fn facts() -> Machines {
    Machines::new(MachineFacts {
        cluster: "wards".into(),
        region: "us-east-1",
        profile: "wards-machines".into(),
        subnets: vec!["subnet-0a".into(), "subnet-0b".into()],
        groups: vec!["sg-0a".into()],
        key: "arn:aws:kms:us-east-1:111122223333:key/1a2b".into(),
    })
}

#[test]
fn a_class_starts_machines_that_keep_to_themselves() {
    let class = |spec: &str| like("karpenter.k8s.aws/v1", "EC2NodeClass", spec);
    are_right([class(CLASS), class(&CLASS.replace("bottlerocket@v1.44.0", "bottlerocket@1.44.0"))]);
    let al2023 = CLASS.replace("bottlerocket@v1.44.0", "al2023@v20260514");
    are_right([class(&al2023)]);
    let image = "starts machines with an image of one's own";
    let disks = "starts machines with a disk that is not encrypted";
    let credentials = "starts machines that give their credentials to pods";
    let place = "starts machines with an address on the internet";
    for (part, other, broken) in [
        ("bottlerocket@v1.44.0", "bottlerocket@latest", image),
        ("bottlerocket@v1.44.0", "windows2022@v1.44.0", image),
        (r#"{"alias": "bottlerocket@v1.44.0"}"#, r#"{"id": "ami-0a1b2c3d"}"#, image),
        (r#"{"alias": "bottlerocket@v1.44.0"}"#, r#"{"alias": "bottlerocket@v1.44.0"}, {"tags": {"a": "b"}}"#, image),
        (r#""instanceProfile""#, r#""userData": "x", "instanceProfile""#, image),
        (r#""instanceProfile""#, r#""kubelet": {"clusterDNS": ["10.0.0.9"]}, "instanceProfile""#, image),
        ("required", "optional", credentials),
        (r#""httpPutResponseHopLimit": 1"#, r#""httpPutResponseHopLimit": 2"#, credentials),
        (r#"{"encrypted": true"#, r#"{"encrypted": false"#, disks),
        (r#"{"encrypted": true"#, r#"{"snapshotID": "snap-0a", "encrypted": true"#, disks),
        (r#""kmsKeyID": "arn:aws:kms:us-east-1:111122223333:key/1a2b"}},"#, r#""kmsKeyID": "alias/aws/ebs"}},"#, disks),
        (r#", "kmsKeyID": "arn:aws:kms:us-east-1:111122223333:key/1a2b"}},"#, "}},", disks),
        ("/dev/xvdb", "/dev/xvdc", disks),
        (r#""associatePublicIPAddress": false"#, r#""associatePublicIPAddress": true"#, place),
        (r#""associatePublicIPAddress": false, "#, "", place),
        (r#""subnetSelectorTerms": [{"id": "subnet-0a"}]"#, r#""subnetSelectorTerms": [{"tags": {"a": "*"}}]"#, place),
        (r#""securityGroupSelectorTerms": [{"id": "sg-0a"}]"#, r#""securityGroupSelectorTerms": []"#, place),
    ] {
        assert!(CLASS.contains(part), "{part}");
        // Of an image that is not known, the disks are not, either.
        let found = found::<Prod>(Own(class(&CLASS.replacen(part, other, 1))));
        assert!(found.contains(broken), "{part}: {found}");
    }
}

/// What is found in a chart with a class of machines and that pool.
fn of_pool(spec: &str) -> String {
    let Ward { mut chart, .. } = Ward::<Prod, Phi>::new("clinic");
    let signed = || Waiver::new(BY_HAND, "to see what is found", "jane.roe", date!("2099-12-31"));
    chart.add("Class", signed().resource(like("karpenter.k8s.aws/v1", "EC2NodeClass", CLASS)));
    chart.add("Pool", signed().resource(like("karpenter.sh/v1", "NodePool", spec)));
    App::new("clinic").stack(chart).synthesize().map_or_else(|found| found.to_string(), |_| String::new())
}

#[test]
fn a_pool_has_limits_and_known_machines() {
    for right in [
        POOL.to_owned(),
        POOL.replace(r#""expireAfter": "720h","#, ""),
        POOL.replace("720h", "24h30m"),
        POOL.replace("10%", "0"),
        POOL.replace(r#", "budgets": [{"nodes": "10%"}]"#, ""),
        // What is null is left out, and gets what whoever says nothing gets.
        POOL.replace(r#"[{"nodes": "10%"}]"#, "null"),
    ] {
        assert_eq!(of_pool(&right), "", "{right}");
    }
    let limits = "starts as many machines as somebody asks for";
    let known = "starts machines by a class that is not of the app";
    let old = "lets machines run for more than 30 days";
    let all = "lets all machines be taken away at a time";
    for (part, other, broken) in [
        (r#""cpu": "188", "#, "", limits),
        (r#""limits""#, r#""replicas": 3, "limits""#, limits),
        (r#""memory": "752Gi""#, r#""memory": "0""#, limits),
        (r#""name": "machines""#, r#""name": "others""#, known),
        ("karpenter.k8s.aws", "karpenter.azure.com", known),
        (r#"["amd64"]"#, r#"["amd64", "arm64"]"#, known),
        ("karpenter.sh/capacity-type", "topology.kubernetes.io/zone", known),
        ("720h", "721h", old),
        ("720h", "Never", old),
        ("10%", "100%", all),
        (r#"[{"nodes": "10%"}]"#, "[]", all),
        (r#"{"nodes": "10%"}"#, r#"{"nodes": "10%", "reasons": ["Drifted"]}"#, all),
        (r#"{"nodes": "10%"}"#, r#"{"nodes": "10%", "schedule": "@daily", "duration": "1h"}"#, all),
    ] {
        assert!(POOL.contains(part), "{part}");
        let found = of_pool(&POOL.replacen(part, other, 1));
        assert!(found.contains(broken), "{part}: {found}");
    }
}

#[test]
fn a_pool_is_written_as_it_was_asked_for() {
    let Ward { mut chart, .. } = Ward::<Prod, Phi>::new("clinic");
    let class = NodeClass::builder().machines(&facts()).image(MachineImage::AmazonLinux("20260514"));
    let class = chart.add("Machines", class.disk(memory!("50Gi")));
    chart.add("Pool", NodePool::builder().class(&class).limits(cpu!("188"), memory!("752Gi")).cores(&[4]));
    let files = App::new("clinic").stack(chart).synthesize().unwrap();
    let text = String::from_utf8(files[0].bytes.clone()).unwrap();
    for part in [
        "al2023@v20260514",
        "volumeSize: \"50Gi\"",
        "id: subnet-0b",
        "name: clinic-machines",
        "cpu: \"188\"",
        "nodes: \"10%\"",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
}

#[test]
fn what_only_values_show_is_found() {
    let oidc = arn!(OidcProviderArn, "arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-west-2.amazonaws.com/id/0B");
    let cluster = EksCluster::existing("beds", region::UsWest2, oidc, Value::literal("sg-0a1b2c3d"));
    let mut chart = Chart::<Prod>::in_cluster("clinic", &cluster);
    let class = NodeClass::builder().machines(&facts()).image(MachineImage::Bottlerocket("latest"));
    let class = chart.add("Machines", class);
    let pool = NodePool::builder().class(&class).limits(cpu!("188"), memory!("752Gi")).categories(&[]);
    chart.add("Pool", pool.replaced_after(span!("721h")).percent_at_once(51));
    let found = App::new("clinic").stack(chart).synthesize().unwrap_err().to_string();
    for sentence in [
        "starts machines of the cluster `wards` in the chart of `beds`",
        "runs the version `latest` of an image, which is none",
        "replaces its machines after 721h",
        "lets 51 of a hundred machines be taken away at a time",
        "names no category of machines",
    ] {
        assert!(found.contains(sentence), "{sentence}\n{found}");
    }
}
